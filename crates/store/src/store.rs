//! The seam: what a case needs of the place where it is kept.
//!
//! Three traits. A [`Reader`] answers questions; a [`Transaction`] gathers changes that happen whole or
//! not at all; a [`Store`] hands out both. Two implementations pass one suite of tests:
//! [`SqliteStore`](crate::SqliteStore) and [`MemoryStore`](crate::MemoryStore). Anything above that
//! speaks only these traits runs on either.
//!
//! Reading does not know who reads: levels, dates of knowledge and the like are filters of the views
//! above. The one exception is [`Reader::search`], where a filter applied afterwards would come too
//! late, because counts and ranks would already have been computed over what the reader may not see.
//!
//! Long scans call a visitor for each row instead of building a list, and stop when it says so.
//!
//! **Errors.** Every method can answer [`Error::Damaged`](crate::Error::Damaged) when what is stored
//! cannot be read, and [`Error::Io`](crate::Error::Io) when the disk fails. Writing can answer
//! [`Error::DiskFull`](crate::Error::DiskFull). Other errors are named where they occur.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use onus_model::Level;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};

use crate::error::Result;
use crate::id::{CommitId, ContentDigest, DeviceId, DocumentId, LeafId, SheetId};
use crate::keys::DataKey;
use crate::row::{
    Area, ClaimRow, CommitRow, Counts, LeafRow, NameRow, NewCommit, ObjectRow, Opening, Place,
    PropertyNumber, RecordNumber, RecordRow, SheetRow, SkeletonRow,
};
use crate::text::{Attributes, Document, Hits, TextQuery, Tokens};

/// Called for each row of a scan; [`ControlFlow::Break`] ends it.
pub type Visit<'a, Row> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

/// Answers questions about what is stored.
///
/// Lists are in the stated order on every implementation.
pub trait Reader {
    // --- the whole ---

    /// How many transactions were ever committed on this copy.
    ///
    /// Two equal answers mean that nothing changed between them, in this process or another: what was
    /// cached is still good.
    fn revision(&self) -> Result<u64>;

    /// How many rows there are. Counts rows, so it takes time on a large case.
    fn counts(&self) -> Result<Counts>;

    /// A small value kept beside the log, by its key. Not derived: [`Transaction::clear_derived`]
    /// leaves it alone.
    fn meta(&self, key: &str) -> Result<Option<Vec<u8>>>;

    // --- the log ---

    /// A commit by its name.
    fn commit(&self, id: CommitId) -> Result<Option<CommitRow>>;

    /// Whether a commit is here.
    fn has_commit(&self, id: CommitId) -> Result<bool>;

    /// The commits that no other commit follows, ascending.
    fn heads(&self) -> Result<Vec<CommitId>>;

    /// The parents a commit was appended with, ascending.
    fn parents(&self, id: CommitId) -> Result<Vec<CommitId>>;

    /// The commits of a device with the greatest number, ascending by id. More than one is a fork.
    fn last_of(&self, device: DeviceId) -> Result<Vec<CommitRow>>;

    /// Visits the commits that came after a place, parents first; `Place(0)` is the beginning.
    fn each_commit(&self, after: Place, visit: Visit<'_, CommitRow>) -> Result<()>;

    /// A leaf by commit and index.
    fn leaf(&self, commit: CommitId, index: u32) -> Result<Option<LeafRow>>;

    /// The leaves with a name, in the order they arrived. More than one only where a chain was forked.
    fn leaves_named(&self, id: LeafId) -> Result<Vec<LeafRow>>;

    /// The leaves of a commit, by index.
    fn leaves_of(&self, commit: CommitId) -> Result<Vec<LeafRow>>;

    /// Visits the leaves of all commits after a place, by place and index.
    fn each_leaf(&self, after: Place, visit: Visit<'_, (Place, LeafRow)>) -> Result<()>;

    // --- the vault's objects ---

    /// The object that holds this content.
    fn object(&self, digest: ContentDigest) -> Result<Option<ObjectRow>>;

    /// Whether some object is this long: if none is, no content of this length is stored.
    fn has_object_of(&self, bytes: u64) -> Result<bool>;

    /// Visits all objects, ascending by digest. They come with the keys that open them.
    fn each_object(&self, visit: Visit<'_, ObjectRow>) -> Result<()>;

    // --- derived: records ---

    /// The number of the derivation that wrote the derived tables; `None` when there is none.
    fn derivation(&self) -> Result<Option<u32>>;

    /// A record by its id.
    fn record(&self, id: RecordId) -> Result<Option<RecordRow>>;

    /// The records with a handle, ascending by id.
    fn records_with_handle(&self, handle: &str) -> Result<Vec<RecordRow>>;

    /// The records of a type, ascending by id.
    fn records_of_type(&self, kind: &TypeId) -> Result<Vec<RecordRow>>;

    /// Visits all records, ascending by id.
    fn each_record(&self, visit: Visit<'_, RecordRow>) -> Result<()>;

    /// The number of a record that some row mentions.
    fn record_number(&self, id: RecordId) -> Result<Option<RecordNumber>>;

    /// Visits all numbers of records, ascending by number.
    fn each_record_number(&self, visit: Visit<'_, (RecordNumber, RecordId)>) -> Result<()>;

    // --- derived: claims ---

    /// A claim by its name.
    fn claim(&self, id: ClaimId) -> Result<Option<ClaimRow>>;

    /// A claim by its number.
    fn claim_at(&self, seq: u64) -> Result<Option<ClaimRow>>;

    /// The greatest number of a claim.
    fn last_claim(&self) -> Result<Option<u64>>;

    /// The claims about a record, by number.
    fn claims_about(&self, record: RecordId) -> Result<Vec<ClaimRow>>;

    /// The claims on one property of a record, by number.
    fn claims_on(&self, record: RecordId, property: &PropertyId) -> Result<Vec<ClaimRow>>;

    /// The claims read in a source, by number.
    fn claims_in(&self, source: RecordId) -> Result<Vec<ClaimRow>>;

    /// The claims whose speaker a record is, by number.
    fn claims_by(&self, speaker: RecordId) -> Result<Vec<ClaimRow>>;

    /// The claims that mention a record, or only those on one property, by number.
    fn claims_mentioning(
        &self,
        record: RecordId,
        property: Option<&PropertyId>,
    ) -> Result<Vec<ClaimRow>>;

    /// The claims that name a claim, by number. There may be others among them: names are looked up by
    /// their beginnings.
    fn claims_naming(&self, claim: ClaimId) -> Result<Vec<ClaimRow>>;

    /// Visits all claims on a property, by number.
    fn each_claim_with(&self, property: &PropertyId, visit: Visit<'_, ClaimRow>) -> Result<()>;

    /// Whether there is any claim on a property.
    fn has_claims_with(&self, property: &PropertyId) -> Result<bool>;

    /// Visits all claims after a number, by number.
    fn each_claim(&self, after: Option<u64>, visit: Visit<'_, ClaimRow>) -> Result<()>;

    /// Visits the skeleton of all claims, by number.
    fn each_skeleton(&self, visit: Visit<'_, SkeletonRow>) -> Result<()>;

    /// All properties that claims are on, with their numbers, ascending by number.
    fn properties(&self) -> Result<Vec<(PropertyNumber, PropertyId)>>;

    // --- derived: names, sheets, the free table ---

    /// The rows of a name, ascending by record, then claim.
    fn named(&self, folded: &str) -> Result<Vec<NameRow>>;

    /// The rows of names that begin so, ascending by name, record, claim; at most `limit`.
    fn named_like(&self, beginning: &str, limit: usize) -> Result<Vec<NameRow>>;

    /// The names of a record, ascending by name, then claim.
    fn names_of(&self, record: RecordId) -> Result<Vec<NameRow>>;

    /// Visits all names, ascending by name, record, claim.
    fn each_name(&self, visit: Visit<'_, NameRow>) -> Result<()>;

    /// The row of a sheet by its id.
    fn sheet_row(&self, sheet: SheetId, row: &str) -> Result<Option<SheetRow>>;

    /// The rows of a sheet, ascending by row id.
    fn sheet_rows(&self, sheet: SheetId) -> Result<Vec<SheetRow>>;

    /// The rows that made a claim, ascending by sheet, then row id.
    fn rows_of_claim(&self, claim: ClaimId) -> Result<Vec<SheetRow>>;

    /// The sheets that have rows, ascending.
    fn sheets(&self) -> Result<Vec<SheetId>>;

    /// A value of the free derived table.
    fn entry(&self, area: Area, key: &[u8]) -> Result<Option<Vec<u8>>>;

    /// Visits the entries of an area whose keys begin so, ascending by key.
    fn each_entry(
        &self,
        area: Area,
        beginning: &[u8],
        visit: Visit<'_, (Vec<u8>, Vec<u8>)>,
    ) -> Result<()>;

    // --- text ---

    /// Answers a question to the text index.
    fn search(&self, query: &TextQuery) -> Result<Hits>;
}

/// A state of the store that stays as it is while others write.
pub trait Snapshot {
    /// Reads that state.
    fn reader(&self) -> &dyn Reader;
}

/// Changes that happen whole or not at all.
///
/// Dropped without [`commit`](Transaction::commit), nothing has happened. One writer at a time: while a
/// transaction is open, others read the state before it.
pub trait Transaction {
    /// Reads the state with the changes made so far.
    fn reader(&self) -> &dyn Reader;

    /// Makes the changes last. When this returns, they survive a loss of power.
    fn commit(self: Box<Self>) -> Result<()>;

    /// Keeps a small value beside the log.
    fn put_meta(&mut self, key: &str, value: &[u8]) -> Result<()>;

    /// Removes such a value.
    fn remove_meta(&mut self, key: &str) -> Result<()>;

    // --- the log ---

    /// Appends a commit with its leaves and answers where it stands.
    ///
    /// `leaves` are numbered by their order; their `commit` and `index` fields must say the same.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) when the commit is here already, a parent is not, or
    /// a leaf claims another place.
    fn append(&mut self, commit: &NewCommit, leaves: &[LeafRow]) -> Result<Place>;

    /// Gives a leaf whose content was withheld its salt and content.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) when there is no such leaf or it is open already.
    fn open_leaf(
        &mut self,
        commit: CommitId,
        index: u32,
        level: Level,
        opening: &Opening,
    ) -> Result<()>;

    /// Destroys a leaf's salt and content; its name, place and level stay. Answers whether there was
    /// anything to destroy.
    ///
    /// The freed pages are overwritten, but an older copy may remain in the write-ahead log until it is
    /// overwritten, and the derived rows are the caller's to remove.
    fn erase_leaf(&mut self, commit: CommitId, index: u32) -> Result<bool>;

    // --- the vault's objects ---

    /// Records an object that lies in the vault. Put into the transaction that logs what it is: then
    /// both last, or neither.
    ///
    /// The same object again changes only its kind.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) when another object holds this content, or has this
    /// name.
    fn put_object(&mut self, row: &ObjectRow) -> Result<()>;

    /// Forgets an object, and destroys its key with it. Answers the row without which nobody can open
    /// its file any more; the file itself is for [`Vault::remove`](crate::Vault::remove), once this
    /// transaction is committed.
    fn remove_object(&mut self, digest: ContentDigest) -> Result<Option<ObjectRow>>;

    // --- derived ---

    /// Empties every derived table and the text index, and forgets the derivation's number.
    fn clear_derived(&mut self) -> Result<()>;

    /// Says which derivation the derived tables now follow.
    fn set_derivation(&mut self, number: u32) -> Result<()>;

    /// Inserts a record or replaces its type and handle.
    fn put_record(&mut self, row: &RecordRow) -> Result<()>;

    /// Removes a record's row. Claims about it stay. Answers whether it was there.
    fn remove_record(&mut self, id: RecordId) -> Result<bool>;

    /// Inserts a claim or replaces the one with its name.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) when another claim has the number.
    fn put_claim(&mut self, row: &ClaimRow) -> Result<()>;

    /// Says which records and claims a claim mentions. Removed with the claim.
    fn put_mentions(
        &mut self,
        row: &ClaimRow,
        records: &BTreeSet<RecordId>,
        claims: &BTreeSet<ClaimId>,
    ) -> Result<()>;

    /// Sets whether a claim is retracted. Answers whether it was there.
    fn set_retracted(&mut self, id: ClaimId, retracted: bool) -> Result<bool>;

    /// Removes a claim's row. Names, sheet rows and documents are the caller's to remove. Answers
    /// whether it was there.
    fn remove_claim(&mut self, id: ClaimId) -> Result<bool>;

    /// Inserts a name, or replaces the level of the same name, record and claim.
    fn put_name(&mut self, row: &NameRow) -> Result<()>;

    /// Removes the names that rest on a claim. Answers how many there were.
    fn remove_names(&mut self, claim: ClaimId) -> Result<u64>;

    /// Inserts or replaces the row of a sheet.
    fn put_sheet_row(&mut self, row: &SheetRow) -> Result<()>;

    /// Removes the row of a sheet. Answers whether it was there.
    fn remove_sheet_row(&mut self, sheet: SheetId, row: &str) -> Result<bool>;

    /// Inserts or replaces a value of the free derived table.
    fn put_entry(&mut self, area: Area, key: &[u8], value: &[u8]) -> Result<()>;

    /// Removes the entries of an area whose keys begin so. Answers how many there were.
    fn remove_entries(&mut self, area: Area, beginning: &[u8]) -> Result<u64>;

    /// Indexes a document, in place of what was indexed for it before, at whatever level that was. Without tokens
    /// there is nothing to find and nothing is kept.
    ///
    /// Documents are gathered and written together: a failure to write may show with a later one, or when the
    /// transaction is committed.
    fn index(&mut self, document: &Document<'_>) -> Result<()>;

    /// Indexes a document that has nothing but a text.
    fn index_text(&mut self, document: DocumentId, level: Level, tokens: &Tokens) -> Result<()> {
        self.index(&Document { id: document, level, tokens, attributes: &Attributes::default() })
    }

    /// Removes a document from the text index, its tokens with it. Answers whether it was there.
    fn remove_text(&mut self, document: DocumentId) -> Result<bool>;
}

/// Where a case is kept.
pub trait Store: Send {
    /// Reads the latest state. Two calls may see two states when another process writes between them;
    /// a [`Snapshot`] does not move.
    fn reader(&self) -> &dyn Reader;

    /// Holds the latest state still for reading.
    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>>;

    /// Begins to change the case, as its only writer.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy) when another process is writing and does not finish in the
    /// time to wait; [`Error::ReadOnly`](crate::Error::ReadOnly) when the case can only be read.
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>>;

    /// Writes what is live into a new file under another key, and nothing else: no page that was freed,
    /// no older version of one.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) where nothing is kept in a file, or others may be
    /// reading: see [`Access::Alone`](crate::Access::Alone).
    fn write_anew(&mut self, path: &Path, key: &DataKey) -> Result<()>;
}
