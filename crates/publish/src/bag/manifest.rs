//! Manifests: lines of checksum and path.

use std::collections::BTreeMap;

use super::algorithm::Algorithm;
use super::declaration::Version;
use super::finding::{Problem, Verified};
use super::path::{decode, decode_line_ends, inside};
use super::text::each_line;
use super::tree::{Kind, Tree, is_payload};

/// Of what a manifest is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Payload,
    Tags,
}

/// A manifest that was read.
#[derive(Debug)]
pub(super) struct Manifest {
    /// The name of its file.
    pub(super) file: String,
    pub(super) of: Of,
    pub(super) algorithm: Algorithm,
    /// What it lists, by the path under which the file is in the folder, or would be.
    pub(super) entries: BTreeMap<String, Entry>,
}

/// A line.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) line: u64,
    /// In lower case.
    pub(super) checksum: String,
}

/// The algorithm that a manifest's name says, and of what it is; `None` for other files.
pub(super) fn named(file: &str) -> Option<(Of, &str)> {
    let of_name = |prefix: &str| {
        let name = file.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix))?;
        file.get(name.len()..)?.strip_suffix(".txt").filter(|name| !name.contains('/'))
    };
    match of_name("tagmanifest-") {
        Some(name) => Some((Of::Tags, name)),
        None => Some((Of::Payload, of_name("manifest-")?)),
    }
}

/// Reads the lines of a manifest.
pub(super) fn read(
    mut manifest: Manifest,
    text: &str,
    version: Version,
    tree: &Tree,
    names: &Names,
    found: &mut Verified,
) -> Manifest {
    let file = manifest.file.clone();
    each_line(&file, text, found, |number, line, found| {
        let Some((checksum, path)) = split(line) else {
            found.error(&file, number, Problem::ManifestLine);
            return;
        };
        let algorithm = manifest.algorithm;
        if checksum.len() != algorithm.digits() || !checksum.bytes().all(|b| b.is_ascii_hexdigit())
        {
            let found_there = checksum.to_owned();
            let problem = Problem::NotAChecksum { algorithm, found: found_there };
            found.error(&file, number, problem);
            return;
        }
        let path = match path.strip_prefix('*') {
            Some(rest) => {
                found.warn(&file, number, Problem::Asterisk);
                rest
            }
            None => path,
        };
        let Some(path) = resolve(&file, number, path, version, tree, names, found) else {
            return;
        };
        if !belongs(&manifest, number, &path, version, found) {
            return;
        }
        let entry = Entry { line: number, checksum: checksum.to_ascii_lowercase() };
        match manifest.entries.get(&path) {
            None => {
                manifest.entries.insert(path, entry);
            }
            Some(before) if before.checksum == entry.checksum => {
                let problem = Problem::ListedTwice { path, first: before.line };
                found.strict(version.is_final(), &file, number, problem);
            }
            Some(before) => {
                let problem = Problem::Contradiction { path, first: before.line };
                found.error(&file, number, problem);
            }
        }
    });
    manifest
}

/// Checksum and path, with white space between them.
fn split(line: &str) -> Option<(&str, &str)> {
    let (checksum, rest) = line.split_once([' ', '\t'])?;
    let path = rest.trim_start_matches([' ', '\t']);
    (!checksum.is_empty() && !path.is_empty()).then_some((checksum, path))
}

/// Whether a path may be in this manifest at all.
fn belongs(
    manifest: &Manifest,
    number: u64,
    path: &str,
    version: Version,
    found: &mut Verified,
) -> bool {
    let file = &manifest.file;
    match manifest.of {
        Of::Payload if !is_payload(path) => {
            found.error(file, number, Problem::NotPayload(path.to_owned()));
            false
        }
        Of::Tags if is_payload(path) => {
            found.error(file, number, Problem::PayloadInTagManifest(path.to_owned()));
            false
        }
        Of::Tags if matches!(named(path), Some((Of::Tags, _))) => {
            let problem = Problem::TagManifestListed(path.to_owned());
            found.strict(version.is_final(), file, number, problem);
            true
        }
        Of::Payload | Of::Tags => true,
    }
}

/// The names in a folder by what is the same about them: composed alike, and without regard to case.
#[derive(Debug, Default)]
pub(super) struct Names {
    composed: BTreeMap<String, Vec<String>>,
}

/// A name as it is compared where it is not there as it is written.
pub(super) fn composed(path: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(path).collect()
}

/// A name without regard to case either.
pub(super) fn folded(path: &str) -> String {
    composed(&composed(path).to_lowercase())
}

impl Names {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut names = Self::default();
        for (path, _) in tree.files() {
            names.composed.entry(composed(path)).or_default().push(path.to_owned());
        }
        names
    }

    /// The one file whose name is the same but for how its letters are composed.
    fn only(&self, path: &str) -> Option<&str> {
        match self.composed.get(&composed(path)).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => None,
        }
    }
}

/// The path in the folder that a written path means; `None` when it is refused.
pub(super) fn resolve(
    file: &str,
    number: u64,
    written: &str,
    version: Version,
    tree: &Tree,
    names: &Names,
    found: &mut Verified,
) -> Option<String> {
    let readings: Vec<String> = match decode(written) {
        Some(decoded) if version.is_final() => vec![decoded.into_owned()],
        None if version.is_final() => {
            found.error(file, number, Problem::Percent(written.to_owned()));
            return None;
        }
        decoded => {
            let mut readings = vec![decode_line_ends(written)];
            readings.extend(decoded.map(std::borrow::Cow::into_owned));
            readings.push(written.to_owned());
            readings.dedup();
            readings
        }
    };
    let mut plain = Vec::with_capacity(readings.len());
    for reading in &readings {
        match inside(reading) {
            Ok((path, changed)) => plain.push((path, changed)),
            Err(why) => {
                found.error(file, number, Problem::Path { path: written.to_owned(), why });
                return None;
            }
        }
    }
    let is_there = |path: &str| matches!(tree.get(path), Some(Kind::File { .. }));
    let at = plain.iter().position(|(path, _)| is_there(path));
    let (path, changed) = plain.into_iter().nth(at.unwrap_or(0))?;
    if changed {
        found.warn(file, number, Problem::Roundabout(written.to_owned()));
    }
    if at.is_some_and(|at| at > 0) {
        let problem = Problem::FoundAs { listed: written.to_owned(), found: path.clone() };
        found.warn(file, number, problem);
    }
    if at.is_none()
        && tree.get(&path).is_none()
        && let Some(other) = names.only(&path)
    {
        let problem = Problem::FoundAs { listed: path, found: other.to_owned() };
        found.warn(file, number, problem);
        return Some(other.to_owned());
    }
    Some(path)
}
