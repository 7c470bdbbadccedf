//! Effects: what a commit does to the standing of others, in the header for all to see.
//!
//! An effect names devices, members and operations by opaque ids only, so a header never needs erasing
//! and can never be withheld. Every effect must be understood: one that this program does not know
//! refuses the commit, because passing over a revocation or an erasure is worse than stopping. Whether the
//! author had the right to an effect is another question, which the standing of commits answers.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;

use crate::content::{Json, Object, write_within};
use crate::header::HEADER_LIMIT;
use crate::id::{CaseId, CommitId, DeviceId, MemberId, OperationId};
use crate::key::{PublicKey, Signature, SigningKey};
use crate::object::{Value, Wrong, fields, object, tagged};
use crate::reason::{Fault, Reason};
use crate::word::{Level, words};

object! {
    /// Founds a case. Only in the commit that is its first.
    pub struct Case {
        /// Random; makes the case's id one that nobody could have prepared.
        "nonce" nonce: Bytes<16>,
        /// The recovery key, an Ed25519 public key that is no device's key.
        "recovery" recovery: Bytes<32>,
    }
}

object! {
    /// Adds a device.
    pub struct DeviceAdd {
        /// Its Ed25519 public key.
        "key" key: Bytes<32>,
        /// The member it belongs to.
        "member" member: MemberId,
        /// The device's signature over case, member and keys; absent where the case is founded.
        "proof" proof: Option<Bytes<64>>,
        /// The X25519 public key that bundles for the device are sealed to.
        "seal" seal: Bytes<32>,
    }
}

impl DeviceAdd {
    /// What a new device hands to an owner: its keys, and its proof that it wants to join as this member.
    #[must_use]
    pub fn request(key: &SigningKey, case: CaseId, member: MemberId) -> Self {
        let (public, seal) = (*key.public().as_bytes(), *key.seal().public().as_bytes());
        let signature = key.sign(&joining(case, member, &public, &seal));
        Self {
            key: Bytes(public),
            member,
            proof: Some(Bytes(*signature.as_bytes())),
            seal: Bytes(seal),
        }
    }

    /// Whether the proof is the new device's for this case.
    pub(crate) fn is_proven(&self, key: &PublicKey, case: CaseId) -> bool {
        let message = joining(case, self.member, key.as_bytes(), &self.seal.0);
        self.proof.is_some_and(|proof| {
            Signature::from_slice(&proof.0).is_ok_and(|proof| key.verifies(&message, &proof))
        })
    }
}

/// What a new device signs.
fn joining(case: CaseId, member: MemberId, key: &[u8; 32], seal: &[u8; 32]) -> Vec<u8> {
    [b"onus/0/join\n", &case.as_bytes()[..], &member.as_bytes()[..], key, seal].concat()
}

object! {
    /// Takes the signing device out of use.
    pub struct DeviceRetire {
        /// The device.
        "device" device: DeviceId,
    }
}

object! {
    /// Voids every commit of a device but the chain of the last one kept.
    pub struct DeviceRevoke {
        /// The device.
        "device" device: DeviceId,
        /// The last of its commits that stays valid; none of them when absent.
        "keep" keep: Option<Keep>,
    }
}

object! {
    /// The last commit of a device that a revocation keeps.
    pub struct Keep {
        /// Its id.
        "commit" commit: CommitId,
        /// Its place in the device's chain.
        "seq" seq: u64,
    }
}

object! {
    /// Gives a member a role.
    pub struct RoleGrant {
        /// The member.
        "member" member: MemberId,
        /// The role.
        "role" role: Role,
    }
}

object! {
    /// Destroys content and salt of operations wherever they are held.
    pub struct Erase {
        /// Why, in one of four words.
        "class" class: ErasureClass,
        /// The operations.
        "leaves" leaves: BTreeSet<OperationId>,
    }
}

object! {
    /// Takes operations back: they stay in the log and no longer count.
    pub struct Retract {
        /// The operations.
        "leaves" leaves: BTreeSet<OperationId>,
    }
}

object! {
    /// Changes who may see operations.
    pub struct LevelChange {
        /// The operations.
        "leaves" leaves: BTreeSet<OperationId>,
        /// Their level from here on.
        "level" level: Level,
    }
}

object! {
    /// Forbids commits in older formats or suites from here on.
    pub struct Floor {
        /// The oldest format allowed.
        "format" format: String,
        /// The suite required.
        "suite" suite: String,
    }
}

words! {
    /// What a member may do; later ones may do all that earlier ones may.
    pub enum Role {
        /// Reads.
        Reader = "reader",
        /// Adds claims.
        Coder = "coder",
        /// Checks and releases claims.
        Reviewer = "reviewer",
        /// Erases, changes levels, decides over erasures received.
        Custodian = "custodian",
        /// Adds and revokes devices, grants roles.
        Owner = "owner",
    }
}

words! {
    /// Why something is erased.
    pub enum ErasureClass {
        /// A person withdrew their consent.
        Consent = "consent",
        /// A law or an order requires it.
        Law = "law",
        /// Somebody would be in danger.
        Safety = "safety",
        /// It should never have been recorded.
        Mistake = "mistake",
    }
}

tagged! {
    /// What a commit does to the standing of devices, members and operations.
    pub enum Effect by "do" {
        /// Founds the case.
        Case(Case) = "case",
        /// Adds a device.
        DeviceAdd(DeviceAdd) = "device_add",
        /// Takes a device out of use.
        DeviceRetire(DeviceRetire) = "device_retire",
        /// Voids what a device signs after a point.
        DeviceRevoke(DeviceRevoke) = "device_revoke",
        /// Destroys operations.
        Erase(Erase) = "erase",
        /// Forbids older formats.
        Floor(Floor) = "floor",
        /// Changes who may see operations.
        Level(LevelChange) = "level",
        /// Takes operations back.
        Retract(Retract) = "retract",
        /// Gives a member a role.
        Role(RoleGrant) = "role",
    }
}

impl Effect {
    /// Reads one effect, telling one that is unknown from one that is malformed.
    pub(crate) fn read(json: Json) -> Result<Self, Fault> {
        let object = fields(json).map_err(|_| Fault::from(Reason::EffectField))?;
        match object.get("do") {
            Some(Json::Text(word)) if Self::WORDS.contains(&word.as_str()) => {}
            Some(Json::Text(_)) => return Err(Fault::field(Reason::EffectKind, "do")),
            _ => return Err(Fault::field(Reason::EffectField, "do")),
        }
        Self::from_json(Json::Object(object))
            .map_err(|wrong| Fault::field(Reason::EffectField, wrong.path))
    }

    /// The canonical bytes of the effect, which also order effects in a header.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Fault> {
        let object: Object = fields(self.to_json()).unwrap_or_default();
        write_within(&object, HEADER_LIMIT)
    }
}

/// Bytes of a fixed length in a header that are no id: keys and nonces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes<const N: usize>(pub [u8; N]);

impl<const N: usize> Value for Bytes<N> {
    fn from_json(json: Json) -> Result<Self, Wrong> {
        let text = String::from_json(json)?;
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| Wrong::here())?;
        bytes.try_into().map(Self).map_err(|_| Wrong::here())
    }

    fn to_json(&self) -> Json {
        Json::Text(HEXLOWER.encode(&self.0))
    }
}
