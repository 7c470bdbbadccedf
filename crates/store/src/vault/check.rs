//! Comparing the vault with its index: what is damaged, and what nobody recorded.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::ops::ControlFlow;

use super::open::OtherContent;
use super::put::fill;
use super::{Opened, Vault};
use crate::error::{Error, Result};
use crate::id::{ContentDigest, ObjectName};
use crate::row::ObjectRow;
use crate::store::Reader;

/// What is wrong with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// Its file is not there.
    Missing,
    /// Its file has another length: cut off, or added to.
    Length {
        /// As it was recorded.
        stored: u64,
        /// As it is.
        found: u64,
    },
    /// Its header cannot be read or was changed.
    Header,
    /// Its file was sealed for another key: it is not the one that was stored here.
    Other,
    /// The recorded key is not one.
    Key,
    /// Its bytes were changed.
    Changed {
        /// The byte of the content from which on it cannot be read, at the earliest.
        at: u64,
    },
    /// It opens, and is not what was recorded.
    Content,
    /// The disk does not give it.
    Unreadable {
        /// The byte of the content from which on it cannot be read, at the earliest.
        at: u64,
        /// What the system says.
        reason: String,
    },
}

impl Damage {
    pub(super) fn from_io(at: u64, error: &io::Error) -> Self {
        if error.get_ref().is_some_and(|inner| inner.is::<OtherContent>()) {
            return Self::Content;
        }
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Self::Changed { at },
            _ => Self::Unreadable { at, reason: error.to_string() },
        }
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing from the vault"),
            Self::Length { stored, found } if found < stored => {
                write!(f, "is cut off: {found} of {stored} sealed bytes are there")
            }
            Self::Length { stored, found } => {
                write!(f, "was added to: {found} sealed bytes where {stored} were stored")
            }
            Self::Header => f.write_str("has a header that was changed"),
            Self::Other => f.write_str("is another file than the one that was stored"),
            Self::Key => f.write_str("has a key that cannot be read"),
            Self::Changed { at } => write!(f, "was changed at byte {at} or after"),
            Self::Content => f.write_str("does not have the digest that was recorded"),
            Self::Unreadable { at, reason } => {
                write!(f, "cannot be read from byte {at} on ({reason})")
            }
        }
    }
}

/// What a check of the vault found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many objects were looked at.
    pub objects: u64,
    /// The length of their contents together.
    pub bytes: u64,
    /// What is damaged, and how, ascending by digest.
    pub damaged: Vec<(ContentDigest, ObjectName, Damage)>,
}

/// A file in the vault's place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VaultFile {
    /// Its name as it stands there.
    pub file: String,
    /// The object it is, or was to become; `None` for a file that no vault makes.
    pub object: Option<ObjectName>,
    /// Whether it was never finished.
    pub unfinished: bool,
    /// Its length in bytes.
    pub bytes: u64,
}

impl VaultFile {
    /// What is at the end of an unfinished file's name.
    pub(super) const UNFINISHED: &'static str = ".part";

    /// The file of a finished object.
    pub(super) fn whole(name: ObjectName, bytes: u64) -> Self {
        Self { file: name.to_string(), object: Some(name), unfinished: false, bytes }
    }

    /// Reads a name as it stands in the vault's place.
    pub(super) fn named(file: String, bytes: u64) -> Self {
        let (stem, unfinished) = match file.strip_suffix(Self::UNFINISHED) {
            Some(stem) => (stem, true),
            None => (file.as_str(), false),
        };
        // Only as this program writes it: in lower case.
        let object = data_encoding::HEXLOWER.decode(stem.as_bytes()).ok();
        let object = object.and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
        Self { object: object.map(ObjectName::from_bytes), unfinished, bytes, file }
    }
}

/// What a sweep found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Objects that no row names, and unfinished ones.
    pub orphans: Vec<VaultFile>,
    /// Files that are none of the vault's making; they are left where they are.
    pub foreign: Vec<VaultFile>,
}

/// Every object of the index.
fn rows(index: &dyn Reader) -> Result<Vec<ObjectRow>> {
    let mut rows = Vec::new();
    index.each_object(&mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

pub(super) fn check<V: Vault + ?Sized>(
    vault: &V,
    index: &dyn Reader,
    contents: bool,
) -> Result<Checked> {
    let mut checked = Checked::default();
    for row in rows(index)? {
        checked.objects += 1;
        checked.bytes += row.bytes;
        let found = if contents { read_through(vault, &row) } else { look(vault, &row) };
        if let Some(damage) = found {
            checked.damaged.push((row.digest, row.name, damage));
        }
    }
    Ok(checked)
}

fn look<V: Vault + ?Sized>(vault: &V, row: &ObjectRow) -> Option<Damage> {
    let length = vault.read(row.name).and_then(|file| file.map(|file| file.length()).transpose());
    match length {
        Ok(None) => Some(Damage::Missing),
        Ok(Some(found)) if found != row.sealed => {
            Some(Damage::Length { stored: row.sealed, found })
        }
        Ok(Some(_)) => None,
        Err(error) => Some(Damage::Unreadable { at: 0, reason: error.to_string() }),
    }
}

fn read_through<V: Vault + ?Sized>(vault: &V, row: &ObjectRow) -> Option<Damage> {
    let mut opened = match Opened::new(vault, row) {
        Ok(opened) => opened,
        Err(Error::Object { damage, .. }) => return Some(damage),
        Err(error) => return Some(Damage::Unreadable { at: 0, reason: error.to_string() }),
    };
    let mut buffer = vec![0; super::seal::CHUNK];
    loop {
        match fill(&mut opened as &mut dyn Read, &mut buffer) {
            Ok(read) if read == buffer.len() => {}
            Ok(_) => return None,
            Err(error) => return Some(Damage::from_io(opened.at(), &error)),
        }
    }
}

pub(super) fn sweep<V: Vault + ?Sized>(
    vault: &V,
    index: &dyn Reader,
    remove: bool,
) -> Result<Swept> {
    let mut swept = Swept::default();
    let files = vault.files()?;
    // After the files: what is recorded in between is then known.
    let known: BTreeSet<ObjectName> = rows(index)?.into_iter().map(|row| row.name).collect();
    for file in files {
        match file.object {
            None => swept.foreign.push(file),
            Some(name) if known.contains(&name) && !file.unfinished => {}
            Some(_) => {
                if remove {
                    vault.destroy(&file)?;
                }
                swept.orphans.push(file);
            }
        }
    }
    Ok(swept)
}
