//! One suite for every vault, and what only a folder can suffer: kills, full disks, damaged files.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

#[path = "../support/mod.rs"]
mod support;

mod contents;
mod crash;
mod damage;
mod index;
mod large;
mod limits;

use std::io::Read;

use onus_store::{
    ContentDigest, FolderVault, MemoryStore, MemoryVault, ObjectKind, ObjectRow, OsEntropy, Store,
    Vault,
};
use sha2::{Digest, Sha256};

/// Runs a scenario on a fresh vault of each kind.
fn on_each(scenario: impl Fn(&dyn Vault)) {
    scenario(&MemoryVault::new());
    let folder = tempfile::tempdir().unwrap();
    scenario(&FolderVault::at(folder.path().join("vault")));
}

/// Bytes that do not repeat, the same for the same seed.
fn bytes(length: usize, seed: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 8);
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

fn digest(content: &[u8]) -> ContentDigest {
    ContentDigest::from_bytes(Sha256::digest(content).into())
}

/// Puts content in, without recording it.
fn put(vault: &dyn Vault, content: &[u8]) -> ObjectRow {
    let lease = vault.lease().unwrap();
    vault.put(&lease, &mut &content[..], ObjectKind::Exhibit, &mut OsEntropy).unwrap()
}

/// Records objects.
fn record(store: &mut dyn Store, rows: &[&ObjectRow]) {
    let mut transaction = store.begin().unwrap();
    for row in rows {
        transaction.put_object(row).unwrap();
    }
    transaction.commit().unwrap();
}

/// An index of these objects.
fn index_of(rows: &[&ObjectRow]) -> MemoryStore {
    let mut store = MemoryStore::new();
    record(&mut store, rows);
    store
}

fn content_of(vault: &dyn Vault, row: &ObjectRow) -> Vec<u8> {
    let mut content = Vec::new();
    vault.open(row).unwrap().read_to_end(&mut content).unwrap();
    content
}
