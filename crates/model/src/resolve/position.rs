//! The values that somebody's saying may amount to, and how the voices stand to each.

use std::collections::{BTreeMap, BTreeSet};

use super::saying::Sorted;
use super::{Matter, Polarity, Status, VoiceLine, independence, saying};
use crate::corpus::{Corpus, Voice};
use crate::id::ClaimId;
use crate::schema::Cardinality;
use crate::value::{Comparison, Held, Overlap, Value};

/// A value that somebody's saying may amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The value.
    pub value: Value,
    /// When it held, on a property that changes over time.
    pub held: Option<Held>,
    /// Voices one of whose last sayings may be this value.
    pub stated_by: BTreeSet<Voice>,
    /// Voices whose last word is this value or entails it.
    pub supported_by: BTreeSet<Voice>,
    /// Voices whose last word conflicts with it.
    pub conflicts_with: BTreeSet<Voice>,
    /// Voices one of whose last sayings may deny this very value.
    pub denied_by: BTreeSet<Voice>,
    /// Claims of this value that rest on others.
    pub derived: BTreeSet<ClaimId>,
    /// Claims of this value by the team.
    pub annotations: BTreeSet<ClaimId>,
    /// Supporting voices, those of them shown independent, and voices in conflict with the value.
    pub status: Status,
}

pub(super) struct Positions {
    pub(super) list: Vec<Position>,
    pub(super) status: Status,
}

/// A saying as the place of its value in the list of positions.
type Stand = (Polarity, usize);

/// Compares values as the property has them.
struct Comparer<'c, 'a> {
    corpus: &'c Corpus<'a>,
    matter: &'c Matter,
    positions: Vec<(Value, Option<Held>)>,
}

impl Comparer<'_, '_> {
    fn compare(&self, first: usize, second: usize) -> Comparison {
        if first == second {
            return Comparison::Entails;
        }
        let ((value, held), (others, others_held)) =
            (&self.positions[first], &self.positions[second]);
        if self.matter.changes {
            let at_one_time = match (held, others_held) {
                (None, None) => true,
                (Some(held), Some(others)) => held.overlap(others) == Overlap::Certain,
                _ => false,
            };
            if !at_one_time {
                return Comparison::CannotTell;
            }
        }
        let comparison = value.compare(others, self.corpus);
        let about_all = |value: &Value| matches!(value, Value::Negative(_) | Value::ClosedSet(_));
        let may_differ =
            self.matter.cardinality != Cardinality::One && !about_all(value) && !about_all(others);
        match comparison {
            Comparison::Conflicts if may_differ => Comparison::CannotTell,
            comparison => comparison,
        }
    }

    /// Whether a saying is a position or entails it.
    fn supports(&self, stand: Stand, position: usize) -> bool {
        stand.0 == Polarity::Affirms && self.compare(stand.1, position) == Comparison::Entails
    }

    /// Whether two sayings cannot both be right.
    fn conflict(&self, first: Stand, second: Stand) -> bool {
        match (first, second) {
            ((Polarity::Affirms, one), (Polarity::Affirms, other)) => {
                self.compare(one, other) == Comparison::Conflicts
            }
            ((Polarity::Affirms, said), (Polarity::Denies, denied))
            | ((Polarity::Denies, denied), (Polarity::Affirms, said)) => {
                self.compare(said, denied) == Comparison::Entails
            }
            ((Polarity::Denies, _), (Polarity::Denies, _)) => false,
        }
    }
}

/// What a voice may stand by: for each matter, the sayings that may be its last.
type Standing = Vec<Vec<Stand>>;

pub(super) fn positions(corpus: &Corpus<'_>, matter: &Matter, sorted: &Sorted) -> Positions {
    let mut places: BTreeMap<(String, String), (usize, Value, Option<Held>)> = BTreeMap::new();
    let mut note = |value: &Value, held: Option<&Held>| {
        let next = places.len();
        let key = (value.to_string(), held.map(Held::to_string).unwrap_or_default());
        places.entry(key).or_insert_with(|| (next, value.clone(), held.cloned())).0
    };
    let mut standings: BTreeMap<Standing, BTreeSet<Voice>> = BTreeMap::new();
    let mut stated: BTreeMap<Stand, BTreeSet<Voice>> = BTreeMap::new();
    for line in &sorted.voices {
        let standing = line.matters.iter().map(|places| {
            let stands = places.iter().map(|&place| {
                let saying = &line.sayings[place];
                let stand = (saying.polarity, note(&saying.value, saying.held.as_ref()));
                stated.entry(stand).or_default().insert(line.voice);
                stand
            });
            stands.collect()
        });
        standings.entry(standing.collect()).or_default().insert(line.voice);
    }
    let held_of = |claim: ClaimId| {
        corpus.claim(claim).and_then(|claim| saying::held_of(corpus, matter, claim))
    };
    let mut uncounted: BTreeMap<usize, (BTreeSet<ClaimId>, BTreeSet<ClaimId>)> = BTreeMap::new();
    for (list, is_derived) in [(&sorted.derived, true), (&sorted.annotations, false)] {
        for entry in list {
            let place = note(&entry.value, held_of(entry.claim).as_ref());
            if entry.polarity == Polarity::Affirms {
                let (derived, annotations) = uncounted.entry(place).or_default();
                if is_derived { derived } else { annotations }.insert(entry.claim);
            }
        }
    }

    let mut ordered: Vec<(usize, Value, Option<Held>)> = places.into_values().collect();
    ordered.sort_by_key(|(place, ..)| *place);
    let positions = ordered.into_iter().map(|(_, value, held)| (value, held)).collect();
    let comparer = Comparer { corpus, matter, positions };

    let mut list: Vec<Position> = (0..comparer.positions.len())
        .map(|place| {
            let (derived, annotations) = uncounted.remove(&place).unwrap_or_default();
            let stated = |polarity| stated.get(&(polarity, place)).cloned().unwrap_or_default();
            let voices = |test: &dyn Fn(Stand) -> bool| -> BTreeSet<Voice> {
                let all_do = |stands: &Vec<Stand>| stands.iter().all(|&stand| test(stand));
                let standing = standings.iter().filter(|(matters, _)| matters.iter().any(all_do));
                standing.flat_map(|(_, voices)| voices.iter().copied()).collect()
            };
            let supported_by = voices(&|stand| comparer.supports(stand, place));
            let conflicts_with =
                voices(&|stand| comparer.conflict(stand, (Polarity::Affirms, place)));
            let status = Status {
                origins: supported_by.len(),
                independent: independence::largest(corpus, &supported_by),
                in_conflict: conflicts_with.len(),
            };
            let (value, held) = comparer.positions[place].clone();
            Position {
                value,
                held,
                stated_by: stated(Polarity::Affirms),
                supported_by,
                conflicts_with,
                denied_by: stated(Polarity::Denies),
                derived,
                annotations,
                status,
            }
        })
        .collect();
    list.sort_by_cached_key(|position| {
        (position.value.to_string(), position.held.as_ref().map(Held::to_string))
    });
    let status = Status {
        origins: sorted.voices.len(),
        independent: independence::largest(corpus, &affirming(&sorted.voices)),
        in_conflict: in_conflict(&comparer, &standings),
    };
    Positions { list, status }
}

/// The voices that affirm anything.
fn affirming(lines: &[VoiceLine]) -> BTreeSet<Voice> {
    lines
        .iter()
        .filter(|line| line.current().any(|saying| saying.polarity == Polarity::Affirms))
        .map(|line| line.voice)
        .collect()
}

/// How many voices conflict with any other voice.
fn in_conflict(
    comparer: &Comparer<'_, '_>,
    standings: &BTreeMap<Standing, BTreeSet<Voice>>,
) -> usize {
    let mut conflicting = BTreeSet::new();
    let all: Vec<(&Standing, &BTreeSet<Voice>)> = standings.iter().collect();
    for (place, (own, voices)) in all.iter().enumerate() {
        // Two voices may stand by the same things and contradict each other, as each does itself.
        if voices.len() > 1 && cannot_both_be_right(comparer, own, own) {
            conflicting.insert(*own);
        }
        for (others, _) in &all[place + 1..] {
            let known = conflicting.contains(own) && conflicting.contains(others);
            if !known && cannot_both_be_right(comparer, own, others) {
                conflicting.insert(*own);
                conflicting.insert(*others);
            }
        }
    }
    conflicting.iter().filter_map(|standing| standings.get(*standing)).map(BTreeSet::len).sum()
}

/// The most combinations of last words that are gone through one by one.
const MOST_COMBINATIONS: usize = 4_096;

/// Whether two voices conflict whichever of the sayings that may be their last is.
///
/// Goes through every combination of last words of the voice that has fewer of them. Past
/// [`MOST_COMBINATIONS`], only what conflicts on one pair of matters counts, so that no conflict is made up.
fn cannot_both_be_right(comparer: &Comparer<'_, '_>, own: &Standing, others: &Standing) -> bool {
    let always = own.iter().any(|own| {
        others.iter().any(|others| {
            own.iter().all(|&one| others.iter().all(|&other| comparer.conflict(one, other)))
        })
    });
    let combinations = |standing: &Standing| {
        standing.iter().try_fold(1_usize, |product, stands| product.checked_mul(stands.len()))
    };
    let (few, many) =
        if combinations(own).unwrap_or(usize::MAX) <= combinations(others).unwrap_or(usize::MAX) {
            (own, others)
        } else {
            (others, own)
        };
    let settled = own.iter().chain(others).all(|stands| stands.len() == 1);
    let Some(count) = combinations(few).filter(|&count| count <= MOST_COMBINATIONS) else {
        return always;
    };
    if always || settled {
        return always;
    }
    (0..count).all(|number| {
        let mut rest = number;
        let chosen: Vec<Stand> = few
            .iter()
            .map(|stands| {
                let stand = stands[rest % stands.len()];
                rest /= stands.len();
                stand
            })
            .collect();
        many.iter().any(|stands| {
            stands.iter().all(|&stand| chosen.iter().any(|&one| comparer.conflict(one, stand)))
        })
    })
}
