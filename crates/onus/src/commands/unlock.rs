//! `onus unlock`: spares the passphrase for a while.

use serde_json::json;

use crate::agent;
use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Keep the case unlocked for a while
///
/// Starts a process that holds the key in its memory and gives it to your commands. It ends when no
/// command has asked for it for the time given, or with onus lock. The key is never written to a disk.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus unlock                 no passphrase until 15 minutes after the last command\n  onus unlock --for 60        … or until an hour after it\n  onus lock                   ends it at once"
)]
pub(crate) struct Args {
    /// How long no command may have asked before it ends
    #[arg(long = "for", value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: u32,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let path = session.path()?;
    let unlocked = session.unlock(&path)?;
    agent::unlock(&path, &unlocked, args.minutes)?;
    let minutes = args.minutes;
    let text = format!(
        "{} is unlocked until {minutes} minutes after the last command; onus lock ends that at once.",
        path.display()
    );
    session.tell(&text, &json!({ "shape": "onus.unlock/1", "minutes": minutes }));
    Ok(Outcome::Done)
}
