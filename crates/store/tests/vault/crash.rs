//! Killed at any moment while adding: each object is whole and recorded, or absent.
//!
//! The test starts itself again as the process to be killed: `other_process` does nothing unless it is
//! told to, through the environment. `ONUS_KILLS` sets how many are killed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
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
    let lengths = [0, 10, 70_000, 2_100_000, 400_000, 65_536, 1_048_576];
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
    println!("ready");
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

/// The numbers that the other process said it had added.
fn acknowledged(out: &str) -> Vec<u64> {
    let lines = out.lines().filter_map(|line| line.split_once("added "));
    lines.filter_map(|(_, number)| number.trim().parse().ok()).collect()
}

#[test]
fn killed_while_adding_nothing_is_half_there() {
    let kills = std::env::var("ONUS_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills: u64 = kills.unwrap_or(36);
    let case = TestCase::new();
    let path = case.folder().path();
    // What was acknowledged, and what was read through after some kill.
    let (mut added, mut read) = (BTreeMap::new(), BTreeSet::new());
    let mut next = 0;
    let (mut orphans, mut unfinished) = (0, 0);
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::other_process", "--nocapture"])
            .env(CASE, path)
            // Two steps back: what was stored already is recognised.
            .env(FROM, u64::saturating_sub(next, 2).to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut out = String::new();
        while !out.ends_with("ready\n") {
            assert!(lines.read_line(&mut out).unwrap() > 0, "it ended before it began: {out}");
        }
        // From before the first byte to some objects later, hardly twice the same.
        std::thread::sleep(Duration::from_micros((kill * 47_393) % 310_000));
        child.kill().unwrap();
        lines.read_to_string(&mut out).unwrap();
        child.wait().unwrap();

        let (vault, store) = open(path);
        let reader = store.reader();
        for number in acknowledged(&out) {
            added.insert(number, digest(&content(number)));
            next = u64::max(next, number + 1);
        }
        for (number, digest) in &added {
            let row = reader.object(*digest).unwrap();
            assert!(row.is_some(), "{number} was acknowledged and is gone after kill {kill}");
        }
        let rows = gathered(|visit| reader.each_object(visit)).unwrap();
        assert_eq!(rows.len() as u64, reader.counts().unwrap().commits, "row and log agree");
        assert_eq!(vault.look(reader).unwrap().damaged, [], "kill {kill}");
        for row in &rows {
            // Opening compares the digest at the end.
            if read.insert(row.digest) {
                assert_eq!(content_of(&vault, row).len() as u64, row.bytes, "kill {kill}");
            }
        }
        let swept = vault.sweep(reader).unwrap();
        assert!(swept.orphans.len() <= 1, "one process leaves at most one: {swept:?}");
        orphans += swept.orphans.len();
        unfinished += swept.orphans.iter().filter(|file| file.unfinished).count();
        assert_eq!(swept.foreign, []);
        assert_eq!(vault.files().unwrap().len(), rows.len(), "after the sweep, one file a row");
        // One may have been recorded and not yet acknowledged.
        next = u64::max(next, rows.len() as u64);
    }
    let (vault, store) = open(path);
    let checked = vault.check(store.reader()).unwrap();
    assert_eq!(checked.damaged, []);
    println!(
        "{kills} kills: {} objects, {orphans} orphans swept, {unfinished} of them unfinished",
        checked.objects
    );
    assert!(kills < 20 || (checked.objects > 0 && orphans > 0), "the moments were badly chosen");
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
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("added") {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0);
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
