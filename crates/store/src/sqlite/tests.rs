//! What can only be seen from inside: the connection's settings, and a disk without room.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

use onus_model::Level;
use tempfile::TempDir;

use super::*;
use crate::entropy::OsEntropy;
use crate::folder::Created;
use crate::id::DocumentId;
use crate::keys::{KeyCost, Passphrase};
use crate::text::{Attributes, Document, Space, Tokens};

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

/// Makes of a case what the first program left: without a vault, its text index FTS5's.
fn as_format_1(case: &Created) {
    let store = open_again(case).unwrap();
    let drop = schema::TEXT_TABLES.map(|table| format!("DROP TABLE {table};")).concat();
    let index = |level: i64| {
        format!("CREATE VIRTUAL TABLE text_{level} USING fts5 (tokens, columnsize = 0);")
    };
    let indexes: String = (0..5).map(index).collect();
    store
        .sql
        .batch(&format!(
            "{drop} {indexes}
             CREATE TABLE text_documents (number INTEGER PRIMARY KEY);
             CREATE TABLE text_totals (level INTEGER PRIMARY KEY);
             DROP TABLE objects; DROP TABLE mentions; DROP TABLE claim_mentions;
             DROP INDEX claims_by_speaker; DROP INDEX claims_by_property;
             INSERT INTO state VALUES ('derivation', 1);
             PRAGMA user_version = 1"
        ))
        .unwrap();
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
        ("user_version", "3"),
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
}

#[test]
fn entries_are_sought_between_two_bounds() {
    let (_temporary, store) = open();
    for sql in [super::names::ENTRIES_BEGINNING, super::names::DELETE_BEGINNING] {
        let plan = store.sql.all(
            &format!("EXPLAIN QUERY PLAN {sql}"),
            rusqlite::params!["area", b"a", b"b"],
            |row| row.get::<_, String>(3),
        );
        let plan = plan.unwrap().join("; ");
        assert!(plan.contains("area=? AND key>? AND key<?"), "{plan}");
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
    for number in 0..200_u8 {
        let words = (0..50).map(|word| format!("word{number}x{word}"));
        let tokens = Tokens::from_words(words);
        let document = DocumentId::from_bytes([number; 32]);
        transaction.index_text(document, Level::Team, &tokens).unwrap();
    }
    // What was gathered is written when somebody asks.
    let first = transaction.reader().counts().unwrap_err();
    assert!(matches!(first, Error::DiskFull { .. }), "{first:?}");
    // Nothing is written outside of the transaction that was undone.
    let document = DocumentId::from_bytes([201; 32]);
    assert!(transaction.index_text(document, Level::Team, &Tokens::from_words(["w"])).is_err());
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

/// Every value of every table, as bytes: what is left in them of a word.
fn left(store: &SqliteStore, word: &str) -> usize {
    let connection = store.sql.connection();
    let mut tables =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut found = 0;
    for table in tables {
        let mut statement =
            connection.prepare(&format!("SELECT * FROM {}", table.unwrap())).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let bytes = match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(bytes)
                    | rusqlite::types::ValueRef::Blob(bytes) => bytes,
                    _ => &[],
                };
                found += usize::from(bytes.windows(word.len()).any(|part| part == word.as_bytes()));
            }
        }
    }
    found
}

/// The same store without the encryption, so that its file's bytes are what the encryption would cover.
fn open_bare(path: &std::path::Path) -> SqliteStore {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.execute_batch(connect::SETTINGS).unwrap();
    connection
        .execute_batch(&[schema::TABLES, schema::MENTIONS, schema::OBJECTS, schema::TEXT].concat())
        .unwrap();
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    SqliteStore { sql: Sql::new(connection, path.to_path_buf()), access: Access::Write }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

#[test]
fn nothing_of_a_removed_text_stays_in_the_index() {
    let temporary = TempDir::new().unwrap();
    let path = temporary.path().join("bare.db");
    let mut store = open_bare(&path);
    let index = |store: &mut SqliteStore, number: u8, words: &[String]| {
        let mut transaction = store.begin().unwrap();
        let mut tokens = Tokens::default();
        for word in words {
            tokens.push(word, [(Space(1), format!("s{word}").as_str())]);
        }
        let attributes = Attributes { note: words.join(" ").into_bytes(), ..Attributes::default() };
        let id = DocumentId::from_bytes([number; 32]);
        let document =
            Document { id, level: Level::Team, tokens: &tokens, attributes: &attributes };
        transaction.index(&document).unwrap();
        transaction.commit().unwrap();
    };
    for number in 0..60_u8 {
        let words =
            ["common".to_owned(), format!("secret{number}x"), format!("pair{}x", number / 2)];
        index(&mut store, number, &words);
    }
    for number in 20..40_u8 {
        let word = format!("secret{number}x");
        assert!(left(&store, &word) > 0, "{word} is there");
        if number % 2 == 0 {
            let mut transaction = store.begin().unwrap();
            transaction.remove_text(DocumentId::from_bytes([number; 32])).unwrap();
            transaction.commit().unwrap();
        } else {
            index(&mut store, number, &["other".to_owned()]);
        }
        assert_eq!(left(&store, &word), 0, "{word} is left");
        let shared = format!("pair{}x", number / 2);
        assert_eq!(left(&store, &shared) > 0, number % 2 == 0, "{shared}");
    }
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    store.sql.connection().query_row(checkpoint, [], |_| Ok(())).unwrap();
    // Pages that were freed and never used again are in it too.
    let bytes = std::fs::read(&path).unwrap();
    assert!(holds(&bytes, "secret50x") && holds(&bytes, "ssecret50x"));
    for number in 20..40_u8 {
        assert!(!holds(&bytes, &format!("secret{number}x")), "{number} lies in a page");
    }
    let mut transaction = store.begin().unwrap();
    transaction.clear_derived().unwrap();
    transaction.commit().unwrap();
    assert_eq!(left(&store, "common"), 0);
    assert_eq!(left(&store, "secret50x"), 0);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_case_of_the_first_format_is_renewed() {
    let (_temporary, case) = create();
    as_format_1(&case);
    let mut store = open_again(&case).unwrap();
    assert_eq!(store.reader().derivation().unwrap(), None);
    let mut transaction = store.begin().unwrap();
    let document = DocumentId::from_bytes([1; 32]);
    transaction.index_text(document, Level::Team, &Tokens::from_words(["word"])).unwrap();
    transaction.commit().unwrap();
    assert_eq!(store.reader().counts().unwrap().documents, 1);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}
