//! `onus export`: what leaves the case, readable.

mod bag;
mod told;

use clap::Subcommand;

use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Write parts of the case for others, outside its encryption
///
/// What is written can be read by whoever has it. It is recorded in the case that it left.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  onus export bag handed-over --to \"The court's registry\"")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bag(bag::Args),
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    match &args.command {
        Command::Bag(args) => bag::run(session, args),
    }
}
