//! `onus accountability`: what followed for those said to be responsible.

use onus_answers::accountability;

use crate::ask::{self, Answer};
use crate::error::{CommandError, Outcome};
use crate::part::PartArgs;
use crate::session::Session;
use crate::view::ViewArgs;

/// Show what followed for those said to be responsible
///
/// Each act, event and death with the steps from allegation to redress, each dated and sourced; the days without one
/// where somebody says that there was none, or a member searched for one; charge and conduct side by side; what was
/// admitted, and whether a charge is claimed; whose independence is in question, and by which tie; and the posts of
/// those concerned, then and later. Where nothing is claimed, that is not looked for, and nothing follows from it.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus accountability\n  onus accountability fire-at-protesters    one act\n  onus accountability temirov               all that one person has to do with\n  onus accountability --only-source z00"
)]
pub(crate) struct Args {
    /// Only what this record is, suffered, had a part in, contains, dealt with or answered for
    #[arg(value_name = "RECORD")]
    of: Option<String>,
    #[command(flatten)]
    part: PartArgs,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let of = args.of.as_ref().map(|name| ask::record(look, style, name)).transpose()?;
        let answer = accountability::accountability(look, of, args.part.part());
        let is_something = !answer.ladders.is_empty();
        let json = accountability::to_json(&answer, look);
        Ok(Answer::new(json, accountability::to_text(&answer, look, style), is_something))
    })
}
