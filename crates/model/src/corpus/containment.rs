//! Which records lie inside which: a town in its region, a unit in its ministry's building.

use std::collections::{BTreeMap, BTreeSet};

use super::Corpus;
use crate::claim::Stance;
use crate::id::{ClaimId, RecordId};
use crate::value::Value;

#[derive(Default)]
pub(super) struct Containment {
    around: BTreeMap<RecordId, BTreeSet<(RecordId, ClaimId)>>,
}

impl Containment {
    pub(super) fn of(corpus: &Corpus<'_>) -> Self {
        let mut around: BTreeMap<RecordId, BTreeSet<(RecordId, ClaimId)>> = BTreeMap::new();
        for claim in corpus.claims() {
            let Value::Ref(outer) = &claim.value else {
                continue;
            };
            let says_so = claim.stance == Stance::Asserts && claim.altered_by().is_none();
            if says_so && corpus.property_of(claim).is_some_and(|property| property.within) {
                let (inner, outer) = (corpus.canonical(claim.record), corpus.canonical(*outer));
                around.entry(inner).or_default().insert((outer, claim.id));
            }
        }
        Self { around }
    }

    /// Everything around a record, each with the claim that puts it there.
    fn reach(&self, inner: RecordId) -> BTreeMap<RecordId, (RecordId, ClaimId)> {
        let mut reached = BTreeMap::new();
        let mut waiting = vec![inner];
        while let Some(current) = waiting.pop() {
            for &(outer, claim) in self.around.get(&current).into_iter().flatten() {
                if outer != inner && !reached.contains_key(&outer) {
                    reached.insert(outer, (current, claim));
                    waiting.push(outer);
                }
            }
        }
        reached
    }

    pub(super) fn is_within(&self, inner: RecordId, outer: RecordId) -> bool {
        !self.around.is_empty() && self.reach(inner).contains_key(&outer)
    }

    /// The claims by which any of these records lies inside another of them.
    pub(super) fn paths_among(&self, records: &BTreeSet<RecordId>) -> BTreeSet<ClaimId> {
        let mut because = BTreeSet::new();
        for &inner in records.iter().filter(|record| self.around.contains_key(record)) {
            let reached = self.reach(inner);
            for outer in records {
                let mut current = *outer;
                while let Some(&(before, claim)) = reached.get(&current) {
                    because.insert(claim);
                    current = before;
                }
            }
        }
        because
    }
}
