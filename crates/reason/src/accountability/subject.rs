//! The acts, events and deaths of a case, and what each of them is a part of.

use std::collections::BTreeSet;

use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::Value;

use super::steps::Step;
use super::{Finder, Matter};
use crate::date::AccountOfDate;
use crate::told::Told;

/// What tells that each of them happened.
const TELLS: [(Matter, &str, &[&str]); 3] = [
    (Matter::Event, "event", &["kind", "summary"]),
    (Matter::Act, "act", &["conduct", "against", "harm", "weapon", "undisclosed"]),
    (Matter::Death, "person", &["died", "killed-in", "cause-of-death", "manner-of-death"]),
];

/// Kinds of event that are somebody's conduct towards somebody, or in which people come to harm; a hearing or a visit
/// is no matter to answer for unless something is claimed to have been done about it.
const HARMLESS: &[&str] = &["hearing", "visit", "meeting", "ceremony", "hunger-strike", "strike"];

/// One of them, with what it lies in.
pub(super) struct Subject {
    pub(super) record: RecordId,
    pub(super) matter: Matter,
    pub(super) dates: Vec<AccountOfDate>,
    pub(super) told_by: Vec<Voice>,
    pub(super) claims: Vec<ClaimId>,
    pub(super) part_of: Vec<RecordId>,
    /// Custodies in which it is said to have happened, each with the claims that say so.
    pub(super) custodies: Vec<(RecordId, Vec<ClaimId>)>,
    /// The acts that it is: the act itself, or those against the person who died, or those during the event.
    pub(super) acts: Vec<RecordId>,
}

/// Whether a record is a matter to answer for, and of which kind.
pub(super) fn matter_of(finder: &Finder<'_, '_>, record: RecordId) -> Option<Matter> {
    let known = finder.type_of(record)?;
    let (matter, _, tells) = TELLS.iter().find(|(_, kind, _)| *kind == known.as_str())?;
    let told = tells.iter().any(|property| !finder.told(record, property).is_empty())
        || (*matter == Matter::Act
            && !finder.referring(record, "characterisation", "of").is_empty());
    let harmless = *matter == Matter::Event
        && finder.has_term(record, "kind", HARMLESS)
        && !finder.told(record, "kind").iter().any(
            |told| !matches!(&told.value, Value::Term(term) if HARMLESS.contains(&term.term())),
        );
    (told && !harmless).then_some(*matter)
}

impl Subject {
    pub(super) fn of(finder: &Finder<'_, '_>, matter: Matter, record: RecordId) -> Self {
        let tells = TELLS.iter().find(|(known, ..)| *known == matter);
        let tells = tells.map_or(&[][..], |(_, _, tells)| tells);
        let mut told: Vec<Told> =
            tells.iter().flat_map(|property| finder.told(record, property)).collect();
        for (one, of) in finder.referring(record, "characterisation", "of") {
            if matter == Matter::Act {
                told.extend(finder.told(one, "as"));
                told.push(of);
            }
        }
        let voices = told.iter().flat_map(|told| told.voices.iter().copied());
        let claims = told.iter().flat_map(|told| told.claims.iter().copied());
        let (around, custodies) = around(finder, matter, record);
        let acts = match matter {
            Matter::Act => vec![record],
            Matter::Death => {
                finder.referring(record, "act", "against").into_iter().map(|(act, _)| act).collect()
            }
            Matter::Event => {
                finder.referring(record, "act", "during").into_iter().map(|(act, _)| act).collect()
            }
        };
        let dates = dates(finder, matter, record, &around);
        Self {
            record,
            matter,
            dates,
            told_by: finder.order.voices(finder.look, voices),
            claims: finder.claims(claims),
            part_of: finder.order.records(finder.look, around),
            custodies,
            acts,
        }
    }
}

/// Events, custodies and acts of which a matter is said to be a part.
type Around = (BTreeSet<RecordId>, Vec<(RecordId, Vec<ClaimId>)>);

/// Of what a matter is said to be a part; the custodies among it with the claims that say so.
pub(super) fn around(finder: &Finder<'_, '_>, matter: Matter, record: RecordId) -> Around {
    let mut around: BTreeSet<RecordId> = BTreeSet::new();
    let mut custodies = Vec::new();
    let property = if matter == Matter::Death { "killed-in" } else { "during" };
    if matter != Matter::Event {
        for (other, told) in finder.refs(record, property) {
            around.insert(other);
            if finder.is_type(other, "custody") {
                custodies.push((other, told.claims));
            }
        }
    }
    for (other, _) in finder.referring(record, "event", "contains") {
        around.insert(other);
    }
    if matter == Matter::Death {
        for (other, told) in finder.referring(record, "custody", "who") {
            if !custodies.iter().any(|(known, _)| *known == other) {
                custodies.push((other, told.claims));
            }
        }
    }
    (around, custodies)
}

/// When it happened, on each account.
pub(super) fn dates(
    finder: &Finder<'_, '_>,
    matter: Matter,
    record: RecordId,
    around: &BTreeSet<RecordId>,
) -> Vec<AccountOfDate> {
    let dates: &[&str] = match matter {
        Matter::Event => &["when", "began"],
        Matter::Act => &["when"],
        Matter::Death => &["died"],
    };
    let mut dates = finder.dates(record, dates);
    // An act without a date of its own happened when what it was part of did.
    if dates.is_empty() && matter == Matter::Act {
        let from = finder.order.records(finder.look, around.iter().copied());
        let from = from.into_iter().filter(|around| finder.is_type(*around, "event"));
        dates = from
            .map(|around| finder.dates(around, &["when", "began"]))
            .find(|dates| !dates.is_empty())
            .unwrap_or_default();
        let says_so: Vec<ClaimId> =
            finder.told(record, "during").into_iter().flat_map(|told| told.claims).collect();
        for date in &mut dates {
            date.claims = finder.claims(date.claims.iter().chain(&says_so).copied());
        }
    }
    dates
}

/// Concerns that somebody raises about how it was dealt with: on the matter itself, on the proceedings and charges.
pub(super) fn concerns(
    finder: &Finder<'_, '_>,
    subject: &Subject,
    steps: &[Step],
) -> Vec<(RecordId, Told)> {
    let mut of = vec![subject.record];
    for step in steps {
        if !of.contains(&step.record) {
            of.push(step.record);
        }
    }
    of.into_iter()
        .flat_map(|record| {
            finder.told(record, "concern").into_iter().map(move |told| (record, told))
        })
        .collect()
}
