//! Nothing of a case is readable on disk: words planted everywhere are looked for in every byte.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use onus_model::Level;
use onus_store::{
    Area, ClaimRow, DeviceHome, LeafRow, NameRow, NewCommit, Opening, OsEntropy, Store, Tokens,
};
use support::{TestCase, claim, commit, document_id, leaf, name, record, sheet_row};

/// What is planted: one word for each place it could leak from.
const PLANTED: [&str; 11] = [
    "plantedheader",
    "plantedcontent",
    "plantedsalt",
    "plantedhandle",
    "plantedbody",
    "plantedname",
    "plantedrow",
    "plantedtoken",
    "жаңаөзенқұпия",
    "plantedentry",
    "plantedmeta",
];

fn plant(store: &mut dyn Store, erase: bool) {
    let mut transaction = store.begin().unwrap();
    let header = NewCommit { header: b"plantedheader".repeat(50), ..commit(1, &[]) };
    let content = "plantedcontent жаңаөзенқұпия ".repeat(500).into_bytes();
    let opening = Opening { salt: b"plantedsalt".to_vec(), content };
    let planted = LeafRow { opening: Some(opening), ..leaf(1, 0) };
    transaction.append(&header, &[planted]).unwrap();
    for number in 0..200 {
        let handle = format!("plantedhandle-{number}");
        transaction.put_record(&record(number, "plantedtype", Some(&handle))).unwrap();
        let body = "plantedbody ".repeat(20).into_bytes();
        transaction.put_claim(&ClaimRow { body, ..claim(number.into(), number, "born") }).unwrap();
        let folded = format!("plantedname жаңаөзенқұпия {number}");
        transaction.put_name(&NameRow { folded, ..name("", number, number) }).unwrap();
        transaction.put_sheet_row(&sheet_row(1, &format!("plantedrow {number}"), 1)).unwrap();
        let tokens = Tokens::from_words([format!("plantedtoken жаңаөзенқұпия {number}")]);
        let level = Level::ALL[number as usize % 5];
        transaction.index_text(document_id(number), level, &tokens).unwrap();
        let key = format!("plantedentry {number}");
        transaction.put_entry(Area("plantedarea"), key.as_bytes(), b"plantedentry").unwrap();
    }
    transaction.put_meta("plantedmeta", b"plantedmeta").unwrap();
    transaction.commit().unwrap();
    if erase {
        let mut transaction = store.begin().unwrap();
        transaction.erase_leaf(support::commit_id(1), 0).unwrap();
        transaction.clear_derived().unwrap();
        transaction.commit().unwrap();
    }
}

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Where a planted word stands, in any of the encodings it could have.
fn leaks(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    files(path, &mut found);
    assert!(found.len() > 3);
    let mut leaks = Vec::new();
    for file in found {
        let mut bytes = fs::read(&file).unwrap();
        bytes.extend(file.file_name().unwrap().as_encoded_bytes());
        for word in PLANTED.iter().chain(&["planted", "SQLite format"]) {
            let wide: Vec<u16> = word.encode_utf16().collect();
            let encodings = [
                word.as_bytes().to_vec(),
                wide.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
                wide.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            ];
            for encoded in encodings {
                if bytes.windows(encoded.len()).any(|window| window == encoded) {
                    leaks.push(format!("{word} in {}", file.display()));
                }
            }
        }
    }
    leaks
}

#[test]
fn no_planted_word_is_readable_in_any_file() {
    for erase in [false, true] {
        let case = TestCase::new();
        let home = DeviceHome::at(case.home());
        home.enrol(
            case.folder(),
            case.unlocked(),
            b"plantedheaderplantedheaderplante",
            &mut OsEntropy,
        )
        .unwrap();
        let mut store = case.open();
        plant(&mut store, erase);
        let beside = case.folder().path().join("case.db-wal");
        assert!(fs::metadata(&beside).unwrap().len() > 0, "the log is open and full");
        assert_eq!(leaks(case.temporary.path()), Vec::<String>::new(), "while it is open");
        drop(store);
        assert!(!beside.exists());
        assert_eq!(leaks(case.temporary.path()), Vec::<String>::new(), "after it was closed");
    }
}

#[test]
fn the_search_for_planted_words_finds_them_where_they_are() {
    let temporary = tempfile::TempDir::new().unwrap();
    for (number, word) in PLANTED.iter().enumerate() {
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(temporary.path().join(number.to_string()), [b"..", &wide[..], b".."].concat())
            .unwrap();
    }
    for word in PLANTED {
        let found = leaks(temporary.path()).iter().any(|leak| leak.starts_with(word));
        assert!(found, "{word}");
    }
}
