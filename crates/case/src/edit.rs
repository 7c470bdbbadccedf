//! What one commit is to do to a case.
//!
//! An edit is data: it can be shown before anything happens ("dry run"), and either all of it happens or
//! nothing does. Claims of one edit may rest on one another or answer one another; they are listed so
//! that each comes after those it names.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::claim::{Claim, Review};
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_store::ObjectRow;

use crate::files::{Custody, Exhibit, Reading};
use crate::read::RowName;

/// A record to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// Its name: 16 fresh random bytes.
    pub record: RecordId,
    /// Its type.
    pub record_type: TypeId,
    /// The handle by which sheets call it.
    pub handle: Option<String>,
    /// What the register calls it; kept with the handle.
    pub label: Option<String>,
}

/// A claim to be made. Its own `id` is not looked at: the log names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// What is claimed. Where it rests on or answers claims of the same edit, these stand in it by the
    /// provisional names that [`provisional`] gives.
    pub claim: Claim,
    /// The row of a sheet it is made from.
    pub row: Option<(RowName, [u8; 32])>,
}

/// The name that stands for the claim at a place of an edit until the log names it.
///
/// Cannot be mistaken for a name of the log but by a collision of SHA-256.
#[must_use]
pub fn provisional(place: u64) -> ClaimId {
    let mut name = [0xff; 32];
    name[24..].copy_from_slice(&place.to_be_bytes());
    ClaimId::from_bytes(name)
}

/// Claims to be retracted, with the reason that goes into the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRetraction {
    /// The claims.
    pub claims: BTreeSet<ClaimId>,
    /// Why, as a word: `coder-error`, `source-corrected`, `witness-withdrew`.
    pub reason: String,
    /// Why, in the member's words.
    pub note: Option<String>,
}

/// Everything that one commit is to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// What the member says about it.
    pub message: Option<String>,
    /// Files that add to the schema: name and text.
    pub schema: Vec<(String, String)>,
    /// Records to be made.
    pub records: Vec<NewRecord>,
    /// Records that are called otherwise from here on: handle and label.
    pub handles: Vec<(RecordId, String, Option<String>)>,
    /// Claims to be made.
    pub claims: Vec<NewClaim>,
    /// Claims to be retracted.
    pub retractions: Vec<NewRetraction>,
    /// Claims whose review state changes.
    pub reviews: BTreeMap<ClaimId, Review>,
    /// Whether the author vouches for claims of their own that nobody else has checked: a team of one has
    /// nobody else, and it is shown as that.
    pub alone: bool,
    /// Members whom the team is to know by a name: new ones, or new names.
    pub members: Vec<(MemberId, String)>,
    /// Files that came into the case.
    pub exhibits: Vec<Exhibit>,
    /// What was done with files.
    pub custody: Vec<Custody>,
    /// Texts that were read from files.
    pub readings: Vec<Reading>,
    /// Sealed objects of the vault to be recorded with them. Those whose content is recorded already are left out.
    pub objects: Vec<ObjectRow>,
}

impl Edit {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.schema.is_empty()
            && self.records.is_empty()
            && self.handles.is_empty()
            && self.claims.is_empty()
            && self.retractions.iter().all(|retraction| retraction.claims.is_empty())
            && self.reviews.is_empty()
            && self.members.is_empty()
            && self.exhibits.is_empty()
            && self.custody.is_empty()
            && self.readings.is_empty()
    }
}
