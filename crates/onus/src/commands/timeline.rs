//! `onus timeline`: what happened when.

use onus_answers::timeline;
use onus_model::id::TypeId;
use onus_reason::TimelineFilter;

use crate::ask::{Answer, Stop};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Show everything dated, in order of time
///
/// Dates are shown as wide as they were claimed, and once for each account where accounts differ.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus timeline\n  onus timeline --type statement --type decision\n  onus timeline --known-by 2012-01-31"
)]
pub(crate) struct Args {
    /// Only records of this type; can be given several times
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// The dates of the team's own work too
    #[arg(long)]
    work: bool,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let mut types = Vec::new();
        for name in &args.types {
            let known = look.schema().record_type(name).ok_or_else(|| {
                Stop::Failed(
                    CommandError::input(format!("--type: there is no record type \"{name}\""))
                        .hint("onus list shows the types of the case"),
                )
            })?;
            let id: TypeId = known.id.clone();
            types.push(id);
        }
        let timeline = timeline::timeline(look, &TimelineFilter { types, work: args.work });
        let is_something = !timeline.entries.is_empty() || !timeline.undated.is_empty();
        let json = timeline::to_json(&timeline, look);
        Ok(Answer::new(json, timeline::to_text(&timeline, look, style), is_something))
    })
}
