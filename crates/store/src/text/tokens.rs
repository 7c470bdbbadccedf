//! A text as a list of words, and the terms that each is found by.
//!
//! A term is only cleaned so far that both stores agree on where one ends: white space and control
//! characters part words, ASCII capitals become small, and a term keeps its first
//! [`Tokens::LONGEST`] bytes. That cannot fail, whatever comes in.

use std::collections::BTreeMap;

/// A space of terms. Terms of two spaces never meet.
///
/// [`Space::FORM`] holds the words themselves, with their places, so that phrases are found; what else there is, and what it
/// means, the caller decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Space(pub u8);

impl Space {
    /// The words themselves.
    pub const FORM: Self = Self(0);
}

/// A text as a list of words.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// The words joined by single spaces.
    joined: String,
    count: u32,
    /// Terms in other spaces, one after the other, each with a space's number before it.
    others: String,
    /// Where each of them ends.
    ends: Vec<u32>,
}

impl Tokens {
    /// How many bytes of a term count; what follows is left out, at a character's boundary.
    pub const LONGEST: usize = 256;

    /// The most words of one text; what follows is left out. A passage has some hundreds.
    pub const MOST: u32 = 1 << 24;

    /// The words themselves, in their order, and nothing else to find them by.
    ///
    /// A word with white space in it becomes several; one with nothing else becomes none.
    #[must_use]
    pub fn from_words<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let mut tokens = Self::default();
        for word in words {
            tokens.push(word.as_ref(), []);
        }
        tokens
    }

    /// Adds a word at the end, with the terms in other spaces by which it is found too.
    pub fn push<'t>(&mut self, word: &str, others: impl IntoIterator<Item = (Space, &'t str)>) {
        let before = self.count;
        for part in split(word) {
            if part.is_empty() || self.count >= Self::MOST {
                continue;
            }
            if !self.joined.is_empty() {
                self.joined.push(' ');
            }
            clean_onto(&mut self.joined, part);
            self.count += 1;
        }
        if self.count == before {
            return;
        }
        for (space, term) in others {
            if space != Space::FORM {
                self.push_other(space, term);
            }
        }
    }

    fn push_other(&mut self, space: Space, term: &str) {
        let before = self.others.len();
        if term_onto(&mut self.others, space, term)
            && let Ok(end) = u32::try_from(self.others.len())
        {
            self.ends.push(end);
        } else {
            self.others.truncate(before);
        }
    }

    /// The terms in other spaces.
    fn others(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().filter_map(move |end| {
            let term = self.others.as_bytes().get(start..*end as usize);
            start = *end as usize;
            term
        })
    }

    /// Leaves a gap between the words before it and those after it, so that no phrase reaches across.
    pub fn part(&mut self) {
        if !self.joined.is_empty() && self.count < Self::MOST {
            // No word is cleaned to this.
            self.joined.push_str(" \u{1}");
        }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.count.into()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The words, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.placed().map(|(_, word)| word)
    }

    /// The words with their places; a gap takes one place.
    fn placed(&self) -> impl Iterator<Item = (u32, &str)> {
        let words = self.joined.split(' ').filter(|word| !word.is_empty());
        (0_u32..).zip(words).filter(|(_, word)| *word != "\u{1}")
    }

    /// Every term with its number of occurrences and, for the words themselves, their places.
    pub(crate) fn terms(&self) -> BTreeMap<Vec<u8>, Occurrences> {
        let mut terms: BTreeMap<Vec<u8>, Occurrences> = BTreeMap::new();
        for (place, word) in self.placed() {
            let mut term = Vec::with_capacity(word.len() + 1);
            term.push(Space::FORM.0);
            term.extend(word.as_bytes());
            let found = terms.entry(term).or_default();
            found.times += 1;
            found.places.push(place);
        }
        for other in self.others() {
            terms.entry(other.to_vec()).or_default().times += 1;
        }
        terms
    }
}

impl Tokens {
    /// Visits every occurrence of every term: its space and letters and, for the words themselves, its place. As
    /// [`terms`](Self::terms), without a copy of each.
    pub(crate) fn each_occurrence(&self, mut visit: impl FnMut(u8, &[u8], u32)) {
        for (place, word) in self.placed() {
            visit(Space::FORM.0, word.as_bytes(), place);
        }
        for other in self.others() {
            if let Some((space, term)) = other.split_first() {
                visit(*space, term, 0);
            }
        }
    }
}

/// How often a term occurs in a document, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Occurrences {
    pub(crate) times: u32,
    /// Only of the words themselves.
    pub(crate) places: Vec<u32>,
}

fn parts(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// Whether a word can be kept as it is: the common case, seen by its bytes alone.
fn is_clean(word: &str) -> bool {
    // White space and control characters beyond ASCII begin with C2, E1, E2 or E3.
    let fits = |byte: u8| {
        byte > b' ' && !byte.is_ascii_uppercase() && !matches!(byte, 0x7f | 0xc2 | 0xe1..=0xe3)
    };
    word.len() <= Tokens::LONGEST && word.bytes().all(fits)
}

/// The parts of a word between white space.
fn split(word: &str) -> impl Iterator<Item = &str> {
    let whole = is_clean(word).then_some(word);
    let parted = if whole.is_some() { "" } else { word };
    whole.into_iter().chain(parted.split(parts))
}

/// Appends a term without white space as it is kept.
fn clean_onto(kept: &mut String, term: &str) {
    if is_clean(term) {
        return kept.push_str(term);
    }
    let fits = term.char_indices().take_while(|(at, c)| at + c.len_utf8() <= Tokens::LONGEST);
    kept.extend(fits.map(|(_, c)| c.to_ascii_lowercase()));
}

/// A term as the index writes it: its space, then its letters. `None` when it has none.
pub(crate) fn term_of(space: Space, term: &str) -> Option<String> {
    let mut written = String::with_capacity(term.len() + 1);
    term_onto(&mut written, space, term).then_some(written)
}

/// Appends a term as the index writes it. Answers whether it has any letters.
fn term_onto(written: &mut String, space: Space, term: &str) -> bool {
    let Some(part) = split(term).find(|part| !part.is_empty()) else { return false };
    // Spaces are few; one beyond them finds nothing.
    written.push(char::from(space.0 & 0x7f));
    clean_onto(written, part);
    true
}

impl std::fmt::Debug for Tokens {
    /// Prints how many there are: tokens are words of the case.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens({})", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_cleaned_alike_whatever_comes_in() {
        let tokens = Tokens::from_words(["Жаңаөзен", "TOWN square", "", " \u{0}a\u{85}b "]);
        assert_eq!(tokens.iter().collect::<Vec<_>>(), ["Жаңаөзен", "town", "square", "a", "b"]);
        assert_eq!(tokens.len(), 5);
        let long = Tokens::from_words(["ж".repeat(400)]);
        assert_eq!(long.iter().next().map(str::len), Some(Tokens::LONGEST));
        assert!(Tokens::from_words(["\n\t"]).is_empty());
    }

    #[test]
    fn terms_stand_in_their_spaces() {
        let mut tokens = Tokens::default();
        tokens.push("towns", [(Space(1), "town"), (Space(2), ""), (Space::FORM, "x")]);
        tokens.part();
        tokens.push("town", [(Space(1), "town")]);
        let terms = tokens.terms();
        let of = |term: &[u8]| terms.get(term).map(|found| (found.times, found.places.clone()));
        assert_eq!(terms.len(), 3);
        assert_eq!(of(b"\0towns"), Some((1, vec![0])));
        assert_eq!(of(b"\0town"), Some((1, vec![2])));
        assert_eq!(of(b"\x01town"), Some((2, vec![])));
        assert_eq!(tokens.len(), 2);
        let mut visited: BTreeMap<Vec<u8>, Occurrences> = BTreeMap::new();
        tokens.each_occurrence(|space, term, place| {
            let found = visited.entry([&[space], term].concat()).or_default();
            found.times += 1;
            found.places.extend((space == 0).then_some(place));
        });
        assert_eq!(visited, terms);
    }
}
