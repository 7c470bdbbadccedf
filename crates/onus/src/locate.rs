//! Where things are: the case that is meant, and what this computer keeps for its user.
//!
//! The case is the folder that was named, by option or by environment, or the only one in the folder
//! where the command runs. Two there are a question, never a guess.

use std::path::{Path, PathBuf};

use onus_store::DeviceHome;

use crate::error::CommandError;

/// The ending of a case's folder.
pub(crate) const ENDING: &str = "onus";

/// The case that is meant.
///
/// # Errors
///
/// When none was named and none, or more than one, is here.
pub(crate) fn case(named: Option<&Path>) -> Result<PathBuf, CommandError> {
    if let Some(path) = named {
        return Ok(path.to_path_buf());
    }
    let here = Path::new(".");
    let entries = std::fs::read_dir(here).map_err(|error| CommandError::file(here, &error))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING) && path.is_dir())
        .map(|path| path.strip_prefix(here).map(Path::to_path_buf).unwrap_or(path))
        .collect();
    found.sort();
    match found.len() {
        0 => Err(CommandError::open("there is no case in this folder").hint(
            "name it with --case DIR or ONUS_CASE, make one with onus init NAME.onus, or look at the \
             worked example with onus demo",
        )),
        1 => Ok(found.remove(0)),
        _ => {
            let names: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
            Err(CommandError::open(format!(
                "there are {} cases in this folder: {}",
                names.len(),
                names.join(", ")
            ))
            .hint("say which with --case DIR or ONUS_CASE"))
        }
    }
}

/// The folder in which this computer keeps what belongs to this user and to no case: `ONUS_HOME`, or
/// the user's own folder for program data.
///
/// # Errors
///
/// When the user has no such folder.
pub(crate) fn home() -> Result<PathBuf, CommandError> {
    if let Some(home) = std::env::var_os("ONUS_HOME").filter(|home| !home.is_empty()) {
        return Ok(PathBuf::from(home));
    }
    directories::ProjectDirs::from("", "", "onus")
        .map(|folders| folders.data_local_dir().to_path_buf())
        .ok_or_else(|| {
            CommandError::open("this user has no folder for program data")
                .hint("name one with ONUS_HOME, outside of every case")
        })
}

/// Where this computer keeps its device keys.
///
/// # Errors
///
/// As [`home`].
pub(crate) fn devices() -> Result<DeviceHome, CommandError> {
    Ok(DeviceHome::at(home()?.join("devices")))
}
