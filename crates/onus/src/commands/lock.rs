//! `onus lock`: ends what `onus unlock` began.

use serde_json::json;

use crate::agent;
use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Lock the case again at once
///
/// Ends the process that onus unlock started. The next command asks for the passphrase again.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  onus lock --case zhanaozen.onus")]
pub(crate) struct Args {}

pub(crate) fn run(session: &mut Session, _args: &Args) -> Result<Outcome, CommandError> {
    let path = session.path()?;
    let was_unlocked = agent::lock(&path)?;
    let text = if was_unlocked { "Locked." } else { "It was not unlocked." };
    session.tell(text, &json!({ "shape": "onus.lock/1", "was_unlocked": was_unlocked }));
    Ok(Outcome::Done)
}
