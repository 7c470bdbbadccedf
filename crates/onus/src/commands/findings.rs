//! `onus findings`: how standards fare on what is claimed.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use onus_answers::findings::{self, FindingsFilter, Standards};
use onus_model::schema::Schema;

use crate::ask::{self, Answer};
use crate::error::{CommandError, Outcome};
use crate::files;
use crate::session::Session;
use crate::view::ViewArgs;

/// Show which standards are met, possible or cannot be judged on the facts claimed
///
/// Each standard is asked of the records that it is about. A condition is met, not met, possible, or cannot be judged
/// for want of what is named; where accounts differ, each stands by itself. Nothing follows from what is not recorded.
/// Whether something was unlawful is for people to say.
#[derive(clap::Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  onus findings\n  onus findings kenzhebaev\n  onus findings --standard mandela-44\n  onus findings explain mandela-44 solitary-atabek\n  onus findings --standards my-standards --without-source z00"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    explain: Option<Command>,
    /// Only this record
    #[arg(value_name = "RECORD")]
    record: Option<String>,
    /// Only this standard
    #[arg(long, value_name = "ID")]
    standard: Option<String>,
    #[command(flatten)]
    folder: FolderArgs,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Explain(ExplainArgs),
}

/// Show how one standard fares on one record, part by part, with the claims it rests on
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  onus findings explain minnesota-17 kenzhebaev")]
struct ExplainArgs {
    /// The standard
    #[arg(value_name = "ID")]
    standard: String,
    /// The record
    #[arg(value_name = "RECORD")]
    record: String,
    #[command(flatten)]
    folder: FolderArgs,
    #[command(flatten)]
    view: ViewArgs,
}

/// Where standards come from besides those built in.
#[derive(clap::Args, Debug)]
struct FolderArgs {
    /// A folder with standards of your own, read besides those built in
    #[arg(long, value_name = "DIR")]
    standards: Option<PathBuf>,
}

/// The largest file of a standard that is read.
const LARGEST: u64 = 1_000_000;

fn own_files(folder: &Path) -> Result<Vec<(String, String)>, CommandError> {
    let failed = |path: &Path, error: &std::io::Error| {
        CommandError::input(format!(
            "{} cannot be read: {}",
            files::shown(path),
            files::told(error)
        ))
        .hint("--standards takes a folder with one .toml file a standard")
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, &error))? {
        let path = entry.map_err(|error| failed(folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut own = Vec::new();
    for path in paths {
        let size = std::fs::metadata(&path).map_err(|error| failed(&path, &error))?.len();
        if size > LARGEST {
            return Err(CommandError::input(format!(
                "{} is no standard: it is larger than {LARGEST} bytes",
                files::shown(&path)
            )));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
        own.push((files::shown(&path), text));
    }
    Ok(own)
}

impl FolderArgs {
    fn standards(&self, schema: &Schema) -> Result<Standards, CommandError> {
        let wrong = |errors: onus_reason::StandardErrors| {
            CommandError::input(errors.to_string())
                .hint("standards/README.md describes the format of standards")
        };
        let standards = Standards::built_in(schema).map_err(wrong)?;
        let Some(folder) = &self.standards else { return Ok(standards) };
        let own = own_files(folder)?;
        let own: Vec<(&str, &str)> =
            own.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        standards.extended(schema, &own).map_err(wrong)
    }
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let wrong = |error: findings::FindingsError| {
        CommandError::input(error.to_string()).hint("onus findings lists what can be asked")
    };
    if let Some(Command::Explain(args)) = &args.explain {
        return session.answer(&args.view, |look, style, _| {
            let standards = args.folder.standards(look.schema())?;
            let record = ask::record(look, style, &args.record)?;
            let answer =
                findings::finding(look, &standards, &args.standard, record).map_err(wrong)?;
            let json = findings::to_json(&answer, &standards, look);
            Ok(Answer::new(json, findings::explained(&answer, &standards, look, style), true))
        });
    }
    session.answer(&args.view, |look, style, _| {
        let standards = args.folder.standards(look.schema())?;
        let record = args.record.as_ref().map(|name| ask::record(look, style, name)).transpose()?;
        let filter = FindingsFilter { standard: args.standard.clone(), record };
        let answer = findings::findings(look, &standards, &filter).map_err(wrong)?;
        let is_something = !answer.entries.is_empty();
        let json = findings::to_json(&answer, &standards, look);
        Ok(Answer::new(json, findings::to_text(&answer, &standards, look, style), is_something))
    })
}
