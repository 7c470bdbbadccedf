//! Whatever is altered in a log is refused, and nothing that comes in makes the verifier panic.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

use std::collections::BTreeSet;

use onus_ledger::operation::{Message, Meta, Record};
use onus_ledger::{
    Checkpoint, Commit, Content, Draft, Effect, Graph, Header, Leaf, MemberId, Operation,
    OperationId, RecordId, Resident, Retract, Salt, Signature, SigningKey, Slot, Time, Word,
};
use proptest::prelude::*;
use proptest::sample::Index;

fn meta(time: u64) -> Meta {
    Meta {
        author: MemberId::from_bytes([0xa1; 16]),
        time: Time::from_unix_seconds(1_795_456_800 + time).unwrap(),
        tool: "test 0".to_owned(),
    }
}

/// A log of several commits; the bytes given decide what they hold.
fn log(key: &SigningKey, commits: &[Vec<u8>]) -> Vec<Commit> {
    let recovery = SigningKey::from_seed(&[9; 32]).public();
    let salt = |n: u8| Salt::from_bytes([n; 16]);
    let mut graph = Graph::new();
    let mut resident = Resident::default();
    let mut drafts = vec![Draft::founding(key, &recovery, [3; 16], &meta(0), salt(0)).unwrap()];
    let mut made: Vec<Commit> = Vec::new();
    let mut names: Vec<OperationId> = Vec::new();
    for (time, choices) in (1..).zip(commits) {
        let mut draft = drafts.pop().unwrap();
        for (index, choice) in (1..).zip(choices) {
            let operation = match choice % 3 {
                0 => Operation::Message(Message { text: format!("Жаңаөзен {choice}") }),
                _ => Operation::Record(Record {
                    record: RecordId::from_bytes([*choice; 16]),
                    record_type: Word::new("tally").unwrap(),
                    handle: (choice % 2 == 0).then(|| format!("h{choice}")),
                    label: None,
                }),
            };
            names.push(draft.push(salt(index), &operation).unwrap());
        }
        let commit = draft.sign(key).unwrap();
        take(&mut graph, &mut resident, &commit).unwrap();
        made.push(commit);
        let place = graph.next(&key.device(), &resident).unwrap();
        let mut next = Draft::following(&place, &meta(time), salt(0)).unwrap();
        if let Some(target) = names.first().filter(|_| time % 2 == 0) {
            next.effect(Effect::Retract(Retract { leaves: BTreeSet::from([*target]) }));
        }
        drafts.push(next);
    }
    made
}

/// Takes a commit in.
fn take(
    graph: &mut Graph,
    resident: &mut Resident,
    commit: &Commit,
) -> Result<onus_ledger::Accepted, onus_ledger::Refusal> {
    let accepted = graph.check(commit, resident, None)?;
    resident.record(&accepted);
    let delta = graph.advance(&accepted, resident)?;
    assert_eq!(delta, onus_ledger::Delta::default());
    Ok(accepted)
}

/// How many of the commits are accepted, and by a graph that had to stop whether it stands still.
fn accepted(commits: &[Commit]) -> usize {
    let mut graph = Graph::new();
    let mut resident = Resident::default();
    for (place, commit) in commits.iter().enumerate() {
        let before = graph.snapshot();
        if take(&mut graph, &mut resident, commit).is_err() {
            assert_eq!(graph.snapshot(), before);
            return place;
        }
    }
    commits.len()
}

fn histories() -> impl Strategy<Value = Vec<Commit>> {
    proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..5), 1..5)
        .prop_map(|commits| log(&SigningKey::from_seed(&[1; 32]), &commits))
}

/// The leaf in a slot, which these tests leave open.
fn leaf(slot: &mut Slot) -> &mut Leaf {
    match slot {
        Slot::Open(leaf) => leaf,
        Slot::Closed(..) => panic!("a closed leaf"),
    }
}

/// Alters one byte of a commit: header, signature, a salt or a content, whichever `place` falls on.
fn alter(commit: &mut Commit, place: Index, by: u8) {
    let mut signature = *commit.signature.as_bytes();
    let mut leaves: Vec<Leaf> = commit.leaves.iter_mut().map(|slot| leaf(slot).clone()).collect();
    let mut salts: Vec<[u8; 16]> = leaves.iter().map(|leaf| *leaf.salt.as_bytes()).collect();
    {
        let contents = leaves.iter_mut().flat_map(|leaf| leaf.content.iter_mut());
        let mut bytes: Vec<&mut u8> = commit.header.iter_mut().chain(&mut signature).collect();
        bytes.extend(salts.iter_mut().flatten());
        bytes.extend(contents);
        let place = place.index(bytes.len());
        *bytes[place] ^= by;
    }
    commit.signature = Signature::from_slice(&signature).unwrap();
    for ((slot, mut leaf), salt) in commit.leaves.iter_mut().zip(leaves).zip(salts) {
        leaf.salt = Salt::from_bytes(salt);
        *slot = leaf.into();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_altered_byte_is_refused(
        mut commits in histories(),
        which in any::<Index>(),
        place in any::<Index>(),
        by in 1u8..,
        with_names in any::<bool>(),
    ) {
        prop_assert_eq!(accepted(&commits), commits.len());
        let which = which.index(commits.len());
        alter(&mut commits[which], place, by);
        if !with_names {
            commits[which].names = None;
        }
        prop_assert_eq!(accepted(&commits), which);
    }

    #[test]
    fn a_history_shortened_within_or_reordered_is_refused(
        commits in histories(),
        which in any::<Index>(),
        other in any::<Index>(),
    ) {
        let (which, other) = (which.index(commits.len()), other.index(commits.len()));
        let mut swapped = commits.clone();
        swapped.swap(which, other);
        prop_assert_eq!(accepted(&swapped) == commits.len(), which == other);
        let mut shortened = commits.clone();
        shortened.remove(which);
        prop_assert_eq!(accepted(&shortened), which);
        let mut doubled = commits.clone();
        doubled.insert(which, commits[which].clone());
        prop_assert_eq!(accepted(&doubled), which + 1);
    }

    #[test]
    fn a_truncated_commit_is_refused(
        mut commits in histories(),
        which in any::<Index>(),
        cut in any::<Index>(),
        what in 0usize..3,
    ) {
        let which = which.index(commits.len());
        let commit = &mut commits[which];
        match what {
            0 => commit.header.truncate(cut.index(commit.header.len())),
            1 => commit.leaves.truncate(cut.index(commit.leaves.len())),
            _ => {
                let at = cut.index(commit.leaves.len());
                let content = &mut leaf(&mut commit.leaves[at]).content;
                content.truncate(cut.index(content.len()));
            }
        }
        commit.names = None;
        prop_assert_eq!(accepted(&commits), which);
    }

    #[test]
    fn a_resumed_graph_goes_on_as_the_first_would(commits in histories()) {
        let mut whole = Graph::new();
        let mut resident = Resident::default();
        let mut resumed: Option<Graph> = None;
        for commit in &commits {
            if let Some(resumed) = &resumed {
                prop_assert_eq!(
                    resumed.check(commit, &resident, None).unwrap(),
                    whole.check(commit, &resident, None).unwrap()
                );
            }
            take(&mut whole, &mut resident, commit).unwrap();
            let taken_up = Graph::resume(&whole.snapshot().unwrap()).unwrap();
            prop_assert_eq!(&taken_up, &whole);
            resumed = Some(taken_up);
        }
    }

    #[test]
    fn a_damaged_snapshot_never_panics(
        commits in histories(),
        damage in any::<Index>(),
        by in 1u8..,
    ) {
        let mut graph = Graph::new();
        let mut resident = Resident::default();
        for commit in &commits {
            take(&mut graph, &mut resident, commit).unwrap();
        }
        let mut snapshot = graph.snapshot().unwrap();
        let place = damage.index(snapshot.len());
        snapshot[place] ^= by;
        if let Ok(graph) = Graph::resume(&snapshot) {
            let _ = graph.devices(&resident);
            let _ = graph.members(&resident);
        }
        prop_assert!(Graph::resume(&snapshot[..place]).is_err());
    }

    #[test]
    fn arbitrary_bytes_never_panic(
        header in proptest::collection::vec(any::<u8>(), 0..200),
        text in any::<String>(),
        signature in any::<[u8; 32]>(),
    ) {
        let _ = Header::parse(&header);
        let _ = Content::read(&header);
        let _ = Checkpoint::parse(&text);
        let _ = Graph::resume(&header);
        let signature = Signature::from_slice(&[signature, signature].concat()).unwrap();
        let commit = Commit { header, signature, leaves: Vec::new(), names: None };
        prop_assert!(Graph::new().check(&commit, &Resident::default(), None).is_err());
    }

    /// Random bytes fail at the first brace; a real checkpoint, damaged, gets further.
    #[test]
    fn a_damaged_checkpoint_is_refused(
        commits in histories(),
        damage in any::<Index>(),
        by in any::<char>(),
    ) {
        let key = SigningKey::from_seed(&[1; 32]);
        let mut graph = Graph::new();
        let mut resident = Resident::default();
        for commit in &commits {
            take(&mut graph, &mut resident, commit).unwrap();
        }
        let head = graph.tree_heads(&key.device(), &resident)[0];
        let note = head.sign(&key).unwrap();
        let judge = |note: &str| {
            let checkpoint = Checkpoint::parse(note)?;
            checkpoint.verify(&key.public())?;
            checkpoint.compare(&head)
        };
        prop_assert_eq!(judge(&note), Ok(()));
        let mut characters: Vec<char> = note.chars().collect();
        let damage = damage.index(characters.len());
        let changed = characters[damage] != by;
        characters[damage] = by;
        prop_assert_eq!(judge(&characters.into_iter().collect::<String>()).is_err(), changed);
    }
}
