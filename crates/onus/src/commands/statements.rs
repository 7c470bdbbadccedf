//! `onus statements`: what the authorities said, with what stands beside it.

use onus_answers::statements;
use onus_reason::StatementsFilter;

use crate::ask::{self, Answer};
use crate::error::{CommandError, Outcome};
use crate::part::PartArgs;
use crate::session::Session;
use crate::view::ViewArgs;

/// Show what the authorities said, with what it answers and what stands beside it
///
/// Each statement in its own extent: by whom, when, what it denies, admits or promises, and through whom alone it is
/// known. A denial of a class of allegations is shown as that, never as the denial of one person's account. What
/// members set beside a statement is marked as theirs; what was done about the same afterwards is listed, without
/// saying that it was done because of it.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus statements\n  onus statements --about kenzhebaev\n  onus statements --all --known-by 2012-12-31"
)]
pub(crate) struct Args {
    /// Those of others than the authorities too
    #[arg(long)]
    all: bool,
    /// Only statements that concern this record, or that it made
    #[arg(long, value_name = "RECORD")]
    about: Option<String>,
    #[command(flatten)]
    part: PartArgs,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let about = args.about.as_ref().map(|name| ask::record(look, style, name)).transpose()?;
        let filter = StatementsFilter { all: args.all, about, part: args.part.part() };
        let answer = statements::statements(look, &filter);
        let is_something = !answer.entries.is_empty();
        let json = statements::to_json(&answer, look);
        Ok(Answer::new(json, statements::to_text(&answer, look, style), is_something))
    })
}
