//! Verifying a bag: everything is read, everything found is listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::algorithm::{Algorithm, Failed, checksums};
use super::declaration::{self, Declaration};
use super::fetch;
use super::finding::{Finding, Problem, Verified};
use super::info;
use super::manifest::{self, Manifest, Names, Of};
use super::path::not_on_windows;
use super::text;
use super::tree::{Kind, Tree, is_payload};

/// The longest tag file that is read into memory: manifests of some two million files.
const LONGEST_TAG_FILE: u64 = 512 << 20;

/// Verifies a bag.
///
/// # Errors
///
/// Only when there is no folder there that can be read. What is wrong with the bag is in the answer.
pub fn verify(bag: &Path) -> io::Result<Verified> {
    let mut found = Verified::default();
    let tree = Tree::list(bag, &mut found)?;
    let declared = match tag_file(declaration::FILE, &tree, &mut found) {
        Some(bytes) => declaration::read(&bytes, &mut found),
        None => {
            found.error(declaration::FILE, None, Problem::RequiredMissing);
            declaration::read(DEFAULT_DECLARATION, &mut Verified::default())
        }
    };
    if tree.get("data") != Some(Kind::Folder) {
        found.error("data", None, Problem::RequiredMissing);
    }
    let names = Names::of(&tree);
    let manifests = manifests(&tree, &names, &declared, &mut found);
    let fetched = match text_file(fetch::FILE, &tree, &declared, &mut found) {
        Some(text) => fetch::read(&text, declared.version, &tree, &names, &manifests, &mut found),
        None => BTreeMap::new(),
    };
    listed(&manifests, &tree, &fetched, &mut found);
    payload(&manifests, &tree, &declared, &mut found);
    tags(&manifests, &tree, &declared, &mut found);
    almost_same(&tree, &mut found);
    metadata(&tree, &declared, &mut found);
    contents(&manifests, &tree, &mut found);
    let order = |finding: &Finding| (finding.file.clone(), finding.line);
    found.errors.sort_by_key(order);
    found.warnings.sort_by_key(order);
    Ok(found)
}

/// What a bag without a declaration is held to.
const DEFAULT_DECLARATION: &[u8] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// The bytes of a tag file that is there.
fn tag_file(file: &str, tree: &Tree, found: &mut Verified) -> Option<Vec<u8>> {
    let Kind::File { bytes } = tree.get(file)? else { return None };
    if bytes > LONGEST_TAG_FILE {
        found.error(file, None, Problem::Unreadable("it is too long for a tag file".to_owned()));
        return None;
    }
    match fs::read(tree.on_disk(file)) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            found.error(file, None, Problem::Unreadable(error.to_string()));
            None
        }
    }
}

/// The text of a tag file that is there.
fn text_file(
    file: &str,
    tree: &Tree,
    declared: &Declaration,
    found: &mut Verified,
) -> Option<String> {
    let bytes = tag_file(file, tree, found)?;
    text::decode(file, &bytes, declared, found).map(std::borrow::Cow::into_owned)
}

/// Reads all manifests.
fn manifests(
    tree: &Tree,
    names: &Names,
    declared: &Declaration,
    found: &mut Verified,
) -> Vec<Manifest> {
    let files: Vec<String> = tree.files().map(|(file, _)| file.to_owned()).collect();
    let mut manifests = Vec::new();
    let mut any = false;
    for file in files {
        let Some((of, name)) = manifest::named(&file) else { continue };
        any |= of == Of::Payload;
        // Names are in lower case throughout; another spelling is another file.
        let spelt = file.starts_with("manifest-") || file.starts_with("tagmanifest-");
        let Some(algorithm) = Algorithm::named(name).filter(|_| spelt) else {
            found.error(&file, None, Problem::Algorithm(name.to_owned()));
            continue;
        };
        let Some(text) = text_file(&file, tree, declared, found) else { continue };
        let empty = Manifest { file, of, algorithm, entries: BTreeMap::new() };
        manifests.push(manifest::read(empty, &text, declared.version, tree, names, found));
    }
    if !any {
        found.error("", None, Problem::NoManifest);
    }
    let of_payload = manifests.iter().filter(|manifest| manifest.of == Of::Payload);
    found.algorithms = of_payload.map(|manifest| manifest.algorithm).collect();
    if !found.algorithms.is_empty() && found.algorithms.iter().all(|known| known.is_weak()) {
        let names: Vec<&str> = found.algorithms.iter().map(|known| known.name()).collect();
        found.warn("", None, Problem::Weak(names.join(", ")));
    }
    manifests
}

/// What is listed must be there, as a file.
fn listed(
    manifests: &[Manifest],
    tree: &Tree,
    fetched: &BTreeMap<String, u64>,
    found: &mut Verified,
) {
    let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for manifest in manifests {
        for (path, entry) in &manifest.entries {
            match tree.get(path) {
                // What is neither was found when the folder was listed.
                Some(Kind::File { .. } | Kind::Other) => {}
                Some(Kind::Folder) => {
                    let place = format!("{}, line {}", manifest.file, entry.line);
                    found.error(path, None, Problem::Folder(place));
                }
                None => missing.entry(path).or_default().push(&manifest.file),
            }
        }
    }
    for (path, manifests) in missing {
        let problem = match fetched.get(path) {
            Some(line) => Problem::ToBeFetched(*line),
            None => Problem::Missing(manifests.join(", ")),
        };
        found.error(path, None, problem);
    }
}

/// Each file of the payload must be listed.
fn payload(manifests: &[Manifest], tree: &Tree, declared: &Declaration, found: &mut Verified) {
    let of_payload = || manifests.iter().filter(|manifest| manifest.of == Of::Payload);
    for (path, bytes) in tree.files().filter(|(path, _)| is_payload(path)) {
        found.files += 1;
        found.bytes += bytes;
        let lacking: Vec<&str> = of_payload()
            .filter(|manifest| !manifest.entries.contains_key(path))
            .map(|manifest| manifest.file.as_str())
            .collect();
        let everywhere = lacking.len() == of_payload().count();
        if !lacking.is_empty() {
            let problem = Problem::NotListed(lacking.join(", "));
            found.strict(declared.version.is_final() || everywhere, path, None, problem);
        }
    }
}

/// What tag manifests must and should list.
fn tags(manifests: &[Manifest], tree: &Tree, declared: &Declaration, found: &mut Verified) {
    let of = |of: Of| manifests.iter().filter(move |manifest| manifest.of == of);
    let Some(first) = of(Of::Tags).next() else { return };
    for manifest in of(Of::Tags) {
        for payload in of(Of::Payload) {
            if !manifest.entries.contains_key(&payload.file) {
                let problem = Problem::ManifestNotListed(payload.file.clone());
                found.strict(declared.version.is_final(), &manifest.file, None, problem);
            }
        }
        if !manifest.entries.keys().eq(first.entries.keys()) {
            let problem = Problem::TagManifestsDiffer(first.file.clone());
            found.warn(&manifest.file, None, problem);
        }
        for (path, _) in tree.files() {
            let tag = !is_payload(path) && manifest::named(path).is_none();
            if tag && !manifest.entries.contains_key(path) {
                found.warn(path, None, Problem::TagNotListed(manifest.file.clone()));
            }
        }
    }
    let algorithms = |which: Of| of(which).map(|known| known.algorithm).collect::<BTreeSet<_>>();
    if algorithms(Of::Tags) != algorithms(Of::Payload) {
        found.warn(&first.file, None, Problem::OtherAlgorithms);
    }
}

/// Names that other systems cannot tell apart, or cannot have.
fn almost_same(tree: &Tree, found: &mut Verified) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (path, _) in tree.files() {
        if let Some(other) = seen.insert(manifest::folded(path), path) {
            let (path, other) = (path.to_owned(), other.to_owned());
            found.warn(&path.clone(), None, Problem::AlmostSame { path, other });
        }
        if let Some(part) = not_on_windows(path) {
            found.warn(path, None, Problem::Windows(part.to_owned()));
        }
    }
}

/// `bag-info.txt`, and whether the payload is as large as it says.
fn metadata(tree: &Tree, declared: &Declaration, found: &mut Verified) {
    let file = declared.version.info_file();
    let Some(text) = text_file(file, tree, declared, found) else { return };
    let elements = info::read(file, &text, declared.version, found);
    let is = (found.bytes, found.files);
    for element in elements.iter().filter(|element| element.is("Payload-Oxum")) {
        if info::oxum(&element.value).is_some_and(|said| said != is) {
            let (said, found_there) = (element.value.clone(), format!("{}.{}", is.0, is.1));
            found.error(file, element.line, Problem::Oxum { said, found: found_there });
        }
    }
    let elements = elements.into_iter().map(|element| (element.label, element.value));
    found.info = elements.collect();
}

/// Reads every listed file once and compares all its checksums.
fn contents(manifests: &[Manifest], tree: &Tree, found: &mut Verified) {
    for (path, _) in tree.files() {
        let listed: Vec<_> = manifests
            .iter()
            .filter_map(|manifest| Some((manifest, manifest.entries.get(path)?)))
            .collect();
        if listed.is_empty() {
            continue;
        }
        let algorithms: BTreeSet<Algorithm> =
            listed.iter().map(|(manifest, _)| manifest.algorithm).collect();
        let algorithms: Vec<Algorithm> = algorithms.into_iter().collect();
        let read = File::open(tree.on_disk(path))
            .map_err(Failed::Reading)
            .and_then(|mut file| checksums(&mut file, &algorithms, |_| Ok(())));
        let sums = match read {
            Ok(read) => read.sums,
            Err(Failed::Reading(error) | Failed::Writing(error)) => {
                found.error(path, None, Problem::Unreadable(error.to_string()));
                continue;
            }
        };
        for (manifest, entry) in listed {
            let (algorithm, line) = (manifest.algorithm, entry.line);
            let is = sums.iter().find(|(of, _)| *of == algorithm).map(|(_, sum)| sum);
            if is != Some(&entry.checksum) {
                let manifest = manifest.file.clone();
                found.error(path, None, Problem::Checksum { algorithm, manifest, line });
            }
        }
    }
}
