//! The unlock agent: keeps a case unlocked between commands, for a while.
//!
//! A process of the same program holds the key in its memory and gives it to the same user's commands
//! through a Unix socket in a folder that only that user can enter. It ends when nobody has asked for as
//! long as was said, when the case is locked, or with the machine; nothing of the key is ever on disk.
//! Where the system tells who is calling, another user is turned away even with the folder open.
//!
//! Rejected: the system's own key ring, which differs on every system and keeps what it is given.

#[cfg(unix)]
mod client;
#[cfg(unix)]
mod place;
#[cfg(unix)]
mod server;

#[cfg(unix)]
pub(crate) use client::{key_of, lock, unlock};
#[cfg(unix)]
pub(crate) use server::serve;

/// The question for the key.
#[cfg(unix)]
const KEY: u8 = b'k';
/// The wish that it ends.
#[cfg(unix)]
const STOP: u8 = b's';

#[cfg(not(unix))]
mod absent {
    use std::path::Path;

    use onus_store::Unlocked;

    use crate::error::CommandError;

    fn unavailable() -> CommandError {
        CommandError::open("keeping a case unlocked is not available on this system")
            .hint("each command asks for the passphrase, or reads it from ONUS_PASSPHRASE_FILE")
    }

    pub(crate) fn key_of(_: &Path) -> Option<Unlocked> {
        None
    }

    pub(crate) fn unlock(_: &Path, _: &Unlocked, _: u32) -> Result<(), CommandError> {
        Err(unavailable())
    }

    pub(crate) fn lock(_: &Path) -> Result<bool, CommandError> {
        Err(unavailable())
    }

    pub(crate) fn serve(_: &Path, _: u32) -> Result<(), CommandError> {
        Err(unavailable())
    }
}
#[cfg(not(unix))]
pub(crate) use absent::{key_of, lock, serve, unlock};
