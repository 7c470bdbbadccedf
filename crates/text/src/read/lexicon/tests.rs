//! The lexicons built in are sound, and one that is not says why.

use super::*;

fn english() -> &'static str {
    ReadingLanguage::ENGLISH.file().expect("the English lexicon is built in")
}

fn refused(text: &str) -> String {
    check_lexicon("en", text).expect_err("the lexicon is wrong").to_string()
}

#[test]
fn lexicons_built_in_load() {
    for language in ReadingLanguage::all() {
        let text = language.file().expect("listed languages have a file");
        check_lexicon(language.tag(), text).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn every_hedge_of_numbers_has_words_in_every_language() {
    for language in ReadingLanguage::all() {
        let text = language.file().expect("listed languages have a file");
        for hedge in Hedge::ALL {
            let implied = matches!(hedge, Hedge::Plain | Hedge::Between | Hedge::Vague);
            // «До» is before and until alike; what says "before" of dates differs by language.
            assert!(
                implied || text.contains(&format!("is = \"{hedge}\"")),
                "{language} has no words for {hedge}"
            );
        }
    }
}

#[test]
fn mistakes_are_named() {
    let wrong = |from: &str, to: &str| {
        assert!(english().contains(from), "{from}");
        refused(&english().replacen(from, to, 1))
    };
    assert_eq!(
        wrong("is = \"at-least\"", "is = \"at-lest\""),
        "lexicon \"en\": there is no hedge \"at-lest\""
    );
    assert_eq!(
        wrong("\"at least\", \"at the least\"", "\"at least\", \"At  Least\""),
        "lexicon \"en\": hedge before a number: \"At  Least\" is given twice"
    );
    assert_eq!(
        wrong("unit = \"metres\"", "unit = \"feet\""),
        "lexicon \"en\": there is no unit \"feet\" of length"
    );
    assert_eq!(wrong("12 = [\"December\", \"Dec\"]", ""), "lexicon \"en\": month 12 has no name");
    assert_eq!(
        wrong("value = \"1/2\"", "value = \"half\"").split(';').next(),
        Some(
            "lexicon \"en\": half: \"half\" is not a share: \"half\" is not a number in the expected form"
        )
    );
    assert_eq!(
        wrong("decimal = \".\"", "decimal = \",\""),
        "lexicon \"en\": the decimal mark groups digits too"
    );
    assert_eq!(
        wrong("language = \"en\"", "language = \"ru\""),
        "lexicon \"en\": the file says that it is \"ru\""
    );
    assert!(wrong("bare-scales", "bare-scale").contains("bare-scale"));
}

#[test]
fn a_new_word_needs_no_code() {
    use super::super::prose::{Found, Mode, Prose};

    let text = english().replacen("\"at least\",", "\"at least\", \"no whit fewer than\",", 1);
    let lexicon = Lexicon::load("en", &text).expect("the lexicon with one more phrase");
    let mut prose = Prose::new("no whit fewer than 15", ReadingLanguage::ENGLISH, Mode::Phrase);
    assert!(!matches!(prose.quantity(0), Found::This(_)));
    prose.lexicon = Box::leak(Box::new(lexicon));
    let Found::This(parsed) = prose.quantity(0) else { panic!("the new phrase is not read") };
    assert_eq!(parsed.read.to_string(), ">=15");
}
