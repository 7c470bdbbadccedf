//! A resolution put in order for reading.
//!
//! The model's resolution keeps sets in the order of identifiers. Here everything stands in the order of
//! content, and what goes with a saying (its wording, whether it is still a draft) stands beside it.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::claim::Derivation;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId, TermId};
use onus_model::resolve::{Polarity, Position, Resolution, Saying, Status, Uncounted, VoiceLine};
use onus_model::value::date::DayBounds;
use onus_model::value::{Held, Value};

use crate::order::Order;

/// A value that somebody's saying may amount to, and how the voices stand to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The value.
    pub value: Value,
    /// When it held.
    pub held: Option<Held>,
    /// Voices one of whose last sayings may be this value.
    pub stated_by: Vec<Voice>,
    /// Voices whose last word is this value or entails it.
    pub supported_by: Vec<Voice>,
    /// Voices whose last word conflicts with it.
    pub conflicts_with: Vec<Voice>,
    /// Voices one of whose last sayings may deny this very value.
    pub denied_by: Vec<Voice>,
    /// Claims of this value that rest on others.
    pub derived: Vec<ClaimId>,
    /// Claims of this value by the team.
    pub annotations: Vec<ClaimId>,
    /// Supporting voices, those shown independent, and voices in conflict.
    pub status: Status,
}

/// One thing that a voice said on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidOnce {
    /// Whether the value is affirmed or denied.
    pub polarity: Polarity,
    /// Whether it is affirmed against the speaker's own interest.
    pub admits: bool,
    /// The value.
    pub value: Value,
    /// When it held.
    pub held: Option<Held>,
    /// When it was said.
    pub said: Option<DayBounds>,
    /// The wording of the claim nearest to the speaker that has one.
    pub wording: Option<String>,
    /// The claims that carry it, the one nearest to the speaker first; the others are echoes.
    pub claims: Vec<ClaimId>,
    /// Statements by which the voice says it.
    pub statements: Vec<RecordId>,
    /// The claims on those statements.
    pub statement_claims: Vec<ClaimId>,
    /// Whether it may be the voice's last word on the matter.
    pub current: bool,
    /// Whether no claim that carries it has been checked by a second person.
    pub draft: bool,
}

/// A voice with all that it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The voice.
    pub voice: Voice,
    /// The people and offices that spoke for it.
    pub persons: Vec<RecordId>,
    /// What it said, in order of date.
    pub sayings: Vec<SaidOnce>,
    /// Whether an earlier saying gave way to a later, different one.
    pub revised: bool,
    /// Matters on which it is not known which saying was its last.
    pub unsettled: usize,
    /// Those through whom alone the voice is known; empty where it is heard itself.
    pub known_only_through: Vec<RecordId>,
}

/// Why a claim adds no voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApartKind {
    /// It rests on other claims.
    Derived(Derivation),
    /// It is the team's own.
    Annotation,
    /// A relay is known to have changed it.
    Altered(RecordId),
    /// It is only passed on.
    Reported,
    /// It calls for something.
    CallsFor,
}

/// A claim that adds no voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Why it adds none.
    pub kind: ApartKind,
    /// Whose it is.
    pub voice: Voice,
    /// Whether it affirms or denies.
    pub polarity: Polarity,
    /// The value.
    pub value: Value,
    /// Its wording.
    pub wording: Option<String>,
    /// The claim.
    pub claim: ClaimId,
    /// Whether it is still a draft.
    pub draft: bool,
}

/// A denial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DenialLine {
    /// Who denies.
    pub voice: Voice,
    /// What is denied.
    pub value: Value,
    /// The party the voice belongs to.
    pub party: Option<RecordId>,
    /// What it has at stake.
    pub interest: Option<String>,
    /// Statements that make the denial.
    pub statements: Vec<RecordId>,
    /// Claims that carry it.
    pub claims: Vec<ClaimId>,
    /// Whether the voice has since said otherwise.
    pub given_up: bool,
}

/// An admission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdmissionLine {
    /// Who admits.
    pub voice: Voice,
    /// What is admitted.
    pub value: Value,
    /// What the admission is of; empty where that is not claimed.
    pub of: Vec<TermId>,
    /// Statements that make it.
    pub statements: Vec<RecordId>,
    /// Claims that carry it.
    pub claims: Vec<ClaimId>,
}

/// What the claims on one property add up to within one scope, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The record.
    pub record: RecordId,
    /// The property.
    pub property: PropertyId,
    /// What the claims are limited to.
    pub scope: Vec<(PropertyId, Value)>,
    /// Voices, those shown independent, those in conflict.
    pub status: Status,
    /// The values.
    pub stands: Vec<Stand>,
    /// Each voice with all it said.
    pub voices: Vec<Line>,
    /// Claims that add no voice.
    pub apart: Vec<Apart>,
    /// Denials.
    pub denied: Vec<DenialLine>,
    /// Admissions.
    pub admitted: Vec<AdmissionLine>,
    /// Judgements that the resolution relies on.
    pub judgements: Vec<ClaimId>,
}

impl Reading {
    /// Every claim that had a part in it.
    #[must_use]
    pub fn claims(&self) -> BTreeSet<ClaimId> {
        let mut claims: BTreeSet<ClaimId> = self.judgements.iter().copied().collect();
        for line in &self.voices {
            for saying in &line.sayings {
                claims.extend(saying.claims.iter().chain(&saying.statement_claims));
            }
        }
        claims.extend(self.apart.iter().map(|apart| apart.claim));
        claims
    }

    /// Whether any voice conflicts with another.
    #[must_use]
    pub fn is_in_conflict(&self) -> bool {
        self.status.in_conflict > 0
    }
}

/// Every reading of a property, one a scope.
#[must_use]
pub fn read(look: &Look<'_>, order: &Order, record: RecordId, property: &str) -> Vec<Reading> {
    let mut readings: Vec<Reading> = look
        .resolve(record, property)
        .iter()
        .map(|resolution| reading_of(look, order, resolution))
        .collect();
    readings.sort_by_cached_key(|reading| {
        reading
            .scope
            .iter()
            .map(|(qualifier, value)| (qualifier.clone(), order.value_place(look, value)))
            .collect::<Vec<_>>()
    });
    readings
}

/// One resolution put in order.
#[must_use]
pub fn reading_of(look: &Look<'_>, order: &Order, resolution: &Resolution) -> Reading {
    let mut stands: Vec<Stand> =
        resolution.positions.iter().map(|position| stand(look, order, position)).collect();
    stands.sort_by_cached_key(|stand| order.value_place(look, &stand.value));
    let mut voices: Vec<Line> =
        resolution.voices.iter().map(|voice| line(look, order, resolution, voice)).collect();
    voices.sort_by_cached_key(|line| {
        let first = line.sayings.iter().filter_map(|saying| saying.said).map(|said| {
            let (first, last) = crate::order::day_place(&said);
            (first, last)
        });
        let first = first.min();
        (first.is_none(), first, order.voice_place(look, line.voice))
    });
    let scope = resolution.scope.iter();
    Reading {
        record: resolution.record,
        property: resolution.property.clone(),
        scope: scope.map(|(qualifier, value)| (qualifier.clone(), value.clone())).collect(),
        status: resolution.status,
        stands,
        voices,
        apart: apart(look, order, resolution),
        denied: denials(look, order, resolution),
        admitted: admissions(look, order, resolution),
        judgements: order.judgements(look, resolution.judgements.iter().copied()),
    }
}

fn stand(look: &Look<'_>, order: &Order, position: &Position) -> Stand {
    let voices = |voices: &BTreeSet<Voice>| order.voices(look, voices.iter().copied());
    Stand {
        value: position.value.clone(),
        held: position.held.clone(),
        stated_by: voices(&position.stated_by),
        supported_by: voices(&position.supported_by),
        conflicts_with: voices(&position.conflicts_with),
        denied_by: voices(&position.denied_by),
        derived: order.claims(look, position.derived.iter().copied()),
        annotations: order.claims(look, position.annotations.iter().copied()),
        status: position.status,
    }
}

/// Whether no second person has checked a claim, as of the view's moment. A claim that its own coder marked
/// as checked is still a draft to others.
#[must_use]
pub fn is_draft(look: &Look<'_>, claim: ClaimId) -> bool {
    let at = look.view().as_of;
    look.logged(claim).is_some_and(|logged| logged.checked_by(at).is_none())
}

pub(crate) fn wording_of(look: &Look<'_>, claims: &[ClaimId]) -> Option<String> {
    claims.iter().find_map(|claim| look.corpus().claim(*claim)?.wording.clone())
}

/// Puts the claim with the shortest way from its speaker first.
fn nearest_first(look: &Look<'_>, order: &Order, claims: &[ClaimId]) -> Vec<ClaimId> {
    let mut claims = claims.to_vec();
    claims.sort_by_cached_key(|claim| {
        let steps = look.corpus().claim(*claim).map_or(usize::MAX, |claim| claim.via.len());
        (steps, order.claim_place(look, *claim), *claim)
    });
    claims
}

fn saying(look: &Look<'_>, order: &Order, saying: &Saying) -> SaidOnce {
    let claims = nearest_first(look, order, &saying.claims);
    let statements = saying.answers.iter().map(|answer| answer.statement);
    let because = saying.answers.iter().flat_map(|answer| answer.because.iter().copied());
    let statement_claims = order.claims(look, because);
    SaidOnce {
        polarity: saying.polarity,
        admits: saying.admits,
        value: saying.value.clone(),
        held: saying.held.clone(),
        said: saying.said,
        wording: wording_of(look, &claims),
        draft: claims.iter().chain(&statement_claims).all(|claim| is_draft(look, *claim)),
        statements: order.records(look, statements),
        statement_claims,
        claims,
        current: saying.current,
    }
}

fn line(look: &Look<'_>, order: &Order, resolution: &Resolution, voice: &VoiceLine) -> Line {
    let overlays = &resolution.overlays;
    let through = overlays.known_only_through.iter().find(|unheard| unheard.voice == voice.voice);
    let mut sayings: Vec<SaidOnce> =
        voice.sayings.iter().map(|one| saying(look, order, one)).collect();
    sayings.sort_by_cached_key(|saying| {
        let bounds = saying.said.unwrap_or(DayBounds::UNBOUNDED);
        let place = crate::order::day_place(&bounds);
        (saying.said.is_none(), place, saying.polarity, order.value_place(look, &saying.value))
    });
    Line {
        voice: voice.voice,
        persons: order.records(look, voice.persons.iter().copied()),
        sayings,
        revised: overlays.revised.contains(&voice.voice),
        unsettled: voice.unsettled,
        known_only_through: through
            .map(|unheard| order.records(look, unheard.through.iter().copied()))
            .unwrap_or_default(),
    }
}

fn apart(look: &Look<'_>, order: &Order, resolution: &Resolution) -> Vec<Apart> {
    let corpus = look.corpus();
    let polarity = |claim: &onus_model::claim::Claim| match claim.stance {
        onus_model::claim::Stance::Denies => Polarity::Denies,
        _ => Polarity::Affirms,
    };
    let mut list = Vec::new();
    let mut note = |kind: ApartKind, id: ClaimId| {
        if let Some(claim) = corpus.claim(id) {
            list.push(Apart {
                kind,
                voice: corpus.voice(claim),
                polarity: polarity(claim),
                value: corpus.canonical_value(&claim.value),
                wording: claim.wording.clone(),
                claim: id,
                draft: is_draft(look, id),
            });
        }
    };
    for Uncounted { claim, .. } in &resolution.derived {
        let how = corpus.claim(*claim).and_then(|claim| claim.rests_on.as_ref());
        note(ApartKind::Derived(how.map_or(Derivation::Inference, |rests| rests.how)), *claim);
    }
    for Uncounted { claim, .. } in &resolution.annotations {
        note(ApartKind::Annotation, *claim);
    }
    for altered in &resolution.overlays.altered {
        note(ApartKind::Altered(altered.relay), altered.claim);
    }
    resolution.reported.iter().for_each(|claim| note(ApartKind::Reported, *claim));
    resolution.calls.iter().for_each(|claim| note(ApartKind::CallsFor, *claim));
    let rank = |kind: ApartKind| match kind {
        ApartKind::Derived(_) => 0,
        ApartKind::Annotation => 1,
        ApartKind::Altered(_) => 2,
        ApartKind::Reported => 3,
        ApartKind::CallsFor => 4,
    };
    list.sort_by_cached_key(|apart| {
        (rank(apart.kind), order.claim_place(look, apart.claim), apart.claim)
    });
    list
}

fn denials(look: &Look<'_>, order: &Order, resolution: &Resolution) -> Vec<DenialLine> {
    let mut list: Vec<DenialLine> = Vec::new();
    for denial in &resolution.overlays.denied {
        let because = statement_claims(resolution, denial.voice, &denial.value, Polarity::Denies);
        list.push(DenialLine {
            voice: denial.voice,
            value: denial.value.clone(),
            party: denial.party,
            interest: denial.interest.clone(),
            statements: order.records(look, denial.statements.iter().copied()),
            claims: order.claims(look, denial.claims.iter().copied().chain(because)),
            given_up: denial.given_up,
        });
    }
    list.sort_by_cached_key(|denial| {
        let first = denial.claims.first().map(|claim| order.claim_place(look, *claim));
        (order.voice_place(look, denial.voice), order.value_place(look, &denial.value), first)
    });
    list
}

fn admissions(look: &Look<'_>, order: &Order, resolution: &Resolution) -> Vec<AdmissionLine> {
    let mut list: Vec<AdmissionLine> = Vec::new();
    for admission in &resolution.overlays.admitted {
        let because =
            statement_claims(resolution, admission.voice, &admission.value, Polarity::Affirms);
        list.push(AdmissionLine {
            voice: admission.voice,
            value: admission.value.clone(),
            of: admission.of.iter().cloned().collect(),
            statements: order.records(look, admission.statements.iter().copied()),
            claims: order.claims(look, admission.claims.iter().copied().chain(because)),
        });
    }
    list.sort_by_cached_key(|admission| {
        (order.voice_place(look, admission.voice), order.value_place(look, &admission.value))
    });
    list
}

/// The claims of the statements by which a voice says something.
fn statement_claims(
    resolution: &Resolution,
    voice: Voice,
    value: &Value,
    polarity: Polarity,
) -> Vec<ClaimId> {
    let lines = resolution.voices.iter().filter(|line| line.voice == voice);
    lines
        .flat_map(|line| &line.sayings)
        .filter(|saying| saying.value == *value && saying.polarity == polarity)
        .flat_map(|saying| saying.answers.iter())
        .flat_map(|answer| answer.because.iter().copied())
        .collect()
}
