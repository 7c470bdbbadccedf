//! What values mean, by brute force: every way things may be, and which of them a value admits.
//!
//! A *world* is one exact answer to the question a property asks: a number, or the members of a set;
//! with who is who among the records, and what organs ruled and searches found. A value entails another
//! when every world it admits is admitted by the other, and excludes it when no world is admitted by
//! both. Nothing here looks at bounds: everything is counted out.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::id::{RecordId, TermId};
use onus_model::schema::{Cardinality, Property, Schema};
use onus_model::value::{Negative, Value, When};

use crate::identity::{Identity, Pair};

/// One exact answer's member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Day(i64),
    /// Something that is a case of one term, or of two at once.
    Case(BTreeSet<TermId>),
    /// Someone, by their number in the world's reading of who is who.
    Entity(usize),
    /// A description that fits.
    Words(String),
    /// Something that no value is about.
    Other,
}

#[derive(Clone)]
enum Present {
    Number(u64),
    /// The members, and how many more there are that no value names.
    Set(BTreeSet<Exact>, u64),
}

#[derive(Clone)]
struct World {
    present: Present,
    /// Which someone each record is.
    who: BTreeMap<RecordId, usize>,
    /// Negatives that hold besides what is there: rulings and searches, by their text.
    acts: BTreeSet<String>,
}

impl World {
    fn is_empty(&self) -> bool {
        match &self.present {
            Present::Number(number) => *number == 0,
            Present::Set(members, unnamed) => members.is_empty() && *unnamed == 0,
        }
    }

    fn has(&self, fits: impl Fn(&Exact) -> bool) -> bool {
        match &self.present {
            Present::Number(_) => false,
            Present::Set(members, _) => members.iter().any(fits),
        }
    }
}

/// How the values of one resolution relate.
pub(crate) struct Relations {
    values: Vec<Value>,
    entails: Vec<Vec<bool>>,
    excludes: Vec<Vec<bool>>,
    vague: Vec<bool>,
}

impl Relations {
    /// Counts out how these values relate on a property.
    pub(crate) fn new(
        schema: &Schema,
        property: &Property,
        identity: &Identity,
        values: impl IntoIterator<Item = Value>,
    ) -> Self {
        let mut distinct: Vec<Value> = Vec::new();
        for value in values {
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        let worlds = worlds(schema, property, identity, &distinct);
        let admitted: Vec<Vec<bool>> = distinct
            .iter()
            .map(|value| worlds.iter().map(|world| admits(schema, value, world)).collect())
            .collect();
        let vague: Vec<bool> = distinct.iter().map(|value| is_vague(schema, value)).collect();
        let table = |relate: &dyn Fn(&[bool], &[bool]) -> bool, own: bool| -> Vec<Vec<bool>> {
            (0..distinct.len())
                .map(|first| {
                    (0..distinct.len())
                        .map(|second| {
                            if first == second {
                                return own;
                            }
                            !vague[first]
                                && !vague[second]
                                && relate(&admitted[first], &admitted[second])
                        })
                        .collect()
                })
                .collect()
        };
        let subset = |first: &[bool], second: &[bool]| {
            first.iter().zip(second).all(|(first, second)| !first || *second)
        };
        let disjoint = |first: &[bool], second: &[bool]| {
            first.iter().zip(second).all(|(first, second)| !(*first && *second))
        };
        let (entails, excludes) = (table(&subset, true), table(&disjoint, false));
        Self { values: distinct, entails, excludes, vague }
    }

    fn place(&self, value: &Value) -> usize {
        self.values.iter().position(|known| known == value).expect("every value was counted out")
    }

    /// Whether every world the first admits is admitted by the second.
    pub(crate) fn entails(&self, first: &Value, second: &Value) -> bool {
        self.entails[self.place(first)][self.place(second)]
    }

    /// Whether a value can settle anything.
    pub(crate) fn settles(&self, value: &Value) -> bool {
        !self.vague[self.place(value)]
    }

    /// Whether no world is admitted by both.
    pub(crate) fn excludes(&self, first: &Value, second: &Value) -> bool {
        self.excludes[self.place(first)][self.place(second)]
    }
}

/// Whether a value settles nothing about any other: a qualified date, or a term for "not known".
fn is_vague(schema: &Schema, value: &Value) -> bool {
    match value {
        Value::Date(When::Calendar(date)) => date.is_qualified(),
        Value::Term(term) => schema.term(term).is_some_and(|term| term.undetermined),
        _ => false,
    }
}

/// A term and all that it is a kind of.
fn lineage(schema: &Schema, term: &TermId) -> BTreeSet<TermId> {
    let mut found = BTreeSet::from([term.clone()]);
    let mut current = term.clone();
    while let Some(broader) = schema.term(&current).and_then(|term| term.broader.clone()) {
        current =
            TermId::new(current.vocabulary().clone(), &broader).expect("a term of the schema");
        found.insert(current.clone());
    }
    found
}

/// Whether one thing can be a case of both terms, neither being a kind of the other.
fn may_be_both(schema: &Schema, first: &TermId, second: &TermId) -> bool {
    let exclusive = schema
        .vocabulary(first.vocabulary().as_str())
        .is_some_and(|vocabulary| vocabulary.exclusive);
    let names = |one: &TermId, other: &TermId| {
        schema.term(one).is_some_and(|one| one.may_equal.contains(other.term()))
    };
    !exclusive
        || lineage(schema, first).iter().any(|first| {
            lineage(schema, second)
                .iter()
                .any(|second| names(first, second) || names(second, first))
        })
}

fn without_blanks(words: &str) -> String {
    words.trim().to_owned()
}

/// Every way to group records into someones that the judgements leave open.
fn readings(identity: &Identity, records: &[RecordId]) -> Vec<BTreeMap<RecordId, usize>> {
    let mut readings: Vec<BTreeMap<RecordId, usize>> = vec![BTreeMap::new()];
    for &record in records {
        let mut longer = Vec::new();
        for reading in readings {
            let entities: BTreeSet<usize> = reading.values().copied().collect();
            for entity in 0..=entities.len() {
                let fits = reading.iter().all(|(&other, &number)| {
                    number != entity || identity.pair(record, other) != Pair::Two
                });
                if fits {
                    let mut reading = reading.clone();
                    reading.insert(record, entity);
                    longer.push(reading);
                }
            }
        }
        readings = longer;
    }
    readings
}

fn subsets<T: Clone + Ord>(items: &[T], largest: usize) -> Vec<BTreeSet<T>> {
    let mut subsets = vec![BTreeSet::new()];
    for item in items {
        let with: Vec<BTreeSet<T>> = subsets
            .iter()
            .filter(|subset| subset.len() < largest)
            .map(|subset| {
                let mut subset = subset.clone();
                subset.insert(item.clone());
                subset
            })
            .collect();
        subsets.extend(with);
    }
    subsets
}

fn worlds(
    schema: &Schema,
    property: &Property,
    identity: &Identity,
    values: &[Value],
) -> Vec<World> {
    let mut records = BTreeSet::new();
    let mut days = BTreeSet::new();
    let mut terms = BTreeSet::new();
    let mut words = BTreeSet::new();
    let mut acts = Vec::new();
    let (mut largest, mut counts) = (0, false);
    for value in values {
        match value {
            Value::Ref(record) => records.extend([*record]),
            Value::ClosedSet(set) => {
                records.extend(set.named().iter().copied());
                largest = largest.max(set.count().high().unwrap_or(set.count().low()));
            }
            Value::Date(When::Calendar(date)) => {
                for end in [date.bounds().earliest(), date.bounds().latest()].into_iter().flatten()
                {
                    days.extend([end.number() - 1, end.number(), end.number() + 1]);
                }
            }
            Value::Term(term) => terms.extend([term.clone()]),
            Value::Text(text) => {
                words.extend([(text.language.to_string(), without_blanks(&text.words))]);
            }
            Value::Count(count) => {
                counts = true;
                largest = largest.max(count.high().unwrap_or(count.low()));
            }
            Value::Negative(Negative::Asserted) => {}
            Value::Negative(negative) => acts.push(negative.to_string()),
            other => unreachable!("the generator makes no {other}"),
        }
    }
    let acts = subsets(&acts, acts.len());
    let mut worlds = Vec::new();
    let mut add = |present: Present, who: &BTreeMap<RecordId, usize>| {
        for acts in &acts {
            worlds.push(World { present: present.clone(), who: who.clone(), acts: acts.clone() });
        }
    };
    let records: Vec<RecordId> = records.into_iter().collect();
    for who in readings(identity, &records) {
        if counts {
            (0..=largest + 2).for_each(|number| add(Present::Number(number), &who));
            continue;
        }
        let entities: BTreeSet<usize> = who.values().copied().collect();
        let mut exact: Vec<Exact> = entities.into_iter().map(Exact::Entity).collect();
        exact.push(Exact::Other);
        exact.extend(days.iter().copied().map(Exact::Day));
        for first in &terms {
            exact.push(Exact::Case(BTreeSet::from([first.clone()])));
            for second in terms.iter().filter(|second| *second > first) {
                if may_be_both(schema, first, second) {
                    exact.push(Exact::Case(BTreeSet::from([first.clone(), second.clone()])));
                }
            }
        }
        // Two descriptions can both fit, even where the property has one value.
        let texts = words
            .iter()
            .map(|(language, words)| Exact::Words(format!("{language}: {words}")))
            .collect::<Vec<_>>();
        let several = if !texts.is_empty() {
            exact.extend(texts);
            subsets(&exact, exact.len())
        } else {
            match property.cardinality {
                Cardinality::One => subsets(&exact, 1),
                // How two values relate is settled by what at most two members can be.
                Cardinality::Many => subsets(&exact, 2),
                Cardinality::ClosedSet => subsets(&exact, exact.len()),
            }
        };
        for members in several {
            let unnamed =
                if property.cardinality == Cardinality::ClosedSet { largest + 1 } else { 0 };
            for unnamed in 0..=unnamed {
                add(Present::Set(members.clone(), unnamed), &who);
            }
        }
    }
    worlds
}

fn admits(schema: &Schema, value: &Value, world: &World) -> bool {
    match (value, &world.present) {
        (Value::Count(count), Present::Number(number)) => {
            count.low() <= *number && count.high().is_none_or(|high| *number <= high)
        }
        (Value::Date(When::Calendar(date)), _) => world.has(|exact| match exact {
            Exact::Day(day) => {
                let bounds = date.bounds();
                bounds.earliest().is_none_or(|first| first.number() <= *day)
                    && bounds.latest().is_none_or(|last| *day <= last.number())
            }
            _ => false,
        }),
        (Value::Term(term), _) => world.has(|exact| match exact {
            Exact::Case(terms) => terms.iter().any(|exact| lineage(schema, exact).contains(term)),
            _ => false,
        }),
        (Value::Ref(record), _) => world.has(|exact| *exact == Exact::Entity(world.who[record])),
        (Value::Text(text), _) => world.has(|exact| {
            *exact == Exact::Words(format!("{}: {}", text.language, without_blanks(&text.words)))
        }),
        (Value::ClosedSet(set), Present::Set(members, unnamed)) => {
            // Whoever names two members says that they are two.
            let named: BTreeSet<usize> = set.named().iter().map(|name| world.who[name]).collect();
            let size = members.len() as u64 + unnamed;
            named.len() == set.named().len()
                && named.iter().all(|&name| members.contains(&Exact::Entity(name)))
                && set.count().low() <= size
                && set.count().high().is_none_or(|high| size <= high)
        }
        (Value::Negative(Negative::Asserted), _) => world.is_empty(),
        (Value::Negative(negative @ Negative::Decided { .. }), _) => {
            world.is_empty() && world.acts.contains(&negative.to_string())
        }
        (Value::Negative(negative @ Negative::Searched { .. }), _) => {
            world.acts.contains(&negative.to_string())
        }
        _ => false,
    }
}
