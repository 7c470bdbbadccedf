//! Random histories of several devices: any order gives the same state, and that state is the one that
//! the definition gives.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::oracle::Oracle;
use common::state::state;
use common::team::{Team, claim, erase, level, retract, revoke, role};
use onus_ledger::graph::Rights;
use onus_ledger::{
    Commit, CommitId, Content, DeviceRetire, Effect, Known, Level, Log, OperationId, Role, Standing,
};
use proptest::prelude::*;
use proptest::sample::Index;

/// One thing that happens.
#[derive(Clone, Debug)]
struct Step {
    by: Index,
    what: u8,
    /// Choices within it.
    one: Index,
    other: Index,
    flag: bool,
}

fn step() -> impl Strategy<Value = Step> {
    (any::<Index>(), 0u8..24, any::<Index>(), any::<Index>(), any::<bool>())
        .prop_map(|(by, what, one, other, flag)| Step { by, what, one, other, flag })
}

/// Lets it happen; what no log would take does not.
fn happen(team: &mut Team, step: &Step) {
    let by = step.by.index(team.devices.len());
    let device = team.devices[by].id();
    let known: Vec<OperationId> = {
        let log = &team.devices[by].log;
        log.headers().keys().flat_map(|id| log.operations(id).iter().skip(1)).copied().collect()
    };
    let target = |index: &Index| known.get(index.index(known.len().max(1))).copied();
    let other = step.one.index(team.devices.len());
    let words = [claim("15..", Level::Team)];
    let effects = match step.what {
        0..=5 => {
            // The other device gets one commit and what it descends from.
            let from: Vec<CommitId> = team.devices[by].log.headers().keys().copied().collect();
            let commit = from[step.other.index(from.len())];
            return team.deliver(other, commit);
        }
        6 => return team.deliver_all(other),
        7..=10 => Vec::new(),
        11 => target(&step.one).map(|target| retract([target])).into_iter().collect(),
        12 => {
            let given = Level::ALL[step.other.index(5)];
            target(&step.one).map(|target| level(given, [target])).into_iter().collect()
        }
        13 => target(&step.one).map(|target| erase([target])).into_iter().collect(),
        14 | 15 => vec![role(step.one.index(5) as u8, Role::ALL[step.other.index(5)])],
        16 if team.devices.len() < 6 => {
            let number = team.devices.len() as u8;
            vec![team.join(number, step.one.index(5) as u8)]
        }
        17..=19 => {
            let of = team.devices[other].id();
            let mut chain = Vec::new();
            team.devices[by].log.known().chain(&of, 0, &mut |node| chain.push((node.id, node.seq)));
            let keep = chain.get(step.other.index(chain.len().max(1))).copied();
            vec![revoke(of, keep.filter(|_| step.flag || step.what < 19))]
        }
        20 if step.flag => vec![Effect::DeviceRetire(DeviceRetire { device })],
        21 | 22 => {
            let length = team.devices[by].log.headers().len() as u64;
            let seq = step.other.index(usize::try_from(length).unwrap()) as u64;
            if let Some(place) = team.fork_after(by, seq) {
                let effects = if step.flag {
                    vec![role(step.one.index(5) as u8, Role::Owner)]
                } else {
                    Vec::new()
                };
                let _ = team.try_commit(by, &place, &words, effects);
            }
            return;
        }
        23 => {
            let log = &team.devices[by].log;
            let recovery = team.recovery.device();
            let place = log.graph().next(&recovery, log.known()).unwrap();
            let effect = if step.flag {
                revoke(team.devices[other].id(), None)
            } else {
                role(step.one.index(5) as u8, Role::Owner)
            };
            let _ = team.try_commit(by, &place, &[], vec![effect]);
            return;
        }
        _ => Vec::new(),
    };
    let log = &team.devices[by].log;
    // Also what a program would not do: a revoked device goes on as if it had not heard.
    if let Ok(place) = log.graph().next(&device, log.known()) {
        let _ = team.try_commit(by, &place, &words, effects);
    } else if let Some(place) = last_seq(team, by).and_then(|seq| team.fork_after(by, seq)) {
        let _ = team.try_commit(by, &place, &words, effects);
    }
}

fn last_seq(team: &Team, by: usize) -> Option<u64> {
    let device = &team.devices[by];
    let mut last = None;
    device.log.known().chain(&device.id(), 0, &mut |node| last = last.max(Some(node.seq)));
    last
}

fn teams() -> impl Strategy<Value = Team> {
    let roles = proptest::collection::vec(prop::sample::select(Role::ALL), 2..5);
    (roles, proptest::collection::vec(step(), 0..40)).prop_map(|(roles, steps)| {
        let mut team = Team::with(&roles);
        steps.iter().for_each(|step| happen(&mut team, step));
        team
    })
}

impl std::fmt::Debug for Team {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a team of {} with {} commits", self.devices.len(), self.commits.len())
    }
}

/// A log that takes the commits in this order, the founding one first.
fn taken(commits: &[Commit], order: &[usize]) -> Log {
    let mut log = Log::default();
    log.offer(commits[0].clone(), None);
    for number in order.iter().filter(|number| **number != 0) {
        assert_eq!(log.offer(commits[*number].clone(), None).refused, []);
    }
    assert!(log.waiting().is_empty());
    log
}

fn shuffled(length: usize, keys: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by_key(|number| keys.get(*number).copied().unwrap_or_default());
    order
}

fn cases(least: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(least))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_order_gives_the_same_state(
        team in teams(),
        keys in proptest::collection::vec(any::<u32>(), 120),
    ) {
        let ids: Vec<CommitId> = team.commits.iter().map(Commit::id).collect();
        let first = taken(&team.commits, &(0..ids.len()).collect::<Vec<_>>());
        let second = taken(&team.commits, &shuffled(ids.len(), &keys));
        prop_assert_eq!(state(&first, &ids), state(&second, &ids));
        let heads = |log: &Log| log.graph().heads().collect::<Vec<_>>();
        prop_assert_eq!(heads(&first), heads(&second));
        for node in first.known().nodes() {
            // Branches of a forked chain are numbered as a replica met them; all else is the same.
            let other = second.known().node(&node.id).unwrap();
            prop_assert_eq!((node.height, node.time, &node.before), (other.height, other.time, &other.before));
        }
    }

    #[test]
    fn the_state_is_what_the_definition_gives(team in teams()) {
        let log = taken(&team.commits, &(0..team.commits.len()).collect::<Vec<_>>());
        let oracle = Oracle::of(&log, team.recovery.device());
        let (acting, said) = oracle.decide();
        let (graph, known) = (log.graph(), log.known());
        for (id, said) in &said {
            let node = known.node(id).unwrap();
            let standing = graph.standing(&node, known);
            let rights = said.role.map_or(Rights::Recovery, Rights::Member);
            prop_assert_eq!(standing, Standing { void: said.void, rights });
            for (effect, stands) in log.headers()[id].effects.iter().zip(&said.stands) {
                let own = common::state::owns(&log, effect, id);
                prop_assert_eq!(standing.judge_effect(effect, own).is_none(), *stands);
            }
        }
        prop_assert_eq!(graph.revocations().len(), acting.len());
        let (retracted, erased, levels) = oracle.operations(&said);
        for operation in known.acted_on() {
            let state = graph.operation(operation, known);
            prop_assert_eq!(!state.retracted.is_empty(), retracted.contains(operation));
            prop_assert_eq!(!state.erased.is_empty(), erased.contains(operation));
            prop_assert_eq!(state.level, levels.get(operation).copied());
        }
    }

    #[test]
    fn what_changes_is_told_and_nothing_else_changes(
        team in teams(),
        keys in proptest::collection::vec(any::<u32>(), 120),
    ) {
        let mut log = Log::default();
        let mut said: BTreeMap<CommitId, Standing> = BTreeMap::new();
        let order = shuffled(team.commits.len(), &keys);
        let order = std::iter::once(0).chain(order.into_iter().filter(|number| *number != 0));
        for number in order {
            for (accepted, delta) in log.offer(team.commits[number].clone(), None).held {
                said.insert(accepted.id(), accepted.standing());
                for changed in delta.changed {
                    prop_assert_eq!(said.insert(changed.commit, changed.is), Some(changed.was));
                }
            }
        }
        for node in log.known().nodes() {
            prop_assert_eq!(said[&node.id], log.graph().standing(node, log.known()));
        }
    }

    #[test]
    fn devices_that_exchange_everything_agree(mut team in teams()) {
        team.meet();
        let ids: Vec<CommitId> = team.commits.iter().map(Commit::id).collect();
        let first = state(&team.devices[0].log, &ids);
        for device in &team.devices[1..] {
            prop_assert_eq!(&first, &state(&device.log, &ids));
        }
    }

    #[test]
    fn closing_leaves_changes_nothing_of_what_is_left(
        team in teams(),
        keep in proptest::collection::vec(any::<bool>(), 200),
    ) {
        let mut keep = keep.iter().cycle();
        let mut closed = BTreeSet::new();
        let mut partial = Vec::new();
        for commit in &team.commits {
            let mut commit = commit.clone();
            let names = commit.names.take().unwrap();
            for (slot, name) in commit.leaves.iter_mut().zip(names).skip(1) {
                if !keep.next().unwrap() {
                    *slot = onus_ledger::Slot::Closed(name, onus_ledger::Absence::Withheld);
                    closed.insert(name);
                }
            }
            partial.push(commit);
        }
        let order: Vec<usize> = (0..team.commits.len()).collect();
        let (whole, partial) = (taken(&team.commits, &order), taken(&partial, &order));
        prop_assert_eq!(whole.graph().snapshot(), partial.graph().snapshot());
        for (name, content) in whole.contents() {
            match &partial.contents()[name] {
                Content::Closed(_) => prop_assert!(closed.contains(name)),
                same => prop_assert_eq!(same, content),
            }
        }
    }

    #[test]
    fn a_node_reads_back(team in teams()) {
        let log = taken(&team.commits, &(0..team.commits.len()).collect::<Vec<_>>());
        for node in log.known().nodes() {
            let read = onus_ledger::graph::Node::from_bytes(&node.to_bytes());
            prop_assert_eq!(read.as_ref(), Some(node));
        }
    }
}

/// The histories above are no use unless they reach what the rules are about.
#[test]
fn random_histories_reach_every_kind_of_void() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..150 {
        let team = teams().new_tree(&mut runner).unwrap().current();
        let log = taken(&team.commits, &(0..team.commits.len()).collect::<Vec<_>>());
        let (graph, known) = (log.graph(), log.known());
        let mut count = |what: &'static str, times: usize| *seen.entry(what).or_default() += times;
        for node in known.nodes() {
            let standing = graph.standing(node, known);
            standing.void.into_iter().for_each(|reason| count(reason.code(), 1));
            for effect in &log.headers()[&node.id].effects {
                let own = common::state::owns(&log, effect, &node.id);
                let reason = standing.judge_effect(effect, own);
                reason.into_iter().for_each(|reason| count(reason.code(), 1));
                if matches!(effect, Effect::DeviceRevoke(_)) {
                    count("revocations", 1);
                    count("revocations that stand", usize::from(reason.is_none()));
                }
            }
        }
        count("revocations that act", graph.revocations().len());
        count("forks", graph.forks(known).len());
        count("commits", known.nodes().len());
    }
    println!("{seen:?}");
    for what in ["void.revoked", "void.device", "void.fork", "effect.authority", "forks"] {
        assert!(seen.get(what).is_some_and(|times| *times > 10), "{what}: {seen:?}");
    }
    // Some act in doubt, and some were dropped.
    assert!(seen["revocations that act"] > seen["revocations that stand"], "{seen:?}");
    assert!(seen["revocations that act"] < seen["revocations"], "{seen:?}");
}
