//! The document on sheets names every column, with what may be left empty.

use onus_ingest::sheets::{Column, limits};
use onus_model::value::{Kind, Value};

const DOCUMENT: &str = include_str!("../../../docs/sheets.md");

#[test]
fn every_column_is_documented() {
    for column in Column::ALL {
        let line = DOCUMENT.lines().find(|line| line.starts_with(&format!("| `{column}` |")));
        assert!(line.is_some(), "the column {column} is missing from docs/sheets.md");
        let needed = line.is_some_and(|line| line.contains("| yes"));
        let said = column.help().ends_with("Needed.") || column.help().contains("Needed, but");
        let of_register = Column::of_register().contains(column);
        assert!(
            of_register || needed == said,
            "{column} is needed in one place and not in the other"
        );
    }
}

#[test]
fn every_documented_column_exists() {
    let names = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    for name in names {
        let known = Column::ALL.iter().any(|column| column.word() == name);
        assert!(known, "docs/sheets.md documents the column {name}, which does not exist");
    }
}

#[test]
fn documented_limits_are_the_limits() {
    for limit in [
        format!("A file may have {} MB", limits::FILE_BYTES >> 20),
        format!("all files together {} MB", limits::TOTAL_BYTES >> 20),
        format!("a workbook {} MB unpacked", limits::UNPACKED_BYTES >> 20),
        format!("at most {} 000 rows", limits::ROWS / 1_000),
    ] {
        assert!(DOCUMENT.contains(&limit), "docs/sheets.md does not say: {limit}");
    }
}

#[test]
fn documented_values_without_names_are_values() {
    let mut read = 0;
    for line in DOCUMENT.lines() {
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [kinds, examples] = cells[..] else { continue };
        let kinds: Vec<_> = kinds.split(", ").filter_map(Kind::from_word).collect();
        let named =
            [Kind::Date, Kind::Ref, Kind::ClosedSet, Kind::Negative, Kind::Answers, Kind::Term];
        if kinds.is_empty() || kinds.iter().any(|kind| named.contains(kind)) {
            continue;
        }
        for example in examples.split('`').skip(1).step_by(2) {
            let fits = kinds.iter().any(|kind| Value::parse(*kind, example).is_ok());
            assert!(fits, "docs/sheets.md writes {example} for {kinds:?}");
            read += 1;
        }
    }
    assert!(read > 20, "only {read} examples were found in docs/sheets.md");
}
