//! `onus why`: the claims, speakers and passages that an answer rests on.

use onus_answers::{Style, why};
use onus_case::Look;
use onus_model::id::PropertyId;
use onus_reason::{Found, Question, find};

use crate::ask::{self, Answer, Stop};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Show the claims and passages that a line rests on
///
/// Of a record, of one property of it, or of a numbered sentence of the brief.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus why dec-tuletaeva-first.sentence     who says seven years, and where it was read\n  onus why killed-both-all.figure           a count, its parts, and each part's claims\n  onus why brief:3                          the third sentence of the brief"
)]
pub(crate) struct Args {
    /// RECORD, RECORD.PROPERTY, or brief:N for a sentence of the brief (its number alone will do)
    #[arg(value_name = "RECORD[.PROPERTY]|brief:N")]
    question: String,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let question = question(look, style, args.question.trim())?;
        let why = why::why(look, &question).map_err(|error| {
            Stop::Failed(
                CommandError::input(error.to_string())
                    .hint("onus show RECORD lists what is claimed of it"),
            )
        });
        match why {
            Ok(why) => {
                Ok(Answer::new(why::to_json(&why, look), why::to_text(&why, look, style), true))
            }
            Err(stop) => Err(stop),
        }
    })
}

fn question(look: &Look<'_>, style: &Style, text: &str) -> Result<Question, Stop> {
    let sentence = text.strip_prefix("brief:").map_or(text, str::trim);
    if let Ok(number) = sentence.parse::<usize>() {
        return Ok(Question::Brief(number));
    }
    if let Found::One(record) = find(look, text) {
        return Ok(Question::Record(record));
    }
    if let Some((record, property)) = text.rsplit_once('.')
        && let Ok(property) = property.trim().parse::<PropertyId>()
    {
        return Ok(Question::Property(ask::record(look, style, record)?, property));
    }
    ask::record(look, style, text).map(Question::Record)
}
