//! What a commit being checked had seen: questions about its ancestry, answered once for each commit.

use std::collections::BTreeMap;

use super::Known;
use super::node::{Ancestry, Clock};
use crate::id::{CommitId, MemberId, OperationId};

/// Where a named operation stands in the ancestry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) index: u32,
    pub(super) author: MemberId,
}

/// The ancestry of a commit being checked.
pub(super) struct Seen<'a, K: ?Sized> {
    pub(super) ancestry: Ancestry<'a, K>,
    pub(super) clock: &'a Clock,
    /// The author of each commit asked about that is in the ancestry; none for others.
    commits: BTreeMap<CommitId, Option<MemberId>>,
}

impl<'a, K: Known + ?Sized> Seen<'a, K> {
    pub(super) fn new(ancestry: Ancestry<'a, K>, clock: &'a Clock) -> Self {
        Self { ancestry, clock, commits: BTreeMap::new() }
    }

    /// An operation of the ancestry by its name.
    pub(super) fn operation(&mut self, name: &OperationId) -> Option<Found> {
        let positions = self.ancestry.known.positions(name);
        positions.iter().find_map(|position| {
            let author = self.author(&position.commit)?;
            Some(Found { index: position.index, author })
        })
    }

    fn author(&mut self, commit: &CommitId) -> Option<MemberId> {
        if let Some(author) = self.commits.get(commit) {
            return *author;
        }
        let node = self.ancestry.known.node(commit)?;
        let author =
            self.ancestry.holds(self.clock, &node.device, node.tip()).then_some(node.author);
        self.commits.insert(*commit, author);
        author
    }
}
