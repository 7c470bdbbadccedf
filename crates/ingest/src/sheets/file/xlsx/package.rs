//! The parts of a workbook: a zip archive whose parts point to each other (ISO/IEC 29500-2).
//!
//! A small archive can unpack to any size, and what it says of its own size need not be true. Parts
//! are unpacked only when asked for, against one allowance for the whole workbook.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::markup;
use crate::sheets::limits;

/// The most parts that a workbook may have.
const PARTS: usize = 10_000;

/// Says why a workbook is not read, and what to do.
pub(super) struct Unreadable {
    pub(super) message: String,
    pub(super) hint: &'static str,
}

impl Unreadable {
    pub(super) fn damaged(error: impl fmt::Display) -> Self {
        Self {
            message: format!("the workbook cannot be read: {error}"),
            hint: "open it and save it again as an Excel workbook (.xlsx)",
        }
    }
}

/// A workbook's parts, by name in lower case.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    places: BTreeMap<String, usize>,
    left: u64,
    workbook: String,
    /// What the workbook's relations point to: kind and path, by the relation's id.
    relations: BTreeMap<String, (String, String)>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        // The head of the older binary formats, in which a workbook with a password is wrapped too.
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(Unreadable {
                message: "the workbook is protected by a password or in an old format".to_owned(),
                hint: "take the password off and save it as an Excel workbook (.xlsx)",
            });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::damaged)?;
        if archive.len() > PARTS {
            return Err(Unreadable::damaged("it has far too many parts"));
        }
        let places = (0..archive.len())
            .filter_map(|place| {
                Some((archive.name_for_index(place)?.ok()?.to_ascii_lowercase(), place))
            })
            .collect();
        let mut package = Self {
            archive,
            places,
            left: limits::UNPACKED_BYTES,
            workbook: String::new(),
            relations: BTreeMap::new(),
        };
        let package_relations = package.relations_of("")?;
        package.workbook = package_relations
            .into_values()
            .find(|(kind, _)| kind == "officeDocument")
            .map(|(_, path)| path)
            .ok_or_else(|| Unreadable::damaged("it holds no workbook"))?;
        package.relations = package.relations_of(&package.workbook.clone())?;
        Ok(package)
    }

    /// The text of a part.
    pub(super) fn part(&mut self, path: &str) -> Result<String, Unreadable> {
        let place = self.places.get(&path.to_ascii_lowercase());
        let place = *place.ok_or_else(|| Unreadable::damaged(format!("it has no part {path}")))?;
        let file = self.archive.by_index(place).map_err(Unreadable::damaged)?;
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(Unreadable::damaged)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| Unreadable {
            message: "the workbook unpacks to far more than a sheet holds".to_owned(),
            hint: "copy the rows into a new workbook, without their formats",
        })?;
        if let Some(text) = bytes.strip_prefix(b"\xef\xbb\xbf") {
            bytes = text.to_vec();
        }
        String::from_utf8(bytes).map_err(|error| {
            Unreadable::damaged(format!("{path} is not UTF-8 ({})", error.utf8_error()))
        })
    }

    /// The text of the workbook itself.
    pub(super) fn workbook(&mut self) -> Result<String, Unreadable> {
        self.part(&self.workbook.clone())
    }

    /// The text of the one part that the workbook is related to in this way; empty if there is none.
    pub(super) fn related(&mut self, kind: &str) -> Result<String, Unreadable> {
        let path = self.relations.values().find(|(found, _)| found == kind);
        match path.map(|(_, path)| path.clone()) {
            Some(path) => self.part(&path),
            None => Ok(String::new()),
        }
    }

    /// The paths of the worksheets, by the ids under which the workbook lists them.
    pub(super) fn worksheet_paths(&self) -> Result<BTreeMap<String, String>, Unreadable> {
        let worksheets = self.relations.iter().filter(|(_, (kind, _))| kind == "worksheet");
        Ok(worksheets.map(|(id, (_, path))| (id.clone(), path.clone())).collect())
    }

    fn relations_of(
        &mut self,
        path: &str,
    ) -> Result<BTreeMap<String, (String, String)>, Unreadable> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let relations_path = join(folder, &format!("_rels/{name}.rels"));
        if !self.places.contains_key(&relations_path.to_ascii_lowercase()) {
            return Ok(BTreeMap::new());
        }
        let mut relations = BTreeMap::new();
        markup::elements(&self.part(&relations_path)?, |name, attribute| {
            let parts = (attribute("Id"), attribute("Type"), attribute("Target"));
            if let (true, (Some(id), Some(kind), Some(target))) = (name == "Relationship", parts) {
                // Two editions of the standard name the kinds by different addresses, alike at the end.
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.insert(id, (kind, join(folder, &target)));
            }
        })?;
        Ok(relations)
    }
}

/// Follows a path from a folder of the archive.
fn join(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').collect(),
    };
    for part in target.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}
