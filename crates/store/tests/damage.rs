//! Flipped, cut and foreign databases: an error that says so, never a panic, never a wrong answer.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod support;

use std::fs;
use std::path::Path;

use onus_store::{Damaged, Error, SqliteStore, Store};
use support::{TestCase, dump, fill, impatient};

/// A closed case with something in it, its database's bytes, and what it holds.
fn filled() -> (TestCase, Vec<u8>, Vec<String>) {
    let case = TestCase::new();
    let mut store = case.open();
    fill(&mut store);
    let whole = dump(store.reader()).unwrap();
    drop(store);
    let bytes = fs::read(case.folder().database()).unwrap();
    (case, bytes, whole)
}

fn open(case: &TestCase) -> onus_store::Result<SqliteStore> {
    SqliteStore::open(case.folder(), case.unlocked().data_key(), impatient())
}

fn put(case: &TestCase, bytes: &[u8]) {
    for beside in ["case.db-wal", "case.db-shm"] {
        let _ = fs::remove_file(case.folder().path().join(beside));
    }
    fs::write(case.folder().database(), bytes).unwrap();
}

fn is_damage(error: &Error) -> bool {
    matches!(error, Error::Damaged { part: Damaged::Database, .. })
}

/// Opens and reads everything: the same as before, or an error that names the database.
fn look(case: &TestCase, whole: &[String], what: &str) -> bool {
    match open(case).and_then(|store| dump(store.reader())) {
        Ok(found) => {
            assert_eq!(found, whole, "{what}: another answer");
            true
        }
        Err(error) => {
            assert!(is_damage(&error), "{what}: {error:?}");
            false
        }
    }
}

#[test]
fn every_flipped_byte_is_found_by_the_check_and_never_changes_an_answer() {
    let (case, bytes, whole) = filled();
    assert!(look(&case, &whole, "untouched"));
    let (mut refused, mut step) = (0, 0);
    let mut tried = 0;
    while step < bytes.len() {
        let mut flipped = bytes.clone();
        flipped[step] ^= 1 << (step % 8);
        put(&case, &flipped);
        let what = format!("byte {step}");
        if !look(&case, &whole, &what) {
            refused += 1;
        }
        match open(&case).and_then(|store| store.check()) {
            Ok(found) => assert!(!found.is_empty(), "{what}: the check found nothing"),
            Err(error) => assert!(is_damage(&error), "{what}: {error:?}"),
        }
        tried += 1;
        // A prime, so that every part of a page is hit sooner or later.
        step += 809;
    }
    assert!(tried > 200 && refused > tried / 2, "{refused} of {tried}");
}

#[test]
fn a_cut_database_is_damaged_wherever_it_is_cut() {
    let (case, bytes, whole) = filled();
    let lengths = (0..bytes.len()).step_by(2048).chain([1, 15, 16, 17, 100, 4095, 4097]);
    for length in lengths.filter(|length| *length < bytes.len()) {
        put(&case, &bytes[..length]);
        assert!(!look(&case, &whole, &format!("cut at {length}")), "cut at {length} is read");
    }
}

#[test]
fn a_refused_database_is_not_touched() {
    let (case, bytes, _) = filled();
    let folder = case.folder().path();
    let names = |path: &Path| {
        let mut names: Vec<_> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let mut flipped = bytes.clone();
    flipped[100] ^= 1;
    let other = TestCase::new();
    let foreign = fs::read(other.folder().database()).unwrap();
    let plain = [b"SQLite format 3\0".as_slice(), &[0; 4080]].concat();
    for wrong in [flipped, bytes[..5000].to_vec(), foreign, plain, Vec::new(), vec![0; 100_000]] {
        put(&case, &wrong);
        let refused = open(&case).unwrap_err();
        assert!(is_damage(&refused), "{refused:?}");
        assert!(refused.to_string().contains("case.db"), "{refused}");
        assert_eq!(fs::read(case.folder().database()).unwrap(), wrong);
        assert_eq!(names(folder), ["case.db", "lock", "slots.json"]);
    }
}

#[test]
fn a_damaged_write_ahead_log_loses_whole_transactions_only() {
    let case = TestCase::new();
    let mut store = case.open();
    fill(&mut store);
    let first = dump(store.reader()).unwrap();
    let folder = case.folder().path();
    let database = fs::read(case.folder().database()).unwrap();
    let log = fs::read(folder.join("case.db-wal")).unwrap();
    drop(store);
    put(&case, &database);
    let empty = dump(open(&case).unwrap().reader()).unwrap();
    assert_ne!(empty, first);
    let mut kept = 0;
    for at in (0..log.len()).step_by(4391) {
        let mut flipped = log.clone();
        flipped[at] ^= 4;
        put(&case, &database);
        fs::write(folder.join("case.db-wal"), &flipped).unwrap();
        match open(&case).and_then(|store| dump(store.reader())) {
            Ok(found) if found == first => kept += 1,
            Ok(found) => assert_eq!(found, empty, "byte {at}: half a transaction"),
            Err(error) => assert!(is_damage(&error), "byte {at}: {error:?}"),
        }
    }
    put(&case, &database);
    fs::write(folder.join("case.db-wal"), &log).unwrap();
    assert_eq!(dump(open(&case).unwrap().reader()).unwrap(), first, "untouched");
    assert!(kept < log.len() / 4391, "{kept}");
}
