//! How two dates bear on each other.
//!
//! A date stands for the days on which the thing may have happened: "some time within its bounds".
//! One date entails another when all its days are days of the other, and conflicts with it when they
//! share none. The rest of this module is about not claiming more than that allows:
//!
//! - **Qualified.** A date with `?`, `~` or `%` in any part settles nothing, not even against itself.
//! - **Seasons.** Which days a season has is not known, only its year. A season entails what its whole
//!   year entails. Nothing entails a season but the same season of the same year: whichever days the
//!   word means in that place, it means the same ones. Two different seasons of one year cannot be
//!   told apart (autumn in one hemisphere is spring in the other).
//! - **Unknown ends.** An open end sets no limit, so anything late enough lies within `1985/..`. An
//!   unknown end is a limit that is not known: nothing is known to lie within `1985/`, not even
//!   another `1985/`.
//! - **Times of day.** A day never entails a time of day. Two moments compare to the second, a minute
//!   without seconds being sixty of them; both with zones as instants, both without as one clock. A
//!   moment with a numeric offset entails the local day and local time it states; for a conflict, and
//!   for `Z`, every local clock in the world is allowed for. A local time entails no instant.
//!
//! Widening the first date never makes the answer more certain, provided it is only widened; dropping
//! a zone together with a time of day is a change of clock as well. Offsets are taken at their word,
//! so entailment does not chain through one instant told by two local clocks on different days.

use super::clock::DateTime;
use super::{Day, DayBounds, Edtf, Form, IntervalEnd, Season};
use crate::value::Comparison;

impl Edtf {
    /// Whether this date entails the other, conflicts with it, or cannot be told.
    ///
    /// A qualified date on either side gives [`Comparison::CannotTell`].
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        if self.is_qualified() || other.is_qualified() {
            return Comparison::CannotTell;
        }
        match (self.0, other.0) {
            (Form::DateTime(first), Form::DateTime(second)) => compare_moments(&first, &second),
            (Form::DateTime(first), _) => Comparison::of_sets(
                Extent::of_days(first.stated_local().days()).lies_within(other),
                first.any_local().days().is_disjoint_from(&other.bounds()),
            ),
            (_, Form::DateTime(second)) => {
                let days = second.any_local().days();
                Comparison::of_sets(false, self.bounds().is_disjoint_from(&days))
            }
            (_, _) => Comparison::of_sets(
                Extent::of(self).lies_within(other),
                self.bounds().is_disjoint_from(&other.bounds()),
            ),
        }
    }
}

fn compare_moments(first: &DateTime, second: &DateTime) -> Comparison {
    match (first.zone(), second.zone()) {
        // Only the second is a local clock: how the first reads on it.
        (Some(_), None) => Comparison::of_sets(
            first.stated_local().is_subset_of(second.clock()),
            first.any_local().is_disjoint_from(second.clock()),
        ),
        (None, None) => Comparison::of_sets(
            first.clock().is_subset_of(second.clock()),
            first.clock().is_disjoint_from(second.clock()),
        ),
        (_, Some(_)) => Comparison::of_sets(
            first.instants().is_subset_of(second.instants()),
            first.instants().is_disjoint_from(second.instants()),
        ),
    }
}

/// The days a date may cover, and the seasons that limit them more closely than can be said in days.
struct Extent {
    days: DayBounds,
    first_season: Option<(i64, Season)>,
    last_season: Option<(i64, Season)>,
}

impl Extent {
    fn of_days(days: DayBounds) -> Self {
        Self { days, first_season: None, last_season: None }
    }

    fn of(date: &Edtf) -> Self {
        let (start, end) = ends(date);
        let season = |end: IntervalEnd| end.date().and_then(|date| date.season());
        Self { days: date.bounds(), first_season: season(start), last_season: season(end) }
    }

    /// Whether all days are certain to lie within a date that has no time of day.
    fn lies_within(&self, other: &Edtf) -> bool {
        let (start, end) = ends(other);
        self.starts_within(start) && self.ends_within(end)
    }

    fn starts_within(&self, start: IntervalEnd) -> bool {
        match start {
            IntervalEnd::Open => true,
            IntervalEnd::Unknown => false,
            IntervalEnd::Date(date) => {
                let (first, last) = date.first_and_last();
                // A season has begun for certain only by the last day of its year.
                let begun = if date.season().is_some() { last } else { first };
                let same_season = date.season().is_some() && date.season() == self.first_season;
                same_season || self.days.earliest().is_some_and(|day| begun <= day)
            }
        }
    }

    fn ends_within(&self, end: IntervalEnd) -> bool {
        match end {
            IntervalEnd::Open => true,
            IntervalEnd::Unknown => false,
            IntervalEnd::Date(date) => {
                let (first, last) = date.first_and_last();
                // A season is certain not to be over only until the first day of its year.
                let over: Day = if date.season().is_some() { first } else { last };
                let same_season = date.season().is_some() && date.season() == self.last_season;
                same_season || self.days.latest().is_some_and(|day| day <= over)
            }
        }
    }
}

/// The two ends of an interval; a single date is both of its ends.
fn ends(date: &Edtf) -> (IntervalEnd, IntervalEnd) {
    match date.0 {
        Form::Date(date) => (IntervalEnd::Date(date), IntervalEnd::Date(date)),
        Form::Interval { start, end } => (start, end),
        // A moment is never asked for its ends; unknown ones would claim nothing.
        Form::DateTime(_) => (IntervalEnd::Unknown, IntervalEnd::Unknown),
    }
}
