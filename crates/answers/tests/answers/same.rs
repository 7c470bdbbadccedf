//! Handles, identifiers and the order of rows decide nothing.

use onus_case::Loaded;
use onus_model::Level;
use onus_model::value::date::Day;
use onus_model::view::{Sources, View};

use crate::support::{INVENTED, Variant, answers, with_look};

/// The answers of a variant with its identifiers and handles taken back to the plain ones.
fn undone(variant: Variant) -> Vec<(String, String, String)> {
    let case = INVENTED.build(variant);
    with_look(&case, |look| {
        answers(look, variant)
            .into_iter()
            .map(|(name, text, json)| {
                assert!(!json.is_null(), "{name} has no answer: {text}");
                let json = serde_json::to_string_pretty(&json).expect("it is JSON");
                (name, unwrapped(&INVENTED.undone(variant, &text)), INVENTED.undone(variant, &json))
            })
            .collect()
    })
}

/// Lines break where words fit, and handles of other lengths fit elsewhere.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Shows what surrounds the first difference.
fn assert_same(plain: &str, other: &str, what: &str) {
    let same = plain.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
    let around =
        |text: &str| text.chars().skip(same.saturating_sub(300)).take(500).collect::<String>();
    assert!(plain == other, "{what}:\n{}\n--- but ---\n{}", around(plain), around(other));
}

#[test]
fn renaming_handles_and_shuffling_rows_changes_no_answer() {
    let plain = undone(Variant::default());
    for seed in 1..=3 {
        let other = undone(Variant { seed, renamed: true });
        assert_eq!(plain.len(), other.len());
        for ((name, text, json), (_, other_text, other_json)) in plain.iter().zip(&other) {
            assert_same(text, other_text, &format!("the words of {name}, seed {seed}"));
            assert_same(json, other_json, &format!("the document of {name}, seed {seed}"));
        }
    }
}

#[test]
fn claims_read_one_by_one_give_the_same_answers() {
    let case = INVENTED.build(Variant::default());
    let source = |handle| [crate::support::record_id(Variant::default(), handle)].into();
    let views = [
        View::default(),
        View { level: Level::Partner, ..View::default() },
        View { known_by: Some(Day::from_civil(2012, 3, 1).expect("a day")), ..View::default() },
        View { sources: Sources::Without(source("report")), ..View::default() },
        View { sources: Sources::Only(source("news")), ..View::default() },
        View { without_speakers: source("ministry"), ..View::default() },
        View { released: true, ..View::default() },
    ];
    for view in views {
        let all = Loaded::all(&case).expect("the case is in memory");
        let lazily = Loaded::lazily(&case);
        let plain = answers(&all.look(view.clone()), Variant::default());
        let other = answers(&lazily.look(view.clone()), Variant::default());
        lazily.check().expect("the case is in memory");
        for ((name, text, json), (_, other_text, other_json)) in plain.iter().zip(&other) {
            assert_same(text, other_text, &format!("the words of {name} in {view:?}"));
            assert_eq!(json, other_json, "the document of {name} in {view:?}");
        }
    }
}

#[test]
fn no_sentence_of_the_brief_holds_a_handle() {
    let variant = Variant { seed: 9, renamed: true };
    let case = INVENTED.build(variant);
    with_look(&case, |look| {
        for (name, text, json) in answers(look, variant) {
            if !name.starts_with("brief") {
                continue;
            }
            for (handle, _) in &INVENTED.records {
                let handle = crate::support::handle_in(variant, handle);
                assert!(!text.contains(&handle), "{handle} in {text}");
                assert!(!json.to_string().contains(&handle), "{handle} in the document");
            }
        }
    });
}
