//! Whether the leaves are the ones that were committed, and what they say.

use std::collections::BTreeMap;

use super::Entry;
use super::seen::Seen;
use crate::commit::Commit;
use crate::header::{Header, leaves_root};
use crate::id::OperationId;
use crate::leaf::Slot;
use crate::operation::{Content, Meta, Operation};
use crate::reason::{Fault, Object, Reason};

/// Names the leaves and compares them with the header.
pub(super) fn check(header: &Header, commit: &Commit) -> Result<Vec<OperationId>, (Object, Fault)> {
    if commit.leaves.len() as u64 != header.leaves.count {
        return Err((Object::Leaves, Reason::LeafCount.into()));
    }
    let place = header.place();
    let leaves = (0u32..).zip(&commit.leaves);
    let names: Vec<OperationId> = leaves
        .map(|(index, slot)| match slot {
            Slot::Open(leaf) => place.name(index, &leaf.salt, &leaf.content),
            Slot::Closed(name, _) => *name,
        })
        .collect();
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

/// Reads the commit's particulars.
pub(super) fn read_meta(commit: &Commit) -> Result<Meta, Fault> {
    match commit.leaves.first() {
        Some(Slot::Closed(..)) => Err(Reason::MetaAbsent.into()),
        Some(Slot::Open(leaf)) => match Content::read(&leaf.content) {
            Content::Operation(Operation::Meta(meta)) => Ok(meta),
            Content::Void(fault) => Err(fault),
            _ => Err(Reason::MetaOperation.into()),
        },
        None => Err(Reason::MetaOperation.into()),
    }
}

/// Reads the leaves. An operation that names one that does not come before it is void.
pub(super) fn read(
    commit: &Commit,
    names: &[OperationId],
    in_ancestry: &mut Seen<'_, impl super::Known + ?Sized>,
) -> Vec<Entry> {
    // Made when first asked for: most commits name nothing.
    let mut indices: Option<BTreeMap<&OperationId, usize>> = None;
    let mut entries = Vec::with_capacity(names.len());
    for (index, (slot, id)) in commit.leaves.iter().zip(names).enumerate() {
        let content = match slot {
            Slot::Closed(_, absence) => Content::Closed(*absence),
            Slot::Open(leaf) => match Content::read(&leaf.content) {
                Content::Operation(Operation::Meta(_)) if index > 0 => {
                    Content::Void(Reason::OperationPlace.into())
                }
                Content::Operation(operation) => {
                    let comes_before = |name: &OperationId| {
                        let indices =
                            indices.get_or_insert_with(|| names.iter().zip(0..).collect());
                        indices.get(name).is_some_and(|other| *other < index)
                            || in_ancestry.holds(name)
                    };
                    if operation.references().iter().all(comes_before) {
                        Content::Operation(operation)
                    } else {
                        Content::Void(Reason::OperationReference.into())
                    }
                }
                content => content,
            },
        };
        entries.push(Entry { id: *id, content });
    }
    entries
}
