//! Which files are sheets: those that are named, or all of a folder.
//!
//! A folder is taken whole: its register, its sheets, and what its `schema/` adds to the schema. Files
//! that are named are taken alone. Sealed files are opened here, so that what reads sheets never meets
//! a passphrase.

use std::path::{Path, PathBuf};

use onus_ingest::sheets::{Format, SheetFile, limits, seal};
use zeroize::Zeroizing;

use crate::error::CommandError;
use crate::passphrase;

/// The most work that a sealed sheet may ask for: the base-2 logarithm of scrypt's N. About 16 seconds.
pub(crate) const MOST_WORK: u8 = 22;

/// What is given to be applied.
#[derive(Default)]
pub(crate) struct Given {
    /// The sheets and registers.
    pub(crate) sheets: Vec<SheetFile>,
    /// Additions to the schema: path and text.
    pub(crate) schema: Vec<(String, String)>,
    /// Whether a file was sealed.
    pub(crate) sealed: bool,
    /// Whether a file could be read by whoever has it.
    pub(crate) readable: bool,
    secret: Option<Zeroizing<String>>,
}

/// Reads what the paths name.
///
/// # Errors
///
/// All files that cannot be read, together.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Given, CommandError> {
    let mut given = Given::default();
    let mut wrong = Vec::new();
    for path in paths {
        let read = if path.is_dir() { given.folder(path, &mut wrong) } else { given.file(path) };
        if let Err(error) = read {
            wrong.push(error);
        }
    }
    match wrong.len() {
        0 => Ok(given),
        1 => Err(wrong.remove(0)),
        _ => {
            let told: Vec<String> = wrong
                .iter()
                .map(|error| match &error.hint {
                    Some(hint) => format!("{} ({hint})", error.message),
                    None => error.message.clone(),
                })
                .collect();
            Err(CommandError { kind: wrong[0].kind, message: told.join("\n"), hint: None })
        }
    }
}

fn is_sheet(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(&format!(".{}", seal::ENDING)).unwrap_or(&name);
    let endings = Format::ALL.iter().map(|format| format.ending()).chain(["yml"]);
    !name.starts_with(['.', '~'])
        && endings.into_iter().any(|ending| name.ends_with(&format!(".{ending}")))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let failed = |error| CommandError::file(folder, &error);
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    Ok(entries)
}

impl Given {
    fn folder(&mut self, folder: &Path, wrong: &mut Vec<CommandError>) -> Result<(), CommandError> {
        let entries = entries(folder)?;
        let before = self.sheets.len();
        for path in entries.iter().filter(|path| path.is_file() && is_sheet(path)) {
            if let Err(error) = self.file(path) {
                wrong.push(error);
            }
        }
        let schema = folder.join("schema");
        if schema.is_dir() {
            self.schema_folder(&schema)?;
        } else if self.sheets.len() == before && wrong.is_empty() {
            return Err(CommandError::input(format!(
                "{}: there are no sheets in it",
                folder.display()
            ))
            .hint("a sheet's name ends in .csv, .xlsx or .yaml"));
        }
        Ok(())
    }

    fn schema_folder(&mut self, folder: &Path) -> Result<(), CommandError> {
        for path in entries(folder)? {
            if path.is_dir() {
                self.schema_folder(&path)?;
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| CommandError::file(&path, &error))?;
                self.schema.push((path.display().to_string().replace('\\', "/"), text));
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), CommandError> {
        let failed = |error| CommandError::file(path, &error);
        let name = path.display().to_string();
        let length = std::fs::metadata(path).map_err(failed)?.len();
        if length > limits::FILE_BYTES as u64 {
            let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
            return Err(CommandError::input(format!(
                "{name}: the file has {} MB, and a sheet may have {}",
                megabytes(length),
                megabytes(limits::FILE_BYTES as u64)
            ))
            .hint("is it a sheet? if so, split it"));
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        let sealed =
            path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(seal::ENDING));
        if !sealed {
            self.readable = true;
            self.sheets.push(SheetFile { name, bytes });
            return Ok(());
        }
        self.sealed = true;
        if self.secret.is_none() {
            self.secret =
                Some(passphrase::secret("Passphrase of the sealed sheets: ", passphrase::SHEET)?);
        }
        let typed = self.secret.as_ref().map_or("", |secret| secret.trim());
        let bytes = seal::open(&bytes, &typed.to_owned().into(), MOST_WORK)
            .map_err(|error| CommandError::input(format!("{name}: {error}")))?;
        let name = path.with_extension("").display().to_string();
        self.sheets.push(SheetFile { name, bytes });
        Ok(())
    }
}
