//! `onus log`: who changed what, when and why.

use onus_answers::log::{Lines, to_json, to_text};

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

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let open = session.open()?;
    let lines = open.case().log()?;
    let left_out = lines.len().saturating_sub(args.limit);
    let lines = lines.into_iter().rev().take(args.limit).collect();
    let lines = Lines { lines, left_out };
    session.tell(&to_text(&lines, &session.style()), &to_json(&lines));
    Ok(Outcome::Done)
}
