//! One completion after another, and a condition in plain two-valued logic.
//!
//! A completion is made as far as the condition asks: what it does not read makes no difference to it. Each choice
//! that is open is taken in every way, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{FRESH, Input, Point, Words, every, is_a};
use super::case::{NOTES, PROPERTIES, RECORDS, Sort};
use super::condition::{Operand, Test};

/// The state of an input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Value(Option<Point>),
    List(Vec<Point>),
    /// An amount within another, or the hour of a day: no input.
    Amount(usize),
}

/// Where an account's completions are read more or less widely: where the page leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Wide,
    Narrow,
}

/// The completions of an account, one at a time.
pub(crate) struct World<'w> {
    words: &'w Words,
    account: Option<usize>,
    reading: Reading,
    path: Vec<(usize, usize)>,
    at: usize,
    pub(crate) states: BTreeMap<Input, State>,
    amounts: usize,
}

/// What came out: one run.
pub(crate) struct Run {
    pub(crate) states: BTreeMap<Input, State>,
    pub(crate) parts: Vec<bool>,
}

impl Run {
    pub(crate) fn whole(&self) -> bool {
        self.parts.iter().all(|part| *part)
    }
}

/// Every completion's outcome of these parts, or nothing where there are more than `most`.
pub(crate) fn runs(
    words: &Words,
    account: Option<usize>,
    reading: Reading,
    parts: &[Test],
    most: usize,
) -> Option<Vec<Run>> {
    let mut world = World {
        words,
        account,
        reading,
        path: Vec::new(),
        at: 0,
        states: BTreeMap::new(),
        amounts: 0,
    };
    let mut runs = Vec::new();
    loop {
        world.at = 0;
        world.amounts = 0;
        world.states.clear();
        let came: Vec<bool> = parts.iter().map(|part| world.test(part, 0)).collect();
        runs.push(Run { states: world.states.clone(), parts: came });
        if runs.len() > most {
            return None;
        }
        while world.path.last().is_some_and(|(chosen, of)| chosen + 1 == *of) {
            world.path.pop();
        }
        let Some(last) = world.path.last_mut() else { return Some(runs) };
        last.0 += 1;
    }
}

/// A value while a condition is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Point(Point),
    /// A time, in quarters of a day.
    Quarters(i64),
}

impl World<'_> {
    fn choose(&mut self, of: usize) -> usize {
        assert!(of > 0, "nothing to choose from");
        if self.at == self.path.len() {
            self.path.push((0, of));
        }
        let (chosen, known) = self.path[self.at];
        assert_eq!(known, of, "a choice that depends on nothing");
        self.at += 1;
        chosen
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.choose(from.len())].clone()
    }

    /// An amount that is no input's.
    fn amount(&mut self, of: usize) -> usize {
        let chosen = self.choose(of);
        self.states.insert((usize::MAX, self.amounts), State::Amount(chosen));
        self.amounts += 1;
        chosen
    }

    fn value(&mut self, input: Input) -> Option<Point> {
        if let Some(State::Value(known)) = self.states.get(&input) {
            return *known;
        }
        let cut = self.reading == Reading::Narrow;
        let (values, fresh) = self.words.values(input, self.account, cut);
        let mut values: Vec<Option<Point>> = values.into_iter().collect();
        if fresh {
            values.push(Some(Point::Record(fresh_of(input))));
        }
        let chosen = self.pick(&values);
        self.states.insert(input, State::Value(chosen));
        chosen
    }

    fn items(&mut self, input: Input) -> Vec<Point> {
        if !PROPERTIES[input.1].list {
            return self.value(input).into_iter().collect();
        }
        if let Some(State::List(known)) = self.states.get(&input) {
            return known.clone();
        }
        let sort = PROPERTIES[input.1].sort;
        let list = self.words.list(input, self.account, self.reading == Reading::Narrow);
        let mut items: BTreeSet<Point> = BTreeSet::new();
        let mut standing: Vec<BTreeSet<Point>> = Vec::new();
        for item in &list.items {
            if !item.certain && self.choose(2) == 0 {
                continue;
            }
            let mut admits = item.admits.clone();
            if self.reading == Reading::Narrow
                && admits.iter().any(|one| !list.own_denied.contains(one))
            {
                admits.retain(|one| !list.own_denied.contains(one));
            }
            items.insert(self.pick(&admits));
            standing.push(item.admits.iter().copied().collect());
        }
        let closed =
            list.closed.iter().any(|closed| !standing.iter().any(|item| item.is_disjoint(closed)));
        let narrow = self.reading == Reading::Narrow;
        if !closed || input.1 == NOTES {
            let excluded = |point: &Point| {
                list.own_denied.contains(point)
                    || list.denied.iter().any(|denied| {
                        denied.contains(point)
                            && !standing.iter().any(|item| {
                                if narrow {
                                    item.is_subset(denied)
                                } else {
                                    !item.is_disjoint(denied)
                                }
                            })
                    })
            };
            let mut others: Vec<Point> =
                every(sort).into_iter().filter(|point| !excluded(point)).collect();
            if matches!(sort, Sort::Keeper | Sort::Notes) {
                others.push(Point::Record(fresh_of(input)));
            }
            let needed = items.is_empty()
                && narrow
                && (list.something || list.others_something)
                && input.1 != NOTES;
            let mut options: Vec<Vec<Point>> = Vec::new();
            if !needed {
                options.push(Vec::new());
            }
            for (place, first) in others.iter().enumerate() {
                options.push(vec![*first]);
                options.extend(others.iter().take(place).map(|second| vec![*first, *second]));
            }
            if options.is_empty() {
                options.push(Vec::new());
            }
            let more = self.pick(&options);
            items.extend(more);
        }
        let items: Vec<Point> = items.into_iter().collect();
        self.states.insert(input, State::List(items.clone()));
        items
    }

    fn of(&mut self, input: Input) -> Option<Exact> {
        self.value(input).map(Exact::Point)
    }

    fn operand(&mut self, operand: &Operand, item: usize, exact: Option<Point>) -> Option<Exact> {
        match operand {
            Operand::Of(0, place) => self.of((0, *place)),
            Operand::Of(_, place) => self.of((item, *place)),
            Operand::Item => exact.map(Exact::Point),
            Operand::Number(number) => Some(Exact::Point(Point::Number(*number))),
            Operand::Day(day) => Some(Exact::Point(Point::Day(*day))),
            Operand::Hours(hours) => Some(Exact::Quarters(hours / 6)),
            Operand::Term(term) => Some(Exact::Point(Point::Term(*term))),
            Operand::Yes(yes) => Some(Exact::Point(Point::Flag(*yes))),
            Operand::Between(to, from) => {
                let to = self.operand(to, item, exact);
                let from = self.operand(from, item, exact);
                let (Some(Exact::Point(Point::Day(to))), Some(Exact::Point(Point::Day(from)))) =
                    (to, from)
                else {
                    return None;
                };
                // From some moment of the one day to some moment of the other.
                let apart = self.amount(7) as i64 - 3;
                Some(Exact::Quarters((to - from) * 4 + apart))
            }
            Operand::Later(date, days) => match self.operand(date, item, exact)? {
                Exact::Point(Point::Day(day)) => Some(Exact::Point(Point::Day(day + days))),
                other => Some(other),
            },
            Operand::UpTo(of) => match self.operand(of, item, exact)? {
                Exact::Point(Point::Number(number)) => {
                    let amount = self.amount(usize::try_from(number).expect("small") + 1);
                    Some(Exact::Point(Point::Number(amount as i64)))
                }
                other => Some(other),
            },
            Operand::OrElse(first, second) => {
                let Operand::Of(_, place) = **first else { return None };
                if self.words.on((0, place)).is_some() {
                    return self.operand(first, item, exact);
                }
                if self.reading == Reading::Wide && self.amount(2) == 0 {
                    return None;
                }
                let within = self.operand(second, item, exact);
                if within.is_none() && self.reading == Reading::Wide {
                    // Where there is no second, nothing bounds the first.
                    let any = self.amount(8);
                    return Some(Exact::Point(Point::Number(any as i64)));
                }
                within
            }
        }
    }

    fn compare(first: Option<Exact>, sign: &str, second: Option<Exact>) -> bool {
        let (Some(first), Some(second)) = (first, second) else { return sign == "!=" };
        let equal = match (first, second) {
            (Exact::Point(Point::Term(value)), Exact::Point(Point::Term(asked))) => {
                is_a(value, asked)
            }
            _ => first == second,
        };
        match sign {
            "==" => equal,
            "!=" => !equal,
            "<" => first < second,
            "<=" => first <= second,
            ">" => first > second,
            _ => first >= second,
        }
    }

    fn test(&mut self, test: &Test, item: usize) -> bool {
        self.test_of(test, item, None)
    }

    fn test_of(&mut self, test: &Test, item: usize, exact: Option<Point>) -> bool {
        match test {
            Test::And(parts) => parts.iter().all(|part| self.test_of(part, item, exact)),
            Test::Or(parts) => parts.iter().any(|part| self.test_of(part, item, exact)),
            Test::Not(test) => !self.test_of(test, item, exact),
            Test::Compare(first, sign, second) => {
                let first = self.operand(first, item, exact);
                let second = self.operand(second, item, exact);
                Self::compare(first, sign, second)
            }
            Test::Holds(of) => {
                self.operand(of, item, exact) == Some(Exact::Point(Point::Flag(true)))
            }
            Test::Quantified(exists, place, test) => {
                let items = self.items((0, *place));
                let mut one = |point: &Point| {
                    let record = if let Point::Record(record) = point { *record } else { item };
                    self.test_of(test, record, Some(*point))
                };
                if *exists { items.iter().any(&mut one) } else { items.iter().all(&mut one) }
            }
            Test::InWords(of, terms) => {
                let of = self.operand(of, item, exact);
                terms
                    .iter()
                    .any(|term| Self::compare(of, "==", Some(Exact::Point(Point::Term(*term)))))
            }
            Test::InList(of, place) => {
                let of = self.operand(of, item, exact);
                let items = self.items((0, *place));
                items.iter().any(|point| Self::compare(Some(Exact::Point(*point)), "==", of))
            }
            Test::Has(place) => !self.items((0, *place)).is_empty(),
            Test::NoneOr(place, test) => {
                let unsaid = self.words.on((0, *place)).is_none();
                unsaid && self.test_of(test, item, exact) || self.items((0, *place)).is_empty()
            }
        }
    }
}

/// A record outside the case that a list may hold.
fn fresh_of(input: Input) -> usize {
    debug_assert!(input.0 < RECORDS.len(), "lists are those of the case's records");
    FRESH + input.0 * PROPERTIES.len() + input.1
}
