//! Small files that are either the old one or the new one, whatever happens in between.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};

/// Replaces a file's content: written beside it, synced, renamed over it, and the folder synced.
///
/// Only the user can read the file.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let beside = beside(path);
    let written = write_new(&beside, content)
        .and_then(|()| fs::rename(&beside, path))
        .and_then(|()| sync_folder(path.parent().unwrap_or(Path::new("."))));
    written.map_err(|error| {
        // The old file is still whole; what was begun beside it is of no use to anyone.
        let _ = fs::remove_file(&beside);
        Error::writing(path, error)
    })
}

/// A name in the same folder that no other process or thread uses at this moment.
fn beside(path: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}-{next}.new", std::process::id()));
    path.with_file_name(name)
}

fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = private_file().write(true).create(true).truncate(true).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Options that make files only the user can read.
pub(crate) fn private_file() -> OpenOptions {
    #[allow(unused_mut, reason = "nothing to set where there are no permission bits")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder, and those above it, that only the user can enter.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes renames and new files in a folder last.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened as a file, and renames are ordered by the system.
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}
