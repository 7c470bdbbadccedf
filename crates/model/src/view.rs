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
        let mut published: BTreeMap<RecordId, Vec<&Logged>> = BTreeMap::new();
        if self.known_by.is_some() {
            let dates =
                readable.iter().filter(|one| one.claim.property.as_str() == core::PUBLISHED);
            for entry in dates {
                published.entry(entry.claim.record).or_default().push(entry);
            }
        }
        let published = |source| publication(published.get(&source).into_iter().flatten().copied());
        let mut kept: BTreeMap<ClaimId, &Logged> = readable
            .into_iter()
            .filter(|entry| self.takes(entry, &published))
            .map(|entry| (entry.claim.id, entry))
            .collect();
        loop {
            let unsupported: Vec<ClaimId> = kept
                .values()
                .filter(|entry| {
                    entry.claim.is_supported_by().any(|premise| !kept.contains_key(&premise))
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

    /// Whether the view leaves in a claim as far as that depends on the claim and its source alone: not on
    /// what it rests on. `published` says when a source became public, as [`publication`] has it.
    pub(crate) fn takes(
        &self,
        entry: &Logged,
        published: &dyn Fn(RecordId) -> Option<DayBounds>,
    ) -> bool {
        self.is_readable(entry) && self.is_from_a_wanted_source(entry, published)
    }

    pub(crate) fn is_readable(&self, entry: &Logged) -> bool {
        let reached = |time: Moment| self.as_of.is_none_or(|as_of| time <= as_of);
        entry.claim.level <= self.level
            && reached(entry.recorded)
            && !entry.retracted.is_some_and(reached)
            && (!self.released || entry.review_at(self.as_of) == Review::Released)
    }

    fn is_from_a_wanted_source(
        &self,
        entry: &Logged,
        published: &dyn Fn(RecordId) -> Option<DayBounds>,
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
        wanted
            && self.known_by.is_none_or(|day| {
                let latest = published(source).and_then(|published| published.latest());
                latest.is_some_and(|published| published <= day)
            })
    }
}

/// When a source became public, as widely as the claims on that leave open.
pub(crate) fn publication<'a>(readable: impl Iterator<Item = &'a Logged>) -> Option<DayBounds> {
    let widest = |own: Option<Day>, others: Option<Day>, pick: fn(Day, Day) -> Day| {
        own.zip(others).map(|(own, others)| pick(own, others))
    };
    readable
        .filter_map(|entry| match &entry.claim.value {
            Value::Date(date) => Some(date.own_bounds()),
            _ => None,
        })
        .reduce(|known, bounds| {
            DayBounds::new(
                widest(known.earliest(), bounds.earliest(), Ord::min),
                widest(known.latest(), bounds.latest(), Ord::max),
            )
            .unwrap_or(DayBounds::UNBOUNDED)
        })
}
