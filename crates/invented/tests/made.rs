//! An invented case is what it says it is.

use std::collections::BTreeMap;

use onus_case::{Author, Case, CaseReader, Loaded, Now};
use onus_invented::{Invented, Size};
use onus_ledger::SigningKey;
use onus_model::id::MemberId;
use onus_model::value::Kind;
use onus_model::view::View;
use onus_store::{MemoryStore, OsEntropy};

const SIZE: Size = Size { claims: 4_000, records: 320, sources: 32 };

fn made(seed: u64) -> Case {
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    let member = MemberId::from_bytes([3; 16]);
    let author = Author { member, key: SigningKey::from_seed(&[4; 32]) };
    let recovery = SigningKey::from_seed(&[5; 32]);
    let store = Box::new(MemoryStore::default());
    let mut case = Case::found(store, author, "Amina", &recovery, &mut now).expect("founded");
    let schema = case.schema().clone();
    let mut invented = Invented::new(&schema, SIZE, member, seed);
    while let Some(edit) = invented.edit(400) {
        let committed = case.commit(&edit, &mut now).unwrap_or_else(|error| panic!("{error}"));
        invented.committed(&committed.claims);
    }
    case
}

/// What is claimed, without the names that the log gives.
fn content(case: &Case) -> Vec<String> {
    let stored = case.read().expect("a reader");
    let claims = stored.claims().expect("claims");
    let line = |claim: &onus_model::claim::Claim| {
        format!("{} {} {:?} {:?}", claim.record, claim.property, claim.origin, claim.said)
    };
    claims.iter().map(|entry| line(&entry.claim)).collect()
}

#[test]
fn one_seed_makes_one_case() {
    let (one, again, other) = (made(1), made(1), made(2));
    assert_eq!(content(&one), content(&again));
    assert_ne!(content(&one), content(&other));
    assert!(one.verify().expect("verified").is_sound());
}

#[test]
fn it_has_a_little_of_everything() {
    let case = made(3);
    let stored = case.read().expect("a reader");
    let claims = stored.claims().expect("claims");
    let near = |number: usize, wanted: usize| number >= wanted * 9 / 10 && number <= wanted * 2;
    assert!(near(claims.len(), SIZE.claims), "{} claims", claims.len());
    assert!(near(stored.records().len(), SIZE.records), "{} records", stored.records().len());
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let (mut relayed, mut judged, mut sums, mut cyrillic) = (0, 0, 0, 0);
    for entry in &claims {
        *kinds.entry(entry.claim.value.kind()).or_default() += 1;
        relayed += usize::from(!entry.claim.via.is_empty());
        judged += usize::from(entry.claim.is_annotation());
        sums += usize::from(entry.claim.rests_on.is_some());
        cyrillic += usize::from(entry.claim.value.to_string().starts_with("Cyrl"));
    }
    for kind in [Kind::Name, Kind::Ref, Kind::Term, Kind::Date, Kind::Count, Kind::Answers] {
        assert!(kinds.contains_key(&kind), "no {kind}");
    }
    assert!(
        relayed > 100 && judged > 20 && sums > 0 && cyrillic > 20,
        "{relayed} relayed, {judged} judged, {sums} resting on others, {cyrillic} in Cyrillic"
    );

    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let denied = claims.iter().filter(|entry| !look.corpus().answers_to(entry.claim.id).is_empty());
    assert!(denied.count() > 0, "some claims are answered by statements");
    loaded.check().expect("all was read");
}
