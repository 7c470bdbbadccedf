//! What goes into the text index and what may be asked of it.
//!
//! The index compares terms byte by byte. Folding, stemming and transliteration happen above: a word comes in as itself
//! and, in other [spaces](Space), as whatever else it is to be found by. A document has a level, and attributes that are
//! counted and filtered by. A reader's level decides which documents there are at all: those above it change
//! nothing in an answer.

mod document;
mod query;
mod sift;
mod tokens;

pub use document::{Attributes, Document, FACETS, Facet};
pub use query::{Alternative, Clause, Counted, FacetCount, FacetFilter, Hit, Hits, TextQuery};
pub use tokens::{Space, Tokens};

pub(crate) use document::Column;
pub(crate) use query::{Ask, Wanted, in_order};
pub(crate) use sift::{Gathered, Sieve, plan};
pub(crate) use tokens::Occurrences;
