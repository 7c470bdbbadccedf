//! Every wording of the tables is read whole, with the value, the hedge and the closing they list.

use onus_text::ReadingLanguage;
use onus_text::read::{read_phrase, readings};

fn check(language: ReadingLanguage, table: &str, least: usize) {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        rows += 1;
        let [wording, kind, value, hedge, closes] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a row has five columns: {line}");
        };
        let found = match read_phrase(wording, language) {
            Ok(reading) => {
                assert_eq!(reading.wording, wording);
                format!(
                    "{}\t{}\t{}\t{}",
                    reading.value.kind().word(),
                    reading.value,
                    reading.hedge,
                    if reading.closes { "yes" } else { "no" }
                )
            }
            Err(error) => error.to_string(),
        };
        if found != format!("{kind}\t{value}\t{hedge}\t{closes}") {
            wrong.push(format!("{line}\n  found: {found}"));
        }
        // What is read of the same words in running text never overlaps.
        let text = format!("There, {wording} and then nothing.");
        let mut end = 0;
        for reading in readings(&text, language) {
            assert!(reading.range.start >= end, "{text}");
            end = reading.range.end;
        }
    }
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= least, "the table has shrunk to {rows} rows");
}

#[test]
fn english_wordings() {
    check(ReadingLanguage::ENGLISH, include_str!("tables/en.tsv"), 200);
}

#[test]
fn russian_wordings() {
    check(ReadingLanguage::RUSSIAN, include_str!("tables/ru.tsv"), 150);
}
