//! "Only five": a set that someone says is complete.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::identity::{Identities, Sameness};
use super::{Comparison, Count, Kind, ValueError};
use crate::id::RecordId;

/// How many members a set has, with those that are named, and the statement that there are no more.
///
/// Within which scope and as of which date is said by the claim that carries it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClosedSet {
    count: Count,
    named: BTreeSet<RecordId>,
}

impl ClosedSet {
    /// The set of `count` members, `named` among them.
    ///
    /// # Errors
    ///
    /// When more members are named than the count allows.
    pub fn new(count: Count, named: BTreeSet<RecordId>) -> Result<Self, ValueError> {
        if count.high().is_some_and(|high| high < named.len() as u64) {
            return Err(ValueError::new(
                Kind::ClosedSet,
                &format!("only {count}"),
                format!("{} members are named", named.len()),
            ));
        }
        Ok(Self { count, named })
    }

    /// The set with every named member replaced; two that become one leave room for one not named.
    #[must_use]
    pub fn map_records(&self, replace: &dyn Fn(RecordId) -> RecordId) -> Self {
        let named = self.named.iter().map(|&record| replace(record)).collect();
        Self { count: self.count, named }
    }

    /// How many members the set has.
    #[must_use]
    pub fn count(&self) -> &Count {
        &self.count
    }

    /// The members that are named.
    #[must_use]
    pub fn named(&self) -> &BTreeSet<RecordId> {
        &self.named
    }

    /// Whether every member is named, so that anyone else is outside.
    #[must_use]
    pub fn is_fully_named(&self) -> bool {
        self.count.high() == Some(self.named.len() as u64)
    }

    fn has(&self, record: RecordId, identities: &dyn Identities) -> bool {
        self.named.iter().any(|&member| identities.records(member, record) == Sameness::Same)
    }

    fn lacks(&self, record: RecordId, identities: &dyn Identities) -> bool {
        self.named.iter().all(|&member| identities.records(member, record) == Sameness::Distinct)
    }

    /// Whether the set entails or conflicts with the membership of one record.
    #[must_use]
    pub fn compare_member(&self, record: RecordId, identities: &dyn Identities) -> Comparison {
        Comparison::of_sets(
            self.has(record, identities),
            self.is_fully_named() && self.lacks(record, identities),
        )
    }

    /// Whether the set entails or conflicts with `other`.
    #[must_use]
    pub fn compare(&self, other: &Self, identities: &dyn Identities) -> Comparison {
        let more = other.named.iter().filter(|&&record| self.lacks(record, identities)).count();
        let at_least = (self.named.len() + more) as u64;
        let too_many = |count: &Count| count.high().is_some_and(|high| high < at_least);
        Comparison::of_sets(
            self.count.is_subset_of(&other.count)
                && other.named.iter().all(|&record| self.has(record, identities)),
            self.count.is_disjoint_from(&other.count)
                || too_many(&self.count)
                || too_many(&other.count),
        )
    }
}

impl fmt::Display for ClosedSet {
    /// Prints `only 5`, or `only 5: ` and the named members.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "only {}", self.count)?;
        for (place, member) in self.named.iter().enumerate() {
            write!(f, "{} {member}", if place == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}

impl FromStr for ClosedSet {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: String| {
            ValueError::new(
                Kind::ClosedSet,
                text,
                format!("{reason}; write only 5, or only 2: with the members after it"),
            )
        };
        let set = text
            .trim()
            .strip_prefix("only ")
            .ok_or_else(|| error("it does not start with \"only\"".to_owned()))?;
        let (count, named) = set.split_once(':').unwrap_or((set, ""));
        let named = read_list(named).map_err(error)?;
        Self::new(count.parse()?, named)
    }
}

/// Reads identifiers separated by commas, none given twice; an empty text is an empty list.
pub(crate) fn read_list<T: FromStr<Err = crate::id::IdError> + Ord>(
    text: &str,
) -> Result<BTreeSet<T>, String> {
    let mut list = BTreeSet::new();
    if text.trim().is_empty() {
        return Ok(list);
    }
    for item in text.split(',').map(str::trim) {
        if !list.insert(item.parse().map_err(|error: crate::id::IdError| error.to_string())?) {
            return Err(format!("{item} is given twice"));
        }
    }
    Ok(list)
}
