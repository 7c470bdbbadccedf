//! Passages of sources' texts in the search index.
//!
//! A text is named by its digest and kept outside the log; the index holds its words, and where they stand. So after the tables were
//! derived again the passages are gone from it until the texts are given once more: [`Case::indexed_texts`] says which are there.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use onus_model::Level;
use onus_model::id::RecordId;
use onus_model::value::date::DayBounds;
use onus_store::{Area, Attributes, Bounds, Document, DocumentId, Reader, Tokens, Transaction};
use onus_text::search::Analyser;
use sha2::{Digest, Sha256};

use crate::case::Case;
use crate::error::CaseError;
use crate::index::{self, LANGUAGE, PASSAGE, SOURCE, TYPE, read_ranges, write_ranges};

/// Which passages are indexed, by source and text. Not derived from the log.
pub(crate) const PASSAGES: Area = Area("passages");

/// A piece of a text, about a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassage<'t> {
    /// Its first Unicode scalar in the text.
    pub start: u64,
    /// The first scalar after it.
    pub end: u64,
    /// Its words.
    pub words: &'t str,
    /// Its language (BCP 47), where the reader of the document knows it; else it is recognised.
    pub language: Option<&'t str>,
}

/// A source's text to be found by its passages.
#[derive(Clone, Debug)]
pub struct NewText<'t> {
    /// The source.
    pub source: RecordId,
    /// SHA-256 of the whole text in UTF-8.
    pub digest: [u8; 32],
    /// Who may find it.
    pub level: Level,
    /// When the source became public or was made, for questions by date.
    pub days: Option<DayBounds>,
    /// Its pieces; [`pieces`](onus_text::search::pieces) parts a text that has no parts of its own.
    pub passages: Vec<NewPassage<'t>>,
}

/// A text whose passages are indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexedText {
    /// The source.
    pub source: RecordId,
    /// SHA-256 of the text.
    pub digest: [u8; 32],
    /// Who may find it.
    pub level: Level,
    /// How many passages there are.
    pub passages: u64,
}

fn key(source: RecordId, digest: [u8; 32]) -> Vec<u8> {
    let mut key = source.as_bytes().to_vec();
    key.extend(digest);
    key
}

fn document(source: RecordId, digest: [u8; 32], (start, end): (u64, u64)) -> DocumentId {
    let mut hash = Sha256::new();
    hash.update(b"onus passage\n");
    hash.update(source.as_bytes());
    hash.update(digest);
    hash.update(start.to_be_bytes());
    hash.update(end.to_be_bytes());
    DocumentId::from_bytes(hash.finalize().into())
}

/// How many passages may be prepared before they are written.
const AHEAD: usize = 256;

/// A passage ready to be written.
struct Prepared {
    /// Which text it is of.
    of: usize,
    range: (u64, u64),
    id: DocumentId,
    tokens: Tokens,
    attributes: Attributes,
}

/// The passages of a text, each with its words in all their forms.
fn prepared<'t>(
    of: usize,
    text: &'t NewText<'t>,
    analyser: &'t mut Analyser,
) -> impl Iterator<Item = Prepared> + 't {
    let mut attributes = index::attributes(PASSAGE);
    index::set(&mut attributes, TYPE, b"source");
    index::set(&mut attributes, SOURCE, text.source.as_bytes());
    if let Some(days) = text.days {
        attributes.days = Bounds {
            low: days.earliest().map(|day| day.number()),
            high: days.latest().map(|day| day.number()),
        };
    }
    text.passages.iter().map(move |passage| {
        let (terms, detected) = analyser.analyse(passage.words, passage.language);
        let mut tokens = Tokens::default();
        index::add(&mut tokens, &terms);
        let range = (passage.start, passage.end);
        let language = passage.language.or(detected.language);
        let mut attributes = attributes.clone();
        index::set(&mut attributes, LANGUAGE, language.unwrap_or_default().as_bytes());
        attributes.note = index::write_passage(text.source, text.digest, range, language);
        let id = document(text.source, text.digest, range);
        Prepared { of, range, id, tokens, attributes }
    })
}

fn forget(
    transaction: &mut dyn Transaction,
    source: RecordId,
    digest: [u8; 32],
) -> Result<u64, CaseError> {
    let key = key(source, digest);
    let Some(bytes) = transaction.reader().entry(PASSAGES, &key)? else { return Ok(0) };
    let (_, ranges) = read_ranges(&bytes).ok_or_else(unreadable)?;
    let mut removed = 0;
    for range in ranges {
        removed += u64::from(transaction.remove_text(document(source, digest, range))?);
    }
    transaction.remove_entries(PASSAGES, &key)?;
    Ok(removed)
}

fn unreadable() -> CaseError {
    CaseError::Damaged("which passages are indexed cannot be read".to_owned())
}

/// Every text whose passages are indexed.
pub(crate) fn indexed(reader: &dyn Reader) -> Result<Vec<IndexedText>, CaseError> {
    let mut texts = Vec::new();
    let mut is_whole = true;
    reader.each_entry(PASSAGES, &[], &mut |(key, value)| {
        let text = key.split_first_chunk::<16>().and_then(|(source, digest)| {
            let (level, ranges) = read_ranges(&value)?;
            Some(IndexedText {
                source: RecordId::from_bytes(*source),
                digest: digest.try_into().ok()?,
                level,
                passages: ranges.len() as u64,
            })
        });
        is_whole &= text.is_some();
        texts.extend(text);
        ControlFlow::Continue(())
    })?;
    if is_whole { Ok(texts) } else { Err(unreadable()) }
}

impl Case {
    /// Makes the passages of texts findable, in place of what was indexed of each before; all of them or none. Answers how many there
    /// are.
    ///
    /// A passage without words is found by nothing, and two with one range are one. Ten thousand pages at a time take some hundred megabytes of memory
    /// at most.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    pub fn index_passages(&mut self, texts: &[NewText<'_>]) -> Result<u64, CaseError> {
        let mut transaction = self.store.begin()?;
        let mut ranges: Vec<BTreeSet<(u64, u64)>> = vec![BTreeSet::new(); texts.len()];
        for text in texts {
            forget(transaction.as_mut(), text.source, text.digest)?;
        }
        // One thread finds words and their forms, this one writes.
        std::thread::scope(|scope| {
            let (sender, receiver) = std::sync::mpsc::sync_channel(AHEAD);
            scope.spawn(move || {
                let mut analyser = Analyser::new();
                for (of, text) in texts.iter().enumerate() {
                    for passage in prepared(of, text, &mut analyser) {
                        // Nobody takes them any longer: writing has failed.
                        if sender.send(passage).is_err() {
                            return;
                        }
                    }
                }
            });
            for Prepared { of, range, id, tokens, attributes } in receiver {
                let (Some(text), Some(known)) = (texts.get(of), ranges.get_mut(of)) else {
                    continue;
                };
                if !tokens.is_empty() && known.insert(range) {
                    let (level, tokens, attributes) = (text.level, &tokens, &attributes);
                    transaction.index(&Document { id, level, tokens, attributes })?;
                }
            }
            Ok::<(), CaseError>(())
        })?;
        for (text, ranges) in texts.iter().zip(&ranges) {
            let key = key(text.source, text.digest);
            transaction.put_entry(PASSAGES, &key, &write_ranges(text.level, ranges))?;
        }
        transaction.commit()?;
        Ok(ranges.iter().map(|ranges| ranges.len() as u64).sum())
    }

    /// Takes the passages of a text out of the index, so that no word of it is left there. Answers how many there were.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    pub fn forget_passages(
        &mut self,
        source: RecordId,
        digest: [u8; 32],
    ) -> Result<u64, CaseError> {
        let mut transaction = self.store.begin()?;
        let removed = forget(transaction.as_mut(), source, digest)?;
        transaction.commit()?;
        Ok(removed)
    }

    /// Every text whose passages are indexed, by source and digest.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn indexed_texts(&self) -> Result<Vec<IndexedText>, CaseError> {
        indexed(self.store.reader())
    }
}
