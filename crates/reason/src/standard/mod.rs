//! Standards that can be asked of records.
//!
//! A standard is data: one file each in `standards/`, in the format that its README describes. It says which provision of
//! which instrument it stands for, how sure it is of the text, when it was adopted and whom it binds, and has one
//! condition on records of one type ([`crate::condition`]). Whether it is built in or comes from somebody's own folder makes no
//! difference.

mod file;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use onus_model::id::{PropertyId, TypeId};
use onus_model::schema::{Labels, Schema};
use onus_model::value::date::DayBounds;

use crate::condition::Part;

/// The files built in from the project's `standards/` folder: name and text.
pub const STANDARD_FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/standards.rs"));

/// How sure the file is of the provision's number and content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Compared with the instrument's text.
    Checked,
    /// From memory, with high confidence.
    High,
    /// From memory, with medium confidence.
    Medium,
    /// From memory, with low confidence.
    Low,
}

/// Whom an instrument binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Force {
    /// A treaty: the states that are party to it.
    Treaty,
    /// Guidance: nobody by itself.
    Guidance,
}

/// A state that is party to a treaty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its country code (ISO 3166-1, two letters).
    pub country: String,
    /// Since when; none where the day is not known.
    pub since: Option<DayBounds>,
    /// As it is written: a date of EDTF.
    pub since_told: String,
    /// How sure the file is of it.
    pub confidence: Confidence,
}

/// A standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// Its name here.
    pub id: String,
    /// What it is about, by language.
    pub label: Labels,
    /// The instrument, by language.
    pub instrument: Labels,
    /// The provision, by language.
    pub paragraph: Labels,
    /// How sure the file is of it.
    pub confidence: Confidence,
    /// Who compared it with the text, where somebody did.
    pub checked_by: Option<String>,
    /// When it was adopted.
    pub adopted: DayBounds,
    /// As it is written: a date of EDTF.
    pub adopted_told: String,
    /// Whom it binds.
    pub force: Force,
    /// The parties that the file knows of.
    pub parties: Vec<Party>,
    /// The type of record that it is asked of.
    pub of: TypeId,
    /// What is said where it is met, by language.
    pub met: Labels,
    /// What it does not say, by language.
    pub caveat: Labels,
    /// What each part of the condition is called, by language.
    pub parts: Vec<Labels>,
    /// Ways from the record to the dates of the facts.
    pub(crate) facts: Vec<Vec<PropertyId>>,
    /// Ways from the record to places and organizations of the state concerned.
    pub(crate) states: Vec<Vec<PropertyId>>,
    /// Ways to the date from which a clock runs, and the input whose absence ends it.
    pub(crate) clock: Option<Clock>,
    /// The condition.
    pub(crate) condition: Vec<Part>,
}

/// A clock that runs from a date until something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) from: Vec<Vec<PropertyId>>,
    pub(crate) until: PropertyId,
}

impl Standard {
    /// The parts of the condition as they are written.
    pub fn condition(&self) -> impl Iterator<Item = &str> {
        self.condition.iter().map(|part| part.text.as_str())
    }
}

/// One mistake in a standard's file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct StandardError {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Every mistake found in a set of files, in the order of files and lines; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct StandardErrors(pub Vec<StandardError>);

impl fmt::Display for StandardErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

/// Standards by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standards {
    known: BTreeMap<String, Standard>,
}

impl Standards {
    /// The standards built in, checked against a schema.
    ///
    /// # Errors
    ///
    /// Every mistake in them; a test sees to it that there is none with the schema built in.
    pub fn built_in(schema: &Schema) -> Result<Self, StandardErrors> {
        Self::default().extended(schema, STANDARD_FILES)
    }

    /// These standards and those of more files, each with the name that it is to have in errors.
    ///
    /// # Errors
    ///
    /// Every mistake in the files, each with file, line and column. A name that is taken is one.
    pub fn extended(
        mut self,
        schema: &Schema,
        files: &[(&str, &str)],
    ) -> Result<Self, StandardErrors> {
        let mut errors = Vec::new();
        for (file, text) in files {
            match file::read(schema, file, text) {
                Ok((standard, _)) if !self.known.contains_key(&standard.id) => {
                    self.known.insert(standard.id.clone(), standard);
                }
                Ok((standard, (line, column))) => errors.push(StandardError {
                    file: (*file).to_owned(),
                    line,
                    column,
                    message: format!("there is a standard \"{}\" already", standard.id),
                }),
                Err(mut mistakes) => errors.append(&mut mistakes),
            }
        }
        if errors.is_empty() {
            return Ok(self);
        }
        errors.sort();
        Err(StandardErrors(errors))
    }

    /// The standard of that name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Standard> {
        self.known.get(id)
    }

    /// Every standard, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Standard> {
        self.known.values()
    }

    /// The types of record that any is asked of.
    #[must_use]
    pub fn types(&self) -> BTreeSet<&TypeId> {
        self.known.values().map(|standard| &standard.of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_built_in_have_no_mistake() {
        let schema = Schema::standard().expect("the schema has no mistake");
        let standards = Standards::built_in(&schema).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(standards.iter().count(), STANDARD_FILES.len());
        for standard in standards.iter() {
            let named = format!("{}.toml", standard.id);
            assert!(STANDARD_FILES.iter().any(|(file, _)| *file == named), "{named}");
        }
    }
}
