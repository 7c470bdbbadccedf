//! What is said, found or ruled not to have been done, and for how long.
//!
//! Only a claim makes a gap: somebody says that nobody was charged, or that only these were and nobody else; a member
//! looked somewhere until a day and found none; an organ ruled that there is none. The clock runs from the matter to
//! the day as of which that is said, or until which was searched. Where that day is not stated, it is the day on which
//! it was said. Nothing is concluded from what nobody says.

use std::collections::BTreeSet;

use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::value::date::DayBounds;
use onus_model::value::{Negative, Value, When};

use super::steps::Step;
use super::subject::Subject;
use super::{Days, Finder, Stage};
use crate::told::told_in;

/// On what ground a gap is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// Somebody says that there is none.
    Asserted,
    /// Somebody says that these are all, and so that there is no other.
    NoOther,
    /// A member looked for it and found none.
    Searched,
    /// An organ ruled that there is none.
    Decided,
}

/// A rung that somebody says, found or ruled is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The rung.
    pub stage: Stage,
    /// On what the claim is: the matter, or a proceeding about it.
    pub record: RecordId,
    /// Which property of that.
    pub property: PropertyId,
    /// Within what.
    pub scope: Vec<(PropertyId, Value)>,
    /// On what ground.
    pub ground: Ground,
    /// The claim's value.
    pub value: Value,
    /// Whose word it is.
    pub voices: Vec<Voice>,
    /// The day as of which it is said, or until which was searched.
    pub until: Option<DayBounds>,
    /// How many days that is after the matter, for each pair of accounts that differ.
    pub days: Vec<Days>,
    /// The claims: that there is none, and when the matter was.
    pub claims: Vec<ClaimId>,
}

/// Where a missing rung may be claimed: the property, and the rung.
const ON_MATTERS: [(&str, Stage); 7] = [
    ("complained", Stage::Complaint),
    ("reported", Stage::Registration),
    ("investigated-by", Stage::Inquiry),
    ("death-investigated-by", Stage::Inquiry),
    ("force-review", Stage::Inquiry),
    ("held-to-account", Stage::Decision),
    ("redress", Stage::Redress),
];

const ON_PROCEEDINGS: [(&str, Stage); 9] = [
    ("identified", Stage::Inquiry),
    ("suspected", Stage::Inquiry),
    ("charged", Stage::Charge),
    ("defendant", Stage::Trial),
    ("tried", Stage::Trial),
    ("convicted", Stage::Decision),
    ("acquitted", Stage::Decision),
    ("imprisoned", Stage::Decision),
    ("punished", Stage::Decision),
];

/// What is claimed to be missing about a matter.
pub(super) fn gaps(finder: &Finder<'_, '_>, subject: &Subject, steps: &[Step]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (property, stage) in ON_MATTERS {
        gaps.extend(on(finder, subject, subject.record, &[], property, stage));
    }
    let mut seen: BTreeSet<RecordId> = BTreeSet::new();
    for step in steps.iter().filter(|step| step.record_type.as_str() == "proceeding") {
        if seen.insert(step.record) {
            for (property, stage) in ON_PROCEEDINGS {
                gaps.extend(on(finder, subject, step.record, &step.ties, property, stage));
            }
        }
    }
    gaps.sort_by_cached_key(|gap| {
        let place = gap.claims.first().map(|claim| finder.order.claim_place(finder.look, *claim));
        (gap.stage, gap.property.clone(), place)
    });
    gaps
}

fn on(
    finder: &Finder<'_, '_>,
    subject: &Subject,
    record: RecordId,
    ties: &[ClaimId],
    property: &str,
    stage: Stage,
) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for resolution in finder.look.resolve(record, property) {
        for told in told_in(finder.look, finder.order, &resolution) {
            let ground = match &told.value {
                Value::Negative(Negative::Asserted) => Ground::Asserted,
                Value::Negative(Negative::Searched { .. }) => Ground::Searched,
                Value::Negative(Negative::Decided { .. }) => Ground::Decided,
                Value::ClosedSet(_) => Ground::NoOther,
                _ => continue,
            };
            let as_of = resolution.scope.iter().find_map(|(_, value)| match value {
                Value::Date(when) => Some(when.own_bounds()),
                _ => None,
            });
            let until = match &told.value {
                Value::Negative(Negative::Searched { until, .. }) => Some(until.bounds()),
                _ => as_of.or_else(|| said(finder, &told.claims)),
            };
            let until = until.filter(|bounds| *bounds != DayBounds::UNBOUNDED);
            let days = until.map_or(Vec::new(), |until| Days::from_each(&subject.dates, &[until]));
            let dated = if days.is_empty() { &[][..] } else { &subject.dates };
            let dated = dated.iter().flat_map(|date| date.claims.iter());
            let claims = told.claims.iter().chain(ties).chain(dated).copied();
            let scope = resolution.scope.iter();
            gaps.push(Gap {
                stage,
                record,
                property: resolution.property.clone(),
                scope: scope
                    .filter(|(_, value)| !finder.leaves_out(record, value))
                    .map(|(id, value)| (id.clone(), value.clone()))
                    .collect(),
                ground,
                voices: told.voices,
                until,
                days,
                claims: finder.claims(claims),
                value: told.value,
            });
        }
    }
    gaps
}

/// When claims were said: of several days the first in order, since later ones repeat it.
fn said(finder: &Finder<'_, '_>, claims: &[ClaimId]) -> Option<DayBounds> {
    let corpus = finder.look.corpus();
    claims.iter().find_map(|claim| corpus.claim(*claim)?.said.as_ref().map(When::own_bounds))
}
