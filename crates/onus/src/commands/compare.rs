//! `onus compare`: where two sources, or two who speak, agree and where they do not.

use onus_answers::compare;

use crate::ask::{self, Answer, Stop};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Compare two sources, or two who speak
///
/// Property by property: agrees, differs, conflicts, revised, cannot tell, or only one of the two says anything. Of a
/// source it is what is read in it, whoever says it; of a person or an organization, what it says, wherever that
/// is read.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus compare z00 z02a                             where two sources agree and where not\n  onus compare regional-prosecutor hrw              two who speak, wherever they are quoted"
)]
pub(crate) struct Args {
    /// The first
    first: String,
    /// The second
    second: String,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let first = ask::record(look, style, &args.first)?;
        let second = ask::record(look, style, &args.second)?;
        let compared = compare::compare(look, first, second)
            .map_err(|error| Stop::Failed(CommandError::input(error.to_string())))?;
        let json = compare::to_json(&compared, look);
        Ok(Answer::new(json, compare::to_text(&compared, look, style), true))
    })
}
