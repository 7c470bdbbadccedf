//! Rows computed from the log.

use std::num::NonZeroU32;

use onus_model::Level;
use onus_model::id::{ClaimId, MemberId, PropertyId, RecordId, TypeId};

use crate::id::SheetId;

/// A record: an id, a type and, where it has one, a handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// The record.
    pub id: RecordId,
    /// Its type.
    pub kind: TypeId,
    /// The handle coders use for it. Two offices may have given one handle to two records.
    pub handle: Option<String>,
}

/// Who said a claim, as far as the tables need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerKey {
    /// A record of the case.
    Record(RecordId),
    /// A member of the team: the claim is an annotation.
    Member(MemberId),
    /// The source does not say.
    NotStated,
}

/// The least and greatest number a claim's value can be, in a unit the deriving crate chooses: days for
/// dates, units for counts. `None` is no bound, or a value that has no order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounds {
    /// Least possible.
    pub low: Option<i64>,
    /// Greatest possible.
    pub high: Option<i64>,
}

/// A claim in full.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimRow {
    /// Its number in this store, chosen by the deriving crate; unique. Order of the log.
    pub seq: u64,
    /// The claim's name.
    pub id: ClaimId,
    /// What it is about.
    pub record: RecordId,
    /// Which property of it.
    pub property: PropertyId,
    /// Who may read it.
    pub level: Level,
    /// The source it was read in; a member's own claim has none.
    pub source: Option<RecordId>,
    /// Who said it.
    pub origin: SpeakerKey,
    /// Whether it was retracted.
    pub retracted: bool,
    /// Bounds of its value.
    pub bounds: Bounds,
    /// All of it, in an encoding of the deriving crate.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for ClaimRow {
    /// Prints names and sizes, not the body: contents are what the encryption is for.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ClaimRow({} {:?} {} {} {} {} bytes)",
            self.seq,
            self.id,
            self.record,
            self.property,
            self.level,
            self.body.len()
        )
    }
}

/// A record's number in this store: four bytes where the id takes sixteen.
///
/// Given when a record is first mentioned, kept until the derived tables are cleared, and never
/// meaningful outside this store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordNumber(NonZeroU32);

impl RecordNumber {
    /// The number, unless it is 0: numbers start at 1.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

/// A property's number in this store, like [`RecordNumber`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyNumber(pub u16);

/// What whole-case work needs of a claim, and no more.
///
/// At most 64 bytes, so a million claims stay resident in 64 megabytes. Ids and bodies are behind
/// [`Reader::claim_at`](crate::Reader::claim_at); numbers become ids through
/// [`Reader::each_record_number`](crate::Reader::each_record_number).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkeletonRow {
    /// The claim's number.
    pub seq: u64,
    /// Bounds of its value.
    pub bounds: Bounds,
    /// What it is about.
    pub record: RecordNumber,
    /// The source it was read in.
    pub source: Option<RecordNumber>,
    /// The record that said it; `None` for a member and for *not stated*.
    pub speaker: Option<RecordNumber>,
    /// Which property.
    pub property: PropertyNumber,
    /// Who may read it.
    pub level: Level,
    /// Whether a member said it.
    pub annotation: bool,
    /// Whether it was retracted.
    pub retracted: bool,
}

/// A name under which a record is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameRow {
    /// The name as it is compared: folded, transliterated, whatever the caller compares by.
    pub folded: String,
    /// The record it names.
    pub record: RecordId,
    /// The claim that says so.
    pub claim: ClaimId,
    /// Who may read that claim.
    pub level: Level,
}

/// What became of one row of a coding sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SheetRow {
    /// The sheet.
    pub sheet: SheetId,
    /// The row's stable id within it.
    pub row: String,
    /// The claim that the row made.
    pub claim: ClaimId,
    /// What the row said, hashed: a row with another fingerprint has changed.
    pub fingerprint: [u8; 32],
}

/// A named part of the free derived table, such as `settled-view`.
///
/// The free table holds whatever the deriving crate wants to keep and can recompute: an ordered map
/// from bytes to bytes per area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area(pub &'static str);
