//! Web pages, saved by whatever program.
//!
//! Everything that a browser shows is captured, menus and advertisements too, since what stood beside an article
//! may matter later. Which of its paragraphs are the main text is told apart by the rules that browsers' reader
//! views use, and laid over the capture: the same words stand in the text once, and a quotation is found once.
//!
//! What a page hides without the help of style sheets is kept beside it; style sheets and scripts are not run.

mod capture;
mod claims;
mod depth;
mod main_text;

use dom_query::Document as Page;

use super::Reader;
use crate::documents::builder::TextBuilder;
use crate::documents::encoding::{decode, looks_like_text};
use crate::documents::input::{Head, Job};
use crate::documents::{Document, Failure, Limits, Note, Place};

/// Web pages.
pub(crate) const READER: Reader = Reader { version: "html/1", recognize, read };

/// How deep the elements of a page may lie in one another for its main text to be looked for. Browsers lay out
/// no page that is deeper (it is their parsers' limit too), and nothing that people write comes near.
const DEEP: usize = 512;

fn recognize(head: &Head) -> Option<&'static str> {
    if !looks_like_text(&head.bytes) {
        return None;
    }
    let start =
        decode(head.bytes.get(..head.bytes.len().min(8192))?, None).text.to_ascii_lowercase();
    let mut rest = start.trim_start();
    // Before the page itself may stand remarks, such as where it was saved from.
    while let Some(after) = rest.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        rest = after.1.trim_start();
    }
    const STARTS: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<title", "<meta"];
    let page = STARTS.iter().any(|tag| rest.starts_with(tag));
    if page || rest.starts_with("<?xml") && rest.contains("<html") {
        return Some("text/html");
    }
    // A piece of a page, which is told from plain text that speaks of tags by its name only.
    let named = matches!(head.ending.as_str(), "html" | "htm" | "xhtml");
    (named && rest.starts_with('<')).then_some("text/html")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let bytes = job.whole()?;
    page(&bytes, None, job.limits)
}

/// Reads a page, of whose encoding somebody may have said something outside of it.
pub(super) fn page(
    bytes: &[u8],
    stated: Option<&str>,
    limits: &Limits,
) -> Result<Document, Failure> {
    let stated = stated.map(str::to_owned).or_else(|| claims::encoding(bytes));
    let decoded = decode(bytes, stated.as_deref());
    depth::check(&decoded.text)?;
    let page = Page::from(decoded.text.as_str());
    let mut document = Document { notes: decoded.notes, ..Document::default() };
    document.properties = claims::of(&page);
    let captured = capture::of(&page, limits)?;
    let paragraphs = captured.paragraphs;
    let main = if captured.depth > DEEP {
        let why = format!("elements lie in one another deeper than {DEEP}");
        document.notes.push(Note::LeftOut("main text".to_owned(), why));
        vec![false; paragraphs.len()]
    } else {
        main_text::of(page, &paragraphs)
    };

    let mut text = TextBuilder::new(limits);
    text.open(Place::Capture)?;
    let mut inside = false;
    for ((number, paragraph), main) in (1..).zip(&paragraphs).zip(main) {
        if inside && !main {
            text.close();
        }
        text.line();
        if main && !inside {
            text.open(Place::Main)?;
        }
        inside = main;
        text.part(Place::Paragraph(number), &paragraph.text)?;
    }
    if inside {
        text.close();
    }
    text.close();
    for (number, hidden) in (1..).zip(&captured.hidden) {
        if number == 1 {
            document.notes.push(Note::Unseen("hidden".to_owned()));
        }
        text.blank();
        text.part(Place::Aside("hidden".to_owned(), number), hidden)?;
    }
    if paragraphs.is_empty() {
        document.notes.push(Note::NoText);
    }
    (document.text, document.parts) = text.finish();
    Ok(document)
}

/// The paragraphs that a page shows, and what is to be said of reading it.
pub(super) fn paragraphs(
    bytes: &[u8],
    stated: Option<&str>,
    limits: &Limits,
) -> Result<(Vec<String>, Vec<Note>), Failure> {
    let stated = stated.map(str::to_owned).or_else(|| claims::encoding(bytes));
    let decoded = decode(bytes, stated.as_deref());
    depth::check(&decoded.text)?;
    let captured = capture::of(&Page::from(decoded.text.as_str()), limits)?;
    let mut notes = decoded.notes;
    if !captured.hidden.is_empty() {
        notes.push(Note::LeftOut("hidden".to_owned(), "it is not shown".to_owned()));
    }
    Ok((captured.paragraphs.into_iter().map(|paragraph| paragraph.text).collect(), notes))
}
