//! What the reader is told of the case: enough to check a sheet, and nothing to change.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};

use super::name::{Handle, RowName};

/// A record that the case has already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRecord {
    /// Its id.
    pub id: RecordId,
    /// Its type.
    pub record_type: TypeId,
}

/// What the case knows already.
pub trait Known {
    /// The record of a handle.
    fn record(&self, handle: &str) -> Option<KnownRecord>;

    /// Every handle, for suggestions and for questions about near-duplicates.
    fn handles(&self) -> Vec<Handle>;

    /// Names claimed of records: handle and name, for questions about near-duplicates.
    fn names(&self) -> Vec<(Handle, String)>;

    /// The current claim of a row applied before.
    fn row(&self, row: &RowName) -> Option<ClaimId>;

    /// Whether this is a name of a member in whose name a row may speak.
    fn member(&self, name: &str) -> Option<MemberId>;

    /// How many characters the text of a source has, where the case holds it.
    fn text_length(&self, source: &str) -> Option<u64>;
}

/// What a case knows, as plain data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Records by handle.
    pub records: BTreeMap<Handle, KnownRecord>,
    /// Names claimed of records.
    pub names: BTreeSet<(Handle, String)>,
    /// Current claims of rows.
    pub rows: BTreeMap<RowName, ClaimId>,
    /// Members by name.
    pub members: BTreeMap<String, MemberId>,
    /// Characters of each source's text.
    pub texts: BTreeMap<Handle, u64>,
}

impl Known for Snapshot {
    fn record(&self, handle: &str) -> Option<KnownRecord> {
        self.records.get(handle).cloned()
    }

    fn handles(&self) -> Vec<Handle> {
        self.records.keys().cloned().collect()
    }

    fn names(&self) -> Vec<(Handle, String)> {
        self.names.iter().cloned().collect()
    }

    fn row(&self, row: &RowName) -> Option<ClaimId> {
        self.rows.get(row).copied()
    }

    fn member(&self, name: &str) -> Option<MemberId> {
        self.members.get(name).copied()
    }

    fn text_length(&self, source: &str) -> Option<u64> {
        self.texts.get(source).copied()
    }
}
