//! Last words, positions and statuses, by going through every completion.
//!
//! A completion gives each saying a day within its bounds, and where several fall on the last day of a
//! matter, says which of them was the last word. What holds is what holds in every one of them.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::corpus::Voice;
use onus_model::schema::Cardinality;
use onus_model::value::date::DayBounds;
use onus_model::value::{Extent, Held, Value, When};

use crate::naive::{Naive, Said, Sorted};
use crate::worlds::Relations;

/// How to read two values that held at different times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// They bear on each other only where that is beyond doubt.
    Strict,
    /// They bear on each other unless that is out of the question.
    Lenient,
}

/// A value with the time it held, where that matters.
pub(crate) type Stated = (Value, Option<Held>);

/// A saying by its index, with the days it can have been said on; none for any.
type Dated = (usize, Option<DayBounds>);

/// The indices of a voice's last words, one a matter, in each of its completions.
type Completions = Vec<BTreeSet<usize>>;

/// One scope, with every voice's completions.
pub(crate) struct Expected<'a> {
    naive: &'a Naive<'a>,
    pub(crate) sorted: Sorted,
    pub(crate) voices: BTreeMap<Voice, Completions>,
    relations: Relations,
}

/// Names the matter of a saying: sayings of one voice on one matter replace each other.
fn matter(naive: &Naive<'_>, said: &Said) -> String {
    let about = match (naive.property().cardinality, &said.value) {
        (Cardinality::One, _) => String::new(),
        (_, Value::ClosedSet(_)) => "closed sets".to_owned(),
        (_, Value::Negative(_)) => "negatives".to_owned(),
        (_, value) => format!("{:?} {value}", value.kind()),
    };
    format!("{about} held {:?}", said.held)
}

/// Which of the sayings can be the last word, when each is given every day it can have been said on.
fn last_words(sayings: &[Dated]) -> BTreeSet<usize> {
    let ends = |bounds: &Option<DayBounds>| {
        bounds.iter().flat_map(|bounds| [bounds.earliest(), bounds.latest()]).flatten().collect()
    };
    let days: BTreeSet<i64> = sayings
        .iter()
        .flat_map(|(_, bounds)| -> Vec<_> { ends(bounds) })
        .map(|day| day.number())
        .chain([0])
        .flat_map(|day| [day - 1, day, day + 1])
        .collect();
    // What is kept of a completion: its last day, and what was said on it.
    let mut completions: BTreeSet<(i64, BTreeSet<usize>)> = BTreeSet::from([(i64::MIN, [].into())]);
    for (index, bounds) in sayings {
        let mut longer = BTreeSet::new();
        for (last, words) in &completions {
            for &day in &days {
                let possible = bounds.is_none_or(|bounds| {
                    bounds.earliest().is_none_or(|first| first.number() <= day)
                        && bounds.latest().is_none_or(|last| day <= last.number())
                });
                if !possible {
                    continue;
                }
                if day > *last {
                    longer.insert((day, BTreeSet::from([*index])));
                } else if day == *last {
                    let mut words = words.clone();
                    words.insert(*index);
                    longer.insert((day, words));
                } else {
                    longer.insert((*last, words.clone()));
                }
            }
        }
        completions = longer;
    }
    completions.into_iter().flat_map(|(_, words)| words).collect()
}

/// The days on which a state certainly held, where both its ends are exact.
fn days_of(held: &Held) -> Option<(i64, i64)> {
    let exact = |end: Option<&When>| {
        end.map(When::own_bounds).filter(DayBounds::is_exact).and_then(|bounds| bounds.earliest())
    };
    match (held.extent(), exact(held.first()), exact(held.last())) {
        (Extent::Throughout, Some(first), Some(last)) => Some((first.number(), last.number())),
        _ => None,
    }
}

impl<'a> Expected<'a> {
    pub(crate) fn new(naive: &'a Naive<'a>, mut sorted: Sorted) -> Self {
        let mut matters: BTreeMap<(Voice, String), Vec<Dated>> = BTreeMap::new();
        for (index, said) in sorted.sayings.iter().enumerate() {
            let key = (said.voice, matter(naive, said));
            matters.entry(key).or_default().push((index, said.said));
        }
        let mut voices: BTreeMap<Voice, Completions> = BTreeMap::new();
        for ((voice, _), sayings) in &matters {
            let lasts = last_words(sayings);
            lasts.iter().for_each(|&index| sorted.sayings[index].current = true);
            let known = voices.entry(*voice).or_insert_with(|| vec![BTreeSet::new()]);
            *known = known
                .iter()
                .flat_map(|completion| {
                    lasts.iter().map(|&last| {
                        let mut completion = completion.clone();
                        completion.insert(last);
                        completion
                    })
                })
                .collect();
        }
        let values = sorted.sayings.iter().map(|said| said.value.clone());
        let apart = sorted.derived.iter().chain(&sorted.annotations);
        let values = values.chain(apart.map(|apart| apart.value.clone()));
        let relations = Relations::new(naive.schema, naive.property(), &naive.identity, values);
        Self { naive, sorted, voices, relations }
    }

    fn said(&self, index: usize) -> &Said {
        &self.sorted.sayings[index]
    }

    fn stated(&self, index: usize) -> Stated {
        (self.said(index).value.clone(), self.said(index).held.clone())
    }

    /// Whether one thing stated, if right, makes another right.
    fn entails(&self, first: &Stated, second: &Stated, reading: Reading) -> bool {
        if first == second {
            return true;
        }
        let in_time = match (&first.1, &second.1) {
            _ if !self.naive.property().changes || reading == Reading::Lenient => true,
            (Some(own), Some(others)) => match (days_of(own), days_of(others)) {
                (Some(own), Some(others)) => own.0 <= others.0 && others.1 <= own.1,
                _ => false,
            },
            _ => false,
        };
        // A value that settles nothing settles nothing for another time either.
        let settles = reading == Reading::Lenient || self.relations.settles(&first.0);
        in_time && settles && self.relations.entails(&first.0, &second.0)
    }

    /// Whether two things stated cannot both be right.
    fn excludes(&self, first: &Stated, second: &Stated, reading: Reading) -> bool {
        let at_one_time = match (&first.1, &second.1) {
            _ if !self.naive.property().changes => true,
            (Some(own), Some(others)) => match (days_of(own), days_of(others)) {
                (Some(own), Some(others)) => own.0 <= others.1 && others.0 <= own.1,
                _ => reading == Reading::Lenient,
            },
            _ => reading == Reading::Lenient,
        };
        at_one_time && self.relations.excludes(&first.0, &second.0)
    }

    /// Everything that someone stated last, derived or noted.
    pub(crate) fn positions(&self) -> Vec<Stated> {
        let mut positions: Vec<Stated> = Vec::new();
        let current = self.sorted.sayings.iter().filter(|said| said.current);
        let apart = self.sorted.derived.iter().chain(&self.sorted.annotations);
        let stated = current
            .map(|said| (said.value.clone(), said.held.clone()))
            .chain(apart.map(|apart| (apart.value.clone(), apart.held.clone())));
        for stated in stated {
            if !positions.contains(&stated) {
                positions.push(stated);
            }
        }
        positions
    }

    /// Voices one of whose last words may affirm, or deny, exactly this.
    pub(crate) fn voices_saying(&self, position: &Stated, denies: bool) -> BTreeSet<Voice> {
        (self.sorted.sayings.iter())
            .filter(|said| said.current && said.denies == denies)
            .filter(|said| (&said.value, &said.held) == (&position.0, &position.1))
            .map(|said| said.voice)
            .collect()
    }

    fn voices_where(&self, holds: impl Fn(usize) -> bool) -> BTreeSet<Voice> {
        (self.voices.iter())
            .filter(|(_, completions)| {
                completions.iter().all(|words| words.iter().any(|&index| holds(index)))
            })
            .map(|(voice, _)| *voice)
            .collect()
    }

    /// Voices that support a position in every completion.
    pub(crate) fn supporters(&self, position: &Stated, reading: Reading) -> BTreeSet<Voice> {
        self.voices_where(|index| {
            !self.said(index).denies && self.entails(&self.stated(index), position, reading)
        })
    }

    /// Voices that conflict with a position in every completion.
    pub(crate) fn opponents(&self, position: &Stated, reading: Reading) -> BTreeSet<Voice> {
        self.voices_where(|index| {
            if self.said(index).denies {
                self.entails(position, &self.stated(index), reading)
            } else {
                self.excludes(&self.stated(index), position, reading)
            }
        })
    }

    fn clash(&self, first: usize, second: usize, reading: Reading) -> bool {
        let (own, others) = (self.stated(first), self.stated(second));
        match (self.said(first).denies, self.said(second).denies) {
            (false, false) => self.excludes(&own, &others, reading),
            (false, true) => self.entails(&own, &others, reading),
            (true, false) => self.entails(&others, &own, reading),
            (true, true) => false,
        }
    }

    /// Voices that conflict with another voice in every completion of the two.
    pub(crate) fn in_conflict(&self, reading: Reading) -> BTreeSet<Voice> {
        let conflict = |first: &Completions, second: &Completions| {
            first.iter().all(|own| {
                second.iter().all(|others| {
                    own.iter()
                        .any(|&own| others.iter().any(|&other| self.clash(own, other, reading)))
                })
            })
        };
        (self.voices.iter())
            .filter(|(voice, own)| {
                self.voices.iter().any(|(other, others)| other != *voice && conflict(own, others))
            })
            .map(|(voice, _)| *voice)
            .collect()
    }

    /// Voices whose last word may affirm something.
    pub(crate) fn affirming(&self) -> BTreeSet<Voice> {
        (self.sorted.sayings.iter())
            .filter(|said| said.current && !said.denies)
            .map(|said| said.voice)
            .collect()
    }

    /// Between how many of a voice's matters its last word is open, and whether it revised anything;
    /// each as what is certain and what is possible.
    pub(crate) fn turns(&self, voice: &Voice) -> Turns {
        let mut matters: BTreeMap<String, Vec<&Said>> = BTreeMap::new();
        for said in self.sorted.sayings.iter().filter(|said| said.voice == *voice) {
            matters.entry(matter(self.naive, said)).or_default().push(said);
        }
        let mut turns = Turns::default();
        for sayings in matters.values() {
            let (current, past): (Vec<&Said>, Vec<&Said>) =
                sayings.iter().partition(|said| said.current);
            let differ = |first: &Said, second: &Said| {
                (first.denies, &first.value) != (second.denies, &second.value)
            };
            turns.unsettled.1 += usize::from(current.len() > 1);
            turns.unsettled.0 += usize::from(current.iter().any(|first| differ(first, current[0])));
            turns.revised.1 |=
                !past.is_empty() && sayings.iter().any(|one| differ(one, sayings[0]));
            turns.revised.0 |= past.iter().any(|one| current.iter().all(|last| differ(one, last)));
        }
        turns
    }
}

/// What is certain and what is possible of a voice's changes of mind.
#[derive(Default)]
pub(crate) struct Turns {
    pub(crate) unsettled: (usize, usize),
    pub(crate) revised: (bool, bool),
}
