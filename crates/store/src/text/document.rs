//! What is indexed: a text, who may read it, and what it is counted and filtered by.

use onus_model::Level;

use super::tokens::Tokens;
use crate::id::DocumentId;
use crate::row::Bounds;

/// How many facets there are.
pub const FACETS: usize = 5;

/// A way in which documents are counted and filtered: the first of [`FACETS`], the second, and so on.
///
/// What each means is decided by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet(pub u8);

/// What a document is counted and filtered by, and what it brings back when it is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Its value in each facet; an empty one is none.
    pub values: [Vec<u8>; FACETS],
    /// Documents of one group are one hit: the best of them. An empty one is none.
    pub group: Vec<u8>,
    /// The first and last day it may be dated on, as dates count days. Without either it has no date.
    pub days: Bounds,
    /// Whatever the caller wants back with a hit.
    pub note: Vec<u8>,
}

/// A document to be indexed.
#[derive(Clone, Debug)]
pub struct Document<'d> {
    /// Its name.
    pub id: DocumentId,
    /// Who may find it.
    pub level: Level,
    /// Its words.
    pub tokens: &'d Tokens,
    /// What it is counted and filtered by.
    pub attributes: &'d Attributes,
}

/// A document's attributes as both stores compare them, values by number: one that stands for none is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) values: [u32; FACETS],
    pub(crate) group: u32,
    pub(crate) first: i32,
    pub(crate) last: i32,
}

impl Column {
    /// Days as they are compared: a missing bound is as far as can be, and no date meets no filter.
    pub(crate) fn days(days: Bounds) -> (i32, i32) {
        let near =
            |day: i64| i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX });
        match (days.low, days.high) {
            (None, None) => (i32::MAX, i32::MIN),
            (low, high) => (low.map_or(i32::MIN, near), high.map_or(i32::MAX, near)),
        }
    }
}
