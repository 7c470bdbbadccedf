//! What commands and pages answer: JSON shapes, and words for people.
//!
//! `onus-reason` computes answers as data. Here each of them gets a JSON document, whose fields
//! `docs/json.md` describes and a test compares with what is produced, and a readable text, put
//! together from the messages in `locales/`. Only searching looks into the case beyond the answer: for the texts of what
//! was found. Nothing here reads the environment or the clock, and nothing prints.
//!
//! Each module has the same two functions and gives the answer's types again:
//!
//! ```text
//! show, why, list, count, compare, timeline, statements, commitments, check, brief, review, find:
//!     <name>::to_json(&Answer, &Look) -> serde_json::Value
//!     <name>::to_text(&Answer, &Look, &Style) -> String
//! findings: to_json(&Findings, &Standards, &Look) -> Value
//!          to_text, explained(&Findings, &Standards, &Look, &Style) -> String
//! search:  search(&Look, &OpenCase, &str, usize) -> Result<Hits, SearchError>: found, and what is shown of it
//!          to_json(&Hits, &Look) -> Value       to_text(&Hits, &Look, &Style) -> String
//! log:     to_json(&Lines) -> Value             to_text(&Lines, &Style) -> String
//! claim:   to_json(ClaimId, &Look) -> Option<Value>
//! source:  to_json(&Look, &OpenCase, RecordId, Part) -> Result<Value, CaseError>: its texts, to be read
//! reading: Teller::new(language), which says what became of a file that was read
//! verify:  to_json(&Verified) -> Value          to_text(&Verified, &Style) -> String
//! timestamp: to_json(&Stamps) -> Value          to_text(&Stamps, &Style) -> String
//! bag:     to_json(&str, &Verified) -> Value    to_text(&str, &Verified, &Style) -> String
//! ```
//!
//! The answers themselves come from `onus_reason::{show, why, list, count, …}`; the functions are given
//! again as `onus_answers::<name>::<name>`. Texts are plain unless [`Style::marks`] is set; then parts
//! of them stand between markers that [`mark::split`] takes apart, so that a terminal can colour them.

pub mod accountability;
pub mod adding;
pub mod bag;
pub mod brief;
pub mod challenge;
pub mod check;
pub mod claim;
pub mod commitments;
pub mod compare;
pub mod count;
mod desk;
pub mod excerpt;
pub mod find;
pub mod findings;
mod label;
mod lines;
pub mod links;
pub mod list;
pub mod log;
pub mod map;
pub mod mark;
pub mod members;
pub mod messages;
pub mod network;
mod phrases;
pub mod reading;
pub mod review;
pub mod search;
mod shape;
pub mod show;
pub mod source;
pub mod statements;
mod style;
mod table;
pub mod timeline;
pub mod timestamp;
pub mod verify;
pub mod why;

pub use style::Style;
