//! What is in a bag's folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::finding::{Problem, Verified};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file, or a link to one in the bag.
    File { bytes: u64 },
    /// A folder.
    Folder,
    /// A link that is not followed, or something that is not to be opened.
    Other,
}

/// Everything in the bag, by its path with slashes.
#[derive(Debug, Default)]
pub(super) struct Tree {
    root: PathBuf,
    entries: BTreeMap<String, Kind>,
}

impl Tree {
    /// Lists a bag. Only an unreadable base folder is an error; the rest is found.
    pub(super) fn list(root: &Path, found: &mut Verified) -> io::Result<Self> {
        let mut tree = Self { root: root.to_path_buf(), entries: BTreeMap::new() };
        let inside = root.canonicalize()?;
        let mut folders = vec![String::new()];
        fs::read_dir(root)?;
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(root.join(&folder)) {
                Ok(entries) => entries,
                Err(error) => {
                    found.error(&folder, None, Problem::Unreadable(error.to_string()));
                    continue;
                }
            };
            for entry in entries {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        found.error(&folder, None, Problem::Unreadable(error.to_string()));
                        break;
                    }
                };
                let name = entry.file_name();
                let Some(name) = name.to_str() else {
                    let name = join(&folder, &name.to_string_lossy());
                    found.error(&name, None, Problem::Name);
                    continue;
                };
                let path = join(&folder, name);
                let kind = tree.kind(&path, &entry, &inside, found);
                if kind == Kind::Folder {
                    folders.push(path.clone());
                }
                tree.entries.insert(path, kind);
            }
        }
        Ok(tree)
    }

    fn kind(&self, path: &str, entry: &fs::DirEntry, inside: &Path, found: &mut Verified) -> Kind {
        let about = match entry.metadata() {
            Ok(about) => about,
            Err(error) => {
                found.error(path, None, Problem::Unreadable(error.to_string()));
                return Kind::Other;
            }
        };
        if about.is_file() {
            return Kind::File { bytes: about.len() };
        }
        if about.is_dir() {
            return Kind::Folder;
        }
        if !about.is_symlink() {
            found.error(path, None, Problem::Special);
            return Kind::Other;
        }
        let target = entry.path().canonicalize().ok().filter(|target| target.starts_with(inside));
        match target.and_then(|target| fs::metadata(target).ok()).filter(fs::Metadata::is_file) {
            Some(about) => {
                found.warn(path, None, Problem::Link);
                Kind::File { bytes: about.len() }
            }
            None => {
                found.error(path, None, Problem::LinkOut);
                Kind::Other
            }
        }
    }

    /// What stands at a path.
    pub(super) fn get(&self, path: &str) -> Option<Kind> {
        self.entries.get(path).copied()
    }

    /// The files, with their lengths, by path.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.entries.iter().filter_map(|(path, kind)| match kind {
            Kind::File { bytes } => Some((path.as_str(), *bytes)),
            Kind::Folder | Kind::Other => None,
        })
    }

    /// Where a file is on disk.
    pub(super) fn on_disk(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Whether a path is in the payload.
pub(super) fn is_payload(path: &str) -> bool {
    path.starts_with("data/")
}
