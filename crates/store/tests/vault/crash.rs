//! Killed at any moment while adding: each object is whole and recorded, or absent.
//!
//! The test starts itself again as the process to be killed: `other_process` does nothing unless it is
//! told to, through the environment. `ONUS_KILLS` sets how many are killed.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use onus_store::{
    CaseFolder, Error, FolderVault, ObjectKind, OpenOptions, OsEntropy, Passphrase, SqliteStore,
    Store, Vault, recognise,
};

use crate::support::{PASSPHRASE, TestCase, commit, gathered};
use crate::{bytes, content_of, digest};

const CASE: &str = "ONUS_VAULT_TEST_CASE";
const FROM: &str = "ONUS_VAULT_TEST_FROM";

/// Sizes that matter differently: none, less than a chunk, several buffers.
fn content(number: u64) -> Vec<u8> {
    let lengths = [0, 10, 70_000, 3_000_000, 400_000, 65_536, 1_048_576];
    bytes(lengths[number as usize % lengths.len()] + (number as usize / 7), number)
}

fn open(path: &Path) -> (FolderVault, SqliteStore) {
    let folder = CaseFolder::open(path).unwrap();
    let unlocked = folder.unlock(&Passphrase::new(PASSPHRASE).unwrap(), None).unwrap();
    let options = OpenOptions { wait: Duration::from_secs(20), ..OpenOptions::default() };
    let store = SqliteStore::open(&folder, unlocked.data_key(), options).unwrap();
    (FolderVault::of(&folder), store)
}

/// Adds one object after another until it is killed, as `onus add` would: seal, then record and log
/// in one transaction.
#[test]
fn other_process() {
    let Some(path) = std::env::var_os(CASE) else { return };
    let from: u64 = std::env::var(FROM).unwrap().parse().unwrap();
    let (vault, mut store) = open(&PathBuf::from(path));
    for number in from.. {
        let lease = vault.lease().unwrap();
        let content = content(number);
        let found = recognise(store.reader(), content.len() as u64, &mut &content[..]).unwrap();
        if found.is_some() {
            println!("known {number}");
            continue;
        }
        let kind = ObjectKind::Exhibit;
        let row = vault.put(&lease, &mut &content[..], kind, &mut OsEntropy).unwrap();
        let mut transaction = store.begin().unwrap();
        transaction.put_object(&row).unwrap();
        transaction.append(&commit(number as u32, &[]), &[]).unwrap();
        transaction.commit().unwrap();
        drop(lease);
        println!("added {number}");
    }
}

/// What the other process said: the numbers it added, and how many it knew.
fn said(out: &str) -> (Vec<u64>, usize) {
    let numbers = |word: &str| {
        let lines = out.lines().filter_map(|line| line.split_once(word));
        lines.filter_map(|(_, number)| number.trim().parse().ok()).collect::<Vec<u64>>()
    };
    (numbers("added "), numbers("known ").len())
}

#[test]
fn killed_while_adding_nothing_is_half_there() {
    let kills = std::env::var("ONUS_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills: u64 = kills.unwrap_or(36);
    let case = TestCase::new();
    let path = case.folder().path();
    let (mut added, mut next): (BTreeMap<u64, ()>, u64) = (BTreeMap::new(), 0);
    let (mut orphans, mut unfinished) = (0, 0);
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::other_process", "--nocapture"])
            .env(CASE, path)
            // Two steps back: what was stored already is recognised.
            .env(FROM, next.saturating_sub(2).to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From before the first byte to some objects later, never twice the same.
        std::thread::sleep(Duration::from_micros(20_000 + (kill * 7_919) % 83_000));
        child.kill().unwrap();
        let mut out = String::new();
        child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        child.wait().unwrap();
        let (acknowledged, _) = said(&out);

        let (vault, store) = open(path);
        let rows = gathered(|visit| store.reader().each_object(visit)).unwrap();
        let checked = vault.check(store.reader()).unwrap();
        assert_eq!(checked.damaged, [], "kill {kill}");
        assert_eq!(checked.objects, store.reader().counts().unwrap().commits, "row and log agree");
        for number in acknowledged {
            added.insert(number, ());
            next = next.max(number + 1);
        }
        for number in added.keys() {
            let row = store.reader().object(digest(&content(*number))).unwrap();
            assert!(row.is_some(), "{number} was acknowledged and is gone after kill {kill}");
        }
        let swept = vault.sweep(store.reader()).unwrap();
        assert!(swept.orphans.len() <= 1, "one process leaves at most one: {swept:?}");
        orphans += swept.orphans.len();
        unfinished += swept.orphans.iter().filter(|file| file.unfinished).count();
        assert_eq!(swept.foreign, []);
        let files = vault.files().unwrap();
        assert_eq!(files.len(), rows.len(), "after the sweep, one file a row");
        // One may have been recorded and not yet acknowledged.
        next = next.max(rows.len() as u64);
        if kill % 12 == 11 {
            let (vault, store) = open(path);
            for number in added.keys() {
                let content = content(*number);
                let row = store.reader().object(digest(&content)).unwrap().unwrap();
                assert!(content_of(&vault, &row) == content);
            }
        }
    }
    println!(
        "{kills} kills: {} objects, {orphans} orphans swept, {unfinished} of them unfinished",
        added.len()
    );
    assert!(kills < 20 || (!added.is_empty() && orphans > 0), "the moments were badly chosen");
}

#[test]
fn a_lease_ends_with_the_process_that_held_it() {
    let case = TestCase::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::other_process", "--nocapture"])
        .env(CASE, case.folder().path())
        .env(FROM, "0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("added") {
        line.clear();
        assert!(std::io::BufRead::read_line(&mut lines, &mut line).unwrap() > 0);
    }
    let (vault, store) = open(case.folder().path());
    // While it adds, a sweep takes nothing of its: it waits for a moment between two objects, or is
    // told that others add.
    match vault.clone().waiting(Duration::ZERO).sweep(store.reader()) {
        Ok(swept) => assert_eq!(swept, onus_store::Swept::default()),
        Err(error) => assert!(matches!(error, Error::Busy), "{error:?}"),
    }
    child.kill().unwrap();
    child.wait().unwrap();
    vault.waiting(Duration::ZERO).sweep(store.reader()).unwrap();
}
