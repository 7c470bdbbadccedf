//! `onus export bag`: exhibits with their custody, as a package that anybody can check.

use std::path::{Path, PathBuf};

use onus_case::{CaseError, Custody, CustodyKind, Edit, OpenCase};
use onus_model::Level;
use onus_publish::bag::{BagError, BagWriter};
use serde_json::json;

use super::told::{Exported, Telling};
use crate::console;
use crate::error::{CommandError, Outcome};
use crate::files;
use crate::session::Session;

/// Write exhibits, and what happened to them, as a package that anybody can check
///
/// A bag (BagIt 1.0, RFC 8493): the originals in data/, their SHA-256 and SHA-512, and in metadata/ the list of
/// exhibits, the history of custody, the sources that they are of, and who exported them when. It is readable by
/// whoever has it. That each exhibit was exported, and to whom, is recorded in the case. onus bag verify checks
/// one, and so does any other program for BagIt.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus export bag handed-over                         every exhibit\n  onus export bag handed-over z00 exhibit-6d09b9b7 --to \"The court's registry\"\n  onus export bag for-partners --level partner        nothing above that level"
)]
pub(crate) struct Args {
    /// The folder to be made
    #[arg(value_name = "DIR")]
    bag: PathBuf,
    /// Which exhibits: their handles, those of their sources, or the beginnings of their digests; all of them if
    /// none is named
    #[arg(value_name = "EXHIBIT")]
    exhibits: Vec<String>,
    /// Nothing that only readers above this level may see: public, pseudonym, partner, team or sealed
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
    /// To whom it goes; recorded in the case and in the bag
    #[arg(long, value_name = "WHO")]
    to: Option<String>,
    /// What else is to be said of it; recorded in the case and in the bag
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The organization that hands it over, for bag-info.txt
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let path = session.path()?;
    refuse_place(&args.bag, &path)?;
    let mut open = session.open()?;
    let Some(author) = open.case().author().map(|author| author.member) else {
        return Err(CaseError::NotEnrolled.into());
    };
    let level = args.level.unwrap_or(Level::Sealed);
    let event = |file| Custody {
        file,
        kind: CustodyKind::Exported,
        when: files::day(session.seconds),
        from: None,
        to: args.to.clone(),
        note: args.note.clone(),
    };
    let telling = Telling { open: &open, level, author, seconds: session.seconds };
    let exported = telling.exhibits(&args.exhibits)?;
    let (present, missing): (Vec<&Exported>, Vec<&Exported>) =
        exported.iter().partition(|exhibit| exhibit.is_here);
    if let (Some(first), false) = (missing.first(), args.exhibits.is_empty()) {
        return Err(not_here(first));
    }
    if present.is_empty() {
        return Err(CommandError::input(match missing.first() {
            Some(first) => not_here(first).message,
            None => "there is no exhibit to export at this level".to_owned(),
        })
        .hint("onus custody shows which exhibits there are"));
    }
    let custody: Vec<Custody> = present.iter().map(|exhibit| event(exhibit.file)).collect();
    let mut writer = BagWriter::create(&args.bag).map_err(refused)?;
    let progress = console::Progress::start("writing the bag");
    for exhibit in &present {
        pack(&open, &mut writer, exhibit)?;
    }
    for (name, document) in telling.documents(&exported, &custody)? {
        let text = format!("{document:#}\n");
        writer.tag(&format!("metadata/{name}"), &mut text.as_bytes()).map_err(refused)?;
    }
    for (label, value) in telling.info(args.organization.as_deref(), args.to.as_deref())? {
        writer.info(label, &value).map_err(refused)?;
    }
    // All of it is on the disk before the case says that it left, and has its name only after.
    writer.close().map_err(refused)?;
    drop(progress);
    let written: Vec<_> = present
        .iter()
        .map(|exhibit| {
            json!({
                "handle": exhibit.handle, "file": exhibit.path(), "sha256": exhibit.file.to_string(),
                "bytes": exhibit.bytes,
            })
        })
        .collect();
    let left_out: Vec<String> = missing.iter().map(|exhibit| exhibit.file.to_string()).collect();
    let message = format!("Exhibits exported in a bag: {}.", present.len());
    let edit = Edit { custody, message: Some(message), ..Edit::default() };
    let committed = open.commit(&edit, &mut session.now())?;
    let place = writer.finish().map_err(|error| {
        let mut error = refused(error);
        error.message += "; the case says that the exhibits were exported, and there is no bag";
        error
    })?;
    console::note(&format!(
        "note: {} is outside the case's encryption: whoever has it can read it",
        files::shown(&place)
    ));
    let mut text = format!(
        "{}: {} exhibits with their custody. Recorded as exported{}.",
        files::shown(&place),
        written.len(),
        args.to.as_deref().map(|to| format!(" to {}", plain(to))).unwrap_or_default()
    );
    if !left_out.is_empty() {
        text += &format!(
            "\nNot in it, because this copy does not hold them: {}",
            left_out.iter().map(|file| &file[..12]).collect::<Vec<_>>().join(", ")
        );
    }
    let json = json!({
        "shape": "onus.export-bag/1", "bag": place.display().to_string(), "level": level.to_string(),
        "exhibits": written, "not_here": left_out, "commit": committed.commit.to_string(),
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}

/// Words of the team's, made harmless to a terminal.
fn plain(text: &str) -> String {
    onus_answers::mark::clean(text)
}

/// A bag is readable, so it has no place in a case.
fn refuse_place(bag: &Path, case: &Path) -> Result<(), CommandError> {
    if bag.symlink_metadata().is_ok() {
        return Err(CommandError::input(format!("{} exists already", files::shown(bag)))
            .hint("name another folder"));
    }
    let parent = match bag.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if bag.file_name().is_none() {
        return Err(CommandError::input(format!("{}: this is no name", files::shown(bag))));
    }
    let parent = parent.canonicalize().map_err(|error| CommandError::file(parent, &error))?;
    if case.canonicalize().is_ok_and(|case| parent.starts_with(case)) {
        return Err(CommandError::input(format!(
            "{} lies in the case, where nothing readable belongs",
            files::shown(bag)
        ))
        .hint("name a folder elsewhere"));
    }
    Ok(())
}

fn not_here(exhibit: &Exported) -> CommandError {
    let file = files::short(exhibit.file);
    CommandError::input(format!(
        "the original of {} is not here: this copy holds what was said of it",
        exhibit.handle.as_deref().unwrap_or(&file)
    ))
    .hint("ask somebody who has it for a bundle")
}

fn refused(error: BagError) -> CommandError {
    CommandError::input(error.to_string())
}

/// Opens an exhibit out of the vault into the bag.
fn pack(open: &OpenCase, writer: &mut BagWriter, exhibit: &Exported) -> Result<(), CommandError> {
    let path = exhibit.name_in_bag();
    let packed = open.object(exhibit.file, |object| Ok(writer.payload(&path, object)))?;
    let Some(packed) = packed else { return Err(not_here(exhibit)) };
    let written = packed.map_err(|error| match error {
        // What cannot be read is the case's, not the disk's that is written to.
        BagError::Source { error, .. } => CommandError::from(CaseError::Damaged(format!(
            "the exhibit {} cannot be read out of the vault: {error}",
            exhibit.file
        ))),
        error => refused(error),
    })?;
    if written.sha256 != exhibit.file.to_string() {
        let told = format!("the exhibit {} is not what was sealed", exhibit.file);
        return Err(CaseError::Damaged(told).into());
    }
    Ok(())
}
