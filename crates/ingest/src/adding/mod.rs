//! Adding a file to a case: sealed as it came, read, and recorded in one commit.
//!
//! The file is read once, sealed while its digest is taken, into the vault. Then it is read as a document in a process
//! of its own, and each text that comes of it, its own and those of the files inside it, is sealed too. All
//! of that is recorded in one commit: after a crash a file is there whole with its texts and its custody, or
//! not at all, and adding it again does what is left to do.
//!
//! A file is known by what it holds. The same content under another name or from somebody else is the same
//! exhibit, received once more; added again just so, nothing happens. A file that no reader can read is kept
//! all the same: it is evidence whether or not its text is.

mod outline;
mod told;
mod versions;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek};

use onus_case::{
    CaseError, Custody, CustodyKind, Edit, Exhibit, NewClaim, NewRecord, Now, OpenCase, Reading,
};
use onus_model::id::RecordId;
use onus_store::{ContentDigest, Lease, ObjectKind, ObjectRow, Vault, recognise};

use zeroize::Zeroizing;

use crate::documents::process::{Reader, Source};
use crate::documents::{Document, Failure, Limits, Note};

pub use outline::Outline;
pub use versions::{Carried, Pinned, Version, carry, correct, newest, versions};

/// How files are to be added.
#[derive(Clone, Debug)]
pub struct Adding {
    /// The source that they are of; without one, each new file becomes a source of its own.
    pub source: Option<RecordId>,
    /// The handle that a new source is to have, where it is one file; else it follows from the file's name.
    pub handle: Option<String>,
    /// When they were received, as EDTF.
    pub received: String,
    /// From whom.
    pub from: Option<String>,
    /// What is to be said of that.
    pub note: Option<String>,
    /// Whether texts of files that were read before are read again, by the readers there are now.
    pub again: bool,
}

/// What became of a file that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// SHA-256 of the file.
    pub file: ContentDigest,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its media type.
    pub media: String,
    /// The record of the exhibit.
    pub exhibit: RecordId,
    /// The source that its text is of.
    pub source: RecordId,
    /// What it was to the case.
    pub was: Was,
    /// Texts that were read, and their length in Unicode scalars together.
    pub texts: u64,
    /// See [`Added::texts`].
    pub scalars: u64,
    /// What could not be read, with where it stands in the file, outwards last.
    pub unread: Vec<(Vec<String>, Failure)>,
    /// What a person should know, with where it stands in the file.
    pub notes: Vec<(Vec<String>, Note)>,
}

impl Added {
    /// Nothing of the file's text is known yet.
    fn of(file: (ContentDigest, u64), media: &str, exhibit: RecordId, source: RecordId) -> Self {
        Self {
            file: file.0,
            bytes: file.1,
            media: media.to_owned(),
            exhibit,
            source,
            was: Was::There,
            texts: 0,
            scalars: 0,
            unread: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// What a file that was added was to the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Was {
    /// It was not there.
    New,
    /// It was there, and was received once more.
    ReceivedAgain,
    /// It was there, and its text was read again, or for another source.
    ReadAgain,
    /// It was there, received just so.
    There,
}

/// Why a file was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The file: others can be added all the same.
    #[error("{0}")]
    File(String),
    /// The case: nothing can be added.
    #[error(transparent)]
    Case(#[from] CaseError),
}

impl From<onus_store::Error> for AddError {
    fn from(error: onus_store::Error) -> Self {
        match error {
            onus_store::Error::Source(error) => {
                Self::File(format!("it cannot be read to its end: {error}"))
            }
            error => Self::Case(error.into()),
        }
    }
}

/// A text that a reading gave, before it is recorded.
struct Text {
    path: Vec<String>,
    document: Document,
}

/// The longest exhibit that is read out of the vault once more, in bytes.
const MOST_IN_MEMORY: u64 = 1 << 30;

/// Adds files to a case, one after another.
pub struct Adder<'a> {
    /// How documents are read.
    pub reader: &'a Reader,
    /// What reading one may take.
    pub limits: Limits,
    /// The right to add, held until all are recorded.
    pub lease: Lease,
}

impl Adder<'_> {
    /// Adds one file. `name` is the name it came with.
    ///
    /// # Errors
    ///
    /// [`AddError::File`] when it cannot be read or changes meanwhile, [`AddError::Case`] when the case cannot be written. Nothing
    /// of it is recorded then.
    pub fn add(
        &self,
        open: &mut OpenCase,
        file: &mut File,
        name: &str,
        adding: &Adding,
        now: &mut Now<'_>,
    ) -> Result<Added, AddError> {
        let wrong = |error: std::io::Error| AddError::File(error.to_string());
        let before = file.metadata().map_err(wrong)?;
        if !before.is_file() {
            return Err(AddError::File("it is not a file".to_owned()));
        }
        if before.len() == 0 {
            return Err(AddError::File("it is empty".to_owned()));
        }
        let known = recognise(open.case().rows(), before.len(), file)?;
        file.rewind().map_err(wrong)?;
        let row = match &known {
            Some(row) => row.clone(),
            None => open.vault().put(&self.lease, file, ObjectKind::Exhibit, now.entropy)?,
        };
        let recorded = match known {
            Some(_) => self.known(open, &row, &Source::File(file), name, adding, now),
            None => self.unknown(open, &row, &Source::File(file), name, adding, now),
        };
        let unchanged = file.metadata().map(|after| {
            after.len() == before.len() && after.modified().ok() == before.modified().ok()
        });
        match recorded {
            Ok((_, edit)) if !unchanged.as_ref().is_ok_and(|same| *same) => {
                open.give_up(&edit.objects);
                Err(AddError::File("it was changed while it was added; add it again".to_owned()))
            }
            Ok((added, edit)) => {
                if !edit.is_empty() {
                    open.commit(&edit, now)?;
                }
                Ok(added)
            }
            Err(error) => {
                open.give_up(&[row]);
                Err(error)
            }
        }
    }

    /// Adds a file that was sealed in this vault as it came, and is recorded nowhere yet: for whoever is handed bytes
    /// that lie on no disk. Once this returns, the object is recorded, or gone.
    ///
    /// # Errors
    ///
    /// As [`Adder::add`]; [`AddError::File`] too when it is too large to be held in memory.
    pub fn add_sealed(
        &self,
        open: &mut OpenCase,
        row: &ObjectRow,
        name: &str,
        adding: &Adding,
        now: &mut Now<'_>,
    ) -> Result<Added, AddError> {
        let recorded = self.record_sealed(open, row, name, adding, now);
        // That of a file which was there already, or could not be recorded.
        open.give_up(std::slice::from_ref(row));
        recorded
    }

    fn record_sealed(
        &self,
        open: &mut OpenCase,
        row: &ObjectRow,
        name: &str,
        adding: &Adding,
        now: &mut Now<'_>,
    ) -> Result<Added, AddError> {
        if row.bytes == 0 {
            return Err(AddError::File("it is empty".to_owned()));
        }
        if row.bytes > MOST_IN_MEMORY {
            return Err(AddError::File(format!("it is longer than {MOST_IN_MEMORY} bytes")));
        }
        let mut bytes = Zeroizing::new(Vec::new());
        let read = open.vault().open(row)?.read_to_end(&mut bytes);
        read.map_err(|error| AddError::File(error.to_string()))?;
        let file = Source::Bytes(&bytes);
        let (added, edit) = match open.case().rows().object(row.digest)? {
            Some(known) => self.known(open, &known, &file, name, adding, now)?,
            None => self.unknown(open, row, &file, name, adding, now)?,
        };
        if !edit.is_empty() {
            open.commit(&edit, now)?;
        }
        Ok(added)
    }

    /// Reads an exhibit once more, out of the vault, for a source: by the readers and programs that there are now. What
    /// is read as before changes nothing.
    ///
    /// # Errors
    ///
    /// [`AddError::File`] when it is not here or too large to be held in memory, [`AddError::Case`] when the case cannot be
    /// written.
    pub fn read_again(
        &self,
        open: &mut OpenCase,
        exhibit: &Exhibit,
        source: RecordId,
        now: &mut Now<'_>,
    ) -> Result<Added, AddError> {
        if exhibit.bytes > MOST_IN_MEMORY {
            return Err(AddError::File(format!(
                "it is longer than {MOST_IN_MEMORY} bytes; add the file itself again"
            )));
        }
        let bytes = open.object(exhibit.file, |object| {
            let mut bytes = Zeroizing::new(Vec::new());
            object.read_to_end(&mut bytes).map_err(|error| {
                let file = exhibit.file;
                CaseError::Damaged(format!(
                    "the exhibit {file} cannot be read out of the vault: {error}"
                ))
            })?;
            Ok(bytes)
        })?;
        let Some(bytes) = bytes else {
            return Err(AddError::File("its original is not in this copy".to_owned()));
        };
        let mut edit = Edit::default();
        let file_of = (exhibit.file, exhibit.bytes);
        let mut added = Added::of(file_of, &exhibit.media, exhibit.record, source);
        let name = exhibit.name.as_deref().unwrap_or_default();
        let texts = self.read(&Source::Bytes(&bytes), name, &mut added);
        self.readings(open, texts, &mut added, &mut edit, now)?;
        if !edit.is_empty() {
            added.was = Was::ReadAgain;
            open.commit(&edit, now)?;
        }
        Ok(added)
    }

    /// The edit that records a file that was not there.
    fn unknown(
        &self,
        open: &OpenCase,
        row: &ObjectRow,
        file: &Source<'_>,
        name: &str,
        adding: &Adding,
        now: &mut Now<'_>,
    ) -> Result<(Added, Edit), AddError> {
        let mut edit = Edit { objects: vec![row.clone()], ..Edit::default() };
        let exhibit = fresh(now)?;
        let short: String = row.digest.to_string().chars().take(8).collect();
        let source = match adding.source {
            Some(source) => source,
            None => {
                let wish = adding.handle.clone().or_else(|| handle(name));
                let wish = wish.unwrap_or_else(|| format!("doc-{short}"));
                let source = fresh(now)?;
                edit.records.push(record(source, "source", Some(free(open, &wish)?))?);
                source
            }
        };
        let wish = format!("exhibit-{short}");
        edit.records.push(record(exhibit, "exhibit", Some(free(open, &wish)?))?);
        let file_of = (row.digest, row.bytes);
        let mut added = Added {
            was: Was::New,
            ..Added::of(file_of, "application/octet-stream", exhibit, source)
        };
        let texts = self.read(file, name, &mut added);
        let author = open.case().author().ok_or(CaseError::NotEnrolled)?.member;
        let about = told::About { schema: open.case().schema(), exhibit, source };
        let came = Exhibit {
            record: exhibit,
            file: row.digest,
            bytes: row.bytes,
            media: added.media.clone(),
            name: Some(name.to_owned()),
        };
        let mut claims = about.noted(author, &came);
        edit.exhibits.push(came);
        if let Some(outer) = texts.iter().find(|text| text.path.is_empty()) {
            claims.extend(about.says(&outer.document.properties));
        }
        edit.claims = claims.into_iter().map(|claim| NewClaim { claim, row: None }).collect();
        edit.custody.push(receipt(row.digest, adding));
        self.readings(open, texts, &mut added, &mut edit, now)?;
        Ok((added, edit))
    }

    /// The edit that records what is new of a file that is there.
    fn known(
        &self,
        open: &OpenCase,
        row: &ObjectRow,
        file: &Source<'_>,
        name: &str,
        adding: &Adding,
        now: &mut Now<'_>,
    ) -> Result<(Added, Edit), AddError> {
        let mut edit = Edit::default();
        let mut exhibits = open.case().exhibits_of(row.digest)?;
        exhibits.retain(|exhibit| !exhibit.retracted);
        let readings = open.case().readings()?;
        let mut sources = readings
            .iter()
            .filter(|reading| !reading.retracted && reading.what.file == Some(row.digest))
            .map(|reading| reading.what.source);
        let Some(first) = exhibits.first() else {
            // The vault has it, and no exhibit says so: one was retracted, or it is a text that was read.
            return self.unknown(open, row, file, name, adding, now);
        };
        let exhibit = first.what.record;
        let about = kept_as(open, exhibit)?;
        let source = adding.source.or_else(|| sources.clone().next()).or(about).unwrap_or(exhibit);
        let mut added = Added::of((row.digest, row.bytes), &first.what.media, exhibit, source);
        let is_other_source = adding.source.is_some()
            && !sources.any(|known| known == source)
            && about != Some(source);
        if is_other_source {
            let author = open.case().author().ok_or(CaseError::NotEnrolled)?.member;
            let about = told::About { schema: open.case().schema(), exhibit, source };
            edit.claims.extend(about.kept_as(author).map(|claim| NewClaim { claim, row: None }));
        }
        if is_other_source || adding.again {
            let texts = self.read(file, name, &mut added);
            added.media = first.what.media.clone();
            self.readings(open, texts, &mut added, &mut edit, now)?;
            if !edit.is_empty() {
                added.was = Was::ReadAgain;
            }
        }
        let receipts = open.case().custody_of(row.digest)?;
        let named = exhibits.iter().any(|exhibit| exhibit.what.name.as_deref() == Some(name));
        let received = receipts.iter().any(|receipt| {
            receipt.what.kind == CustodyKind::Received && receipt.what.from == adding.from
        });
        if !named {
            let first = first.what.clone();
            edit.exhibits.push(Exhibit { name: Some(name.to_owned()), ..first });
        }
        if !named || !received {
            edit.custody.push(receipt(row.digest, adding));
            added.was = Was::ReceivedAgain;
        }
        Ok((added, edit))
    }

    /// Reads a file and the files inside it. Those that have no text are left out.
    fn read(&self, file: &Source<'_>, name: &str, added: &mut Added) -> Vec<Text> {
        let mut texts = Vec::new();
        let mut each = |path: &[String], read: &Result<Document, Failure>| match read {
            Ok(document) => {
                if path.is_empty() {
                    added.media.clone_from(&document.media);
                }
                let notes = document.notes.iter();
                added.notes.extend(notes.map(|note| (path.to_vec(), note.clone())));
                let document = Document { attachments: Vec::new(), ..document.clone() };
                if path.is_empty() || !document.text.is_empty() {
                    texts.push(Text { path: path.to_vec(), document });
                }
            }
            Err(failure) => added.unread.push((path.to_vec(), failure.clone())),
        };
        self.reader.read_all(file, name, &self.limits, &mut each);
        texts
    }

    /// Seals the texts that are not there yet, and adds the readings that are new to the edit.
    fn readings(
        &self,
        open: &OpenCase,
        texts: Vec<Text>,
        added: &mut Added,
        edit: &mut Edit,
        now: &mut Now<'_>,
    ) -> Result<(), AddError> {
        let known = open.case().readings_of(added.source)?;
        let (vault, case) = (open.vault(), open.case());
        let mut sealed: BTreeMap<ContentDigest, ObjectRow> = BTreeMap::new();
        let mut seal = |bytes: &[u8]| -> Result<ContentDigest, AddError> {
            let digest = digest_of(bytes)?;
            if !case.holds(digest)? && !sealed.contains_key(&digest) {
                let row = vault.put(&self.lease, &mut &*bytes, ObjectKind::Text, now.entropy)?;
                sealed.insert(row.digest, row);
            }
            Ok(digest)
        };
        let read = (|| {
            for Text { path, document } in &texts {
                if document.text.is_empty() {
                    continue;
                }
                let outline = Outline::of(document, path).write();
                let outline = outline.map_err(|error| AddError::File(error.to_string()))?;
                let reading = Reading {
                    source: added.source,
                    file: Some(added.file),
                    text: seal(document.text.as_bytes())?,
                    parts: Some(seal(&outline)?),
                    length: document.text.chars().count() as u64,
                    reader: document.reader.clone(),
                    language: language(document),
                    corrects: None,
                };
                added.texts += 1;
                added.scalars += reading.length;
                if !known.iter().any(|known| !known.retracted && known.what == reading)
                    && !edit.readings.contains(&reading)
                {
                    edit.readings.push(reading);
                }
            }
            Ok(())
        })();
        edit.objects.extend(sealed.into_values());
        if read.is_err() {
            open.give_up(&edit.objects);
        }
        read
    }
}

fn digest_of(bytes: &[u8]) -> Result<ContentDigest, AddError> {
    Ok(onus_store::digest_of(&mut &*bytes)?.0)
}

/// How much of a text its language is recognised by, in letters.
const SAMPLE: usize = 4_000;

/// The main language of a text: what the file says, else what it is recognised as.
fn language(document: &Document) -> Option<String> {
    let said = document
        .properties
        .iter()
        .find(|property| property.field == crate::documents::Field::Language)
        .map(|property| property.value.trim().to_owned());
    let said = said.filter(|tag| {
        !tag.is_empty()
            && tag.len() <= 35
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let beginning: String = document.text.chars().take(SAMPLE).collect();
    said.or_else(|| onus_text::search::detect(&beginning).language.map(ToOwned::to_owned))
}

fn receipt(file: ContentDigest, adding: &Adding) -> Custody {
    Custody {
        file,
        kind: CustodyKind::Received,
        when: adding.received.clone(),
        from: adding.from.clone(),
        to: None,
        note: adding.note.clone(),
    }
}

fn fresh(now: &mut Now<'_>) -> Result<RecordId, CaseError> {
    let mut bytes = [0; 16];
    now.entropy.fill(&mut bytes)?;
    Ok(RecordId::from_bytes(bytes))
}

fn record(
    record: RecordId,
    record_type: &str,
    handle: Option<String>,
) -> Result<NewRecord, CaseError> {
    let record_type = record_type
        .parse()
        .map_err(|_| CaseError::Edit(format!("there is no record type {record_type}")))?;
    Ok(NewRecord { record, record_type, handle, label: None })
}

/// The source that an exhibit is kept for, by the claims on it.
fn kept_as(open: &OpenCase, exhibit: RecordId) -> Result<Option<RecordId>, CaseError> {
    let property = "exhibit".parse().ok();
    let rows = open.case().rows().claims_mentioning(exhibit, property.as_ref())?;
    Ok(rows.iter().find(|row| !row.retracted).map(|row| row.record))
}

/// The most letters of a handle that follow from a file's name.
const LONGEST: usize = 40;

/// A handle out of a file's name; none where it has too few letters that a handle can have.
fn handle(name: &str) -> Option<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut handle = String::new();
    for letter in stem.chars() {
        let plain = letter.to_ascii_lowercase();
        if plain.is_ascii_lowercase() || plain.is_ascii_digit() {
            handle.push(plain);
        } else if !handle.is_empty() && !handle.ends_with('-') {
            handle.push('-');
        }
        if handle.len() >= LONGEST {
            break;
        }
    }
    let handle = handle.trim_end_matches('-');
    let letters = handle.bytes().filter(u8::is_ascii_lowercase).count();
    let others = stem.chars().filter(|letter| letter.is_alphabetic() && !letter.is_ascii()).count();
    (letters >= 3 && letters > others).then(|| handle.to_owned())
}

/// The handle, or the first like it that is free.
fn free(open: &OpenCase, wish: &str) -> Result<String, CaseError> {
    let mut handle = wish.to_owned();
    for number in 2_u32.. {
        if open.case().rows().records_with_handle(&handle)?.is_empty() {
            break;
        }
        handle = format!("{wish}-{number}");
    }
    Ok(handle)
}
