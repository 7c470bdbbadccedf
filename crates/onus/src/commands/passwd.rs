//! `onus passwd`: puts a new passphrase in the place of the old one.

use onus_store::{CaseFolder, RecoveryCode};
use serde_json::json;

use super::init::Cost;
use crate::error::{CommandError, Outcome};
use crate::session::{Session, WAIT};
use crate::{agent, console, passphrase};

/// Change the passphrase
///
/// Asks for the old one (or reads it from ONUS_PASSPHRASE_FILE) and for a new one (or reads it from
/// ONUS_NEW_PASSPHRASE_FILE). A copy of the case that was made before keeps its old passphrase.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus passwd\n  onus passwd --recovery      when the passphrase is lost and the recovery code is not\n  onus passwd --rotate        after somebody left, or a copy was lost"
)]
pub(crate) struct Args {
    /// Use the recovery code, and add a passphrase to the case
    #[arg(long)]
    recovery: bool,
    /// Encrypt the case under a new key, which everybody's passphrase opens
    #[arg(long, conflicts_with = "recovery")]
    rotate: bool,
    /// What it costs to try one passphrase
    #[arg(long, value_enum, value_name = "COST", default_value_t)]
    key_cost: Cost,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let path = session.path()?;
    let text = if args.rotate {
        let mut open = session.open()?;
        let _progress = console::Progress::start("writing the case anew");
        open.write_anew(WAIT, &mut session.now())?;
        "The case is written anew under a new key, and every member's passphrase opens it as before. Copies \
         of the folder that were made earlier keep the old key."
    } else if args.recovery {
        recover(session, &path, args.key_cost)?;
        "The new passphrase opens the case. It is a new key: this computer can read the case with it. To change \
         it too, enrol this computer with the code: onus members --recover NAME"
    } else {
        let folder = CaseFolder::open(&path)?;
        let unlocked = session.unlock(&path)?;
        let new = passphrase::new(passphrase::NEW)?;
        let _progress = console::Progress::start("changing the passphrase");
        folder.change_passphrase(&unlocked, &new, args.key_cost.into(), &mut session.entropy)?;
        "The passphrase is changed. Copies of the case that were made before keep the old one."
    };
    // The key an agent holds still fits; but who changes a passphrase wants it asked for.
    let _ = agent::lock(&path);
    session.tell(text, &json!({ "shape": "onus.passwd/1", "changed": true }));
    Ok(Outcome::Done)
}

fn recover(session: &mut Session, path: &std::path::Path, cost: Cost) -> Result<(), CommandError> {
    let folder = CaseFolder::open(path)?;
    let typed = passphrase::secret("Recovery code: ", passphrase::RECOVERY)?;
    let code =
        RecoveryCode::parse(&typed).map_err(|error| CommandError::input(error.to_string()))?;
    let unlocked = folder.unlock_with_code(&code)?;
    let new = passphrase::new(passphrase::NEW)?;
    let _progress = console::Progress::start("adding the passphrase");
    folder.add_slot(&unlocked, &new, cost.into(), &mut session.entropy)?;
    Ok(())
}
