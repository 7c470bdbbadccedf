//! The rows of the typed tables: what goes in and comes out of a store.
//!
//! Three kinds of tables. The **log** tables are the case: they are appended to, and only an erasure
//! ever takes something out of them. The **objects** table says which file of the vault holds what, and
//! keeps the keys to them: it is not in the log and cannot be made again. The **derived** tables are computed from the log, carry the number
//! of the derivation that wrote them, and can be thrown away and made again at any time.

mod derived;
mod log;
mod object;

pub use derived::{
    Area, Bounds, ClaimRow, NameRow, PropertyNumber, RecordNumber, RecordRow, SheetRow,
    SkeletonRow, SpeakerKey,
};
pub use log::{CommitRow, LeafRow, NewCommit, Opening, Place};
pub use object::{Identity, ObjectKind, ObjectRow};

/// How many rows a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Commits of the log.
    pub commits: u64,
    /// Leaves of the log, withheld and erased ones included.
    pub leaves: u64,
    /// Leaves whose content is not here: withheld from this copy, or erased.
    pub closed_leaves: u64,
    /// Objects of the vault.
    pub objects: u64,
    /// Derived records.
    pub records: u64,
    /// Derived claims, retracted ones included.
    pub claims: u64,
    /// Documents of the text index, over all levels.
    pub documents: u64,
}
