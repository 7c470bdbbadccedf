//! Dates that are told by other dates, followed to where they lead.

use std::collections::BTreeSet;
use std::fmt;

use super::{Corpus, Voice};
use crate::id::{ClaimId, RecordId};
use crate::value::date::DayBounds;
use crate::value::{Value, When};

/// A date on one account of everything it is told by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDate {
    /// The days it can be.
    pub bounds: DayBounds,
    /// Whether the date, or one it is told by, is qualified as uncertain or approximate.
    pub qualified: bool,
    /// Whose accounts it combines: of the date itself first, then of each date it is told by.
    pub voices: Vec<BTreeSet<Voice>>,
    /// The claims it rests on.
    pub because: BTreeSet<ClaimId>,
}

/// The most steps from one date to the next that are followed.
const MOST_STEPS: usize = 100;

/// The most accounts of one date that are told apart.
const MOST_ACCOUNTS: usize = 1_000;

/// Why a date that is told by others cannot be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Dates are told by one another in a circle, so that none of them is told at all.
    Circle(Vec<(RecordId, String)>),
    /// The date is told by a date that is told by a date, over more than a hundred steps.
    TooManySteps,
    /// The dates it is told by have more than a thousand combinations of accounts.
    TooManyAccounts,
}

impl std::error::Error for DateError {}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let circle = match self {
            Self::Circle(circle) => circle,
            Self::TooManySteps => {
                return f.write_str("the date is told by another one over more than 100 steps");
            }
            Self::TooManyAccounts => {
                return f.write_str(
                    "the date has more than 1000 accounts, through those it is told by",
                );
            }
        };
        f.write_str("these dates are told by one another in a circle:")?;
        for (place, (record, property)) in circle.iter().enumerate() {
            write!(f, "{} {record}.{property}", if place == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl Corpus<'_> {
    /// A date property, on each account of it: relative dates follow their anchor, and where the
    /// accounts of the anchor differ there is one result for each.
    ///
    /// # Errors
    ///
    /// [`DateError`] when a date is told by itself, however indirectly.
    pub fn dates(&self, record: RecordId, property: &str) -> Result<Vec<AccountDate>, DateError> {
        self.follow(record, property, &mut Vec::new())
    }

    /// One date, on each account of what it is told by.
    ///
    /// # Errors
    ///
    /// [`DateError`] when it is told by a date that is told by itself.
    pub fn when(&self, when: &When) -> Result<Vec<AccountDate>, DateError> {
        self.follow_when(when, &mut Vec::new())
    }

    fn follow(
        &self,
        record: RecordId,
        property: &str,
        way: &mut Vec<(RecordId, String)>,
    ) -> Result<Vec<AccountDate>, DateError> {
        let here = (self.canonical(record), property.to_owned());
        if let Some(start) = way.iter().position(|step| *step == here) {
            return Err(DateError::Circle(way[start..].to_vec()));
        }
        if way.len() >= MOST_STEPS {
            return Err(DateError::TooManySteps);
        }
        way.push(here);
        let mut found = Vec::new();
        for resolution in self.resolve(record, property) {
            for position in resolution.accounts() {
                let Value::Date(when) = &position.value else {
                    continue;
                };
                let because: BTreeSet<ClaimId> = resolution
                    .voices
                    .iter()
                    .flat_map(|line| line.current())
                    .filter(|saying| saying.value == position.value)
                    .flat_map(|saying| saying.claims.iter().copied())
                    .collect();
                for mut date in self.follow_when(when, way)? {
                    date.voices.insert(0, position.stated_by.clone());
                    date.because.extend(&because);
                    date.because.extend(&resolution.judgements);
                    found.push(date);
                }
                if found.len() > MOST_ACCOUNTS {
                    return Err(DateError::TooManyAccounts);
                }
            }
        }
        way.pop();
        Ok(found)
    }

    fn follow_when(
        &self,
        when: &When,
        way: &mut Vec<(RecordId, String)>,
    ) -> Result<Vec<AccountDate>, DateError> {
        let relative = match when {
            When::Calendar(date) => {
                return Ok(vec![AccountDate {
                    bounds: date.bounds(),
                    qualified: date.is_qualified(),
                    voices: Vec::new(),
                    because: BTreeSet::new(),
                }]);
            }
            When::Relative(relative) => relative,
        };
        let anchors = self.follow(relative.record(), relative.property().as_str(), way)?;
        let told = anchors
            .into_iter()
            .map(|anchor| AccountDate { bounds: relative.from_anchor(&anchor.bounds), ..anchor });
        Ok(told.collect())
    }
}
