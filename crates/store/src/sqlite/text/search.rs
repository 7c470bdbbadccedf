//! Answering a question: clause by clause, the rarest first, level by level.

use std::collections::BTreeMap;

use onus_model::Level;
use rusqlite::Row;

use super::lists::{List, Parts};
use crate::error::Result;
use crate::id::DocumentId;
use crate::rank::{Scored, Scorer, Totals, best};
use crate::sqlite::sql::{RowResult, Sql, level_of, natural, number_of};
use crate::text::{Ask, Gathered, Hit, Hits, Sieve, TextQuery, Wanted, in_order, plan};

/// The lists of terms that were looked up, by term and whether it is only begun; one for each level that is read.
type Found = BTreeMap<(Vec<u8>, bool), Vec<Vec<List>>>;

/// One level's part of what was found.
struct AtLevel<'f> {
    found: &'f Found,
    /// Which of the levels read it is.
    place: usize,
    level: i64,
}

impl<'f> AtLevel<'f> {
    /// The lists that a term leads to at this level, with its weight.
    fn lists(&self, wanted: &Wanted) -> impl Iterator<Item = (&'f List, f64)> {
        let key = (wanted.term.clone(), wanted.begun);
        let weight = wanted.weight;
        let lists = self.found.get(&key).and_then(|levels| levels.get(self.place));
        lists.into_iter().flatten().map(move |list| (list, weight))
    }

    fn all(&self, wanted: &[Wanted]) -> Vec<(&'f List, f64)> {
        wanted.iter().flat_map(|one| self.lists(one)).collect()
    }
}

impl Sql {
    pub(in crate::sqlite) fn find(&self, query: &TextQuery) -> Result<Hits> {
        self.write_pending()?;
        self.refresh_columns(self.revision()?);
        let totals = self.text_totals(query.level)?;
        let levels: Vec<i64> = totals.keys().copied().collect();
        let whole = totals.values().fold(Totals::default(), |sum, one| Totals {
            documents: sum.documents + one.documents,
            tokens: sum.tokens + one.tokens,
        });
        let scorer = Scorer::new(whole);
        let mut found = Found::new();
        let planned = plan(query, &scorer, |wanted| self.look_up(&levels, wanted, &mut found))?;
        let Some(planned) = planned else { return Ok(Hits::default()) };
        if planned.is_empty() && !query.is_limited() {
            return Ok(Hits::default());
        }
        let without: Vec<Ask> = query.without.iter().filter_map(|clause| clause.ask()).collect();
        for ask in &without {
            let (Ask::Any(terms) | Ask::Phrase(terms)) = ask;
            for wanted in terms {
                self.look_up(&levels, wanted, &mut found)?;
            }
        }
        let known =
            |facet: crate::text::Facet, value: &[u8]| self.known_value(usize::from(facet.0), value);
        let sieve = Sieve::new(query, known)?;
        let mut gathered = Gathered::default();
        for (place, &level) in levels.iter().enumerate() {
            let at = AtLevel { found: &found, place, level };
            let mut left: Option<Parts> = None;
            for one in &planned {
                left = Some(self.narrow(&at, left, &one.ask, one.rarity, &scorer)?);
            }
            let mut left = match left {
                Some(left) => left,
                None => {
                    let numbers = self.all_documents(at.level)?;
                    let parts = vec![0.0; numbers.len()];
                    Parts { numbers, parts }
                }
            };
            for ask in &without {
                let held = self.held_of(&at, ask, &left.numbers, &scorer)?;
                left = keep(left, &held, |part, held| (held <= 0.0).then_some(part));
            }
            self.each_column(level, &left.numbers, |place, column| {
                if sieve.keeps(column) {
                    let (number, score) = (left.numbers[place], left.parts[place]);
                    gathered.take(query, Scored { number, score }, *column);
                }
            })?;
        }
        self.answer(query, gathered)
    }

    /// Looks a term up at each level; answers how many readable documents hold it.
    fn look_up(&self, levels: &[i64], wanted: &Wanted, found: &mut Found) -> Result<u64> {
        let key = (wanted.term.clone(), wanted.begun);
        if !found.contains_key(&key) {
            let mut lists = Vec::with_capacity(levels.len());
            for level in levels {
                lists.push(self.lists(*level, wanted)?);
            }
            found.insert(key.clone(), lists);
        }
        let lists = found.get(&key).into_iter().flatten().flatten();
        Ok(lists.map(|list| list.documents).sum())
    }

    /// The documents left that meet a clause, their scores with its part added.
    fn narrow(
        &self,
        at: &AtLevel<'_>,
        left: Option<Parts>,
        ask: &Ask,
        rarity: f64,
        scorer: &Scorer,
    ) -> Result<Parts> {
        let left = match left {
            Some(left) => left,
            None => match ask {
                Ask::Any(wanted) => {
                    let mut all = self.union(&at.all(wanted), scorer)?;
                    all.parts.iter_mut().for_each(|part| *part *= rarity);
                    return Ok(all);
                }
                Ask::Phrase(wanted) => {
                    let lists = wanted.iter().map(|one| at.all(std::slice::from_ref(one)));
                    let rarest = lists.min_by_key(|lists| {
                        lists.iter().map(|(list, _)| list.documents).sum::<u64>()
                    });
                    let mut all = self.union(&rarest.unwrap_or_default(), scorer)?;
                    all.parts.fill(0.0);
                    all
                }
            },
        };
        let held = self.held_of(at, ask, &left.numbers, scorer)?;
        Ok(keep(left, &held, |score, held| (held > 0.0).then_some(score + rarity * held)))
    }

    /// How much each of some documents holds of what is asked.
    fn held_of(
        &self,
        at: &AtLevel<'_>,
        ask: &Ask,
        among: &[u32],
        scorer: &Scorer,
    ) -> Result<Vec<f64>> {
        match ask {
            Ask::Any(wanted) => self.held(&at.all(wanted), among, scorer),
            Ask::Phrase(wanted) => self.phrase(at, wanted, among, scorer),
        }
    }

    /// How much each of some documents holds of a phrase.
    fn phrase(
        &self,
        at: &AtLevel<'_>,
        words: &[Wanted],
        among: &[u32],
        scorer: &Scorer,
    ) -> Result<Vec<f64>> {
        let lists: Vec<Vec<(&List, f64)>> =
            words.iter().map(|word| at.all(std::slice::from_ref(word))).collect();
        // Those that hold all of the words, wherever; places are read of these only.
        let mut whole: Vec<usize> = (0..among.len()).collect();
        let mut numbers = among.to_vec();
        for lists in &lists {
            let held = self.held(lists, &numbers, scorer)?;
            let mut holds = held.iter();
            whole.retain(|_| holds.next().is_some_and(|held| *held > 0.0));
            numbers = whole.iter().map(|place| among[*place]).collect();
        }
        let mut places = Vec::with_capacity(lists.len());
        for lists in &lists {
            places.push(self.places(lists, &numbers)?);
        }
        let mut parts = vec![0.0; among.len()];
        let Some((first, others)) = places.split_first() else { return Ok(parts) };
        for (document, place) in whole.into_iter().enumerate() {
            let (starts, length) = &first[document];
            let stands = |start: &&u32| {
                (1..)
                    .zip(others)
                    .all(|(after, places)| places[document].0.contains(&start.wrapping_add(after)))
            };
            let times = starts.iter().filter(stands).count();
            if let Ok(times @ 1..) = u32::try_from(times) {
                parts[place] = scorer.part(times, *length);
            }
        }
        Ok(parts)
    }

    /// Chooses the best and reads what is shown of them.
    fn answer(&self, query: &TextQuery, gathered: Gathered) -> Result<Hits> {
        let (found, counted) = gathered.finish(query);
        let total = found.len() as u64;
        let mut hits = Vec::new();
        for one in best(found, query.limit) {
            let sql = "SELECT id, level, note FROM text_documents WHERE number = ?1";
            let read = |row: &Row<'_>| -> RowResult<Hit> {
                Ok(Hit {
                    document: DocumentId::from_bytes(row.get(0)?),
                    level: level_of(row.get(1)?)?,
                    score: one.score,
                    note: row.get(2)?,
                })
            };
            hits.extend(self.one(sql, [one.number], read)?);
        }
        let mut facets = Vec::new();
        for (facet, value, count) in counted {
            let sql = "SELECT value FROM text_values WHERE number = ?1";
            if let Some(value) = self.one(sql, [value], |row| row.get::<_, Vec<u8>>(0))? {
                facets.push((facet, value, count));
            }
        }
        Ok(Hits { hits, total, facets: in_order(&query.facets, query.count_to, facets) })
    }

    /// What each level up to this one holds, those without documents left out.
    fn text_totals(&self, level: Level) -> Result<BTreeMap<i64, Totals>> {
        let sql = "SELECT level, documents, tokens FROM text_totals \
                   WHERE level <= ?1 AND documents > 0";
        let read = |row: &Row<'_>| -> RowResult<(i64, Totals)> {
            Ok((row.get(0)?, Totals { documents: natural(row, 1)?, tokens: natural(row, 2)? }))
        };
        Ok(self.all(sql, [number_of(level)], read)?.into_iter().collect())
    }
}

/// Keeps the documents for which something is answered, with that as their part.
fn keep(parts: Parts, held: &[f64], mut choose: impl FnMut(f64, f64) -> Option<f64>) -> Parts {
    let mut kept = Parts::default();
    for ((number, part), held) in parts.numbers.into_iter().zip(parts.parts).zip(held) {
        if let Some(part) = choose(part, *held) {
            kept.numbers.push(number);
            kept.parts.push(part);
        }
    }
    kept
}
