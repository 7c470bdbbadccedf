//! Why a file could not be read.

use serde::{Deserialize, Serialize};

/// Why a file could not be read: one clear sentence for one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{trouble}{}", .at.as_ref().map(|at| format!(" (at {at})")).unwrap_or_default())]
pub struct Failure {
    /// What is wrong.
    pub trouble: Trouble,
    /// Where in the file, in its own terms: `page 3`, `word/document.xml`, `byte 1024`.
    pub at: Option<String>,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// No reader knows it.
    #[error("no reader knows this kind of file ({0})")]
    Unknown(String),
    /// It is not what it must be, or breaks off.
    #[error("the file is damaged or not what it says it is: {0}")]
    Malformed(String),
    /// It is protected by a password.
    #[error("the file is protected by a password; save it without one and add that")]
    Protected,
    /// Reading it takes more than is allowed.
    #[error("reading the file takes {0}, more than is allowed")]
    TooMuch(String),
    /// It tries something no honest file does.
    #[error("the file tries to do harm: {0}")]
    Hostile(String),
    /// The reading process ended without an answer.
    #[error("the reader of this kind of file broke off: {0}")]
    Broken(String),
}

impl Failure {
    /// The file is damaged or not what it must be.
    pub(crate) fn malformed(why: impl Into<String>) -> Self {
        Trouble::Malformed(why.into()).into()
    }

    /// Reading it takes this, which is more than is allowed.
    pub(crate) fn too_much(what: impl Into<String>) -> Self {
        Trouble::TooMuch(what.into()).into()
    }

    /// The reading process did not do its work.
    pub(crate) fn broken(why: impl Into<String>) -> Self {
        Trouble::Broken(why.into()).into()
    }

    /// The file tries this, which no honest file does.
    pub(crate) fn hostile(what: impl Into<String>) -> Self {
        Trouble::Hostile(what.into()).into()
    }

    /// The same failure, at this place in the file unless a place is known already.
    #[must_use]
    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.at.get_or_insert_with(|| place.into());
        self
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self { trouble, at: None }
    }
}
