//! Text into tokens: words, runs of digits, and single marks, each with its place.
//!
//! Words are compared folded: composed (NFC), in lower case, `ё` as `е`, every apostrophe as `'`, soft
//! hyphens left out. Places are counted in Unicode scalars of the text as it was given.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with apostrophes between them.
    Word,
    /// ASCII digits.
    Digits,
    /// Any other character that is not white space.
    Mark,
}

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// One white-space character.
    One(char),
    /// More white space, within a paragraph.
    Space,
    /// The start of the text, or an empty line.
    Break,
}

/// A token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// The folded text.
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) gap: Gap,
    /// Whether it starts with an upper-case letter.
    pub(super) capital: bool,
    /// Place in scalars.
    pub(super) scalars: Range<usize>,
    /// Place in bytes.
    pub(super) bytes: Range<usize>,
}

impl Token {
    /// Whether it touches the token before it.
    pub(super) fn is_attached(&self) -> bool {
        self.gap == Gap::None
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn is_digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    /// Whether it is a hyphen or a dash that may join two numbers.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.text.as_str(), "-" | "–" | "—" | "‑" | "‒" | "−")
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ' | '‘')
}

/// Characters that are not seen and change nothing: soft hyphen, zero-width joiners, word joiner, BOM.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn continues_word(character: char) -> bool {
    character.is_alphabetic() || is_combining_mark(character) || is_invisible(character)
}

fn fold(text: &str) -> String {
    text.nfc()
        .filter(|character| !is_invisible(*character))
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            'ё' => 'е',
            character if is_apostrophe(character) => '\'',
            character => character,
        })
        .collect()
}

/// Splits a text into its tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |at: usize| characters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let character = |at: usize| characters.get(at).map(|(_, character)| *character);
    let mut tokens = Vec::new();
    let (mut at, mut gap) = (0, Gap::Break);
    let mut newlines = 0;
    while let Some(first) = character(at) {
        if first.is_whitespace() {
            newlines += usize::from(matches!(first, '\n' | '\u{2028}'));
            gap = match gap {
                Gap::Break => Gap::Break,
                _ if newlines > 1 || matches!(first, '\u{2029}' | '\u{C}') => Gap::Break,
                Gap::None => Gap::One(first),
                Gap::One(_) | Gap::Space => Gap::Space,
            };
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        let kind = if first.is_alphabetic() {
            while let Some(next) = character(at) {
                let within =
                    is_apostrophe(next) && character(at + 1).is_some_and(char::is_alphabetic);
                if !continues_word(next) && !within {
                    break;
                }
                at += 1;
            }
            Kind::Word
        } else if first.is_ascii_digit() {
            while character(at).is_some_and(|next| next.is_ascii_digit()) {
                at += 1;
            }
            Kind::Digits
        } else {
            Kind::Mark
        };
        let bytes = byte(start)..byte(at);
        tokens.push(Token {
            text: fold(text.get(bytes.clone()).unwrap_or_default()),
            kind,
            gap,
            capital: first.is_uppercase(),
            scalars: start..at,
            bytes,
        });
        (gap, newlines) = (Gap::None, 0);
    }
    tokens
}

/// A phrase of the lexicon as the folded texts of its tokens.
pub(super) fn phrase(words: &str) -> Vec<String> {
    tokens(words).into_iter().map(|token| token.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        phrase(text)
    }

    #[test]
    fn words_digits_and_marks_are_apart() {
        assert_eq!(
            texts("A 14-year-old’s 1,5"),
            ["a", "14", "-", "year", "-", "old's", "1", ",", "5"]
        );
    }

    #[test]
    fn letters_are_folded_however_they_are_composed() {
        assert_eq!(texts("Трёх трех ТРЁХ тре\u{308}х тр\u{AD}ёх"), ["трех"; 5]);
        assert_eq!(texts("и\u{306}"), ["й"]);
    }

    #[test]
    fn an_empty_line_breaks_and_a_line_end_does_not() {
        let gaps: Vec<Gap> =
            tokens("one\ntwo\n \nthree  four").iter().map(|token| token.gap).collect();
        assert_eq!(gaps, [Gap::Break, Gap::One('\n'), Gap::Break, Gap::Space]);
    }
}
