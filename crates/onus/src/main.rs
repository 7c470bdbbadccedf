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
mod files;
mod http;
mod locate;
mod part;
mod passphrase;
mod session;
mod view;

use std::process::ExitCode;

use clap::Parser;

/// What this program is started with to read a document for another of its processes.
const READING: &str = "reading-process";

fn main() -> ExitCode {
    // Before anything else exists that a document could reach.
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == READING) {
        let arguments: Vec<std::ffi::OsString> = arguments.collect();
        return ExitCode::from(onus_ingest::documents::process::serve(&arguments));
    }
    match command_line::CommandLine::parse().run() {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            console::note(&error.to_string());
            error.kind.into()
        }
    }
}
