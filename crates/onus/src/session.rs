//! What a command works with: the options that all commands take, the moment, and the case.

use std::path::PathBuf;
use std::time::Duration;

use onus_case::{CaseError, Notice, Now, OpenCase};
use onus_store::{Entropy, OsEntropy, Unlocked};

use crate::error::CommandError;
use crate::{agent, console, locate, passphrase};

/// How long to wait for another process that is writing.
pub(crate) const WAIT: Duration = Duration::from_secs(10);

/// What a command works with.
pub(crate) struct Session {
    /// The case that was named.
    pub(crate) case: Option<PathBuf>,
    /// Whether answers are JSON.
    pub(crate) json: bool,
    /// Whether they are coloured.
    pub(crate) color: bool,
    /// Seconds since 1970-01-01T00:00:00Z, when the command began.
    pub(crate) seconds: u64,
    /// The system's randomness.
    pub(crate) entropy: OsEntropy,
}

impl Session {
    /// The moment of a change and its randomness.
    pub(crate) fn now(&mut self) -> Now<'_> {
        Now { seconds: self.seconds, entropy: &mut self.entropy as &mut dyn Entropy }
    }

    /// The folder of the case that is meant.
    pub(crate) fn path(&self) -> Result<PathBuf, CommandError> {
        locate::case(self.case.as_deref())
    }

    /// Opens the case: with the key that a running agent holds, or with its passphrase.
    pub(crate) fn open(&self) -> Result<OpenCase, CommandError> {
        let open = self.open_awaiting()?;
        // An empty copy is no empty case: nothing is answered from it.
        if open.is_awaiting()? { Err(CaseError::Awaiting.into()) } else { Ok(open) }
    }

    /// Opens the case, or a copy that waits for its first bundle.
    pub(crate) fn open_awaiting(&self) -> Result<OpenCase, CommandError> {
        let path = self.path()?;
        let home = locate::devices()?;
        if let Some(unlocked) = agent::key_of(&path) {
            // A key of another case that lay here before is no key of this one.
            let fits = onus_store::CaseFolder::open(&path)?
                .slots()?
                .iter()
                .any(|(slot, _)| *slot == unlocked.slot());
            if fits {
                return self.opened(OpenCase::open(&path, unlocked, &home, WAIT)?);
            }
        }
        let unlocked = self.unlock(&path)?;
        let _progress = console::Progress::start("opening the case");
        self.opened(OpenCase::open(&path, unlocked, &home, WAIT)?)
    }

    /// Unlocks a case with its passphrase.
    pub(crate) fn unlock(&self, path: &std::path::Path) -> Result<Unlocked, CommandError> {
        // What is no case is said before anybody types a passphrase.
        onus_store::CaseFolder::open(path)?.slots()?;
        let passphrase = passphrase::existing(path)?;
        let _progress = console::Progress::start("trying the passphrase");
        Ok(OpenCase::unlock(path, &passphrase, &locate::devices()?)?)
    }

    fn opened(&self, mut open: OpenCase) -> Result<OpenCase, CommandError> {
        open.keep_views(&onus_reason::VIEWS);
        if open.are_texts_stale()? {
            let _progress = console::Progress::start("making passages findable");
            open.index_texts()?;
        }
        for notice in open.notices() {
            console::note(&told(notice));
        }
        Ok(open)
    }

    /// Prints what a command did, as text or as JSON.
    pub(crate) fn tell(&self, text: &str, json: &serde_json::Value) {
        if self.json {
            console::print_json(json);
        } else {
            console::print(&crate::ask::coloured(text));
        }
    }
}

/// What a user is told about a case that was opened.
pub(crate) fn told(notice: &Notice) -> String {
    match notice {
        Notice::NotEnrolled => {
            "note: this copy of the case was made elsewhere; this computer is not \
             enrolled in it and can only read it. To take part, ask to be admitted: onus join"
                .to_owned()
        }
        Notice::Asked => {
            "note: this computer has asked to be admitted to the case; until an owner \
             admits it and a bundle brings the answer, it only reads"
                .to_owned()
        }
        Notice::Closed(reason) => format!(
            "note: this computer's device is not part of the case any more: {reason}. It can read; to take \
             part again, ask to be admitted: onus join"
        ),
        Notice::ReadOnly => {
            "note: the case can only be read where it is; nothing can be changed".to_owned()
        }
        Notice::RolledBack(missing) => format!(
            "warning: this is an older copy of the case: {} commits that this computer has seen \
             are missing. It can be read, not changed; find the newer copy, or go on with this one as a new \
             device: onus join",
            missing.len()
        ),
        Notice::Partial(missing) => format!(
            "note: this copy is partial: {} operations are withheld from it. What is not found here may \
             exist; nothing follows from its absence",
            missing.withheld
        ),
        Notice::Unfinished => {
            "note: something was erased, and freed pages of the database may still \
             hold it; close other programs that have the case open, and run onus passwd --rotate"
                .to_owned()
        }
        Notice::ErasuresWait(count) => format!(
            "note: others erased {count} operations at once; they count for nothing already, and their \
             contents are destroyed here once a custodian has looked: onus erase --pending"
        ),
    }
}
