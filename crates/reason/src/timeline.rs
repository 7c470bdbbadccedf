//! Every dated thing, with honest bounds.
//!
//! One line an account: where a date is told by another one that is in conflict, there is a line for
//! each. Sorted by the earliest day, then the latest; what has no earliest day comes first, since it may
//! be older than anything. What gives no date is listed apart.

use onus_case::Look;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::schema::{Property, core};
use onus_model::value::{Kind, Value};

use crate::date::{AccountOfDate, Undated, accounts_of};
use crate::order::{Order, day_place};

/// Which dates are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineFilter {
    /// Only records of these types; empty for any.
    pub types: Vec<TypeId>,
    /// Whether to list the dates of the team's own work (when a source was read, a task is due) too.
    /// When a source became public and when something was published is listed in any case.
    pub work: bool,
}

/// A date of a record on one account.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineEntry {
    /// The record.
    pub record: RecordId,
    /// Its type.
    pub record_type: TypeId,
    /// Which of its dates.
    pub property: PropertyId,
    /// The date.
    pub date: AccountOfDate,
    /// How many accounts of this date there are.
    pub accounts: usize,
}

/// A value that gives no date.
#[derive(Clone, Debug, PartialEq)]
pub struct UndatedEntry {
    /// The record.
    pub record: RecordId,
    /// Its type.
    pub record_type: TypeId,
    /// Which of its dates.
    pub property: PropertyId,
    /// The value as told.
    pub value: Value,
    /// Why it gives no date.
    pub reason: Undated,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// Everything dated, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What is dated.
    pub entries: Vec<TimelineEntry>,
    /// What gives no date.
    pub undated: Vec<UndatedEntry>,
}

/// The part of the work that the team's own records belong to.
const WORK: &str = "work";

/// Everything dated in view.
#[must_use]
pub fn timeline(look: &Look<'_>, filter: &TimelineFilter) -> Timeline {
    let order = Order::of(look);
    let (mut entries, mut undated) = (Vec::new(), Vec::new());
    for record_type in look.schema().record_types() {
        if !filter.types.is_empty() && !filter.types.contains(&record_type.id) {
            continue;
        }
        let wanted = |property: &&Property| {
            let dated = property.kinds.iter().any(|kind| matches!(kind, Kind::Date | Kind::Held));
            let made_public = [core::PUBLISHED, "issued"].contains(&property.id.as_str());
            dated && (filter.work || record_type.group != WORK || made_public)
        };
        let properties: Vec<&Property> =
            look.schema().properties(record_type).filter(wanted).collect();
        if properties.is_empty() {
            continue;
        }
        for record in look.records_of_type(record_type.id.as_str()) {
            for property in &properties {
                let (dates, without) = accounts_of(look, &order, record, property.id.as_str());
                let accounts = dates.len();
                entries.extend(dates.into_iter().map(|date| TimelineEntry {
                    record,
                    record_type: record_type.id.clone(),
                    property: property.id.clone(),
                    date,
                    accounts,
                }));
                undated.extend(without.into_iter().map(|(value, claims, reason)| UndatedEntry {
                    record,
                    record_type: record_type.id.clone(),
                    property: property.id.clone(),
                    value,
                    reason,
                    claims,
                }));
            }
        }
    }
    entries.sort_by_cached_key(|entry| {
        (
            day_place(&entry.date.bounds),
            entry.record_type.clone(),
            order.record_place(look, entry.record),
            entry.property.clone(),
            order.value_key(look, &entry.date.value),
        )
    });
    undated.sort_by_cached_key(|entry| {
        let place = order.record_place(look, entry.record);
        (
            entry.record_type.clone(),
            place,
            entry.property.clone(),
            order.value_key(look, &entry.value),
        )
    });
    Timeline { entries, undated }
}
