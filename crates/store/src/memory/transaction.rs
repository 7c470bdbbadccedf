//! Changing what is in memory: on a copy, put in place at the end.

use std::collections::BTreeSet;

use onus_model::Level;
use onus_model::id::{ClaimId, RecordId};
use zeroize::Zeroize;

use super::state::{Commit, Derived, State};
use crate::error::{Refusal, Result, storable};
use crate::id::{CommitId, ContentDigest, DocumentId, SheetId};
use crate::row::{
    Area, ClaimRow, CommitRow, LeafRow, NameRow, NewCommit, ObjectRow, Opening, Place, RecordRow,
    SheetRow, SpeakerKey,
};
use crate::store::{Reader, Transaction};
use crate::text::Document;

pub(super) struct MemoryTransaction<'a> {
    original: &'a mut State,
    state: State,
}

impl<'a> MemoryTransaction<'a> {
    pub(super) fn begin(original: &'a mut State) -> Self {
        let state = original.clone();
        Self { original, state }
    }
}

impl Transaction for MemoryTransaction<'_> {
    fn reader(&self) -> &dyn Reader {
        &self.state
    }

    fn commit(self: Box<Self>) -> Result<()> {
        *self.original = self.state;
        self.original.revision += 1;
        Ok(())
    }

    fn put_meta(&mut self, key: &str, value: &[u8]) -> Result<()> {
        self.state.meta.insert(key.to_owned(), value.to_vec());
        Ok(())
    }

    fn remove_meta(&mut self, key: &str) -> Result<()> {
        self.state.meta.remove(key);
        Ok(())
    }

    fn append(&mut self, commit: &NewCommit, leaves: &[LeafRow]) -> Result<Place> {
        let state = &mut self.state;
        if state.by_commit.contains_key(&commit.id) {
            return Err(Refusal::CommitPresent(commit.id).into());
        }
        storable(commit.seq)?;
        storable(commit.height)?;
        for parent in &commit.parents {
            if !state.by_commit.contains_key(parent) {
                let (child, parent) = (commit.id, *parent);
                return Err(Refusal::ParentMissing { child, parent }.into());
            }
        }
        for (index, leaf) in (0_u32..).zip(leaves) {
            if leaf.commit != commit.id || leaf.index != index {
                return Err(Refusal::LeafPlace(leaf.id).into());
            }
        }
        let at = state.commits.len();
        let place = Place(at as u64 + 1);
        for parent in &commit.parents {
            state.heads.remove(parent);
        }
        state.heads.insert(commit.id);
        state.by_commit.insert(commit.id, at);
        state.by_device.entry(commit.device).or_default().push(at);
        for (index, leaf) in leaves.iter().enumerate() {
            state.by_leaf.entry(leaf.id).or_default().push((at, index));
        }
        state.commits.push(Commit {
            row: CommitRow {
                place,
                id: commit.id,
                header: commit.header.clone(),
                signature: commit.signature.clone(),
                device: commit.device,
                seq: commit.seq,
                height: commit.height,
            },
            parents: commit.parents.iter().copied().collect(),
            leaves: leaves.to_vec(),
        });
        Ok(place)
    }

    fn open_leaf(
        &mut self,
        commit: CommitId,
        index: u32,
        level: Level,
        opening: &Opening,
    ) -> Result<()> {
        let leaf = self.state.leaf_mut(commit, index).ok_or(Refusal::NoLeaf { commit, index })?;
        if leaf.opening.is_some() {
            return Err(Refusal::LeafOpen { commit, index }.into());
        }
        leaf.level = Some(level);
        leaf.opening = Some(opening.clone());
        Ok(())
    }

    fn erase_leaf(&mut self, commit: CommitId, index: u32) -> Result<bool> {
        let leaf = self.state.leaf_mut(commit, index);
        let Some(mut opening) = leaf.and_then(|leaf| leaf.opening.take()) else {
            return Ok(false);
        };
        opening.zeroize();
        Ok(true)
    }

    fn put_object(&mut self, row: &ObjectRow) -> Result<()> {
        storable(row.bytes)?;
        storable(row.sealed)?;
        let objects = &mut self.state.objects;
        if let Some(known) = objects.get_mut(&row.digest) {
            if known.name != row.name {
                return Err(Refusal::ObjectPresent(row.digest).into());
            }
            known.kind = row.kind;
            return Ok(());
        }
        if let Some(other) = objects.values().find(|other| other.name == row.name) {
            return Err(Refusal::ObjectName(other.digest).into());
        }
        objects.insert(row.digest, row.clone());
        Ok(())
    }

    fn remove_object(&mut self, digest: ContentDigest) -> Result<Option<ObjectRow>> {
        Ok(self.state.objects.remove(&digest))
    }

    fn clear_derived(&mut self) -> Result<()> {
        self.state.derived = Derived::default();
        Ok(())
    }

    fn set_derivation(&mut self, number: u32) -> Result<()> {
        self.state.derived.derivation = Some(number);
        Ok(())
    }

    fn put_record(&mut self, row: &RecordRow) -> Result<()> {
        self.state.derived.number_record(row.id)?;
        self.state.derived.records.insert(row.id, row.clone());
        Ok(())
    }

    fn remove_record(&mut self, id: RecordId) -> Result<bool> {
        Ok(self.state.derived.records.remove(&id).is_some())
    }

    fn put_claim(&mut self, row: &ClaimRow) -> Result<()> {
        storable(row.seq)?;
        let derived = &mut self.state.derived;
        if derived.claims.get(&row.seq).is_some_and(|other| other.id != row.id) {
            return Err(Refusal::ClaimNumber(row.seq).into());
        }
        match derived.claims.get(&row.seq) {
            // What it mentions stays as it was said.
            Some(known) => {
                let (seq, record, source, origin) =
                    (row.seq, known.record, known.source, known.origin);
                derived.by_record.remove(&(record, seq));
                if let Some(source) = source {
                    derived.by_source.remove(&(source, seq));
                }
                if let SpeakerKey::Record(speaker) = origin {
                    derived.by_speaker.remove(&(speaker, seq));
                }
            }
            None => {
                derived.remove_claim(row.id);
            }
        }
        derived.number_record(row.record)?;
        derived.number_property(&row.property)?;
        if let Some(source) = row.source {
            derived.number_record(source)?;
            derived.by_source.insert((source, row.seq));
        }
        if let SpeakerKey::Record(speaker) = row.origin {
            derived.number_record(speaker)?;
            derived.by_speaker.insert((speaker, row.seq));
        }
        derived.by_record.insert((row.record, row.seq));
        derived.claim_numbers.insert(row.id, row.seq);
        derived.claims.insert(row.seq, row.clone());
        Ok(())
    }

    fn put_mentions(
        &mut self,
        row: &ClaimRow,
        records: &BTreeSet<RecordId>,
        claims: &BTreeSet<ClaimId>,
    ) -> Result<()> {
        storable(row.seq)?;
        let derived = &mut self.state.derived;
        derived.number_property(&row.property)?;
        for record in records {
            derived.number_record(*record)?;
            derived.mentions.insert((*record, row.seq));
        }
        derived.claim_mentions.extend(claims.iter().map(|claim| (*claim, row.seq)));
        Ok(())
    }

    fn set_retracted(&mut self, id: ClaimId, retracted: bool) -> Result<bool> {
        let derived = &mut self.state.derived;
        let row = derived.claim_numbers.get(&id).and_then(|seq| derived.claims.get_mut(seq));
        let Some(row) = row else { return Ok(false) };
        row.retracted = retracted;
        Ok(true)
    }

    fn remove_claim(&mut self, id: ClaimId) -> Result<bool> {
        Ok(self.state.derived.remove_claim(id))
    }

    fn put_name(&mut self, row: &NameRow) -> Result<()> {
        let key = (row.folded.clone(), row.record, row.claim);
        self.state.derived.names.insert(key, row.level);
        Ok(())
    }

    fn remove_names(&mut self, claim: ClaimId) -> Result<u64> {
        let names = &mut self.state.derived.names;
        let before = names.len();
        names.retain(|(_, _, of), _| *of != claim);
        Ok((before - names.len()) as u64)
    }

    fn put_sheet_row(&mut self, row: &SheetRow) -> Result<()> {
        self.state.derived.sheet_rows.insert((row.sheet, row.row.clone()), row.clone());
        Ok(())
    }

    fn remove_sheet_row(&mut self, sheet: SheetId, row: &str) -> Result<bool> {
        Ok(self.state.derived.sheet_rows.remove(&(sheet, row.to_owned())).is_some())
    }

    fn put_entry(&mut self, area: Area, key: &[u8], value: &[u8]) -> Result<()> {
        self.state.derived.put_entry(area, key, value);
        Ok(())
    }

    fn remove_entries(&mut self, area: Area, beginning: &[u8]) -> Result<u64> {
        Ok(self.state.derived.remove_entries(area, beginning))
    }

    fn index(&mut self, document: &Document<'_>) -> Result<()> {
        let derived = &mut self.state.derived;
        derived.remove_text(document.id);
        if document.tokens.is_empty() { Ok(()) } else { derived.index_text(document) }
    }

    fn remove_text(&mut self, document: DocumentId) -> Result<bool> {
        Ok(self.state.derived.remove_text(document))
    }
}
