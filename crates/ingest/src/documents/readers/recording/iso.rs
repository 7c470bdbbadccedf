//! MP4, MOV, 3GP and M4A: boxes in boxes (ISO/IEC 14496-12, QuickTime File Format).

use super::bytes::{Bytes, at, milliseconds};
use super::{Recording, field, position, since_1970};
use crate::documents::encoding;
use crate::documents::input::{Head, Input};
use crate::documents::{Failure, Field, Limits};

/// Seconds from 1904, where this format's clock begins, to 1970.
const EPOCH: i64 = 2_082_844_800;

/// The most boxes that are looked at.
const MOST: u32 = 100_000;

pub(super) fn media(head: &Head) -> &'static str {
    match head.bytes.get(8..12) {
        Some(b"qt  ") => "video/quicktime",
        Some(b"M4A " | b"M4B ") => "audio/mp4",
        Some(brand) if brand.starts_with(b"3g") => "video/3gpp",
        _ if head.has_at(4, b"ftyp") => "video/mp4",
        _ => "video/quicktime",
    }
}

/// Walks through the boxes.
struct Walk<'a> {
    input: &'a mut dyn Input,
    limits: &'a Limits,
    recording: Recording,
    seen: u32,
    whole: bool,
    /// The names of the values in a list of described values, which follow it by number.
    keys: Vec<String>,
}

pub(super) fn read(
    input: &mut dyn Input,
    length: u64,
    limits: &Limits,
) -> Result<Recording, Failure> {
    let recording = Recording::default();
    let mut walk = Walk { input, limits, recording, seen: 0, whole: false, keys: Vec::new() };
    walk.boxes(0, length, 0)?;
    if !walk.whole {
        walk.recording.damage = Some("it has no index and breaks off".to_owned());
    }
    Ok(walk.recording)
}

impl Walk<'_> {
    /// The boxes from one place to another.
    fn boxes(&mut self, mut place: u64, end: u64, depth: u32) -> Result<(), Failure> {
        if depth > self.limits.depth {
            return Err(Failure::too_much("boxes in boxes deeper than is allowed"));
        }
        while place + 8 <= end {
            self.seen += 1;
            if self.seen > MOST {
                return Err(Failure::too_much(format!("more than {MOST} boxes")));
            }
            let head = at(self.input, place, 16)?;
            let mut bytes = Bytes(&head);
            let (Some(short), Some(kind)) = (bytes.u32(), bytes.take(4)) else { break };
            let (header, size) = match short {
                0 => (8, end - place),
                1 => (16, bytes.u64().unwrap_or(0)),
                other => (8, u64::from(other)),
            };
            let Some(next) = place.checked_add(size).filter(|_| size >= header) else {
                self.recording.damage = Some("a box of no size".to_owned());
                break;
            };
            if next > end {
                self.recording.breaks_off();
            }
            let to = next.min(end);
            self.one(kind, (place + header).min(to), to, depth)?;
            place = next;
        }
        Ok(())
    }

    fn one(&mut self, kind: &[u8], from: u64, to: u64, depth: u32) -> Result<(), Failure> {
        let content = |walk: &mut Self| at(walk.input, from, to - from);
        match kind {
            b"moov" => {
                self.whole = true;
                self.boxes(from, to, depth + 1)?;
            }
            b"udta" | b"trak" | b"mdia" | b"ilst" => self.boxes(from, to, depth + 1)?,
            b"meta" => {
                // In MP4 four bytes come before its boxes, in QuickTime none.
                let start = content(self)?;
                let skip = if start.get(4..8) == Some(b"hdlr") { 0 } else { 4 };
                self.boxes((from + skip).min(to), to, depth + 1)?;
            }
            b"mvhd" => {
                let content = content(self)?;
                self.movie(&content);
            }
            b"keys" => {
                let content = content(self)?;
                self.keys = keys(&content);
            }
            b"loci" => {
                let content = content(self)?;
                if let Some(place) = loci(&content) {
                    self.recording.add(Field::Position, &place, "loci");
                }
            }
            // QuickTime's texts are named with a sign before three letters.
            [0xa9, ..] => {
                let content = content(self)?;
                let name = encoding::decode(kind, Some("macintosh")).text;
                if let Some(text) = described(&content).or_else(|| international(&content)) {
                    self.text(&name, &text, &name.clone());
                }
            }
            [0, ..] => {
                let content = content(self)?;
                let number = kind.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
                let key = number.checked_sub(1).and_then(|index| self.keys.get(index)).cloned();
                if let (Some(key), Some(text)) = (key, described(&content)) {
                    self.key(&key, &text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn movie(&mut self, content: &[u8]) {
        let mut bytes = Bytes(content);
        let mut read = || {
            let version = bytes.u8()?;
            bytes.take(3)?;
            let long = version == 1;
            let mut time = || if long { bytes.u64() } else { bytes.u32().map(u64::from) };
            let (made, changed) = (time()?, time()?);
            let rate = bytes.u32()?;
            let duration = if long { bytes.u64()? } else { u64::from(bytes.u32()?) };
            let unknown = if long { u64::MAX } else { u64::from(u32::MAX) };
            let duration = Some(duration).filter(|duration| *duration != unknown);
            Some((made, changed, duration.and_then(|it| milliseconds(it, u64::from(rate)))))
        };
        let Some((made, changed, duration)) = read() else {
            self.recording.breaks_off();
            return;
        };
        self.recording.duration = duration;
        for (field, time, at) in [
            (Field::Made, made, "mvhd creation_time"),
            (Field::Changed, changed, "mvhd modification_time"),
        ] {
            // Zero is what programs write that do not know.
            let seconds = i64::try_from(time).unwrap_or(0) - EPOCH;
            if let Some(date) = since_1970(seconds).filter(|_| seconds > 0) {
                self.recording.add(field, &date, at);
            }
        }
    }

    /// A described value, by the name that Apple and Android give it.
    fn key(&mut self, key: &str, text: &str) {
        let last = key.rsplit('.').next().unwrap_or(key);
        let name = match last {
            "ISO6709" => "location",
            "creationdate" => "date",
            "displayname" => "title",
            other => other,
        };
        self.text(name, text, key);
    }

    fn text(&mut self, name: &str, text: &str, at: &str) {
        match field(name) {
            Some(Field::Position) => {
                if let Some(place) = position(text) {
                    self.recording.add(Field::Position, &place, at);
                }
            }
            Some(field) => self.recording.add(field, text, at),
            None => {}
        }
    }
}

/// QuickTime's text: its length, its language, itself.
fn international(content: &[u8]) -> Option<String> {
    let mut bytes = Bytes(content);
    let length = bytes.u16()?;
    bytes.u16()?;
    let text = bytes.take(usize::from(length))?;
    Some(encoding::decode(text, None).text)
}

/// The value in a `data` box: size, `data`, kind, country and language, value.
fn described(content: &[u8]) -> Option<String> {
    let mut bytes = Bytes(content);
    let size = bytes.u32()?;
    let tag = bytes.take(4)?;
    let kind = bytes.u32()?;
    bytes.u32()?;
    if tag != b"data" || kind & 0x00ff_ffff != 1 {
        return None;
    }
    let text = bytes.take(usize::try_from(size.checked_sub(16)?).ok()?)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

/// The names in a list of keys.
fn keys(content: &[u8]) -> Vec<String> {
    let mut bytes = Bytes(content);
    let mut keys = Vec::new();
    if bytes.u32().is_none() {
        return keys;
    }
    let count = bytes.u32().unwrap_or(0).min(10_000);
    for _ in 0..count {
        let Some(size) = bytes.u32().and_then(|size| size.checked_sub(8)) else { break };
        if bytes.take(4).is_none() {
            break;
        }
        let Some(name) = bytes.take(size as usize) else { break };
        keys.push(String::from_utf8_lossy(name).into_owned());
    }
    keys
}

/// 3GP's place: a name, a role, then longitude and latitude in sixteenths of sixteen bits.
fn loci(content: &[u8]) -> Option<String> {
    let rest = content.get(6..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    let mut bytes = Bytes(rest.get(end + 2..)?);
    let mut fixed = || Some(f64::from(bytes.u32()?.cast_signed()) / 65536.0);
    let (longitude, latitude) = (fixed()?, fixed()?);
    let there = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    there.then(|| format!("{latitude:.4},{longitude:.4}"))
}
