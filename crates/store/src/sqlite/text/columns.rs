//! What documents are filtered, grouped and counted by, a thousand to a row.
//!
//! A common word leads to half a million documents. Looking each up would take seconds; read a thousand at a time and kept
//! while nothing changes, they cost some nanoseconds each.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Row, params};

use crate::error::Result;
use crate::sqlite::sql::Sql;
use crate::text::{Column, FACETS};

/// How many documents stand in a row.
const ROW: u32 = 1024;
/// The bytes of one: whether it is there, its values and group, its days.
const SIZE: usize = 1 + 4 * (FACETS + 1) + 8;

/// The attributes of the documents of one row; `None` where another level has the number, or none.
pub(super) type Columns = Arc<Vec<Option<Column>>>;

/// Changes to one row: where in it, and to what.
type Changes = Vec<(usize, Option<Column>)>;

/// Rows read so far.
#[derive(Debug, Default)]
pub(crate) struct ColumnCache {
    /// The state of the store that they were read in.
    revision: u64,
    rows: BTreeMap<(i64, u32), Columns>,
}

impl ColumnCache {
    pub(super) fn clear(&mut self) {
        self.rows.clear();
    }
}

fn write(column: Option<Column>) -> [u8; SIZE] {
    let mut bytes = [0; SIZE];
    let Some(column) = column else { return bytes };
    bytes[0] = 1;
    let numbers = column.values.into_iter().chain([column.group]).map(u32::to_le_bytes);
    let days = [column.first, column.last].map(i32::to_le_bytes);
    for (to, from) in bytes[1..].chunks_exact_mut(4).zip(numbers.chain(days)) {
        to.copy_from_slice(&from);
    }
    bytes
}

fn read(bytes: &[u8]) -> Option<Column> {
    let (1, rest) = bytes.split_first()? else { return None };
    let mut numbers = rest.chunks_exact(4).filter_map(|four| <[u8; 4]>::try_from(four).ok());
    let mut values = [0; FACETS];
    for value in &mut values {
        *value = u32::from_le_bytes(numbers.next()?);
    }
    Some(Column {
        values,
        group: u32::from_le_bytes(numbers.next()?),
        first: i32::from_le_bytes(numbers.next()?),
        last: i32::from_le_bytes(numbers.next()?),
    })
}

impl Sql {
    /// Writes or empties the attributes of documents, those of one row together.
    pub(super) fn write_columns(
        &self,
        columns: impl Iterator<Item = (i64, u32, Option<Column>)>,
    ) -> Result<()> {
        let mut rows: BTreeMap<(i64, u32), Changes> = BTreeMap::new();
        for (level, number, column) in columns {
            let at = (number % ROW) as usize;
            rows.entry((level, number / ROW)).or_default().push((at, column));
        }
        for ((level, row), changes) in rows {
            let known = "SELECT data FROM text_columns WHERE level = ?1 AND row = ?2";
            let read_data = |row: &Row<'_>| row.get::<_, Vec<u8>>(0);
            let mut data = self.one(known, params![level, row], read_data)?.unwrap_or_default();
            for (at, column) in changes {
                let end = (at + 1) * SIZE;
                if data.len() < end {
                    data.resize(end, 0);
                }
                data[end - SIZE..end].copy_from_slice(&write(column));
            }
            let sql = "INSERT INTO text_columns (level, row, data) VALUES (?1, ?2, ?3) \
                       ON CONFLICT (level, row) DO UPDATE SET data = excluded.data";
            self.run(sql, params![level, row, data])?;
            self.texts().columns.borrow_mut().rows.remove(&(level, row));
        }
        Ok(())
    }

    /// Forgets rows that another state of the store had.
    pub(super) fn refresh_columns(&self, revision: u64) {
        let mut cache = self.texts().columns.borrow_mut();
        if cache.revision != revision {
            cache.rows.clear();
            cache.revision = revision;
        }
    }

    fn columns(&self, level: i64, row: u32) -> Result<Columns> {
        if let Some(known) = self.texts().columns.borrow().rows.get(&(level, row)) {
            return Ok(Arc::clone(known));
        }
        let sql = "SELECT data FROM text_columns WHERE level = ?1 AND row = ?2";
        let read_row = |row: &Row<'_>| {
            Ok(row.get_ref(0)?.as_blob()?.chunks_exact(SIZE).map(read).collect::<Vec<_>>())
        };
        let columns = Arc::new(self.one(sql, params![level, row], read_row)?.unwrap_or_default());
        self.texts().columns.borrow_mut().rows.insert((level, row), Arc::clone(&columns));
        Ok(columns)
    }

    /// Visits documents of a level, ascending, with their attributes.
    pub(super) fn each_column(
        &self,
        level: i64,
        numbers: &[u32],
        mut visit: impl FnMut(usize, &Column),
    ) -> Result<()> {
        let mut held: Option<(u32, Columns)> = None;
        for (place, number) in numbers.iter().enumerate() {
            let row = number / ROW;
            if held.as_ref().is_none_or(|(known, _)| *known != row) {
                held = Some((row, self.columns(level, row)?));
            }
            let columns = held.as_ref().map(|(_, columns)| columns);
            let column = columns.and_then(|columns| columns.get((number % ROW) as usize)?.as_ref());
            if let Some(column) = column {
                visit(place, column);
            }
        }
        Ok(())
    }

    /// Every document of a level, ascending.
    pub(super) fn all_documents(&self, level: i64) -> Result<Vec<u32>> {
        let sql = "SELECT row FROM text_columns WHERE level = ?1 ORDER BY row";
        let rows: Vec<u32> = self.all(sql, [level], |row| row.get(0))?;
        let mut numbers = Vec::new();
        for row in rows {
            let columns = self.columns(level, row)?;
            let present = (0_u32..).zip(columns.iter()).filter(|(_, column)| column.is_some());
            numbers.extend(present.map(|(at, _)| row * ROW + at));
        }
        Ok(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let column = Column { values: [1, 0, u32::MAX, 4, 5], group: 7, first: -3, last: i32::MAX };
        assert_eq!(read(&write(Some(column))), Some(column));
        assert_eq!(read(&write(None)), None);
        assert_eq!(read(&[]), None);
    }
}
