//! What a graph asks about the log behind it.
//!
//! Commits and the names of operations are many, so the graph does not hold them: a store answers from
//! its tables, [`Resident`] from memory for tests, small cases and stand-alone verification, and
//! [`Overlay`] from memory over something else, for commits that are being checked and not yet kept.

use std::collections::BTreeMap;

use super::{Accepted, Node};
use crate::effect::ErasureClass;
use crate::id::{CommitId, DeviceId, OperationId};
use crate::word::Level;

/// Answers what is held.
///
/// The commits meant are those whose [`Accepted`] has been kept; a graph that is told to advance asks
/// about the new one too, so it is kept first.
pub trait Known {
    /// A held commit.
    fn node(&self, commit: &CommitId) -> Option<Node>;

    /// Where an operation stands: one place, or two where a chain was forked with equal leaves.
    fn positions(&self, operation: &OperationId) -> Vec<Position>;

    /// The effects on an operation, of all held commits, whether they count or not.
    fn acts(&self, operation: &OperationId) -> Vec<Act>;

    /// Visits the held commits of a device from a `seq` on, in any order.
    fn chain(&self, device: &DeviceId, from: u64, visit: &mut dyn FnMut(Node));
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Its commit.
    pub commit: CommitId,
    /// Its index in that commit.
    pub index: u32,
}

/// What an effect does to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActKind {
    /// Takes it back.
    Retract,
    /// Gives it a level.
    Level(Level),
    /// Erases it.
    Erase(ErasureClass),
}

/// One effect on an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    /// The commit that has the effect.
    pub commit: CommitId,
    /// What it does.
    pub kind: ActKind,
    /// Whether all operations that the effect names are the author's own.
    pub own: bool,
}

/// The log behind a graph, in memory.
#[derive(Clone, Debug, Default)]
pub struct Resident {
    nodes: BTreeMap<CommitId, Node>,
    chains: BTreeMap<(DeviceId, u64), Vec<CommitId>>,
    positions: BTreeMap<OperationId, Position>,
    /// Further positions of operations that a fork has twice.
    doubled: BTreeMap<OperationId, Vec<Position>>,
    acts: BTreeMap<OperationId, Vec<Act>>,
}

impl Resident {
    /// Keeps an accepted commit.
    pub fn record(&mut self, accepted: &Accepted) {
        let node = accepted.node();
        let commit = node.id;
        for (index, entry) in (0u32..).zip(accepted.entries()) {
            let position = Position { commit, index };
            if self.positions.contains_key(&entry.id) {
                self.doubled.entry(entry.id).or_default().push(position);
            } else {
                self.positions.insert(entry.id, position);
            }
        }
        for (operation, act) in accepted.acts() {
            self.acts.entry(operation).or_default().push(act);
        }
        self.chains.entry((node.device, node.seq)).or_default().push(commit);
        self.nodes.insert(commit, node.clone());
    }

    /// All held commits, by id.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.nodes.values()
    }

    /// The operations that some effect names.
    pub fn acted_on(&self) -> impl ExactSizeIterator<Item = &OperationId> {
        self.acts.keys()
    }
}

impl Known for Resident {
    fn node(&self, commit: &CommitId) -> Option<Node> {
        self.nodes.get(commit).cloned()
    }

    fn positions(&self, operation: &OperationId) -> Vec<Position> {
        let doubled = self.doubled.get(operation).into_iter().flatten();
        self.positions.get(operation).into_iter().chain(doubled).copied().collect()
    }

    fn acts(&self, operation: &OperationId) -> Vec<Act> {
        self.acts.get(operation).cloned().unwrap_or_default()
    }

    fn chain(&self, device: &DeviceId, from: u64, visit: &mut dyn FnMut(Node)) {
        for (_, commits) in self.chains.range((*device, from)..=(*device, u64::MAX)) {
            commits.iter().filter_map(|commit| self.node(commit)).for_each(&mut *visit);
        }
    }
}

/// Commits in memory over others that are kept elsewhere.
#[derive(Clone, Debug)]
pub struct Overlay<'k, K: ?Sized> {
    below: &'k K,
    above: Resident,
}

impl<'k, K: Known + ?Sized> Overlay<'k, K> {
    /// Nothing over what is below.
    #[must_use]
    pub fn over(below: &'k K) -> Self {
        Self { below, above: Resident::default() }
    }

    /// Keeps an accepted commit above.
    pub fn record(&mut self, accepted: &Accepted) {
        self.above.record(accepted);
    }

    /// What is above.
    #[must_use]
    pub fn above(&self) -> &Resident {
        &self.above
    }
}

impl<K: Known + ?Sized> Known for Overlay<'_, K> {
    fn node(&self, commit: &CommitId) -> Option<Node> {
        self.above.node(commit).or_else(|| self.below.node(commit))
    }

    fn positions(&self, operation: &OperationId) -> Vec<Position> {
        let mut positions = self.above.positions(operation);
        positions.extend(self.below.positions(operation));
        positions
    }

    fn acts(&self, operation: &OperationId) -> Vec<Act> {
        let mut acts = self.above.acts(operation);
        acts.extend(self.below.acts(operation));
        acts
    }

    fn chain(&self, device: &DeviceId, from: u64, visit: &mut dyn FnMut(Node)) {
        self.above.chain(device, from, visit);
        self.below.chain(device, from, visit);
    }
}
