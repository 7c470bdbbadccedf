//! One thing that an operand can be, and what it is told by.

use std::collections::BTreeSet;

use onus_model::corpus::Voice;
use onus_model::id::ClaimId;

use super::set::{Days, Set};
use super::truth::{AskedInput, Measured};

/// One thing that an operand can be.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    pub(super) set: Set,
    /// The input whose date it is.
    pub(super) date: Option<AskedInput>,
    /// Inputs it is told by.
    pub(super) inputs: BTreeSet<AskedInput>,
    /// Those of them that leave it open.
    pub(super) wide: BTreeSet<AskedInput>,
    /// Inputs of which nothing is claimed.
    pub(super) missing: BTreeSet<AskedInput>,
    /// Inputs of which others say what it is, and this only what it is not.
    pub(super) differs: BTreeSet<AskedInput>,
    /// Whether for want of these it can be anything.
    pub(super) unbounded: bool,
    /// Whether nothing is claimed of the property itself.
    pub(super) absent: bool,
    pub(super) claims: BTreeSet<ClaimId>,
    /// Those by which a relative date follows its anchor.
    pub(super) anchored: BTreeSet<ClaimId>,
    pub(super) judgements: BTreeSet<ClaimId>,
    pub(super) negatives: BTreeSet<ClaimId>,
    pub(super) measured: BTreeSet<Measured>,
    /// The voices that have an account of their own of an input it is told by.
    pub(super) contested: BTreeSet<Voice>,
}

impl Variant {
    pub(super) fn plain(set: Set) -> Self {
        Self {
            set,
            date: None,
            inputs: BTreeSet::new(),
            wide: BTreeSet::new(),
            missing: BTreeSet::new(),
            differs: BTreeSet::new(),
            unbounded: false,
            absent: false,
            claims: BTreeSet::new(),
            anchored: BTreeSet::new(),
            judgements: BTreeSet::new(),
            negatives: BTreeSet::new(),
            measured: BTreeSet::new(),
            contested: BTreeSet::new(),
        }
    }

    /// What an input of which nothing is claimed can be.
    pub(super) fn absent(input: &AskedInput) -> Self {
        Self {
            missing: BTreeSet::from([input.clone()]),
            unbounded: true,
            absent: true,
            date: Some(input.clone()),
            ..Self::plain(Set::Anything)
        }
    }

    /// Takes in what another one is told by.
    pub(super) fn add(&mut self, other: &Self) {
        self.inputs.extend(other.inputs.iter().cloned());
        self.wide.extend(other.wide.iter().cloned());
        self.missing.extend(other.missing.iter().cloned());
        self.differs.extend(other.differs.iter().cloned());
        self.unbounded |= other.unbounded;
        self.claims.extend(&other.claims);
        self.anchored.extend(&other.anchored);
        self.judgements.extend(&other.judgements);
        self.negatives.extend(&other.negatives);
        self.measured.extend(other.measured.iter().cloned());
        self.contested.extend(&other.contested);
    }

    pub(super) fn with(mut self, set: Set) -> Self {
        self.set = set;
        self
    }
}

/// Every pair of what two operands can be.
pub(super) fn product(
    first: &[Variant],
    second: &[Variant],
    set: impl Fn(&Variant, &Variant) -> Set,
) -> Vec<Variant> {
    let mut found = Vec::new();
    for one in first {
        for other in second {
            let mut both = one.clone();
            both.add(other);
            if let (Set::Days(own), Set::Days(others)) = (&one.set, &other.set) {
                note_days(&mut both, (one, own), (other, others));
            }
            let set = set(one, other);
            // What lacks one of the two is not there either.
            let absent = set == Set::Anything && (one.absent || other.absent);
            found.push(Variant { absent, date: None, ..both.with(set) });
        }
    }
    found
}

/// Notes the days between two dates. Where one is told from the other, what that other is told by decides nothing.
pub(super) fn note_days(
    both: &mut Variant,
    (one, own): (&Variant, &Days),
    (other, others): (&Variant, &Days),
) {
    let told_from = |first: &Days, second: &Days| {
        first.anchor.as_ref().is_some_and(|(anchor, _)| second.of.as_ref() == Some(anchor))
    };
    if told_from(own, others) || told_from(others, own) {
        both.anchored.clear();
        both.unbounded = one.absent || other.absent;
        both.missing.clear();
    }
    if let (Some(to), Some(from)) = (&one.date, &other.date) {
        let (mut least, mut most) = own.days_since(others);
        let (mut from, mut to) = (from.clone(), to.clone());
        if most.is_some_and(|most| most <= 0) && least != Some(0) {
            // The days run from the earlier date to the later one.
            let back = |days: Option<i64>| days.and_then(i64::checked_neg);
            (from, to, least, most) = (to, from, back(most), back(least));
        }
        both.measured.insert(Measured { from, to, least, most });
    }
}
