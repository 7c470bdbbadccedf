//! Why a request is not answered with what it asks for.

use onus_case::{CaseError, ReadError};
use onus_pages::NotADocument;

/// A refusal; each is a status of HTTP and, for people, a page.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Nothing is there, or nothing that may be seen.
    NotThere,
    /// What was asked or filled in is wrong.
    Wrong(String),
    /// This computer may not do it.
    NotAllowed(String),
    /// The case cannot be read, or a page not be made.
    Failed(String),
}

impl Refusal {
    /// The status of HTTP.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::NotThere => 404,
            Self::Wrong(_) => 400,
            Self::NotAllowed(_) => 403,
            Self::Failed(_) => 500,
        }
    }

    /// What is told to a program.
    pub(crate) fn told(&self) -> &str {
        match self {
            Self::NotThere => "there is nothing here that can be seen",
            Self::Wrong(told) | Self::NotAllowed(told) | Self::Failed(told) => told,
        }
    }
}

impl From<CaseError> for Refusal {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Edit(_) | CaseError::OwnReview(_) | CaseError::Schema(_) => {
                Self::Wrong(error.to_string())
            }
            CaseError::NotEnrolled | CaseError::NotAllowed(_) | CaseError::NotWritable(_) => {
                Self::NotAllowed(error.to_string())
            }
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<onus_store::Error> for Refusal {
    fn from(error: onus_store::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<NotADocument> for Refusal {
    fn from(error: NotADocument) -> Self {
        Self::Failed(error.to_string())
    }
}
