//! Which effects one member's one device may have.

use std::collections::BTreeMap;

use super::Known;
use crate::effect::{Effect, Role};
use crate::header::Header;
use crate::id::{MemberId, OperationId};
use crate::key::PublicKey;
use crate::reason::{Object, Reason};
use crate::word::Level;

/// What founds a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Founding {
    pub(super) key: PublicKey,
    pub(super) member: MemberId,
    pub(super) recovery: PublicKey,
}

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
    if device_key.device() != header.device {
        return Err((Object::Effect(device_at), Reason::GenesisDevice));
    }
    if recovery == device_key {
        return Err((Object::Effect(case_at), Reason::GenesisRecovery));
    }
    if role.member != device.member || role.role != Role::Owner {
        return Err((Object::Effect(role_at), Reason::GenesisEffects));
    }
    Ok(Founding { key: device_key, member: device.member, recovery })
}

/// Checks the effects of a later commit. They act on what came before it, so its own operations are
/// no targets.
pub(super) fn check(header: &Header, known: &impl Known) -> Result<(), (Object, Reason)> {
    let mut levels: BTreeMap<OperationId, Level> = BTreeMap::new();
    for (place, effect) in (0u32..).zip(&header.effects) {
        let refuse = |reason: Reason| (Object::Effect(place), reason);
        let targets = match effect {
            Effect::Case(_) => return Err(refuse(Reason::EffectGenesisOnly)),
            Effect::Retract(retract) => &retract.leaves,
            Effect::Level(change) => {
                for operation in &change.leaves {
                    if levels.insert(*operation, change.level).is_some() {
                        return Err(refuse(Reason::EffectConflict));
                    }
                }
                &change.leaves
            }
            Effect::DeviceAdd(_)
            | Effect::DeviceRetire(_)
            | Effect::DeviceRevoke(_)
            | Effect::Erase(_)
            | Effect::Floor(_)
            | Effect::Role(_) => return Err(refuse(Reason::EffectReserved)),
        };
        for operation in targets {
            match known.position(operation) {
                None => return Err(refuse(Reason::EffectTarget)),
                Some(position) if position.index == 0 => return Err(refuse(Reason::EffectMeta)),
                Some(_) => {}
            }
        }
    }
    Ok(())
}
