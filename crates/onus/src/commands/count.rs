//! `onus count`: how many, according to whom.

use onus_answers::count;

use crate::ask::{self, Answer, Stop};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Count people: how many, according to whom, of what
///
/// Each voice by what it counts and when it spoke. Figures are compared only where they count the same;
/// others are related by the sums that somebody stated. Nothing is narrowed, averaged or chosen.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus count killed                          10, 11, 14: one office, revised; 15, 16, 17: other scopes\n  onus count injured                         apart from the dead\n  onus count killed --only-source z00        what the press release says\n  onus count killed --known-by 2011-12-31    what was public by the end of the year"
)]
pub(crate) struct Args {
    /// What is counted: killed, injured, detained, tried …
    kind: String,
    /// Only in this event
    event: Option<String>,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let event = match &args.event {
            Some(event) => Some(ask::record(look, style, event)?),
            None => None,
        };
        let counted = count::count(look, &args.kind, event)
            .map_err(|error| Stop::Failed(CommandError::input(error.to_string())))?;
        let is_something = !counted.groups.is_empty();
        Ok(Answer::new(
            count::to_json(&counted, look),
            count::to_text(&counted, look, style),
            is_something,
        ))
    })
}
