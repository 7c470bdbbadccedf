//! `onus agent`: the process that keeps a case unlocked; started by `onus unlock`, not by people.

use std::path::PathBuf;

use crate::error::{CommandError, Outcome};

/// Keeps a case unlocked; started by onus unlock
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Where it answers
    #[arg(long)]
    socket: PathBuf,
    /// How long nobody may have asked before it ends
    #[arg(long)]
    minutes: u32,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, CommandError> {
    crate::agent::serve(&args.socket, args.minutes)?;
    Ok(Outcome::Done)
}
