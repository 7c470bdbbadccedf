//! Making, recognising and unlocking a case.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod support;

use std::fs;
use std::path::Path;

use onus_store::{
    CaseFolder, Damaged, DataKey, DeviceHome, Error, KeyCost, OsEntropy, Passphrase, RecoveryCode,
    Refusal, SlotKind, SqliteStore, Store, Unlocked,
};
use support::{PASSPHRASE, TestCase, dump, fill, impatient};
use tempfile::TempDir;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

fn create(path: &Path) -> onus_store::Result<onus_store::Created> {
    CaseFolder::create(path, &passphrase(PASSPHRASE), KeyCost::CHEAP, &mut OsEntropy)
}

/// Every file of a folder with its bytes.
fn files(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

fn names(path: &Path) -> Vec<String> {
    files(path).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_new_case_is_a_folder_with_three_files() {
    let case = TestCase::new();
    assert_eq!(names(case.folder().path()), ["case.db", "lock", "slots.json"]);
    assert_eq!(names_beside(&case), ["CASE.onus"]);
    let database = fs::read(case.folder().database()).unwrap();
    assert!(!database.starts_with(b"SQLite format 3"));
    let opened = CaseFolder::open(case.folder().path()).unwrap();
    assert_eq!(&opened, case.folder());
}

fn names_beside(case: &TestCase) -> Vec<String> {
    let entries = fs::read_dir(case.temporary.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_a_case() {
    use std::os::unix::fs::PermissionsExt;
    let case = TestCase::new();
    let mut store = case.open();
    fill(&mut store);
    let home = DeviceHome::at(case.home());
    home.enrol(case.folder(), case.unlocked(), &[1; 32], &mut OsEntropy).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut seen = 0;
    for folder in [case.folder().path(), home.path()] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            seen += 1;
        }
    }
    assert_eq!(seen, 6, "database, its two companions, slots, lock, device file");
}

#[test]
fn nothing_is_made_where_something_is() {
    let temporary = TempDir::new().unwrap();
    let path = temporary.path().join("CASE.onus");
    fs::create_dir(&path).unwrap();
    create(&path).unwrap();
    let before = files(&path);
    assert!(matches!(create(&path), Err(Error::Exists { .. })));
    assert_eq!(files(&path), before);
    let file = temporary.path().join("file");
    fs::write(&file, "text").unwrap();
    assert!(matches!(create(&file), Err(Error::Exists { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"text");
    let nowhere = temporary.path().join("no/such/folder/CASE.onus");
    create(&nowhere).unwrap();
    assert!(CaseFolder::open(&nowhere).is_ok());
    // Where it cannot be made, nothing is left behind.
    assert!(create(&file.join("CASE.onus")).is_err());
    let mut left: Vec<_> =
        fs::read_dir(temporary.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["CASE.onus", "file", "no"]);
}

#[test]
fn what_is_not_a_case_is_said_to_be_none() {
    let case = TestCase::new();
    let missing = |path: &Path| match CaseFolder::open(path) {
        Err(Error::NotACase { missing, .. }) => missing,
        other => panic!("{other:?}"),
    };
    let path = case.folder().path();
    assert_eq!(missing(&path.join("nothing")), "its folder");
    assert_eq!(missing(&path.join("case.db")), "its folder");
    assert_eq!(missing(case.temporary.path()), "slots.json");
    fs::rename(path.join("case.db"), path.join("other.db")).unwrap();
    assert_eq!(missing(path), "case.db");
    assert_eq!(names(path), ["lock", "other.db", "slots.json"]);
}

#[test]
fn a_case_of_a_newer_program_is_left_alone() {
    for (field, known) in [("keys", 1), ("database", 3)] {
        let case = TestCase::new();
        let slots = case.folder().path().join("slots.json");
        let text = fs::read_to_string(&slots).unwrap();
        let newer = text.replace(&format!("\"{field}\": {known}"), &format!("\"{field}\": 7"));
        assert_ne!(newer, text);
        fs::write(&slots, newer).unwrap();
        let before = files(case.folder().path());
        match CaseFolder::open(case.folder().path()) {
            Err(Error::NewerFormat { found: 7, known: found }) => assert_eq!(found, known),
            other => panic!("{field}: {other:?}"),
        }
        assert_eq!(files(case.folder().path()), before);
    }
}

#[test]
fn the_passphrase_opens_it_and_no_other() {
    let case = TestCase::new();
    let folder = case.folder();
    let unlocked = folder.unlock(&passphrase(PASSPHRASE), None).unwrap();
    assert_eq!(unlocked.data_key().expose(), case.unlocked().data_key().expose());
    assert_eq!(unlocked.slot(), case.unlocked().slot());
    let before = files(folder.path());
    for wrong in ["", " ", "x"] {
        let wrong = passphrase(&format!("{PASSPHRASE}{wrong}!"));
        assert!(matches!(folder.unlock(&wrong, None), Err(Error::WrongPassphrase)));
    }
    let other = RecoveryCode::generate(&mut OsEntropy).unwrap();
    assert!(matches!(folder.unlock_with_code(&other), Err(Error::WrongPassphrase)));
    assert_eq!(files(folder.path()), before);
}

#[test]
fn the_recovery_code_opens_it_as_it_was_printed() {
    let case = TestCase::new();
    let mut store = case.open();
    fill(&mut store);
    let printed = case.created.recovery_code.reveal();
    let typed = RecoveryCode::parse(&printed.to_lowercase()).unwrap();
    let unlocked = case.folder().unlock_with_code(&typed).unwrap();
    assert_eq!(unlocked.kind(), SlotKind::Recovery);
    let again = SqliteStore::open(case.folder(), unlocked.data_key(), impatient()).unwrap();
    assert_eq!(again.reader().counts().unwrap().commits, 2);
    // A recovery slot has no passphrase to change, but a new one can be added with it.
    let new = passphrase("a new one");
    let change = |unlocked: &Unlocked| {
        case.folder().change_passphrase(unlocked, &new, KeyCost::CHEAP, &mut OsEntropy)
    };
    let refused = change(&unlocked);
    assert!(matches!(refused, Err(Error::Refused(Refusal::NotAPassphrase))), "{refused:?}");
    let added = case.folder().add_slot(&unlocked, &new, KeyCost::CHEAP, &mut OsEntropy).unwrap();
    assert_eq!(case.folder().unlock(&new, None).unwrap().slot(), added.slot());
}

#[test]
fn a_changed_passphrase_keeps_the_slot_the_data_and_the_device() {
    let case = TestCase::new();
    let folder = case.folder();
    let home = DeviceHome::at(case.home());
    home.enrol(folder, case.unlocked(), &[5; 32], &mut OsEntropy).unwrap();
    let new = passphrase("құпия сөз 2");
    folder.change_passphrase(case.unlocked(), &new, KeyCost::CHEAP, &mut OsEntropy).unwrap();
    let old = folder.unlock(&passphrase(PASSPHRASE), None);
    assert!(matches!(old, Err(Error::WrongPassphrase)), "{old:?}");
    let unlocked = folder.unlock(&new, Some(&home)).unwrap();
    assert_eq!(unlocked.slot(), case.unlocked().slot());
    assert_eq!(unlocked.data_key().expose(), case.unlocked().data_key().expose());
    assert_eq!(home.device(&unlocked).unwrap().unwrap().seed(), &[5; 32]);
    folder.unlock_with_code(&case.created.recovery_code).unwrap();
}

#[test]
fn slots_are_added_and_removed() {
    let case = TestCase::new();
    let folder = case.folder();
    let second = passphrase("second member");
    let added = folder.add_slot(case.unlocked(), &second, KeyCost::CHEAP, &mut OsEntropy).unwrap();
    assert_eq!(folder.slots().unwrap().len(), 3);
    assert_eq!(folder.unlock(&second, None).unwrap().slot(), added.slot());
    assert_ne!(added.member_key("a")[..], case.unlocked().member_key("a")[..]);
    assert_ne!(added.member_key("a")[..], added.member_key("b")[..]);

    let last = |unlocked: &Unlocked| folder.remove_slot(unlocked, unlocked.slot());
    last(case.unlocked()).unwrap();
    let first = folder.unlock(&passphrase(PASSPHRASE), None);
    assert!(matches!(first, Err(Error::WrongPassphrase)), "{first:?}");
    assert!(matches!(last(&added), Err(Error::Refused(Refusal::LastPassphrase))));
    assert!(matches!(last(case.unlocked()), Err(Error::Refused(Refusal::NoSlot))));

    let code = folder.replace_recovery_code(&added, KeyCost::CHEAP, &mut OsEntropy).unwrap();
    folder.unlock_with_code(&code).unwrap();
    let old = folder.unlock_with_code(&case.created.recovery_code);
    assert!(matches!(old, Err(Error::WrongPassphrase)), "{old:?}");
    assert_eq!(folder.slots().unwrap().len(), 2);
    assert_eq!(names(folder.path()), ["case.db", "lock", "slots.json"]);
}

#[test]
fn a_slot_put_in_by_someone_else_is_noticed() {
    let case = TestCase::new();
    let stranger = TestCase::new();
    let slots = |case: &TestCase| case.folder().path().join("slots.json");
    let theirs = fs::read_to_string(slots(&stranger)).unwrap();
    let ours = fs::read_to_string(slots(&case)).unwrap();
    // Their slots after ours, and every digest they can compute.
    let list = |text: &str| {
        let (start, end) = (text.find('[').unwrap() + 1, text.rfind(']').unwrap());
        text[start..end].trim().to_owned()
    };
    let mixed = ours.replace(&list(&ours), &format!("{},\n{}", list(&ours), list(&theirs)));
    assert_ne!(mixed, ours);
    fs::write(slots(&case), &mixed).unwrap();
    let unlocked = case.folder().unlock(&passphrase(PASSPHRASE), None);
    assert!(matches!(unlocked, Err(Error::Damaged { part: Damaged::Keys, .. })), "{unlocked:?}");
    let new = passphrase("new");
    let changed =
        case.folder().change_passphrase(case.unlocked(), &new, KeyCost::CHEAP, &mut OsEntropy);
    assert!(matches!(changed, Err(Error::Damaged { part: Damaged::Keys, .. })), "{changed:?}");
    assert_eq!(fs::read_to_string(slots(&case)).unwrap(), mixed);
}

#[test]
fn every_flipped_byte_of_the_slots_is_noticed_or_means_nothing() {
    let case = TestCase::new();
    let path = case.folder().path().join("slots.json");
    let whole = fs::read(&path).unwrap();
    let right = passphrase(PASSPHRASE);
    let mut noticed = 0;
    for at in 0..whole.len() {
        for bit in [1, 4, 32, 128] {
            let mut flipped = whole.clone();
            flipped[at] ^= bit;
            fs::write(&path, &flipped).unwrap();
            let opened = CaseFolder::open(case.folder().path())
                .and_then(|folder| folder.unlock(&right, None));
            match opened {
                Ok(unlocked) => {
                    // Only spaces between the fields can change without a meaning.
                    assert!(whole[at].is_ascii_whitespace(), "byte {at}, bit {bit}");
                    assert_eq!(unlocked.slot(), case.unlocked().slot());
                }
                Err(
                    Error::Damaged { part: Damaged::Keys, .. }
                    | Error::NewerFormat { .. }
                    | Error::KeyCost { .. },
                ) => noticed += 1,
                Err(other) => panic!("byte {at}, bit {bit}: {other:?}"),
            }
        }
    }
    assert!(noticed > whole.len() * 3, "{noticed} of {}", whole.len() * 4);
    for length in 0..whole.len() - 1 {
        fs::write(&path, &whole[..length]).unwrap();
        let opened = CaseFolder::open(case.folder().path());
        let damaged = matches!(opened, Err(Error::Damaged { part: Damaged::Keys, .. }));
        assert!(damaged, "cut at {length}: {opened:?}");
    }
}

#[test]
fn an_unlocked_session_can_be_handed_on() {
    let case = TestCase::new();
    let bytes = case.unlocked().to_bytes();
    let taken = Unlocked::from_bytes(&bytes).unwrap();
    assert_eq!(taken.to_bytes(), bytes);
    assert_eq!(taken.slot(), case.unlocked().slot());
    let store = SqliteStore::open(case.folder(), taken.data_key(), impatient()).unwrap();
    assert!(dump(store.reader()).is_ok());
    let mut wrong = *bytes;
    wrong[16] = 9;
    assert!(Unlocked::from_bytes(&wrong).is_none());
    assert!(!format!("{:?}", case.created).contains(case.created.recovery_code.reveal().as_str()));
}

#[test]
fn two_cases_share_nothing() {
    let (one, other) = (TestCase::new(), TestCase::new());
    assert_ne!(one.unlocked().data_key().expose(), other.unlocked().data_key().expose());
    let with_wrong_key =
        SqliteStore::open(one.folder(), &DataKey::from_bytes([1; 32]), impatient());
    assert!(matches!(with_wrong_key, Err(Error::Damaged { part: Damaged::Database, .. })));
    assert_eq!(names(one.folder().path()), ["case.db", "lock", "slots.json"]);
}
