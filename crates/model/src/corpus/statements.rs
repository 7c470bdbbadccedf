//! Which statements answer which claims.
//!
//! A statement denies or admits a claim only where the speaker's own words show that they answer it:
//! the claim that says so must be the speaker's, not a member's reading and not an altered relay. A
//! claim made after the statement is never answered by it, and a denial of a class of claims is no
//! denial of any one of them.

use std::collections::BTreeSet;

use super::claims::answered;
use super::{Corpus, Voice};
use crate::claim::{Claim, Speaker, Stance};
use crate::id::{ClaimId, RecordId, TermId};
use crate::schema::{Effect, core};
use crate::value::Value;
use crate::value::date::DayBounds;

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

/// What statements say in answer to one claim.
pub(super) fn answers(corpus: &Corpus<'_>, target: &Claim) -> Vec<Answer> {
    let answering = corpus.claims.answering(target.id);
    let statements: BTreeSet<RecordId> =
        answering.iter().map(|claim| corpus.canonical(claim.record)).collect();
    let is_statement = |record: RecordId| {
        let known = corpus.record_type(record);
        known.is_some_and(|record_type| record_type.as_str() == core::STATEMENT)
    };
    let mut found = Vec::new();
    for statement in statements {
        let claims = corpus.claims_on(statement, core::ANSWERS).iter();
        if claims.map(|claim| claim.record).any(is_statement) {
            answers_of(corpus, statement, target, &mut found);
        }
    }
    found.sort_by_key(|answer| (answer.statement, answer.voice, answer.effect));
    found.dedup();
    found
}

/// What a statement is, apart from what it answers.
pub(super) struct Said {
    because: BTreeSet<ClaimId>,
    speakers: BTreeSet<RecordId>,
    effects: BTreeSet<Effect>,
    admits: BTreeSet<TermId>,
    when: DayBounds,
}

fn said_in(corpus: &Corpus<'_>, statement: RecordId) -> Said {
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

    Said { because, speakers, effects, admits, when }
}

fn answers_of(corpus: &Corpus<'_>, statement: RecordId, target: &Claim, found: &mut Vec<Answer>) {
    let Said { because, speakers, effects, admits, when } =
        corpus.statements.get_or(statement, || said_in(corpus, statement));
    let said_later =
        target.said.as_ref().is_some_and(|said| said.own_bounds().certainly_after(when));
    if said_later {
        return;
    }
    for claim in corpus.claims_on(statement, core::ANSWERS) {
        let voice = corpus.voice(claim);
        // Whoever made the statement may have spoken for an office: then it is the office's.
        let own_words = claim.origin.speakers().any(|speaker| {
            speakers.contains(&corpus.canonical(speaker))
                || speakers.contains(&corpus.speaking(speaker))
        });
        let answers = answered(claim).is_some_and(|targets| targets.contains(&target.id));
        if !answers || claim.is_annotation() || !said(claim) || !own_words {
            continue;
        }
        let spoken_by = match claim.origin.speaker {
            Speaker::Record(speaker) => Some(corpus.canonical(speaker)),
            _ => None,
        }
        .filter(|speaker| voice != Voice::Speaker(*speaker));
        for &effect in effects {
            let mut because = because.clone();
            because.insert(claim.id);
            let admits = if effect == Effect::Admits { admits.clone() } else { BTreeSet::new() };
            let when = *when;
            found.push(Answer { statement, voice, spoken_by, effect, admits, when, because });
        }
    }
}

/// The days that either of two dates leaves open.
fn around(first: &DayBounds, second: &DayBounds) -> DayBounds {
    let earliest = first.earliest().zip(second.earliest()).map(|(one, other)| one.min(other));
    let latest = first.latest().zip(second.latest()).map(|(one, other)| one.max(other));
    DayBounds::new(earliest, latest).unwrap_or(DayBounds::UNBOUNDED)
}
