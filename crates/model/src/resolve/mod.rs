//! What the claims on one property add up to.
//!
//! There is no single resolved value. A resolution lists who says what, and does arithmetic on it:
//! how many origins, how many of them shown to be independent of one another, how many in conflict.
//! The machine counts; people judge.
//!
//! # How it is counted
//!
//! Claims on one property of one record, with one scope, are sorted into *sayings* of *voices*. A saying
//! is a value affirmed or denied on one date; the relays that carry it are its echoes. These add no
//! voice and stand apart: what rests on other claims, what a relay altered, what is only reported,
//! what is called for, and the team's own annotations.
//!
//! Within a voice, a saying gives way to a certainly later one on the same matter: that is a revision.
//! Where the order cannot be told, every saying that may be the last is kept, and the voice counts
//! for or against something only if it does so on each of them. On a property with one value, all a
//! voice's sayings are on one matter; on one with many values each value is a matter of its own, and so
//! are the sets it closes and the absences it claims. Where the value changes over time, what held at
//! different times are different matters.
//!
//! A *position* is a value that somebody's saying may amount to. Voices support it whose saying is that
//! value or entails it; voices conflict with it whose saying conflicts with it, or who deny what it
//! entails. Two voices conflict when what one says cannot be right if what the other says is.
//! Independence is counted as the largest set of supporting voices of which every two have had
//! dependence excluded by a member; one voice alone shows none.

mod independence;
mod overlay;
mod position;
mod saying;

use std::collections::{BTreeMap, BTreeSet};

pub use overlay::{Admission, Altered, Denial, Overlays, Unheard};
pub use position::Position;
pub use saying::{Polarity, Saying, VoiceLine};

use crate::claim::{Claim, Scope};
use crate::corpus::{Corpus, Voice};
use crate::id::{ClaimId, PropertyId, RecordId};
use crate::schema::Cardinality;
use crate::value::Value;

/// How many voices there are, and how they stand to one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// How many origins.
    pub origins: usize,
    /// How many of these are shown to be independent of one another: none, or at least two.
    pub independent: usize,
    /// How many are in conflict.
    pub in_conflict: usize,
}

/// A claim of the team's own, or one that rests on others: listed, never counted as a voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    /// Whose claim it is.
    pub voice: Voice,
    /// Whether it affirms or denies the value.
    pub polarity: Polarity,
    /// The value.
    pub value: Value,
    /// The claim.
    pub claim: ClaimId,
}

/// What the claims on one property of a record add up to, within one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The record, or the one that stands for it.
    pub record: RecordId,
    /// The property.
    pub property: PropertyId,
    /// The scope that all the claims share.
    pub scope: Scope,
    /// Over the whole property: voices, those shown independent, those in conflict with any other.
    pub status: Status,
    /// The values that somebody's saying may amount to, in canonical order.
    pub positions: Vec<Position>,
    /// Each voice with all it said, in order of date.
    pub voices: Vec<VoiceLine>,
    /// Claims that rest on others.
    pub derived: Vec<Uncounted>,
    /// The team's own claims.
    pub annotations: Vec<Uncounted>,
    /// Claims only passed on, not endorsed.
    pub reported: Vec<ClaimId>,
    /// Claims that call for something.
    pub calls: Vec<ClaimId>,
    /// What is to be shown over the status.
    pub overlays: Overlays,
    /// The judgements it relies on: identity, who speaks for whom, dependence, what lies inside what.
    pub judgements: BTreeSet<ClaimId>,
}

impl Resolution {
    /// Whether any voice conflicts with another.
    #[must_use]
    pub fn is_in_conflict(&self) -> bool {
        self.status.in_conflict > 0
    }

    /// The position with this value.
    #[must_use]
    pub fn position(&self, value: &Value) -> Option<&Position> {
        self.positions.iter().find(|position| position.value == *value)
    }

    /// The distinct accounts of the property: each affirmed position that a voice may stand by, with
    /// its voices. Nothing is narrowed from one to another.
    pub fn accounts(&self) -> impl Iterator<Item = &Position> {
        self.positions.iter().filter(|position| !position.stated_by.is_empty())
    }
}

impl Corpus<'_> {
    /// What the claims on a property of a record add up to: one resolution for each scope, in the
    /// canonical order of the scopes. Empty when nothing is claimed; nothing follows from that.
    #[must_use]
    pub fn resolve(&self, record: RecordId, property: &str) -> Vec<Resolution> {
        let mut scopes: BTreeMap<String, (Scope, Vec<&Claim>)> = BTreeMap::new();
        for &claim in self.claims_on(record, property) {
            let scope = claim.scope.map_records(&|record| self.canonical(record));
            scopes.entry(scope.to_string()).or_insert_with(|| (scope, Vec::new())).1.push(claim);
        }
        scopes
            .into_values()
            .filter_map(|(scope, claims)| self.resolve_scope(record, scope, &claims))
            .collect()
    }

    fn resolve_scope(
        &self,
        record: RecordId,
        scope: Scope,
        claims: &[&Claim],
    ) -> Option<Resolution> {
        let property = claims.first()?.property.clone();
        let matter = Matter::of(self, claims);
        let sorted = saying::sort(self, &matter, claims);
        let positions = position::positions(self, &matter, &sorted);
        let judgements = self.judgements_for(&scope, claims, &sorted);
        Some(Resolution {
            record: self.canonical(record),
            property,
            scope,
            status: positions.status,
            positions: positions.list,
            overlays: overlay::overlays(self, &sorted),
            voices: sorted.voices,
            derived: sorted.derived,
            annotations: sorted.annotations,
            reported: sorted.reported,
            calls: sorted.calls,
            judgements,
        })
    }

    /// Every judgement that had a part in a resolution.
    fn judgements_for(
        &self,
        scope: &Scope,
        claims: &[&Claim],
        sorted: &saying::Sorted,
    ) -> BTreeSet<ClaimId> {
        let mut records = BTreeSet::new();
        let mut because = BTreeSet::new();
        for (_, value) in scope.iter() {
            records.extend(value.records());
        }
        let touch = |speaker: RecordId, records: &mut BTreeSet<RecordId>| {
            let (way, claims) = self.way_to_voice(speaker);
            records.insert(speaker);
            records.extend(way);
            claims
        };
        for claim in claims {
            records.insert(claim.record);
            records.extend(claim.value.records());
            records.extend(claim.scope.iter().flat_map(|(_, value)| value.records()));
            records.extend(claim.held.clone().map(Value::Held).iter().flat_map(Value::records));
            records.extend(claim.via.iter().map(|relay| relay.by));
            records.extend(claim.source.into_iter().chain(claim.origin.party));
            for speaker in claim.origin.speakers() {
                because.extend(touch(speaker, &mut records));
            }
        }
        for line in &sorted.voices {
            for saying in &line.sayings {
                for answer in &saying.answers {
                    records.insert(answer.statement);
                    for claim in answer.because.iter().filter_map(|claim| self.claim(*claim)) {
                        records.insert(claim.record);
                        records.extend(claim.via.iter().map(|relay| relay.by));
                        records.extend(claim.origin.party);
                        for speaker in
                            claim.value.records().into_iter().chain(claim.origin.speakers())
                        {
                            because.extend(touch(speaker, &mut records));
                        }
                    }
                }
            }
        }
        because.extend(independence::judgements(self, &sorted.voices));
        because.extend(self.judgements_among(&records));
        because
    }
}

/// What kind of matter the property is: how many values it has and whether they change.
pub(crate) struct Matter {
    cardinality: Cardinality,
    changes: bool,
}

impl Matter {
    fn of(corpus: &Corpus<'_>, claims: &[&Claim]) -> Self {
        // A property the schema does not know is taken to have many values, so that no conflict is made up.
        let known = claims.iter().find_map(|claim| corpus.property_of(claim));
        Self {
            cardinality: known.map_or(Cardinality::Many, |property| property.cardinality),
            changes: known.is_some_and(|property| property.changes),
        }
    }
}
