//! A record type and its properties.

use std::collections::{BTreeMap, BTreeSet};

use super::Labels;
use crate::id::{PropertyId, TypeId, VocabularyId};
use crate::level::Level;
use crate::value::Kind;

/// How many values of a property can hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cardinality {
    /// One: two different values are about the same thing and may conflict.
    One,
    /// Many: values do not conflict by differing.
    Many,
    /// Many, and someone may say that there are no more.
    ClosedSet,
}

/// A property's name read from the record it points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverse {
    /// The reverse name.
    pub id: PropertyId,
    /// What it is called, by language.
    pub label: Labels,
}

/// Something a claim on a property can be limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualifier {
    /// The qualifier's name.
    pub id: PropertyId,
    /// The kind of its value.
    pub kind: Kind,
    /// The vocabulary of its terms.
    pub vocabulary: Option<VocabularyId>,
    /// The record types it may point to; empty for any.
    pub to: BTreeSet<TypeId>,
    /// What it is called, by language.
    pub label: Labels,
}

/// A property of a record type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The property's name.
    pub id: PropertyId,
    /// The kinds of value it takes, besides negatives and closed sets.
    pub kinds: Vec<Kind>,
    /// How many values can hold together.
    pub cardinality: Cardinality,
    /// The vocabulary of its terms.
    pub vocabulary: Option<VocabularyId>,
    /// The record types it may point to; empty for any.
    pub to: BTreeSet<TypeId>,
    /// Its name read from the other end.
    pub reverse: Option<Reverse>,
    /// Whether the value may differ over time.
    pub changes: bool,
    /// Whether it is part of what a tally counts.
    pub scope: bool,
    /// Whether the reference means "lies inside".
    pub within: bool,
    /// What a claim on it may be limited to.
    pub qualifiers: Vec<Qualifier>,
    /// The level of its claims, where it differs from the type's.
    pub level: Option<Level>,
    /// The FollowTheMoney property it maps to.
    pub ftm: Option<String>,
    /// What it is called, by language.
    pub label: Labels,
    /// What it means, by language.
    pub note: Labels,
}

impl Property {
    /// Whether a value of this kind may be claimed of the property.
    #[must_use]
    pub fn takes(&self, kind: Kind) -> bool {
        match kind {
            Kind::Negative => true,
            Kind::ClosedSet => self.cardinality == Cardinality::ClosedSet,
            kind => self.kinds.contains(&kind),
        }
    }

    /// The qualifier of that name.
    #[must_use]
    pub fn qualifier(&self, id: &str) -> Option<&Qualifier> {
        self.qualifiers.iter().find(|qualifier| qualifier.id.as_str() == id)
    }
}

/// A record type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordType {
    /// The type's name.
    pub id: TypeId,
    /// Which part of the work it belongs to.
    pub group: String,
    /// What it is called, by language.
    pub label: Labels,
    /// The languages whose labels a native reader has checked.
    pub reviewed: BTreeSet<String>,
    /// What it means, by language.
    pub note: Labels,
    /// The level of claims on its records.
    pub level: Level,
    /// The FollowTheMoney schema it maps to.
    pub ftm: Option<String>,
    /// The properties by which records without a name are told apart, the best first.
    pub told_by: Vec<PropertyId>,
    /// Whether these say by themselves what a record is: a beating of someone, but not a custody by who
    /// is held.
    pub speaks_for_itself: bool,
    /// Whether a title is as good as a name.
    pub titled: bool,
    pub(super) properties: BTreeMap<PropertyId, Property>,
    pub(super) order: Vec<PropertyId>,
}

impl RecordType {
    /// A property that this type has by itself.
    #[must_use]
    pub fn own_property(&self, id: &str) -> Option<&Property> {
        self.properties.get(id)
    }

    /// The properties that this type has by itself, in the order of its file.
    pub fn own_properties(&self) -> impl Iterator<Item = &Property> {
        self.order.iter().filter_map(|id| self.properties.get(id))
    }
}
