//! The operations beside claims: records, checking, sheets.
//!
//! What the team decides (that two records are one, that two speakers depend on each other, whom to
//! name, which value to prefer) is not here: those are claims, and a second way to say them would have
//! to be kept in agreement with the first.

use std::collections::BTreeSet;

use crate::effect::ErasureClass;
use crate::id::{Digest, MemberId, OperationId, RecordId, SheetId};
use crate::object::{Wrong, object};
use crate::time::Time;
use crate::word::{Word, words};

object! {
    /// A commit's particulars. They are leaf 0 of every commit, always travel and are never erased, so
    /// they hold no free text but the tool's name.
    pub struct Meta {
        /// The member who makes the commit.
        "author" author: MemberId,
        /// When, by the clock of the device.
        "time" time: Time,
        /// The program and its version, such as `onus 0.1.0`.
        "tool" tool: String,
    }
}

object! {
    /// What the author says about the commit. A leaf of its own, so that it can be withheld or erased.
    pub struct Message {
        /// The text.
        "text" text: String,
    }
}

object! {
    /// A record: a thing talked about. All that is known of it is claims.
    pub struct Record {
        /// Its id.
        "record" record: RecordId,
        /// Its type, a word of the schema.
        "type" record_type: Word,
        /// The handle by which coding sheets call it.
        "handle" handle: Option<String>,
        /// The coder's own words for it in the register; no claim, and never published.
        "label" label: Option<String>,
    }
}

object! {
    /// The handle by which coding sheets call a record from here on.
    pub struct Handle {
        /// The record.
        "record" record: RecordId,
        /// Its handle.
        "handle" handle: String,
        /// The coder's own words for it; without, it has none from here on.
        "label" label: Option<String>,
    }
}

object! {
    /// How far claims have been checked, in the eyes of the commit's author.
    pub struct Review {
        /// The claims.
        "claims" claims: BTreeSet<OperationId>,
        /// Their state from here on.
        "state" state: ReviewState,
    }
}

words! {
    /// How far a claim has been checked. A claim begins as a draft.
    pub enum ReviewState {
        /// As coded.
        Draft = "draft",
        /// Compared with its source by a second person.
        Checked = "checked",
        /// Free to be published at its level.
        Released = "released",
    }
}

object! {
    /// Why operations are retracted; the effect in the header is what retracts them.
    pub struct Retraction {
        /// The operations.
        "operations" operations: BTreeSet<OperationId>,
        /// Why: `coder-error`, `source-corrected`, `witness-withdrew` or another word.
        "reason" reason: Word,
        /// In words.
        "note" note: Option<String>,
    }
}

object! {
    /// Why operations are erased; the effect in the header is what erases them.
    pub struct Erasure {
        /// The operations.
        "operations" operations: BTreeSet<OperationId>,
        /// Why, as in the effect.
        "class" class: ErasureClass,
        /// The claim by which the consent was withdrawn, if and only if that is the reason.
        "consent" consent: Option<OperationId>,
        /// In words.
        "note" note: Option<String>,
    }
}

impl Erasure {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        match (self.class == ErasureClass::Consent) == self.consent.is_some() {
            true => Ok(()),
            false => Err(Wrong::here().within("consent")),
        }
    }
}

object! {
    /// A coding sheet.
    pub struct Sheet {
        /// Its id.
        "sheet" sheet: SheetId,
        /// Its name.
        "name" name: String,
    }
}

object! {
    /// Which claims came from which rows of a coding sheet.
    pub struct Rows {
        /// The sheet.
        "sheet" sheet: SheetId,
        /// Its rows. One row may stand here several times, for several claims.
        "rows" rows: Vec<NamedRow>,
    }
}

object! {
    /// One row of a coding sheet and a claim made from it.
    ///
    /// The fingerprint is a plain hash, so whoever holds it can try likely rows until one fits: to erase
    /// what a row said, this operation is erased along with the claim.
    pub struct NamedRow {
        /// The row's id within the sheet.
        "row" row: String,
        /// The claim.
        "claim" claim: OperationId,
        /// SHA-256 of the row's canonical text in UTF-8: an unchanged row is recognised by it.
        "fingerprint" fingerprint: Digest,
    }
}

object! {
    /// An addition to the case's schema.
    pub struct SchemaAddition {
        /// What it adds or replaces: a type, vocabulary or standard, by its name.
        "name" name: Word,
        /// The definition, as the schema's files are written.
        "text" text: String,
    }
}

object! {
    /// A member's name.
    pub struct MemberName {
        /// The member.
        "member" member: MemberId,
        /// The name by which the team knows them.
        "name" name: String,
    }
}
