//! What is stated between tallies: sums, parts, and how groups relate.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::{Claim, Derivation};
use onus_model::corpus::{GroupRelation, Sum, SumRefusal, Voice};
use onus_model::id::{ClaimId, RecordId};
use onus_model::resolve::Polarity;
use onus_model::schema::core;
use onus_model::value::{Comparison, Count, Value};

use super::lines::{FIGURE, verdict};
use super::{PartsCheck, Relation, StatedSum, Verdict};
use crate::order::Order;
use crate::reading::read;
use crate::told::{Told, told};

/// Every stated sum on these records, checked.
pub(super) fn stated(look: &Look<'_>, order: &Order, tallies: &[RecordId]) -> Vec<StatedSum> {
    let mut sums = Vec::new();
    for &tally in tallies {
        let claims = look.corpus().claims_on(tally, FIGURE).iter().map(|claim| claim.id);
        for claim in order.claims(look, claims) {
            if let Some(claim) = look.corpus().claim(claim) {
                sums.extend(checked(look, order, claim));
            }
        }
    }
    sums
}

/// A stated sum, checked; `None` for a claim that is no sum.
pub(crate) fn checked(look: &Look<'_>, order: &Order, claim: &Claim) -> Option<StatedSum> {
    let corpus = look.corpus();
    let rests_on = claim.rests_on.as_ref().filter(|rests_on| rests_on.how == Derivation::Sum)?;
    let check = corpus.check_sum(claim)?;
    let sum = check.sum.map_err(|refusal| in_order(look, order, &rests_on.claims, refusal));
    let mut addends = check.addends;
    addends.sort_by_cached_key(|addend| order.claim_place(look, addend.claim));
    let verdict = match &sum {
        Ok(sum) => verdict(corpus, &Value::Count(sum.total), &claim.value),
        Err(_) => Verdict::CannotTell,
    };
    let because = match &sum {
        Ok(sum) => sum.because.clone(),
        Err(refusal) => refusal_claims(look, refusal),
    };
    let because = order.judgements(look, because);
    let all = because.into_iter().chain(rests_on.claims.iter().copied()).chain([claim.id]);
    let all = all.filter(|claim| corpus.claim(*claim).is_some());
    Some(StatedSum {
        claim: claim.id,
        tally: corpus.canonical(claim.record),
        voice: corpus.voice(claim),
        stated: claim.value.clone(),
        addends,
        verdict,
        claims: order.claims(look, all),
        sum,
    })
}

/// Why numbers are not added up, naming the first pair in the order of content: the model names one in
/// the order of identifiers.
fn in_order(
    look: &Look<'_>,
    order: &Order,
    claims: &BTreeSet<ClaimId>,
    refusal: SumRefusal,
) -> SumRefusal {
    let corpus = look.corpus();
    let mut groups: Vec<RecordId> = Vec::new();
    for id in order.claims(look, claims.iter().copied()) {
        match corpus.claim(id) {
            Some(Claim { record, value: Value::Count(_), .. }) => {
                groups.push(corpus.canonical(*record));
            }
            _ => return SumRefusal::NotANumber(id),
        }
    }
    for (place, &first) in groups.iter().enumerate() {
        for &second in &groups[place + 1..] {
            match corpus.group_relation(first, second).answer {
                GroupRelation::Disjoint => {}
                GroupRelation::Unknown => return SumRefusal::OverlapUnknown { first, second },
                GroupRelation::Overlapping => return SumRefusal::Overlapping { first, second },
            }
        }
    }
    refusal
}

/// What is said of the two groups for which a sum is refused.
fn refusal_claims(look: &Look<'_>, refusal: &SumRefusal) -> BTreeSet<ClaimId> {
    match refusal {
        SumRefusal::OverlapUnknown { first, second }
        | SumRefusal::Overlapping { first, second } => {
            look.corpus().group_relation(*first, *second).because
        }
        _ => BTreeSet::new(),
    }
}

/// Every whole among these tallies, or of which one of them is a part, with its parts.
pub(crate) fn parts(look: &Look<'_>, order: &Order, tallies: &[RecordId]) -> Vec<PartsCheck> {
    let mut list = Vec::new();
    for whole in look.records_of_type(core::TALLY) {
        let mut parts = BTreeSet::new();
        let mut claims: BTreeSet<ClaimId> = BTreeSet::new();
        for one in told(look, order, whole, core::PART) {
            match &one.value {
                Value::Ref(part) => {
                    parts.insert(*part);
                }
                Value::ClosedSet(set) => parts.extend(set.named()),
                _ => {}
            }
            claims.extend(one.claims);
        }
        let concerns = tallies.contains(&whole) || parts.iter().any(|part| tallies.contains(part));
        if parts.is_empty() || !concerns {
            continue;
        }
        let parts = order.records(look, parts);
        let relation = told(look, order, whole, core::PARTS_RELATION);
        claims.extend(relation.iter().flat_map(|told| told.claims.iter()));
        let mut checks = part_checks(look, order, whole, &parts, &relation, &claims);
        if checks.is_empty() {
            checks.push(PartsCheck {
                whole,
                parts: parts.clone(),
                relation: relation.clone(),
                voice: None,
                stated: None,
                sum: None,
                verdict: Verdict::CannotTell,
                claims: order.claims(look, claims),
            });
        }
        list.extend(checks);
    }
    list.sort_by_cached_key(|check| {
        let first = check.claims.first().map(|claim| order.claim_place(look, *claim));
        (order.record_place(look, check.whole), first)
    });
    list
}

/// The one number that each voice stands by on a tally, with the claim that carries it.
fn numbers(look: &Look<'_>, order: &Order, tally: RecordId) -> BTreeMap<Voice, (Count, ClaimId)> {
    let mut numbers = BTreeMap::new();
    for reading in read(look, order, tally, FIGURE) {
        for line in reading.voices {
            let current: Vec<_> = line.sayings.iter().filter(|one| one.current).collect();
            if let [only] = current.as_slice()
                && let (Polarity::Affirms, Value::Count(count)) = (only.polarity, &only.value)
                && let Some(claim) = only.claims.first()
            {
                numbers.insert(line.voice, (*count, *claim));
            }
        }
    }
    numbers
}

fn part_checks(
    look: &Look<'_>,
    order: &Order,
    whole: RecordId,
    parts: &[RecordId],
    relation: &[Told],
    claims: &BTreeSet<ClaimId>,
) -> Vec<PartsCheck> {
    let of_whole = numbers(look, order, whole);
    let of_parts: Vec<_> = parts.iter().map(|part| numbers(look, order, *part)).collect();
    let says = |word: &str| {
        relation.iter().any(|told| matches!(&told.value, Value::Term(term) if term.term() == word))
    };
    let mut checks = Vec::new();
    for voice in order.voices(look, of_whole.keys().copied()) {
        let Some((stated, claim)) = of_whole.get(&voice).copied() else { continue };
        let own: Option<BTreeSet<ClaimId>> =
            of_parts.iter().map(|numbers| numbers.get(&voice).map(|(_, claim)| *claim)).collect();
        let Some(own) = own else { continue };
        let sum: Result<Sum, SumRefusal> =
            look.corpus().sum(&own).map_err(|refusal| in_order(look, order, &own, refusal));
        let verdict = match &sum {
            Ok(sum) if says(core::PARTITION) => {
                verdict(look.corpus(), &Value::Count(sum.total), &Value::Count(stated))
            }
            // Parts that leave something out are at most the whole.
            Ok(sum) => {
                let rest = Count::new(sum.total.low(), None).ok();
                let conflicts =
                    rest.is_some_and(|rest| stated.compare(&rest) == Comparison::Conflicts);
                if conflicts { Verdict::Conflict } else { Verdict::CannotTell }
            }
            Err(_) => Verdict::CannotTell,
        };
        let because = sum.as_ref().map(|sum| sum.because.clone()).unwrap_or_default();
        let because = order.judgements(look, because);
        let all = claims.iter().copied().chain(own).chain([claim]).chain(because);
        checks.push(PartsCheck {
            whole,
            parts: parts.to_vec(),
            relation: relation.to_vec(),
            voice: Some(voice),
            stated: Some(stated),
            sum: Some(sum),
            verdict,
            claims: order.claims(look, all),
        });
    }
    checks
}

/// Every relation that somebody states between one of these tallies and another tally or group.
pub(super) fn relations(
    look: &Look<'_>,
    order: &Order,
    tallies: &BTreeSet<RecordId>,
) -> Vec<Relation> {
    let corpus = look.corpus();
    let mut pairs: BTreeSet<(RecordId, RecordId)> = BTreeSet::new();
    for claim in corpus.claims_with(core::RELATION) {
        if let Some(Value::Ref(other)) = claim.scope.get(core::TO) {
            let pair = (corpus.canonical(claim.record), corpus.canonical(*other));
            if tallies.contains(&pair.0) || tallies.contains(&pair.1) {
                pairs.insert(pair);
            }
        }
    }
    let mut list = Vec::new();
    for (first, second) in pairs {
        for resolution in look.resolve(first, core::RELATION) {
            let to = resolution.scope.get(core::TO);
            if !matches!(to, Some(Value::Ref(to)) if corpus.canonical(*to) == second) {
                continue;
            }
            let relation = crate::told::told_in(look, order, &resolution);
            if !relation.is_empty() {
                let in_conflict = resolution.is_in_conflict();
                list.push(Relation { first, second, relation, in_conflict });
            }
        }
    }
    list.sort_by_cached_key(|one| {
        let claim = one.relation.first().and_then(|told| told.claims.first().copied());
        (
            order.record_place(look, one.first),
            order.record_place(look, one.second),
            claim.map(|claim| order.claim_place(look, claim)),
        )
    });
    list
}
