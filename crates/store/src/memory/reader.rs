//! Reading what is in memory.

use std::ops::{Bound, ControlFlow};

use onus_model::Level;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};

use super::state::State;
use crate::error::Result;
use crate::id::{CommitId, ContentDigest, DeviceId, LeafId, SheetId};
use crate::row::{
    Area, ClaimRow, CommitRow, Counts, LeafRow, NameRow, ObjectRow, Place, PropertyNumber,
    RecordNumber, RecordRow, SheetRow, SkeletonRow, SpeakerKey,
};
use crate::store::{Reader, Visit};
use crate::text::{Hits, TextQuery};

/// Calls the visitor for each row until it says that it is enough.
fn show<T>(rows: impl Iterator<Item = T>, visit: Visit<'_, T>) -> Result<()> {
    for row in rows {
        if let ControlFlow::Break(()) = visit(row) {
            break;
        }
    }
    Ok(())
}

fn name_row(entry: (&(String, RecordId, ClaimId), &Level)) -> NameRow {
    let ((folded, record, claim), level) = entry;
    NameRow { folded: folded.clone(), record: *record, claim: *claim, level: *level }
}

impl State {
    fn skeleton(&self, row: &ClaimRow) -> Option<SkeletonRow> {
        let number = |record: RecordId| self.derived.numbers.get(&record).copied();
        Some(SkeletonRow {
            seq: row.seq,
            bounds: row.bounds,
            record: number(row.record)?,
            source: row.source.and_then(number),
            speaker: match row.origin {
                SpeakerKey::Record(record) => number(record),
                SpeakerKey::Member(_) | SpeakerKey::NotStated => None,
            },
            property: PropertyNumber(self.derived.property_number(&row.property)?),
            level: row.level,
            annotation: matches!(row.origin, SpeakerKey::Member(_)),
            retracted: row.retracted,
        })
    }

    fn claim_rows<'a>(&self, rows: impl Iterator<Item = &'a ClaimRow>) -> Result<Vec<ClaimRow>> {
        Ok(rows.cloned().collect())
    }

    fn names_like<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = NameRow> + 'a {
        let nil = (RecordId::from_bytes([0; 16]), ClaimId::from_bytes([0; 32]));
        self.derived
            .names
            .range((beginning.to_owned(), nil.0, nil.1)..)
            .take_while(move |((folded, ..), _)| folded.starts_with(beginning))
            .map(name_row)
    }
}

impl Reader for State {
    fn revision(&self) -> Result<u64> {
        Ok(self.revision)
    }

    fn counts(&self) -> Result<Counts> {
        let leaves = || self.commits.iter().flat_map(|commit| &commit.leaves);
        Ok(Counts {
            commits: self.commits.len() as u64,
            leaves: leaves().count() as u64,
            closed_leaves: leaves().filter(|leaf| leaf.opening.is_none()).count() as u64,
            objects: self.objects.len() as u64,
            records: self.derived.records.len() as u64,
            claims: self.derived.claims.len() as u64,
            documents: self.derived.texts.len() as u64,
        })
    }

    fn meta(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.meta.get(key).cloned())
    }

    fn commit(&self, id: CommitId) -> Result<Option<CommitRow>> {
        Ok(self.commit(id).map(|commit| commit.row.clone()))
    }

    fn has_commit(&self, id: CommitId) -> Result<bool> {
        Ok(self.by_commit.contains_key(&id))
    }

    fn heads(&self) -> Result<Vec<CommitId>> {
        Ok(self.heads.iter().copied().collect())
    }

    fn parents(&self, id: CommitId) -> Result<Vec<CommitId>> {
        let commit = self.commit(id);
        Ok(commit.map_or(Vec::new(), |commit| commit.parents.iter().copied().collect()))
    }

    fn last_of(&self, device: DeviceId) -> Result<Vec<CommitRow>> {
        let places = self.by_device.get(&device).map_or(&[][..], Vec::as_slice);
        let rows = || places.iter().filter_map(|at| self.commits.get(*at)).map(|c| &c.row);
        let last = rows().map(|row| row.seq).max();
        let mut found: Vec<CommitRow> =
            rows().filter(|row| Some(row.seq) == last).cloned().collect();
        found.sort_by_key(|row| row.id);
        Ok(found)
    }

    fn each_commit(&self, after: Place, visit: Visit<'_, CommitRow>) -> Result<()> {
        show(self.after(after.0).iter().map(|commit| commit.row.clone()), visit)
    }

    fn leaf(&self, commit: CommitId, index: u32) -> Result<Option<LeafRow>> {
        let leaves = self.commit(commit).map(|commit| &commit.leaves);
        let index = usize::try_from(index).ok();
        Ok(leaves.zip(index).and_then(|(leaves, index)| leaves.get(index)).cloned())
    }

    fn leaves_named(&self, id: LeafId) -> Result<Vec<LeafRow>> {
        let places = self.by_leaf.get(&id).map_or(&[][..], Vec::as_slice);
        let leaf = |(at, index): &(usize, usize)| self.commits.get(*at)?.leaves.get(*index);
        Ok(places.iter().filter_map(leaf).cloned().collect())
    }

    fn leaves_of(&self, commit: CommitId) -> Result<Vec<LeafRow>> {
        Ok(self.commit(commit).map_or(Vec::new(), |commit| commit.leaves.clone()))
    }

    fn each_leaf(&self, after: Place, visit: Visit<'_, (Place, LeafRow)>) -> Result<()> {
        let leaves = self
            .after(after.0)
            .iter()
            .flat_map(|commit| commit.leaves.iter().map(|leaf| (commit.row.place, leaf.clone())));
        show(leaves, visit)
    }

    fn object(&self, digest: ContentDigest) -> Result<Option<ObjectRow>> {
        Ok(self.objects.get(&digest).cloned())
    }

    fn has_object_of(&self, bytes: u64) -> Result<bool> {
        Ok(self.objects.values().any(|object| object.bytes == bytes))
    }

    fn each_object(&self, visit: Visit<'_, ObjectRow>) -> Result<()> {
        show(self.objects.values().cloned(), visit)
    }

    fn derivation(&self) -> Result<Option<u32>> {
        Ok(self.derived.derivation)
    }

    fn record(&self, id: RecordId) -> Result<Option<RecordRow>> {
        Ok(self.derived.records.get(&id).cloned())
    }

    fn records_with_handle(&self, handle: &str) -> Result<Vec<RecordRow>> {
        let records = self.derived.records.values();
        Ok(records.filter(|row| row.handle.as_deref() == Some(handle)).cloned().collect())
    }

    fn records_of_type(&self, kind: &TypeId) -> Result<Vec<RecordRow>> {
        Ok(self.derived.records.values().filter(|row| row.kind == *kind).cloned().collect())
    }

    fn each_record(&self, visit: Visit<'_, RecordRow>) -> Result<()> {
        show(self.derived.records.values().cloned(), visit)
    }

    fn record_number(&self, id: RecordId) -> Result<Option<RecordNumber>> {
        Ok(self.derived.numbers.get(&id).copied())
    }

    fn each_record_number(&self, visit: Visit<'_, (RecordNumber, RecordId)>) -> Result<()> {
        let numbered = (1..=u32::MAX).filter_map(RecordNumber::new).zip(&self.derived.numbered);
        show(numbered.map(|(number, id)| (number, *id)), visit)
    }

    fn claim(&self, id: ClaimId) -> Result<Option<ClaimRow>> {
        let seq = self.derived.claim_numbers.get(&id);
        Ok(seq.and_then(|seq| self.derived.claims.get(seq)).cloned())
    }

    fn claim_at(&self, seq: u64) -> Result<Option<ClaimRow>> {
        Ok(self.derived.claims.get(&seq).cloned())
    }

    fn last_claim(&self) -> Result<Option<u64>> {
        Ok(self.derived.claims.last_key_value().map(|(seq, _)| *seq))
    }

    fn claims_about(&self, record: RecordId) -> Result<Vec<ClaimRow>> {
        self.claim_rows(self.derived.claims_of(&self.derived.by_record, record))
    }

    fn claims_on(&self, record: RecordId, property: &PropertyId) -> Result<Vec<ClaimRow>> {
        let about = self.derived.claims_of(&self.derived.by_record, record);
        self.claim_rows(about.filter(|row| row.property == *property))
    }

    fn claims_in(&self, source: RecordId) -> Result<Vec<ClaimRow>> {
        self.claim_rows(self.derived.claims_of(&self.derived.by_source, source))
    }

    fn claims_by(&self, speaker: RecordId) -> Result<Vec<ClaimRow>> {
        self.claim_rows(self.derived.claims_of(&self.derived.by_speaker, speaker))
    }

    fn claims_mentioning(
        &self,
        record: RecordId,
        property: Option<&PropertyId>,
    ) -> Result<Vec<ClaimRow>> {
        let mentioning = self.derived.claims_of(&self.derived.mentions, record);
        let on = |row: &&ClaimRow| property.is_none_or(|property| row.property == *property);
        self.claim_rows(mentioning.filter(on))
    }

    fn claims_naming(&self, claim: ClaimId) -> Result<Vec<ClaimRow>> {
        let found = self.derived.claim_mentions.range((claim, 0)..=(claim, u64::MAX));
        self.claim_rows(found.filter_map(|(_, seq)| self.derived.claims.get(seq)))
    }

    fn each_claim_with(&self, property: &PropertyId, visit: Visit<'_, ClaimRow>) -> Result<()> {
        let rows = self.derived.claims.values();
        show(rows.filter(|row| row.property == *property).cloned(), visit)
    }

    fn has_claims_with(&self, property: &PropertyId) -> Result<bool> {
        Ok(self.derived.claims.values().any(|row| row.property == *property))
    }

    fn each_claim(&self, after: Option<u64>, visit: Visit<'_, ClaimRow>) -> Result<()> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        show(self.derived.claims.range((from, Bound::Unbounded)).map(|(_, row)| row.clone()), visit)
    }

    fn each_skeleton(&self, visit: Visit<'_, SkeletonRow>) -> Result<()> {
        show(self.derived.claims.values().filter_map(|row| self.skeleton(row)), visit)
    }

    fn properties(&self) -> Result<Vec<(PropertyNumber, PropertyId)>> {
        let numbered = (1_u16..=u16::MAX).zip(&self.derived.properties);
        Ok(numbered.map(|(number, word)| (PropertyNumber(number), word.clone())).collect())
    }

    fn named(&self, folded: &str) -> Result<Vec<NameRow>> {
        Ok(self.names_like(folded).take_while(|row| row.folded == folded).collect())
    }

    fn named_like(&self, beginning: &str, limit: usize) -> Result<Vec<NameRow>> {
        Ok(self.names_like(beginning).take(limit).collect())
    }

    fn names_of(&self, record: RecordId) -> Result<Vec<NameRow>> {
        let names = self.derived.names.iter().map(name_row);
        Ok(names.filter(|row| row.record == record).collect())
    }

    fn each_name(&self, visit: Visit<'_, NameRow>) -> Result<()> {
        show(self.derived.names.iter().map(name_row), visit)
    }

    fn sheet_row(&self, sheet: SheetId, row: &str) -> Result<Option<SheetRow>> {
        Ok(self.derived.sheet_rows.get(&(sheet, row.to_owned())).cloned())
    }

    fn sheet_rows(&self, sheet: SheetId) -> Result<Vec<SheetRow>> {
        let rows = self.derived.sheet_rows.range((sheet, String::new())..);
        let rows = rows.map(|(_, row)| row).take_while(|row| row.sheet == sheet);
        Ok(rows.cloned().collect())
    }

    fn rows_of_claim(&self, claim: ClaimId) -> Result<Vec<SheetRow>> {
        let rows = self.derived.sheet_rows.values();
        Ok(rows.filter(|row| row.claim == claim).cloned().collect())
    }

    fn sheets(&self) -> Result<Vec<SheetId>> {
        let mut sheets: Vec<SheetId> =
            self.derived.sheet_rows.keys().map(|(sheet, _)| *sheet).collect();
        sheets.dedup();
        Ok(sheets)
    }

    fn entry(&self, area: Area, key: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(self.derived.entries.get(&(area.0, key.to_vec())).cloned())
    }

    fn each_entry(
        &self,
        area: Area,
        beginning: &[u8],
        visit: Visit<'_, (Vec<u8>, Vec<u8>)>,
    ) -> Result<()> {
        let entries = self.derived.entries.range((area.0, beginning.to_vec())..);
        let here =
            entries.take_while(|((found, key), _)| *found == area.0 && key.starts_with(beginning));
        show(here.map(|((_, key), value)| (key.clone(), value.clone())), visit)
    }

    fn search(&self, query: &TextQuery) -> Result<Hits> {
        self.find(query)
    }
}
