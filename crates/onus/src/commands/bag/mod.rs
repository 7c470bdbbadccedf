//! `onus bag`: packages that are checked without a case.

mod verify;

use clap::Subcommand;

use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Check packages of exhibits
///
/// A bag (BagIt, RFC 8493) is a folder with files, the digests of all of them, and files that tell of them.
/// onus export bag writes one. Checking one needs no case and no passphrase.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  onus bag verify handed-over")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(verify::Args),
}

pub(crate) fn run(session: &Session, args: &Args) -> Result<Outcome, CommandError> {
    match &args.command {
        Command::Verify(args) => verify::run(session, args),
    }
}
