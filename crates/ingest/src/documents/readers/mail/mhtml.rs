//! Web pages saved with everything on them as one message (MHTML, RFC 2557).

use mail_parser::{HeaderForm, HeaderName, MimeHeaders, PartType};

use super::parts::Opened;
use super::{claims, header, headers};
use crate::documents::input::{Head, Job};
use crate::documents::readers::{Reader, html};
use crate::documents::{Document, Failure, Field, Note, Property};

/// Web pages saved as messages.
pub(crate) const READER: Reader = Reader { version: "mhtml/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    let names = headers(&head.bytes);
    if !names.iter().any(|name| name == "mime-version") {
        return None;
    }
    let start = head.bytes.get(..head.bytes.len().min(8192))?.to_ascii_lowercase();
    let start = String::from_utf8_lossy(&start);
    let saved = names.iter().any(|name| name == "snapshot-content-location")
        || start.contains("<saved by ")
        || matches!(head.ending.as_str(), "mht" | "mhtml");
    let page = start.contains("multipart/related") || start.contains("text/html");
    (saved && page).then_some("multipart/related")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let bytes = job.whole()?;
    let limits = job.limits;
    let opened = Opened::new(&bytes, limits)?;
    let message = &opened.message;
    let page = message.parts.iter().position(|part| {
        part.is_content_type("text", "html") && !matches!(part.body, PartType::Multipart(_))
    });
    let Some(page) = page else { return Err(Failure::malformed("it holds no page")) };
    let body = opened.bytes(page as u32);
    let mut document = html::page(&body.bytes, body.charset.as_deref(), limits)?;

    let mut said = Vec::new();
    claims(message, &mut said);
    // What sends a message saves a page.
    for mut property in said {
        property.field = match property.field {
            Field::Author => Field::Device,
            Field::Made => Field::Captured,
            field => field,
        };
        document.properties.push(property);
    }
    let location = HeaderName::Other("Snapshot-Content-Location".into());
    let address = header(message, location, HeaderForm::Raw).or_else(|| {
        message.parts.get(page).and_then(|part| part.content_location().map(str::to_owned))
    });
    if let Some(value) = address {
        let at = "Content-Location".to_owned();
        document.properties.push(Property { field: Field::Address, value, at });
    }
    let mut passed = 0_u32;
    for (number, (id, part)) in message.parts.iter().enumerate().enumerate() {
        if id == page || matches!(part.body, PartType::Multipart(_)) {
            continue;
        }
        let attachment = opened.attachment(&number.to_string(), id as u32);
        if attachment.media.as_deref().is_some_and(lays_out) {
            passed += 1;
            continue;
        }
        document.attachments.push(attachment);
    }
    document.notes.extend(laid_out(passed));
    Ok(document)
}

/// Whether files of this kind only lay out pages.
pub(in super::super) fn lays_out(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    let starts =
        ["text/css", "font/", "application/font", "application/x-font", "application/wasm"];
    starts.iter().any(|start| media.starts_with(start))
        || media.contains("javascript")
        || media.contains("ms-fontobject")
}

/// What is said of files that only lay out pages.
pub(in super::super) fn laid_out(count: u32) -> Option<Note> {
    let why = "style sheets, scripts and fonts hold nothing to read".to_owned();
    (count > 0).then(|| Note::LeftOut(format!("{count} files"), why))
}
