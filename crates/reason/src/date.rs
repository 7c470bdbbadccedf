//! Dates of a record, on each account of them.
//!
//! A date told by another one ("two days before her release") follows its anchor and has as many
//! accounts as the anchor has. Claims of the team's own count here too, marked as such, since a timeline
//! without them would hide what the team knows.

use onus_case::Look;
use onus_model::claim::Stance;
use onus_model::corpus::{DateError, Voice};
use onus_model::id::{ClaimId, RecordId};
use onus_model::resolve::{Polarity, Resolution};
use onus_model::value::date::DayBounds;
use onus_model::value::{Extent, Held, Value, When};

use crate::order::Order;

/// A date on one account of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountOfDate {
    /// The value as it was told: a date, or a time over which something held.
    pub value: Value,
    /// The days it can be, from the earliest to the latest; of a state, from its first day to its last.
    pub bounds: DayBounds,
    /// Whether the date, or one it is told by, is qualified as uncertain or approximate.
    pub qualified: bool,
    /// Whether it is told by another date.
    pub relative: bool,
    /// Whose account it is.
    pub voices: Vec<Voice>,
    /// Whose accounts of the dates it is told by it combines.
    pub through: Vec<Voice>,
    /// Whether nobody but the team says so, or it rests on other claims.
    pub own: bool,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
}

/// Why a date cannot be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undated {
    /// The date it is told by is not known.
    AnchorUnknown,
    /// It sets no bound at all.
    NoBound,
    /// It is told in a circle, or over too many steps.
    Error(DateError),
}

/// A value that is or holds dates, with where it could not be followed.
pub(crate) type Accounts = (Vec<AccountOfDate>, Vec<(Value, Vec<ClaimId>, Undated)>);

/// Every account of a date property, in the order of time, and the values that give no date.
#[must_use]
pub(crate) fn accounts_of(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
    property: &str,
) -> Accounts {
    let key = (record, property.to_owned());
    order.dates.get_or(key, || work_out(look, order, record, property)).clone()
}

fn work_out(look: &Look<'_>, order: &Order, record: RecordId, property: &str) -> Accounts {
    let mut accounts = Vec::new();
    let mut undated = Vec::new();
    for resolution in look.resolve(record, property) {
        for position in &resolution.positions {
            let claims = claims_of(look, &resolution, &position.value);
            let said = !position.stated_by.is_empty();
            if !said && position.derived.is_empty() && position.annotations.is_empty() {
                continue;
            }
            let mut voices: Vec<Voice> = position.stated_by.iter().copied().collect();
            if !said {
                voices.extend(own_voices(&resolution, &position.value));
            }
            order.sort_voices(look, &mut voices);
            match follow(look, &position.value) {
                Ok(found) if found.is_empty() => {
                    let claims = order.claims(look, claims);
                    undated.push((position.value.clone(), claims, Undated::AnchorUnknown));
                }
                Ok(found) => {
                    for one in found {
                        let because = order.judgements(look, one.because);
                        let claims = order.claims(look, claims.iter().copied().chain(because));
                        if one.bounds == DayBounds::UNBOUNDED {
                            undated.push((position.value.clone(), claims, Undated::NoBound));
                            continue;
                        }
                        let through = order.voices(look, one.through);
                        accounts.push(AccountOfDate {
                            value: position.value.clone(),
                            bounds: one.bounds,
                            qualified: one.qualified,
                            relative: one.relative,
                            voices: voices.clone(),
                            through,
                            own: !said,
                            claims,
                        });
                    }
                }
                Err(error) => {
                    let claims = order.claims(look, claims);
                    undated.push((position.value.clone(), claims, Undated::Error(error)));
                }
            }
        }
    }
    accounts.sort_by_cached_key(|account| {
        let place = crate::order::day_place(&account.bounds);
        (place, order.value_key(look, &account.value), account.own, account.claims.len())
    });
    (accounts, undated)
}

/// The claims that carry an affirmed value of a resolution.
fn claims_of(look: &Look<'_>, resolution: &Resolution, value: &Value) -> Vec<ClaimId> {
    let mut claims = Vec::new();
    for line in &resolution.voices {
        for saying in line.current() {
            if saying.polarity == Polarity::Affirms && saying.value == *value {
                claims.extend(saying.claims.iter().copied());
                claims.extend(saying.answers.iter().flat_map(|answer| answer.because.clone()));
            }
        }
    }
    for own in resolution.derived.iter().chain(&resolution.annotations) {
        let says_so =
            look.corpus().claim(own.claim).is_some_and(|claim| claim.stance != Stance::Denies);
        if own.value == *value && says_so {
            claims.push(own.claim);
        }
    }
    claims
}

fn own_voices(resolution: &Resolution, value: &Value) -> Vec<Voice> {
    let own = resolution.derived.iter().chain(&resolution.annotations);
    own.filter(|own| own.value == *value && own.polarity == Polarity::Affirms)
        .map(|own| own.voice)
        .collect()
}

/// One way that a value can fall in time.
struct Followed {
    bounds: DayBounds,
    qualified: bool,
    relative: bool,
    through: Vec<Voice>,
    because: Vec<ClaimId>,
}

fn follow(look: &Look<'_>, value: &Value) -> Result<Vec<Followed>, DateError> {
    match value {
        Value::Date(when) => follow_when(look, when),
        Value::Held(held) => follow_held(look, held),
        _ => Ok(Vec::new()),
    }
}

fn follow_when(look: &Look<'_>, when: &When) -> Result<Vec<Followed>, DateError> {
    let relative = matches!(when, When::Relative(_));
    let dates = look.corpus().when(when)?;
    Ok(dates
        .into_iter()
        .map(|date| Followed {
            bounds: date.bounds,
            qualified: date.qualified,
            relative,
            through: date.voices.into_iter().flatten().collect(),
            because: date.because.into_iter().collect(),
        })
        .collect())
}

/// From the first day on some account to the last day on some account.
fn follow_held(look: &Look<'_>, held: &Held) -> Result<Vec<Followed>, DateError> {
    let end = |when: Option<&When>| match when {
        Some(when) => follow_when(look, when).map(Some),
        None => Ok(None),
    };
    let open = || {
        vec![Followed {
            bounds: DayBounds::UNBOUNDED,
            qualified: false,
            relative: false,
            through: Vec::new(),
            because: Vec::new(),
        }]
    };
    let (first, last) = (end(held.first())?, end(held.last())?);
    if first.is_none() && last.is_none() {
        return Ok(open());
    }
    let (first, last) = (first.unwrap_or_else(open), last.unwrap_or_else(open));
    let mut found = Vec::new();
    for start in &first {
        for finish in &last {
            let bounds = DayBounds::new(start.bounds.earliest(), finish.bounds.latest());
            found.push(Followed {
                bounds: bounds.unwrap_or(DayBounds::UNBOUNDED),
                qualified: start.qualified || finish.qualified,
                relative: start.relative || finish.relative,
                through: start.through.iter().chain(&finish.through).copied().collect(),
                because: start.because.iter().chain(&finish.because).copied().collect(),
            });
        }
    }
    Ok(found)
}

/// The days on which a state certainly held, on one account of its ends.
#[must_use]
pub(crate) fn certain_days(look: &Look<'_>, held: &Held) -> Option<DayBounds> {
    if held.extent() == Extent::Within {
        return None;
    }
    let only = |when: &When| match look.corpus().when(when) {
        Ok(dates) if dates.len() == 1 && !dates[0].qualified => Some(dates[0].bounds),
        _ => None,
    };
    let first = only(held.first()?)?.latest()?;
    let last = only(held.last()?)?.earliest()?;
    DayBounds::new(Some(first), Some(last))
}
