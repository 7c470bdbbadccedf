//! What an official statement answers: certain claims, or a class of them.
//!
//! "The allegations are unfounded" denies a class. Which claims the class holds is for people to argue;
//! the program never turns it into a denial of one woman's account.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::closed_set::read_list;
use super::{Comparison, Kind, ValueError};
use crate::id::{ClaimId, RecordId};

/// What a statement answers, or is set beside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answers {
    /// These claims, one by one, as the speaker's own text shows.
    Claims(BTreeSet<ClaimId>),
    /// A class of claims.
    Class {
        /// The class in words.
        what: String,
        /// Records that the speaker leaves out of it.
        except: BTreeSet<RecordId>,
    },
}

impl Answers {
    /// The answer with every excepted record replaced.
    #[must_use]
    pub fn map_records(&self, replace: &dyn Fn(RecordId) -> RecordId) -> Self {
        match self {
            Self::Claims(claims) => Self::Claims(claims.clone()),
            Self::Class { what, except } => Self::Class {
                what: what.clone(),
                except: except.iter().map(|&record| replace(record)).collect(),
            },
        }
    }

    /// Only the same answer entails; two answers never conflict.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        let entails = match (self, other) {
            (Self::Claims(own), Self::Claims(others)) => others.is_subset(own),
            _ => self == other,
        };
        Comparison::of_sets(entails, false)
    }
}

impl fmt::Display for Answers {
    /// Prints `claims: ID, ID`, `class: words` or `class except ID: words`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claims(claims) => {
                f.write_str("claims:")?;
                for (place, claim) in claims.iter().enumerate() {
                    write!(f, "{} {claim}", if place == 0 { "" } else { "," })?;
                }
                Ok(())
            }
            Self::Class { what, except } => {
                f.write_str("class")?;
                for (place, record) in except.iter().enumerate() {
                    write!(f, "{} {record}", if place == 0 { " except" } else { "," })?;
                }
                write!(f, ": {what}")
            }
        }
    }
}

impl FromStr for Answers {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(
                Kind::Answers,
                text,
                format!(
                    "{reason}; write claims: with their names, or class: and the class in words"
                ),
            )
        };
        let text = text.trim();
        let (head, rest) = text.split_once(':').ok_or_else(|| error("it has no colon"))?;
        if head == "claims" {
            let claims: BTreeSet<ClaimId> = read_list(rest).map_err(|reason| error(&reason))?;
            if claims.is_empty() {
                return Err(error("no claim is named"));
            }
            return Ok(Self::Claims(claims));
        }
        let except = match head.strip_prefix("class").map(str::trim) {
            Some("") => BTreeSet::new(),
            Some(except) => {
                let list = except
                    .strip_prefix("except ")
                    .ok_or_else(|| error("only \"except\" may stand before the colon"))?;
                read_list(list).map_err(|reason| error(&reason))?
            }
            None => return Err(error("it starts with neither \"claims\" nor \"class\"")),
        };
        if rest.trim().is_empty() {
            return Err(error("the class is not described"));
        }
        Ok(Self::Class { what: rest.trim().to_owned(), except })
    }
}
