//! `onus challenge`: the case as a hostile lawyer reads it.

use onus_answers::challenge;

use crate::ask::{self, Answer};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Show how each line can be attacked, and what would strengthen it
///
/// Of the brief sentence by sentence, or of one record property by property: that one voice alone carries it, that it
/// is only relayed or was altered on the way, that nobody is said to have said it, that its passage is not held, that
/// others conflict with it, that no second person has checked it. What most else rests on comes first. None of it says
/// that a line is wrong.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus challenge\n  onus challenge kenzhebaev                 what is claimed of one person\n  onus challenge --without-speaker amnesty  what is left to attack without one witness"
)]
pub(crate) struct Args {
    /// Only what is claimed of this record
    #[arg(value_name = "RECORD")]
    of: Option<String>,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let of = args.of.as_ref().map(|name| ask::record(look, style, name)).transpose()?;
        let answer = challenge::challenge(look, of);
        let is_something = !answer.lines.is_empty();
        let json = challenge::to_json(&answer, look);
        Ok(Answer::new(json, challenge::to_text(&answer, look, style), is_something))
    })
}
