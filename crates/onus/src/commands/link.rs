//! `onus link`: records that may be one.

use onus_answers::links;

use crate::ask::{self, Answer};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Show which records may be one, with what speaks for it and against it
///
/// Names bring two records together: the same name across scripts and spellings, or one whose words all stand in the
/// other. What both are said to be is set side by side. Nothing is scored and nothing is joined: members judge (a claim
/// identity, in a sheet or in the browser), and a judgement can be taken back. Records that were judged the same are
/// listed with what joined them.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus link\n  onus link kenzhebaev                      whom one person may be"
)]
pub(crate) struct Args {
    /// Only those that this record may be
    #[arg(value_name = "RECORD")]
    of: Option<String>,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, _| {
        let of = args.of.as_ref().map(|name| ask::record(look, style, name)).transpose()?;
        let answer = links::links(look, of, links::MOST);
        let is_something = !answer.pairs.is_empty() || !answer.joined.is_empty();
        let json = links::to_json(&answer, look);
        Ok(Answer::new(json, links::to_text(&answer, look, style), is_something))
    })
}
