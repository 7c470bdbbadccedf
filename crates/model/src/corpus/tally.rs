//! Adding up groups of people, only where they are stated not to overlap.

use std::collections::BTreeSet;

use super::{Corpus, Judged};
use crate::claim::{Claim, Derivation, Stance};
use crate::id::{ClaimId, RecordId};
use crate::schema::{Effect, core};
use crate::value::{Comparison, Count, Value};

/// How two groups or tallies are said to relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupRelation {
    /// They are said to have no member in common, and nobody says otherwise.
    Disjoint,
    /// Nobody says, or it is left open.
    Unknown,
    /// They are said to share members, or to be one.
    Overlapping,
}

/// One group with the claim of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addend {
    /// The group or tally.
    pub group: RecordId,
    /// The claim of its number.
    pub claim: ClaimId,
    /// The number.
    pub count: Count,
}

/// A sum of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What they come to.
    pub total: Count,
    /// The claims that the sum rests on: the numbers, and that the groups do not overlap.
    pub because: BTreeSet<ClaimId>,
}

/// Why groups are not added up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SumRefusal {
    /// Two groups are not stated to be disjoint.
    #[error("{first} and {second} may share members: nobody says that they do not")]
    OverlapUnknown {
        /// One of the two.
        first: RecordId,
        /// The other.
        second: RecordId,
    },
    /// Two groups are stated to overlap, or are one.
    #[error("{first} and {second} share members")]
    Overlapping {
        /// One of the two.
        first: RecordId,
        /// The other.
        second: RecordId,
    },
    /// A claim to be added is missing from the view or gives no number.
    #[error("{0} gives no number that can be added")]
    NotANumber(ClaimId),
    /// The sum is larger than the largest number.
    #[error("the sum is too large")]
    TooLarge,
}

/// How a sum that somebody states fares against the numbers it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumCheck {
    /// The numbers it rests on.
    pub addends: Vec<Addend>,
    /// What they come to, or why they cannot be added.
    pub sum: Result<Sum, SumRefusal>,
    /// Whether what they come to entails or conflicts with what is stated.
    pub comparison: Comparison,
}

fn is_said(claim: &Claim) -> bool {
    matches!(claim.stance, Stance::Asserts | Stance::Admits) && claim.altered_by().is_none()
}

impl Corpus<'_> {
    /// How two groups are said to relate, the strictest word counting: overlapping, then not known,
    /// then disjoint.
    #[must_use]
    pub fn group_relation(&self, first: RecordId, second: RecordId) -> Judged<GroupRelation> {
        let (first, second) = (self.canonical(first), self.canonical(second));
        let mut because = self.judgements_among(&BTreeSet::from([first, second]));
        if first == second {
            return Judged { answer: GroupRelation::Overlapping, because };
        }
        let mut said = BTreeSet::new();
        for (one, other) in [(first, second), (second, first)] {
            for claim in self.claims_on(one, core::RELATION) {
                let Value::Term(term) = &claim.value else {
                    continue;
                };
                let to = claim.scope.get(core::TO);
                if !matches!(to, Some(Value::Ref(to)) if self.canonical(*to) == other) {
                    continue;
                }
                let relation = match self.schema().term(term) {
                    Some(term) if term.id.term() == core::DISJOINT => GroupRelation::Disjoint,
                    Some(term) if !term.undetermined => GroupRelation::Overlapping,
                    _ => GroupRelation::Unknown,
                };
                self.hear(claim, relation, &mut said, &mut because);
            }
        }
        let parts = self.parts_of_one_whole(first, second);
        said.extend(parts.answer);
        because.extend(parts.because);
        Judged { answer: said.last().copied().unwrap_or(GroupRelation::Unknown), because }
    }

    /// What is said of two groups by those who name both as parts of one whole.
    fn parts_of_one_whole(
        &self,
        first: RecordId,
        second: RecordId,
    ) -> Judged<BTreeSet<GroupRelation>> {
        let (mut answer, mut because) = (BTreeSet::new(), BTreeSet::new());
        let wholes = |part: RecordId| -> BTreeSet<RecordId> {
            self.claims_of_part(part).map(|claim| self.canonical(claim.record)).collect()
        };
        for whole in wholes(first).intersection(&wholes(second)) {
            for claim in self.claims_on(*whole, core::PARTS_RELATION) {
                let Value::Term(term) = &claim.value else {
                    continue;
                };
                because.extend(
                    [first, second]
                        .into_iter()
                        .flat_map(|part| self.claims_of_part(part))
                        .filter(|part| self.canonical(part.record) == *whole)
                        .map(|part| part.id),
                );
                // Where parts are said to overlap, it is not said that these two do.
                let relation = match term.term() {
                    core::PARTITION | core::DISJOINT => GroupRelation::Disjoint,
                    _ => GroupRelation::Unknown,
                };
                self.hear(claim, relation, &mut answer, &mut because);
            }
        }
        Judged { answer, because }
    }

    /// Takes in what one claim says of two groups. That they are disjoint counts only while nobody denies
    /// it, in a claim or in a statement that answers it.
    fn hear(
        &self,
        claim: &Claim,
        relation: GroupRelation,
        said: &mut BTreeSet<GroupRelation>,
        because: &mut BTreeSet<ClaimId>,
    ) {
        if is_said(claim) {
            said.insert(relation);
            because.insert(claim.id);
        }
        if claim.stance == Stance::Denies && relation == GroupRelation::Disjoint {
            said.insert(GroupRelation::Unknown);
            because.insert(claim.id);
        }
        for answer in self.answers_to(claim.id) {
            if answer.effect == Effect::Denies && relation == GroupRelation::Disjoint {
                said.insert(GroupRelation::Unknown);
                because.extend(&answer.because);
            }
        }
    }

    /// What is said of a record that stands for itself, and of all it stands for, as part of a whole.
    fn claims_of_part(&self, part: RecordId) -> impl Iterator<Item = &Claim> {
        let claims = self.parts.get_or(part, || {
            let members = self.members_of(part);
            let naming = |member: &RecordId| self.claims.mentioning_on(*member, core::PART);
            let mut claims: Vec<&Claim> = members.iter().flat_map(naming).collect();
            claims
                .retain(|claim| matches!(claim.value, Value::Ref(part) if members.contains(&part)));
            claims.sort_unstable_by_key(|claim| claim.id);
            claims.dedup_by_key(|claim| claim.id);
            claims
        });
        claims.iter().copied().filter(|claim| is_said(claim))
    }

    /// Adds up the numbers that these claims give of their records.
    ///
    /// # Errors
    ///
    /// A [`SumRefusal`] unless every two of the records are stated to be disjoint.
    pub fn sum(&self, claims: &BTreeSet<ClaimId>) -> Result<Sum, SumRefusal> {
        let addends = self.addends(claims)?;
        let mut because = claims.clone();
        for (place, own) in addends.iter().enumerate() {
            for other in &addends[place + 1..] {
                let (first, second) = (own.group, other.group);
                let relation = self.group_relation(first, second);
                because.extend(relation.because);
                match relation.answer {
                    GroupRelation::Disjoint => {}
                    GroupRelation::Unknown => {
                        return Err(SumRefusal::OverlapUnknown { first, second });
                    }
                    GroupRelation::Overlapping => {
                        return Err(SumRefusal::Overlapping { first, second });
                    }
                }
            }
        }
        let total = addends.iter().try_fold(Count::ZERO, |total, addend| {
            total.checked_add(&addend.count).map_err(|_| SumRefusal::TooLarge)
        })?;
        Ok(Sum { total, because })
    }

    fn addends(&self, claims: &BTreeSet<ClaimId>) -> Result<Vec<Addend>, SumRefusal> {
        claims
            .iter()
            .map(|&id| match self.claim(id) {
                Some(Claim { record, value: Value::Count(count), stance, .. })
                    if !matches!(stance, Stance::Denies | Stance::CallsFor) =>
                {
                    Ok(Addend { group: self.canonical(*record), claim: id, count: *count })
                }
                _ => Err(SumRefusal::NotANumber(id)),
            })
            .collect()
    }

    /// Checks a stated sum against the numbers it rests on; `None` for a claim that is no sum.
    #[must_use]
    pub fn check_sum(&self, claim: &Claim) -> Option<SumCheck> {
        let rests_on = claim.rests_on.as_ref().filter(|on| on.how == Derivation::Sum)?;
        let sum = self.sum(&rests_on.claims);
        let comparison = match (&sum, &claim.value) {
            (Ok(sum), Value::Count(stated)) => sum.total.compare(stated),
            _ => Comparison::CannotTell,
        };
        let addends = self.addends(&rests_on.claims).unwrap_or_default();
        Some(SumCheck { addends, sum, comparison })
    }
}
