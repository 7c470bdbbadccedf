//! One suite for every store: the same scenario on each, with the same answers.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

#[path = "../support/mod.rs"]
mod support;

mod again;
mod derived;
mod log;
mod random;
mod search;
mod text;
mod transactions;

use onus_store::{MemoryStore, Store};
use support::TestCase;

/// Runs a scenario on a fresh store of each kind.
fn on_each(mut scenario: impl FnMut(&mut dyn Store)) {
    scenario(&mut MemoryStore::new());
    let case = TestCase::new();
    let mut store = case.open();
    scenario(&mut store);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

/// Runs changes in one transaction.
fn change(store: &mut dyn Store, changes: impl FnOnce(&mut dyn onus_store::Transaction)) {
    let mut transaction = store.begin().unwrap();
    changes(&mut *transaction);
    transaction.commit().unwrap();
}
