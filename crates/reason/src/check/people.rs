//! People held in two places at once, and people or placeholders made responsible.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::core;
use onus_model::value::date::DayBounds;
use onus_model::value::{Identities, Sameness, Value};

use super::{Finding, Problem, take};
use crate::date::{accounts_of, certain_days};
use crate::names::best_name;
use crate::order::Order;
use crate::told::{Told, told};

/// Degrees of involvement by which nobody is said to be responsible: being there, holding the
/// proceeding, belonging to an agency to which something is attributed.
const NOT_RESPONSIBLE: &[&str] =
    &["present", "agency-only", "conducted", "took-part", "not-stated"];

pub(super) fn check(look: &Look<'_>, order: &Order, findings: &mut Vec<Finding>) {
    let mut found = Vec::new();
    responsible(look, order, &mut found);
    publications(look, order, &mut found);
    take(look, order, findings, found);
    let mut found = Vec::new();
    custodies(look, order, &mut found);
    take(look, order, findings, found);
}

/// The degrees of an involvement by which the actor is said to be responsible.
pub(crate) fn degrees_of_responsibility(
    look: &Look<'_>,
    order: &Order,
    involvement: RecordId,
) -> Vec<Told> {
    let degrees = told(look, order, involvement, "degree");
    let responsible = |told: &Told| matches!(&told.value, Value::Term(term) if !NOT_RESPONSIBLE.contains(&term.term()));
    degrees.into_iter().filter(responsible).collect()
}

fn refs(look: &Look<'_>, order: &Order, record: RecordId, property: &str) -> Vec<(RecordId, Told)> {
    told(look, order, record, property)
        .into_iter()
        .filter_map(|told| match told.value {
            Value::Ref(other) => Some((other, told)),
            _ => None,
        })
        .collect()
}

fn responsible(look: &Look<'_>, order: &Order, found: &mut Vec<Finding>) {
    for involvement in look.records_of_type("involvement") {
        let degrees = degrees_of_responsibility(look, order, involvement);
        if degrees.is_empty() {
            continue;
        }
        let values: Vec<Value> = degrees.iter().map(|told| told.value.clone()).collect();
        for (actor, told) in refs(look, order, involvement, "actor") {
            let claims = degrees.iter().flat_map(|told| told.claims.clone()).chain(told.claims);
            let claims: Vec<ClaimId> = order.claims(look, claims);
            let degrees = values.clone();
            if is_placeholder(look, order, actor) {
                let problem = Problem::PlaceholderResponsible { involvement, actor, degrees };
                found.push(Finding { problem, claims });
            } else if is_named_person(look, actor)
                && !has_naming_decision(look, order, actor, Some(involvement))
            {
                let problem =
                    Problem::NamedWithoutDecision { person: actor, by: involvement, degrees };
                found.push(Finding { problem, claims });
            }
        }
    }
}

fn publications(look: &Look<'_>, order: &Order, found: &mut Vec<Finding>) {
    for publication in look.records_of_type("publication") {
        for (person, told) in refs(look, order, publication, "names") {
            if !has_naming_decision(look, order, person, None) {
                let problem =
                    Problem::NamedWithoutDecision { person, by: publication, degrees: Vec::new() };
                found.push(Finding { problem, claims: told.claims });
            }
        }
    }
}

/// Whether the record stands for someone of whom nothing is known: a unit kept as a placeholder, or a
/// group of which nobody says who they are, how many, or of what.
fn is_placeholder(look: &Look<'_>, order: &Order, record: RecordId) -> bool {
    let corpus = look.corpus();
    let kind = told(look, order, record, "kind");
    let marked = kind
        .iter()
        .any(|told| matches!(&told.value, Value::Term(term) if term.term() == "placeholder"));
    let is_group = corpus.record_type(record).is_some_and(|one| one.as_str() == core::GROUP);
    let says_who = ["kind", "size", "member", "of", "name", "part"];
    let nothing_known =
        says_who.iter().all(|property| corpus.claims_on(record, property).is_empty());
    marked || (is_group && nothing_known)
}

fn is_named_person(look: &Look<'_>, record: RecordId) -> bool {
    let is_person = look.corpus().record_type(record).is_some_and(|one| one.as_str() == "person");
    is_person && best_name(look, record).is_some()
}

/// Whether a decision on naming the person is recorded, for that involvement or for any.
pub(crate) fn has_naming_decision(
    look: &Look<'_>,
    order: &Order,
    person: RecordId,
    involvement: Option<RecordId>,
) -> bool {
    look.records_of_type("naming-decision").into_iter().any(|decision| {
        let about = refs(look, order, decision, "who").iter().any(|(who, _)| *who == person);
        let outcome = !told(look, order, decision, "outcome").is_empty();
        let matters = refs(look, order, decision, "for");
        let fits = involvement.is_none_or(|involvement| {
            let within = refs(look, order, involvement, "in");
            matters.is_empty()
                || matters.iter().any(|(matter, _)| {
                    *matter == involvement || within.iter().any(|(inside, _)| inside == matter)
                })
        });
        about && outcome && fits
    })
}

/// A custody with the one place and the days on which it certainly held.
struct Stretch {
    custody: RecordId,
    place: RecordId,
    days: Vec<DayBounds>,
    claims: BTreeSet<ClaimId>,
}

fn stretch(look: &Look<'_>, order: &Order, custody: RecordId) -> Option<Stretch> {
    let places = refs(look, order, custody, "where");
    let [(place, told_place)] = places.as_slice() else { return None };
    let mut claims: BTreeSet<ClaimId> = told_place.claims.iter().copied().collect();
    let mut days = Vec::new();
    for told in told(look, order, custody, "held") {
        if let Value::Held(held) = &told.value
            && let Some(certain) = certain_days(look, held)
        {
            days.push(certain);
            claims.extend(told.claims);
        }
    }
    let only = |property: &str| {
        let (accounts, _) = accounts_of(look, order, custody, property);
        match accounts.as_slice() {
            [only] if !only.qualified => Some(only.clone()),
            _ => None,
        }
    };
    if let (Some(taken), Some(released)) = (only("taken"), only("released"))
        && let (Some(first), Some(last)) = (taken.bounds.latest(), released.bounds.earliest())
        && let Some(certain) = DayBounds::new(Some(first), Some(last))
    {
        days.push(certain);
        claims.extend(taken.claims.into_iter().chain(released.claims));
    }
    (!days.is_empty()).then_some(Stretch { custody, place: *place, days, claims })
}

/// The days that two spans share, when these are more than the one day of a transfer.
fn shared(one: &Stretch, other: &Stretch) -> Option<DayBounds> {
    one.days.iter().flat_map(|own| other.days.iter().map(move |others| (own, others))).find_map(
        |(own, others)| {
            let first = own.earliest().max(others.earliest());
            let last = own.latest().min(others.latest());
            (first < last).then(|| DayBounds::new(first, last)).flatten()
        },
    )
}

fn custodies(look: &Look<'_>, order: &Order, found: &mut Vec<Finding>) {
    let mut by_person: BTreeMap<RecordId, Vec<Stretch>> = BTreeMap::new();
    for custody in look.records_of_type("custody") {
        for (person, told) in refs(look, order, custody, "who") {
            let is_person =
                look.corpus().record_type(person).is_some_and(|one| one.as_str() == "person");
            if let (true, Some(mut stretch)) = (is_person, stretch(look, order, custody)) {
                stretch.claims.extend(told.claims);
                by_person.entry(person).or_default().push(stretch);
            }
        }
    }
    for (person, mut stretches) in by_person {
        stretches.sort_by_cached_key(|one| {
            let claims = order.claims(look, one.claims.iter().copied());
            claims.first().map(|claim| order.claim_place(look, *claim))
        });
        for (place, one) in stretches.iter().enumerate() {
            for other in &stretches[place + 1..] {
                let apart = Identities::records(look.corpus(), one.place, other.place)
                    == Sameness::Distinct;
                let nested = is_inside(look, order, one.custody, other.custody)
                    || is_inside(look, order, other.custody, one.custody);
                if let (true, false, Some(days)) = (apart, nested, shared(one, other)) {
                    let claims = one.claims.iter().chain(&other.claims).copied();
                    found.push(Finding {
                        problem: Problem::TwoCustodies {
                            person,
                            custodies: [one.custody, other.custody],
                            places: [one.place, other.place],
                            days,
                        },
                        claims: order.claims(look, claims),
                    });
                }
            }
        }
    }
}

/// Whether one custody is told as a stretch of another.
fn is_inside(look: &Look<'_>, order: &Order, inner: RecordId, outer: RecordId) -> bool {
    let mut seen = vec![inner];
    let mut place = 0;
    while let Some(current) = seen.get(place).copied() {
        for (around, _) in refs(look, order, current, "within") {
            if around == outer {
                return true;
            }
            if !seen.contains(&around) {
                seen.push(around);
            }
        }
        place += 1;
    }
    false
}
