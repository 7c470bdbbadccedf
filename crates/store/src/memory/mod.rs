//! A case that is fully resident: for tests and small cases.
//!
//! The same tables as ordered maps, the same answers in the same order. A transaction works on a
//! copy that takes the place of the original when it is committed, which is plain and costs as much as
//! the case is large.

mod reader;
mod search;
mod state;
mod transaction;

use crate::error::Result;
use crate::store::{Reader, Snapshot, Store, Transaction};
pub(crate) use state::{Derived, State};
use transaction::MemoryTransaction;

/// A case in memory. Gone when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: State,
}

impl MemoryStore {
    /// An empty case.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Store for MemoryStore {
    fn reader(&self) -> &dyn Reader {
        &self.state
    }

    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>> {
        Ok(Box::new(Still { state: &self.state }))
    }

    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>> {
        Ok(Box::new(MemoryTransaction::begin(&mut self.state)))
    }

    fn write_anew(&mut self, _: &std::path::Path, _: &crate::keys::DataKey) -> Result<()> {
        Err(crate::error::Refusal::NotAlone.into())
    }
}

/// Nobody else can write while this borrows the state.
struct Still<'a> {
    state: &'a State,
}

impl Snapshot for Still<'_> {
    fn reader(&self) -> &dyn Reader {
        self.state
    }
}
