//! The steps that were taken about a matter.
//!
//! A step belongs to a matter where somebody says so: a proceeding concerns it, a charge is about it, a decision rules
//! on it, or one of these is said to be part of another that does. What is said only of the event around it is shown
//! with the event.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::value::date::DayBounds;

use super::subject::Subject;
use super::{Days, Finder, Matter, Stage};
use crate::authority;
use crate::date::AccountOfDate;
use crate::order::day_place;
use crate::told::Told;

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The rung.
    pub stage: Stage,
    /// The statement, proceeding, charge, decision or measure; the matter itself for a date told of it.
    pub record: RecordId,
    /// Its type.
    pub record_type: TypeId,
    /// When, on each account.
    pub dates: Vec<AccountOfDate>,
    /// How many days after the matter, for each pair of accounts that differ.
    pub after: Vec<Days>,
    /// What is told of it, in the order in which it is read.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// Those it is taken against, where that is told.
    pub defendants: Vec<RecordId>,
    /// The claims that tie it to the matter.
    pub ties: Vec<ClaimId>,
    /// The claims it rests on: those that tie it to the matter, and those that tell of it.
    pub claims: Vec<ClaimId>,
}

/// Kinds of proceeding by rung; a proceeding may be on several.
const PROCEEDINGS: [(Stage, &[&str]); 5] = [
    (Stage::Complaint, &["complaint"]),
    (
        Stage::Inquiry,
        &[
            "criminal-investigation",
            "preliminary-inquiry",
            "internal-inquiry",
            "inquest",
            "commission",
            "international-inquiry",
            "monitoring",
        ],
    ),
    (Stage::Suspension, &["disciplinary"]),
    (Stage::Trial, &["trial"]),
    (Stage::Appeal, &["appeal", "cassation", "supervisory-review"]),
];

/// Stages that a proceeding or charge is said to be at, by rung.
const STAGES: [(Stage, &[&str]); 9] = [
    (Stage::Complaint, &["complaint"]),
    (Stage::Registration, &["registration"]),
    (Stage::Inquiry, &["inquiry"]),
    (Stage::Suspension, &["suspension"]),
    (Stage::Charge, &["charge"]),
    (Stage::Trial, &["trial"]),
    (Stage::Decision, &["verdict", "sentence"]),
    (Stage::Appeal, &["appeal", "cassation"]),
    (Stage::Redress, &["redress"]),
];

/// Kinds of measure by rung.
const MEASURES: [(Stage, &[&str]); 2] =
    [(Stage::Suspension, &["discipline", "dismissal"]), (Stage::Redress, &["redress"])];

/// Kinds of statement by rung, for what the authorities only announced.
const ANNOUNCED: [(Stage, &[&str]); 3] = [
    (Stage::Inquiry, &["opened-inquiry"]),
    (Stage::Suspension, &["discipline"]),
    (Stage::Redress, &["redress"]),
];

const HIGHER: &[&str] = &["appeal", "cassation", "supervisory"];

/// Records with the claims that tie them to a matter.
pub(super) type Ties = BTreeMap<RecordId, BTreeSet<ClaimId>>;

fn tie(ties: &mut Ties, found: Vec<(RecordId, Told)>, through: &BTreeSet<ClaimId>) {
    for (record, told) in found {
        ties.entry(record).or_default().extend(told.claims.iter().chain(through));
    }
}

/// What is said to be done about a matter, by the type and the property that say so.
const ABOUT: [(&str, &str); 5] = [
    ("proceeding", "concerns"),
    ("charge", "about"),
    ("charge", "victim"),
    ("decision", "rules-on"),
    ("measure", "concerns"),
];

/// Properties of a matter that name what was done about it.
const DONE_BY: [&str; 4] = ["investigated-by", "death-investigated-by", "force-review", "redress"];

/// What is part of a step or decides on it: the type of the step, then the type and property that say so.
const PARTS: [(&str, &str, &str); 8] = [
    ("proceeding", "proceeding", "step-of"),
    ("proceeding", "proceeding", "concerns"),
    ("proceeding", "charge", "in"),
    ("proceeding", "decision", "in"),
    ("proceeding", "decision", "rules-on"),
    ("charge", "decision", "charge"),
    ("decision", "decision", "changes"),
    ("decision", "decision", "upholds"),
];

/// Everything that was done about a matter. What is reached in several ways is tied by the shortest, and by all of these.
fn done(finder: &Finder<'_, '_>, subject: &Subject) -> Ties {
    let (record, nothing) = (subject.record, BTreeSet::new());
    let mut newest = Ties::new();
    for (record_type, property) in ABOUT {
        tie(&mut newest, finder.referring(record, record_type, property), &nothing);
    }
    for property in DONE_BY {
        let mut by = finder.refs(record, property);
        by.retain(|(other, _)| {
            finder.type_of(*other).is_some_and(|one| one.as_str() != "statement")
        });
        tie(&mut newest, by, &nothing);
    }
    let mut all = Ties::new();
    while !newest.is_empty() {
        all.extend(newest.iter().map(|(record, claims)| (*record, claims.clone())));
        let mut next = Ties::new();
        for (step, through) in &newest {
            for (of, record_type, property) in PARTS {
                if finder.is_type(*step, of) {
                    tie(&mut next, finder.referring(*step, record_type, property), through);
                }
            }
            if finder.is_type(*step, "charge") {
                tie(&mut next, finder.refs(*step, "in"), through);
            }
        }
        next.retain(|record, _| !all.contains_key(record));
        newest = next;
    }
    all
}

/// The rungs that terms put something on.
fn rungs(
    finder: &Finder<'_, '_>,
    record: RecordId,
    property: &str,
    table: &[(Stage, &[&str])],
) -> BTreeSet<Stage> {
    let on = table.iter().filter(|(_, terms)| finder.has_term(record, property, terms));
    on.map(|(stage, _)| *stage).collect()
}

/// The rungs that a step is on.
fn rungs_of(finder: &Finder<'_, '_>, record: RecordId) -> BTreeSet<Stage> {
    let mut on = BTreeSet::new();
    match finder.type_of(record).map_or("", |known| known.as_str()) {
        "proceeding" => {
            on = rungs(finder, record, "kind", &PROCEEDINGS);
            on.extend(rungs(finder, record, "stage", &STAGES));
            // What looks into a matter without more being told of it.
            if on.is_empty() && finder.told(record, "kind").is_empty() {
                on.insert(Stage::Inquiry);
            }
        }
        "charge" => {
            on.insert(Stage::Charge);
        }
        "decision" => {
            let is_higher = finder.has_term(record, "instance", HIGHER)
                || ["changes", "upholds"].iter().any(|one| !finder.told(record, one).is_empty());
            on.insert(if is_higher { Stage::Appeal } else { Stage::Decision });
        }
        "measure" => on = rungs(finder, record, "kind", &MEASURES),
        _ => {}
    }
    on
}

/// The steps about a matter, by rung, then in order of time.
pub(super) fn steps(finder: &Finder<'_, '_>, subject: &Subject) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |stage, record, ties: &BTreeSet<ClaimId>| {
        steps.extend(step(finder, subject, stage, record, ties));
    };
    for (record, ties) in done(finder, subject) {
        for stage in rungs_of(finder, record) {
            add(stage, record, &ties);
        }
    }
    for (statement, ties) in statements(finder, subject) {
        if authority::is_official(finder.look, finder.order, statement) {
            for stage in rungs(finder, statement, "kind", &ANNOUNCED) {
                add(stage, statement, &ties);
            }
        } else if finder.has_term(statement, "kind", &["testimony"]) {
            add(Stage::Allegation, statement, &ties);
        }
    }
    steps.extend(own_dates(finder, subject));
    steps.sort_by_cached_key(|step| {
        let days = step.dates.first().map_or(DayBounds::UNBOUNDED, |date| date.bounds);
        let undated = step.dates.is_empty();
        let place = finder.order.record_place(finder.look, step.record);
        (step.stage, undated, day_place(&days), step.record_type.clone(), place)
    });
    steps
}

/// Statements about a matter, or that answer a claim on it.
pub(super) fn statements(finder: &Finder<'_, '_>, subject: &Subject) -> Ties {
    let mut ties = Ties::new();
    tie(&mut ties, finder.referring(subject.record, "statement", "about"), &BTreeSet::new());
    let corpus = finder.look.corpus();
    let properties: Vec<&str> = corpus.properties_of(subject.record).collect();
    let own = properties.iter().flat_map(|one| corpus.claims_on(subject.record, one).iter());
    for claim in own {
        for answer in corpus.answers_to(claim.id) {
            let all = answer.because.iter().copied().chain([claim.id]);
            ties.entry(corpus.canonical(answer.statement)).or_default().extend(all);
        }
    }
    ties
}

/// The rungs whose date is told of the matter itself.
fn own_dates(finder: &Finder<'_, '_>, subject: &Subject) -> Vec<Step> {
    let mut steps = Vec::new();
    if subject.matter != Matter::Act {
        return steps;
    }
    let Some(kind) = finder.type_of(subject.record) else { return steps };
    let dates = finder.dates(subject.record, &["complained"]);
    if !dates.is_empty() {
        let claims = finder.claims(dates.iter().flat_map(|date| date.claims.iter().copied()));
        steps.push(Step {
            stage: Stage::Complaint,
            record: subject.record,
            record_type: kind.clone(),
            after: days_after(subject, &dates),
            dates,
            slots: Vec::new(),
            defendants: Vec::new(),
            ties: Vec::new(),
            claims,
        });
    }
    steps
}

fn days_after(subject: &Subject, dates: &[AccountOfDate]) -> Vec<Days> {
    let bounds: Vec<DayBounds> = dates.iter().map(|date| date.bounds).collect();
    Days::from_each(&subject.dates, &bounds)
}

/// What is told of each type of step, and its dates.
fn shape(record_type: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match record_type {
        "proceeding" => (
            &["opened", "closed"],
            &[
                "kind",
                "conducted-by",
                "ordered-by",
                "court",
                "outcome",
                "finding",
                "times",
                "access",
            ],
        ),
        "charge" => (
            &["brought"],
            &["who", "offence", "provision", "by", "stage", "announced-only", "withdrawn"],
        ),
        "decision" => (
            &["date"],
            &[
                "court",
                "instance",
                "defendant",
                "outcome",
                "offence",
                "sentence",
                "sentence-kind",
                "sentence-state",
                "times",
                "contested-by",
                "objection",
            ],
        ),
        "measure" => (&["adopted", "in-force"], &["kind", "by", "content"]),
        _ => (&["when"], &["by", "kind", "content", "on-oath", "known-through"]),
    }
}

/// Properties that name those a step is taken against.
fn against(record_type: &str) -> &'static [&'static str] {
    match record_type {
        "charge" => &["who"],
        "decision" => &["defendant"],
        "proceeding" => {
            &["defendant", "suspected", "charged", "tried", "convicted", "acquitted", "punished"]
        }
        _ => &[],
    }
}

fn step(
    finder: &Finder<'_, '_>,
    subject: &Subject,
    stage: Stage,
    record: RecordId,
    ties: &BTreeSet<ClaimId>,
) -> Option<Step> {
    let record_type = finder.type_of(record)?.clone();
    let (dates, slots) = shape(record_type.as_str());
    let dates = finder.dates(record, dates);
    let slots = finder.slots(record, slots);
    let mut defendants = Vec::new();
    let mut claims: BTreeSet<ClaimId> = ties.clone();
    for property in against(record_type.as_str()) {
        for (who, told) in finder.refs(record, property) {
            defendants.push(who);
            claims.extend(told.claims);
        }
    }
    claims.extend(dates.iter().flat_map(|date| date.claims.iter().copied()));
    let told = slots.iter().flat_map(|(_, told)| told);
    claims.extend(told.flat_map(|told| told.claims.iter().copied()));
    Some(Step {
        stage,
        record,
        after: days_after(subject, &dates),
        dates,
        slots,
        defendants: finder.order.records(finder.look, defendants),
        ties: finder.claims(ties.iter().copied()),
        claims: finder.claims(claims),
        record_type,
    })
}
