//! Records, and the numbers that stand for their ids and for words of the schema.

use onus_model::id::{PropertyId, RecordId, TypeId};
use rusqlite::{Row, params};

use super::sql::{RowResult, Sql, natural, word};
use super::transaction::SqlTransaction;
use crate::error::{Refusal, Result};
use crate::row::{PropertyNumber, RecordNumber, RecordRow};
use crate::store::Visit;

/// The columns of a record, as [`record_row`] reads them.
macro_rules! records {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, t.word, r.handle FROM records AS r \
             JOIN record_ids AS i ON i.number = r.number \
             JOIN record_types AS t ON t.number = r.kind ",
            $rest
        )
    };
}

fn record_row(row: &Row<'_>) -> RowResult<RecordRow> {
    Ok(RecordRow {
        id: RecordId::from_bytes(row.get(0)?),
        kind: word(row, 1)?,
        handle: row.get(2)?,
    })
}

/// A stored number of a record.
pub(super) fn record_number(row: &Row<'_>, column: usize) -> RowResult<RecordNumber> {
    let number = natural(row, column)?;
    RecordNumber::new(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, 0))
}

impl Sql {
    pub(super) fn record(&self, id: RecordId) -> Result<Option<RecordRow>> {
        self.one(records!("WHERE i.id = ?1"), [id.as_bytes()], record_row)
    }

    pub(super) fn records_with_handle(&self, handle: &str) -> Result<Vec<RecordRow>> {
        self.all(records!("WHERE r.handle = ?1 ORDER BY i.id"), [handle], record_row)
    }

    pub(super) fn records_of_type(&self, kind: &TypeId) -> Result<Vec<RecordRow>> {
        self.all(records!("WHERE t.word = ?1 ORDER BY i.id"), [kind.as_str()], record_row)
    }

    pub(super) fn each_record(&self, visit: Visit<'_, RecordRow>) -> Result<()> {
        self.each(records!("ORDER BY i.id"), [], record_row, visit)
    }

    pub(super) fn record_number(&self, id: RecordId) -> Result<Option<RecordNumber>> {
        let sql = "SELECT number FROM record_ids WHERE id = ?1";
        self.one(sql, [id.as_bytes()], |row| record_number(row, 0))
    }

    pub(super) fn each_record_number(
        &self,
        visit: Visit<'_, (RecordNumber, RecordId)>,
    ) -> Result<()> {
        let read = |row: &Row<'_>| Ok((record_number(row, 0)?, RecordId::from_bytes(row.get(1)?)));
        self.each("SELECT number, id FROM record_ids ORDER BY number", [], read, visit)
    }

    pub(super) fn properties(&self) -> Result<Vec<(PropertyNumber, PropertyId)>> {
        let read = |row: &Row<'_>| Ok((PropertyNumber(natural(row, 0)?), word(row, 1)?));
        self.all("SELECT number, word FROM properties ORDER BY number", [], read)
    }
}

impl SqlTransaction<'_> {
    /// The number of a record, given now if it has none.
    pub(super) fn number_record(&self, id: RecordId) -> Result<i64> {
        self.numbers().record(id, || {
            if let Some(number) = self.sql().record_number(id)? {
                return Ok(number.get().into());
            }
            let insert = "INSERT INTO record_ids (id) VALUES (?1)";
            let number = self.sql().insert(insert, [id.as_bytes()])?;
            if number > u32::MAX.into() {
                return Err(Refusal::TooMany("records").into());
            }
            Ok(number)
        })
    }

    /// The number of a property, given now if it has none.
    pub(super) fn number_property(&self, property: &PropertyId) -> Result<i64> {
        self.numbers().property(property, || {
            let sql = self.sql();
            let known = "SELECT number FROM properties WHERE word = ?1";
            if let Some(number) = sql.one(known, [property.as_str()], |row| row.get(0))? {
                return Ok(number);
            }
            let insert = "INSERT INTO properties (word) VALUES (?1)";
            let number = sql.insert(insert, [property.as_str()])?;
            if number > u16::MAX.into() {
                return Err(Refusal::TooMany("properties").into());
            }
            Ok(number)
        })
    }

    pub(super) fn write_record(&self, row: &RecordRow) -> Result<()> {
        let number = self.number_record(row.id)?;
        let kind = row.kind.as_str();
        self.sql().run("INSERT OR IGNORE INTO record_types (word) VALUES (?1)", [kind])?;
        self.sql().run(
            "INSERT INTO records (number, kind, handle) \
             VALUES (?1, (SELECT number FROM record_types WHERE word = ?2), ?3) \
             ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, handle = excluded.handle",
            params![number, kind, row.handle],
        )?;
        Ok(())
    }

    pub(super) fn delete_record(&self, id: RecordId) -> Result<bool> {
        let deleted = self.sql().run(
            "DELETE FROM records WHERE number = (SELECT number FROM record_ids WHERE id = ?1)",
            [id.as_bytes()],
        )?;
        Ok(deleted > 0)
    }
}
