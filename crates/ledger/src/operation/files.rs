//! The operations about files and texts: what came in, what was read from it, what was done with it, and
//! when it is known to have existed.
//!
//! Files and texts stand outside the log and are named by their plain SHA-256. The key that a file is
//! sealed under is not in the log either: it would be on every replica, also where the file is not, and
//! destroying it would no longer destroy the file.

use data_encoding::BASE64;

use crate::checkpoint::Checkpoint;
use crate::id::{Digest, RecordId};
use crate::object::{Wrong, object};
use crate::word::words;

object! {
    /// The text read from a source, which passages point into.
    pub struct Reading {
        /// The source, a record.
        "source" source: RecordId,
        /// The exhibit's file it was read from, when there is one.
        "file" file: Option<Digest>,
        /// SHA-256 of the text in UTF-8; the text itself is kept outside the log.
        "text" text: Digest,
        /// SHA-256 of the list of the text's parts (pages, cells, time codes), kept outside the log.
        "parts" parts: Option<Digest>,
        /// The text's length in Unicode scalar values.
        "length" length: u64,
        /// What read it: a program and its version, or a person's transcription.
        "reader" reader: String,
        /// Its main language, as a BCP 47 tag.
        "lang" lang: Option<String>,
        /// The text that this one corrects, another than itself.
        "corrects" corrects: Option<Digest>,
    }
}

impl Reading {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        match self.corrects == Some(self.text) {
            true => Err(Wrong::here().within("corrects")),
            false => Ok(()),
        }
    }
}

object! {
    /// A file that came into the case.
    pub struct Exhibit {
        /// The source or exhibit it belongs to, a record.
        "record" record: RecordId,
        /// SHA-256 of the file as it came.
        "file" file: Digest,
        /// Its length in bytes.
        "bytes" bytes: u64,
        /// Its media type, such as `application/pdf`.
        "media" media: String,
        /// The name it came with.
        "name" name: Option<String>,
    }
}

object! {
    /// What was done with an exhibit.
    pub struct Custody {
        /// The exhibit's file.
        "file" file: Digest,
        /// What was done.
        "kind" kind: CustodyKind,
        /// When, as the model's canonical text of a date.
        "when" when: String,
        /// From whom it came.
        "from" from: Option<String>,
        /// To whom it went.
        "to" to: Option<String>,
        /// In words.
        "note" note: Option<String>,
    }
}

words! {
    /// What was done with an exhibit.
    pub enum CustodyKind {
        /// It came to the team.
        Received = "received",
        /// A copy was made.
        Copied = "copied",
        /// A copy left the case.
        Exported = "exported",
        /// The exhibit itself was given to somebody.
        HandedOver = "handed-over",
        /// Somebody examined it.
        Examined = "examined",
        /// It was given back.
        Returned = "returned",
    }
}

object! {
    /// A checkpoint with its signatures and countersignatures.
    pub struct KeptCheckpoint {
        /// The checkpoint's text.
        "note" note: String,
    }
}

impl KeptCheckpoint {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        Checkpoint::parse(&self.note).map(|_| ()).map_err(|_| Wrong::here().within("note"))
    }
}

object! {
    /// An RFC 3161 time stamp over a checkpoint: what the checkpoint is over existed before that time.
    pub struct Stamp {
        /// The checkpoint as it was stamped, with the device's signature line and no other.
        "note" note: String,
        /// The time stamp token (DER) in base64, or else [`Self::object`].
        "token" token: Option<String>,
        /// The vault object that holds the token.
        "object" object: Option<Digest>,
    }
}

impl Stamp {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        let note = Checkpoint::parse(&self.note).ok().filter(|note| note.lines() == 1);
        note.ok_or_else(|| Wrong::here().within("note"))?;
        let decodes = |token: &String| !token.is_empty() && BASE64.decode(token.as_bytes()).is_ok();
        if !self.token.as_ref().is_none_or(decodes) {
            return Err(Wrong::here().within("token"));
        }
        match self.token.is_some() == self.object.is_some() {
            true => Err(Wrong::here().within("object")),
            false => Ok(()),
        }
    }

    /// A stamp whose token (DER) stands in the operation itself.
    #[must_use]
    pub fn new(note: String, token: &[u8]) -> Self {
        Self { note, token: Some(BASE64.encode(token)), object: None }
    }

    /// The token, where it stands in the operation itself.
    #[must_use]
    pub fn token(&self) -> Option<Vec<u8>> {
        BASE64.decode(self.token.as_ref()?.as_bytes()).ok()
    }
}
