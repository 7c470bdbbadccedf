//! `fetch.txt`: payload that is yet to be brought.

use std::collections::BTreeMap;

use super::declaration::Version;
use super::finding::{Problem, Verified};
use super::manifest::{Manifest, Names, Of, resolve};
use super::text::each_line;
use super::tree::{Kind, Tree, is_payload};

pub(super) const FILE: &str = "fetch.txt";

/// Reads the lines; answers which file each is about, and on which line.
pub(super) fn read(
    text: &str,
    version: Version,
    tree: &Tree,
    names: &Names,
    manifests: &[Manifest],
    found: &mut Verified,
) -> BTreeMap<String, u64> {
    let mut files = BTreeMap::new();
    each_line(FILE, text, found, |number, line, found| {
        let Some((url, length, path)) = split(line) else {
            found.error(FILE, number, Problem::FetchLine);
            return;
        };
        if !is_absolute(url) {
            found.error(FILE, number, Problem::FetchUrl(url.to_owned()));
        }
        let said = length.parse::<u64>().ok().filter(|_| !length.starts_with('+'));
        if said.is_none() && length != "-" {
            found.error(FILE, number, Problem::FetchLength(length.to_owned()));
        }
        let Some(path) = resolve(FILE, number, path, version, tree, names, found) else {
            return;
        };
        if !is_payload(&path) {
            found.error(FILE, number, Problem::NotPayload(path));
            return;
        }
        let payload = || manifests.iter().filter(|manifest| manifest.of == Of::Payload);
        let listed = payload().filter(|manifest| manifest.entries.contains_key(&path)).count();
        for manifest in payload() {
            // Before 1.0 one manifest was enough.
            let lacks = !manifest.entries.contains_key(&path);
            if lacks && (version.is_final() || listed == 0) {
                let manifest = manifest.file.clone();
                let problem = Problem::FetchNotListed { path: path.clone(), manifest };
                found.error(FILE, number, problem);
            }
        }
        if let (Some(said), Some(Kind::File { bytes })) = (said, tree.get(&path))
            && said != bytes
        {
            let problem = Problem::FetchOtherLength { path: path.clone(), said, found: bytes };
            found.warn(FILE, number, problem);
        }
        if let Some(first) = files.get(&path) {
            let problem = Problem::ListedTwice { path, first: *first };
            found.warn(FILE, number, problem);
        } else {
            files.insert(path, number);
        }
    });
    files
}

/// URL, length, path.
fn split(line: &str) -> Option<(&str, &str, &str)> {
    let gap = [' ', '\t'];
    let (url, rest) = line.split_once(gap)?;
    let (length, rest) = rest.trim_start_matches(gap).split_once(gap)?;
    let path = rest.trim_start_matches(gap);
    (!url.is_empty() && !length.is_empty() && !path.is_empty()).then_some((url, length, path))
}

/// Whether a URL has a scheme and something after it (RFC 3986, section 3).
fn is_absolute(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    scheme.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && scheme.bytes().all(letter)
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_graphic())
}
