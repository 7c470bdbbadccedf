//! Other people's programs.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::wire::Unread;
use super::{Reader, Source, child, parent};
use crate::documents::{Failure, Limits};

/// The programs that recognise text in pictures. Without them pictures keep their properties and have no text,
/// and the document says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tools {
    /// Tesseract, which recognises text in a picture.
    pub tesseract: Option<PathBuf>,
    /// Poppler's `pdftoppm`, which draws a page.
    pub pdftoppm: Option<PathBuf>,
}

impl Tools {
    /// Looks for the programs in the folders of `path`, written as the variable `PATH` is.
    #[must_use]
    pub fn find(path: &OsStr) -> Self {
        let folders: Vec<PathBuf> = std::env::split_paths(path).collect();
        let find = |name: &str| {
            let files = folders.iter().map(|folder| folder.join(name));
            files.filter(|file| file.is_absolute()).find(|file| file.is_file())
        };
        Self { tesseract: find("tesseract"), pdftoppm: find("pdftoppm") }
    }
}

/// What programs read to load themselves and their data: fonts, the data of languages, libraries. None of it
/// is anybody's own.
const SYSTEM: &[&str] = &[
    "/bin",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/gnu/store",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/usr",
    "/var/cache/fontconfig",
];

/// Runs a program on a file, held in, and gives what it writes.
///
/// # Errors
///
/// When it writes more than `most` bytes, takes too long, or ends without having written anything.
pub(super) fn run(
    reader: &Reader,
    program: &Path,
    arguments: &[OsString],
    source: &Source<'_>,
    limits: &Limits,
    most: u64,
) -> Result<Vec<u8>, Failure> {
    let mut readable: Vec<PathBuf> = SYSTEM.iter().map(PathBuf::from).collect();
    // A program outside the system's folders has its data beside its own folder: `/opt/x/bin`, `/opt/x/share`.
    let place = program.canonicalize()?;
    if let Some(own) = place.parent().and_then(Path::parent)
        && own.components().count() > 2
    {
        readable.push(own.to_owned());
    }
    let readable = serde_json::to_string(&readable).map_err(std::io::Error::other)?;
    let mut all = vec![child::RUN.into(), parent::in_words(limits)?, readable.into(), place.into()];
    all.extend_from_slice(arguments);
    reader.start(&all, source, limits, |output| {
        let mut bytes = Vec::new();
        match output.take(most + 1).read_to_end(&mut bytes) {
            Ok(0) | Err(_) => Err(Unread::BrokeOff),
            Ok(_) if bytes.len() as u64 > most => {
                Err(Unread::Wrong(Failure::too_much(format!("more than {most} bytes to be drawn"))))
            }
            Ok(_) => Ok(bytes),
        }
    })
}
