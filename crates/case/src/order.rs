//! The order of commits, and which of several words on one thing is the last.
//!
//! Commits by several devices are ordered by ancestry alone. Where two did not know of each other, no clock
//! decides: of what they say of one thing, the one whose operation has the smallest name stands
//! (`docs/log-format.md`, Operations), so that every replica shows the same whichever came first. What is
//! kept beside each thing is therefore not the last word but all that no other follows, usually one.

use std::collections::BTreeSet;

use onus_ledger::graph::Node;
use onus_ledger::{CommitId, DeviceId, Graph, Known, OperationId};
use onus_store::{Area, Transaction};

use crate::error::CaseError;
use crate::known::InStore;

/// What is said of each thing and followed by nothing else, by kind of thing and thing.
pub(crate) const WORDS: Area = Area("words");

/// Which devices' chains are forked: everywhere else a place in a chain is a number.
pub(crate) fn forked(graph: &Graph, known: &InStore<'_>) -> BTreeSet<DeviceId> {
    graph.forks(known).into_iter().map(|fork| fork.device).collect()
}

/// Whether `earlier` is in the ancestry of `later`.
pub(crate) fn follows(
    known: &InStore<'_>,
    forked: &BTreeSet<DeviceId>,
    later: &Node,
    earlier: &Node,
) -> bool {
    later.before.tips(&earlier.device).iter().any(|tip| {
        if tip.seq <= earlier.seq || !forked.contains(&earlier.device) {
            return if tip.seq == earlier.seq {
                tip.commit == earlier.id
            } else {
                tip.seq > earlier.seq
            };
        }
        let (mut at, mut seq) = (tip.commit, tip.seq);
        while seq > earlier.seq {
            match known.node(&at).and_then(|node| node.previous) {
                Some(previous) => (at, seq) = (previous, seq - 1),
                None => return false,
            }
        }
        at == earlier.id
    })
}

/// One word on a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    operation: OperationId,
    commit: CommitId,
    index: u32,
    what: Vec<u8>,
}

/// The commit whose word it is.
pub(crate) struct Speaking<'s> {
    pub(crate) node: &'s Node,
    pub(crate) operation: OperationId,
    pub(crate) index: u32,
    pub(crate) forked: &'s BTreeSet<DeviceId>,
}

/// Takes in a word on a thing, and tells the one that stands.
pub(crate) fn last_word(
    transaction: &mut dyn Transaction,
    thing: &[u8],
    speaking: &Speaking<'_>,
    what: &[u8],
) -> Result<Vec<u8>, CaseError> {
    let mut said = match transaction.reader().entry(WORDS, thing)? {
        Some(bytes) => read(&bytes)
            .ok_or_else(|| CaseError::Damaged("what was last said cannot be read".to_owned()))?,
        None => Vec::new(),
    };
    let known = InStore(transaction.reader());
    said.retain(|said| {
        if said.commit == speaking.node.id {
            return said.index > speaking.index;
        }
        let earlier = known.node(&said.commit);
        !earlier.is_some_and(|node| follows(&known, speaking.forked, speaking.node, &node))
    });
    if !said.iter().any(|said| said.commit == speaking.node.id) {
        said.push(Said {
            operation: speaking.operation,
            commit: speaking.node.id,
            index: speaking.index,
            what: what.to_vec(),
        });
    }
    said.sort_by_key(|said| said.operation);
    let stands = said.first().map(|said| said.what.clone()).unwrap_or_default();
    transaction.put_entry(WORDS, thing, &write(&said))?;
    Ok(stands)
}

fn write(said: &[Said]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for said in said {
        bytes.extend(said.operation.as_bytes());
        bytes.extend(said.commit.as_bytes());
        bytes.extend(said.index.to_be_bytes());
        // An operation has at most 64 KiB.
        bytes.extend(u32::try_from(said.what.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend(&said.what);
    }
    bytes
}

fn read(mut bytes: &[u8]) -> Option<Vec<Said>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (operation, rest) = bytes.split_first_chunk::<32>()?;
        let (commit, rest) = rest.split_first_chunk::<32>()?;
        let (index, rest) = rest.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let what = rest.get(..length)?.to_vec();
        bytes = rest.get(length..)?;
        all.push(Said {
            operation: OperationId::from_bytes(*operation),
            commit: CommitId::from_bytes(*commit),
            index: u32::from_be_bytes(*index),
            what,
        });
    }
    Some(all)
}
