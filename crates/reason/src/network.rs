//! Who is tied to what: people, units, acts and events, and the ties between them that somebody claims.
//!
//! A tie is a property of one that names the other, or a record that exists to tie them (a posting, an involvement, a
//! custody), shown as one line. The view is bounded: from where it begins it goes outwards, nearest first, until it
//! holds as many as can be read, a third of them acts and events at most. Nothing is drawn that nobody stands by, and a tie says nothing more than its claims.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use onus_case::Look;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::value::{Kind, Value};

use crate::order::Order;
use crate::show::{backlinks, properties_in_order};
use crate::told::{Told, told};

/// The types that are drawn.
const DRAWN: [&str; 5] = ["organization", "person", "group", "act", "event"];

/// The types whose records are ties between others.
const TYING: [&str; 7] =
    ["involvement", "posting", "membership", "command", "kinship", "custody", "characterisation"];

/// The types that a view of the whole case begins with.
const BEGINS: [&str; 2] = ["event", "act"];

/// How many ties of one record are followed.
const MOST_TIES: usize = 60;

/// A tie between two records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkTie {
    /// Whose property it is, or who stands first in the record that ties them.
    pub from: RecordId,
    /// The other.
    pub to: RecordId,
    /// The record that ties them; none where it is a property of the first.
    pub through: Option<RecordId>,
    /// Its type, where a record ties them.
    pub kind: Option<TypeId>,
    /// The property by which the second is named.
    pub property: PropertyId,
    /// Whether somebody denies it.
    pub denied: bool,
    /// Whether another account conflicts with it.
    pub in_conflict: bool,
    /// The claims that carry it.
    pub claims: Vec<ClaimId>,
}

/// Who is tied to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// The record that it begins with; none where it begins with what happened.
    pub of: Option<RecordId>,
    /// What is drawn, nearest first.
    pub records: Vec<RecordId>,
    /// The ties between these.
    pub ties: Vec<NetworkTie>,
    /// How many records that are tied to one of these are not drawn.
    pub left_out: usize,
}

/// The ties around a record or, without one, around what happened; at most so many records.
#[must_use]
pub fn network(look: &Look<'_>, of: Option<RecordId>, most: usize) -> Network {
    let order = Order::of(look);
    let corpus = look.corpus();
    let of = of.map(|record| corpus.canonical(record));
    let happened = most / 3;
    let mut begins: VecDeque<RecordId> = match of {
        Some(record) => VecDeque::from([record]),
        None => {
            let all = BEGINS.into_iter().flat_map(|kind| {
                let records = look.records_of_type(kind).into_iter();
                let records: BTreeSet<_> = records.map(|record| corpus.canonical(record)).collect();
                order.records(look, records)
            });
            all.take((happened / 2).max(1)).collect()
        }
    };
    let mut drawn: Vec<RecordId> = begins.iter().copied().collect();
    let mut left_out = BTreeSet::new();
    let mut ties: BTreeMap<(RecordId, RecordId, Option<RecordId>, PropertyId), NetworkTie> =
        BTreeMap::new();
    while let Some(record) = begins.pop_front() {
        for tie in ties_of(look, &order, record) {
            let other = if tie.from == record { tie.to } else { tie.from };
            if !drawn.contains(&other) {
                // There is to be room for whom it was done to, and by whom.
                let happenings = drawn.iter().filter(|one| is_of(look, **one, &BEGINS)).count();
                let is_happening = is_of(look, other, &BEGINS);
                if drawn.len() >= most || is_happening && happenings >= happened {
                    left_out.insert(other);
                    continue;
                }
                drawn.push(other);
                begins.push_back(other);
            }
            let key = (tie.from, tie.to, tie.through, tie.property.clone());
            ties.entry(key).or_insert(tie);
        }
    }
    let mut ties: Vec<NetworkTie> = ties.into_values().collect();
    ties.retain(|tie| drawn.contains(&tie.from) && drawn.contains(&tie.to));
    ties.sort_by_cached_key(|tie| {
        (
            drawn.iter().position(|record| *record == tie.from),
            drawn.iter().position(|record| *record == tie.to),
            tie.property.clone(),
            tie.through.map(|record| order.record_place(look, record)),
        )
    });
    Network { of, records: drawn, ties, left_out: left_out.len() }
}

fn is_of(look: &Look<'_>, record: RecordId, types: &[&str]) -> bool {
    look.corpus().record_type(record).is_some_and(|kind| types.contains(&kind.as_str()))
}

/// The ties of a record, its own first.
fn ties_of(look: &Look<'_>, order: &Order, record: RecordId) -> Vec<NetworkTie> {
    let mut ties = Vec::new();
    for (property, told, other) in named_by(look, order, record) {
        if other != record && is_of(look, other, &DRAWN) {
            ties.push(tie(order, look, (record, other), None, property, &told));
        }
    }
    for link in backlinks(look, order, record) {
        for from in link.records {
            if is_of(look, from, &DRAWN) {
                for (property, told, other) in named_by(look, order, from) {
                    if other == record && from != record && property == link.property {
                        ties.push(tie(order, look, (from, record), None, property, &told));
                    }
                }
            } else if is_of(look, from, &TYING) {
                ties.extend(across(look, order, from, record));
            }
            if ties.len() > MOST_TIES {
                return ties;
            }
        }
    }
    ties
}

/// The ties that a record makes between one that it names and the others.
fn across(look: &Look<'_>, order: &Order, tying: RecordId, record: RecordId) -> Vec<NetworkTie> {
    let named = named_by(look, order, tying);
    let place = named.iter().position(|(_, _, other)| *other == record);
    let mut ties = Vec::new();
    for (at, (property, told, other)) in named.iter().enumerate() {
        let (Some(place), true) = (place, *other != record && is_of(look, *other, &DRAWN)) else {
            continue;
        };
        // Who stands first in the schema is whom it is told of; so it is the same from either end.
        let ends = if place < at { (record, *other) } else { (*other, record) };
        let property = if place < at {
            property.clone()
        } else {
            named.get(place).map_or_else(|| property.clone(), |(own, _, _)| own.clone())
        };
        let mut one = tie(order, look, ends, Some(tying), property, told);
        one.kind = look.corpus().record_type(tying).cloned();
        ties.push(one);
    }
    ties
}

/// The records that a record's properties name, in the order of the schema, as somebody stands by it.
fn named_by(look: &Look<'_>, order: &Order, record: RecordId) -> Vec<(PropertyId, Told, RecordId)> {
    let corpus = look.corpus();
    let Some(kind) = corpus.record_type(record) else { return Vec::new() };
    let mut named = Vec::new();
    for property in properties_in_order(look, record) {
        let known = look.schema().property(kind.as_str(), property.as_str());
        if !known.is_some_and(|known| known.takes(Kind::Ref)) {
            continue;
        }
        for told in told(look, order, record, property.as_str()) {
            let others: Vec<RecordId> = match &told.value {
                Value::Ref(other) => vec![*other],
                Value::ClosedSet(set) => order.records(look, set.named().iter().copied()),
                _ => continue,
            };
            for other in others {
                named.push((property.clone(), told.clone(), corpus.canonical(other)));
            }
        }
    }
    named
}

fn tie(
    order: &Order,
    look: &Look<'_>,
    (from, to): (RecordId, RecordId),
    through: Option<RecordId>,
    property: PropertyId,
    told: &Told,
) -> NetworkTie {
    NetworkTie {
        from,
        to,
        through,
        kind: None,
        property,
        denied: !told.denied_by.is_empty(),
        in_conflict: told.in_conflict,
        claims: order.claims(look, told.claims.iter().copied()),
    }
}
