//! `onus verify`: checks every byte that is here.

use onus_answers::verify::{Fault, Report, to_json, to_text};

use crate::console;
use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Check every byte of the case
///
/// Checks every signature, every operation and the order of the log, derives everything that is shown
/// again, and compares. Any altered byte is found and named. Exit code 4 when something is wrong.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  onus verify --case zhanaozen.onus\n  onus verify --json")]
pub(crate) struct Args {}

pub(crate) fn run(session: &mut Session, _args: &Args) -> Result<Outcome, CommandError> {
    let open = session.open()?;
    let verified = {
        let _progress = console::Progress::start("checking every commit");
        open.verify()?
    };
    let size = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let fault = |what: &String| Fault { commit: None, at: None, what: what.clone(), hint: None };
    let head = verified.tree_head.as_ref().map(|(_, root)| root.clone());
    let report = Report {
        commits: size(verified.commits),
        leaves: size(verified.operations),
        withheld: 0,
        files: 0,
        rebuilt: verified.tree_head.is_some(),
        heads: head.into_iter().collect(),
        faults: verified.wrong.iter().map(fault).collect(),
    };
    session.tell(&to_text(&report, &session.style()), &to_json(&report));
    Ok(if report.is_sound() { Outcome::Done } else { Outcome::Broken })
}
