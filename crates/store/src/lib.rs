//! The case on disk: a folder nobody can read without a key, and all SQL of the project.
//!
//! A case folder `NAME.onus/` holds an encrypted database (`case.db`, with its `-wal` and `-shm` while
//! it is open), the key slots (`slots.json`), an empty lock file, and the sealed files of its exhibits
//! (`vault/`). Names of people, words of sources,
//! handles and search tokens are only ever inside the encryption; slot names and file names are
//! random or fixed. What belongs to one machine, its signing key and the heads it saw last, is
//! kept outside the folder in a [`DeviceHome`], so that a copied or restored folder is noticed.
//!
//! The way through:
//!
//! - [`CaseFolder`] recognises or creates a folder; [`CaseFolder::unlock`] turns a passphrase or a
//!   [`RecoveryCode`] into [`Unlocked`], which holds the key of the database;
//! - [`SqliteStore`] opens the database; [`MemoryStore`] is the same thing fully resident, for tests
//!   and small cases. Both are a [`Store`]: reads through a [`Reader`], and every change through one
//!   [`Transaction`] that happens whole or not at all. [`MadeAgain`] compares what is derived with what is stored;
//! - a [`Vault`] keeps exhibits and their texts, sealed one by one; [`FolderVault`] in the case's
//!   folder, [`MemoryVault`] for tests. Which file holds what, and the key to it, is a row of the store;
//! - [`DeviceHome`] keeps this machine's device, and [`rollback`] says whether a case lost something
//!   that this machine has already seen.
//!
//! The store knows bytes and keys, not meanings. The log's headers and contents are opaque to it; what
//! the derived tables hold is decided by the crate that derives them. It asks no clock, and keys, salts
//! and names are drawn from an [`Entropy`] that comes in as an argument ([`OsEntropy`] is the system's),
//! as do all paths; only the initialization vectors of the database's pages are SQLCipher's own affair.

mod again;
mod anew;
mod atomic;
mod device;
mod entropy;
mod error;
mod folder;
mod id;
mod keys;
mod memory;
mod rank;
mod row;
mod sqlite;
mod store;
mod text;
mod vault;

pub use again::MadeAgain;
pub use device::{Device, DeviceHome, Freshness, rollback};
pub use entropy::{Entropy, OsEntropy};
pub use error::{Damaged, Error, Refusal, Result};
pub use folder::{CaseFolder, Created};
pub use id::{CommitId, ContentDigest, DeviceId, DocumentId, LeafId, ObjectName, SheetId};
pub use keys::{
    DataKey, KeyCost, Passphrase, RecoveryCode, RecoveryCodeError, SlotId, SlotKind, Unlocked,
};
pub use memory::MemoryStore;
pub use row::{
    Area, Bounds, ClaimRow, CommitRow, Counts, Identity, LeafRow, NameRow, NewCommit, ObjectKind,
    ObjectRow, Opening, Place, PropertyNumber, RecordNumber, RecordRow, SheetRow, SkeletonRow,
    SpeakerKey,
};
pub use sqlite::{Access, OpenOptions, SqliteStore};
pub use store::{Reader, Snapshot, Store, Transaction, Visit};
pub use text::{
    Alternative, Attributes, Clause, Counted, Document, FACETS, Facet, FacetCount, FacetFilter,
    Hit, Hits, Space, TextQuery, Tokens,
};
pub use vault::{
    Adding, Checked, Damage, FolderVault, Lease, MemoryVault, Opened, Sealed, Swept, Unfinished,
    Vault, VaultFile, digest_of, recognise,
};
