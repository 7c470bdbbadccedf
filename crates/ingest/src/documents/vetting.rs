//! What every document must satisfy, whoever made it.
//!
//! Readers are held to it, and so is a reading process that a hostile file may have taken over: whatever it
//! answers, ranges lie inside the text, counts and lengths are bounded, and no name carries control characters
//! that a terminal would obey.

use super::{Document, Failure, Limits, Note, Part};

/// The most properties and notes of a document.
const MOST: usize = 20_000;

/// The most bytes of a name, a value or a reason.
const LONGEST: usize = 16 << 10;

/// Makes strings tidy and checks the rest.
///
/// # Errors
///
/// What is wrong, in words for whoever looks after the readers; nothing that a file brings about.
pub(super) fn vet(document: &mut Document, limits: &Limits) -> Result<(), Failure> {
    let broken = |what: &str| Failure::broken(format!("its answer has {what}"));
    let scalars = document.text.chars().count() as u64;
    if document.text.len() as u64 > limits.output {
        return Err(broken("more text than is allowed"));
    }
    if document.parts.len() > limits.parts as usize
        || document.attachments.len() > limits.parts as usize
        || document.properties.len() > MOST
        || document.notes.len() > MOST + limits.parts as usize
    {
        return Err(broken("more parts than are allowed"));
    }
    if !nested(&document.parts, scalars) {
        return Err(broken("parts outside its text or across one another"));
    }
    let attached: u64 = document.attachments.iter().map(|file| file.bytes.len() as u64).sum();
    if attached > limits.output {
        return Err(broken("more attached than is allowed"));
    }
    if !pictures(document) {
        return Err(broken("pictures for parts that it does not have"));
    }
    tidy_all(document);
    Ok(())
}

/// Whether parts lie inside the text, in order, and inside or beside one another.
fn nested(parts: &[Part], scalars: u64) -> bool {
    let mut open: Vec<u64> = Vec::new();
    let mut last = 0;
    for part in parts {
        if part.range.start < last || part.range.end < part.range.start || part.range.end > scalars
        {
            return false;
        }
        last = part.range.start;
        while open.last().is_some_and(|end| *end <= part.range.start) {
            open.pop();
        }
        if open.last().is_some_and(|end| part.range.end > *end) {
            return false;
        }
        open.push(part.range.end);
    }
    true
}

/// Whether pictures are of empty parts that lie in no other, each once and in order.
fn pictures(document: &Document) -> bool {
    let mut next = 0;
    let mut reach = 0;
    let mut parts = document.parts.iter().enumerate();
    for picture in &document.pictures {
        if picture.part < next {
            return false;
        }
        next = picture.part.saturating_add(1);
        loop {
            let Some((index, part)) = parts.next() else { return false };
            if index == picture.part as usize {
                if !part.range.is_empty() || part.range.start < reach {
                    return false;
                }
                break;
            }
            reach = reach.max(part.range.end);
        }
    }
    true
}

fn tidy_all(document: &mut Document) {
    use super::Place;
    tidy(&mut document.reader);
    tidy(&mut document.media);
    for part in &mut document.parts {
        match &mut part.place {
            Place::Cell { sheet, cell } => {
                tidy(sheet);
                tidy(cell);
            }
            Place::Message(name) | Place::Aside(name, _) => tidy(name),
            Place::Page(_)
            | Place::Paragraph(_)
            | Place::Time { .. }
            | Place::Main
            | Place::Capture => {}
        }
        if let Some(recognized) = &mut part.recognized {
            tidy(&mut recognized.by);
            recognized.confidence = recognized.confidence.min(100);
        }
    }
    for property in &mut document.properties {
        tidy(&mut property.value);
        tidy(&mut property.at);
    }
    document.properties.retain(|property| !property.value.trim().is_empty());
    for file in &mut document.attachments {
        tidy(&mut file.name);
        tidy(&mut file.at);
        for text in [&mut file.media, &mut file.address, &mut file.captured].into_iter().flatten() {
            tidy(text);
        }
    }
    for note in &mut document.notes {
        match note {
            Note::EncodingGuessed(name) | Note::Unseen(name) => tidy(name),
            Note::LeftOut(one, two) | Note::OtherKind(one, two) => {
                tidy(one);
                tidy(two);
            }
            Note::PageNotRecognized(_)
            | Note::PageRecognized(_)
            | Note::NoText
            | Note::Replaced(_)
            | Note::Reordered => {}
        }
    }
}

/// A failure whose words can be shown on a terminal.
pub(super) fn tidy_failure(failure: &mut Failure) {
    use super::Trouble;
    match &mut failure.trouble {
        Trouble::Unknown(why)
        | Trouble::Malformed(why)
        | Trouble::TooMuch(why)
        | Trouble::Hostile(why)
        | Trouble::Broken(why) => tidy(why),
        Trouble::Empty | Trouble::Protected => {}
    }
    if let Some(at) = &mut failure.at {
        tidy(at);
    }
}

/// Line ends and tabs become spaces, other control characters and what reorders or hides text on a screen
/// U+FFFD; what is too long is cut.
fn tidy(text: &mut String) {
    if text.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(cut);
        text.push('…');
    }
    let odd = |scalar: char| {
        scalar.is_control()
            || matches!(scalar, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    if text.contains(odd) {
        *text = text
            .chars()
            .map(|scalar| match scalar {
                '\n' | '\r' | '\t' => ' ',
                other if odd(other) => char::REPLACEMENT_CHARACTER,
                other => other,
            })
            .collect();
    }
}
