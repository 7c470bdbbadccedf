//! What can only be seen from inside: the connection's settings, and a disk without room.

use onus_model::Level;
use tempfile::TempDir;

use super::*;
use crate::entropy::OsEntropy;
use crate::id::DocumentId;
use crate::keys::{KeyCost, Passphrase};
use crate::text::Tokens;

fn open() -> (TempDir, SqliteStore) {
    let temporary = TempDir::new().unwrap();
    let path = temporary.path().join("CASE.onus");
    let passphrase = Passphrase::new("words").unwrap();
    let case = CaseFolder::create(&path, &passphrase, KeyCost::CHEAP, &mut OsEntropy).unwrap();
    let key = case.unlocked.data_key();
    let store = SqliteStore::open(&case.folder, key, OpenOptions::default()).unwrap();
    (temporary, store)
}

#[test]
fn the_connection_is_set_as_promised() {
    let (_temporary, store) = open();
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("secure_delete", "1"),
        ("foreign_keys", "1"),
        ("temp_store", "2"),
        ("mmap_size", "0"),
        ("cell_size_check", "1"),
        ("trusted_schema", "0"),
        ("busy_timeout", "5000"),
        ("user_version", "1"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
        ("cipher_use_hmac", "1"),
    ] {
        let read = |row: &rusqlite::Row<'_>| {
            let value: rusqlite::types::Value = row.get(0)?;
            Ok(match value {
                rusqlite::types::Value::Integer(value) => value.to_string(),
                rusqlite::types::Value::Text(value) => value,
                other => format!("{other:?}"),
            })
        };
        let found = store.sql.connection().query_row(&format!("PRAGMA {pragma}"), [], read);
        assert_eq!(found.as_deref(), Ok(value), "{pragma}");
    }
    let version: String =
        store.sql.connection().query_row("PRAGMA cipher_version", [], |row| row.get(0)).unwrap();
    assert!(version.starts_with('4'), "{version}");
    for level in Level::ALL {
        let table = schema::text_table(level as i64);
        let sql = format!("SELECT v FROM {table}_config WHERE k = 'secure-delete'");
        let found: rusqlite::Result<i64> =
            store.sql.connection().query_row(&sql, [], |row| row.get(0));
        assert_eq!(found, Ok(1), "{table}");
    }
}

#[test]
fn a_full_disk_undoes_the_transaction_and_is_named() {
    let (_temporary, mut store) = open();
    let pages: i64 =
        store.sql.connection().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 20);
    store.sql.connection().query_row(&limit, [], |_| Ok(())).unwrap();

    let before = store.reader().counts().unwrap();
    let mut transaction = store.begin().unwrap();
    let tokens = Tokens::from_words(["word ".repeat(500)]);
    let mut first = None;
    for number in 0..200_u8 {
        let document = DocumentId::from_bytes([number; 32]);
        if let Err(error) = transaction.index_text(document, Level::Team, &tokens) {
            // Nothing is written outside of the transaction that was undone.
            first.get_or_insert(error);
        }
    }
    let first = first.unwrap();
    assert!(matches!(first, Error::DiskFull { .. }), "{first:?}");
    let committed = transaction.commit();
    assert!(committed.is_err(), "what is not all there was committed");
    assert_eq!(store.reader().counts().unwrap(), before);
    assert_eq!(store.reader().revision().unwrap(), 0);

    // A smaller change still fits.
    let mut transaction = store.begin().unwrap();
    let tokens = Tokens::from_words(["word"]);
    transaction.index_text(DocumentId::from_bytes([1; 32]), Level::Team, &tokens).unwrap();
    transaction.commit().unwrap();
    assert_eq!(store.reader().counts().unwrap().documents, 1);
}
