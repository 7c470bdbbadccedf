//! Inclusion and consistency proofs: made as in RFC 6962 section 2.1, checked as in RFC 9162 section 2.1.

use super::{Hash, node_hash};
use crate::hash::plain;

/// The root over entry hashes.
fn root_of(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => plain(&[]),
        [hash] => *hash,
        _ => {
            let (left, right) = hashes.split_at(split(hashes.len()));
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

/// The largest power of two smaller than a length of two or more.
fn split(length: usize) -> usize {
    1 << (length - 1).ilog2()
}

/// The audit path of the entry at `index`, from its neighbour up; `None` when there is no such entry.
///
/// `hashes` are the entries' [`leaf_hash`](super::leaf_hash)es.
#[must_use]
pub fn inclusion(hashes: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= hashes.len() {
        return None;
    }
    let (mut hashes, mut index, mut path) = (hashes, index, Vec::new());
    while hashes.len() > 1 {
        let (left, right) = hashes.split_at(split(hashes.len()));
        if index < left.len() {
            path.push(root_of(right));
            hashes = left;
        } else {
            path.push(root_of(left));
            index -= left.len();
            hashes = right;
        }
    }
    path.reverse();
    Some(path)
}

/// Whether the path proves that the entry with this hash stands at `index` of the `size` entries
/// under `root`.
#[must_use]
pub fn verify_inclusion(entry: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut position, mut last, mut hash) = (index, size - 1, *entry);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if position % 2 == 1 || position == last {
            hash = node_hash(sibling, &hash);
            while position % 2 == 0 && position != 0 {
                position /= 2;
                last /= 2;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        position /= 2;
        last /= 2;
    }
    last == 0 && hash == *root
}

/// The proof that the tree over the first `old` entries is the beginning of the tree over all of them;
/// `None` unless `old` is between 1 and their number.
#[must_use]
pub fn consistency(hashes: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || old > hashes.len() {
        return None;
    }
    let (mut hashes, mut old, mut whole, mut path) = (hashes, old, true, Vec::new());
    while old < hashes.len() {
        let (left, right) = hashes.split_at(split(hashes.len()));
        if old <= left.len() {
            path.push(root_of(right));
            hashes = left;
        } else {
            path.push(root_of(left));
            old -= left.len();
            hashes = right;
            whole = false;
        }
    }
    // The old root itself is known to whoever checks the proof.
    if !whole {
        path.push(root_of(hashes));
    }
    path.reverse();
    Some(path)
}

/// Whether the path proves that the `old_size` entries under `old_root` are the first of the
/// `new_size` entries under `new_root`.
#[must_use]
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    path: &[Hash],
) -> bool {
    if old_size == 0 || old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    let mut siblings = path.iter();
    let start = if old_size.is_power_of_two() { Some(old_root) } else { siblings.next() };
    let Some(start) = start else {
        return false;
    };
    let skipped = (old_size - 1).trailing_ones();
    let (mut position, mut last) = ((old_size - 1) >> skipped, (new_size - 1) >> skipped);
    let (mut old_hash, mut new_hash) = (*start, *start);
    for sibling in siblings {
        if last == 0 {
            return false;
        }
        if position % 2 == 1 || position == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while position % 2 == 0 && position != 0 {
                position /= 2;
                last /= 2;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        position /= 2;
        last /= 2;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}
