//! A spread over several members: "five to seven years" over five men.
//!
//! It says that the least of the members' values is five and the most seven. It is not uncertainty about
//! one value: nothing about any single member follows, and a single member's seven years narrows nothing.

use std::fmt;
use std::str::FromStr;

use super::{Comparison, Count, Duration, Kind, Money, ValueError};

/// What a spread is measured in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A number of people or things.
    Count(Count),
    /// A length of time.
    Duration(Duration),
    /// A sum of money.
    Money(Money),
}

impl Measure {
    fn compare(&self, other: &Self) -> Comparison {
        match (self, other) {
            (Self::Count(own), Self::Count(others)) => own.compare(others),
            (Self::Duration(own), Self::Duration(others)) => own.compare(others),
            (Self::Money(own), Self::Money(others)) => own.compare(others),
            _ => Comparison::CannotTell,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Duration(duration) => duration.fmt(f),
            Self::Money(money) => money.fmt(f),
        }
    }
}

impl FromStr for Measure {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        text.parse()
            .map(Self::Duration)
            .or_else(|_| text.parse().map(Self::Money))
            .or_else(|_| text.parse().map(Self::Count))
            .map_err(|error: ValueError| {
                ValueError::new(Kind::Spread, text, format!("it is no amount ({error})"))
            })
    }
}

/// The least and the most of a value over several members.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spread {
    least: Measure,
    most: Measure,
    over: Count,
}

impl Spread {
    /// The least value over the members.
    #[must_use]
    pub fn least(&self) -> &Measure {
        &self.least
    }

    /// The greatest value over the members.
    #[must_use]
    pub fn most(&self) -> &Measure {
        &self.most
    }

    /// Over how many members.
    #[must_use]
    pub fn over(&self) -> &Count {
        &self.over
    }

    /// Whether this spread entails or conflicts with `other`.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        let parts = [
            self.least.compare(&other.least),
            self.most.compare(&other.most),
            self.over.compare(&other.over),
        ];
        Comparison::of_sets(
            parts.iter().all(|&part| part == Comparison::Entails),
            parts.contains(&Comparison::Conflicts),
        )
    }
}

impl fmt::Display for Spread {
    /// Prints `5 years to 7 years over 5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {} over {}", self.least, self.most, self.over)
    }
}

impl FromStr for Spread {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(
                Kind::Spread,
                text,
                format!("{reason}; write 5 years to 7 years over 5"),
            )
        };
        let (range, over) = text
            .trim()
            .rsplit_once(" over ")
            .ok_or_else(|| error("it does not say over how many members"))?;
        let (least, most) = range
            .split_once(" to ")
            .ok_or_else(|| error("its two ends are not joined by \"to\""))?;
        let (least, most): (Measure, Measure) = (least.trim().parse()?, most.trim().parse()?);
        if std::mem::discriminant(&least) != std::mem::discriminant(&most) {
            return Err(error("its two ends are measured in different things"));
        }
        Ok(Self { least, most, over: over.trim().parse()? })
    }
}
