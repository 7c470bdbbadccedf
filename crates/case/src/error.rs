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
    /// A bundle is refused; nothing has changed.
    #[error("the bundle is refused, and nothing was changed: {told}")]
    Bundle {
        /// Why.
        reason: onus_ledger::Reason,
        /// Why and where in it, in words.
        told: String,
        /// Whether it is not wrong but comes too early.
        waits: bool,
    },
    /// The reply of an authority for time stamps does not hold; nothing has changed.
    #[error("{0}; no stamp was recorded")]
    Stamp(onus_publish::stamp::StampError),
    /// Nobody whom the reader trusts vouches for the authority; nothing has changed.
    #[error("nobody who is trusted vouches for this time stamp ({0}); it was not recorded")]
    StampNotTrusted(String),
    /// No request waits for a reply.
    #[error("no request for a time stamp waits for a reply here")]
    NoStampRequested,
    /// A file could not be read or written.
    #[error("{0}")]
    NotReadable(String),
    /// A change was made, and this computer could not note that it was.
    #[error(
        "the change is in the case, and this computer could not note it, so that it would not notice an \
         older copy in its place: {0}"
    )]
    NotNoted(String),
    /// Nothing of the case is here yet.
    #[error(
        "nothing of this case is here yet: it waits for a bundle from whoever admits this device; take it \
         with onus sync FILE"
    )]
    Awaiting,
    /// A device's chain is shorter here than it was once shown to be.
    #[error(
        "the log is older than what was seen on this computer: commits of the device {0} are missing. An \
         older copy was put in its place; find the newer one, or ask for everything with onus sync --all"
    )]
    OlderThanSeen(onus_ledger::DeviceId),
    /// A device's chain is not the one it was once shown to be.
    #[error(
        "the log of the device {0} is not the one that was seen on this computer before: somebody shows \
         different histories to different people. Nothing was changed; keep both copies as evidence"
    )]
    AnotherHistory(onus_ledger::DeviceId),
    /// The member's role does not allow it.
    #[error("your role in this case does not allow this: {0}")]
    NotAllowed(String),
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
