//! What comparing values needs to know from outside: whether two records, or two terms, are one.

use crate::id::{RecordId, TermId};

/// How two records or two terms relate as values of one property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sameness {
    /// They are one.
    Same,
    /// The first lies inside the second, or is a kind of it.
    Within,
    /// The second lies inside the first, or is a kind of it.
    Around,
    /// They are two, and nothing is both.
    Distinct,
    /// Not known.
    Unknown,
}

/// Knows which records and which terms are the same.
///
/// Comparing two references or two terms is no matter of their names alone: two records may have been
/// judged to be one person, a town lies in its region, and two terms may render the same offence.
pub trait Identities {
    /// How two records relate as values.
    fn records(&self, first: RecordId, second: RecordId) -> Sameness;

    /// How two terms relate as values.
    fn terms(&self, first: &TermId, second: &TermId) -> Sameness;
}

/// Takes every name at its word: equal is the same, unequal is distinct.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByName;

impl Identities for ByName {
    fn records(&self, first: RecordId, second: RecordId) -> Sameness {
        if first == second { Sameness::Same } else { Sameness::Distinct }
    }

    fn terms(&self, first: &TermId, second: &TermId) -> Sameness {
        if first == second { Sameness::Same } else { Sameness::Distinct }
    }
}
