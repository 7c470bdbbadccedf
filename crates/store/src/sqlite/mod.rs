//! The case in one encrypted SQLite database.
//!
//! SQLCipher in raw-key mode: every page is encrypted with AES-256 and authenticated with
//! HMAC-SHA512, the write-ahead log's pages too. The write-ahead log lets others read while one writes;
//! `synchronous=FULL` makes a committed transaction survive a loss of power; `secure_delete` overwrites
//! what is deleted. Nothing is mapped into memory and nothing temporary is written to disk.
//!
//! What SQLCipher does not see is an older copy put in the place of a newer one: see
//! [`rollback`](crate::rollback). And a flipped byte shows only when its page is read: see
//! [`SqliteStore::check`].
//!
//! **Two processes.** Any number may read. The one that writes holds SQLite's write lock from
//! [`begin`](crate::Store::begin) to the end of its transaction; a second one waits for the time set in
//! [`OpenOptions`] and is then told that the case is busy.

mod claims;
mod connect;
mod failure;
mod log;
mod names;
mod objects;
mod reader;
mod records;
mod schema;
mod sql;
mod text;
mod transaction;

use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::folder::CaseFolder;
use crate::keys::DataKey;
use crate::store::{Reader, Snapshot, Store, Transaction};
use sql::Sql;
use transaction::SqlTransaction;

pub(crate) use connect::create;
pub(crate) use schema::FORMAT;

/// What may be done with an open case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing.
    Write,
    /// Reading only.
    Read,
    /// Writing, with nobody else reading or writing until it is closed.
    Alone,
}

/// How to open a case.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    /// What is wanted. Where the folder cannot be written, [`Access::Write`] becomes
    /// [`Access::Read`]; [`SqliteStore::access`] says which it was.
    pub access: Access,
    /// How long to wait for another process that is writing.
    pub wait: Duration,
}

impl Default for OpenOptions {
    /// Writing, and five seconds.
    fn default() -> Self {
        Self { access: Access::Write, wait: Duration::from_secs(5) }
    }
}

/// A case in its encrypted database.
#[derive(Debug)]
pub struct SqliteStore {
    sql: Sql,
    access: Access,
}

impl SqliteStore {
    /// Opens the database of a case.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when it does not open with this key or cannot be read;
    /// [`Error::NewerFormat`]; [`Error::NotClosed`] when the folder can only be read and holds
    /// unfinished business of an earlier process. A case that is refused is not written to.
    pub fn open(folder: &CaseFolder, key: &DataKey, options: OpenOptions) -> Result<Self> {
        let (connection, access) = connect::open(&folder.database(), key, options)?;
        Ok(Self { sql: Sql::new(connection, folder.database()), access })
    }

    /// What may be done with it.
    #[must_use]
    pub fn access(&self) -> Access {
        self.access
    }

    /// Reads every page and checks that it is what was written and that tables and indexes agree.
    /// Answers what is wrong; nothing, when all is well. Takes as long as reading the whole file.
    ///
    /// # Errors
    ///
    /// What the disk says. Damage is an answer, not an error.
    pub fn check(&self) -> Result<Vec<String>> {
        self.sql.check()
    }
}

impl Store for SqliteStore {
    fn reader(&self) -> &dyn Reader {
        &self.sql
    }

    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>> {
        Ok(Box::new(SqlSnapshot::begin(&self.sql)?))
    }

    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>> {
        if self.access == Access::Read {
            return Err(Error::ReadOnly { path: self.sql.path().to_path_buf() });
        }
        Ok(Box::new(SqlTransaction::begin(&self.sql)?))
    }

    fn write_anew(&mut self, path: &Path, key: &DataKey) -> Result<()> {
        if self.access != Access::Alone {
            return Err(crate::error::Refusal::NotAlone.into());
        }
        connect::write_anew(&self.sql, path, key)
    }
}

/// A read transaction, ended when dropped.
struct SqlSnapshot<'a> {
    sql: &'a Sql,
}

impl<'a> SqlSnapshot<'a> {
    fn begin(sql: &'a Sql) -> Result<Self> {
        sql.batch("BEGIN DEFERRED")?;
        let snapshot = Self { sql };
        // SQLite takes hold of the state at the first read, not at BEGIN.
        sql.revision()?;
        Ok(snapshot)
    }
}

impl Snapshot for SqlSnapshot<'_> {
    fn reader(&self) -> &dyn Reader {
        self.sql
    }
}

impl Drop for SqlSnapshot<'_> {
    fn drop(&mut self) {
        // Nothing was changed; if even this fails, so will whatever comes next.
        let _ = self.sql.batch("ROLLBACK");
    }
}

#[cfg(test)]
mod tests;
