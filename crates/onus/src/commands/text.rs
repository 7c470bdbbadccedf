//! `onus text`: the text of a source, its versions, and what became of passages made on older ones.

use std::path::PathBuf;

use onus_answers::reading::Teller;
use onus_case::{CaseReader, OpenCase, slice};
use onus_ingest::adding::{
    AddError, Adder, Carried, Pinned, Version, Was, carry, correct, newest, versions,
};
use onus_ingest::documents::{Limits, Place};
use onus_model::claim::Locator;
use onus_model::id::{ClaimId, RecordId};
use onus_store::{ContentDigest, Vault};
use serde_json::{Value, json};

use crate::error::{CommandError, Outcome};
use crate::files;
use crate::session::Session;

/// Show the text of a source, its versions, and where passages stand in the newest
///
/// A text is a version for ever: passages stay with the one that they were made on. Another reading, by a
/// better reader or once Tesseract is installed, and a person's correction are further versions; the passages
/// of older ones are found again by their words, and those that cannot be are listed.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus text z00                             the text as it is now\n  onus text z00 --page 3\n  onus text z00 --range 659-689\n  onus text z00 --versions                  what was read when, by what\n  onus text z00 --passages                  which claims were read where, and where that is now\n  onus text scan --correct corrected.txt    a person's correction of a recognised text\n  onus text scan --again --language ru      read it once more, now that Tesseract is installed"
)]
pub(crate) struct Args {
    /// The source's handle
    #[arg(value_name = "SOURCE")]
    source: String,
    /// Only this page
    #[arg(long, value_name = "NUMBER")]
    page: Option<u32>,
    /// Only these characters, counted from 0, the last one excluded
    #[arg(long, value_name = "START-END", conflicts_with = "page")]
    range: Option<String>,
    /// This version: the beginning of its digest
    #[arg(long, value_name = "DIGEST")]
    version: Option<String>,
    /// List the versions
    #[arg(long, conflicts_with_all = ["page", "range", "version"])]
    versions: bool,
    /// List the passages that claims were read in, and where they stand in the newest version
    #[arg(long, conflicts_with_all = ["page", "range", "version", "versions"])]
    passages: bool,
    /// Read the exhibits that it was read from once more, out of the vault, with the readers there are now
    #[arg(long, conflicts_with_all = ["page", "range", "version", "versions", "passages", "correct"])]
    again: bool,
    /// A language that text in pictures may be in, the likeliest first; can be given several times
    #[arg(long, value_name = "LANGUAGE", requires = "again")]
    language: Vec<String>,
    /// Record the text in this file (UTF-8) as a correction; the version it corrects stays
    #[arg(long, value_name = "FILE", conflicts_with_all = ["page", "range", "versions", "passages"])]
    correct: Option<PathBuf>,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let mut open = session.open()?;
    let source = files::record(&open, &args.source, "source")?;
    if args.versions {
        return list(session, &open, source);
    }
    if args.passages {
        return passages(session, &open, source);
    }
    if args.again {
        return again(session, &mut open, source, args);
    }
    let version = chosen(&open, source, args)?;
    match &args.correct {
        Some(path) => corrected(session, &mut open, source, &version, path),
        None => show(session, &open, &version, args),
    }
}

/// The version that is meant: the one that was named, or the only one there is now.
fn chosen(open: &OpenCase, source: RecordId, args: &Args) -> Result<Version, CommandError> {
    let mut known = match args.version {
        Some(_) => versions(open, source)?,
        None => newest(open, source)?,
    };
    if let Some(beginning) = &args.version {
        known.retain(|version| version.reading.what.text.to_string().starts_with(beginning));
    }
    match known.len() {
        1 => Ok(known.remove(0)),
        0 => Err(CommandError::input(format!("no text of {} is known", args.source))
            .hint(format!("add the file that it is: onus add FILE --source {}", args.source))),
        _ => {
            let teller = Teller::new(onus_answers::Style::default().language);
            let listed: Vec<String> =
                known.iter().map(|version| format!("  {}", line(version, &teller))).collect();
            Err(CommandError::input(format!(
                "{} has {} texts:\n{}",
                args.source,
                known.len(),
                listed.join("\n")
            ))
            .hint("say which with --version and the beginning of its digest"))
        }
    }
}

fn not_here() -> CommandError {
    CommandError::input("the text is not here: this copy knows of it and does not hold it")
        .hint("ask somebody who has it for a bundle")
}

fn show(
    session: &Session,
    open: &OpenCase,
    version: &Version,
    args: &Args,
) -> Result<Outcome, CommandError> {
    let what = &version.reading.what;
    let text = open.text(what.text)?.ok_or_else(not_here)?;
    let range = match (args.page, &args.range) {
        (Some(page), _) => {
            let outline = version.outline.as_ref();
            let range = outline.and_then(|outline| outline.range_of(&Place::Page(page)));
            range.ok_or_else(|| CommandError::input(format!("the text has no page {page}")))?
        }
        (None, Some(range)) => {
            let parsed = range.split_once('-').and_then(|(start, end)| {
                Some(start.trim().parse::<u64>().ok()?..end.trim().parse::<u64>().ok()?)
            });
            let parsed =
                parsed.filter(|range| range.start <= range.end && range.end <= what.length);
            parsed.ok_or_else(|| {
                CommandError::input(format!("\"{range}\" is no range of a text of {}", what.length))
                    .hint("write 659-689: characters from 0, the last one excluded")
            })?
        }
        (None, None) => 0..what.length,
    };
    let part = slice(&text, &range).ok_or_else(not_here)?;
    let json = json!({
        "shape": "onus.text/1",
        "version": shape(open, version)?,
        "start": range.start,
        "end": range.end,
        "text": part,
    });
    // What a text holds cannot steer the terminal.
    let shown: String = part
        .chars()
        .map(|letter| if letter.is_control() && letter != '\n' { '\u{fffd}' } else { letter })
        .collect();
    session.tell(&shown, &json);
    Ok(Outcome::Done)
}

/// Reads the files of a source once more.
fn again(
    session: &mut Session,
    open: &mut OpenCase,
    source: RecordId,
    args: &Args,
) -> Result<Outcome, CommandError> {
    let mut of: Vec<ContentDigest> = Vec::new();
    for reading in open.case().readings_of(source)? {
        of.extend(reading.what.file.filter(|file| !reading.retracted && !of.contains(file)));
    }
    let property = "exhibit".parse().ok();
    for exhibit in open.case().exhibits()? {
        let about = open.case().rows().claims_mentioning(exhibit.what.record, property.as_ref())?;
        let is_kept = about.iter().any(|claim| claim.record == source && !claim.retracted);
        if is_kept && !exhibit.retracted && !of.contains(&exhibit.what.file) {
            of.push(exhibit.what.file);
        }
    }
    if of.is_empty() {
        return Err(CommandError::input(format!(
            "{} was read from no file that is here",
            args.source
        )));
    }
    let reader = files::reader(&args.language)?;
    let lease = open.vault().lease()?;
    let adder = Adder { reader: &reader, limits: Limits::default(), lease };
    let teller = Teller::new(session.style().language);
    let (mut lines, mut shapes, mut failed) = (Vec::new(), Vec::new(), false);
    for file in of {
        let exhibits = open.case().exhibits_of(file)?;
        let Some(exhibit) = exhibits.into_iter().find(|exhibit| !exhibit.retracted) else {
            continue;
        };
        let handle = files::handle(open, exhibit.what.record)?;
        let _progress = crate::console::Progress::start("reading it again");
        match adder.read_again(open, &exhibit.what, source, &mut session.now()) {
            Ok(added) => {
                lines.push(format!(
                    "{handle}: {}, {}",
                    teller.was(added.was),
                    teller.texts(&added)
                ));
                for (_, failure) in &added.unread {
                    lines.push(format!("    not read: {}", teller.failure(failure)));
                }
                shapes.push(json!({
                    "exhibit": handle, "changed": added.was == Was::ReadAgain, "texts": added.texts,
                }));
            }
            Err(AddError::File(why)) => {
                failed = true;
                shapes.push(
                    json!({ "exhibit": handle, "changed": false, "texts": 0, "reason": why }),
                );
                lines.push(format!("{handle}: {why}"));
            }
            Err(AddError::Case(error)) => return Err(error.into()),
        }
    }
    open.index_texts()?;
    session.tell(&lines.join("\n"), &json!({ "shape": "onus.text-again/1", "exhibits": shapes }));
    Ok(if failed { Outcome::No } else { Outcome::Done })
}

/// A version on one line.
fn line(version: &Version, teller: &Teller) -> String {
    let what = &version.reading.what;
    let mut line =
        format!("{}  {} characters  {}", files::short(what.text), what.length, what.reader);
    if let Some(language) = &what.language {
        line += &format!("  {language}");
    }
    if !version.path().is_empty() {
        line += &format!("  {}", files::shown(&PathBuf::from(version.path().join(" › "))));
    }
    if let Some(corrects) = what.corrects {
        line += &format!("  corrects {}", files::short(corrects));
    }
    match version.replaced_by {
        Some(by) => line += &format!("  replaced by {}", files::short(by)),
        None => line += "  newest",
    }
    let notes = version.outline.iter().flat_map(|outline| &outline.notes);
    for note in notes.take(3) {
        line += &format!("\n      {}", teller.note(note));
    }
    line
}

fn shape(open: &OpenCase, version: &Version) -> Result<Value, CommandError> {
    let what = &version.reading.what;
    Ok(json!({
        "digest": what.text.to_string(),
        "file": what.file.map(|file| file.to_string()),
        "inside": version.path(),
        "characters": what.length,
        "reader": what.reader,
        "language": what.language,
        "corrects": what.corrects.map(|text| text.to_string()),
        "replaced_by": version.replaced_by.map(|text| text.to_string()),
        "recorded": files::day(u64::try_from(version.reading.recorded.0).unwrap_or_default()),
        "here": open.case().holds(what.text)?,
    }))
}

fn list(session: &Session, open: &OpenCase, source: RecordId) -> Result<Outcome, CommandError> {
    let versions = versions(open, source)?;
    let teller = Teller::new(session.style().language);
    let mut shapes = Vec::new();
    for version in &versions {
        shapes.push(shape(open, version)?);
    }
    let mut lines: Vec<String> = versions.iter().map(|version| line(version, &teller)).collect();
    if lines.is_empty() {
        lines.push("No text of it is known.".to_owned());
    }
    session.tell(&lines.join("\n"), &json!({ "shape": "onus.texts/1", "versions": shapes }));
    Ok(if versions.is_empty() { Outcome::No } else { Outcome::Done })
}

fn corrected(
    session: &mut Session,
    open: &mut OpenCase,
    source: RecordId,
    version: &Version,
    path: &std::path::Path,
) -> Result<Outcome, CommandError> {
    let bytes = std::fs::read(path).map_err(|error| CommandError::file(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        CommandError::input(format!("{}: byte {at} is not UTF-8", files::shown(path)))
            .hint("save it as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    let author = open.case().author().map(|author| author.member);
    let by = author.map(|member| open.case().member_name(member)).transpose()?.flatten();
    let by = by.unwrap_or_else(|| "a member".to_owned());
    let corrects = version.reading.what.text;
    let digest = correct(open, source, corrects, &text, &by, &mut session.now())?;
    open.index_texts()?;
    let told = format!(
        "Recorded: {} corrects {}, which stays. Passages made on it are found in the correction by their words: \
         onus text --passages",
        files::short(digest),
        files::short(corrects)
    );
    let json = json!({
        "shape": "onus.text-corrected/1", "digest": digest.to_string(), "corrects": corrects.to_string(),
    });
    session.tell(&told, &json);
    Ok(Outcome::Done)
}

fn passages(session: &Session, open: &OpenCase, source: RecordId) -> Result<Outcome, CommandError> {
    let stored = open.case().read()?;
    let mut pinned: Vec<(ClaimId, Pinned)> = Vec::new();
    for row in open.case().rows().claims_in(source)? {
        let Some(logged) = stored.claim(row.id)? else { continue };
        if let (false, Some(passage)) = (row.retracted, &logged.claim.passage)
            && let Locator::Range { digest, start, end } = &passage.locator
        {
            let text = ContentDigest::from_bytes(*digest);
            pinned.push((row.id, Pinned { text, range: *start..*end }));
        }
    }
    let places: Vec<Pinned> = pinned.iter().map(|(_, place)| place.clone()).collect();
    let carried = carry(open, source, &places)?;
    let (mut lines, mut shapes, mut lost) = (Vec::new(), Vec::new(), 0);
    for ((claim, place), carried) in pinned.iter().zip(&carried) {
        let name = match stored.row_of(*claim)? {
            Some(row) => row.to_string(),
            None => claim.to_string().chars().take(12).collect(),
        };
        let from = format!("{}-{}", place.range.start, place.range.end);
        let (word, told, to) = match carried {
            Carried::Same => ("same", "in the newest text".to_owned(), Some(place)),
            Carried::To(to) => (
                "carried",
                format!("in the newest text at {}-{}", to.range.start, to.range.end),
                Some(to),
            ),
            Carried::Several(first, count) => {
                ("several", format!("in {count} places of the newest text"), Some(first))
            }
            Carried::Nowhere(near) => {
                let near = near.as_ref().map(|near| format!("; nearest: \"{}\"", near.text));
                ("lost", format!("NOT in the newest text{}", near.unwrap_or_default()), None)
            }
            Carried::NotHere => ("not-here", "the text is not here".to_owned(), None),
        };
        lost += usize::from(matches!(word, "several" | "lost"));
        lines.push(format!("{name}  {}  {from}  {told}", files::short(place.text)));
        shapes.push(json!({
            "claim": claim.to_string(),
            "text": place.text.to_string(),
            "start": place.range.start,
            "end": place.range.end,
            "now": word,
            "to": to.map(|to| json!({
                "text": to.text.to_string(), "start": to.range.start, "end": to.range.end,
            })),
        }));
    }
    if lost > 0 {
        lines.push(format!("{lost} passages cannot be carried to the newest text: look at them."));
    }
    if lines.is_empty() {
        lines.push("No claim was read at a place of its text.".to_owned());
    }
    session.tell(&lines.join("\n"), &json!({ "shape": "onus.passages/1", "passages": shapes }));
    Ok(if lost > 0 { Outcome::No } else { Outcome::Done })
}
