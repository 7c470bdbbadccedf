//! A vault in the case's folder.
//!
//! ```text
//! NAME.onus/vault/
//!   lock                                    empty; held by whoever adds or sweeps
//!   3f0c…  (32 hexadecimal digits)          an object
//!   3f0c….part                              one that was not finished
//! ```
//!
//! The folder is made when the first object is put in.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::check::VaultFile;
use super::output::Output;
use super::{Lease, Sealed, Unfinished, Vault};
use crate::atomic;
use crate::error::{Error, Result};
use crate::folder::CaseFolder;
use crate::id::ObjectName;

const FOLDER: &str = "vault";
const LOCK: &str = "lock";

/// How often, and how long each time, to wait for a lease.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// How much of a file's beginning is overwritten before it is removed: more than any header takes.
const HEADER: u64 = 4096;

/// Objects as files of one folder.
#[derive(Clone, Debug)]
pub struct FolderVault {
    path: PathBuf,
    tries: u32,
}

impl FolderVault {
    /// The vault of a case.
    #[must_use]
    pub fn of(folder: &CaseFolder) -> Self {
        Self::at(folder.path().join(FOLDER))
    }

    /// A vault in a folder of its own, which need not be there yet.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path, tries: TRIES }
    }

    /// The same vault, waiting no more than about so long for others: see [`Vault::lease`].
    #[must_use]
    pub fn waiting(self, at_most: Duration) -> Self {
        let tries = at_most.as_millis() / PAUSE.as_millis();
        Self { tries: u32::try_from(tries).unwrap_or(u32::MAX).max(1), ..self }
    }

    /// Where its files are.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, name: ObjectName) -> PathBuf {
        self.path.join(name.to_string())
    }

    fn unfinished(&self, name: ObjectName) -> PathBuf {
        self.path.join(format!("{name}{}", VaultFile::UNFINISHED))
    }

    fn lock(&self, take: fn(&File) -> std::result::Result<(), TryLockError>) -> Result<Lease> {
        if !self.path.is_dir() {
            let made = atomic::private_folder(&self.path)
                .and_then(|()| atomic::sync_folder(self.path.parent().unwrap_or(Path::new("."))));
            made.map_err(|error| Error::writing(&self.path, error))?;
        }
        let path = self.path.join(LOCK);
        let file = atomic::private_file()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| Error::writing(&path, error))?;
        for attempt in 1..=self.tries {
            match take(&file) {
                Ok(()) => return Ok(Lease::of(file)),
                Err(TryLockError::WouldBlock) if attempt < self.tries => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(Error::io(&path, error)),
            }
        }
        Err(Error::Busy)
    }
}

impl Vault for FolderVault {
    fn lease(&self) -> Result<Lease> {
        self.lock(File::try_lock_shared)
    }

    fn lease_alone(&self) -> Result<Lease> {
        self.lock(File::try_lock)
    }

    fn create(&self, name: ObjectName) -> Result<Box<dyn Unfinished + '_>> {
        let path = self.unfinished(name);
        let file = atomic::private_file()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(|error| Error::writing(&path, error))?;
        let whole = self.file(name);
        let output = Output::new(file);
        Ok(Box::new(Writing { output, folder: &self.path, path, whole, finished: false }))
    }

    fn has(&self, name: ObjectName) -> Result<bool> {
        for path in [self.file(name), self.unfinished(name)] {
            if path.try_exists().map_err(|error| Error::io(&path, error))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read(&self, name: ObjectName) -> Result<Option<Box<dyn Sealed + '_>>> {
        let path = self.file(name);
        match File::open(&path) {
            Ok(file) => Ok(Some(Box::new(Reading { file, path }))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(&path, error)),
        }
    }

    fn files(&self) -> Result<Vec<VaultFile>> {
        let fail = |error| Error::io(&self.path, error);
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(fail(error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.map_err(fail)?;
            let name = entry.file_name();
            if name == LOCK {
                continue;
            }
            // A file that another process has removed since it was listed is not there.
            let Ok(about) = entry.metadata() else { continue };
            let mut file = VaultFile::named(name.to_string_lossy().into_owned(), about.len());
            if !about.is_file() {
                file.object = None;
            }
            files.push(file);
        }
        files.sort();
        Ok(files)
    }

    fn destroy(&self, file: &VaultFile) -> Result<bool> {
        let Some(name) = file.object else { return Ok(false) };
        let path = if file.unfinished { self.unfinished(name) } else { self.file(name) };
        match fs::OpenOptions::new().write(true).open(&path) {
            Ok(file) => {
                // The key is gone already, or nobody ever had it; where this fails, it is only a
                // second lock on the same door.
                let _ = overwrite(file);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(Error::writing(&path, error)),
        }
        fs::remove_file(&path)
            .and_then(|()| atomic::sync_folder(&self.path))
            .map_err(|error| Error::writing(&path, error))?;
        Ok(true)
    }
}

fn overwrite(mut file: File) -> io::Result<()> {
    let length = file.metadata()?.len().min(HEADER);
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()
}

/// A file being written.
struct Writing<'v> {
    output: Output,
    folder: &'v Path,
    path: PathBuf,
    whole: PathBuf,
    finished: bool,
}

impl Unfinished for Writing<'_> {
    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.output.append(bytes).map_err(|error| Error::writing(&self.path, error))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.output
            .finish()
            .and_then(|()| fs::rename(&self.path, &self.whole))
            .map_err(|error| Error::writing(&self.path, error))?;
        self.finished = true;
        atomic::sync_folder(self.folder).map_err(|error| Error::writing(&self.whole, error))
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if !self.finished {
            // What cannot be removed now is an orphan for the next sweep.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A file being read.
struct Reading {
    file: File,
    path: PathBuf,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Sealed for Reading {
    fn length(&self) -> Result<u64> {
        let about = self.file.metadata();
        about.map(|about| about.len()).map_err(|error| Error::io(&self.path, error))
    }
}
