//! Random values, from domains so small that they often meet.

use std::collections::BTreeSet;

use onus_model::id::{MemberId, RecordId, TermId};
use onus_model::schema::{Cardinality, Property, Schema};
use onus_model::value::{Held, Kind, Value, When};

use crate::random::Random;

/// What values may refer to.
pub(crate) struct Referents<'a> {
    pub(crate) persons: &'a [RecordId],
    pub(crate) organs: &'a [RecordId],
    pub(crate) members: &'a [MemberId],
}

/// Reads a value that the generator wrote.
pub(crate) fn value(kind: Kind, text: &str) -> Value {
    Value::parse(kind, text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn day(random: &mut Random) -> String {
    format!("2011-12-{:02}", random.between(1, 9))
}

/// Two days in order.
fn days(random: &mut Random) -> (String, String) {
    let (first, second) = (day(random), day(random));
    if first <= second { (first, second) } else { (second, first) }
}

/// A date of any precision around the start of one December.
pub(crate) fn date(random: &mut Random) -> When {
    let (first, last) = days(random);
    let text = match random.below(20) {
        0..=8 => first,
        9 => "2011-12".to_owned(),
        10 => "2011-11".to_owned(),
        11 => "2011".to_owned(),
        12..=14 => format!("{first}/{last}"),
        15 => format!("{first}/.."),
        16 => format!("../{last}"),
        17 => format!("{first}?"),
        18 => format!("{first}~/{last}"),
        _ => "2011-12?".to_owned(),
    };
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A time over which something held.
pub(crate) fn held(random: &mut Random) -> Held {
    let (first, last) = days(random);
    let text = match random.below(10) {
        0..=2 => "throughout 2011-12-01 to 2011-12-05".to_owned(),
        3..=6 => format!("throughout {first} to {last}"),
        7 => format!("within {first} to {last}"),
        8 => format!("throughout {first} to ?"),
        _ => format!("throughout 2011-11 to {last}"),
    };
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn count(random: &mut Random) -> String {
    let number = random.below(7);
    match random.below(10) {
        0..=4 => number.to_string(),
        5 | 6 => format!(">={}", number.max(1)),
        7 => format!("<={number}"),
        8 => format!("{number}..{}", random.between(number, 6)),
        _ => "0".to_owned(),
    }
}

fn closed_set(random: &mut Random, persons: &[RecordId]) -> Value {
    let named: BTreeSet<RecordId> = persons.iter().copied().filter(|_| random.chance(45)).collect();
    let size = named.len().max(1) + usize::from(random.chance(25));
    let count = match random.below(4) {
        0 => format!("<={size}"),
        1 => format!("{}..{size}", random.below(size + 1)),
        _ => size.to_string(),
    };
    let named: Vec<String> = named.iter().map(RecordId::to_string).collect();
    let names = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    value(Kind::ClosedSet, &format!("only {count}{names}"))
}

fn negative(random: &mut Random, referents: &Referents<'_>) -> Value {
    let text = match random.below(5) {
        0..=2 => "none asserted".to_owned(),
        3 => format!("none decided by {}", random.pick(referents.organs)),
        _ => format!("none found by {} until 2011-12 in the files", random.pick(referents.members)),
    };
    value(Kind::Negative, &text)
}

/// A term with others near it: broader, narrower, those it may be another name of, and some others.
fn terms(random: &mut Random, schema: &Schema, vocabulary: &str, number: usize) -> Vec<TermId> {
    let vocabulary = schema.vocabulary(vocabulary).expect("a vocabulary of the schema");
    let all: Vec<_> = vocabulary.terms().collect();
    let first = *random.pick(&all);
    let mut terms = vec![first.id.clone()];
    let mut near = first;
    while terms.len() < number {
        let word = near.id.term();
        let related: Vec<_> = all
            .iter()
            .filter(|term| {
                near.broader.as_deref() == Some(term.id.term())
                    || term.broader.as_deref() == Some(word)
                    || near.broader.is_some() && near.broader == term.broader
                    || near.may_equal.contains(term.id.term())
                    || term.may_equal.contains(word)
            })
            .collect();
        near = match random.below(10) {
            0 => all.iter().copied().find(|term| term.undetermined).unwrap_or(first),
            1..=6 if !related.is_empty() => **random.pick(&related),
            _ => *random.pick(&all),
        };
        terms.push(near.id.clone());
    }
    terms
}

/// The few values that the claims of one case choose from.
pub(crate) fn pool(
    random: &mut Random,
    schema: &Schema,
    property: &Property,
    referents: &Referents<'_>,
) -> Vec<Value> {
    let number = random.between(2, 4);
    let mut pool: Vec<Value> = match property.kinds[0] {
        Kind::Count => (0..number).map(|_| value(Kind::Count, &count(random))).collect(),
        Kind::Date => (0..number).map(|_| Value::Date(date(random))).collect(),
        Kind::Term => {
            let vocabulary = property.vocabulary.as_ref().expect("a property of terms has one");
            let terms = terms(random, schema, vocabulary.as_str(), number);
            terms.into_iter().map(Value::Term).collect()
        }
        Kind::Ref => (0..number).map(|_| Value::Ref(*random.pick(referents.persons))).collect(),
        Kind::Text => (0..number)
            .map(|_| {
                let texts = ["en: he fell", "en: he was hit", "en: he fell ", "ru: he fell"];
                value(Kind::Text, random.pick::<&str>(&texts))
            })
            .collect(),
        other => unreachable!("no matter of the generator is {other}"),
    };
    if property.cardinality == Cardinality::ClosedSet {
        for _ in 0..random.between(1, 2) {
            pool.push(closed_set(random, referents.persons));
        }
    }
    if random.chance(25) {
        pool.push(negative(random, referents));
    }
    pool
}
