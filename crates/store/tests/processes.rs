//! Two processes at one case, a killed one, and folders that can only be read.
//!
//! The tests start themselves again as the other process: `other_process` does nothing unless it is
//! told to, through the environment.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use onus_store::{
    Access, CaseFolder, Error, KeyCost, OpenOptions, OsEntropy, Passphrase, SqliteStore, Store,
};
use support::{PASSPHRASE, TestCase, commit, dump, fill, impatient};

const ROLE: &str = "ONUS_STORE_TEST_ROLE";
const CASE: &str = "ONUS_STORE_TEST_CASE";

fn start(role: &str, case: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "other_process", "--nocapture"])
        .env(ROLE, role)
        .env(CASE, case)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// Waits until the other process says this.
fn wait_for(child: &mut Child, word: &str) -> BufReader<std::process::ChildStdout> {
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    loop {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the other process ended without {word}");
        if line.trim_end().ends_with(word) {
            return lines;
        }
    }
}

/// Waits until the other process has said this and ended well.
fn end(child: &mut Child, word: &str) {
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut wait_for(child, word), &mut rest).unwrap();
    assert!(child.wait().unwrap().success(), "{rest}");
}

fn unlock(path: &Path) -> (CaseFolder, onus_store::Unlocked) {
    let folder = CaseFolder::open(path).unwrap();
    let unlocked = folder.unlock(&Passphrase::new(PASSPHRASE).unwrap(), None).unwrap();
    (folder, unlocked)
}

/// What the other process does.
#[test]
fn other_process() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let path = std::path::PathBuf::from(std::env::var_os(CASE).unwrap());
    let (folder, unlocked) = unlock(&path);
    let options = OpenOptions { access: Access::Write, wait: Duration::from_secs(20) };
    let open = || SqliteStore::open(&folder, unlocked.data_key(), options);
    match role.as_str() {
        // Begins a transaction, waits for a line, and commits.
        "writer" => {
            let mut store = open().unwrap();
            let mut transaction = store.begin().unwrap();
            transaction.append(&commit(10, &[1]), &[]).unwrap();
            println!("writing");
            std::io::stdin().read_line(&mut String::new()).unwrap();
            transaction.commit().unwrap();
            println!("written");
        }
        // Commits one small transaction after another until it is killed.
        "busy writer" => {
            let mut store = open().unwrap();
            for number in 100.. {
                let mut transaction = store.begin().unwrap();
                transaction.append(&commit(number, &[number - 1]), &[]).unwrap();
                transaction.put_meta("last", &number.to_be_bytes()).unwrap();
                transaction.commit().unwrap();
                println!("committed {number}");
            }
        }
        // Reads what cannot be written.
        "reader" => {
            let mut store = open().unwrap();
            assert_eq!(store.access(), Access::Read);
            assert_eq!(store.reader().counts().unwrap().commits, 2);
            dump(store.reader()).unwrap();
            assert_eq!(store.check().unwrap(), Vec::<String>::new());
            store.snapshot().unwrap();
            let refused = store.begin().err().unwrap();
            assert!(matches!(refused, Error::ReadOnly { .. }), "{refused:?}");
            let new = Passphrase::new("new").unwrap();
            let changed = folder.change_passphrase(&unlocked, &new, KeyCost::CHEAP, &mut OsEntropy);
            assert!(matches!(changed, Err(Error::ReadOnly { .. })), "{changed:?}");
            println!("read");
        }
        // Cannot read what was not closed.
        "refused" => {
            let refused = open().unwrap_err();
            assert!(matches!(refused, Error::NotClosed { .. }), "{refused:?}");
            println!("refused");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn readers_go_on_and_a_second_writer_is_told_to_wait() {
    let case = TestCase::new();
    let mut store = case.open();
    fill(&mut store);
    let before = dump(store.reader()).unwrap();
    let mut child = start("writer", case.folder().path()).spawn().unwrap();
    let mut lines = wait_for(&mut child, "writing");

    assert_eq!(dump(store.reader()).unwrap(), before, "others read what was");
    let started = Instant::now();
    let busy = store.begin().err().unwrap();
    assert!(matches!(busy, Error::Busy), "{busy:?}");
    assert!(busy.to_string().contains("another process is writing"));
    let waited = started.elapsed();
    assert!(waited >= Duration::from_millis(100) && waited < Duration::from_secs(10), "{waited:?}");

    let revision = store.reader().revision().unwrap();
    child.stdin.take().unwrap().write_all(b"go on\n").unwrap();
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut lines, &mut rest).unwrap();
    assert!(rest.contains("written"), "{rest}");
    assert!(child.wait().unwrap().success());
    assert_eq!(store.reader().revision().unwrap(), revision + 1);
    assert_eq!(store.reader().counts().unwrap().commits, 3);
    store.begin().unwrap().commit().unwrap();
}

#[test]
fn a_snapshot_stays_while_another_connection_writes() {
    let case = TestCase::new();
    let (mut reading, mut writing) = (case.open(), case.open());
    fill(&mut writing);
    {
        let snapshot = reading.snapshot().unwrap();
        let before = dump(snapshot.reader()).unwrap();
        let mut transaction = writing.begin().unwrap();
        transaction.append(&commit(3, &[2]), &[]).unwrap();
        transaction.clear_derived().unwrap();
        transaction.commit().unwrap();
        assert_eq!(dump(snapshot.reader()).unwrap(), before);
    }
    assert_eq!(reading.reader().counts().unwrap().commits, 3);
    assert_eq!(reading.reader().counts().unwrap().claims, 0);
}

#[test]
fn a_killed_writer_loses_nothing_it_had_committed() {
    let mut last: u32 = 0;
    for pause in [0, 3, 20, 60] {
        let fresh = TestCase::new();
        let mut store = fresh.open();
        let mut transaction = store.begin().unwrap();
        transaction.append(&commit(99, &[]), &[]).unwrap();
        transaction.commit().unwrap();
        drop(store);
        let mut child = start("busy writer", fresh.folder().path()).spawn().unwrap();
        let mut lines = wait_for(&mut child, "committed 100");
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut lines, &mut rest).unwrap();
        let said = rest.lines().filter_map(|line| line.strip_prefix("committed ")?.parse().ok());
        let acknowledged: u32 = said.max().unwrap_or(100);

        let store = fresh.open();
        let reader = store.reader();
        let kept = reader.meta("last").unwrap().unwrap();
        let kept = u32::from_be_bytes(kept.try_into().unwrap());
        assert!(kept >= acknowledged, "{acknowledged} was acknowledged, {kept} is kept");
        assert_eq!(reader.heads().unwrap(), [support::commit_id(kept)]);
        assert_eq!(reader.counts().unwrap().commits, u64::from(kept) - 98);
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        last = last.max(kept);
    }
    assert!(last > 100);
}

/// A process that the file system's permissions hold back: as they are, or, for the
/// superuser whom they do not, under another user's id.
#[cfg(unix)]
fn start_held_back(role: &str, case: &Path) -> Command {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let mut command = start(role, case);
    if fs::metadata(case).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

#[cfg(unix)]
fn permit(case: &TestCase, folder: &Path, write: bool) {
    use std::os::unix::fs::PermissionsExt;
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let (folders, files) = if write { (0o755, 0o644) } else { (0o555, 0o444) };
    set(case.temporary.path(), 0o755);
    for entry in fs::read_dir(folder).unwrap() {
        set(&entry.unwrap().path(), files);
    }
    set(folder, folders);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read() {
    let case = TestCase::new();
    let mut store = case.open();
    fill(&mut store);
    drop(store);
    let folder = case.folder().path();
    permit(&case, folder, false);
    let bytes = fs::read(case.folder().database()).unwrap();
    let mut child = start_held_back("reader", folder).spawn().unwrap();
    end(&mut child, "read");
    assert_eq!(fs::read(case.folder().database()).unwrap(), bytes);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 3);
    permit(&case, folder, true);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_and_was_not_closed_is_refused() {
    let case = TestCase::new();
    let mut store = case.open();
    fill(&mut store);
    // As a copy taken while it was open, without the part that is rebuilt from the rest.
    let copied = case.temporary.path().join("copied.onus");
    fs::create_dir(&copied).unwrap();
    for name in ["case.db", "case.db-wal", "slots.json", "lock"] {
        fs::copy(case.folder().path().join(name), copied.join(name)).unwrap();
    }
    permit(&case, &copied, false);
    let mut child = start_held_back("refused", &copied).spawn().unwrap();
    end(&mut child, "refused");
    permit(&case, &copied, true);
    // Where it can be written, it opens and nothing is lost.
    let folder = CaseFolder::open(&copied).unwrap();
    let again = SqliteStore::open(&folder, case.unlocked().data_key(), impatient()).unwrap();
    assert_eq!(dump(again.reader()).unwrap(), dump(store.reader()).unwrap());
}

#[test]
fn reading_only_can_be_asked_for() {
    let case = TestCase::new();
    let mut writing = case.open();
    fill(&mut writing);
    let options = OpenOptions { access: Access::Read, ..impatient() };
    let mut reading =
        SqliteStore::open(case.folder(), case.unlocked().data_key(), options).unwrap();
    assert_eq!(reading.access(), Access::Read);
    assert!(matches!(reading.begin().err(), Some(Error::ReadOnly { .. })));
    let mut transaction = writing.begin().unwrap();
    transaction.append(&commit(3, &[2]), &[]).unwrap();
    transaction.commit().unwrap();
    assert_eq!(reading.reader().counts().unwrap().commits, 3, "it sees what others write");
}
