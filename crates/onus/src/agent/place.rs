//! Where an agent's socket lies: one a case, in a folder that only its user can enter.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::CommandError;
use crate::locate;

/// The folder of sockets: under `ONUS_HOME` when that is set, else in the user's runtime folder, else
/// with the user's program data.
fn folder() -> Result<PathBuf, CommandError> {
    let named = std::env::var_os("ONUS_HOME").is_some_and(|home| !home.is_empty());
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").filter(|folder| !folder.is_empty());
    match runtime {
        Some(runtime) if !named => Ok(PathBuf::from(runtime).join("onus")),
        _ => Ok(locate::home()?.join("agent")),
    }
}

/// The socket of a case. Its name tells nothing of the case's.
pub(super) fn socket(case: &Path) -> Result<PathBuf, CommandError> {
    let case = fs::canonicalize(case).map_err(|error| CommandError::file(case, &error))?;
    let mut digest = Sha256::new();
    digest.update(b"onus agent\n");
    digest.update(case.as_os_str().as_encoded_bytes());
    let name: String =
        digest.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Ok(folder()?.join(name))
}

/// Makes the folder of a socket, and checks that nobody else can enter it.
pub(super) fn prepare(socket: &Path) -> Result<(), CommandError> {
    let Some(folder) = socket.parent() else { return Ok(()) };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| CommandError::file(folder, &error))?;
    let found = fs::symlink_metadata(folder).map_err(|error| CommandError::file(folder, &error))?;
    let ours = found.is_dir() && found.uid() == rustix::process::geteuid().as_raw();
    if !ours || found.mode() & 0o077 != 0 {
        return Err(CommandError::open(format!(
            "{} must be a folder that only this user can enter",
            folder.display()
        ))
        .hint(format!("chmod 700 {}", folder.display())));
    }
    Ok(())
}
