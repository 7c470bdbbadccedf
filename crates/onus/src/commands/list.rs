//! `onus list`: the records of a type.

use std::collections::BTreeMap;

use onus_answers::list;

use crate::ask::{Answer, Stop};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// List the records of a type
///
/// Without a type, lists the types that the case has records of.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus list                                        the types, and how many records of each\n  onus list tally                                  every count\n  onus list decision --where defendant=tuletaeva   the decisions on one person\n  onus list source                                 the sources with their handles"
)]
pub(crate) struct Args {
    /// The type: person, tally, statement, decision …
    #[arg(value_name = "TYPE")]
    record_type: Option<String>,
    /// Only records of which this is claimed; can be given several times
    #[arg(long = "where", value_name = "PROPERTY=VALUE", requires = "record_type")]
    conditions: Vec<String>,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let Some(record_type) = &args.record_type else { return Ok(types(look)) };
        let listed = list::list(look, record_type, &args.conditions).map_err(|error| {
            Stop::Failed(CommandError::input(error.to_string()).hint("onus list shows the types"))
        })?;
        let is_something = !listed.rows.is_empty();
        Ok(Answer::new(
            list::to_json(&listed, look),
            list::to_text(&listed, look, style),
            is_something,
        ))
    })
}

/// The types in view, with how many records there are of each.
fn types(look: &onus_case::Look<'_>) -> Answer {
    let schema = look.schema();
    let counts: BTreeMap<&str, usize> = schema
        .record_types()
        .map(|known| (known.id.as_str(), look.records_of_type(known.id.as_str()).len()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let mut text = String::new();
    for (name, count) in &counts {
        text.push_str(&format!("{count:>6}  {name}\n"));
    }
    if counts.is_empty() {
        text.push_str("There is nothing in view.\n");
    }
    Answer::new(list::types(look), text, !counts.is_empty())
}
