//! What records are called by those who speak of them.

use std::collections::BTreeMap;

use onus_case::Look;
use onus_model::claim::Stance;
use onus_model::id::RecordId;
use onus_model::value::{Name, Value};

/// How a name is ranked: Latin script first, plain before pen, former and other kinds, one that a source
/// gives before one that only the team does, then the name that most claims give, then by letters.
type Rank = (bool, bool, bool, std::cmp::Reverse<usize>, String);

fn ranked(look: &Look<'_>, record: RecordId) -> Vec<(Rank, Name)> {
    let mut names: BTreeMap<String, (Name, usize, bool)> = BTreeMap::new();
    for claim in look.corpus().claims_on(record, "name") {
        let affirmed = matches!(claim.stance, Stance::Asserts | Stance::Admits | Stance::Reports);
        if let (Value::Name(name), true) = (&claim.value, affirmed) {
            let entry = names.entry(name.to_string()).or_insert_with(|| (name.clone(), 0, false));
            entry.1 += 1;
            entry.2 |= !claim.is_annotation();
        }
    }
    let mut names: Vec<(Rank, Name)> = names
        .into_values()
        .map(|(name, times, in_a_source)| {
            let latin = name.name.chars().all(|letter| letter < '\u{250}');
            let rank = (
                !latin,
                name.kind.is_some(),
                !in_a_source,
                std::cmp::Reverse(times),
                name.name.clone(),
            );
            (rank, name)
        })
        .collect();
    names.sort_by(|(first, _), (second, _)| first.cmp(second));
    names
}

/// Every name claimed of a record, the one to call it by first.
#[must_use]
pub fn all_names(look: &Look<'_>, record: RecordId) -> Vec<Name> {
    let mut names: Vec<Name> = ranked(look, record).into_iter().map(|(_, name)| name).collect();
    let mut seen = Vec::new();
    names.retain(|name| {
        let new = !seen.contains(&name.name);
        seen.push(name.name.clone());
        new
    });
    names
}

/// The name to call a record by, where one is claimed.
#[must_use]
pub fn best_name(look: &Look<'_>, record: RecordId) -> Option<String> {
    ranked(look, record).into_iter().next().map(|(_, name)| name.name)
}
