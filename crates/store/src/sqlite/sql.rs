//! One connection, and the few ways in which the tables are read and written.

use std::cell::Cell;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use onus_model::Level;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::failure::failure;
use super::text::Texts;
use crate::error::{Error, Result};
use crate::store::Visit;

pub(super) type RowResult<T> = rusqlite::Result<T>;

/// A connection to an open case.
#[derive(Debug)]
pub(super) struct Sql {
    connection: Connection,
    path: PathBuf,
    /// Whether a write transaction was begun and not yet ended by us.
    writing: Cell<bool>,
    texts: Texts,
}

impl Sql {
    pub(super) fn new(connection: Connection, path: PathBuf) -> Self {
        // More than there are statements, so that each is prepared once.
        connection.set_prepared_statement_cache_capacity(256);
        Self { connection, path, writing: Cell::new(false), texts: Texts::default() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What is kept of the text index in memory.
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Runs statements that answer nothing.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| failure(&self.path, error))
    }

    /// Takes the write lock.
    pub(super) fn begin_writing(&self) -> Result<()> {
        self.batch("BEGIN IMMEDIATE")?;
        self.writing.set(true);
        Ok(())
    }

    /// Makes what was written last.
    pub(super) fn commit_writing(&self) -> Result<()> {
        self.write_pending()?;
        self.refuse_orphan()?;
        self.batch("COMMIT")?;
        self.writing.set(false);
        self.texts.forget();
        Ok(())
    }

    /// Undoes what was written.
    pub(super) fn undo_writing(&self) {
        self.writing.set(false);
        self.texts.forget();
        if !self.connection.is_autocommit() {
            // If even this fails, the journal is undone by whoever opens the case next.
            let _ = self.batch("ROLLBACK");
        }
    }

    /// After some failures, such as a full disk, SQLite ends the transaction by itself. What would be
    /// written after that would be outside of any.
    pub(super) fn refuse_orphan(&self) -> Result<()> {
        let is_undone = self.writing.get() && self.connection.is_autocommit();
        if is_undone || self.texts.has_failed() {
            let source = io::Error::other("an earlier failure has undone this transaction");
            return Err(Error::Io { path: self.path.clone(), source });
        }
        Ok(())
    }

    /// Runs a statement; answers how many rows it changed.
    pub(super) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.refuse_orphan()?;
        let run = || self.connection.prepare_cached(sql)?.execute(params);
        run().map_err(|error| failure(&self.path, error))
    }

    /// Runs an insertion; answers the number given to the row.
    pub(super) fn insert(&self, sql: &str, params: impl Params) -> Result<i64> {
        self.refuse_orphan()?;
        let run = || self.connection.prepare_cached(sql)?.insert(params);
        run().map_err(|error| failure(&self.path, error))
    }

    /// The first row.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> RowResult<T>,
    ) -> Result<Option<T>> {
        let one = || self.connection.prepare_cached(sql)?.query_row(params, read).optional();
        one().map_err(|error| failure(&self.path, error))
    }

    /// All rows.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> RowResult<T>,
    ) -> Result<Vec<T>> {
        let all = || self.connection.prepare_cached(sql)?.query_map(params, read)?.collect();
        let all: RowResult<Vec<T>> = all();
        all.map_err(|error| failure(&self.path, error))
    }

    /// Row after row, until the visitor says that it is enough.
    pub(super) fn each<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> RowResult<T>,
        visit: Visit<'_, T>,
    ) -> Result<()> {
        let each = || -> RowResult<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                if let ControlFlow::Break(()) = visit(read(row)?) {
                    break;
                }
            }
            Ok(())
        };
        each().map_err(|error| failure(&self.path, error))
    }

    /// Row after row, with a look at each where it lies. The first failure ends it.
    pub(super) fn each_row(
        &self,
        sql: &str,
        params: impl Params,
        mut look: impl FnMut(&Row<'_>) -> RowResult<Result<()>>,
    ) -> Result<()> {
        let each = || -> RowResult<Result<()>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                if let Err(error) = look(row)? {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        };
        each().map_err(|error| failure(&self.path, error))?
    }

    pub(super) fn check(&self) -> Result<Vec<String>> {
        let text = |row: &Row<'_>| row.get::<_, String>(0);
        let mut found = self.all("PRAGMA cipher_integrity_check", [], text)?;
        if found.is_empty() {
            // With every page authentic, what is left is whether they belong together.
            found = match self.all("PRAGMA integrity_check", [], text) {
                Ok(found) => found.into_iter().filter(|line| line != "ok").collect(),
                Err(Error::Damaged { detail, .. }) => vec![detail],
                Err(error) => return Err(error),
            };
        }
        Ok(found)
    }
}

/// A level as it is stored.
pub(super) fn number_of(level: Level) -> i64 {
    level as i64
}

/// A stored level.
pub(super) fn level_of(number: i64) -> RowResult<Level> {
    usize::try_from(number)
        .ok()
        .and_then(|number| Level::ALL.get(number).copied())
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(0, number))
}

/// The first 8 bytes of a name, as the indexes hold them.
pub(super) fn prefix_of(id: &[u8; 32]) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = *id;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// A stored number that is never negative.
pub(super) fn natural<N: TryFrom<i64>>(row: &Row<'_>, column: usize) -> RowResult<N> {
    let number: i64 = row.get(column)?;
    N::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

/// A stored word of the schema.
pub(super) fn word<W: std::str::FromStr>(row: &Row<'_>, column: usize) -> RowResult<W>
where
    W::Err: std::error::Error + Send + Sync + 'static,
{
    row.get_ref(column)?.as_str()?.parse().map_err(|error: W::Err| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// A stored text that was compared as bytes.
pub(super) fn text(row: &Row<'_>, column: usize) -> RowResult<String> {
    String::from_utf8(row.get(column)?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error))
    })
}

/// The first byte string that does not begin so and comes after all that do; `None` if none does.
pub(super) fn after_all(beginning: &[u8]) -> Option<Vec<u8>> {
    let last = beginning.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut after = beginning[..=last].to_vec();
    after[last] += 1;
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_stored_in_their_order() {
        for (number, level) in Level::ALL.into_iter().enumerate() {
            assert_eq!(number_of(level), number as i64);
            assert_eq!(level_of(number as i64), Ok(level));
        }
        assert!(level_of(5).is_err() && level_of(-1).is_err());
    }

    #[test]
    fn what_comes_after_all_beginnings() {
        assert_eq!(after_all(b"ab"), Some(b"ac".to_vec()));
        assert_eq!(after_all(&[1, 255, 255]), Some(vec![2]));
        assert_eq!(after_all(&[255, 255]), None);
        assert_eq!(after_all(b""), None);
    }
}
