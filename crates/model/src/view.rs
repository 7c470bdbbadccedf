//! Which claims a reader looks at.
//!
//! A view is a filter over claims and nothing else: what is computed under it is computed as if the
//! claims left out did not exist. The two clocks are never mixed: *as of* asks what the log held,
//! *known by* asks what had been published.

use std::collections::{BTreeMap, BTreeSet};

use crate::Level;
use crate::claim::{Logged, Moment, Review};
use crate::id::{ClaimId, RecordId};
use crate::schema::core;
use crate::value::Value;
use crate::value::date::{Day, DayBounds};

/// Which sources count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sources {
    /// All of them.
    #[default]
    All,
    /// Only these.
    Only(BTreeSet<RecordId>),
    /// All but these.
    Without(BTreeSet<RecordId>),
}

/// A filter over the claims of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The reader's level.
    pub level: Level,
    /// The moment of the log to look at; none for now.
    pub as_of: Option<Moment>,
    /// The day by which a claim's source must have been public; none for any.
    pub known_by: Option<Day>,
    /// Which sources count.
    pub sources: Sources,
    /// Speakers to leave out, as if they had said nothing.
    pub without_speakers: BTreeSet<RecordId>,
    /// Whether to leave out what has not been released.
    pub released: bool,
}

impl Default for View {
    /// Everything the log holds now.
    fn default() -> Self {
        Self {
            level: Level::Sealed,
            as_of: None,
            known_by: None,
            sources: Sources::All,
            without_speakers: BTreeSet::new(),
            released: false,
        }
    }
}

impl View {
    /// The claims that the view leaves in.
    ///
    /// A claim of the team's own that rests on others stays only while all of them do. One that rests on
    /// none and was read nowhere, such as a judgement that two records are one, stays under every view
    /// of the sources, since it says nothing that a source could have said.
    #[must_use]
    pub fn select<'a>(&self, logged: impl IntoIterator<Item = &'a Logged>) -> Vec<&'a Logged> {
        let readable: Vec<&Logged> =
            logged.into_iter().filter(|entry| self.is_readable(entry)).collect();
        let published = self.known_by.map(|_| published_by_source(&readable));
        let mut kept: BTreeMap<ClaimId, &Logged> = readable
            .into_iter()
            .filter(|entry| self.is_from_a_wanted_source(entry, published.as_ref()))
            .map(|entry| (entry.claim.id, entry))
            .collect();
        loop {
            let unsupported: Vec<ClaimId> = kept
                .values()
                .filter(|entry| entry.claim.is_annotation())
                .filter(|entry| {
                    let rests_on = entry.claim.rests_on.as_ref();
                    rests_on.is_some_and(|rests_on| {
                        rests_on.claims.iter().any(|premise| !kept.contains_key(premise))
                    })
                })
                .map(|entry| entry.claim.id)
                .collect();
            if unsupported.is_empty() {
                return kept.into_values().collect();
            }
            for claim in unsupported {
                kept.remove(&claim);
            }
        }
    }

    fn is_readable(&self, entry: &Logged) -> bool {
        let reached = |time: Moment| self.as_of.is_none_or(|as_of| time <= as_of);
        entry.claim.level <= self.level
            && reached(entry.recorded)
            && !entry.retracted.is_some_and(reached)
            && (!self.released || entry.review_at(self.as_of) == Review::Released)
    }

    fn is_from_a_wanted_source(
        &self,
        entry: &Logged,
        published: Option<&BTreeMap<RecordId, DayBounds>>,
    ) -> bool {
        let origin = &entry.claim.origin;
        if origin.speakers().any(|speaker| self.without_speakers.contains(&speaker)) {
            return false;
        }
        let Some(source) = entry.claim.source else {
            let asks_for_sources = self.known_by.is_some() || self.sources != Sources::All;
            return entry.claim.is_annotation() || !asks_for_sources;
        };
        let wanted = match &self.sources {
            Sources::All => true,
            Sources::Only(sources) => sources.contains(&source),
            Sources::Without(sources) => !sources.contains(&source),
        };
        let known = match (self.known_by, published) {
            (Some(day), Some(published)) => published
                .get(&source)
                .and_then(DayBounds::latest)
                .is_some_and(|published| published <= day),
            _ => true,
        };
        wanted && known
    }
}

/// When each source became public, as widely as the claims on it leave open.
fn published_by_source(readable: &[&Logged]) -> BTreeMap<RecordId, DayBounds> {
    let mut published: BTreeMap<RecordId, DayBounds> = BTreeMap::new();
    for entry in readable {
        let claim = &entry.claim;
        let Value::Date(date) = &claim.value else {
            continue;
        };
        if claim.property.as_str() != core::PUBLISHED {
            continue;
        }
        let bounds = date.own_bounds();
        published
            .entry(claim.record)
            .and_modify(|known| {
                let widest = |own: Option<Day>, others: Option<Day>, pick: fn(Day, Day) -> Day| {
                    own.zip(others).map(|(own, others)| pick(own, others))
                };
                *known = DayBounds::new(
                    widest(known.earliest(), bounds.earliest(), Ord::min),
                    widest(known.latest(), bounds.latest(), Ord::max),
                )
                .unwrap_or(DayBounds::UNBOUNDED);
            })
            .or_insert(bounds);
    }
    published
}
