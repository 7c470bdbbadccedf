//! The command line as a whole: what every command takes, and which commands there are.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands;
use crate::console::Color;
use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Case files for people who document human-rights violations
///
/// You record who said what, according to which source; Onus keeps every account, encrypted, and shows what
/// stands, what is in conflict, what was denied and by whom. Nothing is overwritten, and every line of every
/// answer can say why.
#[derive(Debug, Parser)]
#[command(
    name = "onus",
    version,
    max_term_width = 100,
    after_help = "Start with the worked example:\n  onus demo                                 an encrypted case, made from public sources, in a browser\n  onus unlock                               no passphrase for a while\n  onus brief                                what happened, who said what, what was done\n  onus count killed                         how many, according to whom, and why they differ\n  onus show tuletaeva                       one person, and every account of her\n  onus why dec-tuletaeva-first.sentence     the claims and passages a line rests on\n  onus serve                                the case in a browser, on this computer only\n\nExit codes: 0 done; 1 the answer is no (nothing found, or a check found something); 2 what was given is\nwrong; 3 the case could not be opened; 4 the case is damaged.",
    after_long_help = "Start with the worked example:\n  onus demo                                 an encrypted case, made from public sources, in a browser\n  onus unlock                               no passphrase for a while\n  onus brief                                what happened, who said what, what was done\n  onus count killed                         how many, according to whom, and why they differ\n  onus show tuletaeva                       one person, and every account of her\n  onus why dec-tuletaeva-first.sentence     the claims and passages a line rests on\n  onus serve                                the case in a browser, on this computer only\n\nExit codes: 0 done; 1 the answer is no (nothing found, or a check found something); 2 what was given is\nwrong; 3 the case could not be opened; 4 the case is damaged.\n\nThe case is --case DIR, ONUS_CASE, or the one NAME.onus in this folder. Its passphrase is asked for, read from\nthe file that ONUS_PASSPHRASE_FILE names, or spared by onus unlock."
)]
pub(crate) struct CommandLine {
    /// The case's folder; by default the one NAME.onus in this folder
    #[arg(long, global = true, env = "ONUS_CASE", value_name = "DIR")]
    case: Option<PathBuf>,
    /// Answer with JSON
    #[arg(long, global = true)]
    json: bool,
    /// Colour the answer
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(commands::demo::Args),
    Serve(commands::serve::Args),
    Init(commands::init::Args),
    Add(commands::add::Args),
    Text(commands::text::Args),
    Custody(commands::custody::Args),
    Code(commands::code::Args),
    Show(commands::show::Args),
    Why(commands::why::Args),
    List(commands::list::Args),
    Search(commands::search::Args),
    Count(commands::count::Args),
    Statements(commands::statements::Args),
    Accountability(commands::accountability::Args),
    Commitments(commands::commitments::Args),
    Findings(commands::findings::Args),
    Timeline(commands::timeline::Args),
    Compare(commands::compare::Args),
    Brief(commands::brief::Args),
    Check(commands::check::Args),
    Challenge(commands::challenge::Args),
    Link(commands::link::Args),
    Review(commands::review::Args),
    Log(commands::log::Args),
    Members(commands::members::Args),
    Join(commands::join::Args),
    Sync(commands::sync::Args),
    Erase(commands::erase::Args),
    Verify(commands::verify::Args),
    Timestamp(commands::timestamp::Args),
    Export(commands::export::Args),
    Bag(commands::bag::Args),
    Passwd(commands::passwd::Args),
    Unlock(commands::unlock::Args),
    Lock(commands::lock::Args),
    Completions(commands::completions::Args),
    Man(commands::man::Args),
    #[command(hide = true)]
    Agent(commands::agent::Args),
}

impl CommandLine {
    /// Does what was asked.
    pub(crate) fn run(self) -> Result<Outcome, CommandError> {
        let mut session = Session {
            case: self.case.filter(|path| !path.as_os_str().is_empty()),
            json: self.json,
            color: self.color.is_on(),
            seconds: crate::clock::now()?,
            entropy: onus_store::OsEntropy,
        };
        let session = &mut session;
        match &self.command {
            Command::Demo(args) => commands::demo::run(session, args),
            Command::Serve(args) => commands::serve::run(session, args),
            Command::Init(args) => commands::init::run(session, args),
            Command::Add(args) => commands::add::run(session, args),
            Command::Text(args) => commands::text::run(session, args),
            Command::Custody(args) => commands::custody::run(session, args),
            Command::Code(args) => commands::code::run(session, args),
            Command::Show(args) => commands::show::run(session, args),
            Command::Why(args) => commands::why::run(session, args),
            Command::List(args) => commands::list::run(session, args),
            Command::Search(args) => commands::search::run(session, args),
            Command::Count(args) => commands::count::run(session, args),
            Command::Statements(args) => commands::statements::run(session, args),
            Command::Accountability(args) => commands::accountability::run(session, args),
            Command::Commitments(args) => commands::commitments::run(session, args),
            Command::Findings(args) => commands::findings::run(session, args),
            Command::Timeline(args) => commands::timeline::run(session, args),
            Command::Compare(args) => commands::compare::run(session, args),
            Command::Brief(args) => commands::brief::run(session, args),
            Command::Challenge(args) => commands::challenge::run(session, args),
            Command::Link(args) => commands::link::run(session, args),
            Command::Check(args) => commands::check::run(session, args),
            Command::Review(args) => commands::review::run(session, args),
            Command::Members(args) => commands::members::run(session, args),
            Command::Join(args) => commands::join::run(session, args),
            Command::Sync(args) => commands::sync::run(session, args),
            Command::Erase(args) => commands::erase::run(session, args),
            Command::Log(args) => commands::log::run(session, args),
            Command::Verify(args) => commands::verify::run(session, args),
            Command::Timestamp(args) => commands::timestamp::run(session, args),
            Command::Export(args) => commands::export::run(session, args),
            Command::Bag(args) => commands::bag::run(session, args),
            Command::Passwd(args) => commands::passwd::run(session, args),
            Command::Unlock(args) => commands::unlock::run(session, args),
            Command::Lock(args) => commands::lock::run(session, args),
            Command::Completions(args) => commands::completions::run(args),
            Command::Man(args) => commands::man::run(args),
            Command::Agent(args) => commands::agent::run(args),
        }
    }
}
