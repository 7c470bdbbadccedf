//! Where in a source a claim was read.

use crate::id::Digest;
use crate::object::{object, tagged};

tagged! {
    /// A located part of a source.
    pub enum Passage by "by" {
        /// A cell of a spreadsheet.
        Cell(Cell) = "cell",
        /// A place in a source whose text is not held.
        Locator(Locator) = "locator",
        /// A page.
        Page(Page) = "page",
        /// A range of an extracted text.
        Range(Range) = "range",
        /// A stretch of a recording.
        Time(Span) = "time",
    }
}

object! {
    /// A range of an extracted text, found again by the text's digest.
    pub struct Range {
        /// SHA-256 of the whole text, in UTF-8.
        "text" text: Digest,
        /// The first Unicode scalar value of the passage, counted from 0.
        "start" start: u64,
        /// The scalar value after the last; not before `start`.
        "end" end: u64,
        /// The words themselves; absent where they may not be repeated.
        "quote" quote: Option<Quote>,
    }
}

object! {
    /// The words of a passage with a little of what stands around them.
    pub struct Quote {
        /// The passage, verbatim.
        "exact" exact: String,
        /// What stands before it.
        "before" before: Option<String>,
        /// What stands after it.
        "after" after: Option<String>,
    }
}

object! {
    /// A page, and where on it.
    pub struct Page {
        /// The page as the document numbers it.
        "page" page: String,
        /// Where on the page, in words.
        "place" place: Option<String>,
    }
}

object! {
    /// A cell of a spreadsheet.
    pub struct Cell {
        /// The sheet's name, when there are several.
        "sheet" sheet: Option<String>,
        /// The cell, such as `C12`.
        "cell" cell: String,
    }
}

object! {
    /// A stretch of a recording, in milliseconds from its beginning.
    pub struct Span {
        /// Where it begins.
        "from" from: u64,
        /// Where it ends, when it is more than a moment.
        "to" to: Option<u64>,
    }
}

object! {
    /// A place in a source whose text is not held: all there is to check it by.
    pub struct Locator {
        /// An address, a shelf mark or a reference.
        "locator" locator: String,
        /// When it was consulted, as the canonical text of a date.
        "accessed" accessed: Option<String>,
        /// Where in it, in words.
        "place" place: Option<String>,
    }
}
