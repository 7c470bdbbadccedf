//! Coding sheets: one row a claim, written in a spreadsheet, a CSV file or YAML.
//!
//! The three formats become one table of texts each, with the place of every cell; from there on there
//! is one reader, so that the three cannot come to mean different things. A cell is always text: no
//! format's own idea of numbers, dates or yes and no survives, because `0301`, `no` and `2011-12` have
//! to mean what the coder wrote. The schema alone gives a text its kind, and the model its value.
//!
//! Reading gives everything or nothing. A sheet with one mistake in it is not read in part, and every
//! mistake is found in one go, each with the place where it stands.
//!
//! A row names what may not exist yet: records by their handles, claims by the rows that make them. It
//! is checked completely against the schema, but only [`Row::claim`] puts the ids in, when whoever
//! commits the claims has made them.

mod check;
mod column;
mod cycle;
mod defaults;
mod difference;
mod draft;
mod file;
mod grid;
pub mod in_case;
mod known;
pub mod limits;
mod mistake;
mod name;
mod near;
pub mod passages;
mod phrase;
mod question;
mod read;
mod register;
mod row;
mod scope;
pub mod seal;
mod text;
mod word;
mod write;

pub use column::Column;
pub use difference::Change;
pub use draft::{CannotName, CaseNames, ClaimDraft, Resolver, Unresolved};
pub use file::{Format, SheetFile};
pub use known::{Known, KnownRecord, Snapshot};
pub use mistake::{At, Mistake, Mistakes, Place};
pub use name::{Handle, NameError, RowId, RowName, SheetId};
pub use phrase::Phrase;
pub use question::Question;
pub use read::{Reading, read};
pub use register::NewRecord;
pub use row::{Located, Relayed, Row, Said, place_of};
pub use write::{CannotWrite, Entry, Export, template, write};
