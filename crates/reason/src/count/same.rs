//! Of whom the same is told as of those counted, without anybody saying whether they are among them.
//!
//! "Five officers were charged", and an officer was charged: he may be one of the five, or a sixth. Neither
//! is concluded; that it is open is told. Only counts that say whom of a force or an office they count are
//! looked at: of a count of protesters, half a country may or may not be among the counted.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::corpus::Grade;
use onus_model::id::{ClaimId, RecordId, TermId};
use onus_model::value::Value;

use super::{MayBeCounted, NamedPeople};
use crate::authority;
use crate::brief::roles::convicts;
use crate::order::Order;
use crate::told::told;

/// Populations whose members hold a post.
const OFFICERS: &[&str] = &["security-forces", "police", "senior-officers"];

/// Where the same is told of people: what is counted, the record type, and its property that names them.
const TOLD_BY: &[(&str, &str, &str)] = &[
    ("charged", "charge", "who"),
    ("charged", "proceeding", "charged"),
    ("tried", "proceeding", "tried"),
    ("tried", "proceeding", "defendant"),
    ("convicted", "decision", "defendant"),
    ("sentenced", "decision", "defendant"),
    ("punished", "decision", "defendant"),
];

/// Those of whom it is not settled whether a tally counts them.
pub(super) fn may_be_counted(
    look: &Look<'_>,
    order: &Order,
    kind: &TermId,
    tally: RecordId,
    counted: Option<&NamedPeople>,
) -> Vec<MayBeCounted> {
    let officers = told(look, order, tally, "inclusion")
        .into_iter()
        .any(|told| matches!(&told.value, Value::Term(term) if OFFICERS.contains(&term.term())));
    // A set that is said to be complete settles it.
    if !officers || counted.is_some_and(|counted| !counted.closed.is_empty()) {
        return Vec::new();
    }
    let known: BTreeSet<RecordId> = counted
        .into_iter()
        .flat_map(|counted| counted.people.iter().chain(&counted.groups))
        .copied()
        .collect();
    let mut found: BTreeMap<RecordId, BTreeSet<ClaimId>> = BTreeMap::new();
    for (_, record_type, property) in TOLD_BY.iter().filter(|(of, ..)| *of == kind.term()) {
        for record in look.records_of_type(record_type) {
            if *record_type == "decision" && !convicts(look, order, record) {
                continue;
            }
            for one in told(look, order, record, property) {
                let Value::Ref(who) = one.value else { continue };
                found.entry(who).or_default().extend(one.claims);
            }
        }
    }
    let mut open: Vec<MayBeCounted> = Vec::new();
    for (who, mut claims) in found {
        let Some(post) = holds_post(look, order, who) else { continue };
        if known.contains(&who) || is_settled(look, who, &known) {
            continue;
        }
        claims.extend(post);
        open.push(MayBeCounted { tally, who, claims: order.claims(look, claims) });
    }
    open.sort_by_cached_key(|one| order.record_place(look, one.who));
    open
}

/// Whether somebody judged a person to be one of those counted, or none of them.
fn is_settled(look: &Look<'_>, who: RecordId, known: &BTreeSet<RecordId>) -> bool {
    let grade = |other: &RecordId| look.corpus().identity_of(who, *other).answer;
    let distinct = known.iter().filter(|other| grade(other) == Some(Grade::Distinct));
    known.iter().any(|other| grade(other) == Some(Grade::Same))
        || (!known.is_empty() && distinct.count() == known.len())
}

/// The claims by which a person holds a post that may be one of the authorities'; nothing where none is
/// claimed.
fn holds_post(look: &Look<'_>, order: &Order, who: RecordId) -> Option<BTreeSet<ClaimId>> {
    look.records_of_type("posting").into_iter().find_map(|posting| {
        let held = told(look, order, posting, "who")
            .into_iter()
            .find(|told| told.value == Value::Ref(who))?;
        let mut claims: BTreeSet<ClaimId> = held.claims.into_iter().collect();
        for told in told(look, order, posting, "in") {
            let Value::Ref(organization) = told.value else { continue };
            if authority::of_organization(look, order, organization) == Some(false) {
                return None;
            }
            claims.extend(told.claims);
        }
        Some(claims)
    })
}
