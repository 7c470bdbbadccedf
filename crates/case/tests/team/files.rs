//! Files that travel with the operations that name them, and go with them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::time::Duration;

use onus_case::{Edit, Erasing, ErasureClass, Exhibit, GivenLevel, OpenCase, Reading, Role};
use onus_store::{ContentDigest, ObjectKind, OsEntropy, Vault};

use crate::support::{World, is_sound, record, records};

/// Seals a file in the vault of a case and says in the log what it is.
fn add(world: &mut World, case: &mut OpenCase, bytes: &[u8], text: &str) -> Edit {
    let vault = case.vault();
    let lease = vault.lease().unwrap();
    let put = |bytes: &[u8], kind| {
        vault.put(&lease, &mut Cursor::new(bytes), kind, &mut OsEntropy).unwrap()
    };
    let file = put(bytes, ObjectKind::Exhibit);
    let read = put(text.as_bytes(), ObjectKind::Text);
    let exhibit = Exhibit {
        record: record(9),
        file: file.digest,
        bytes: bytes.len() as u64,
        media: "application/octet-stream".to_owned(),
        name: None,
    };
    let reading = Reading {
        source: record(9),
        file: Some(file.digest),
        text: read.digest,
        parts: None,
        length: text.chars().count() as u64,
        reader: "a person".to_owned(),
        language: Some("en".to_owned()),
        corrects: None,
    };
    let edit = Edit {
        exhibits: vec![exhibit],
        readings: vec![reading],
        objects: vec![file, read],
        ..Edit::default()
    };
    world.commit(case, &edit);
    edit
}

fn content(case: &OpenCase, digest: ContentDigest) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = case.object(digest, |object| Ok(object.read_to_end(&mut bytes).unwrap())).unwrap();
    read.map(|_| bytes)
}

/// How many objects lie in a vault, recorded or not.
fn sealed(case: &OpenCase) -> usize {
    case.vault().files().unwrap().len()
}

/// Longer than a piece of a bundle and a chunk of the vault, and no multiple of either.
fn long() -> Vec<u8> {
    (0..2_500_017u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

#[test]
fn files_come_with_what_names_them_and_stay_with_whoever_may_not_see_it() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let long = long();
    let edit = add(&mut world, &mut amina, &long, "They opened fire at the harbour.");
    let (file, text) = (edit.objects[0].digest, edit.objects[1].digest);
    let empty = add(&mut world, &mut amina, b"", "Nothing was in it.");
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    let partner = world.invite(&mut amina, "partner", Role::Reader, GivenLevel::Partner);
    assert_eq!(content(&bek, file), Some(long.clone()));
    assert_eq!(content(&bek, empty.objects[0].digest), Some(Vec::new()));
    assert_eq!(bek.text(text).unwrap().as_deref(), Some("They opened fire at the harbour."));
    // Sealed anew: under another name and another key.
    let (here, there) = (amina.case().rows().object(file).unwrap().unwrap(), bek.case().rows());
    let there = there.object(file).unwrap().unwrap();
    assert!(here.name != there.name && here.identity != there.identity);
    assert_eq!((here.digest, here.bytes, here.kind), (there.digest, there.bytes, there.kind));
    // What is the team's is not given to others, and its absence is known.
    assert_eq!((content(&partner, file), sealed(&partner)), (None, 0));
    assert!(!partner.case().missing().unwrap().is_nothing());
    // Given again, nothing is kept twice.
    let to = World::devices(&amina, "bek");
    let everything = world.bundle(&mut amina, to, GivenLevel::Team, true);
    let count = sealed(&bek);
    assert_eq!(world.take(&mut bek, &everything).unwrap().files, 0);
    assert_eq!(sealed(&bek), count);
    for case in [&amina, &bek, &partner] {
        is_sound(case);
    }
    // A bundle that is cut or changed leaves nothing, wherever in a file.
    let whole = fs::read(&everything).unwrap();
    let mut carol = world.invite(&mut amina, "carol", Role::Coder, GivenLevel::Partner);
    let to = World::devices(&amina, "carol");
    let for_carol = world.bundle(&mut amina, to, GivenLevel::Team, true);
    let whole_for_carol = fs::read(&for_carol).unwrap();
    assert!(whole_for_carol.len() > whole.len() / 2);
    let bent = world.path("bent.bundle");
    for part in 1..8 {
        let at = whole_for_carol.len() * part / 8;
        fs::write(&bent, &whole_for_carol[..at]).unwrap();
        assert!(world.take(&mut carol, &bent).is_err());
        let mut changed = whole_for_carol.clone();
        changed[at] ^= 1;
        fs::write(&bent, &changed).unwrap();
        assert!(world.take(&mut carol, &bent).is_err());
        assert_eq!(sealed(&carol), 0, "{at}");
    }
    let taken = world.take(&mut carol, &for_carol).unwrap();
    assert_eq!((taken.files, taken.files_left_out), (4, 0));
    assert_eq!(content(&carol, file), Some(long));
    is_sound(&carol);
}

#[test]
fn a_file_goes_with_the_last_operation_that_names_it_everywhere() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let edit = add(&mut world, &mut amina, b"a photograph", "a caption");
    let (file, text) = (edit.objects[0].digest, edit.objects[1].digest);
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    let before = world.bundle(&mut bek, World::devices(&amina, "Amina"), GivenLevel::Team, true);
    assert_eq!((sealed(&amina), sealed(&bek)), (2, 2));
    let operations = |case: &OpenCase| -> Vec<onus_model::id::ClaimId> {
        let exhibits = case.case().exhibits().unwrap();
        let readings = case.case().readings().unwrap();
        let names = exhibits.iter().map(|filed| filed.operation);
        let names = names.chain(readings.iter().map(|filed| filed.operation));
        names.map(|name| onus_model::id::ClaimId::from_bytes(*name.as_bytes())).collect()
    };
    let [exhibit, reading] = operations(&amina)[..] else { panic!("two operations") };
    let erasing = |operation| Erasing {
        claims: BTreeSet::from([operation]),
        class: ErasureClass::Safety,
        consent: None,
        note: None,
    };
    let wait = Duration::from_millis(50);
    world.now(|now| amina.erase(&erasing(exhibit), wait, now)).unwrap();
    // The reading still says which file it was read from.
    assert_eq!(content(&amina, file), Some(b"a photograph".to_vec()));
    world.now(|now| amina.erase(&erasing(reading), wait, now)).unwrap();
    assert_eq!((content(&amina, file), content(&amina, text), sealed(&amina)), (None, None, 0));
    is_sound(&amina);
    world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
    assert_eq!((content(&bek, file), sealed(&bek)), (None, 0));
    is_sound(&bek);
    // Brought back by who had not heard of it, it is not kept.
    let taken = world.take(&mut amina, &before).unwrap();
    assert_eq!((taken.files, taken.files_left_out, sealed(&amina)), (0, 2, 0));
    is_sound(&amina);
}
