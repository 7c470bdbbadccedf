//! The versions of a source's text: what was read when by what, corrections, and passages carried to a newer one.
//!
//! Each version is named by its digest and stays as it is, so that a passage is for ever of the version that it
//! was made on. A newer version (a better reader, a person's correction) is one more. Where a passage of an
//! older one stands in it is found by its words, and said only when they stand there once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onus_case::{CaseError, Edit, Filed, Now, OpenCase, Reading, slice};
use onus_model::id::RecordId;
use onus_store::{ContentDigest, ObjectKind, Vault};

use super::outline::Outline;
use crate::documents::quote::{Found, Haystack, Near};

/// A version of a source's text, with where its parts stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What the log says of it.
    pub reading: Filed<Reading>,
    /// Where its parts stand; none where that is not here.
    pub outline: Option<Outline>,
    /// The version that takes its place, where there is one.
    pub replaced_by: Option<ContentDigest>,
}

/// A place that has one text at a time: a file, and where inside it.
type Place = (Option<ContentDigest>, Vec<String>);

impl Version {
    fn place(&self) -> Place {
        (self.reading.what.file, self.path().to_vec())
    }

    /// Where the file stands inside the one that was added.
    #[must_use]
    pub fn path(&self) -> &[String] {
        self.outline.as_ref().map_or(&[], |outline| &outline.path)
    }
}

/// The versions of a source's texts that stand, the earliest first.
///
/// Of one place of one file, the newest correction takes the place of all others; where nobody corrected it, the
/// newest reading does.
///
/// # Errors
///
/// When the case cannot be read.
pub fn versions(open: &OpenCase, source: RecordId) -> Result<Vec<Version>, CaseError> {
    let mut readings = open.case().readings_of(source)?;
    readings.retain(|reading| !reading.retracted);
    let mut versions: Vec<Version> = Vec::with_capacity(readings.len());
    for reading in readings {
        let parts = reading.what.parts.map(|parts| open.text(parts)).transpose()?.flatten();
        let outline = parts.as_deref().and_then(Outline::read);
        versions.push(Version { reading, outline, replaced_by: None });
    }
    let mut newest: BTreeMap<Place, (bool, ContentDigest)> = BTreeMap::new();
    for version in &versions {
        let what = &version.reading.what;
        let is_correction = what.corrects.is_some();
        let known = newest.get(&version.place());
        if known.is_none_or(|(corrected, _)| is_correction || !corrected) {
            newest.insert(version.place(), (is_correction, what.text));
        }
    }
    for version in &mut versions {
        let newest = newest.get(&version.place()).map(|(_, text)| *text);
        version.replaced_by = newest.filter(|text| *text != version.reading.what.text);
    }
    // Recorded twice, by two people who added one file, a version is one.
    let mut seen = BTreeSet::new();
    versions.retain(|version| {
        let what = &version.reading.what;
        seen.insert((version.place(), what.text, what.corrects))
    });
    Ok(versions)
}

/// The texts of a source as they are now: those that no other takes the place of.
///
/// # Errors
///
/// When the case cannot be read.
pub fn newest(open: &OpenCase, source: RecordId) -> Result<Vec<Version>, CaseError> {
    let mut versions = versions(open, source)?;
    versions.retain(|version| version.replaced_by.is_none());
    Ok(versions)
}

/// A passage of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// The version that it was made on.
    pub text: ContentDigest,
    /// Unicode scalars of it.
    pub range: Range<u64>,
}

/// Where a passage stands in the newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// In the version that it was made on.
    Same,
    /// There.
    To(Pinned),
    /// In several places of it.
    Several(Pinned, usize),
    /// Nowhere in it; the text most like it, when any is like it at all.
    Nowhere(Option<Near>),
    /// The text it was made on, or the one that took its place, is not here.
    NotHere,
}

/// Finds where passages stand in the newest versions of their texts.
///
/// # Errors
///
/// When the case cannot be read.
pub fn carry(
    open: &OpenCase,
    source: RecordId,
    passages: &[Pinned],
) -> Result<Vec<Carried>, CaseError> {
    let versions = versions(open, source)?;
    let newer: BTreeMap<ContentDigest, ContentDigest> = versions
        .iter()
        .filter_map(|version| Some((version.reading.what.text, version.replaced_by?)))
        .collect();
    let mut texts: BTreeMap<ContentDigest, Option<String>> = BTreeMap::new();
    let mut targets = Vec::with_capacity(passages.len());
    for passage in passages {
        let target = newer.get(&passage.text).copied().unwrap_or(passage.text);
        for text in [passage.text, target] {
            if let Entry::Vacant(vacant) = texts.entry(text) {
                vacant.insert(open.text(text)?);
            }
        }
        targets.push(target);
    }
    let stacks: BTreeMap<ContentDigest, Haystack<'_>> = targets
        .iter()
        .filter_map(|text| Some((*text, Haystack::new(texts.get(text)?.as_deref()?))))
        .collect();
    let mut carried = Vec::with_capacity(passages.len());
    for (passage, target) in passages.iter().zip(&targets) {
        let words = texts.get(&passage.text).and_then(Option::as_deref);
        let words = words.and_then(|text| slice(text, &passage.range));
        carried.push(match (words, stacks.get(target)) {
            _ if passage.text == *target => Carried::Same,
            (Some(words), Some(stack)) => match stack.find(words) {
                Found::Once(range) => Carried::To(Pinned { text: *target, range }),
                Found::Several(ranges) => match ranges.first() {
                    Some(first) => Carried::Several(
                        Pinned { text: *target, range: first.clone() },
                        ranges.len(),
                    ),
                    None => Carried::Nowhere(None),
                },
                Found::Nowhere(near) => Carried::Nowhere(near),
                Found::Empty => Carried::Nowhere(None),
            },
            _ => Carried::NotHere,
        });
    }
    Ok(carried)
}

/// Records a person's correction of a text: one more version, which takes its place. The one that was corrected stays.
///
/// # Errors
///
/// When there is no such version, nothing differs, or the case cannot be written.
pub fn correct(
    open: &mut OpenCase,
    source: RecordId,
    corrects: ContentDigest,
    text: &str,
    by: &str,
    now: &mut Now<'_>,
) -> Result<ContentDigest, CaseError> {
    let wrong = |what: &str| CaseError::Edit(what.to_owned());
    let versions = versions(open, source)?;
    let old = versions
        .iter()
        .find(|version| version.reading.what.text == corrects)
        .ok_or_else(|| wrong("the source has no such text"))?;
    let media = old.outline.as_ref().map_or("text/plain", |outline| &outline.media);
    let outline = Outline::plain(old.path(), media);
    let parts = outline.write().map_err(|error| wrong(&error.to_string()))?;
    let vault = open.vault();
    let lease = vault.lease()?;
    let mut edit = Edit::default();
    let mut digests = Vec::new();
    for bytes in [text.as_bytes(), &parts] {
        let row = vault.put(&lease, &mut &*bytes, ObjectKind::Text, now.entropy)?;
        digests.push(row.digest);
        edit.objects.push(row);
    }
    let (Some(digest), parts) = (digests.first().copied(), digests.last().copied()) else {
        return Err(wrong("there is no text"));
    };
    if versions.iter().any(|version| version.reading.what.text == digest) {
        for object in &edit.objects {
            vault.remove(object)?;
        }
        return Err(wrong("the source has this very text already"));
    }
    edit.readings.push(Reading {
        source,
        file: old.reading.what.file,
        text: digest,
        parts,
        length: text.chars().count() as u64,
        reader: by.to_owned(),
        language: old.reading.what.language.clone(),
        corrects: Some(corrects),
    });
    open.commit(&edit, now)?;
    Ok(digest)
}
