//! The parts of an office file: a ZIP archive, unpacked part by part and against one budget.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{self, Node, Xml};
use crate::documents::bounded::Budget;
use crate::documents::{Attachment, Failure, Limits, Trouble};

/// The most parts that an office file may have.
const PARTS: usize = 50_000;

/// An office file.
pub(crate) struct Package<'a, R> {
    archive: ZipArchive<R>,
    budget: Budget,
    limits: &'a Limits,
}

/// What one part says of another.
pub(crate) struct Relation {
    /// The last word of the kind's address, in which both editions of the standard agree.
    pub(crate) kind: String,
    /// The path of the part it points to.
    pub(crate) path: String,
}

impl<'a, R: Read + Seek> Package<'a, R> {
    /// Opens an office file.
    ///
    /// # Errors
    ///
    /// When it is no archive or has too many parts.
    pub(crate) fn open(input: R, limits: &'a Limits) -> Result<Self, Failure> {
        let archive = ZipArchive::new(input).map_err(|error| damaged(&error))?;
        if archive.len() > PARTS {
            return Err(Failure::too_much(format!("{} parts", archive.len())));
        }
        Ok(Self { archive, budget: Budget::new(limits), limits })
    }

    /// The names of the parts, in the archive's order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
    }

    /// The bytes of a part; nothing when there is none of this name. Case is not looked at, since producers
    /// differ in it between the part and what points to it.
    ///
    /// # Errors
    ///
    /// When the part is damaged, protected, or unpacks to too much.
    pub(crate) fn bytes(&mut self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let path = path.trim_start_matches('/');
        let index = self.archive.index_for_name(path).or_else(|| {
            let mut names = self.archive.file_names();
            names.position(|name| name.is_ok_and(|name| name.eq_ignore_ascii_case(path)))
        });
        let Some(index) = index else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| damaged(&error).at(path))?;
        let packed = file.compressed_size();
        self.budget.unpack(file, packed).map(Some).map_err(|failure| failure.at(path))
    }

    /// The text of a part; nothing when there is none of this name.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub(crate) fn text(&mut self, path: &str) -> Result<Option<String>, Failure> {
        Ok(self.bytes(path)?.map(|bytes| xml::text(&bytes)))
    }

    /// What a part points to inside the file, by the relation's id. The empty path is the whole file.
    ///
    /// # Errors
    ///
    /// When what lists the relations cannot be read.
    pub(crate) fn relations(&mut self, path: &str) -> Result<Vec<(String, Relation)>, Failure> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let at = join(folder, &format!("_rels/{name}.rels"));
        let Some(text) = self.text(&at)? else { return Ok(Vec::new()) };
        let mut xml = Xml::new(&text, &at, self.limits);
        let mut relations = Vec::new();
        while let Some(node) = xml.next()? {
            let Node::Open(element) = node else { continue };
            if element.name() != "Relationship"
                || element.attribute("TargetMode").as_deref() == Some("External")
            {
                continue;
            }
            let (id, kind) = (element.attribute("Id"), element.attribute("Type"));
            if let (Some(id), Some(kind), Some(target)) = (id, kind, element.attribute("Target")) {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.push((id, Relation { kind, path: join(folder, &target) }));
            }
        }
        Ok(relations)
    }

    /// The files that lie in these folders of the office file: pictures, and other documents.
    ///
    /// # Errors
    ///
    /// When they are damaged or too large together.
    pub(crate) fn files(&mut self, folders: &[&str]) -> Result<Vec<Attachment>, Failure> {
        let inside = |name: &String| {
            folders.iter().any(|folder| name.starts_with(folder)) && !name.ends_with('/')
        };
        let mut left = self.limits.output;
        let mut files = Vec::new();
        for at in self.names().into_iter().filter(inside) {
            let Some(bytes) = self.bytes(&at)? else { continue };
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                Failure::too_much(format!("more than {} bytes of files in it", self.limits.output))
            })?;
            let name = at.rsplit('/').next().unwrap_or_default().to_owned();
            let (media, address, captured) = (None, None, None);
            files.push(Attachment { name, media, at, address, captured, bytes });
        }
        Ok(files)
    }
}

fn damaged(error: &ZipError) -> Failure {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Trouble::Protected.into(),
        error => Failure::malformed(error.to_string()),
    }
}

/// Follows a path from a folder inside the file. One that climbs out of the file stays at its top: paths here
/// are names of parts, never of files on a disk.
fn join(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
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
