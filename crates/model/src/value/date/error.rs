//! Why a text is not a date, and what to write instead.

use super::Day;

/// How much of a text an error quotes.
const QUOTED: usize = 60;

/// Says why a text cannot be read as a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" cannot be read as a date: {problem}")]
pub struct EdtfError {
    text: String,
    problem: EdtfProblem,
}

impl EdtfError {
    pub(super) fn new(text: &str, problem: EdtfProblem) -> Self {
        let mut quoted: String = text.chars().take(QUOTED).collect();
        if quoted.len() < text.len() {
            quoted.push('…');
        }
        Self { text: quoted, problem }
    }

    /// The text that was to be read; a long one is cut short.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problem(&self) -> &EdtfProblem {
        &self.problem
    }
}

/// What is wrong with a text that was to be a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EdtfProblem {
    /// Nothing is written.
    #[error("it is empty; write at least a year (2011), or leave the value out")]
    Empty,
    /// No form is recognised.
    #[error(
        "write a year (2011), a month (2011-12), a day (2011-12-16), or two of them with / between \
         (2011-12-16/2011-12-17)"
    )]
    Unreadable,
    /// A character that no date has.
    #[error("'{0}' has no place in a date; use the digits 0-9 and the plain hyphen -")]
    Character(char),
    /// White space.
    #[error("leave out the spaces; a time of day follows the date after a T (2011-12-16T11:30)")]
    Space,
    /// Day or month first, or other separators than hyphens.
    #[error(
        "write the year first, then the month, then the day, with hyphens between (2011-12-16)"
    )]
    YearFirst,
    /// A month or day not of two digits.
    #[error("write the month and the day with two digits each (2011-01-05)")]
    TwoDigits,
    /// A year not of four digits.
    #[error(
        "write the year with four digits (2011, 0085); a decade is 197X, a century 19XX, a year \
         beyond 9999 has a Y before it (Y12345)"
    )]
    FourDigitYear,
    /// `Y` before anything but a plain long year.
    #[error(
        "Y stands only before a year of five digits or more that does not begin with 0 and has no \
         month or day after it (Y12345, Y-12345)"
    )]
    LongYear,
    /// A year beyond the supported ones.
    #[error("the year is out of range; years run from Y-1000000000000 to Y1000000000000")]
    YearOutOfRange,
    /// The year −0000.
    #[error("there is no year -0000; write 0000 for 1 BC, -0001 for 2 BC")]
    MinusZeroYear,
    /// A month number that is neither a month nor a season.
    #[error("there is no month {0:02}; months are 01 to 12, and 21 to 24 stand for the seasons")]
    NoSuchMonth(u8),
    /// A day that the month does not have.
    #[error(
        "{month} {year} has {days} days, so there is no day {day:02}; if the day is not known, leave it out"
    )]
    NoSuchDay {
        /// The name of the month in English.
        month: &'static str,
        /// The year.
        year: i64,
        /// How many days the month has.
        days: u8,
        /// The day that was written.
        day: u8,
    },
    /// A day after a season.
    #[error(
        "a season has no days; write the season alone (2001-21) or the month and day (2001-04-12)"
    )]
    SeasonWithDay,
    /// More than one qualifier.
    #[error("one sign at the end is enough: ? uncertain, ~ approximate, % both")]
    TwoQualifiers,
    /// A form of EDTF level 2.
    #[error("{0}")]
    Level2(Level2Form),
    /// A word or letter of the draft of 2012, or lower case.
    #[error("\"{found}\" is not used; {instead}")]
    OldNotation {
        /// What stood there.
        found: &'static str,
        /// What to write.
        instead: &'static str,
    },
    /// An expression that could be any date.
    #[error(
        "it says nothing about when; leave the value out, or write what is known (../2013, 19XX)"
    )]
    NothingStated,
    /// A time of day without a complete date.
    #[error("a time of day needs a complete date before it (2011-12-16T11:30)")]
    TimeNeedsDay,
    /// A qualifier on a date with a time of day.
    #[error(
        "?, ~ and % do not go with a time of day; write the date without the time and keep the sign \
         (2011-12-16~)"
    )]
    QualifiedTime,
    /// A time of day not written as hours and minutes.
    #[error(
        "write the time of day as hours and minutes, with seconds if known (T11:30, T11:30:15)"
    )]
    TimeForm,
    /// A fraction of a second.
    #[error("fractions of a second are not kept; write whole seconds (T11:30:15)")]
    Fraction,
    /// An hour, minute or second that does not exist.
    #[error(
        "there is no such time of day; hours run from 00 to 23, minutes and seconds from 00 to 59"
    )]
    NoSuchTime,
    /// 24:00.
    #[error("write 24:00 as 00:00 of the next day ({next}T00:00)")]
    EndOfDay {
        /// The next day.
        next: Day,
    },
    /// The second 60.
    #[error("leap seconds are not kept; write the minute without seconds (T23:59)")]
    LeapSecond,
    /// Something after the time that is not a zone.
    #[error("write the time zone as Z, +06 or +06:00, or leave it out if it is not known")]
    ZoneForm,
    /// An offset no clock has.
    #[error("no clock is set so; offsets run from -12:00 to +14:00")]
    NoSuchOffset,
    /// The offset −00:00.
    #[error("-00:00 is no offset; write Z for UTC, or leave the zone out if it is not known")]
    MinusZeroOffset,
    /// A time of day inside an interval.
    #[error("the ends of an interval are dates without a time of day (2011-12-16/2011-12-17)")]
    TimeInInterval,
    /// An interval whose end is shortened.
    #[error("write both ends of the interval in full (2011-12-16/2011-12-17)")]
    EndNotInFull,
    /// More than two ends.
    #[error("an interval has two ends, with one / between them (2011-12-16/2011-12-17)")]
    TwoEnds,
    /// `..` without a slash.
    #[error("an open interval has a / beside the dots: ../2013 until 2013, 2013/.. from 2013")]
    OpenWithoutSlash,
    /// An interval that ends before it starts.
    #[error("the end is before the start; write the earlier date first")]
    Reversed,
}

/// A form of EDTF level 2, which is not supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Level2Form {
    /// `[1667,1668]`, `{1960,1961-12}`.
    #[error(
        "sets of dates (EDTF level 2) are not supported; write an interval (1667/1672), or one value \
         for each date"
    )]
    Set,
    /// `Y-17E7`.
    #[error("exponents (EDTF level 2) are not supported; write the year out (Y-170000000)")]
    ExponentialYear,
    /// `1950S2`.
    #[error(
        "significant digits (EDTF level 2) are not supported; write X for the digits not known \
         (19XX), or an interval"
    )]
    SignificantDigits,
    /// `2001-34`.
    #[error(
        "divisions of the year from 25 to 41 (EDTF level 2) are not supported; write a season from \
         21 to 24 (2001-21), or an interval of months (2001-04/2001-06)"
    )]
    SubYearGrouping,
    /// `2004?-06-11`.
    #[error(
        "qualifying one part of a date (EDTF level 2) is not supported; put ?, ~ or % at the end, for \
         the whole date (2004-06-11?)"
    )]
    QualifiedPart,
    /// `156X-12-25`, `1984-1X`.
    #[error(
        "X before a known digit (EDTF level 2) is not supported; write X only for the last digits of \
         a year, a whole month or a whole day (156X, 1984-XX, 1985-04-XX), or an interval"
    )]
    UnspecifiedDigit,
}
