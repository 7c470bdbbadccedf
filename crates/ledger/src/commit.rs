//! Commits as bytes, and how one is made.
//!
//! A draft names each operation the moment it is added, so later operations of the same commit can
//! rest on it. That is all the order there is: a name is a hash over content, so an operation can only
//! name what was there before it, and a circle of operations resting on one another cannot be made.

use std::collections::BTreeSet;

use crate::effect::{Bytes, Case, DeviceAdd, Effect, Role, RoleGrant};
use crate::header::{Header, Leaves, MAX_EFFECTS, MAX_LEAVES, leaves_root, signed_bytes};
use crate::id::{CaseId, CommitId, DeviceId, Digest, OperationId};
use crate::key::{PublicKey, Signature, SigningKey};
use crate::leaf::{Leaf, Salt, Slot};
use crate::operation::{Meta, Operation};
use crate::reason::{Fault, Reason};

/// A commit as it is stored and sent: bytes that nothing has been concluded from yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The canonical bytes of the header.
    pub header: Vec<u8>,
    /// The device's signature over them.
    pub signature: Signature,
    /// The operations, in order.
    pub leaves: Vec<Slot>,
    /// The operations' ids as they were stored beside them, if they were. With them a verifier can
    /// tell which leaf was altered; without, only that one was.
    pub names: Option<Vec<OperationId>>,
}

impl Commit {
    /// The commit's id.
    #[must_use]
    pub fn id(&self) -> CommitId {
        crate::header::commit_id(&self.header)
    }
}

/// Where in the log the next commit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The case.
    pub case: CaseId,
    /// The device that will sign.
    pub device: DeviceId,
    /// The place in the device's chain.
    pub seq: u64,
    /// The device's commit before it; none for the first of a device that joined.
    pub previous: Option<CommitId>,
    /// All heads of the log, and the commit before it.
    pub parents: BTreeSet<CommitId>,
}

/// A commit being made.
#[derive(Debug)]
pub struct Draft {
    header: Header,
    leaves: Vec<Slot>,
    names: Vec<OperationId>,
}

impl Draft {
    /// Begins the commit that founds a case: the key's device is its first, and the author its owner.
    ///
    /// `nonce` is 16 random bytes; `recovery` is a key fresh for this case. Bundles for the device are
    /// sealed to [`SigningKey::seal`].
    ///
    /// # Errors
    ///
    /// [`Reason::GenesisRecovery`] when the recovery key is the device's own.
    pub fn founding(
        key: &SigningKey,
        recovery: &PublicKey,
        nonce: [u8; 16],
        meta: &Meta,
        salt: Salt,
    ) -> Result<Self, Fault> {
        if *recovery == key.public() {
            return Err(Reason::GenesisRecovery.into());
        }
        let member = meta.author;
        let mut draft = Self::begin(None, key.device(), 0, None, BTreeSet::new(), meta, salt)?;
        draft.header.effects = vec![
            Effect::Case(Case { nonce: Bytes(nonce), recovery: Bytes(*recovery.as_bytes()) }),
            Effect::DeviceAdd(DeviceAdd {
                key: Bytes(*key.public().as_bytes()),
                member,
                proof: None,
                seal: Bytes(*key.seal().public().as_bytes()),
            }),
            Effect::Role(RoleGrant { member, role: Role::Owner }),
        ];
        Ok(draft)
    }

    /// Begins a commit at a place of an existing log.
    ///
    /// # Errors
    ///
    /// As [`Operation::write`], for `meta`.
    pub fn following(place: &Place, meta: &Meta, salt: Salt) -> Result<Self, Fault> {
        let (case, previous, parents) = (Some(place.case), place.previous, place.parents.clone());
        Self::begin(case, place.device, place.seq, previous, parents, meta, salt)
    }

    fn begin(
        case: Option<CaseId>,
        device: DeviceId,
        seq: u64,
        previous: Option<CommitId>,
        parents: BTreeSet<CommitId>,
        meta: &Meta,
        salt: Salt,
    ) -> Result<Self, Fault> {
        let header = Header {
            case,
            device,
            effects: Vec::new(),
            // Stated when the commit is signed.
            leaves: Leaves { count: 0, root: Digest::from_bytes([0; 32]) },
            parents,
            previous,
            seq,
        };
        let mut draft = Self { header, leaves: Vec::new(), names: Vec::new() };
        draft.push_content(salt, Operation::Meta(meta.clone()).write()?)?;
        Ok(draft)
    }

    /// Adds an operation and tells its name. `salt` is 16 random bytes used for nothing else.
    ///
    /// # Errors
    ///
    /// As [`Operation::write`]; [`Reason::OperationPlace`] for a second `meta`;
    /// [`Reason::HeaderCount`] when the commit is full.
    pub fn push(&mut self, salt: Salt, operation: &Operation) -> Result<OperationId, Fault> {
        if matches!(operation, Operation::Meta(_)) {
            return Err(Reason::OperationPlace.into());
        }
        self.push_content(salt, operation.write()?)
    }

    /// Adds content as it is, unread: for operations of other versions, and for tests of refusal.
    ///
    /// # Errors
    ///
    /// [`Reason::HeaderCount`] when the commit is full.
    pub fn push_content(&mut self, salt: Salt, content: Vec<u8>) -> Result<OperationId, Fault> {
        let index = u32::try_from(self.leaves.len()).map_err(|_| Reason::HeaderCount)?;
        if u64::from(index) >= MAX_LEAVES {
            return Err(Reason::HeaderCount.into());
        }
        let name = self.header.place().name(index, &salt, &content);
        self.leaves.push(Leaf { salt, content }.into());
        self.names.push(name);
        Ok(name)
    }

    /// Adds an effect.
    pub fn effect(&mut self, effect: Effect) {
        self.header.effects.push(effect);
    }

    /// States leaves and effects in the header and signs it.
    ///
    /// # Errors
    ///
    /// [`Reason::CommitDevice`] when the key is not that of the place; [`Reason::HeaderEffects`] for
    /// too many effects; [`Reason::ContentSize`] when the header grew too large;
    /// [`Reason::EffectField`] for an effect on no operations.
    pub fn sign(mut self, key: &SigningKey) -> Result<Commit, Fault> {
        if key.device() != self.header.device {
            return Err(Reason::CommitDevice.into());
        }
        let mut effects = Vec::with_capacity(self.header.effects.len());
        for effect in self.header.effects {
            effects.push((effect.bytes()?, effect));
        }
        effects.sort_by(|(first, _), (second, _)| first.cmp(second));
        effects.dedup_by(|(first, _), (second, _)| first == second);
        if effects.len() > MAX_EFFECTS {
            return Err(Reason::HeaderEffects.into());
        }
        self.header.effects = effects.into_iter().map(|(_, effect)| effect).collect();
        self.header.leaves = Leaves {
            // `push_content` keeps the number far below the limit of any integer.
            count: self.leaves.len() as u64,
            root: Digest::from_bytes(leaves_root(&self.names)),
        };
        let header = self.header.write()?;
        // Nothing is signed that a verifier would call malformed, such as an effect on no operations.
        Header::parse(&header)?;
        let signature = key.sign(&signed_bytes(&header));
        Ok(Commit { header, signature, leaves: self.leaves, names: Some(self.names) })
    }
}
