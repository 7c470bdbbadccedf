//! How many, according to whom, within which scope.
//!
//! Only one scope is ever compared. Tallies whose scope properties agree stand together; within such a
//! group each voice has its figures in order of date, so that 10, then 11, then 14 of one office is one
//! voice that revised itself. Between groups there are only relations that somebody states: sums, parts,
//! and how groups overlap. Nothing is narrowed from one voice to another; a bound "if all of these are
//! right" is kept apart and called so.

mod lines;
mod people;
mod same;
mod scope;
mod sums;

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::corpus::{Addend, Sum, SumRefusal, Voice};
use onus_model::id::{ClaimId, PropertyId, RecordId, TermId};
use onus_model::resolve::Status;
use onus_model::schema::core;
use onus_model::value::{Count, Sameness, Value};

use crate::fold;
use crate::order::{Order, day_place};
use crate::reading::{Apart, DenialLine, SaidOnce};
use crate::told::{Told, told};

pub(crate) use scope::key as scope_key;
pub(crate) use sums::{checked as checked_sum, parts as all_parts};

/// Why nothing can be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// There is no such kind.
    #[error("nothing is counted as \"{kind}\"; what can be counted is {known}")]
    NoKind {
        /// What was asked for.
        kind: String,
        /// The kinds there are.
        known: String,
    },
    /// The schema has no vocabulary of what tallies count.
    #[error("the schema does not say what tallies count")]
    NoVocabulary,
}

/// One property of a scope with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopePart {
    /// The property.
    pub property: PropertyId,
    /// Its values, with whose they are.
    pub values: Vec<Told>,
    /// Whether voices differ on it, so that the scope itself is not settled.
    pub contested: bool,
}

/// A voice with its figures within one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountLine {
    /// The voice.
    pub voice: Voice,
    /// The people and offices that spoke for it.
    pub persons: Vec<RecordId>,
    /// The tallies its figures are on.
    pub tallies: Vec<RecordId>,
    /// Its figures, in order of date.
    pub sayings: Vec<SaidOnce>,
    /// Whether an earlier figure gave way to a later, different one.
    pub revised: bool,
    /// Whether it is not known which of its figures is the last.
    pub unsettled: bool,
    /// Those through whom alone it is known; empty where it is heard itself.
    pub known_only_through: Vec<RecordId>,
}

/// How two figures of one scope bear on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// They are the same.
    Same,
    /// The first entails the second.
    FirstEntails,
    /// The second entails the first.
    SecondEntails,
    /// They cannot both be right.
    Conflict,
    /// It cannot be told.
    CannotTell,
}

/// Two figures of one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// One figure.
    pub first: Value,
    /// Whose it is.
    pub first_voices: Vec<Voice>,
    /// The other.
    pub second: Value,
    /// Whose it is.
    pub second_voices: Vec<Voice>,
    /// How they bear on each other.
    pub verdict: Verdict,
}

/// A minimum that somebody set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// Of which tally.
    pub tally: RecordId,
    /// The minimum, with whose it is.
    pub minimum: Told,
    /// By which criteria.
    pub criteria: Vec<Told>,
}

/// People named where others are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPeople {
    /// The tally they are said to be counted in.
    pub tally: RecordId,
    /// The people named.
    pub people: Vec<RecordId>,
    /// Groups said to be counted in it.
    pub groups: Vec<RecordId>,
    /// Sets said to be complete.
    pub closed: Vec<Told>,
    /// The claims that say so.
    pub claims: Vec<ClaimId>,
}

/// Somebody of whom the same is told as of those counted, and of whom it is not settled whether they are
/// among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayBeCounted {
    /// The tally.
    pub tally: RecordId,
    /// The person or group.
    pub who: RecordId,
    /// The claims that tell the same of them.
    pub claims: Vec<ClaimId>,
}

/// All that is counted within one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeGroup {
    /// The scope.
    pub scope: Vec<ScopePart>,
    /// Scope properties on which nothing is claimed.
    pub unstated: Vec<PropertyId>,
    /// The tallies of this scope.
    pub tallies: Vec<RecordId>,
    /// Voices, those shown independent, those in conflict.
    pub status: Status,
    /// Each voice with its figures.
    pub lines: Vec<CountLine>,
    /// Claims of figures that add no voice.
    pub apart: Vec<Apart>,
    /// Denials of figures.
    pub denied: Vec<DenialLine>,
    /// How the figures that voices stand by bear on each other.
    pub between: Vec<Between>,
    /// The bounds that all figures leave if all of them are right, where they do not conflict and it
    /// says more than each of them.
    pub if_all_right: Option<Count>,
    /// Who called a figure preliminary.
    pub preliminary: Vec<Told>,
    /// Acceptable minimums.
    pub minimums: Vec<Minimum>,
    /// People named.
    pub named: Vec<NamedPeople>,
    /// Those who may be among the counted or not.
    pub may_be: Vec<MayBeCounted>,
}

/// A sum that somebody states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedSum {
    /// The claim.
    pub claim: ClaimId,
    /// The tally it is on.
    pub tally: RecordId,
    /// Whose it is.
    pub voice: Voice,
    /// What is stated.
    pub stated: Value,
    /// What is added up.
    pub addends: Vec<Addend>,
    /// What the addends come to, or why they cannot be added.
    pub sum: Result<Sum, SumRefusal>,
    /// Whether what they come to agrees with what is stated.
    pub verdict: Verdict,
    /// The claims it rests on, its own among them.
    pub claims: Vec<ClaimId>,
}

/// A whole and its parts, as a voice tells them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartsCheck {
    /// The whole.
    pub whole: RecordId,
    /// Its parts.
    pub parts: Vec<RecordId>,
    /// How the parts make it up, with who says so.
    pub relation: Vec<Told>,
    /// The voice whose figures are compared, where one voice gives a figure for the whole and each part.
    pub voice: Option<Voice>,
    /// That voice's figure for the whole.
    pub stated: Option<Count>,
    /// What its figures for the parts come to, or why they cannot be added.
    pub sum: Option<Result<Sum, SumRefusal>>,
    /// Whether the two agree.
    pub verdict: Verdict,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
}

/// How two tallies or groups are said to relate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// One of the two.
    pub first: RecordId,
    /// The other.
    pub second: RecordId,
    /// How the first relates to the second, with who says so.
    pub relation: Vec<Told>,
    /// Whether voices contradict each other on it.
    pub in_conflict: bool,
}

/// All that is counted of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What is counted.
    pub kind: TermId,
    /// The event asked about, with those it contains.
    pub events: Vec<RecordId>,
    /// One group a scope, in order of the first figure's date.
    pub groups: Vec<ScopeGroup>,
    /// Sums that somebody states.
    pub sums: Vec<StatedSum>,
    /// Wholes and their parts.
    pub parts: Vec<PartsCheck>,
    /// Relations that somebody states.
    pub relations: Vec<Relation>,
}

/// The term of what tallies count, by its word or label.
fn kind_of(look: &Look<'_>, kind: &str) -> Result<TermId, CountError> {
    let schema = look.schema();
    let vocabulary = schema
        .property(core::TALLY, "of")
        .and_then(|property| property.vocabulary.as_ref())
        .and_then(|id| schema.vocabulary(id.as_str()))
        .ok_or(CountError::NoVocabulary)?;
    let folded = fold::plain(kind);
    let found = vocabulary.terms().find(|term| {
        term.id.term() == kind || term.label.values().any(|label| fold::plain(label) == folded)
    });
    found.map(|term| term.id.clone()).ok_or_else(|| {
        let known: Vec<&str> = vocabulary.terms().map(|term| term.id.term()).collect();
        CountError::NoKind { kind: kind.to_owned(), known: known.join(", ") }
    })
}

/// Every kind that a tally in view counts, in the order of the vocabulary.
pub(crate) fn kinds_in_view(look: &Look<'_>, order: &Order) -> Vec<TermId> {
    let mut kinds: Vec<Value> = Vec::new();
    for tally in look.records_of_type(core::TALLY) {
        for told in told(look, order, tally, "of") {
            if !kinds.contains(&told.value) {
                kinds.push(told.value);
            }
        }
    }
    kinds.sort_by_cached_key(|kind| order.value_place(look, kind));
    kinds
        .into_iter()
        .filter_map(|kind| match kind {
            Value::Term(term) => Some(term),
            _ => None,
        })
        .collect()
}

/// Counts one kind, over the whole case or one event.
///
/// # Errors
///
/// When nothing is counted by that word.
pub fn count(look: &Look<'_>, kind: &str, event: Option<RecordId>) -> Result<Counted, CountError> {
    let order = Order::of(look);
    let kind = kind_of(look, kind)?;
    Ok(count_kind(look, &order, &kind, event))
}

/// Counts one kind.
pub(crate) fn count_kind(
    look: &Look<'_>,
    order: &Order,
    kind: &TermId,
    event: Option<RecordId>,
) -> Counted {
    let events = event.map(|event| within(look, order, event)).unwrap_or_default();
    let tallies: Vec<RecordId> = look
        .records_of_type(core::TALLY)
        .into_iter()
        .filter(|tally| is_of(look, order, *tally, kind))
        .filter(|tally| event.is_none() || is_about(look, order, *tally, &events))
        .collect();
    let tallies = order.records(look, tallies);
    let mut groups: Vec<ScopeGroup> = scope::grouped(look, order, &tallies)
        .into_iter()
        .map(|tallies| lines::group(look, order, kind, tallies))
        .collect();
    groups.sort_by_cached_key(|group| {
        let said = group.lines.iter().flat_map(|line| &line.sayings).filter_map(|one| one.said);
        let first = said.map(|said| day_place(&said)).min();
        let scope: Vec<_> = group
            .scope
            .iter()
            .map(|part| {
                let values = part.values.iter();
                values.map(|told| order.value_place(look, &told.value)).collect::<Vec<_>>()
            })
            .collect();
        let tally = group.tallies.first().map(|tally| order.record_place(look, *tally));
        (first.is_none(), first, scope, tally)
    });
    let set: BTreeSet<RecordId> = tallies.iter().copied().collect();
    Counted {
        kind: kind.clone(),
        events,
        groups,
        sums: sums::stated(look, order, &tallies),
        parts: sums::parts(look, order, &tallies),
        relations: sums::relations(look, order, &set),
    }
}

/// An event with all that it contains.
fn within(look: &Look<'_>, order: &Order, event: RecordId) -> Vec<RecordId> {
    let mut found = vec![look.corpus().canonical(event)];
    let mut place = 0;
    while let Some(current) = found.get(place).copied() {
        for told in told(look, order, current, "contains") {
            if let Value::Ref(inner) = told.value
                && !found.contains(&inner)
            {
                found.push(inner);
            }
        }
        place += 1;
    }
    found
}

fn is_of(look: &Look<'_>, order: &Order, tally: RecordId, kind: &TermId) -> bool {
    told(look, order, tally, "of").iter().any(|told| match &told.value {
        Value::Term(term) => {
            term == kind || matches!(look.schema().terms(term, kind), Sameness::Within)
        }
        _ => false,
    })
}

fn is_about(look: &Look<'_>, order: &Order, tally: RecordId, events: &[RecordId]) -> bool {
    told(look, order, tally, "event")
        .iter()
        .any(|told| matches!(told.value, Value::Ref(event) if events.contains(&event)))
}
