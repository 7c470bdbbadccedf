//! `onus log`: who changed what, when and why; and heads of the log that others sign.

use std::path::{Path, PathBuf};

use onus_answers::log::{Lines, to_json, to_text};
use onus_case::KeptCheckpoint;
use onus_model::Level;
use serde_json::json;

use super::members::{short, text_of};
use crate::coding;
use crate::error::{CommandError, Outcome};
use crate::session::Session;

/// Show who changed what, when and why
///
/// Every change of the case is a signed commit, and none is ever taken away. The newest comes first.
///
/// A checkpoint is a few lines of text, signed, that say how many commits this device has made and what they
/// are; nothing of what they say. Another office countersigns it after comparing it with its own copy. Kept in
/// the log, and printed or sent elsewhere, it shows later that nothing was changed or left out since.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus log\n  onus log --limit 5\n  onus log --json\n  onus log --checkpoint head.txt           for another office to sign\n  onus log --countersign head.txt --out signed.txt\n  onus log --keep signed.txt               what came back"
)]
#[command(group(clap::ArgGroup::new("action").args(["checkpoint", "countersign", "keep"])))]
pub(crate) struct Args {
    /// How many commits to show at most
    #[arg(
        long, value_name = "NUMBER", default_value_t = usize::MAX, hide_default_value = true,
        conflicts_with = "action"
    )]
    limit: usize,
    /// What a reader at this level sees: public, pseudonym, partner, team or sealed
    #[arg(long, value_name = "LEVEL", conflicts_with = "action")]
    level: Option<Level>,
    /// Write the head of this device's chain, signed, for another office to countersign
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Compare a checkpoint with this copy, countersign it, and keep it in the log
    #[arg(long, value_name = "FILE")]
    countersign: Option<PathBuf>,
    /// Where to write the countersigned checkpoint
    #[arg(long, value_name = "FILE", requires = "countersign")]
    out: Option<PathBuf>,
    /// Keep a countersigned checkpoint in the log
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let mut open = session.open()?;
    if let Some(file) = &args.checkpoint {
        let head = open.case().checkpoint()?;
        coding::create(file, head.note.as_bytes())?;
        let text = format!("The head of this device's chain is in {}.", file.display());
        let json = json!({
            "shape": "onus.checkpoint/1", "file": file.display().to_string(), "note": head.note,
            "device": head.device.to_string(), "size": head.size, "countersigned_by": [],
            "commit": null,
        });
        session.tell(&text, &json);
        return Ok(Outcome::Done);
    }
    if let Some(file) = &args.countersign {
        if let Some(out) = &args.out
            && out.exists()
        {
            return Err(CommandError::input(format!("{} exists already", out.display()))
                .hint("name another file"));
        }
        let note = text_of(file)?;
        let kept = open.countersign(&note, &mut session.now())?;
        if let Some(out) = &args.out {
            coding::create(out, kept.note.as_bytes())?;
        }
        return told(session, &kept, args.out.as_deref());
    }
    if let Some(file) = &args.keep {
        let note = text_of(file)?;
        let kept = open.keep_checkpoint(&note, &mut session.now())?;
        return told(session, &kept, None);
    }
    let lines = open.case().log_at(args.level.unwrap_or(Level::Sealed))?;
    let left_out = lines.len().saturating_sub(args.limit);
    let lines = lines.into_iter().rev().take(args.limit).collect();
    let lines = Lines { lines, left_out };
    session.tell(&to_text(&lines, &session.style()), &to_json(&lines));
    Ok(Outcome::Done)
}

/// Says what a checkpoint covers, who countersigned it, and where it is kept.
fn told(
    session: &Session,
    kept: &KeptCheckpoint,
    out: Option<&Path>,
) -> Result<Outcome, CommandError> {
    let by: Vec<String> = kept.by.iter().map(short).collect();
    let by = if by.is_empty() { "nobody of this case".to_owned() } else { by.join(", ") };
    let where_kept = match kept.commit {
        Some(_) => "It is kept in the log.",
        None => "The log had it already.",
    };
    let written = out.map(|out| format!(" It is in {}.", out.display())).unwrap_or_default();
    let text = format!(
        "The checkpoint of the device {} covers {} commits, and they are those that are here. Countersigned by: \
         {by}. {where_kept}{written}",
        short(&kept.device),
        kept.size
    );
    let json = json!({
        "shape": "onus.checkpoint/1", "file": out.map(|out| out.display().to_string()),
        "note": kept.note, "device": kept.device.to_string(), "size": kept.size,
        "countersigned_by": kept.by.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "commit": kept.commit.map(|commit| commit.to_string()),
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}
