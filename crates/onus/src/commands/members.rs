//! `onus members`: who is in the team, and who may do what.

use std::path::PathBuf;

use onus_answers::members::{self, day, role_word as word, state_word as state};
use onus_case::{CommitId, DeviceId, KeepUpTo, LONGEST, OpenCase, Request, Role, TeamMember};
use serde_json::{Value, json};

use super::init::Cost;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::{coding, console, passphrase};

/// What a member may do; each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RoleName {
    /// Reads.
    Reader,
    /// Records what sources say, and retracts their own.
    Coder,
    /// Checks and releases claims, adds to the schema.
    Reviewer,
    /// Erases, and changes levels.
    Custodian,
    /// Adds and revokes devices, and gives roles.
    Owner,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Reader => Self::Reader,
            RoleName::Coder => Self::Coder,
            RoleName::Reviewer => Self::Reviewer,
            RoleName::Custodian => Self::Custodian,
            RoleName::Owner => Self::Owner,
        }
    }
}

/// Show the team, and change it
///
/// Without options: members, their roles, and their devices. A member who works in this folder is added with
/// a passphrase of their own (asked for, or read from ONUS_MEMBER_PASSPHRASE_FILE), and what they do is
/// theirs. Another computer joins with onus join, and an owner admits it here.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus members\n  onus members --add \"B. Reviewer\" --role reviewer     somebody who works in this folder\n  onus members --invite \"C. Partner\" --out c.invitation    somebody elsewhere\n  onus members --admit c.request --role reader\n  onus members --member \"B. Reviewer\" --role owner\n  onus members --revoke 1f2e3d4c              a lost laptop: what it did so far stays\n  onus members --recover \"A. Coder\" --revoke-others    with the recovery code"
)]
#[command(group(clap::ArgGroup::new("action").args([
    "add", "admit", "invite", "member", "revoke", "retire", "recover",
])))]
pub(crate) struct Args {
    /// Add a member who works in this folder
    #[arg(long, value_name = "NAME")]
    add: Option<String>,
    /// Admit the device of a request that onus join made
    #[arg(long, value_name = "FILE")]
    admit: Option<PathBuf>,
    /// Write an invitation for somebody who has nothing of the case yet
    #[arg(long, value_name = "NAME", requires = "out")]
    invite: Option<String>,
    /// Where to write the invitation
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Whose role to change
    #[arg(long, value_name = "NAME", requires = "role")]
    member: Option<String>,
    /// The role to give
    #[arg(long, value_enum, value_name = "ROLE")]
    role: Option<RoleName>,
    /// Revoke a device, named by the beginning of its name
    #[arg(long, value_name = "DEVICE")]
    revoke: Option<String>,
    /// The last commit of the revoked device that still counts, or none; by default the last that is here
    #[arg(long, value_name = "COMMIT", requires = "revoke")]
    keep: Option<String>,
    /// Take this device out of use
    #[arg(long)]
    retire: bool,
    /// Enrol this computer with the recovery code, as the member of that name, who owns the case then
    #[arg(long, value_name = "NAME")]
    recover: Option<String>,
    /// With --recover: revoke every other device
    #[arg(long, requires = "recover")]
    revoke_others: bool,
    /// What it costs to try one passphrase
    #[arg(long, value_enum, value_name = "COST", default_value_t)]
    key_cost: Cost,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    if let Some(name) = &args.recover {
        return recover(session, args, name);
    }
    let mut open = session.open()?;
    if let Some(name) = &args.add {
        return add(session, &mut open, args, name);
    }
    if let Some(file) = &args.admit {
        return admit(session, &mut open, args, file);
    }
    if let (Some(name), Some(out)) = (&args.invite, &args.out) {
        let invitation = open.invite(name, &mut session.now())?;
        coding::create(out, invitation.to_string().as_bytes())?;
        let text = format!(
            "The invitation is in {}. Whoever gets it runs\n  onus join NEW.onus --invitation {}\nand sends back \
             the request that this makes.",
            out.display(),
            out.display()
        );
        return done(session, &text, json!({ "invited": name, "file": out.display().to_string() }));
    }
    if let (Some(name), Some(role)) = (&args.member, args.role) {
        let member = open.case().member_named(name)?;
        let member = member.ok_or_else(|| nobody(name))?;
        let commit = open.give_role(member, role.into(), &mut session.now())?;
        let role = word(role.into());
        let text = format!("{name} is {role} from here on.");
        let json = json!({ "member": name, "role": role, "commit": commit.to_string() });
        return done(session, &text, json);
    }
    if let Some(device) = &args.revoke {
        return revoke(session, &mut open, args, device);
    }
    if args.retire {
        let commit = open.retire(&mut session.now())?;
        let text = "This device is out of use. It can read the case here, and changes it no more.";
        return done(session, text, json!({ "retired": true, "commit": commit.to_string() }));
    }
    let team = open.case().team()?;
    session.tell(&list(&team), &members::to_json(&team));
    Ok(Outcome::Done)
}

fn done(session: &Session, text: &str, mut json: Value) -> Result<Outcome, CommandError> {
    if let Some(fields) = json.as_object_mut() {
        fields.insert("shape".to_owned(), json!("onus.members-changed/1"));
    }
    session.tell(text, &json);
    Ok(Outcome::Done)
}

fn nobody(name: &str) -> CommandError {
    CommandError::input(format!("the team has no member called {name}"))
        .hint("onus members lists everyone")
}

/// The beginning of a device's name, in groups that can be read over the telephone.
pub(crate) fn spoken(device: &DeviceId) -> String {
    let name = device.to_string();
    let groups: Vec<&str> = (0..6).filter_map(|at| name.get(4 * at..4 * at + 4)).collect();
    groups.join(" ")
}

pub(crate) fn short(device: &DeviceId) -> String {
    device.to_string().chars().take(8).collect()
}

/// The device whose name begins so.
pub(crate) fn device(team: &[TeamMember], beginning: &str) -> Result<DeviceId, CommandError> {
    let beginning = beginning.replace(' ', "").to_lowercase();
    let devices = team.iter().flat_map(|member| &member.devices).map(|device| device.device);
    let found: Vec<DeviceId> =
        devices.filter(|device| device.to_string().starts_with(&beginning)).collect();
    match found.as_slice() {
        [device] if !beginning.is_empty() => Ok(*device),
        [] => Err(CommandError::input(format!("no device's name begins with {beginning}"))
            .hint("onus members lists every device")),
        _ => Err(CommandError::input(format!(
            "{} devices' names begin with {beginning}",
            found.len()
        ))),
    }
}

fn add(
    session: &mut Session,
    open: &mut OpenCase,
    args: &Args,
    name: &str,
) -> Result<Outcome, CommandError> {
    console::note(&format!("The passphrase is {name}'s own: let them type it."));
    let new = passphrase::new(passphrase::MEMBER)?;
    let role = args.role.map_or(Role::Coder, Role::from);
    let _progress = console::Progress::start("adding the member");
    let device = open.add_member(name, role, &new, args.key_cost.into(), &mut session.now())?;
    let role = word(role);
    let text = format!(
        "{name} is {role}. With their passphrase the case opens as theirs on this computer (device {}).",
        short(&device)
    );
    done(session, &text, json!({ "member": name, "role": role, "device": device.to_string() }))
}

/// Reads a small file of text.
pub(crate) fn text_of(file: &std::path::Path) -> Result<String, CommandError> {
    use std::io::Read;
    let failed = |error: std::io::Error| CommandError::file(file, &error);
    let mut text = String::new();
    let opened = std::fs::File::open(file).map_err(failed)?;
    opened.take(LONGEST).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

fn admit(
    session: &mut Session,
    open: &mut OpenCase,
    args: &Args,
    file: &std::path::Path,
) -> Result<Outcome, CommandError> {
    let request: Request = text_of(file)?
        .parse()
        .map_err(|error| CommandError::input(format!("{}: {error}", file.display())))?;
    let role = args.role.map(Role::from);
    let commit = open.admit(&request, role, &mut session.now())?;
    let device = request.device();
    let (spoken, name) = (device.as_ref().map(spoken).unwrap_or_default(), request.name);
    let text = format!(
        "Admitted: {name}, with the device\n  {spoken}\nCompare this with what their screen shows, over the \
         telephone; if it is another, somebody changed the request on the way: revoke the device. They can \
         take part once they have a bundle:\n  onus sync --out FILE --to \"{name}\" --level LEVEL"
    );
    let device = device.map(|device| device.to_string());
    done(session, &text, json!({ "member": name, "device": device, "commit": commit.to_string() }))
}

fn revoke(
    session: &mut Session,
    open: &mut OpenCase,
    args: &Args,
    named: &str,
) -> Result<Outcome, CommandError> {
    let device = device(&open.case().team()?, named)?;
    let keep = match args.keep.as_deref() {
        None => KeepUpTo::All,
        Some("none") => KeepUpTo::Nothing,
        Some(commit) => {
            let commit: CommitId = commit.parse().map_err(|_| {
                CommandError::input(format!("{commit} is no commit's name"))
                    .hint("onus log --json lists them in full")
            })?;
            KeepUpTo::Commit(commit)
        }
    };
    let (revoked, had_slot) = open.revoke(device, keep, &mut session.now())?;
    let kept = match revoked.kept {
        Some(commit) => format!("what it did up to the commit {commit} stays"),
        None => "nothing that it ever did counts any more".to_owned(),
    };
    let slot = if had_slot {
        "Its passphrase opens this folder no more; whoever had it may have kept the key: onus passwd --rotate."
    } else {
        "It had no passphrase of its own to this folder. If somebody knew yours: onus passwd, then onus passwd \
         --rotate."
    };
    let text = format!("The device {} is revoked: {kept}. {slot}", short(&device));
    done(
        session,
        &text,
        json!({
            "revoked": device.to_string(), "kept": revoked.kept.map(|commit| commit.to_string()),
            "commit": revoked.commit.to_string(), "slot_removed": had_slot,
        }),
    )
}

fn recover(session: &mut Session, args: &Args, name: &str) -> Result<Outcome, CommandError> {
    let path = session.path()?;
    onus_store::CaseFolder::open(&path)?;
    let passphrase = passphrase::existing(&path)?;
    let home = crate::locate::devices()?;
    let unlocked = OpenCase::unlock(&path, &passphrase, &home)?;
    let mut open = OpenCase::open(&path, unlocked, &home, crate::session::WAIT)?;
    let typed = passphrase::secret("Recovery code: ", passphrase::RECOVERY)?;
    let code = onus_store::RecoveryCode::parse(&typed)
        .map_err(|error| CommandError::input(error.to_string()))?;
    let _progress = console::Progress::start("enrolling this computer");
    let with = (&passphrase, args.key_cost.into());
    let revoked = open.recover(&code, name, args.revoke_others, with, &mut session.now())?;
    let _ = crate::agent::lock(&path);
    let names: Vec<String> = revoked.iter().map(ToString::to_string).collect();
    let text = format!(
        "This computer is enrolled as {name}'s, who owns the case. {}",
        match revoked.len() {
            0 => "No device was revoked.".to_owned(),
            count => format!("{count} other devices are revoked; what they did so far stays."),
        }
    );
    done(session, &text, json!({ "member": name, "role": "owner", "revoked_devices": names }))
}

fn list(team: &[TeamMember]) -> String {
    let mut text = String::new();
    for member in team {
        let name = member.name.as_deref().unwrap_or("(a member whose name is not here)");
        text.push_str(&format!("{name}, {}, since {}\n", word(member.role), day(member.since)));
        for device in &member.devices {
            let here = if device.is_here { ", this one" } else { "" };
            let last = device.last.map(|last| format!(", last {}", day(last))).unwrap_or_default();
            text.push_str(&format!(
                "  {} {}{here}: since {}, {} commits{last}\n",
                short(&device.device),
                state(device.state),
                day(device.since),
                device.commits,
            ));
        }
    }
    text
}
