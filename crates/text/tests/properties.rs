//! What holds for every text and every count.

use onus_model::value::{Comparison, Count, Duration, LARGEST_COUNT, Value};
use onus_text::read::{Reading, read_count, read_duration, read_phrase, readings};
use onus_text::words::{Labels, Words};
use onus_text::{InterfaceLanguage, ReadingLanguage};
use proptest::prelude::*;

fn languages() -> impl Strategy<Value = ReadingLanguage> {
    prop_oneof![Just(ReadingLanguage::ENGLISH), Just(ReadingLanguage::RUSSIAN)]
}

/// Words, digits and marks that mean something to the readers, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "at least",
            "more than",
            "up to",
            "nearly",
            "about",
            "only",
            "another",
            "between",
            "and",
            "from",
            "to",
            "a",
            "half",
            "dozen",
            "hundred",
            "thousand",
            "million",
            "five",
            "twenty",
            "one",
            "year",
            "years",
            "days",
            "old",
            "later",
            "before",
            "of",
            "in",
            "%",
            "December",
            "the",
            "2011",
            "16",
            "scores",
            "most",
            "none",
            "not",
            "km",
            "tenge",
            "€",
            "KZT",
            "and a half",
            "or more",
            "since",
            "не менее",
            "более",
            "около",
            "до",
            "от",
            "пять",
            "двадцать",
            "тысячи",
            "сотни",
            "лет",
            "года",
            "декабря",
            "через",
            "за",
            "только",
            "из",
            "14-летняя",
            "двадцатипятилетний",
            "полтора",
            "млн",
            "-",
            "–",
            "—",
            ",",
            ".",
            ":",
            "(",
            ")",
            "/",
            "’",
            "\n\n",
            "\u{A0}",
            "\u{AD}",
            "\u{301}",
            "٣",
            "½",
        ])
        .prop_map(str::to_owned),
        "[0-9]{1,20}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec((piece, prop::sample::select(vec![" ", "", "\u{A0}", "\n"])), 0..14)
        .prop_map(|pieces| {
            pieces.into_iter().flat_map(|(piece, gap)| [piece, gap.to_owned()]).collect()
        })
}

fn check(text: &str, found: &[Reading]) {
    let scalars: Vec<char> = text.chars().collect();
    let mut end = 0;
    for Reading { range, wording, .. } in found {
        assert!(range.start >= end && range.start < range.end && range.end <= scalars.len());
        assert_eq!(&scalars[range.clone()].iter().collect::<String>(), wording);
        end = range.end;
    }
}

struct NoLabels;

impl Labels for NoLabels {
    fn record(&self, record: onus_model::id::RecordId) -> String {
        record.to_string()
    }

    fn term(&self, term: &onus_model::id::TermId) -> String {
        term.to_string()
    }
}

fn counts() -> impl Strategy<Value = Count> {
    let number = || prop_oneof![0_u64..30, 0_u64..3_000, 0..=LARGEST_COUNT];
    (number(), prop::option::of(number())).prop_map(|(low, high)| {
        let (low, high) = match high {
            Some(high) => (low.min(high), Some(low.max(high))),
            None => (low, None),
        };
        Count::new(low, high).expect("the bounds are in order")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_can_be_read(text in any::<String>(), language in languages()) {
        check(&text, &readings(&text, language));
        let _ = read_phrase(&text, language);
    }

    #[test]
    fn any_words_in_any_order_can_be_read(text in pieces(), language in languages()) {
        check(&text, &readings(&text, language));
        if let Ok(reading) = read_phrase(&text, language) {
            prop_assert_eq!(reading.wording.as_str(), text.trim_matches(char::is_whitespace));
        }
    }

    #[test]
    fn a_phrase_read_whole_is_read_alike_when_it_is_part_of_a_text(
        text in pieces(),
        language in languages(),
    ) {
        // In running text less is read, never anything else.
        let Ok(whole) = read_phrase(&text, language) else { return Ok(()) };
        let found = readings(&text, language);
        if let [only] = &found[..]
            && only.wording == whole.wording && only.value.kind() == whole.value.kind() {
                prop_assert_eq!(&only.value, &whole.value);
            }
    }

    #[test]
    fn counts_in_words_are_read_back(count in counts()) {
        for (speaks, reads) in [
            (InterfaceLanguage::ENGLISH, ReadingLanguage::ENGLISH),
            (InterfaceLanguage::RUSSIAN, ReadingLanguage::RUSSIAN),
        ] {
            let words = Words::new(speaks).value(&Value::Count(count), &NoLabels);
            let back = read_count(&words, reads);
            let back = back.map_err(|error| TestCaseError::fail(error.to_string()))?.value;
            prop_assert_eq!(back, count, "{}", words);
            prop_assert_eq!(count.compare(&back), Comparison::Entails);
        }
    }

    #[test]
    fn durations_in_words_are_read_back(
        amount in 1_u32..200_000,
        decimals in 0_u32..3,
        bound in prop::sample::select(vec!["", ">=", ">", "<=", "<"]),
        unit in prop::sample::select(vec!["minutes", "hours", "days", "weeks", "months", "years"]),
    ) {
        let amount = f64::from(amount) / f64::from(10_u32.pow(decimals));
        let duration: Duration = format!("{bound}{amount} {unit}").parse().expect("a duration");
        for (speaks, reads) in [
            (InterfaceLanguage::ENGLISH, ReadingLanguage::ENGLISH),
            (InterfaceLanguage::RUSSIAN, ReadingLanguage::RUSSIAN),
        ] {
            let words = Words::new(speaks).value(&Value::Duration(duration), &NoLabels);
            let back = read_duration(&words, reads);
            let back = back.map_err(|error| TestCaseError::fail(error.to_string()))?.value;
            prop_assert_eq!(back, duration, "{}", words);
        }
    }
}
