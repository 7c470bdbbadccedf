//! `onus search`: names and words.

use onus_answers::search::{self, SearchError};

use crate::ask::{Answer, Stop};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Find records by name, claims and passages by their words
///
/// Names are found in any script and spelling, words in any of their forms; a word that occurs nowhere is taken
/// for the beginning of one. Put a question with marks of its own into single quotation marks: "opened fire" for
/// a phrase, suffoc* for a beginning, -theatre for what is left out, and filters: kind:passage, type:act,
/// source:HANDLE, language:ru, after:2011-12, before:2012. Below what is found stands how much there is of each
/// kind, type, source and language.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus search Шетпе\n  onus search shetpe police\n  onus search suffoc*\n  onus search 'police -theatre type:act after:2011-12'\n  onus search 'police kind:passage' --limit 5"
)]
pub(crate) struct Args {
    /// What to find
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// How many hits to list at most; 0 lists only what they have in common
    #[arg(long, default_value_t = 30, value_name = "NUMBER")]
    limit: usize,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, open| {
        let words = args.words.join(" ");
        let hits = search::search(look, open, &words, args.limit).map_err(|error| match error {
            SearchError::Case(error) => Stop::from(error),
            SearchError::Question(error) => {
                let place = error.place().start + 1;
                let told = format!("{}, at character {place} of what was asked", error.problem());
                Stop::Failed(CommandError::input(told).hint(error.advice()))
            }
        })?;
        let is_something = hits.total > 0;
        Ok(Answer::new(
            search::to_json(&hits, look),
            search::to_text(&hits, look, style),
            is_something,
        ))
    })
}
