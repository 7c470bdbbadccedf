//! What is kept of a reading beside its text: where its parts stand.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::documents::{Document, Note, Part, Place, Recognized};

/// The name and version of the form in which an outline is kept.
const FORM: &str = "onus.parts/1";

/// Where the parts of a text stand in the file it was read from.
///
/// Kept as JSON in the vault and named in the log by its digest: what is here of a reading never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    form: String,
    /// Where the file stands in the file around it, outwards last; empty for a file that came by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// The media type of the file.
    pub media: String,
    /// The parts, in the order of the text.
    pub parts: Vec<Part>,
    /// What a person should know about the reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Outline {
    /// The outline of a document that stands there in the file that was added.
    #[must_use]
    pub fn of(document: &Document, path: &[String]) -> Self {
        Self {
            form: FORM.to_owned(),
            path: path.to_vec(),
            media: document.media.clone(),
            parts: document.parts.clone(),
            notes: document.notes.clone(),
        }
    }

    /// The outline of a text that a person wrote down: no parts.
    #[must_use]
    pub fn plain(path: &[String], media: &str) -> Self {
        Self {
            form: FORM.to_owned(),
            path: path.to_vec(),
            media: media.to_owned(),
            parts: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The outline as it is kept.
    ///
    /// # Errors
    ///
    /// Never for an outline that was made here.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads what was kept; none when it is of a form that this version does not know.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|outline: &Self| outline.form == FORM)
    }

    /// The stretch of text of a place: from its first part to its last.
    #[must_use]
    pub fn range_of(&self, place: &Place) -> Option<Range<u64>> {
        let mut parts = self.parts.iter().filter(|part| part.place == *place);
        let first = parts.next()?;
        Some(parts.fold(first.range.clone(), |range, part| {
            range.start.min(part.range.start)..range.end.max(part.range.end)
        }))
    }

    /// The places that a stretch of text lies in or touches, from the outermost in.
    #[must_use]
    pub fn places_of(&self, range: &Range<u64>) -> Vec<&Place> {
        let touching = self.parts.iter().filter(|part| {
            part.range.start < range.end && range.start < part.range.end
                || range.is_empty() && part.range.contains(&range.start)
        });
        let mut parts: Vec<&Part> = touching.collect();
        parts.sort_by_key(|part| (part.range.start, std::cmp::Reverse(part.range.end)));
        parts.into_iter().map(|part| &part.place).collect()
    }

    /// How a stretch of text was recognised from a picture, where it was.
    #[must_use]
    pub fn recognized(&self, range: &Range<u64>) -> Option<&Recognized> {
        let mut touching = self
            .parts
            .iter()
            .filter(|part| part.range.start < range.end && range.start < part.range.end);
        touching.find_map(|part| part.recognized.as_ref())
    }
}
