//! MP3: frames, with tags before them (ISO/IEC 11172-3; ID3v2.2 to 2.4).

use std::io::{BufReader, Read, SeekFrom};

use super::bytes::{Bytes, at};
use super::{Recording, field};
use crate::documents::encoding;
use crate::documents::input::{Head, Input};
use crate::documents::{Failure, Field};

/// MP3 has no mark of its own: a tag before it, or several frames in a row.
pub(super) fn recognize(head: &Head) -> Option<&'static str> {
    if head.starts_with(b"ID3") && head.bytes.get(3).is_some_and(|version| *version < 5) {
        return Some("audio/mpeg");
    }
    let mut place = 0;
    for _ in 0..3 {
        let frame = Frame::of(head.bytes.get(place..place + 4)?)?;
        place += frame.length;
    }
    Some("audio/mpeg")
}

/// The head of a frame.
struct Frame {
    length: usize,
    samples: u32,
    rate: u32,
    /// Where in it a header of the whole recording would be.
    side: usize,
}

/// Kilobits a second by version, layer and index.
const RATES: [[u32; 15]; 5] = [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

impl Frame {
    fn of(head: &[u8]) -> Option<Self> {
        let word = Bytes(head).u32()?;
        if word >> 21 != 0x7ff {
            return None;
        }
        let (version, layer) = (word >> 19 & 3, word >> 17 & 3);
        let (index, rate_index) = ((word >> 12 & 15) as usize, word >> 10 & 3);
        let padding = word >> 9 & 1;
        let mono = word >> 6 & 3 == 3;
        let first = version == 3;
        if version == 1 || layer == 0 || rate_index == 3 {
            return None;
        }
        let base = [44_100, 48_000, 32_000].get(rate_index as usize).copied()?;
        let rate = base / [4, 1, 2, 1].get(version as usize).copied()?;
        let table = match (first, layer) {
            (true, 3) => 0,
            (true, 2) => 1,
            (true, _) => 2,
            (false, 3) => 3,
            (false, _) => 4,
        };
        let bits = RATES.get(table)?.get(index).copied().filter(|bits| *bits > 0)? * 1000;
        let samples = match (layer, first) {
            (3, _) => 384,
            (2, _) | (1, true) => 1152,
            (_, _) => 576,
        };
        let length = match layer {
            3 => (12 * bits / rate + padding) * 4,
            _ => samples / 8 * bits / rate + padding,
        };
        let side = match (first, mono) {
            (true, false) => 36,
            (true, true) | (false, false) => 21,
            (false, true) => 13,
        };
        Some(Self { length: length as usize, samples, rate, side })
    }
}

pub(super) fn read(input: &mut dyn Input, length: u64) -> Result<Recording, Failure> {
    let mut recording = Recording::default();
    let start = tag(input, &mut recording)?;
    let head = at(input, start, 64 << 10)?;
    // Padding may stand between the tag and the sound.
    let first = (0..head.len().saturating_sub(4)).find_map(|place| {
        let frame = Frame::of(head.get(place..)?)?;
        let next = head.get(place + frame.length..);
        next.is_none_or(|next| next.len() < 4 || Frame::of(next).is_some())
            .then_some((place, frame))
    });
    let Some((place, frame)) = first else {
        if recording.properties.is_empty() {
            return Err(Failure::malformed("no sound is found in it"));
        }
        recording.breaks_off();
        return Ok(recording);
    };
    let body = head.get(place..).unwrap_or_default();
    recording.duration = match stated(body, &frame) {
        Some(frames) => time(u64::from(frames) * u64::from(frame.samples), frame.rate),
        None => counted(input, start + place as u64, length)?,
    };
    Ok(recording)
}

fn time(samples: u64, rate: u32) -> Option<u64> {
    super::bytes::milliseconds(samples, u64::from(rate))
}

/// The number of frames that an encoder wrote into the first one.
fn stated(body: &[u8], frame: &Frame) -> Option<u32> {
    let mut bytes = Bytes(body.get(frame.side..)?);
    match bytes.take(4)? {
        b"Xing" | b"Info" => (bytes.u32()? & 1 == 1).then(|| bytes.u32()).flatten(),
        _ => {
            let mut bytes = Bytes(body.get(36..)?);
            (bytes.take(4)? == b"VBRI").then(|| bytes.take(10).and_then(|_| bytes.u32())).flatten()
        }
    }
}

/// The length of all frames, from head to head.
fn counted(input: &mut dyn Input, start: u64, length: u64) -> Result<Option<u64>, Failure> {
    input.seek(SeekFrom::Start(start))?;
    let mut input = BufReader::new(input);
    let (mut place, mut milliseconds) = (start, 0.0_f64);
    let mut head = [0; 4];
    while place < length && input.read_exact(&mut head).is_ok() {
        let Some(frame) = Frame::of(&head) else { break };
        milliseconds += f64::from(frame.samples) * 1000.0 / f64::from(frame.rate);
        let step = frame.length.max(4) as u64;
        place += step;
        input.seek_relative(i64::try_from(step - 4).unwrap_or(0))?;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = milliseconds.round() as u64;
    Ok(Some(whole).filter(|whole| *whole > 0))
}

/// Reads the tag at the beginning, and says where it ends.
fn tag(input: &mut dyn Input, recording: &mut Recording) -> Result<u64, Failure> {
    let head = at(input, 0, 10)?;
    let mut bytes = Bytes(&head);
    if bytes.take(3) != Some(b"ID3") {
        return Ok(0);
    }
    let version = bytes.u8().unwrap_or(0);
    let flags = bytes.take(2).and_then(|bytes| bytes.get(1)).copied().unwrap_or(0);
    let Some(size) = bytes.take(4).map(seven) else { return Ok(0) };
    let content = at(input, 10, size)?;
    let mut bytes = Bytes(&content);
    if flags & 0x40 != 0 && version >= 3 {
        let extra = bytes.take(4).map_or(0, |size| {
            if version == 4 { seven(size).saturating_sub(4) } else { plain(size) }
        });
        bytes.take(usize::try_from(extra).unwrap_or(usize::MAX));
    }
    let (letters, width) = if version == 2 { (3, 3) } else { (4, 4) };
    while let (Some(name), Some(size)) = (bytes.take(letters), bytes.take(width)) {
        if name.first() == Some(&0) {
            break;
        }
        let size = if version == 4 { seven(size) } else { plain(size) };
        if version > 2 {
            bytes.take(2);
        }
        let Some(value) = usize::try_from(size).ok().and_then(|size| bytes.take(size)) else {
            break;
        };
        frame(&String::from_utf8_lossy(name), value, recording);
    }
    Ok(10 + size)
}

fn frame(name: &str, value: &[u8], recording: &mut Recording) {
    let long = match name {
        "TT2" => "TIT2",
        "TP1" => "TPE1",
        "TYE" => "TYER",
        "TSS" => "TSSE",
        "TEN" => "TENC",
        "TLA" => "TLAN",
        other => other,
    };
    let (Some(field), Some((kind, text))) = (field(long), value.split_first()) else { return };
    if !long.starts_with('T') {
        return;
    }
    let text = match kind {
        1 => encoding::decode(text, Some("utf-16")).text,
        2 => encoding::decode(text, Some("utf-16be")).text,
        3 => String::from_utf8_lossy(text).into_owned(),
        // What is to be Latin-1 is often the encoding of the writer's system.
        _ => encoding::decode(text.strip_suffix(b"\0").unwrap_or(text), None).text,
    };
    let text = text.split('\0').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    let field = if long == "TYER" { Field::Made } else { field };
    recording.add(field, &text, &format!("ID3 {name}"));
}

/// Seven bits of each byte.
fn seven(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f))
}

fn plain(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
