//! A vault in memory: for tests and for cases that are never written.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::check::VaultFile;
use super::{Lease, Sealed, Unfinished, Vault};
use crate::error::{Error, Result};
use crate::id::ObjectName;

/// Objects in memory. Gone when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryVault {
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    /// By the name that a file would have.
    files: BTreeMap<String, Arc<Vec<u8>>>,
    adding: usize,
    sweeping: bool,
}

impl MemoryVault {
    /// An empty vault.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        held(&self.held)
    }

    /// Does something to the bytes of a file, as damage would.
    pub fn change(&self, file: &str, change: impl FnOnce(&mut Vec<u8>)) {
        if let Some(bytes) = self.held().files.get_mut(file) {
            change(Arc::make_mut(bytes));
        }
    }

    /// Puts a file beside the objects, or in the place of one.
    pub fn place(&self, file: &str, bytes: Vec<u8>) {
        self.held().files.insert(file.to_owned(), Arc::new(bytes));
    }
}

fn held(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    // Each change is one statement; what a panic elsewhere leaves is whole.
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends a lease when it is dropped.
struct Leased {
    held: Arc<Mutex<Held>>,
    alone: bool,
}

impl Drop for Leased {
    fn drop(&mut self) {
        let mut held = held(&self.held);
        if self.alone {
            held.sweeping = false;
        } else {
            held.adding = held.adding.saturating_sub(1);
        }
    }
}

impl Vault for MemoryVault {
    fn lease(&self) -> Result<Lease> {
        let mut held = self.held();
        if held.sweeping {
            return Err(Error::Busy);
        }
        held.adding += 1;
        Ok(Lease::of(Leased { held: Arc::clone(&self.held), alone: false }))
    }

    fn lease_alone(&self) -> Result<Lease> {
        let mut held = self.held();
        if held.sweeping || held.adding > 0 {
            return Err(Error::Busy);
        }
        held.sweeping = true;
        Ok(Lease::of(Leased { held: Arc::clone(&self.held), alone: true }))
    }

    fn create(&self, name: ObjectName) -> Result<Box<dyn Unfinished + '_>> {
        let file = format!("{name}{}", VaultFile::UNFINISHED);
        self.held().files.insert(file.clone(), Arc::default());
        Ok(Box::new(Writing { vault: self, name, file }))
    }

    fn has(&self, name: ObjectName) -> Result<bool> {
        let held = self.held();
        let unfinished = format!("{name}{}", VaultFile::UNFINISHED);
        Ok(held.files.contains_key(&name.to_string()) || held.files.contains_key(&unfinished))
    }

    fn read(&self, name: ObjectName) -> Result<Option<Box<dyn Sealed + '_>>> {
        let bytes = self.held().files.get(&name.to_string()).cloned();
        Ok(bytes.map(|bytes| {
            let bytes: Arc<[u8]> = Arc::from(bytes.as_slice());
            Box::new(Reading(Cursor::new(bytes))) as Box<dyn Sealed>
        }))
    }

    fn files(&self) -> Result<Vec<VaultFile>> {
        let held = self.held();
        let files = held.files.iter();
        Ok(files.map(|(file, bytes)| VaultFile::named(file.clone(), bytes.len() as u64)).collect())
    }

    fn destroy(&self, file: &VaultFile) -> Result<bool> {
        Ok(file.object.is_some() && self.held().files.remove(&file.file).is_some())
    }
}

struct Writing<'v> {
    vault: &'v MemoryVault,
    name: ObjectName,
    file: String,
}

impl Unfinished for Writing<'_> {
    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.vault.change(&self.file, |written| written.extend_from_slice(bytes));
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let mut held = self.vault.held();
        if let Some(bytes) = held.files.remove(&self.file) {
            held.files.insert(self.name.to_string(), bytes);
        }
        Ok(())
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        self.vault.held().files.remove(&self.file);
    }
}

struct Reading(Cursor<Arc<[u8]>>);

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl Sealed for Reading {
    fn length(&self) -> Result<u64> {
        Ok(self.0.get_ref().len() as u64)
    }
}
