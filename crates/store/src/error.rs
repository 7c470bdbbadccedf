//! What can go wrong between a case and the disk, each kind apart.
//!
//! The kinds are what a person can act on: type another passphrase, wait for another window, free some
//! space, take the other copy. None of the messages holds a word of the case.

use std::io;
use std::path::{Path, PathBuf};

use crate::id::{CommitId, ContentDigest, LeafId};
use crate::vault::Damage;

/// The result of anything that touches a case.
pub type Result<T> = std::result::Result<T, Error>;

/// Which part of a case is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// The key slots, `slots.json`.
    Keys,
    /// The database, `case.db` or its write-ahead log.
    Database,
    /// This machine's device file.
    Device,
}

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keys => "the key slots (slots.json)",
            Self::Database => "the database (case.db)",
            Self::Device => "this machine's device file",
        })
    }
}

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no case there.
    #[error("{path} is not a case: {missing} is missing")]
    NotACase {
        /// Where it was looked for.
        path: PathBuf,
        /// What a case would have.
        missing: &'static str,
    },
    /// A case cannot be made where something is.
    #[error("{path} exists already: choose another name")]
    Exists {
        /// What is in the way.
        path: PathBuf,
    },
    /// The case was written by a newer program.
    #[error(
        "this case has format {found}, and this program reads up to {known}: use a newer program"
    )]
    NewerFormat {
        /// The format found.
        found: u32,
        /// The newest that is known.
        known: u32,
    },
    /// The case was written by an older program and must be brought up to date, which needs writing.
    #[error(
        "this case has format {found}, and must be brought to format {known} first: open it once where it can be written"
    )]
    OlderFormat {
        /// The format found.
        found: u32,
        /// The one that is needed.
        known: u32,
    },
    /// No slot opens.
    #[error("the passphrase or recovery code does not open this case")]
    WrongPassphrase,
    /// An empty passphrase protects nothing.
    #[error("a passphrase is needed: several words that nobody would guess")]
    EmptyPassphrase,
    /// A slot asks for more memory or time than any honest one does, or for less than there must be.
    #[error(
        "the key slots ask for {memory_kib} KiB, {passes} passes and {lanes} lanes, which is outside what this program accepts"
    )]
    KeyCost {
        /// Memory asked for, in kibibytes.
        memory_kib: u32,
        /// Passes over it.
        passes: u32,
        /// Lanes.
        lanes: u32,
    },
    /// What is stored cannot be read.
    #[error("{part} is damaged: {detail}. Nothing was changed; use another copy of the case")]
    Damaged {
        /// Which part.
        part: Damaged,
        /// What was found, for whoever repairs it.
        detail: String,
    },
    /// Someone else is writing and did not finish in the time to wait.
    #[error("another process is writing to this case: wait for it to finish, or close it")]
    Busy,
    /// The case can be read and not written.
    #[error("{path} can only be read: copy the case to a place that can be written")]
    ReadOnly {
        /// The case.
        path: PathBuf,
    },
    /// The folder cannot be written, and the case was not closed in order, so it cannot be read either.
    #[error(
        "{path} was not closed in order and its folder can only be read: copy the whole folder to a place that can be written, and open it there"
    )]
    NotClosed {
        /// The case.
        path: PathBuf,
    },
    /// No space is left.
    #[error("the disk of {path} is full: nothing was changed; free some space")]
    DiskFull {
        /// What was written to.
        path: PathBuf,
    },
    /// What was to be stored cannot be read; nothing of it was kept.
    #[error("it cannot be read: {0}")]
    Source(io::Error),
    /// The cipher gave up: short of memory or of randomness, never because of the content.
    #[error("sealing failed: {0}")]
    Sealing(String),
    /// An object of the vault is not what was stored.
    #[error("the stored file {digest} {damage}: restore it from another copy of the case")]
    Object {
        /// What was stored.
        digest: ContentDigest,
        /// What is wrong with it.
        damage: Damage,
    },
    /// The operating system refused.
    #[error("{path}: {source}")]
    Io {
        /// What was read or written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system's source of randomness failed.
    #[error("the system gives no random numbers: {0}")]
    NoEntropy(String),
    /// The change contradicts what is stored.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Why a change was refused. These are mistakes of a caller or of a foreign log, not of the disk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The commit is in the store already.
    #[error("commit {0} is here already")]
    CommitPresent(CommitId),
    /// A commit's parent is not in the store.
    #[error("commit {child} follows {parent}, which is not here")]
    ParentMissing {
        /// The commit to append.
        child: CommitId,
        /// What it follows.
        parent: CommitId,
    },
    /// A leaf names another commit or index than the place it was given in.
    #[error("leaf {0} does not belong to the place it was given in")]
    LeafPlace(LeafId),
    /// There is no such leaf.
    #[error("commit {commit} has no leaf {index}")]
    NoLeaf {
        /// The commit.
        commit: CommitId,
        /// The index asked for.
        index: u32,
    },
    /// The leaf has its content already.
    #[error("leaf {index} of commit {commit} is open already")]
    LeafOpen {
        /// The commit.
        commit: CommitId,
        /// The leaf's index.
        index: u32,
    },
    /// A commit that is made again is not in the store beside.
    #[error("commit {0} is not stored")]
    NotStored(CommitId),
    /// What is made again to be compared does not answer this.
    #[error("what is made again to be compared does not answer this")]
    OnlyCompared,
    /// The case is not open alone.
    #[error("the case has to be open here and nowhere else for this")]
    NotAlone,
    /// Another claim has this number.
    #[error("another claim has the number {0}")]
    ClaimNumber(u64),
    /// This content is in the vault already, under another name.
    #[error("{0} is stored already")]
    ObjectPresent(ContentDigest),
    /// Another object has this name.
    #[error("another stored file has the name of {0}")]
    ObjectName(ContentDigest),
    /// A number is larger than the store can hold.
    #[error("the number {0} is too large to be stored")]
    NumberTooLarge(u64),
    /// More different records or properties than there are numbers for them.
    #[error("there are more {0} than the store can number")]
    TooMany(&'static str),
    /// The folder for device files lies inside the case, where a copy would take it along.
    #[error("{0} lies inside the case: device files must be kept outside of it")]
    HomeInsideCase(PathBuf),
    /// This machine already has a device for this slot.
    #[error("this machine already has a device for this case")]
    DevicePresent,
    /// This machine has no device for this slot.
    #[error("this machine has no device for this case: enrol one first")]
    NoDevice,
    /// The slot was opened with a recovery code, and has no passphrase to change.
    #[error(
        "the case was opened with its recovery code: add a new passphrase instead of changing one"
    )]
    NotAPassphrase,
    /// There is no such slot.
    #[error("there is no such key slot")]
    NoSlot,
    /// Nobody could open the case any more with a passphrase.
    #[error("this is the last passphrase of the case: add another before removing it")]
    LastPassphrase,
}

impl Error {
    /// Names the file that a system error is about, and tells a full or read-only disk apart.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Io { path, source },
        }
    }

    /// As [`Error::io`], for something that was to be written: where that is not permitted, the case
    /// can only be read.
    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied => Self::ReadOnly { path: path.to_path_buf() },
            _ => Self::io(path, source),
        }
    }

    pub(crate) fn damaged(part: Damaged, detail: impl Into<String>) -> Self {
        Self::Damaged { part, detail: detail.into() }
    }
}

/// The number as the database holds it.
///
/// SQLite's integers are signed; both stores refuse what it could not hold, so that they agree.
pub(crate) fn storable(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Refusal::NumberTooLarge(number).into())
}
