//! Bodies of messages, paragraph by paragraph.

use super::html;
use crate::documents::encoding::decode;
use crate::documents::{Failure, Limits, Note};

/// A body: its bytes, and what its headers say of them.
pub(super) struct Body {
    /// Its bytes, no longer encoded for their way.
    pub(super) bytes: Vec<u8>,
    /// The encoding of its letters, where that is stated.
    pub(super) charset: Option<String>,
    /// Whether it is a web page.
    pub(super) page: bool,
}

/// The paragraphs of a body. Those of plain text are told apart by blank lines.
pub(super) fn paragraphs(
    body: &Body,
    limits: &Limits,
    notes: &mut Vec<Note>,
) -> Result<Vec<String>, Failure> {
    if body.page {
        let (paragraphs, more) = html::paragraphs(&body.bytes, body.charset.as_deref(), limits)?;
        notes.extend(more);
        return Ok(paragraphs);
    }
    let decoded = decode(&body.bytes, body.charset.as_deref());
    notes.extend(decoded.notes);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut blank = true;
    for line in decoded.text.lines() {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        match paragraphs.last_mut() {
            Some(paragraph) if !blank => {
                paragraph.push('\n');
                paragraph.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
        blank = false;
    }
    Ok(paragraphs)
}

/// Whether two forms of one body say the same: letter by letter, leaving out addresses of pages, which programs
/// write out in one of them only.
pub(super) fn alike(one: &[String], other: &[String]) -> bool {
    let letters = |paragraphs: &[String]| -> String {
        let words = paragraphs.iter().flat_map(|paragraph| paragraph.split_whitespace());
        let words = words.filter(|word| !word.contains("://"));
        words.flat_map(|word| word.chars().filter(|scalar| scalar.is_alphanumeric())).collect()
    };
    letters(one) == letters(other)
}
