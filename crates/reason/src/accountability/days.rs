//! Days between two dates that are known within bounds.

use std::collections::BTreeSet;

use onus_model::value::date::DayBounds;

use crate::date::AccountOfDate;

/// How many days lie between two dates: at least so many, and at most so many where there is an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    /// The fewest that the dates leave open.
    pub least: u64,
    /// The most; none where a date has no end.
    pub most: Option<u64>,
}

impl Days {
    /// The days from one date to another; none where the second is certainly earlier, or where the two set no bound.
    #[must_use]
    pub fn between(from: &DayBounds, to: &DayBounds) -> Option<Self> {
        if to.certainly_before(from) {
            return None;
        }
        let least = from.latest().zip(to.earliest()).map(|(from, to)| from.days_until(to));
        let most = from.earliest().zip(to.latest()).map(|(from, to)| from.days_until(to));
        let least = least.map_or(0, |days| u64::try_from(days).unwrap_or(0));
        let most = most.and_then(|days| u64::try_from(days).ok());
        (least > 0 || most.is_some()).then_some(Self { least, most })
    }

    /// The days between each account of one date and each of another, each number once.
    #[must_use]
    pub(super) fn from_each(from: &[AccountOfDate], to: &[DayBounds]) -> Vec<Self> {
        let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (from, to)));
        let days: BTreeSet<Self> =
            pairs.filter_map(|(from, to)| Self::between(&from.bounds, to)).collect();
        days.into_iter().collect()
    }

    /// Whether it is one number.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.most == Some(self.least)
    }
}

#[cfg(test)]
mod tests {
    use onus_model::value::date::Day;
    use proptest::prelude::*;

    use super::*;

    fn bounds(first: Option<i64>, last: Option<i64>) -> DayBounds {
        let day = |number: Option<i64>| number.and_then(Day::from_number);
        DayBounds::new(day(first), day(last)).unwrap()
    }

    #[test]
    fn days_keep_the_bounds_of_their_dates() {
        let days = |from, to| Days::between(&from, &to);
        let exact = bounds(Some(100), Some(100));
        let some = |least, most| Some(Days { least, most });
        assert_eq!(days(exact, bounds(Some(672), Some(672))), some(572, Some(572)));
        assert_eq!(days(exact, bounds(Some(660), Some(690))), some(560, Some(590)));
        assert_eq!(days(bounds(Some(90), Some(120)), bounds(Some(110), None)), None, "nor does it");
        assert_eq!(days(bounds(Some(90), Some(100)), bounds(Some(110), None)), some(10, None));
        assert_eq!(days(bounds(None, Some(100)), exact), None, "it sets no bound");
        assert_eq!(days(exact, bounds(Some(1), Some(99))), None, "certainly earlier");
        assert_eq!(days(bounds(Some(90), Some(120)), exact), some(0, Some(10)));
    }

    proptest! {
        #[test]
        fn any_two_days_within_the_bounds_are_that_far_apart(
            from in 0_i64..1000, wide in 0_i64..50, to in 0_i64..1000, wider in 0_i64..50,
            one in 0_i64..50, other in 0_i64..50,
        ) {
            let (first, second) = (bounds(Some(from), Some(from + wide)), bounds(Some(to), Some(to + wider)));
            let apart = (to + other.min(wider)) - (from + one.min(wide));
            match Days::between(&first, &second) {
                Some(days) if apart >= 0 => {
                    let apart = apart.unsigned_abs();
                    prop_assert!(days.least <= apart && days.most.is_some_and(|most| apart <= most));
                }
                Some(_) => {}
                None => prop_assert!(apart < 0),
            }
        }
    }
}
