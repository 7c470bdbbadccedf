//! Which records the team has judged to be one.
//!
//! Judgements are graded annotations on pairs. Of several on one pair the stricter counts: *distinct*
//! before *undetermined* before *probably the same* before *the same*. Records are merged along pairs
//! judged the same; but where a group so merged holds any pair judged otherwise, the judgements
//! contradict each other and none of that group is merged. What a source says about identity is a
//! claim like any other and merges nothing.

use std::collections::{BTreeMap, BTreeSet};

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

type Judgements = BTreeMap<(RecordId, RecordId), Vec<(Grade, ClaimId)>>;

#[derive(Default)]
pub(super) struct Identity {
    pairs: Judgements,
    touching: BTreeMap<RecordId, BTreeSet<(RecordId, RecordId)>>,
    /// Records connected by pairs judged the same, merged or not: member to all members.
    linked: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Records connected by pairs not judged distinct: any two of them may be one.
    open: BTreeMap<RecordId, BTreeSet<RecordId>>,
    canonical: BTreeMap<RecordId, RecordId>,
}

impl Identity {
    pub(super) fn of<'a>(claims: impl Iterator<Item = &'a Claim>) -> Self {
        let mut identity = Self::default();
        for claim in claims.filter(|claim| claim.is_annotation()) {
            let Some((record, other, term)) = pair_judgement(claim, core::IDENTITY) else {
                continue;
            };
            if term.vocabulary().as_str() != core::IDENTITY_GRADE || record == other {
                continue;
            }
            let grade = match term.term() {
                core::SAME => Grade::Same,
                core::PROBABLY_SAME => Grade::ProbablySame,
                core::DISTINCT => Grade::Distinct,
                _ => Grade::Undetermined,
            };
            identity.pairs.entry(pair(record, other)).or_default().push((grade, claim.id));
        }
        for &(first, second) in identity.pairs.keys() {
            for record in [first, second] {
                identity.touching.entry(record).or_default().insert((first, second));
            }
        }
        identity.link();
        identity.merge();
        identity
    }

    fn grade(&self, first: RecordId, second: RecordId) -> Option<Grade> {
        self.pairs.get(&pair(first, second))?.iter().map(|(grade, _)| *grade).max()
    }

    fn link(&mut self) {
        for (&(first, second), judgements) in &self.pairs {
            let strictest = judgements.iter().map(|(grade, _)| *grade).max();
            if strictest == Some(Grade::Same) {
                join(&mut self.linked, first, second);
            }
            if strictest != Some(Grade::Distinct) {
                join(&mut self.open, first, second);
            }
        }
    }

    fn merge(&mut self) {
        for members in self.linked.values() {
            let Some(&first) = members.first() else {
                continue;
            };
            let contradicted = self.pairs.keys().any(|(one, other)| {
                members.contains(one)
                    && members.contains(other)
                    && self.grade(*one, *other) != Some(Grade::Same)
            });
            if !contradicted {
                for &member in members {
                    self.canonical.insert(member, first);
                }
            }
        }
    }

    pub(super) fn canonical(&self, record: RecordId) -> RecordId {
        self.canonical.get(&record).copied().unwrap_or(record)
    }

    fn members(&self, record: RecordId) -> BTreeSet<RecordId> {
        self.linked.get(&record).cloned().unwrap_or_else(|| BTreeSet::from([record]))
    }

    /// Every record that this one may be, itself included.
    fn around(&self, record: RecordId) -> BTreeSet<RecordId> {
        self.open.get(&record).cloned().unwrap_or_else(|| BTreeSet::from([record]))
    }

    /// The strictest judgement between the two records or any that stand for them. Records whose
    /// judgements contradict each other are undetermined.
    pub(super) fn judgement(&self, first: RecordId, second: RecordId) -> Judged<Option<Grade>> {
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
        if judged.answer.is_none() && self.around(first).contains(&second) {
            // Each may be the next, so the ends may be one.
            judged.answer = Some(Grade::Undetermined);
            judged.because = self.judgements_among(&BTreeSet::from([first, second]));
        }
        if own == others && self.canonical(first) != self.canonical(second) {
            let direct = self.grade(first, second);
            let undecided =
                if direct == Some(Grade::Distinct) { Grade::Distinct } else { Grade::Undetermined };
            judged.answer = Some(undecided);
        }
        judged
    }

    /// Every judgement between any of the records, or any linked to them.
    pub(super) fn judgements_among(&self, records: &BTreeSet<RecordId>) -> BTreeSet<ClaimId> {
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
