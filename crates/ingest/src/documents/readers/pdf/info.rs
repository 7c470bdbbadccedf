//! What a PDF says of itself.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, ObjectIdentifier, String as PdfString};

use crate::documents::encoding;
use crate::documents::{Field, Property};

/// The entries of the information dictionary that are kept.
const ENTRIES: &[(&str, Field)] = &[
    ("Title", Field::Title),
    ("Author", Field::Author),
    ("CreationDate", Field::Made),
    ("ModDate", Field::Changed),
    ("Creator", Field::Device),
    ("Producer", Field::Device),
];

/// The properties in the information dictionary.
pub(super) fn properties(pdf: &Pdf) -> Vec<Property> {
    let bytes: &[u8] = pdf.data().as_ref();
    let Some(found) = information(bytes) else { return Vec::new() };
    let Some(dictionary) = pdf.xref().get::<Dict<'_>>(found) else { return Vec::new() };
    let mut properties = Vec::new();
    for (name, field) in ENTRIES {
        let Some(value) = dictionary.get::<PdfString<'_>>(*name) else { continue };
        let value = decode(value.as_bytes());
        let value = match field {
            Field::Made | Field::Changed => date(&value).unwrap_or(value),
            _ => value,
        };
        properties.push(Property { field: *field, value, at: format!("Info {name}") });
    }
    properties
}

/// The object that the last trailer names as the information dictionary. Trailers, old and new, stand in the
/// file as they are, never packed.
fn information(bytes: &[u8]) -> Option<ObjectIdentifier> {
    let at = bytes.windows(5).rposition(|window| window == b"/Info")?;
    let rest = bytes.get(at + 5..bytes.len().min(at + 40))?;
    let rest = String::from_utf8_lossy(rest);
    let mut numbers = rest.split_whitespace();
    let number = numbers.next()?.parse().ok()?;
    let generation = numbers.next()?.parse().ok()?;
    numbers.next().filter(|word| word.starts_with('R'))?;
    Some(ObjectIdentifier::new(number, generation))
}

/// A text string: UTF-16 or UTF-8 with a mark, else in PDF's own encoding, of which the part that people use is
/// that of Latin-1, and which programs of the region fill with Windows-1251.
pub(super) fn decode(bytes: &[u8]) -> String {
    let marked = [&b"\xfe\xff"[..], b"\xff\xfe", b"\xef\xbb\xbf"];
    if marked.iter().any(|mark| bytes.starts_with(mark)) {
        return encoding::decode(bytes, None).text;
    }
    if bytes.is_ascii() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    encoding::decode(bytes, None).text
}

/// A date as EDTF, to whatever precision it has: `D:20130710120000+01'00'`.
fn date(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix("D:").unwrap_or(text.trim());
    let end = rest.find(|scalar: char| !scalar.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, zone) = rest.split_at(end);
    let part = |from: usize, to: usize| digits.get(from..to);
    let mut edtf = part(0, 4)?.to_owned();
    for (from, to, least, most) in [(4, 6, 1, 12), (6, 8, 1, 31)] {
        let Some(number) = part(from, to) else {
            return (digits.len() == from).then_some(edtf);
        };
        let value: u32 = number.parse().ok()?;
        if value < least || value > most {
            return None;
        }
        edtf.push('-');
        edtf.push_str(number);
    }
    // EDTF has times to the second or none.
    let Some((hour, minute, second)) =
        part(8, 10).and_then(|hour| Some((hour, part(10, 12)?, part(12, 14)?)))
    else {
        return Some(edtf);
    };
    edtf.push_str(&format!("T{hour}:{minute}:{second}"));
    let zone: Vec<&str> = zone.split('\'').collect();
    match zone.as_slice() {
        [utc, ..] if utc.starts_with('Z') => edtf.push('Z'),
        [hours, rest @ ..] if hours.len() == 3 => {
            let minutes = rest.first().filter(|minutes| minutes.len() == 2).unwrap_or(&"00");
            edtf.push_str(&format!("{hours}:{minutes}"));
        }
        _ => {}
    }
    Some(edtf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_precision() {
        for (pdf, edtf) in [
            ("D:20130710120102+01'00'", Some("2013-07-10T12:01:02+01:00")),
            ("D:20130710120102+06'30", Some("2013-07-10T12:01:02+06:30")),
            ("D:20130710120102Z00'00'", Some("2013-07-10T12:01:02Z")),
            ("D:20130710", Some("2013-07-10")),
            ("D:201307", Some("2013-07")),
            ("2013", Some("2013")),
            ("D:20131910", None),
            ("10 July 2013", None),
        ] {
            assert_eq!(date(pdf).as_deref(), edtf, "{pdf}");
        }
    }

    #[test]
    fn strings_are_read_in_all_their_encodings() {
        assert_eq!(decode(b"\xfe\xff\x04\x16\x04\x30"), "Жа");
        assert_eq!(decode(b"plain"), "plain");
        assert_eq!(decode("Жаңа".as_bytes()), "Жаңа");
    }
}
