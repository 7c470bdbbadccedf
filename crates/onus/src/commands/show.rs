//! `onus show`: everything that is said of a record.

use onus_answers::show;

use crate::ask::{self, Answer};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Show a record: every account of each of its properties
///
/// A record is named by its handle or by any of its names in any script. A name that several records have
/// lists them.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus show tuletaeva                       every account of one person\n  onus show \"Роза Тулетаева\"                the same, by another name\n  onus show killed-both-all                 a count and who gives it\n  onus show temirov --only-source z00       only what the press release says"
)]
pub(crate) struct Args {
    /// The record
    record: String,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let record = ask::record(look, style, &args.record)?;
        let shown = show::show(look, record);
        let is_something = !shown.properties.is_empty() || !shown.backlinks.is_empty();
        Ok(Answer::new(
            show::to_json(&shown, look),
            show::to_text(&shown, look, style),
            is_something,
        ))
    })
}
