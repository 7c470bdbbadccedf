//! What a bundle says of itself.

use std::collections::BTreeSet;

use crate::content::{Json, Object, parse_within, write_within};
use crate::header::FORMAT;
use crate::id::{CaseId, CommitId, DeviceId};
use crate::object::{Field, Value, Wrong, fields, object, take};
use crate::reason::{Fault, Reason};
use crate::time::Time;
use crate::word::Level;

pub use crate::id::BundleId;

/// The most bytes a manifest may have.
pub(super) const MANIFEST_LIMIT: usize = 1_048_576;

object! {
    /// What a bundle holds, from whom, for whom.
    pub struct Manifest {
        /// Commits that, with their ancestry, the receiver is taken to hold. Without any, the bundle has
        /// all.
        "base" base: Base,
        /// 16 random bytes.
        "bundle" bundle: BundleId,
        /// The case.
        "case" case: CaseId,
        /// How many checkpoints it holds.
        "checkpoints" checkpoints: u64,
        /// How many operations it holds by name only.
        "closed" closed: u64,
        /// How many commits it holds.
        "commits" commits: u64,
        /// The device that signs it.
        "from" from: DeviceId,
        /// All heads of the sender.
        "heads" heads: BTreeSet<CommitId>,
        /// Contents above this level are withheld.
        "level" level: Level,
        /// How many files and texts it holds.
        "objects" objects: u64,
        /// How many operations it holds with their contents.
        "open" open: u64,
        /// When it was made.
        "time" time: Time,
        /// The devices it is sealed to.
        "to" to: BTreeSet<DeviceId>,
    }
}

/// A set that is left out when it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base(pub BTreeSet<CommitId>);

impl Field for Base {
    fn read(json: Option<Json>) -> Result<Self, Wrong> {
        match json {
            None => Ok(Self::default()),
            some => BTreeSet::read(some).map(Self),
        }
    }

    fn write(&self) -> Option<Json> {
        if self.0.is_empty() { None } else { self.0.write() }
    }
}

impl Manifest {
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, Fault> {
        let wrong = |wrong: Wrong| Fault::field(Reason::ManifestField, wrong.path);
        let mut object: Object = fields(self.to_json()).map_err(wrong)?;
        object.insert("format".to_owned(), Json::Text(FORMAT.to_owned()));
        let bytes = write_within(&object, MANIFEST_LIMIT)?;
        // What the types allow and the format does not, such as a bundle to nobody.
        Self::read(&bytes)?;
        Ok(bytes)
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut object = parse_within(bytes, MANIFEST_LIMIT)?;
        let wrong = |wrong: Wrong| Fault::field(Reason::ManifestField, wrong.path);
        let format: String = take(&mut object, "format").map_err(wrong)?;
        if format != FORMAT {
            return Err(Fault::field(Reason::ManifestFormat, "format"));
        }
        Self::from_json(Json::Object(object)).map_err(wrong)
    }
}
