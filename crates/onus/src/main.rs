//! The command line of Onus.
//!
//! Everything outside is met here and nowhere below: arguments, environment, terminal, clock, randomness,
//! files. One file a command; the libraries do the work, and each failure becomes a kind, a message and a
//! hint at this edge.

mod agent;
mod ask;
mod clock;
mod coding;
mod command_line;
mod commands;
mod console;
mod error;
mod http;
mod locate;
mod passphrase;
mod session;
mod view;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match command_line::CommandLine::parse().run() {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            console::note(&error.to_string());
            error.kind.into()
        }
    }
}
