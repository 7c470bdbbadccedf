//! One device's chain as it stands: its last commits, its forks, and who saw what of them.

use super::node::{Tip, read_tip, write_tip};
use crate::codec::{Reader, Writer};
use crate::content::Json;
use crate::effect::{DeviceAdd, Effect};
use crate::id::{CommitId, DeviceId};
use crate::key::PublicKey;
use crate::merkle::Frontier;

/// A `device_add` of the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// Which grant holds it.
    pub(super) grant: usize,
    /// What it says.
    pub(super) add: DeviceAdd,
    /// Its canonical bytes: of two concurrent ones the smaller says whose the device is.
    pub(super) bytes: Vec<u8>,
}

/// A commit of another key that has a fork of the device in its ancestry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Witness {
    pub(super) device: DeviceId,
    pub(super) commit: Tip,
    /// The last commits of the forked device that it had seen.
    pub(super) saw: Vec<Tip>,
}

/// The chain of one device, or of the recovery key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) key: PublicKey,
    /// Empty for the recovery key.
    pub(super) added: Vec<Added>,
    /// The last commit of each branch, with the tree over the branch.
    pub(super) tips: Vec<(Tip, Frontier)>,
    /// The first `seq` at which two commits are held.
    pub(super) forked_from: Option<u64>,
    /// Commits by which the device retired.
    pub(super) retired: Vec<Tip>,
    /// The last commits that others vouch for: they built on them without knowing of a fork.
    pub(super) vouched: Vec<Tip>,
    /// The first witnesses of a fork: those that have no other in their ancestry.
    pub(super) witnesses: Vec<Witness>,
}

impl Line {
    pub(super) fn new(key: PublicKey) -> Self {
        Self {
            key,
            added: Vec::new(),
            tips: Vec::new(),
            forked_from: None,
            retired: Vec::new(),
            vouched: Vec::new(),
            witnesses: Vec::new(),
        }
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.fixed(self.key.as_bytes());
        out.list(self.added.iter(), |out, added| {
            out.count(added.grant);
            out.bytes(&added.bytes);
        });
        out.list(self.tips.iter(), |out, (tip, tree)| {
            write_tip(out, tip);
            out.number(tree.size());
            out.list(tree.peaks().iter(), |out, peak| out.fixed(peak));
        });
        out.option(self.forked_from, Writer::number);
        out.list(self.retired.iter(), write_tip);
        out.list(self.vouched.iter(), write_tip);
        out.list(self.witnesses.iter(), |out, witness| {
            out.fixed(witness.device.as_bytes());
            write_tip(out, &witness.commit);
            out.list(witness.saw.iter(), write_tip);
        });
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            key: PublicKey::from_bytes(&from.hash()?).ok()?,
            added: from.list(|from| {
                // A grant takes far more than a byte, but it is written elsewhere: read it as a number.
                let grant = usize::try_from(from.number()?).ok()?;
                let bytes = from.bytes()?.to_vec();
                let json = Json::Object(crate::content::parse(&bytes).ok()?);
                let Ok(Effect::DeviceAdd(add)) = Effect::read(json) else { return None };
                Some(Added { grant, add, bytes })
            })?,
            tips: from.list(|from| {
                let tip = read_tip(from)?;
                let size = from.number()?;
                let peaks = from.list(Reader::hash)?;
                Some((tip, Frontier::from_parts(size, peaks)?))
            })?,
            forked_from: from.option(Reader::number)?,
            retired: from.list(read_tip)?,
            vouched: from.list(read_tip)?,
            witnesses: from.list(|from| {
                Some(Witness {
                    device: DeviceId::from_bytes(from.hash()?),
                    commit: read_tip(from)?,
                    saw: from.list(read_tip)?,
                })
            })?,
        })
    }

    /// The last commits by id.
    pub(super) fn tip_of(&self, commit: &CommitId) -> Option<usize> {
        self.tips.iter().position(|(tip, _)| tip.commit == *commit)
    }
}
