//! People who are named where others are counted.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::core;
use onus_model::value::Value;

use super::NamedPeople;
use crate::order::Order;
use crate::told::{Told, told};

/// The people said to be counted in a tally, through groups as well.
pub(super) fn named(look: &Look<'_>, order: &Order, tally: RecordId) -> Option<NamedPeople> {
    let mut found = Search {
        look,
        order,
        people: BTreeSet::new(),
        groups: BTreeSet::new(),
        claims: BTreeSet::new(),
        closed: Vec::new(),
    };
    for one in told(look, order, tally, "counts") {
        found.take(one);
    }
    let mut searched: BTreeSet<RecordId> = BTreeSet::new();
    while let Some(group) = found.groups.iter().find(|group| !searched.contains(group)).copied() {
        searched.insert(group);
        for one in told(look, order, group, "member") {
            found.take(one);
        }
    }
    if found.claims.is_empty() {
        return None;
    }
    Some(NamedPeople {
        tally,
        people: order.records(look, found.people),
        groups: order.records(look, found.groups),
        closed: found.closed,
        claims: order.claims(look, found.claims),
    })
}

struct Search<'s, 'a> {
    look: &'s Look<'a>,
    order: &'s Order,
    people: BTreeSet<RecordId>,
    groups: BTreeSet<RecordId>,
    claims: BTreeSet<ClaimId>,
    closed: Vec<Told>,
}

impl Search<'_, '_> {
    fn take(&mut self, told: Told) {
        self.claims.extend(&told.claims);
        match &told.value {
            Value::Ref(record) => self.member(*record),
            Value::ClosedSet(set) => {
                let named = self.order.records(self.look, set.named().iter().copied());
                named.into_iter().for_each(|record| self.member(record));
                self.closed.push(told);
            }
            _ => {}
        }
    }

    fn member(&mut self, record: RecordId) {
        let record = self.look.corpus().canonical(record);
        let record_type = self.look.corpus().record_type(record);
        if record_type.is_some_and(|known| known.as_str() == core::GROUP) {
            self.groups.insert(record);
        } else {
            self.people.insert(record);
        }
    }
}
