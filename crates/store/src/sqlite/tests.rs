//! What can only be seen from inside: the connection's settings, and a disk without room.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

use onus_model::Level;
use tempfile::TempDir;

use super::*;
use crate::entropy::OsEntropy;
use crate::folder::Created;
use crate::id::DocumentId;
use crate::keys::{KeyCost, Passphrase};
use crate::text::Tokens;

fn create() -> (TempDir, Created) {
    let temporary = TempDir::new().unwrap();
    let path = temporary.path().join("CASE.onus");
    let passphrase = Passphrase::new("words").unwrap();
    let case = CaseFolder::create(&path, &passphrase, KeyCost::CHEAP, &mut OsEntropy).unwrap();
    (temporary, case)
}

fn open_again(case: &Created) -> Result<SqliteStore> {
    SqliteStore::open(&case.folder, case.unlocked.data_key(), OpenOptions::default())
}

fn open() -> (TempDir, SqliteStore) {
    let (temporary, case) = create();
    (temporary, open_again(&case).unwrap())
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let (_temporary, case) = create();
    let store = open_again(&case).unwrap();
    store.sql.batch(&format!("PRAGMA user_version = {}", FORMAT + 1)).unwrap();
    let newer = |error| matches!(error, Error::NewerFormat { found, known } if found == known + 1);
    // While the new number stands in the log alone, and after it was written back.
    let files = || {
        let mut files: Vec<_> = std::fs::read_dir(case.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| !path.ends_with("case.db-shm"))
            .map(|path| (std::fs::read(&path).unwrap(), path))
            .collect();
        files.sort();
        files
    };
    let before = files();
    assert_eq!(before.len(), 4);
    assert!(newer(open_again(&case).unwrap_err()));
    assert!(files() == before, "the open case was changed");
    drop(store);
    let before = files();
    assert_eq!(before.len(), 3);
    assert!(newer(open_again(&case).unwrap_err()));
    assert!(files() == before, "the closed case was changed");
}

/// Makes of a case what the program before the vault left.
fn as_format_1(case: &Created) {
    let store = open_again(case).unwrap();
    let drop = "DROP TABLE objects; DROP TABLE mentions; DROP TABLE claim_mentions; \
                DROP INDEX claims_by_speaker; DROP INDEX claims_by_property; \
                PRAGMA user_version = 1";
    store.sql.batch(drop).unwrap();
}

#[test]
fn a_database_of_an_older_program_is_brought_up_to_date() {
    let (_temporary, case) = create();
    as_format_1(&case);
    let reading = OpenOptions { access: Access::Read, ..OpenOptions::default() };
    let read = || SqliteStore::open(&case.folder, case.unlocked.data_key(), reading);
    let refused = read().unwrap_err();
    assert!(matches!(refused, Error::OlderFormat { found: 1, known: FORMAT }), "{refused:?}");
    // Two at once: one brings it up to date, the other finds it so.
    let stores = [(), ()].map(|()| {
        let (folder, key) = (case.folder.clone(), case.unlocked.data_key().clone());
        std::thread::spawn(move || {
            let store = SqliteStore::open(&folder, &key, OpenOptions::default());
            store.map(|store| store.reader().counts().unwrap().objects)
        })
    });
    for store in stores {
        assert_eq!(store.join().unwrap().unwrap(), 0);
    }
    let store = read().unwrap();
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    // It is as one that was made so: the same tables in the same words.
    let tables = |store: &SqliteStore| {
        let sql = "SELECT name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY name";
        store.sql.all(sql, [], |row| row.get::<_, String>(0)).unwrap()
    };
    let (_temporary, new) = create();
    assert_eq!(tables(&store), tables(&open_again(&new).unwrap()));
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
        ("user_version", "2"),
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

/// The index's own bytes: what is left in them of a token.
fn left_in_index(store: &SqliteStore, level: Level, token: &str) -> usize {
    let table = schema::text_table(level as i64);
    let sql = format!("SELECT block FROM {table}_data UNION ALL SELECT c0 FROM {table}_content");
    let mut statement = store.sql.connection().prepare(&sql).unwrap();
    let blocks = statement.query_map([], |row| -> rusqlite::Result<Vec<u8>> {
        Ok(row.get_ref(0)?.as_bytes_or_null()?.unwrap_or_default().to_vec())
    });
    let holds = |block: &Vec<u8>| block.windows(token.len()).any(|part| part == token.as_bytes());
    blocks.unwrap().map(rusqlite::Result::unwrap).filter(holds).count()
}

#[test]
fn nothing_of_a_removed_text_stays_in_the_index() {
    let (_temporary, mut store) = open();
    let index = |store: &mut SqliteStore, number: u8, text: &str| {
        let mut transaction = store.begin().unwrap();
        let document = DocumentId::from_bytes([number; 32]);
        transaction.index_text(document, Level::Team, &Tokens::from_words([text])).unwrap();
        transaction.commit().unwrap();
    };
    for number in 0..60 {
        index(&mut store, number, &format!("common words {number} xsecret{number}"));
    }
    for number in 20..40_u8 {
        let token = format!("secret{number}");
        assert!(left_in_index(&store, Level::Team, &token) > 0, "{token} is there");
        if number % 2 == 0 {
            let mut transaction = store.begin().unwrap();
            transaction.remove_text(DocumentId::from_bytes([number; 32])).unwrap();
            transaction.commit().unwrap();
        } else {
            index(&mut store, number, "other text");
        }
        assert_eq!(left_in_index(&store, Level::Team, &token), 0, "{token} is left");
    }
    assert!(left_in_index(&store, Level::Team, "secret50") > 0);
    let mut transaction = store.begin().unwrap();
    transaction.clear_derived().unwrap();
    transaction.commit().unwrap();
    assert_eq!(left_in_index(&store, Level::Team, "common"), 0);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}
