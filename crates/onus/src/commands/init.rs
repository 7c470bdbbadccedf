//! `onus init`: makes a case.

use std::path::{Path, PathBuf};

use onus_case::{Making, OpenCase};
use onus_store::{KeyCost, Passphrase, RecoveryCode};
use serde_json::json;

use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::{console, locate, passphrase};

/// What it costs to try one passphrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Cost {
    /// 64 MiB, three passes: a fraction of a second on an old laptop.
    #[default]
    Laptop,
    /// 512 MiB, four passes: seconds on an old laptop.
    High,
    /// Next to nothing: for trying things out. Protects nothing.
    Least,
}

impl From<Cost> for KeyCost {
    fn from(cost: Cost) -> Self {
        match cost {
            Cost::Laptop => Self::LAPTOP,
            Cost::High => Self { memory_kib: 512 * 1024, passes: 4, lanes: 1 },
            Cost::Least => Self::CHEAP,
        }
    }
}

/// Make a new, empty case
///
/// A case is a folder that nobody can read without its passphrase. The recovery code is shown once: write
/// it on paper and keep it away from the computer. Whoever has neither can never open the case again.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus init harbour.onus\n  onus init harbour.onus --member \"A. Coder\"\n  onus code harbour/ --case harbour.onus      then record what your sources say"
)]
pub(crate) struct Args {
    /// The folder to be made; its name is given the ending .onus
    path: PathBuf,
    /// Your name, as the team will read it in the log; it is kept inside the encryption
    #[arg(long, value_name = "NAME", default_value = "first member")]
    member: String,
    /// What it costs to try one passphrase
    #[arg(long, value_enum, value_name = "COST", default_value_t)]
    key_cost: Cost,
}

/// The path with the ending of a case.
pub(crate) fn with_ending(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|ending| ending == locate::ENDING) {
        return path.to_path_buf();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(locate::ENDING);
    PathBuf::from(name)
}

/// Makes a case with a passphrase.
pub(crate) fn create(
    session: &mut Session,
    path: &Path,
    passphrase: &Passphrase,
    cost: Cost,
    member: &str,
) -> Result<(OpenCase, RecoveryCode), CommandError> {
    if path.exists() {
        return Err(CommandError::input(format!("{} exists already", path.display()))
            .hint("choose another name"));
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty())
        && !parent.is_dir()
    {
        return Err(CommandError::input(format!("{}: there is no such folder", parent.display())));
    }
    let home = locate::devices()?;
    let making = Making { path, passphrase, cost: cost.into(), home: &home, member };
    let _progress = console::Progress::start("making the case");
    let (mut open, code) = OpenCase::create(&making, &mut session.now())?;
    open.keep_views(&onus_reason::VIEWS);
    Ok((open, code))
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let path = with_ending(&args.path);
    if path.exists() {
        return Err(CommandError::input(format!("{} exists already", path.display()))
            .hint("choose another name"));
    }
    let passphrase = passphrase::new(passphrase::CASE)?;
    let (open, code) = create(session, &path, &passphrase, args.key_cost, &args.member)?;
    let code = code.reveal();
    let text = format!(
        "The case is in {}.\n\nRecovery code, shown this once:\n\n    {}\n\nWrite it on paper, and keep it \
         away from this computer. It opens the case when the passphrase is lost.",
        open.path().display(),
        code.as_str()
    );
    let json = json!({
        "shape": "onus.init/1", "case": open.path().display().to_string(), "recovery_code": code.as_str(),
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}
