//! Pictures: what the camera wrote into them, and a place for the text that is recognised in them.
//!
//! The picture itself is not decoded here; what recognises text does that, in a process of its own.

use std::io::SeekFrom;

use exif::{Exif, In, Tag, Value};

use super::Reader;
use crate::documents::input::{Head, Input, Job};
use crate::documents::{Document, Drawn, Failure, Field, Note, Part, Picture, Place, Property};

/// JPEG, PNG, TIFF, WebP, HEIC and HEIF, GIF, BMP.
pub(crate) const READER: Reader = Reader { version: "image/1", recognize, read };

/// More points than any scanner or telescope at hand makes; recognising them would take all memory.
const MOST_POINTS: u64 = 500_000_000;

fn recognize(head: &Head) -> Option<&'static str> {
    if head.starts_with(b"\xff\xd8\xff") {
        return Some("image/jpeg");
    }
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("image/png");
    }
    if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        return Some("image/tiff");
    }
    if head.starts_with(b"RIFF") && head.has_at(8, b"WEBP") {
        return Some("image/webp");
    }
    if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
        return Some("image/gif");
    }
    if head.starts_with(b"BM") && head.has_at(6, b"\0\0\0\0") && head.has_at(14, &[40, 0, 0, 0]) {
        return Some("image/bmp");
    }
    if head.has_at(4, b"ftyp") {
        let brands = [&b"heic"[..], b"heix", b"heim", b"heis", b"hevc", b"hevx"];
        if brands.iter().any(|brand| head.has_at(8, brand)) {
            return Some("image/heic");
        }
        if head.has_at(8, b"mif1") || head.has_at(8, b"msf1") {
            return Some("image/heif");
        }
        if head.has_at(8, b"avif") {
            return Some("image/avif");
        }
    }
    None
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let mut document = Document::default();
    if let Some((width, height)) = size(job)? {
        if width * height > MOST_POINTS {
            return Err(Failure::too_much(format!("a picture of {width} × {height} points")));
        }
        document.properties.push(Property {
            field: Field::Extent,
            value: format!("{width} × {height}"),
            at: "picture header".to_owned(),
        });
    } else {
        document.notes.push(Note::LeftOut("picture header".to_owned(), "damaged".to_owned()));
    }
    if job.media == "image/png" && !png_is_whole(job.input)? {
        document.notes.push(Note::LeftOut("picture".to_owned(), "it breaks off".to_owned()));
    }
    if job.media == "image/jpeg" && !jpeg_is_whole(job.input)? {
        document.notes.push(Note::LeftOut("picture".to_owned(), "it breaks off".to_owned()));
    }
    camera(job, &mut document)?;
    let pages = if job.media == "image/tiff" { tiff_pages(job)? } else { 1 };
    // Line ends between them keep the empty pages of one file apart.
    document.text = "\n".repeat(pages.saturating_sub(1) as usize);
    for page in 1..=pages {
        let at = u64::from(page - 1);
        document.parts.push(Part { place: Place::Page(page), range: at..at, recognized: None });
        let drawn = if pages > 1 { Drawn::Page(page) } else { Drawn::File };
        if recognizable(job.media) {
            document.pictures.push(Picture { part: page - 1, drawn });
        }
    }
    if !recognizable(job.media) {
        document.notes.push(Note::PageNotRecognized(1));
    }
    document.notes.push(Note::NoText);
    Ok(document)
}

/// Whether Tesseract opens such pictures.
fn recognizable(media: &str) -> bool {
    !matches!(media, "image/heic" | "image/heif" | "image/avif")
}

/// Width and height in points; nothing when the header does not say.
fn size(job: &mut Job<'_>) -> Result<Option<(u64, u64)>, Failure> {
    job.input.rewind()?;
    let size = imagesize::reader_size(std::io::BufReader::new(&mut *job.input));
    Ok(size.ok().map(|size| (size.width as u64, size.height as u64)))
}

/// What the camera or the scanner wrote.
fn camera(job: &mut Job<'_>, document: &mut Document) -> Result<(), Failure> {
    job.input.rewind()?;
    let mut input = std::io::BufReader::new(&mut *job.input);
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut input).or_else(|error| {
        error.distill_partial_result(|errors| {
            let why = errors.first().map(ToString::to_string).unwrap_or_default();
            document.notes.push(Note::LeftOut("EXIF".to_owned(), why));
        })
    });
    match read {
        Ok(exif) => properties(&exif, &mut document.properties),
        Err(exif::Error::NotFound(_)) => {}
        Err(error) => {
            document.notes.push(Note::LeftOut("EXIF".to_owned(), error.to_string()));
        }
    }
    Ok(())
}

fn properties(exif: &Exif, properties: &mut Vec<Property>) {
    let mut add = |field: Field, value: Option<String>, at: &str| {
        if let Some(value) = value.map(|value| value.trim().to_owned()).filter(|it| !it.is_empty())
        {
            properties.push(Property { field, value, at: format!("EXIF {at}") });
        }
    };
    let text = |tag: Tag| text(exif, tag);
    let made = |date: Tag, zone: Tag| text(date).map(|date| edtf(&date, text(zone).as_deref()));
    add(Field::Made, made(Tag::DateTimeOriginal, Tag::OffsetTimeOriginal), "DateTimeOriginal");
    add(Field::Made, made(Tag::DateTimeDigitized, Tag::OffsetTimeDigitized), "DateTimeDigitized");
    add(Field::Changed, made(Tag::DateTime, Tag::OffsetTime), "DateTime");
    let device = [text(Tag::Make), text(Tag::Model)].into_iter().flatten().collect::<Vec<_>>();
    add(Field::Device, Some(device.join(" ")), "Make Model");
    add(Field::Device, text(Tag::Software), "Software");
    add(Field::Device, text(Tag::BodySerialNumber), "BodySerialNumber");
    add(Field::Author, text(Tag::Artist), "Artist");
    add(Field::Title, text(Tag::ImageDescription), "ImageDescription");
    add(Field::Identifier, text(Tag::ImageUniqueID), "ImageUniqueID");
    add(Field::Position, position(exif), "GPSLatitude GPSLongitude");
    let time = gps_time(exif);
    add(Field::Made, time, "GPSDateStamp GPSTimeStamp");
}

/// The text of a field of letters, in whatever encoding the device used.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => {
            let bytes = lines.join(&b' ');
            Some(crate::documents::encoding::decode(&bytes, None).text)
        }
        _ => None,
    }
}

/// `2013:07:10 12:01:02` and a zone as EDTF; verbatim when it is anything else. A camera whose clock was never
/// set writes zeros or blanks, which are no date.
fn edtf(date: &str, zone: Option<&str>) -> String {
    let date = date.trim_matches(['\0', ' ']);
    let bytes = date.as_bytes();
    let shaped = bytes.len() == 19
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 | 13 | 16 => *byte == b':',
            10 => *byte == b' ',
            _ => byte.is_ascii_digit(),
        });
    if !shaped || date.starts_with("0000") {
        return if date.contains(|scalar: char| ('1'..='9').contains(&scalar)) {
            date.to_owned()
        } else {
            String::new()
        };
    }
    let zone = zone.map(str::trim).filter(|zone| {
        *zone == "Z" || zone.len() == 6 && zone.starts_with(['+', '-']) && zone.is_ascii()
    });
    let (day, time) = date.split_at(10);
    format!("{}T{}{}", day.replace(':', "-"), time.trim(), zone.unwrap_or_default())
}

/// `latitude,longitude` in decimal degrees, north and east positive, to the seventh decimal: a centimetre.
fn position(exif: &Exif) -> Option<String> {
    let latitude = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S', 90.0)?;
    let longitude = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W', 180.0)?;
    Some(format!("{latitude:.7},{longitude:.7}"))
}

fn degrees(exif: &Exif, tag: Tag, side: Tag, negative: u8, most: f64) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let Value::Ascii(sides) = &exif.get_field(side, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.get(..3)? else { return None };
    let value = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
    let value = if sides.first()?.first()? == &negative { -value } else { value };
    (value.is_finite() && value.abs() <= most).then_some(value)
}

/// The time of the satellites, which is right where a camera's clock may not be.
fn gps_time(exif: &Exif) -> Option<String> {
    let date = text(exif, Tag::GPSDateStamp)?;
    let Value::Rational(parts) = &exif.get_field(Tag::GPSTimeStamp, In::PRIMARY)?.value else {
        return None;
    };
    let [hour, minute, second] = parts.get(..3)? else { return None };
    let (hour, minute, second) = (hour.to_f64(), minute.to_f64(), second.to_f64());
    if !((0.0..24.0).contains(&hour)
        && (0.0..60.0).contains(&minute)
        && (0.0..61.0).contains(&second))
    {
        return None;
    }
    let time = format!("{date} {hour:02.0}:{minute:02.0}:{:02.0}", second.floor());
    Some(edtf(&time, Some("Z")))
}

/// Whether a PNG goes on to its last chunk.
fn png_is_whole(input: &mut dyn Input) -> Result<bool, Failure> {
    input.seek(SeekFrom::Start(8))?;
    // A chunk takes twelve bytes at least; nobody writes a million of them.
    for _ in 0..1_000_000 {
        let mut head = [0; 8];
        if input.read_exact(&mut head).is_err() {
            return Ok(false);
        }
        let [a, b, c, d, kind @ ..] = head;
        if &kind == b"IEND" {
            return Ok(true);
        }
        input.seek(SeekFrom::Current(i64::from(u32::from_be_bytes([a, b, c, d])) + 4))?;
    }
    Ok(false)
}

/// Whether a JPEG has an end at all. Telephones append films to it, so it need not be at the end of the file.
fn jpeg_is_whole(input: &mut dyn Input) -> Result<bool, Failure> {
    input.seek(SeekFrom::Start(2))?;
    let mut buffer = vec![0; 64 << 10];
    let mut last = 0;
    loop {
        let count = input.read(&mut buffer)?;
        let Some(block) = buffer.get(..count).filter(|block| !block.is_empty()) else {
            return Ok(false);
        };
        if last == 0xff && block.first() == Some(&0xd9)
            || block.windows(2).any(|pair| pair == [0xff, 0xd9])
        {
            return Ok(true);
        }
        last = block.last().copied().unwrap_or(0);
    }
}

/// How many pictures a TIFF has in its chain, at least one.
fn tiff_pages(job: &mut Job<'_>) -> Result<u32, Failure> {
    let little = job.head.starts_with(b"II");
    let word = |bytes: [u8; 4]| {
        if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
    };
    let half = |bytes: [u8; 2]| {
        if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) }
    };
    let mut seen = std::collections::BTreeSet::new();
    let mut place = 4;
    while seen.len() <= job.limits.parts as usize / 4 {
        job.input.seek(SeekFrom::Start(place))?;
        let mut next = [0; 4];
        if job.input.read_exact(&mut next).is_err() {
            break;
        }
        let next = u64::from(word(next));
        // A chain that comes back to itself ends there.
        if next == 0 || next >= job.head.length || !seen.insert(next) {
            return Ok(u32::try_from(seen.len()).unwrap_or(1).max(1));
        }
        job.input.seek(SeekFrom::Start(next))?;
        let mut entries = [0; 2];
        if job.input.read_exact(&mut entries).is_err() {
            break;
        }
        place = next + 2 + 12 * u64::from(half(entries));
    }
    if seen.len() > job.limits.parts as usize / 4 {
        return Err(Failure::too_much(format!("more than {} pages", seen.len())));
    }
    Ok(u32::try_from(seen.len()).unwrap_or(1).max(1))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn dates_of_cameras_are_read_or_kept() {
        assert_eq!(edtf("2011:12:16 11:40:05", Some("+06:00")), "2011-12-16T11:40:05+06:00");
        assert_eq!(edtf("2011:12:16 11:40:05", Some("      ")), "2011-12-16T11:40:05");
        assert_eq!(edtf("0000:00:00 00:00:00", None), "");
        assert_eq!(edtf("    :  :     :  :  ", None), "");
        assert_eq!(edtf("16.12.2011", None), "16.12.2011");
    }

    #[test]
    fn a_chain_of_pages_that_bites_its_tail_ends() {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        bytes.extend([0, 0, 8, 0, 0, 0]);
        let head = Head { bytes: bytes.clone(), length: bytes.len() as u64, ..Head::default() };
        let mut input = Cursor::new(bytes);
        let limits = crate::documents::Limits::default();
        let mut job = Job { input: &mut input, head: &head, media: "image/tiff", limits: &limits };
        assert_eq!(tiff_pages(&mut job).unwrap(), 1);
    }
}
