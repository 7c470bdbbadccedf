//! How well a document fits a question: BM25 over what the reader may see.
//!
//! FTS5 has a `bm25()` of its own, computed over one index. With one index per level its scores could
//! not be compared between levels, and with one index for all levels they would tell a reader how
//! common a word is in what they may not see. So the statistics are summed over the readable indexes
//! and the formula is applied here, the same for every store.
//!
//! Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with
//! `k1` = 1.2 and `b` = 0.75 and the inverse document frequency that never goes below zero. The
//! logarithm is not the platform's, so that an order is the same on every machine.

use std::cmp::Ordering;

use crate::text::{Hit, Hits};

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

/// Scores documents for one question.
pub(crate) struct Scorer {
    average_length: f64,
    /// One weight a clause, in the question's order.
    weights: Vec<f64>,
}

impl Scorer {
    /// `frequencies` are the numbers of readable documents that hold each clause.
    pub(crate) fn new(totals: Totals, frequencies: &[u64]) -> Self {
        let documents = totals.documents as f64;
        let weight = |frequency: &u64| {
            let frequency = *frequency as f64;
            libm::log(1.0 + (documents - frequency + 0.5).max(0.0) / (frequency + 0.5))
        };
        Self {
            average_length: totals.tokens as f64 / documents.max(1.0),
            weights: frequencies.iter().map(weight).collect(),
        }
    }

    /// The score of a document of `length` tokens that holds each clause so many times.
    pub(crate) fn score(&self, length: u64, occurrences: impl Iterator<Item = u64>) -> f64 {
        let relative = length as f64 / self.average_length.max(1.0);
        let scale = K1 * (1.0 - B + B * relative);
        self.weights
            .iter()
            .zip(occurrences)
            .map(|(weight, times)| {
                let times = times as f64;
                weight * times * (K1 + 1.0) / (times + scale)
            })
            .sum()
    }
}

/// Keeps the best hits and counts all.
pub(crate) struct Best {
    limit: usize,
    hits: Vec<Hit>,
    total: u64,
}

impl Best {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, hits: Vec::new(), total: 0 }
    }

    pub(crate) fn offer(&mut self, hit: Hit) {
        self.total += 1;
        self.hits.push(hit);
        // A common word must not gather a million hits to throw most of them away.
        if self.hits.len() >= self.limit.saturating_mul(2).max(1024) {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        self.hits.sort_by(order);
        self.hits.truncate(self.limit);
    }

    pub(crate) fn finish(mut self) -> Hits {
        self.shorten();
        Hits { hits: self.hits, total: self.total }
    }
}

/// Best first; equal ones by document, which says nothing of when either came in.
fn order(a: &Hit, b: &Hit) -> Ordering {
    b.score.total_cmp(&a.score).then(a.document.cmp(&b.document))
}

#[cfg(test)]
mod tests {
    use onus_model::Level;

    use super::*;
    use crate::id::DocumentId;

    #[test]
    fn rare_words_and_short_texts_weigh_more() {
        let scorer = Scorer::new(Totals { documents: 100, tokens: 1000 }, &[2, 50]);
        let rare = scorer.score(10, [1, 0].into_iter());
        let common = scorer.score(10, [0, 1].into_iter());
        assert!(rare > common && common > 0.0);
        assert!(scorer.score(10, [1, 0].into_iter()) > scorer.score(40, [1, 0].into_iter()));
        assert!(scorer.score(10, [3, 0].into_iter()) > scorer.score(10, [1, 0].into_iter()));
    }

    #[test]
    fn the_value_is_the_textbook_one() {
        // idf = ln(1 + (10 − 1 + 0.5) / 1.5); tf part = 2·2.2 / (2 + 1.2·(0.25 + 0.75·2)).
        let scorer = Scorer::new(Totals { documents: 10, tokens: 50 }, &[1]);
        let expected = (1.0_f64 + 9.5 / 1.5).ln() * 4.4 / 4.1;
        assert!((scorer.score(10, [2].into_iter()) - expected).abs() < 1e-12);
    }

    #[test]
    fn only_the_best_are_kept_and_all_are_counted() {
        let mut best = Best::new(2);
        for n in 0..3000_u32 {
            let mut id = [0; 32];
            id[..4].copy_from_slice(&n.to_be_bytes());
            let document = DocumentId::from_bytes(id);
            best.offer(Hit { document, level: Level::Public, score: f64::from(n % 7) });
        }
        let found = best.finish();
        assert_eq!(found.total, 3000);
        let firsts: Vec<u8> = found.hits.iter().map(|hit| hit.document.as_bytes()[3]).collect();
        assert_eq!(firsts, [6, 13]);
    }
}
