//! What accidents do to a case: bytes that flip, programs that are killed at any moment, power that fails, disks
//! that are full.
//!
//! `ONUS_FLIPS`, `ONUS_KILLS` and `ONUS_FAULTS` say how many; hundreds, dozens and a few by default.

#[cfg(target_os = "linux")]
mod faults;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use onus_case::{
    CaseReader, Edit, Erasing, ErasureClass, Making, NewClaim, NewRecord, Now, OpenCase, RowName,
    provisional,
};
use onus_model::Level;
use onus_model::claim::{Claim, Origin, Scope, Speaker, Stance};
use onus_model::id::RecordId;
use onus_model::value::{Kind, Value};
use onus_store::{DeviceHome, Entropy, KeyCost, OsEntropy, Passphrase, Unlocked};

const WAIT: Duration = Duration::from_secs(5);

fn count(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

fn now<T>(seconds: u64, run: impl FnOnce(&mut Now<'_>) -> T) -> T {
    let mut entropy = OsEntropy;
    run(&mut Now { seconds, entropy: &mut entropy })
}

fn passphrase() -> Passphrase {
    Passphrase::new("words").expect("a passphrase")
}

fn below(bound: u64) -> u64 {
    let mut bytes = [0; 8];
    OsEntropy.fill(&mut bytes).expect("randomness");
    u64::from_le_bytes(bytes) % bound.max(1)
}

fn row(number: u64) -> Edit {
    let claim = Claim {
        id: provisional(0),
        record: RecordId::from_bytes([2; 16]),
        property: "summary".parse().expect("a property"),
        value: Value::parse(Kind::Text, &format!("en: account {number}")).expect("a text"),
        wording: None,
        scope: Scope::default(),
        origin: Origin::of(Speaker::NotStated),
        via: Vec::new(),
        source: Some(RecordId::from_bytes([9; 16])),
        passage: None,
        said: None,
        held: None,
        stance: Stance::Asserts,
        rests_on: None,
        level: Level::Team,
    };
    let name = RowName { sheet: "s".to_owned(), row: number.to_string() };
    Edit { claims: vec![NewClaim { claim, row: Some((name, [1; 32])) }], ..Edit::default() }
}

fn made(folder: &Path) -> OpenCase {
    let home = DeviceHome::at(folder.join("home"));
    let path = folder.join("case.onus");
    let passphrase = passphrase();
    let making = Making {
        path: &path,
        passphrase: &passphrase,
        cost: KeyCost::CHEAP,
        home: &home,
        member: "A",
    };
    let (mut case, _) = now(1_700_000_000, |now| OpenCase::create(&making, now)).expect("a case");
    let record = |number: u8, record_type: &str| NewRecord {
        record: RecordId::from_bytes([number; 16]),
        record_type: record_type.parse().expect("a type"),
        handle: Some(record_type.to_owned()),
        label: None,
    };
    let edit = Edit { records: vec![record(2, "event"), record(9, "source")], ..Edit::default() };
    now(1_700_000_001, |now| case.commit(&edit, now)).expect("records");
    case
}

fn open(folder: &Path) -> OpenCase {
    let home = DeviceHome::at(folder.join("home"));
    let path = folder.join("case.onus");
    let unlocked = OpenCase::unlock(&path, &passphrase(), &home).expect("unlocked");
    OpenCase::open(&path, unlocked, &home, WAIT).unwrap_or_else(|error| panic!("{error}"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.metadata().is_ok_and(|data| data.is_file() && data.len() > 0))
        .collect();
    files.sort();
    files
}

/// What is found wrong with a case; its error when it does not even open.
fn wrong_with(path: &Path, unlocked: &Unlocked, home: &DeviceHome) -> Option<String> {
    let opened = OpenCase::open(path, unlocked.clone(), home, WAIT);
    match opened.and_then(|case| case.verify()) {
        Ok(verified) if verified.is_sound() => None,
        Ok(verified) => Some(verified.wrong.join("; ")),
        Err(error) => Some(error.to_string()),
    }
}

#[test]
fn a_flipped_byte_is_found_and_nothing_panics() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut case = made(folder.path());
    for number in 0..5 {
        now(1_700_000_010 + number, |now| case.commit(&row(number), now)).expect("a commit");
    }
    let unlocked = case.unlocked().clone();
    drop(case);
    let home = DeviceHome::at(folder.path().join("home"));
    let path = folder.path().join("case.onus");
    assert_eq!(wrong_with(&path, &unlocked, &home), None);
    let (mut found, mut read_past) = (0u64, Vec::new());
    for _ in 0..count("ONUS_FLIPS", 150) {
        let files = files(&path);
        let file = &files[below(files.len() as u64) as usize];
        let whole = fs::read(file).expect("a file");
        let place = below(whole.len() as u64) as usize;
        let mut flipped = whole.clone();
        flipped[place] ^= 1 << below(8);
        fs::write(file, &flipped).expect("written");
        match wrong_with(&path, &unlocked, &home) {
            Some(wrong) => {
                assert!(!wrong.is_empty());
                found += 1;
            }
            None => read_past.push(format!("{} {place}", file.display())),
        }
        fs::write(file, &whole).expect("restored");
        for extra in self::files(&path).iter().filter(|path| !files.contains(path)) {
            let _ = fs::remove_file(extra);
        }
    }
    assert_eq!(wrong_with(&path, &unlocked, &home), None);
    println!("{found} found; changed nothing that is read: {read_past:?}");
    assert!(read_past.is_empty(), "{read_past:?}");
}

const CHILD: &str = "ONUS_CRASH_FOLDER";

/// What is killed: works on the case without end, and says what it has finished.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let mut case = open(&folder);
    let say = |what: String| {
        let path = folder.join("done");
        let mut said = fs::OpenOptions::new().append(true).create(true).open(path).expect("a file");
        std::io::Write::write_all(&mut said, format!("{what}\n").as_bytes()).expect("said");
    };
    loop {
        let number = below(1 << 40);
        let done = match below(8) {
            0 => {
                let claims = case.case().claims_of_rows("s", None).expect("claims");
                let Some(claim) = claims.first() else { continue };
                say(format!("erasing {claim}"));
                let erasing = Erasing {
                    claims: [*claim].into(),
                    class: ErasureClass::Mistake,
                    consent: None,
                    note: None,
                };
                now(1_700_000_100, |now| case.erase(&erasing, WAIT, now)).expect("erased");
                format!("erased {claim}")
            }
            1 => {
                now(1_700_000_100, |now| case.write_anew(WAIT, now)).expect("a new key");
                continue;
            }
            _ => {
                let claims = now(1_700_000_100, |now| case.commit(&row(number), now));
                format!("made {}", claims.expect("a commit").claims[0])
            }
        };
        say(done);
    }
}

#[test]
fn killed_at_any_moment_it_opens_and_has_what_was_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(made(folder.path()));
    let program = std::env::current_exe().expect("this program");
    for _ in 0..count("ONUS_KILLS", 15) {
        let mut child = Command::new(&program)
            .args(["child", "--exact", "--test-threads=1"])
            .env(CHILD, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a child");
        std::thread::sleep(Duration::from_millis(60 + below(900)));
        if let Some(status) = child.try_wait().expect("its state") {
            let mut told = String::new();
            if let Some(mut pipe) = child.stderr.take() {
                let _ = std::io::Read::read_to_string(&mut pipe, &mut told);
            }
            panic!("it ended by itself: {status} {told}");
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        let case = open(folder.path());
        let verified = case.verify().expect("a verification");
        assert!(verified.is_sound(), "{:?}", verified.wrong);
        let stored = case.case().read().expect("a case");
        let there: Vec<String> = stored
            .claims()
            .expect("claims")
            .iter()
            .map(|entry| entry.claim.id.to_string())
            .collect();
        let said = fs::read_to_string(folder.path().join("done")).unwrap_or_default();
        let lines: Vec<(&str, &str)> =
            said.lines().filter_map(|line| line.split_once(' ')).collect();
        let begun = |claim: &str| lines.contains(&("erasing", claim));
        for (what, claim) in &lines {
            let is_there = there.iter().any(|there| there == claim);
            match *what {
                "made" if !begun(claim) => {
                    assert!(is_there, "{claim} was acknowledged and is gone");
                }
                "erased" => assert!(!is_there, "{claim} was erased and is back"),
                _ => {}
            }
        }
        let leftovers: Vec<PathBuf> = files(&folder.path().join("case.onus"))
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ending| ending == "db"))
            .collect();
        assert_eq!(leftovers.len(), 1, "{leftovers:?}");
    }
}
