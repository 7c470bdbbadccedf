//! What a commit being checked had seen: questions about its ancestry, answered once for each commit.

use std::collections::BTreeMap;

use super::Known;
use super::node::{Ancestry, Clock};
use crate::id::{CommitId, MemberId, OperationId};

/// Where a named operation stands in the ancestry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its place in its commit; the same in every commit that it stands in, because names bind it.
    pub(super) index: u32,
    /// Whether the member asked about made one of the commits that it stands in.
    pub(super) own: bool,
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

    /// Whether an operation of this name is in the ancestry.
    pub(super) fn holds(&mut self, name: &OperationId) -> bool {
        let positions = self.ancestry.known.positions(name);
        positions.iter().any(|position| self.author(&position.commit).is_some())
    }

    /// An operation of the ancestry by its name, for a member who acts on it. Where a device was added
    /// twice and its chain is forked, the two commits that hold one name may have different authors.
    pub(super) fn operation(&mut self, name: &OperationId, by: MemberId) -> Option<Found> {
        let mut found: Option<Found> = None;
        for position in self.ancestry.known.positions(name) {
            if let Some(author) = self.author(&position.commit) {
                let own = author == by || found.is_some_and(|found| found.own);
                found = Some(Found { index: position.index, own });
            }
        }
        found
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
