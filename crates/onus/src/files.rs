//! Files as the command line meets them: found in folders, read in a process of their own, named as exhibits.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use onus_case::{Exhibit, Filed, OpenCase};
use onus_ingest::documents::process::{Reader, Tools};
use onus_model::id::RecordId;
use onus_model::value::date::Day;
use onus_store::ContentDigest;

use crate::error::CommandError;
use crate::session::Session;

/// A file to be added.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its length in bytes when it was found.
    pub(crate) bytes: u64,
}

/// What was found under the paths that were named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walk {
    /// Files, in the order of their names.
    pub(crate) files: Vec<Found>,
    /// What cannot be added, and why.
    pub(crate) refused: Vec<(PathBuf, String)>,
    /// What lies in a folder and was passed over, and why.
    pub(crate) passed_over: Vec<(PathBuf, String)>,
}

/// What systems leave in folders and nobody ever means.
const LITTER: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", ".localized"];

impl Walk {
    /// Finds the files under these paths. Links are not followed inside folders, and cases not entered.
    pub(crate) fn of(paths: &[PathBuf]) -> Self {
        let mut walk = Self::default();
        for path in paths {
            // A link that was named itself is meant.
            match std::fs::metadata(path) {
                Ok(metadata) => walk.entry(path, &metadata),
                Err(error) => walk.refused.push((path.clone(), told(&error))),
            }
        }
        walk
    }

    fn entry(&mut self, path: &Path, metadata: &std::fs::Metadata) {
        if metadata.is_dir() {
            self.folder(path);
        } else if metadata.is_file() {
            self.files.push(Found { path: path.to_owned(), bytes: metadata.len() });
        } else {
            self.refused.push((path.to_owned(), "it is neither a file nor a folder".to_owned()));
        }
    }

    fn folder(&mut self, folder: &Path) {
        if onus_store::CaseFolder::open(folder).is_ok() {
            self.passed_over.push((folder.to_owned(), "it is a case".to_owned()));
            return;
        }
        let mut entries: Vec<PathBuf> = match std::fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
            Err(error) => return self.refused.push((folder.to_owned(), told(&error))),
        };
        entries.sort();
        for path in entries {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if LITTER.contains(&name) {
                continue;
            }
            match std::fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_symlink() => {
                    self.passed_over.push((path, "it is a link; add what it leads to".to_owned()));
                }
                Ok(metadata) => self.entry(&path, &metadata),
                Err(error) => self.refused.push((path, told(&error))),
            }
        }
    }
}

/// A path as it is printed: a name cannot steer the terminal.
pub(crate) fn shown(path: &Path) -> String {
    let name = path.display().to_string();
    name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// What the system says, in words.
pub(crate) fn told(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "access to it is not permitted".to_owned(),
        _ => error.to_string(),
    }
}

/// What reads documents: this program, started again.
pub(crate) fn reader(languages: &[String]) -> Result<Reader, CommandError> {
    let program = std::env::current_exe().map_err(|error| {
        CommandError::open(format!("this program's own file cannot be found: {error}"))
    })?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    Ok(Reader {
        program,
        arguments: vec![OsString::from(crate::READING)],
        tools: Tools::find(&path),
        languages: languages.to_vec(),
    })
}

/// The day of a moment, as EDTF.
pub(crate) fn day(seconds: u64) -> String {
    let day = i64::try_from(seconds / 86_400).ok().and_then(Day::from_number);
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Checks a day or a time as EDTF; today where none was given.
pub(crate) fn when(session: &Session, given: Option<&str>) -> Result<String, CommandError> {
    let Some(text) = given else { return Ok(day(session.seconds)) };
    match text.parse::<onus_model::value::date::Edtf>() {
        Ok(date) => Ok(date.to_string()),
        Err(error) => Err(CommandError::input(format!("\"{text}\" is not a date: {error}"))
            .hint("write 2013-07-10, 2013-07 or 2013")),
    }
}

/// The handle of a record, or its id where it has none.
pub(crate) fn handle(open: &OpenCase, record: RecordId) -> Result<String, CommandError> {
    let row = open.case().rows().record(record)?;
    Ok(row.and_then(|row| row.handle).unwrap_or_else(|| record.to_string()))
}

/// A record by its handle or id.
pub(crate) fn record(
    open: &OpenCase,
    named: &str,
    record_type: &str,
) -> Result<RecordId, CommandError> {
    let rows = open.case().rows();
    let by_handle = rows.records_with_handle(named)?.pop();
    let row = match (by_handle, named.parse::<RecordId>()) {
        (Some(row), _) => Some(row),
        (None, Ok(id)) => rows.record(id)?,
        (None, Err(_)) => None,
    };
    match row {
        Some(row) if row.kind.as_str() == record_type => Ok(row.id),
        Some(row) => Err(CommandError::input(format!(
            "{named} is a {}, and a {record_type} is wanted",
            row.kind
        ))),
        None => Err(CommandError::input(format!("there is no {record_type} {named}"))
            .hint(format!("onus list {record_type} shows which there are"))),
    }
}

/// The exhibit of that name: its handle, that of a source that has only this one, or the beginning of its digest.
pub(crate) fn exhibit(open: &OpenCase, named: &str) -> Result<Filed<Exhibit>, CommandError> {
    let mut exhibits = open.case().exhibits_named(named)?;
    match (exhibits.pop(), exhibits.as_slice()) {
        (Some(only), []) => Ok(only),
        (None, _) => Err(CommandError::input(format!("there is no exhibit {named}"))
            .hint("onus custody shows which there are")),
        (Some(last), others) => {
            let all = others.iter().chain([&last]).map(|exhibit| short(exhibit.what.file));
            Err(CommandError::input(format!(
                "{named} may be any of {} exhibits: {}",
                others.len() + 1,
                all.collect::<Vec<_>>().join(", ")
            ))
            .hint("name one by its handle or the beginning of its digest"))
        }
    }
}

/// The beginning of a digest: enough to tell files of one case apart.
pub(crate) fn short(digest: ContentDigest) -> String {
    digest.to_string().chars().take(12).collect()
}
