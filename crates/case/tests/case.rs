//! A case from its first commit: changed, read, verified, opened again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use onus_case::{
    Case, CaseError, CaseReader, Edit, Loaded, Making, NewClaim, NewRecord, NewRetraction, Notice,
    Now, OpenCase, Resident, RowName, provisional,
};
use onus_model::Level;
use onus_model::claim::{
    Claim, Derivation, Locator, Origin, Passage, Relay, Rendering, RestsOn, Review, Scope, Speaker,
    Stance,
};
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::{Answers, Kind, Value};
use onus_model::view::View;
use onus_store::{DeviceHome, KeyCost, MemoryStore, OsEntropy, Passphrase};

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn claim(record: RecordId, property: &str, kind: Kind, text: &str) -> Claim {
    Claim {
        id: provisional(0),
        record,
        property: property.parse().expect("a property"),
        value: Value::parse(kind, text).unwrap_or_else(|error| panic!("{error}")),
        wording: None,
        scope: Scope::default(),
        origin: Origin::of(Speaker::Record(self::record(1))),
        via: Vec::new(),
        source: Some(self::record(9)),
        passage: None,
        said: None,
        held: None,
        stance: Stance::Asserts,
        rests_on: None,
        level: Level::Team,
    }
}

fn new_record(number: u8, record_type: &str, handle: &str) -> NewRecord {
    NewRecord {
        record: record(number),
        record_type: record_type.parse().expect("a type"),
        handle: Some(handle.to_owned()),
    }
}

fn row(name: &str, claim: Claim) -> NewClaim {
    let row = RowName { sheet: "harbour".to_owned(), row: name.to_owned() };
    NewClaim { claim, row: Some((row, [name.len() as u8; 32])) }
}

/// Two tallies, a sum that rests on them, and a statement that answers one of them.
fn first_edit() -> Edit {
    let mut town = claim(record(2), "figure", Kind::Count, "14");
    town.wording = Some("fourteen at most".to_owned());
    town.via = vec![Relay { by: record(1), rendering: Rendering::Unknown }];
    town.said = "2012-01-25".parse().ok();
    town.passage = Some(Passage {
        locator: Locator::Range { digest: [7; 32], start: 3, end: 9 },
        quote: Some("fourteen".to_owned()),
        before: "there were ".to_owned(),
        after: String::new(),
    });
    let village = claim(record(3), "figure", Kind::Count, ">=1");
    let mut sum = claim(record(4), "figure", Kind::Count, ">=15");
    sum.rests_on = Some(RestsOn {
        how: Derivation::Sum,
        claims: BTreeSet::from([provisional(0), provisional(1)]),
    });
    let mut answers = claim(record(5), "answers", Kind::Text, "en: x");
    answers.value = Value::Answers(Answers::Claims(BTreeSet::from([provisional(0)])));
    let mut relation = claim(record(2), "relation", Kind::Term, "group-relation:disjoint");
    relation.scope = Scope::new([("to".parse().expect("a name"), Value::Ref(record(3)))]);
    let name = claim(record(1), "name", Kind::Name, "Cyrl/-: Прокуратура порта");
    Edit {
        message: Some("The first sheet.".to_owned()),
        schema: Vec::new(),
        records: vec![
            new_record(1, "organization", "prosecutor"),
            new_record(2, "tally", "toll-town"),
            new_record(3, "tally", "toll-village"),
            new_record(4, "tally", "toll-all"),
            new_record(5, "statement", "denial"),
            new_record(9, "source", "daily"),
        ],
        claims: vec![
            row("1", town),
            row("22", village),
            row("333", sum),
            row("4444", answers),
            row("55555", relation),
            NewClaim { claim: name, row: None },
        ],
        ..Edit::default()
    }
}

fn on_disk(folder: &Path) -> OpenCase {
    let passphrase = Passphrase::new("correct horse battery staple").expect("a passphrase");
    let home = DeviceHome::at(folder.join("home"));
    let path = folder.join("harbour.onus");
    let making = Making {
        path: &path,
        passphrase: &passphrase,
        cost: KeyCost::CHEAP,
        home: &home,
        member: "Amina",
    };
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    OpenCase::create(&making, &mut now).unwrap_or_else(|error| panic!("{error}")).0
}

fn open_again(folder: &Path, home: &str) -> Result<OpenCase, CaseError> {
    let passphrase = Passphrase::new("correct horse battery staple").expect("a passphrase");
    let home = DeviceHome::at(folder.join(home));
    let path = folder.join("harbour.onus");
    let unlocked = OpenCase::unlock(&path, &passphrase, &home)?;
    OpenCase::open(&path, unlocked, &home, Duration::from_millis(50))
}

fn commit(case: &mut OpenCase, edit: &Edit, seconds: u64) -> Result<Vec<ClaimId>, CaseError> {
    let mut entropy = OsEntropy;
    let committed = case.commit(edit, &mut Now { seconds, entropy: &mut entropy })?;
    Ok(committed.claims)
}

/// The same case held in memory, from what a reader gives.
fn resident(reader: &dyn CaseReader) -> Resident {
    let mut resident = Resident::new(std::sync::Arc::new(reader.schema().clone()));
    for (record, record_type) in reader.records() {
        resident.add_record(*record, record_type.clone());
        if let Some(handle) = reader.handle(*record) {
            resident.add_handle(*record, handle);
        }
    }
    for logged in reader.claims().expect("claims") {
        if let Some(row) = reader.row_of(logged.claim.id).expect("rows") {
            resident.add_row(row, logged.claim.id);
        }
        resident.add_claim((*logged).clone());
    }
    resident
}

/// What every implementation of the reader must do with the case of [`first_edit`].
fn reader_conforms(reader: &dyn CaseReader, claims: &[ClaimId]) {
    assert_eq!(reader.record_of("toll-town"), Some(record(2)));
    assert_eq!(reader.handle(record(2)), Some("toll-town"));
    assert_eq!(reader.record_of("nothing"), None);
    assert_eq!(reader.records().len(), 6);
    let all = reader.claims().expect("claims");
    let names: Vec<ClaimId> = all.iter().map(|logged| logged.claim.id).collect();
    assert_eq!(names, claims, "in the order of the log");
    for claim in claims {
        let one = reader.claim(*claim).expect("a claim").expect("it is there");
        assert_eq!(one.claim.id, *claim);
        let of_record = reader.claims_of(one.claim.record).expect("claims");
        assert!(of_record.contains(&one));
    }
    assert!(reader.claim(ClaimId::from_bytes([1; 32])).expect("no error").is_none());
    let first = RowName { sheet: "harbour".to_owned(), row: "1".to_owned() };
    assert_eq!(reader.claim_of(&first).expect("rows"), Some(claims[0]));
    assert_eq!(reader.row_of(claims[0]).expect("rows"), Some(first));
    assert_eq!(reader.row_of(claims[5]).expect("rows"), None);

    let loaded = Loaded::all(reader).expect("claims");
    let look = loaded.look(View::default());
    assert_eq!(look.records_of_type("tally"), [record(4), record(2), record(3)]);
    let named = look.corpus().claims_on(record(1), "name");
    assert_eq!(named[0].value.to_string(), "Cyrl/-: Прокуратура порта");
    let sum = look.corpus().claim(claims[2]).expect("the sum");
    let check = look.corpus().check_sum(sum).expect("a sum");
    assert_eq!(check.sum.expect("disjoint").total.to_string(), ">=15");
}

#[test]
fn what_is_committed_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    let claims = commit(&mut case, &first_edit(), 1_700_000_100).expect("committed");
    let stored = case.case().read().expect("a reader");
    reader_conforms(&stored, &claims);
    reader_conforms(&resident(&stored), &claims);

    let town = stored.claim(claims[0]).expect("a claim").expect("it is there");
    let mut expected = first_edit().claims[0].claim.clone();
    expected.id = claims[0];
    assert_eq!(town.claim, expected);
    assert_eq!(town.recorded.0, 1_700_000_100);
    let answers = stored.claim(claims[3]).expect("a claim").expect("it is there");
    let expected = Value::Answers(Answers::Claims(BTreeSet::from([claims[0]])));
    assert_eq!(answers.claim.value, expected, "provisional names are replaced");
    drop(stored);

    let verified = case.case().verify().expect("verified");
    assert!(verified.is_sound(), "{:?}", verified.wrong);
    assert_eq!(verified.commits, 2);
    let log = case.case().log().expect("a log");
    assert_eq!(log[1].message.as_deref(), Some("The first sheet."));
    assert_eq!(log[1].name.as_deref(), Some("Amina"));
    assert_eq!((log[1].records, log[1].claims), (6, 6));

    drop(case);
    let again = open_again(folder.path(), "home").expect("opened");
    assert!(again.notices().is_empty());
    reader_conforms(&again.case().read().expect("a reader"), &claims);
}

#[test]
fn retractions_and_reviews_keep_their_history() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    let claims = commit(&mut case, &first_edit(), 1_700_000_100).expect("committed");
    let own = Edit { reviews: BTreeMap::from([(claims[1], Review::Checked)]), ..Edit::default() };
    let error = commit(&mut case, &own, 1_700_000_150).expect_err("nobody checks their own");
    assert!(matches!(error, CaseError::OwnReview(1)), "{error}");
    let review = Edit {
        reviews: BTreeMap::from([(claims[1], Review::Checked)]),
        alone: true,
        retractions: vec![NewRetraction {
            claims: BTreeSet::from([claims[0]]),
            reason: "coder-error".to_owned(),
            note: Some("read twice".to_owned()),
        }],
        ..Edit::default()
    };
    commit(&mut case, &review, 1_700_000_200).expect("committed");
    let stored = case.case().read().expect("a reader");
    let retracted = stored.claim(claims[0]).expect("a claim").expect("it stays");
    assert_eq!(retracted.retracted.map(|moment| moment.0), Some(1_700_000_200));
    let checked = stored.claim(claims[1]).expect("a claim").expect("it is there");
    assert_eq!(checked.review_at(None), Review::Checked);
    assert_eq!(checked.checked_by(None), None, "alone is not a second person");
    let loaded = Loaded::all(&stored).expect("claims");
    assert!(loaded.look(View::default()).corpus().claim(claims[0]).is_none());
    let then = View { as_of: Some(onus_model::claim::Moment(1_700_000_150)), ..View::default() };
    assert!(loaded.look(then).corpus().claim(claims[0]).is_some());
    assert!(case.case().verify().expect("verified").is_sound());
}

#[test]
fn a_wrong_edit_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    let before = case.case().standing().expect("a standing");
    let mut no_record = first_edit();
    no_record.records.remove(1);
    let mut no_property = first_edit();
    no_property.claims[0].claim.property = "colour".parse().expect("a name");
    let mut wrong_kind = first_edit();
    wrong_kind.claims[0].claim.value = Value::Flag(true);
    let mut no_claim = Edit::default();
    no_claim.reviews.insert(ClaimId::from_bytes([3; 32]), Review::Checked);
    let mut wrong_schema = first_edit();
    wrong_schema.schema.push(("types/x.toml".to_owned(), "id = 3".to_owned()));
    for edit in [no_record, no_property, wrong_kind, no_claim, wrong_schema] {
        let error = commit(&mut case, &edit, 1_700_000_100).expect_err("refused");
        assert!(matches!(error, CaseError::Edit(_) | CaseError::Schema(_)), "{error}");
        assert_eq!(case.case().standing().expect("a standing"), before);
    }
    assert_eq!(case.case().read().expect("a reader").records().len(), 0);
}

#[test]
fn a_case_brings_its_own_schema() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    let mut edit = first_edit();
    let text = "id = \"barrier\"\ngroup = \"places\"\nlabel = { en = \"barrier\" }\n";
    edit.schema.push(("schema/types/barrier.toml".to_owned(), text.to_owned()));
    edit.records.push(new_record(11, "barrier", "rope"));
    commit(&mut case, &edit, 1_700_000_100).expect("committed");
    assert!(case.case().schema().record_type("barrier").is_some());
    drop(case);
    let again = open_again(folder.path(), "home").expect("opened");
    assert!(again.case().schema().record_type("barrier").is_some());
    assert!(again.case().verify().expect("verified").is_sound());
}

#[test]
fn a_copied_folder_can_be_read_and_not_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    commit(&mut case, &first_edit(), 1_700_000_100).expect("committed");
    drop(case);
    let mut elsewhere = open_again(folder.path(), "another-home").expect("opened");
    assert_eq!(elsewhere.notices(), [Notice::NotEnrolled]);
    assert_eq!(elsewhere.case().read().expect("a reader").records().len(), 6);
    let review = Edit { message: Some("hello".to_owned()), ..Edit::default() };
    let error = commit(&mut elsewhere, &review, 1_700_000_200).expect_err("refused");
    assert!(matches!(error, CaseError::NotEnrolled), "{error}");
}

#[test]
fn a_restored_backup_is_noticed_and_not_continued() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    drop(std::mem::replace(&mut case, {
        let other = tempfile::tempdir().expect("a folder");
        on_disk(other.path())
    }));
    let path = folder.path().join("harbour.onus");
    let backup = folder.path().join("backup");
    copy(&path, &backup);
    let mut case = open_again(folder.path(), "home").expect("opened");
    commit(&mut case, &first_edit(), 1_700_000_100).expect("committed");
    drop(case);
    std::fs::remove_dir_all(&path).expect("removed");
    copy(&backup, &path);
    let mut old = open_again(folder.path(), "home").expect("opened");
    assert!(matches!(old.notices(), [Notice::RolledBack(missing)] if missing.len() == 1));
    let error = commit(&mut old, &first_edit(), 1_700_000_200).expect_err("refused");
    assert!(matches!(error, CaseError::RolledBack(1)), "{error}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
}

#[test]
fn a_clock_that_goes_back_does_not_turn_the_log_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    let claims = commit(&mut case, &first_edit(), 1_600_000_000).expect("committed");
    let stored = case.case().read().expect("a reader");
    let town = stored.claim(claims[0]).expect("a claim").expect("it is there");
    assert_eq!(town.recorded.0, 1_700_000_000, "not before the commit it follows");
}

#[test]
fn a_case_in_memory_is_the_same_case() {
    use onus_case::Author;
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    let author = Author {
        member: onus_model::id::MemberId::from_bytes([1; 16]),
        key: onus_ledger::SigningKey::from_seed(&[2; 32]),
    };
    let recovery = onus_ledger::SigningKey::from_seed(&[3; 32]);
    let store = Box::new(MemoryStore::default());
    let mut case = Case::found(store, author, "Amina", &recovery, &mut now).expect("founded");
    let committed = case.commit(&first_edit(), &mut now).expect("committed");
    reader_conforms(&case.read().expect("a reader"), &committed.claims);
    assert!(case.verify().expect("verified").is_sound());
    case.derive_again().expect("derived");
    reader_conforms(&case.read().expect("a reader"), &committed.claims);
}

#[test]
fn a_large_edit_is_one_commit() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = on_disk(folder.path());
    let mut edit = first_edit();
    for number in 0..5_000_u32 {
        let mut more = claim(record(2), "note", Kind::Text, &format!("en: note {number}"));
        more.said = "2012".parse().ok();
        edit.claims.push(row(&format!("n{number}"), more));
    }
    let claims = commit(&mut case, &edit, 1_700_000_100).expect("committed");
    assert_eq!(claims.len(), 5_006);
    let verified = case.case().verify().expect("verified");
    assert!(verified.is_sound(), "{:?}", verified.wrong);
}
