//! Histories of several members and devices, made by a stand-alone script, and what they count for.
//!
//! What is expected was written down by hand from `docs/log-format.md`. Each history is taken in in
//! several orders, and taken up again from a snapshot after every commit.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod common;

use common::{commit, number, text};
use onus_ledger::graph::DeviceState;
use onus_ledger::{Commit, CommitId, Content, Graph, Known, Log, Reason, Time};
use serde_json::{Map, Value, json};

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("vectors/histories.json")).unwrap()
}

fn commits(vector: &Value) -> Vec<Commit> {
    vector["commits"].as_array().unwrap().iter().map(|shown| commit(shown).unwrap()).collect()
}

/// What a log counts for, as the vectors say it. `order` gives commits the numbers of the vector.
fn state(log: &Log, order: &[CommitId]) -> Value {
    let (graph, known) = (log.graph(), log.known());
    let (mut void, mut effects, mut operations) = (Map::new(), Map::new(), Map::new());
    for (number, id) in order.iter().enumerate() {
        let node = known.node(id).unwrap();
        let standing = graph.standing(&node, known);
        if let Some(reason) = standing.void {
            void.insert(number.to_string(), reason.code().into());
            continue;
        }
        for (place, effect) in log.headers()[id].effects.iter().enumerate() {
            let own = owns(log, effect, node.author);
            if let Some(reason) = standing.judge_effect(effect, own) {
                effects.insert(format!("{number} {place}"), reason.code().into());
            }
        }
        for (index, name) in log.operations(id).iter().enumerate() {
            let reason = match &log.contents()[name] {
                Content::Operation(operation) => standing.judge(node.author, operation),
                Content::Void(fault) => Some(fault.reason),
                Content::NotUnderstood { .. } | Content::Closed(_) => None,
            };
            if let Some(reason) = reason {
                operations.insert(format!("{number} {index}"), reason.code().into());
            }
        }
    }
    let (mut retracted, mut erased, mut levels) = (Vec::new(), Vec::new(), Map::new());
    for operation in known.acted_on() {
        let state = graph.operation(operation, known);
        if !state.retracted.is_empty() {
            retracted.push(operation.to_string());
        }
        if !state.erased.is_empty() {
            erased.push(operation.to_string());
        }
        levels.extend(state.level.map(|level| (operation.to_string(), level.as_str().into())));
    }
    let roles: Map<String, Value> = graph
        .members(known)
        .iter()
        .map(|member| (member.id.to_string(), member.role.as_str().into()))
        .collect();
    let devices: Map<String, Value> = graph
        .devices(known)
        .iter()
        .map(|device| {
            let state = match device.state {
                DeviceState::Enrolled => "enrolled",
                DeviceState::Closed(reason) => reason.code(),
            };
            (device.id.to_string(), state.into())
        })
        .collect();
    let mut revocations: Vec<_> = graph
        .revocations()
        .iter()
        .map(|(device, keep, by)| {
            (device.to_string(), keep.map(|keep| keep.commit.to_string()), by.to_string())
        })
        .collect();
    revocations.sort();
    let forks: Vec<_> =
        graph.forks(known).iter().map(|fork| (fork.device.to_string(), fork.seq)).collect();
    json!({
        "void": void, "effects": effects, "operations": operations, "retracted": retracted,
        "erased": erased, "levels": levels, "roles": roles, "devices": devices,
        "revocations": revocations, "forks": forks,
    })
}

fn owns(log: &Log, effect: &onus_ledger::Effect, author: onus_ledger::MemberId) -> bool {
    use onus_ledger::Effect;
    let leaves = match effect {
        Effect::Retract(retract) => &retract.leaves,
        Effect::Level(change) => &change.leaves,
        Effect::Erase(erase) => &erase.leaves,
        _ => return true,
    };
    leaves.iter().all(|leaf| {
        let position = log.known().positions(leaf)[0];
        log.known().node(&position.commit).unwrap().author == author
    })
}

/// A few orders to take commits in: as given, backwards, and from the middle outwards.
fn orders(length: usize) -> Vec<Vec<usize>> {
    let mut inside_out: Vec<usize> = (0..length).collect();
    inside_out.sort_by_key(|number| number.abs_diff(length / 2));
    let odd_first = (0..length).skip(1).step_by(2).chain((0..length).step_by(2)).collect();
    vec![(0..length).collect(), (0..length).rev().collect(), inside_out, odd_first]
}

#[test]
fn what_a_history_counts_for_in_any_order() {
    for vector in vectors().iter().filter(|vector| vector.get("state").is_some()) {
        let name = text(vector, "name");
        let commits = commits(vector);
        let ids: Vec<CommitId> = commits.iter().map(Commit::id).collect();
        for order in orders(commits.len()) {
            // The founding commit has to come first; everything else may wait for what it needs.
            let order = order.into_iter().filter(|number| *number != 0);
            let mut log = Log::default();
            for number in std::iter::once(0).chain(order) {
                let offered = log.offer(commits[number].clone(), None);
                assert_eq!(offered.refused, [], "{name}");
            }
            assert!(log.waiting().is_empty(), "{name}");
            assert_eq!(state(&log, &ids), vector["state"], "{name}");
        }
    }
}

#[test]
fn a_graph_taken_up_from_a_snapshot_goes_on_alike() {
    for vector in vectors().iter().filter(|vector| vector.get("state").is_some()) {
        let name = text(vector, "name");
        let mut log = Log::default();
        for commit in commits(vector) {
            log.offer(commit, None);
            let snapshot = log.graph().snapshot().unwrap();
            let resumed = Graph::resume(&snapshot).unwrap();
            assert_eq!(resumed, *log.graph(), "{name}");
            log.resume(resumed);
        }
        let ids: Vec<CommitId> = commits(vector).iter().map(Commit::id).collect();
        assert_eq!(state(&log, &ids), vector["state"], "{name}");
    }
}

/// Whatever is told of changes adds up: what was said of each commit when it came, changed by what was
/// told since, is what is said of it in the end.
#[test]
fn what_changes_is_told() {
    for vector in vectors().iter().filter(|vector| vector.get("state").is_some()) {
        let mut log = Log::default();
        let mut said = std::collections::BTreeMap::new();
        for commit in commits(vector) {
            for (accepted, delta) in log.offer(commit, None).held {
                said.insert(accepted.id(), accepted.standing());
                for changed in delta.changed {
                    assert_eq!(said.insert(changed.commit, changed.is), Some(changed.was));
                }
            }
        }
        for node in log.known().nodes() {
            let standing = log.graph().standing(node, log.known());
            assert_eq!(said[&node.id], standing, "{}", text(vector, "name"));
        }
    }
}

#[test]
fn what_is_refused_and_what_waits() {
    for vector in vectors().iter().filter(|vector| vector.get("refused").is_some()) {
        let (name, refused) = (text(vector, "name"), &vector["refused"]);
        let clock = vector.get("clock").map(|clock| Time::parse(clock.as_str().unwrap()).unwrap());
        let mut log = Log::default();
        let (mut at, mut found) = (0, None);
        for commit in commits(vector) {
            let offered = log.offer(commit, clock);
            found = offered.refused.into_iter().next().or(offered.waits);
            if found.is_some() {
                break;
            }
            at += 1;
        }
        let found = found.unwrap_or_else(|| panic!("{name} is not refused"));
        let said = (at, found.object.to_string(), found.reason.code());
        let object = text(refused, "object").to_owned();
        assert_eq!(said, (number(refused, "at"), object, text(refused, "reason")), "{name}");
        let waits = [Reason::ChainMissing, Reason::TimeFuture].contains(&found.reason);
        assert_eq!(found.waits(), waits, "{name}");
    }
}
