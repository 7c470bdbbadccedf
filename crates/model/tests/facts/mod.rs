//! The facts by theme, and what their tests share.

mod admissions;
mod charges;
mod dates;
mod denials;
mod echoes;
mod identities;
mod sets;
mod sums;
mod tolls;
mod trials;

use std::collections::BTreeSet;

use onus_model::id::{ClaimId, RecordId};
use onus_model::resolve::{Resolution, Status};
use onus_model::value::Value;

use crate::support::Case;

/// The only resolution of a property, which must follow from the claims its explanation names.
fn add_up(case: &Case, path: &str) -> Resolution {
    let mut all = add_up_all(case, path);
    assert_eq!(all.len(), 1, "{path} is claimed in {} scopes", all.len());
    all.remove(0)
}

/// The resolutions of a property, one a scope, each replayed from its explanation.
fn add_up_all(case: &Case, path: &str) -> Vec<Resolution> {
    let corpus = case.corpus();
    let (handle, property) = path.split_once('.').expect("a path is handle.property");
    let all = corpus.resolve(case.id(handle), property);
    for resolution in &all {
        let replayed = corpus.restricted(&corpus.explain(resolution).claims());
        let again = replayed.resolve(case.id(handle), property);
        assert!(again.contains(resolution), "{path} does not follow from its explanation");
    }
    all
}

/// Whether nothing at all is claimed of a property.
fn is_unclaimed(case: &Case, path: &str) -> bool {
    case.resolve_all(path).is_empty()
}

/// Every claim that a resolution rests on.
fn grounds(case: &Case, resolution: &Resolution) -> BTreeSet<ClaimId> {
    case.corpus().explain(resolution).claims()
}

/// Origins, those shown independent, those in conflict.
fn counted(status: Status) -> (usize, usize, usize) {
    (status.origins, status.independent, status.in_conflict)
}

/// The accounts of a property, as text.
fn accounts(resolution: &Resolution) -> Vec<String> {
    resolution.accounts().map(|position| position.value.to_string()).collect()
}

/// Every resolution of every property that anything is claimed of.
fn everything(case: &Case) -> Vec<Resolution> {
    let corpus = case.corpus();
    let claimed: Vec<(RecordId, &str)> = corpus.claimed_properties().collect();
    claimed.into_iter().flat_map(|(record, property)| corpus.resolve(record, property)).collect()
}

/// Asserts that a value reads back as it was said, and that nobody is in conflict over it.
fn keeps(case: &Case, path: &str, text: &str) {
    let resolution = add_up(case, path);
    let value: Value = case.value(path, text);
    assert!(resolution.position(&value).is_some(), "{path} is not {text}");
    assert_eq!(resolution.position(&value).map(|p| p.value.to_string()), Some(value.to_string()));
    assert!(!resolution.is_in_conflict(), "{path} is in conflict");
}

/// An answer to claims, in canonical text.
fn claims(answered: &[ClaimId]) -> String {
    let names: Vec<String> = answered.iter().map(ClaimId::to_string).collect();
    format!("claims: {}", names.join(", "))
}
