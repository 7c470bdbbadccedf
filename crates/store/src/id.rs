//! Names of things in the log, as the store keeps them: bytes that it compares and never interprets.
//!
//! Records, claims, members, types and properties have their names from the model. The log's own names
//! (commits, devices, leaves, sheets) are types here, so that the store does not depend on how they
//! are made.

use std::fmt;

use data_encoding::HEXLOWER;

macro_rules! byte_id {
    ($($(#[$doc:meta])* $name:ident, $length:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Wraps the bytes of an identifier.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes of the identifier.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl From<[u8; $length]> for $name {
            fn from(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
    )*};
}

byte_id! {
    /// Names a commit of the log.
    CommitId, 32;
    /// Names a device whose key signs commits.
    DeviceId, 32;
    /// Names a leaf of the log: one operation. A claim's name is the name of its leaf.
    LeafId, 32;
    /// Names a coding sheet.
    SheetId, 16;
    /// Names a document of the text index: whatever the caller indexes, padded or hashed to 32 bytes.
    DocumentId, 32;
    /// The SHA-256 of what was stored, before it was sealed. What an object is known by.
    ContentDigest, 32;
    /// The name of an object's file in the vault: random, so that it says nothing.
    ObjectName, 16;
}
