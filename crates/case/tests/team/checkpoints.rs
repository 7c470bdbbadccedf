//! Heads of chains that others saw and signed, against the log.

use std::fs;

use onus_case::{CaseError, GivenLevel, OpenCase, Role, Verified};
use onus_model::Level;

use crate::support::{World, copy, is_sound, records, rows};

fn verified(case: &OpenCase) -> Verified {
    case.verify().expect("a verification")
}

#[test]
fn a_checkpoint_is_countersigned_comes_back_and_is_kept() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    // A reader countersigns too: what it takes is a copy of one's own.
    let mut bek = world.invite(&mut amina, "bek", Role::Reader, GivenLevel::Public);
    let head = amina.case().checkpoint().unwrap();
    let later = rows("s", &[("1", "said later", Level::Team)]);
    world.commit(&mut amina, &later);
    let newer = amina.case().checkpoint().unwrap();
    assert_eq!((head.size, newer.size), (3, 4));
    // What is not here yet cannot be compared.
    let early = world.now(|now| bek.countersign(&newer.note, now)).unwrap_err();
    assert!(
        matches!(&early, CaseError::Edit(told) if told.contains("take in a bundle")),
        "{early}"
    );
    let signed = world.now(|now| bek.countersign(&head.note, now)).unwrap();
    assert_eq!(signed.by, World::devices(&amina, "bek"));
    assert!(signed.commit.is_some() && signed.note.starts_with(&head.note));
    let again = world.now(|now| bek.countersign(&signed.note, now)).unwrap();
    assert_eq!((&again.note, again.commit), (&signed.note, None), "signed once");
    let compared = verified(&bek).checkpoints;
    assert_eq!((compared.logged, compared.countersigned, compared.unproven), (1, 1, 0));
    // One's own is for others to sign, and one that nobody signed says nothing new.
    assert!(world.now(|now| amina.countersign(&head.note, now)).is_err());
    assert!(world.now(|now| amina.keep_checkpoint(&head.note, now)).is_err());
    // It comes back as a file, and then with a bundle.
    let kept = world.now(|now| amina.keep_checkpoint(&signed.note, now)).unwrap();
    assert!(kept.commit.is_some() && kept.by == signed.by);
    let again = world.now(|now| amina.keep_checkpoint(&signed.note, now)).unwrap();
    assert_eq!(again.commit, None, "kept once");
    let to = World::devices(&amina, "Amina");
    let back = world.bundle(&mut bek, to, GivenLevel::Team, false);
    world.take(&mut amina, &back).unwrap();
    let found = verified(&amina);
    assert_eq!((found.checkpoints.logged, found.checkpoints.countersigned), (2, 2));
    assert_eq!(found.checkpoints.seen, 1, "of Bek's chain");
    assert!(found.is_sound(), "{:?}", found.wrong);
    let log = amina.case().log().unwrap();
    assert_eq!(log.iter().map(|line| line.checkpoints).sum::<u64>(), 2);
    // A line that was bent, and a line of an office outside.
    let lines: Vec<&str> = signed.note.lines().collect();
    let other = lines[5].replace("onus/0/device", "elsewhere/device");
    let outside = format!("{}\n{other}\n", signed.note.trim_end());
    let kept = world.now(|now| amina.keep_checkpoint(&outside, now)).unwrap();
    assert!(kept.note.contains("elsewhere/device") && kept.by.len() == 1);
    let bent = signed.note.replace(lines[5], &lines[5].replace("AAAA", "AAAB"));
    assert_ne!(bent, signed.note);
    assert!(world.now(|now| amina.keep_checkpoint(&bent, now)).is_err());
    assert!(world.now(|now| amina.keep_checkpoint(&signed.note[1..], now)).is_err());
    is_sound(&amina);
    is_sound(&bek);
}

#[test]
fn an_older_folder_is_told_from_what_was_seen_of_others() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let bek = world.invite(&mut amina, "bek", Role::Reader, GivenLevel::Team);
    drop(bek);
    copy(&world.path("bek.onus"), &world.path("backup"));
    world.commit(&mut amina, &rows("s", &[("1", "seen", Level::Team)]));
    let mut bek = world.open("bek.onus", "bek", "bek");
    world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
    assert!(verified(&bek).is_sound());
    drop(bek);
    fs::remove_dir_all(world.path("bek.onus")).unwrap();
    copy(&world.path("backup"), &world.path("bek.onus"));
    let bek = world.open("bek.onus", "bek", "bek");
    let wrong = verified(&bek).wrong.join("\n");
    assert!(wrong.contains("older than what was seen on this computer"), "{wrong}");
    assert!(wrong.contains("1 commits that this computer has seen are missing"), "{wrong}");
}

#[test]
fn every_sync_compares_with_the_heads_that_were_seen_before() {
    let mut world = World::new();
    let (mut amina, _) = world.found();
    world.commit(&mut amina, &records());
    let bek = world.invite(&mut amina, "bek", Role::Reader, GivenLevel::Team);
    drop((amina, bek));
    copy(&world.path("bek.onus"), &world.path("backup"));
    // Two histories of one device: its folder and its computer were copied.
    copy(&world.path("a.onus"), &world.path("other.onus"));
    copy(&world.path("a-home"), &world.path("other-home"));
    let mut amina = world.open("a.onus", "a", "amina");
    world.commit(&mut amina, &rows("s", &[("1", "as it was", Level::Team)]));
    let mut bek = world.open("bek.onus", "bek", "bek");
    world.sync(&mut amina, &mut bek, "bek", GivenLevel::Team).unwrap();
    let seen = amina.case().checkpoint().unwrap();
    drop(bek);
    // Bek's folder is put back to before, and is given the other history.
    fs::remove_dir_all(world.path("bek.onus")).unwrap();
    copy(&world.path("backup"), &world.path("bek.onus"));
    let mut bek = world.open("bek.onus", "bek", "bek");
    let mut other = world.open("other.onus", "other", "amina");
    let shorter = world.sync(&mut other, &mut bek, "bek", GivenLevel::Team);
    assert!(matches!(shorter, Err(CaseError::OlderThanSeen(_))), "{shorter:?}");
    world.commit(&mut other, &rows("s", &[("1", "as it was not", Level::Team)]));
    let commits = bek.case().log().unwrap().len();
    let rewritten = world.sync(&mut other, &mut bek, "bek", GivenLevel::Team);
    assert!(matches!(rewritten, Err(CaseError::AnotherHistory(_))), "{rewritten:?}");
    assert_eq!(bek.case().log().unwrap().len(), commits, "nothing has changed");
    // The true one heals it; with both, the fork is shown, and neither is called wrong.
    let devices = World::devices(&amina, "bek");
    let all = world.bundle(&mut amina, devices, GivenLevel::Team, true);
    world.take(&mut bek, &all).unwrap();
    assert!(verified(&bek).is_sound());
    let head = other.case().checkpoint().unwrap();
    assert_eq!(head.size, seen.size);
    let refused = world.now(|now| bek.countersign(&head.note, now));
    assert!(matches!(refused, Err(CaseError::AnotherHistory(_))), "{refused:?}");
    world.now(|now| bek.countersign(&seen.note, now)).unwrap();
    let received = world.sync(&mut other, &mut bek, "bek", GivenLevel::Team).unwrap();
    assert_eq!(received.forks.len(), 1);
    let found = verified(&bek);
    assert!(found.is_sound(), "{:?}", found.wrong);
    let [fork] = found.forks.as_slice() else { panic!("{:?}", found.forks) };
    assert_eq!(
        (fork.name.as_deref(), fork.common, fork.branches),
        (Some("Amina"), seen.size - 1, 2)
    );
}
