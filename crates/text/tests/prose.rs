//! What is read in running text, and above all what is not.
//!
//! Each paragraph of the tables is a text; the lines under it that start with `>` are the readings, in
//! order: wording, kind, value, hedge, and `closes` where a set is closed.

use onus_text::ReadingLanguage;
use onus_text::read::{Read, Reading, readings};

fn shown(reading: &Reading) -> String {
    let Reading { wording, value, hedge, closes, .. } = reading;
    let closes = if *closes { " | closes" } else { "" };
    format!("> {wording} | {} | {value} | {hedge}{closes}", value.kind().word())
}

fn check(language: ReadingLanguage, table: &str) {
    let mut wrong = Vec::new();
    let mut read = 0;
    let lines = table.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    for paragraph in lines.split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
        let (text, expected) = match paragraph.find("\n>") {
            Some(end) => (&paragraph[..end], &paragraph[end + 1..]),
            None => (paragraph, ""),
        };
        let found: Vec<String> = readings(text, language).iter().map(shown).collect();
        read += found.len();
        if found.join("\n") != expected.trim_end() {
            wrong.push(format!("{text}\nexpected:\n{expected}\nfound:\n{}", found.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(read > 60, "the table has shrunk to {read} readings");
}

#[test]
fn english_prose() {
    check(ReadingLanguage::ENGLISH, include_str!("tables/prose-en.txt"));
}

#[test]
fn russian_prose() {
    check(ReadingLanguage::RUSSIAN, include_str!("tables/prose-ru.txt"));
}

#[test]
fn a_press_release_of_2013() {
    let Some(folder) = std::env::var_os("ONUS_CORPUS") else {
        println!("not run: set ONUS_CORPUS to the folder that holds ai-usa-2013-07-10.txt");
        return;
    };
    let path = std::path::Path::new(&folder).join("ai-usa-2013-07-10.txt");
    let text = std::fs::read_to_string(&path).expect("the corpus folder holds the press release");
    let found: Vec<String> = readings(&text, ReadingLanguage::ENGLISH)
        .iter()
        .map(|reading| format!("{}-{} {}", reading.range.start, reading.range.end, shown(reading)))
        .collect();
    let expected = include_str!("tables/press-release.txt");
    let expected: Vec<&str> = expected.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_the_words_do_not_hold_is_not_a_value() {
    let text = "A 14-year-old was held on December 16, two days before; no one was charged.";
    let found = readings(text, ReadingLanguage::ENGLISH);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|reading| reading.value().is_none()), "{found:?}");
    let Read::PartialDate(date) = found[1].value else { panic!("{found:?}") };
    assert_eq!((date.month(), date.days()), (12, Some((16, 16))));
    assert_eq!(date.in_year(2011).map(|date| date.to_string()), Some("2011-12-16".to_owned()));
}

#[test]
fn only_five_is_five_and_a_closed_set() {
    let found = readings("Only five officers were charged.", ReadingLanguage::ENGLISH);
    let [reading] = &found[..] else { panic!("{found:?}") };
    assert_eq!(reading.value().map(|value| value.to_string()), Some("5".to_owned()));
    assert_eq!(reading.closed_set().map(|set| set.to_string()), Some("only 5".to_owned()));
    let found = readings("Five officers were charged.", ReadingLanguage::ENGLISH);
    assert_eq!(found[0].closed_set(), None);
}

#[test]
fn places_are_counted_in_scalars() {
    let text = "«Жаңаөзен»: не менее 15 человек";
    let found = readings(text, ReadingLanguage::RUSSIAN);
    assert_eq!(found[0].range, 12..23);
    assert_eq!(found[0].wording, "не менее 15");
}
