//! A part of a whole: "27 of 37", "most", "less than 2 %".

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::interval::{self, End, Interval};
use super::{Comparison, Count, Kind, ValueError};

/// A fraction from 0 to 1 in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    part: u64,
    whole: u64,
}

impl Fraction {
    /// Nothing of the whole.
    pub const NONE: Self = Self { part: 0, whole: 1 };
    /// All of the whole.
    pub const ALL: Self = Self { part: 1, whole: 1 };

    /// The fraction `part / whole`, or `None` unless `part <= whole` and `whole > 0`.
    #[must_use]
    pub fn new(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 || part > whole {
            return None;
        }
        let (mut divisor, mut rest) = (whole, part);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Some(Self { part: part / divisor, whole: whole / divisor })
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |part: u64, whole: u64| u128::from(part) * u128::from(whole);
        cross(self.part, other.whole).cmp(&cross(other.part, self.whole))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}

impl FromStr for Fraction {
    type Err = ();

    /// Reads `1/50`, or a whole percentage as `2%`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (part, whole) = match text.strip_suffix('%') {
            Some(percent) => (percent, "100"),
            None => text.split_once('/').ok_or(())?,
        };
        let number = |text: &str| text.trim().parse().map_err(|_| ());
        Self::new(number(part)?, number(whole)?).ok_or(())
    }
}

/// A part of a whole, either as two counts or as a proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Share {
    /// So many of so many: "27 of 37".
    Of {
        /// How many.
        part: Count,
        /// Out of how many.
        whole: Count,
    },
    /// A proportion within bounds: "most" is above one half.
    Proportion(Interval<Fraction>),
}

impl Share {
    /// A proportion, its absent ends closed at nothing and at all.
    #[must_use]
    pub fn proportion(range: Interval<Fraction>) -> Self {
        let low = range.low().copied().unwrap_or(End { at: Fraction::NONE, included: true });
        let high = range.high().copied().unwrap_or(End { at: Fraction::ALL, included: true });
        Self::Proportion(Interval::new(Some(low), Some(high)).unwrap_or(range))
    }

    /// What proportion the share can be; `None` when the whole may be empty or is not known at all.
    fn as_proportion(&self) -> Option<Interval<Fraction>> {
        let (part, whole) = match self {
            Self::Proportion(range) => return Some(*range),
            Self::Of { part, whole } => (part, whole),
        };
        let low = match whole.high() {
            Some(whole) => Fraction::new(part.low().min(whole), whole)?,
            None => Fraction::NONE,
        };
        let high = match part.high() {
            Some(part) if whole.low() > 0 => Fraction::new(part.min(whole.low()), whole.low())?,
            _ => Fraction::ALL,
        };
        Interval::new(Some(End { at: low, included: true }), Some(End { at: high, included: true }))
    }

    /// Whether this share entails or conflicts with `other`. A proportion never entails two counts.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        if let (
            Self::Of { part: own, whole: own_whole },
            Self::Of { part: others, whole: others_whole },
        ) = (self, other)
        {
            return Comparison::of_sets(
                own.is_subset_of(others) && own_whole.is_subset_of(others_whole),
                own.is_disjoint_from(others) || own_whole.is_disjoint_from(others_whole),
            );
        }
        match (self.as_proportion(), other.as_proportion()) {
            (Some(own), Some(others)) => Comparison::of_sets(
                matches!(other, Self::Proportion(_)) && own.is_subset_of(&others),
                own.is_disjoint_from(&others),
            ),
            _ => Comparison::CannotTell,
        }
    }
}

impl fmt::Display for Share {
    /// Prints `27 of 37`, `>1/2` or `<1/50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let range = match self {
            Self::Of { part, whole } => return write!(f, "{part} of {whole}"),
            Self::Proportion(range) => range,
        };
        let limits = |end: Option<&End<Fraction>>, limit: Fraction| {
            end.filter(|end| !end.included || end.at != limit).copied()
        };
        if range.as_exact().is_some() {
            return range.fmt(f);
        }
        let low = limits(range.low(), Fraction::NONE);
        let high = limits(range.high(), Fraction::ALL);
        Interval::new(low, high).unwrap_or(*range).fmt(f)
    }
}

impl FromStr for Share {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let hint = "write 27 of 37, >1/2, <2% or 1/3..1/2";
        let error = |reason: &str| ValueError::new(Kind::Share, text, format!("{reason}; {hint}"));
        if let Some((part, whole)) = text.split_once(" of ") {
            let part: Count = part.parse()?;
            let whole: Count = whole.parse()?;
            if whole.high().is_some_and(|whole| part.low() > whole) {
                return Err(error("the part is larger than the whole"));
            }
            return Ok(Self::Of { part, whole });
        }
        interval::parse(text.trim()).map(Self::proportion).map_err(|reason| error(&reason))
    }
}
