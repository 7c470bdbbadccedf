//! Where in a source a claim was read.
//!
//! Where the case holds the source's text, a passage is a range of it, which a program can find again.
//! Where it does not, a person has to: a page, a paragraph, a cell, a time code or an address is then
//! told in words, because sources number their parts in more ways than a format could list.

use crate::id::Digest;
use crate::object::{Wrong, object, tagged};

object! {
    /// A located part of a source.
    pub struct Passage {
        /// Where it stands.
        "locator" locator: Locator,
        /// Its words, verbatim; absent where they may not be repeated.
        "quote" quote: Option<String>,
        /// A little of what stands before it; absent rather than empty.
        "before" before: Option<String>,
        /// A little of what stands after it; absent rather than empty.
        "after" after: Option<String>,
    }
}

impl Passage {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        for (key, around) in [("before", &self.before), ("after", &self.after)] {
            if around.as_ref().is_some_and(String::is_empty) {
                return Err(Wrong::here().within(key));
            }
        }
        match &self.locator {
            Locator::Range(range) if range.start > range.end => {
                Err(Wrong::here().within("end").within("locator"))
            }
            _ => Ok(()),
        }
    }
}

tagged! {
    /// Where in a source something stands.
    pub enum Locator by "by" {
        /// A range of the source's text.
        Range(Range) = "range",
        /// A place told in words.
        Words(Words) = "words",
    }
}

object! {
    /// A range of a source's text, found again by the text's digest.
    pub struct Range {
        /// SHA-256 of the whole text, in UTF-8.
        "text" text: Digest,
        /// The first Unicode scalar value of the passage, counted from 0.
        "start" start: u64,
        /// The scalar value after the last; not before `start`.
        "end" end: u64,
    }
}

object! {
    /// A place told in words, where the text is not held.
    pub struct Words {
        /// The words, such as `p. xii, foot` or `00:01:01`.
        "words" words: String,
    }
}
