//! `onus log`: who changed what, when and why.

use onus_answers::log::{Commit, Lines, to_json, to_text};
use onus_case::LogLine;
use onus_model::claim::Moment;

use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Show who changed what, when and why
///
/// Every change of the case is a signed commit, and none is ever taken away. The newest comes first.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  onus log\n  onus log --limit 5\n  onus log --json")]
pub(crate) struct Args {
    /// How many commits to show at most
    #[arg(long, value_name = "NUMBER", default_value_t = usize::MAX, hide_default_value = true)]
    limit: usize,
}

fn size(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn commit(line: LogLine) -> Commit {
    Commit {
        commit: line.commit.to_string(),
        sequence: line.place,
        time: Moment(i64::try_from(line.time).unwrap_or(i64::MAX)),
        author: line.name.unwrap_or_else(|| line.member.to_string()),
        message: line.message,
        records: size(line.records),
        claims: size(line.claims),
        retractions: size(line.retracted),
        reviews: size(line.reviewed),
        others: size(line.not_understood),
    }
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let open = session.open()?;
    let lines = open.case().log()?;
    let left_out = lines.len().saturating_sub(args.limit);
    let commits = lines.into_iter().rev().take(args.limit).map(commit).collect();
    let lines = Lines { commits, left_out };
    session.tell(&to_text(&lines, &session.style()), &to_json(&lines));
    Ok(Outcome::Done)
}
