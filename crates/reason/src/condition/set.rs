//! What an operand can be, as a set of exact values, and how two such sets compare.
//!
//! A comparison of two sets is true if it is so of every two of their values, false if it is so of none.

use onus_model::id::{PropertyId, RecordId};
use onus_model::value::date::{DateTime, DayBounds};
use onus_model::value::{
    Count, Direction, Distance, Duration, End, Identities, Interval, Money, Relative, Sameness,
    TimeUnit, Value, When,
};
use rust_decimal::Decimal;

use super::meaning::Compare;
use super::truth::Truth;

const DAY: i64 = 86_400;

/// What an amount is an amount of. Two of different dimensions cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dimension {
    Number,
    Seconds,
    Months,
    Metres,
    Currency(String),
}

/// Which record's date, by which property.
pub(crate) type DateOf = (RecordId, PropertyId);

/// The date that another one is told from, and how many days later that one is, at least and at most.
pub(crate) type Anchor = (DateOf, (Option<i64>, Option<i64>));

/// A date as the days it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    /// The first day, as a number.
    pub(crate) low: Option<i64>,
    /// The last day.
    pub(crate) high: Option<i64>,
    /// Which record's date it is, by which property.
    pub(crate) of: Option<DateOf>,
    /// The date it is told from, and how many days later it is, at least and at most.
    pub(crate) anchor: Option<Anchor>,
    /// The moment, where the time of day is told.
    pub(crate) moment: Option<DateTime>,
}

/// The exact values that an operand can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    /// Any value.
    Anything,
    /// There is none.
    Nothing,
    /// Any value but those that these admit; or none, but where there is some.
    Except(Vec<Value>, bool),
    /// Any value of these; or none, but where there is some.
    Within(Vec<Set>, bool),
    /// An amount.
    Amount(Dimension, Interval<Decimal>),
    /// A date.
    Days(Days),
    /// A record, a term, or yes or no.
    One(Value),
    /// These, any of which will do.
    AnyOf(Vec<Set>),
    /// A value of a kind that is not compared here.
    Other,
}

impl Days {
    pub(crate) fn of_bounds(bounds: DayBounds) -> Self {
        let number = |day: Option<onus_model::value::date::Day>| day.map(|day| day.number());
        Self {
            low: number(bounds.earliest()),
            high: number(bounds.latest()),
            of: None,
            anchor: None,
            moment: None,
        }
    }

    /// The least and the most days from another date to this one.
    pub(crate) fn days_since(&self, other: &Self) -> (Option<i64>, Option<i64>) {
        if let Some((anchor, (least, most))) = &self.anchor
            && other.of.as_ref() == Some(anchor)
        {
            return (*least, *most);
        }
        if let Some((anchor, (least, most))) = &other.anchor
            && self.of.as_ref() == Some(anchor)
        {
            let back = |days: &Option<i64>| days.and_then(i64::checked_neg);
            return (back(most), back(least));
        }
        let apart = |end: Option<i64>, start: Option<i64>| end?.checked_sub(start?);
        (apart(self.low, other.high), apart(self.high, other.low))
    }

    /// The time from another date to this one: some moment of each day, or the moments told.
    pub(crate) fn time_since(&self, other: &Self) -> Set {
        if let (Some(own), Some(others)) = (&self.moment, &other.moment)
            && own.zone() == others.zone()
        {
            let (first, last) = seconds(own);
            let (other_first, other_last) = seconds(others);
            return span(first.checked_sub(other_last), last.checked_sub(other_first), true);
        }
        let (least, most) = self.days_since(other);
        let least = least.and_then(|days| days.checked_sub(1)?.checked_mul(DAY));
        let most = most.and_then(|days| days.checked_add(1)?.checked_mul(DAY));
        span(least, most, false)
    }

    /// So much later.
    pub(crate) fn shifted(&self, later: bool, by: &Interval<Decimal>) -> Self {
        let days = |end: Option<&End<Decimal>>, up: bool| {
            let days = end?.at.checked_div(Decimal::from(DAY))?;
            i64::try_from(if up { days.ceil() } else { days.floor() }).ok()
        };
        let (least, most) = (days(by.low(), false), days(by.high(), true));
        let (from, to) = match later {
            true => (least, most),
            false => (most.and_then(i64::checked_neg), least.and_then(i64::checked_neg)),
        };
        let moved = |end: Option<i64>, by: Option<i64>| end?.checked_add(by?);
        Self {
            low: moved(self.low, from),
            high: moved(self.high, to),
            of: None,
            anchor: None,
            moment: None,
        }
    }
}

/// The seconds of a moment on its own clock.
fn seconds(moment: &DateTime) -> (i64, i64) {
    let time = moment.time();
    let minute = moment.day().number().saturating_mul(DAY)
        + i64::from(time.hour()) * 3_600
        + i64::from(time.minute()) * 60;
    match time.second() {
        Some(second) => (minute + i64::from(second), minute + i64::from(second)),
        None => (minute, minute + 59),
    }
}

fn span(least: Option<i64>, most: Option<i64>, included: bool) -> Set {
    let end = |at: Option<i64>| at.map(|at| End { at: Decimal::from(at), included });
    Interval::new(end(least), end(most))
        .map_or(Set::Anything, |range| Set::Amount(Dimension::Seconds, range))
}

/// How many days later than its anchor a relative date is.
fn offset(relative: &Relative) -> (Option<i64>, Option<i64>) {
    let days = |at: Decimal, up: bool| {
        let days = at.checked_div(Decimal::from(DAY))?;
        i64::try_from(if up { days.ceil() } else { days.floor() }).ok()
    };
    let (least, most) = match relative.offset() {
        None => (Some(0), None),
        Some(offset) => match offset.in_seconds() {
            None => (Some(0), None),
            Some(range) => (
                range.low().map_or(Some(0), |end| days(end.at, false)),
                range.high().and_then(|end| days(end.at, true)),
            ),
        },
    };
    match relative.direction() {
        Direction::After => (least, most),
        Direction::Before => (most.and_then(i64::checked_neg), least.and_then(i64::checked_neg)),
    }
}

/// The date that a relative date is told from, by the record that stands for it.
pub(crate) fn anchor_of(when: &When, canonical: &dyn Fn(RecordId) -> RecordId) -> Option<Anchor> {
    match when {
        When::Calendar(_) => None,
        When::Relative(relative) => {
            Some(((canonical(relative.record()), relative.property().clone()), offset(relative)))
        }
    }
}

fn of_count(count: &Count) -> Set {
    let end = |at: u64| End { at: Decimal::from(at), included: true };
    Interval::new(Some(end(count.low())), count.high().map(end))
        .map_or(Set::Anything, |range| Set::Amount(Dimension::Number, range))
}

pub(crate) fn of_duration(duration: &Duration) -> Set {
    if let Some(months) = duration.in_months() {
        return Set::Amount(Dimension::Months, months);
    }
    duration.in_seconds().map_or(Set::Anything, |range| Set::Amount(Dimension::Seconds, range))
}

fn of_distance(distance: &Distance) -> Set {
    distance.in_metres().map_or(Set::Anything, |range| Set::Amount(Dimension::Metres, range))
}

fn of_money(money: &Money) -> Set {
    Set::Amount(Dimension::Currency(money.currency().to_owned()), *money.amount())
}

/// The exact values that a value admits, dates apart.
pub(crate) fn of_value(value: &Value) -> Set {
    match value {
        Value::Count(count) => of_count(count),
        Value::Duration(duration) => of_duration(duration),
        Value::Distance(distance) => of_distance(distance),
        Value::Money(money) => of_money(money),
        Value::Term(_) | Value::Ref(_) | Value::Flag(_) => Set::One(value.clone()),
        Value::Date(When::Calendar(date)) if date.is_qualified() => Set::Anything,
        Value::Date(When::Calendar(date)) => {
            Set::Days(Days { moment: date.date_time(), ..Days::of_bounds(date.bounds()) })
        }
        _ => Set::Other,
    }
}

impl Set {
    /// Whether it leaves just one exact value.
    pub(crate) fn is_exact(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Amount(_, range) => range.as_exact().is_some(),
            Self::Days(days) => days.low.is_some() && days.low == days.high,
            Self::One(_) => true,
            Self::Anything | Self::Except(..) | Self::Within(..) | Self::AnyOf(_) | Self::Other => {
                false
            }
        }
    }

    /// Any amount from nothing to this.
    pub(crate) fn up_to(&self) -> Self {
        match self {
            Self::Amount(dimension, range) => {
                let nothing = End { at: Decimal::ZERO, included: true };
                Interval::new(Some(nothing), range.high().copied())
                    .map_or(Self::Anything, |range| Self::Amount(dimension.clone(), range))
            }
            Self::Except(denied, some) => {
                let first = denied.iter().find_map(|value| match of_value(value) {
                    Self::Amount(dimension, _) => Some(dimension),
                    _ => None,
                });
                match first.and_then(|dimension| amounts_but(&dimension, denied)) {
                    Some(left) => Self::Within(left.iter().map(Self::up_to).collect(), *some),
                    None => Self::Anything,
                }
            }
            Self::Within(within, some) => {
                Self::Within(within.iter().map(Self::up_to).collect(), *some)
            }
            _ => Self::Anything,
        }
    }
}

/// Amounts of one dimension: months become seconds where the other is in seconds.
fn aligned(
    (first, one): (&Dimension, &Interval<Decimal>),
    (second, other): (&Dimension, &Interval<Decimal>),
) -> Option<(Interval<Decimal>, Interval<Decimal>)> {
    let seconds =
        |months: &Interval<Decimal>| Duration::new(*months, TimeUnit::Month)?.in_seconds();
    match (first, second) {
        _ if first == second => Some((*one, *other)),
        (Dimension::Months, Dimension::Seconds) => Some((seconds(one)?, *other)),
        (Dimension::Seconds, Dimension::Months) => Some((*one, seconds(other)?)),
        _ => None,
    }
}

fn compare_ranges(how: Compare, one: &Interval<Decimal>, other: &Interval<Decimal>) -> Truth {
    match how {
        Compare::Equal => {
            let exact = one.as_exact().is_some() && one.as_exact() == other.as_exact();
            Truth::of(exact, one.is_disjoint_from(other))
        }
        Compare::Less => Truth::of(is_less(one, other), is_at_most(other, one)),
        Compare::AtMost => Truth::of(is_at_most(one, other), is_less(other, one)),
    }
}

/// Whether every value of one range is less than every value of the other.
fn is_less(one: &Interval<Decimal>, other: &Interval<Decimal>) -> bool {
    match (one.high(), other.low()) {
        (Some(high), Some(low)) => {
            high.at < low.at || high.at == low.at && !(high.included && low.included)
        }
        _ => false,
    }
}

/// Whether no value of one range is more than any value of the other.
fn is_at_most(one: &Interval<Decimal>, other: &Interval<Decimal>) -> bool {
    matches!((one.high(), other.low()), (Some(high), Some(low)) if high.at <= low.at)
}

fn compare_days(how: Compare, one: &Days, other: &Days) -> Truth {
    // Days from the second to the first.
    let (least, most) = one.days_since(other);
    let (is_before, is_after) =
        (most.is_some_and(|most| most < 0), least.is_some_and(|least| least > 0));
    match how {
        Compare::Equal => Truth::of(least == Some(0) && most == Some(0), is_before || is_after),
        Compare::Less => Truth::of(is_before, least.is_some_and(|least| least >= 0)),
        Compare::AtMost => Truth::of(most.is_some_and(|most| most <= 0), is_after),
    }
}

/// Whether two exact values are equal.
fn compare_ones(
    one: &Value,
    other: &Value,
    identities: &dyn Identities,
    terms: &dyn Fn(&Value, &Value) -> Sameness,
) -> Truth {
    let sameness = match (one, other) {
        (Value::Ref(first), Value::Ref(second)) => match identities.records(*first, *second) {
            // A place in another is not that other.
            Sameness::Within | Sameness::Around => Sameness::Unknown,
            sameness => sameness,
        },
        (Value::Term(_), Value::Term(_)) => terms(one, other),
        (Value::Flag(first), Value::Flag(second)) => match first == second {
            true => Sameness::Same,
            false => Sameness::Distinct,
        },
        _ => Sameness::Unknown,
    };
    match sameness {
        // A kind of what is asked for is what is asked for.
        Sameness::Same | Sameness::Within => Truth::True,
        Sameness::Distinct => Truth::False,
        Sameness::Around | Sameness::Unknown => Truth::Unknown,
    }
}

/// What two ranges have in common.
fn meet(one: &Interval<Decimal>, other: &Interval<Decimal>) -> Option<Interval<Decimal>> {
    // Where two ends are at one place, the one that leaves it out is the tighter.
    let low = [one.low(), other.low()].into_iter().flatten();
    let low = low.max_by_key(|end| (end.at, !end.included)).copied();
    let high = [one.high(), other.high()].into_iter().flatten();
    let high = high.min_by_key(|end| (end.at, end.included)).copied();
    Interval::new(low, high)
}

/// What is left of some ranges of an amount where another is taken out. Numbers are whole.
fn without(
    dimension: &Dimension,
    left: Vec<Interval<Decimal>>,
    out: &Interval<Decimal>,
) -> Vec<Interval<Decimal>> {
    let beside = |end: &End<Decimal>, step: Decimal| match dimension {
        Dimension::Number if end.included => End { at: end.at + step, included: true },
        _ => End { at: end.at, included: !end.included },
    };
    let below = out.low().map(|low| (None, Some(beside(low, -Decimal::ONE))));
    let above = out.high().map(|high| (Some(beside(high, Decimal::ONE)), None));
    let parts = below.into_iter().chain(above);
    let parts: Vec<_> = parts.filter_map(|(low, high)| Interval::new(low, high)).collect();
    let pairs = left.iter().flat_map(|left| parts.iter().map(move |part| meet(left, part)));
    pairs.flatten().collect()
}

/// What an amount can be that is none of these; nothing where one of them cannot be set against the dimension.
fn amounts_but(dimension: &Dimension, denied: &[Value]) -> Option<Vec<Set>> {
    // No amount is less than nothing.
    let nothing = End { at: Decimal::ZERO, included: true };
    let mut left = vec![Interval::new(Some(nothing), None)?];
    for value in denied {
        if let Set::Amount(own, range) = of_value(value)
            && own == *dimension
        {
            left = without(dimension, left, &range);
        }
    }
    Some(left.into_iter().map(|range| Set::Amount(dimension.clone(), range)).collect())
}

/// What a date can be that is none of these.
fn days_but(denied: &[Value]) -> Vec<Set> {
    let mut left: Vec<(Option<i64>, Option<i64>)> = vec![(None, None)];
    for value in denied {
        let Set::Days(days) = of_value(value) else { continue };
        let before = days.low.and_then(|low| low.checked_sub(1));
        let after = days.high.and_then(|high| high.checked_add(1));
        let mut rest = Vec::new();
        for (low, high) in left {
            if let Some(before) = before {
                rest.push((low, Some(high.map_or(before, |high| high.min(before)))));
            }
            if let Some(after) = after {
                rest.push((Some(low.map_or(after, |low| low.max(after))), high));
            }
        }
        rest.retain(|(low, high)| low.zip(*high).is_none_or(|(low, high)| low <= high));
        left = rest;
    }
    let any = Days::of_bounds(DayBounds::UNBOUNDED);
    left.into_iter().map(|(low, high)| Set::Days(Days { low, high, ..any.clone() })).collect()
}

/// Compares with what is only known not to be some values: it is false where all that makes it true is denied, and true
/// where there is some value and all that makes it false is denied.
fn compare_except(
    how: Compare,
    (denied, some): (&[Value], bool),
    other: &Set,
    swapped: bool,
    known: &Known<'_>,
) -> Truth {
    let is_denied = |one: &Value| match (of_value(one), other) {
        (Set::One(_), Set::One(asked)) if how == Compare::Equal => {
            matches!(
                (one, asked),
                (Value::Term(_), Value::Term(_)) | (Value::Ref(_), Value::Ref(_))
            ) && compare_ones(asked, one, known.identities, known.terms) == Truth::True
        }
        _ => false,
    };
    if denied.iter().any(is_denied) {
        return Truth::False;
    }
    let first = denied.iter().map(of_value).find(|set| !matches!(set, Set::Anything | Set::Other));
    let left = match (first, other) {
        (Some(Set::Amount(dimension, _)), Set::Amount(..)) => amounts_but(&dimension, denied),
        (Some(Set::Days(_)), Set::Days(_)) => Some(days_but(denied)),
        _ => None,
    };
    match left {
        Some(left) => compare_within(how, (&left, some), other, swapped, known),
        None => Truth::Unknown,
    }
}

/// Compares with any of several sets, or with none of them where there may be none.
fn compare_within(
    how: Compare,
    (within, some): (&[Set], bool),
    other: &Set,
    swapped: bool,
    known: &Known<'_>,
) -> Truth {
    let all = |wanted: Truth| {
        within.iter().all(|own| match swapped {
            true => compare(how, other, own, known) == wanted,
            false => compare(how, own, other, known) == wanted,
        })
    };
    match (all(Truth::False), some && all(Truth::True)) {
        (true, _) => Truth::False,
        (false, true) => Truth::True,
        (false, false) => Truth::Unknown,
    }
}

/// How records and terms relate.
pub(crate) struct Known<'k> {
    pub(crate) identities: &'k dyn Identities,
    pub(crate) terms: &'k dyn Fn(&Value, &Value) -> Sameness,
}

/// Whether a comparison is so of every two values, of none, or of some.
pub(crate) fn compare(how: Compare, one: &Set, other: &Set, known: &Known<'_>) -> Truth {
    match (one, other) {
        (Set::Nothing, _) | (_, Set::Nothing) => Truth::False,
        (one, Set::AnyOf(sets)) => {
            let truths: Vec<Truth> = sets.iter().map(|set| compare(how, one, set, known)).collect();
            Truth::of(
                truths.contains(&Truth::True),
                truths.iter().all(|truth| *truth == Truth::False),
            )
        }
        (Set::Within(within, some), other) => {
            compare_within(how, (within, *some), other, false, known)
        }
        (one, Set::Within(within, some)) => compare_within(how, (within, *some), one, true, known),
        (Set::Except(denied, some), other) => {
            compare_except(how, (denied, *some), other, false, known)
        }
        (one, Set::Except(denied, some)) => compare_except(how, (denied, *some), one, true, known),
        (Set::Amount(first, own), Set::Amount(second, others)) => {
            match aligned((first, own), (second, others)) {
                Some((own, others)) => compare_ranges(how, &own, &others),
                None => Truth::Unknown,
            }
        }
        (Set::Days(own), Set::Days(others)) => compare_days(how, own, others),
        (Set::One(own), Set::One(others)) if how == Compare::Equal => {
            compare_ones(own, others, known.identities, known.terms)
        }
        _ => Truth::Unknown,
    }
}

/// The days that a date can be, in one stretch or several, and whether there may be none: nothing where it is no date.
pub(crate) fn stretches(set: &Set, of: Option<DateOf>) -> Option<(Vec<Days>, bool)> {
    match set {
        Set::Days(days) => Some((vec![days.clone()], false)),
        Set::Except(denied, some) => {
            let days = days_but(denied).into_iter().filter_map(|set| match set {
                Set::Days(days) => Some(Days { of: of.clone(), ..days }),
                _ => None,
            });
            Some((days.collect(), !some))
        }
        Set::Within(within, some) => {
            let days = within.iter().map(|set| match set {
                Set::Days(days) => Some(days.clone()),
                _ => None,
            });
            Some((days.collect::<Option<_>>()?, !some))
        }
        _ => None,
    }
}

/// Seconds of an amount of time.
pub(crate) fn in_seconds(set: &Set) -> Option<Interval<Decimal>> {
    match set {
        Set::Amount(Dimension::Seconds, range) => Some(*range),
        Set::Amount(Dimension::Months, range) => {
            Duration::new(*range, TimeUnit::Month)?.in_seconds()
        }
        _ => None,
    }
}
