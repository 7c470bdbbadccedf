//! Everything that is claimed of a record, and what refers to it.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::Stance;
use onus_model::corpus::Grade;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::schema::core;
use onus_model::value::Value;

use crate::date::{AccountOfDate, accounts_of};
use crate::order::Order;
use crate::reading::{Reading, read};
use crate::told::told;

/// A property with what is claimed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownProperty {
    /// The property.
    pub property: PropertyId,
    /// What the claims add up to, one a scope.
    pub readings: Vec<Reading>,
    /// The dates it gives, on each account, where it holds dates told by other dates.
    pub dates: Vec<AccountOfDate>,
}

/// A record that refers to the one shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The type of the record that refers.
    pub record_type: TypeId,
    /// By which of its properties.
    pub property: PropertyId,
    /// The records, in order.
    pub records: Vec<RecordId>,
}

/// Everything that is claimed of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The record, or the one that stands for it.
    pub record: RecordId,
    /// Every record it stands for, itself included.
    pub members: Vec<RecordId>,
    /// Its type.
    pub record_type: Option<TypeId>,
    /// Records judged to be related to it in identity, but not merged with it.
    pub linked: Vec<(RecordId, Grade, Vec<ClaimId>)>,
    /// Its properties, in the schema's order.
    pub properties: Vec<ShownProperty>,
    /// What refers to it.
    pub backlinks: Vec<Backlink>,
}

/// Shows a record.
#[must_use]
pub fn show(look: &Look<'_>, record: RecordId) -> Shown {
    let order = Order::of(look);
    let corpus = look.corpus();
    let record = corpus.canonical(record);
    let record_type = corpus.record_type(record).cloned();
    let properties = properties_in_order(look, record)
        .into_iter()
        .map(|property| {
            let dates = accounts_of(look, &order, record, property.as_str()).0;
            let relative = dates.iter().any(|date| date.relative);
            ShownProperty {
                readings: read(look, &order, record, property.as_str()),
                dates: if relative { dates } else { Vec::new() },
                property,
            }
        })
        .collect();
    Shown {
        members: sorted_members(look, &order, record),
        linked: linked(look, &order, record),
        backlinks: backlinks(look, &order, record),
        record,
        record_type,
        properties,
    }
}

fn sorted_members(look: &Look<'_>, order: &Order, record: RecordId) -> Vec<RecordId> {
    order.members(look, record)
}

/// The properties that something is claimed of, in the order of the schema.
pub(crate) fn properties_in_order(look: &Look<'_>, record: RecordId) -> Vec<PropertyId> {
    let schema = look.schema();
    let mut claimed: BTreeSet<&str> = look.corpus().properties_of(record).collect();
    let mut ordered = Vec::new();
    let record_type = look.corpus().record_type(record);
    if let Some(known) = record_type.and_then(|id| schema.record_type(id.as_str())) {
        let name_first = schema.property(known.id.as_str(), "name");
        for property in name_first.into_iter().chain(schema.properties(known)) {
            if claimed.remove(property.id.as_str()) {
                ordered.push(property.id.clone());
            }
        }
    }
    ordered.extend(claimed.into_iter().filter_map(|property| property.parse().ok()));
    ordered
}

fn linked(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
) -> Vec<(RecordId, Grade, Vec<ClaimId>)> {
    let corpus = look.corpus();
    let mut others: BTreeSet<RecordId> = BTreeSet::new();
    let mentioning = corpus.mentioning(record).iter();
    let mentioning = mentioning.filter(|claim| claim.property.as_str() == core::IDENTITY);
    for claim in corpus.claims_on(record, core::IDENTITY).iter().chain(mentioning) {
        let Some(Value::Ref(other)) = claim.scope.get(core::WITH) else { continue };
        let pair = (corpus.canonical(claim.record), corpus.canonical(*other));
        match pair {
            (own, other) if own == record => others.insert(other),
            (other, own) if own == record => others.insert(other),
            _ => false,
        };
    }
    others.remove(&record);
    order
        .records(look, others)
        .into_iter()
        .filter_map(|other| {
            let judged = corpus.identity_of(record, other);
            Some((other, judged.answer?, order.claims(look, judged.because)))
        })
        .collect()
}

pub(crate) fn backlinks(look: &Look<'_>, order: &Order, record: RecordId) -> Vec<Backlink> {
    let corpus = look.corpus();
    let mut found: BTreeMap<(usize, String, PropertyId), BTreeSet<RecordId>> = BTreeMap::new();
    for claim in corpus.mentioning(record) {
        let refers = match &claim.value {
            Value::Ref(other) => corpus.canonical(*other) == record,
            Value::ClosedSet(set) => {
                set.named().iter().any(|other| corpus.canonical(*other) == record)
            }
            _ => false,
        };
        if !refers {
            continue;
        }
        let Some(record_type) = corpus.record_type(claim.record) else { continue };
        let place = look
            .schema()
            .record_type(record_type.as_str())
            .and_then(|known| {
                look.schema().properties(known).position(|one| one.id == claim.property)
            })
            .unwrap_or(usize::MAX);
        let key = (place, record_type.as_str().to_owned(), claim.property.clone());
        found.entry(key).or_default().insert(corpus.canonical(claim.record));
    }
    let mut links: Vec<Backlink> = Vec::new();
    for ((_, record_type, property), records) in found {
        let stands_by = |from: &RecordId| {
            // One plain claim stands by itself; only several have to be weighed against one another.
            if let [only] = corpus.claims_on(*from, property.as_str())
                && only.stance == Stance::Asserts
                && only.altered_by().is_none()
                && corpus.answers_to(only.id).is_empty()
            {
                return true;
            }
            told(look, order, *from, property.as_str()).iter().any(|told| match &told.value {
                Value::Ref(other) => *other == record,
                Value::ClosedSet(set) => set.named().contains(&record),
                _ => false,
            })
        };
        let records: Vec<RecordId> = records.into_iter().filter(stands_by).collect();
        if let (Ok(record_type), false) = (record_type.parse(), records.is_empty()) {
            links.push(Backlink { record_type, property, records: order.records(look, records) });
        }
    }
    links.sort_by(|first, second| first.record_type.cmp(&second.record_type));
    links
}
