//! What travels between replicas: commits, checkpoints and files, signed, and sealed to the devices it is
//! meant for.
//!
//! A bundle is a sequence of frames in a fixed order, so that a reader needs memory for one commit and not
//! for the file. [`Writer`] makes the frames, [`check`](check()) reads them once, front to back, into a copy of the
//! state: nothing is applied unless all of it is good. [`seal`](seal()) and [`open`] are the age file around them.

mod check;
mod frame;
mod manifest;
mod sealed;
mod write;

pub use check::{Checked, Taken, Visitor, check};
pub use manifest::{BundleId, Manifest};
pub use sealed::{Sealed, open, seal};
pub use write::Writer;

use std::fmt;
use std::io;

use crate::id::CommitId;
use crate::reason::{Fault, Reason};

/// What the frames begin with, and what the closing signature is over begins with.
pub(crate) const MAGIC: &[u8; 14] = b"onus/0/bundle\n";

/// What in a bundle is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleObject {
    /// The bundle as a whole.
    Bundle,
    /// Its manifest.
    Manifest,
    /// A frame, counted from 0.
    Frame(u64),
    /// A commit, counted from 0, and what in it.
    Commit(u64, crate::reason::Object),
    /// A checkpoint, counted from 0.
    Checkpoint(u64),
    /// A file or text, counted from 0.
    Object(u64),
    /// The closing signature.
    Closing,
}

impl fmt::Display for BundleObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundle => f.write_str("bundle"),
            Self::Manifest => f.write_str("manifest"),
            Self::Frame(number) => write!(f, "frame {number}"),
            Self::Commit(number, object) => write!(f, "commit {number}, {object}"),
            Self::Checkpoint(number) => write!(f, "checkpoint {number}"),
            Self::Object(number) => write!(f, "object {number}"),
            Self::Closing => f.write_str("closing"),
        }
    }
}

/// A refused bundle: what in it, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{object}: {reason} ({})", .reason.code())]
pub struct BundleRefusal {
    /// What in the bundle is refused.
    pub object: BundleObject,
    /// Why.
    pub reason: Reason,
    /// The commit, when it is about one that can be named.
    pub commit: Option<CommitId>,
    /// Where the offending byte stands in the object, when the fault is in its bytes.
    pub offset: Option<usize>,
    /// The path of the offending field, when the fault is in one.
    pub field: Option<String>,
}

impl BundleRefusal {
    pub(crate) fn new(object: BundleObject, fault: impl Into<Fault>) -> Self {
        let Fault { reason, offset, field } = fault.into();
        Self { object, reason, commit: None, offset, field }
    }

    /// Whether the bundle is not wrong but comes too early, and may be offered again.
    #[must_use]
    pub fn waits(&self) -> bool {
        matches!(self.reason, Reason::ChainMissing | Reason::TimeFuture)
    }
}

/// Why a bundle could not be read, or written.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It is refused.
    #[error(transparent)]
    Refused(#[from] BundleRefusal),
    /// The bytes could not be read or written, or whoever takes them in could not.
    #[error(transparent)]
    Io(#[from] io::Error),
}
