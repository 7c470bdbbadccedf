//! What a log counts for, as one JSON value.

use std::collections::BTreeSet;

use onus_ledger::graph::DeviceState;
use onus_ledger::{CommitId, Content, Effect, Known, Log};
use serde_json::{Map, Value, json};

/// What a log counts for, as the vectors say it. `order` gives commits the numbers of the vector.
pub(crate) fn state(log: &Log, order: &[CommitId]) -> Value {
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
            let own = owns(log, effect, id);
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

/// Whether all operations that the effect of a commit names are its author's: each as it stands in the
/// commit's ancestry, where a fork may have put it into two commits.
pub(crate) fn owns(log: &Log, effect: &Effect, commit: &CommitId) -> bool {
    let leaves = match effect {
        Effect::Retract(retract) => &retract.leaves,
        Effect::Level(change) => &change.leaves,
        Effect::Erase(erase) => &erase.leaves,
        _ => return true,
    };
    let author = log.known().node(commit).unwrap().author;
    let mut ancestry = BTreeSet::new();
    let mut open = vec![*commit];
    while let Some(at) = open.pop() {
        let parents = log.headers()[&at].parents.iter().copied();
        open.extend(parents.filter(|parent| ancestry.insert(*parent)));
    }
    leaves.iter().all(|leaf| {
        let positions = log.known().positions(leaf);
        let mut before = positions.iter().filter(|position| ancestry.contains(&position.commit));
        before.any(|position| log.known().node(&position.commit).unwrap().author == author)
    })
}
