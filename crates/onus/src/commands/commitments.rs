//! `onus commitments`: what was promised and recommended, and what followed.

use onus_answers::commitments;

use crate::ask::{self, Answer};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Show what was promised and recommended, and what is set in relation to it
///
/// Each with to whom and when, its status as somebody claims it, and what followed in order of time: what is said to
/// fulfil it, to run against it, or to be about it, with whose assessment that is. Where nobody claims a status, that is
/// said, and nothing follows from it.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus commitments\n  onus commitments kz-government\n  onus commitments --only-source z00"
)]
pub(crate) struct Args {
    /// Only what this record made, was asked for, or is about
    #[arg(value_name = "RECORD")]
    of: Option<String>,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let of = args.of.as_ref().map(|name| ask::record(look, style, name)).transpose()?;
        let answer = commitments::commitments(look, of);
        let is_something = !answer.entries.is_empty();
        let json = commitments::to_json(&answer, look);
        Ok(Answer::new(json, commitments::to_text(&answer, look, style), is_something))
    })
}
