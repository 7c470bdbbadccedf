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
