//! Whether the effects of a commit say something that can be meant. Whether the author had the right to
//! them is asked later, of the standing.

use std::collections::{BTreeMap, BTreeSet};

use super::accepted::Founding;
use super::seen::Seen;
use super::{Founded, Known};
use crate::effect::{DeviceAdd, DeviceRevoke, Effect, Role};
use crate::header::{FORMAT, Header, SUITE};
use crate::id::{DeviceId, MemberId, OperationId};
use crate::key::PublicKey;
use crate::reason::{Object, Reason};
use crate::seal::SealKey;

/// The most operations that a commit may erase.
pub const MAX_ERASED: usize = 1_024;

/// Reads the effects of the commit that founds a case: exactly its nonce and recovery key, the device
/// that signs, and that device's member as owner.
pub(super) fn founding(header: &Header) -> Result<Founding, (Object, Reason)> {
    let (mut case, mut device, mut role) = (None, None, None);
    for (place, effect) in (0u32..).zip(&header.effects) {
        let once = match effect {
            Effect::Case(effect) => case.replace((place, effect)).is_none(),
            Effect::DeviceAdd(effect) => device.replace((place, effect)).is_none(),
            Effect::Role(effect) => role.replace((place, effect)).is_none(),
            _ => false,
        };
        if !once {
            return Err((Object::Effect(place), Reason::GenesisEffects));
        }
    }
    let (Some((case_at, case)), Some((device_at, device)), Some((role_at, role))) =
        (case, device, role)
    else {
        return Err((Object::Header, Reason::GenesisEffects));
    };
    let key = |at: u32, bytes: &[u8; 32]| {
        PublicKey::from_bytes(bytes).map_err(|reason| (Object::Effect(at), reason))
    };
    let recovery = key(case_at, &case.recovery.0)?;
    let device_key = key(device_at, &device.key.0)?;
    SealKey::from_bytes(&device.seal.0).map_err(|reason| (Object::Effect(device_at), reason))?;
    if device.proof.is_some() {
        return Err((Object::Effect(device_at), Reason::EffectProof));
    }
    if device_key.device() != header.device {
        return Err((Object::Effect(device_at), Reason::GenesisDevice));
    }
    if recovery == device_key {
        return Err((Object::Effect(case_at), Reason::GenesisRecovery));
    }
    if role.member != device.member || role.role != Role::Owner {
        return Err((Object::Effect(role_at), Reason::GenesisEffects));
    }
    Ok(Founding {
        case: case.clone(),
        device: device.clone(),
        key: device_key,
        member: device.member,
        recovery,
    })
}

/// What one commit has said so far, so that it does not contradict itself.
#[derive(Default)]
struct Said {
    added: BTreeSet<DeviceId>,
    revoked: BTreeSet<DeviceId>,
    roles: BTreeSet<MemberId>,
    levels: BTreeSet<OperationId>,
    erased: usize,
}

/// Checks the effects of a later commit, and tells of each whether all operations it names are the
/// author's. Effects act on what came before, so the commit's own operations are no targets.
pub(super) fn check<K: Known + ?Sized>(
    founded: &Founded,
    header: &Header,
    author: MemberId,
    seen: &mut Seen<'_, K>,
) -> Result<Vec<bool>, (Object, Reason)> {
    let mut said = Said::default();
    // A commit of many effects may name one operation in several; each is looked up once.
    let mut looked_up: BTreeMap<OperationId, bool> = BTreeMap::new();
    let mut own = Vec::with_capacity(header.effects.len());
    for (place, effect) in (0u32..).zip(&header.effects) {
        let at = |reason: Reason| (Object::Effect(place), reason);
        let targets = check_one(founded, header, effect, &mut said, seen).map_err(at)?;
        let mut all_own = true;
        for operation in targets.into_iter().flatten() {
            let is_own = match looked_up.get(operation) {
                Some(is_own) => *is_own,
                None => {
                    let found = seen.operation(operation, author);
                    let found = found.ok_or(at(Reason::EffectTarget))?;
                    if found.index == 0 {
                        return Err(at(Reason::EffectMeta));
                    }
                    looked_up.insert(*operation, found.own);
                    found.own
                }
            };
            all_own &= is_own;
        }
        own.push(all_own);
    }
    Ok(own)
}

/// Checks what is particular to an effect, and answers the operations that it names.
fn check_one<'e, K: Known + ?Sized>(
    founded: &Founded,
    header: &Header,
    effect: &'e Effect,
    said: &mut Said,
    seen: &Seen<'_, K>,
) -> Result<Option<&'e BTreeSet<OperationId>>, Reason> {
    match effect {
        Effect::Case(_) => Err(Reason::EffectGenesisOnly),
        Effect::DeviceAdd(add) => check_add(founded, add, said, seen).map(|()| None),
        Effect::DeviceRetire(retire) => {
            let own = retire.device == header.device && !founded.is_recovery(&header.device);
            if own { Ok(None) } else { Err(Reason::EffectTarget) }
        }
        Effect::DeviceRevoke(revoke) => check_revoke(founded, revoke, said, seen).map(|()| None),
        Effect::Role(role) => {
            if said.roles.insert(role.member) {
                Ok(None)
            } else {
                Err(Reason::EffectConflict)
            }
        }
        Effect::Floor(floor) => match floor.format == FORMAT && floor.suite == SUITE {
            true => Ok(None),
            false => Err(Reason::EffectFloor),
        },
        Effect::Level(change) => {
            for operation in &change.leaves {
                if !said.levels.insert(*operation) {
                    return Err(Reason::EffectConflict);
                }
            }
            Ok(Some(&change.leaves))
        }
        Effect::Erase(erase) => {
            said.erased = said.erased.saturating_add(erase.leaves.len());
            if said.erased > MAX_ERASED {
                Err(Reason::EffectLimit)
            } else {
                Ok(Some(&erase.leaves))
            }
        }
        Effect::Retract(retract) => Ok(Some(&retract.leaves)),
    }
}

fn check_add<K: Known + ?Sized>(
    founded: &Founded,
    add: &DeviceAdd,
    said: &mut Said,
    seen: &Seen<'_, K>,
) -> Result<(), Reason> {
    let key = PublicKey::from_bytes(&add.key.0)?;
    SealKey::from_bytes(&add.seal.0)?;
    let device = key.device();
    if founded.is_recovery(&device) || founded.was_added(seen, &device) {
        return Err(Reason::EffectKnown);
    }
    if !said.added.insert(device) {
        return Err(Reason::EffectConflict);
    }
    if add.is_proven(&key, founded.case) { Ok(()) } else { Err(Reason::EffectProof) }
}

fn check_revoke<K: Known + ?Sized>(
    founded: &Founded,
    revoke: &DeviceRevoke,
    said: &mut Said,
    seen: &Seen<'_, K>,
) -> Result<(), Reason> {
    if founded.is_recovery(&revoke.device) || !founded.was_added(seen, &revoke.device) {
        return Err(Reason::EffectTarget);
    }
    if let Some(keep) = &revoke.keep {
        let fits = seen.ancestry.known.node(&keep.commit).is_some_and(|node| {
            node.device == revoke.device
                && node.seq == keep.seq
                && seen.ancestry.holds(seen.clock, &node.device, node.tip())
        });
        if !fits {
            return Err(Reason::EffectTarget);
        }
    }
    if said.revoked.insert(revoke.device) { Ok(()) } else { Err(Reason::EffectConflict) }
}
