//! How many of some voices are shown to be independent of one another.

use std::collections::{BTreeMap, BTreeSet};

use super::VoiceLine;
use crate::corpus::{Corpus, Dependence, Voice};
use crate::id::{ClaimId, RecordId};

/// Steps after which the search stops with the largest set found, which is then a lower bound. Exclusions
/// are made by people, pair by pair, and stay far below this.
const MOST_STEPS: usize = 100_000;

type Graph = BTreeMap<Voice, BTreeSet<Voice>>;

fn speaker(voice: Voice) -> Option<RecordId> {
    match voice {
        Voice::Speaker(record) => Some(record),
        _ => None,
    }
}

/// The size of the largest set of voices of which every two have had dependence excluded; 0 when no two
/// have.
pub(super) fn largest(corpus: &Corpus<'_>, voices: &BTreeSet<Voice>) -> usize {
    if corpus.has_no_dependences() {
        return 0;
    }
    let mut graph = Graph::new();
    for &own in voices {
        for &other in voices.range((std::ops::Bound::Excluded(own), std::ops::Bound::Unbounded)) {
            let Some((one, two)) = speaker(own).zip(speaker(other)) else {
                continue;
            };
            if corpus.dependence_of(one, two).answer == Dependence::Excluded {
                graph.entry(own).or_default().insert(other);
                graph.entry(other).or_default().insert(own);
            }
        }
    }
    let candidates: BTreeSet<Voice> = graph.keys().copied().collect();
    let mut search = Search { graph: &graph, largest: 0, steps: 0 };
    search.extend(0, candidates);
    search.largest
}

/// Branch and bound for the largest clique.
struct Search<'g> {
    graph: &'g Graph,
    largest: usize,
    steps: usize,
}

impl Search<'_> {
    fn extend(&mut self, size: usize, mut candidates: BTreeSet<Voice>) {
        self.largest = self.largest.max(size);
        while let Some(voice) = candidates.pop_first() {
            self.steps += 1;
            if size + 1 + candidates.len() <= self.largest || self.steps > MOST_STEPS {
                return;
            }
            let Some(neighbours) = self.graph.get(&voice) else {
                continue;
            };
            self.extend(size + 1, candidates.intersection(neighbours).copied().collect());
        }
    }
}

/// Every judgement on whether any two of the voices depend on each other.
pub(super) fn judgements(corpus: &Corpus<'_>, lines: &[VoiceLine]) -> BTreeSet<ClaimId> {
    if corpus.has_no_dependences() {
        return BTreeSet::new();
    }
    let records: BTreeSet<RecordId> = lines.iter().filter_map(|line| speaker(line.voice)).collect();
    corpus.dependence_judgements_among(&records)
}
