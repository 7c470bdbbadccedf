//! What is found in prose: where it stands, its words, its hedge, and its value.

use std::fmt;
use std::ops::Range;

use onus_model::value::date::Edtf;
use onus_model::value::{
    ClosedSet, Count, Direction, Distance, Duration, Kind, Money, Share, Value, When,
};

use super::Hedge;

/// A quantity or date expression in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its place, in Unicode scalars of the text.
    pub range: Range<usize>,
    /// Its words as they stand in the text, hedge included.
    pub wording: String,
    /// How it is hedged; of several hedges the outermost that binds the number.
    pub hedge: Hedge,
    /// What it says.
    pub value: Read,
    /// Whether it also says that there are no more, as "only five" does. That is a claim of its own, with
    /// a scope and a date.
    pub closes: bool,
}

impl Reading {
    /// The value of a claim, where the words alone give one.
    ///
    /// An age needs the date it was true on, a relative date its anchor, a date without a year its year,
    /// and an absence its scope, none of which the words hold: for these there is none.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        Some(match &self.value {
            Read::Count(count) => Value::Count(*count),
            Read::Share(share) => Value::Share(*share),
            Read::Duration(duration) => Value::Duration(*duration),
            Read::Distance(distance) => Value::Distance(*distance),
            Read::Money(money) => Value::Money(money.clone()),
            Read::Date(date) => Value::Date(When::Calendar(*date)),
            Read::Age { .. } | Read::PartialDate(_) | Read::Relative { .. } | Read::Absence => {
                return None;
            }
        })
    }

    /// The closed set that the wording also claims.
    #[must_use]
    pub fn closed_set(&self) -> Option<ClosedSet> {
        let count = match &self.value {
            Read::Count(count) | Read::Share(Share::Of { part: count, .. }) => *count,
            _ => return None,
        };
        self.closes.then(|| ClosedSet::new(count, [].into()).ok()).flatten()
    }
}

/// What a wording says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// How many.
    Count(Count),
    /// A part of a whole.
    Share(Share),
    /// A length of time.
    Duration(Duration),
    /// A length of way.
    Distance(Distance),
    /// A sum of money, in a currency that the words name without doubt.
    Money(Money),
    /// An age, whose date of reference the words do not hold.
    Age {
        /// Completed years of life.
        years: Count,
    },
    /// A date.
    Date(Edtf),
    /// A day or month of a year that the words do not name.
    PartialDate(PartialDate),
    /// A date told from another one, which the words do not name.
    Relative {
        /// How far from it, where that is told.
        offset: Option<Duration>,
        /// On which side of it.
        direction: Direction,
    },
    /// "None", "no one": that there is none. A negative claim, whose scope and kind are for the caller;
    /// never a count of zero.
    Absence,
}

impl Read {
    /// The kind of value it is or, with what the words do not hold, can become.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Count(_) => Kind::Count,
            Self::Share(_) => Kind::Share,
            Self::Duration(_) => Kind::Duration,
            Self::Distance(_) => Kind::Distance,
            Self::Money(_) => Kind::Money,
            Self::Age { .. } => Kind::Age,
            Self::Date(_) | Self::PartialDate(_) | Self::Relative { .. } => Kind::Date,
            Self::Absence => Kind::Negative,
        }
    }
}

impl fmt::Display for Read {
    /// Prints the canonical text of the value, or of what there is of it: `60 years old`, `--12-16`,
    /// `2 days before`, `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Share(share) => share.fmt(f),
            Self::Duration(duration) => duration.fmt(f),
            Self::Distance(distance) => distance.fmt(f),
            Self::Money(money) => money.fmt(f),
            Self::Age { years } => write!(f, "{years} years old"),
            Self::Date(date) => date.fmt(f),
            Self::PartialDate(date) => date.fmt(f),
            Self::Relative { offset, direction } => {
                if let Some(offset) = offset {
                    write!(f, "{offset} ")?;
                }
                f.write_str(match direction {
                    Direction::Before => "before",
                    Direction::After => "after",
                })
            }
            Self::Absence => f.write_str("none"),
        }
    }
}

/// A month, a day or several days of a month, in a year that is not named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    pub(super) month: u8,
    pub(super) days: Option<(u8, u8)>,
}

impl PartialDate {
    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The first and the last day of the month, where days are named.
    #[must_use]
    pub fn days(self) -> Option<(u8, u8)> {
        self.days
    }

    /// The date in a year, which somebody has to know from elsewhere; `None` when that year has no such
    /// day.
    #[must_use]
    pub fn in_year(self, year: u16) -> Option<Edtf> {
        let Self { month, days } = self;
        let text = match days {
            None => format!("{year:04}-{month:02}"),
            Some((first, last)) if first == last => format!("{year:04}-{month:02}-{first:02}"),
            Some((first, last)) => {
                format!("{year:04}-{month:02}-{first:02}/{year:04}-{month:02}-{last:02}")
            }
        };
        text.parse().ok()
    }
}

impl fmt::Display for PartialDate {
    /// Prints `--12`, `--12-16` or `--12-16/--12-17`, as XML Schema writes dates without a year.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { month, days } = self;
        match days {
            None => write!(f, "--{month:02}"),
            Some((first, last)) if first == last => write!(f, "--{month:02}-{first:02}"),
            Some((first, last)) => write!(f, "--{month:02}-{first:02}/--{month:02}-{last:02}"),
        }
    }
}
