//! `onus custody`: what happened to exhibits since they came.

use std::io::Write;
use std::path::{Path, PathBuf};

use onus_case::{CaseError, Custody, CustodyKind, Edit, Exhibit, Filed, OpenCase};
use onus_store::ContentDigest;
use serde_json::{Value, json};

use crate::console;
use crate::error::{CommandError, Outcome};
use crate::files;
use crate::session::Session;

/// What was done with an exhibit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Event {
    /// It came to the team.
    Received,
    /// A copy was made.
    Copied,
    /// A copy left the case.
    Exported,
    /// The exhibit itself was given to somebody.
    HandedOver,
    /// Somebody examined it.
    Examined,
    /// It was given back.
    Returned,
}

impl From<Event> for CustodyKind {
    fn from(event: Event) -> Self {
        match event {
            Event::Received => Self::Received,
            Event::Copied => Self::Copied,
            Event::Exported => Self::Exported,
            Event::HandedOver => Self::HandedOver,
            Event::Examined => Self::Examined,
            Event::Returned => Self::Returned,
        }
    }
}

/// Show what happened to an exhibit since it came, and record more of it
///
/// Without an exhibit, lists them all. With one, shows who received, copied, exported, handed over, examined or
/// returned it, when, and who recorded that. --record adds an event; --out writes the original out of the vault,
/// compares its digest, and records that a copy was made.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus custody                              every exhibit\n  onus custody z00                          the one that z00 was read from\n  onus custody exhibit-6d09b9b7 --record handed-over --to \"The court's registry\" --when 2013-09-02\n  onus custody z00 --out copy-of-z00.txt"
)]
pub(crate) struct Args {
    /// Which: its handle, its source's, or the beginning of its digest
    #[arg(value_name = "EXHIBIT")]
    exhibit: Option<String>,
    /// What was done
    #[arg(long, value_enum, value_name = "EVENT", requires = "exhibit")]
    record: Option<Event>,
    /// When; today if nothing is said
    #[arg(long, value_name = "DATE", requires = "exhibit")]
    when: Option<String>,
    /// From whom it came
    #[arg(long, value_name = "WHO", requires = "record")]
    from: Option<String>,
    /// To whom it went
    #[arg(long, value_name = "WHO", requires = "exhibit")]
    to: Option<String>,
    /// What else is to be said
    #[arg(long, value_name = "TEXT", requires = "exhibit")]
    note: Option<String>,
    /// Write the original into this new file, readable outside the case
    #[arg(long, value_name = "FILE", requires = "exhibit", conflicts_with = "record")]
    out: Option<PathBuf>,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let mut open = session.open()?;
    let Some(named) = &args.exhibit else { return list(session, &open) };
    let exhibit = files::exhibit(&open, named)?;
    let kind = match (&args.out, args.record) {
        (Some(out), _) => {
            write_out(&open, exhibit.what.file, out)?;
            Some(CustodyKind::Copied)
        }
        (None, event) => event.map(CustodyKind::from),
    };
    if let Some(kind) = kind {
        let custody = Custody {
            file: exhibit.what.file,
            kind,
            when: files::when(session, args.when.as_deref())?,
            from: args.from.clone(),
            to: args.to.clone(),
            note: args.note.clone(),
        };
        open.commit(&Edit { custody: vec![custody], ..Edit::default() }, &mut session.now())?;
    }
    if let Some(out) = &args.out {
        console::note(&format!(
            "note: {} is readable by whoever finds it; the case keeps the original sealed",
            files::shown(out)
        ));
    }
    one(session, &open, &exhibit)
}

/// Writes the original into a new file: whole and with the digest that was recorded, or not at all.
pub(crate) fn write_out(
    open: &OpenCase,
    file: ContentDigest,
    out: &Path,
) -> Result<(), CommandError> {
    if out.symlink_metadata().is_ok() {
        return Err(CommandError::input(format!("{} exists already", files::shown(out)))
            .hint("name another file"));
    }
    let mut name = out.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = out.with_file_name(name);
    let mut target = crate::coding::new_file(&part)?;
    let copied = open.object(file, |object| {
        std::io::copy(object, &mut target)
            .and_then(|_| target.flush())
            .and_then(|()| target.sync_all())
            .map_err(|error| CaseError::NotReadable(format!("{}: {error}", files::shown(out))))
    });
    let copied = match copied {
        Ok(Some(())) => {
            std::fs::rename(&part, out).map_err(|error| CommandError::file(out, &error))
        }
        Ok(None) => Err(CommandError::input(
            "the original is not here: this copy holds what was said of it",
        )
        .hint("ask somebody who has it for a bundle")),
        Err(error) => Err(error.into()),
    };
    if copied.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    copied
}

fn word(kind: CustodyKind) -> &'static str {
    match kind {
        CustodyKind::Received => "received",
        CustodyKind::Copied => "copied",
        CustodyKind::Exported => "exported",
        CustodyKind::HandedOver => "handed over",
        CustodyKind::Examined => "examined",
        CustodyKind::Returned => "returned",
    }
}

fn plain(text: &str) -> String {
    files::shown(Path::new(text))
}

fn list(session: &Session, open: &OpenCase) -> Result<Outcome, CommandError> {
    let mut exhibits: Vec<Filed<Exhibit>> = Vec::new();
    for exhibit in open.case().exhibits()? {
        if !exhibit.retracted && !exhibits.iter().any(|known| known.what.file == exhibit.what.file)
        {
            exhibits.push(exhibit);
        }
    }
    let mut lines = Vec::new();
    let mut shapes = Vec::new();
    for exhibit in &exhibits {
        let handle = files::handle(open, exhibit.what.record)?;
        let is_here = open.case().holds(exhibit.what.file)?;
        let events = open.case().custody_of(exhibit.what.file)?;
        let mut line = format!(
            "{handle}  {}  {} bytes  {}  {}",
            files::short(exhibit.what.file),
            exhibit.what.bytes,
            exhibit.what.media,
            plain(exhibit.what.name.as_deref().unwrap_or_default())
        );
        if let Some(last) = events.last() {
            line += &format!("  {} {}", word(last.what.kind), last.what.when);
        }
        if !is_here {
            line += "  (not in this copy)";
        }
        lines.push(line);
        shapes.push(about(open, exhibit)?);
    }
    if lines.is_empty() {
        lines.push("There are no exhibits yet. Add files: onus add FILE".to_owned());
    }
    let json = json!({ "shape": "onus.exhibits/1", "exhibits": shapes });
    session.tell(&lines.join("\n"), &json);
    Ok(if exhibits.is_empty() { Outcome::No } else { Outcome::Done })
}

/// An exhibit as JSON.
pub(crate) fn about(open: &OpenCase, exhibit: &Filed<Exhibit>) -> Result<Value, CommandError> {
    let names: Vec<String> = open
        .case()
        .exhibits_of(exhibit.what.file)?
        .into_iter()
        .filter(|other| !other.retracted)
        .filter_map(|other| other.what.name)
        .collect();
    Ok(json!({
        "exhibit": {
            "id": exhibit.what.record.to_string(),
            "handle": files::handle(open, exhibit.what.record)?,
        },
        "digest": exhibit.what.file.to_string(),
        "bytes": exhibit.what.bytes,
        "media": exhibit.what.media,
        "names": names,
        "here": open.case().holds(exhibit.what.file)?,
    }))
}

fn one(
    session: &Session,
    open: &OpenCase,
    exhibit: &Filed<Exhibit>,
) -> Result<Outcome, CommandError> {
    let shape = about(open, exhibit)?;
    let mut lines = vec![format!(
        "{}: {}, {} bytes{}",
        files::handle(open, exhibit.what.record)?,
        exhibit.what.media,
        exhibit.what.bytes,
        if open.case().holds(exhibit.what.file)? { "" } else { " (not in this copy)" }
    )];
    lines.push(format!("SHA-256 {}", exhibit.what.file));
    for name in shape["names"].as_array().into_iter().flatten() {
        lines.push(format!("came as {}", plain(name.as_str().unwrap_or_default())));
    }
    let mut events = Vec::new();
    for event in open.case().custody_of(exhibit.what.file)? {
        let by = open.case().member_name(event.recorded_by)?.unwrap_or_default();
        let recorded = files::day(u64::try_from(event.recorded.0).unwrap_or_default());
        let what = &event.what;
        let mut line = format!("{}  {}", what.when, word(what.kind));
        for (word, who) in [("from", &what.from), ("to", &what.to)] {
            if let Some(who) = who {
                line += &format!(" {word} {}", plain(who));
            }
        }
        if let Some(note) = &what.note {
            line += &format!(": {}", plain(note));
        }
        line += &format!("  (recorded {recorded} by {by})");
        if event.retracted {
            line += "  RETRACTED";
        }
        lines.push(line);
        events.push(json!({
            "kind": word(what.kind).replace(' ', "-"),
            "when": what.when,
            "from": what.from,
            "to": what.to,
            "note": what.note,
            "recorded": recorded,
            "recorded_by": by,
            "retracted": event.retracted,
        }));
    }
    let mut json = json!({ "shape": "onus.custody/1", "events": events });
    if let (Some(fields), Some(about)) = (json.as_object_mut(), shape.as_object()) {
        fields.extend(about.clone());
    }
    session.tell(&lines.join("\n"), &json);
    Ok(Outcome::Done)
}
