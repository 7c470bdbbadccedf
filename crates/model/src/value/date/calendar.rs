//! One date without a time of day: a calendar expression and what qualifies it.

use super::DayBounds;
use super::day::{Day, days_in_month};

/// One EDTF date of level 0 or 1, without a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdtfDate {
    pub(super) calendar: Calendar,
    pub(super) qualifier: Option<Qualifier>,
}

/// What the calendar part states. Only the parser makes one: the days exist, the years are in range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Calendar {
    /// `1985`, `-1985`, `Y170000002`.
    Year(i64),
    /// `201X`, `20XX`, `2XXX`, `-20XX`.
    Years(UnspecifiedYear),
    /// `2001-21`.
    Season(i64, Season),
    /// `1985-04`.
    Month(i64, u8),
    /// `1985-04-12`.
    Day(i64, u8, u8),
    /// `2004-XX`: some month of the year.
    SomeMonth(i64),
    /// `1985-04-XX`: some day of the month.
    SomeDay(i64, u8),
    /// `1985-XX-XX`: some day of the year.
    SomeDayOfYear(i64),
}

/// A year of four digits with its last one to three not specified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct UnspecifiedYear {
    pub(super) negative: bool,
    /// The digits before the unspecified ones, as a number.
    pub(super) leading: u16,
    /// How many digits are unspecified: 1 to 3.
    pub(super) unspecified: u8,
}

impl UnspecifiedYear {
    /// The first and last year meant. There is no year −0, so `-000X` ends at −1.
    fn range(self) -> (i64, i64) {
        let size = 10_i64.pow(u32::from(self.unspecified));
        let low = i64::from(self.leading) * size;
        let high = low + size - 1;
        if self.negative { (-high, -low.max(1)) } else { (low, high) }
    }
}

/// How sure and how exact a date is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// `?`: the source or the writer is not sure of it.
    Uncertain,
    /// `~`: it is an estimate, about right.
    Approximate,
    /// `%`: an estimate, and not sure either.
    UncertainAndApproximate,
}

impl Qualifier {
    /// The qualifier written as this character.
    pub(super) fn from_char(character: char) -> Option<Self> {
        match character {
            '?' => Some(Self::Uncertain),
            '~' => Some(Self::Approximate),
            '%' => Some(Self::UncertainAndApproximate),
            _ => None,
        }
    }

    /// The character the qualifier is written as.
    #[must_use]
    pub fn as_char(self) -> char {
        match self {
            Self::Uncertain => '?',
            Self::Approximate => '~',
            Self::UncertainAndApproximate => '%',
        }
    }
}

/// A season of a year, in whichever hemisphere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// 21.
    Spring,
    /// 22.
    Summer,
    /// 23.
    Autumn,
    /// 24.
    Winter,
}

impl Season {
    /// The season with this EDTF code, 21 to 24.
    pub(super) fn from_code(code: u8) -> Option<Self> {
        match code {
            21 => Some(Self::Spring),
            22 => Some(Self::Summer),
            23 => Some(Self::Autumn),
            24 => Some(Self::Winter),
            _ => None,
        }
    }

    /// The EDTF code, 21 to 24, that stands where a month would.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Spring => 21,
            Self::Summer => 22,
            Self::Autumn => 23,
            Self::Winter => 24,
        }
    }
}

/// The finest unit that an expression states.
///
/// `2004-XX` states a year: that the month is not specified adds nothing to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `1XXX`.
    Millennium,
    /// `20XX`.
    Century,
    /// `201X`.
    Decade,
    /// `1985`, `1985-XX`, `1985-XX-XX`.
    Year,
    /// `2001-21`.
    Season,
    /// `1985-04`, `1985-04-XX`.
    Month,
    /// `1985-04-12`.
    Day,
    /// `1985-04-12T23:20`.
    Minute,
    /// `1985-04-12T23:20:30`.
    Second,
}

impl EdtfDate {
    /// The first and last day meant; a season's are those of its whole year.
    #[must_use]
    pub fn bounds(&self) -> DayBounds {
        let (first, last) = self.first_and_last();
        DayBounds::spanning(Some(first), Some(last))
    }

    /// The first and last day meant.
    pub(super) fn first_and_last(&self) -> (Day, Day) {
        let years = |from, to| (Day::of_valid(from, 1, 1), Day::of_valid(to, 12, 31));
        match self.calendar {
            Calendar::Years(unspecified) => {
                let (from, to) = unspecified.range();
                years(from, to)
            }
            Calendar::Year(year)
            | Calendar::Season(year, _)
            | Calendar::SomeMonth(year)
            | Calendar::SomeDayOfYear(year) => years(year, year),
            Calendar::Month(year, month) | Calendar::SomeDay(year, month) => (
                Day::of_valid(year, month, 1),
                Day::of_valid(year, month, days_in_month(year, month)),
            ),
            Calendar::Day(year, month, day) => {
                let day = Day::of_valid(year, month, day);
                (day, day)
            }
        }
    }

    /// What qualifies the date as a whole, if anything.
    #[must_use]
    pub fn qualifier(&self) -> Option<Qualifier> {
        self.qualifier
    }

    /// The year and season, if that is what the date states.
    #[must_use]
    pub fn season(&self) -> Option<(i64, Season)> {
        match self.calendar {
            Calendar::Season(year, season) => Some((year, season)),
            _ => None,
        }
    }

    /// Whether digits are left unspecified with `X`.
    #[must_use]
    pub fn has_unspecified_digits(&self) -> bool {
        matches!(
            self.calendar,
            Calendar::Years(_)
                | Calendar::SomeMonth(_)
                | Calendar::SomeDay(..)
                | Calendar::SomeDayOfYear(_)
        )
    }

    /// The finest unit stated.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match self.calendar {
            Calendar::Years(years) => match years.unspecified {
                1 => Precision::Decade,
                2 => Precision::Century,
                _ => Precision::Millennium,
            },
            Calendar::Year(_) | Calendar::SomeMonth(_) | Calendar::SomeDayOfYear(_) => {
                Precision::Year
            }
            Calendar::Season(..) => Precision::Season,
            Calendar::Month(..) | Calendar::SomeDay(..) => Precision::Month,
            Calendar::Day(..) => Precision::Day,
        }
    }
}
