//! What a machine keeps of a case outside of it.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod support;

use std::fs;
use std::path::Path;

use onus_store::{
    CaseFolder, Damaged, DeviceHome, Error, Freshness, OsEntropy, Passphrase, Refusal, SqliteStore,
    Store, rollback,
};
use support::{PASSPHRASE, TestCase, commit, commit_id, impatient};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn append(store: &mut SqliteStore, number: u32, parents: &[u32]) {
    let mut transaction = store.begin().unwrap();
    transaction.append(&commit(number, parents), &[]).unwrap();
    transaction.commit().unwrap();
}

#[test]
fn a_device_is_kept_and_found_again() {
    let case = TestCase::new();
    let home = DeviceHome::at(case.home());
    let (folder, unlocked) = (case.folder(), case.unlocked());
    assert!(home.device(unlocked).unwrap().is_none(), "no device here");
    assert!(!home.knows(unlocked.slot()));
    assert!(home.last_seen(unlocked).unwrap().is_empty());

    home.enrol(folder, unlocked, &[7; 32], &mut OsEntropy).unwrap();
    assert_eq!(home.device(unlocked).unwrap().unwrap().seed(), &[7; 32]);
    let again = home.enrol(folder, unlocked, &[8; 32], &mut OsEntropy);
    assert!(matches!(again, Err(Error::Refused(Refusal::DevicePresent))), "{again:?}");

    let heads = [commit_id(2), commit_id(1), commit_id(2)];
    home.set_last_seen(folder, unlocked, &heads, &mut OsEntropy).unwrap();
    assert_eq!(home.last_seen(unlocked).unwrap(), [commit_id(1), commit_id(2)]);
    assert_eq!(home.device(unlocked).unwrap().unwrap().seed(), &[7; 32]);
    home.set_last_seen(folder, unlocked, &[], &mut OsEntropy).unwrap();
    assert!(home.last_seen(unlocked).unwrap().is_empty());

    let files: Vec<_> =
        fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    home.forget(unlocked).unwrap();
    home.forget(unlocked).unwrap();
    assert!(home.device(unlocked).unwrap().is_none());
}

#[test]
fn a_machine_without_a_device_still_notices_a_rollback() {
    let case = TestCase::new();
    let home = DeviceHome::at(case.home());
    home.set_last_seen(case.folder(), case.unlocked(), &[commit_id(1)], &mut OsEntropy).unwrap();
    assert!(home.device(case.unlocked()).unwrap().is_none());
    assert_eq!(home.last_seen(case.unlocked()).unwrap(), [commit_id(1)]);
    home.enrol(case.folder(), case.unlocked(), &[7; 32], &mut OsEntropy).unwrap();
    assert_eq!(home.last_seen(case.unlocked()).unwrap(), [commit_id(1)]);
}

#[test]
fn a_copied_folder_has_no_device_on_another_machine() {
    let case = TestCase::new();
    let here = DeviceHome::at(case.home());
    here.enrol(case.folder(), case.unlocked(), &[7; 32], &mut OsEntropy).unwrap();
    let copied = case.temporary.path().join("copied.onus");
    copy(case.folder().path(), &copied);
    let there = DeviceHome::at(case.temporary.path().join("other machine"));
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let unlocked = CaseFolder::open(&copied).unwrap().unlock(&passphrase, Some(&there)).unwrap();
    assert!(there.device(&unlocked).unwrap().is_none());
    assert!(here.device(&unlocked).unwrap().is_some());
}

#[test]
fn another_member_of_the_same_machine_has_another_device() {
    let case = TestCase::new();
    let home = DeviceHome::at(case.home());
    home.enrol(case.folder(), case.unlocked(), &[7; 32], &mut OsEntropy).unwrap();
    let passphrase = Passphrase::new("second").unwrap();
    let cost = onus_store::KeyCost::CHEAP;
    let second =
        case.folder().add_slot(case.unlocked(), &passphrase, cost, &mut OsEntropy).unwrap();
    assert!(home.device(&second).unwrap().is_none());
    // Nor can it open the other's file under its own name.
    let name = |n| fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().path()).nth(n);
    let theirs = fs::read(name(0).unwrap()).unwrap();
    home.enrol(case.folder(), &second, &[8; 32], &mut OsEntropy).unwrap();
    for path in [name(0).unwrap(), name(1).unwrap()] {
        fs::write(path, &theirs).unwrap();
    }
    assert!(home.device(case.unlocked()).unwrap().is_some());
    let stolen = home.device(&second);
    assert!(matches!(stolen, Err(Error::Damaged { part: Damaged::Device, .. })), "{stolen:?}");
}

#[test]
fn an_older_copy_in_the_place_of_a_newer_one_is_noticed() {
    let case = TestCase::new();
    let home = DeviceHome::at(case.home());
    let backup = case.temporary.path().join("backup.onus");
    let mut store = case.open();
    append(&mut store, 1, &[]);
    drop(store);
    copy(case.folder().path(), &backup);

    let mut store = case.open();
    append(&mut store, 2, &[1]);
    let heads = store.reader().heads().unwrap();
    home.set_last_seen(case.folder(), case.unlocked(), &heads, &mut OsEntropy).unwrap();
    let last_seen = home.last_seen(case.unlocked()).unwrap();
    assert_eq!(rollback(store.reader(), &last_seen).unwrap(), Freshness::Fresh);
    // Others' commits do not make it one.
    append(&mut store, 3, &[2]);
    assert_eq!(rollback(store.reader(), &last_seen).unwrap(), Freshness::Fresh);
    drop(store);

    let folder = CaseFolder::open(&backup).unwrap();
    let old = SqliteStore::open(&folder, case.unlocked().data_key(), impatient()).unwrap();
    let expected = Freshness::RolledBack { missing: vec![commit_id(2)] };
    assert_eq!(rollback(old.reader(), &last_seen).unwrap(), expected);
}

#[test]
fn device_files_never_lie_inside_the_case() {
    let case = TestCase::new();
    let inside = case.folder().path();
    let around = inside.join("../CASE.onus/devices");
    #[allow(unused_mut, reason = "links are made where there are any")]
    let mut places = vec![inside.to_path_buf(), inside.join("deep/devices"), around];
    #[cfg(unix)]
    {
        let link = case.temporary.path().join("link");
        std::os::unix::fs::symlink(inside, &link).unwrap();
        places.push(link.join("devices"));
    }
    for place in places {
        let home = DeviceHome::at(&place);
        let enrolled = home.enrol(case.folder(), case.unlocked(), &[7; 32], &mut OsEntropy);
        let refused = matches!(enrolled, Err(Error::Refused(Refusal::HomeInsideCase(_))));
        assert!(refused, "{}: {enrolled:?}", place.display());
        let seen = home.set_last_seen(case.folder(), case.unlocked(), &[], &mut OsEntropy);
        assert!(matches!(seen, Err(Error::Refused(Refusal::HomeInsideCase(_)))));
    }
    assert_eq!(fs::read_dir(inside).unwrap().count(), 3);
}

#[test]
fn every_changed_byte_of_the_device_file_is_noticed() {
    let case = TestCase::new();
    let home = DeviceHome::at(case.home());
    home.enrol(case.folder(), case.unlocked(), &[7; 32], &mut OsEntropy).unwrap();
    let heads = [commit_id(1), commit_id(2)];
    home.set_last_seen(case.folder(), case.unlocked(), &heads, &mut OsEntropy).unwrap();
    let path = fs::read_dir(home.path()).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read(&path).unwrap();
    let damaged = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let device = home.device(case.unlocked());
        let seen = home.last_seen(case.unlocked());
        matches!(device, Err(Error::Damaged { part: Damaged::Device, .. }))
            && matches!(seen, Err(Error::Damaged { part: Damaged::Device, .. }))
    };
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(damaged(&flipped), "byte {at}");
        assert!(damaged(&whole[..at]), "cut at {at}");
    }
    assert!(!damaged(&whole));
}
