//! The values of a property as told: each with whose it is and the claims that carry it.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::resolve::{Polarity, Resolution};
use onus_model::value::{Answers, Value};

use crate::order::Order;

/// A value that somebody stands by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The value.
    pub value: Value,
    /// Whose it is.
    pub voices: Vec<Voice>,
    /// Who denies it.
    pub denied_by: Vec<Voice>,
    /// Whether it only rests on other claims, or is the team's own.
    pub own: bool,
    /// Whether a member chose it for lists.
    pub chosen: bool,
    /// Whether any voice on the property conflicts with it.
    pub in_conflict: bool,
    /// The claims that carry it.
    pub claims: Vec<ClaimId>,
}

/// The claims that a member judged to give the value for lists.
fn chosen_claims(look: &Look<'_>) -> BTreeSet<ClaimId> {
    let corpus = look.corpus();
    let mut chosen = BTreeSet::new();
    for judgement in look.records_of_type("judgement") {
        let is_choice = corpus.claims_on(judgement, "kind").iter().any(|claim| {
            let term = matches!(&claim.value, Value::Term(term) if term.term() == "choice");
            claim.is_annotation() && term
        });
        if is_choice {
            for claim in corpus.claims_on(judgement, "of") {
                if let Value::Answers(Answers::Claims(claims)) = &claim.value {
                    chosen.extend(claims);
                }
            }
        }
    }
    chosen
}

/// The values of a property that somebody stands by, over all its scopes, in order.
#[must_use]
pub fn told(look: &Look<'_>, order: &Order, record: RecordId, property: &str) -> Vec<Told> {
    let key = (record, property.to_owned());
    order.told.get_or(key, || work_out(look, order, record, property)).clone()
}

fn work_out(look: &Look<'_>, order: &Order, record: RecordId, property: &str) -> Vec<Told> {
    let mut list = Vec::new();
    for resolution in look.resolve(record, property) {
        list.extend(told_in(look, order, &resolution));
    }
    list.sort_by_cached_key(|told: &Told| order.value_place(look, &told.value));
    list
}

/// The values that somebody stands by in one resolution.
pub(crate) fn told_in(look: &Look<'_>, order: &Order, resolution: &Resolution) -> Vec<Told> {
    let mut list = Vec::new();
    for position in &resolution.positions {
        let said = !position.stated_by.is_empty();
        if !said && position.derived.is_empty() && position.annotations.is_empty() {
            continue;
        }
        let mut claims: BTreeSet<ClaimId> = BTreeSet::new();
        for line in &resolution.voices {
            for saying in line.current() {
                if saying.polarity == Polarity::Affirms && saying.value == position.value {
                    claims.extend(&saying.claims);
                    claims.extend(saying.answers.iter().flat_map(|answer| answer.because.iter()));
                }
            }
        }
        claims.extend(&position.derived);
        claims.extend(&position.annotations);
        let mut voices: Vec<Voice> = position.stated_by.iter().copied().collect();
        if !said {
            let own = position.derived.iter().chain(&position.annotations);
            let own = own.filter_map(|claim| look.corpus().claim(*claim));
            voices.extend(own.map(|claim| look.corpus().voice(claim)));
        }
        list.push(Told {
            value: position.value.clone(),
            voices: order.voices(look, voices),
            denied_by: order.voices(look, position.denied_by.iter().copied()),
            own: !said,
            chosen: false,
            in_conflict: !position.conflicts_with.is_empty(),
            claims: order.claims(look, claims),
        });
    }
    list.sort_by_cached_key(|told| order.value_place(look, &told.value));
    list
}

/// Marks what a member chose for lists.
pub(crate) fn mark_choices(look: &Look<'_>, list: &mut [Told]) {
    let chosen = chosen_claims(look);
    for told in list {
        told.chosen = told.claims.iter().any(|claim| chosen.contains(claim));
    }
}
