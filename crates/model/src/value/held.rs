//! When a state was true: its first and last day, each with bounds of its own.

use std::fmt;
use std::str::FromStr;

use super::date::{DayBounds, Edtf};
use super::{Comparison, Kind, ValueError, When};

/// Whether a state held all the way through, or at some time inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extent {
    /// From the first day to the last.
    Throughout,
    /// At some point between the first day and the last: for how long is not said.
    Within,
}

/// The time over which a state held.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Held {
    extent: Extent,
    first: Option<When>,
    last: Option<When>,
}

/// How the times of two states relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Overlap {
    /// There was a day on which both held.
    Certain,
    /// There was no such day.
    None,
    /// Not known.
    Unknown,
}

impl Held {
    /// A state that held from `first` to `last`; an absent end is not told.
    ///
    /// # Errors
    ///
    /// When the last day is certainly before the first.
    pub fn new(
        extent: Extent,
        first: Option<When>,
        last: Option<When>,
    ) -> Result<Self, ValueError> {
        let held = Self { extent, first, last };
        if held.last_bounds().certainly_before(&held.first_bounds()) {
            return Err(ValueError::new(Kind::Held, &held.to_string(), "it ends before it starts"));
        }
        Ok(held)
    }

    /// The time with the records its ends are told by replaced.
    #[must_use]
    pub fn map_records(
        &self,
        replace: &dyn Fn(crate::id::RecordId) -> crate::id::RecordId,
    ) -> Self {
        let end = |end: &Option<When>| end.as_ref().map(|when| when.map_records(replace));
        Self { extent: self.extent, first: end(&self.first), last: end(&self.last) }
    }

    /// Whether the state held throughout or at some point within.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The first day, where it is told.
    #[must_use]
    pub fn first(&self) -> Option<&When> {
        self.first.as_ref()
    }

    /// The last day, where it is told.
    #[must_use]
    pub fn last(&self) -> Option<&When> {
        self.last.as_ref()
    }

    fn first_bounds(&self) -> DayBounds {
        self.first.as_ref().map_or(DayBounds::UNBOUNDED, When::own_bounds)
    }

    fn last_bounds(&self) -> DayBounds {
        self.last.as_ref().map_or(DayBounds::UNBOUNDED, When::own_bounds)
    }

    /// From the earliest day the state can have held to the latest.
    fn window(&self) -> DayBounds {
        DayBounds::new(self.first_bounds().earliest(), self.last_bounds().latest())
            .unwrap_or(DayBounds::UNBOUNDED)
    }

    /// The days on which the state certainly held.
    fn core(&self) -> Option<DayBounds> {
        let first = self.first_bounds().latest()?;
        let last = self.last_bounds().earliest()?;
        if self.extent == Extent::Within {
            return None;
        }
        DayBounds::new(Some(first), Some(last))
    }

    /// Whether there was a day on which both states held.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Overlap {
        if self.window().is_disjoint_from(&other.window()) {
            return Overlap::None;
        }
        let certain = match (self.core(), other.core()) {
            (Some(own), Some(others)) => !own.is_disjoint_from(&others),
            (Some(core), None) => other.window().is_bounded() && other.window().is_subset_of(&core),
            (None, Some(core)) => self.window().is_bounded() && self.window().is_subset_of(&core),
            (None, None) => false,
        };
        if certain { Overlap::Certain } else { Overlap::Unknown }
    }

    /// Whether this time entails or conflicts with `other` as the time of one and the same state.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        let end = |own: &Option<When>, others: &Option<When>| match (own, others) {
            (Some(own), Some(others)) => own.compare(others),
            (_, None) => Comparison::Entails,
            (None, Some(_)) => Comparison::CannotTell,
        };
        let first = end(&self.first, &other.first);
        let last = end(&self.last, &other.last);
        let both = |comparison| first == comparison && last == comparison;
        let either = |comparison| first == comparison || last == comparison;
        match (self.extent, other.extent) {
            (Extent::Throughout, Extent::Throughout) => {
                Comparison::of_sets(both(Comparison::Entails), either(Comparison::Conflicts))
            }
            // A state said to have held at some point may also have held at another.
            (Extent::Throughout, Extent::Within) => Comparison::of_sets(
                !self.is_qualified()
                    && !other.is_qualified()
                    && self.core().is_some_and(|own| {
                        let inner = DayBounds::new(
                            other.first_bounds().latest(),
                            other.last_bounds().earliest(),
                        );
                        inner.is_some_and(|inner| {
                            inner.is_bounded() && !own.is_disjoint_from(&inner)
                        })
                    }),
                false,
            ),
            (Extent::Within, Extent::Within) => Comparison::of_sets(self == other, false),
            (Extent::Within, Extent::Throughout) => Comparison::CannotTell,
        }
    }

    /// Whether one of its ends is qualified as uncertain or approximate.
    #[must_use]
    pub fn is_qualified(&self) -> bool {
        [&self.first, &self.last].into_iter().flatten().any(|end| match end {
            When::Calendar(date) => date.is_qualified(),
            When::Relative(_) => false,
        })
    }
}

impl From<Edtf> for Held {
    /// A state said to have held at some point within a date.
    fn from(date: Edtf) -> Self {
        let when = Some(When::Calendar(date));
        Self { extent: Extent::Within, first: when.clone(), last: when }
    }
}

impl fmt::Display for Held {
    /// Prints `throughout 2011-12-16 to 2011-12-19`, or `within` for at some point; `?` where an end is
    /// not told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.extent {
            Extent::Throughout => "throughout",
            Extent::Within => "within",
        })?;
        for (word, end) in [("", &self.first), (" to", &self.last)] {
            match end {
                Some(when) => write!(f, "{word} {when}")?,
                None => write!(f, "{word} ?")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Held {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(
                Kind::Held,
                text,
                format!(
                    "{reason}; write throughout 2011-12-16 to 2011-12-19, or within 2011-12 to ?"
                ),
            )
        };
        let (extent, rest) = text
            .trim()
            .split_once(' ')
            .ok_or_else(|| error("it does not say when the state held"))?;
        let extent = match extent {
            "throughout" => Extent::Throughout,
            "within" => Extent::Within,
            _ => {
                return Err(error("it starts with neither \"throughout\" nor \"within\""));
            }
        };
        let (first, last) = rest
            .split_once(" to ")
            .ok_or_else(|| error("its two ends are not joined by \"to\""))?;
        let end = |text: &str| match text.trim() {
            "?" => Ok(None),
            when => when.parse().map(Some),
        };
        Self::new(extent, end(first)?, end(last)?)
    }
}
