//! Which records lie inside which: a town in its region, a unit in its ministry's building.

use std::collections::{BTreeMap, BTreeSet};

use super::Corpus;
use crate::claim::Stance;
use crate::id::{ClaimId, RecordId};
use crate::value::Value;

/// What lies directly around a record, each with the claim that says so.
pub(super) type Around = BTreeSet<(RecordId, ClaimId)>;

impl Corpus<'_> {
    /// What lies directly around a record that stands for itself.
    fn around(&self, inner: RecordId) -> &Around {
        self.around.get_or(inner, || {
            let mut around = Around::new();
            // Only properties that put one thing inside another are looked at, not all that is claimed.
            let members = self.members_of(inner);
            let types = members.iter().filter_map(|member| self.record_type(*member));
            let types: BTreeSet<&str> = types.map(|known| known.as_str()).collect();
            let known = types.into_iter().filter_map(|known| self.schema.record_type(known));
            let properties: BTreeSet<&str> = known
                .flat_map(|known| self.schema.properties(known))
                .filter(|property| property.within)
                .map(|property| property.id.as_str())
                .collect();
            let claims =
                properties.into_iter().flat_map(|property| self.claims_on(inner, property));
            for claim in claims {
                let Value::Ref(outer) = &claim.value else { continue };
                let says_so = claim.stance == Stance::Asserts && claim.altered_by().is_none();
                if says_so && self.property_of(claim).is_some_and(|property| property.within) {
                    around.insert((self.canonical(*outer), claim.id));
                }
            }
            around
        })
    }

    /// Everything around a record, each with the claim that puts it there.
    fn reach(&self, inner: RecordId) -> BTreeMap<RecordId, (RecordId, ClaimId)> {
        let mut reached = BTreeMap::new();
        let mut waiting = vec![inner];
        while let Some(current) = waiting.pop() {
            for &(outer, claim) in self.around(current) {
                if outer != inner && !reached.contains_key(&outer) {
                    reached.insert(outer, (current, claim));
                    waiting.push(outer);
                }
            }
        }
        reached
    }

    pub(super) fn is_within(&self, inner: RecordId, outer: RecordId) -> bool {
        !self.around(inner).is_empty() && self.reach(inner).contains_key(&outer)
    }

    /// The claims by which any of these records lies inside another of them.
    pub(super) fn paths_among(&self, records: &BTreeSet<RecordId>) -> BTreeSet<ClaimId> {
        let mut because = BTreeSet::new();
        for &inner in records.iter().filter(|record| !self.around(**record).is_empty()) {
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
