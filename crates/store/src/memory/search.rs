//! Searching what is in memory: every document is looked at, plainly. What this finds, the other store must find.

use std::collections::BTreeMap;

use super::state::{Indexed, State};
use crate::error::Result;
use crate::rank::{Scored, Scorer, Totals, best, length_code};
use crate::text::{
    Ask, Column, FACETS, Facet, Gathered, Hit, Hits, Occurrences, Sieve, TextQuery, Wanted,
    in_order, plan,
};

type Terms = BTreeMap<Vec<u8>, Occurrences>;

/// Values of attributes by number, as far as a question needs them.
#[derive(Default)]
struct Numbers {
    numbers: BTreeMap<(usize, Vec<u8>), u32>,
}

impl Numbers {
    fn number(&mut self, facet: usize, value: &[u8]) -> u32 {
        if value.is_empty() {
            return 0;
        }
        let next = u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX);
        *self.numbers.entry((facet, value.to_vec())).or_insert(next)
    }

    fn column(&mut self, indexed: &Indexed) -> Column {
        let attributes = &indexed.attributes;
        let mut values = [0; FACETS];
        for (at, value) in attributes.values.iter().enumerate() {
            values[at] = self.number(at, value);
        }
        let (first, last) = Column::days(attributes.days);
        Column { values, group: self.number(FACETS, &attributes.group), first, last }
    }
}

/// How much a document holds of a clause.
fn part(ask: &Ask, terms: &Terms, length: u8, scorer: &Scorer) -> f64 {
    match ask {
        Ask::Any(wanted) => {
            let mut most = 0.0_f64;
            for one in wanted {
                for (_, found) in terms.iter().filter(|(term, _)| one.fits(term)) {
                    most = most.max(one.weight * scorer.part(found.times, length));
                }
            }
            most
        }
        Ask::Phrase(wanted) => {
            let places = |one: &Wanted| -> Vec<u32> {
                let found = terms.iter().filter(|(term, _)| one.fits(term));
                found.flat_map(|(_, found)| found.places.clone()).collect()
            };
            let places: Vec<Vec<u32>> = wanted.iter().map(places).collect();
            let [first, others @ ..] = places.as_slice() else { return 0.0 };
            let stands = |start: &&u32| {
                (1..).zip(others).all(|(after, places)| places.contains(&(**start + after)))
            };
            match u32::try_from(first.iter().filter(stands).count()) {
                Ok(0) | Err(_) => 0.0,
                Ok(times) => scorer.part(times, length),
            }
        }
    }
}

impl State {
    pub(super) fn find(&self, query: &TextQuery) -> Result<Hits> {
        let readable = |indexed: &&Indexed| indexed.level <= query.level;
        let texts: Vec<(&Indexed, Terms)> = self
            .derived
            .texts
            .values()
            .filter(readable)
            .map(|indexed| (indexed, indexed.tokens.terms()))
            .collect();
        let totals = Totals {
            documents: texts.len() as u64,
            tokens: texts.iter().map(|(indexed, _)| indexed.tokens.len()).sum(),
        };
        let scorer = Scorer::new(totals);
        let frequency = |one: &Wanted| {
            let held = |terms: &Terms| terms.keys().filter(|term| one.fits(term)).count() as u64;
            Ok(texts.iter().map(|(_, terms)| held(terms)).sum())
        };
        let Some(planned) = plan(query, &scorer, frequency)? else { return Ok(Hits::default()) };
        if planned.is_empty() && !query.is_limited() {
            return Ok(Hits::default());
        }
        let without: Vec<Ask> = query.without.iter().filter_map(|clause| clause.ask()).collect();
        let mut numbers = Numbers::default();
        let columns: Vec<Column> = texts.iter().map(|(one, _)| numbers.column(one)).collect();
        let known = |facet: Facet, value: &[u8]| {
            let key = (usize::from(facet.0), value.to_vec());
            Ok(numbers.numbers.get(&key).copied())
        };
        let sieve = Sieve::new(query, known)?;
        let mut gathered = Gathered::default();
        for ((indexed, terms), column) in texts.iter().zip(&columns) {
            let length = length_code(indexed.tokens.len());
            let parts = planned.iter().map(|one| (one, part(&one.ask, terms, length, &scorer)));
            let mut score = Some(0.0);
            for (one, part) in parts {
                score = score.filter(|_| part > 0.0).map(|score| score + one.rarity * part);
            }
            let left_out = without.iter().any(|ask| part(ask, terms, length, &scorer) > 0.0);
            if let Some(score) = score.filter(|_| !left_out && sieve.keeps(column)) {
                gathered.take(query, Scored { number: indexed.number, score }, *column);
            }
        }
        let (found, counted) = gathered.finish(query);
        let total = found.len() as u64;
        let hits = best(found, query.limit).into_iter().filter_map(|one| {
            let document = self.derived.text_numbers.get(&one.number)?;
            let indexed = self.derived.texts.get(document)?;
            let note = indexed.attributes.note.clone();
            Some(Hit { document: *document, level: indexed.level, score: one.score, note })
        });
        let words: BTreeMap<u32, &Vec<u8>> =
            numbers.numbers.iter().map(|((_, value), number)| (*number, value)).collect();
        let counted = counted.into_iter().filter_map(|(facet, value, count)| {
            Some((facet, (*words.get(&value)?).clone(), count))
        });
        let facets = in_order(&query.facets, query.count_to, counted.collect());
        Ok(Hits { hits: hits.collect(), total, facets })
    }
}
