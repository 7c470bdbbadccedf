//! `onus check`: what does not fit together.

use onus_answers::check;

use crate::ask::Answer;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Check the whole case for what does not fit together
///
/// Dates that cannot be, one person in two cells, values without a passage, sums over groups that may
/// overlap, people named as responsible without a decision to name them. Exit code 1 when something is found.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  onus check\n  onus check --json")]
pub(crate) struct Args {
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let checked = check::check(look);
        let is_clean = checked.findings.is_empty();
        Ok(Answer::new(
            check::to_json(&checked, look),
            check::to_text(&checked, look, style),
            is_clean,
        ))
    })
}
