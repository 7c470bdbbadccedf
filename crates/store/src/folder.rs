//! The case folder: what it holds, how one is made, and how its keys are managed.
//!
//! ```text
//! NAME.onus/
//!   case.db      the encrypted database; case.db-wal and case.db-shm beside it while it is open. Once it
//!                was written anew under another key, case-NAME.db, which slots.json names
//!   slots.json   the key slots
//!   lock         empty; held while the slots are changed
//! ```
//!
//! A folder is made beside its final place and renamed when it is whole, so that there is never half a
//! case. A case that is refused (not one, newer, damaged) is not written to.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use data_encoding::HEXLOWER;

use crate::atomic;
use crate::device::DeviceHome;
use crate::entropy::{Entropy, draw};
use crate::error::{Error, Refusal, Result};
use crate::keys::{
    DataKey, KeyCost, KeySource, Passphrase, RecoveryCode, SlotFile, SlotId, SlotKind, Unlocked,
};
use crate::sqlite;

const DATABASE: &str = "case.db";
pub(crate) const SLOTS: &str = "slots.json";
pub(crate) const LOCK: &str = "lock";

/// How often, and how long each time, to wait for another process that is changing the slots.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// A folder that holds a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFolder {
    path: PathBuf,
}

/// A new case.
#[derive(Debug)]
pub struct Created {
    /// Its folder.
    pub folder: CaseFolder,
    /// Its first slot, opened.
    pub unlocked: Unlocked,
    /// The recovery code, to be shown once and kept nowhere.
    pub recovery_code: RecoveryCode,
}

impl CaseFolder {
    /// Makes a case: a folder with an empty database, a slot for the passphrase, and a recovery slot.
    ///
    /// # Errors
    ///
    /// [`Error::Exists`] when anything but an empty folder is there; otherwise what the disk says. On
    /// an error nothing is left behind.
    pub fn create(
        path: &Path,
        passphrase: &Passphrase,
        cost: KeyCost,
        entropy: &mut dyn Entropy,
    ) -> Result<Created> {
        if !is_free(path) {
            return Err(Error::Exists { path: path.to_path_buf() });
        }
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let unfinished = parent.join(format!(".{}.new", HEXLOWER.encode(&draw::<8>(entropy)?)));
        let made = atomic::private_folder(&unfinished)
            .map_err(|error| Error::writing(&unfinished, error))
            .and_then(|()| Self::fill(&unfinished, passphrase, cost, entropy))
            .and_then(|filled| {
                let moved = atomic::sync_folder(&unfinished)
                    .and_then(|()| remove_if_present(path))
                    .and_then(|()| fs::rename(&unfinished, path))
                    .and_then(|()| atomic::sync_folder(parent));
                moved.map_err(|error| Error::writing(path, error)).map(|()| filled)
            });
        match made {
            Ok((unlocked, recovery_code)) => {
                let folder = Self { path: path.to_path_buf() };
                Ok(Created { folder, unlocked, recovery_code })
            }
            Err(error) => {
                let _ = fs::remove_dir_all(&unfinished);
                Err(error)
            }
        }
    }

    fn fill(
        path: &Path,
        passphrase: &Passphrase,
        cost: KeyCost,
        entropy: &mut dyn Entropy,
    ) -> Result<(Unlocked, RecoveryCode)> {
        let data_key = DataKey::generate(entropy)?;
        let recovery_code = RecoveryCode::generate(entropy)?;
        let (slots, unlocked) = SlotFile::create(
            sqlite::FORMAT,
            KeySource::Passphrase(passphrase),
            KeySource::Recovery(&recovery_code),
            cost,
            &data_key,
            entropy,
        )?;
        let lock = path.join(LOCK);
        atomic::private_file()
            .write(true)
            .create_new(true)
            .open(&lock)
            .map_err(|error| Error::writing(&lock, error))?;
        sqlite::create(&path.join(DATABASE), &data_key)?;
        atomic::replace(&path.join(SLOTS), &slots.to_bytes())?;
        Ok((unlocked, recovery_code))
    }

    /// Recognises a case by what is in its folder. Opens nothing and changes nothing.
    ///
    /// # Errors
    ///
    /// [`Error::NotACase`], [`Error::NewerFormat`], or [`Error::Damaged`] when the slots cannot be read.
    pub fn open(path: &Path) -> Result<Self> {
        let not_a_case = |missing| Error::NotACase { path: path.to_path_buf(), missing };
        if !path.is_dir() {
            return Err(not_a_case("its folder"));
        }
        if !path.join(SLOTS).is_file() {
            return Err(not_a_case(SLOTS));
        }
        let folder = Self { path: path.to_path_buf() };
        folder.read_slots()?;
        if !folder.database().is_file() {
            return Err(not_a_case(DATABASE));
        }
        Ok(folder)
    }

    /// The keys as they are now, for whoever unlocked the case earlier: the data key may have been
    /// changed since, and a slot finds the new one without a passphrase.
    ///
    /// # Errors
    ///
    /// [`Error::WrongPassphrase`] when the slot is gone; [`Error::Damaged`] when the file was changed.
    pub fn refresh(&self, unlocked: &Unlocked) -> Result<Unlocked> {
        self.read_slots()?.refresh(unlocked)
    }

    /// Where the folder is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the database is. Its name changes when it is written anew under another key.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        let slots = self.read_slots().ok();
        let named = slots.as_ref().and_then(SlotFile::file);
        self.path.join(named.unwrap_or(DATABASE))
    }

    /// The slots, in no particular order.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when they cannot be read.
    pub fn slots(&self) -> Result<Vec<(SlotId, SlotKind)>> {
        Ok(self.read_slots()?.slots().collect())
    }

    /// Opens the slot of a passphrase. Takes as long as the slot's [`KeyCost`] says, for each slot
    /// that has to be tried; with `home`, the slot last used on this machine is tried first.
    ///
    /// # Errors
    ///
    /// [`Error::WrongPassphrase`] when no slot opens; [`Error::Damaged`] when the file was changed.
    pub fn unlock(&self, passphrase: &Passphrase, home: Option<&DeviceHome>) -> Result<Unlocked> {
        let file = self.read_slots()?;
        let known = file.slots().map(|(id, _)| id);
        let first: Vec<SlotId> = match home {
            Some(home) => known.filter(|id| home.knows(*id)).collect(),
            None => Vec::new(),
        };
        file.unlock(KeySource::Passphrase(passphrase), &first)
    }

    /// Opens the recovery slot.
    ///
    /// # Errors
    ///
    /// As [`CaseFolder::unlock`]; the code may also belong to another case.
    pub fn unlock_with_code(&self, code: &RecoveryCode) -> Result<Unlocked> {
        self.read_slots()?.unlock(KeySource::Recovery(code), &[])
    }

    /// Puts a new passphrase on the slot that was opened. Neither the database nor this machine's device
    /// file changes.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] when the slot is the recovery slot or no longer there; [`Error::Busy`] while
    /// another process changes the slots.
    pub fn change_passphrase(
        &self,
        unlocked: &Unlocked,
        new: &Passphrase,
        cost: KeyCost,
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        self.edit(unlocked, |file| file.change(unlocked, KeySource::Passphrase(new), cost, entropy))
    }

    /// Adds a slot for another member, or for a member who forgot their passphrase. Answers it opened.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] while another process changes the slots.
    pub fn add_slot(
        &self,
        unlocked: &Unlocked,
        passphrase: &Passphrase,
        cost: KeyCost,
        entropy: &mut dyn Entropy,
    ) -> Result<Unlocked> {
        self.edit(unlocked, |file| {
            file.add(KeySource::Passphrase(passphrase), cost, unlocked.data_key(), entropy)
        })
    }

    /// Removes a slot. Whoever copied the folder before can still open that copy.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] when there is no such slot or it is the last with a passphrase;
    /// [`Error::Busy`] while another process changes the slots.
    pub fn remove_slot(&self, unlocked: &Unlocked, slot: SlotId) -> Result<()> {
        self.edit(unlocked, |file| file.remove(slot, unlocked.data_key()))
    }

    /// Makes a new recovery code; the old one stops working.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] while another process changes the slots.
    pub fn replace_recovery_code(
        &self,
        unlocked: &Unlocked,
        cost: KeyCost,
        entropy: &mut dyn Entropy,
    ) -> Result<RecoveryCode> {
        let code = RecoveryCode::generate(entropy)?;
        let source = KeySource::Recovery(&code);
        self.edit(unlocked, |file| {
            file.replace_recovery(source, cost, unlocked.data_key(), entropy)
        })?;
        Ok(code)
    }

    /// Reads, checks, changes and replaces the slots while no other process does.
    pub(crate) fn edit<T>(
        &self,
        unlocked: &Unlocked,
        change: impl FnOnce(&mut SlotFile) -> Result<T>,
    ) -> Result<T> {
        let _held = self.lock()?;
        let mut file = self.read_slots()?;
        file.check(unlocked.data_key())?;
        let answer = change(&mut file)?;
        atomic::replace(&self.path.join(SLOTS), &file.to_bytes())?;
        Ok(answer)
    }

    pub(crate) fn lock(&self) -> Result<File> {
        let path = self.path.join(LOCK);
        let file = atomic::private_file()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| Error::writing(&path, error))?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(error)) => return Err(Error::io(&path, error)),
            }
        }
        Err(Error::Busy)
    }

    fn read_slots(&self) -> Result<SlotFile> {
        let path = self.path.join(SLOTS);
        let bytes = fs::read(&path).map_err(|error| Error::io(&path, error))?;
        let file = SlotFile::from_bytes(&bytes)?;
        let (found, known) = (file.database(), sqlite::FORMAT);
        if found > known { Err(Error::NewerFormat { found, known }) } else { Ok(file) }
    }

    /// Refuses a folder for device files that lies inside the case: a copy would take it along.
    pub(crate) fn refuse_inside(&self, home: &Path) -> Result<()> {
        let case = resolved(&self.path).map_err(|error| Error::io(&self.path, error))?;
        let place = resolved(home).map_err(|error| Error::io(home, error))?;
        if place.starts_with(&case) {
            return Err(Refusal::HomeInsideCase(home.to_path_buf()).into());
        }
        Ok(())
    }
}

/// The path without links and detours, as far as it exists.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for existing in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (existing.canonicalize(), path.strip_prefix(existing)) {
            return Ok(real.join(rest));
        }
    }
    Ok(path)
}

/// Whether nothing is at a path, or an empty folder.
fn is_free(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => {
            error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err()
        }
    }
}

fn remove_if_present(empty: &Path) -> io::Result<()> {
    match fs::remove_dir(empty) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
