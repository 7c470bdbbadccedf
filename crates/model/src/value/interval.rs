//! A range with ends that may be open, closed, or absent.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::Comparison;

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct End<T> {
    /// Where the range ends.
    pub at: T,
    /// Whether `at` itself still belongs to the range.
    pub included: bool,
}

/// A non-empty range over an ordered type; an absent end has no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval<T> {
    low: Option<End<T>>,
    high: Option<End<T>>,
}

impl<T: Ord + Clone> Interval<T> {
    /// Makes the range between two ends, or `None` when nothing lies between them.
    pub fn new(low: Option<End<T>>, high: Option<End<T>>) -> Option<Self> {
        if let (Some(low), Some(high)) = (&low, &high) {
            match low.at.cmp(&high.at) {
                Ordering::Greater => return None,
                Ordering::Equal if !(low.included && high.included) => return None,
                _ => {}
            }
        }
        Some(Self { low, high })
    }

    /// The range that holds one value only.
    pub fn exact(at: T) -> Self {
        let end = End { at, included: true };
        Self { low: Some(end.clone()), high: Some(end) }
    }

    /// The lower end.
    pub fn low(&self) -> Option<&End<T>> {
        self.low.as_ref()
    }

    /// The upper end.
    pub fn high(&self) -> Option<&End<T>> {
        self.high.as_ref()
    }

    /// The one value of the range, if it has just one.
    pub fn as_exact(&self) -> Option<&T> {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) if low.at == high.at => Some(&low.at),
            _ => None,
        }
    }

    /// Whether everything in this range is in `other`.
    pub fn is_subset_of(&self, other: &Self) -> bool {
        let low_fits = match (&self.low, &other.low) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(around)) => match own.at.cmp(&around.at) {
                Ordering::Greater => true,
                Ordering::Equal => around.included || !own.included,
                Ordering::Less => false,
            },
        };
        let high_fits = match (&self.high, &other.high) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(around)) => match own.at.cmp(&around.at) {
                Ordering::Less => true,
                Ordering::Equal => around.included || !own.included,
                Ordering::Greater => false,
            },
        };
        low_fits && high_fits
    }

    /// Whether nothing is in both ranges.
    pub fn is_disjoint_from(&self, other: &Self) -> bool {
        let ends_before = |first: &Self, second: &Self| match (&first.high, &second.low) {
            (Some(high), Some(low)) => match high.at.cmp(&low.at) {
                Ordering::Less => true,
                Ordering::Equal => !(high.included && low.included),
                Ordering::Greater => false,
            },
            _ => false,
        };
        ends_before(self, other) || ends_before(other, self)
    }

    /// Whether this range entails or conflicts with `other`.
    pub fn compare(&self, other: &Self) -> Comparison {
        Comparison::of_sets(self.is_subset_of(other), self.is_disjoint_from(other))
    }

    /// Applies an order-preserving function to both ends, or gives `None` when it fails on one.
    pub fn map<U: Ord + Clone>(&self, convert: impl Fn(&T) -> Option<U>) -> Option<Interval<U>> {
        let end = |end: &Option<End<T>>| match end {
            None => Some(None),
            Some(end) => Some(Some(End { at: convert(&end.at)?, included: end.included })),
        };
        Interval::new(end(&self.low)?, end(&self.high)?)
    }
}

impl<T: Ord + Clone + fmt::Display> fmt::Display for Interval<T> {
    /// Prints `5`, `5..7`, `>5..<7`, `>=5`, `>5`, `<=7`, `<7` or `any`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(exact) = self.as_exact() {
            return exact.fmt(f);
        }
        match (&self.low, &self.high) {
            (None, None) => f.write_str("any"),
            (Some(low), None) => {
                write!(f, "{}{}", if low.included { ">=" } else { ">" }, low.at)
            }
            (None, Some(high)) => {
                write!(f, "{}{}", if high.included { "<=" } else { "<" }, high.at)
            }
            (Some(low), Some(high)) => write!(
                f,
                "{}{}..{}{}",
                if low.included { "" } else { ">" },
                low.at,
                if high.included { "" } else { "<" },
                high.at
            ),
        }
    }
}

/// Reads a range as [`Interval`] prints it; the error is a sentence for [`super::ValueError`].
pub(crate) fn parse<T: Ord + Clone + FromStr>(text: &str) -> Result<Interval<T>, String> {
    let number = |part: &str, included: bool| {
        part.trim()
            .parse::<T>()
            .map(|at| End { at, included })
            .map_err(|_| format!("\"{}\" is not a number in the expected form", part.trim()))
    };
    let (low, high) = if text == "any" {
        (None, None)
    } else if let Some((low, high)) = text.split_once("..") {
        let low = match low.strip_prefix('>') {
            Some(low) => number(low, false)?,
            None => number(low, true)?,
        };
        let high = match high.strip_prefix('<') {
            Some(high) => number(high, false)?,
            None => number(high, true)?,
        };
        (Some(low), Some(high))
    } else if let Some(low) = text.strip_prefix(">=") {
        (Some(number(low, true)?), None)
    } else if let Some(low) = text.strip_prefix('>') {
        (Some(number(low, false)?), None)
    } else if let Some(high) = text.strip_prefix("<=") {
        (None, Some(number(high, true)?))
    } else if let Some(high) = text.strip_prefix('<') {
        (None, Some(number(high, false)?))
    } else {
        let exact = number(text, true)?;
        return Ok(Interval::exact(exact.at));
    };
    Interval::new(low, high).ok_or_else(|| "nothing lies between its two ends".to_owned())
}
