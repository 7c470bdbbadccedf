//! Operations: what one leaf says.
//!
//! The list is complete: whatever a case learns arrives as one of these. Each is a JSON object with
//! its name (`op`) and version (`v`). A name or version this program does not know is kept and handed
//! on unchanged and shown as not understood; content that no version could mean is void. Neither
//! refuses the commit: contents may be withheld from one replica and held by another, and both have to
//! accept the same commits. Only a commit's particulars, which always travel, decide with it.

mod claim;
mod files;
mod passage;
mod work;

pub use claim::{Claim, Origin, Qualifier, Relay, Rendering, RestsOn, Speaker, Stance, Typed};
pub use files::{Custody, CustodyKind, Exhibit, KeptCheckpoint, Reading, Stamp};
pub use passage::{Locator, Passage, Range, Words};
pub use work::{
    Erasure, Handle, MemberName, Message, Meta, NamedRow, Record, Retraction, Review, ReviewState,
    Rows, SchemaAddition, Sheet,
};

use crate::content::{Json, Object, is_key, parse, write};
use crate::id::OperationId;
use crate::leaf::Absence;
use crate::object::{Fields, Value, Wrong, fields, tagged};
use crate::reason::{Fault, Reason};
use crate::word::Level;

/// The version of every operation defined so far.
pub const VERSION: u64 = 1;

tagged! {
    /// What one leaf says.
    pub enum Operation by "op" {
        /// A checkpoint with its countersignatures.
        Checkpoint(KeptCheckpoint) = "checkpoint",
        /// A speaker says, in a source, that a property of a record has a value.
        Claim(Box<Claim>) = "claim",
        /// What was done with an exhibit.
        Custody(Custody) = "custody",
        /// Why operations are erased.
        Erasure(Erasure) = "erasure",
        /// A file that came into the case.
        Exhibit(Exhibit) = "exhibit",
        /// The handle by which coding sheets call a record.
        Handle(Handle) = "handle",
        /// A member's name.
        Member(MemberName) = "member",
        /// What the commit's author says about it.
        Message(Message) = "message",
        /// A commit's particulars.
        Meta(Meta) = "meta",
        /// The text read from a source.
        Reading(Reading) = "reading",
        /// A record, by id and type.
        Record(Record) = "record",
        /// Why operations are retracted.
        Retraction(Retraction) = "retraction",
        /// How far claims have been checked.
        Review(Review) = "review",
        /// Which claims came from which rows of a coding sheet.
        Rows(Rows) = "rows",
        /// An addition to the case's schema.
        Schema(SchemaAddition) = "schema",
        /// A coding sheet.
        Sheet(Sheet) = "sheet",
        /// A time stamp over a checkpoint.
        Stamp(Stamp) = "stamp",
    }
}

impl Operation {
    /// The operation's content, ready to be sealed into a leaf.
    ///
    /// # Errors
    ///
    /// A `content.…` reason when it does not fit the profile, most often [`Reason::ContentSize`];
    /// [`Reason::OperationField`] when a set is empty or fields contradict each other.
    pub fn write(&self) -> Result<Vec<u8>, Fault> {
        // Reading it back finds what the types allow and the format does not, such as an empty set.
        Self::from_json(self.to_json())
            .and_then(|read| read.check())
            .map_err(Wrong::in_operation)?;
        let mut object: Object = fields(self.to_json()).map_err(Wrong::in_operation)?;
        object.insert("v".to_owned(), VERSION.to_json());
        write(&object)
    }

    /// What the types of the fields cannot say.
    fn check(&self) -> Result<(), Wrong> {
        match self {
            Self::Checkpoint(kept) => kept.check(),
            Self::Claim(claim) => claim.check(),
            Self::Erasure(erasure) => erasure.check(),
            Self::Reading(reading) => reading.check(),
            Self::Stamp(stamp) => stamp.check(),
            Self::Rows(rows) if rows.rows.is_empty() => Err(Wrong::here().within("rows")),
            _ => Ok(()),
        }
    }

    /// The operations that this one names.
    #[must_use]
    pub fn references(&self) -> Vec<OperationId> {
        match self {
            Self::Claim(claim) => match &claim.rests_on {
                Some(rests_on) => rests_on.claims.iter().copied().collect(),
                None => Vec::new(),
            },
            Self::Erasure(erasure) => {
                erasure.operations.iter().chain(&erasure.consent).copied().collect()
            }
            Self::Retraction(retraction) => retraction.operations.iter().copied().collect(),
            Self::Review(review) => review.claims.iter().copied().collect(),
            Self::Rows(rows) => rows.rows.iter().map(|row| row.claim).collect(),
            Self::Checkpoint(_)
            | Self::Custody(_)
            | Self::Exhibit(_)
            | Self::Handle(_)
            | Self::Member(_)
            | Self::Message(_)
            | Self::Meta(_)
            | Self::Reading(_)
            | Self::Record(_)
            | Self::Schema(_)
            | Self::Sheet(_)
            | Self::Stamp(_) => Vec::new(),
        }
    }

    /// Who may see the operation while no effect says otherwise.
    ///
    /// Claims say it themselves. Of the rest, what holds only opaque ids and what is needed to read claims
    /// at all is public, and whatever may hold a name or a word of the team's is the team's.
    #[must_use]
    pub fn level(&self) -> Level {
        match self {
            Self::Claim(claim) => claim.level,
            Self::Record(record) if record.handle.is_none() && record.label.is_none() => {
                Level::Public
            }
            Self::Checkpoint(_)
            | Self::Meta(_)
            | Self::Review(_)
            | Self::Schema(_)
            | Self::Stamp(_) => Level::Public,
            Self::Custody(_)
            | Self::Erasure(_)
            | Self::Exhibit(_)
            | Self::Handle(_)
            | Self::Member(_)
            | Self::Message(_)
            | Self::Reading(_)
            | Self::Record(_)
            | Self::Retraction(_)
            | Self::Rows(_)
            | Self::Sheet(_) => Level::Team,
        }
    }
}

/// What the bytes of a leaf turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An operation of a known name and version.
    Operation(Operation),
    /// An operation of another version of this program; kept and handed on unchanged.
    NotUnderstood {
        /// The operation's name.
        op: String,
        /// Its version.
        version: u64,
    },
    /// Bytes that mean nothing, now or later; kept, shown with the reason, never counted.
    Void(Fault),
    /// Not here. Nothing may be concluded from it.
    Closed(Absence),
}

impl Content {
    /// Who may see it while no effect says otherwise; `None` when that cannot be known here.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        match self {
            Self::Operation(operation) => Some(operation.level()),
            Self::NotUnderstood { .. } | Self::Void(_) => Some(Level::Team),
            Self::Closed(_) => None,
        }
    }

    /// Reads the content of a leaf.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        Self::try_read(bytes).unwrap_or_else(Self::Void)
    }

    fn try_read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut object = parse(bytes)?;
        let version = match object.remove("v") {
            Some(Json::Integer(version)) => u64::try_from(version).ok().filter(|v| *v > 0),
            _ => None,
        };
        let op = match object.get("op") {
            Some(Json::Text(op)) if is_key(op.as_bytes()) => Some(op.clone()),
            _ => None,
        };
        let (Some(op), Some(version)) = (op, version) else {
            return Err(Reason::OperationOp.into());
        };
        if version != VERSION || !Operation::WORDS.contains(&op.as_str()) {
            return Ok(Self::NotUnderstood { op, version });
        }
        let operation = Operation::from_json(Json::Object(object)).map_err(Wrong::in_operation)?;
        operation.check().map_err(Wrong::in_operation)?;
        Ok(Self::Operation(operation))
    }
}

impl Wrong {
    fn in_operation(self) -> Fault {
        Fault::field(Reason::OperationField, self.path)
    }
}

impl<T: Fields> Fields for Box<T> {
    fn take_fields(object: &mut Object) -> Result<Self, Wrong> {
        T::take_fields(object).map(Self::new)
    }

    fn put_fields(&self, object: &mut Object) {
        T::put_fields(self, object);
    }
}

#[cfg(test)]
mod tests;
