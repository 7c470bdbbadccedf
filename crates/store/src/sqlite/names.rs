//! Names, rows of coding sheets, the free derived table, and the values beside the log.

use onus_model::id::{ClaimId, RecordId};
use rusqlite::{Row, params};

use super::sql::{RowResult, Sql, after_all, level_of, number_of, text};
use super::transaction::SqlTransaction;
use crate::error::Result;
use crate::id::SheetId;
use crate::row::{Area, NameRow, SheetRow};
use crate::store::Visit;

/// Entries whose keys begin so. There is a second statement for where nothing comes after them: an end that may be
/// absent (`?3 IS NULL OR key < ?3`) is no bound to SQLite, which would read on to the end of the area.
pub(super) const ENTRIES_BEGINNING: &str =
    "SELECT key, value FROM entries WHERE area = ?1 AND key >= ?2 AND key < ?3 ORDER BY key";

/// Deletes them; bounded likewise.
pub(super) const DELETE_BEGINNING: &str =
    "DELETE FROM entries WHERE area = ?1 AND key >= ?2 AND key < ?3";

fn name_row(row: &Row<'_>) -> RowResult<NameRow> {
    Ok(NameRow {
        folded: text(row, 0)?,
        record: RecordId::from_bytes(row.get(1)?),
        claim: ClaimId::from_bytes(row.get(2)?),
        level: level_of(row.get(3)?)?,
    })
}

fn sheet_row(row: &Row<'_>) -> RowResult<SheetRow> {
    Ok(SheetRow {
        sheet: SheetId::from_bytes(row.get(0)?),
        row: row.get(1)?,
        claim: ClaimId::from_bytes(row.get(2)?),
        fingerprint: row.get(3)?,
    })
}

impl Sql {
    pub(super) fn named(&self, folded: &str) -> Result<Vec<NameRow>> {
        self.all(
            "SELECT folded, record, claim, level FROM names WHERE folded = ?1 \
             ORDER BY record, claim",
            [folded.as_bytes()],
            name_row,
        )
    }

    pub(super) fn named_like(&self, beginning: &str, limit: usize) -> Result<Vec<NameRow>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let beginning = beginning.as_bytes();
        match after_all(beginning) {
            Some(after) => self.all(
                "SELECT folded, record, claim, level FROM names \
                 WHERE folded >= ?1 AND folded < ?2 ORDER BY folded, record, claim LIMIT ?3",
                params![beginning, after, limit],
                name_row,
            ),
            None => self.all(
                "SELECT folded, record, claim, level FROM names \
                 WHERE folded >= ?1 ORDER BY folded, record, claim LIMIT ?2",
                params![beginning, limit],
                name_row,
            ),
        }
    }

    pub(super) fn names_of(&self, record: RecordId) -> Result<Vec<NameRow>> {
        self.all(
            "SELECT folded, record, claim, level FROM names WHERE record = ?1 \
             ORDER BY folded, claim",
            [record.as_bytes()],
            name_row,
        )
    }

    pub(super) fn each_name(&self, visit: Visit<'_, NameRow>) -> Result<()> {
        self.each(
            "SELECT folded, record, claim, level FROM names ORDER BY folded, record, claim",
            [],
            name_row,
            visit,
        )
    }

    pub(super) fn sheet_row(&self, sheet: SheetId, row: &str) -> Result<Option<SheetRow>> {
        self.one(
            "SELECT sheet, row_id, claim, fingerprint FROM sheet_rows \
             WHERE sheet = ?1 AND row_id = ?2",
            params![sheet.as_bytes(), row],
            sheet_row,
        )
    }

    pub(super) fn sheet_rows(&self, sheet: SheetId) -> Result<Vec<SheetRow>> {
        self.all(
            "SELECT sheet, row_id, claim, fingerprint FROM sheet_rows WHERE sheet = ?1 \
             ORDER BY row_id",
            [sheet.as_bytes()],
            sheet_row,
        )
    }

    pub(super) fn rows_of_claim(&self, claim: ClaimId) -> Result<Vec<SheetRow>> {
        self.all(
            "SELECT sheet, row_id, claim, fingerprint FROM sheet_rows WHERE claim = ?1 \
             ORDER BY sheet, row_id",
            [claim.as_bytes()],
            sheet_row,
        )
    }

    pub(super) fn sheets(&self) -> Result<Vec<SheetId>> {
        let read = |row: &Row<'_>| row.get(0).map(SheetId::from_bytes);
        self.all("SELECT DISTINCT sheet FROM sheet_rows ORDER BY sheet", [], read)
    }

    pub(super) fn entry(&self, area: Area, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT value FROM entries WHERE area = ?1 AND key = ?2";
        self.one(sql, params![area.0, key], |row| row.get(0))
    }

    pub(super) fn each_entry(
        &self,
        area: Area,
        beginning: &[u8],
        visit: Visit<'_, (Vec<u8>, Vec<u8>)>,
    ) -> Result<()> {
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        match after_all(beginning) {
            Some(after) => {
                self.each(ENTRIES_BEGINNING, params![area.0, beginning, after], read, visit)
            }
            None => self.each(
                "SELECT key, value FROM entries WHERE area = ?1 AND key >= ?2 ORDER BY key",
                params![area.0, beginning],
                read,
                visit,
            ),
        }
    }

    pub(super) fn meta(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.one("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
    }
}

impl SqlTransaction<'_> {
    pub(super) fn write_name(&self, row: &NameRow) -> Result<()> {
        self.sql().run(
            "INSERT OR REPLACE INTO names VALUES (?1, ?2, ?3, ?4)",
            params![
                row.folded.as_bytes(),
                row.record.as_bytes(),
                row.claim.as_bytes(),
                number_of(row.level)
            ],
        )?;
        Ok(())
    }

    pub(super) fn delete_names(&self, claim: ClaimId) -> Result<u64> {
        let deleted = self.sql().run("DELETE FROM names WHERE claim = ?1", [claim.as_bytes()])?;
        Ok(deleted as u64)
    }

    pub(super) fn write_sheet_row(&self, row: &SheetRow) -> Result<()> {
        self.sql().run(
            "INSERT OR REPLACE INTO sheet_rows VALUES (?1, ?2, ?3, ?4)",
            params![row.sheet.as_bytes(), row.row, row.claim.as_bytes(), row.fingerprint],
        )?;
        Ok(())
    }

    pub(super) fn delete_sheet_row(&self, sheet: SheetId, row: &str) -> Result<bool> {
        let sql = "DELETE FROM sheet_rows WHERE sheet = ?1 AND row_id = ?2";
        Ok(self.sql().run(sql, params![sheet.as_bytes(), row])? > 0)
    }

    pub(super) fn write_entry(&self, area: Area, key: &[u8], value: &[u8]) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO entries VALUES (?1, ?2, ?3)";
        self.sql().run(sql, params![area.0, key, value]).map(|_| ())
    }

    pub(super) fn delete_entries(&self, area: Area, beginning: &[u8]) -> Result<u64> {
        let deleted = match after_all(beginning) {
            Some(after) => self.sql().run(DELETE_BEGINNING, params![area.0, beginning, after])?,
            None => self.sql().run(
                "DELETE FROM entries WHERE area = ?1 AND key >= ?2",
                params![area.0, beginning],
            )?,
        };
        Ok(deleted as u64)
    }

    pub(super) fn write_meta(&self, key: &str, value: &[u8]) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO meta VALUES (?1, ?2)";
        self.sql().run(sql, params![key, value]).map(|_| ())
    }

    pub(super) fn delete_meta(&self, key: &str) -> Result<()> {
        self.sql().run("DELETE FROM meta WHERE key = ?1", [key]).map(|_| ())
    }
}
