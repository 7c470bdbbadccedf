//! `onus bag verify`: whether a bag is complete and unchanged.

use std::path::PathBuf;

use onus_answers::bag;

use crate::ask::coloured;
use crate::console;
use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Check whether a bag is complete and unchanged
///
/// Reads all of it and names each file that is missing, changed or not listed, and whatever else the
/// specification forbids: that of version 1.0 (RFC 8493), or of the older one that the bag declares. What it only
/// advises against are warnings, on standard error. Whoever can change the files can change their digests too:
/// compare those of the manifests with ones that came another way. Exit code 1 when the bag is not valid.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus bag verify handed-over\n  onus bag verify /media/stick/exhibits --json"
)]
pub(crate) struct Args {
    /// The bag's folder
    #[arg(value_name = "DIR")]
    bag: PathBuf,
}

pub(crate) fn run(session: &Session, args: &Args) -> Result<Outcome, CommandError> {
    let verified = {
        let _progress = console::Progress::start("reading the bag");
        onus_publish::bag::verify(&args.bag)
            .map_err(|error| CommandError::file(&args.bag, &error))?
    };
    let (name, style) = (args.bag.display().to_string(), session.style());
    session.tell(&bag::to_text(&name, &verified, &style), &bag::to_json(&name, &verified));
    let warnings = bag::warnings(&verified, &style);
    if !session.json && !warnings.is_empty() {
        console::note(coloured(&warnings).trim_end());
    }
    Ok(if verified.is_valid() { Outcome::Done } else { Outcome::No })
}
