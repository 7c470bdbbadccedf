//! The vault: exhibits and extracted texts, each sealed in a file of its own.
//!
//! An object is an [age](https://age-encryption.org/v1) file with a random name and **an identity of its
//! own**. The identity and what the file holds are in the case's database, in the table behind
//! [`Reader::object`](crate::Reader::object), and nowhere else. So one object can be handed over alone
//! (its file and its identity open in any age program), and one can be destroyed alone: without the
//! identity its file is noise, wherever copies of it went. What the folder shows to somebody without a
//! key is how many objects there are, how large each is, and when its file was written.
//!
//! **An object is known by the SHA-256 of the original.** The same content twice is one object. That
//! a text and an exhibit are alike byte for byte is no exception.
//!
//! # What a crash leaves
//!
//! [`Vault::put`] writes under an unfinished name, makes the bytes last, gives the file its name and
//! makes that last; only then is there a row to record, and the caller records it in the same transaction as the
//! commit that logs what it is. Whatever moment a process is killed or the power fails, then:
//!
//! - a **file without a row** is an orphan. Nobody has the key to it, so it can never be taken for
//!   evidence. [`Vault::sweep`] removes it and says so;
//! - a **row without its file**, or with one that is not what was stored, is damage. It cannot come of a
//!   crash, and [`Vault::check`] names it.
//!
//! An interrupted run over many files goes on where it stopped, because what was recorded is recognised
//! ([`recognise`]). The one file that was being sealed is begun again: half an object has no digest.
//!
//! Whoever adds holds a [`Lease`] from the first byte until the row is recorded, and a sweep waits for
//! all leases to end, so that it never takes a file that another process has just written for an orphan.
//! A process that dies loses its lease with its life.
//!
//! # What was decided
//!
//! - *Header by the age crate, payload by OpenSSL.* The age crate's own cipher takes three times as long
//!   as OpenSSL's, which is built in for the database anyhow. The header (wrapping of the file key,
//!   its authentication) is made by the age crate; [`seal`] cuts the content into age's chunks and
//!   hands each to OpenSSL. Opening goes through the age crate alone, so every test that reads what was
//!   written is a test against another implementation.
//! - *File keys and nonces are drawn by the age crate* from the system, as pages' initialization vectors
//!   are by SQLCipher; the names of files come from the [`Entropy`] that is passed in.
//! - *Removing overwrites the header first.* Where the medium writes in place, the wrapped file key goes
//!   before the name does.

mod check;
mod folder;
mod memory;
mod open;
mod output;
mod put;
mod seal;

use std::any::Any;
use std::io::{Read, Seek};

use crate::entropy::Entropy;
use crate::error::Result;
use crate::id::ObjectName;
use crate::row::{ObjectKind, ObjectRow};
use crate::store::Reader;

pub use check::{Checked, Damage, Swept, VaultFile};
pub use folder::FolderVault;
pub use memory::MemoryVault;
pub use open::Opened;
pub use put::{Adding, digest_of, recognise};

/// The right to add to a vault, until it is dropped.
///
/// Sweeping waits for it, so hold it until the rows of what was added are recorded, and no longer.
pub struct Lease(#[expect(dead_code, reason = "held, not used")] Box<dyn Any + Send>);

impl Lease {
    fn of(held: impl Any + Send) -> Self {
        Self(Box::new(held))
    }
}

impl std::fmt::Debug for Lease {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lease")
    }
}

/// A sealed object being written. Dropped before it is finished, nothing of it stays.
pub trait Unfinished {
    /// Appends.
    ///
    /// # Errors
    ///
    /// What the place says; nothing can be appended after that.
    fn append(&mut self, bytes: &[u8]) -> Result<()>;

    /// Gives the object its name. When this returns, bytes and name survive a loss of power.
    ///
    /// # Errors
    ///
    /// What the place says; then there is no object.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// A sealed object that can be read.
pub trait Sealed: Read + Seek + Send {
    /// Its length in bytes.
    ///
    /// # Errors
    ///
    /// What the place says.
    fn length(&self) -> Result<u64>;
}

/// Where sealed objects are kept.
///
/// An implementation moves sealed bytes by name and knows nothing of what is in them: the seven
/// methods without a body. What all vaults do alike is in the methods that have one.
pub trait Vault: Send + Sync {
    /// Takes the right to add.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) while another process sweeps and does not finish;
    /// [`Error::ReadOnly`](crate::Error::ReadOnly).
    fn lease(&self) -> Result<Lease>;

    /// Takes the right to remove what nobody recorded; nobody else holds a lease meanwhile.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) while another process adds and does not finish;
    /// [`Error::ReadOnly`](crate::Error::ReadOnly).
    fn lease_alone(&self) -> Result<Lease>;

    /// Begins to write an object.
    ///
    /// # Errors
    ///
    /// What the place says, also when the name is taken.
    fn create(&self, name: ObjectName) -> Result<Box<dyn Unfinished + '_>>;

    /// Whether an object or an unfinished one has this name.
    ///
    /// # Errors
    ///
    /// What the place says.
    fn has(&self, name: ObjectName) -> Result<bool>;

    /// Reads a sealed object; `None` when it is not there.
    ///
    /// # Errors
    ///
    /// What the place says.
    fn read(&self, name: ObjectName) -> Result<Option<Box<dyn Sealed + '_>>>;

    /// Everything that is there, unfinished and foreign files too, by name.
    ///
    /// # Errors
    ///
    /// What the place says.
    fn files(&self) -> Result<Vec<VaultFile>>;

    /// Destroys a file. Answers whether it was there.
    ///
    /// # Errors
    ///
    /// What the place says.
    fn destroy(&self, file: &VaultFile) -> Result<bool>;

    /// Reads the source to its end, once, sealing and hashing as it goes; answers the row to record
    /// with [`Transaction::put_object`](crate::Transaction::put_object). Memory does not grow with the
    /// source.
    ///
    /// Where the content turns out to be stored already, the transaction refuses the row, and the new
    /// object is to be given up with [`Vault::remove`]; ask [`recognise`] first to be spared the work.
    ///
    /// # Errors
    ///
    /// [`Error::Source`](crate::Error::Source) when the source cannot be read to its end; otherwise
    /// what the vault's place says. Nothing is left behind.
    fn put(
        &self,
        _lease: &Lease,
        source: &mut dyn Read,
        kind: ObjectKind,
        entropy: &mut dyn Entropy,
    ) -> Result<ObjectRow> {
        put::put(self, source, kind, entropy)
    }

    /// Begins an object whose bytes are pushed, for who is handed them and cannot ask: otherwise as
    /// [`Vault::put`].
    ///
    /// # Errors
    ///
    /// What the vault's place says.
    fn begin(
        &self,
        _lease: &Lease,
        kind: ObjectKind,
        entropy: &mut dyn Entropy,
    ) -> Result<Adding<'_>> {
        Adding::begin(self, kind, entropy)
    }

    /// Opens an object for reading.
    ///
    /// # Errors
    ///
    /// [`Error::Object`](crate::Error::Object) when it is missing, or not what was stored so far as
    /// that shows from its length and header. What is further in shows while reading: see [`Opened`].
    fn open(&self, row: &ObjectRow) -> Result<Opened<'_>> {
        Opened::new(self, row)
    }

    /// Removes an object's file: to give up one that was never recorded, or after its row was removed.
    /// Answers whether there was one.
    ///
    /// **To shred** an object: remove its row with
    /// [`Transaction::remove_object`](crate::Transaction::remove_object), commit, then call this with
    /// the row. The order matters: after a crash in between, the key is gone and the file is an orphan.
    ///
    /// # Errors
    ///
    /// What the place says.
    fn remove(&self, row: &ObjectRow) -> Result<bool> {
        self.destroy(&VaultFile::whole(row.name, row.sealed))
    }

    /// Reads every object of an index to its end and compares it with what was stored.
    ///
    /// # Errors
    ///
    /// Only when the index cannot be read. Damage, and objects that the disk does not give, are in
    /// the answer.
    fn check(&self, index: &dyn Reader) -> Result<Checked> {
        check::check(self, index, true)
    }

    /// Looks whether every object of an index is there in its length, without reading it.
    ///
    /// # Errors
    ///
    /// As [`Vault::check`].
    fn look(&self, index: &dyn Reader) -> Result<Checked> {
        check::check(self, index, false)
    }

    /// Removes what no row names: what interrupted runs left. Foreign files are left alone and listed.
    ///
    /// `index` must be read now, not a snapshot taken before: rows that were recorded since would be
    /// missing from it.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) while another process adds; otherwise what the place or the
    /// index says.
    fn sweep(&self, index: &dyn Reader) -> Result<Swept> {
        let _alone = self.lease_alone()?;
        check::sweep(self, index, true)
    }

    /// As [`Vault::sweep`], removing nothing. What another process is adding now is listed too.
    ///
    /// # Errors
    ///
    /// What the place or the index says.
    fn orphans(&self, index: &dyn Reader) -> Result<Swept> {
        check::sweep(self, index, false)
    }
}
