//! Rows of the log: commits and their leaves.

use onus_model::Level;
use zeroize::Zeroize;

use crate::id::{CommitId, DeviceId, LeafId};

/// Where a commit stands in the order in which this store received them, from 1.
///
/// Local to one store: two copies of a case may have received the same commits in another order. Parents
/// always stand before their children, so reading by place is reading in an order that respects them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub u64);

/// A commit to append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCommit {
    /// The commit's name.
    pub id: CommitId,
    /// The header exactly as it was signed.
    pub header: Vec<u8>,
    /// The signature over it.
    pub signature: Vec<u8>,
    /// The device that signed.
    pub device: DeviceId,
    /// Its number in the device's chain, from 0.
    pub seq: u64,
    /// One more than the greatest height among its parents; 0 without parents.
    pub height: u64,
    /// The commits it follows. Each must be in the store already, or in the same transaction before it.
    pub parents: Vec<CommitId>,
}

/// A commit as the store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitRow {
    /// Where it stands among the commits of this store.
    pub place: Place,
    /// The commit's name.
    pub id: CommitId,
    /// The header exactly as it was signed.
    pub header: Vec<u8>,
    /// The signature over it.
    pub signature: Vec<u8>,
    /// The device that signed.
    pub device: DeviceId,
    /// Its number in the device's chain, from 0.
    pub seq: u64,
    /// One more than the greatest height among its parents; 0 without parents.
    pub height: u64,
}

/// What opens a leaf: its salt and its content. Gone when the leaf was withheld or erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The leaf's salt.
    pub salt: Vec<u8>,
    /// The content, exactly as it was received.
    pub content: Vec<u8>,
}

impl std::fmt::Debug for Opening {
    /// Prints sizes only: contents are what the encryption is for.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opening({} bytes of salt, {} of content)", self.salt.len(), self.content.len())
    }
}

impl Zeroize for Opening {
    fn zeroize(&mut self) {
        self.salt.zeroize();
        self.content.zeroize();
    }
}

/// A leaf of a commit: one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafRow {
    /// The commit it belongs to.
    pub commit: CommitId,
    /// Which leaf of the commit, from 0. A leaf is found by commit and index: names can repeat where a
    /// device's chain was forked.
    pub index: u32,
    /// The leaf's name.
    pub id: LeafId,
    /// The level of the operation, where it is known.
    ///
    /// A leaf that arrived without its content has none.
    pub level: Option<Level>,
    /// Salt and content, where they are here.
    pub opening: Option<Opening>,
}
