//! Checks over the whole case: what does not fit together, and what would settle it.
//!
//! A check finds what cannot be so on some accounts, or what the team must not do; it judges nobody's
//! word. Where two accounts of different voices do not fit, both are named and neither is preferred.
//! Qualified dates ("about", "perhaps") never fail a check, since nobody said how far off they may be.
//!
//! What cannot be judged because something is missing, or waits for a member's judgement, stands apart from what does
//! not fit: nothing is wrong with it.

mod dates;
mod dead;
mod identity;
mod people;
mod places;
mod sums;

use std::collections::BTreeMap;

use onus_case::Look;
use onus_model::corpus::{DateError, Grade};
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::value::Value;
use onus_model::value::date::DayBounds;

use crate::count::{PartsCheck, StatedSum};
use crate::date::AccountOfDate;
use crate::order::Order;
use crate::why::{Ending, ending_of};

pub(crate) use people::degrees_of_responsibility;

/// How two dates do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Misfit {
    /// A death before a birth.
    DeathBeforeBirth,
    /// An end before its start, or a later step before an earlier one.
    EndBeforeStart,
    /// Something dated after the person's death.
    AfterDeath,
    /// A step dated before the step that it follows on.
    BeforeWhatItFollows,
    /// A date told by another one, against a second date for the same thing.
    TwoDates,
    /// An age against a date of birth.
    AgeAgainstBirth,
}

/// One of two dates that do not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct DateOf {
    /// The record.
    pub record: RecordId,
    /// Which of its dates.
    pub property: PropertyId,
    /// The date on one account.
    pub date: AccountOfDate,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// Claims taken from a source that say no place in it and rest on nothing.
    NoPassage {
        /// The source, where one is named.
        source: Option<RecordId>,
    },
    /// Two dates that do not fit.
    Dates {
        /// How they do not fit.
        misfit: Misfit,
        /// The date that should not be later, or the first of two.
        first: Box<DateOf>,
        /// The date that should not be earlier, or the second of two.
        second: Box<DateOf>,
    },
    /// Something said after its source had become public.
    SaidAfterPublication {
        /// The source.
        source: RecordId,
        /// When it became public.
        published: DayBounds,
        /// When it is said to have been said.
        said: DayBounds,
    },
    /// Dates told by one another in a circle, or over too many steps.
    DateNotReached {
        /// The record.
        record: RecordId,
        /// Which of its dates.
        property: PropertyId,
        /// Why it cannot be given.
        error: DateError,
    },
    /// One person in two custodies at once, in different places.
    TwoCustodies {
        /// The person.
        person: RecordId,
        /// The two custodies.
        custodies: [RecordId; 2],
        /// Where they are.
        places: [RecordId; 2],
        /// The days on which both held.
        days: DayBounds,
    },
    /// A stated sum that does not come out, or adds what may overlap.
    Sum(Box<StatedSum>),
    /// Parts that do not make up their whole.
    Parts(Box<PartsCheck>),
    /// A placeholder for someone not known, made responsible.
    PlaceholderResponsible {
        /// The involvement.
        involvement: RecordId,
        /// The placeholder.
        actor: RecordId,
        /// In what degree.
        degrees: Vec<Value>,
    },
    /// A person named as responsible without a naming decision.
    NamedWithoutDecision {
        /// The person.
        person: RecordId,
        /// The involvement or publication.
        by: RecordId,
        /// In what degree, of an involvement.
        degrees: Vec<Value>,
    },
    /// Judgements on identity that contradict each other.
    Identity {
        /// The records judged.
        records: Vec<RecordId>,
        /// What they were judged to be.
        grades: Vec<Grade>,
    },
    /// A stated distance against coordinates.
    Distance {
        /// From where.
        from: RecordId,
        /// To where.
        to: RecordId,
        /// What is stated.
        stated: Value,
        /// The least and the greatest distance that the coordinates leave open, in metres.
        metres: (u64, u64),
    },
}

/// A problem with the claims it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What does not fit.
    pub problem: Problem,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
}

/// Something without which a distance cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// Where somebody lived.
    Home(RecordId),
    /// Where a custody was.
    Place(RecordId),
    /// The coordinates of a place.
    Coordinates(RecordId),
}

/// What two people who died have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shared {
    /// Their sex.
    Sex,
    /// The day they died, as far as it is known.
    Date,
    /// The event, act or custody that their death is connected with.
    Circumstance,
    /// That both were held.
    Custody,
}

/// A named person whom a nameless one may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: RecordId,
    /// What they have in common.
    pub shared: Vec<Shared>,
    /// How members judged whether they are one; none where nobody did.
    pub judged: Option<Grade>,
}

/// What cannot be judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Open {
    /// A stated distance that nothing can be held against.
    Distance {
        /// The two places, or the custody of which it is the distance from home.
        of: Vec<RecordId>,
        /// What is stated.
        stated: Value,
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// Somebody without a name who died, and people with one whom they may be.
    PerhapsOne {
        /// Who has no name.
        nameless: RecordId,
        /// Whom they may be.
        candidates: Vec<Candidate>,
    },
}

/// Something that cannot be judged, with the claims it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Unjudged {
    /// What.
    pub open: Open,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// How many claims were in view.
    pub claims: usize,
    /// The problems, those about people first.
    pub findings: Vec<Finding>,
    /// What cannot be judged.
    pub open: Vec<Unjudged>,
}

/// Checks the case.
#[must_use]
pub fn check(look: &Look<'_>) -> Checked {
    let order = Order::of(look);
    let mut findings = Vec::new();
    people::check(look, &order, &mut findings);
    dates::check(look, &order, &mut findings);
    sums::check(look, &order, &mut findings);
    identity::check(look, &order, &mut findings);
    let mut open = Vec::new();
    places::check(look, &order, &mut findings, &mut open);
    dead::check(look, &order, &mut open);
    no_passage(look, &order, &mut findings);
    Checked { claims: look.corpus().claims().count(), findings, open }
}

/// Those without a name who died, and whom they may be.
pub(crate) fn perhaps_one(look: &Look<'_>, order: &Order) -> Vec<Unjudged> {
    let mut open = Vec::new();
    dead::check(look, order, &mut open);
    open
}

fn no_passage(look: &Look<'_>, order: &Order, findings: &mut Vec<Finding>) {
    let mut by_source: BTreeMap<Option<RecordId>, Vec<ClaimId>> = BTreeMap::new();
    for claim in look.corpus().claims() {
        if ending_of(look, claim.id) == Ending::Nowhere {
            let source = claim.source.map(|source| look.corpus().canonical(source));
            by_source.entry(source).or_default().push(claim.id);
        }
    }
    let mut found: Vec<Finding> = by_source
        .into_iter()
        .map(|(source, claims)| Finding {
            problem: Problem::NoPassage { source },
            claims: order.claims(look, claims),
        })
        .collect();
    found.sort_by_cached_key(|finding| match finding.problem {
        Problem::NoPassage { source: Some(source) } => Some(order.record_place(look, source)),
        _ => None,
    });
    findings.extend(found);
}

/// Sorts findings by the place of their first claim, then takes each only once.
fn take(look: &Look<'_>, order: &Order, findings: &mut Vec<Finding>, mut found: Vec<Finding>) {
    found.sort_by_cached_key(|finding| {
        let places = finding.claims.iter().map(|claim| order.claim_place(look, *claim));
        places.collect::<Vec<_>>()
    });
    found.dedup();
    findings.extend(found);
}

/// Sorts what is open by the place of its first claim, then takes each only once.
fn take_open(look: &Look<'_>, order: &Order, open: &mut Vec<Unjudged>, mut found: Vec<Unjudged>) {
    found.sort_by_cached_key(|one| {
        let places = one.claims.iter().map(|claim| order.claim_place(look, *claim));
        places.collect::<Vec<_>>()
    });
    found.dedup();
    open.extend(found);
}
