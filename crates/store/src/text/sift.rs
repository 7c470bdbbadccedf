//! What is done with documents that contain what was asked for: filtered, brought together in groups, counted.
//!
//! The same for every store, over attributes by number.

use std::collections::BTreeMap;

use super::document::{Column, FACETS, Facet};
use super::query::{Ask, TextQuery, Wanted, known_facets};
use crate::error::Result;
use crate::rank::{Scored, Scorer};

/// A clause with what is known of it before any document is looked at.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) ask: Ask,
    /// No more documents than these can meet it.
    frequency: u64,
    /// How much meeting it is worth.
    pub(crate) rarity: f64,
}

/// The clauses of a question, the rarest first: the order in which they are looked up and in which their scores are
/// added. `None` when one of them occurs nowhere.
///
/// `frequency` answers how many readable documents hold a term.
pub(crate) fn plan(
    query: &TextQuery,
    scorer: &Scorer,
    mut frequency: impl FnMut(&Wanted) -> Result<u64>,
) -> Result<Option<Vec<Planned>>> {
    let mut planned = Vec::new();
    for ask in query.clauses.iter().filter_map(|clause| clause.ask()) {
        let (frequency, rarity) = match &ask {
            Ask::Any(terms) => {
                let mut sum = 0_u64;
                for term in terms {
                    sum = sum.saturating_add(frequency(term)?);
                }
                (sum, scorer.rarity(sum))
            }
            Ask::Phrase(terms) => {
                let (mut least, mut rarity) = (u64::MAX, 0.0);
                for term in terms {
                    let frequency = frequency(term)?;
                    least = least.min(frequency);
                    rarity += scorer.rarity(frequency);
                }
                (least, rarity)
            }
        };
        if frequency == 0 {
            return Ok(None);
        }
        planned.push(Planned { ask, frequency, rarity });
    }
    planned.sort_by_key(|one| one.frequency);
    Ok(Some(planned))
}

/// The filters of a question, with values by number. A value that no document has is left out.
pub(crate) struct Sieve<'q> {
    query: &'q TextQuery,
    filters: Vec<(usize, Vec<u32>, bool)>,
}

impl<'q> Sieve<'q> {
    /// `number` answers the number of a facet's value, when it has one.
    pub(crate) fn new(
        query: &'q TextQuery,
        mut number: impl FnMut(Facet, &[u8]) -> Result<Option<u32>>,
    ) -> Result<Self> {
        let mut filters = Vec::new();
        for filter in &query.filters {
            let mut values = Vec::new();
            for value in &filter.values {
                if value.is_empty() {
                    values.push(0);
                } else {
                    values.extend(number(filter.facet, value)?);
                }
            }
            filters.push((usize::from(filter.facet.0), values, filter.except));
        }
        Ok(Self { query, filters })
    }

    /// Whether every filter leaves a document in.
    pub(crate) fn keeps(&self, column: &Column) -> bool {
        self.query.meets_days(column)
            && self.filters.iter().all(|(facet, values, except)| {
                let value = column.values.get(*facet).copied().unwrap_or(0);
                values.contains(&value) != *except
            })
    }
}

/// Documents found, with their attributes; gathered until the best are chosen.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) found: Vec<Scored>,
    /// The best document of each group.
    groups: BTreeMap<u32, (Scored, Column)>,
    /// How many have each value, by facet and the value's number.
    counts: [Vec<u64>; FACETS],
}

impl Gathered {
    /// Takes a document in.
    pub(crate) fn take(&mut self, query: &TextQuery, one: Scored, column: Column) {
        if column.group == 0 || query.each {
            self.found.push(one);
            self.count(&column);
            return;
        }
        let best = self.groups.entry(column.group).or_insert((one, column));
        let better = best.0.score.total_cmp(&one.score).then(one.number.cmp(&best.0.number));
        if better.is_lt() {
            *best = (one, column);
        }
    }

    fn count(&mut self, column: &Column) {
        for (counts, value) in self.counts.iter_mut().zip(column.values) {
            let at = value as usize;
            if at >= counts.len() {
                counts.resize(at + 1, 0);
            }
            counts[at] += 1;
        }
    }

    /// Every hit, and how many have each value of a facet that was asked for, by the value's number.
    pub(crate) fn finish(mut self, query: &TextQuery) -> (Vec<Scored>, Vec<(Facet, u32, u64)>) {
        for (one, column) in std::mem::take(&mut self.groups).into_values() {
            self.found.push(one);
            self.count(&column);
        }
        let mut counted = Vec::new();
        for (facet, at) in known_facets(&query.facets) {
            let values = (0_u32..).zip(&self.counts[at]).skip(1);
            counted.extend(
                values
                    .filter(|(_, count)| **count > 0)
                    .map(|(value, count)| (facet, value, *count)),
            );
        }
        (self.found, counted)
    }
}
