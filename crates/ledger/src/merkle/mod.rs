//! The tree hash of RFC 6962, appended to one entry at a time, with its proofs.
//!
//! Two trees are made with it: over the operations of a commit (the header states its root, so an
//! operation can be withheld and the rest still be checked) and over the commits of a device's chain
//! (so that one signed head witnesses all before it). Proofs convince somebody who holds only a head
//! that an entry is under it, or that a later head continues it.

mod frontier;
mod proof;

pub use frontier::Frontier;
pub use proof::{consistency, inclusion, verify_consistency, verify_inclusion};

use crate::hash::plain;

/// A node of the tree.
pub type Hash = [u8; 32];

/// The hash of an entry: SHA-256 of a zero byte and the entry.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    plain(&[&[0], entry])
}

/// The hash of two subtrees: SHA-256 of a byte of value one, the left and the right hash.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    plain(&[&[1], left, right])
}

/// The root over entries in order; over none, SHA-256 of nothing.
pub fn root<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Hash {
    let mut frontier = Frontier::default();
    for entry in entries {
        frontier.append(entry);
    }
    frontier.root()
}

#[cfg(test)]
mod tests;
