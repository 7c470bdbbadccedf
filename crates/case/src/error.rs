//! What can go wrong with a case, sorted by what the user can do about it.

use onus_ledger::{Fault, Refusal};

/// Why a case could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The place where the case is kept refused: a wrong passphrase, no case there, busy, read-only, full.
    #[error(transparent)]
    Store(#[from] onus_store::Error),
    /// What is stored does not fit together.
    #[error("the case is damaged: {0}; run onus verify, and restore a backup if it agrees")]
    Damaged(String),
    /// The log does not verify.
    #[error("the log does not verify: {0}")]
    Log(#[from] Refusal),
    /// The log would not take what was to be written.
    #[error("this cannot be written to the log: {0}")]
    NotWritable(String),
    /// The change itself is wrong.
    #[error("{0}")]
    Edit(String),
    /// Somebody was to be their own second person.
    #[error(
        "{0} of these claims are your own, and nobody else has checked them; a second person compares \
         claims with their source"
    )]
    OwnReview(usize),
    /// The case's own additions to the schema are wrong.
    #[error("the case's schema is wrong:\n{0}")]
    Schema(#[from] onus_model::schema::SchemaErrors),
    /// This copy may only read: the device is not enrolled.
    #[error(
        "this copy of the case was made elsewhere, and this computer is not enrolled in it: it can be \
         read, not changed"
    )]
    NotEnrolled,
    /// An older copy stands where this computer has seen a newer one.
    #[error(
        "this is an older copy of the case: {0} commits that this computer has seen are missing. It can be \
         read, not changed; find the newer copy"
    )]
    RolledBack(usize),
}

impl From<Fault> for CaseError {
    fn from(fault: Fault) -> Self {
        let at = fault.field.map(|field| format!(" in {field}")).unwrap_or_default();
        Self::NotWritable(format!("{}{at}", fault.reason))
    }
}

impl From<crate::convert::NotReadable> for CaseError {
    fn from(error: crate::convert::NotReadable) -> Self {
        Self::NotWritable(error.to_string())
    }
}
