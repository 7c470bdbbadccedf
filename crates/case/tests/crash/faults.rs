//! Power that fails at a synchronisation, and changes that the disk refuses, one after another.
//!
//! What the test does to a case it does in a process of its own, between which and the file system stands
//! `faults.c`: it lets the power fail (what was not synchronised is lost, all of it or by chance) or lets a write,
//! a truncation, a synchronisation, a new, renamed or removed file fail. Then the case must open, be
//! sound and hold all that was acknowledged; and every failure must have been told in words.
//!
//! `ONUS_FAULTS` says at how many places of each kind; at every one if it is large enough.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;

use onus_case::{CaseError, CaseReader, Erasing, ErasureClass, OpenCase};
use onus_store::{DeviceHome, KeyCost, Passphrase, Unlocked};

use crate::{WAIT, count, made, now, row};

const CHILD: &str = "ONUS_FAULT_FOLDER";
const NEW_WORDS: &str = "other words";

/// The library that stands in between; none where there is no C compiler.
fn library() -> Option<&'static Path> {
    static BUILT: OnceLock<Option<PathBuf>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/faults.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults.so");
        let status = Command::new("cc")
            .args(["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-ldl")
            .status();
        match status {
            Ok(status) => {
                assert!(status.success(), "the library does not compile");
                Some(library)
            }
            Err(_) => {
                assert_ne!(std::env::var("ONUS_TOOLS").as_deref(), Ok("1"), "cc is not available");
                eprintln!("not tested: cc is not available");
                None
            }
        }
    });
    built.as_deref()
}

fn unlock(root: &Path, words: &str) -> Result<Unlocked, CaseError> {
    let home = DeviceHome::at(root.join("home"));
    let passphrase = Passphrase::new(words).expect("a passphrase");
    OpenCase::unlock(&root.join("case.onus"), &passphrase, &home)
}

fn open(root: &Path, unlocked: Unlocked) -> Result<OpenCase, CaseError> {
    let home = DeviceHome::at(root.join("home"));
    OpenCase::open(&root.join("case.onus"), unlocked, &home, WAIT)
}

/// What meets the faults: a day of work, of which each step says what it finished.
#[test]
fn worker() {
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let mut said = fs::File::create(folder.join("said")).expect("a file");
    let mut say = |what: String| {
        said.write_all(format!("{what}\n").as_bytes()).expect("said");
    };
    let root = folder.join("root");
    let opened = unlock(&root, "words").and_then(|unlocked| open(&root, unlocked));
    let mut case = match opened {
        Ok(case) => case,
        Err(error) => return say(format!("failed {error}")),
    };
    for step in 0..9u64 {
        let done = match step {
            2 => {
                let claims = case.case().claims_of_rows("s", Some("0")).unwrap_or_default();
                say(format!("erasing {}", claims.len()));
                let erasing =
                    Erasing { claims, class: ErasureClass::Mistake, consent: None, note: None };
                let erased = now(1_700_000_100, |now| case.erase(&erasing, WAIT, now));
                erased.map(|_| "erased 0".to_owned())
            }
            4 => {
                now(1_700_000_100, |now| case.write_anew(WAIT, now)).map(|()| "rotated".to_owned())
            }
            6 => {
                let words = Passphrase::new(NEW_WORDS).expect("a passphrase");
                let cost = KeyCost::CHEAP;
                let changed = now(1_700_000_100, |now| case.change_passphrase(&words, cost, now));
                changed.map(|()| "passphrase".to_owned())
            }
            number => {
                let made = now(1_700_000_100 + number, |now| case.commit(&row(number), now));
                made.map(|_| format!("made {number}"))
            }
        };
        match done {
            Ok(done) => say(done),
            Err(error) => say(format!("failed {step} {error}")),
        }
    }
    drop(case);
    say("ended".to_owned());
}

/// A case with what it needs of a computer, to be copied for each fault.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("root")).expect("a folder");
        drop(made(&folder.path().join("root")));
        Self { folder }
    }

    /// Works on a fresh copy with a fault.
    fn run(&self, library: &Path, faults: &[(&str, String)]) -> (tempfile::TempDir, ExitStatus) {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&self.folder.path().join("root"), &folder.path().join("root"));
        fs::create_dir(folder.path().join("aside")).expect("a folder");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command
            .args(["faults::worker", "--exact", "--test-threads=1"])
            .env(CHILD, folder.path())
            .env("LD_PRELOAD", library)
            .env("FAULT_ROOT", folder.path().join("root"))
            .env("FAULT_ASIDE", folder.path().join("aside"))
            .envs(faults.iter().map(|(name, value)| (*name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let ran = command.output().expect("a child");
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(!told.contains("panicked"), "{faults:?}: {told}");
        (folder, ran.status)
    }

    /// How many synchronisations and how many changes there are.
    fn counted(&self, library: &Path) -> (u64, u64) {
        let counted = self.folder.path().join("counted");
        let (folder, status) = self.run(library, &[("FAULT_COUNT", counted.display().to_string())]);
        assert!(status.success());
        let lines = is_well(folder.path(), "nothing failed");
        assert!(lines.iter().any(|line| line == "ended"), "{lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with("failed")), "{lines:?}");
        let counted = fs::read_to_string(counted).expect("counted");
        let mut numbers = counted.split_whitespace().filter_map(|number| number.parse().ok());
        (numbers.next().expect("a number"), numbers.next().expect("a number"))
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        if path.is_dir() {
            copy(&path, &to.join(name))
        } else {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}

/// Up to so many places among `1..=all`, spread evenly, the last one with them.
fn places(all: u64, most: u64) -> Vec<u64> {
    let most = most.min(all);
    (1..=most).map(|place| (place * all).div_ceil(most)).collect()
}

/// Checks that a case opens, is sound, and holds what was acknowledged. Gives what was said.
fn is_well(folder: &Path, fault: &str) -> Vec<String> {
    let root = folder.join("root");
    let said = fs::read_to_string(folder.join("said")).unwrap_or_default();
    let lines: Vec<String> = said.lines().map(str::to_owned).collect();
    let has = |what: &str| lines.iter().any(|line| line == what);
    let (old, new) = (unlock(&root, "words"), unlock(&root, NEW_WORDS));
    assert!(
        !has("passphrase") || (new.is_ok() && old.is_err()),
        "{fault}: the passphrase was changed and is not"
    );
    let unlocked = new.or(old);
    let unlocked =
        unlocked.unwrap_or_else(|error| panic!("{fault}: no passphrase opens it: {error}"));
    let case = open(&root, unlocked).unwrap_or_else(|error| panic!("{fault}: {error}"));
    assert!(case.case().author().is_some(), "{fault}: {:?}", case.notices());
    let verified = case.verify().unwrap_or_else(|error| panic!("{fault}: {error}"));
    assert!(verified.is_sound(), "{fault}: {:?}", verified.wrong);
    let stored = case.case().read().expect("a case");
    let claims = stored.claims().expect("claims");
    let is_there = |number: u64| {
        let text = format!("account {number}");
        claims.iter().any(|entry| entry.claim.value.to_string().contains(&text))
    };
    let told = |line: &&String, step: u64| line.starts_with(&format!("failed {step} "));
    for number in [0, 1, 3, 5, 7, 8] {
        let (made, there) = (has(&format!("made {number}")), is_there(number));
        if number == 0 && lines.iter().any(|line| line.starts_with("erasing")) {
            assert!(!(has("erased 0") && there), "{fault}: what was erased is back");
            continue;
        }
        assert!(!made || there, "{fault}: {number} was acknowledged and is gone: {lines:?}");
        if let Some(line) = lines.iter().find(|line| told(line, number)) {
            let done = line.contains("the change is in the case");
            assert_eq!(done, there, "{fault}: {line}");
        }
    }
    let mut failed = lines.iter().filter(|line| line.starts_with("failed"));
    assert!(failed.all(|line| line.split(' ').count() > 5), "{fault}: {lines:?}");
    lines
}

#[test]
fn a_power_cut_at_any_synchronisation_loses_nothing_acknowledged() {
    let Some(library) = library() else { return };
    let bench = Bench::new();
    let (syncs, _) = bench.counted(library);
    let places = places(syncs, count("ONUS_FAULTS", 3));
    for place in &places {
        for seed in [None, Some(place * 7 + 1), Some(place * 7 + 2)] {
            let mut faults = vec![("FAULT_CUT", place.to_string())];
            faults.extend(seed.map(|seed| ("FAULT_SEED", seed.to_string())));
            let (folder, status) = bench.run(library, &faults);
            assert_eq!(status.code(), Some(137), "{faults:?}");
            is_well(folder.path(), &format!("{faults:?}"));
        }
    }
    println!("{} of {syncs} synchronisations, the power cut three times at each", places.len());
}

#[test]
fn a_change_that_the_disk_refuses_is_told_and_loses_nothing() {
    let Some(library) = library() else { return };
    let bench = Bench::new();
    let (_, changes) = bench.counted(library);
    let places = places(changes, count("ONUS_FAULTS", 3));
    let mut told = 0;
    for place in &places {
        for full in [false, true] {
            let mut faults = vec![("FAULT_FAIL", place.to_string())];
            faults.extend(full.then(|| ("FAULT_FULL", "1".to_owned())));
            let (folder, status) = bench.run(library, &faults);
            assert!(status.success(), "{faults:?}: {status}");
            let lines = is_well(folder.path(), &format!("{faults:?}"));
            told += lines.iter().filter(|line| line.starts_with("failed")).count();
        }
    }
    println!(
        "{} of {changes} changes, each refused alone and with all after it: {told} errors",
        places.len()
    );
}
