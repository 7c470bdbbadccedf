//! Sound and film: how long, made when, where and with what.
//!
//! Nothing is played or transcribed. The document has no text; its one part is the whole recording, so that
//! passages of it are time codes. Each container has a small parser that goes from header to header without
//! reading the sound and pictures between them.

mod bytes;
mod flac;
mod iso;
mod matroska;
mod mpeg;
mod ogg;
mod riff;

use super::Reader;
use crate::documents::input::{Head, Input, Job};
use crate::documents::{Document, Failure, Field, Note, Part, Place, Property};

/// MP4, MOV, Matroska and WebM, MP3, WAV, AVI, Ogg, FLAC.
pub(crate) const READER: Reader = Reader { version: "recording/1", recognize, read };

/// What a container says.
#[derive(Debug, Default)]
struct Recording {
    /// Its length in milliseconds, if it says.
    duration: Option<u64>,
    properties: Vec<Property>,
    /// Where it is damaged or breaks off, in words.
    damage: Option<String>,
}

impl Recording {
    /// Adds a property, unless it is blank or the file says it a second time in the same place.
    fn add(&mut self, field: Field, value: &str, at: &str) {
        let value = value.trim_matches(|scalar: char| scalar.is_whitespace() || scalar == '\0');
        let same = |had: &Property| had.field == field && had.value == value && had.at == at;
        if !value.is_empty() && self.properties.len() < 500 && !self.properties.iter().any(same) {
            let property = Property { field, value: value.to_owned(), at: at.to_owned() };
            self.properties.push(property);
        }
    }

    fn breaks_off(&mut self) {
        self.damage.get_or_insert_with(|| "it breaks off".to_owned());
    }
}

fn recognize(head: &Head) -> Option<&'static str> {
    if head.has_at(4, b"ftyp") || head.has_at(4, b"moov") || head.has_at(4, b"mdat") {
        return Some(iso::media(head));
    }
    if head.starts_with(b"\x1a\x45\xdf\xa3") {
        return Some(matroska::media(head));
    }
    if head.starts_with(b"RIFF") && head.has_at(8, b"WAVE") {
        return Some("audio/wav");
    }
    if head.starts_with(b"RIFF") && head.has_at(8, b"AVI ") {
        return Some("video/x-msvideo");
    }
    if head.starts_with(b"OggS") {
        return Some(ogg::media(head));
    }
    if head.starts_with(b"fLaC") {
        return Some("audio/flac");
    }
    mpeg::recognize(head)
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    job.input.rewind()?;
    let input: &mut dyn Input = &mut *job.input;
    let length = job.head.length;
    let recording = match job.media {
        "audio/wav" | "video/x-msvideo" => riff::read(input, length)?,
        "audio/flac" => flac::read(input, length)?,
        "audio/mpeg" => mpeg::read(input, length)?,
        "video/x-matroska" | "video/webm" => matroska::read(input, length, job.limits)?,
        media if media.ends_with("/ogg") => ogg::read(input, length)?,
        _ => iso::read(input, length, job.limits)?,
    };
    let mut document = Document { properties: recording.properties, ..Document::default() };
    if let Some(duration) = recording.duration {
        let value = clock(duration);
        let at = "container header".to_owned();
        document.properties.insert(0, Property { field: Field::Duration, value, at });
        let place = Place::Time { from: 0, to: duration };
        document.parts.push(Part { place, range: 0..0, recognized: None });
    }
    if let Some(damage) = recording.damage {
        document.notes.push(Note::LeftOut("recording".to_owned(), damage));
    }
    document.notes.push(Note::NoText);
    Ok(document)
}

/// `h:mm:ss.mmm`.
fn clock(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    format!("{}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Seconds since 1970, in universal time, as EDTF; nothing before 1970 or after the year 9999.
fn since_1970(seconds: i64) -> Option<String> {
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds < 253_402_300_800)?;
    let (mut days, rest) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    Some(format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1))
}

/// `+43.3410+052.8570+012/`, ISO 6709 as telephones write it, as `latitude,longitude`.
fn position(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    let signs: Vec<usize> = text.match_indices(['+', '-']).map(|(at, _)| at).collect();
    let (first, second) = (*signs.first()?, *signs.get(1)?);
    let end = signs.get(2).copied().unwrap_or(text.len());
    let latitude: f64 = text.get(first..second)?.parse().ok()?;
    let longitude: f64 = text.get(second..end)?.parse().ok()?;
    let there = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    there.then(|| format!("{latitude},{longitude}"))
}

/// A field for a tag, by the names that containers have for it.
fn field(tag: &str) -> Option<Field> {
    Some(match tag.to_ascii_lowercase().as_str() {
        "title" | "tit2" | "inam" | "©nam" => Field::Title,
        "artist" | "author" | "tpe1" | "iart" | "©art" | "©aut" | "©dir" => Field::Author,
        "date" | "date_recorded" | "date_digitized" | "creation_time" | "tdrc" | "tyer"
        | "icrd" | "©day" => Field::Made,
        "encoder" | "encoded_by" | "isft" | "tsse" | "tenc" | "©too" | "©swr" | "make"
        | "model" | "©mak" | "©mod" | "software" => Field::Device,
        "language" | "tlan" | "ilng" => Field::Language,
        "location" | "©xyz" => Field::Position,
        "isrc" | "tsrc" | "ufid" => Field::Identifier,
        "source" | "url" | "purl" | "wors" | "©url" => Field::Address,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_dates() {
        assert_eq!(since_1970(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(since_1970(951_782_400).as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(since_1970(1_324_010_405).as_deref(), Some("2011-12-16T04:40:05Z"));
        assert_eq!(since_1970(-1), None);
    }

    #[test]
    fn positions_of_telephones_are_read() {
        assert_eq!(position("+43.3410+052.8570+012.5/").as_deref(), Some("43.341,52.857"));
        assert_eq!(position("-33.9-070.6/").as_deref(), Some("-33.9,-70.6"));
        assert_eq!(position("+99.0+052.8"), None);
        assert_eq!(position("north"), None);
    }

    #[test]
    fn lengths_are_clock_times() {
        assert_eq!(clock(3_723_004), "1:02:03.004");
    }
}
