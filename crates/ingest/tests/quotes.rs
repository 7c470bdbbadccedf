//! Quotations are found however they were typeset, and only where they are.

use std::time::{Duration, Instant};

use onus_ingest::documents::quote::{Found, Haystack, find};
use proptest::prelude::*;

fn slice(text: &str, range: &std::ops::Range<u64>) -> String {
    text.chars().skip(range.start as usize).take((range.end - range.start) as usize).collect()
}

/// The words found once.
fn once(text: &str, quote: &str) -> String {
    match find(text, quote) {
        Found::Once(range) => slice(text, &range),
        other => panic!("{quote:?} in {text:?}: {other:?}"),
    }
}

#[test]
fn typography_does_not_matter() {
    for (text, quote, found) in [
        ("He said “no charges” – ever.", "\"no charges\" - ever", "“no charges” – ever"),
        ("the oﬃcers’ ﬁles", "officers' files", "oﬃcers’ ﬁles"),
        ("They tor-\ntured the detained.", "tortured the detained", "tor-\ntured the detained"),
        ("a 60-year-\nold writer", "60-year-old writer", "60-year-\nold writer"),
        ("a 60-year-old writer", "60‑year‑old writer", "60-year-old writer"),
        (
            "injured  and\n killed\tpeople",
            "injured and killed people",
            "injured  and\n killed\tpeople",
        ),
        ("cafe\u{301} noir", "café noir", "cafe\u{301} noir"),
        ("следствие по де\u{ad}лу", "по делу", "по де\u{ad}лу"),
        ("قال محم\u{651}\u{64e}د", "محم\u{64e}\u{651}د", "محم\u{651}\u{64e}د"),
        ("(killed)", "killed", "killed"),
        ("“Not only torture,” he said", "Not only torture", "Not only torture"),
    ] {
        assert_eq!(once(text, quote), found);
    }
}

#[test]
fn letters_digits_order_and_capitals_do() {
    for (text, quote) in [
        ("at least 15 people", "at least 16 people"),
        ("at least 15 people", "people at least 15"),
        ("The police", "the police"),
        ("seventeen", "seven"),
        ("1,234 people", "234 people and more"),
        ("шести", "шесть"),
    ] {
        assert!(matches!(find(text, quote), Found::Nowhere(_)), "{quote:?} in {text:?}");
    }
}

#[test]
fn a_quotation_that_is_twice_is_told_with_its_places() {
    let text = "no one was charged. Later: no one was charged!";
    assert_eq!(find(text, "no one was charged"), Found::Several(vec![0..18, 27..45]));
    let haystack = Haystack::new(text);
    assert_eq!(haystack.find_in("no one was charged", &(20..46)), Found::Once(27..45));
    assert!(matches!(find("a, a, a", "a"), Found::Several(places) if places.len() == 3));
}

#[test]
fn what_is_nowhere_comes_with_the_nearest_text() {
    let text = "Irrelevant words at first. In 2012 only five senior security officers were charged, \
                as the report says. And more irrelevant words afterwards.";
    let Found::Nowhere(Some(near)) = find(text, "only six senior security officers were charged")
    else {
        panic!("nothing near");
    };
    assert!(near.text.contains("five senior security officers were"), "{near:?}");
    assert_eq!(slice(text, &near.range), near.text);
    assert_eq!(find(text, "quite another matter"), Found::Nowhere(None));
    assert_eq!(find(text, " … "), Found::Empty);
}

#[test]
fn a_book_is_searched_in_a_moment() {
    let text = "abcdefg hij klmno pqrs tuvw xyz, ".repeat(60_000) + "the needle is here";
    let start = Instant::now();
    let haystack = Haystack::new(&text);
    assert!(matches!(haystack.find("the needle is here"), Found::Once(_)));
    assert!(matches!(haystack.find("the noodle is here"), Found::Nowhere(Some(_))));
    assert!(matches!(haystack.find(&"a".repeat(5000)), Found::Nowhere(_)));
    // Marks without end on one letter must not take time in the square.
    let marks = "a".to_owned() + &"\u{301}\u{302}".repeat(20_000);
    assert!(matches!(find(&marks, "b"), Found::Nowhere(_)));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

proptest! {
    /// Any stretch of whole words is found where it was taken from, however its spaces are changed.
    #[test]
    fn what_was_cut_out_is_found(
        words in proptest::collection::vec("[a-zA-Zа-яА-Яәіңғ0-9’–]{1,8}", 1..40),
        cut in any::<(prop::sample::Index, prop::sample::Index)>(),
        space in prop::sample::select(vec![" ", "\n", "  ", "\u{a0}", "\t"]),
    ) {
        let (one, two) = (cut.0.index(words.len()), cut.1.index(words.len()));
        let (from, to) = (one.min(two), one.max(two) + 1);
        let text = words.join(" ");
        let quote = words[from..to].join(space);
        let start = words[..from].iter().map(|word| word.chars().count() + 1).sum::<usize>() as u64;
        let found = match find(&text, &quote) {
            Found::Once(range) => vec![range],
            Found::Several(ranges) => ranges,
            Found::Empty => return Ok(()),
            other => panic!("{other:?}"),
        };
        let near = found.len() == 10 || found.iter().any(|range| range.start.abs_diff(start) <= 8);
        prop_assert!(near, "{:?} not among {:?}", start, found);
    }

    /// Nothing that is typed breaks it, and what it names lies inside the text.
    #[test]
    fn ranges_lie_inside(text in "\\PC{0,60}", quote in "\\PC{0,20}") {
        let length = text.chars().count() as u64;
        match find(&text, &quote) {
            Found::Once(range) => prop_assert!(range.start < range.end && range.end <= length),
            Found::Nowhere(Some(near)) => prop_assert!(near.range.end <= length),
            Found::Several(ranges) => prop_assert!(ranges.iter().all(|range| range.end <= length)),
            _ => {}
        }
    }
}
