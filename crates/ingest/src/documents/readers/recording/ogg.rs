//! Ogg with Vorbis, Opus, Speex or FLAC sound (RFC 3533, RFC 7845).

use super::bytes::{Bytes, at, milliseconds};
use super::{Recording, field};
use crate::documents::input::{Head, Input};
use crate::documents::{Failure, Field};

pub(super) fn media(head: &Head) -> &'static str {
    let start = head.bytes.get(..head.bytes.len().min(512)).unwrap_or_default();
    let video = start.windows(6).any(|bytes| bytes == b"theora");
    if video { "video/ogg" } else { "audio/ogg" }
}

/// How far from the end the last page may begin: a page has 65 307 bytes at most.
const TAIL: u64 = 128 << 10;

pub(super) fn read(input: &mut dyn Input, length: u64) -> Result<Recording, Failure> {
    let mut recording = Recording::default();
    let head = at(input, 0, 256 << 10)?;
    let stream = Stream::of(&head);
    if let Some(comments) = stream.as_ref().and_then(|_| comments(&head)) {
        texts(&comments, &mut recording);
    }
    let tail = at(input, length.saturating_sub(TAIL), TAIL)?;
    let last = tail.windows(4).rposition(|bytes| bytes == b"OggS");
    if let (Some(stream), Some(last)) = (stream, last) {
        let mut page = Bytes(tail.get(last..).unwrap_or_default());
        let position = page.take(6).and_then(|_| page.take(8));
        let position = position.and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
        let samples = position.filter(|position| *position != u64::MAX);
        let samples = samples.map(|samples| samples.saturating_sub(stream.skip));
        recording.duration = samples.and_then(|samples| milliseconds(samples, stream.rate));
        // The last page of a whole file says that it is the last.
        let flags = tail.get(last + 5).copied().unwrap_or(0);
        if flags & 4 == 0 {
            recording.breaks_off();
        }
    }
    if recording.duration.is_none() {
        recording.breaks_off();
    }
    Ok(recording)
}

/// How the positions of a stream count.
struct Stream {
    rate: u64,
    skip: u64,
}

impl Stream {
    fn of(head: &[u8]) -> Option<Self> {
        let packet = first_packet(head)?;
        if let Some(opus) = packet.strip_prefix(b"OpusHead") {
            let skip = u16::from_le_bytes(opus.get(2..4)?.try_into().ok()?);
            return Some(Self { rate: 48_000, skip: u64::from(skip) });
        }
        if let Some(vorbis) = packet.strip_prefix(b"\x01vorbis") {
            let rate = Bytes(vorbis.get(5..9)?).u32_le()?;
            return Some(Self { rate: u64::from(rate), skip: 0 });
        }
        if packet.starts_with(b"Speex   ") {
            return Some(Self { rate: u64::from(Bytes(packet.get(36..40)?).u32_le()?), skip: 0 });
        }
        if packet.starts_with(b"\x7fFLAC") {
            let rate = packet.get(27..30)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            return Some(Self { rate: rate >> 4, skip: 0 });
        }
        None
    }
}

fn first_packet(head: &[u8]) -> Option<&[u8]> {
    let segments = usize::from(*head.get(26)?);
    let table = head.get(27..27 + segments)?;
    let length: usize = table.iter().map(|byte| usize::from(*byte)).sum();
    head.get(27 + segments..27 + segments + length)
}

/// The list of texts in the second packet. It may run over several pages; their heads are taken out.
fn comments(head: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let mut rest = head;
    while rest.starts_with(b"OggS") && content.len() < 128 << 10 {
        let segments = usize::from(*rest.get(26)?);
        let table = rest.get(27..27 + segments)?;
        let length: usize = table.iter().map(|byte| usize::from(*byte)).sum();
        let from = 27 + segments;
        content.extend_from_slice(rest.get(from..(from + length).min(rest.len()))?);
        rest = rest.get(from + length..).unwrap_or_default();
    }
    for mark in [&b"OpusTags"[..], b"\x03vorbis"] {
        let at = content.windows(mark.len()).position(|bytes| bytes == mark);
        if let Some(at) = at {
            return content.get(at + mark.len()..).map(<[u8]>::to_vec);
        }
    }
    None
}

/// `NAME=value`, as Vorbis, Opus and FLAC have it.
pub(super) fn texts(list: &[u8], recording: &mut Recording) {
    let mut bytes = Bytes(list);
    let mut next = || {
        let length = bytes.u32_le()?;
        bytes.take(length as usize).map(|text| String::from_utf8_lossy(text).into_owned())
    };
    let Some(vendor) = next() else { return };
    recording.add(Field::Device, &vendor, "vendor");
    let Some(count) = bytes.u32_le() else { return };
    for _ in 0..count.min(1000) {
        let length = bytes.u32_le();
        let Some(text) = length.and_then(|length| bytes.take(length as usize)) else { return };
        let text = String::from_utf8_lossy(text);
        if let Some((name, value)) = text.split_once('=')
            && let Some(field) = field(name).filter(|field| *field != Field::Position)
        {
            recording.add(field, value, &format!("comment {name}"));
        }
    }
}
