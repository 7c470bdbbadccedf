//! Taking commits in: into graph and tables, one after another.
//!
//! The same steps serve a commit made here, a bundle, a rebuild and a verification: what is remembered of
//! the commit is kept, the graph advances, and the tables follow. As long as nothing changes what earlier
//! commits count for, each commit touches only its own rows. Once something does, the tables wait until
//! all commits are in and are then made anew.

use std::ops::ControlFlow;

use onus_ledger::{
    Absence, Accepted, Commit, Effect, Graph, Leaf, OperationId, Salt, Signature, Slot, Time,
};
use onus_store::{
    CommitRow, DeviceId, LeafId, LeafRow, NewCommit, Opening, Place, Reader, Transaction,
};

use crate::case::keep_standing;
use crate::convert::level_from_log;
use crate::derive::{Told, anew, derive};
use crate::erase::recount;
use crate::error::CaseError;
use crate::known::{InStore, keep, named_by_effects};

/// A commit as it is stored. Closed leaves have their names alone.
pub(crate) fn stored(reader: &dyn Reader, row: &CommitRow) -> Result<Commit, CaseError> {
    let unreadable = |what: &str| CaseError::Damaged(format!("{what} of commit {}", row.id));
    let signature =
        Signature::from_slice(&row.signature).map_err(|_| unreadable("the signature"))?;
    let mut leaves = Vec::new();
    let mut names = Vec::new();
    for leaf in reader.leaves_of(row.id)? {
        let name = OperationId::from_bytes(*leaf.id.as_bytes());
        leaves.push(match leaf.opening {
            Some(opening) => {
                let salt = Salt::from_slice(&opening.salt).map_err(|_| unreadable("a salt"))?;
                Slot::Open(Leaf { salt, content: opening.content })
            }
            None => Slot::Closed(name, Absence::NotHeld),
        });
        names.push(name);
    }
    Ok(Commit { header: row.header.clone(), signature, leaves, names: Some(names) })
}

/// The bytes of a commit's leaves, in order; empty where they are closed.
pub(crate) fn contents(commit: &Commit) -> Vec<&[u8]> {
    let leaves = commit.leaves.iter();
    leaves.map(|slot| slot.leaf().map_or(&[][..], |leaf| leaf.content.as_slice())).collect()
}

/// The commit and its leaves as rows of the log.
pub(crate) fn rows(accepted: &Accepted, commit: &Commit) -> (NewCommit, Vec<LeafRow>) {
    let id = onus_store::CommitId::from_bytes(*accepted.id().as_bytes());
    let header = accepted.header();
    let leaves = commit.leaves.iter().zip(accepted.entries()).zip(0u32..);
    let leaves = leaves.map(|((slot, entry), index)| LeafRow {
        commit: id,
        index,
        id: LeafId::from_bytes(*entry.id.as_bytes()),
        level: entry.content.level().map(level_from_log),
        opening: slot.leaf().map(opening),
    });
    let parents = header.parents.iter();
    let row = NewCommit {
        id,
        header: commit.header.clone(),
        signature: commit.signature.as_bytes().to_vec(),
        device: DeviceId::from_bytes(*header.device.as_bytes()),
        seq: header.seq,
        height: accepted.node().height,
        parents: parents
            .map(|parent| onus_store::CommitId::from_bytes(*parent.as_bytes()))
            .collect(),
    };
    (row, leaves.collect())
}

/// Salt and content as the store has them.
pub(crate) fn opening(leaf: &Leaf) -> Opening {
    Opening { salt: leaf.salt.as_bytes().to_vec(), content: leaf.content.clone() }
}

/// Commits being taken in.
pub(crate) struct Taking {
    pub(crate) graph: Graph,
    /// Whether everything so far left what was counted as it was.
    plain: bool,
}

impl Taking {
    /// Goes on from a graph.
    pub(crate) fn from(graph: Graph) -> Self {
        Self { graph, plain: true }
    }

    /// Checks a commit, appends it to the log and takes it in. `clock` is the time now if it is new.
    pub(crate) fn append(
        &mut self,
        transaction: &mut dyn Transaction,
        commit: &Commit,
        clock: Option<Time>,
    ) -> Result<Accepted, CaseError> {
        let accepted = self.graph.check(commit, &InStore(transaction.reader()), clock)?;
        let (row, leaves) = rows(&accepted, commit);
        let place = transaction.append(&row, &leaves)?;
        self.take(transaction, &accepted, commit, place)?;
        Ok(accepted)
    }

    /// Takes in an accepted commit that stands in the log already.
    pub(crate) fn take(
        &mut self,
        transaction: &mut dyn Transaction,
        accepted: &Accepted,
        commit: &Commit,
        place: Place,
    ) -> Result<(), CaseError> {
        keep(transaction, accepted)?;
        let delta = self.graph.advance(accepted, &InStore(transaction.reader()))?;
        let erases = accepted.header().effects.iter().any(|e| matches!(e, Effect::Erase(_)));
        let device = accepted.header().device;
        let known = InStore(transaction.reader());
        let forked = self.graph.device(&device, &known).is_some_and(|it| it.last.len() > 1);
        self.plain &= delta.changed.is_empty() && !erases && !forked;
        if !self.plain {
            return Ok(());
        }
        let contents = contents(commit);
        let node = accepted.node();
        let told = Told { node, place, entries: accepted.entries(), contents: &contents };
        derive(transaction, &self.graph, &told, &named_by_effects(accepted))
    }

    /// Ends it: makes the tables anew where they could not follow, with the lists of what is absent, and
    /// keeps where the log stands.
    pub(crate) fn finish(self, transaction: &mut dyn Transaction) -> Result<Graph, CaseError> {
        if !self.plain {
            anew(transaction, &self.graph)?;
            recount(transaction, &self.graph)?;
        }
        keep_standing(transaction, &self.graph)?;
        Ok(self.graph)
    }
}

/// Visits every commit of the log as it is stored, in its order.
pub(crate) fn each_stored(
    reader: &dyn Reader,
    mut visit: impl FnMut(Commit, Place) -> Result<(), CaseError>,
) -> Result<(), CaseError> {
    for (id, place) in places(reader)? {
        if let Some(row) = reader.commit(id)? {
            visit(stored(reader, &row)?, place)?;
        }
    }
    Ok(())
}

/// Every commit with its place, in order.
pub(crate) fn places(reader: &dyn Reader) -> Result<Vec<(onus_store::CommitId, Place)>, CaseError> {
    let mut places = Vec::new();
    reader.each_commit(Place(0), &mut |row| {
        places.push((row.id, row.place));
        ControlFlow::Continue(())
    })?;
    Ok(places)
}
