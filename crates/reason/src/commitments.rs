//! What was promised and recommended, and what followed.
//!
//! What followed is what somebody set in relation to it: a measure that is said to fulfil it or to run against it, a
//! statement about it. Each stands in order of time with whose assessment the relation is. A status is only ever one
//! that somebody claims: where nobody does, that is said, and nothing follows from it.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::value::Value;
use onus_model::value::date::DayBounds;

use crate::date::{AccountOfDate, accounts_of};
use crate::order::{Order, day_place};
use crate::told::{Told, told};

/// How what followed stands to a commitment or recommendation, in somebody's assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// It is said to fulfil it, or to support it.
    Supports,
    /// It is said to run against it.
    Contradicts,
    /// It is about it, or repeats it.
    Concerns,
}

/// Something that is set in relation to a commitment or recommendation.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// What it is.
    pub record: RecordId,
    /// Its type.
    pub record_type: TypeId,
    /// By which property it refers to the commitment.
    pub property: PropertyId,
    /// How it stands to it.
    pub bearing: Bearing,
    /// Whose assessment that is.
    pub voices: Vec<Voice>,
    /// Whether it is the team's own, or rests on other claims.
    pub own: bool,
    /// When, on each account.
    pub dates: Vec<AccountOfDate>,
    /// Whether it is certainly later; else which came first cannot be told.
    pub later: bool,
    /// The claims by which it is set in relation.
    pub claims: Vec<ClaimId>,
}

/// A commitment or recommendation with what followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// The commitment or recommendation.
    pub record: RecordId,
    /// Its type.
    pub record_type: TypeId,
    /// When it was made, on each account.
    pub dates: Vec<AccountOfDate>,
    /// What is told of it, in the order in which it is read.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// Its status as somebody claims it; empty where nobody does.
    pub status: Vec<Told>,
    /// What followed, in order of time.
    pub followed: Vec<Followed>,
}

/// Commitments and recommendations in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitments {
    /// Each with what followed.
    pub entries: Vec<Owed>,
}

/// The types, with what is told of them.
const TYPES: [(&str, &[&str]); 2] = [
    ("commitment", &["kind", "by", "to", "content", "about", "due", "indicator"]),
    ("recommendation", &["by", "to", "content", "symbol", "about", "priority", "due", "grade"]),
];

/// What may be set in relation to them: type, property, how it stands to them.
const FOLLOWS: [(&str, &str, Bearing); 7] = [
    ("measure", "fulfils", Bearing::Supports),
    ("measure", "runs-against", Bearing::Contradicts),
    ("statement", "supports", Bearing::Supports),
    ("statement", "about", Bearing::Concerns),
    ("statement", "cites", Bearing::Concerns),
    ("commitment", "about", Bearing::Concerns),
    ("recommendation", "repeats", Bearing::Concerns),
];

/// The dates of what may follow, the best first.
const DATES: [&str; 3] = ["when", "adopted", "in-force"];

/// Every commitment and recommendation in view; of one record only, what it made or was asked for.
#[must_use]
pub fn commitments(look: &Look<'_>, of: Option<RecordId>) -> Commitments {
    let order = Order::of(look);
    let of = of.map(|record| look.corpus().canonical(record));
    let mut entries = Vec::new();
    for (record_type, slots) in TYPES {
        let Ok(kind) = record_type.parse::<TypeId>() else { continue };
        for record in look.records_of_type(record_type) {
            let entry = owed(look, &order, record, &kind, slots);
            let concerns = |of: RecordId| {
                let named = entry.slots.iter().flat_map(|(_, told)| told);
                record == of || named.into_iter().any(|told| told.value == Value::Ref(of))
            };
            if of.is_none_or(concerns) {
                entries.push(entry);
            }
        }
    }
    entries.sort_by_cached_key(|entry| {
        let days = entry.dates.first().map_or(DayBounds::UNBOUNDED, |date| date.bounds);
        (day_place(&days), entry.record_type.clone(), order.record_place(look, entry.record))
    });
    Commitments { entries }
}

fn dates_of(look: &Look<'_>, order: &Order, record: RecordId) -> Vec<AccountOfDate> {
    let mut dates = DATES.iter().map(|property| accounts_of(look, order, record, property).0);
    dates.find(|accounts| !accounts.is_empty()).unwrap_or_default()
}

fn owed(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
    record_type: &TypeId,
    slots: &[&str],
) -> Owed {
    let dates = dates_of(look, order, record);
    let slots = slots.iter().filter_map(|slot| {
        let told = told(look, order, record, slot);
        Some((slot.parse().ok()?, told)).filter(|(_, told)| !told.is_empty())
    });
    Owed {
        slots: slots.collect(),
        status: told(look, order, record, "status"),
        followed: followed(look, order, record, &dates),
        record,
        record_type: record_type.clone(),
        dates,
    }
}

fn followed(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
    made: &[AccountOfDate],
) -> Vec<Followed> {
    let corpus = look.corpus();
    let mut found = Vec::new();
    for (record_type, property, bearing) in FOLLOWS {
        let (Ok(kind), Ok(name)) = (record_type.parse::<TypeId>(), property.parse::<PropertyId>())
        else {
            continue;
        };
        let from: BTreeSet<RecordId> = corpus
            .mentioning(record)
            .iter()
            .filter(|claim| claim.property == name)
            .map(|claim| corpus.canonical(claim.record))
            .filter(|from| *from != record && corpus.record_type(*from) == Some(&kind))
            .collect();
        for from in from {
            let told = told(look, order, from, property);
            let Some(told) = told.into_iter().find(|told| told.value == Value::Ref(record)) else {
                continue;
            };
            let dates = dates_of(look, order, from);
            let before = |one: &AccountOfDate, other: &AccountOfDate| {
                one.bounds.certainly_before(&other.bounds)
            };
            let dated = !dates.is_empty() && !made.is_empty();
            let later = dated && dates.iter().all(|own| made.iter().all(|made| before(made, own)));
            found.push(Followed {
                record: from,
                record_type: kind.clone(),
                property: name.clone(),
                bearing,
                voices: told.voices,
                own: told.own,
                dates,
                later,
                claims: told.claims,
            });
        }
    }
    found.sort_by_cached_key(|one| {
        let days = one.dates.first().map_or(DayBounds::UNBOUNDED, |date| date.bounds);
        (day_place(&days), one.bearing, order.record_place(look, one.record))
    });
    found
}
