//! Judgements on identity that contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::corpus::Grade;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::core;
use onus_model::value::Value;

use super::{Finding, Problem, take};
use crate::order::Order;

type Pairs = BTreeMap<(RecordId, RecordId), Vec<(Grade, ClaimId)>>;

/// Every graded judgement of the team, by pair.
fn judgements(look: &Look<'_>) -> Pairs {
    let mut pairs = Pairs::new();
    for claim in look.corpus().claims() {
        let Value::Term(term) = &claim.value else { continue };
        let Some(Value::Ref(other)) = claim.scope.get(core::WITH) else { continue };
        let asserts = claim.stance == onus_model::claim::Stance::Asserts;
        if claim.property.as_str() != core::IDENTITY || !claim.is_annotation() || !asserts {
            continue;
        }
        let grade = match term.term() {
            core::SAME => Grade::Same,
            core::PROBABLY_SAME => Grade::ProbablySame,
            core::DISTINCT => Grade::Distinct,
            _ => Grade::Undetermined,
        };
        let pair = (claim.record.min(*other), claim.record.max(*other));
        if pair.0 != pair.1 {
            pairs.entry(pair).or_default().push((grade, claim.id));
        }
    }
    pairs
}

pub(super) fn check(look: &Look<'_>, order: &Order, findings: &mut Vec<Finding>) {
    let pairs = judgements(look);
    let mut found = Vec::new();
    for ((one, other), judged) in &pairs {
        let grades: BTreeSet<Grade> = judged.iter().map(|(grade, _)| *grade).collect();
        if grades.len() > 1 {
            let claims = judged.iter().map(|(_, claim)| *claim);
            found.push(Finding {
                problem: Problem::Identity {
                    records: sorted(look, order, [*one, *other]),
                    grades: grades.into_iter().collect(),
                },
                claims: order.claims(look, claims),
            });
        }
    }
    for group in groups(&pairs) {
        let inside: Vec<_> = pairs
            .iter()
            .filter(|((one, other), _)| group.contains(one) && group.contains(other))
            .collect();
        let odd =
            |judged: &[(Grade, ClaimId)]| judged.iter().all(|(grade, _)| *grade != Grade::Same);
        if inside.iter().any(|(_, judged)| odd(judged)) {
            let judged = inside.iter().flat_map(|(_, judged)| judged.iter());
            let grades: BTreeSet<Grade> = judged.clone().map(|(grade, _)| *grade).collect();
            let claims: Vec<ClaimId> = judged.map(|(_, claim)| *claim).collect();
            found.push(Finding {
                problem: Problem::Identity {
                    records: sorted(look, order, group),
                    grades: grades.into_iter().collect(),
                },
                claims: order.claims(look, claims),
            });
        }
    }
    take(look, order, findings, found);
}

/// In order, without merging what is not merged.
fn sorted(
    look: &Look<'_>,
    order: &Order,
    records: impl IntoIterator<Item = RecordId>,
) -> Vec<RecordId> {
    let mut records: Vec<RecordId> = records.into_iter().collect();
    records.sort_by_cached_key(|record| (order.record_place(look, *record), *record));
    records
}

/// Records joined by pairs on which every judgement is "the same".
fn groups(pairs: &Pairs) -> Vec<BTreeSet<RecordId>> {
    let mut groups: Vec<BTreeSet<RecordId>> = Vec::new();
    for ((one, other), judged) in pairs {
        if judged.iter().any(|(grade, _)| *grade != Grade::Same) {
            continue;
        }
        let mut joined = BTreeSet::from([*one, *other]);
        groups.retain(|group| {
            let touches = !group.is_disjoint(&joined);
            if touches {
                joined.extend(group);
            }
            !touches
        });
        groups.push(joined);
    }
    groups
}
