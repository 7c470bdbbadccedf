//! What a team does on a usual day.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use onus_case::{CaseError, CaseReader, Edit, GivenLevel, KeepUpTo, NewRecord, Notice, Role};
use onus_model::Level;
use onus_model::claim::Review;
use onus_store::{KeyCost, RecoveryCode};

use crate::support::{World, is_sound, passphrase, record, records, rows, state};

#[test]
fn a_second_member_on_the_same_computer_works_under_their_own_name() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let role = Role::Reviewer;
    let pass = passphrase("bek");
    world.now(|now| amina.add_member("Bek", role, &pass, KeyCost::CHEAP, now)).expect("a member");
    // A passphrase that is somebody's already would make two members one.
    let again = world.now(|now| amina.add_member("C", role, &pass, KeyCost::CHEAP, now));
    assert!(again.is_err());
    drop(amina);
    let mut bek = world.open("a.onus", "a", "bek");
    assert!(bek.notices().is_empty(), "{:?}", bek.notices());
    let claims = world.commit(&mut bek, &rows("s", &[("1", "Bek saw it", Level::Team)]));
    let member = bek.case().author().expect("an author").member;
    assert_eq!(bek.case().member_name(member).unwrap().as_deref(), Some("Bek"));
    drop(bek);
    // A second person may check it; nobody is their own.
    let mut amina = world.open("a.onus", "a", "amina");
    let reviews = BTreeMap::from([(claims[0], Review::Checked)]);
    world.commit(&mut amina, &Edit { reviews, ..Edit::default() });
    let stored = amina.case().read().unwrap();
    let entry = stored.claim(claims[0]).unwrap().expect("the claim");
    assert_eq!(entry.recorded_by, member);
    assert!(entry.checked_by(None).is_some());
    is_sound(&amina);
}

#[test]
fn a_reader_changes_nothing_and_a_coder_does_not_review() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let claims = world.commit(&mut amina, &rows("s", &[("1", "as Amina says", Level::Team)]));
    let mut reader = world.invite(&mut amina, "reader", Role::Reader, GivenLevel::Team);
    let mut coder = world.invite(&mut amina, "coder", Role::Coder, GivenLevel::Team);
    let edit = rows("t", &[("1", "x", Level::Team)]);
    assert!(matches!(world.try_commit(&mut reader, &edit), Err(CaseError::NotAllowed(_))));
    let reviews = BTreeMap::from([(claims[0], Review::Checked)]);
    let review = Edit { reviews, ..Edit::default() };
    assert!(matches!(world.try_commit(&mut coder, &review), Err(CaseError::NotAllowed(_))));
    world.commit(&mut coder, &edit);
    is_sound(&reader);
    is_sound(&coder);
}

#[test]
fn two_offices_exchange_and_have_the_same_case() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let mut bek = world.invite(&mut amina, "bek", Role::Reviewer, GivenLevel::Sealed);
    // Both work without knowing of each other, also on the same claim and the same handle.
    let claims = world.commit(&mut amina, &rows("s", &[("1", "first words", Level::Team)]));
    let received = world.sync(&mut amina, &mut bek, "bek", GivenLevel::Sealed).unwrap();
    assert_eq!((received.commits, received.claims), (1, 1));
    let renamed = |handle: &str| Edit {
        handles: vec![(crate::support::record(2), handle.to_owned(), None)],
        ..Edit::default()
    };
    world.commit(&mut amina, &renamed("walk"));
    world.commit(&mut bek, &renamed("procession"));
    let reviewed = |state| Edit {
        reviews: BTreeMap::from([(claims[0], state)]),
        alone: true,
        ..Edit::default()
    };
    world.commit(&mut bek, &reviewed(Review::Checked));
    world.commit(&mut amina, &reviewed(Review::Released));
    world.commit(&mut bek, &rows("s", &[("1", "second words", Level::Team)]));
    world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Sealed).unwrap();
    world.sync(&mut amina, &mut bek, "bek", GivenLevel::Sealed).unwrap();
    let (here, there) = (state(amina.case(), Level::Sealed), state(bek.case(), Level::Sealed));
    assert_eq!(here, there);
    // Of two reviews that did not know of each other the less far one counts.
    let stored = amina.case().read().unwrap();
    let entry = stored.claim(claims[0]).unwrap().expect("the claim");
    assert_eq!(entry.review_at(None), Review::Checked);
    is_sound(&amina);
    is_sound(&bek);
}

#[test]
fn only_what_is_new_travels_and_a_lost_bundle_is_made_good() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
    for number in 0..3 {
        let row = number.to_string();
        world.commit(&mut amina, &rows("s", &[(&row, "words", Level::Team)]));
    }
    let devices = World::devices(&amina, "bek");
    let lost = world.bundle(&mut amina, devices.clone(), GivenLevel::Team, false);
    std::fs::remove_file(lost).unwrap();
    world.commit(&mut amina, &rows("s", &[("9", "more words", Level::Team)]));
    // What was only sent is not taken to be there.
    let bundle = world.bundle(&mut amina, devices, GivenLevel::Team, false);
    let received = world.take(&mut bek, &bundle).unwrap();
    assert_eq!(received.commits, 4);
    // The same again changes nothing.
    let received = world.take(&mut bek, &bundle).unwrap();
    assert_eq!((received.commits, received.opened), (0, 0));
    is_sound(&bek);
}

#[test]
fn a_partner_has_no_more_than_the_level_and_knows_that_there_is_more() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let texts = [
        ("1", "for everybody", Level::Public),
        ("2", "for partners", Level::Partner),
        ("3", "the secret witness", Level::Sealed),
    ];
    world.commit(&mut amina, &rows("s", &texts));
    let mut partner = world.invite(&mut amina, "partner", Role::Reader, GivenLevel::Partner);
    let shown = state(partner.case(), Level::Sealed);
    assert_eq!(shown.iter().filter(|line| line.starts_with("claim")).count(), 2);
    assert!(!shown.iter().any(|line| line.contains("secret")));
    assert!(partner.notices().iter().any(|notice| matches!(notice, Notice::Partial(_))));
    assert_eq!(state(amina.case(), Level::Partner), state(partner.case(), Level::Partner));
    is_sound(&partner);
    // Given more, what was closed is opened.
    let received = world.sync(&mut amina, &mut partner, "partner", GivenLevel::Sealed).unwrap();
    assert!(received.opened > 0);
    assert_eq!(state(amina.case(), Level::Sealed), state(partner.case(), Level::Sealed));
    assert!(!partner.notices().iter().any(|notice| matches!(notice, Notice::Partial(_))));
    is_sound(&partner);
}

#[test]
fn a_demoted_member_is_believed_no_more_and_what_they_said_before_stays() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    world.commit(&mut bek, &rows("b", &[("1", "said while trusted", Level::Team)]));
    world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
    let device = *World::devices(&amina, "bek").first().expect("a device");
    world.now(|now| amina.revoke(device, KeepUpTo::All, now)).unwrap();
    // Bek does not know yet and goes on.
    world.commit(&mut bek, &rows("b", &[("2", "said when revoked", Level::Team)]));
    let devices = World::devices(&bek, "Amina");
    let bundle = world.bundle(&mut bek, devices, GivenLevel::Team, false);
    let refused = world.take(&mut amina, &bundle);
    let Err(CaseError::Bundle { reason, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(reason.code(), "bundle.from");
    let shown = state(amina.case(), Level::Team).join("\n");
    assert!(shown.contains("while trusted") && !shown.contains("when revoked"));
    is_sound(&amina);
}

#[test]
fn the_recovery_code_enrols_a_computer_and_revokes_the_others() {
    let mut world = World::new();
    let (mut amina, code) = world.found();
    world.commit(&mut amina, &records());
    let typed = code.reveal().to_string();
    drop(amina);
    // The laptop is gone with its device; the folder was saved.
    std::fs::remove_dir_all(world.path("a-home")).unwrap();
    let mut saved = world.open("a.onus", "new", "amina");
    assert!(saved.notices().contains(&Notice::NotEnrolled));
    let wrong = RecoveryCode::generate(&mut onus_store::OsEntropy).unwrap();
    let with = || (passphrase("amina"), KeyCost::CHEAP);
    let (pass, cost) = with();
    assert!(world.now(|now| saved.recover(&wrong, "Amina", true, (&pass, cost), now)).is_err());
    let code = RecoveryCode::parse(&typed).unwrap();
    let revoked = world
        .now(|now| saved.recover(&code, "Amina", true, (&pass, cost), now))
        .expect("recovered");
    assert_eq!(revoked.len(), 1);
    world.commit(&mut saved, &rows("s", &[("1", "and on it goes", Level::Team)]));
    is_sound(&saved);
    drop(saved);
    let again = world.open("a.onus", "new", "amina");
    assert!(again.notices().is_empty(), "{:?}", again.notices());
}

#[test]
fn a_new_key_needs_nobody_elses_passphrase() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let pass = passphrase("bek");
    let cost = KeyCost::CHEAP;
    world.now(|now| amina.add_member("Bek", Role::Coder, &pass, cost, now)).unwrap();
    // Somebody reads meanwhile: it waits, then says so, and nothing has changed.
    let reading = world.open("a.onus", "a", "bek");
    let kept = reading.unlocked().clone();
    let before = state(amina.case(), Level::Sealed);
    let busy = world.now(|now| amina.write_anew(Duration::from_millis(50), now));
    assert!(matches!(busy, Err(CaseError::Store(onus_store::Error::Busy))), "{busy:?}");
    assert_eq!(state(amina.case(), Level::Sealed), before);
    drop(reading);
    world.now(|now| amina.write_anew(Duration::from_millis(50), now)).expect("a new key");
    assert_ne!(amina.unlocked().data_key().expose(), kept.data_key().expose());
    assert_eq!(state(amina.case(), Level::Sealed), before);
    is_sound(&amina);
    drop(amina);
    // Bek's passphrase, and a session that Bek left open, find the new key.
    let mut bek = world.open("a.onus", "a", "bek");
    world.commit(&mut bek, &rows("b", &[("1", "still mine", Level::Team)]));
    drop(bek);
    let home = world.home("a");
    let path = world.path("a.onus");
    onus_case::OpenCase::open(&path, kept, &home, Duration::from_millis(50)).expect("a session");
    let files: Vec<String> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".db"))
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
}

/// Said by two who did not know of each other, the same stands everywhere whichever came first; what follows
/// both stands over both.
#[test]
fn a_record_said_again_obeys_the_last_word() {
    let said = |record_type: &str, handle: Option<&str>, label: Option<&str>| Edit {
        records: vec![NewRecord {
            record: record(2),
            record_type: record_type.parse().unwrap(),
            handle: handle.map(str::to_owned),
            label: label.map(str::to_owned),
        }],
        ..Edit::default()
    };
    let mut seen = BTreeSet::new();
    for _ in 0..6 {
        let mut world = World::new();
        let (mut amina, _) = world.found();
        world.commit(&mut amina, &records());
        world.commit(&mut amina, &rows("s", &[("1", "on it", Level::Public)]));
        let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
        world.commit(&mut amina, &said("act", Some("a"), None));
        world.commit(&mut bek, &said("place", Some("b"), Some("the square")));
        world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
        world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
        assert_eq!(state(amina.case(), Level::Team), state(bek.case(), Level::Team));
        is_sound(&amina);
        is_sound(&bek);
        let stored = amina.case().read().unwrap();
        seen.insert(stored.record_type(record(2)).unwrap().to_string());
        assert_eq!(stored.records_of_type("event").unwrap(), Vec::new(), "it was one before");
        drop(stored);
        world.commit(&mut bek, &said("organization", None, None));
        world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
        let stored = amina.case().read().unwrap();
        assert_eq!(stored.record_type(record(2)).unwrap().as_str(), "organization");
        assert!(stored.handle(record(2)).is_some(), "what does not name a handle takes none away");
        is_sound(&amina);
    }
    assert!(seen.is_subset(&["act".to_owned(), "place".to_owned()].into()), "{seen:?}");
}
