//! A question to the text index, and its answer.

use onus_model::Level;

use super::document::{Column, FACETS, Facet};
use super::tokens::{Space, Tokens, term_of};
use crate::id::DocumentId;

/// One of several terms that a word may be found by.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The term's space.
    pub space: Space,
    /// The term.
    pub term: String,
    /// How much finding it is worth beside finding the word itself, from 0 to 1.
    pub weight: f64,
}

/// One thing that a document must contain.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// These words, one right after the other. A single word is the common case.
    Phrase(Tokens),
    /// These words, one right after the other, the last of them only begun.
    ///
    /// `полиц` finds `полиция` and `полицией`: for languages without a stemmer.
    Prefix(Tokens),
    /// Any of these terms.
    Any(Vec<Alternative>),
    /// Any term that begins like any of these.
    Begun(Vec<Alternative>),
}

impl Clause {
    /// The clause for one word.
    #[must_use]
    pub fn word(word: &str) -> Self {
        Self::Phrase(Tokens::from_words([word]))
    }

    /// The clause for the beginning of a word.
    #[must_use]
    pub fn prefix(word: &str) -> Self {
        Self::Prefix(Tokens::from_words([word]))
    }

    /// What the clause asks for. `None` when it has no terms and asks nothing.
    pub(crate) fn ask(&self) -> Option<Ask> {
        let asked = |alternatives: &[Alternative], begun: bool| {
            let wanted = alternatives.iter().filter_map(|one| {
                let term = term_of(one.space, &one.term)?.into_bytes();
                Some(Wanted { term, weight: one.weight, begun })
            });
            let wanted: Vec<Wanted> = wanted.collect();
            (!wanted.is_empty()).then_some(Ask::Any(wanted))
        };
        let phrase = |tokens: &Tokens, begun: bool| {
            let forms = tokens.iter().filter_map(|word| term_of(Space::FORM, word));
            let mut terms: Vec<Wanted> = forms
                .map(|term| Wanted { term: term.into_bytes(), weight: 1.0, begun: false })
                .collect();
            terms.last_mut()?.begun = begun;
            Some(if terms.len() == 1 { Ask::Any(terms) } else { Ask::Phrase(terms) })
        };
        match self {
            Self::Phrase(tokens) => phrase(tokens, false),
            Self::Prefix(tokens) => phrase(tokens, true),
            Self::Any(alternatives) => asked(alternatives, false),
            Self::Begun(alternatives) => asked(alternatives, true),
        }
    }
}

/// A term that is looked up.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// With its space before it.
    pub(crate) term: Vec<u8>,
    pub(crate) weight: f64,
    /// Whether it may go on.
    pub(crate) begun: bool,
}

impl Wanted {
    pub(crate) fn fits(&self, term: &[u8]) -> bool {
        if self.begun { term.starts_with(&self.term) } else { term == self.term }
    }
}

/// What a clause comes down to.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    /// Any of these.
    Any(Vec<Wanted>),
    /// All of these words, one right after the other; two at least.
    Phrase(Vec<Wanted>),
}

/// A limit to the values of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetFilter {
    /// The facet.
    pub facet: Facet,
    /// The values meant; an empty one stands for documents without any.
    pub values: Vec<Vec<u8>>,
    /// Whether documents with these values are left out, instead of all others.
    pub except: bool,
}

/// A question to the text index: what a document must contain, and who asks.
#[derive(Clone, Debug, PartialEq)]
pub struct TextQuery {
    /// All of these must occur. Clauses without terms ask nothing; a query without clauses and without filters
    /// finds nothing, and one with filters alone finds what they leave.
    pub clauses: Vec<Clause>,
    /// None of these may occur.
    pub without: Vec<Clause>,
    /// All of these must be met.
    pub filters: Vec<FacetFilter>,
    /// What is found may be dated on this day or later.
    pub after: Option<i64>,
    /// What is found may be dated before this day.
    pub before: Option<i64>,
    /// The highest level the reader may see. Documents above it change nothing in the answer: not
    /// what is found, not how many, not in which order.
    pub level: Level,
    /// Whether each document of a group is a hit of its own.
    pub each: bool,
    /// How many hits to give at most.
    pub limit: usize,
    /// The facets whose values are counted.
    pub facets: Vec<Facet>,
    /// How far values are counted: beyond it the answer is "more than".
    pub count_to: u64,
}

impl TextQuery {
    /// A question for documents that contain all of these.
    #[must_use]
    pub fn new(clauses: Vec<Clause>, level: Level, limit: usize) -> Self {
        Self {
            clauses,
            without: Vec::new(),
            filters: Vec::new(),
            after: None,
            before: None,
            level,
            each: false,
            limit,
            facets: Vec::new(),
            count_to: 10_000,
        }
    }

    /// Whether documents are limited by more than their words.
    pub(crate) fn is_limited(&self) -> bool {
        !self.filters.is_empty() || self.after.is_some() || self.before.is_some()
    }

    /// Whether a document's date meets what is asked of it.
    pub(crate) fn meets_days(&self, column: &Column) -> bool {
        let after = self.after.is_none_or(|day| i64::from(column.last) >= day);
        let before = self.before.is_none_or(|day| i64::from(column.first) < day);
        let dated = column.first <= column.last;
        after && before && (dated || (self.after.is_none() && self.before.is_none()))
    }
}

/// A document that contains what was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The document.
    pub document: DocumentId,
    /// Its level.
    pub level: Level,
    /// How well it fits, greater is better (BM25). Comparable within one answer only.
    pub score: f64,
    /// What was given to be handed back.
    pub note: Vec<u8>,
}

/// A number that is counted so far and no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// So many.
    Exactly(u64),
    /// More than so many.
    MoreThan(u64),
}

impl Counted {
    /// A number, counted to a limit.
    #[must_use]
    pub fn to(limit: u64, number: u64) -> Self {
        if number > limit { Self::MoreThan(limit) } else { Self::Exactly(number) }
    }
}

/// How many of the hits have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The facet.
    pub facet: Facet,
    /// The value.
    pub value: Vec<u8>,
    /// How many.
    pub count: Counted,
}

/// The answer to a [`TextQuery`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// The best of them, best first; equal ones in the order in which they were indexed.
    pub hits: Vec<Hit>,
    /// How many there are in all that the reader may see.
    pub total: u64,
    /// The values that hits have, by facet; the most frequent first, equal ones by value.
    pub facets: Vec<FacetCount>,
}

/// Sorts counted values as an answer gives them.
pub(crate) fn in_order(
    facets: &[Facet],
    limit: u64,
    mut counts: Vec<(Facet, Vec<u8>, u64)>,
) -> Vec<FacetCount> {
    let place = |facet: Facet| facets.iter().position(|known| *known == facet);
    // What is not counted further does not decide the order either.
    counts.sort_by(|a, b| {
        let number = |count: u64| std::cmp::Reverse(count.min(limit.saturating_add(1)));
        (place(a.0), number(a.2), &a.1).cmp(&(place(b.0), number(b.2), &b.1))
    });
    counts
        .into_iter()
        .map(|(facet, value, count)| FacetCount { facet, value, count: Counted::to(limit, count) })
        .collect()
}

/// The facets of a query that there are.
pub(crate) fn known_facets(facets: &[Facet]) -> impl Iterator<Item = (Facet, usize)> {
    facets.iter().map(|facet| (*facet, usize::from(facet.0))).filter(|(_, at)| *at < FACETS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_without_terms_asks_nothing() {
        assert!(Clause::word("").ask().is_none());
        assert!(Clause::Any(Vec::new()).ask().is_none());
        assert!(matches!(Clause::word("z").ask(), Some(Ask::Any(one)) if one.len() == 1));
        let phrase = Clause::Prefix(Tokens::from_words(["a b"]));
        assert!(matches!(phrase.ask(), Some(Ask::Phrase(two)) if two[1].begun && !two[0].begun));
    }

    #[test]
    fn a_number_is_counted_to_its_limit() {
        assert_eq!(Counted::to(5, 5), Counted::Exactly(5));
        assert_eq!(Counted::to(5, 6), Counted::MoreThan(5));
    }
}
