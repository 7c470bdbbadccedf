//! Somebody without a name who died, and people of that case who died with one.
//!
//! They may be one. What speaks for it is listed; that they are one is a judgement for a member, and until it is made
//! (and if it is only *probably*) they are counted as they were told, never added up as two and never as one.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::corpus::Grade;
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::Value;
use onus_model::value::date::{Day, DayBounds};

use super::{Candidate, Open, Shared, Unjudged, take_open};
use crate::date::accounts_of;
use crate::names::best_name;
use crate::order::Order;
use crate::told::told;

/// What tells that somebody died.
const TELLS: [&str; 4] = ["died", "killed-in", "cause-of-death", "manner-of-death"];

/// Of more than this many nobody is proposed: a link to any of a whole crowd says nothing.
const MOST: usize = 12;

/// Somebody who died, with what may tell them from others.
struct Dead {
    who: RecordId,
    died: Vec<(DayBounds, Vec<ClaimId>)>,
    /// The first day on which the death was spoken of: it was no later.
    spoken_of: Option<Day>,
    sex: Vec<(Value, Vec<ClaimId>)>,
    within: BTreeMap<RecordId, Vec<ClaimId>>,
    /// The claims by which they are said to have been held.
    held: Vec<ClaimId>,
    claims: BTreeSet<ClaimId>,
}

pub(super) fn check(look: &Look<'_>, order: &Order, open: &mut Vec<Unjudged>) {
    let (mut named, mut nameless) = (Vec::new(), Vec::new());
    for person in look.records_of_type("person") {
        let Some(dead) = dead(look, order, person) else { continue };
        let side = if best_name(look, person).is_some() { &mut named } else { &mut nameless };
        side.push(dead);
    }
    let mut found = Vec::new();
    for one in &nameless {
        let mut candidates = Vec::new();
        let mut claims = one.claims.clone();
        for other in &named {
            let Some((shared, because)) = shared(one, other) else { continue };
            let judged = look.corpus().identity_of(one.who, other.who);
            let settled = matches!(judged.answer, Some(Grade::Same | Grade::Distinct));
            if !settled {
                claims.extend(because);
                claims.extend(judged.because);
                candidates.push(Candidate { person: other.who, shared, judged: judged.answer });
            }
        }
        if candidates.is_empty() || candidates.len() > MOST {
            continue;
        }
        candidates.sort_by_cached_key(|one| order.record_place(look, one.person));
        found.push(Unjudged {
            open: Open::PerhapsOne { nameless: one.who, candidates },
            claims: order.claims(look, claims),
        });
    }
    take_open(look, order, open, found);
}

fn dead(look: &Look<'_>, order: &Order, who: RecordId) -> Option<Dead> {
    let mut claims: BTreeSet<ClaimId> = BTreeSet::new();
    for property in TELLS {
        claims.extend(told(look, order, who, property).into_iter().flat_map(|told| told.claims));
    }
    if claims.is_empty() {
        return None;
    }
    let said = claims.iter().filter_map(|claim| look.corpus().claim(*claim)?.said.as_ref());
    let spoken_of = said.filter_map(|said| said.own_bounds().latest()).min();
    let died = accounts_of(look, order, who, "died").0.into_iter();
    let died = died.filter(|date| !date.qualified).map(|date| (date.bounds, date.claims));
    let mut within: BTreeMap<RecordId, Vec<ClaimId>> = BTreeMap::new();
    let mut held = Vec::new();
    for told in told(look, order, who, "killed-in") {
        let Value::Ref(other) = told.value else { continue };
        let kind = look.corpus().record_type(other);
        if kind.is_some_and(|kind| kind.as_str() == "custody") {
            held.extend(told.claims.iter().copied());
        }
        within.insert(other, told.claims);
    }
    for claim in look.corpus().mentioning(who) {
        let kind = look.corpus().record_type(claim.record);
        let held_there = claim.property.as_str() == "who"
            && claim.value == Value::Ref(who)
            && kind.is_some_and(|kind| kind.as_str() == "custody");
        if held_there {
            held.push(claim.id);
        }
    }
    let sex = told(look, order, who, "sex").into_iter().map(|told| (told.value, told.claims));
    Some(Dead { who, died: died.collect(), spoken_of, sex: sex.collect(), within, held, claims })
}

/// What two have in common, with the claims; none where something tells them apart or nothing speaks for it.
fn shared(one: &Dead, other: &Dead) -> Option<(Vec<Shared>, BTreeSet<ClaimId>)> {
    let mut common = Vec::new();
    let mut claims = other.claims.clone();
    if !one.sex.is_empty() && !other.sex.is_empty() {
        let same = one.sex.iter().find_map(|(sex, own)| {
            let (_, others) = other.sex.iter().find(|(known, _)| known == sex)?;
            Some(own.iter().chain(others))
        });
        claims.extend(same?);
        common.push(Shared::Sex);
    }
    // Whoever died after that death was spoken of is another.
    let later = |(days, _): &(DayBounds, Vec<ClaimId>)| {
        one.spoken_of.is_some_and(|spoken| days.certainly_after(&DayBounds::exact(spoken)))
    };
    if !other.died.is_empty() && other.died.iter().all(later) {
        return None;
    }
    let overlaps = |(days, _): &&(DayBounds, Vec<ClaimId>)| {
        other.died.iter().any(|(others, _)| !days.is_disjoint_from(others))
    };
    if !one.died.is_empty() && !other.died.is_empty() {
        let (_, own) = one.died.iter().find(overlaps)?;
        claims.extend(own);
        common.push(Shared::Date);
    }
    let within =
        one.within.iter().filter_map(|(within, own)| Some((own, other.within.get(within)?)));
    let within: Vec<&ClaimId> = within.flat_map(|(own, others)| own.iter().chain(others)).collect();
    if !within.is_empty() {
        claims.extend(within);
        common.push(Shared::Circumstance);
    } else if !one.held.is_empty() && !other.held.is_empty() {
        claims.extend(one.held.iter().chain(&other.held));
        common.push(Shared::Custody);
    }
    // Being of one sex is too little to propose anything by.
    common.iter().any(|shared| *shared != Shared::Sex).then_some((common, claims))
}
