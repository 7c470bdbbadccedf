//! What is kept of records stays what it would be if it were computed anew, whatever is committed.

use std::collections::BTreeMap;

use onus_case::{
    Author, Case, CaseReader, DefaultView, Edit, Kept, Loaded, Look, NewClaim, NewRetraction, Now,
};
use onus_invented::{Invented, Random, Size};
use onus_ledger::SigningKey;
use onus_model::claim::{Moment, Review};
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::value::Value;
use onus_model::view::View;
use onus_reason::{Part, StatementsFilter};
use onus_store::{MemoryStore, OsEntropy};

/// Everything that resolution says of a record, in debug form: it asks every kind of question there is.
fn resolved(look: &Look<'_>, record: RecordId) -> Kept {
    let corpus = look.corpus();
    let mut text = format!("{} {:?}\n", corpus.canonical(record), corpus.record_type(record));
    let mut keys = std::collections::BTreeSet::new();
    for property in corpus.properties_of(record) {
        for resolution in look.resolve(record, property) {
            text.push_str(&format!("{resolution:?} {:?}\n", corpus.explain(&resolution)));
        }
        for date in corpus.dates(record, property).into_iter().flatten() {
            text.push_str(&format!("{date:?}\n"));
        }
        keys.insert(property.as_bytes().to_vec());
    }
    Kept { value: text.into_bytes(), keys }
}

/// What refers to a record, and the rows of its claims.
fn referred(look: &Look<'_>, record: RecordId) -> Kept {
    let corpus = look.corpus();
    let mut text = format!("{:?}\n", look.handle(record));
    for claim in corpus.mentioning(record) {
        text.push_str(&format!("{} {:?}\n", claim.id, look.row_of(claim.id).ok()));
    }
    text.push_str(&format!("{} said\n", corpus.said_by(record).len()));
    text.push_str(&format!("{} read\n", corpus.read_in(record).len()));
    Kept { value: text.into_bytes(), keys: Default::default() }
}

const VIEWS: [DefaultView; 2] = [
    DefaultView { name: "resolved", version: 1, compute: resolved },
    DefaultView { name: "referred", version: 1, compute: referred },
];

fn founded(now: &mut Now<'_>) -> Case {
    let member = MemberId::from_bytes([3; 16]);
    let author = Author { member, key: SigningKey::from_seed(&[4; 32]) };
    let recovery = SigningKey::from_seed(&[5; 32]);
    let store = Box::new(MemoryStore::default());
    Case::found(store, author, "Amina", &recovery, now).expect("founded")
}

/// A few claims that repeat others on other records, a retraction, a review.
fn small(random: &mut Random, case: &Case) -> Edit {
    let stored = case.read().expect("a reader");
    let claims = stored.claims().expect("claims");
    let mut edit = Edit { alone: true, ..Edit::default() };
    let mut any = || -> Option<ClaimId> { Some(random.pick(&claims)?.claim.id) };
    let (retracted, reviewed) = (any(), any());
    edit.retractions.extend(retracted.map(|claim| NewRetraction {
        claims: [claim].into(),
        reason: "coder-error".to_owned(),
        note: None,
    }));
    edit.reviews = reviewed.map(|claim| (claim, Review::Checked)).into_iter().collect();
    for _ in 0..3 {
        let (Some(one), Some(other)) = (random.pick(&claims), random.pick(&claims)) else {
            continue;
        };
        let mut claim = one.claim.clone();
        claim.origin = other.claim.origin.clone();
        claim.source = other.claim.source;
        edit.claims.push(NewClaim { claim, row: None });
    }
    edit
}

#[test]
fn what_is_kept_is_what_it_would_be_computed_anew() {
    let cases = std::env::var("ONUS_KEPT_CASES").ok().and_then(|text| text.parse().ok());
    for seed in 0..cases.unwrap_or(2) {
        let mut random = Random::new(seed);
        let mut entropy = OsEntropy;
        let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
        let mut case = founded(&mut now);
        let schema = case.schema().clone();
        let size = Size { claims: 500, records: 60, sources: 10 };
        let member = case.author().expect("an author").member;
        let mut invented = Invented::new(&schema, size, member, seed);
        if let Some(edit) = invented.edit(120) {
            let committed = case.commit(&edit, &mut now).expect("committed");
            invented.committed(&committed.claims);
        }
        case.keep_views(&VIEWS);
        let first = case.refresh_views(usize::MAX).expect("computed");
        assert!(first > 10);
        let mut least = usize::MAX;
        for round in 0..9 {
            let edit = match round % 3 {
                0 => invented.edit(30),
                _ => Some(small(&mut random, &case)),
            };
            let Some(edit) = edit else { break };
            now.seconds += 1;
            let committed = case.commit(&edit, &mut now).expect("committed");
            if round % 3 == 0 {
                invented.committed(&committed.claims);
            }
            least = least.min(edit.claims.len());
            case.refresh_views(usize::MAX).expect("computed");
            let verified = case.verify().expect("verified");
            assert!(verified.is_sound(), "seed {seed}, round {round}: {:?}", verified.wrong);
        }
    }
}

#[test]
fn what_is_stale_is_read_as_it_is_now() {
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    let mut case = founded(&mut now);
    let schema = case.schema().clone();
    let member = case.author().expect("an author").member;
    let size = Size { claims: 2_400, records: 900, sources: 10 };
    let mut invented = Invented::new(&schema, size, member, 5);
    case.keep_views(&VIEWS);
    while let Some(edit) = invented.edit(1_200) {
        let committed = case.commit(&edit, &mut now).expect("committed");
        invented.committed(&committed.claims);
    }
    assert_eq!(case.refresh_views(5).expect("computed"), 5, "much is stale after much was said");
    let stored = case.read().expect("a reader");
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let mut named: BTreeMap<RecordId, Kept> = BTreeMap::new();
    for record in stored.records().keys() {
        for view in &VIEWS {
            let kept = look.kept(view, *record);
            let fresh = Loaded::lazily(&stored);
            assert_eq!(kept, (view.compute)(&fresh.look(View::default()), *record));
            if kept.keys.contains(&b"name"[..]) {
                named.insert(*record, kept);
            }
        }
    }
    let found = look.kept_with(&VIEWS[0], b"name\0").expect("it is kept");
    let found: BTreeMap<RecordId, Kept> = found.into_iter().collect();
    assert_eq!(found.keys().collect::<Vec<_>>(), named.keys().collect::<Vec<_>>());
    assert!(!named.is_empty());
}

#[test]
fn names_are_found_alike_whether_they_are_kept_or_not() {
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    let mut case = founded(&mut now);
    let schema = case.schema().clone();
    let member = case.author().expect("an author").member;
    let size = Size { claims: 900, records: 90, sources: 9 };
    let mut invented = Invented::new(&schema, size, member, 11);
    case.keep_views(&onus_reason::VIEWS);
    while let Some(edit) = invented.edit(300) {
        let committed = case.commit(&edit, &mut now).expect("committed");
        invented.committed(&committed.claims);
    }
    case.refresh_views(40).expect("computed");
    let stored = case.read().expect("a reader");
    let loaded = Loaded::lazily(&stored);
    let kept = loaded.look(View::default());
    // The same claims in a view of which nothing is kept.
    let end = View { as_of: Some(Moment(i64::MAX)), ..View::default() };
    let sought = loaded.look(end);
    let mut names: Vec<String> = Vec::new();
    for claim in kept.corpus().claims_with("name").into_iter().step_by(5) {
        if let Value::Name(name) = &claim.value {
            names.extend([name.name.clone(), name.name.to_uppercase()]);
            names.extend(name.name.split(' ').map(ToOwned::to_owned));
            names.push(name.name.chars().rev().take(6).collect());
        }
    }
    assert!(names.len() > 20);
    for name in &names {
        assert_eq!(onus_reason::find(&kept, name), onus_reason::find(&sought, name), "{name}");
    }
    loaded.check().expect("all was read");
    let verified = case.verify().expect("verified");
    assert!(verified.is_sound(), "{:?}", verified.wrong);
}

/// Statements and matters as they are listed: whole, and in parts put together.
fn lists(case: &Case) -> (Vec<RecordId>, Vec<RecordId>) {
    let stored = case.read().expect("a reader");
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let statements = |part| {
        let filter = StatementsFilter { all: true, part, ..StatementsFilter::default() };
        let found = onus_reason::statements(&look, &filter);
        (found.entries.iter().map(|entry| entry.record).collect::<Vec<_>>(), found.total)
    };
    let matters = |part| {
        let found = onus_reason::accountability(&look, None, part);
        (found.ladders.iter().map(|ladder| ladder.record).collect::<Vec<_>>(), found.total)
    };
    let in_parts = |list: &dyn Fn(Part) -> (Vec<RecordId>, usize)| {
        let (whole, total) = list(Part::ALL);
        assert_eq!(whole.len(), total);
        let parts = (0..total).step_by(7).flat_map(|after| {
            let (part, all) = list(Part { after, most: 7 });
            assert_eq!(all, total);
            part
        });
        assert_eq!(parts.collect::<Vec<_>>(), whole);
        whole
    };
    let answer = (in_parts(&statements), in_parts(&matters));
    loaded.check().expect("everything could be read");
    answer
}

#[test]
fn lists_are_the_same_whether_their_order_is_kept_or_stale_or_worked_out() {
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    let mut case = founded(&mut now);
    let schema = case.schema().clone();
    let member = case.author().expect("an author").member;
    let size = Size { claims: 900, records: 120, sources: 12 };
    let mut invented = Invented::new(&schema, size, member, 11);
    let mut commit = |case: &mut Case| {
        let edit = invented.edit(300)?;
        now.seconds += 1;
        let committed = case.commit(&edit, &mut now).expect("committed");
        invented.committed(&committed.claims);
        Some(())
    };
    while commit(&mut case).is_some() {
        case.keep_views(&[]);
        let worked_out = lists(&case);
        assert!(worked_out.0.len() > 3 && worked_out.1.len() > 3, "{worked_out:?}");
        case.keep_views(&onus_reason::VIEWS);
        case.refresh_views(5).expect("computed");
        assert_eq!(lists(&case), worked_out, "most are stale");
        case.refresh_views(usize::MAX).expect("computed");
        assert_eq!(lists(&case), worked_out, "all are kept");
    }
}
