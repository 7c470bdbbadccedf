//! The tables as ordered maps.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::id::{ClaimId, PropertyId, RecordId};

use crate::error::{Refusal, Result};
use crate::id::{CommitId, ContentDigest, DeviceId, DocumentId, LeafId, SheetId};
use crate::row::{
    Area, ClaimRow, CommitRow, LeafRow, ObjectRow, RecordNumber, RecordRow, SheetRow, SpeakerKey,
};
use crate::text::{Attributes, Document, Tokens};

/// A commit with its parents and leaves.
#[derive(Clone, Debug)]
pub(crate) struct Commit {
    pub(super) row: CommitRow,
    pub(super) parents: BTreeSet<CommitId>,
    pub(super) leaves: Vec<LeafRow>,
}

/// Everything a case holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(super) revision: u64,
    pub(crate) meta: BTreeMap<String, Vec<u8>>,
    /// By place, which starts at 1: the commit at index 0 has place 1.
    pub(super) commits: Vec<Commit>,
    pub(super) heads: BTreeSet<CommitId>,
    /// Indexes into `commits`.
    pub(super) by_commit: BTreeMap<CommitId, usize>,
    pub(super) by_device: BTreeMap<DeviceId, Vec<usize>>,
    pub(super) by_leaf: BTreeMap<LeafId, Vec<(usize, usize)>>,
    pub(super) objects: BTreeMap<ContentDigest, ObjectRow>,
    pub(crate) derived: Derived,
}

/// A document in the text index.
#[derive(Clone, Debug)]
pub(crate) struct Indexed {
    /// The order in which documents came in.
    pub(super) number: u32,
    pub(super) level: Level,
    pub(super) tokens: Tokens,
    pub(super) attributes: Attributes,
}

/// What can be made again from the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Derived {
    pub(crate) derivation: Option<u32>,
    /// By number, which starts at 1.
    pub(super) numbered: Vec<RecordId>,
    pub(super) numbers: BTreeMap<RecordId, RecordNumber>,
    /// By number, which starts at 1.
    pub(super) properties: Vec<PropertyId>,
    pub(crate) records: BTreeMap<RecordId, RecordRow>,
    pub(super) claims: BTreeMap<u64, ClaimRow>,
    pub(super) claim_numbers: BTreeMap<ClaimId, u64>,
    pub(super) by_record: BTreeSet<(RecordId, u64)>,
    pub(super) by_source: BTreeSet<(RecordId, u64)>,
    pub(super) by_speaker: BTreeSet<(RecordId, u64)>,
    pub(super) mentions: BTreeSet<(RecordId, u64)>,
    pub(super) claim_mentions: BTreeSet<(ClaimId, u64)>,
    pub(crate) names: BTreeMap<(String, RecordId, ClaimId), Level>,
    pub(crate) sheet_rows: BTreeMap<(SheetId, String), SheetRow>,
    pub(crate) entries: BTreeMap<(&'static str, Vec<u8>), Vec<u8>>,
    pub(super) texts: BTreeMap<DocumentId, Indexed>,
    /// By number, which grows as documents come in.
    pub(super) text_numbers: BTreeMap<u32, DocumentId>,
}

impl State {
    pub(super) fn commit(&self, id: CommitId) -> Option<&Commit> {
        self.by_commit.get(&id).and_then(|at| self.commits.get(*at))
    }

    /// The commits after a place.
    pub(super) fn after(&self, place: u64) -> &[Commit] {
        usize::try_from(place).ok().and_then(|place| self.commits.get(place..)).unwrap_or(&[])
    }

    pub(super) fn leaf_mut(&mut self, commit: CommitId, index: u32) -> Option<&mut LeafRow> {
        let at = *self.by_commit.get(&commit)?;
        self.commits.get_mut(at)?.leaves.get_mut(usize::try_from(index).ok()?)
    }
}

impl Derived {
    /// Gives a record a number unless it has one.
    pub(super) fn number_record(&mut self, id: RecordId) -> Result<()> {
        if !self.numbers.contains_key(&id) {
            let number = u32::try_from(self.numbered.len() + 1).ok();
            let number = number.and_then(RecordNumber::new);
            let number = number.ok_or(Refusal::TooMany("records"))?;
            self.numbered.push(id);
            self.numbers.insert(id, number);
        }
        Ok(())
    }

    /// Gives a property a number unless it has one.
    pub(super) fn number_property(&mut self, property: &PropertyId) -> Result<()> {
        if !self.properties.contains(property) {
            if self.properties.len() >= usize::from(u16::MAX) {
                return Err(Refusal::TooMany("properties").into());
            }
            self.properties.push(property.clone());
        }
        Ok(())
    }

    /// The number of a property that has one.
    pub(super) fn property_number(&self, property: &PropertyId) -> Option<u16> {
        let at = self.properties.iter().position(|known| known == property)?;
        u16::try_from(at + 1).ok()
    }

    pub(super) fn claims_of<'a>(
        &'a self,
        index: &'a BTreeSet<(RecordId, u64)>,
        record: RecordId,
    ) -> impl Iterator<Item = &'a ClaimRow> {
        let found = index.range((record, 0)..=(record, u64::MAX));
        found.filter_map(|(_, seq)| self.claims.get(seq))
    }

    pub(crate) fn put_entry(&mut self, area: Area, key: &[u8], value: &[u8]) {
        self.entries.insert((area.0, key.to_vec()), value.to_vec());
    }

    pub(crate) fn remove_entries(&mut self, area: Area, beginning: &[u8]) -> u64 {
        // Looking at every entry would make deriving a large log take the square of its length.
        let from = self.entries.range((area.0, beginning.to_vec())..);
        let removed: Vec<_> = from
            .map(|(key, _)| key)
            .take_while(|(found, key)| *found == area.0 && key.starts_with(beginning))
            .cloned()
            .collect();
        for key in &removed {
            self.entries.remove(key);
        }
        removed.len() as u64
    }

    /// Puts a document into the text index as the last.
    pub(super) fn index_text(&mut self, document: &Document<'_>) -> Result<()> {
        let last = self.text_numbers.last_key_value().map_or(0, |(number, _)| *number);
        let number = last.checked_add(1).ok_or(Refusal::TooMany("documents"))?;
        let indexed = Indexed {
            number,
            level: document.level,
            tokens: document.tokens.clone(),
            attributes: document.attributes.clone(),
        };
        self.text_numbers.insert(number, document.id);
        self.texts.insert(document.id, indexed);
        Ok(())
    }

    /// Takes a document out of the text index. Answers whether it was there.
    pub(super) fn remove_text(&mut self, document: DocumentId) -> bool {
        let removed = self.texts.remove(&document);
        removed.and_then(|indexed| self.text_numbers.remove(&indexed.number)).is_some()
    }

    pub(super) fn remove_claim(&mut self, id: ClaimId) -> bool {
        let Some(seq) = self.claim_numbers.remove(&id) else { return false };
        if let Some(row) = self.claims.remove(&seq) {
            self.by_record.remove(&(row.record, seq));
            if let Some(source) = row.source {
                self.by_source.remove(&(source, seq));
            }
            if let SpeakerKey::Record(speaker) = row.origin {
                self.by_speaker.remove(&(speaker, seq));
            }
            self.mentions.retain(|(_, mentioning)| *mentioning != seq);
            self.claim_mentions.retain(|(_, mentioning)| *mentioning != seq);
        }
        true
    }
}
