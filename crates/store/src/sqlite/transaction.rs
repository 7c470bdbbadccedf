//! The writing side of the seam.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::id::{ClaimId, PropertyId, RecordId};

use super::schema::DERIVED;
use super::sql::Sql;
use crate::error::Result;
use crate::id::{CommitId, ContentDigest, DocumentId, SheetId};
use crate::row::{
    Area, ClaimRow, LeafRow, NameRow, NewCommit, ObjectRow, Opening, Place, RecordRow, SheetRow,
};
use crate::store::{Reader, Transaction};
use crate::text::Document;

/// Numbers already looked up in this transaction. They live no longer than it: another process may
/// clear the tables in between.
#[derive(Default)]
pub(super) struct Numbers {
    records: RefCell<BTreeMap<RecordId, i64>>,
    properties: RefCell<BTreeMap<PropertyId, i64>>,
}

/// How many records to remember the numbers of: a few megabytes.
const MOST_RECORDS: usize = 100_000;

impl Numbers {
    pub(super) fn record(&self, id: RecordId, find: impl FnOnce() -> Result<i64>) -> Result<i64> {
        if let Some(number) = self.records.borrow().get(&id) {
            return Ok(*number);
        }
        let number = find()?;
        let mut records = self.records.borrow_mut();
        if records.len() >= MOST_RECORDS {
            records.clear();
        }
        records.insert(id, number);
        Ok(number)
    }

    pub(super) fn property(
        &self,
        property: &PropertyId,
        find: impl FnOnce() -> Result<i64>,
    ) -> Result<i64> {
        if let Some(number) = self.properties.borrow().get(property) {
            return Ok(*number);
        }
        let number = find()?;
        self.properties.borrow_mut().insert(property.clone(), number);
        Ok(number)
    }

    fn clear(&self) {
        self.records.borrow_mut().clear();
        self.properties.borrow_mut().clear();
    }
}

/// A write transaction, rolled back when dropped.
pub(super) struct SqlTransaction<'a> {
    sql: &'a Sql,
    numbers: Numbers,
    ended: bool,
}

impl<'a> SqlTransaction<'a> {
    /// Takes the write lock, waiting for it as long as the connection was told to.
    pub(super) fn begin(sql: &'a Sql) -> Result<Self> {
        sql.begin_writing()?;
        Ok(Self { sql, numbers: Numbers::default(), ended: false })
    }

    pub(super) fn sql(&self) -> &'a Sql {
        self.sql
    }

    pub(super) fn numbers(&self) -> &Numbers {
        &self.numbers
    }
}

impl Drop for SqlTransaction<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.sql.undo_writing();
        }
    }
}

impl Transaction for SqlTransaction<'_> {
    fn reader(&self) -> &dyn Reader {
        self.sql
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        self.sql.run("UPDATE state SET value = value + 1 WHERE key = 'revision'", [])?;
        self.sql.commit_writing()?;
        self.ended = true;
        Ok(())
    }

    fn put_meta(&mut self, key: &str, value: &[u8]) -> Result<()> {
        self.write_meta(key, value)
    }

    fn remove_meta(&mut self, key: &str) -> Result<()> {
        self.delete_meta(key)
    }

    fn append(&mut self, commit: &NewCommit, leaves: &[LeafRow]) -> Result<Place> {
        self.append_commit(commit, leaves)
    }

    fn open_leaf(
        &mut self,
        commit: CommitId,
        index: u32,
        level: Level,
        opening: &Opening,
    ) -> Result<()> {
        self.open_closed_leaf(commit, index, level, opening)
    }

    fn erase_leaf(&mut self, commit: CommitId, index: u32) -> Result<bool> {
        self.erase_opened_leaf(commit, index)
    }

    fn put_object(&mut self, row: &ObjectRow) -> Result<()> {
        self.write_object(row)
    }

    fn remove_object(&mut self, digest: ContentDigest) -> Result<Option<ObjectRow>> {
        self.delete_object(digest)
    }

    fn clear_derived(&mut self) -> Result<()> {
        self.numbers.clear();
        for table in DERIVED {
            self.sql.run(&format!("DELETE FROM {table}"), [])?;
        }
        self.sql.clear_texts()?;
        self.sql.run("DELETE FROM state WHERE key = 'derivation'", [])?;
        Ok(())
    }

    fn set_derivation(&mut self, number: u32) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO state VALUES ('derivation', ?1)";
        self.sql.run(sql, [number]).map(|_| ())
    }

    fn put_record(&mut self, row: &RecordRow) -> Result<()> {
        self.write_record(row)
    }

    fn remove_record(&mut self, id: RecordId) -> Result<bool> {
        self.delete_record(id)
    }

    fn put_claim(&mut self, row: &ClaimRow) -> Result<()> {
        self.write_claim(row)
    }

    fn put_mentions(
        &mut self,
        row: &ClaimRow,
        records: &BTreeSet<RecordId>,
        claims: &BTreeSet<ClaimId>,
    ) -> Result<()> {
        self.write_mentions(row, records, claims)
    }

    fn set_retracted(&mut self, id: ClaimId, retracted: bool) -> Result<bool> {
        self.write_retracted(id, retracted)
    }

    fn remove_claim(&mut self, id: ClaimId) -> Result<bool> {
        self.delete_claim(id)
    }

    fn put_name(&mut self, row: &NameRow) -> Result<()> {
        self.write_name(row)
    }

    fn remove_names(&mut self, claim: ClaimId) -> Result<u64> {
        self.delete_names(claim)
    }

    fn put_sheet_row(&mut self, row: &SheetRow) -> Result<()> {
        self.write_sheet_row(row)
    }

    fn remove_sheet_row(&mut self, sheet: SheetId, row: &str) -> Result<bool> {
        self.delete_sheet_row(sheet, row)
    }

    fn put_entry(&mut self, area: Area, key: &[u8], value: &[u8]) -> Result<()> {
        self.write_entry(area, key, value)
    }

    fn remove_entries(&mut self, area: Area, beginning: &[u8]) -> Result<u64> {
        self.delete_entries(area, beginning)
    }

    fn index(&mut self, document: &Document<'_>) -> Result<()> {
        self.write_text(document)
    }

    fn remove_text(&mut self, document: DocumentId) -> Result<bool> {
        self.delete_text(document)
    }
}
