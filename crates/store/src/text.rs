//! What goes into the text index and what may be asked of it.
//!
//! The index compares tokens byte by byte. Folding, stemming and transliteration happen above; here a
//! token is only cleaned so far that both stores agree on where one ends: white space and control
//! characters part tokens, ASCII capitals become small, and a token keeps its first
//! [`Tokens::LONGEST`] bytes. That cannot fail, whatever comes in.

use onus_model::Level;

use crate::id::DocumentId;

/// A text as a list of tokens.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// The tokens joined by single spaces.
    joined: String,
    count: u64,
}

impl Tokens {
    /// How many bytes of a token count; what follows is left out, at a character's boundary.
    pub const LONGEST: usize = 256;

    /// The tokens of these words, in their order.
    ///
    /// A word with white space in it becomes several tokens; one with nothing else becomes none.
    #[must_use]
    pub fn from_words<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let mut tokens = Self::default();
        for word in words {
            for part in word.as_ref().split(|c: char| c.is_whitespace() || c.is_control()) {
                tokens.push(part);
            }
        }
        tokens
    }

    fn push(&mut self, part: &str) {
        if part.is_empty() {
            return;
        }
        if !self.joined.is_empty() {
            self.joined.push(' ');
        }
        let kept = part.char_indices().take_while(|(at, c)| at + c.len_utf8() <= Self::LONGEST);
        self.joined.extend(kept.map(|(_, c)| c.to_ascii_lowercase()));
        self.count += 1;
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The tokens, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.joined.split(' ').filter(|token| !token.is_empty())
    }

    /// The tokens joined by single spaces.
    pub(crate) fn joined(&self) -> &str {
        &self.joined
    }
}

impl std::fmt::Debug for Tokens {
    /// Prints how many there are: tokens are words of the case.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens({})", self.count)
    }
}

/// One thing that a document must contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// These tokens, one right after the other. A single token is the common case.
    Phrase(Tokens),
    /// These tokens, one right after the other, the last of them only begun.
    ///
    /// `полиц` finds `полиция` and `полицией`: for languages without a stemmer.
    Prefix(Tokens),
}

impl Clause {
    /// The clause for one word.
    #[must_use]
    pub fn word(word: &str) -> Self {
        Self::Phrase(Tokens::from_words([word]))
    }

    /// The clause for the beginning of a word.
    #[must_use]
    pub fn prefix(word: &str) -> Self {
        Self::Prefix(Tokens::from_words([word]))
    }

    /// The tokens, whichever way they are meant.
    pub(crate) fn tokens(&self) -> &Tokens {
        match self {
            Self::Phrase(tokens) | Self::Prefix(tokens) => tokens,
        }
    }

    /// What counts the clause's occurrences. `None` when it has no tokens and asks nothing.
    pub(crate) fn counter(&self) -> Option<Counter<'_>> {
        let mut before: Vec<&str> = self.tokens().iter().collect();
        let last = before.pop()?;
        Some(Counter { before, last, begun: matches!(self, Self::Prefix(_)) })
    }
}

/// Counts how often a clause occurs.
pub(crate) struct Counter<'a> {
    /// All tokens but the last.
    before: Vec<&'a str>,
    last: &'a str,
    /// Whether the last may go on.
    begun: bool,
}

impl Counter<'_> {
    /// How often the clause occurs in a text of these tokens.
    pub(crate) fn count(&self, words: &[&str]) -> u64 {
        let is_last = |word: &str| {
            if self.begun { word.starts_with(self.last) } else { word == self.last }
        };
        let ends = words.iter().enumerate().skip(self.before.len());
        let found = ends.filter(|(at, word)| {
            is_last(word) && words[at - self.before.len()..*at] == self.before
        });
        found.count() as u64
    }
}

/// A question to the text index: what a document must contain, and who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextQuery {
    /// All of these must occur. Clauses without tokens ask nothing; a query without any finds nothing.
    pub clauses: Vec<Clause>,
    /// The highest level the reader may see. Documents above it change nothing in the answer: not
    /// what is found, not how many, not in which order.
    pub level: Level,
    /// How many hits to give at most.
    pub limit: usize,
}

/// A document that contains what was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The document.
    pub document: DocumentId,
    /// Its level.
    pub level: Level,
    /// How well it fits, greater is better (BM25). Comparable within one answer only.
    pub score: f64,
}

/// The answer to a [`TextQuery`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// The best of them, best first; equal ones by document.
    pub hits: Vec<Hit>,
    /// How many documents there are in all that the reader may see.
    pub total: u64,
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
    fn phrases_and_prefixes_are_counted_where_they_stand() {
        let text = Tokens::from_words(["a b a b c ab"]);
        let phrase = Clause::Phrase(Tokens::from_words(["a b"]));
        let words: Vec<&str> = text.iter().collect();
        let count = |clause: &Clause| clause.counter().map(|counter| counter.count(&words));
        assert_eq!(count(&phrase), Some(2));
        assert_eq!(count(&Clause::prefix("a")), Some(3));
        assert_eq!(count(&Clause::Prefix(Tokens::from_words(["b", "a"]))), Some(1));
        assert_eq!(count(&Clause::Phrase(Tokens::from_words(["b a b c ab a"]))), Some(0));
        assert_eq!(count(&Clause::word("")), None);
        assert_eq!(count(&Clause::word("z")), Some(0));
    }
}
