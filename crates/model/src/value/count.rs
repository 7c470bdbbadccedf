//! How many: bounds on a whole number, with exact arithmetic.

use std::fmt;
use std::str::FromStr;

use super::interval::{self, Interval};
use super::{Comparison, Kind, ValueError};

/// The largest number a count can name: 2^53 − 1, the largest integer every JSON reader keeps.
pub const LARGEST_COUNT: u64 = (1 << 53) - 1;

/// A whole number known by its bounds: `low`, and `high` where there is one.
///
/// "At least 15" is `>=15`, "more than 100" is `>=101`, "up to 300" is `<=300`. Nothing here rounds:
/// "about 60" and "dozens" have no bound but two, and keep their wording beside the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count {
    low: u64,
    high: Option<u64>,
}

impl Count {
    /// Any number at all, none included.
    pub const ANY: Self = Self { low: 0, high: None };
    /// None at all.
    pub const ZERO: Self = Self { low: 0, high: Some(0) };

    /// The numbers from `low` to `high`, both included.
    ///
    /// # Errors
    ///
    /// When `low` is above `high`, or one of them above [`LARGEST_COUNT`].
    pub fn new(low: u64, high: Option<u64>) -> Result<Self, ValueError> {
        let error = |expected: &str| {
            let high = high.map_or_else(String::new, |high| high.to_string());
            Err(ValueError::new(Kind::Count, &format!("{low}..{high}"), expected))
        };
        if high.is_some_and(|high| high < low) {
            return error("the upper bound lies below the lower one");
        }
        if high.unwrap_or(low) > LARGEST_COUNT {
            return error("it is too large: the largest number is 9007199254740991");
        }
        Ok(Self { low, high })
    }

    /// Exactly `number`.
    ///
    /// # Errors
    ///
    /// When `number` is above [`LARGEST_COUNT`].
    pub fn exact(number: u64) -> Result<Self, ValueError> {
        Self::new(number, Some(number))
    }

    /// `number` or more.
    ///
    /// # Errors
    ///
    /// When `number` is above [`LARGEST_COUNT`].
    pub fn at_least(number: u64) -> Result<Self, ValueError> {
        Self::new(number, None)
    }

    /// The lower bound.
    #[must_use]
    pub fn low(&self) -> u64 {
        self.low
    }

    /// The upper bound, where there is one.
    #[must_use]
    pub fn high(&self) -> Option<u64> {
        self.high
    }

    /// The number, when the bounds leave just one.
    #[must_use]
    pub fn as_exact(&self) -> Option<u64> {
        self.high.filter(|&high| high == self.low)
    }

    /// Whether every number these bounds admit is admitted by `other`.
    #[must_use]
    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.low >= other.low
            && match (self.high, other.high) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(own), Some(around)) => own <= around,
            }
    }

    /// Whether no number is admitted by both.
    #[must_use]
    pub fn is_disjoint_from(&self, other: &Self) -> bool {
        self.high.is_some_and(|high| high < other.low)
            || other.high.is_some_and(|high| high < self.low)
    }

    /// Whether these bounds entail or conflict with `other`.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        Comparison::of_sets(self.is_subset_of(other), self.is_disjoint_from(other))
    }

    /// Adds bounds to bounds. Whether the two groups may be added at all is for the caller to know:
    /// see [`crate::tally`].
    ///
    /// # Errors
    ///
    /// When a bound would exceed [`LARGEST_COUNT`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, ValueError> {
        let high = match (self.high, other.high) {
            (Some(own), Some(others)) => Some(own.saturating_add(others)),
            _ => None,
        };
        Self::new(self.low.saturating_add(other.low), high)
    }

    /// The numbers admitted by both, for a line that says "if all of these are right".
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let high = match (self.high, other.high) {
            (Some(own), Some(others)) => Some(own.min(others)),
            (own, others) => own.or(others),
        };
        Self::new(self.low.max(other.low), high).ok()
    }
}

impl fmt::Display for Count {
    /// Prints `15`, `>=15`, `<=300`, `10..14` or `any`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (0, None) => f.write_str("any"),
            (low, None) => write!(f, ">={low}"),
            (low, Some(high)) if low == high => write!(f, "{low}"),
            (0, Some(high)) => write!(f, "<={high}"),
            (low, Some(high)) => write!(f, "{low}..{high}"),
        }
    }
}

impl FromStr for Count {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |expected: String| {
            ValueError::new(
                Kind::Count,
                text,
                format!("{expected}; write 15, >=15, >100, <=300, <100 or 10..14"),
            )
        };
        let range: Interval<u64> = interval::parse(text.trim()).map_err(error)?;
        let low = range.low().map_or(Some(0), |end| end.at.checked_add(u64::from(!end.included)));
        let high = match range.high() {
            None => None,
            Some(end) => Some(
                end.at
                    .checked_sub(u64::from(!end.included))
                    .ok_or_else(|| error("there is no number below 0".to_owned()))?,
            ),
        };
        Self::new(low.unwrap_or(u64::MAX), high)
    }
}
