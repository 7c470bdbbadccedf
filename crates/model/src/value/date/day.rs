//! Days of the proleptic Gregorian calendar, counted exactly.

use std::fmt;

/// The largest year, and the smallest when negated: a million million.
///
/// Every day of these years, and every difference between two of them, fits an `i64` with room to spare.
pub const MAX_YEAR: i64 = 1_000_000_000_000;

/// Days from 0001-01-01 to 1970-01-01.
const EPOCH: i64 = 719_162;
/// Days in 400 years, after which the calendar repeats.
const DAYS_PER_CYCLE: i64 = 146_097;
const FIRST: i64 = first_of_year(-MAX_YEAR);
const LAST: i64 = first_of_year(MAX_YEAR + 1) - 1;

/// A day, by its number in the proleptic Gregorian calendar: 0 is 1970-01-01.
///
/// The calendar is carried back before 1582 and has a year 0 (1 BC), as in ISO 8601. Years run from
/// −[`MAX_YEAR`] to [`MAX_YEAR`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// The first day there is.
    pub const MIN: Self = Self(FIRST);
    /// The last day there is.
    pub const MAX: Self = Self(LAST);

    /// The day with this number; `None` outside the supported years.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        (FIRST..=LAST).contains(&number).then_some(Self(number))
    }

    /// The number of the day: days since 1970-01-01, negative before it.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The day with this date; `None` when the calendar has no such day or the year is out of range.
    #[must_use]
    pub fn from_civil(year: i64, month: u8, day: u8) -> Option<Self> {
        let valid = (-MAX_YEAR..=MAX_YEAR).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        valid.then(|| Self::of_valid(year, month, day))
    }

    /// The day with this date, known to be in the calendar and the supported years.
    pub(super) fn of_valid(year: i64, month: u8, day: u8) -> Self {
        let before: i64 = (1..month).map(|m| i64::from(days_in_month(year, m))).sum();
        Self(first_of_year(year) + before + i64::from(day) - 1)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    pub fn to_civil(self) -> (i64, u8, u8) {
        // The mean length of a year gives the year to within one.
        let mut year = ((self.0 + EPOCH) * 400).div_euclid(DAYS_PER_CYCLE) + 1;
        while first_of_year(year) > self.0 {
            year -= 1;
        }
        while first_of_year(year + 1) <= self.0 {
            year += 1;
        }
        let mut rest = self.0 - first_of_year(year);
        let mut month = 1;
        while rest >= i64::from(days_in_month(year, month)) {
            rest -= i64::from(days_in_month(year, month));
            month += 1;
        }
        let day = u8::try_from(rest + 1).expect("the rest is less than the length of a month");
        (year, month, day)
    }

    /// The day so many days later, or earlier when negative; `None` outside the supported years.
    #[must_use]
    pub fn checked_add_days(self, days: i64) -> Option<Self> {
        self.0.checked_add(days).and_then(Self::from_number)
    }

    /// The same day of the month so many months later, or earlier when negative.
    ///
    /// Where the month is too short it is the month's last day: one month after 31 January is 28 or 29
    /// February. `None` outside the supported years.
    #[must_use]
    pub fn checked_add_months(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.to_civil();
        let total = (year * 12 + i64::from(month) - 1).checked_add(months)?;
        let year = total.div_euclid(12);
        if !(-MAX_YEAR..=MAX_YEAR).contains(&year) {
            return None;
        }
        let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
        Self::from_civil(year, month, day.min(days_in_month(year, month)))
    }

    /// Days from this day to the other: positive when the other is later.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.0 - self.0
    }
}

/// Prints as `2011-12-16`; years outside 0000 to 9999 as in EDTF, `-0044-03-15` or `Y12345-01-01`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_civil();
        super::print::write_year(f, year)?;
        write!(f, "-{month:02}-{day:02}")
    }
}

/// The number of 1 January of a year no more than one beyond the supported ones.
const fn first_of_year(year: i64) -> i64 {
    let past = year - 1;
    365 * past + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - EPOCH
}

/// Whether the year has a 29 February.
pub(super) fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The length of a month in days; 31 for a month that does not exist.
pub(super) fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 => 28 + u8::from(is_leap_year(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
