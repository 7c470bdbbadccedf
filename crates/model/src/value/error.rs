//! The one error of reading a value from its canonical text.

use super::Kind;

/// Says why a text is not a value of the kind asked for, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not {kind}: {expected}")]
pub struct ValueError {
    /// The kind of value that was asked for.
    pub kind: Kind,
    /// The beginning of what stood there.
    pub text: String,
    /// What is wrong, or what would be right.
    pub expected: String,
}

impl ValueError {
    pub(crate) fn new(kind: Kind, text: &str, expected: impl Into<String>) -> Self {
        Self { kind, text: text.chars().take(120).collect(), expected: expected.into() }
    }
}
