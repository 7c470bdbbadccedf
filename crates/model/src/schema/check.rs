//! Turns files into a schema, and finds every mistake in them on the way.
//!
//! Two passes: the first reads each file and adds what it defines, the second checks every name that one
//! definition uses of another, when all are known. A mistake never hides another one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::file::{
    OneOrMany, RawCodeSystems, RawCommon, RawLabels, RawProperty, RawQualifier, RawTerm, RawType,
    RawVocabulary,
};
use super::{
    Cardinality, CodeSystem, Effect, Labels, Property, Qualifier, RecordType, Reverse, Schema,
    SchemaError, SchemaErrors, Term, Vocabulary, core,
};
use crate::id::{PropertyId, TermId, TypeId, VocabularyId};
use crate::level::Level;
use crate::value::Kind;

/// A use of a name that is checked once everything is known.
enum Use {
    Type(String),
    Vocabulary(String),
    Term {
        vocabulary: VocabularyId,
        term: String,
    },
    CodeSystem(String),
    /// Following `broader` from this term must come to an end.
    Lineage {
        vocabulary: VocabularyId,
        term: String,
    },
}

struct Loader<'a> {
    schema: Schema,
    uses: Vec<(&'a str, &'a str, Range<usize>, Use)>,
    errors: Vec<SchemaError>,
    file: &'a str,
    text: &'a str,
}

pub(super) fn extend(base: &Schema, files: &[(&str, &str)]) -> Result<Schema, SchemaErrors> {
    let mut loader =
        Loader { schema: base.clone(), uses: Vec::new(), errors: Vec::new(), file: "", text: "" };
    // What adds to a type or vocabulary comes after what defines it, whatever the files are called.
    let adds = |text: &str| text.lines().any(|line| line.trim_start().starts_with("extend"));
    let (later, first): (Vec<_>, Vec<_>) = files.iter().partition(|(_, text)| adds(text));
    for (file, text) in first.into_iter().chain(later) {
        (loader.file, loader.text) = (file, text);
        loader.read_file();
    }
    loader.check_uses();
    loader.check_required();
    if loader.errors.is_empty() {
        return Ok(loader.schema);
    }
    loader.errors.sort();
    loader.errors.dedup();
    Err(SchemaErrors(loader.errors))
}

/// Line and column, from 1, of a byte offset.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

fn plain(labels: RawLabels) -> Labels {
    labels.into_iter().map(|(language, label)| (language, label.into_inner())).collect()
}

impl<'a> Loader<'a> {
    fn error(&mut self, span: Range<usize>, message: impl Into<String>) {
        let (line, column) = position(self.text, span.start);
        let (file, message) = (self.file.to_owned(), message.into());
        self.errors.push(SchemaError { file, line, column, message });
    }

    fn note_use(&mut self, span: Range<usize>, used: Use) {
        self.uses.push((self.file, self.text, span, used));
    }

    fn read_file(&mut self) {
        let mut parts = self.file.rsplit('/');
        let name = parts.next().unwrap_or_default();
        match (parts.next(), name) {
            (Some("types"), _) => self.read_type(),
            (Some("vocabularies"), _) => self.read_vocabulary(),
            (_, "common.toml") => {
                if let Some(RawCommon { property }) = self.parse() {
                    for raw in property {
                        if let Some((span, property)) = self.property(raw) {
                            let clash = self.schema.types.values().any(|record_type| {
                                record_type.own_property(property.id.as_str()).is_some()
                            });
                            if clash || self.schema.common.contains_key(&property.id) {
                                self.error(span, format!("{} exists already", property.id));
                            } else {
                                self.schema.common.insert(property.id.clone(), property);
                            }
                        }
                    }
                }
            }
            (_, "code-systems.toml") => self.read_code_systems(),
            _ => self.error(
                0..0,
                "put this file into a folder named types or vocabularies, so that it is known what \
                 it holds",
            ),
        }
    }

    fn parse<T: DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = error.message().replace('\n', ", ");
                self.error(error.span().unwrap_or(0..0), message);
                None
            }
        }
    }

    /// Reads a name, noting an error where it is none.
    fn word<T: FromStr<Err: ToString>>(&mut self, raw: &Spanned<String>) -> Option<T> {
        match raw.get_ref().parse() {
            Ok(word) => Some(word),
            Err(error) => {
                self.error(raw.span(), error.to_string());
                None
            }
        }
    }

    fn labels(&mut self, span: Range<usize>, raw: RawLabels) -> Labels {
        if !raw.contains_key("en") {
            self.error(span, "the English label is missing; write label = { en = \"…\" }");
        }
        for (language, label) in &raw {
            if label.get_ref().trim().is_empty() {
                self.error(label.span(), format!("the label in {language} is empty"));
            }
        }
        plain(raw)
    }

    fn level(&mut self, raw: Option<Spanned<String>>) -> Option<Level> {
        raw.and_then(|raw| self.word(&raw))
    }

    fn read_code_systems(&mut self) {
        let Some(RawCodeSystems { system }) = self.parse() else {
            return;
        };
        for raw in system {
            let (span, id) = (raw.id.span(), raw.id.into_inner());
            let (label, publisher, checked) = (raw.label, raw.publisher, raw.checked);
            let system = CodeSystem { id: id.clone(), label, publisher, checked };
            if self.schema.code_systems.insert(id.clone(), system).is_some() {
                self.error(span, format!("the code list {id} exists already"));
            }
        }
    }

    /// Settles whether a file defines something or adds to it: gives its name, and `true` if it adds.
    fn heading(
        &mut self,
        id: Option<Spanned<String>>,
        extend: Option<Spanned<String>>,
    ) -> Option<(Spanned<String>, bool)> {
        match (id, extend) {
            (Some(id), None) => Some((id, false)),
            (None, Some(extend)) => Some((extend, true)),
            (Some(id), Some(_)) => {
                self.error(id.span(), "write either id or extend, not both");
                None
            }
            (None, None) => {
                self.error(0..0, "the name is missing; write id = \"…\" first");
                None
            }
        }
    }

    fn read_type(&mut self) {
        let Some(raw) = self.parse::<RawType>() else {
            return;
        };
        let Some((name, adds)) = self.heading(raw.id, raw.extend) else {
            return;
        };
        let Some(id) = self.word::<TypeId>(&name) else {
            return;
        };
        match (self.schema.types.contains_key(&id), adds) {
            (true, false) => {
                let message =
                    format!("the record type {id} exists already; to add to it, write extend");
                return self.error(name.span(), message);
            }
            (false, true) => {
                return self.error(name.span(), format!("there is no record type {id} to add to"));
            }
            (true, true) => {}
            (false, false) => {
                let label = self.labels(name.span(), raw.label);
                if raw.group.is_none() {
                    self.error(name.span(), "the group is missing; write group = \"…\"");
                }
                let record_type = RecordType {
                    id: id.clone(),
                    group: raw.group.unwrap_or_default(),
                    label,
                    reviewed: raw.reviewed.into_iter().collect(),
                    note: plain(raw.note),
                    level: self.level(raw.level).unwrap_or_default(),
                    ftm: raw.ftm,
                    told_by: Vec::new(),
                    speaks_for_itself: raw.speaks_for_itself,
                    titled: raw.titled,
                    properties: BTreeMap::new(),
                    order: Vec::new(),
                };
                self.schema.types.insert(id.clone(), record_type);
            }
        }
        for raw in raw.property {
            let Some((span, property)) = self.property(raw) else {
                continue;
            };
            if self.schema.property(id.as_str(), property.id.as_str()).is_some() {
                self.error(span, format!("the property {} exists already on {id}", property.id));
            } else if let Some(record_type) = self.schema.types.get_mut(&id) {
                record_type.order.push(property.id.clone());
                record_type.properties.insert(property.id.clone(), property);
            }
        }
        self.told_by(&id, adds, raw.told_by);
    }

    /// The properties that tell records of a type apart: its own or common ones.
    fn told_by(&mut self, id: &TypeId, adds: bool, names: Vec<Spanned<String>>) {
        if let (true, Some(name)) = (adds, names.first()) {
            return self
                .error(name.span(), "told-by stands where the type is defined, not with extend");
        }
        for name in names {
            match self.schema.property(id.as_str(), name.get_ref()) {
                Some(property) => {
                    let property = property.id.clone();
                    if let Some(record_type) = self.schema.types.get_mut(id) {
                        record_type.told_by.push(property);
                    }
                }
                None => {
                    let message = format!("{id} has no property {}", name.get_ref());
                    self.error(name.span(), message);
                }
            }
        }
    }

    fn property(&mut self, raw: RawProperty) -> Option<(Range<usize>, Property)> {
        let span = raw.id.span();
        let id = self.word::<PropertyId>(&raw.id)?;
        let kind_span = raw.kind.span();
        let words = match raw.kind.into_inner() {
            OneOrMany::One(word) => vec![word],
            OneOrMany::Many(words) => words,
        };
        let mut kinds = Vec::new();
        for word in words {
            match word.parse::<Kind>() {
                Ok(Kind::Negative | Kind::ClosedSet) => {
                    self.error(kind_span.clone(), format!("{word} need not be listed: see README"));
                }
                Ok(kind) => kinds.push(kind),
                Err(message) => self.error(kind_span.clone(), message),
            }
        }
        let cardinality = match raw.cardinality.get_ref().as_str() {
            "one" => Cardinality::One,
            "many" => Cardinality::Many,
            "closed-set" => Cardinality::ClosedSet,
            other => {
                let message = format!("\"{other}\" is not one of: one, many, closed-set");
                self.error(raw.cardinality.span(), message);
                return None;
            }
        };
        let vocabulary = self.used_vocabulary(&span, &kinds, raw.vocabulary);
        let to = self.used_types(&span, &kinds, raw.to);
        if (raw.within || raw.reverse.is_some()) && !kinds.contains(&Kind::Ref) {
            self.error(span.clone(), "within and reverse are for references only");
        }
        let reverse = raw.reverse.and_then(|reverse| {
            let label = self.labels(reverse.id.span(), reverse.label);
            self.word(&reverse.id).map(|id| Reverse { id, label })
        });
        let qualifiers =
            raw.qualifier.into_iter().filter_map(|qualifier| self.qualifier(qualifier)).collect();
        let property = Property {
            id,
            kinds,
            cardinality,
            vocabulary,
            to,
            reverse,
            changes: raw.changes,
            scope: raw.scope,
            within: raw.within,
            qualifiers,
            level: self.level(raw.level),
            ftm: raw.ftm,
            label: self.labels(span.clone(), raw.label),
            note: plain(raw.note),
        };
        Some((span, property))
    }

    fn qualifier(&mut self, raw: RawQualifier) -> Option<Qualifier> {
        let span = raw.id.span();
        let kind = self.word::<Kind>(&raw.kind)?;
        Some(Qualifier {
            id: self.word(&raw.id)?,
            kind,
            vocabulary: self.used_vocabulary(&span, &[kind], raw.vocabulary),
            to: self.used_types(&span, &[kind], raw.to),
            label: self.labels(span, raw.label),
        })
    }

    fn used_vocabulary(
        &mut self,
        span: &Range<usize>,
        kinds: &[Kind],
        raw: Option<Spanned<String>>,
    ) -> Option<VocabularyId> {
        match (raw, kinds.contains(&Kind::Term)) {
            (Some(raw), true) => {
                self.note_use(raw.span(), Use::Vocabulary(raw.get_ref().clone()));
                self.word(&raw)
            }
            (Some(raw), false) => {
                self.error(raw.span(), "only a property of kind term has a vocabulary");
                None
            }
            (None, true) => {
                self.error(span.clone(), "its vocabulary is missing; write vocabulary = \"…\"");
                None
            }
            (None, false) => None,
        }
    }

    fn used_types(
        &mut self,
        span: &Range<usize>,
        kinds: &[Kind],
        raw: Vec<Spanned<String>>,
    ) -> BTreeSet<TypeId> {
        if !raw.is_empty() && !kinds.contains(&Kind::Ref) {
            self.error(span.clone(), "only a reference can say which types it points to");
        }
        let mut types = BTreeSet::new();
        for name in raw {
            self.note_use(name.span(), Use::Type(name.get_ref().clone()));
            types.extend(self.word::<TypeId>(&name));
        }
        types
    }

    fn read_vocabulary(&mut self) {
        let Some(raw) = self.parse::<RawVocabulary>() else {
            return;
        };
        let Some((name, adds)) = self.heading(raw.id, raw.extend) else {
            return;
        };
        let Some(id) = self.word::<VocabularyId>(&name) else {
            return;
        };
        match (self.schema.vocabularies.contains_key(&id), adds) {
            (true, false) => {
                let message =
                    format!("the vocabulary {id} exists already; to add to it, write extend");
                return self.error(name.span(), message);
            }
            (false, true) => {
                return self.error(name.span(), format!("there is no vocabulary {id} to add to"));
            }
            (true, true) => {}
            (false, false) => {
                let vocabulary = Vocabulary {
                    id: id.clone(),
                    label: self.labels(name.span(), raw.label),
                    reviewed: raw.reviewed.into_iter().collect(),
                    exclusive: raw.exclusive,
                    source: raw.source,
                    terms: BTreeMap::new(),
                    order: Vec::new(),
                };
                self.schema.vocabularies.insert(id.clone(), vocabulary);
            }
        }
        for raw in raw.term {
            let span = raw.id.span();
            let Some((word, term)) = self.term(&id, raw) else {
                continue;
            };
            let Some(vocabulary) = self.schema.vocabularies.get_mut(&id) else {
                continue;
            };
            if vocabulary.terms.contains_key(&word) {
                self.error(span, format!("the term {word} exists already in {id}"));
            } else {
                vocabulary.order.push(word.clone());
                vocabulary.terms.insert(word, term);
            }
        }
    }

    fn term(&mut self, vocabulary: &VocabularyId, raw: RawTerm) -> Option<(String, Term)> {
        let span = raw.id.span();
        let word = raw.id.into_inner();
        let id = match TermId::new(vocabulary.clone(), &word) {
            Ok(id) => id,
            Err(error) => {
                self.error(span, error.to_string());
                return None;
            }
        };
        for used in raw.broader.iter().chain(&raw.may_equal) {
            let term = used.get_ref().clone();
            self.note_use(used.span(), Use::Term { vocabulary: vocabulary.clone(), term });
        }
        if let Some(broader) = &raw.broader {
            let used = Use::Lineage { vocabulary: vocabulary.clone(), term: word.clone() };
            self.note_use(broader.span(), used);
        }
        for (system, code) in &raw.codes {
            self.note_use(code.span(), Use::CodeSystem(system.clone()));
        }
        for system in &raw.unconfirmed {
            if !raw.codes.contains_key(system.get_ref()) {
                let message = format!("no code of {} is given", system.get_ref());
                self.error(system.span(), message);
            }
        }
        let effect = raw.effect.and_then(|effect| match effect.get_ref().as_str() {
            "denies" => Some(Effect::Denies),
            "admits" => Some(Effect::Admits),
            other => {
                self.error(effect.span(), format!("\"{other}\" is neither denies nor admits"));
                None
            }
        });
        let inner = |list: Vec<Spanned<String>>| list.into_iter().map(Spanned::into_inner);
        let term = Term {
            id,
            label: self.labels(span, raw.label),
            note: plain(raw.note),
            broader: raw.broader.map(Spanned::into_inner),
            may_equal: inner(raw.may_equal).collect(),
            undetermined: raw.undetermined,
            codes: raw
                .codes
                .into_iter()
                .map(|(system, code)| (system, code.into_inner()))
                .collect(),
            unconfirmed: inner(raw.unconfirmed).collect(),
            effect,
        };
        Some((word, term))
    }

    fn check_uses(&mut self) {
        for (file, text, span, used) in std::mem::take(&mut self.uses) {
            (self.file, self.text) = (file, text);
            let vocabularies = &self.schema.vocabularies;
            let message = match &used {
                Use::Type(name) if !self.schema.types.contains_key(name.as_str()) => {
                    format!("there is no record type {name}")
                }
                Use::Vocabulary(name) if !vocabularies.contains_key(name.as_str()) => {
                    format!("there is no vocabulary {name}")
                }
                Use::Term { vocabulary, term }
                    if vocabularies
                        .get(vocabulary)
                        .is_none_or(|list| list.term(term).is_none()) =>
                {
                    format!("there is no term {term} in {vocabulary}")
                }
                Use::CodeSystem(name) if !self.schema.code_systems.contains_key(name) => {
                    format!("there is no code list {name} in code-systems.toml")
                }
                Use::Lineage { vocabulary, term } if self.runs_in_a_circle(vocabulary, term) => {
                    format!("the terms broader than {term} run in a circle")
                }
                _ => continue,
            };
            self.error(span, message);
        }
    }

    fn runs_in_a_circle(&self, vocabulary: &VocabularyId, term: &str) -> bool {
        let Some(vocabulary) = self.schema.vocabularies.get(vocabulary) else {
            return false;
        };
        let mut seen = BTreeSet::new();
        let mut current = Some(term);
        while let Some(term) = current {
            if !seen.insert(term) {
                return true;
            }
            current = vocabulary.term(term).and_then(|term| term.broader.as_deref());
        }
        false
    }

    fn check_required(&mut self) {
        let (file, text) = ("schema", "");
        (self.file, self.text) = (file, text);
        for (record_type, properties) in core::REQUIRED_PROPERTIES {
            for property in *properties {
                let found = if record_type.is_empty() {
                    self.schema.common.contains_key(*property)
                } else {
                    self.schema.property(record_type, property).is_some()
                };
                if !found {
                    let owner = if record_type.is_empty() { "every type" } else { record_type };
                    self.error(0..0, format!("the property {property} of {owner} is missing"));
                }
            }
        }
        for (vocabulary, terms) in core::REQUIRED_TERMS {
            for term in *terms {
                let list = self.schema.vocabularies.get(*vocabulary);
                if list.is_none_or(|list| list.term(term).is_none()) {
                    self.error(0..0, format!("the term {vocabulary}:{term} is missing"));
                }
            }
        }
    }
}
