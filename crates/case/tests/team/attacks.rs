//! What enemies, and careless friends, do to a case.

use std::fs;

use onus_case::{CaseError, Edit, GivenLevel, GivingTo, KeepUpTo, NewRetraction, Notice, Role};
use onus_model::Level;
use onus_store::KeyCost;

use crate::support::{World, copy, is_sound, passphrase, records, rows, state};

fn refused(result: Result<onus_case::Received, CaseError>) -> String {
    match result {
        Err(CaseError::Bundle { reason, .. }) => reason.code().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_cloned_folder_enrols_a_device_of_its_own() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    drop(amina);
    copy(&world.path("a.onus"), &world.path("clone.onus"));
    let mut clone = world.open("clone.onus", "b", "amina");
    assert!(clone.notices().contains(&Notice::NotEnrolled));
    let edit = rows("s", &[("1", "x", Level::Team)]);
    assert!(matches!(world.try_commit(&mut clone, &edit), Err(CaseError::NotEnrolled)));
    let pass = passphrase("amina");
    let cost = KeyCost::CHEAP;
    let request = world.now(|now| clone.join("Amina", &pass, cost, now)).unwrap();
    let again = world.now(|now| clone.join("Amina", &pass, cost, now)).unwrap();
    assert_eq!(request, again, "asked twice, one request");
    let mut amina = world.open("a.onus", "a", "amina");
    world.now(|now| amina.admit(&request, None, now)).unwrap();
    assert_eq!(World::devices(&amina, "Amina").len(), 2);
    world.sync(&mut amina, &mut clone, "Amina", GivenLevel::Sealed).unwrap();
    world.commit(&mut clone, &edit);
    world.commit(&mut amina, &rows("t", &[("1", "y", Level::Team)]));
    world.sync(&mut clone, &mut amina, "Amina", GivenLevel::Sealed).unwrap();
    let graph = amina.case().standing().unwrap();
    assert_eq!(graph.heads().count(), 2);
    assert!(amina.case().team().unwrap()[0].devices.iter().all(|device| device.commits > 0));
    is_sound(&amina);
    is_sound(&clone);
}

#[test]
fn a_clone_on_the_same_computer_does_not_fork() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    drop(amina);
    copy(&world.path("a.onus"), &world.path("clone.onus"));
    let mut amina = world.open("a.onus", "a", "amina");
    world.commit(&mut amina, &rows("s", &[("1", "x", Level::Team)]));
    let mut clone = world.open("clone.onus", "a", "amina");
    assert!(clone.notices().iter().any(|notice| matches!(notice, Notice::RolledBack(_))));
    let edit = rows("s", &[("1", "y", Level::Team)]);
    assert!(matches!(world.try_commit(&mut clone, &edit), Err(CaseError::RolledBack(_))));
    // As a device of its own it goes on, and the first copy is not disturbed.
    let pass = passphrase("amina");
    let request = world.now(|now| clone.join("Amina", &pass, KeyCost::CHEAP, now)).unwrap();
    world.now(|now| amina.admit(&request, None, now)).unwrap();
    world.sync(&mut amina, &mut clone, "Amina", GivenLevel::Sealed).unwrap();
    world.commit(&mut clone, &edit);
    world.commit(&mut amina, &rows("s", &[("2", "z", Level::Team)]));
}

#[test]
fn a_restored_backup_is_noticed_by_its_owner_and_by_others() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
    drop(bek);
    copy(&world.path("bek.onus"), &world.path("backup"));
    copy(&world.path("bek-home"), &world.path("backup-home"));
    let mut bek = world.open("bek.onus", "bek", "bek");
    world.commit(&mut bek, &rows("b", &[("1", "lost and found", Level::Team)]));
    world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
    drop(bek);
    // The folder alone: this computer knows better.
    fs::remove_dir_all(world.path("bek.onus")).unwrap();
    copy(&world.path("backup"), &world.path("bek.onus"));
    let bek = world.open("bek.onus", "bek", "bek");
    assert!(bek.notices().iter().any(|notice| matches!(notice, Notice::RolledBack(_))));
    drop(bek);
    // The whole computer: only others can tell.
    fs::remove_dir_all(world.path("bek-home")).unwrap();
    copy(&world.path("backup-home"), &world.path("bek-home"));
    let mut bek = world.open("bek.onus", "bek", "bek");
    assert!(bek.notices().is_empty());
    let received = world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
    assert_eq!(received.rolled_back.len(), 1);
    assert_eq!(received.rolled_back[0].lacks, 1);
    // And the lost commit comes back to where it was made.
    let devices = World::devices(&amina, "bek");
    let bundle = world.bundle(&mut amina, devices, GivenLevel::Team, true);
    let received = world.take(&mut bek, &bundle).unwrap();
    assert_eq!(received.claims, 1);
    world.commit(&mut bek, &rows("b", &[("2", "and on", Level::Team)]));
    is_sound(&bek);
}

#[test]
fn a_fork_is_shown_and_closes_the_chain() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    drop(bek);
    // Somebody copies Bek's folder and Bek's computer.
    copy(&world.path("bek.onus"), &world.path("thief.onus"));
    copy(&world.path("bek-home"), &world.path("thief-home"));
    let mut bek = world.open("bek.onus", "bek", "bek");
    let mut thief = world.open("thief.onus", "thief", "bek");
    world.commit(&mut bek, &rows("b", &[("1", "Bek's own", Level::Team)]));
    world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
    world.commit(&mut amina, &rows("a", &[("1", "Amina builds on it", Level::Team)]));
    world.commit(&mut thief, &rows("b", &[("1", "the thief's", Level::Team)]));
    let received = world.sync(&mut thief, &mut amina, "Amina", GivenLevel::Team).unwrap();
    assert_eq!(received.forks.len(), 1);
    world.commit(&mut amina, &rows("a", &[("2", "and has seen the fork", Level::Team)]));
    // The thief, who has not heard of it, goes on.
    world.commit(&mut thief, &rows("b", &[("2", "added by the thief", Level::Team)]));
    world.sync(&mut thief, &mut amina, "Amina", GivenLevel::Team).unwrap();
    let shown = state(amina.case(), Level::Team).join("\n");
    assert!(shown.contains("Bek's own"), "what was built on stays");
    assert!(
        !shown.contains("added by the thief"),
        "what came after the fork was known is shut out"
    );
    is_sound(&amina);
    // A key that somebody else has is given nothing more: Bek enrols a new device.
    let giving =
        GivingTo { to: World::devices(&amina, "bek"), level: Some(GivenLevel::Team), all: true };
    assert!(world.now(|now| amina.give(&giving, Vec::new(), now)).is_err());
}

#[test]
fn a_retraction_cannot_be_withheld_from_whoever_is_given_what_follows_it() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let claims =
        world.commit(&mut amina, &rows("s", &[("1", "said and taken back", Level::Public)]));
    let mut partner = world.invite(&mut amina, "partner", Role::Reader, GivenLevel::Public);
    let mut edit = Edit::default();
    edit.retractions.push(NewRetraction {
        claims: claims.iter().copied().collect(),
        reason: "witness-withdrew".to_owned(),
        note: Some("she was afraid".to_owned()),
    });
    world.commit(&mut amina, &edit);
    let received = world.sync(&mut amina, &mut partner, "partner", GivenLevel::Public).unwrap();
    assert_eq!(received.retracted, 1);
    let shown = state(partner.case(), Level::Sealed).join("\n");
    assert!(shown.contains("retracted: Some"), "the effect is in the header: {shown}");
    assert!(!shown.contains("afraid"), "the reason is the team's");
    is_sound(&partner);
}

#[test]
fn bundles_for_others_of_others_and_cut_ones_change_nothing() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    let mut carol = world.invite(&mut amina, "carol", Role::Coder, GivenLevel::Team);
    world.commit(&mut amina, &rows("s", &[("1", "new", Level::Team)]));
    world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
    world.commit(&mut amina, &rows("s", &[("2", "newer", Level::Team)]));
    let before = state(bek.case(), Level::Sealed);
    let carols = state(carol.case(), Level::Sealed);
    let for_carol = World::devices(&amina, "carol");
    let bundle = world.bundle(&mut amina, for_carol, GivenLevel::Team, false);
    assert_eq!(refused(world.take(&mut bek, &bundle)), "bundle.sealed");
    // Cut anywhere, changed anywhere.
    let whole = fs::read(&bundle).unwrap();
    let cut = world.path("cut.bundle");
    for length in (0..whole.len()).step_by(97) {
        fs::write(&cut, &whole[..length]).unwrap();
        assert!(world.take(&mut carol, &cut).is_err(), "{length}");
    }
    for place in (0..whole.len()).step_by(61) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&cut, &changed).unwrap();
        let taken = world.take(&mut carol, &cut);
        assert!(matches!(taken, Err(CaseError::Bundle { .. })), "{place}: {taken:?}");
    }
    assert_eq!(state(bek.case(), Level::Sealed), before);
    assert_eq!(state(carol.case(), Level::Sealed), carols);
    // Several at once: all or none.
    let for_carol = World::devices(&amina, "carol");
    let good = world.bundle(&mut amina, for_carol, GivenLevel::Team, false);
    fs::write(&cut, &whole[..whole.len() - 1]).unwrap();
    assert!(world.now(|now| carol.receive(&[&good, &cut], now)).is_err());
    assert_eq!(state(carol.case(), Level::Sealed), carols);
    world.take(&mut carol, &good).unwrap();
    assert_ne!(state(carol.case(), Level::Sealed), carols);
    // Another case's.
    let mut other = World::new();
    let (mut stranger, _) = other.found();
    let mut dora = other.invite(&mut stranger, "dora", Role::Coder, GivenLevel::Team);
    let theirs =
        other.bundle(&mut dora, World::devices(&stranger, "Amina"), GivenLevel::Team, true);
    assert_eq!(refused(world.take(&mut bek, &theirs)), "bundle.sealed");
    is_sound(&bek);
    is_sound(&carol);
}

#[test]
fn a_stolen_device_that_backdates_under_its_revocation_is_not_believed() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    let mut carol = world.invite(&mut amina, "carol", Role::Coder, GivenLevel::Team);
    world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
    world.commit(&mut bek, &rows("b", &[("1", "before the theft", Level::Team)]));
    world.sync(&mut bek, &mut amina, "Amina", GivenLevel::Team).unwrap();
    let device = *World::devices(&amina, "bek").first().unwrap();
    // The thief works on with a clock set back, and shows it to Carol, who has not heard.
    world.seconds -= 50_000;
    world.commit(&mut bek, &rows("b", &[("2", "planted", Level::Team)]));
    world.sync(&mut bek, &mut carol, "carol", GivenLevel::Team).unwrap();
    world.seconds += 50_000;
    assert!(state(carol.case(), Level::Team).join("\n").contains("planted"));
    world.now(|now| amina.revoke(device, KeepUpTo::All, now)).unwrap();
    let received = world.sync(&mut amina, &mut carol, "carol", GivenLevel::Team).unwrap();
    assert_eq!(received.restood, 1);
    let shown = state(carol.case(), Level::Team).join("\n");
    assert!(shown.contains("before the theft") && !shown.contains("planted"));
    world.sync(&mut carol, &mut amina, "Amina", GivenLevel::Team).unwrap();
    assert_eq!(state(amina.case(), Level::Team), state(carol.case(), Level::Team));
    is_sound(&carol);
    is_sound(&amina);
}

#[test]
fn a_clock_set_to_2099_waits() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let mut bek = world.invite(&mut amina, "bek", Role::Coder, GivenLevel::Team);
    let now = world.seconds;
    world.seconds = 4_070_908_800;
    world.commit(&mut bek, &rows("b", &[("1", "from 2099", Level::Team)]));
    let devices = World::devices(&bek, "Amina");
    let bundle = world.bundle(&mut bek, devices, GivenLevel::Team, false);
    world.seconds = now;
    let Err(CaseError::Bundle { reason, waits, .. }) = world.take(&mut amina, &bundle) else {
        panic!("it was taken")
    };
    assert_eq!((reason.code(), waits), ("time.future", true));
    is_sound(&amina);
}
