//! Whether the leaves are the ones that were committed, and what they say.

use std::collections::BTreeMap;

use super::{Entry, Known};
use crate::commit::Commit;
use crate::header::{Header, leaves_root};
use crate::id::OperationId;
use crate::operation::{Content, Operation};
use crate::reason::{Fault, Object, Reason};

/// Names the leaves and compares them with the header.
pub(super) fn check(header: &Header, commit: &Commit) -> Result<Vec<OperationId>, (Object, Fault)> {
    if commit.leaves.len() as u64 != header.leaves.count {
        return Err((Object::Leaves, Reason::LeafCount.into()));
    }
    let place = header.place();
    let leaves = (0u32..).zip(&commit.leaves);
    let names: Vec<OperationId> =
        leaves.map(|(index, leaf)| place.name(index, &leaf.salt, &leaf.content)).collect();
    let sound = leaves_root(&names) == *header.leaves.root.as_bytes();
    let Some(stored) = &commit.names else {
        return if sound { Ok(names) } else { Err((Object::Leaves, Reason::LeafRoot.into())) };
    };
    // Names stored beside the leaves tell which one was altered, if they are themselves sound; when
    // the leaves are sound and a stored name is not, it is that leaf's name that was altered.
    let changed = (0u32..).zip(&names).zip(stored).find(|((_, name), stored)| name != stored);
    let stored_sound = sound || leaves_root(stored) == *header.leaves.root.as_bytes();
    match changed {
        Some(((index, _), _)) if stored_sound => {
            Err((Object::Leaf(index), Reason::LeafChanged.into()))
        }
        _ if sound && stored.len() == names.len() => Ok(names),
        _ => Err((Object::Leaves, Reason::LeafRoot.into())),
    }
}

/// Reads the leaves. An operation that names one that does not come before it is void.
pub(super) fn read(commit: &Commit, names: &[OperationId], known: &impl Known) -> Vec<Entry> {
    let indices: BTreeMap<&OperationId, usize> = names.iter().zip(0..).collect();
    let read = |(index, (leaf, id)): (usize, (&crate::leaf::Leaf, &OperationId))| {
        let comes_before = |name: &OperationId| match indices.get(name) {
            Some(other) => *other < index,
            None => known.position(name).is_some(),
        };
        let content = match Content::read(&leaf.content) {
            Content::Operation(Operation::Meta(_)) if index > 0 => {
                Content::Void(Reason::OperationPlace.into())
            }
            Content::Operation(operation) if !operation.references().iter().all(comes_before) => {
                Content::Void(Reason::OperationReference.into())
            }
            content => content,
        };
        Entry { id: *id, content }
    };
    commit.leaves.iter().zip(names).enumerate().map(read).collect()
}
