//! Measured amounts with bounds: durations, distances, sums of money.
//!
//! An amount keeps the unit it was told in ("nearly three years" stays in years) and is converted only
//! to be compared. Years and months are calendar units: three years are 36 months, but between 1095
//! and 1096 days, so that a comparison across the two families is made on the widest reading and may
//! not be settled.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::interval::{self, End, Interval};
use super::{Comparison, Kind, ValueError};

/// Reads bounds on an amount that cannot be negative, closing an absent lower end at zero.
fn parse_amount(text: &str) -> Result<Interval<Decimal>, String> {
    let range: Interval<Decimal> = interval::parse(text.trim())?;
    let zero = End { at: Decimal::ZERO, included: true };
    let low = range.low().copied().unwrap_or(zero);
    if low.at < Decimal::ZERO {
        return Err("an amount cannot be below zero".to_owned());
    }
    let plain = |end: End<Decimal>| End { at: end.at.normalize(), included: end.included };
    Interval::new(Some(plain(low)), range.high().copied().map(plain))
        .ok_or_else(|| "nothing lies between its two ends".to_owned())
}

/// Prints bounds on an amount, leaving out a lower end that only says "not negative".
fn print_amount(range: &Interval<Decimal>) -> String {
    let low = range.low().filter(|low| !low.included || !low.at.is_zero()).copied();
    match Interval::new(low, range.high().copied()) {
        Some(printed) if range.as_exact().is_none() => printed.to_string(),
        _ => range.to_string(),
    }
}

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal / $plural:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every unit, from the smallest.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The unit's word in canonical text, in the plural.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $plural),+ }
            }

            fn read(text: &str) -> Option<Self> {
                match text { $($word | $plural => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

unit!(
    /// A unit of time.
    TimeUnit {
        /// 1 s.
        Second = "second" / "seconds",
        /// 60 s.
        Minute = "minute" / "minutes",
        /// 3 600 s.
        Hour = "hour" / "hours",
        /// 24 hours.
        Day = "day" / "days",
        /// Seven days.
        Week = "week" / "weeks",
        /// A calendar month, 28 to 31 days.
        Month = "month" / "months",
        /// Twelve calendar months.
        Year = "year" / "years",
    }
);

unit!(
    /// A unit of length.
    LengthUnit {
        /// The metre.
        Metre = "metre" / "metres",
        /// 1 000 m.
        Kilometre = "kilometre" / "kilometres",
        /// The international mile, 1 609.344 m.
        Mile = "mile" / "miles",
    }
);

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    amount: Interval<Decimal>,
    unit: TimeUnit,
}

/// A length of time in the family of its unit: whole calendar months, or seconds.
enum Measured {
    Months(Interval<Decimal>),
    Seconds(Interval<Decimal>),
}

impl Duration {
    /// The duration of an amount of units; `None` when the amount may be negative.
    #[must_use]
    pub fn new(amount: Interval<Decimal>, unit: TimeUnit) -> Option<Self> {
        parse_amount(&amount.to_string()).ok().map(|amount| Self { amount, unit })
    }

    /// Bounds on the number of units.
    #[must_use]
    pub fn amount(&self) -> &Interval<Decimal> {
        &self.amount
    }

    /// The unit the amount is told in.
    #[must_use]
    pub fn unit(&self) -> TimeUnit {
        self.unit
    }

    fn measured(&self) -> Option<Measured> {
        let times = |factor: u32| self.amount.map(|amount| amount.checked_mul(factor.into()));
        Some(match self.unit {
            TimeUnit::Second => Measured::Seconds(self.amount),
            TimeUnit::Minute => Measured::Seconds(times(60)?),
            TimeUnit::Hour => Measured::Seconds(times(3_600)?),
            TimeUnit::Day => Measured::Seconds(times(86_400)?),
            TimeUnit::Week => Measured::Seconds(times(604_800)?),
            TimeUnit::Month => Measured::Months(self.amount),
            TimeUnit::Year => Measured::Months(times(12)?),
        })
    }

    /// Bounds in seconds, months on their widest reading; `None` when it is too large to convert.
    #[must_use]
    pub fn in_seconds(&self) -> Option<Interval<Decimal>> {
        match self.measured()? {
            Measured::Seconds(seconds) => Some(seconds),
            Measured::Months(months) => seconds_of_months(&months),
        }
    }

    /// Bounds in calendar months, where it is told in months or years.
    #[must_use]
    pub fn in_months(&self) -> Option<Interval<Decimal>> {
        match self.measured()? {
            Measured::Seconds(_) => None,
            Measured::Months(months) => Some(months),
        }
    }

    /// Whether this duration entails or conflicts with `other`.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        if self.unit == other.unit {
            return self.amount.compare(&other.amount);
        }
        let (Some(own), Some(others)) = (self.measured(), other.measured()) else {
            return Comparison::CannotTell;
        };
        match (own, others) {
            (Measured::Months(own), Measured::Months(others))
            | (Measured::Seconds(own), Measured::Seconds(others)) => own.compare(&others),
            (Measured::Months(own), Measured::Seconds(others)) => {
                seconds_of_months(&own).map_or(Comparison::CannotTell, |own| own.compare(&others))
            }
            (Measured::Seconds(own), Measured::Months(others)) => {
                // Days entail months only when even the months' narrowest reading holds them.
                let disjoint =
                    seconds_of_months(&others).is_some_and(|others| own.is_disjoint_from(&others));
                let inside = narrowest_seconds_of_months(&others)
                    .is_some_and(|others| own.is_subset_of(&others));
                Comparison::of_sets(inside, disjoint)
            }
        }
    }
}

/// The fewest and the most days that `months` consecutive calendar months can have.
fn days_in_months(months: u64) -> (u64, u64) {
    const WITHIN_A_YEAR: [(u64, u64); 12] = [
        (0, 0),
        (28, 31),
        (59, 62),
        (89, 92),
        (120, 123),
        (150, 153),
        (181, 184),
        (212, 215),
        (242, 245),
        (273, 276),
        (303, 306),
        (334, 337),
    ];
    let (years, rest) = (months / 12, (months % 12) as usize);
    // 97 leap days in each 400 years; in what is left, a leap day every fourth year save a century's.
    let (cycles, left) = (years / 400, years % 400);
    let fewest = if left < 8 { 0 } else { left / 4 - 1 - left / 100 };
    let most = left.div_ceil(4);
    let days = 365 * years + 97 * cycles;
    (days + fewest + WITHIN_A_YEAR[rest].0, days + most + WITHIN_A_YEAR[rest].1)
}

/// More months than any history has; larger amounts are not converted.
const MOST_MONTHS: u64 = 12_000_000;

fn whole_months(months: Decimal) -> Option<u64> {
    u64::try_from(months).ok().filter(|&months| months <= MOST_MONTHS)
}

fn days_to_seconds(days: u64) -> Decimal {
    Decimal::from(days * 86_400)
}

/// The widest range of seconds that a range of months can mean.
fn seconds_of_months(months: &Interval<Decimal>) -> Option<Interval<Decimal>> {
    let low = match months.low() {
        Some(end) => {
            let (fewest, _) = days_in_months(whole_months(end.at.floor())?);
            Some(End { at: days_to_seconds(fewest), included: true })
        }
        None => None,
    };
    let high = match months.high() {
        Some(end) => {
            let (_, most) = days_in_months(whole_months(end.at.ceil())?);
            Some(End { at: days_to_seconds(most), included: true })
        }
        None => None,
    };
    Interval::new(low, high)
}

/// The range of seconds that a range of months holds however its months fall.
fn narrowest_seconds_of_months(months: &Interval<Decimal>) -> Option<Interval<Decimal>> {
    let low = match months.low() {
        Some(end) if end.at.is_zero() => Some(*end),
        Some(end) => {
            let (_, most) = days_in_months(whole_months(end.at.ceil())?);
            Some(End { at: days_to_seconds(most), included: false })
        }
        None => None,
    };
    let high = match months.high() {
        Some(end) => {
            let (fewest, _) = days_in_months(whole_months(end.at.floor())?);
            Some(End { at: days_to_seconds(fewest), included: false })
        }
        None => None,
    };
    Interval::new(low, high)
}

/// A length of way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Distance {
    amount: Interval<Decimal>,
    unit: LengthUnit,
}

impl Distance {
    /// Bounds on the number of units.
    #[must_use]
    pub fn amount(&self) -> &Interval<Decimal> {
        &self.amount
    }

    /// The unit the amount is told in.
    #[must_use]
    pub fn unit(&self) -> LengthUnit {
        self.unit
    }

    /// The distance in metres; `None` when it is too large to convert exactly.
    #[must_use]
    pub fn in_metres(&self) -> Option<Interval<Decimal>> {
        let factor = match self.unit {
            LengthUnit::Metre => Decimal::ONE,
            LengthUnit::Kilometre => Decimal::ONE_THOUSAND,
            LengthUnit::Mile => Decimal::new(1_609_344, 3),
        };
        self.amount.map(|amount| amount.checked_mul(factor))
    }

    /// Whether this distance entails or conflicts with `other`.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        match (self.in_metres(), other.in_metres()) {
            (Some(own), Some(others)) => own.compare(&others),
            _ => Comparison::CannotTell,
        }
    }
}

/// A sum of money.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Interval<Decimal>,
    currency: String,
}

impl Money {
    /// Bounds on the amount.
    #[must_use]
    pub fn amount(&self) -> &Interval<Decimal> {
        &self.amount
    }

    /// The currency's ISO 4217 code.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// Whether this sum entails or conflicts with `other`; sums in two currencies cannot be told.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        if self.currency == other.currency {
            self.amount.compare(&other.amount)
        } else {
            Comparison::CannotTell
        }
    }
}

/// Splits `>=3 years` into its amount and its unit.
fn split_unit(text: &str) -> (&str, &str) {
    text.trim().rsplit_once(' ').map_or((text, ""), |(amount, unit)| (amount.trim(), unit))
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", print_amount(&self.amount), self.unit.word())
    }
}

impl FromStr for Duration {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(
                Kind::Duration,
                text,
                format!("{reason}; write 5 years, <3 years, >=48 hours or 5..7 days"),
            )
        };
        let (amount, unit) = split_unit(text);
        let unit = TimeUnit::read(unit).ok_or_else(|| {
            error("the unit is missing: seconds, minutes, hours, days, weeks, months or years")
        })?;
        let amount = parse_amount(amount).map_err(|reason| error(&reason))?;
        Ok(Self { amount, unit })
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", print_amount(&self.amount), self.unit.word())
    }
}

impl FromStr for Distance {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(
                Kind::Distance,
                text,
                format!("{reason}; write 300 metres, >1000 miles or 2..3 kilometres"),
            )
        };
        let (amount, unit) = split_unit(text);
        let unit = LengthUnit::read(unit)
            .ok_or_else(|| error("the unit is missing: metres, kilometres or miles"))?;
        let amount = parse_amount(amount).map_err(|reason| error(&reason))?;
        Ok(Self { amount, unit })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", print_amount(&self.amount), self.currency)
    }
}

impl FromStr for Money {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(Kind::Money, text, format!("{reason}; write 2000 KZT or >=500 EUR"))
        };
        let (amount, currency) = split_unit(text);
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(error("the currency's three capital letters are missing"));
        }
        let amount = parse_amount(amount).map_err(|reason| error(&reason))?;
        Ok(Self { amount, currency: currency.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::date::Day;

    #[test]
    fn days_in_months_bounds_hold_for_every_start() {
        let start_of = |month: i64| {
            Day::from_civil(1600 + month.div_euclid(12), (month.rem_euclid(12) + 1) as u8, 1)
                .expect("the first of a month exists")
        };
        for months in (0..120).chain([399, 400, 1199, 1200, 2399, 3600, 4799, 4800, 4812]) {
            let (fewest, most) = days_in_months(months as u64);
            for start in 0..4800 {
                let days = start_of(start).days_until(start_of(start + months)) as u64;
                assert!(
                    (fewest..=most).contains(&days),
                    "{months} months from month {start} are {days} days, not {fewest} to {most}"
                );
            }
        }
    }

    #[test]
    fn three_years_are_not_a_number_of_days() {
        let read = |text: &str| text.parse::<Duration>().expect(text);
        assert_eq!(read("36 months").compare(&read("3 years")), Comparison::Entails);
        assert_eq!(read("1095 days").compare(&read("3 years")), Comparison::CannotTell);
        assert_eq!(read("<3 years").compare(&read(">15 days")), Comparison::CannotTell);
        assert_eq!(read("15 days").compare(&read("<3 years")), Comparison::Entails);
        assert_eq!(read("3 years").compare(&read(">15 days")), Comparison::Entails);
        assert_eq!(read("2 days").compare(&read("3 months")), Comparison::Conflicts);
        assert_eq!(read("48 hours").compare(&read("2 days")), Comparison::Entails);
    }
}
