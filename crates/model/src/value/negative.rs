//! That something is not there: said by someone, looked for by a member, or ruled by an organ.
//!
//! Absence of a claim is never one of these. Only the first and the third say that there is none; the
//! second says that a search found none, which a later find does not contradict.

use std::fmt;
use std::str::FromStr;

use super::date::Edtf;
use super::{Comparison, Kind, ValueError};
use crate::id::{MemberId, RecordId};

/// A claim of absence, within the scope of the claim that carries it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Negative {
    /// An origin says that there is none.
    Asserted,
    /// A member looked, and found none.
    Searched {
        /// Who looked.
        by: MemberId,
        /// Until when what was searched reaches.
        until: Edtf,
        /// Where they looked, in words.
        place: String,
    },
    /// An organ ruled that there is none.
    Decided {
        /// The court or organ.
        by: RecordId,
    },
}

impl Negative {
    /// Whether it says that there is none, and not only that none was found.
    #[must_use]
    pub fn says_none(&self) -> bool {
        !matches!(self, Self::Searched { .. })
    }

    /// Whether this entails or conflicts with `other`. Two absences never conflict.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        let entails = self == other || self.says_none() && *other == Self::Asserted;
        Comparison::of_sets(entails, false)
    }
}

impl fmt::Display for Negative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asserted => f.write_str("none asserted"),
            Self::Searched { by, until, place } => {
                write!(f, "none found by {by} until {until} in {place}")
            }
            Self::Decided { by } => write!(f, "none decided by {by}"),
        }
    }
}

impl FromStr for Negative {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(
                Kind::Negative,
                text,
                format!(
                    "{reason}; write none asserted, none decided by ORGAN, or none found by MEMBER \
                     until DATE in PLACES"
                ),
            )
        };
        let text = text.trim();
        if text == "none asserted" {
            return Ok(Self::Asserted);
        }
        if let Some(organ) = text.strip_prefix("none decided by ") {
            let by = organ.trim().parse().map_err(|reason| error(&format!("{reason}")))?;
            return Ok(Self::Decided { by });
        }
        let search = text
            .strip_prefix("none found by ")
            .ok_or_else(|| error("it does not say who found or said so"))?;
        let (by, rest) =
            search.split_once(" until ").ok_or_else(|| error("it does not say until when"))?;
        let (until, place) =
            rest.split_once(" in ").ok_or_else(|| error("it does not say where they looked"))?;
        if place.trim().is_empty() {
            return Err(error("it does not say where they looked"));
        }
        Ok(Self::Searched {
            by: by.trim().parse().map_err(|reason| error(&format!("{reason}")))?,
            until: until.trim().parse().map_err(|reason| error(&format!("{reason}")))?,
            place: place.trim().to_owned(),
        })
    }
}
