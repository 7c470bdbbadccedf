//! Which tallies have one scope.

use std::collections::BTreeMap;

use onus_case::Look;
use onus_model::id::{PropertyId, RecordId};
use onus_model::schema::{Cardinality, core};

use super::ScopePart;
use crate::order::Order;
use crate::told::told;

/// The stated parts of a scope with their values.
pub(crate) type Signature = Vec<(PropertyId, Vec<String>)>;

/// The scope of a tally, and the scope properties on which nothing is claimed.
pub(super) fn scope_of(
    look: &Look<'_>,
    order: &Order,
    tally: RecordId,
) -> (Vec<ScopePart>, Vec<PropertyId>) {
    let (mut parts, mut unstated) = (Vec::new(), Vec::new());
    let record_type = look.schema().record_type(core::TALLY);
    let properties = record_type.into_iter().flat_map(|known| look.schema().properties(known));
    for property in properties.filter(|property| property.scope) {
        let values = told(look, order, tally, property.id.as_str());
        if values.is_empty() {
            unstated.push(property.id.clone());
            continue;
        }
        let contested = property.cardinality == Cardinality::One && values.len() > 1;
        parts.push(ScopePart { property: property.id.clone(), values, contested });
    }
    (parts, unstated)
}

/// The scope of a tally as a key: two tallies with one key have one scope.
///
/// Two tallies have one scope only where both state every part of it, and alike. What is left unstated may
/// differ between them: then each is a scope of its own, and only a judgement that the two are one, or a
/// stated sum, relates them.
pub(crate) fn key(
    look: &Look<'_>,
    order: &Order,
    tally: RecordId,
) -> (Signature, Option<RecordId>) {
    let (parts, unstated) = scope_of(look, order, tally);
    let settled = unstated.is_empty() && parts.iter().all(|part| !part.contested);
    let signature = parts
        .into_iter()
        .map(|part| {
            let mut values: Vec<String> =
                part.values.iter().map(|told| told.value.to_string()).collect();
            values.sort();
            (part.property, values)
        })
        .collect();
    (signature, (!settled).then_some(tally))
}

/// Tallies grouped by scope; the order of tallies is kept within each group.
pub(super) fn grouped(look: &Look<'_>, order: &Order, tallies: &[RecordId]) -> Vec<Vec<RecordId>> {
    let mut groups: BTreeMap<(Signature, Option<RecordId>), Vec<RecordId>> = BTreeMap::new();
    for &tally in tallies {
        groups.entry(key(look, order, tally)).or_default().push(tally);
    }
    groups.into_values().collect()
}
