//! Tables of phrases, looked up by the tokens at a place.

use std::collections::{BTreeMap, BTreeSet};

use super::super::token::{Gap, Token};

/// A set of single folded words.
#[derive(Clone, Debug, Default)]
pub(in crate::read) struct WordSet(pub(super) BTreeSet<String>);

impl WordSet {
    /// Whether the token is one of the words.
    pub(in crate::read) fn has(&self, token: Option<&Token>) -> bool {
        token.is_some_and(|token| self.0.contains(&token.text))
    }

    pub(in crate::read) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::read) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Phrases with what each stands for, longest first.
#[derive(Clone, Debug)]
pub(in crate::read) struct Phrases<T>(BTreeMap<String, Vec<(Vec<String>, T)>>);

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; gives back `false` when its tokens are there already.
    pub(super) fn insert(&mut self, phrase: Vec<String>, value: T, repeats: bool) -> bool {
        let Some(first) = phrase.first() else { return false };
        let entries = self.0.entry(first.clone()).or_default();
        if !repeats && entries.iter().any(|(known, _)| *known == phrase) {
            return false;
        }
        let place = entries.partition_point(|(known, _)| known.len() >= phrase.len());
        entries.insert(place, (phrase, value));
        true
    }

    /// Every phrase that stands at a place, longest first, with the place after it.
    pub(in crate::read) fn all_at<'p>(
        &'p self,
        tokens: &'p [Token],
        at: usize,
    ) -> impl Iterator<Item = (usize, &'p T)> {
        let entries = tokens.get(at).and_then(|token| self.0.get(&token.text));
        entries
            .into_iter()
            .flatten()
            .filter_map(move |(phrase, value)| matches(phrase, tokens, at).map(|end| (end, value)))
    }

    /// The longest phrase at a place, with the place after it.
    pub(in crate::read) fn at<'p>(
        &'p self,
        tokens: &'p [Token],
        at: usize,
    ) -> Option<(usize, &'p T)> {
        self.all_at(tokens, at).next()
    }
}

/// The place after the phrase, when it stands at `at` within one paragraph.
pub(in crate::read) fn matches(phrase: &[String], tokens: &[Token], at: usize) -> Option<usize> {
    let end = at.checked_add(phrase.len())?;
    let found = tokens.get(at..end)?;
    let same = phrase.iter().zip(found).enumerate().all(|(place, (word, token))| {
        *word == token.text && (place == 0 || token.gap != Gap::Break)
    });
    same.then_some(end)
}
