//! Messages (RFC 5322, MIME), mailboxes, and web pages saved as messages.
//!
//! A library takes messages apart; what its parts are is decided here. The headers that a reader is shown and
//! the body are the text. Whatever is attached is a file of its own, in the very bytes that were sent, and so is
//! every message of a mailbox: each keeps its own digest, wherever else it turns up.

pub(super) mod body;
pub(super) mod mbox;
pub(super) mod mhtml;
mod parts;

use mail_parser::{DateTime, HeaderForm, HeaderName, HeaderValue, Message};

use super::{Reader, html};
use crate::documents::builder::TextBuilder;
use crate::documents::encoding::looks_like_text;
use crate::documents::input::{Head, Job};
use crate::documents::{Document, Failure, Field, Note, Place, Property};
use parts::{Inner, Opened};

/// Messages.
pub(crate) const READER: Reader = Reader { version: "eml/1", recognize, read };

/// Headers with which messages begin. Their names are compared in small letters.
const HEADERS: &[&str] = &[
    "arc-seal",
    "authentication-results",
    "bcc",
    "cc",
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "envelope-to",
    "from",
    "importance",
    "in-reply-to",
    "list-id",
    "message-id",
    "mime-version",
    "priority",
    "received",
    "references",
    "reply-to",
    "return-path",
    "sender",
    "status",
    "subject",
    "thread-topic",
    "to",
    "user-agent",
];

/// The names of the headers at a file's beginning, in small letters; none when it begins with something else.
fn headers(bytes: &[u8]) -> Vec<String> {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(16 << 10)).unwrap_or_default());
    let mut names = Vec::new();
    for line in start.lines() {
        if line.is_empty() || line.starts_with([' ', '\t']) {
            if line.is_empty() || names.is_empty() {
                break;
            }
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        let word = |scalar: char| scalar.is_ascii_graphic();
        if name.is_empty() || !name.chars().all(word) {
            break;
        }
        names.push(name.to_ascii_lowercase());
    }
    names
}

fn recognize(head: &Head) -> Option<&'static str> {
    let names = headers(&head.bytes);
    let first = names.first()?;
    let known = |name: &String| HEADERS.contains(&name.as_str()) || name.starts_with("x-");
    if !known(first) || names.iter().filter(|name| known(name)).count() < 2 {
        return None;
    }
    // People write memoranda that begin like messages; those that programs send carry more.
    let sent = ["message-id", "received", "mime-version", "return-path", "x-mozilla-status"];
    let sent = names.iter().any(|name| sent.contains(&name.as_str()));
    (sent || head.ending == "eml" && looks_like_text(&head.bytes)).then_some("message/rfc822")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let bytes = job.whole()?;
    let limits = job.limits;
    let opened = Opened::new(&bytes, limits)?;
    let message = &opened.message;
    let mut document = Document::default();
    claims(message, &mut document.properties);

    let mut text = TextBuilder::new(limits);
    let shown = [
        ("Subject", HeaderName::Subject),
        ("From", HeaderName::From),
        ("To", HeaderName::To),
        ("Cc", HeaderName::Cc),
        ("Date", HeaderName::Date),
    ];
    for (word, name) in shown {
        let form = if word == "Date" { HeaderForm::Raw } else { HeaderForm::Text };
        let Some(value) = header(message, name, form) else { continue };
        text.line();
        text.push(word)?;
        text.push(": ")?;
        text.part(Place::Message(word.to_lowercase()), &value)?;
    }
    let mut first = true;
    for inner in &opened.parts {
        match inner {
            Inner::Body(number, part) => {
                let place = if first { "body".to_owned() } else { number.clone() };
                first = false;
                let body = opened.bytes(*part);
                text.blank();
                text.open(Place::Message(place))?;
                let paragraphs = body::paragraphs(&body, limits, &mut document.notes)?;
                for (number, paragraph) in (1..).zip(paragraphs) {
                    if number > 1 {
                        text.blank();
                    }
                    text.part(Place::Paragraph(number), &paragraph)?;
                }
                text.close();
            }
            Inner::Encrypted(number) => {
                let why = "it is encrypted".to_owned();
                document.notes.push(Note::LeftOut(format!("part {number}"), why));
            }
            Inner::Attached(number, part) => {
                document.attachments.push(opened.attachment(number, *part));
            }
        }
    }
    if text.parts() == 0 && document.attachments.is_empty() {
        return Err(Failure::malformed("it holds no message"));
    }
    (document.text, document.parts) = text.finish();
    Ok(document)
}

/// The value of a header, decoded; several of one name are joined as they are.
fn header(message: &Message<'_>, name: HeaderName<'static>, form: HeaderForm) -> Option<String> {
    let values = message.header_as(name, form);
    let values: Vec<&str> = values
        .iter()
        .filter_map(|value| match value {
            HeaderValue::Text(text) => Some(text.trim()),
            _ => None,
        })
        .filter(|value| !value.is_empty())
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// What a message's headers say of it.
fn claims(message: &Message<'_>, properties: &mut Vec<Property>) {
    let fields = [
        ("Subject", HeaderName::Subject, Field::Title),
        ("From", HeaderName::From, Field::Author),
        ("Sender", HeaderName::Sender, Field::Author),
        ("To", HeaderName::To, Field::Recipient),
        ("Cc", HeaderName::Cc, Field::Recipient),
        ("Bcc", HeaderName::Bcc, Field::Recipient),
        ("Message-ID", HeaderName::MessageId, Field::Identifier),
        ("Content-Language", HeaderName::ContentLanguage, Field::Language),
        ("X-Mailer", HeaderName::Other("X-Mailer".into()), Field::Device),
        ("User-Agent", HeaderName::Other("User-Agent".into()), Field::Device),
    ];
    for (at, name, field) in fields {
        let raw = matches!(at, "Message-ID");
        let form = if raw { HeaderForm::Raw } else { HeaderForm::Text };
        if let Some(value) = header(message, name, form) {
            properties.push(Property { field, value, at: at.to_owned() });
        }
    }
    if let Some(verbatim) = header(message, HeaderName::Date, HeaderForm::Raw) {
        let value =
            message.date().filter(|date| date.is_valid()).map_or(verbatim, DateTime::to_rfc3339);
        properties.push(Property { field: Field::Made, value, at: "Date".to_owned() });
    }
}
