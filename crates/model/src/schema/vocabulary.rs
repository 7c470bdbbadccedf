//! A list of terms and how they relate.

use std::collections::{BTreeMap, BTreeSet};

use super::Labels;
use crate::id::{TermId, VocabularyId};
use crate::value::Sameness;

/// What a kind of statement does to the claims it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It denies them.
    Denies,
    /// It admits them.
    Admits,
}

/// A term of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term's name, with its vocabulary.
    pub id: TermId,
    /// What it is called, by language.
    pub label: Labels,
    /// What it means, by language.
    pub note: Labels,
    /// The term that this one is a kind of.
    pub broader: Option<String>,
    /// Terms that may render the same thing.
    pub may_equal: BTreeSet<String>,
    /// Whether it says that the matter is not known.
    pub undetermined: bool,
    /// Codes in outside lists, by the list's name.
    pub codes: BTreeMap<String, String>,
    /// Those of the codes that nobody has checked.
    pub unconfirmed: BTreeSet<String>,
    /// What a statement of this kind does to the claims it answers.
    pub effect: Option<Effect>,
}

/// A vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// The vocabulary's name.
    pub id: VocabularyId,
    /// What it is called, by language.
    pub label: Labels,
    /// The languages whose labels a native reader has checked.
    pub reviewed: BTreeSet<String>,
    /// Whether two different terms contradict each other where only one can hold.
    pub exclusive: bool,
    /// Where the list comes from.
    pub source: String,
    pub(super) terms: BTreeMap<String, Term>,
    pub(super) order: Vec<String>,
}

impl Vocabulary {
    /// The term of that name.
    #[must_use]
    pub fn term(&self, term: &str) -> Option<&Term> {
        self.terms.get(term)
    }

    /// Every term, in the order of the file.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.order.iter().filter_map(|term| self.terms.get(term))
    }

    /// The term and everything it is a kind of, from near to far.
    fn lineage<'a>(&'a self, term: &'a str) -> impl Iterator<Item = &'a Term> {
        // Loading refuses circles; the limit only keeps a mistake there from never ending here.
        std::iter::successors(self.terms.get(term), |term| {
            term.broader.as_ref().and_then(|broader| self.terms.get(broader))
        })
        .take(self.terms.len())
    }

    /// How two terms relate as values of one property.
    pub(super) fn relate(&self, first: &str, second: &str) -> Sameness {
        match self.relate_as_words(first, second) {
            // That both may hold together is no reason to tell them apart.
            Sameness::Distinct if !self.exclusive => Sameness::Unknown,
            sameness => sameness,
        }
    }

    /// Whether what one term says is what the other says, whether or not both can hold together.
    pub(super) fn relate_as_words(&self, first: &str, second: &str) -> Sameness {
        let (Some(own), Some(others)) = (self.term(first), self.term(second)) else {
            return Sameness::Unknown;
        };
        if own.undetermined || others.undetermined {
            return Sameness::Unknown;
        }
        if first == second {
            return Sameness::Same;
        }
        if self.lineage(first).any(|term| term.id == others.id) {
            return Sameness::Within;
        }
        if self.lineage(second).any(|term| term.id == own.id) {
            return Sameness::Around;
        }
        let may_equal = self.lineage(first).any(|own| {
            self.lineage(second).any(|others| {
                own.may_equal.contains(others.id.term()) || others.may_equal.contains(own.id.term())
            })
        });
        if may_equal { Sameness::Unknown } else { Sameness::Distinct }
    }
}
