//! An age, which is worth nothing without the day it was true on.

use std::fmt;
use std::str::FromStr;

use super::date::{Day, DayBounds, Edtf};
use super::{Comparison, Count, Kind, ValueError};

/// No one's age is read as a date of birth beyond this many years.
const OLDEST: u64 = 150;

/// How many completed years someone had lived on a date.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Age {
    years: Count,
    on: Edtf,
}

impl Age {
    /// The age `years` on the date `on`.
    #[must_use]
    pub fn new(years: Count, on: Edtf) -> Self {
        Self { years, on }
    }

    /// Completed years of life.
    #[must_use]
    pub fn years(&self) -> &Count {
        &self.years
    }

    /// The date the age was true on.
    #[must_use]
    pub fn on(&self) -> &Edtf {
        &self.on
    }

    /// Between which days the person was born: 60 on 2013-07-10 is 1952-07-11 to 1953-07-10.
    #[must_use]
    pub fn born(&self) -> DayBounds {
        let on = self.on.bounds();
        let back = |day: Day, years: u64| -> Option<Day> {
            if years > OLDEST {
                return None;
            }
            day.checked_add_months(-12 * i64::try_from(years).ok()?)
        };
        let latest = on.latest().and_then(|day| back(day, self.years.low()));
        let earliest = match (on.earliest(), self.years.high()) {
            (Some(day), Some(high)) => back(day, high.saturating_add(1)).and_then(|day| {
                // Someone born on 29 February completes a year on 28 February or on 1 March.
                let (_, month, date) = day.to_civil();
                if (month, date) == (2, 28) { Some(day) } else { day.checked_add_days(1) }
            }),
            _ => None,
        };
        DayBounds::new(earliest, latest).unwrap_or(DayBounds::UNBOUNDED)
    }

    /// Whether this age entails or conflicts with `other`, by the days of birth they leave open.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        if self.on.is_qualified() || other.on.is_qualified() {
            return Comparison::CannotTell;
        }
        if self.on == other.on && self.on.bounds().is_exact() {
            return self.years.compare(&other.years);
        }
        self.born().compare(&other.born())
    }
}

impl fmt::Display for Age {
    /// Prints `60 on 2013-07-10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.years, self.on)
    }
}

impl FromStr for Age {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let (years, on) = text.trim().split_once(" on ").ok_or_else(|| {
            ValueError::new(
                Kind::Age,
                text,
                "an age needs the date it was true on; write 60 on 2013-07-10",
            )
        })?;
        let on = on
            .trim()
            .parse()
            .map_err(|error| ValueError::new(Kind::Age, text, format!("{error}")))?;
        Ok(Self { years: years.parse()?, on })
    }
}
