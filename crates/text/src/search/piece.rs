//! A text in pieces of about a paragraph, each to be found by itself.

use std::ops::Range;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// Its Unicode scalars in the text.
    pub scalars: Range<usize>,
    /// Its words.
    pub text: &'t str,
}

/// A paragraph shorter than this is taken together with the next, in scalars: a heading is found with what it heads.
const SHORT: usize = 200;

/// The longest piece, in scalars.
const LONGEST: usize = 1_200;

/// Parts a text into pieces: paragraphs, short ones together, long ones parted after a sentence, or at a space
/// where there is none. White space around a piece is left out; everything else is in exactly one piece.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    // Bytes and scalars before the piece being gathered, and how long it is.
    let (mut start, mut before) = (0, 0);
    let (mut end, mut length) = (0, 0);
    for line in text.split_inclusive('\n') {
        let scalars = line.chars().count();
        if length >= SHORT && line.trim().is_empty() || length + scalars > LONGEST && length > 0 {
            part(text, start..end, before, &mut pieces);
            (start, before, length) = (end, before + length, 0);
        }
        end += line.len();
        length += scalars;
    }
    part(text, start..end, before, &mut pieces);
    pieces
}

/// Parts what was gathered, which is longer than the longest piece only when it is one line.
fn part<'t>(text: &'t str, bytes: Range<usize>, before: usize, pieces: &mut Vec<Piece<'t>>) {
    let mut rest = text.get(bytes).unwrap_or_default();
    let mut before = before;
    while !rest.is_empty() {
        let cut = cut(rest);
        let (piece, after) = rest.split_at(cut);
        let bare = piece.trim_start();
        let start = before + piece[..piece.len() - bare.len()].chars().count();
        let bare = bare.trim_end();
        if !bare.is_empty() {
            let end = start + bare.chars().count();
            pieces.push(Piece { scalars: start..end, text: bare });
        }
        before += piece.chars().count();
        rest = after;
    }
}

/// Where the next piece of a text ends, in bytes.
fn cut(text: &str) -> usize {
    let Some((limit, _)) = text.char_indices().nth(LONGEST) else { return text.len() };
    let within = &text[..limit];
    let after = |end: Option<(usize, char)>| end.map(|(at, mark)| at + mark.len_utf8());
    let ends = |mark: char| matches!(mark, '.' | '!' | '?' | '…' | '。' | '؟' | '۔');
    let sentence = within.char_indices().rev().find(|(at, mark)| {
        ends(*mark) && within[at + mark.len_utf8()..].starts_with(char::is_whitespace)
    });
    after(sentence)
        .filter(|end| *end > limit / 4)
        .or_else(|| after(within.char_indices().rev().find(|(_, mark)| mark.is_whitespace())))
        .unwrap_or(limit)
}
