//! Which records the team has judged to be one.
//!
//! Judgements are graded annotations on pairs. Of several on one pair the stricter counts: *distinct*
//! before *undetermined* before *probably the same* before *the same*. Records are merged along pairs
//! judged the same; but where a group so merged holds any pair judged otherwise, the judgements
//! contradict each other and none of that group is merged. What a source says about identity is a
//! claim like any other and merges nothing.
//!
//! Whether records are one depends only on judgements on them and on those they may be, so these are
//! gathered when a record is first asked about, group by group.

use std::cell::{Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::claims::Claims;
use super::{Judged, pair, pair_judgement};
use crate::claim::Claim;
use crate::id::{ClaimId, RecordId};
use crate::schema::core;

/// How sure the team is that two records are one, from the loosest to the strictest judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// They are one.
    Same,
    /// They probably are: views link them, nothing merges.
    ProbablySame,
    /// It has been considered and left open.
    Undetermined,
    /// They are two.
    Distinct,
}

type Judgements = BTreeMap<(RecordId, RecordId), BTreeSet<(Grade, ClaimId)>>;

/// The judgements found so far. Records that may be one are looked into together, so that what is known of
/// one of them is all there is.
#[derive(Default)]
pub(super) struct Identity(RefCell<Known>);

impl Identity {
    /// What is known once these records, and all that they may be, have been looked into.
    fn of(&self, claims: &Claims<'_>, records: &[RecordId]) -> Ref<'_, Known> {
        let unknown: Vec<RecordId> = {
            let known = self.0.borrow();
            let records = records.iter().filter(|record| !known.looked_into.contains(record));
            records.copied().collect()
        };
        for record in unknown {
            self.0.borrow_mut().look_into(claims, record);
        }
        self.0.borrow()
    }

    pub(super) fn canonical(&self, claims: &Claims<'_>, record: RecordId) -> RecordId {
        self.of(claims, &[record]).canonical(record)
    }

    /// The records that one stands for, itself included, ascending.
    pub(super) fn merged(&self, claims: &Claims<'_>, canonical: RecordId) -> Vec<RecordId> {
        let known = self.of(claims, &[canonical]);
        match known.linked.get(&canonical) {
            Some(members) if known.canonical.contains_key(&canonical) => {
                members.iter().copied().collect()
            }
            _ => vec![canonical],
        }
    }

    /// The strictest judgement between the two records or any that stand for them. Records whose
    /// judgements contradict each other are undetermined.
    pub(super) fn judgement(
        &self,
        claims: &Claims<'_>,
        first: RecordId,
        second: RecordId,
    ) -> Judged<Option<Grade>> {
        self.of(claims, &[first, second]).judgement(first, second)
    }

    /// Every judgement between any of the records, or any linked to them.
    pub(super) fn judgements_among(
        &self,
        claims: &Claims<'_>,
        records: &BTreeSet<RecordId>,
    ) -> BTreeSet<ClaimId> {
        let list: Vec<RecordId> = records.iter().copied().collect();
        self.of(claims, &list).judgements_among(records)
    }
}

#[derive(Default)]
struct Known {
    looked_into: BTreeSet<RecordId>,
    pairs: Judgements,
    touching: BTreeMap<RecordId, BTreeSet<(RecordId, RecordId)>>,
    /// Records connected by pairs judged the same, merged or not: member to all members.
    linked: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Records connected by pairs not judged distinct: any two of them may be one.
    open: BTreeMap<RecordId, BTreeSet<RecordId>>,
    canonical: BTreeMap<RecordId, RecordId>,
}

/// A judgement of the team on two records.
fn judged(claim: &Claim) -> Option<((RecordId, RecordId), Grade)> {
    let (record, other, term) = pair_judgement(claim, core::IDENTITY)?;
    let on_two = term.vocabulary().as_str() == core::IDENTITY_GRADE && record != other;
    if !claim.is_annotation() || !on_two {
        return None;
    }
    let grade = match term.term() {
        core::SAME => Grade::Same,
        core::PROBABLY_SAME => Grade::ProbablySame,
        core::DISTINCT => Grade::Distinct,
        _ => Grade::Undetermined,
    };
    Some((pair(record, other), grade))
}

impl Known {
    /// Gathers the judgements on a record and on all that it may be.
    fn look_into(&mut self, claims: &Claims<'_>, record: RecordId) {
        if !claims.may_have_property(core::IDENTITY) || !self.looked_into.insert(record) {
            return;
        }
        let mut group = BTreeSet::from([record]);
        let mut waiting = vec![record];
        while let Some(record) = waiting.pop() {
            let own = claims.on(record, core::IDENTITY);
            let others = claims.mentioning_on(record, core::IDENTITY);
            let mut here = BTreeSet::new();
            for claim in own.into_iter().chain(others) {
                let Some((pair, grade)) = judged(claim) else { continue };
                if pair.0 == record || pair.1 == record {
                    self.pairs.entry(pair).or_default().insert((grade, claim.id));
                    here.insert(pair);
                }
            }
            for &(first, second) in &here {
                let other = if first == record { second } else { first };
                if self.grade(first, second) != Some(Grade::Distinct) && group.insert(other) {
                    waiting.push(other);
                }
            }
            if !here.is_empty() {
                self.touching.insert(record, here);
            }
        }
        self.link(&group);
        self.merge(&group);
        self.looked_into.extend(group);
    }

    fn grade(&self, first: RecordId, second: RecordId) -> Option<Grade> {
        self.pairs.get(&pair(first, second))?.iter().map(|(grade, _)| *grade).max()
    }

    /// The pairs among these records.
    fn pairs_among(&self, group: &BTreeSet<RecordId>) -> BTreeSet<(RecordId, RecordId)> {
        let touching = group.iter().filter_map(|record| self.touching.get(record)).flatten();
        let inside =
            touching.filter(|(first, second)| group.contains(first) && group.contains(second));
        inside.copied().collect()
    }

    fn link(&mut self, group: &BTreeSet<RecordId>) {
        for (first, second) in self.pairs_among(group) {
            let strictest = self.grade(first, second);
            if strictest == Some(Grade::Same) {
                join(&mut self.linked, first, second);
            }
            if strictest != Some(Grade::Distinct) {
                join(&mut self.open, first, second);
            }
        }
    }

    fn merge(&mut self, group: &BTreeSet<RecordId>) {
        for record in group {
            let Some(members) = self.linked.get(record) else { continue };
            let contradicted = self
                .pairs_among(members)
                .into_iter()
                .any(|(one, other)| self.grade(one, other) != Some(Grade::Same));
            if let (false, Some(first)) = (contradicted, members.first()) {
                self.canonical.insert(*record, *first);
            }
        }
    }

    fn canonical(&self, record: RecordId) -> RecordId {
        self.canonical.get(&record).copied().unwrap_or(record)
    }

    /// The records connected with this one by pairs judged the same, whether merged or not.
    fn linked(&self, record: RecordId) -> BTreeSet<RecordId> {
        self.linked.get(&record).cloned().unwrap_or_else(|| BTreeSet::from([record]))
    }

    /// The records that stand for this one. Where their judgements contradict each other, none stands for
    /// another, and what is judged of one is not judged of the next.
    fn members(&self, record: RecordId) -> BTreeSet<RecordId> {
        let is_merged = self.canonical.contains_key(&record);
        if is_merged { self.linked(record) } else { BTreeSet::from([record]) }
    }

    /// Every record that this one may be, itself included.
    fn around(&self, record: RecordId) -> BTreeSet<RecordId> {
        self.open.get(&record).cloned().unwrap_or_else(|| BTreeSet::from([record]))
    }

    fn judgement(&self, first: RecordId, second: RecordId) -> Judged<Option<Grade>> {
        let none = Judged { answer: None, because: BTreeSet::new() };
        if self.pairs.is_empty() {
            return none;
        }
        let (own, others) = (self.members(first), self.members(second));
        let mut judged = none;
        for member in &own {
            for &(one, other) in self.touching.get(member).into_iter().flatten() {
                let across = own.contains(&one) && others.contains(&other)
                    || own.contains(&other) && others.contains(&one);
                if across {
                    let judgements = self.pairs.get(&(one, other)).into_iter().flatten();
                    for &(grade, claim) in judgements {
                        judged.answer = judged.answer.max(Some(grade));
                        judged.because.insert(claim);
                    }
                }
            }
        }
        if judged.answer.is_none() && first != second && self.around(first).contains(&second) {
            // Each may be the next, so the ends may be one.
            judged.answer = Some(Grade::Undetermined);
            judged.because = self.judgements_among(&BTreeSet::from([first, second]));
        }
        if self.linked(first) == self.linked(second)
            && self.canonical(first) != self.canonical(second)
        {
            let direct = self.grade(first, second);
            let undecided =
                if direct == Some(Grade::Distinct) { Grade::Distinct } else { Grade::Undetermined };
            judged.answer = Some(undecided);
        }
        judged
    }

    fn judgements_among(&self, records: &BTreeSet<RecordId>) -> BTreeSet<ClaimId> {
        if self.pairs.is_empty() {
            return BTreeSet::new();
        }
        let around: BTreeSet<RecordId> =
            records.iter().flat_map(|&record| self.around(record)).collect();
        around
            .iter()
            .filter_map(|record| self.touching.get(record))
            .flatten()
            .filter(|(one, other)| around.contains(one) && around.contains(other))
            .filter_map(|pair| self.pairs.get(pair))
            .flatten()
            .map(|(_, claim)| *claim)
            .collect()
    }
}

/// Joins the sets of two records: every member of either then has both.
fn join(sets: &mut BTreeMap<RecordId, BTreeSet<RecordId>>, first: RecordId, second: RecordId) {
    let joined: BTreeSet<RecordId> = [first, second]
        .into_iter()
        .flat_map(|record| sets.get(&record).cloned().unwrap_or_else(|| BTreeSet::from([record])))
        .collect();
    for &record in &joined {
        sets.insert(record, joined.clone());
    }
}
