//! What a verifier asks about the log behind it.
//!
//! Names of operations are many, so the verifier does not hold them: a store answers from its tables,
//! and [`Resident`] answers from memory for tests, small cases and stand-alone verification.

use std::collections::{BTreeMap, BTreeSet};

use super::Accepted;
use crate::id::{CommitId, OperationId};
use crate::word::Level;

/// Answers what is already in the log.
pub trait Known {
    /// Where the operation stands; `None` when no accepted commit holds it.
    fn position(&self, operation: &OperationId) -> Option<Position>;

    /// The accepted commit with this `seq` in the device's chain.
    fn commit(&self, seq: u64) -> Option<CommitId>;
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The `seq` of its commit.
    pub seq: u64,
    /// Its index in that commit.
    pub index: u32,
}

/// The log behind a verifier, in memory.
#[derive(Clone, Debug, Default)]
pub struct Resident {
    commits: Vec<CommitId>,
    positions: BTreeMap<OperationId, Position>,
    retracted: BTreeSet<OperationId>,
    levels: BTreeMap<OperationId, Level>,
}

impl Resident {
    /// Takes in an accepted commit.
    pub fn record(&mut self, accepted: &Accepted) {
        let seq = accepted.header().seq;
        for (index, entry) in (0u32..).zip(accepted.entries()) {
            self.positions.insert(entry.id, Position { seq, index });
        }
        self.commits.push(accepted.id());
        self.retracted.extend(accepted.retracted());
        self.levels.extend(accepted.level_changes());
    }

    /// The ids of all commits, in order.
    #[must_use]
    pub fn commits(&self) -> &[CommitId] {
        &self.commits
    }

    /// The operations that have been retracted.
    #[must_use]
    pub fn retracted(&self) -> &BTreeSet<OperationId> {
        &self.retracted
    }

    /// The level of each operation whose level was changed after it was made.
    #[must_use]
    pub fn levels(&self) -> &BTreeMap<OperationId, Level> {
        &self.levels
    }
}

impl Known for Resident {
    fn position(&self, operation: &OperationId) -> Option<Position> {
        self.positions.get(operation).copied()
    }

    fn commit(&self, seq: u64) -> Option<CommitId> {
        self.commits.get(usize::try_from(seq).ok()?).copied()
    }
}
