//! The JSON profile that headers and operations are written in.
//!
//! Every value has exactly one spelling: the output of JCS (RFC 8785), restricted so that Python's
//! `json.dumps(sort_keys=True, ensure_ascii=False, separators=(",", ":"))` gives the same bytes. No
//! null, no fractions, no exponents; whole numbers up to 2^53 − 1; field names of lower-case ASCII; at
//! most 16 brackets open at once. Text is never normalised: evidence is verbatim.
//!
//! A general JSON reader followed by "write it again and compare" would be shorter. It was rejected
//! because it tells neither what is wrong nor where, accepts what its reader happens to accept before
//! the comparison, and leaves protection against deep nesting to the reader's stack.

mod parse;
mod write;

use std::collections::BTreeMap;

pub use parse::{parse, parse_within};
pub use write::{write, write_within};

/// The most bytes an operation's content may have.
pub const CONTENT_LIMIT: usize = 65_536;

/// The most brackets that may be open at once, the outermost included.
pub const MAX_DEPTH: usize = 16;

/// The largest absolute value of a number, 2^53 − 1.
pub const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// The fields of an object, in their canonical order.
pub type Object = BTreeMap<String, Json>;

/// A value of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of at most 53 bits.
    Integer(i64),
    /// Text, without U+0000.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Object),
}

/// Whether the text may name a field.
pub(crate) fn is_key(key: &[u8]) -> bool {
    key.len() <= 32
        && key.first().is_some_and(u8::is_ascii_lowercase)
        && key.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

#[cfg(test)]
mod tests;
