//! What a command works with: the options that all commands take, the moment, and the case.

use std::path::PathBuf;
use std::time::Duration;

use onus_case::{Notice, Now, OpenCase};
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
        for notice in open.notices() {
            console::note(&match notice {
                Notice::NotEnrolled => {
                    "note: this copy of the case was made elsewhere; this computer is \
                                        not enrolled in it and can only read it"
                        .to_owned()
                }
                Notice::ReadOnly => {
                    "note: the case can only be read where it is; nothing can be changed".to_owned()
                }
                Notice::RolledBack(missing) => format!(
                    "warning: this is an older copy of the case: {} commits that this computer has seen \
                     are missing. It can be read, not changed; find the newer copy",
                    missing.len()
                ),
            });
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
