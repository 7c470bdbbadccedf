//! Writing bags: version 1.0, UTF-8, SHA-256 and SHA-512.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::algorithm::{Algorithm, Checksums, Failed, checksums};
use super::manifest::{folded, named};
use super::path::{PathError, encode, inside};

const ALGORITHMS: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Sha512];
const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const INFO: &str = "bag-info.txt";

/// Why a bag was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BagError {
    /// Something is there already.
    #[error("{0} exists already: choose another name")]
    Exists(PathBuf),
    /// A path that no bag can hold.
    #[error("the path {path:?} {why}")]
    Path {
        /// The path.
        path: String,
        /// Why.
        why: PathError,
    },
    /// The name has a meaning of its own in a bag.
    #[error("{0:?} is a name that the bag writes itself, or that is for the payload alone")]
    Reserved(String),
    /// Two names that some systems cannot tell apart.
    #[error("{path:?} and {other:?} are one name on some systems: rename one of them")]
    AlmostSame {
        /// The later.
        path: String,
        /// The earlier.
        other: String,
    },
    /// Everything is packed already.
    #[error("the bag is closed, and nothing more can be packed")]
    Closed,
    /// A label that no element can have.
    #[error(
        "{0:?} cannot be a label: it is empty, or has a colon, a line end or white space around it"
    )]
    Label(String),
    /// What was to be packed cannot be read.
    #[error("{path:?} cannot be read: {error}")]
    Source {
        /// As what it was to be packed.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The disk refuses.
    #[error("{path}: {error}")]
    Io {
        /// What was written.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// What was written of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// How many bytes.
    pub bytes: u64,
    /// SHA-256, in lower-case hexadecimal: to compare with what the file was to be.
    pub sha256: String,
    /// SHA-512 likewise.
    pub sha512: String,
}

impl Written {
    fn of(sums: Checksums) -> Self {
        let mut found = BTreeMap::from_iter(sums.sums);
        let mut take = |algorithm| found.remove(&algorithm).unwrap_or_default();
        let (sha256, sha512) = (take(Algorithm::Sha256), take(Algorithm::Sha512));
        Self { bytes: sums.bytes, sha256, sha512 }
    }

    fn sum(&self, algorithm: Algorithm) -> &str {
        if algorithm == Algorithm::Sha256 { &self.sha256 } else { &self.sha512 }
    }
}

/// A bag being written.
///
/// It is made beside its final place, under a name that ends in `.part`, and takes its own name when it is
/// whole. Dropped before that, nothing of it stays.
#[derive(Debug)]
pub struct BagWriter {
    unfinished: PathBuf,
    place: PathBuf,
    payload: BTreeMap<String, Written>,
    tags: BTreeMap<String, Written>,
    names: BTreeMap<String, String>,
    info: Vec<(String, String)>,
    closed: bool,
    finished: bool,
}

impl BagWriter {
    /// Begins a bag.
    ///
    /// # Errors
    ///
    /// [`BagError::Exists`] when anything is there; otherwise what the disk says.
    pub fn create(place: &Path) -> Result<Self, BagError> {
        if fs::symlink_metadata(place).is_ok() {
            return Err(BagError::Exists(place.to_path_buf()));
        }
        let mut name = place.file_name().unwrap_or_default().to_os_string();
        name.push(".part");
        let unfinished = place.with_file_name(name);
        fs::create_dir(&unfinished).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BagError::Exists(unfinished.clone()),
            _ => BagError::Io { path: unfinished.clone(), error },
        })?;
        let writer = Self {
            unfinished,
            place: place.to_path_buf(),
            payload: BTreeMap::new(),
            tags: BTreeMap::new(),
            names: BTreeMap::new(),
            info: Vec::new(),
            closed: false,
            finished: false,
        };
        writer.folder(&writer.unfinished.join("data"))?;
        Ok(writer)
    }

    /// Packs a file of the payload under a path relative to `data/`, with slashes.
    ///
    /// # Errors
    ///
    /// When the path cannot be, or is too like another; when the source or the disk fails. The bag can then
    /// only be dropped, except that a refused path leaves it as it was.
    pub fn payload(&mut self, path: &str, source: &mut dyn Read) -> Result<Written, BagError> {
        let path = format!("data/{}", self.plain(path)?);
        self.take_name(&path)?;
        let written = self.write(&path, source)?;
        self.payload.insert(path, written.clone());
        Ok(written)
    }

    /// Packs a file about the payload, such as a history of custody, under a path relative to the bag.
    ///
    /// # Errors
    ///
    /// As [`BagWriter::payload`], and [`BagError::Reserved`].
    pub fn tag(&mut self, path: &str, source: &mut dyn Read) -> Result<Written, BagError> {
        let path = self.plain(path)?;
        let first = path.split('/').next().unwrap_or(&path);
        let reserved = [INFO, "bagit.txt", "fetch.txt", "package-info.txt", "data"];
        if reserved.iter().any(|name| first.eq_ignore_ascii_case(name)) || named(&path).is_some() {
            return Err(BagError::Reserved(path));
        }
        self.take_name(&path)?;
        let written = self.write(&path, source)?;
        self.tags.insert(path, written.clone());
        Ok(written)
    }

    /// Says something of the bag, in the order in which it is to stand in `bag-info.txt`. A value of several
    /// lines is continued on indented ones. `Payload-Oxum` is written by itself.
    ///
    /// # Errors
    ///
    /// [`BagError::Label`]; [`BagError::Reserved`] for `Payload-Oxum`.
    pub fn info(&mut self, label: &str, value: &str) -> Result<(), BagError> {
        if self.closed {
            return Err(BagError::Closed);
        }
        if label.trim() != label || label.is_empty() || label.contains([':', '\n', '\r']) {
            return Err(BagError::Label(label.to_owned()));
        }
        if label.eq_ignore_ascii_case("Payload-Oxum") {
            return Err(BagError::Reserved(label.to_owned()));
        }
        self.info.push((label.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Writes manifests and metadata and makes everything last, but for the bag's name. Nothing can be packed
    /// after that. For whoever has something to note before there is a bag.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn close(&mut self) -> Result<(), BagError> {
        if self.closed {
            return Ok(());
        }
        let bytes: u64 = self.payload.values().map(|written| written.bytes).sum();
        let mut info = String::new();
        for (label, value) in &self.info {
            let lines: Vec<&str> =
                value.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
            if !lines.is_empty() {
                info.push_str(&format!("{label}: {}\n", lines.join("\n  ")));
            }
        }
        info.push_str(&format!("Payload-Oxum: {bytes}.{}\n", self.payload.len()));
        let mut tags =
            vec![("bagit.txt".to_owned(), DECLARATION.to_owned()), (INFO.to_owned(), info)];
        for algorithm in ALGORITHMS {
            tags.push((format!("manifest-{algorithm}.txt"), manifest(&self.payload, algorithm)));
        }
        for (path, text) in tags {
            let written = self.write(&path, &mut text.as_bytes())?;
            self.tags.insert(path, written);
        }
        for algorithm in ALGORITHMS {
            let text = manifest(&self.tags, algorithm);
            self.write(&format!("tagmanifest-{algorithm}.txt"), &mut text.as_bytes())?;
        }
        sync_folders(&self.unfinished)
            .map_err(|error| BagError::Io { path: self.unfinished.clone(), error })?;
        self.closed = true;
        Ok(())
    }

    /// Closes the bag, and gives it its name.
    ///
    /// # Errors
    ///
    /// What the disk says; then there is no bag.
    pub fn finish(mut self) -> Result<PathBuf, BagError> {
        self.close()?;
        let mut rename = || {
            // A rename replaces an empty folder; one may have been made meanwhile.
            if fs::symlink_metadata(&self.place).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(&self.unfinished, &self.place)?;
            self.finished = true;
            sync(self.place.parent().filter(|path| !path.as_os_str().is_empty()))
        };
        rename().map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BagError::Exists(self.place.clone()),
            _ => BagError::Io { path: self.place.clone(), error },
        })?;
        Ok(self.place.clone())
    }

    /// A path with nothing in it that leads nowhere.
    fn plain(&self, path: &str) -> Result<String, BagError> {
        let plain = inside(path).map_err(|why| BagError::Path { path: path.to_owned(), why })?;
        Ok(plain.0)
    }

    fn take_name(&mut self, path: &str) -> Result<(), BagError> {
        if self.closed {
            return Err(BagError::Closed);
        }
        match self.names.get(&folded(path)) {
            Some(other) => {
                Err(BagError::AlmostSame { path: path.to_owned(), other: other.clone() })
            }
            None => {
                self.names.insert(folded(path), path.to_owned());
                Ok(())
            }
        }
    }

    fn folder(&self, path: &Path) -> Result<(), BagError> {
        fs::create_dir_all(path).map_err(|error| BagError::Io { path: path.to_path_buf(), error })
    }

    fn write(&self, path: &str, source: &mut dyn Read) -> Result<Written, BagError> {
        let place = self.unfinished.join(path);
        if let Some(folder) = place.parent() {
            self.folder(folder)?;
        }
        let failed = |error| BagError::Io { path: place.clone(), error };
        let mut file: File =
            OpenOptions::new().write(true).create_new(true).open(&place).map_err(failed)?;
        let sums = checksums(source, &ALGORITHMS, |part| file.write_all(part));
        let sums = sums.map_err(|error| match error {
            Failed::Reading(error) => BagError::Source { path: path.to_owned(), error },
            Failed::Writing(error) => failed(error),
        })?;
        file.sync_all().map_err(failed)?;
        Ok(Written::of(sums))
    }
}

impl Drop for BagWriter {
    fn drop(&mut self) {
        if !self.finished {
            // What cannot be removed now says by its name what it is.
            let _ = fs::remove_dir_all(&self.unfinished);
        }
    }
}

fn manifest(files: &BTreeMap<String, Written>, algorithm: Algorithm) -> String {
    let line = |(path, written): (&String, &Written)| {
        format!("{}  {}\n", written.sum(algorithm), encode(path))
    };
    files.iter().map(line).collect()
}

/// Makes the names in a folder and those below it last.
fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync(Some(folder))
}

fn sync(folder: Option<&Path>) -> io::Result<()> {
    // Elsewhere a folder cannot be opened as a file.
    if cfg!(unix) { File::open(folder.unwrap_or(Path::new(".")))?.sync_all() } else { Ok(()) }
}
