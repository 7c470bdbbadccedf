//! What enemies, accidents and colleagues under pressure do to a log, each by its name, and what comes of
//! it. Through the public front door; the same rules are in the vectors with every reason code.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod common;

use std::collections::BTreeSet;

use common::team::{START, Team, claim, erase, member, retract, revoke, role};
use onus_ledger::bundle::{self, BundleError, BundleId, Manifest};
use onus_ledger::graph::DeviceState;
use onus_ledger::{
    Checkpoint, Commit, CommitId, Content, DeviceId, Known, Leaf, Level, Log, OperationId,
    PublicKey, Reason, Role, Salt, Signature, Slot, Time,
};

fn says(text: &str) -> [onus_ledger::Operation; 1] {
    [claim(text, Level::Team)]
}

/// Why nothing of a commit counts, on a replica that has all of it.
fn void(team: &Team, commit: &CommitId) -> Option<Reason> {
    let log = all(team);
    let node = log.known().node(commit).unwrap();
    log.graph().standing(&node, log.known()).void
}

fn all(team: &Team) -> Log {
    let mut log = Log::default();
    for commit in &team.commits {
        assert_eq!(log.offer(commit.clone(), None).refused, []);
    }
    log
}

fn retracted(log: &Log, operation: &OperationId) -> bool {
    !log.graph().operation(operation, log.known()).retracted.is_empty()
}

fn seq(log: &Log, commit: &CommitId) -> u64 {
    log.known().node(commit).unwrap().seq
}

#[test]
fn a_stolen_device_backdates_under_its_revocation() {
    let mut team = Team::with(&[Role::Coder]);
    let (kept, _) = team.commit(1, &says("1.."), vec![]);
    team.meet();
    let thief = team.devices[1].id();
    let keep = (kept, seq(&team.devices[0].log, &kept));
    team.commit(0, &[], vec![revoke(thief, Some(keep))]);
    // The thief has not "seen" the revocation, and states an earlier time.
    let (backdated, _) = team.commit(1, &says("forged"), vec![]);
    assert_eq!(void(&team, &kept), None);
    assert_eq!(void(&team, &backdated), Some(Reason::VoidRevoked));
    // Nor does a fork before the commit kept help.
    let mut place = team.fork_after(1, 0).unwrap();
    place.seq = 0;
    place.previous = None;
    place.parents = BTreeSet::from([team.commits[1].id()]);
    let (forked, _) = team.try_commit(1, &place, &says("forged"), vec![]).unwrap();
    assert_eq!(void(&team, &forked), Some(Reason::VoidRevoked));
}

#[test]
fn two_owners_revoke_each_other_until_the_recovery_code_settles_it() {
    let mut team = Team::with(&[Role::Owner]);
    let (good, bad) = (team.devices[0].id(), team.devices[1].id());
    let (work, _) = team.commit(0, &says("1.."), vec![]);
    let (by_good, _) = team.commit(0, &[], vec![revoke(bad, None)]);
    let (by_bad, _) = team.commit(1, &[], vec![revoke(good, None)]);
    team.meet();
    for commit in [&work, &by_good, &by_bad] {
        assert_eq!(void(&team, commit), Some(Reason::VoidRevoked), "in doubt both act");
    }
    let log = &team.devices[0].log;
    assert_eq!(log.graph().next(&good, log.known()), Err(Reason::VoidRevoked));
    team.recover(0, vec![revoke(bad, None)]);
    assert_eq!(void(&team, &work), None);
    assert_eq!(void(&team, &by_good), None);
    assert_eq!(void(&team, &by_bad), Some(Reason::VoidRevoked));
    let log = &team.devices[0].log;
    assert!(log.graph().next(&good, log.known()).is_ok());
}

#[test]
fn a_retroactive_fork_freezes_nothing_that_others_built_on() {
    let mut team = Team::with(&[Role::Coder, Role::Coder]);
    let work: Vec<CommitId> =
        (0..5).map(|n| team.commit(1, &says(&format!("{n}..")), vec![]).0).collect();
    team.meet();
    team.commit(2, &says("built on it"), vec![]);
    // The thief forks at the beginning; a second device under the thief is witness with the old state.
    let place = team.fork_after(1, 0).unwrap();
    let (forged, _) = team.draft(&place, 1, &says("forged"), vec![], 0);
    let forged_id = forged.id();
    team.commits.push(forged);
    team.devices[0].log = {
        let mut log = Log::default();
        team.commits[..2].iter().for_each(|commit| {
            log.offer(commit.clone(), None);
        });
        log
    };
    team.deliver(0, work[1]);
    team.deliver(0, forged_id);
    team.commit(0, &says("a witness that has seen little"), vec![]);
    for commit in &work {
        assert_eq!(void(&team, commit), None);
    }
    let log = all(&team);
    assert_eq!(log.graph().forks(log.known()).len(), 1);
}

#[test]
fn a_chain_is_transplanted() {
    let mut team = Team::with(&[Role::Coder]);
    let (_, names) = team.commit(1, &says("1.."), vec![]);
    team.meet();
    // Somebody else's operation, with its salt, in a commit of one's own: the name is another.
    let theirs = team.commits.last().unwrap().leaves[1].clone();
    team.commit(0, &says("2.."), vec![]);
    let mut mine = team.commits.last().unwrap().clone();
    mine.leaves[1] = theirs;
    mine.names = None;
    let mut log = Log::default();
    team.commits[..3].iter().for_each(|commit| {
        log.offer(commit.clone(), None);
    });
    assert_eq!(log.offer(mine, None).refused[0].reason, Reason::LeafRoot);
    assert_eq!(log.known().positions(&names[0]).len(), 1);
    // Another device's commit as the one before one's own.
    let mut place = team.devices[0].log.graph().next(&team.devices[0].id(), log.known()).unwrap();
    place.device = team.devices[1].id();
    let (commit, _) = team.draft(&place, 1, &says("3.."), vec![], 0);
    let refused = all(&team).offer(commit, None).refused;
    assert_eq!(refused[0].reason, Reason::ChainPrevious);
}

#[test]
fn a_folder_is_cloned_and_both_go_on() {
    let mut team = Team::with(&[Role::Coder]);
    let (before, _) = team.commit(1, &says("1.."), vec![]);
    team.meet();
    let place = {
        let log = &team.devices[1].log;
        log.graph().next(&team.devices[1].id(), log.known()).unwrap()
    };
    let (one, _) = team.try_commit(1, &place, &says("one"), vec![]).unwrap();
    let (other, _) = team.draft(&place, 1, &says("other"), vec![], 0);
    let other_id = other.id();
    team.commits.push(other);
    team.meet();
    for commit in [&before, &one, &other_id] {
        assert_eq!(void(&team, commit), None, "both are kept and shown");
    }
    let log = &team.devices[0].log;
    let fork = &log.graph().forks(log.known())[0];
    assert_eq!(fork.commits, BTreeSet::from([one, other_id]).into_iter().collect::<Vec<_>>());
    let device = log.graph().device(&fork.device, log.known()).unwrap();
    assert_eq!(device.state, DeviceState::Closed(Reason::ChainClosed));
    // The member enrols anew, and only the branch that is kept goes on counting.
    let add = team.join(7, 1);
    let keep = (one, seq(&team.devices[0].log, &one));
    team.commit(0, &[], vec![add, revoke(fork_device(&team), Some(keep))]);
    team.deliver_all(2);
    team.commit(2, &says("2.."), vec![]);
    assert_eq!(void(&team, &one), None);
    assert_eq!(void(&team, &other_id), Some(Reason::VoidRevoked));
}

fn fork_device(team: &Team) -> DeviceId {
    team.devices[1].id()
}

#[test]
fn a_backup_is_restored() {
    let mut team = Team::with(&[Role::Coder]);
    let backup = team.devices[1].log.clone();
    let (lost, _) = team.commit(1, &says("1.."), vec![]);
    team.meet();
    let device = team.devices[1].id();
    let head = team.devices[1].log.graph().tree_heads(&device, team.devices[1].log.known())[0];
    let note = head.sign(&team.devices[1].key).unwrap();
    // What was remembered outside the folder tells that the restored one is older.
    assert!(backup.known().node(&lost).is_none());
    let remembered = Checkpoint::parse(&note).unwrap();
    assert_eq!(remembered.check(backup.graph(), backup.known()), Err(Reason::CheckpointSize));
    // A program that goes on regardless forks its own chain, and everybody sees it.
    team.devices[1].log = backup;
    team.commit(1, &says("2.."), vec![]);
    team.meet();
    let log = &team.devices[0].log;
    assert_eq!(log.graph().forks(log.known())[0].device, device);
    let log = &team.devices[1].log;
    assert_eq!(log.graph().next(&device, log.known()), Err(Reason::ChainClosed));
}

#[test]
fn equivocation_is_seen_by_the_first_who_meets_both() {
    let mut team = Team::with(&[Role::Coder, Role::Coder, Role::Coder]);
    let liar = team.devices[1].id();
    let place = team.devices[1].log.graph().next(&liar, team.devices[1].log.known()).unwrap();
    let (to_two, _) = team.draft(&place, 1, &says("fifteen"), vec![], 0);
    let (to_three, _) = team.draft(&place, 1, &says("fifty"), vec![], 0);
    team.devices[2].log.offer(to_two.clone(), None);
    team.devices[3].log.offer(to_three.clone(), None);
    team.commits.extend([to_two.clone(), to_three.clone()]);
    team.commit(2, &says("on fifteen"), vec![]);
    team.commit(3, &says("on fifty"), vec![]);
    // Two heads of one size prove it without any commit.
    let heads: Vec<_> = [2, 3]
        .iter()
        .map(|n| &team.devices[*n].log)
        .map(|log| log.graph().tree_heads(&liar, log.known())[0])
        .collect();
    assert_eq!(heads[0].size, heads[1].size);
    assert_ne!(heads[0].root, heads[1].root);
    team.deliver_all(0);
    team.commit(0, &says("a witness"), vec![]);
    assert_eq!(void(&team, &to_two.id()), None);
    assert_eq!(void(&team, &to_three.id()), None);
    // From there neither branch goes on.
    let mut place = place;
    place.seq += 1;
    for branch in [&to_two, &to_three] {
        place.previous = Some(branch.id());
        place.parents = BTreeSet::from([branch.id()]);
        let (later, _) = team.draft(&place, 1, &says("later"), vec![], 0);
        team.commits.push(later.clone());
        assert_eq!(void(&team, &later.id()), Some(Reason::VoidFork));
    }
}

#[test]
fn a_retraction_cannot_be_withheld_from_what_follows_it() {
    let mut team = Team::with(&[Role::Coder]);
    let (_, names) = team.commit(1, &says("1.."), vec![]);
    let (hidden, _) = team.commit(1, &[], vec![retract([names[0]])]);
    let (after, _) = team.commit(1, &says("2.."), vec![]);
    let mut log = Log::default();
    for commit in &team.commits {
        if commit.id() != hidden {
            log.offer(commit.clone(), None);
        }
    }
    // Without the retraction, what follows waits; the effect itself cannot be cut from a header.
    assert!(log.waiting().contains_key(&after));
    let mut cut = team.commits.iter().find(|commit| commit.id() == hidden).unwrap().clone();
    let header = String::from_utf8(cut.header).unwrap();
    let begin = header.find("\"effects\":[").unwrap() + 11;
    let end = header.find("],\"format\"").unwrap();
    cut.header = format!("{}{}", &header[..begin], &header[end..]).into_bytes();
    assert_eq!(log.offer(cut, None).refused[0].reason, Reason::SignatureInvalid);
    assert!(retracted(&all(&team), &names[0]));
}

#[test]
fn erased_operations_do_not_come_back() {
    let mut team = Team::with(&[Role::Custodian]);
    let (made, names) = team.commit(0, &says("a name"), vec![]);
    team.meet();
    team.commit(1, &[], vec![erase([names[0]])]);
    let whole = team.commits.clone();
    let closed: Vec<Commit> = whole
        .iter()
        .map(|commit| {
            let mut commit = commit.clone();
            if commit.id() == made {
                commit.leaves[1] = Slot::Closed(names[0], onus_ledger::Absence::Erased);
            }
            commit
        })
        .collect();
    let mut log = Log::default();
    closed.iter().for_each(|commit| {
        log.offer(commit.clone(), None);
    });
    // Sent again by somebody who has not heard: it stays away, and that is told.
    let sent = whole.iter().find(|commit| commit.id() == made).unwrap();
    assert_eq!(log.open(sent), Ok(0));
    assert!(matches!(log.contents()[&names[0]], Content::Closed(_)));
    let bundle = bundle_of(&team, &whole, &closed);
    let checked =
        bundle::check(bundle.as_slice(), log.graph(), log.known(), None, None, &mut ()).unwrap();
    assert_eq!(checked.erased, [names[0]]);
}

/// A bundle by device 0 of all commits, with the manifest that fits.
fn bundle_of(team: &Team, commits: &[Commit], heads_of: &[Commit]) -> Vec<u8> {
    let mut log = Log::default();
    heads_of.iter().for_each(|commit| {
        log.offer(commit.clone(), None);
    });
    let slots = || commits.iter().flat_map(|commit| &commit.leaves);
    let open = slots().filter(|slot| slot.leaf().is_some()).count() as u64;
    let device = &team.devices[0];
    let text = b"the text of a source";
    let digest = digest(text);
    let manifest = Manifest {
        base: Default::default(),
        bundle: BundleId::from_bytes([7; 16]),
        case: team.case(),
        checkpoints: 1,
        closed: slots().count() as u64 - open,
        commits: commits.len() as u64,
        from: device.id(),
        heads: log.graph().heads().collect(),
        level: Level::Team,
        objects: 1,
        open,
        time: Time::from_unix_seconds(START).unwrap(),
        to: BTreeSet::from([device.id()]),
    };
    let mut writer = bundle::Writer::begin(Vec::new(), &manifest).unwrap();
    commits.iter().for_each(|commit| writer.commit(commit).unwrap());
    let head = log.graph().tree_heads(&device.id(), log.known())[0];
    writer.checkpoint(&head.sign(&device.key).unwrap()).unwrap();
    writer.object(digest, text.len() as u64, text.as_slice()).unwrap();
    writer.finish(&device.key).unwrap()
}

fn digest(bytes: &[u8]) -> onus_ledger::Digest {
    use sha2::Digest as _;
    onus_ledger::Digest::from_bytes(sha2::Sha256::digest(bytes).into())
}

#[test]
fn hostile_mass_erasure_hides_until_it_is_undone_and_destroys_nothing() {
    let mut team = Team::with(&[Role::Custodian]);
    let claims: Vec<_> = (0..500).map(|n| claim(&format!("{n}.."), Level::Team)).collect();
    let (_, names) = team.commit(0, &claims, vec![]);
    team.meet();
    let enemy = team.devices[1].id();
    team.commit(1, &[], vec![erase(names.iter().copied())]);
    team.deliver_all(0);
    let log = &team.devices[0].log;
    assert!(names.iter().all(|name| log.graph().is_erased(name, log.known())));
    // The contents are still here: destroying them is for a custodian to decide.
    assert!(names.iter().all(|name| matches!(log.contents()[name], Content::Operation(_))));
    team.commit(0, &[], vec![revoke(enemy, None)]);
    let log = &team.devices[0].log;
    assert!(!names.iter().any(|name| log.graph().is_erased(name, log.known())));
    // And no signature empties a case at once.
    let claims: Vec<_> = (0..1_025).map(|n| Team::says(&n.to_string())).collect();
    let (_, names) = team.commit(0, &claims, vec![]);
    let place = {
        let log = &team.devices[0].log;
        log.graph().next(&team.devices[0].id(), log.known()).unwrap()
    };
    let (commit, _) = team.draft(&place, 0, &[], vec![erase(names)], 0);
    let refused = team.devices[0].log.offer(commit, None).refused;
    assert_eq!(refused[0].reason, Reason::EffectLimit);
}

#[test]
fn a_clock_is_set_to_2099() {
    let mut team = Team::with(&[Role::Coder]);
    let device = team.devices[1].id();
    let place = team.devices[1].log.graph().next(&device, team.devices[1].log.known()).unwrap();
    let (commit, _) = team.draft(&place, 1, &says("1.."), vec![], 73 * 365 * 86_400);
    let now = Time::from_unix_seconds(START + 60);
    let log = &mut team.devices[0].log;
    let offered = log.offer(commit.clone(), now);
    assert_eq!(offered.waits.unwrap().reason, Reason::TimeFuture);
    assert!(log.known().node(&commit.id()).is_none());
    // It does not pull others along, and is taken when its time has come.
    let log = &team.devices[0].log;
    let place = log.graph().next(&team.devices[0].id(), log.known()).unwrap();
    let (other, _) = team.draft(&place, 0, &says("2.."), vec![], 0);
    let log = &mut team.devices[0].log;
    assert_eq!(log.offer(other, now).held[0].0.time().unix_seconds(), START);
    let then = Time::from_unix_seconds(START + 73 * 365 * 86_400);
    assert_eq!(log.offer(commit, then).held.len(), 1);
}

#[test]
fn small_order_keys_and_non_canonical_signatures() {
    for weak in [[0; 32], one(1)] {
        assert_eq!(PublicKey::from_bytes(&weak).unwrap_err(), Reason::KeyWeak);
    }
    let mut team = Team::with(&[]);
    team.commit(0, &says("1.."), vec![]);
    let commit = team.commits.last().unwrap().clone();
    let mut log = Log::default();
    team.commits[..team.commits.len() - 1].iter().for_each(|commit| {
        log.offer(commit.clone(), None);
    });
    // S + L, which lenient libraries take for S.
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut signature = *commit.signature.as_bytes();
    let mut carry = 0u16;
    for (byte, add) in signature[32..].iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = (carry & 0xff) as u8;
        carry >>= 8;
    }
    for wrong in [signature, [0; 64]] {
        let mut commit = commit.clone();
        commit.signature = Signature::from_slice(&wrong).unwrap();
        assert_eq!(log.offer(commit, None).refused[0].reason, Reason::SignatureInvalid);
    }
    assert_eq!(log.offer(commit, None).held.len(), 1);
}

fn one(value: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[0] = value;
    bytes
}

#[test]
fn duplicate_keys_and_twenty_kinds_of_json_that_is_not_canonical() {
    let bad: [&[u8]; 26] = [
        b"{\"a\":1,\"a\":1}",
        b"{\"b\":1,\"a\":2}",
        b"{\"a\": 1}",
        b" {}",
        b"{}\n",
        b"{\"a\":1.0}",
        b"{\"a\":1e3}",
        b"{\"a\":-0}",
        b"{\"a\":01}",
        b"{\"a\":+1}",
        b"{\"a\":null}",
        b"{\"a\":NaN}",
        b"{\"a\":9007199254740992}",
        b"{\"A\":1}",
        b"{\"\\u0061\":1}",
        b"{\"a\":\"\\u00e9\"}",
        b"{\"a\":\"\\/\"}",
        b"{\"a\":\"\\u000a\"}",
        b"{\"a\":\"\\u001F\"}",
        b"{\"a\":\"\\ud83d\\udd4a\"}",
        b"{\"a\":\"\\u0000\"}",
        b"{\"a\":\"x\ny\"}",
        b"\xef\xbb\xbf{}",
        b"{\"a\":\"\xc0\xaf\"}",
        b"{\"a\":1,}",
        b"[]",
    ];
    for bytes in bad {
        let text = String::from_utf8_lossy(bytes);
        let fault = onus_ledger::content::parse(bytes).expect_err(&text);
        assert!(fault.reason.code().starts_with("content."), "{text}");
        // The same bytes as an operation are void and leave their commit standing.
        let mut team = Team::with(&[]);
        let place = {
            let log = &team.devices[0].log;
            log.graph().next(&team.devices[0].id(), log.known()).unwrap()
        };
        let meta = onus_ledger::operation::Meta {
            author: member(0),
            time: Time::from_unix_seconds(START).unwrap(),
            tool: "x".to_owned(),
        };
        let mut draft =
            onus_ledger::Draft::following(&place, &meta, Salt::from_bytes([1; 16])).unwrap();
        let name = draft.push_content(Salt::from_bytes([2; 16]), bytes.to_vec()).unwrap();
        let commit = draft.sign(&team.devices[0].key).unwrap();
        let log = &mut team.devices[0].log;
        assert_eq!(log.offer(commit, None).held.len(), 1);
        assert!(
            matches!(&log.contents()[&name], Content::Void(void) if void.reason == fault.reason)
        );
    }
}

/// Truncated, reordered, spliced and foreign bundles, at every place.
#[test]
fn bundles_are_cut_mixed_and_exchanged() {
    let mut team = Team::with(&[Role::Coder]);
    team.commit(1, &says("1.."), vec![]);
    team.meet();
    team.commit(0, &says("2.."), vec![]);
    let good = bundle_of(&team, &team.commits, &team.commits);
    let empty = Log::default();
    let judge = |bytes: &[u8]| {
        bundle::check(bytes, empty.graph(), empty.known(), None, None, &mut ()).map(|_| ())
    };
    assert!(judge(&good).is_ok());
    for length in 0..good.len() {
        assert!(judge(&good[..length]).is_err(), "cut at {length}");
    }
    let frames = frames(&good);
    let joined = |frames: &[&[u8]]| [&good[..14], &frames.concat()].concat();
    assert_eq!(joined(&frames), good);
    for one in 0..frames.len() {
        let mut fewer = frames.clone();
        let removed = fewer.remove(one);
        assert!(judge(&joined(&fewer)).is_err(), "without frame {one}");
        for other in 0..frames.len() {
            let mut moved = fewer.clone();
            moved.insert(other, removed);
            assert!(other == one || moved == frames || judge(&joined(&moved)).is_err());
            let mut doubled = frames.clone();
            doubled.insert(other, frames[one]);
            assert!(judge(&joined(&doubled)).is_err(), "frame {one} again at {other}");
        }
    }
    // A bundle of another case, and one spliced with a commit of another case.
    let here = all(&team);
    let mut other = Team::found_with(4);
    other.commit(0, &says("elsewhere"), vec![]);
    let foreign = bundle_of(&other, &other.commits, &other.commits);
    match bundle::check(foreign.as_slice(), here.graph(), here.known(), None, None, &mut ()) {
        Err(BundleError::Refused(refusal)) => assert_eq!(refusal.reason, Reason::ManifestCase),
        other => panic!("{other:?}"),
    }
    let strange = other.commits.last().unwrap();
    let refused = all(&team).offer(strange.clone(), None).refused;
    assert_eq!(refused[0].reason, Reason::CommitCase);
}

fn frames(bundle: &[u8]) -> Vec<&[u8]> {
    let (mut frames, mut rest) = (Vec::new(), &bundle[14..]);
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[1..5].try_into().unwrap()) as usize + 5;
        frames.push(&rest[..length]);
        rest = &rest[length..];
    }
    frames
}

/// Every byte of a bundle matters.
#[test]
fn any_byte_of_a_bundle_is_altered() {
    let mut team = Team::with(&[Role::Coder]);
    team.commit(1, &says("1.."), vec![]);
    team.meet();
    let good = bundle_of(&team, &team.commits, &team.commits);
    let empty = Log::default();
    for place in 0..good.len() {
        for by in [1u8, 0x80] {
            let mut bytes = good.clone();
            bytes[place] ^= by;
            let judged =
                bundle::check(bytes.as_slice(), empty.graph(), empty.known(), None, None, &mut ());
            assert!(matches!(judged, Err(BundleError::Refused(_))), "byte {place}");
        }
    }
}

#[test]
fn a_member_who_was_demoted_forks_to_before_it() {
    let mut team = Team::with(&[Role::Owner]);
    let schemer = team.devices[1].id();
    team.commit(1, &says("1.."), vec![]);
    team.meet();
    team.commit(0, &[], vec![role(1, Role::Reader)]);
    team.meet();
    let (kept, _) = team.commit(1, &[], vec![]);
    team.meet();
    let place = team.fork_after(1, 0).unwrap();
    team.try_commit(1, &place, &[], vec![role(9, Role::Owner)]);
    team.deliver_all(0);
    let keep = (kept, seq(&team.devices[0].log, &kept));
    team.commit(0, &[], vec![revoke(schemer, Some(keep))]);
    let log = all(&team);
    assert!(!log.graph().members(log.known()).iter().any(|who| who.id == member(9)));
}

/// A content can be read by whoever has it and proves nothing about other contents.
#[test]
fn a_leaf_opens_only_under_its_own_name() {
    let leaf = Leaf { salt: Salt::from_bytes([1; 16]), content: b"{}".to_vec() };
    let device = DeviceId::from_bytes([2; 32]);
    assert_ne!(leaf.id(None, device, 1, 1), leaf.id(None, device, 1, 2));
    assert_ne!(leaf.id(None, device, 1, 1), leaf.id(None, device, 2, 1));
}
