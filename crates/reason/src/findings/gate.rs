//! What stands beside a finding: whether the standard was there at the time, whom it binds, how long something is due.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::value::date::DayBounds;
use onus_model::value::{ClosedSet, Negative, Value, When};

use crate::date::{AccountOfDate, accounts_of};
use crate::order::Order;
use crate::standard::{Force, Standard};
use crate::told::told;

/// How the adoption of a standard stands to the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeGate {
    /// Adopted before the facts, on every account of their dates.
    Before,
    /// Adopted after the facts: a later benchmark.
    Later,
    /// Before some of them, or the dates leave it open.
    Open,
    /// No date of the facts is claimed.
    NoDate,
}

/// A state that a record concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateConcerned {
    /// The place that has the code.
    pub place: RecordId,
    /// Its country code.
    pub country: String,
    /// Which of the standard's parties it is, by its place in their list.
    pub party: Option<usize>,
    /// Whether the facts were certainly before it became one.
    pub before: bool,
    /// The claims that give its code.
    pub claims: Vec<ClaimId>,
}

/// Whom a standard binds, of those that a record concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartyGate {
    /// The instrument is guidance and binds nobody by itself.
    Guidance,
    /// These states are concerned.
    States(Vec<StateConcerned>),
    /// No claim leads to a country's code, so that which state is concerned is not known.
    NotKnown,
}

/// How long something has been due, for all that is claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningClock {
    /// When it began to be due, on each account.
    pub from: Vec<AccountOfDate>,
    /// The last days for which somebody says that it was not done.
    pub until: DayBounds,
    /// The claims that say so.
    pub claims: Vec<ClaimId>,
    /// The fewest days between.
    pub least: Option<i64>,
    /// The most.
    pub most: Option<i64>,
}

/// The records that a way leads to.
fn reached(look: &Look<'_>, order: &Order, record: RecordId, way: &[PropertyId]) -> Vec<RecordId> {
    let corpus = look.corpus();
    let mut here = BTreeSet::from([corpus.canonical(record)]);
    for step in way {
        let mut next = BTreeSet::new();
        for from in &here {
            for told in told(look, order, *from, step.as_str()) {
                match told.value {
                    Value::Ref(other) => {
                        next.insert(other);
                    }
                    Value::ClosedSet(set) => next.extend(ClosedSet::named(&set).iter().copied()),
                    _ => {}
                }
            }
            let types: BTreeSet<_> = corpus.record_type(*from).cloned().into_iter().collect();
            for (record_type, property) in look.schema().reversed(&types, step.as_str()) {
                for claim in corpus.mentioning_on(*from, property.id.as_str()) {
                    let other = corpus.canonical(claim.record);
                    let fits = record_type.is_none() || corpus.record_type(other) == record_type;
                    let refers = |told: &crate::told::Told| told.value == Value::Ref(*from);
                    if fits && told(look, order, other, property.id.as_str()).iter().any(refers) {
                        next.insert(other);
                    }
                }
            }
        }
        here = next;
    }
    order.records(look, here)
}

/// The dates that ways lead to.
fn dates(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
    ways: &[Vec<PropertyId>],
) -> Vec<AccountOfDate> {
    let mut found = Vec::new();
    for way in ways {
        let Some((last, steps)) = way.split_last() else { continue };
        for record in reached(look, order, record, steps) {
            found.extend(accounts_of(look, order, record, last.as_str()).0);
        }
    }
    found
}

pub(super) fn time(
    look: &Look<'_>,
    order: &Order,
    standard: &Standard,
    record: RecordId,
) -> TimeGate {
    let dates = dates(look, order, record, &standard.facts);
    if dates.is_empty() {
        return TimeGate::NoDate;
    }
    let sure = |date: &AccountOfDate| !date.qualified;
    let is_before =
        |date: &AccountOfDate| sure(date) && date.bounds.certainly_before(&standard.adopted);
    let is_after = |date: &AccountOfDate| {
        let from = date.bounds.earliest().zip(standard.adopted.latest());
        sure(date) && from.is_some_and(|(first, adopted)| first >= adopted)
    };
    if dates.iter().all(is_before) {
        TimeGate::Later
    } else if dates.iter().all(is_after) {
        TimeGate::Before
    } else {
        TimeGate::Open
    }
}

/// The most steps from a place to those around it.
const MOST_AROUND: usize = 32;

/// The country codes of a place and what is around it, or of an organization's country.
fn codes(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
) -> Vec<(RecordId, String, Vec<ClaimId>)> {
    let mut found = Vec::new();
    let mut here = vec![record];
    let mut passed = BTreeSet::new();
    for _ in 0..MOST_AROUND {
        let mut next = Vec::new();
        for record in here {
            if !passed.insert(record) {
                continue;
            }
            for told in told(look, order, record, "country-code") {
                if let Value::Text(text) = &told.value {
                    let code = text.words.trim().to_uppercase();
                    found.push((record, code, told.claims.clone()));
                }
            }
            for property in ["within", "country"] {
                let around = told(look, order, record, property).into_iter();
                next.extend(around.filter_map(|told| match told.value {
                    Value::Ref(other) => Some(other),
                    _ => None,
                }));
            }
        }
        if next.is_empty() {
            break;
        }
        here = next;
    }
    found
}

pub(super) fn party(
    look: &Look<'_>,
    order: &Order,
    standard: &Standard,
    record: RecordId,
) -> PartyGate {
    if standard.force == Force::Guidance {
        return PartyGate::Guidance;
    }
    let facts = dates(look, order, record, &standard.facts);
    let mut states: Vec<StateConcerned> = Vec::new();
    for way in &standard.states {
        for reached in reached(look, order, record, way) {
            for (place, country, claims) in codes(look, order, reached) {
                if states.iter().any(|known| known.place == place && known.country == country) {
                    continue;
                }
                let party = standard.parties.iter().position(|party| party.country == country);
                let since = party.and_then(|place| standard.parties[place].since);
                let before = !facts.is_empty()
                    && since.is_some_and(|since| {
                        facts
                            .iter()
                            .all(|date| !date.qualified && date.bounds.certainly_before(&since))
                    });
                states.push(StateConcerned { place, country, party, before, claims });
            }
        }
    }
    match states.is_empty() {
        true => PartyGate::NotKnown,
        false => PartyGate::States(states),
    }
}

/// The last day for which a claim says that there is none, as far as it says so.
fn none_until(look: &Look<'_>, claim: ClaimId) -> Option<DayBounds> {
    let claim = look.corpus().claim(claim)?;
    let bounds =
        |when: &When| Some(when.own_bounds()).filter(|bounds| *bounds != DayBounds::UNBOUNDED);
    match (&claim.value, claim.scope.get("as-of")) {
        (Value::Negative(Negative::Searched { until, .. }), _) => Some(until.bounds()),
        (_, Some(Value::Date(when))) => bounds(when),
        _ => claim.said.as_ref().and_then(bounds),
    }
}

pub(super) fn clock(
    look: &Look<'_>,
    order: &Order,
    standard: &Standard,
    record: RecordId,
) -> Option<RunningClock> {
    let clock = standard.clock.as_ref()?;
    let from = dates(look, order, record, &clock.from);
    let mut until: Option<DayBounds> = None;
    let mut claims = Vec::new();
    for told in told(look, order, record, clock.until.as_str()) {
        if !matches!(told.value, Value::Negative(_)) {
            continue;
        }
        for claim in told.claims {
            let Some(day) = none_until(look, claim) else { continue };
            let is_later = |known: DayBounds| known.certainly_before(&day);
            if until.is_none_or(is_later) {
                (until, claims) = (Some(day), vec![claim]);
            }
        }
    }
    let until = until?;
    let earliest = from.iter().filter(|date| !date.qualified);
    let bounds: Vec<DayBounds> = earliest.map(|date| date.bounds).collect();
    let first = bounds.iter().map(DayBounds::earliest).min().flatten();
    let last =
        bounds.iter().map(DayBounds::latest).max_by_key(|day| (day.is_none(), *day)).flatten();
    if bounds.is_empty() {
        return None;
    }
    let apart = |from: Option<onus_model::value::date::Day>,
                 to: Option<onus_model::value::date::Day>| {
        Some(from?.days_until(to?))
    };
    Some(RunningClock {
        least: apart(last, until.earliest()).map(|days| days.max(0)),
        most: apart(first, until.latest()),
        from,
        until,
        claims: order.claims(look, claims),
    })
}
