//! The texts of a case: read out of its vault, and their passages kept findable.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use onus_model::Level;
use onus_model::id::RecordId;
use onus_model::value::date::DayBounds;
use onus_model::value::{Value, When};
use onus_store::{ContentDigest, FolderVault, ObjectRow, Opened, Transaction, Vault};
use onus_text::search::pieces;

use crate::case::Case;
use crate::error::CaseError;
use crate::files::{Reading, readings};
use crate::folder::OpenCase;
use crate::passages::{NewPassage, NewText, indexed};

/// How much text is prepared at once to be indexed, in bytes.
const TOGETHER: usize = 16 << 20;

/// Where it is kept that texts may wait to be indexed.
const STALE: &str = "texts-to-index";

/// Says whether texts may wait to be indexed: passages are not made from the log, so they are gone from the
/// tables when these are made anew.
pub(crate) fn set_stale(transaction: &mut dyn Transaction, stale: bool) -> Result<(), CaseError> {
    if stale {
        transaction.put_meta(STALE, &[1])?;
    } else {
        transaction.remove_meta(STALE)?;
    }
    Ok(())
}

/// A text of a source, by its digest.
type Text = (RecordId, [u8; 32]);

/// The texts of sources, as answers repeat words of them.
pub trait Texts {
    /// The words in a range of a text, in Unicode scalars; none where the text is not here, is shorter, or is above
    /// the level of whoever reads.
    fn words(&self, text: ContentDigest, range: &Range<u64>, level: Level) -> Option<String>;
}

/// A text that was read, with its level; none where it is not here.
type ReadText = Option<(Level, Arc<str>)>;

/// The texts of a case's vault, each read once.
pub struct VaultTexts<'c> {
    open: &'c OpenCase,
    read: RefCell<BTreeMap<ContentDigest, ReadText>>,
}

impl<'c> VaultTexts<'c> {
    /// The texts of this case.
    #[must_use]
    pub fn of(open: &'c OpenCase) -> Self {
        Self { open, read: RefCell::default() }
    }

    fn read(&self, text: ContentDigest) -> ReadText {
        let readings = readings(self.open.case.rows()).ok()?;
        let level = readings.iter().filter(|reading| reading.what.text == text);
        let level = level.map(|reading| reading.level).max()?;
        Some((level, self.open.text(text).ok()??.into()))
    }
}

impl Texts for VaultTexts<'_> {
    fn words(&self, text: ContentDigest, range: &Range<u64>, level: Level) -> Option<String> {
        let mut read = self.read.borrow_mut();
        let (of, whole) = read.entry(text).or_insert_with(|| self.read(text)).as_ref()?;
        if *of > level { None } else { slice(whole, range).map(ToOwned::to_owned) }
    }
}

/// Part of a text by Unicode scalars; none where the text is shorter.
#[must_use]
pub fn slice<'t>(text: &'t str, range: &Range<u64>) -> Option<&'t str> {
    let start = usize::try_from(range.start).ok()?;
    let length = usize::try_from(range.end.checked_sub(range.start)?).ok()?;
    let mut places = text.char_indices().map(|(place, _)| place).chain([text.len()]).skip(start);
    let from = places.next()?;
    let to = if length == 0 { from } else { places.nth(length - 1)? };
    text.get(from..to)
}

impl OpenCase {
    /// The case's vault.
    #[must_use]
    pub fn vault(&self) -> FolderVault {
        FolderVault::of(&self.folder)
    }

    /// Opens a sealed object of the vault by what it holds and hands it to `read`; none where it is not here.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or the object is not what was stored.
    pub fn object<T>(
        &self,
        content: ContentDigest,
        read: impl FnOnce(&mut Opened<'_>) -> Result<T, CaseError>,
    ) -> Result<Option<T>, CaseError> {
        let Some(row) = self.case.rows().object(content)? else { return Ok(None) };
        let vault = self.vault();
        read(&mut vault.open(&row)?).map(Some)
    }

    /// A text, or the list of its parts, whole; none where it is not here.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or what is there is not what was stored.
    pub fn text(&self, text: ContentDigest) -> Result<Option<String>, CaseError> {
        self.object(text, |object| {
            let mut whole = String::new();
            object.read_to_string(&mut whole).map_err(|error| {
                CaseError::Damaged(format!(
                    "the text {text} cannot be read out of the vault: {error}"
                ))
            })?;
            Ok(whole)
        })
    }

    /// Makes the passages of every text findable that is here and is not yet, and those that are no longer
    /// a source's, not. Answers how many texts that changed. Where the case cannot be written now, nothing
    /// changes.
    ///
    /// Texts lie outside the log; so this is to be called after whatever may have brought some or have
    /// derived the tables again.
    ///
    /// # Errors
    ///
    /// When the case cannot be read or written.
    pub fn index_texts(&mut self) -> Result<usize, CaseError> {
        match self.index_all() {
            // That a case cannot be written now only puts off what can be made up for later.
            Err(CaseError::Store(onus_store::Error::ReadOnly { .. } | onus_store::Error::Busy)) => {
                Ok(0)
            }
            done => done,
        }
    }

    /// Whether texts may wait to be made findable: to be asked of a case that was opened.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn are_texts_stale(&self) -> Result<bool, CaseError> {
        Ok(self.case.rows().meta(STALE)?.is_some())
    }

    fn index_all(&mut self) -> Result<usize, CaseError> {
        let mut wanted: BTreeMap<Text, (Level, Reading)> = BTreeMap::new();
        for reading in readings(self.case.rows())? {
            let key = (reading.what.source, *reading.what.text.as_bytes());
            let level =
                wanted.get(&key).map_or(reading.level, |(level, _)| reading.level.max(*level));
            wanted.insert(key, (level, reading.what));
        }
        let known: BTreeMap<Text, Level> = indexed(self.case.rows())?
            .into_iter()
            .map(|text| ((text.source, text.digest), text.level))
            .collect();
        let mut changed = 0;
        for (key, _) in known.iter().filter(|(key, _)| !wanted.contains_key(*key)) {
            self.case.forget_passages(key.0, key.1)?;
            changed += 1;
        }
        wanted.retain(|key, (level, _)| known.get(key) != Some(level));
        let (mut waiting, mut size) = (Vec::new(), 0);
        for (level, reading) in wanted.into_values() {
            // A text that is not here may come with a bundle yet.
            let Some(text) = self.text(reading.text)? else { continue };
            size += text.len();
            waiting.push((level, reading, text));
            if size >= TOGETHER {
                changed += self.index(&waiting)?;
                waiting.clear();
                size = 0;
            }
        }
        changed += self.index(&waiting)?;
        if self.are_texts_stale()? {
            let mut transaction = self.case.store.begin()?;
            set_stale(transaction.as_mut(), false)?;
            transaction.commit()?;
        }
        Ok(changed)
    }

    fn index(&mut self, texts: &[(Level, Reading, String)]) -> Result<usize, CaseError> {
        if texts.is_empty() {
            return Ok(0);
        }
        let mut new = Vec::with_capacity(texts.len());
        for (level, reading, text) in texts {
            let language = reading.language.as_deref();
            let passages = pieces(text)
                .into_iter()
                .map(|piece| NewPassage {
                    start: piece.scalars.start as u64,
                    end: piece.scalars.end as u64,
                    words: piece.text,
                    language,
                })
                .collect();
            new.push(NewText {
                source: reading.source,
                digest: *reading.text.as_bytes(),
                level: *level,
                days: self.case.public_since(reading.source)?,
                passages,
            });
        }
        self.case.index_passages(&new)?;
        Ok(new.len())
    }

    /// Removes the files of objects whose keys were destroyed. What cannot be removed now is noise, and
    /// swept later.
    pub(crate) fn remove_shredded(&mut self) {
        for object in std::mem::take(&mut self.case.shredded) {
            let _ = self.vault().remove(&object);
        }
    }

    /// Removes sealed objects that were put into the vault and that nothing records. What cannot be removed now is
    /// an orphan that a sweep names.
    pub fn give_up(&self, objects: &[ObjectRow]) {
        for object in objects {
            let recorded = self.case.rows().object(object.digest);
            // Where the index cannot be read, nothing is removed: a sweep finds it later.
            if let Ok(recorded) = recorded
                && recorded.is_none_or(|recorded| recorded.name != object.name)
            {
                let _ = self.vault().remove(object);
            }
        }
    }
}

impl Case {
    /// When a source became public, or was made: where the claims on it agree on one.
    fn public_since(&self, source: RecordId) -> Result<Option<DayBounds>, CaseError> {
        for property in ["published", "made"] {
            let Ok(property) = property.parse() else { continue };
            let mut days = Vec::new();
            for row in self.store.reader().claims_on(source, &property)? {
                if row.retracted {
                    continue;
                }
                let logged = crate::derive::logged(&row)?;
                if let Value::Date(When::Calendar(date)) = &logged.claim.value {
                    days.push(date.bounds());
                }
            }
            days.dedup();
            if let [only] = days.as_slice() {
                return Ok(Some(*only));
            }
        }
        Ok(None)
    }
}
