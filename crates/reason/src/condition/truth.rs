//! True, false, or not known; and what it rests on or waits for.

use std::collections::BTreeSet;

use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId};

/// Whether something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// In every completion.
    True,
    /// In none.
    False,
    /// In some, or not known in which.
    Unknown,
}

impl Truth {
    /// From whether it is so in every completion, and whether in none.
    pub(crate) fn of(every: bool, none: bool) -> Self {
        match (every, none) {
            (true, _) => Self::True,
            (false, true) => Self::False,
            (false, false) => Self::Unknown,
        }
    }

    pub(crate) fn contrary(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// What a condition asks of a record: a property, or what refers to it under a reverse name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AskedInput {
    /// The record.
    pub record: RecordId,
    /// The property, or the reverse name.
    pub property: PropertyId,
    /// Whether it is a reverse name.
    pub reverse: bool,
}

/// Why a test is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Open {
    /// Nothing is claimed of it, or more may be than is.
    Missing(AskedInput),
    /// What is claimed leaves it open.
    Wide(AskedInput),
    /// Accounts of it differ.
    Differs(AskedInput),
}

/// The days from one date to another that a test compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measured {
    /// The earlier one, as the test has it.
    pub from: AskedInput,
    /// The later one.
    pub to: AskedInput,
    /// The fewest days of the calendar.
    pub least: Option<i64>,
    /// The most.
    pub most: Option<i64>,
}

/// How a test comes out on one account, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Whether it is so.
    pub(crate) truth: Truth,
    /// The claims it rests on.
    pub(crate) claims: BTreeSet<ClaimId>,
    /// The judgements that are needed to read them: who is whom, who speaks for whom.
    pub(crate) judgements: BTreeSet<ClaimId>,
    /// Why it is not known, where it is not.
    pub(crate) open: BTreeSet<Open>,
    /// Dates that were compared on the way.
    pub(crate) measured: BTreeSet<Measured>,
    /// Negatives it rests on.
    pub(crate) negatives: BTreeSet<ClaimId>,
    /// Where it is not known: the voices with an account of their own of what leaves it open.
    pub(crate) contested: BTreeSet<Voice>,
}

impl Judgement {
    pub(crate) fn plain(truth: Truth) -> Self {
        Self {
            truth,
            claims: BTreeSet::new(),
            judgements: BTreeSet::new(),
            open: BTreeSet::new(),
            measured: BTreeSet::new(),
            negatives: BTreeSet::new(),
            contested: BTreeSet::new(),
        }
    }

    pub(crate) fn open(open: Open) -> Self {
        Self { open: BTreeSet::from([open]), ..Self::plain(Truth::Unknown) }
    }

    /// Takes in what another rests on.
    pub(crate) fn add(&mut self, other: Self) {
        self.claims.extend(other.claims);
        self.judgements.extend(other.judgements);
        self.open.extend(other.open);
        self.measured.extend(other.measured);
        self.negatives.extend(other.negatives);
        // What is known is so on every account.
        if other.truth == Truth::Unknown {
            self.contested.extend(other.contested);
        }
    }

    pub(crate) fn contrary(mut self) -> Self {
        self.truth = self.truth.contrary();
        self
    }

    /// All of them: false by the first that is, true only if all are.
    pub(crate) fn all(parts: Vec<Self>) -> Self {
        Self::decided(parts, Truth::False)
    }

    /// Any of them: true by the first that is, false only if all are.
    pub(crate) fn any(parts: Vec<Self>) -> Self {
        Self::decided(parts, Truth::True)
    }

    fn decided(parts: Vec<Self>, by: Truth) -> Self {
        if let Some(place) = parts.iter().position(|part| part.truth == by) {
            let mut parts = parts;
            return parts.swap_remove(place);
        }
        let truth = match parts.iter().any(|part| part.truth == Truth::Unknown) {
            true => Truth::Unknown,
            false => by.contrary(),
        };
        let mut whole = Self::plain(truth);
        parts.into_iter().for_each(|part| whole.add(part));
        whole
    }

    /// The same by each of several values, of which it is not known which is right.
    pub(crate) fn whichever(parts: Vec<Self>, otherwise: &Open) -> Self {
        let Some(first) = parts.first().map(|part| part.truth) else {
            return Self::plain(Truth::Unknown);
        };
        let alike = parts.iter().all(|part| part.truth == first);
        let split = parts.iter().any(|part| part.truth == Truth::True)
            && parts.iter().any(|part| part.truth == Truth::False);
        let mut whole = Self::plain(if alike { first } else { Truth::Unknown });
        parts.into_iter().for_each(|part| whole.add(part));
        if whole.truth != Truth::Unknown {
            whole.contested.clear();
        }
        if split || !alike && whole.open.is_empty() {
            whole.open.insert(otherwise.clone());
        }
        whole
    }
}

/// One account of an evaluation: a voice's, or everybody's.
pub(crate) type Account = Option<Voice>;
