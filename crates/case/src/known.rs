//! What the log's graph asks about commits and operations, kept in the store and answered from it.
//!
//! The rows are derived: they are made again from the log with everything else.

use std::ops::ControlFlow;

use onus_ledger::graph::{Act, ActKind, Node};
use onus_ledger::{Accepted, CommitId, DeviceId, Effect, Known, Level, OperationId, Position};
use onus_store::{Area, LeafId, Reader, Transaction};

use crate::error::CaseError;

/// What has to be remembered of each commit, by commit.
pub(crate) const NODES: Area = Area("nodes");
/// The commits of each chain, by device, number and commit.
pub(crate) const CHAINS: Area = Area("chains");
/// The effects on each operation, by operation and commit.
pub(crate) const ACTS: Area = Area("acts");

/// What is in the log, asked of the store.
pub(crate) struct InStore<'s>(pub(crate) &'s dyn Reader);

impl Known for InStore<'_> {
    fn node(&self, commit: &CommitId) -> Option<Node> {
        Node::from_bytes(&self.0.entry(NODES, commit.as_bytes()).ok()??)
    }

    fn positions(&self, operation: &OperationId) -> Vec<Position> {
        let leaves = self.0.leaves_named(LeafId::from_bytes(*operation.as_bytes()));
        leaves
            .unwrap_or_default()
            .iter()
            .map(|leaf| Position {
                commit: CommitId::from_bytes(*leaf.commit.as_bytes()),
                index: leaf.index,
            })
            .collect()
    }

    fn acts(&self, operation: &OperationId) -> Vec<Act> {
        let mut acts = Vec::new();
        let visited = self.0.each_entry(ACTS, operation.as_bytes(), &mut |(key, value)| {
            let commit = key.get(32..64).and_then(|commit| commit.try_into().ok());
            if let Some(commit) = commit {
                acts.extend(read_acts(CommitId::from_bytes(commit), &value));
            }
            ControlFlow::Continue(())
        });
        if visited.is_err() { Vec::new() } else { acts }
    }

    fn chain(&self, device: &DeviceId, from: u64, visit: &mut dyn FnMut(Node)) {
        let mut commits = Vec::new();
        let visited = self.0.each_entry(CHAINS, device.as_bytes(), &mut |(key, _)| {
            let seq = key.get(32..40).and_then(|seq| seq.try_into().ok()).map(u64::from_be_bytes);
            let commit = key.get(40..72).and_then(|commit| commit.try_into().ok());
            if let (Some(seq), Some(commit)) = (seq, commit)
                && seq >= from
            {
                commits.push(CommitId::from_bytes(commit));
            }
            ControlFlow::Continue(())
        });
        if visited.is_ok() {
            commits.iter().filter_map(|commit| self.node(commit)).for_each(visit);
        }
    }
}

/// Keeps what will be asked of an accepted commit.
pub(crate) fn keep(
    transaction: &mut dyn Transaction,
    accepted: &Accepted,
) -> Result<(), CaseError> {
    let node = accepted.node();
    transaction.put_entry(NODES, node.id.as_bytes(), &node.to_bytes())?;
    let mut key = node.device.as_bytes().to_vec();
    key.extend(node.seq.to_be_bytes());
    key.extend(node.id.as_bytes());
    transaction.put_entry(CHAINS, &key, &[])?;
    let mut acts = accepted.acts();
    acts.sort_unstable();
    for acts in acts.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((operation, _)) = acts.first() else { continue };
        let key = [&operation.as_bytes()[..], node.id.as_bytes()].concat();
        let value: Vec<u8> = acts.iter().flat_map(|(_, act)| write_act(act)).collect();
        transaction.put_entry(ACTS, &key, &value)?;
    }
    Ok(())
}

/// The operations that the commit's effects name.
pub(crate) fn touched(accepted: &Accepted) -> Vec<OperationId> {
    let mut touched: Vec<OperationId> = accepted
        .header()
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Retract(retract) => Some(&retract.leaves),
            Effect::Level(change) => Some(&change.leaves),
            Effect::Erase(erase) => Some(&erase.leaves),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    touched.sort_unstable();
    touched.dedup();
    touched
}

/// An effect in three bytes: its kind, a number within the kind, whether it names own operations only.
fn write_act(act: &Act) -> [u8; 3] {
    let (kind, number) = match act.kind {
        ActKind::Retract => (0, 0),
        ActKind::Level(level) => (1, level as u8),
        ActKind::Erase(class) => (2, class as u8),
    };
    [kind, number, act.own.into()]
}

fn read_acts(commit: CommitId, bytes: &[u8]) -> Vec<Act> {
    let read = |bytes: &[u8; 3]| {
        let [kind, number, own] = *bytes;
        let kind = match kind {
            0 => ActKind::Retract,
            1 => ActKind::Level(*Level::ALL.get(usize::from(number))?),
            _ => ActKind::Erase(*onus_ledger::ErasureClass::ALL.get(usize::from(number))?),
        };
        Some(Act { commit, kind, own: own == 1 })
    };
    let (acts, _) = bytes.as_chunks::<3>();
    acts.iter().filter_map(read).collect()
}
