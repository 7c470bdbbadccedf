//! Charge and conduct side by side; people killed and people charged side by side.
//!
//! Nothing here says that one fits the other: what was done is in the words of those who tell it, the charge in those
//! of the authority. Figures are never divided by one another.

use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::value::{Kind, Value};

use super::steps::Step;
use super::subject::Subject;
use super::{Finder, Matter};
use crate::told::Told;

/// What is said to have been done.
#[derive(Clone, Debug, PartialEq)]
pub struct Conduct {
    /// The act; the person who died for what is told of their death.
    pub record: RecordId,
    /// What is told of it.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// What somebody says that it was.
    pub characterised: Vec<Told>,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// What was decided on a charge.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionBeside {
    /// The decision.
    pub decision: RecordId,
    /// What is told of it.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// A charge.
#[derive(Clone, Debug, PartialEq)]
pub struct ChargeBeside {
    /// The charge.
    pub charge: RecordId,
    /// What is told of it: whom, with what, under which provision, in whose words.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// What was decided on it.
    pub decisions: Vec<DecisionBeside>,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// A figure of people killed or of people charged.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The count.
    pub tally: RecordId,
    /// Whether it is of people killed or dead; else of people charged, tried or decided on.
    pub killed: bool,
    /// Of what.
    pub of: Vec<Told>,
    /// The figure, as each voice gives it.
    pub figure: Vec<Told>,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

const KILLED: &[&str] = &["killed", "died"];
const CHARGED: &[&str] =
    &["charged", "to-be-tried", "tried", "convicted", "acquitted", "sentenced"];

fn claims_of(finder: &Finder<'_, '_>, slots: &[(PropertyId, Vec<Told>)]) -> Vec<ClaimId> {
    let told = slots.iter().flat_map(|(_, told)| told);
    finder.claims(told.flat_map(|told| told.claims.iter().copied()))
}

/// What is said to have been done, by the acts that the matter is or holds.
pub(super) fn conduct(finder: &Finder<'_, '_>, subject: &Subject) -> Vec<Conduct> {
    let mut list = Vec::new();
    if subject.matter == Matter::Death {
        let slots = finder.slots(subject.record, &["cause-of-death", "manner-of-death"]);
        if !slots.is_empty() {
            let claims = claims_of(finder, &slots);
            list.push(Conduct { record: subject.record, slots, characterised: Vec::new(), claims });
        }
    }
    for act in &subject.acts {
        let slots = finder.slots(*act, &["conduct", "against", "harm", "weapon"]);
        let mut characterised = Vec::new();
        for (one, of) in finder.referring(*act, "characterisation", "of") {
            for mut told in finder.told(one, "as") {
                told.claims = finder.claims(told.claims.iter().chain(&of.claims).copied());
                characterised.push(told);
            }
        }
        let own = characterised.iter().flat_map(|told| told.claims.iter().copied());
        let claims = finder.claims(claims_of(finder, &slots).into_iter().chain(own));
        list.push(Conduct { record: *act, slots, characterised, claims });
    }
    list
}

/// The charges among the steps, each with what was decided on it.
pub(super) fn charges(finder: &Finder<'_, '_>, steps: &[Step]) -> Vec<ChargeBeside> {
    let charges = steps.iter().filter(|step| step.record_type.as_str() == "charge");
    charges
        .map(|step| {
            let charge = step.record;
            let slots = finder
                .slots(charge, &["who", "offence", "wording", "provision", "role", "maximum"]);
            let decisions = finder.referring(charge, "decision", "charge").into_iter();
            let decisions: Vec<DecisionBeside> = decisions
                .map(|(decision, told)| {
                    let slots = finder.slots(
                        decision,
                        &["defendant", "outcome", "offence", "wording", "provision", "sentence"],
                    );
                    let claims = claims_of(finder, &slots).into_iter().chain(told.claims);
                    DecisionBeside { decision, claims: finder.claims(claims), slots }
                })
                .collect();
            let decided = decisions.iter().flat_map(|one| one.claims.iter().copied());
            let own = claims_of(finder, &slots).into_iter().chain(step.ties.iter().copied());
            let claims = finder.claims(own.chain(decided));
            ChargeBeside { charge, slots, decisions, claims }
        })
        .collect()
}

/// Of an event, the figures of people killed and of people charged. Those of other kinds are left to the count.
pub(super) fn figures(finder: &Finder<'_, '_>, subject: &Subject) -> Vec<Figure> {
    if subject.matter != Matter::Event {
        return Vec::new();
    }
    let mut figures = Vec::new();
    for (tally, event) in finder.referring(subject.record, "tally", "event") {
        for (killed, kinds) in [(true, KILLED), (false, CHARGED)] {
            let of = finder.terms(tally, "of", kinds);
            let mut figure = finder.told(tally, "figure");
            figure.retain(|told| told.value.kind() == Kind::Count);
            if of.is_empty() || figure.is_empty() {
                continue;
            }
            let claims = of.iter().chain(&figure).flat_map(|told| told.claims.iter());
            let claims = finder.claims(claims.chain(&event.claims).copied());
            figures.push(Figure { tally, killed, of, figure, claims });
        }
    }
    figures.sort_by_cached_key(|figure| {
        let value = figure.of.first().map(|told| &told.value);
        let place = value.map(|value| match value {
            Value::Term(_) => finder.order.value_place(finder.look, value).1,
            _ => 0,
        });
        let first = figure.claims.first().map(|one| finder.order.claim_place(finder.look, *one));
        (!figure.killed, place, first)
    });
    figures
}
