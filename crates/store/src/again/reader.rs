//! Reading what was made again so far.

use std::ops::ControlFlow;

use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};

use super::MadeAgain;
use crate::error::{Refusal, Result};
use crate::id::{CommitId, ContentDigest, DeviceId, LeafId, SheetId};
use crate::row::{
    Area, ClaimRow, CommitRow, Counts, LeafRow, NameRow, ObjectRow, Place, PropertyNumber,
    RecordNumber, RecordRow, SheetRow, SkeletonRow, SpeakerKey,
};
use crate::store::{Reader, Visit};
use crate::text::{Hits, TextQuery};

/// Numbers of this store's own and the index of texts are not made again.
fn only_compared<T>() -> Result<T> {
    Err(Refusal::OnlyCompared.into())
}

impl MadeAgain<'_> {
    fn has(&self, commit: CommitId) -> bool {
        self.commits.contains_key(&commit)
    }
}

impl Reader for MadeAgain<'_> {
    fn revision(&self) -> Result<u64> {
        self.stored.revision()
    }

    fn counts(&self) -> Result<Counts> {
        let mut leaves = Counts::default();
        for commit in self.commits.keys() {
            for leaf in self.stored.leaves_of(*commit)? {
                leaves.leaves += 1;
                leaves.closed_leaves += u64::from(leaf.opening.is_none());
            }
        }
        Ok(Counts {
            commits: self.commits.len() as u64,
            records: self.small.derived.records.len() as u64,
            claims: self.claims.count() as u64,
            documents: self.documents.len() as u64,
            ..leaves
        })
    }

    fn meta(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.small.meta(key)
    }

    fn commit(&self, id: CommitId) -> Result<Option<CommitRow>> {
        if self.has(id) { self.stored.commit(id) } else { Ok(None) }
    }

    fn has_commit(&self, id: CommitId) -> Result<bool> {
        Ok(self.has(id))
    }

    fn heads(&self) -> Result<Vec<CommitId>> {
        Ok(self.heads.iter().copied().collect())
    }

    fn parents(&self, id: CommitId) -> Result<Vec<CommitId>> {
        if self.has(id) { self.stored.parents(id) } else { Ok(Vec::new()) }
    }

    fn last_of(&self, device: DeviceId) -> Result<Vec<CommitRow>> {
        let mut last: Vec<CommitRow> = Vec::new();
        self.each_commit(Place(0), &mut |row| {
            if row.device == device {
                last.retain(|known| known.seq >= row.seq);
                if last.iter().all(|known| known.seq == row.seq) {
                    last.push(row);
                }
            }
            ControlFlow::Continue(())
        })?;
        last.sort_by_key(|row| row.id);
        Ok(last)
    }

    fn each_commit(&self, after: Place, visit: Visit<'_, CommitRow>) -> Result<()> {
        self.stored.each_commit(after, &mut |row| {
            if self.has(row.id) { visit(row) } else { ControlFlow::Continue(()) }
        })
    }

    fn leaf(&self, commit: CommitId, index: u32) -> Result<Option<LeafRow>> {
        if self.has(commit) { self.stored.leaf(commit, index) } else { Ok(None) }
    }

    fn leaves_named(&self, id: LeafId) -> Result<Vec<LeafRow>> {
        let mut leaves = self.stored.leaves_named(id)?;
        leaves.retain(|leaf| self.has(leaf.commit));
        Ok(leaves)
    }

    fn leaves_of(&self, commit: CommitId) -> Result<Vec<LeafRow>> {
        if self.has(commit) { self.stored.leaves_of(commit) } else { Ok(Vec::new()) }
    }

    fn each_leaf(&self, after: Place, visit: Visit<'_, (Place, LeafRow)>) -> Result<()> {
        self.stored.each_leaf(after, &mut |(place, leaf)| {
            if self.has(leaf.commit) { visit((place, leaf)) } else { ControlFlow::Continue(()) }
        })
    }

    fn object(&self, digest: ContentDigest) -> Result<Option<ObjectRow>> {
        self.stored.object(digest)
    }

    fn has_object_of(&self, bytes: u64) -> Result<bool> {
        self.stored.has_object_of(bytes)
    }

    fn each_object(&self, visit: Visit<'_, ObjectRow>) -> Result<()> {
        self.stored.each_object(visit)
    }

    fn derivation(&self) -> Result<Option<u32>> {
        self.small.derivation()
    }

    fn record(&self, id: RecordId) -> Result<Option<RecordRow>> {
        self.small.record(id)
    }

    fn records_with_handle(&self, handle: &str) -> Result<Vec<RecordRow>> {
        self.small.records_with_handle(handle)
    }

    fn records_of_type(&self, kind: &TypeId) -> Result<Vec<RecordRow>> {
        self.small.records_of_type(kind)
    }

    fn each_record(&self, visit: Visit<'_, RecordRow>) -> Result<()> {
        self.small.each_record(visit)
    }

    fn record_number(&self, _: RecordId) -> Result<Option<RecordNumber>> {
        only_compared()
    }

    fn each_record_number(&self, _: Visit<'_, (RecordNumber, RecordId)>) -> Result<()> {
        only_compared()
    }

    fn claim(&self, id: ClaimId) -> Result<Option<ClaimRow>> {
        self.claims.of_id(id)
    }

    fn claim_at(&self, seq: u64) -> Result<Option<ClaimRow>> {
        self.claims.at(seq)
    }

    fn last_claim(&self) -> Result<Option<u64>> {
        Ok(self.claims.last())
    }

    fn claims_about(&self, record: RecordId) -> Result<Vec<ClaimRow>> {
        if !self.claims.has_about(record) {
            return Ok(Vec::new());
        }
        self.claims.of(self.stored.claims_about(record)?, |row| row.record == record)
    }

    fn claims_on(&self, record: RecordId, property: &PropertyId) -> Result<Vec<ClaimRow>> {
        let is_wanted = |row: &ClaimRow| row.record == record && row.property == *property;
        self.claims.of(self.stored.claims_on(record, property)?, is_wanted)
    }

    fn claims_in(&self, source: RecordId) -> Result<Vec<ClaimRow>> {
        self.claims.of(self.stored.claims_in(source)?, |row| row.source == Some(source))
    }

    fn claims_by(&self, speaker: RecordId) -> Result<Vec<ClaimRow>> {
        let is_wanted = |row: &ClaimRow| row.origin == SpeakerKey::Record(speaker);
        self.claims.of(self.stored.claims_by(speaker)?, is_wanted)
    }

    fn claims_mentioning(&self, _: RecordId, _: Option<&PropertyId>) -> Result<Vec<ClaimRow>> {
        only_compared()
    }

    fn claims_naming(&self, _: ClaimId) -> Result<Vec<ClaimRow>> {
        only_compared()
    }

    fn each_claim_with(&self, property: &PropertyId, visit: Visit<'_, ClaimRow>) -> Result<()> {
        self.each_claim(None, &mut |row| {
            if row.property == *property { visit(row) } else { ControlFlow::Continue(()) }
        })
    }

    fn has_claims_with(&self, property: &PropertyId) -> Result<bool> {
        let mut has = false;
        self.each_claim_with(property, &mut |_| {
            has = true;
            ControlFlow::Break(())
        })?;
        Ok(has)
    }

    fn each_claim(&self, after: Option<u64>, visit: Visit<'_, ClaimRow>) -> Result<()> {
        self.claims.each(after, visit)
    }

    fn each_skeleton(&self, _: Visit<'_, SkeletonRow>) -> Result<()> {
        only_compared()
    }

    fn properties(&self) -> Result<Vec<(PropertyNumber, PropertyId)>> {
        only_compared()
    }

    fn named(&self, folded: &str) -> Result<Vec<NameRow>> {
        self.small.named(folded)
    }

    fn named_like(&self, beginning: &str, limit: usize) -> Result<Vec<NameRow>> {
        self.small.named_like(beginning, limit)
    }

    fn names_of(&self, record: RecordId) -> Result<Vec<NameRow>> {
        self.small.names_of(record)
    }

    fn each_name(&self, visit: Visit<'_, NameRow>) -> Result<()> {
        self.small.each_name(visit)
    }

    fn sheet_row(&self, sheet: SheetId, row: &str) -> Result<Option<SheetRow>> {
        self.small.sheet_row(sheet, row)
    }

    fn sheet_rows(&self, sheet: SheetId) -> Result<Vec<SheetRow>> {
        self.small.sheet_rows(sheet)
    }

    fn rows_of_claim(&self, claim: ClaimId) -> Result<Vec<SheetRow>> {
        self.small.rows_of_claim(claim)
    }

    fn sheets(&self) -> Result<Vec<SheetId>> {
        self.small.sheets()
    }

    fn entry(&self, area: Area, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.small.entry(area, key)
    }

    fn each_entry(
        &self,
        area: Area,
        beginning: &[u8],
        visit: Visit<'_, (Vec<u8>, Vec<u8>)>,
    ) -> Result<()> {
        self.small.each_entry(area, beginning, visit)
    }

    fn search(&self, _: &TextQuery) -> Result<Hits> {
        only_compared()
    }
}
