//! Claims made again: only where they are unlike what is stored is anything held of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::{Bound, ControlFlow};

use onus_model::Level;
use onus_model::id::{ClaimId, RecordId};

use crate::error::{Refusal, Result};
use crate::row::ClaimRow;
use crate::store::{Reader, Visit};

/// How many stored claims are read at once: they are made again in the order of their numbers.
const AHEAD: usize = 512;

/// A claim that is unlike what is stored.
enum Unlike {
    /// Some of it is: the stored row, with this level, this flag, and a body that begins otherwise and ends
    /// with as many of the stored bytes. A claim is so from when it is made until it is reviewed.
    Partly { level: Level, retracted: bool, beginning: Box<[u8]>, rest: usize },
    /// All of it.
    Wholly(Box<ClaimRow>),
}

/// Every claim that was made again.
pub(super) struct Claims<'s> {
    stored: &'s dyn Reader,
    ahead: VecDeque<ClaimRow>,
    /// The numbers of those that are what is stored.
    alike: BTreeSet<u64>,
    unlike: BTreeMap<u64, (ClaimId, Unlike)>,
    unlike_by_id: BTreeMap<ClaimId, u64>,
    /// The records that some claim is about.
    about: BTreeSet<RecordId>,
}

impl<'s> Claims<'s> {
    pub(super) fn beside(stored: &'s dyn Reader) -> Self {
        Self {
            stored,
            ahead: VecDeque::new(),
            alike: BTreeSet::new(),
            unlike: BTreeMap::new(),
            unlike_by_id: BTreeMap::new(),
            about: BTreeSet::new(),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.alike.len() + self.unlike.len()
    }

    /// Those that are not what is stored, by number.
    pub(super) fn unlike(&self) -> impl Iterator<Item = ClaimId> {
        self.unlike.values().map(|(id, _)| *id)
    }

    pub(super) fn last(&self) -> Option<u64> {
        self.alike.last().copied().max(self.unlike.last_key_value().map(|(seq, _)| *seq))
    }

    pub(super) fn clear(&mut self) {
        *self = Self::beside(self.stored);
    }

    pub(super) fn put(&mut self, row: &ClaimRow) -> Result<()> {
        self.about.insert(row.record);
        let stored = self.stored_at(row.seq)?;
        let number_of = |id: ClaimId| (id != row.id).then_some(Refusal::ClaimNumber(row.seq));
        let taken = match self.unlike.get(&row.seq) {
            Some((id, _)) => number_of(*id),
            None if self.alike.contains(&row.seq) => stored.as_ref().and_then(|s| number_of(s.id)),
            None => None,
        };
        if let Some(refusal) = taken {
            return Err(refusal.into());
        }
        if let Some(former) = self.unlike_by_id.remove(&row.id) {
            self.unlike.remove(&former);
        }
        match stored {
            Some(stored) if stored == *row => {
                self.alike.insert(row.seq);
            }
            stored => {
                // It may have had another number; not where it is stored under this one.
                if stored.as_ref().is_none_or(|stored| stored.id != row.id)
                    && let Some(former) = self.stored.claim(row.id)?
                {
                    self.alike.remove(&former.seq);
                }
                // It may have been alike until now.
                self.alike.remove(&row.seq);
                self.unlike.insert(row.seq, (row.id, held(stored.as_ref(), row)));
                self.unlike_by_id.insert(row.id, row.seq);
            }
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, id: ClaimId) -> Result<bool> {
        if let Some(seq) = self.unlike_by_id.remove(&id) {
            return Ok(self.unlike.remove(&seq).is_some());
        }
        let stored = self.stored.claim(id)?;
        Ok(stored.is_some_and(|stored| self.alike.remove(&stored.seq)))
    }

    pub(super) fn of_id(&self, id: ClaimId) -> Result<Option<ClaimRow>> {
        match self.unlike_by_id.get(&id) {
            Some(seq) => self.at(*seq),
            None => Ok(self.stored.claim(id)?.filter(|row| self.alike.contains(&row.seq))),
        }
    }

    pub(super) fn at(&self, seq: u64) -> Result<Option<ClaimRow>> {
        match self.unlike.get(&seq) {
            Some((id, Unlike::Partly { level, retracted, beginning, rest })) => {
                let Some(mut row) = self.stored.claim_at(seq)? else { return Ok(None) };
                let kept = row.body.len().saturating_sub(*rest);
                row.body.splice(..kept, beginning.iter().copied());
                Ok(Some(ClaimRow { id: *id, level: *level, retracted: *retracted, ..row }))
            }
            Some((_, Unlike::Wholly(row))) => Ok(Some(row.as_ref().clone())),
            None if self.alike.contains(&seq) => self.stored.claim_at(seq),
            None => Ok(None),
        }
    }

    /// Whether any claim that was made again is about a record.
    pub(super) fn has_about(&self, record: RecordId) -> bool {
        self.about.contains(&record)
    }

    /// Of what a question to the store finds, what was made again; with what else is as wanted.
    pub(super) fn of(
        &self,
        stored: Vec<ClaimRow>,
        is_wanted: impl Fn(&ClaimRow) -> bool,
    ) -> Result<Vec<ClaimRow>> {
        let alike = stored.into_iter().filter(|row| self.alike.contains(&row.seq));
        let mut found: Vec<ClaimRow> = alike.collect();
        for seq in self.unlike.keys() {
            found.extend(self.at(*seq)?.filter(&is_wanted));
        }
        found.sort_by_key(|row| row.seq);
        Ok(found)
    }

    /// Visits those after a number, by number.
    pub(super) fn each(&self, after: Option<u64>, visit: Visit<'_, ClaimRow>) -> Result<()> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let numbers: BTreeSet<u64> = self.alike.range((from, Bound::Unbounded)).copied().collect();
        let unlike = self.unlike.range((from, Bound::Unbounded)).map(|(seq, _)| *seq);
        for seq in numbers.into_iter().chain(unlike).collect::<BTreeSet<u64>>() {
            let Some(row) = self.at(seq)? else { continue };
            if let ControlFlow::Break(()) = visit(row) {
                break;
            }
        }
        Ok(())
    }

    /// The stored claim of a number, read with those that follow it.
    fn stored_at(&mut self, seq: u64) -> Result<Option<ClaimRow>> {
        while self.ahead.front().is_some_and(|row| row.seq < seq) {
            self.ahead.pop_front();
        }
        match self.ahead.front() {
            Some(row) if row.seq == seq => return Ok(Some(row.clone())),
            Some(_) => return self.stored.claim_at(seq),
            None => {}
        }
        let ahead = &mut self.ahead;
        self.stored.each_claim(seq.checked_sub(1), &mut |row| {
            ahead.push_back(row);
            if ahead.len() < AHEAD { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(self.ahead.front().filter(|row| row.seq == seq).cloned())
    }
}

/// What has to be held of a row beside the stored one of its number.
fn held(stored: Option<&ClaimRow>, row: &ClaimRow) -> Unlike {
    let Some(stored) = stored else { return Unlike::Wholly(Box::new(row.clone())) };
    let same = stored.id == row.id
        && stored.record == row.record
        && stored.property == row.property
        && stored.source == row.source
        && stored.origin == row.origin
        && stored.bounds == row.bounds;
    if !same {
        return Unlike::Wholly(Box::new(row.clone()));
    }
    let alike = stored.body.iter().rev().zip(row.body.iter().rev());
    let rest = alike.take_while(|(one, other)| one == other).count();
    let beginning = row.body[..row.body.len() - rest].into();
    Unlike::Partly { level: row.level, retracted: row.retracted, beginning, rest }
}
