//! Dates back into text, exactly as stated.

use std::fmt;

use super::calendar::{Calendar, UnspecifiedYear};
use super::{DateTime, Edtf, EdtfDate, Form, IntervalEnd, TimeOfDay, UtcOffset, Zone};

/// Writes a year: `0085`, `-0044`, or with `Y` when four digits do not hold it.
pub(super) fn write_year(f: &mut fmt::Formatter<'_>, year: i64) -> fmt::Result {
    match year {
        0..=9999 => write!(f, "{year:04}"),
        -9999..=-1 => write!(f, "-{:04}", -year),
        _ => write!(f, "Y{year}"),
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Date(date) => date.fmt(f),
            Form::DateTime(moment) => moment.fmt(f),
            Form::Interval { start, end } => write!(f, "{start}/{end}"),
        }
    }
}

/// Prints as it stands in an interval: a date, `..`, or nothing.
impl fmt::Display for IntervalEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
            Self::Date(date) => date.fmt(f),
        }
    }
}

impl fmt::Display for EdtfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.calendar.fmt(f)?;
        match self.qualifier {
            Some(qualifier) => write!(f, "{}", qualifier.as_char()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Year(year) => write_year(f, year),
            Self::Years(years) => years.fmt(f),
            Self::Season(year, season) => {
                write_year(f, year)?;
                write!(f, "-{}", season.code())
            }
            Self::Month(year, month) => {
                write_year(f, year)?;
                write!(f, "-{month:02}")
            }
            Self::Day(year, month, day) => {
                write_year(f, year)?;
                write!(f, "-{month:02}-{day:02}")
            }
            Self::SomeMonth(year) => {
                write_year(f, year)?;
                f.write_str("-XX")
            }
            Self::SomeDay(year, month) => {
                write_year(f, year)?;
                write!(f, "-{month:02}-XX")
            }
            Self::SomeDayOfYear(year) => {
                write_year(f, year)?;
                f.write_str("-XX-XX")
            }
        }
    }
}

impl fmt::Display for UnspecifiedYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unspecified = usize::from(self.unspecified);
        let sign = if self.negative { "-" } else { "" };
        let known = 4_usize.saturating_sub(unspecified);
        write!(f, "{sign}{:0known$}{}", self.leading, "X".repeat(unspecified))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day(), self.time())?;
        match self.zone() {
            Some(zone) => zone.fmt(f),
            None => Ok(()),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())?;
        match self.second() {
            Some(second) => write!(f, ":{second:02}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utc => f.write_str("Z"),
            Self::Offset(offset) => offset.fmt(f),
        }
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes() < 0 { '-' } else { '+' };
        let (hours, minutes) =
            (self.minutes().unsigned_abs() / 60, self.minutes().unsigned_abs() % 60);
        write!(f, "{sign}{hours:02}")?;
        if self.is_hours_only() { Ok(()) } else { write!(f, ":{minutes:02}") }
    }
}
