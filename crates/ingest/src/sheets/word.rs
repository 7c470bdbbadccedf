//! The words of the columns that take one of a few.

use onus_model::claim::{Attribution, Derivation, Rendering, Stance};

/// A set of values that each have a word.
pub(super) trait Worded: Copy + PartialEq + Sized + 'static {
    /// Every value with its word, in the order in which they are named to the coder.
    const WORDS: &'static [(Self, &'static str)];

    /// The value of a word.
    fn read(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, word)| *word == text).map(|(value, _)| *value)
    }

    /// The value's word.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(value, _)| *value == self).map_or("", |(_, word)| word)
    }

    /// The words as a list, for messages.
    fn listed() -> String {
        let words: Vec<_> = Self::WORDS.iter().map(|(_, word)| *word).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => words.concat(),
        }
    }
}

impl Worded for Stance {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Asserts, "asserts"),
        (Self::Reports, "reports"),
        (Self::Denies, "denies"),
        (Self::Admits, "admits"),
        (Self::CallsFor, "calls for"),
    ];
}

impl Worded for Attribution {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Stated, "stated"), (Self::Implied, "implied"), (Self::Inferred, "inferred")];
}

impl Worded for Rendering {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Faithful, "faithful"), (Self::Altered, "altered"), (Self::Unknown, "unknown")];
}

impl Worded for Derivation {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Sum, "sum"), (Self::Inference, "inference"), (Self::Finding, "finding")];
}
