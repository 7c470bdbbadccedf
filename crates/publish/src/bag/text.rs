//! Tag files as lines of text.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use super::declaration::Declaration;
use super::finding::{Problem, Verified};

/// The lines of a text, and whether the last has an end.
pub(super) struct Text<'t> {
    pub(super) lines: Vec<&'t str>,
    pub(super) ended: bool,
}

/// Splits at LF, CR and CRLF.
pub(super) fn lines(text: &str) -> Text<'_> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let (line, after) = rest.split_at(at);
        lines.push(line);
        rest = after.strip_prefix("\r\n").unwrap_or_else(|| after.get(1..).unwrap_or_default());
    }
    let ended = rest.is_empty();
    if !ended {
        lines.push(rest);
    }
    Text { lines, ended }
}

/// Decodes a tag file; what cannot be decoded is found and answered as none.
pub(super) fn decode<'b>(
    file: &str,
    bytes: &'b [u8],
    declared: &Declaration,
    found: &mut Verified,
) -> Option<Cow<'b, str>> {
    let mut encoding = declared.encoding;
    let mut bytes = bytes;
    if encoding == UTF_8 {
        if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
            found.strict(declared.version.is_final(), file, None, Problem::ByteOrderMark);
            bytes = rest;
        }
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        let marked = [(UTF_16LE, b"\xff\xfe"), (UTF_16BE, b"\xfe\xff")]
            .into_iter()
            .find_map(|(marked, mark)| Some((marked, bytes.strip_prefix(mark)?)));
        match marked {
            // A mark of the declared order, or one that says which it is.
            Some((marked, rest)) if declared.sixteen || marked == encoding => {
                (encoding, bytes) = (marked, rest);
            }
            Some(_) => {}
            // RFC 2781: without a mark, the greater byte comes first.
            None if declared.sixteen => encoding = UTF_16BE,
            None => {}
        }
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    if text.is_none() {
        found.error(file, None, Problem::NotText(encoding.name().to_owned()));
    }
    text
}

/// Goes through the lines of a tag file; empty ones are found and left out.
pub(super) fn each_line(
    file: &str,
    text: &str,
    found: &mut Verified,
    mut each: impl FnMut(u64, &str, &mut Verified),
) {
    let Text { lines, ended } = lines(text);
    for (number, line) in (1..).zip(&lines) {
        if line.trim().is_empty() {
            found.warn(file, number, Problem::EmptyLine);
        } else {
            each(number, line, found);
        }
    }
    if !ended {
        found.warn(file, lines.len() as u64, Problem::LastLine);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_kinds_of_line_ends() {
        let text = lines("a\nb\r\nc\rd\n\ne");
        assert_eq!(text.lines, ["a", "b", "c", "d", "", "e"]);
        assert!(!text.ended);
        assert!(lines("a\r\n").ended && lines("").ended);
        assert_eq!(lines("\r\n\r").lines, ["", ""]);
    }
}
