//! Writing a case's sheets back into files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onus_case::{CaseError, CaseReader};
use onus_ingest::sheets::{
    Entry, Export, Format, Row, RowName, SheetFile, SheetId, seal, template, write,
};
use zeroize::Zeroizing;

use crate::error::CommandError;
use onus_ingest::sheets::in_case::{InCase, draft_of};

/// What sealing a sheet costs: the base-2 logarithm of scrypt's N. About a second.
const WORK: u8 = 18;

/// The records of a case, by handle.
fn register(known: &InCase<'_>) -> Result<Vec<Entry>, CommandError> {
    let mut entries = Vec::new();
    for (handle, id) in known.stored.handles() {
        let (Some(record_type), Ok(handle)) = (known.stored.records().get(&id), handle.parse())
        else {
            continue;
        };
        let label = known.stored.label(id)?;
        entries.push(Entry { handle, record_type: record_type.clone(), label });
    }
    Ok(entries)
}

/// Every sheet of a case with the rows that stand, as files.
pub(crate) fn sheets(known: &InCase<'_>, format: Format) -> Result<Vec<SheetFile>, CommandError> {
    let mut wrong = Vec::new();
    let mut sheets: BTreeMap<SheetId, Vec<Row>> = BTreeMap::new();
    for (id, name) in known.stored.sheets() {
        let damaged = || CaseError::Damaged(format!("the name of the sheet {name} is none"));
        let sheet: SheetId = name.parse().map_err(|_| damaged())?;
        let mut rows = Vec::new();
        for stored in known.stored.rows(id)? {
            let Some(entry) = known.stored.claim(stored.claim)? else { continue };
            if entry.retracted.is_some() {
                continue;
            }
            let row = stored.row.parse().map_err(|_| damaged())?;
            let name = RowName { sheet: sheet.clone(), row };
            let shown = name.to_string();
            match Row::of_claim(name, &draft_of(&entry.claim), known.case.schema(), known) {
                Ok(row) => rows.push((entry.recorded, row)),
                Err(error) => wrong.push(format!("{shown}: {error}")),
            }
        }
        rows.sort_by(|one, other| {
            natural(one.1.name.row.as_str()).cmp(&natural(other.1.name.row.as_str()))
        });
        sheets.insert(sheet, rows.into_iter().map(|(_, row)| row).collect());
    }
    if !wrong.is_empty() {
        return Err(CommandError::input(format!(
            "some rows cannot be written into a sheet; nothing was written\n{}",
            wrong.join("\n")
        )));
    }
    Ok(write(&Export { register: register(known)?, sheets }, format)?)
}

/// A row's name with its numbers as numbers, so that C9 comes before C11.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let (mut word, mut number) = (String::new(), String::new());
    for letter in name.chars() {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        if !number.is_empty() {
            parts.push((std::mem::take(&mut word), number.parse().unwrap_or(u64::MAX)));
            number.clear();
        }
        word.push(letter);
    }
    parts.push((word, number.parse().unwrap_or(0)));
    parts
}

/// An empty sheet to be filled in, with the case's register.
pub(crate) fn empty(
    known: &InCase<'_>,
    sheet: &SheetId,
    format: Format,
) -> Result<Vec<SheetFile>, CommandError> {
    Ok(template(known.case.schema(), sheet, &register(known)?, format)?)
}

/// Writes files into a folder, sealed where there is a passphrase for it. Files that are there already
/// are left alone, and then nothing is written.
pub(crate) fn into_folder(
    folder: &Path,
    files: Vec<SheetFile>,
    passphrase: Option<&Zeroizing<String>>,
) -> Result<Vec<PathBuf>, CommandError> {
    std::fs::create_dir_all(folder).map_err(|error| CommandError::file(folder, &error))?;
    let mut written = Vec::new();
    for SheetFile { name, bytes } in files {
        let (name, bytes) = match passphrase {
            None => (name, bytes),
            Some(passphrase) => {
                let secret = passphrase.trim().to_owned().into();
                let sealed = seal::seal(&bytes, &secret, WORK)
                    .map_err(|error| CommandError::input(error.to_string()))?;
                (format!("{name}.{}", seal::ENDING), sealed)
            }
        };
        written.push((folder.join(name), bytes));
    }
    if let Some((path, _)) = written.iter().find(|(path, _)| path.exists()) {
        return Err(CommandError::input(format!(
            "{} exists already; nothing was written",
            path.display()
        ))
        .hint("name an empty folder"));
    }
    for (path, bytes) in &written {
        create(path, bytes)?;
    }
    Ok(written.into_iter().map(|(path, _)| path).collect())
}

/// Writes a new file that only its user can read.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    use std::io::Write;
    let mut file = new_file(path)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(|error| CommandError::file(path, &error))
}

/// A new, empty file that only its user can read.
pub(crate) fn new_file(path: &Path) -> Result<std::fs::File, CommandError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| CommandError::file(path, &error))
}
