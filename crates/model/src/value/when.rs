//! A date as it was told: in a calendar, or by its distance from another date of the case.

use std::fmt;
use std::str::FromStr;

use super::date::{DayBounds, Edtf};
use super::quantity::TimeUnit;
use super::{Comparison, Duration, Kind, ValueError};
use crate::id::{PropertyId, RecordId};

/// A date, absolute or relative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// A date in the calendar.
    Calendar(Edtf),
    /// A date told by another one.
    Relative(Relative),
}

/// On which side of its anchor a relative date lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Earlier than the anchor.
    Before,
    /// Later than the anchor.
    After,
}

/// "Two days before her release": a date that follows another one when that one moves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Relative {
    offset: Option<Duration>,
    direction: Direction,
    record: RecordId,
    property: PropertyId,
}

impl Relative {
    /// The date `offset` before or after `record`'s `property`; without an offset, any time before or
    /// after it.
    ///
    /// # Errors
    ///
    /// When the offset is told in a unit smaller than a day.
    pub fn new(
        offset: Option<Duration>,
        direction: Direction,
        record: RecordId,
        property: PropertyId,
    ) -> Result<Self, ValueError> {
        match offset {
            Some(offset) if offset.unit() < TimeUnit::Day => Err(ValueError::new(
                Kind::Date,
                &offset.to_string(),
                "a date is told from another one in days, weeks, months or years",
            )),
            _ => Ok(Self { offset, direction, record, property }),
        }
    }

    /// The record whose date this one is told from.
    #[must_use]
    pub fn record(&self) -> RecordId {
        self.record
    }

    /// Which of the record's dates this one is told from.
    #[must_use]
    pub fn property(&self) -> &PropertyId {
        &self.property
    }

    /// On which side of the anchor the date lies.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// How far from the anchor the date lies, where that is told.
    #[must_use]
    pub fn offset(&self) -> Option<&Duration> {
        self.offset.as_ref()
    }

    /// The days this date can be when its anchor lies within `anchor`; unbounded where the arithmetic
    /// would leave the calendar.
    #[must_use]
    pub fn from_anchor(&self, anchor: &DayBounds) -> DayBounds {
        let (least, most) = match &self.offset {
            Some(offset) => {
                let amount = offset.amount();
                let least = amount.low().map_or(Some(0), |end| i64::try_from(end.at.floor()).ok());
                let most = amount.high().map(|end| i64::try_from(end.at.ceil()).ok());
                (least, most.flatten())
            }
            None => (Some(0), None),
        };
        let sign = match self.direction {
            Direction::Before => -1,
            Direction::After => 1,
        };
        let unit = self.offset.as_ref().map_or(TimeUnit::Day, Duration::unit);
        let shift = |from: Option<super::date::Day>, amount: Option<i64>| {
            let amount = amount?.checked_mul(sign)?;
            match unit {
                TimeUnit::Week => from?.checked_add_days(amount.checked_mul(7)?),
                TimeUnit::Month => from?.checked_add_months(amount),
                TimeUnit::Year => from?.checked_add_months(amount.checked_mul(12)?),
                _ => from?.checked_add_days(amount),
            }
        };
        let (earliest, latest) = match self.direction {
            Direction::Before => (shift(anchor.earliest(), most), shift(anchor.latest(), least)),
            Direction::After => (shift(anchor.earliest(), least), shift(anchor.latest(), most)),
        };
        DayBounds::new(earliest, latest).unwrap_or(DayBounds::UNBOUNDED)
    }
}

impl When {
    /// The date with the record it is told by replaced.
    #[must_use]
    pub fn map_records(&self, replace: &dyn Fn(RecordId) -> RecordId) -> Self {
        match self {
            Self::Calendar(date) => Self::Calendar(*date),
            Self::Relative(relative) => {
                Self::Relative(Relative { record: replace(relative.record), ..relative.clone() })
            }
        }
    }

    /// The days the date can be, as far as it says so itself: a relative date says nothing alone.
    #[must_use]
    pub fn own_bounds(&self) -> DayBounds {
        match self {
            Self::Calendar(date) => date.bounds(),
            Self::Relative(_) => DayBounds::UNBOUNDED,
        }
    }

    /// Whether this date entails or conflicts with `other`, without looking up any anchor.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        match (self, other) {
            (Self::Calendar(own), Self::Calendar(others)) => own.compare(others),
            _ => Comparison::of_sets(self == other, false),
        }
    }
}

impl fmt::Display for Relative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(offset) = &self.offset {
            write!(f, "{offset} ")?;
        }
        let direction = match self.direction {
            Direction::Before => "before",
            Direction::After => "after",
        };
        write!(f, "{direction} {}.{}", self.record, self.property)
    }
}

impl fmt::Display for When {
    /// Prints an EDTF expression, or `2 days before RECORD.PROPERTY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(date) => date.fmt(f),
            Self::Relative(relative) => relative.fmt(f),
        }
    }
}

impl FromStr for When {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let spaced = format!(" {text}");
        let found = [(" before ", Direction::Before), (" after ", Direction::After)]
            .into_iter()
            .find_map(|(word, direction)| {
                spaced.split_once(word).map(|(offset, anchor)| {
                    (offset.trim().to_owned(), direction, anchor.trim().to_owned())
                })
            });
        let Some((offset, direction, anchor)) = found else {
            let date = text
                .parse()
                .map_err(|error| ValueError::new(Kind::Date, text, format!("{error}")))?;
            return Ok(Self::Calendar(date));
        };
        let error = |reason: String| {
            ValueError::new(
                Kind::Date,
                text,
                format!("{reason}; write 2 days before RECORD.PROPERTY"),
            )
        };
        let (record, property) = anchor
            .rsplit_once('.')
            .ok_or_else(|| error(format!("\"{anchor}\" names no record and property")))?;
        let offset = if offset.is_empty() { None } else { Some(offset.parse()?) };
        let record = record.parse().map_err(|reason| error(format!("{reason}")))?;
        let property = property.parse().map_err(|reason| error(format!("{reason}")))?;
        Relative::new(offset, direction, record, property).map(Self::Relative)
    }
}
