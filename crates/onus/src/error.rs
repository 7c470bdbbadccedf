//! What goes wrong, as the user is told it: a kind, a message, and what to do.
//!
//! Libraries have typed errors; here, at the edge, each becomes one of four kinds, and the kind is the
//! exit code. A script can tell a mistyped sheet from a case that does not open without reading words.

use std::fmt;
use std::process::ExitCode;

use onus_case::{CaseError, ReadError};
use onus_ingest::sheets::{CannotName, CannotWrite, Mistakes, Unresolved};

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What was typed or given is wrong.
    Input,
    /// The case could not be opened, or not for what was wanted.
    Open,
    /// What is stored is not what was stored.
    Integrity,
}

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what was asked.
    Done,
    /// The answer is "no": a check found something, or nothing was found.
    No,
    /// The case was read, and is not whole.
    Broken,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::No => Self::from(1),
            Outcome::Broken => Self::from(4),
        }
    }
}

impl From<Kind> for ExitCode {
    fn from(kind: Kind) -> Self {
        Self::from(match kind {
            Kind::Input => 2,
            Kind::Open => 3,
            Kind::Integrity => 4,
        })
    }
}

/// A failure as the user is told it.
#[derive(Debug)]
pub(crate) struct CommandError {
    /// Its kind.
    pub(crate) kind: Kind,
    /// What is wrong and where.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl CommandError {
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self { kind: Kind::Input, message: message.into(), hint: None }
    }

    pub(crate) fn open(message: impl Into<String>) -> Self {
        Self { kind: Kind::Open, message: message.into(), hint: None }
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// A file or folder that the system would not give or take.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let told = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            std::io::ErrorKind::PermissionDenied => "access to it is not permitted".to_owned(),
            std::io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
            _ => error.to_string(),
        };
        Self::input(format!("{}: {told}", path.display()))
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl From<onus_store::Error> for CommandError {
    fn from(error: onus_store::Error) -> Self {
        use onus_store::Error;
        let kind = match &error {
            Error::Damaged { .. } => Kind::Integrity,
            Error::EmptyPassphrase | Error::Exists { .. } => Kind::Input,
            _ => Kind::Open,
        };
        let hint = match &error {
            Error::NotACase { .. } => Some(
                "give the case's folder, NAME.onus, with --case, or make one: onus init NAME.onus",
            ),
            Error::WrongPassphrase => {
                Some("type it again, or use the recovery code: onus passwd --recovery")
            }
            Error::Damaged { .. } => {
                Some("take a backup copy of the whole folder; onus verify says whether it is sound")
            }
            Error::Busy => Some("nothing was changed; try again when the other command has ended"),
            _ => None,
        };
        let message = error.to_string();
        Self { kind, message, hint: hint.map(ToOwned::to_owned) }
    }
}

impl From<CaseError> for CommandError {
    fn from(error: CaseError) -> Self {
        let kind = match error {
            CaseError::Store(error) => return error.into(),
            CaseError::Damaged(_) | CaseError::Log(_) | CaseError::RolledBack(_) => Kind::Integrity,
            CaseError::NotWritable(_)
            | CaseError::Edit(_)
            | CaseError::Schema(_)
            | CaseError::OwnReview(_) => Kind::Input,
            CaseError::Bundle { .. } | CaseError::NotReadable(_) => Kind::Input,
            CaseError::Stamp(_) | CaseError::StampNotTrusted(_) | CaseError::NoStampRequested => {
                Kind::Input
            }
            CaseError::OlderThanSeen(_) | CaseError::AnotherHistory(_) => Kind::Integrity,
            CaseError::NotEnrolled
            | CaseError::Awaiting
            | CaseError::NotAllowed(_)
            | CaseError::NotNoted(_) => Kind::Open,
        };
        let hint = matches!(error, CaseError::OwnReview(_)).then(|| {
            "let another member mark them, or give --alone where there is nobody else: they are then shown as \
             checked by nobody but their coder"
                .to_owned()
        });
        let hint = hint.or_else(|| bundle_hint(&error).map(ToOwned::to_owned));
        let hint = hint.or_else(|| stamp_hint(&error).map(ToOwned::to_owned));
        Self { kind, message: error.to_string(), hint }
    }
}

/// What to do about a bundle that is refused.
fn bundle_hint(error: &CaseError) -> Option<&'static str> {
    let CaseError::Bundle { reason, .. } = error else { return None };
    Some(match reason.code() {
        "bundle.sealed" | "manifest.to" => {
            "ask the sender to make it for this device: onus members shows which it is"
        }
        "bundle.truncated" | "bundle.signature" | "bundle.magic" => {
            "it was damaged on the way, or is no bundle; copy it again, or ask for another"
        }
        "manifest.base" | "chain.missing" => {
            "it builds on a bundle that was not taken here: take that first, or ask for one with --all"
        }
        "manifest.case" => "name the case that it belongs to with --case",
        "time.future" => "one of the clocks is wrong: compare this computer's with the sender's",
        "bundle.from" => "its sender is not, or no longer, part of the case: ask an owner",
        _ => "keep the file: it shows who sent something that does not verify",
    })
}

/// What to do about a reply that is refused.
fn stamp_hint(error: &CaseError) -> Option<&'static str> {
    use onus_publish::stamp::StampError;
    match error {
        CaseError::NoStampRequested => Some("make one first: onus timestamp --out request.tsq"),
        CaseError::StampNotTrusted(_) => Some(
            "give the authority's root certificate, as it publishes it, with --trust, and certificates between \
             the two with --certificate",
        ),
        CaseError::Stamp(error) => match error {
            StampError::OtherContent { .. } | StampError::Nonce(_) => Some(
                "it answers another request than those that wait here; onus timestamp lists them",
            ),
            StampError::NotAReply(_) => {
                Some("it is damaged or no reply; fetch it again, as application/timestamp-reply")
            }
            StampError::NoCertificate => {
                Some("give the authority's own certificate with --certificate")
            }
            StampError::Refused { .. } => Some("ask again, or ask another authority"),
            _ => None,
        },
        _ => None,
    }
}

impl From<ReadError> for CommandError {
    fn from(error: ReadError) -> Self {
        match error.0.downcast::<CaseError>() {
            Ok(error) => (*error).into(),
            Err(error) => match error.downcast::<onus_store::Error>() {
                Ok(error) => (*error).into(),
                Err(error) => {
                    let message = format!("the case cannot be read: {error}");
                    Self { kind: Kind::Integrity, message, hint: None }
                }
            },
        }
    }
}

impl From<Mistakes> for CommandError {
    fn from(mistakes: Mistakes) -> Self {
        let count = mistakes.listed.len().saturating_add(mistakes.further);
        let told = if count == 1 { "1 mistake".to_owned() } else { format!("{count} mistakes") };
        Self::input(format!("{told} in the sheets; nothing was applied\n{mistakes}"))
    }
}

impl From<Unresolved> for CommandError {
    fn from(error: Unresolved) -> Self {
        Self::input(error.to_string())
    }
}

impl From<CannotName> for CommandError {
    fn from(error: CannotName) -> Self {
        Self::input(error.to_string())
    }
}

impl From<CannotWrite> for CommandError {
    fn from(error: CannotWrite) -> Self {
        Self::input(error.to_string())
    }
}
