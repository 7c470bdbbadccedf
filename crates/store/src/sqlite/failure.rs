//! What SQLite says, in our words.
//!
//! SQLite's own messages name tables and columns, never values, so they may be shown.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Damaged, Error};

pub(super) fn failure(path: &Path, error: rusqlite::Error) -> Error {
    let Some(code) = error.sqlite_error_code() else {
        // A value that is not of its column's kind: the page is authentic, what wrote it was wrong.
        return Error::damaged(Damaged::Database, error.to_string());
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy,
        ErrorCode::ReadOnly => Error::ReadOnly { path: path.to_path_buf() },
        ErrorCode::DiskFull => Error::DiskFull { path: path.to_path_buf() },
        ErrorCode::CannotOpen
        | ErrorCode::SystemIoFailure
        | ErrorCode::PermissionDenied
        | ErrorCode::OutOfMemory
        | ErrorCode::NoLargeFileSupport => {
            Error::Io { path: path.to_path_buf(), source: io::Error::other(error) }
        }
        // SQLCipher reports a page that fails its check as a general error, and our statements are
        // fixed: whatever else is wrong is wrong with the file.
        _ => Error::damaged(Damaged::Database, error.to_string()),
    }
}
