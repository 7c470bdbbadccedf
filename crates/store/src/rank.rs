//! How well a document fits a question: BM25 over what the reader may see.
//!
//! With one index for all levels a score would tell a reader how common a word is in what they may not see, and scores of
//! several indexes could not be compared with each other. So there is one index per level, the statistics are summed over
//! the readable ones, and the formula is applied here, the same for every store.
//!
//! Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with
//! `k1` = 1.2 and `b` = 0.75 and the inverse document frequency that never goes below zero. The
//! logarithm is not the platform's, so that an order is the same on every machine. A word that may be found by
//! several terms counts by the best of those that a document holds, each with its weight, and is as rare as all of them
//! together.
//!
//! A document's length is rounded to one of 250 (exactly up to 15 words, then to an eighth), so that it takes a byte beside
//! each posting and need not be looked up for every document that holds a common word.

use std::cmp::Ordering;

/// How quickly repeating a word stops helping.
const K1: f64 = 1.2;
/// How much a long document is held against itself.
const B: f64 = 0.75;

/// What the readable indexes hold altogether.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) documents: u64,
    pub(crate) tokens: u64,
}

/// A document's length as it is kept: rounded down.
pub(crate) fn length_code(length: u64) -> u8 {
    if length < 16 {
        return u8::try_from(length).unwrap_or(0);
    }
    let exponent = u64::from(length.ilog2()).min(32);
    let eighths = (length >> (exponent - 3)) & 7;
    u8::try_from(16 + (exponent - 4) * 8 + eighths).unwrap_or(u8::MAX)
}

/// The length that a code stands for.
fn length_of(code: u8) -> u64 {
    let code = u64::from(code);
    if code < 16 {
        return code;
    }
    let (exponent, eighths) = ((code - 16) / 8 + 4, (code - 16) % 8);
    (8 + eighths) << (exponent - 3)
}

/// Scores documents for one question.
pub(crate) struct Scorer {
    documents: f64,
    /// What a document's length adds to the denominator, by its code.
    scales: Vec<f64>,
}

impl Scorer {
    pub(crate) fn new(totals: Totals) -> Self {
        let documents = totals.documents as f64;
        let average = (totals.tokens as f64 / documents.max(1.0)).max(1.0);
        let scale = |code: u8| K1 * (1.0 - B + B * (length_of(code) as f64 / average));
        Self { documents, scales: (0..=u8::MAX).map(scale).collect() }
    }

    /// How much a term is worth that so many readable documents hold.
    pub(crate) fn rarity(&self, frequency: u64) -> f64 {
        let frequency = (frequency as f64).min(self.documents);
        libm::log(1.0 + (self.documents - frequency + 0.5).max(0.0) / (frequency + 0.5))
    }

    /// How much a document holds of a term that occurs so many times in it, from 0 to 2.2.
    pub(crate) fn part(&self, times: u32, length: u8) -> f64 {
        let times = f64::from(times);
        times * (K1 + 1.0) / (times + self.scales[usize::from(length)])
    }
}

/// A document that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scored {
    /// Its number in the store: the order in which documents came in.
    pub(crate) number: u32,
    pub(crate) score: f64,
}

/// The best, in order.
pub(crate) fn best(mut found: Vec<Scored>, limit: usize) -> Vec<Scored> {
    if limit == 0 {
        return Vec::new();
    }
    // A common word finds half a million; only the best are put in order.
    if found.len() > limit {
        found.select_nth_unstable_by(limit - 1, order);
        found.truncate(limit);
    }
    found.sort_unstable_by(order);
    found
}

/// Best first; equal ones in the order in which they came in, which no document in between changes.
fn order(a: &Scored, b: &Scored) -> Ordering {
    b.score.total_cmp(&a.score).then(a.number.cmp(&b.number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_and_short_texts_weigh_more() {
        let scorer = Scorer::new(Totals { documents: 100, tokens: 1000 });
        assert!(scorer.rarity(2) > scorer.rarity(50) && scorer.rarity(50) > 0.0);
        assert!(scorer.rarity(100) > 0.0 && scorer.rarity(200) > 0.0);
        assert!(scorer.part(1, length_code(10)) > scorer.part(1, length_code(40)));
        assert!(scorer.part(3, length_code(10)) > scorer.part(1, length_code(10)));
    }

    #[test]
    fn the_value_is_the_textbook_one() {
        // idf = ln(1 + (10 − 1 + 0.5) / 1.5); tf part = 2·2.2 / (2 + 1.2·(0.25 + 0.75·2)).
        let scorer = Scorer::new(Totals { documents: 10, tokens: 50 });
        let expected = (1.0_f64 + 9.5 / 1.5).ln() * 4.4 / 4.1;
        let value = scorer.rarity(1) * scorer.part(2, length_code(10));
        assert!((value - expected).abs() < 1e-12);
    }

    #[test]
    fn lengths_are_rounded_to_an_eighth() {
        let mut last = 0;
        for length in (0..5_000).chain([1 << 20, 1 << 30, u64::MAX]) {
            let code = length_code(length);
            assert!(code >= last);
            last = code;
            let kept = length_of(code);
            assert!(kept <= length);
            assert!(length > 1 << 32 || length - kept <= length / 8, "{length} {kept}");
        }
    }

    #[test]
    fn only_the_best_are_kept() {
        let found = (0..3000).map(|number| Scored { number, score: f64::from(number % 7) });
        let best = best(found.collect(), 2);
        assert_eq!(best.iter().map(|one| one.number).collect::<Vec<_>>(), [6, 13]);
    }
}
