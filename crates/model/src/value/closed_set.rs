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

    /// How many members the set can have, at least as many as are named.
    fn bounds(&self) -> Count {
        let low = self.count.low().max(self.named.len() as u64);
        Count::new(low, self.count.high()).unwrap_or(self.count)
    }

    /// How many members there are at least when both name members of one set.
    ///
    /// Whoever names two members says that they are two, so that each of one set's members can be at most
    /// one of the other's: what is left over when as many as possible are paired is there besides.
    fn named_together(&self, other: &Self, identities: &dyn Identities) -> u64 {
        let same =
            |own: RecordId, others: RecordId| identities.records(own, others) == Sameness::Same;
        let open = |own: &RecordId, others: &BTreeSet<RecordId>| {
            !others.iter().any(|&record| same(*own, record))
        };
        let own: Vec<RecordId> =
            self.named.iter().copied().filter(|record| open(record, &other.named)).collect();
        let others: Vec<RecordId> =
            other.named.iter().copied().filter(|record| open(record, &self.named)).collect();
        let shared = self.named.len() - own.len();
        let may_be: Vec<Vec<usize>> = own
            .iter()
            .map(|&record| {
                let possible = |(_, other): &(usize, &RecordId)| {
                    identities.records(record, **other) != Sameness::Distinct
                };
                others.iter().enumerate().filter(possible).map(|(place, _)| place).collect()
            })
            .collect();
        (shared + own.len() + others.len() - most_pairs(&may_be, others.len())) as u64
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
        let at_least = self.named_together(other, identities);
        let too_many = |count: &Count| count.high().is_some_and(|high| high < at_least);
        Comparison::of_sets(
            self.bounds().is_subset_of(&other.bounds())
                && other.named.iter().all(|&record| self.has(record, identities)),
            self.bounds().is_disjoint_from(&other.bounds())
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

/// The most members of one side that can be paired with one of the other side each.
///
/// Augmenting paths; past ten thousand possible pairs, the number of those on either side that can be
/// paired at all, which is never less.
fn most_pairs(may_be: &[Vec<usize>], others: usize) -> usize {
    if may_be.len().saturating_mul(others) > 10_000 {
        let reached: BTreeSet<usize> = may_be.iter().flatten().copied().collect();
        return may_be.iter().filter(|possible| !possible.is_empty()).count().min(reached.len());
    }
    fn place(
        member: usize,
        may_be: &[Vec<usize>],
        taken: &mut [Option<usize>],
        tried: &mut [bool],
    ) -> bool {
        may_be[member].iter().any(|&other| {
            if std::mem::replace(&mut tried[other], true) {
                return false;
            }
            let free = taken[other].is_none_or(|holder| place(holder, may_be, taken, tried));
            if free {
                taken[other] = Some(member);
            }
            free
        })
    }
    let mut taken = vec![None; others];
    (0..may_be.len())
        .filter(|&member| place(member, may_be, &mut taken, &mut vec![false; others]))
        .count()
}
