//! Whose slots the folder has: which device was enrolled behind each passphrase.
//!
//! `slots.json` names nobody, because anybody can read it. Inside the encryption it is noted which slot is
//! whose, so that a member who is revoked loses the passphrase to this folder too. It is this folder's
//! affair: no bundle carries it.

use onus_ledger::DeviceId;
use onus_store::SlotId;

use crate::case::Case;
use crate::error::CaseError;

const SLOTS: &str = "slots";

fn read(case: &Case) -> Result<Vec<(SlotId, DeviceId)>, CaseError> {
    let bytes = case.store.reader().meta(SLOTS)?.unwrap_or_default();
    let (rows, _) = bytes.as_chunks::<48>();
    let row = |row: &[u8; 48]| {
        let (slot, device) = row.split_first_chunk::<16>()?;
        let device = DeviceId::from_bytes(device.try_into().ok()?);
        Some((SlotId::from_bytes(*slot), device))
    };
    Ok(rows.iter().filter_map(row).collect())
}

/// Notes that a slot is the one behind which a device was enrolled.
pub(crate) fn note(case: &mut Case, slot: SlotId, device: DeviceId) -> Result<(), CaseError> {
    let mut rows = read(case)?;
    rows.retain(|(known, _)| *known != slot);
    rows.push((slot, device));
    let bytes: Vec<u8> = rows
        .iter()
        .flat_map(|(slot, device)| slot.as_bytes().iter().chain(device.as_bytes()).copied())
        .collect();
    let mut transaction = case.store.begin()?;
    transaction.put_meta(SLOTS, &bytes)?;
    Ok(transaction.commit()?)
}

/// The slots of this folder behind which a device was enrolled.
pub(crate) fn of(case: &Case, device: DeviceId) -> Result<Vec<SlotId>, CaseError> {
    let rows = read(case)?.into_iter();
    Ok(rows.filter(|(_, known)| *known == device).map(|(slot, _)| slot).collect())
}
