//! Documents of answers as pages read them: the fields they use of what `docs/json.md` describes.
//!
//! A page reads the same JSON as everybody else. A field that is missing or of another type is an error, never a gap
//! on a page; a test sets every document of the worked example.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// A document is not of the shape that a page needs.
#[derive(Debug)]
pub struct NotADocument(String);

impl std::fmt::Display for NotADocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a document cannot be set as a page: {}", self.0)
    }
}

impl std::error::Error for NotADocument {}

/// Reads a document.
pub(crate) fn read<D: DeserializeOwned>(document: &Json) -> Result<D, NotADocument> {
    D::deserialize(document).map_err(|error| NotADocument(error.to_string()))
}

#[derive(Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) handle: Option<String>,
    pub(crate) r#type: Option<String>,
    pub(crate) label: String,
}

#[derive(Deserialize)]
pub(crate) struct Voice {
    pub(crate) record: Option<Record>,
    pub(crate) label: String,
}

#[derive(Deserialize)]
pub(crate) struct Days {
    pub(crate) earliest: Option<String>,
    pub(crate) latest: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Value {
    pub(crate) kind: String,
    pub(crate) canonical: String,
    pub(crate) words: String,
    pub(crate) record: Option<Record>,
    pub(crate) low: Option<u64>,
    pub(crate) high: Option<u64>,
}

#[derive(Deserialize, Clone, Copy)]
pub(crate) struct Status {
    pub(crate) origins: usize,
    pub(crate) independent: usize,
    pub(crate) in_conflict: usize,
}

#[derive(Deserialize)]
pub(crate) struct Qualifier {
    pub(crate) label: String,
    pub(crate) value: Value,
}

#[derive(Deserialize)]
pub(crate) struct ClaimName {
    pub(crate) id: String,
    pub(crate) row: Option<String>,
    pub(crate) draft: bool,
}

#[derive(Deserialize)]
pub(crate) struct Saying {
    pub(crate) polarity: String,
    pub(crate) admits: bool,
    pub(crate) value: Value,
    pub(crate) held: Option<Value>,
    pub(crate) said: Option<Days>,
    pub(crate) wording: Option<String>,
    pub(crate) current: bool,
    pub(crate) draft: bool,
    pub(crate) claims: Vec<ClaimName>,
    pub(crate) statements: Vec<Record>,
    pub(crate) statement_claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
pub(crate) struct Line {
    pub(crate) voice: Voice,
    pub(crate) persons: Vec<Record>,
    pub(crate) sayings: Vec<Saying>,
    pub(crate) revised: bool,
    pub(crate) known_only_through: Vec<Record>,
}

#[derive(Deserialize)]
pub(crate) struct Apart {
    pub(crate) kind: String,
    pub(crate) relay: Option<Record>,
    pub(crate) voice: Voice,
    pub(crate) polarity: String,
    pub(crate) value: Value,
    pub(crate) wording: Option<String>,
    pub(crate) claim: ClaimName,
}

#[derive(Deserialize)]
pub(crate) struct Position {
    pub(crate) value: Value,
    pub(crate) stated_by: Vec<Voice>,
    pub(crate) conflicts_with: Vec<Voice>,
}

#[derive(Deserialize)]
pub(crate) struct Denial {
    pub(crate) voice: Voice,
    pub(crate) value: Value,
    pub(crate) party: Option<Record>,
    pub(crate) interest: Option<String>,
    pub(crate) given_up: bool,
    pub(crate) statements: Vec<Record>,
    pub(crate) claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
pub(crate) struct Admission {
    pub(crate) voice: Voice,
    pub(crate) value: Value,
    pub(crate) of: Vec<String>,
    pub(crate) claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
pub(crate) struct Reading {
    pub(crate) scope: Vec<Qualifier>,
    pub(crate) status: Status,
    pub(crate) positions: Vec<Position>,
    pub(crate) voices: Vec<Line>,
    pub(crate) apart: Vec<Apart>,
    pub(crate) denied: Vec<Denial>,
    pub(crate) admitted: Vec<Admission>,
    pub(crate) judgements: Vec<ClaimName>,
}

#[derive(Deserialize)]
pub(crate) struct Told {
    pub(crate) value: Value,
    pub(crate) voices: Vec<Voice>,
    pub(crate) denied_by: Vec<Voice>,
    pub(crate) own: bool,
    pub(crate) chosen: bool,
    pub(crate) in_conflict: bool,
    pub(crate) claims: Vec<ClaimName>,
}

/// A property with what is told of it.
#[derive(Deserialize)]
pub(crate) struct Slot {
    pub(crate) property: String,
    pub(crate) label: String,
    pub(crate) values: Vec<Told>,
}

#[derive(Deserialize)]
pub(crate) struct Date {
    pub(crate) value: Value,
    pub(crate) days: Days,
    pub(crate) relative: bool,
    pub(crate) voices: Vec<Voice>,
    pub(crate) through: Vec<Voice>,
    pub(crate) claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
pub(crate) struct Relay {
    pub(crate) by: Record,
    pub(crate) rendering: String,
}

#[derive(Deserialize)]
pub(crate) struct Passage {
    pub(crate) start: Option<u64>,
    pub(crate) end: Option<u64>,
    pub(crate) locator: Option<String>,
    pub(crate) quote: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct RestsOn {
    pub(crate) how: String,
    pub(crate) claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) row: Option<String>,
    pub(crate) record: Record,
    pub(crate) property: String,
    pub(crate) label: String,
    pub(crate) value: Value,
    pub(crate) wording: Option<String>,
    pub(crate) scope: Vec<Qualifier>,
    pub(crate) voice: Voice,
    pub(crate) on_behalf_of: Option<Record>,
    pub(crate) speaker: Option<Record>,
    pub(crate) basis: Option<String>,
    pub(crate) party: Option<Record>,
    pub(crate) interest: Option<String>,
    pub(crate) attribution: String,
    pub(crate) via: Vec<Relay>,
    pub(crate) source: Option<Record>,
    pub(crate) passage: Option<Passage>,
    pub(crate) said: Option<Value>,
    pub(crate) held: Option<Value>,
    pub(crate) stance: String,
    pub(crate) rests_on: Option<RestsOn>,
    pub(crate) level: String,
    pub(crate) review: String,
    pub(crate) recorded: Option<String>,
    pub(crate) recorded_by: Option<String>,
    pub(crate) checked_by: Option<String>,
}
