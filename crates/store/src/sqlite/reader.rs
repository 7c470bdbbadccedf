//! The reading side of the seam.

use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};

use super::sql::{Sql, natural};
use crate::error::Result;
use crate::id::{CommitId, ContentDigest, DeviceId, LeafId, SheetId};
use crate::row::{
    Area, ClaimRow, CommitRow, Counts, LeafRow, NameRow, ObjectRow, Place, PropertyNumber,
    RecordNumber, RecordRow, SheetRow, SkeletonRow,
};
use crate::store::{Reader, Visit};
use crate::text::{Hits, TextQuery};

impl Sql {
    fn state(&self, key: &str) -> Result<Option<u64>> {
        self.one("SELECT value FROM state WHERE key = ?1", [key], |row| natural(row, 0))
    }

    fn count(&self, sql: &str) -> Result<u64> {
        Ok(self.one(sql, [], |row| natural(row, 0))?.unwrap_or(0))
    }

    pub(super) fn revision(&self) -> Result<u64> {
        Ok(self.state("revision")?.unwrap_or(0))
    }
}

impl Reader for Sql {
    fn revision(&self) -> Result<u64> {
        self.revision()
    }

    fn counts(&self) -> Result<Counts> {
        self.write_pending()?;
        Ok(Counts {
            commits: self.count("SELECT count(*) FROM commits")?,
            leaves: self.count("SELECT count(*) FROM leaves")?,
            closed_leaves: self.count("SELECT count(*) FROM leaves WHERE content IS NULL")?,
            objects: self.count("SELECT count(*) FROM objects")?,
            records: self.count("SELECT count(*) FROM records")?,
            claims: self.count("SELECT count(*) FROM claims")?,
            documents: self.count("SELECT count(*) FROM text_documents")?,
        })
    }

    fn meta(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.meta(key)
    }

    fn commit(&self, id: CommitId) -> Result<Option<CommitRow>> {
        self.commit(id)
    }

    fn has_commit(&self, id: CommitId) -> Result<bool> {
        Ok(self.place_of(id)?.is_some())
    }

    fn heads(&self) -> Result<Vec<CommitId>> {
        self.heads()
    }

    fn parents(&self, id: CommitId) -> Result<Vec<CommitId>> {
        self.parents(id)
    }

    fn last_of(&self, device: DeviceId) -> Result<Vec<CommitRow>> {
        self.last_of(device)
    }

    fn each_commit(&self, after: Place, visit: Visit<'_, CommitRow>) -> Result<()> {
        match i64::try_from(after.0) {
            Ok(after) => self.each_commit(after, visit),
            // No commit stands so far back.
            Err(_) => Ok(()),
        }
    }

    fn leaf(&self, commit: CommitId, index: u32) -> Result<Option<LeafRow>> {
        self.leaf(commit, index)
    }

    fn leaves_named(&self, id: LeafId) -> Result<Vec<LeafRow>> {
        self.leaves_named(id)
    }

    fn leaves_of(&self, commit: CommitId) -> Result<Vec<LeafRow>> {
        self.leaves_of(commit)
    }

    fn each_leaf(&self, after: Place, visit: Visit<'_, (Place, LeafRow)>) -> Result<()> {
        match i64::try_from(after.0) {
            Ok(after) => self.each_leaf(after, visit),
            Err(_) => Ok(()),
        }
    }

    fn object(&self, digest: ContentDigest) -> Result<Option<ObjectRow>> {
        self.object(digest)
    }

    fn has_object_of(&self, bytes: u64) -> Result<bool> {
        self.has_object_of(bytes)
    }

    fn each_object(&self, visit: Visit<'_, ObjectRow>) -> Result<()> {
        self.each_object(visit)
    }

    fn derivation(&self) -> Result<Option<u32>> {
        self.one("SELECT value FROM state WHERE key = 'derivation'", [], |row| natural(row, 0))
    }

    fn record(&self, id: RecordId) -> Result<Option<RecordRow>> {
        self.record(id)
    }

    fn records_with_handle(&self, handle: &str) -> Result<Vec<RecordRow>> {
        self.records_with_handle(handle)
    }

    fn records_of_type(&self, kind: &TypeId) -> Result<Vec<RecordRow>> {
        self.records_of_type(kind)
    }

    fn each_record(&self, visit: Visit<'_, RecordRow>) -> Result<()> {
        self.each_record(visit)
    }

    fn record_number(&self, id: RecordId) -> Result<Option<RecordNumber>> {
        self.record_number(id)
    }

    fn each_record_number(&self, visit: Visit<'_, (RecordNumber, RecordId)>) -> Result<()> {
        self.each_record_number(visit)
    }

    fn claim(&self, id: ClaimId) -> Result<Option<ClaimRow>> {
        self.claim(id)
    }

    fn claim_at(&self, seq: u64) -> Result<Option<ClaimRow>> {
        self.claim_at(seq)
    }

    fn last_claim(&self) -> Result<Option<u64>> {
        self.last_claim()
    }

    fn claims_about(&self, record: RecordId) -> Result<Vec<ClaimRow>> {
        self.claims_about(record)
    }

    fn claims_on(&self, record: RecordId, property: &PropertyId) -> Result<Vec<ClaimRow>> {
        self.claims_on(record, property)
    }

    fn claims_in(&self, source: RecordId) -> Result<Vec<ClaimRow>> {
        self.claims_in(source)
    }

    fn claims_by(&self, speaker: RecordId) -> Result<Vec<ClaimRow>> {
        self.claims_by(speaker)
    }

    fn claims_mentioning(
        &self,
        record: RecordId,
        property: Option<&PropertyId>,
    ) -> Result<Vec<ClaimRow>> {
        self.claims_mentioning(record, property)
    }

    fn claims_naming(&self, claim: ClaimId) -> Result<Vec<ClaimRow>> {
        self.claims_naming(claim)
    }

    fn each_claim_with(&self, property: &PropertyId, visit: Visit<'_, ClaimRow>) -> Result<()> {
        self.each_claim_with(property, visit)
    }

    fn has_claims_with(&self, property: &PropertyId) -> Result<bool> {
        self.has_claims_with(property)
    }

    fn each_claim(&self, after: Option<u64>, visit: Visit<'_, ClaimRow>) -> Result<()> {
        self.each_claim(after, visit)
    }

    fn each_skeleton(&self, visit: Visit<'_, SkeletonRow>) -> Result<()> {
        self.each_skeleton(visit)
    }

    fn properties(&self) -> Result<Vec<(PropertyNumber, PropertyId)>> {
        self.properties()
    }

    fn named(&self, folded: &str) -> Result<Vec<NameRow>> {
        self.named(folded)
    }

    fn named_like(&self, beginning: &str, limit: usize) -> Result<Vec<NameRow>> {
        self.named_like(beginning, limit)
    }

    fn names_of(&self, record: RecordId) -> Result<Vec<NameRow>> {
        self.names_of(record)
    }

    fn each_name(&self, visit: Visit<'_, NameRow>) -> Result<()> {
        self.each_name(visit)
    }

    fn sheet_row(&self, sheet: SheetId, row: &str) -> Result<Option<SheetRow>> {
        self.sheet_row(sheet, row)
    }

    fn sheet_rows(&self, sheet: SheetId) -> Result<Vec<SheetRow>> {
        self.sheet_rows(sheet)
    }

    fn rows_of_claim(&self, claim: ClaimId) -> Result<Vec<SheetRow>> {
        self.rows_of_claim(claim)
    }

    fn sheets(&self) -> Result<Vec<SheetId>> {
        self.sheets()
    }

    fn entry(&self, area: Area, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.entry(area, key)
    }

    fn each_entry(
        &self,
        area: Area,
        beginning: &[u8],
        visit: Visit<'_, (Vec<u8>, Vec<u8>)>,
    ) -> Result<()> {
        self.each_entry(area, beginning, visit)
    }

    fn search(&self, query: &TextQuery) -> Result<Hits> {
        self.find(query)
    }
}
