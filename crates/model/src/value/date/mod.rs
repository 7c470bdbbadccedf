//! Dates as far as they are known, in the Extended Date/Time Format (EDTF).
//!
//! A date in a source is seldom a day. It is a month, a season, "some time in the 1990s", "since
//! spring", or a day its writer doubts. EDTF, published by the Library of Congress and standardised as
//! ISO 8601-2:2019, writes all of these in one line. Levels 0 and 1 are read here in full; level 2
//! (sets, qualified parts, exponential years, ...) is refused with the simpler form to write instead.
//!
//! **What is kept.** [`Edtf`] keeps what was stated and nothing more: the qualifier, an open end apart
//! from an unknown one, the time zone, whether seconds were given. Reading is strict, so every text
//! that can be read is already canonical and prints back letter for letter.
//!
//! **What it means.** [`Edtf::bounds`] gives the first and last day meant, in the proleptic Gregorian
//! calendar. `2011-12` is 1 to 31 December; an interval runs from the earliest day of its start to the
//! latest day of its end; unspecified digits take their widest range; a season's bounds are its whole
//! year, since which days it covers depends on the hemisphere and on who says it; `?`, `~` and `%` keep
//! the calendar bounds, because nobody said how far off the date may be; `..` and an empty end set no
//! bound. [`Edtf::compare`] relates two dates and says when it cannot.
//!
//! **Where the standard leaves a choice:**
//! - Hours and minutes without seconds (`2011-12-16T11:30`, the reduced time of ISO 8601-1) are read
//!   although EDTF lists complete times only: asking for seconds would have them invented.
//! - Unspecified digits at the end of an interval's end (`2004-06-XX/2004-07-03`) are read, although
//!   the Library of Congress shows them under level 2: each end is a level 1 date by itself.
//! - One to three rightmost digits of a year may be unspecified; `XXXX` and `/` state nothing and are
//!   refused.
//! - `24:00` is refused. ISO 8601-1:2019, on which EDTF rests, has hours 00 to 23 (an amendment of 2022
//!   brought 24:00 back); two names for one moment on two different days would make a date disagree
//!   with itself.
//! - A leap second (`23:59:60`) is refused: counting it needs a table that grows, and taking it for the
//!   next second would be wrong. The minute alone says the same truthfully.
//! - Offsets from UTC run from −12:00 to +14:00, the range of the clocks in use; `-00:00` is no offset.
//! - Years run from −10¹² to 10¹², so that all reckoning is exact.
//! - Times of day do not stand in intervals (as in EDTF) and do not take qualifiers.

mod bounds;
mod calendar;
mod clock;
mod compare;
mod day;
mod error;
mod parse;
mod print;

pub use bounds::DayBounds;
pub use calendar::{EdtfDate, Precision, Qualifier, Season};
pub use clock::{DateTime, TimeOfDay, UtcOffset, Zone};
pub use day::{Day, MAX_YEAR};
pub use error::{EdtfError, EdtfProblem, Level2Form};

/// A date, a date with a time of day, or an interval of dates, as stated.
///
/// Read with [`str::parse`], printed with [`Display`](std::fmt::Display). Two values are equal when they
/// are written alike; the order serves ordered collections only and is not the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edtf(Form);

/// The three shapes of an expression; only the parser makes one, so its parts are always valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Date(EdtfDate),
    DateTime(DateTime),
    /// The start is never certainly after the end, and not both ends are unknown.
    Interval {
        start: IntervalEnd,
        end: IntervalEnd,
    },
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntervalEnd {
    /// Open (`..`): no date is set as the end.
    Open,
    /// Unknown (empty): there is an end, but it is not known.
    Unknown,
    /// A date.
    Date(EdtfDate),
}

impl IntervalEnd {
    /// The days the end may fall on; no bounds when it is open or unknown.
    #[must_use]
    pub fn bounds(&self) -> DayBounds {
        self.date().map_or(DayBounds::UNBOUNDED, |date| date.bounds())
    }

    /// The date of the end, unless it is open or unknown.
    #[must_use]
    pub fn date(&self) -> Option<EdtfDate> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Open | Self::Unknown => None,
        }
    }

    /// Whether the end is a date with `?`, `~` or `%`.
    #[must_use]
    pub fn is_qualified(&self) -> bool {
        self.date().is_some_and(|date| date.qualifier().is_some())
    }
}

impl Edtf {
    /// The first and last day meant.
    ///
    /// For a date with a time of day it is the day as written, whatever its zone. A `None` bound means
    /// that the expression sets none.
    #[must_use]
    pub fn bounds(&self) -> DayBounds {
        match self.0 {
            Form::Date(date) => date.bounds(),
            Form::DateTime(moment) => DayBounds::exact(moment.day()),
            Form::Interval { start, end } => {
                DayBounds::spanning(start.bounds().earliest(), end.bounds().latest())
            }
        }
    }

    /// Whether any part is marked uncertain (`?`), approximate (`~`) or both (`%`).
    #[must_use]
    pub fn is_qualified(&self) -> bool {
        match self.0 {
            Form::Date(date) => date.qualifier().is_some(),
            Form::DateTime(_) => false,
            Form::Interval { start, end } => start.is_qualified() || end.is_qualified(),
        }
    }

    /// Whether the expression is an interval.
    #[must_use]
    pub fn is_interval(&self) -> bool {
        matches!(self.0, Form::Interval { .. })
    }

    /// The start of an interval; `None` for anything else.
    #[must_use]
    pub fn start(&self) -> Option<IntervalEnd> {
        match self.0 {
            Form::Interval { start, .. } => Some(start),
            Form::Date(_) | Form::DateTime(_) => None,
        }
    }

    /// The end of an interval; `None` for anything else.
    #[must_use]
    pub fn end(&self) -> Option<IntervalEnd> {
        match self.0 {
            Form::Interval { end, .. } => Some(end),
            Form::Date(_) | Form::DateTime(_) => None,
        }
    }

    /// The date, if the expression is one date without a time of day.
    #[must_use]
    pub fn date(&self) -> Option<EdtfDate> {
        match self.0 {
            Form::Date(date) => Some(date),
            Form::DateTime(_) | Form::Interval { .. } => None,
        }
    }

    /// The moment, if the expression is a date with a time of day.
    #[must_use]
    pub fn date_time(&self) -> Option<DateTime> {
        match self.0 {
            Form::DateTime(moment) => Some(moment),
            Form::Date(_) | Form::Interval { .. } => None,
        }
    }

    /// The finest unit stated; `None` for an interval, whose ends have their own.
    #[must_use]
    pub fn precision(&self) -> Option<Precision> {
        match self.0 {
            Form::Date(date) => Some(date.precision()),
            Form::DateTime(moment) => Some(moment.precision()),
            Form::Interval { .. } => None,
        }
    }
}
