//! One operation as the log holds it: a salt and its content, named by a hash.
//!
//! The name binds the place (case, device, position in the device's chain, index in the commit) beside
//! salt and content. Naming by content alone let anyone adopt another's operation, and gave two
//! commits with equal particulars one name; naming by (commit, index) could not be computed before the
//! commit is signed, so claims of one commit could not rest on one another. The salt makes the
//! name of a withheld or erased operation impossible to guess from likely contents.

use crate::hash::{Tag, tagged};
use crate::id::{CaseId, DeviceId, OperationId};
use crate::reason::Reason;

/// 16 random bytes, fresh for every leaf.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    /// Wraps 16 bytes that the caller drew at random for this leaf alone.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Takes a stored salt.
    ///
    /// # Errors
    ///
    /// [`Reason::LeafSalt`] unless there are 16 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Reason> {
        bytes.try_into().map(Self).map_err(|_| Reason::LeafSalt)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl std::fmt::Debug for Salt {
    /// Prints no bytes: a salt that leaks makes its operation guessable.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// Salt and content of one operation, the content exactly as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The leaf's salt.
    pub salt: Salt,
    /// The bytes of the content.
    pub content: Vec<u8>,
}

/// Why the content of an operation is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// Above what the receiver may see.
    Withheld,
    /// Erased.
    Erased,
    /// Whoever sent the commit did not have it either.
    NotHeld,
}

impl Absence {
    /// The number it is written as.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Withheld => 1,
            Self::Erased => 2,
            Self::NotHeld => 3,
        }
    }

    /// Reads the number; `None` when it is none of them.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Withheld),
            2 => Some(Self::Erased),
            3 => Some(Self::NotHeld),
            _ => None,
        }
    }
}

/// The place of one operation in a commit: with its content, or with its name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Salt and content are here.
    Open(Leaf),
    /// Only the name is here, with which the commit still verifies.
    Closed(OperationId, Absence),
}

impl Slot {
    /// Salt and content, if they are here.
    #[must_use]
    pub fn leaf(&self) -> Option<&Leaf> {
        match self {
            Self::Open(leaf) => Some(leaf),
            Self::Closed(..) => None,
        }
    }
}

impl From<Leaf> for Slot {
    fn from(leaf: Leaf) -> Self {
        Self::Open(leaf)
    }
}

impl Leaf {
    /// The operation's id at this place of the log; `case` is `None` in the commit that founds it.
    #[must_use]
    pub fn id(&self, case: Option<CaseId>, device: DeviceId, seq: u64, index: u32) -> OperationId {
        LeafPlace { case, device, seq }.name(index, &self.salt, &self.content)
    }
}

/// The place in the log that the operations of one commit are bound to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LeafPlace {
    /// `None` in the commit that founds the case.
    pub(crate) case: Option<CaseId>,
    pub(crate) device: DeviceId,
    pub(crate) seq: u64,
}

impl LeafPlace {
    /// The name of the operation that stands at `index`.
    pub(crate) fn name(&self, index: u32, salt: &Salt, content: &[u8]) -> OperationId {
        let case = self.case.map_or([0; 32], |case| *case.as_bytes());
        OperationId::from_bytes(tagged(
            Tag::Leaf,
            &[
                &case,
                self.device.as_bytes(),
                &self.seq.to_be_bytes(),
                &index.to_be_bytes(),
                salt.as_bytes(),
                content,
            ],
        ))
    }
}
