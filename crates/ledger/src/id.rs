//! Identifiers, each a type of its own.
//!
//! All are fixed-length bytes that print as lower-case hexadecimal, and only that spelling is read
//! back: an id with two spellings would make two contents of one meaning.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;

/// Says that a text is not an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id of this kind is {expected} lower-case hexadecimal digits")]
pub struct IdError {
    /// How many digits the identifier has.
    pub expected: usize,
}

macro_rules! ids {
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

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let error = IdError { expected: $length * 2 };
                if text.len() != $length * 2 {
                    return Err(error);
                }
                let mut bytes = [0; $length];
                match HEXLOWER.decode_mut(text.as_bytes(), &mut bytes) {
                    Ok(_) => Ok(Self(bytes)),
                    Err(_) => Err(error),
                }
            }
        }
    )*};
}

ids! {
    /// Names a commit: the hash of its header.
    CommitId, 32;
    /// Names a case: the id of its first commit.
    CaseId, 32;
    /// Names a device: the hash of its key.
    DeviceId, 32;
    /// Names an operation: the hash of its place, salt and content. A claim's name is this.
    OperationId, 32;
    /// The plain SHA-256 of a file or of an extracted text, as any other tool computes it.
    Digest, 32;
    /// Names a record: 16 random bytes.
    RecordId, 16;
    /// Names a member of the team: 16 random bytes.
    MemberId, 16;
    /// Names a coding sheet: 16 random bytes.
    SheetId, 16;
    /// Names a bundle: 16 random bytes.
    BundleId, 16;
}

impl From<CommitId> for CaseId {
    /// The case that this commit founds.
    fn from(genesis: CommitId) -> Self {
        Self(genesis.0)
    }
}

#[cfg(test)]
mod tests {
    use super::MemberId;

    #[test]
    fn only_one_spelling_is_read() {
        let id = MemberId::from_bytes([0xab; 16]);
        assert_eq!("ab".repeat(16).parse(), Ok(id));
        assert_eq!(id.to_string(), "ab".repeat(16));
        for wrong in ["AB".repeat(16), "ab".repeat(15), "ab".repeat(17), "é".repeat(16)] {
            assert!(wrong.parse::<MemberId>().is_err(), "{wrong}");
        }
    }
}
