//! Which statements answer which claims.
//!
//! A statement denies or admits a claim only where the speaker's own words show that they answer it:
//! the claim that says so must be the speaker's, not a member's reading and not an altered relay. A
//! claim made after the statement is never answered by it, and a denial of a class of claims is no
//! denial of any one of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Corpus, Voice};
use crate::claim::{Claim, Speaker, Stance};
use crate::id::{ClaimId, RecordId, TermId};
use crate::schema::{Effect, core};
use crate::value::date::DayBounds;
use crate::value::{Answers, Value};

/// What one statement does to one claim that it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The statement.
    pub statement: RecordId,
    /// Whose it is.
    pub voice: Voice,
    /// Who spoke, where that is somebody else than the voice.
    pub spoken_by: Option<RecordId>,
    /// Whether it denies or admits the claim.
    pub effect: Effect,
    /// What it admits, where that is claimed (vocabulary `admission-of`).
    pub admits: BTreeSet<TermId>,
    /// When it was made.
    pub when: DayBounds,
    /// The claims on the statement that say all this.
    pub because: BTreeSet<ClaimId>,
}

fn said(claim: &Claim) -> bool {
    matches!(claim.stance, Stance::Asserts | Stance::Admits) && claim.altered_by().is_none()
}

/// A property of a statement, as terms with the claims that say so.
fn terms<'a>(
    corpus: &Corpus<'a>,
    statement: RecordId,
    property: &str,
) -> Vec<(&'a TermId, ClaimId)> {
    let claims = corpus.claims_on(statement, property).iter();
    claims
        .filter(|claim| said(claim))
        .filter_map(|claim| match &claim.value {
            Value::Term(term) => Some((term, claim.id)),
            _ => None,
        })
        .collect()
}

pub(super) fn answers(corpus: &Corpus<'_>) -> BTreeMap<ClaimId, Vec<Answer>> {
    let mut found: BTreeMap<ClaimId, Vec<Answer>> = BTreeMap::new();
    let statements: BTreeSet<RecordId> = corpus
        .claims()
        .filter(|claim| {
            claim.property.as_str() == core::ANSWERS
                && corpus
                    .record_type(claim.record)
                    .is_some_and(|record_type| record_type.as_str() == core::STATEMENT)
        })
        .map(|claim| corpus.canonical(claim.record))
        .collect();
    for statement in statements {
        for (target, answer) in answers_of(corpus, statement) {
            found.entry(target).or_default().push(answer);
        }
    }
    for answers in found.values_mut() {
        answers.sort_by_key(|answer| (answer.statement, answer.voice, answer.effect));
        answers.dedup();
    }
    found
}

fn answers_of(corpus: &Corpus<'_>, statement: RecordId) -> Vec<(ClaimId, Answer)> {
    let mut because = BTreeSet::new();
    let mut speakers = BTreeSet::new();
    for claim in corpus.claims_on(statement, core::BY).iter().filter(|claim| said(claim)) {
        if let Value::Ref(speaker) = &claim.value {
            speakers.insert(corpus.speaking(*speaker));
            speakers.insert(corpus.canonical(*speaker));
            because.insert(claim.id);
        }
    }
    let mut effects = BTreeSet::new();
    for (term, claim) in terms(corpus, statement, core::KIND) {
        if let Some(effect) = corpus.schema().term(term).and_then(|term| term.effect) {
            effects.insert(effect);
            because.insert(claim);
        }
    }
    let admitted = terms(corpus, statement, core::ADMITS);
    because.extend(admitted.iter().map(|(_, claim)| *claim));
    let admits: BTreeSet<TermId> = admitted.iter().map(|(term, _)| (*term).clone()).collect();
    let mut when = None;
    for claim in corpus.claims_on(statement, core::WHEN).iter().filter(|claim| said(claim)) {
        if let Value::Date(date) = &claim.value {
            let bounds = date.own_bounds();
            when = Some(when.map_or(bounds, |known: DayBounds| around(&known, &bounds)));
            because.insert(claim.id);
        }
    }
    let when = when.unwrap_or(DayBounds::UNBOUNDED);

    let mut found = Vec::new();
    for claim in corpus.claims_on(statement, core::ANSWERS) {
        let Value::Answers(Answers::Claims(targets)) = &claim.value else {
            continue;
        };
        let voice = corpus.voice(claim);
        // Whoever made the statement may have spoken for an office: then it is the office's.
        let own_words = claim.origin.speakers().any(|speaker| {
            speakers.contains(&corpus.canonical(speaker))
                || speakers.contains(&corpus.speaking(speaker))
        });
        if claim.is_annotation() || !said(claim) || !own_words {
            continue;
        }
        for target in targets.iter().filter_map(|target| corpus.claim(*target)) {
            let said_later =
                target.said.as_ref().is_some_and(|said| said.own_bounds().certainly_after(&when));
            if said_later {
                continue;
            }
            let spoken_by = match claim.origin.speaker {
                Speaker::Record(speaker) => Some(corpus.canonical(speaker)),
                _ => None,
            }
            .filter(|speaker| voice != Voice::Speaker(*speaker));
            for &effect in &effects {
                let mut because = because.clone();
                because.insert(claim.id);
                let admits =
                    if effect == Effect::Admits { admits.clone() } else { BTreeSet::new() };
                found.push((
                    target.id,
                    Answer { statement, voice, spoken_by, effect, admits, when, because },
                ));
            }
        }
    }
    found
}

/// The days that either of two dates leaves open.
fn around(first: &DayBounds, second: &DayBounds) -> DayBounds {
    let earliest = first.earliest().zip(second.earliest()).map(|(one, other)| one.min(other));
    let latest = first.latest().zip(second.latest()).map(|(one, other)| one.max(other));
    DayBounds::new(earliest, latest).unwrap_or(DayBounds::UNBOUNDED)
}
