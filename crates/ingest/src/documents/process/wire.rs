//! What a reading process answers with.
//!
//! ```text
//! "onus-reading/1\n"   length of the header, 4 bytes, the least first   header, JSON   text   attached files
//! ```
//!
//! The header is the document without its text and without the bytes of its attached files, whose lengths it
//! states. Whoever decodes assumes that the sender is hostile.

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use crate::documents::{Document, Failure, Limits, vetting};

const MAGIC: &[u8] = b"onus-reading/1\n";

/// The most bytes of a header: what 200 000 cells with long names take.
const HEADER: u32 = 64 << 20;

#[derive(Serialize, Deserialize)]
enum Header {
    Read { document: Document, text: u64, attached: Vec<u64> },
    Failed(Failure),
}

/// Writes an answer.
pub(super) fn encode(
    answer: Result<Document, Failure>,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let (header, text, files) = match answer {
        Ok(mut document) => {
            let text = std::mem::take(&mut document.text);
            let files: Vec<Vec<u8>> = document
                .attachments
                .iter_mut()
                .map(|attachment| std::mem::take(&mut attachment.bytes))
                .collect();
            let attached = files.iter().map(|file| file.len() as u64).collect();
            (Header::Read { document, text: text.len() as u64, attached }, text, files)
        }
        Err(failure) => (Header::Failed(failure), String::new(), Vec::new()),
    };
    let mut bytes = serde_json::to_vec(&header).map_err(std::io::Error::other)?;
    let mut length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    if length > HEADER {
        let failure = Failure::too_much("more parts than can be told");
        bytes = serde_json::to_vec(&Header::Failed(failure)).map_err(std::io::Error::other)?;
        length = u32::try_from(bytes.len()).unwrap_or(0);
        out.write_all(MAGIC)?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&bytes)?;
        return out.flush();
    }
    out.write_all(MAGIC)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&bytes)?;
    out.write_all(text.as_bytes())?;
    for file in files {
        out.write_all(&file)?;
    }
    out.flush()
}

/// Why an answer could not be taken.
pub(super) enum Unread {
    /// The sender stopped before the end of its answer, so that its end says more than its answer.
    BrokeOff,
    /// What it sent is no answer.
    Wrong(Failure),
}

/// Takes an answer, whoever sent it.
pub(super) fn decode(
    input: &mut dyn Read,
    limits: &Limits,
) -> Result<Result<Document, Failure>, Unread> {
    let wrong = |what: &str| Unread::Wrong(Failure::broken(format!("its answer has {what}")));
    if exactly(input, MAGIC.len() as u64)? != MAGIC {
        return Err(wrong("another form"));
    }
    let length = exactly(input, 4)?;
    let length = length.try_into().map(u32::from_le_bytes).unwrap_or(u32::MAX);
    if length > HEADER {
        return Err(wrong("too long a header"));
    }
    let header = exactly(input, u64::from(length))?;
    let header: Header =
        serde_json::from_slice(&header).map_err(|_| wrong("a header of another form"))?;
    let (mut document, text, attached) = match header {
        Header::Read { document, text, attached } => (document, text, attached),
        Header::Failed(mut failure) => {
            vetting::tidy_failure(&mut failure);
            return Ok(Err(failure));
        }
    };
    let all = attached.iter().try_fold(0_u64, |all, length| all.checked_add(*length));
    if text > limits.output || all.is_none_or(|all| all > limits.output) {
        return Err(wrong("more text or files than are allowed"));
    }
    if attached.len() != document.attachments.len() {
        return Err(wrong("files that do not match its list"));
    }
    document.text =
        String::from_utf8(exactly(input, text)?).map_err(|_| wrong("text that is not UTF-8"))?;
    for (attachment, length) in document.attachments.iter_mut().zip(attached) {
        attachment.bytes = exactly(input, length)?;
    }
    if exactly(input, 1).is_ok() {
        return Err(wrong("more after its end"));
    }
    vetting::vet(&mut document, limits).map_err(Unread::Wrong)?;
    Ok(Ok(document))
}

/// So many bytes. Memory grows with what arrives, not with what is promised.
fn exactly(input: &mut dyn Read, length: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    match input.take(length).read_to_end(&mut bytes) {
        Ok(count) if count as u64 == length => Ok(bytes),
        _ => Err(Unread::BrokeOff),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::documents::{Attachment, Field, Note, Part, Place, Property, Trouble};

    fn document() -> Document {
        let part = |place, range| Part { place, range, recognized: None };
        let cell = Place::Cell { sheet: "Лист".to_owned(), cell: "B7".to_owned() };
        Document {
            reader: "pdf/1".to_owned(),
            media: "application/pdf".to_owned(),
            text: "Жаңаөзен, 2011".to_owned(),
            parts: vec![
                part(Place::Page(1), 0..14),
                part(Place::Paragraph(1), 0..8),
                part(cell, 10..14),
                part(Place::Time { from: 0, to: 2500 }, 14..14),
            ],
            properties: vec![Property {
                field: Field::Made,
                value: "2013-07".to_owned(),
                at: "Info CreationDate".to_owned(),
            }],
            attachments: vec![Attachment {
                name: "a.txt".to_owned(),
                media: None,
                at: "part 2".to_owned(),
                address: Some("https://example.org/".to_owned()),
                captured: None,
                bytes: vec![0, 1, 2, 255],
            }],
            notes: vec![Note::Reordered, Note::LeftOut("page 3".to_owned(), "why".to_owned())],
            pictures: Vec::new(),
        }
    }

    fn encoded(answer: Result<Document, Failure>) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(answer, &mut bytes).unwrap();
        bytes
    }

    fn decoded(bytes: &[u8]) -> Result<Result<Document, Failure>, Unread> {
        decode(&mut &bytes[..], &Limits::default())
    }

    #[test]
    fn an_answer_arrives_as_it_was_sent() {
        assert!(matches!(decoded(&encoded(Ok(document()))), Ok(Ok(it)) if it == document()));
        let failure = Failure::from(Trouble::Protected).at("page 3");
        assert!(matches!(decoded(&encoded(Err(failure.clone()))), Ok(Err(it)) if it == failure));
    }

    proptest! {
        /// Whatever is changed on the way, what is taken satisfies everything that a document must.
        #[test]
        fn an_altered_answer_is_refused_or_sound(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            end in any::<prop::sample::Index>(),
            cut in any::<bool>(),
        ) {
            let mut bytes = encoded(Ok(document()));
            for (at, value) in changes {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            if cut {
                bytes.truncate(end.index(bytes.len()));
            }
            if let Ok(Ok(mut taken)) = decoded(&bytes) {
                prop_assert!(vetting::vet(&mut taken, &Limits::default()).is_ok());
            }
        }
    }
}
