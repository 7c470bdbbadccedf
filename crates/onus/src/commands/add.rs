//! `onus add`: files into the case.

use std::fs::File;
use std::path::{Path, PathBuf};

use onus_answers::adding;
use onus_answers::reading::Teller;
use onus_case::OpenCase;
use onus_ingest::adding::{AddError, Added, Adder, Adding, Was};
use onus_ingest::documents::{Limits, Note};
use onus_store::Vault;
use serde_json::Value;

use crate::console::{self, Bytes};
use crate::error::{CommandError, Outcome};
use crate::files::{self, Walk};
use crate::session::Session;

/// Put files into the case: sealed as they came, read, and findable
///
/// Each file, of any kind and size, is sealed in the case's vault with its SHA-256 in the log, and who it came
/// from and when. Its text is read in a process that can do nothing else, with pages, paragraphs, cells or
/// message parts; what it says of itself is recorded as claims; its passages are found by onus search. A file that
/// cannot be read as text is kept all the same. Each file is a source of its own unless --source says of which.
///
/// The originals stay where they are, readable: the program says so and removes nothing.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus add testimonies/ --from \"A. Lawyer\" --received 2013-07-11\n  onus add ai-usa-2013-07-10.txt --source z00\n  onus add scan.pdf --language ru --language kk\n  onus add testimonies/                     again: goes on where it was interrupted"
)]
pub(crate) struct Args {
    /// Files, or folders with everything in them
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    /// The source that they are of; without it each new file becomes a source
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// The handle of the new source, for one file
    #[arg(long, value_name = "HANDLE", conflicts_with = "source")]
    handle: Option<String>,
    /// When they were received; today if nothing is said
    #[arg(long, value_name = "DATE")]
    received: Option<String>,
    /// From whom they were received; the team reads it
    #[arg(long, value_name = "WHO")]
    from: Option<String>,
    /// What is to be said of how they were received
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// A language that text in pictures may be in, the likeliest first; can be given several times
    #[arg(long, value_name = "LANGUAGE")]
    language: Vec<String>,
    /// Read files that are there already once more, with the readers there are now
    #[arg(long)]
    again: bool,
}

/// After how many files their passages are made findable.
const INDEXED_AFTER: usize = 200;

/// What became of one file.
enum Became {
    Added(Box<Added>),
    Refused(String),
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let walk = Walk::of(&args.paths);
    let mut open = session.open()?;
    let adding = Adding {
        source: args
            .source
            .as_ref()
            .map(|named| files::record(&open, named, "source"))
            .transpose()?,
        handle: args.handle.clone().map(|handle| checked(&handle)).transpose()?,
        received: files::when(session, args.received.as_deref())?,
        from: args.from.clone(),
        note: args.note.clone(),
        again: args.again,
    };
    if adding.handle.is_some() && walk.files.len() > 1 {
        return Err(CommandError::input(
            "--handle names the source of one file, and these are several",
        )
        .hint("leave it out, and each gets a handle after its name"));
    }
    if open.case().author().is_none() {
        return Err(onus_case::CaseError::NotEnrolled.into());
    }
    swept(&open)?;
    let reader = files::reader(&args.language)?;
    let lease = open.vault().lease()?;
    let adder = Adder { reader: &reader, limits: Limits::default(), lease };
    let bytes = walk.files.iter().map(|file| file.bytes).sum();
    let progress = Bytes::start(bytes);
    let mut became: Vec<(PathBuf, Became)> = Vec::new();
    let mut stopped = None;
    for (path, why) in walk.refused {
        became.push((path, Became::Refused(why)));
    }
    for (path, why) in &walk.passed_over {
        console::note(&format!("note: passed over {}: {why}", files::shown(path)));
    }
    for (number, found) in walk.files.iter().enumerate() {
        progress.at(&found.path);
        let one = one(session, &adder, &mut open, &found.path, &adding);
        progress.passed(found.bytes);
        match one {
            Ok(added) => became.push((found.path.clone(), Became::Added(Box::new(added)))),
            Err(AddError::File(why)) => became.push((found.path.clone(), Became::Refused(why))),
            Err(AddError::Case(error)) => {
                stopped = Some(CommandError::from(error));
                break;
            }
        }
        if number % INDEXED_AFTER == INDEXED_AFTER - 1 {
            open.index_texts()?;
        }
    }
    drop(progress);
    if stopped.is_none() {
        let _progress = console::Progress::start("making passages findable");
        open.index_texts()?;
    }
    let teller = Teller::new(session.style().language);
    let text = text(&open, &became, &teller)?;
    let json = json(&open, &became, &teller)?;
    session.tell(&text, &json);
    match stopped {
        Some(error) => Err(error),
        None if became.iter().any(|(_, became)| matches!(became, Became::Refused(_))) => {
            Ok(Outcome::No)
        }
        None => Ok(Outcome::Done),
    }
}

fn checked(handle: &str) -> Result<String, CommandError> {
    let handle = handle.parse::<onus_ingest::sheets::Handle>();
    handle.map(|handle| handle.to_string()).map_err(|error| CommandError::input(error.to_string()))
}

/// Removes what interrupted runs left in the vault, and says so.
fn swept(open: &OpenCase) -> Result<(), CommandError> {
    match open.vault().sweep(open.case().rows()) {
        Ok(swept) => {
            if !swept.orphans.is_empty() {
                console::note(&format!(
                    "note: removed from the vault what an interrupted run had left there and nothing \
                     records: {} files, {} bytes. They are added again now if they are among these",
                    swept.orphans.len(),
                    swept.orphans.iter().map(|orphan| orphan.bytes).sum::<u64>()
                ));
            }
            for foreign in &swept.foreign {
                console::note(&format!(
                    "warning: {} in the vault is not of its making; it was left alone",
                    foreign.file
                ));
            }
            Ok(())
        }
        // Another process is adding, so nothing is an orphan for certain.
        Err(onus_store::Error::Busy) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn one(
    session: &mut Session,
    adder: &Adder<'_>,
    open: &mut OpenCase,
    path: &Path,
    adding: &Adding,
) -> Result<Added, AddError> {
    let mut file = File::open(path).map_err(|error| AddError::File(files::told(&error)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    adder.add(open, &mut file, &name, adding, &mut session.now())
}

/// Notes of pages that are alike are said together.
fn notes(added: &Added, teller: &Teller) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let (mut recognized, mut pictures) = (0_usize, 0_usize);
    for (path, note) in &added.notes {
        match note {
            Note::PageRecognized(_) => recognized += 1,
            Note::PageNotRecognized(_) => pictures += 1,
            _ => {}
        }
        let alike = match note {
            Note::PageRecognized(_) => recognized,
            Note::PageNotRecognized(_) => pictures,
            _ => 0,
        };
        if alike <= 3 {
            let note = inside(path, &teller.note(note));
            if !told.contains(&note) {
                told.push(note);
            }
        }
    }
    for (count, what) in [(recognized, "recognised from pictures"), (pictures, "pictures")] {
        if count > 3 {
            told.push(format!("{count} pages in all are {what}"));
        }
    }
    told
}

fn inside(path: &[String], told: &str) -> String {
    if path.is_empty() { told.to_owned() } else { format!("{}: {told}", path.join(" › ")) }
}

fn text(
    open: &OpenCase,
    became: &[(PathBuf, Became)],
    teller: &Teller,
) -> Result<String, CommandError> {
    let mut lines = Vec::new();
    let (mut new, mut refused) = (0, 0);
    for (path, became) in became {
        match became {
            Became::Added(added) => {
                new += usize::from(added.was == Was::New);
                let mut line = format!("{}: {}", files::shown(path), teller.was(added.was));
                if added.was != Was::There {
                    line += &format!(
                        "; {} kept as {}, {} bytes, {}",
                        files::handle(open, added.source)?,
                        files::handle(open, added.exhibit)?,
                        added.bytes,
                        teller.texts(added)
                    );
                }
                lines.push(line);
                for (path, failure) in &added.unread {
                    let told = inside(path, &teller.failure(failure));
                    lines.push(format!("    not read: {told}"));
                }
                lines.extend(notes(added, teller).iter().map(|note| format!("    {note}")));
            }
            Became::Refused(why) => {
                refused += 1;
                lines.push(format!("{}: NOT ADDED: {why}", files::shown(path)));
            }
        }
    }
    lines.push(format!(
        "{new} new, {} there already, {refused} not added.",
        became.len() - new - refused
    ));
    if new > 0 {
        lines.push(
            "The files are still where they were, readable by whoever finds them: delete them safely, or \
             keep them where they are safe."
                .to_owned(),
        );
    }
    Ok(lines.join("\n"))
}

fn json(
    open: &OpenCase,
    became: &[(PathBuf, Became)],
    teller: &Teller,
) -> Result<Value, CommandError> {
    let mut files = Vec::new();
    for (path, became) in became {
        let path = files::shown(path);
        files.push(match became {
            Became::Refused(why) => adding::refused(&path, why),
            Became::Added(added) => adding::added(&path, added, open, teller)?,
        });
    }
    Ok(adding::to_json(files))
}
