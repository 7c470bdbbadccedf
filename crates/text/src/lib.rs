//! Values in prose, and the words for values.
//!
//! Two directions that share nothing but the value types of `onus-model`. [`read`] finds quantities and
//! dates in running text and gives them bounds, never more than the wording says. [`words`] puts values
//! into the words of an interface language. Both take their words from files: `lexicon/` for reading,
//! `locales/` for writing.
//!
//! Nothing here reads a file, the environment or the clock: the files are built in.

mod language;
pub mod read;
pub mod search;
pub mod words;

pub use language::{InterfaceLanguage, ReadingLanguage, UnknownLanguage};
