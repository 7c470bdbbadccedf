//! Record types and vocabularies, read from files.
//!
//! The types, properties and terms that a case can talk about are data: one file a type, one a
//! vocabulary, in the format that `schema/README.md` describes. This module reads them and checks them;
//! it knows by name only the few that resolution itself works with (see [`core`]). Whether a file was
//! built in or belongs to a case makes no difference.

mod check;
pub mod core;
mod error;
mod file;
mod types;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

pub use error::{SchemaError, SchemaErrors};
pub use types::{Cardinality, Property, Qualifier, RecordType, Reverse};
pub use vocabulary::{Effect, Term, Vocabulary};

use crate::id::{PropertyId, TermId, TypeId, VocabularyId};
use crate::value::Sameness;

/// The files built in from the project's `schema/` folder: name and text.
pub const STANDARD_FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/schema_files.rs"));

/// Labels of one thing, by interface language (`en`, `ru`, `kk`).
pub type Labels = BTreeMap<String, String>;

/// A list of codes kept by someone else, such as the HURIDOCS micro-thesauri.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSystem {
    /// Its name in `codes` tables.
    pub id: String,
    /// What the list is called.
    pub label: String,
    /// Who keeps it.
    pub publisher: String,
    /// Whether our codes were checked against the published list.
    pub checked: bool,
}

/// Every record type and vocabulary of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    types: BTreeMap<TypeId, RecordType>,
    vocabularies: BTreeMap<VocabularyId, Vocabulary>,
    common: BTreeMap<PropertyId, Property>,
    code_systems: BTreeMap<String, CodeSystem>,
}

impl Schema {
    /// The schema of the files built in.
    ///
    /// # Errors
    ///
    /// Every mistake in them; a test sees to it that there is none.
    pub fn standard() -> Result<Self, SchemaErrors> {
        Self::default().extended(STANDARD_FILES)
    }

    /// This schema with the types, properties, vocabularies and terms of more files.
    ///
    /// Each file has a name, as it is to appear in errors and whose last folder tells what it holds
    /// (`types` or `vocabularies`), and a text.
    ///
    /// # Errors
    ///
    /// Every mistake in the files, each with file, line and column. Redefining something is one.
    pub fn extended(&self, files: &[(&str, &str)]) -> Result<Self, SchemaErrors> {
        check::extend(self, files)
    }

    /// The record type of that name.
    #[must_use]
    pub fn record_type(&self, id: &str) -> Option<&RecordType> {
        self.types.get(id)
    }

    /// Every record type, by name.
    pub fn record_types(&self) -> impl Iterator<Item = &RecordType> {
        self.types.values()
    }

    /// The vocabulary of that name.
    #[must_use]
    pub fn vocabulary(&self, id: &str) -> Option<&Vocabulary> {
        self.vocabularies.get(id)
    }

    /// Every vocabulary, by name.
    pub fn vocabularies(&self) -> impl Iterator<Item = &Vocabulary> {
        self.vocabularies.values()
    }

    /// Every list of outside codes, by name.
    pub fn code_systems(&self) -> impl Iterator<Item = &CodeSystem> {
        self.code_systems.values()
    }

    /// A property of a record type, its own or one that every type has.
    #[must_use]
    pub fn property(&self, record_type: &str, property: &str) -> Option<&Property> {
        self.types
            .get(record_type)
            .and_then(|record_type| record_type.own_property(property))
            .or_else(|| self.common.get(property))
    }

    /// Every property of a record type: its own in the order of its file, then those of every type.
    pub fn properties<'a>(
        &'a self,
        record_type: &'a RecordType,
    ) -> impl Iterator<Item = &'a Property> {
        record_type.own_properties().chain(self.common.values())
    }

    /// A term of a vocabulary.
    #[must_use]
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        self.vocabularies.get(id.vocabulary())?.term(id.term())
    }

    /// How two terms relate as values of one property.
    #[must_use]
    pub fn terms(&self, first: &TermId, second: &TermId) -> Sameness {
        if first.vocabulary() != second.vocabulary() {
            return Sameness::Unknown;
        }
        self.vocabularies
            .get(first.vocabulary())
            .map_or(Sameness::Unknown, |vocabulary| vocabulary.relate(first.term(), second.term()))
    }

    /// Whether what one term says is what another says: the same or a kind of it, something else, or not to be
    /// told. Unlike [`Schema::terms`], it does not ask whether both can hold together.
    #[must_use]
    pub fn words(&self, first: &TermId, second: &TermId) -> Sameness {
        if first.vocabulary() != second.vocabulary() {
            return Sameness::Distinct;
        }
        self.vocabularies.get(first.vocabulary()).map_or(Sameness::Unknown, |vocabulary| {
            vocabulary.relate_as_words(first.term(), second.term())
        })
    }

    /// The properties by which records refer to one of these types under a reverse name, each with its type; none
    /// for a property that every type has.
    pub fn reversed<'a>(
        &'a self,
        types: &'a BTreeSet<TypeId>,
        reverse: &'a str,
    ) -> impl Iterator<Item = (Option<&'a TypeId>, &'a Property)> {
        let own = self.types.values().flat_map(|known| {
            known.own_properties().map(move |property| (Some(&known.id), property))
        });
        let common = self.common.values().map(|property| (None, property));
        own.chain(common).filter(move |(_, property)| {
            let named = property.reverse.as_ref().is_some_and(|known| known.id.as_str() == reverse);
            named && (property.to.is_empty() || property.to.iter().any(|to| types.contains(to)))
        })
    }
}
