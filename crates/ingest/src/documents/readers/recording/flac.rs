//! FLAC (RFC 9639).

use super::bytes::{Bytes, at, milliseconds};
use super::{Recording, ogg};
use crate::documents::Failure;
use crate::documents::input::Input;

pub(super) fn read(input: &mut dyn Input, length: u64) -> Result<Recording, Failure> {
    let mut recording = Recording::default();
    let mut place = 4;
    for _ in 0..1000 {
        let head = at(input, place, 4)?;
        let Some(word) = Bytes(&head).u32() else { break };
        let (last, kind, size) = (word >> 31 == 1, word >> 24 & 0x7f, u64::from(word & 0xff_ffff));
        let from = place + 4;
        if from + size > length {
            recording.breaks_off();
        }
        match kind {
            0 => {
                let info = at(input, from, size)?;
                let mut bytes = Bytes(info.get(10..).unwrap_or_default());
                if let Some(packed) = bytes.u64() {
                    let (rate, samples) = (packed >> 44, packed & 0xf_ffff_ffff);
                    recording.duration =
                        Some(samples).filter(|it| *it > 0).and_then(|it| milliseconds(it, rate));
                }
            }
            4 => ogg::texts(&at(input, from, size)?, &mut recording),
            _ => {}
        }
        place = from + size;
        if last {
            break;
        }
    }
    if recording.duration.is_none() {
        recording.breaks_off();
    }
    Ok(recording)
}
