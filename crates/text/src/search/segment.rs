//! Words of a text, and where they stand in it.
//!
//! Boundaries are those of Unicode's UAX 29, then three habits of writing that it does not know of: a
//! full stop or a colon between letters parts words (`г.Жаңаөзен`), a French article that leans on the next
//! word is left off (`l'usine`), and so is an English `'s`. Places are counted in Unicode scalars of the
//! original, so that what is found can be shown where it stands. Scripts without spaces are not
//! parted by dictionary: Chinese goes character by character, Thai in whole runs.

use unicode_segmentation::UnicodeSegmentation;

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// Its letters, as written.
    pub text: &'t str,
    /// Its first Unicode scalar, counted from the beginning of the text.
    pub start: usize,
    /// The first scalar after it.
    pub end: usize,
}

/// What is written for an apostrophe, or for the letter that looks like one.
pub(crate) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | 'ʹ' | '′')
}

/// Beginnings of French and Italian words that lean on the next.
const LEANING: [&str; 9] = ["l", "d", "j", "n", "s", "c", "m", "t", "qu"];

/// Every word of a text, in its order.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut scalars = 0;
    let mut bytes = 0;
    let pieces = text.unicode_word_indices().flat_map(|(at, piece)| parts(at, piece));
    pieces.map(move |(at, word)| {
        scalars += count(text.get(bytes..at).unwrap_or_default());
        bytes = at;
        let start = scalars;
        Word { text: word, start, end: start + count(word) }
    })
}

fn count(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// A piece of UAX 29 as the words that a reader sees in it.
fn parts(at: usize, piece: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = Some((at, piece));
    std::iter::from_fn(move || {
        let (at, piece) = rest?;
        let (word, after) = match parting(piece) {
            None => (piece, None),
            Some((mark, length)) => {
                let (word, after) = piece.split_at(mark);
                (word, after.get(length..).map(|after| (at + mark + length, after)))
            }
        };
        rest = after.filter(|(_, after)| !after.is_empty());
        Some(bare(at, word))
    })
    .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
}

/// The first mark that parts words, with its length in bytes.
fn parting(piece: &str) -> Option<(usize, usize)> {
    if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let digit = |letter: Option<char>| letter.is_some_and(char::is_numeric);
    piece.char_indices().find_map(|(at, letter)| {
        let parts = match letter {
            '_' | ':' | '·' | '\u{200b}' => true,
            '.' | ',' | '．' | '，' => {
                let (before, after) = (piece.get(..at)?, piece.get(at + letter.len_utf8()..)?);
                !(digit(before.chars().next_back()) && digit(after.chars().next()))
            }
            _ => false,
        };
        parts.then_some((at, letter.len_utf8()))
    })
}

/// Leaves off a leaning article and an English `'s`.
fn bare(at: usize, word: &str) -> (usize, &str) {
    let Some((mark, letter)) = word.char_indices().find(|(_, letter)| is_apostrophe(*letter))
    else {
        return (at, word);
    };
    let before = word.get(..mark).unwrap_or_default();
    let next = mark + letter.len_utf8();
    let after = word.get(next..).unwrap_or_default();
    if after.eq_ignore_ascii_case("s") && before.chars().count() > 1 {
        return (at, before);
    }
    if LEANING.iter().any(|leaning| before.eq_ignore_ascii_case(leaning))
        && after.chars().count() > 1
    {
        return (at + next, after);
    }
    (at, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn words_are_parted_as_a_reader_parts_them() {
        assert_eq!(texts("г.Жаңаөзен, 16.12.2011"), ["г", "Жаңаөзен", "16.12.2011"]);
        assert_eq!(texts("l'usine d’État qu'on a"), ["usine", "État", "on", "a"]);
        assert_eq!(
            texts("Roza's can't O'Brien Oʻzbekiston"),
            ["Roza", "can't", "O'Brien", "Oʻzbekiston"]
        );
        assert_eq!(texts("a_b — «c»"), ["a", "b", "c"]);
        assert_eq!(texts("مُحَمَّد قال"), ["مُحَمَّد", "قال"]);
        assert_eq!(texts(""), [""; 0]);
    }

    #[test]
    fn places_are_scalars_of_the_original() {
        let text = "«Ёж» l’été: 3.14 — жаңа.өзен e\u{301}t";
        let scalars: Vec<char> = text.chars().collect();
        for word in words(text) {
            let there: String = scalars[word.start..word.end].iter().collect();
            assert_eq!(there, word.text);
        }
    }
}
