//! `onus verify`: checks every byte that is here.

use onus_answers::verify::{to_json, to_text};

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
    session.tell(&to_text(&verified, &session.style()), &to_json(&verified));
    Ok(if verified.is_sound() { Outcome::Done } else { Outcome::Broken })
}
