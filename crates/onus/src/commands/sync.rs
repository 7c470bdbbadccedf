//! `onus sync`: exchanges what is new with other copies of the case.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use onus_case::{DeviceId, GivenLevel, GivingTo, OpenCase, Received, TeamDeviceState, TeamMember};
use serde_json::json;

use super::members::{device, short};
use crate::console;
use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Exchange what is new with other copies of the case
///
/// With --out, writes an encrypted file that only the named devices can open, with what they lack; contents
/// above the level are withheld. Send it however you like: a stick, mail, a shared folder. With files, takes
/// them in: each is checked whole, and all of them are applied or none.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus sync --out for-b.bundle --to \"B. Reviewer\" --level team\n  onus sync --out for-both.bundle --to \"B. Reviewer\" --to 1f2e3d4c\n  onus sync --out for-c.bundle --to \"C. Partner\" --all       everything, whatever they have\n  onus sync from-b.bundle from-c.bundle"
)]
pub(crate) struct Args {
    /// Bundles to take in
    #[arg(value_name = "FILE", conflicts_with = "out", required_unless_present = "out")]
    files: Vec<PathBuf>,
    /// The bundle to write
    #[arg(long, value_name = "FILE", requires = "to")]
    out: Option<PathBuf>,
    /// For whom: a member's name, or the beginning of a device's; can be given several times
    #[arg(long, value_name = "MEMBER|DEVICE", requires = "out")]
    to: Vec<String>,
    /// Contents above this level are withheld; remembered for the next time
    #[arg(long, value_name = "LEVEL", value_parser = level, requires = "out")]
    level: Option<GivenLevel>,
    /// Give everything, and not only what they have not shown to have
    #[arg(long, requires = "out")]
    all: bool,
}

fn level(text: &str) -> Result<GivenLevel, String> {
    text.parse()
        .map_err(|()| "the levels are public, pseudonym, partner, team and sealed".to_owned())
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    match &args.out {
        Some(out) => give(session, &mut session.open()?, args, out),
        None => take(session, &mut session.open_awaiting()?, &args.files),
    }
}

/// The devices that are meant.
fn receivers(team: &[TeamMember], named: &[String]) -> Result<BTreeSet<DeviceId>, CommandError> {
    let mut to = BTreeSet::new();
    for name in named {
        let members = team.iter().filter(|member| member.name.as_ref() == Some(name));
        let devices: Vec<DeviceId> = members
            .flat_map(|member| &member.devices)
            .filter(|device| device.state == TeamDeviceState::Enrolled && !device.is_here)
            .map(|device| device.device)
            .collect();
        if !devices.is_empty() {
            to.extend(devices);
        } else if team.iter().any(|member| member.name.as_ref() == Some(name)) {
            return Err(CommandError::input(format!(
                "{name} has no other device that can open it"
            )));
        } else {
            to.insert(device(team, name)?);
        }
    }
    Ok(to)
}

fn give(
    session: &mut Session,
    open: &mut OpenCase,
    args: &Args,
    out: &Path,
) -> Result<Outcome, CommandError> {
    let team = open.case().team()?;
    let to = receivers(&team, &args.to)?;
    if out.exists() {
        return Err(CommandError::input(format!("{} exists already", out.display()))
            .hint("name another file"));
    }
    let giving = GivingTo { to: to.clone(), level: args.level, all: args.all };
    let _progress = console::Progress::start("writing the bundle");
    // Written beside and renamed: what is there is whole.
    let mut name = out.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = out.with_file_name(name);
    let failed = |error: std::io::Error| CommandError::file(out, &error);
    let file = crate::coding::new_file(&part)?;
    let mut output = std::io::BufWriter::new(file);
    let given = open.give(&giving, &mut output, &mut session.now());
    let given = given.map_err(CommandError::from).and_then(|given| {
        let file = output.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().and_then(|()| std::fs::rename(&part, out)).map_err(failed)?;
        Ok(given)
    });
    if given.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    let given = given?;
    let devices: Vec<String> = to.iter().map(short).collect();
    let files = match (given.files, given.files_not_here) {
        (0, 0) => String::new(),
        (files, 0) => format!("{files} files and texts go with them. "),
        (files, absent) => format!(
            "{files} files and texts go with them; {absent} that they name are not here either. "
        ),
    };
    let text = format!(
        "{}: {} commits for {} devices ({}), contents up to {}; {} operations withheld. {files}{}",
        out.display(),
        given.commits,
        devices.len(),
        devices.join(", "),
        given.level,
        given.withheld,
        if given.all {
            "It holds everything."
        } else {
            "It builds on what they have shown to have; --all gives everything."
        }
    );
    let json = json!({
        "shape": "onus.sync-given/1", "file": out.display().to_string(),
        "devices": to.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "level": given.level.to_string(), "commits": given.commits, "operations": given.open,
        "withheld": given.withheld, "closed": given.closed, "files": given.files,
        "files_not_here": given.files_not_here, "all": given.all,
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}

fn take(
    session: &mut Session,
    open: &mut OpenCase,
    files: &[PathBuf],
) -> Result<Outcome, CommandError> {
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let received = {
        let _progress = console::Progress::start("checking the bundles");
        open.receive(&paths, &mut session.now())?
    };
    session.tell(&told(&received), &shape(&received));
    Ok(Outcome::Done)
}

fn told(received: &Received) -> String {
    let from: Vec<String> = received.from.iter().map(short).collect();
    let mut lines = vec![format!(
        "Taken in, from {}: {} commits, {} claims.",
        from.join(", "),
        received.commits,
        received.claims
    )];
    let mut say = |count: u64, what: &str| {
        if count > 0 {
            lines.push(format!("  {count} {what}"));
        }
    };
    say(received.devices, "devices added");
    say(received.roles, "roles given");
    say(received.revocations, "devices revoked");
    say(received.opened, "operations opened that were withheld before");
    say(received.retracted, "operations retracted");
    say(received.erased, "operations erased");
    say(
        received.waiting,
        "of them at once: they count for nothing, and wait for a custodian here: onus erase --pending",
    );
    say(received.left_out, "contents left out, because they are erased");
    say(received.restood, "earlier commits now count for something else");
    say(received.files, "files and texts that came along");
    say(
        received.files_left_out,
        "files that came along and are not kept, because nothing here names them",
    );
    for device in &received.forks {
        lines.push(format!(
            "warning: the chain of the device {} is forked: its key, or its folder, was copied. Both branches \
             are kept; the device changes the case no more. An owner revokes it: onus members --revoke",
            short(device)
        ));
    }
    for peer in &received.rolled_back {
        lines.push(format!(
            "warning: the sender {} lacks {} of its own commits: its copy was restored from a backup, or \
             somebody keeps it from knowing what it did",
            short(&peer.device),
            peer.lacks
        ));
    }
    if received.missing.withheld > 0 {
        lines.push(format!(
            "This copy is partial: {} operations are withheld from it.",
            received.missing.withheld
        ));
    }
    lines.join("\n")
}

fn shape(received: &Received) -> serde_json::Value {
    let names = |devices: &BTreeSet<DeviceId>| -> Vec<String> {
        devices.iter().map(ToString::to_string).collect()
    };
    let rolled_back: Vec<_> = received
        .rolled_back
        .iter()
        .map(|peer| json!({ "device": peer.device.to_string(), "lacks": peer.lacks }))
        .collect();
    json!({
        "shape": "onus.sync-taken/1", "from": names(&received.from), "commits": received.commits,
        "claims": received.claims, "opened": received.opened, "devices": received.devices,
        "roles": received.roles, "revocations": received.revocations,
        "retracted": received.retracted, "erased": received.erased, "waiting": received.waiting,
        "left_out": received.left_out, "restood": received.restood, "files": received.files,
        "files_left_out": received.files_left_out,
        "forks": names(&received.forks), "rolled_back": rolled_back,
        "withheld": received.missing.withheld,
    })
}
