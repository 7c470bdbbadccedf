//! A range of days with either end possibly unset.

use super::Day;
use crate::value::Comparison;

/// All days from the earliest to the latest, both included; a `None` bound is no bound.
///
/// Never empty: the earliest day is not after the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayBounds {
    earliest: Option<Day>,
    latest: Option<Day>,
}

impl DayBounds {
    /// Any day at all.
    pub const UNBOUNDED: Self = Self { earliest: None, latest: None };

    /// The days between two bounds; `None` when the earliest is after the latest.
    #[must_use]
    pub fn new(earliest: Option<Day>, latest: Option<Day>) -> Option<Self> {
        match (earliest, latest) {
            (Some(first), Some(last)) if first > last => None,
            _ => Some(Self { earliest, latest }),
        }
    }

    /// One day.
    #[must_use]
    pub fn exact(day: Day) -> Self {
        Self::spanning(Some(day), Some(day))
    }

    /// The days between two bounds that are known to be in order.
    pub(super) fn spanning(earliest: Option<Day>, latest: Option<Day>) -> Self {
        debug_assert!(earliest.is_none() || latest.is_none() || earliest <= latest);
        Self { earliest, latest }
    }

    /// The first day, if there is one.
    #[must_use]
    pub fn earliest(&self) -> Option<Day> {
        self.earliest
    }

    /// The last day, if there is one.
    #[must_use]
    pub fn latest(&self) -> Option<Day> {
        self.latest
    }

    /// Whether just one day is left.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.earliest.is_some() && self.earliest == self.latest
    }

    /// Whether both ends have a bound.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.earliest.is_some() && self.latest.is_some()
    }

    /// Whether the day lies within the bounds.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.earliest.is_none_or(|first| first <= day) && self.latest.is_none_or(|last| day <= last)
    }

    /// Whether every day of these bounds lies within the other's.
    #[must_use]
    pub fn is_subset_of(&self, other: &Self) -> bool {
        let from =
            other.earliest.is_none_or(|theirs| self.earliest.is_some_and(|ours| theirs <= ours));
        let to = other.latest.is_none_or(|theirs| self.latest.is_some_and(|ours| ours <= theirs));
        from && to
    }

    /// Whether the two have no day in common.
    #[must_use]
    pub fn is_disjoint_from(&self, other: &Self) -> bool {
        self.certainly_before(other) || self.certainly_after(other)
    }

    /// Compares the two as sets of days.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        Comparison::of_sets(self.is_subset_of(other), self.is_disjoint_from(other))
    }

    /// Whether every day of these bounds is before every day of the other's.
    #[must_use]
    pub fn certainly_before(&self, other: &Self) -> bool {
        matches!((self.latest, other.earliest), (Some(last), Some(first)) if last < first)
    }

    /// Whether every day of these bounds is after every day of the other's.
    #[must_use]
    pub fn certainly_after(&self, other: &Self) -> bool {
        other.certainly_before(self)
    }

    /// The bounds so many days later, or earlier when negative; `None` outside the supported years.
    #[must_use]
    pub fn checked_add_days(&self, days: i64) -> Option<Self> {
        self.shifted(|day| day.checked_add_days(days))
    }

    /// The bounds so many months later, or earlier when negative; `None` outside the supported years.
    ///
    /// Each bound is kept within its month, as [`Day::checked_add_months`] says.
    #[must_use]
    pub fn checked_add_months(&self, months: i64) -> Option<Self> {
        self.shifted(|day| day.checked_add_months(months))
    }

    /// Moves each bound there is by a shift that keeps order.
    fn shifted(&self, shift: impl Fn(Day) -> Option<Day>) -> Option<Self> {
        let moved = |bound: Option<Day>| match bound {
            None => Some(None),
            Some(day) => shift(day).map(Some),
        };
        Some(Self::spanning(moved(self.earliest)?, moved(self.latest)?))
    }
}
