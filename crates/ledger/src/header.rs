//! Commit headers: everything about a commit that may never be hidden.
//!
//! A header carries no name, no time and no free text, so nothing in it ever has to be erased. It is
//! read exactly: an unknown field refuses it, because a field that one verifier passes over and
//! another obeys is how two replicas come to hold different cases.

use std::collections::BTreeSet;

use crate::content::{Json, Object, parse_within, write_within};
use crate::effect::Effect;
use crate::hash::{Hash, Tag, tagged};
use crate::id::{CaseId, CommitId, DeviceId, Digest};
use crate::leaf::LeafPlace;
use crate::object::{Field, Value, Wrong, ascending, finish, items, object, put, take};
use crate::reason::{Fault, Reason};

/// The format this crate reads and writes.
pub const FORMAT: &str = "onus/0";

/// The hash and signature algorithms this crate knows: Ed25519 and SHA-256.
pub const SUITE: &str = "ed25519-sha256";

/// The most bytes a header may have: room to retract a sheet of 15,000 rows in one commit.
pub const HEADER_LIMIT: usize = 1_048_576;

/// The most leaves a commit may have.
pub const MAX_LEAVES: u64 = 65_536;

/// The most parents a commit may have.
pub const MAX_PARENTS: usize = 256;

/// The most effects a commit may have.
pub const MAX_EFFECTS: usize = 256;

object! {
    /// What a header says of the commit's operations.
    pub struct Leaves {
        /// How many there are, from 1 to [`MAX_LEAVES`].
        "count" count: u64,
        /// The root of the tree over their ids.
        "root" root: Digest,
    }
}

/// The header of a commit. Format and suite are those of this crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The case; absent in the commit that founds it.
    pub case: Option<CaseId>,
    /// The device that signs.
    pub device: DeviceId,
    /// What the commit does beside adding operations, ascending by canonical bytes.
    pub effects: Vec<Effect>,
    /// Its operations.
    pub leaves: Leaves,
    /// All heads of the log that the device had seen.
    pub parents: BTreeSet<CommitId>,
    /// The device's own commit before this one; absent at `seq` 0.
    pub previous: Option<CommitId>,
    /// The commit's place in the device's chain, from 0.
    pub seq: u64,
}

impl Header {
    /// Reads a header and checks all that can be checked of it alone.
    ///
    /// # Errors
    ///
    /// A `content.…`, `header.…` or `effect.…` reason.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        Self::read(bytes).map_err(|(_, fault)| fault)
    }

    /// As [`Self::parse`], telling also which effect is at fault.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, (Option<u32>, Fault)> {
        let mut object = parse_within(bytes, HEADER_LIMIT).map_err(|fault| (None, fault))?;
        let whole = |fault: Fault| (None, fault);
        // What a later format changed cannot be judged by this one, so these two come first.
        for (key, known, reason) in
            [("format", FORMAT, Reason::HeaderFormat), ("suite", SUITE, Reason::HeaderSuite)]
        {
            let text: String = take(&mut object, key).map_err(|wrong| whole(wrong.in_header()))?;
            if text != known {
                return Err(whole(Fault::field(reason, key)));
            }
        }
        let effects = object.remove("effects");
        let (mut header, parents) =
            Self::take_plain(&mut object).map_err(|wrong| whole(wrong.in_header()))?;
        let Some(Json::List(effects)) = effects else {
            return Err(whole(Fault::field(Reason::HeaderField, "effects")));
        };
        header.check_structure(parents).map_err(|reason| whole(reason.into()))?;
        header.effects = read_effects(effects)?;
        Ok(header)
    }

    /// Everything but format, suite and effects; the parents as they stand.
    fn take_plain(object: &mut Object) -> Result<(Self, Vec<CommitId>), Wrong> {
        let parents = object.remove("parents").ok_or_else(Wrong::here).and_then(items);
        let parents = parents.map_err(|wrong: Wrong| wrong.within("parents"))?;
        let header = Self {
            case: take(object, "case")?,
            device: take(object, "device")?,
            effects: Vec::new(),
            leaves: take(object, "leaves")?,
            parents: BTreeSet::new(),
            previous: take(object, "previous")?,
            seq: take(object, "seq")?,
        };
        finish(object)?;
        Ok((header, parents))
    }

    fn check_structure(&mut self, parents: Vec<CommitId>) -> Result<(), Reason> {
        if !(1..=MAX_LEAVES).contains(&self.leaves.count) {
            return Err(Reason::HeaderCount);
        }
        if parents.len() > MAX_PARENTS {
            return Err(Reason::HeaderParents);
        }
        self.parents = ascending(parents).map_err(|_| Reason::HeaderParents)?;
        let founding = self.case.is_none();
        if founding != self.parents.is_empty() || (founding && self.seq != 0) {
            return Err(Reason::HeaderGenesis);
        }
        let previous_fits = match &self.previous {
            Some(previous) => self.seq > 0 && self.parents.contains(previous),
            None => self.seq == 0,
        };
        if !previous_fits {
            return Err(Reason::HeaderPrevious);
        }
        Ok(())
    }

    /// Writes the header.
    ///
    /// # Errors
    ///
    /// [`Reason::ContentSize`] past [`HEADER_LIMIT`], [`Reason::ContentRange`] for a `seq` past 2^53 − 1.
    pub fn write(&self) -> Result<Vec<u8>, Fault> {
        let mut object = Object::new();
        put(&mut object, "case", &self.case);
        put(&mut object, "device", &self.device);
        let effects = self.effects.iter().map(Value::to_json).collect();
        object.insert("effects".to_owned(), Json::List(effects));
        put(&mut object, "format", &FORMAT.to_owned());
        put(&mut object, "leaves", &self.leaves);
        let parents = self.parents.write().unwrap_or(Json::List(Vec::new()));
        object.insert("parents".to_owned(), parents);
        put(&mut object, "previous", &self.previous);
        put(&mut object, "seq", &self.seq);
        put(&mut object, "suite", &SUITE.to_owned());
        write_within(&object, HEADER_LIMIT)
    }

    /// The place that the commit's operations are bound to.
    pub(crate) fn place(&self) -> LeafPlace {
        LeafPlace { case: self.case, device: self.device, seq: self.seq }
    }
}

impl Wrong {
    fn in_header(self) -> Fault {
        Fault::field(Reason::HeaderField, self.path)
    }
}

fn read_effects(effects: Vec<Json>) -> Result<Vec<Effect>, (Option<u32>, Fault)> {
    let whole = |reason: Reason| (None, Fault::from(reason));
    if effects.len() > MAX_EFFECTS {
        return Err(whole(Reason::HeaderEffects));
    }
    let mut read: Vec<Effect> = Vec::with_capacity(effects.len());
    let mut last: Option<Vec<u8>> = None;
    for (place, json) in (0u32..).zip(effects) {
        let effect = Effect::read(json).map_err(|fault| (Some(place), fault))?;
        let bytes = effect.bytes().map_err(|fault| (Some(place), fault))?;
        if last.is_some_and(|last| last >= bytes) {
            return Err(whole(Reason::HeaderEffects));
        }
        last = Some(bytes);
        read.push(effect);
    }
    Ok(read)
}

/// The id of a commit, from the bytes of its header.
pub(crate) fn commit_id(header: &[u8]) -> CommitId {
    CommitId::from_bytes(tagged(Tag::Commit, &[header]))
}

/// What is signed: the same bytes that the id is the hash of.
pub(crate) fn signed_bytes(header: &[u8]) -> Vec<u8> {
    [Tag::Commit.prefix(), header].concat()
}

/// The root over operation ids.
pub(crate) fn leaves_root<'a>(names: impl IntoIterator<Item = &'a crate::id::OperationId>) -> Hash {
    crate::merkle::root(names.into_iter().map(|name| name.as_bytes().as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            case: Some(CaseId::from_bytes([1; 32])),
            device: DeviceId::from_bytes([2; 32]),
            effects: Vec::new(),
            leaves: Leaves { count: 1, root: Digest::from_bytes([3; 32]) },
            parents: BTreeSet::from([CommitId::from_bytes([4; 32])]),
            previous: Some(CommitId::from_bytes([4; 32])),
            seq: 1,
        }
    }

    #[test]
    fn reads_back() {
        let bytes = header().write().unwrap();
        assert_eq!(Header::parse(&bytes), Ok(header()));
    }

    #[test]
    fn a_seq_past_the_profile_is_not_written() {
        let past = Header { seq: 1 << 53, ..header() };
        assert_eq!(past.write().unwrap_err().reason, Reason::ContentRange);
        let far_past = Header { seq: u64::MAX, ..header() };
        assert_eq!(far_past.write().unwrap_err().reason, Reason::ContentRange);
    }
}
