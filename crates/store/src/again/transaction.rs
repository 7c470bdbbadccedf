//! Making again.

use std::collections::BTreeSet;

use onus_model::Level;
use onus_model::id::{ClaimId, RecordId};

use super::MadeAgain;
use crate::DocumentId;
use crate::error::{Refusal, Result, storable};
use crate::id::{CommitId, ContentDigest, SheetId};
use crate::memory::Derived;
use crate::row::{
    Area, ClaimRow, LeafRow, NameRow, NewCommit, ObjectRow, Opening, Place, RecordRow, SheetRow,
};
use crate::store::{Reader, Transaction};
use crate::text::Document;

impl Transaction for MadeAgain<'_> {
    fn reader(&self) -> &dyn Reader {
        self
    }

    fn commit(self: Box<Self>) -> Result<()> {
        Ok(())
    }

    fn put_meta(&mut self, key: &str, value: &[u8]) -> Result<()> {
        self.small.meta.insert(key.to_owned(), value.to_vec());
        Ok(())
    }

    fn remove_meta(&mut self, key: &str) -> Result<()> {
        self.small.meta.remove(key);
        Ok(())
    }

    fn append(&mut self, commit: &NewCommit, _: &[LeafRow]) -> Result<Place> {
        if self.commits.contains_key(&commit.id) {
            return Err(Refusal::CommitPresent(commit.id).into());
        }
        let child = commit.id;
        for parent in &commit.parents {
            if !self.commits.contains_key(parent) {
                return Err(Refusal::ParentMissing { child, parent: *parent }.into());
            }
            self.heads.remove(parent);
        }
        // It is read where it is stored, so it has to be there.
        let Some(stored) = self.stored.commit(child)? else {
            return Err(Refusal::NotStored(child).into());
        };
        self.heads.insert(child);
        self.commits.insert(child, stored.place);
        Ok(stored.place)
    }

    fn open_leaf(&mut self, commit: CommitId, index: u32, _: Level, _: &Opening) -> Result<()> {
        Err(Refusal::LeafOpen { commit, index }.into())
    }

    fn erase_leaf(&mut self, commit: CommitId, index: u32) -> Result<bool> {
        Err(Refusal::NoLeaf { commit, index }.into())
    }

    fn put_object(&mut self, row: &ObjectRow) -> Result<()> {
        Err(Refusal::ObjectPresent(row.digest).into())
    }

    fn remove_object(&mut self, _: ContentDigest) -> Result<Option<ObjectRow>> {
        Ok(None)
    }

    fn clear_derived(&mut self) -> Result<()> {
        self.small.derived = Derived::default();
        self.claims.clear();
        self.documents.clear();
        Ok(())
    }

    fn set_derivation(&mut self, number: u32) -> Result<()> {
        self.small.derived.derivation = Some(number);
        Ok(())
    }

    fn put_record(&mut self, row: &RecordRow) -> Result<()> {
        self.small.derived.records.insert(row.id, row.clone());
        Ok(())
    }

    fn remove_record(&mut self, id: RecordId) -> Result<bool> {
        Ok(self.small.derived.records.remove(&id).is_some())
    }

    fn put_claim(&mut self, row: &ClaimRow) -> Result<()> {
        storable(row.seq)?;
        self.claims.put(row)
    }

    fn put_mentions(
        &mut self,
        row: &ClaimRow,
        _: &BTreeSet<RecordId>,
        _: &BTreeSet<ClaimId>,
    ) -> Result<()> {
        storable(row.seq).map(|_| ())
    }

    fn set_retracted(&mut self, id: ClaimId, retracted: bool) -> Result<bool> {
        let Some(row) = self.claims.of_id(id)? else { return Ok(false) };
        self.claims.put(&ClaimRow { retracted, ..row })?;
        Ok(true)
    }

    fn remove_claim(&mut self, id: ClaimId) -> Result<bool> {
        self.claims.remove(id)
    }

    fn put_name(&mut self, row: &NameRow) -> Result<()> {
        let key = (row.folded.clone(), row.record, row.claim);
        self.small.derived.names.insert(key, row.level);
        Ok(())
    }

    fn remove_names(&mut self, claim: ClaimId) -> Result<u64> {
        let names = &mut self.small.derived.names;
        let before = names.len();
        names.retain(|(_, _, of), _| *of != claim);
        Ok((before - names.len()) as u64)
    }

    fn put_sheet_row(&mut self, row: &SheetRow) -> Result<()> {
        self.small.derived.sheet_rows.insert((row.sheet, row.row.clone()), row.clone());
        Ok(())
    }

    fn remove_sheet_row(&mut self, sheet: SheetId, row: &str) -> Result<bool> {
        Ok(self.small.derived.sheet_rows.remove(&(sheet, row.to_owned())).is_some())
    }

    fn put_entry(&mut self, area: Area, key: &[u8], value: &[u8]) -> Result<()> {
        self.small.derived.put_entry(area, key, value);
        Ok(())
    }

    fn remove_entries(&mut self, area: Area, beginning: &[u8]) -> Result<u64> {
        Ok(self.small.derived.remove_entries(area, beginning))
    }

    fn index(&mut self, document: &Document<'_>) -> Result<()> {
        if document.tokens.is_empty() {
            self.documents.remove(&document.id);
        } else {
            self.documents.insert(document.id);
        }
        Ok(())
    }

    fn remove_text(&mut self, document: DocumentId) -> Result<bool> {
        Ok(self.documents.remove(&document))
    }
}
