//! The one hash function and its domains.
//!
//! Everything hashed or signed begins with `onus/0/` and a tag of its own, so that bytes made for one
//! purpose never mean anything for another. The tree hash is RFC 6962's and has its own prefixes.

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub(crate) type Hash = [u8; 32];

/// What a hash or a signature is for.
#[derive(Clone, Copy)]
pub(crate) enum Tag {
    /// A device's id, from its key.
    Key,
    /// An operation's id, from its place, salt and content.
    Leaf,
    /// A commit's id and its signature, from the header.
    Commit,
    /// A device's secret seal key, from its seed; no part of the format.
    Seal,
}

impl Tag {
    /// The bytes that everything hashed or signed under this tag begins with.
    pub(crate) fn prefix(self) -> &'static [u8] {
        match self {
            Self::Key => b"onus/0/key\n",
            Self::Leaf => b"onus/0/leaf\n",
            Self::Commit => b"onus/0/commit\n",
            Self::Seal => b"onus/0/seal\n",
        }
    }
}

/// SHA-256 over the tag's prefix and the parts one after another.
pub(crate) fn tagged(tag: Tag, parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(tag.prefix());
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// SHA-256 over the parts one after another.
pub(crate) fn plain(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}
