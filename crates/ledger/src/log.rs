//! A whole log in memory: a graph, what it asks about, the contents, and the commits that wait.
//!
//! For tests, small tools and stand-alone verification. A store keeps the same things in tables.

use std::collections::BTreeMap;

use crate::commit::Commit;
use crate::graph::{Accepted, Delta, Graph, Resident};
use crate::header::Header;
use crate::id::{CommitId, OperationId};
use crate::operation::Content;
use crate::reason::Refusal;
use crate::time::Time;

/// What became of a commit that was offered, and of those that had waited for it.
#[derive(Debug, Default)]
pub struct Offered {
    /// Commits now held, in the order they were taken in, with what each changed.
    pub held: Vec<(Accepted, Delta)>,
    /// Why the commit, or one that had waited, is refused.
    pub refused: Vec<Refusal>,
    /// Why the commit waits.
    pub waits: Option<Refusal>,
}

/// A log in memory.
#[derive(Clone, Debug, Default)]
pub struct Log {
    graph: Graph,
    known: Resident,
    headers: BTreeMap<CommitId, Header>,
    operations: BTreeMap<CommitId, Vec<OperationId>>,
    contents: BTreeMap<OperationId, Content>,
    waiting: BTreeMap<CommitId, Commit>,
}

impl Log {
    /// A log of whatever case comes first, or of the one that the graph expects.
    #[must_use]
    pub fn new(graph: Graph) -> Self {
        Self { graph, ..Self::default() }
    }

    /// What is held and what it counts for.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What the graph asks about.
    #[must_use]
    pub fn known(&self) -> &Resident {
        &self.known
    }

    /// The headers of the held commits, by id.
    #[must_use]
    pub fn headers(&self) -> &BTreeMap<CommitId, Header> {
        &self.headers
    }

    /// The names of a held commit's operations, in order.
    #[must_use]
    pub fn operations(&self, commit: &CommitId) -> &[OperationId] {
        self.operations.get(commit).map_or(&[], Vec::as_slice)
    }

    /// The operations that are not here, by name.
    pub fn closed(&self) -> impl Iterator<Item = OperationId> + '_ {
        let closed = |content: &Content| matches!(content, Content::Closed(_));
        self.contents.iter().filter(move |(_, content)| closed(content)).map(|(name, _)| *name)
    }

    /// Goes on with a graph that was kept as a snapshot.
    pub fn resume(&mut self, graph: Graph) {
        self.graph = graph;
    }

    /// What each operation says, as far as that is here.
    #[must_use]
    pub fn contents(&self) -> &BTreeMap<OperationId, Content> {
        &self.contents
    }

    /// The commits that wait, by id.
    #[must_use]
    pub fn waiting(&self) -> &BTreeMap<CommitId, Commit> {
        &self.waiting
    }

    /// Offers a commit; those that waited for it are tried again.
    pub fn offer(&mut self, commit: Commit, clock: Option<Time>) -> Offered {
        let mut offered = Offered::default();
        match self.take(&commit, clock) {
            Ok(taken) => offered.held.push(taken),
            Err(refusal) if refusal.waits() => {
                self.waiting.insert(commit.id(), commit);
                offered.waits = Some(refusal);
                return offered;
            }
            Err(refusal) => {
                offered.refused.push(refusal);
                return offered;
            }
        }
        loop {
            let before = (offered.held.len(), offered.refused.len());
            for (id, commit) in std::mem::take(&mut self.waiting) {
                match self.take(&commit, clock) {
                    Ok(taken) => offered.held.push(taken),
                    Err(refusal) if refusal.waits() => {
                        self.waiting.insert(id, commit);
                    }
                    Err(refusal) => offered.refused.push(refusal),
                }
            }
            if before == (offered.held.len(), offered.refused.len()) {
                return offered;
            }
        }
    }

    /// Offers a commit that is held already, whose leaves may be open now. Answers how many were opened;
    /// what is erased stays closed.
    ///
    /// # Errors
    ///
    /// As [`Graph::check_held`].
    pub fn open(&mut self, commit: &Commit) -> Result<usize, Refusal> {
        let mut opened = 0;
        for entry in self.graph.check_held(commit, &self.known)? {
            let closed = matches!(self.contents.get(&entry.id), Some(Content::Closed(_)));
            let open = !matches!(entry.content, Content::Closed(_));
            if closed && open && !self.graph.is_erased(&entry.id, &self.known) {
                self.contents.insert(entry.id, entry.content);
                opened += 1;
            }
        }
        Ok(opened)
    }

    fn take(&mut self, commit: &Commit, clock: Option<Time>) -> Result<(Accepted, Delta), Refusal> {
        let accepted = self.graph.check(commit, &self.known, clock)?;
        self.known.record(&accepted);
        let delta = self.graph.advance(&accepted, &self.known)?;
        self.headers.insert(accepted.id(), accepted.header().clone());
        let names = accepted.entries().iter().map(|entry| entry.id).collect();
        self.operations.insert(accepted.id(), names);
        for entry in accepted.entries() {
            self.contents.insert(entry.id, entry.content.clone());
        }
        Ok((accepted, delta))
    }
}
