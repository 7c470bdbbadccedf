//! WAV and AVI: chunks (Resource Interchange File Format; EBU Tech 3285 for broadcast fields).

use super::bytes::{Bytes, at, milliseconds};
use super::{Recording, field};
use crate::documents::encoding;
use crate::documents::input::Input;
use crate::documents::{Failure, Field};

/// The most chunks that are looked at.
const MOST: u32 = 10_000;

pub(super) fn read(input: &mut dyn Input, length: u64) -> Result<Recording, Failure> {
    let mut recording = Recording::default();
    let mut rate = None;
    let mut sound = None;
    let mut place = 12;
    let mut seen = 0;
    while place + 8 <= length {
        seen += 1;
        if seen > MOST {
            return Err(Failure::too_much(format!("more than {MOST} chunks")));
        }
        let head = at(input, place, 12)?;
        let mut bytes = Bytes(&head);
        let (Some(kind), Some(size)) = (bytes.take(4), bytes.u32_le()) else { break };
        let kind = kind.to_vec();
        let (from, size) = (place + 8, u64::from(size));
        if from.saturating_add(size) > length {
            recording.breaks_off();
        }
        match kind.as_slice() {
            b"fmt " => {
                let format = at(input, from, size.min(16))?;
                rate = format.get(8..12).and_then(|bytes| Bytes(bytes).u32_le());
            }
            b"data" => sound = Some(size.min(length - from)),
            b"bext" => broadcast(&at(input, from, size)?, &mut recording),
            b"LIST" => list(&at(input, from, size)?, &mut recording),
            _ => {}
        }
        // Chunks begin at even places.
        place = from.saturating_add(size).saturating_add(size % 2);
    }
    if let (Some(rate), Some(sound)) = (rate, sound) {
        recording.duration = milliseconds(sound, u64::from(rate));
    }
    if recording.duration.is_none() {
        recording.breaks_off();
    }
    Ok(recording)
}

/// Names and texts (`INFO`), or the main header of a film (`hdrl`).
fn list(content: &[u8], recording: &mut Recording) {
    let mut bytes = Bytes(content);
    let kind = bytes.take(4);
    while let (Some(name), Some(size)) = (bytes.take(4), bytes.u32_le()) {
        let Some(value) = bytes.take((size as usize).min(bytes.0.len())) else { break };
        if size % 2 == 1 {
            bytes.take(1);
        }
        let label = String::from_utf8_lossy(name).into_owned();
        if kind == Some(b"INFO") {
            if let Some(field) = field(&label) {
                let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
                let text = value.get(..end).unwrap_or_default();
                recording.add(field, &encoding::decode(text, None).text, &format!("INFO {label}"));
            }
        } else if kind == Some(b"hdrl") && name == b"avih" {
            film(value, recording);
        }
    }
}

fn film(header: &[u8], recording: &mut Recording) {
    let word = |at: usize| header.get(at..at + 4).and_then(|bytes| Bytes(bytes).u32_le());
    let (Some(microseconds), Some(frames)) = (word(0), word(16)) else { return };
    recording.duration = Some(u64::from(microseconds) * u64::from(frames) / 1000);
    if let (Some(width), Some(height)) = (word(32), word(36)) {
        recording.add(Field::Extent, &format!("{width} × {height}"), "avih");
    }
}

/// What broadcasters and field recorders write: who, when.
fn broadcast(content: &[u8], recording: &mut Recording) {
    let text = |from: usize, to: usize| {
        content.get(from..to).map(|bytes| encoding::decode(bytes, None).text).unwrap_or_default()
    };
    let until_zero = |text: String| text.split('\0').next().unwrap_or_default().trim().to_owned();
    recording.add(Field::Title, &until_zero(text(0, 256)), "bext Description");
    recording.add(Field::Device, &until_zero(text(256, 288)), "bext Originator");
    recording.add(Field::Identifier, &until_zero(text(288, 320)), "bext OriginatorReference");
    let (date, time) = (until_zero(text(320, 330)), until_zero(text(330, 338)));
    let numeric = |text: &str, count: usize| {
        text.len() == count
            && text.bytes().enumerate().all(|(at, byte)| {
                let separator = if count == 10 { at == 4 || at == 7 } else { at == 2 || at == 5 };
                if separator {
                    byte.is_ascii_punctuation() || byte == b' '
                } else {
                    byte.is_ascii_digit()
                }
            })
    };
    if numeric(&date, 10) && numeric(&time, 8) {
        let part = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or("").to_owned();
        let value = format!(
            "{}-{}-{}T{}:{}:{}",
            part(&date, 0, 4),
            part(&date, 5, 7),
            part(&date, 8, 10),
            part(&time, 0, 2),
            part(&time, 3, 5),
            part(&time, 6, 8)
        );
        recording.add(Field::Made, &value, "bext OriginationDate OriginationTime");
    } else {
        recording.add(Field::Made, &date, "bext OriginationDate");
    }
}
