//! Writing documents: gathered in memory, then written term by term.
//!
//! A text of some words touches some hundreds of terms, each in another place of the file. Written one by one, a thousand pages would touch
//! each common term's row a thousand times. So documents are gathered until they take [`MOST`] bytes, the
//! transaction ends, or somebody asks; then each term's row is read and written once, in the order in which they stand in the file.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};
use rusqlite::{Row, params};

use super::posting::{Posting, Run, put_number};
use crate::error::{Refusal, Result};
use crate::id::DocumentId;
use crate::rank::length_code;
use crate::sqlite::sql::{RowResult, Sql, natural, number_of, prefix_of};
use crate::sqlite::transaction::SqlTransaction;
use crate::text::{Column, Document, FACETS, Space};

/// How many bytes of gathered documents are written at once, roughly.
const MOST: usize = 96 << 20;

/// How many bytes of postings a term's row holds before they go to blocks of their own, and how long those are: nearly a page.
const BLOCK: usize = 3_400;

/// The most blocks of a term; it has fewer than there are documents.
pub(super) const BLOCKS: i64 = 1 << 24;

/// Numbers of values, by facet (the group counts as the one after the last) and value.
pub(crate) type Values = IndexMap<(usize, Vec<u8>), u32, RandomState>;

/// Documents that are not yet written.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// By level (one byte), space (one byte) and letters.
    terms: IndexSet<Box<[u8]>, RandomState>,
    /// Every occurrence of every term, document after document.
    occurrences: Vec<Occurrence>,
    documents: Vec<PendingDocument>,
    ids: BTreeSet<DocumentId>,
    /// Documents and tokens, by level.
    totals: BTreeMap<i64, (i64, i64)>,
    /// Roughly how many bytes all this takes.
    size: usize,
}

/// A term in a document; in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    /// Index into the pending terms; then the term's place in the order of the file.
    term: u32,
    number: u32,
    place: u32,
}

#[derive(Debug)]
struct PendingDocument {
    number: u32,
    id: DocumentId,
    level: i64,
    length: i64,
    code: u8,
    note: Vec<u8>,
    column: Column,
    /// Where its occurrences end.
    end: usize,
}

impl SqlTransaction<'_> {
    pub(in crate::sqlite) fn write_text(&self, document: &Document<'_>) -> Result<()> {
        self.delete_text(document.id)?;
        if document.tokens.is_empty() {
            return Ok(());
        }
        let sql = self.sql();
        sql.refuse_orphan()?;
        let column = sql.column_of(document)?;
        let number = sql.next_document()?;
        let is_full = {
            let mut pending = sql.texts().pending.borrow_mut();
            let pending = pending.get_or_insert_default();
            pending.add(document, number, column);
            pending.size >= MOST
        };
        if is_full { sql.write_pending() } else { Ok(()) }
    }

    pub(in crate::sqlite) fn delete_text(&self, document: DocumentId) -> Result<bool> {
        let sql = self.sql();
        let is_pending = {
            let pending = sql.texts().pending.borrow();
            pending.as_ref().is_some_and(|pending| pending.ids.contains(&document))
        };
        if is_pending {
            sql.write_pending()?;
        }
        sql.erase_document(document)
    }
}

impl Pending {
    fn add(&mut self, document: &Document<'_>, number: u32, column: Column) {
        let level = number_of(document.level);
        let length = document.tokens.len();
        let mut key = Vec::new();
        document.tokens.each_occurrence(|space, term, place| {
            key.clear();
            key.extend([document.level as u8, space]);
            key.extend_from_slice(term);
            let term = match self.terms.get_index_of(key.as_slice()) {
                Some(term) => term,
                None => {
                    self.size += key.len() + 40;
                    self.terms.insert_full(key.as_slice().into()).0
                }
            };
            // There are fewer than documents have bytes, which are written long before.
            let term = u32::try_from(term).unwrap_or(u32::MAX);
            self.occurrences.push(Occurrence { term, number, place });
            self.size += size_of::<Occurrence>();
        });
        let length_kept = i64::try_from(length).unwrap_or(i64::MAX);
        let totals = self.totals.entry(level).or_default();
        totals.0 += 1;
        totals.1 += length_kept;
        self.size += 200;
        self.ids.insert(document.id);
        self.documents.push(PendingDocument {
            number,
            id: document.id,
            level,
            length: length_kept,
            code: length_code(length),
            note: document.attributes.note.clone(),
            column,
            end: self.occurrences.len(),
        });
    }

    /// The terms of each document, each once.
    fn held(&self) -> Vec<Box<[u32]>> {
        let mut start = 0;
        let held = self.documents.iter().map(|document| {
            let occurrences = self.occurrences.get(start..document.end).unwrap_or_default();
            start = document.end;
            let mut terms: Vec<u32> = occurrences.iter().map(|one| one.term).collect();
            terms.sort_unstable();
            terms.dedup();
            terms.into_boxed_slice()
        });
        held.collect()
    }

    /// The terms in the order in which they stand in the file, and for each its place in that order.
    fn order(&self) -> (Vec<usize>, Vec<u32>) {
        // By their first bytes as a number, which tells most of them apart.
        let beginning = |term: &[u8]| {
            let mut bytes = [0; 8];
            for (to, from) in bytes.iter_mut().zip(term) {
                *to = *from;
            }
            u64::from_be_bytes(bytes)
        };
        let mut keyed: Vec<(u64, usize)> =
            self.terms.iter().enumerate().map(|(at, term)| (beginning(term), at)).collect();
        keyed.sort_unstable_by(|one, other| {
            let term = |at: usize| self.terms.get_index(at);
            one.0.cmp(&other.0).then_with(|| term(one.1).cmp(&term(other.1)))
        });
        let order: Vec<usize> = keyed.into_iter().map(|(_, at)| at).collect();
        let mut places = vec![0; order.len()];
        for (place, at) in (0_u32..).zip(&order) {
            places[*at] = place;
        }
        (order, places)
    }
}

impl Sql {
    /// Writes what was gathered, so that it is found.
    pub(in crate::sqlite) fn write_pending(&self) -> Result<()> {
        let Some(pending) = self.texts().pending.borrow_mut().take() else { return Ok(()) };
        let written = self.write_documents(*pending);
        if written.is_err() {
            self.texts().failed.set(true);
        }
        written
    }

    /// The number of the next document: one more than the greatest there is.
    fn next_document(&self) -> Result<u32> {
        let gathered = {
            let pending = self.texts().pending.borrow();
            pending.as_ref().and_then(|pending| Some(pending.documents.last()?.number))
        };
        let last = match gathered {
            Some(number) => number,
            None => {
                let sql = "SELECT ifnull(max(number), 0) FROM text_documents";
                self.one(sql, [], |row| natural(row, 0))?.unwrap_or(0)
            }
        };
        last.checked_add(1).ok_or_else(|| Refusal::TooMany("documents").into())
    }

    fn write_documents(&self, mut pending: Pending) -> Result<()> {
        let (order, places) = pending.order();
        for one in &mut pending.occurrences {
            one.term = places[one.term as usize];
        }
        // What each document holds, before the occurrences are put in the order of terms.
        let held = pending.held();
        pending.occurrences.sort_unstable();
        let lists = self.write_terms(&pending, &order)?;
        for (document, held) in pending.documents.iter().zip(held) {
            let mut numbers: Vec<i64> = held.iter().map(|term| lists[*term as usize]).collect();
            numbers.sort_unstable();
            let mut terms = Vec::with_capacity(numbers.len() * 3);
            let mut last = 0;
            for number in numbers {
                put_number(&mut terms, u64::try_from(number - last).unwrap_or(0));
                last = number;
            }
            let id = document.id.as_bytes();
            self.run(
                "INSERT INTO text_documents (number, prefix, id, level, length, note, terms) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    document.number,
                    prefix_of(id),
                    id,
                    document.level,
                    document.length,
                    document.note,
                    terms
                ],
            )?;
        }
        let columns = pending.documents.iter().map(|one| (one.level, one.number, Some(one.column)));
        self.write_columns(columns)?;
        for (level, (documents, tokens)) in &pending.totals {
            self.count_text(*level, *documents, *tokens)?;
        }
        Ok(())
    }

    /// Writes the postings of each term, in their order; answers the terms' numbers.
    fn write_terms(&self, pending: &Pending, order: &[usize]) -> Result<Vec<i64>> {
        let first = pending.documents.first().map_or(0, |document| document.number);
        let mut lists = vec![0; order.len()];
        let mut run = Run::default();
        let mut places = Vec::new();
        for of_term in pending.occurrences.chunk_by(|one, other| one.term == other.term) {
            let Some(&Occurrence { term, .. }) = of_term.first() else { continue };
            let key = order.get(term as usize).and_then(|at| pending.terms.get_index(*at));
            let Some([level, key @ ..]) = key.map(AsRef::as_ref) else { continue };
            run.clear();
            for group in of_term.chunk_by(|one, other| one.number == other.number) {
                let Some(&Occurrence { number, .. }) = group.first() else { continue };
                places.clear();
                if key.first() == Some(&Space::FORM.0) {
                    places.extend(group.iter().map(|one| one.place));
                }
                // Numbers of gathered documents follow each other.
                let document = pending.documents.get(number.wrapping_sub(first) as usize);
                let length = document.map_or(0, |document| document.code);
                let times = u32::try_from(group.len()).unwrap_or(u32::MAX);
                run.push(Posting { number, times, length }, &places);
            }
            lists[term as usize] = self.append_run(i64::from(*level), key, &run)?;
        }
        Ok(lists)
    }

    /// Appends postings to a term's; answers the term's number.
    fn append_run(&self, level: i64, term: &[u8], run: &Run) -> Result<i64> {
        let known = "SELECT list, length(postings) FROM text_terms WHERE level = ?1 AND term = ?2";
        let read =
            |row: &Row<'_>| -> RowResult<(i64, usize)> { Ok((row.get(0)?, natural(row, 1)?)) };
        let (list, length) = match self.one(known, params![level, term], read)? {
            Some((list, length)) => {
                // Appended as they are: what begins anew says so.
                self.run(
                    "UPDATE text_terms SET documents = documents + ?2, last = ?3, \
                     postings = CAST(postings || x'00' || ?4 AS BLOB), \
                     places = CAST(places || ?5 AS BLOB) WHERE list = ?1",
                    params![list, run.count, run.last, run.postings, run.places],
                )?;
                (list, length)
            }
            None => {
                let sql = "INSERT INTO text_terms \
                           (level, term, documents, blocks, last, postings, places) \
                           VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6)";
                let row = params![level, term, run.count, run.last, run.postings, run.places];
                (self.insert(sql, row)?, 0)
            }
        };
        if length + run.postings.len() > BLOCK {
            self.part_tail(list)?;
        }
        Ok(list)
    }

    /// Moves the older postings of a term to blocks of their own.
    fn part_tail(&self, list: i64) -> Result<()> {
        let known = "SELECT blocks, postings, places FROM text_terms WHERE list = ?1";
        let read = |row: &Row<'_>| -> RowResult<(i64, Run)> {
            Ok((row.get(0)?, Run::of(row.get(1)?, row.get(2)?)))
        };
        let Some((mut blocks, tail)) = self.one(known, [list], read)? else { return Ok(()) };
        let mut parts = tail.parted(BLOCK);
        let tail = parts.pop().unwrap_or_default();
        for part in parts {
            if blocks >= BLOCKS {
                return Err(Refusal::TooMany("blocks of a term").into());
            }
            self.write_block(list * BLOCKS + blocks, &part)?;
            blocks += 1;
        }
        self.run(
            "UPDATE text_terms SET blocks = ?2, postings = ?3, places = ?4 WHERE list = ?1",
            params![list, blocks, tail.postings, tail.places],
        )?;
        Ok(())
    }

    fn write_block(&self, key: i64, run: &Run) -> Result<()> {
        self.run(
            "INSERT INTO text_blocks (key, last, postings) VALUES (?1, ?2, ?3)",
            params![key, run.last, run.postings],
        )?;
        if !run.places.is_empty() {
            let sql = "INSERT INTO text_places (key, places) VALUES (?1, ?2)";
            self.run(sql, params![key, run.places])?;
        }
        Ok(())
    }

    pub(super) fn count_text(&self, level: i64, documents: i64, tokens: i64) -> Result<()> {
        self.run(
            "INSERT INTO text_totals VALUES (?1, ?2, ?3) ON CONFLICT (level) DO UPDATE \
             SET documents = documents + excluded.documents, tokens = tokens + excluded.tokens",
            [level, documents, tokens],
        )?;
        Ok(())
    }

    /// A document's attributes, with its values numbered.
    fn column_of(&self, document: &Document<'_>) -> Result<Column> {
        let attributes = document.attributes;
        let mut values = [0; FACETS];
        for (at, value) in attributes.values.iter().enumerate() {
            values[at] = self.number_value(at, value)?;
        }
        let group = self.number_value(FACETS, &attributes.group)?;
        let (first, last) = Column::days(attributes.days);
        Ok(Column { values, group, first, last })
    }

    /// The number of a value, given to it if it has none.
    fn number_value(&self, facet: usize, value: &[u8]) -> Result<u32> {
        if value.is_empty() {
            return Ok(0);
        }
        let key = (facet, value.to_vec());
        if let Some(number) = self.texts().values.borrow().get(&key) {
            return Ok(*number);
        }
        let number = match self.known_value(facet, value)? {
            Some(number) => number,
            None => {
                let sql = "INSERT INTO text_values (facet, value) VALUES (?1, ?2)";
                let number = self.insert(sql, params![facet as i64, value])?;
                u32::try_from(number).map_err(|_| Refusal::TooMany("values"))?
            }
        };
        let mut values = self.texts().values.borrow_mut();
        if values.len() >= 100_000 {
            values.clear();
        }
        values.insert(key, number);
        Ok(number)
    }

    /// The number of a value, when it has one.
    pub(super) fn known_value(&self, facet: usize, value: &[u8]) -> Result<Option<u32>> {
        let sql = "SELECT number FROM text_values WHERE facet = ?1 AND value = ?2";
        self.one(sql, params![facet as i64, value], |row| natural(row, 0))
    }
}
