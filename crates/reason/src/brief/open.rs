//! What is in conflict, and what is not known.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::claim::Derivation;
use onus_model::corpus::{Grade, SumRefusal, Voice};
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::resolve::Polarity;
use onus_model::schema::core;
use onus_model::value::{Negative, Value};

use super::{Draft, Subject, Writer};
use crate::count::{Verdict, checked_sum, count_kind, kinds_in_view};
use crate::order::Order;
use crate::reading::{Reading, read};
use crate::told::told_in;

/// The property that carries a tally's number.
const FIGURE: &str = "figure";

/// Terms that say nothing was said: no sentence is made of them.
const NOTHING_SAID: &[&str] = &["not-stated", "unknown"];

/// Every reading of the case.
pub(super) fn readings(look: &Look<'_>, order: &Order) -> Vec<Reading> {
    let claimed: Vec<(RecordId, &str)> = look.corpus().claimed_properties().collect();
    claimed.into_iter().flat_map(|(record, property)| read(look, order, record, property)).collect()
}

impl Writer<'_, '_> {
    fn open(&self, subject: Subject, claims: BTreeSet<ClaimId>, weight: usize) -> Draft {
        let by_role = self.roles.accused.iter().copied().collect();
        Draft { subject, claims, by_role, date: None, rank: 0, weight }
    }

    pub(super) fn conflicts(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let (tallies, told) = self.tally_conflicts();
        for reading in self.readings.iter().filter(|reading| reading.is_in_conflict()) {
            if reading.property.as_str() == FIGURE && told.contains(&reading.record) {
                continue;
            }
            let stands = reading.stands.iter();
            let stands: Vec<(Value, Vec<Voice>)> = stands
                .filter(|stand| !stand.stated_by.is_empty())
                // What none of the others contradicts is no part of the conflict.
                .filter(|stand| !stand.conflicts_with.is_empty() || !stand.denied_by.is_empty())
                .map(|stand| (stand.value.clone(), stand.stated_by.clone()))
                .collect();
            let denied = reading.stands.iter();
            let denied = denied
                .filter(|stand| !stand.denied_by.is_empty())
                .map(|stand| (stand.value.clone(), stand.denied_by.clone()))
                .collect();
            let weight = reading.status.in_conflict * 2 + reading.status.origins;
            let claims = reading.claims();
            let subject = Subject::Conflict {
                record: reading.record,
                property: reading.property.clone(),
                scope: reading.scope.clone(),
                stands,
                denied,
            };
            drafts.push(self.open(subject, claims, weight));
        }
        drafts.extend(tallies);
        drafts
    }

    /// Conflicts between figures that stand on different records of one scope, one sentence a scope, and
    /// the tallies of which they are told.
    fn tally_conflicts(&self) -> (Vec<Draft>, BTreeSet<RecordId>) {
        let mut drafts = Vec::new();
        let mut told: BTreeSet<RecordId> = BTreeSet::new();
        let mut seen: BTreeSet<RecordId> = BTreeSet::new();
        for kind in kinds_in_view(self.look, self.order) {
            for group in count_kind(self.look, self.order, &kind, None).groups {
                let new = group.tallies.iter().all(|tally| seen.insert(*tally));
                if !new || group.tallies.len() < 2 {
                    continue;
                }
                let mut figures: Vec<(Value, Vec<Voice>)> = Vec::new();
                for between in group.between.iter().filter(|one| one.verdict == Verdict::Conflict) {
                    let first = (between.first.clone(), between.first_voices.clone());
                    let second = (between.second.clone(), between.second_voices.clone());
                    for figure in [first, second] {
                        if !figures.contains(&figure) {
                            figures.push(figure);
                        }
                    }
                }
                if figures.is_empty() {
                    continue;
                }
                figures.sort_by_cached_key(|(value, _)| self.order.value_place(self.look, value));
                let in_conflict = |value: &Value| figures.iter().any(|(figure, _)| figure == value);
                let lines = group.lines.iter().flat_map(|line| &line.sayings);
                let claims: BTreeSet<ClaimId> = lines
                    .filter(|saying| saying.current && in_conflict(&saying.value))
                    .flat_map(|saying| saying.claims.iter().copied())
                    .collect();
                told.extend(&group.tallies);
                let weight = 10 + figures.len();
                let subject = Subject::TallyConflict { group: Box::new(group), figures };
                drafts.push(self.open(subject, claims, weight));
            }
        }
        (drafts, told)
    }

    pub(super) fn not_known(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for reading in &self.readings {
            let property = reading.property.as_str();
            if property == core::IDENTITY {
                drafts.extend(self.identity(reading));
            } else {
                drafts.extend(self.undetermined(reading));
            }
            drafts.extend(self.searched(reading));
            drafts.extend(self.unsettled(reading));
        }
        drafts.extend(self.withheld());
        drafts.extend(self.unchecked());
        drafts
    }

    /// Terms that leave the matter open.
    fn undetermined(&self, reading: &Reading) -> Vec<Draft> {
        let schema = self.look.schema();
        let open = |value: &Value| {
            matches!(value, Value::Term(term)
                if !NOTHING_SAID.contains(&term.term())
                    && schema.term(term).is_some_and(|term| term.undetermined))
        };
        if !reading.stands.iter().any(|stand| open(&stand.value)) {
            return Vec::new();
        }
        let mut drafts = Vec::new();
        for resolution in self.look.resolve(reading.record, reading.property.as_str()) {
            let same_scope = resolution.scope.iter().count() == reading.scope.len()
                && reading.scope.iter().all(|(id, value)| {
                    resolution.scope.get(id.as_str()).is_some_and(|own| own == value)
                });
            if !same_scope {
                continue;
            }
            let told = told_in(self.look, self.order, &resolution).into_iter();
            for told in told.filter(|told| open(&told.value)) {
                let claims = told.claims.iter().copied().collect();
                let subject = Subject::Undetermined {
                    record: reading.record,
                    property: reading.property.clone(),
                    scope: reading.scope.clone(),
                    told,
                };
                drafts.push(self.open(subject, claims, 6));
            }
        }
        drafts
    }

    fn identity(&self, reading: &Reading) -> Option<Draft> {
        let corpus = self.look.corpus();
        let with = reading.scope.iter().find(|(id, _)| id.as_str() == core::WITH);
        let Some((_, Value::Ref(other))) = with else { return None };
        let (record, other) = (reading.record, corpus.canonical(*other));
        let judged = corpus.identity_of(record, other);
        let grade = judged.answer.filter(|grade| {
            matches!(grade, Grade::ProbablySame | Grade::Undetermined) && record != other
        })?;
        let subject = Subject::Identity { records: [record, other], grade };
        Some(self.open(subject, judged.because, 3))
    }

    fn searched(&self, reading: &Reading) -> Vec<Draft> {
        let stands = reading
            .stands
            .iter()
            .filter(|stand| matches!(stand.value, Value::Negative(Negative::Searched { .. })));
        stands
            .map(|stand| {
                let claims = stand.annotations.iter().chain(&stand.derived).copied().collect();
                let subject = Subject::Searched {
                    record: reading.record,
                    property: reading.property.clone(),
                    value: stand.value.clone(),
                };
                self.open(subject, claims, 8)
            })
            .collect()
    }

    fn unsettled(&self, reading: &Reading) -> Vec<Draft> {
        let lines = reading.voices.iter().filter(|line| line.unsettled > 0);
        lines
            .map(|line| {
                let current: Vec<_> = line.sayings.iter().filter(|one| one.current).collect();
                let mut values: Vec<Value> = Vec::new();
                for saying in current.iter().filter(|one| one.polarity == Polarity::Affirms) {
                    if !values.contains(&saying.value) {
                        values.push(saying.value.clone());
                    }
                }
                let claims =
                    current.iter().flat_map(|saying| saying.claims.iter().copied()).collect();
                let subject = Subject::Unsettled {
                    record: reading.record,
                    property: reading.property.clone(),
                    voice: line.voice,
                    values,
                };
                self.open(subject, claims, 2)
            })
            .collect()
    }

    fn withheld(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for act in self.look.records_of_type("act") {
            for told in crate::told::told(self.look, self.order, act, "undisclosed") {
                let claims = told.claims.iter().copied().collect();
                drafts.push(self.open(Subject::Withheld { record: act, told }, claims, 7));
            }
        }
        drafts
    }

    /// Stated sums over groups of which nobody says that they share no one.
    fn unchecked(&self) -> Vec<Draft> {
        let sums = self.look.corpus().claims().filter(|claim| {
            claim.rests_on.as_ref().is_some_and(|rests_on| rests_on.how == Derivation::Sum)
        });
        sums.filter_map(|claim| checked_sum(self.look, self.order, claim))
            .filter(|sum| matches!(sum.sum, Err(SumRefusal::OverlapUnknown { .. })))
            .map(|sum| {
                let claims = sum.claims.iter().copied().collect();
                self.open(Subject::Unchecked(Box::new(sum)), claims, 5)
            })
            .collect()
    }
}

impl Subject {
    /// The property that the sentence is about, where it is about one.
    #[must_use]
    pub fn property(&self) -> Option<&PropertyId> {
        match self {
            Self::Conflict { property, .. }
            | Self::Undetermined { property, .. }
            | Self::Searched { property, .. }
            | Self::Unsettled { property, .. } => Some(property),
            _ => None,
        }
    }
}
