//! `onus brief`: what happened, who said what, what was done.

use onus_answers::brief;
use onus_reason::BriefLimits;

use crate::ask::Answer;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Tell what happened, who said what, and what was done
///
/// In numbered sentences; onus why brief:NUMBER tells what one rests on.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus brief\n  onus brief --all\n  onus brief --without-speaker gpo          as if one office had said nothing\n  onus why brief:3                          what the third sentence rests on"
)]
pub(crate) struct Args {
    /// All there is to say, however much
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let limits = if args.all { BriefLimits { most: None } } else { BriefLimits::default() };
        let brief = brief::brief(look, &limits);
        let is_something = !brief.sections.is_empty();
        Ok(Answer::new(
            brief::to_json(&brief, look),
            brief::to_text(&brief, look, style),
            is_something,
        ))
    })
}
