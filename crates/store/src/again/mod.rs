//! Derived tables made again beside those that they are compared with.
//!
//! Making them again in a [`MemoryStore`](crate::MemoryStore) would hold a whole case in memory. Here only
//! what differs from the stored tables is held: of a claim that was made again and is what is stored, its
//! number; of a commit, its place; of a document, its name. What is small beside these (records, entries,
//! rows of sheets) is held whole. Everything else is read where it is stored.

mod claims;
mod reader;
mod transaction;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::id::{CommitId, DocumentId};
use crate::memory::State;
use crate::row::Place;
use crate::store::Reader;
use claims::Claims;

/// What is made again from the log that a store holds, to be compared with what it holds of it.
///
/// It begins empty and is filled as a [`Transaction`]. Commits are appended in the order and with the contents that are stored.
pub struct MadeAgain<'s> {
    stored: &'s dyn Reader,
    /// Everything that is held whole.
    small: State,
    commits: BTreeMap<CommitId, Place>,
    heads: BTreeSet<CommitId>,
    claims: Claims<'s>,
    documents: BTreeSet<DocumentId>,
}

impl<'s> MadeAgain<'s> {
    /// Begins with nothing beside what is stored.
    #[must_use]
    pub fn beside(stored: &'s dyn Reader) -> Self {
        Self {
            stored,
            small: State::default(),
            commits: BTreeMap::new(),
            heads: BTreeSet::new(),
            claims: Claims::beside(stored),
            documents: BTreeSet::new(),
        }
    }

    /// What was made again so far.
    #[must_use]
    pub fn reader(&self) -> &dyn Reader {
        self
    }

    /// Compares what is stored with what was made again: records, claims, entries of these areas, rows of
    /// sheets, and how many documents there are beside so many that do not come from the log. Tells what
    /// differs in words, the first ten of a kind.
    ///
    /// # Errors
    ///
    /// What reading the store says.
    pub fn compare(&self, areas: &[crate::Area], other_documents: u64) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let again = &self.small.derived;
        let mut records = Differing::new("the record");
        self.stored.each_record(&mut |row| {
            records.stored(again.records.get(&row.id) == Some(&row), || row.id.to_string())
        })?;
        records.tell(again.records.len(), &mut wrong);

        let stored = self.stored.counts()?;
        let mut claims = Differing::new("the claim");
        claims.of_stored(stored.claims);
        self.claims.unlike().for_each(|claim| claims.differs(&claim));
        claims.tell(self.claims.count(), &mut wrong);

        for area in areas {
            let mut entries = Differing::new("the entry");
            self.stored.each_entry(*area, &[], &mut |(key, value)| {
                let place = (area.0, key);
                let is_same = again.entries.get(&place) == Some(&value);
                entries.stored(is_same, || data_encoding::HEXLOWER.encode(&place.1))
            })?;
            let made = again.entries.range((area.0, Vec::new())..);
            entries.tell(made.take_while(|((found, _), _)| *found == area.0).count(), &mut wrong);
        }
        let sheets: BTreeSet<_> =
            [self.stored.sheets()?, self.small.sheets()?].concat().into_iter().collect();
        for sheet in sheets {
            if self.stored.sheet_rows(sheet)? != self.small.sheet_rows(sheet)? {
                wrong.push(format!("the rows of the sheet {sheet:?} are not what the log says"));
            }
        }
        let (documents, made) =
            (stored.documents.saturating_sub(other_documents), self.documents.len());
        if documents != made as u64 {
            wrong.push(format!("{documents} claims are indexed, and the log makes {made}"));
        }
        Ok(wrong)
    }
}

/// How many differ of one kind of rows, and which the first are.
struct Differing {
    what: &'static str,
    stored: u64,
    first: Vec<String>,
}

impl Differing {
    fn new(what: &'static str) -> Self {
        Self { what, stored: 0, first: Vec::new() }
    }

    fn of_stored(&mut self, count: u64) {
        self.stored = count;
    }

    fn differs(&mut self, name: &dyn std::fmt::Display) {
        if self.first.len() < 10 {
            self.first.push(format!("{} {name} is not what the log says", self.what));
        }
    }

    fn stored(
        &mut self,
        is_same: bool,
        name: impl FnOnce() -> String,
    ) -> std::ops::ControlFlow<()> {
        self.stored += 1;
        if !is_same {
            self.differs(&name());
        }
        std::ops::ControlFlow::Continue(())
    }

    fn tell(self, made: usize, wrong: &mut Vec<String>) {
        wrong.extend(self.first);
        if self.stored != made as u64 {
            wrong.push(format!(
                "there are {} stored rows of {}, and the log makes {made}",
                self.stored, self.what
            ));
        }
    }
}
