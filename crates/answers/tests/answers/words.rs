//! The program's own words are careful ones.

use crate::support::{Variant, answers, with_invented};

/// Words that only courts and people may use of anyone.
const NEVER: &[&str] =
    &["violat", "guilt", "proved", "proven", "perpetrator", "culprit", "criminal "];

/// The text without what stands between quotation marks: words of the record.
fn own_words(text: &str) -> String {
    let (mut own, mut depth) = (String::new(), 0_usize);
    for letter in text.chars() {
        match letter {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            letter if depth == 0 => own.push(letter),
            _ => {}
        }
    }
    own.to_lowercase()
}

#[test]
fn no_answer_judges_anybody() {
    with_invented(|look| {
        for (name, text, _) in answers(look, Variant::default()) {
            let own = own_words(&text);
            for word in NEVER {
                assert!(!own.contains(word), "{name} says {word}: {text}");
            }
            assert!(!text.contains('⟦'), "{name} lacks a message: {text}");
        }
    });
}

#[test]
fn no_message_judges_anybody() {
    for file in [include_str!("../../../../locales/en/answers.ftl")] {
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let line = line.to_lowercase();
            for word in NEVER {
                assert!(!line.contains(word), "{line}");
            }
        }
    }
}

#[test]
fn nobody_is_named_as_responsible_in_the_brief() {
    with_invented(|look| {
        for (name, text, _) in answers(look, Variant::default()) {
            if name.starts_with("brief") || name.starts_with("why something") {
                // He is said to have given the order, and was charged and acquitted.
                assert!(!text.contains("Reuss") || name.starts_with("why"), "{text}");
            }
        }
        let brief =
            onus_answers::brief::brief(look, &onus_answers::brief::BriefLimits { most: None });
        let text = onus_answers::brief::to_text(&brief, look, &Default::default());
        assert!(
            text.contains("charge was brought against a holder of the post: captain"),
            "{text}"
        );
        assert!(text.contains("words that name someone are left out"), "{text}");
        // Convictions are reported with their court.
        assert!(
            text.contains("Tarvel District Court (first instance) decided on Ines Vorn: convicted"),
            "{text}"
        );
    });
}
