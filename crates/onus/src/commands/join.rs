//! `onus join`: asks to take part in a case from this computer.

use std::path::PathBuf;

use onus_case::{Invitation, Making, OpenCase, Request};
use onus_store::RecoveryCode;
use serde_json::json;

use super::init::{Cost, with_ending};
use super::members::{spoken, text_of};
use crate::error::{CommandError, Outcome};
use crate::session::{Session, WAIT};
use crate::{agent, coding, console, locate, passphrase};

/// Ask to take part in a case from this computer
///
/// A copied or restored folder can be read, and not changed: its devices are on other computers. This gives it
/// a device of its own and writes a request; an owner admits it (onus members --admit), and their next bundle
/// brings the answer (onus sync). With an invitation, an empty copy is made that waits for its first bundle.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus join --name \"B. Reviewer\" --out b.request --case harbour.onus   a copied folder\n  onus join harbour.onus --invitation c.invitation --out c.request     nothing of it yet\n  onus sync from-amina.bundle --case harbour.onus                      then the answer"
)]
pub(crate) struct Args {
    /// The folder to be made, with an invitation
    #[arg(requires = "invitation")]
    path: Option<PathBuf>,
    /// The invitation that an owner wrote
    #[arg(long, value_name = "FILE", requires = "path")]
    invitation: Option<PathBuf>,
    /// Your name, as the team knows you or will know you
    #[arg(long, value_name = "NAME", required_unless_present = "invitation")]
    name: Option<String>,
    /// Where to write the request
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What it costs to try one passphrase
    #[arg(long, value_enum, value_name = "COST", default_value_t)]
    key_cost: Cost,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    if args.out.exists() {
        return Err(CommandError::input(format!("{} exists already", args.out.display()))
            .hint("name another file"));
    }
    let (request, code) = match (&args.path, &args.invitation) {
        (Some(path), Some(file)) => invited(session, args, path, file)?,
        _ => (copied(session, args)?, None),
    };
    coding::create(&args.out, request.to_string().as_bytes())?;
    let device = request.device();
    let shown = device.as_ref().map(spoken).unwrap_or_default();
    let mut text = format!(
        "The request is in {}. Send it to an owner of the case; it holds your name and nothing of the case. \
         Over the telephone, tell them your device:\n  {shown}\nWhen they have admitted it, take their bundle: \
         onus sync FILE",
        args.out.display()
    );
    if let Some(code) = &code {
        text.push_str(&format!(
            "\n\nRecovery code of this copy, shown this once:\n\n    {}\n\nIt opens this copy when the passphrase \
             is lost.",
            code.reveal().as_str()
        ));
    }
    let json = json!({
        "shape": "onus.join/1", "request": args.out.display().to_string(), "name": request.name,
        "device": device.map(|device| device.to_string()),
        "recovery_code": code.as_ref().map(|code| code.reveal().as_str().to_owned()),
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}

fn copied(session: &mut Session, args: &Args) -> Result<Request, CommandError> {
    let path = session.path()?;
    onus_store::CaseFolder::open(&path)?;
    let passphrase = passphrase::existing(&path)?;
    let home = locate::devices()?;
    let _progress = console::Progress::start("enrolling this computer");
    let unlocked = OpenCase::unlock(&path, &passphrase, &home)?;
    let mut open = OpenCase::open(&path, unlocked, &home, WAIT)?;
    let name = args.name.as_deref().unwrap_or_default();
    let request = open.join(name, &passphrase, args.key_cost.into(), &mut session.now())?;
    // The key that an agent holds is of the slot that this copy had before.
    let _ = agent::lock(&path);
    Ok(request)
}

fn invited(
    session: &mut Session,
    args: &Args,
    path: &std::path::Path,
    file: &std::path::Path,
) -> Result<(Request, Option<RecoveryCode>), CommandError> {
    let path = with_ending(path);
    if path.exists() {
        return Err(CommandError::input(format!("{} exists already", path.display()))
            .hint("choose another name"));
    }
    let invitation: Invitation = text_of(file)?
        .parse()
        .map_err(|error| CommandError::input(format!("{}: {error}", file.display())))?;
    let passphrase = passphrase::new(passphrase::CASE)?;
    let home = locate::devices()?;
    let making = Making {
        path: &path,
        passphrase: &passphrase,
        cost: args.key_cost.into(),
        home: &home,
        member: args.name.as_deref().unwrap_or_default(),
    };
    let _progress = console::Progress::start("making the copy");
    let (request, code) = OpenCase::create_copy(&making, &invitation, &mut session.now())?;
    Ok((request, Some(code)))
}
