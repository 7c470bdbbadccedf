//! Matroska and WebM: elements in elements (RFC 8794, RFC 9559).

use std::io::SeekFrom;

use super::bytes::{Bytes, at};
use super::{Recording, field, position, since_1970};
use crate::documents::input::{Head, Input};
use crate::documents::{Failure, Field, Limits};

const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const TAGS: u32 = 0x1254_c367;
const TAG: u32 = 0x7373;
const SIMPLE_TAG: u32 = 0x67c8;
const CLUSTER: u32 = 0x1f43_b675;

/// Seconds from 1970 to 2001, where this format's clock begins.
const EPOCH: i64 = 978_307_200;

/// The most elements that are looked at.
const MOST: u32 = 200_000;

pub(super) fn media(head: &Head) -> &'static str {
    let start = head.bytes.get(..head.bytes.len().min(64)).unwrap_or_default();
    if start.windows(4).any(|bytes| bytes == b"webm") { "video/webm" } else { "video/x-matroska" }
}

struct Walk<'a> {
    input: &'a mut dyn Input,
    limits: &'a Limits,
    recording: Recording,
    seen: u32,
    /// Nanoseconds in one unit of time.
    scale: u64,
    duration: Option<f64>,
    name: String,
}

pub(super) fn read(
    input: &mut dyn Input,
    length: u64,
    limits: &Limits,
) -> Result<Recording, Failure> {
    let mut walk = Walk {
        input,
        limits,
        recording: Recording::default(),
        seen: 0,
        scale: 1_000_000,
        duration: None,
        name: String::new(),
    };
    walk.elements(0, length, 0)?;
    if let Some(units) = walk.duration.filter(|units| units.is_finite() && *units >= 0.0) {
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss
        )]
        let milliseconds = (units * walk.scale as f64 / 1e6).round() as u64;
        walk.recording.duration = Some(milliseconds);
    }
    if walk.recording.duration.is_none() {
        walk.recording.breaks_off();
    }
    Ok(walk.recording)
}

impl Walk<'_> {
    fn elements(&mut self, mut place: u64, end: u64, depth: u32) -> Result<(), Failure> {
        if depth > self.limits.depth {
            return Err(Failure::too_much("elements in one another deeper than is allowed"));
        }
        while place < end {
            self.seen += 1;
            if self.seen > MOST {
                return Err(Failure::too_much(format!("more than {MOST} elements")));
            }
            let head = at(self.input, place, 12)?;
            let Some((id, size, header)) = element(&head) else {
                self.recording.breaks_off();
                break;
            };
            let from = place + header;
            // A live recording does not know how long its elements will be: they reach to the end.
            let next = size.map_or(end, |size| from.saturating_add(size));
            if next > end || from > end {
                self.recording.breaks_off();
            }
            self.one(id, from.min(end), next.min(end), depth)?;
            place = next;
        }
        Ok(())
    }

    fn one(&mut self, id: u32, from: u64, to: u64, depth: u32) -> Result<(), Failure> {
        match id {
            SEGMENT | INFO | TAGS | TAG | SIMPLE_TAG => {
                if id == SIMPLE_TAG {
                    self.name.clear();
                }
                return self.elements(from, to, depth + 1);
            }
            CLUSTER => return Ok(()),
            _ => {}
        }
        // Anything else of interest is short.
        if to - from > 4096 {
            self.input.seek(SeekFrom::Start(to))?;
            return Ok(());
        }
        let content = at(self.input, from, to - from)?;
        let text = || String::from_utf8_lossy(&content).into_owned();
        match id {
            0x2a_d7b1 => self.scale = number(&content).max(1),
            0x4489 => self.duration = float(&content),
            0x4461 => {
                let nanoseconds = number(&content).cast_signed();
                if let Some(date) = since_1970(nanoseconds.div_euclid(1_000_000_000) + EPOCH) {
                    self.recording.add(Field::Made, &date, "Info DateUTC");
                }
            }
            0x7ba9 => self.recording.add(Field::Title, &text(), "Info Title"),
            0x4d80 => self.recording.add(Field::Device, &text(), "Info MuxingApp"),
            0x5741 => self.recording.add(Field::Device, &text(), "Info WritingApp"),
            0x73a4 => {
                let id: String = content.iter().map(|byte| format!("{byte:02x}")).collect();
                self.recording.add(Field::Identifier, &id, "Info SegmentUUID");
            }
            0x45a3 => self.name = text(),
            0x4487 => {
                let at = format!("Tags {}", self.name);
                match field(&self.name) {
                    Some(Field::Position) => {
                        if let Some(place) = position(&text()) {
                            self.recording.add(Field::Position, &place, &at);
                        }
                    }
                    Some(field) => self.recording.add(field, &text(), &at),
                    None => {}
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// An element's name, its size unless that is left open, and how many bytes both take.
fn element(head: &[u8]) -> Option<(u32, Option<u64>, u64)> {
    let mut bytes = Bytes(head);
    let first = *head.first()?;
    let length = first.leading_zeros() as usize + 1;
    if length > 4 {
        return None;
    }
    let id = bytes.take(length)?.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    let first = *bytes.0.first()?;
    let width = first.leading_zeros() as usize + 1;
    if width > 8 {
        return None;
    }
    let raw = bytes.take(width)?.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mask = (1_u64 << (7 * width)) - 1;
    let size = Some(raw & mask).filter(|size| *size != mask);
    Some((id, size, (length + width) as u64))
}

fn number(content: &[u8]) -> u64 {
    content.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

fn float(content: &[u8]) -> Option<f64> {
    match content.len() {
        4 => Some(f64::from(f32::from_be_bytes(content.try_into().ok()?))),
        8 => Some(f64::from_be_bytes(content.try_into().ok()?)),
        _ => None,
    }
}
