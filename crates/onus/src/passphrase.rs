//! Passphrases: asked on the terminal without showing them, or read from a file that was named.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use onus_store::Passphrase;
use zeroize::Zeroizing;

use crate::error::CommandError;

/// The variable that names the file with the case's passphrase.
pub(crate) const CASE: &str = "ONUS_PASSPHRASE_FILE";
/// The variable that names the file with the passphrase to be put in its place.
pub(crate) const NEW: &str = "ONUS_NEW_PASSPHRASE_FILE";
/// The variable that names the file with the passphrase of a member who is added.
pub(crate) const MEMBER: &str = "ONUS_MEMBER_PASSPHRASE_FILE";
/// The variable that names the file with the passphrase of sealed sheets.
pub(crate) const SHEET: &str = "ONUS_SHEET_PASSPHRASE_FILE";
/// The variable that names the file with the recovery code.
pub(crate) const RECOVERY: &str = "ONUS_RECOVERY_CODE_FILE";

/// The most that is read of a passphrase's file, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The file that the variable names.
fn file(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn read(path: &Path) -> Result<Zeroizing<String>, CommandError> {
    use io::Read;
    let failed = |error: io::Error| {
        let error = CommandError::file(path, &error);
        CommandError::open(format!("the passphrase cannot be read: {}", error.message))
    };
    let mut text = Zeroizing::new(String::new());
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(LONGEST).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

fn ask(prompt: &str, variable: &str) -> Result<Zeroizing<String>, CommandError> {
    let unasked = |why: &str| {
        CommandError::open(format!("a passphrase is needed, and {why}")).hint(format!(
            "name a file that holds it: {variable}=FILE; or unlock the case for a while: onus unlock"
        ))
    };
    if !io::stdin().is_terminal() {
        return Err(unasked("there is no terminal to ask on"));
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| unasked(&format!("the terminal gave none: {error}")))
}

/// What is in the file that the variable names, or is typed.
pub(crate) fn secret(prompt: &str, variable: &str) -> Result<Zeroizing<String>, CommandError> {
    match file(variable) {
        Some(path) => read(&path),
        None => ask(prompt, variable),
    }
}

/// The passphrase of a case.
pub(crate) fn existing(path: &Path) -> Result<Passphrase, CommandError> {
    let typed = secret(&format!("Passphrase of {}: ", path.display()), CASE)?;
    Ok(Passphrase::new(&typed)?)
}

/// A new passphrase, asked for twice.
pub(crate) fn new(variable: &str) -> Result<Passphrase, CommandError> {
    if let Some(path) = file(variable) {
        return Ok(Passphrase::new(&read(&path)?)?);
    }
    let typed = ask("New passphrase (several words that nobody would guess): ", variable)?;
    let again = ask("The same again: ", variable)?;
    if typed != again {
        return Err(CommandError::input(
            "the two passphrases are not the same; nothing was changed",
        ));
    }
    Ok(Passphrase::new(&typed)?)
}

/// The passphrase that the file of the variable holds, when one is named.
pub(crate) fn from_file(variable: &str) -> Result<Option<Zeroizing<String>>, CommandError> {
    file(variable).map(|path| read(&path)).transpose()
}
