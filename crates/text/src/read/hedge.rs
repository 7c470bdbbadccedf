//! What a hedge does to a number, and nothing more than it does.
//!
//! A number in prose stands for the values its wording admits. Hedges are functions on that range, so
//! that they can stand inside one another ("more than a dozen or so"):
//!
//! | wording | range |
//! | --- | --- |
//! | n, exactly n, only n, another n | just n |
//! | between m and n, m to n, m or n | m to n |
//! | at least n, n or more, upwards of n | from the least n on |
//! | more than n, over n | above the least n |
//! | at most n, no more than n, up to n, as many as n | up to the most n |
//! | less than n, nearly n, almost n | below the most n |
//! | about n, some n; dozens, several, scores | two or more, for whole numbers; for measures no bound at all |
//!
//! Decisions where usage leaves room, always for the wider reading:
//! - A round numeral is taken at its word: "more than 100" is 101 or more. But a number told in dozens,
//!   scores, «десятки» or «сотни» alone is an estimate, read as "about"; with a hedge that binds it
//!   ("at least two dozen") it is taken at its word.
//! - "A couple" is used for two and for a few, and is read as "several".
//! - "Upwards of n" is said of n and of more than n, and is read as "at least n".
//! - "Close to n" does not say from which side, and is read as "about".
//! - "About 1" and "about 0" could be 0, so that they have no bound at all.
//! - "About two years" can be a little less than two, so that for measures "about" sets no bound.
//! - "10 or 12" is read as 10 to 12, which admits 11 too.

use std::fmt;

use onus_model::value::{End, Interval};

/// How a number or date is hedged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hedge {
    /// Not at all.
    Plain,
    /// "Exactly n".
    Exactly,
    /// "Only n": n, and there are no more.
    Only,
    /// "Another n": n, besides others.
    Further,
    /// "At least n".
    AtLeast,
    /// "More than n".
    MoreThan,
    /// "At most n".
    AtMost,
    /// "Up to n".
    UpTo,
    /// "Less than n".
    LessThan,
    /// "Nearly n".
    Nearly,
    /// "About n"; of a date, that it is an estimate.
    About,
    /// "Between m and n", "m to n", "m or n".
    Between,
    /// A word instead of a number: "several", "dozens", "most".
    Vague,
    /// Some part of the period named: "late 2011".
    PartOf,
    /// "Probably in 2006": the speaker is not sure of the date.
    Uncertain,
    /// "Before 2011".
    Before,
    /// "Until 2011", "by 2011".
    Until,
    /// "Since 2011".
    Since,
    /// "After 2011".
    After,
}

impl Hedge {
    /// Every hedge.
    pub const ALL: [Self; 19] = [
        Self::Plain,
        Self::Exactly,
        Self::Only,
        Self::Further,
        Self::AtLeast,
        Self::MoreThan,
        Self::AtMost,
        Self::UpTo,
        Self::LessThan,
        Self::Nearly,
        Self::About,
        Self::Between,
        Self::Vague,
        Self::PartOf,
        Self::Uncertain,
        Self::Before,
        Self::Until,
        Self::Since,
        Self::After,
    ];

    /// The hedge's word in lexicons and data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Exactly => "exactly",
            Self::Only => "only",
            Self::Further => "further",
            Self::AtLeast => "at-least",
            Self::MoreThan => "more-than",
            Self::AtMost => "at-most",
            Self::UpTo => "up-to",
            Self::LessThan => "less-than",
            Self::Nearly => "nearly",
            Self::About => "about",
            Self::Between => "between",
            Self::Vague => "vague",
            Self::PartOf => "part-of",
            Self::Uncertain => "uncertain",
            Self::Before => "before",
            Self::Until => "until",
            Self::Since => "since",
            Self::After => "after",
        }
    }

    /// The hedge with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hedge| hedge.word() == word)
    }

    /// Whether it changes which values are admitted, or says that none but the one named is.
    pub(super) fn is_binding(self) -> bool {
        !matches!(self, Self::Plain | Self::Only | Self::Further)
    }

    /// Whether it says something of dates only.
    pub(super) fn is_of_dates(self) -> bool {
        matches!(
            self,
            Self::PartOf | Self::Uncertain | Self::Before | Self::Until | Self::Since | Self::After
        )
    }
}

impl fmt::Display for Hedge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The values a wording admits; an absent end sets no bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Admitted<T> {
    pub(super) low: Option<End<T>>,
    pub(super) high: Option<End<T>>,
}

impl<T: Ord + Clone> Admitted<T> {
    /// Just one value.
    pub(super) fn exactly(at: T) -> Self {
        Self::between(at.clone(), at)
    }

    /// From one value to another, both included.
    pub(super) fn between(low: T, high: T) -> Self {
        let end = |at| Some(End { at, included: true });
        Self { low: end(low), high: end(high) }
    }

    /// This value or more.
    pub(super) fn from(low: T) -> Self {
        Self { low: Some(End { at: low, included: true }), high: None }
    }

    /// No bound.
    pub(super) fn any() -> Self {
        Self { low: None, high: None }
    }

    /// The values admitted once the hedge is put before the wording; `about` says what an estimate admits.
    pub(super) fn hedged(self, hedge: Hedge, about: impl Fn(&Self) -> Self) -> Self {
        let open = |end: End<T>| End { at: end.at, included: false };
        match hedge {
            Hedge::AtLeast => Self { low: self.low, high: None },
            Hedge::MoreThan => Self { low: self.low.map(open), high: None },
            Hedge::AtMost | Hedge::UpTo => Self { low: None, high: self.high },
            Hedge::LessThan | Hedge::Nearly => Self { low: None, high: self.high.map(open) },
            Hedge::About | Hedge::Vague => about(&self),
            _ => self,
        }
    }

    /// The range of the values, or `None` when there is none.
    pub(super) fn interval(&self) -> Option<Interval<T>> {
        Interval::new(self.low.clone(), self.high.clone())
    }
}
