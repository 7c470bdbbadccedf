//! Random values of every kind, built from their canonical text.

#![allow(dead_code, reason = "each test file uses a part of it")]

use onus_model::value::{Kind, Value};
use proptest::prelude::*;

/// How many cases to try: as many as `PROPTEST_CASES` says, else the given number.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let from_outside = std::env::var_os("PROPTEST_CASES").is_some();
    let cases = if from_outside { ProptestConfig::default().cases } else { cases };
    // Passing over a case is part of some properties, and a failing one is printed whole.
    ProptestConfig {
        cases,
        max_global_rejects: u32::MAX,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn amount() -> impl Strategy<Value = String> {
    let number = prop_oneof![(0u32..60).prop_map(|n| n.to_string()), Just("2.5".to_owned())];
    let range = (0u32..50, 1u32..50).prop_map(|(low, more)| (low, low + more));
    prop_oneof![
        number,
        (1u32..60).prop_map(|n| format!(">={n}")),
        (0u32..60).prop_map(|n| format!(">{n}")),
        (1u32..60).prop_map(|n| format!("<={n}")),
        (1u32..60).prop_map(|n| format!("<{n}")),
        range.clone().prop_map(|(low, high)| format!("{low}..{high}")),
        range.prop_map(|(low, high)| format!(">{low}..<{high}")),
        Just("any".to_owned()),
    ]
}

pub(crate) fn count() -> impl Strategy<Value = String> {
    prop_oneof![
        (0u32..40).prop_map(|n| n.to_string()),
        (1u32..40).prop_map(|n| format!(">={n}")),
        (1u32..40).prop_map(|n| format!("<={n}")),
        (1u32..40, 1u32..40).prop_map(|(low, more)| format!("{low}..{}", low + more)),
        Just("any".to_owned()),
    ]
}

fn day() -> impl Strategy<Value = String> {
    (2009i32..2014, 1u32..13, 1u32..29).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))
}

pub(crate) fn date() -> impl Strategy<Value = String> {
    prop_oneof![
        day(),
        (2009i32..2014, 1u32..13).prop_map(|(y, m)| format!("{y}-{m:02}")),
        (2009i32..2014).prop_map(|y| y.to_string()),
        day().prop_map(|day| format!("{day}~")),
        (2009i32..2014).prop_map(|y| format!("{y}?")),
        day().prop_map(|day| format!("../{day}")),
        day().prop_map(|day| format!("{day}/..")),
        (2009i32..2011, 2011i32..2014).prop_map(|(from, to)| format!("{from}/{to}")),
    ]
}

fn record() -> impl Strategy<Value = String> {
    (0u8..6).prop_map(|n| format!("{n:032x}"))
}

fn when() -> impl Strategy<Value = String> {
    let relative = (amount(), prop_oneof![Just("before"), Just("after")], record())
        .prop_map(|(amount, side, record)| format!("{amount} days {side} {record}.died"));
    let bare = record().prop_map(|record| format!("after {record}.released"));
    prop_oneof![3 => date(), 1 => relative, 1 => bare]
}

fn duration() -> impl Strategy<Value = String> {
    const UNITS: &[&str] = &["seconds", "minutes", "hours", "days", "weeks", "months", "years"];
    (amount(), prop::sample::select(UNITS)).prop_map(|(amount, unit)| format!("{amount} {unit}"))
}

fn money() -> impl Strategy<Value = String> {
    (amount(), prop::sample::select(&["KZT", "EUR"][..]))
        .prop_map(|(amount, currency)| format!("{amount} {currency}"))
}

fn share() -> impl Strategy<Value = String> {
    let proportion = (1u32..20, 1u32..20).prop_map(|(a, b)| (a.min(b), a.max(b)));
    prop_oneof![
        (0u32..30, 30u32..60).prop_map(|(part, whole)| format!("{part} of {whole}")),
        (1u32..30).prop_map(|part| format!(">={part} of 40")),
        proportion.clone().prop_map(|(a, b)| format!(">={a}/{b}")),
        proportion.prop_map(|(a, b)| format!("<{a}/{b}")),
        Just(">1/2".to_owned()),
    ]
}

/// Canonical-looking text of a value of the kind; parsing and printing it makes it canonical.
pub(crate) fn text_of(kind: Kind) -> BoxedStrategy<String> {
    let named = prop::collection::btree_set(record(), 0..4);
    match kind {
        Kind::Date => when().boxed(),
        Kind::Held => {
            let end = || prop_oneof![4 => when(), 1 => Just("?".to_owned())];
            (prop_oneof![Just("throughout"), Just("within")], end(), end())
                .prop_map(|(extent, first, last)| format!("{extent} {first} to {last}"))
                .boxed()
        }
        Kind::Count => count().boxed(),
        Kind::Share => share().boxed(),
        Kind::Spread => {
            let durations = (1u32..9, 1u32..9, 1u32..9).prop_map(|(least, more, n)| {
                format!("{least} years to {} years over {n}", least + more)
            });
            let sums = (1u32..9, 1u32..9)
                .prop_map(|(least, more)| format!("{least} EUR to {} EUR over any", least + more));
            prop_oneof![durations, sums].boxed()
        }
        Kind::ClosedSet => (named, 0usize..4)
            .prop_map(|(named, more)| {
                let list = named.iter().cloned().collect::<Vec<_>>().join(", ");
                let colon = if named.is_empty() { "" } else { ": " };
                format!("only {}{colon}{list}", named.len() + more)
            })
            .boxed(),
        Kind::Age => (count(), date()).prop_map(|(years, on)| format!("{years} on {on}")).boxed(),
        Kind::Duration => duration().boxed(),
        Kind::Distance => (amount(), prop::sample::select(&["metres", "kilometres", "miles"][..]))
            .prop_map(|(amount, unit)| format!("{amount} {unit}"))
            .boxed(),
        Kind::Money => money().boxed(),
        Kind::Text => prop_oneof![
            "[^\u{0}]{0,40}".prop_map(|words| format!("en: {words}")),
            "[^\u{0}]{0,20}".prop_map(|words| format!("en<ru;a sworn translator;checked: {words}")),
            "[^\u{0}]{0,20}".prop_map(|words| format!("kk-Latn<kk;;unchecked: {words}")),
        ]
        .boxed(),
        Kind::Name => prop_oneof![
            "\\PC{0,20}[a-zА-я]",
            "\\PC{0,20}[a-z]".prop_map(|name| format!("Cyrl/former: {name}")),
            "\\PC{0,20}[a-z]".prop_map(|name| format!("-/pen: {name}")),
        ]
        .boxed(),
        Kind::Term => {
            "[a-z]{1,5}(-[a-z0-9]{1,4}){0,2}".prop_map(|term| format!("act-conduct:{term}")).boxed()
        }
        Kind::Ref => record().boxed(),
        Kind::Point => (-90i32..=90, -180i32..=180, 0u32..100_000, 0u32..5_000)
            .prop_map(|(lat, lon, fraction, radius)| {
                let fraction = if lat.abs() == 90 || lon.abs() == 180 { 0 } else { fraction };
                format!("{lat}.{fraction:05},{lon}.{fraction:05} within {radius}")
            })
            .boxed(),
        Kind::Flag => any::<bool>().prop_map(|flag| flag.to_string()).boxed(),
        Kind::Negative => prop_oneof![
            Just("none asserted".to_owned()),
            record().prop_map(|organ| format!("none decided by {organ}")),
            (record(), date(), "[a-z]{1,9}( [a-z]{1,9}){0,3}").prop_map(
                |(member, until, place)| format!("none found by {member} until {until} in {place}")
            ),
        ]
        .boxed(),
        Kind::Answers => {
            let claim = || "[0-9a-f]{64}";
            let class =
                ("[a-z]{1,9}( [a-z]{1,9}){0,3}", prop::collection::btree_set(record(), 0..3));
            prop_oneof![
                prop::collection::btree_set(claim(), 1..3).prop_map(|claims| {
                    format!("claims: {}", claims.into_iter().collect::<Vec<_>>().join(", "))
                }),
                class.prop_map(|(what, except)| {
                    let list = except.iter().cloned().collect::<Vec<_>>().join(", ");
                    let except =
                        if list.is_empty() { String::new() } else { format!(" except {list}") };
                    format!("class{except}: {what}")
                }),
            ]
            .boxed()
        }
    }
}

/// A value of the kind. Texts that state something impossible, such as an end before its start, are
/// passed over.
pub(crate) fn value_of(kind: Kind) -> BoxedStrategy<Value> {
    text_of(kind)
        .prop_filter_map("states something impossible", move |text| Value::parse(kind, &text).ok())
        .boxed()
}

/// A value of any kind.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    prop::sample::select(Kind::ALL).prop_flat_map(value_of)
}
