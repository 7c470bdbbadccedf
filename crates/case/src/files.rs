//! Files of a case: exhibits, what was done with them, and the texts that were read from them.
//!
//! The log says what a file is; the file itself is a sealed object of the vault, and so is each text that
//! was read from one. A file is known by its digest, so the same content twice is one exhibit that was
//! received twice. A text is a version of its own by its digest too: passages stay with the version that
//! they were made on, and another reading or a correction is one more.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use onus_ledger::graph::Node;
use onus_ledger::operation as log;
use onus_ledger::{Content, Digest, Operation, OperationId};
use onus_model::Level;
use onus_model::claim::Moment;
use onus_model::id::{MemberId, RecordId};
use onus_store::{Area, ContentDigest, Reader, RecordRow, Transaction};

use crate::case::Case;
use crate::convert::{level_from_log, member_from_log, record_from_log, record_to_log};
use crate::derive::moment;
use crate::error::CaseError;

pub use onus_ledger::operation::CustodyKind;

/// Exhibits, custody events and readings, each under what it is asked by; and under what each stands.
pub(crate) const FILES: Area = Area("files");

/// A file that came into the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// The record of the exhibit, or of the source it belongs to.
    pub record: RecordId,
    /// SHA-256 of the file as it came.
    pub file: ContentDigest,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its media type.
    pub media: String,
    /// The name it came with.
    pub name: Option<String>,
}

/// What was done with an exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custody {
    /// SHA-256 of the exhibit's file.
    pub file: ContentDigest,
    /// What was done.
    pub kind: CustodyKind,
    /// When, as EDTF.
    pub when: String,
    /// From whom it came.
    pub from: Option<String>,
    /// To whom it went.
    pub to: Option<String>,
    /// In words.
    pub note: Option<String>,
}

/// A text that was read from a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The source.
    pub source: RecordId,
    /// SHA-256 of the exhibit's file it was read from, when there is one.
    pub file: Option<ContentDigest>,
    /// SHA-256 of the text in UTF-8.
    pub text: ContentDigest,
    /// SHA-256 of the list of its parts.
    pub parts: Option<ContentDigest>,
    /// Its length in Unicode scalars.
    pub length: u64,
    /// What read it: a program and its version, or a person.
    pub reader: String,
    /// Its main language (BCP 47).
    pub language: Option<String>,
    /// The text that this one corrects.
    pub corrects: Option<ContentDigest>,
}

/// Something the log says of a file, with who said it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed<T> {
    /// The operation.
    pub operation: OperationId,
    /// When it was recorded.
    pub recorded: Moment,
    /// By whom.
    pub recorded_by: MemberId,
    /// Who may see it.
    pub level: Level,
    /// Whether it was retracted.
    pub retracted: bool,
    /// What is said.
    pub what: T,
}

fn to_log(digest: ContentDigest) -> Digest {
    Digest::from_bytes(*digest.as_bytes())
}

fn from_log(digest: Digest) -> ContentDigest {
    ContentDigest::from_bytes(*digest.as_bytes())
}

impl Exhibit {
    pub(crate) fn to_log(&self) -> Operation {
        Operation::Exhibit(log::Exhibit {
            record: record_to_log(self.record),
            file: to_log(self.file),
            bytes: self.bytes,
            media: self.media.clone(),
            name: self.name.clone(),
        })
    }

    fn from_log(exhibit: log::Exhibit) -> Self {
        Self {
            record: record_from_log(exhibit.record),
            file: from_log(exhibit.file),
            bytes: exhibit.bytes,
            media: exhibit.media,
            name: exhibit.name,
        }
    }
}

impl Custody {
    pub(crate) fn to_log(&self) -> Operation {
        Operation::Custody(log::Custody {
            file: to_log(self.file),
            kind: self.kind,
            when: self.when.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            note: self.note.clone(),
        })
    }

    fn from_log(custody: log::Custody) -> Self {
        Self {
            file: from_log(custody.file),
            kind: custody.kind,
            when: custody.when,
            from: custody.from,
            to: custody.to,
            note: custody.note,
        }
    }
}

impl Reading {
    pub(crate) fn to_log(&self) -> Operation {
        Operation::Reading(log::Reading {
            source: record_to_log(self.source),
            file: self.file.map(to_log),
            text: to_log(self.text),
            parts: self.parts.map(to_log),
            length: self.length,
            reader: self.reader.clone(),
            lang: self.language.clone(),
            corrects: self.corrects.map(to_log),
        })
    }

    fn from_log(reading: log::Reading) -> Self {
        Self {
            source: record_from_log(reading.source),
            file: reading.file.map(from_log),
            text: from_log(reading.text),
            parts: reading.parts.map(from_log),
            length: reading.length,
            reader: reading.reader,
            language: reading.lang,
            corrects: reading.corrects.map(from_log),
        }
    }
}

/// What kind of row of [`FILES`] a key is of.
#[derive(Clone, Copy)]
enum Row {
    Exhibit,
    Custody,
    Reading,
    /// Under which key an operation is kept.
    Kept,
}

impl Row {
    fn key(self, of: &[u8], operation: &[u8]) -> Vec<u8> {
        let letter = match self {
            Self::Exhibit => b'e',
            Self::Custody => b'c',
            Self::Reading => b'r',
            Self::Kept => b'k',
        };
        [&[letter][..], of, operation].concat()
    }
}

/// Under which key an operation about a file is kept; none for other operations.
fn key(operation: &Operation, name: &OperationId) -> Option<Vec<u8>> {
    let name = name.as_bytes();
    match operation {
        Operation::Exhibit(exhibit) => Some(Row::Exhibit.key(exhibit.file.as_bytes(), name)),
        Operation::Custody(custody) => Some(Row::Custody.key(custody.file.as_bytes(), name)),
        Operation::Reading(reading) => Some(Row::Reading.key(reading.source.as_bytes(), name)),
        _ => None,
    }
}

/// What stands before the content of an operation: when, where and by whom, level, whether it is retracted.
struct Head {
    recorded: i64,
    /// How far from the beginning of the log it stands, and where in its commit.
    height: u64,
    index: u32,
    by: MemberId,
    level: Level,
    retracted: bool,
}

impl Head {
    fn order(&self) -> (i64, u64, u32, [u8; 16]) {
        (self.recorded, self.height, self.index, *self.by.as_bytes())
    }

    fn write(&self, content: &[u8]) -> Vec<u8> {
        let mut bytes = self.recorded.to_be_bytes().to_vec();
        bytes.extend(self.height.to_be_bytes());
        bytes.extend(self.index.to_be_bytes());
        bytes.extend(self.by.as_bytes());
        bytes.push(level_number(self.level));
        bytes.push(u8::from(self.retracted));
        bytes.extend(content);
        bytes
    }

    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (recorded, bytes) = bytes.split_first_chunk::<8>()?;
        let (height, bytes) = bytes.split_first_chunk::<8>()?;
        let (index, bytes) = bytes.split_first_chunk::<4>()?;
        let (by, bytes) = bytes.split_first_chunk::<16>()?;
        let ([level, retracted], content) = bytes.split_first_chunk::<2>()?;
        let level = Level::ALL.into_iter().find(|known| level_number(*known) == *level)?;
        let head = Self {
            recorded: i64::from_be_bytes(*recorded),
            height: u64::from_be_bytes(*height),
            index: u32::from_be_bytes(*index),
            by: MemberId::from_bytes(*by),
            level,
            retracted: *retracted != 0,
        };
        Some((head, content))
    }
}

fn level_number(level: Level) -> u8 {
    Level::ALL.iter().position(|known| *known == level).map_or(u8::MAX, |place| place as u8)
}

/// Keeps what an operation says of a file. Of one operation in two commits, the earlier stands.
pub(crate) fn put(
    transaction: &mut dyn Transaction,
    operation: &Operation,
    name: &OperationId,
    (node, index): (&Node, u32),
    content: &[u8],
) -> Result<(), CaseError> {
    let Some(key) = key(operation, name) else { return Ok(()) };
    let level = level_from_log(operation.level());
    let (recorded, height) = (moment(node).0, node.height);
    let head =
        Head { recorded, height, index, by: member_from_log(node.author), level, retracted: false };
    let known = transaction.reader().entry(FILES, &key)?;
    if let Some((known, _)) = known.as_deref().and_then(Head::read)
        && known.order() <= head.order()
    {
        return Ok(());
    }
    transaction.put_entry(FILES, &key, &head.write(content))?;
    Ok(transaction.put_entry(FILES, &Row::Kept.key(name.as_bytes(), &[]), &key)?)
}

/// Gives what is kept of an operation about a file what effects have made of it.
pub(crate) fn settle(
    transaction: &mut dyn Transaction,
    name: &OperationId,
    level: Option<onus_ledger::Level>,
    retracted: bool,
) -> Result<(), CaseError> {
    let reader = transaction.reader();
    let Some(key) = reader.entry(FILES, &Row::Kept.key(name.as_bytes(), &[]))? else {
        return Ok(());
    };
    let Some(bytes) = reader.entry(FILES, &key)? else { return Ok(()) };
    let Some((mut head, content)) = Head::read(&bytes) else { return Err(unreadable()) };
    head.retracted = retracted;
    if let Some(level) = level {
        head.level = level_from_log(level);
    }
    Ok(transaction.put_entry(FILES, &key, &head.write(content))?)
}

fn unreadable() -> CaseError {
    CaseError::Damaged("what is kept of a file cannot be read".to_owned())
}

/// The rows of a kind, of one thing or of all, the earliest first.
fn rows<T>(
    reader: &dyn Reader,
    row: Row,
    of: &[u8],
    pick: impl Fn(Operation) -> Option<T>,
) -> Result<Vec<Filed<T>>, CaseError> {
    let (mut found, mut is_whole) = (Vec::new(), true);
    reader.each_entry(FILES, &row.key(of, &[]), &mut |(key, value)| {
        let filed = key.last_chunk::<32>().and_then(|name| {
            let (head, content) = Head::read(&value)?;
            let Content::Operation(operation) = Content::read(content) else { return None };
            let order = head.order();
            let filed = Filed {
                operation: OperationId::from_bytes(*name),
                recorded: Moment(head.recorded),
                recorded_by: head.by,
                level: head.level,
                retracted: head.retracted,
                what: pick(operation)?,
            };
            Some((order, filed))
        });
        is_whole &= filed.is_some();
        found.extend(filed);
        ControlFlow::Continue(())
    })?;
    found.sort_by_key(|(order, filed)| (*order, filed.operation));
    if is_whole {
        Ok(found.into_iter().map(|(_, filed)| filed).collect())
    } else {
        Err(unreadable())
    }
}

fn exhibit(operation: Operation) -> Option<Exhibit> {
    match operation {
        Operation::Exhibit(exhibit) => Some(Exhibit::from_log(exhibit)),
        _ => None,
    }
}

fn reading(operation: Operation) -> Option<Reading> {
    match operation {
        Operation::Reading(reading) => Some(Reading::from_log(reading)),
        _ => None,
    }
}

fn custody(operation: Operation) -> Option<Custody> {
    match operation {
        Operation::Custody(custody) => Some(Custody::from_log(custody)),
        _ => None,
    }
}

/// Every reading that stands, the earliest first.
pub(crate) fn readings(reader: &dyn Reader) -> Result<Vec<Filed<Reading>>, CaseError> {
    let mut readings = rows(reader, Row::Reading, &[], reading)?;
    readings.retain(|reading| !reading.retracted);
    Ok(readings)
}

impl Case {
    /// Every exhibit, the earliest first; what was retracted too.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn exhibits(&self) -> Result<Vec<Filed<Exhibit>>, CaseError> {
        rows(self.store.reader(), Row::Exhibit, &[], exhibit)
    }

    /// What is said of a file: more than once where it was recorded more than once.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn exhibits_of(&self, file: ContentDigest) -> Result<Vec<Filed<Exhibit>>, CaseError> {
        rows(self.store.reader(), Row::Exhibit, file.as_bytes(), exhibit)
    }

    /// The exhibits that a name may mean, each file once, the earliest first: the handle of an exhibit, that of a
    /// source that it is of, or the beginning of its digest (six digits at least). What was retracted is not among
    /// them.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn exhibits_named(&self, name: &str) -> Result<Vec<Filed<Exhibit>>, CaseError> {
        const FEWEST_DIGITS: usize = 6;
        let reader = self.store.reader();
        let rows = reader.records_with_handle(name)?;
        let digits = name.to_ascii_lowercase();
        let mut files = BTreeSet::new();
        for row in &rows {
            let readings = self.readings_of(row.id)?.into_iter();
            files.extend(readings.filter(|one| !one.retracted).filter_map(|one| one.what.file));
        }
        let mut named: Vec<Filed<Exhibit>> = Vec::new();
        for exhibit in self.exhibits()? {
            let file = exhibit.what.file;
            if exhibit.retracted || named.iter().any(|known| known.what.file == file) {
                continue;
            }
            let is_digest = digits.len() >= FEWEST_DIGITS && file.to_string().starts_with(&digits);
            let is_meant = is_digest
                || files.contains(&file)
                || rows.iter().any(|row| row.id == exhibit.what.record)
                || self.is_claimed_of(exhibit.what.record, &rows)?;
            if is_meant {
                named.push(exhibit);
            }
        }
        Ok(named)
    }

    /// Whether one of these sources is claimed to have this exhibit.
    fn is_claimed_of(&self, exhibit: RecordId, sources: &[RecordRow]) -> Result<bool, CaseError> {
        if sources.is_empty() {
            return Ok(false);
        }
        let property = "exhibit".parse().ok();
        let about = self.store.reader().claims_mentioning(exhibit, property.as_ref())?;
        Ok(about.iter().any(|claim| {
            !claim.retracted && sources.iter().any(|source| source.id == claim.record)
        }))
    }

    /// What was done with a file, in the order in which it was recorded.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn custody_of(&self, file: ContentDigest) -> Result<Vec<Filed<Custody>>, CaseError> {
        rows(self.store.reader(), Row::Custody, file.as_bytes(), custody)
    }

    /// Every reading of every source, the earliest first; what was retracted too.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn readings(&self) -> Result<Vec<Filed<Reading>>, CaseError> {
        rows(self.store.reader(), Row::Reading, &[], reading)
    }

    /// The readings of a source, the earliest first; what was retracted too.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn readings_of(&self, source: RecordId) -> Result<Vec<Filed<Reading>>, CaseError> {
        rows(self.store.reader(), Row::Reading, source.as_bytes(), reading)
    }

    /// Whether the vault holds a content.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn holds(&self, content: ContentDigest) -> Result<bool, CaseError> {
        Ok(self.store.reader().object(content)?.is_some())
    }

    /// What an edit says of files has to fit together, and with what is here.
    pub(crate) fn check_files(&self, edit: &crate::edit::Edit) -> Result<(), CaseError> {
        let files: BTreeSet<ContentDigest> =
            edit.objects.iter().map(|object| object.digest).collect();
        let named: BTreeSet<ContentDigest> =
            edit.exhibits.iter().map(|exhibit| exhibit.file).collect();
        let wrong = |what: String| Err(CaseError::Edit(what));
        for exhibit in &edit.exhibits {
            if !files.contains(&exhibit.file) && !self.holds(exhibit.file)? {
                return wrong(format!("the file {} is not in the vault", exhibit.file));
            }
        }
        for custody in &edit.custody {
            if custody.when.parse::<onus_model::value::date::Edtf>().is_err() {
                return wrong(format!("\"{}\" is no date", custody.when));
            }
            if !named.contains(&custody.file) && self.exhibits_of(custody.file)?.is_empty() {
                return wrong(format!("there is no exhibit {}", custody.file));
            }
        }
        for reading in &edit.readings {
            for content in [Some(reading.text), reading.parts].into_iter().flatten() {
                if !files.contains(&content) && !self.holds(content)? {
                    return wrong(format!("the text {} is not in the vault", content));
                }
            }
        }
        Ok(())
    }
}
