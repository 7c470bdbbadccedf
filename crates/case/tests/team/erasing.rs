//! Erasing: nothing of it is left, here or by sync; and nobody empties a case from afar.

use std::collections::BTreeSet;
use std::time::Duration;

use onus_case::{CaseError, Erasing, ErasureClass, GivenLevel, KeepUpTo, Notice, OpenCase, Role};
use onus_model::Level;
use onus_model::id::ClaimId;
use onus_store::Reader;

use crate::pages::decrypted;
use crate::support::{World, is_sound, records, rows, state};

const WAIT: Duration = Duration::from_millis(50);

fn erasing(claims: impl IntoIterator<Item = ClaimId>) -> Erasing {
    Erasing {
        claims: claims.into_iter().collect(),
        class: ErasureClass::Safety,
        consent: None,
        note: None,
    }
}

/// Every content of the log, and every value of the derived tables, as they are stored.
fn stored(reader: &dyn Reader) -> Vec<u8> {
    let mut bytes = Vec::new();
    reader
        .each_leaf(onus_store::Place(0), &mut |(_, leaf)| {
            if let Some(opening) = leaf.opening {
                bytes.extend(opening.salt);
                bytes.extend(opening.content);
            }
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    reader
        .each_claim(None, &mut |row| {
            bytes.extend(row.body);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    bytes
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn found(case: &OpenCase, word: &str) -> u64 {
    case.case().search(word, Level::Sealed, 9).unwrap().total
}

#[test]
fn nothing_of_what_is_erased_is_left() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let texts = [
        ("1", "Zarina Q. told us in Aktau", Level::Team),
        ("2", "the harbour was closed", Level::Team),
    ];
    let claims = world.commit(&mut amina, &rows("s", &texts));
    let reader = amina.case().rows();
    let leaf = reader.leaves_named(onus_store::LeafId::from_bytes(*claims[0].as_bytes())).unwrap();
    let salt = leaf[0].opening.as_ref().unwrap().salt.clone();
    let fingerprint = [texts[0].1.len() as u8; 32];
    assert!(contains(&stored(reader), b"Zarina") && contains(&stored(reader), &salt));
    assert_eq!(found(&amina, "zarina"), 1);
    let old = amina.unlocked().clone();
    // An open reader: it waits, says so, and nothing has changed.
    let reading = world.open("a.onus", "a", "amina");
    let commits = amina.case().log().unwrap().len();
    let busy = world.now(|now| amina.erase(&erasing([claims[0]]), WAIT, now));
    assert!(matches!(busy, Err(CaseError::Store(onus_store::Error::Busy))), "{busy:?}");
    assert_eq!(amina.case().log().unwrap().len(), commits);
    drop(reading);
    let erased = world.now(|now| amina.erase(&erasing([claims[0]]), WAIT, now)).expect("erased");
    assert_eq!((erased.claims, erased.rows), (1, 1));
    let here = stored(amina.case().rows());
    assert!(!contains(&here, b"Zarina") && !contains(&here, &salt));
    assert!(!contains(&here, &hex(&fingerprint)), "the row's fingerprint is gone");
    assert!(contains(&here, b"harbour"));
    assert_eq!((found(&amina, "zarina"), found(&amina, "harbour")), (0, 1));
    let shown = state(amina.case(), Level::Sealed).join("\n");
    assert!(!shown.contains("Zarina") && shown.contains("harbour"));
    assert_eq!(amina.case().claims_of_rows("s", Some("2")).unwrap(), BTreeSet::from([claims[1]]));
    assert!(amina.notices().is_empty(), "{:?}", amina.notices());
    is_sound(&amina);
    drop(amina);
    // In no file, whatever key it is read with.
    let path = world.path("a.onus");
    for entry in std::fs::read_dir(&path).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!contains(&bytes, b"Zarina") && !contains(&bytes, &salt));
    }
    let folder = onus_store::CaseFolder::open(&path).unwrap();
    let options = onus_store::OpenOptions::default();
    assert!(onus_store::SqliteStore::open(&folder, old.data_key(), options).is_err());
    let names: BTreeSet<String> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!names.contains("case.db"), "{names:?}");
    is_sound(&world.open("a.onus", "a", "amina"));
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// Every file of a case as it lies there, and its databases decrypted with each of these keys.
fn images(path: &std::path::Path, keys: &[[u8; 32]]) -> Vec<Vec<u8>> {
    let mut images = Vec::new();
    for entry in std::fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        if !entry.path().is_file() {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.contains(".db") && !name.ends_with("-shm") {
            images.extend(keys.iter().map(|key| decrypted(&bytes, key, name.ends_with("-wal"))));
        }
        images.push(bytes);
    }
    images
}

/// In no page of the database, free ones and those of the text index among them, and no matter with which key.
#[test]
fn no_page_holds_what_is_erased() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    // Enough that what is erased has pages of its own, and some of them come free.
    let long = "Zarina Q. of Aktau told us in the harbour. ".repeat(400);
    let mut texts =
        vec![("0".to_owned(), long), ("1".to_owned(), "the lighthouse was dark".to_owned())];
    texts.extend((2..40).map(|row| (row.to_string(), format!("Zarina said so, number {row}"))));
    let texts: Vec<(&str, &str, Level)> =
        texts.iter().map(|(row, text)| (row.as_str(), text.as_str(), Level::Team)).collect();
    let claims = world.commit(&mut amina, &rows("s", &texts));
    let leaf = onus_store::LeafId::from_bytes(*claims[0].as_bytes());
    let held = amina.case().rows().leaves_named(leaf).unwrap();
    let salt = held[0].opening.as_ref().unwrap().salt.clone();
    let path = world.path("a.onus");
    let old = *amina.unlocked().data_key().expose();
    // The words as they stand in a claim and in the index, the salt of the leaf, the fingerprint of its row.
    let wanted: [&[u8]; 5] = [b"Zarina", b"zarina", b"aktau", &salt, &[texts[0].1.len() as u8; 32]];
    let found = |keys: &[[u8; 32]], wanted: &[u8]| {
        images(&path, keys).iter().filter(|image| contains(image, wanted)).count()
    };
    // It is looked for where it can be found: not in the files, and in their pages with the key alone.
    for wanted in wanted {
        assert_eq!(found(&[], wanted), 0);
        assert!(found(&[old], wanted) > 0, "{:?}", String::from_utf8_lossy(wanted));
    }
    assert_eq!(found(&[[7; 32]], b"Zarina"), 0);
    let erased = claims.iter().enumerate().filter(|(place, _)| *place != 1);
    let erased = erasing(erased.map(|(_, claim)| *claim));
    world.now(|now| amina.erase(&erased, WAIT, now)).expect("erased");
    let new = *amina.unlocked().data_key().expose();
    assert_ne!(old, new);
    // While it is open and has a write-ahead log, and once it is closed.
    world.commit(&mut amina, &rows("t", &[("1", "the harbour master left", Level::Team)]));
    let nothing_is_left = || {
        for wanted in wanted {
            let told = String::from_utf8_lossy(wanted);
            assert_eq!(found(&[old, new], wanted), 0, "{told:?} is still there");
        }
        assert!(found(&[new], b"lighthouse") > 0, "what stays is found");
    };
    nothing_is_left();
    drop(amina);
    nothing_is_left();
}

#[test]
fn an_erasure_travels_and_what_was_erased_does_not_come_back() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let claims = world.commit(&mut amina, &rows("s", &[("1", "Zarina Q.", Level::Team)]));
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    // Made before it was erased, taken after.
    let to = World::devices(&bek, "Amina");
    let old = world.bundle(&mut bek, to, GivenLevel::Team, true);
    world.now(|now| amina.erase(&erasing(claims), WAIT, now)).unwrap();
    world.take(&mut amina, &old).unwrap();
    assert!(!contains(&stored(amina.case().rows()), b"Zarina"));
    let received = world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
    assert!(received.erased > 0 && received.waiting == 0);
    assert!(!contains(&stored(bek.case().rows()), b"Zarina"));
    assert!(!bek.notices().contains(&Notice::Unfinished), "written anew at once");
    assert_eq!(state(amina.case(), Level::Team), state(bek.case(), Level::Team));
    is_sound(&amina);
    is_sound(&bek);
}

#[test]
fn a_hostile_mass_erasure_waits_for_a_custodian_and_is_undone() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let texts: Vec<(String, String)> =
        (0..40).map(|number| (number.to_string(), format!("account {number}"))).collect();
    let texts: Vec<(&str, &str, Level)> =
        texts.iter().map(|(row, text)| (row.as_str(), text.as_str(), Level::Team)).collect();
    let claims = world.commit(&mut amina, &rows("s", &texts));
    let mut thief = world.invite(&mut amina, "custodian", Role::Custodian, GivenLevel::Team);
    let before = state(amina.case(), Level::Team);
    world.sync(&mut thief, &mut amina, "Amina", GivenLevel::Team).unwrap();
    world.now(|now| thief.erase(&erasing(claims), WAIT, now)).unwrap();
    let received = world.sync(&mut thief, &mut amina, "Amina", GivenLevel::Team).unwrap();
    assert!(received.waiting >= 40, "{received:?}");
    // Hidden at once, and still here.
    assert!(!state(amina.case(), Level::Team).join("\n").contains("account"));
    assert!(contains(&stored(amina.case().rows()), b"account 7"));
    assert!(amina.notices().iter().any(|notice| matches!(notice, Notice::ErasuresWait(_))));
    is_sound(&amina);
    // The key was stolen: the device is revoked, and everything counts again.
    let device = *World::devices(&amina, "custodian").first().unwrap();
    world.now(|now| amina.revoke(device, KeepUpTo::Nothing, now)).unwrap();
    assert_eq!(
        state(amina.case(), Level::Team).iter().filter(|line| line.starts_with("claim")).count(),
        before.iter().filter(|line| line.starts_with("claim")).count()
    );
    // And nothing waits any more, at once.
    assert!(amina.case().erasures_waiting().unwrap().is_empty());
    is_sound(&amina);
    drop(amina);
    let amina = world.open("a.onus", "a", "amina");
    assert!(amina.notices().is_empty(), "{:?}", amina.notices());
}

#[test]
fn what_waits_is_destroyed_when_a_custodian_accepts_it() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let texts: Vec<String> = (0..30).map(|number| format!("account {number}")).collect();
    let texts: Vec<(&str, &str, Level)> =
        texts.iter().map(|text| (text.as_str(), text.as_str(), Level::Team)).collect();
    let claims = world.commit(&mut amina, &rows("s", &texts));
    let mut coder = world.invite(&mut amina, "coder", Role::Coder, GivenLevel::Team);
    let mut bek = world.invite(&mut amina, "bek", Role::Custodian, GivenLevel::Team);
    world.now(|now| amina.erase(&erasing(claims), WAIT, now)).unwrap();
    world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
    world.sync(&mut amina, &mut coder, "coder", GivenLevel::Team).unwrap();
    let refused = world.now(|now| coder.accept_erasures(None, WAIT, now));
    assert!(matches!(refused, Err(CaseError::NotAllowed(_))), "{refused:?}");
    assert!(contains(&stored(coder.case().rows()), b"account 7"));
    let destroyed = world.now(|now| bek.accept_erasures(None, WAIT, now)).unwrap();
    assert!(destroyed >= 30);
    assert!(!contains(&stored(bek.case().rows()), b"account 7"));
    assert!(bek.notices().is_empty(), "{:?}", bek.notices());
    is_sound(&bek);
}

#[test]
fn a_coder_erases_nothing() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let claims = world.commit(&mut amina, &rows("s", &[("1", "stays", Level::Team)]));
    let mut coder = world.invite(&mut amina, "coder", Role::Coder, GivenLevel::Team);
    let before = state(coder.case(), Level::Team);
    let refused = world.now(|now| coder.erase(&erasing(claims), WAIT, now));
    assert!(matches!(refused, Err(CaseError::NotAllowed(_))), "{refused:?}");
    assert_eq!(state(coder.case(), Level::Team), before);
    is_sound(&coder);
}
