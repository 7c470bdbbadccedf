//! The words for values of every kind, and of everything that is said about claims.

use std::collections::BTreeSet;

use onus_model::Level;
use onus_model::claim::{Attribution, Derivation, Rendering, Review, Stance};
use onus_model::id::{MemberId, PropertyId, RecordId, TermId};
use onus_model::value::{Comparison, Kind, Overlap, Value};
use onus_text::InterfaceLanguage;
use onus_text::read::Hedge;
use onus_text::words::{Labels, Words};

struct Case;

impl Labels for Case {
    fn record(&self, record: RecordId) -> String {
        format!("R{}", record.as_bytes()[15])
    }

    fn term(&self, term: &TermId) -> String {
        term.term().to_uppercase()
    }

    fn property(&self, property: &PropertyId) -> String {
        format!("[{property}]")
    }

    fn member(&self, member: MemberId) -> String {
        format!("M{}", member.as_bytes()[15])
    }
}

/// Spells out the identifiers that the table writes as `R1` (records), `M1` (members) and `C1` (claims).
fn expanded(text: &str) -> String {
    let mut text = text.to_owned();
    for number in 1..=3 {
        for (letter, digits) in [("R", 32), ("M", 32), ("C", 64)] {
            text = text.replace(&format!("{letter}{number}"), &format!("{number:0digits$x}"));
        }
    }
    text
}

#[test]
fn values_of_every_kind() {
    let english = Words::new(InterfaceLanguage::ENGLISH);
    let russian = Words::new(InterfaceLanguage::RUSSIAN);
    let mut kinds = BTreeSet::new();
    let mut wrong = Vec::new();
    for line in include_str!("tables/words.tsv").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let [kind, text, en, ru] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a row has four columns: {line}");
        };
        let kind: Kind = kind.parse().expect(line);
        kinds.insert(kind);
        let value = Value::parse(kind, &expanded(text)).unwrap_or_else(|error| panic!("{error}"));
        let visible = |words: String| words.replace('\u{A0}', "␣");
        let found = [visible(english.value(&value, &Case)), visible(russian.value(&value, &Case))];
        if found != [en, ru] {
            wrong.push(format!("{line}\n  found: {}\t{}", found[0], found[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "no row of {missing:?}");
}

#[test]
fn every_language_has_words_for_every_row() {
    for language in InterfaceLanguage::all() {
        let words = Words::new(language);
        for line in include_str!("tables/words.tsv").lines() {
            let mut columns = line.split('\t');
            let (Some(kind), Some(text)) = (columns.next(), columns.next()) else { continue };
            let Ok(kind) = kind.parse::<Kind>() else { continue };
            let value = Value::parse(kind, &expanded(text)).expect(line);
            // A message with a missing part is an assertion failure; an empty one would be seen here.
            assert!(!words.value(&value, &Case).trim().is_empty(), "{language}: {line}");
        }
    }
}

#[test]
fn wording_goes_first_and_is_not_said_twice() {
    let read = |kind, text: &str| Value::parse(kind, text).expect(text);
    let about = read(Kind::Count, ">=2");
    let english = Words::new(InterfaceLanguage::ENGLISH);
    let shown = |value: &Value, wording| english.with_wording(value, wording, &Case);
    assert_eq!(shown(&about, Some("about 60")), "“about 60” (at least 2)");
    assert_eq!(shown(&read(Kind::Count, ">=15"), Some("At least 15")), "“At least 15”");
    assert_eq!(shown(&about, None), "at least 2");
    assert_eq!(shown(&about, Some("  ")), "at least 2");
    assert_eq!(shown(&read(Kind::Name, "Cyrl/-: Роза"), Some("Роза")), "Роза");
    let russian = Words::new(InterfaceLanguage::RUSSIAN);
    assert_eq!(russian.with_wording(&about, Some("около 60"), &Case), "«около 60» (не менее 2)");
}

#[test]
fn nothing_invisible_is_put_around_words() {
    for language in InterfaceLanguage::all() {
        let value = Value::parse(Kind::Share, "27 of 37").expect("a share");
        let words = Words::new(language).value(&value, &Case);
        assert!(!words.contains(['\u{2068}', '\u{2069}']), "{words:?}");
    }
}

#[test]
fn states_have_words_that_differ() {
    for language in InterfaceLanguage::all() {
        let words = Words::new(language);
        let groups: Vec<Vec<String>> = vec![
            [Comparison::Entails, Comparison::Conflicts, Comparison::CannotTell]
                .map(|of| words.comparison(of))
                .into(),
            [Review::Draft, Review::Checked, Review::Released].map(|of| words.review(of)).into(),
            [Stance::Asserts, Stance::Reports, Stance::Denies, Stance::Admits, Stance::CallsFor]
                .map(|of| words.stance(of))
                .into(),
            [Rendering::Faithful, Rendering::Altered, Rendering::Unknown]
                .map(|of| words.rendering(of))
                .into(),
            Level::ALL.map(|of| words.level(of)).into(),
            [Derivation::Sum, Derivation::Inference, Derivation::Finding]
                .map(|of| words.derivation(of))
                .into(),
            [Attribution::Stated, Attribution::Implied, Attribution::Inferred]
                .map(|of| words.attribution(of))
                .into(),
            [Overlap::Certain, Overlap::None, Overlap::Unknown].map(|of| words.overlap(of)).into(),
            Kind::ALL.iter().map(|of| words.kind(*of)).collect(),
        ];
        for group in groups {
            let distinct: BTreeSet<&String> = group.iter().collect();
            assert_eq!(distinct.len(), group.len(), "{language}: {group:?}");
        }
        for hedge in Hedge::ALL {
            assert!(!words.hedge(hedge).is_empty());
        }
        assert!(!words.speaker_not_stated().is_empty());
    }
    let english = Words::new(InterfaceLanguage::ENGLISH);
    assert_eq!(english.comparison(Comparison::CannotTell), "cannot be told from");
    assert_eq!(english.review(Review::Checked), "checked by a second person");
    assert_eq!(english.stance(Stance::Reports), "reports without endorsing");
}

#[test]
fn words_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Words::new(InterfaceLanguage::ENGLISH));
}
