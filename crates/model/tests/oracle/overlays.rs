//! Sets denials and admissions beside what the long way gives.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::resolve::Resolution;
use onus_model::value::Value;

use crate::compare::{Differences, exact, set, statements};
use crate::expected::Expected;
use crate::naive::{Naive, Said};

/// What a voice denies of one value, over all the times it did.
#[derive(Debug, Default, PartialEq)]
struct Denied {
    claims: BTreeSet<ClaimId>,
    statements: BTreeSet<RecordId>,
    given_up: BTreeSet<bool>,
}

/// Compares denials and admissions.
pub(crate) fn compare_overlays(
    found: &Resolution,
    naive: &Naive<'_>,
    expected: &Expected<'_>,
    differences: &mut Differences,
) {
    let sayings = &expected.sorted.sayings;
    // A denial is given up when its voice no longer denies the value, at any time it may have held.
    let given_up = |said: &Said| {
        !(sayings.iter()).any(|other| {
            other.denies
                && other.current
                && (&other.voice, &other.value) == (&said.voice, &said.value)
        })
    };
    let mut denied: BTreeMap<_, Denied> = BTreeMap::new();
    let mut admitted = BTreeMap::new();
    for said in sayings {
        let key = (said.voice, exact(&said.value));
        if said.denies {
            let entry = denied.entry(key).or_default();
            entry.claims.extend(said.claims.iter().copied());
            entry.statements.extend(said.statements.iter().copied());
            entry.given_up.insert(given_up(said));
        } else if said.admits {
            let entry = admitted
                .entry(key)
                .or_insert_with(|| (BTreeSet::new(), BTreeSet::new(), BTreeSet::new()));
            entry.0.extend(said.claims.iter().copied());
            entry.1.extend(said.statements.iter().copied());
            for statement in &said.statements {
                entry.2.extend(naive.admitted_by(*statement));
            }
        }
    }
    let key = |voice: &Voice, value: &Value| {
        (naive.voice_by_name(voice), exact(&naive.identity.value(value)))
    };
    let mut found_denied: BTreeMap<_, Denied> = BTreeMap::new();
    for denial in &found.overlays.denied {
        let entry = found_denied.entry(key(&denial.voice, &denial.value)).or_default();
        entry.claims.extend(set(&denial.claims));
        entry.statements.extend(statements(naive, denial.statements.iter().copied()));
        entry.given_up.insert(denial.given_up);
    }
    differences.equal("denied", found_denied, denied);
    for denial in &found.overlays.denied {
        let (voice, value) = key(&denial.voice, &denial.value);
        let own: Vec<&Said> = (sayings.iter())
            .filter(|said| said.denies && said.voice == voice && exact(&said.value) == value)
            .collect();
        let parties: BTreeSet<RecordId> =
            own.iter().flat_map(|said| &said.parties).copied().collect();
        let interests: BTreeSet<&str> =
            own.iter().flat_map(|said| &said.interests).map(String::as_str).collect();
        let party = denial.party.map(|party| naive.identity.canonical(party));
        differences.check(party.is_none_or(|party| parties.contains(&party)), || {
            format!("party of {voice:?} denying {value}: {:?}, not in {parties:?}", denial.party)
        });
        let interest = denial.interest.as_deref();
        differences.check(interest.is_none_or(|interest| interests.contains(interest)), || {
            format!("interest of {voice:?} denying {value}: {interest:?}, not in {interests:?}")
        });
    }
    let mut found_admitted = BTreeMap::new();
    for one in &found.overlays.admitted {
        let entry = found_admitted
            .entry(key(&one.voice, &one.value))
            .or_insert_with(|| (BTreeSet::new(), BTreeSet::new(), BTreeSet::new()));
        entry.0.extend(set(&one.claims));
        entry.1.extend(statements(naive, one.statements.iter().copied()));
        entry.2.extend(one.of.iter().cloned());
    }
    differences.equal("admitted", found_admitted, admitted);
}
