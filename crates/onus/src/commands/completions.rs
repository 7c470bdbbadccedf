//! `onus completions`: what a shell needs to complete commands.

use clap::CommandFactory;

use crate::console;
use crate::error::{CommandError, Outcome};

/// Print completions for a shell
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  onus completions bash > ~/.local/share/bash-completion/completions/onus"
)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, CommandError> {
    let mut bytes = Vec::new();
    let mut command = crate::command_line::CommandLine::command();
    clap_complete::generate(args.shell, &mut command, "onus", &mut bytes);
    console::print(&String::from_utf8_lossy(&bytes));
    Ok(Outcome::Done)
}
