//! Bytes as text.
//!
//! In the order of trust: a byte order mark; the encoding that somebody states (a header, a tag); UTF-8, which
//! hardly anything else looks like; and at last a guess from the frequencies of letters, which the document
//! says was a guess. Windows-1251 and KOI8-R are both common in the region this program was first made for, and
//! a wrong guess between them gives words that nobody finds.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Note;

/// Decoded text, and what is to be said of the decoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    pub(crate) text: String,
    /// The encoding's name as the WHATWG Encoding Standard has it.
    pub(crate) encoding: &'static str,
    /// That it was guessed, that bytes were replaced.
    pub(crate) notes: Vec<Note>,
}

/// Decodes bytes, of which somebody may have stated the encoding by any of its usual names.
pub(crate) fn decode(bytes: &[u8], stated: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default(), false);
    }
    if let Some(encoding) = stated.and_then(|name| Encoding::for_label(name.trim().as_bytes())) {
        return with(encoding, bytes, false);
    }
    if let Some(encoding) = wide(bytes) {
        return with(encoding, bytes, true);
    }
    if mostly_utf8(bytes) {
        return with(UTF_8, bytes, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    with(detector.guess(None, Utf8Detection::Deny), bytes, true)
}

/// Whether bytes, the beginning of a file, look like text in any encoding.
pub(crate) fn looks_like_text(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() || wide(bytes).is_some() {
        return true;
    }
    // Telex-era files end pages with form feeds, and some end the whole with the control character 0x1A.
    let odd =
        bytes.iter().filter(|byte| matches!(**byte, 0..=8 | 11 | 14..=25 | 28..=31 | 127)).count();
    odd * 200 <= bytes.len()
}

fn with(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut notes = Vec::new();
    if guessed {
        notes.push(Note::EncodingGuessed(encoding.name().to_owned()));
    }
    if damaged {
        let count = text.chars().filter(|scalar| *scalar == char::REPLACEMENT_CHARACTER).count();
        notes.push(Note::Replaced(count as u64));
    }
    Decoded { text: text.into_owned(), encoding: encoding.name(), notes }
}

/// UTF-16 without a byte order mark: in most scripts every second byte is one of very few values.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    if sample.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| {
        sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count() * 2
    };
    let (first, second) = (zeros(0), zeros(1));
    // Spaces, digits and line ends have a zero half in every script; a tenth of them is telling, if the other
    // half has none.
    if first == 0 && second * 10 >= sample.len() {
        Some(UTF_16LE)
    } else if second == 0 && first * 10 >= sample.len() {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether bytes are UTF-8, or were before a few of them were damaged.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|scalar| !scalar.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad * 20
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str =
        "Следствие по делу о событиях в Жанаозене возбуждено прокуратурой области.";

    #[test]
    fn every_way_of_writing_russian_is_read() {
        for (label, guessed) in
            [("windows-1251", true), ("koi8-r", true), ("utf-8", false), ("iso-8859-5", true)]
        {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let bytes = encoding.encode(RUSSIAN).0;
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.text, RUSSIAN, "{label}");
            assert_eq!(decoded.notes.len(), usize::from(guessed), "{label}: {:?}", decoded.notes);
            assert_eq!(decode(&bytes, Some(label)).text, RUSSIAN);
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        for text in [RUSSIAN, "Plain words.", "قُتل سبعة عشر شخصًا."] {
            for little in [true, false] {
                let units = text.encode_utf16();
                let bytes: Vec<u8> = units
                    .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
                    .collect();
                assert!(looks_like_text(&bytes));
                assert_eq!(decode(&bytes, None).text, text);
                let mut marked = if little { vec![0xff, 0xfe] } else { vec![0xfe, 0xff] };
                marked.extend(bytes);
                let decoded = decode(&marked, None);
                assert_eq!(decoded.text, text);
                assert!(decoded.notes.is_empty());
            }
        }
    }

    #[test]
    fn damage_in_utf_8_is_counted_and_not_taken_for_another_encoding() {
        let mut bytes = RUSSIAN.repeat(3).into_bytes();
        bytes.insert(0, 0xff);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.notes, [Note::Replaced(1)]);
        assert!(decoded.text.ends_with(RUSSIAN));
    }

    #[test]
    fn programs_are_not_text() {
        assert!(!looks_like_text(b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"));
        assert!(looks_like_text("Қаза тапқандар\r\n\x0c".as_bytes()));
    }
}
