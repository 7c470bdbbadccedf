//! Plain text and Markdown.
//!
//! The text is the file's text, mark for mark: Markdown is not rendered, since what a person wrote is what they
//! will quote. Paragraphs are told apart by blank lines.

use super::Reader;
use crate::documents::builder::TextBuilder;
use crate::documents::encoding::{decode, looks_like_text};
use crate::documents::input::{Head, Job};
use crate::documents::{Document, Failure, Place};

/// Plain text and Markdown, in any encoding that can be told.
pub(crate) const READER: Reader = Reader { version: "plain/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    if !looks_like_text(&head.bytes) {
        return None;
    }
    match head.ending.as_str() {
        "md" | "markdown" => Some("text/markdown"),
        _ => Some("text/plain"),
    }
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let decoded = decode(&job.whole()?, None);
    let mut text = TextBuilder::new(job.limits);
    let (mut number, mut inside) = (0, false);
    for (index, line) in lines(&decoded.text).enumerate() {
        let blank = line.trim().is_empty();
        if blank && inside {
            text.close();
            inside = false;
        }
        if index > 0 {
            text.push("\n")?;
        }
        if !blank && !inside {
            number += 1;
            text.open(Place::Paragraph(number))?;
            inside = true;
        }
        text.push(line)?;
    }
    let (text, parts) = text.finish();
    Ok(Document { text, parts, notes: decoded.notes, ..Document::default() })
}

/// The lines of a text, whichever way they end; the last one is empty when the text ends with a line end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let here = rest?;
        match here.find(['\n', '\r']) {
            None => {
                rest = None;
                Some(here)
            }
            Some(end) => {
                let (line, after) = here.split_at(end);
                let after = after.strip_prefix("\r\n").unwrap_or_else(|| {
                    let mut scalars = after.chars();
                    scalars.next();
                    scalars.as_str()
                });
                rest = Some(after);
                Some(line)
            }
        }
    })
}
