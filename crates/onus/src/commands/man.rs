//! `onus man`: writes the manual pages.

use std::path::PathBuf;

use clap::CommandFactory;

use crate::error::{CommandError, Outcome};

/// Write the manual pages into a folder
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  onus man ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// The folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, CommandError> {
    let failed = |error| CommandError::file(&args.folder, &error);
    std::fs::create_dir_all(&args.folder).map_err(failed)?;
    let command = crate::command_line::CommandLine::command().disable_help_subcommand(true);
    clap_mangen::generate_to(command, &args.folder).map_err(failed)?;
    Ok(Outcome::Done)
}
