//! Rows of the vault's index: which sealed file holds what, and the key to it.

use zeroize::Zeroizing;

use crate::id::{ContentDigest, ObjectName};

/// What an object is to the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectKind {
    /// An original, as it was received.
    Exhibit,
    /// A text extracted from one.
    Text,
}

/// The secret key of one object: an age identity, `AGE-SECRET-KEY-1…`.
///
/// It opens that object and no other. With it and the object's file, any age program gives the original
/// back, which is how one exhibit is handed over alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity(Zeroizing<String>);

impl Identity {
    /// Takes a key that was kept. What is not one shows when the object is opened.
    #[must_use]
    pub fn new(key: String) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The key, for whoever keeps it or hands it over.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

/// An object of the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectRow {
    /// SHA-256 of the original.
    pub digest: ContentDigest,
    /// Length of the original, in bytes.
    pub bytes: u64,
    /// The file that holds it.
    pub name: ObjectName,
    /// Length of that file, in bytes.
    pub sealed: u64,
    /// What it is to the case.
    pub kind: ObjectKind,
    /// The key that opens it.
    pub identity: Identity,
}
