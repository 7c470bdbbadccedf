//! Opening the database, and refusing to.
//!
//! Merely reading a database in WAL mode makes files beside it, and closing it may write to it. So that
//! a case which is refused stays as it was, it is first looked at *immutably*, without locks and without
//! its log. That is possible when the log is empty or absent: the case was closed in order. Otherwise
//! it is opened as usual with write-back on closing turned off until it has been accepted.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use data_encoding::HEXLOWER;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::failure::failure;
use super::schema::{FORMAT, MENTIONS, MIGRATIONS, OBJECTS, TABLES, TEXT};
use super::sql::Sql;
use super::{Access, OpenOptions};
use crate::atomic;
use crate::error::{Damaged, Error, Result};
use crate::keys::DataKey;

/// What every connection is set to.
pub(super) const SETTINGS: &str = "
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
PRAGMA mmap_size = 0;
PRAGMA cell_size_check = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cache_size = -131072;
PRAGMA journal_size_limit = 16777216;
";

/// How long to wait before looking again at a database that seemed damaged.
const SECOND_LOOK: Duration = Duration::from_millis(50);

/// Makes an empty database that only the user can read.
pub(crate) fn create(path: &Path, key: &DataKey) -> Result<()> {
    // SQLite gives its files the permissions of the database, which it would make readable to all.
    atomic::private_file()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| Error::writing(path, error))?;
    let make = || -> rusqlite::Result<()> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = keyed(path, flags, key)?;
        connection.execute_batch(SETTINGS)?;
        connection.execute_batch(&format!(
            "BEGIN; {TABLES} {MENTIONS} {OBJECTS} {TEXT} PRAGMA user_version = {FORMAT}; COMMIT; \
             PRAGMA journal_mode = WAL;"
        ))?;
        connection.close().map_err(|(_, error)| error)
    };
    make().map_err(|error| failure(path, error))
}

/// Opens a database and says what may be done with it.
pub(super) fn open(
    path: &Path,
    key: &DataKey,
    options: OpenOptions,
) -> Result<(Connection, Access)> {
    let clean = is_closed(path);
    if clean {
        look(path, key)?;
    }
    if can_write(path)? {
        match open_shared(path, key, options) {
            Err(Error::Io { .. } | Error::ReadOnly { .. }) => {}
            opened => return opened.map(|connection| (connection, options.access)),
        }
    }
    // The folder or the file cannot be written.
    let connection = if clean {
        connect(immutable(path), OpenFlags::SQLITE_OPEN_URI, key, path)?
    } else {
        connect(path, OpenFlags::empty(), key, path)?
    };
    let accepted = accept(&connection, path).and_then(|()| settle(&connection, path, options));
    match accepted {
        Err(Error::Io { .. } | Error::ReadOnly { .. }) => {
            Err(Error::NotClosed { path: path.to_path_buf() })
        }
        Err(error) => Err(error),
        Ok(()) => Ok((connection, Access::Read)),
    }
}

/// Opens it beside other processes that may write.
fn open_shared(path: &Path, key: &DataKey, options: OpenOptions) -> Result<Connection> {
    let fail = |error| failure(path, error);
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key, path)?;
    connection.busy_timeout(options.wait).map_err(fail)?;
    let write_back = |off: bool| {
        let set = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, off);
        set.map(|_| ()).map_err(fail)
    };
    write_back(true)?;
    accept(&connection, path)?;
    write_back(false)?;
    if format(&connection, path)? < FORMAT && options.access != Access::Read {
        bring_up_to_date(&connection, path)?;
    }
    settle(&connection, path, options)?;
    match options.access {
        Access::Read => {}
        // Another process may have left it without a write-ahead log. No statement is run yet that it
        // could get in the way of.
        Access::Write => journal(&connection, "WAL").map_err(fail)?,
        // Fails while any other connection is open, even one that is idle.
        Access::Alone => {
            connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE").map_err(fail)?;
            journal(&connection, "DELETE").map_err(fail)?;
            connection.execute_batch("BEGIN EXCLUSIVE; COMMIT").map_err(fail)?;
        }
    }
    Ok(connection)
}

fn journal(connection: &Connection, mode: &str) -> rusqlite::Result<()> {
    let sql = format!("PRAGMA journal_mode = {mode}");
    let set: String = connection.query_row(&sql, [], |row| row.get(0))?;
    if set.eq_ignore_ascii_case(mode) {
        return Ok(());
    }
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(rusqlite::Error::SqliteFailure(busy, None))
}

/// Writes what is live into a new file under another key, synced.
pub(super) fn write_anew(sql: &Sql, path: &Path, key: &DataKey) -> Result<()> {
    atomic::private_file()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| Error::writing(path, error))?;
    let connection = sql.connection();
    let write = || -> rusqlite::Result<()> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let hex = Zeroizing::new(HEXLOWER.encode(key.expose()));
        let mut attach = Zeroizing::new(String::with_capacity(128));
        attach.push_str("ATTACH DATABASE ?1 AS anew KEY \"x'");
        attach.push_str(&hex);
        attach.push_str("'\"");
        let name = path.to_string_lossy();
        connection.execute(&attach, [name.as_ref()])?;
        let export = || -> rusqlite::Result<()> {
            connection.execute_batch("PRAGMA foreign_keys = OFF")?;
            connection.query_row("SELECT sqlcipher_export('anew')", [], |_| Ok(()))?;
            connection.execute_batch(&format!("PRAGMA anew.user_version = {FORMAT}"))
        };
        let exported = export();
        connection.execute_batch("DETACH DATABASE anew")?;
        exported
    };
    write().map_err(|error| failure(path, error))?;
    let sync = || std::fs::File::open(path)?.sync_all();
    sync().map_err(|error| Error::writing(path, error))
}

/// Brings a database of an older format to this one, in one transaction.
fn bring_up_to_date(connection: &Connection, path: &Path) -> Result<()> {
    let fail = |error| failure(path, error);
    connection.execute_batch(SETTINGS).map_err(fail)?;
    connection.execute_batch("BEGIN IMMEDIATE").map_err(fail)?;
    let steps = || -> Result<()> {
        // Another process may have done it while this one waited for its turn.
        let found = format(connection, path)?;
        let done = usize::try_from(found).unwrap_or(usize::MAX).saturating_sub(1);
        for step in MIGRATIONS.iter().skip(done).copied().flatten() {
            connection.execute_batch(step).map_err(fail)?;
        }
        connection.execute_batch(&format!("PRAGMA user_version = {FORMAT}; COMMIT")).map_err(fail)
    };
    steps().inspect_err(|_| {
        // If even this fails, the journal is undone by whoever opens the case next.
        let _ = connection.execute_batch("ROLLBACK");
    })
}

fn settle(connection: &Connection, path: &Path, options: OpenOptions) -> Result<()> {
    let fail = |error| failure(path, error);
    let found = format(connection, path)?;
    if found < FORMAT {
        return Err(Error::OlderFormat { found, known: FORMAT });
    }
    connection.busy_timeout(options.wait).map_err(fail)?;
    connection.execute_batch(SETTINGS).map_err(fail)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(fail)?;
    // Without it, SQLite plans a prepared statement anew whenever another value is bound to it, which takes
    // longer than to answer it. There are no statistics that could make another plan better.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fail)?;
    if options.access == Access::Read {
        connection.execute_batch("PRAGMA query_only = ON").map_err(fail)?;
    }
    Ok(())
}

/// Looks at a database that was closed in order, without touching anything.
fn look(path: &Path, key: &DataKey) -> Result<()> {
    let look = || {
        let connection = connect(immutable(path), OpenFlags::SQLITE_OPEN_URI, key, path)?;
        accept(&connection, path).map(|_| ())
    };
    match look() {
        Err(Error::Damaged { .. }) => {
            // Another process may have begun to write in this very moment; then all is well.
            thread::sleep(SECOND_LOOK);
            if is_closed(path) { look() } else { Ok(()) }
        }
        looked => looked,
    }
}

/// Reads the first page and the schema, and refuses a newer format.
fn accept(connection: &Connection, path: &Path) -> Result<()> {
    let found = format(connection, path)?;
    if found > FORMAT {
        return Err(Error::NewerFormat { found, known: FORMAT });
    }
    if found == 0 {
        return Err(Error::damaged(Damaged::Database, "it has no format"));
    }
    connection
        .query_row("SELECT value FROM state WHERE key = 'revision'", [], |_| Ok(()))
        .map_err(|error| failure(path, error))
}

/// The format of a database.
fn format(connection: &Connection, path: &Path) -> Result<u32> {
    connection
        .query_row("PRAGMA user_version", [], |row| super::sql::natural(row, 0))
        .map_err(|error| failure(path, error))
}

fn connect(
    name: impl AsRef<Path>,
    flags: OpenFlags,
    key: &DataKey,
    path: &Path,
) -> Result<Connection> {
    let mut flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if !flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        flags |= OpenFlags::SQLITE_OPEN_READ_ONLY;
    }
    keyed(name, flags, key).map_err(|error| failure(path, error))
}

/// Opens a database and gives it its key.
fn keyed(name: impl AsRef<Path>, flags: OpenFlags, key: &DataKey) -> rusqlite::Result<Connection> {
    // SQLite counts itself as ready before SQLCipher is: of several threads that open their first
    // databases at once, only the first would wait for it, and the others' keys would be refused.
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| drop(Connection::open_in_memory()));
    let connection = Connection::open_with_flags(name, flags)?;
    set_key(&connection, key)?;
    Ok(connection)
}

fn set_key(connection: &Connection, key: &DataKey) -> rusqlite::Result<()> {
    // SQLCipher would print what it finds wrong to the terminal; it is answered as an error instead.
    connection.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(())).or_else(no_rows)?;
    // Our copies are wiped; SQLCipher keeps the key for as long as the connection is open.
    let hex = Zeroizing::new(HEXLOWER.encode(key.expose()));
    let mut pragma = Zeroizing::new(String::with_capacity(96));
    pragma.push_str("PRAGMA key = \"x'");
    pragma.push_str(&hex);
    pragma.push_str("'\"");
    connection.execute_batch(&pragma)
}

fn no_rows(error: rusqlite::Error) -> rusqlite::Result<()> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        error => Err(error),
    }
}

/// Whether no process left anything in the write-ahead log, or in a journal: whoever has a case alone writes
/// without a log, and what was interrupted then is undone from the journal.
fn is_closed(path: &Path) -> bool {
    ["-wal", "-journal"].into_iter().all(|ending| {
        let mut beside = path.as_os_str().to_os_string();
        beside.push(ending);
        fs::metadata(beside).map_or(true, |beside| beside.len() == 0)
    })
}

fn can_write(path: &Path) -> Result<bool> {
    match fs::OpenOptions::new().write(true).open(path) {
        Ok(_) => Ok(true),
        Err(error) => match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Ok(false),
            _ => Err(Error::io(path, error)),
        },
    }
}

/// The name under which SQLite opens a file that nobody changes.
fn immutable(path: &Path) -> PathBuf {
    let mut uri = String::from("file:");
    if cfg!(windows) {
        uri.push('/');
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02x}")),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    PathBuf::from(uri)
}
