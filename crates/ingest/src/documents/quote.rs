//! Finding a quotation in a text.
//!
//! A person copies a sentence out of one file and the program looks for it in another, or in a newer reading of
//! the same one. What a typesetter, a copier or a keyboard changes does not matter: quotation marks and dashes of
//! any shape, ligatures, accents as letters of their own or not, hyphens within words and words broken at the end
//! of a line, spaces and line ends. What a person changes does: letters, digits, order, capitals.
//!
//! Both are *folded* to the letters and signs that matter, with the place of each in the original kept, and the
//! folded quotation is searched in the folded text, which takes time in proportion to both. White space is left
//! out altogether, since some files have none where they should and others where they should not; a place that
//! begins or ends within a word is not taken. A quotation that is nowhere gets the nearest text shown: the
//! stretch that shares most of its three-letter pieces with it.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Where a quotation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// In this one place: Unicode scalars of the text from 0.
    Once(Range<u64>),
    /// In several places, the first few of them.
    Several(Vec<Range<u64>>),
    /// Nowhere. The text most like it, when any is like it at all.
    Nowhere(Option<Near>),
    /// The quotation has no letters or digits.
    Empty,
}

/// A stretch of text that is like a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its place: Unicode scalars of the text from 0.
    pub range: Range<u64>,
    /// Its words, as they stand in the text.
    pub text: String,
    /// How much of the quotation it has, in hundredths.
    pub likeness: u8,
}

/// The most places that are told of a quotation that is in several.
const PLACES: usize = 10;

/// The most accents of one letter that are kept; more are ornament.
const MARKS: usize = 8;

/// Below so many hundredths, a stretch is not like a quotation.
const LIKE: u32 = 40;

/// A text made ready for many quotations to be looked for in it.
#[derive(Clone, Debug)]
pub struct Haystack<'a> {
    text: &'a str,
    folded: Folded,
}

impl<'a> Haystack<'a> {
    /// Folds a text once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, folded: Folded::new(text) }
    }

    /// Looks for a quotation everywhere.
    #[must_use]
    pub fn find(&self, quote: &str) -> Found {
        self.find_in(quote, &(0..u64::MAX))
    }

    /// Looks for a quotation within a range of scalars, such as a page.
    #[must_use]
    pub fn find_in(&self, quote: &str, within: &Range<u64>) -> Found {
        let needle = Folded::new(quote).signs;
        if !needle.iter().any(|sign| sign.is_alphanumeric()) {
            return Found::Empty;
        }
        // Marks around a quotation are as often the quoter's as the text's.
        let bare = trimmed(&needle);
        let mut found = self.folded.occurrences(&needle, within);
        if bare.len() < needle.len() {
            found.extend(self.folded.occurrences(bare, within));
        }
        // The longer of two that begin or end alike is the one that was meant.
        let mut places: Vec<Range<u64>> = Vec::new();
        for (start, end) in found {
            if !places.iter().any(|had| had.start < end && start < had.end) {
                places.push(start..end);
            }
        }
        places.sort_by_key(|range| range.start);
        match places.as_slice() {
            [] => Found::Nowhere(self.nearest(&needle, within)),
            [one] => Found::Once(one.clone()),
            many => Found::Several(many.iter().take(PLACES).cloned().collect()),
        }
    }

    /// The stretch that shares most three-letter pieces with a quotation.
    fn nearest(&self, needle: &[char], within: &Range<u64>) -> Option<Near> {
        let wanted = pieces(needle);
        let (from, to) = self.folded.inside(within);
        let signs = self.folded.signs.get(from..to)?;
        let span = needle.len().min(signs.len());
        if wanted.is_empty() || span < 3 {
            return None;
        }
        // A window of the quotation's length slides over the text; each piece counts as often as it is wanted.
        let mut have: BTreeMap<[char; 3], i64> = BTreeMap::new();
        let (mut shared, mut best, mut at) = (0_i64, 0_i64, 0_usize);
        let windows = signs.windows(3).collect::<Vec<_>>();
        let width = span - 2;
        for (index, piece) in windows.iter().enumerate() {
            if let Some((piece, most)) = known(&wanted, piece) {
                let count = have.entry(piece).or_default();
                *count += 1;
                shared += i64::from(*count <= most);
            }
            if let Some((piece, most)) =
                index.checked_sub(width).and_then(|gone| known(&wanted, windows.get(gone)?))
            {
                let count = have.entry(piece).or_default();
                shared -= i64::from(*count <= most);
                *count -= 1;
            }
            if shared > best {
                (best, at) = (shared, (index + 1).saturating_sub(width));
            }
        }
        let all: i64 = wanted.values().sum();
        let likeness = u32::try_from(best * 100 / all.max(1)).unwrap_or(0).min(100);
        if likeness < LIKE {
            return None;
        }
        let start = self.folded.starts.get(from + at)?;
        let end = self.folded.ends.get(from + (at + span).min(signs.len()) - 1)?;
        let range = whole_words(self.text, *start..*end);
        let text = slice(self.text, &range);
        Some(Near { range, text, likeness: u8::try_from(likeness).unwrap_or(100) })
    }
}

/// Looks for one quotation in one text. For many, use a [`Haystack`].
#[must_use]
pub fn find(text: &str, quote: &str) -> Found {
    Haystack::new(text).find(quote)
}

/// The signs of a text that matter, each with the scalars that it came from.
#[derive(Clone, Debug, Default)]
struct Folded {
    signs: Vec<char>,
    starts: Vec<u64>,
    ends: Vec<u64>,
    /// Whether the text has a space, or begins, right before the sign.
    apart: Vec<bool>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self::default();
        let mut apart = true;
        let mut scalars = (0_u64..).zip(text.chars()).peekable();
        while let Some((place, scalar)) = scalars.next() {
            if scalar.is_whitespace() {
                apart = true;
                continue;
            }
            if nothing(scalar) {
                continue;
            }
            if is_hyphen(scalar) && folded.joins_word(apart, &scalars) {
                // Whether a hyphen at the end of a line is the word's own nobody can see, so that none counts.
                while scalars.next_if(|(_, next)| next.is_whitespace()).is_some() {}
                apart = true;
                continue;
            }
            if is_combining_mark(scalar) {
                // An accent belongs to the letter before it, in whatever order several of them come.
                folded.accent(scalar, place);
                continue;
            }
            for plain in std::iter::once(scalar).nfkd().filter_map(plain) {
                if is_combining_mark(plain) {
                    folded.accent(plain, place);
                    continue;
                }
                folded.signs.push(plain);
                folded.starts.push(place);
                folded.ends.push(place + 1);
                folded.apart.push(apart);
                apart = false;
            }
        }
        folded
    }

    /// Whether a hyphen here stands within a word: a letter on one side, a letter or digit on the other, and
    /// nothing between but a line end. Between digits it says something.
    fn joins_word(
        &self,
        apart: bool,
        after: &std::iter::Peekable<impl Iterator<Item = (u64, char)> + Clone>,
    ) -> bool {
        let Some(before) =
            self.signs.iter().rev().take(MARKS + 1).find(|it| !is_combining_mark(**it))
        else {
            return false;
        };
        if apart || !before.is_alphanumeric() {
            return false;
        }
        let (mut line, mut space) = (false, false);
        // Lines are indented by less than this.
        for (_, next) in after.clone().take(80) {
            match next {
                '\n' => line = true,
                other if other.is_whitespace() => space = true,
                other => {
                    let letter = before.is_alphabetic() || other.is_alphabetic();
                    return other.is_alphanumeric() && letter && (line || !space);
                }
            }
        }
        false
    }

    /// Accents are kept as signs after their letter, in a fixed order.
    fn accent(&mut self, mark: char, place: u64) {
        let marks = self.signs.iter().rev().take_while(|sign| is_combining_mark(**sign));
        let marks = marks.take(MARKS + 1).count();
        let Some(letter) = self.signs.len().checked_sub(marks + 1) else { return };
        if marks >= MARKS {
            return;
        }
        let at = (letter + 1..self.signs.len())
            .find(|index| self.signs.get(*index).is_some_and(|sign| *sign > mark))
            .unwrap_or(self.signs.len());
        let start = self.starts.get(letter).copied().unwrap_or(place);
        self.signs.insert(at, mark);
        self.starts.insert(at, start);
        self.ends.insert(at, place + 1);
        self.apart.insert(at, false);
        for end in self.ends.iter_mut().skip(letter) {
            *end = (*end).max(place + 1);
        }
    }

    /// The signs whose scalars lie in a range.
    fn inside(&self, within: &Range<u64>) -> (usize, usize) {
        let from = self.starts.partition_point(|start| *start < within.start);
        let to = self.ends.partition_point(|end| *end <= within.end);
        (from, to.max(from))
    }

    /// The places of a sequence of signs that neither begin nor end within a word, by Knuth, Morris and Pratt.
    fn occurrences(&self, needle: &[char], within: &Range<u64>) -> Vec<(u64, u64)> {
        let mut fallback = vec![0_usize; needle.len()];
        let mut matched = 0;
        for index in 1..needle.len() {
            while matched > 0 && needle.get(index) != needle.get(matched) {
                matched = fallback.get(matched - 1).copied().unwrap_or(0);
            }
            matched += usize::from(needle.get(index) == needle.get(matched));
            if let Some(slot) = fallback.get_mut(index) {
                *slot = matched;
            }
        }
        let (from, to) = self.inside(within);
        let mut places = Vec::new();
        let mut matched = 0;
        for index in from..to {
            let sign = self.signs.get(index);
            while matched > 0 && (matched == needle.len() || needle.get(matched) != sign) {
                matched = fallback.get(matched - 1).copied().unwrap_or(0);
            }
            matched += usize::from(needle.get(matched) == sign);
            if matched == needle.len() && !needle.is_empty() {
                let first = index + 1 - needle.len();
                if self.begins_word(first)
                    && self.begins_word(index + 1)
                    && let (Some(start), Some(end)) = (self.starts.get(first), self.ends.get(index))
                {
                    places.push((*start, *end));
                }
            }
        }
        places
    }

    /// Whether a sign does not go on a word of the sign before it.
    fn begins_word(&self, index: usize) -> bool {
        let Some(sign) = self.signs.get(index) else { return true };
        if is_combining_mark(*sign) {
            return false;
        }
        let Some(before) = index.checked_sub(1).and_then(|index| self.signs.get(index)) else {
            return true;
        };
        self.apart.get(index).copied().unwrap_or(true)
            || !(sign.is_alphanumeric() && (before.is_alphanumeric() || is_combining_mark(*before)))
    }
}

/// Scalars that nobody sees or types.
fn nothing(scalar: char) -> bool {
    matches!(
        scalar,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{640}'
    )
}

fn is_hyphen(scalar: char) -> bool {
    matches!(scalar, '-' | '\u{2010}' | '\u{2011}')
}

/// The sign that stands for all of its shapes; nothing for a space within a decomposition.
fn plain(scalar: char) -> Option<char> {
    Some(match scalar {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '＂' => '"',
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' | 'ʹ' | '`' | '´' => {
            '\''
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => '-',
        other if other.is_whitespace() || nothing(other) => return None,
        other => other,
    })
}

/// Signs without the marks around them.
fn trimmed(signs: &[char]) -> &[char] {
    let own = |sign: &char| sign.is_alphanumeric() || is_combining_mark(*sign);
    let from = signs.iter().position(own).unwrap_or(0);
    let to = signs.iter().rposition(own).map_or(signs.len(), |at| at + 1);
    signs.get(from..to).unwrap_or(signs)
}

fn pieces(signs: &[char]) -> BTreeMap<[char; 3], i64> {
    let mut pieces = BTreeMap::new();
    for window in signs.windows(3) {
        if let [a, b, c] = *window {
            *pieces.entry([a, b, c]).or_default() += 1;
        }
    }
    pieces
}

fn known(wanted: &BTreeMap<[char; 3], i64>, window: &[char]) -> Option<([char; 3], i64)> {
    let piece = <[char; 3]>::try_from(window).ok()?;
    wanted.get(&piece).map(|most| (piece, *most))
}

/// A range widened to whole words.
fn whole_words(text: &str, range: Range<u64>) -> Range<u64> {
    let (mut start, mut end) = (range.start, range.end);
    let mut word = 0_u64;
    for (place, scalar) in (0_u64..).zip(text.chars()) {
        if scalar.is_whitespace() {
            if place >= range.end {
                end = place;
                return start..end;
            }
            word = place + 1;
        }
        if place == range.start {
            start = word;
        }
        if place >= range.end {
            end = place + 1;
        }
    }
    start..end
}

fn slice(text: &str, range: &Range<u64>) -> String {
    let skip = usize::try_from(range.start).unwrap_or(usize::MAX);
    let take = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
    text.chars().skip(skip).take(take).collect()
}
