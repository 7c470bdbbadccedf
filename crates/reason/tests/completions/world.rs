//! One completion after another, and a condition in plain two-valued logic.
//!
//! A completion is made as far as the condition asks: what it does not read makes no difference to it. Each choice
//! that is open is taken in every way, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::account::{FRESH, Input, List, Point, Values, Words, every, is_a};
use super::case::{PROPERTIES, RECORDS, Sort};
use super::condition::{Operand, Test};

/// The state of an input, or of something that is no input: which claimed items are in a list, an amount within another,
/// the hour of a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Value(Option<Point>),
    /// What is in a list besides what is claimed to be.
    Others(Vec<Point>),
    Hidden(usize),
}

/// Where what is no input starts.
const HIDDEN: usize = 1_000_000;

/// Where amounts within inputs start.
const AMOUNT: usize = 2_000_000;

/// The input that a state belongs to.
pub(crate) fn input_of(key: Input) -> Input {
    if (AMOUNT..usize::MAX).contains(&key.0) { (key.0 - AMOUNT, key.1) } else { key }
}

/// The completions of an account, one at a time.
pub(crate) struct World<'w> {
    words: &'w Words,
    account: Option<usize>,
    path: Vec<(usize, usize)>,
    at: usize,
    states: BTreeMap<Input, State>,
    lists: BTreeMap<Input, Vec<(Point, bool)>>,
    /// What the account makes of inputs: the same in every completion.
    values: BTreeMap<Input, Rc<Values>>,
    admits: BTreeMap<Input, Rc<List>>,
    amounts: usize,
    missing: BTreeSet<Input>,
    bounds: BTreeSet<(Input, Input)>,
    /// Whether what is read now is of a record that is claimed to be where it is asked about.
    named: bool,
}

/// What came out: one completion.
pub(crate) struct Run {
    pub(crate) states: BTreeMap<Input, State>,
    pub(crate) parts: Vec<bool>,
}

impl Run {
    pub(crate) fn whole(&self) -> bool {
        self.parts.iter().all(|part| *part)
    }
}

/// Every completion of an account, as far as the condition reads them.
pub(crate) struct Runs {
    pub(crate) all: Vec<Run>,
    /// Inputs that may be missing: of which nothing is said, or no more than what they are not, or that may hold more.
    pub(crate) missing: BTreeSet<Input>,
    /// Missing inputs that lie within others.
    pub(crate) bounds: BTreeSet<(Input, Input)>,
}

/// Every completion's outcome of these parts, or nothing where there are more than `most`.
pub(crate) fn runs(
    words: &Words,
    account: Option<usize>,
    parts: &[Test],
    most: usize,
) -> Option<Runs> {
    let mut world = World {
        words,
        account,
        path: Vec::new(),
        at: 0,
        states: BTreeMap::new(),
        lists: BTreeMap::new(),
        values: BTreeMap::new(),
        admits: BTreeMap::new(),
        amounts: 0,
        missing: BTreeSet::new(),
        bounds: BTreeSet::new(),
        named: true,
    };
    let mut all = Vec::new();
    loop {
        world.at = 0;
        world.amounts = 0;
        world.states.clear();
        world.lists.clear();
        let came: Vec<bool> = parts.iter().map(|part| world.test(part, 0)).collect();
        all.push(Run { states: world.states.clone(), parts: came });
        if all.len() > most {
            return None;
        }
        while world.path.last().is_some_and(|(chosen, of)| chosen + 1 == *of) {
            world.path.pop();
        }
        let Some(last) = world.path.last_mut() else {
            return Some(Runs { all, missing: world.missing, bounds: world.bounds });
        };
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

    /// A choice that is no input's.
    fn hidden(&mut self, key: Input, of: usize) -> usize {
        let chosen = self.choose(of);
        self.states.insert(key, State::Hidden(chosen));
        chosen
    }

    fn amount(&mut self, of: usize) -> usize {
        self.amounts += 1;
        self.hidden((usize::MAX, self.amounts), of)
    }

    /// Notes that an input may be missing, where it is one that can be named.
    fn may_lack(&mut self, input: Input) {
        if self.named && input.0 < FRESH {
            self.missing.insert(input);
        }
    }

    fn values_of(&mut self, input: Input) -> Rc<Values> {
        let (words, account) = (self.words, self.account);
        let known = self.values.entry(input);
        Rc::clone(known.or_insert_with(|| Rc::new(words.values(input, account))))
    }

    /// The exact value of an input, and whether somebody gives it.
    fn told(&mut self, input: Input) -> (Option<Point>, bool) {
        let values = self.values_of(input);
        if values.open {
            self.may_lack(input);
        }
        if let Some(State::Value(known)) = self.states.get(&input) {
            return (*known, known.is_some() && values.all.get(known).is_some_and(|given| *given));
        }
        let mut all: Vec<(Option<Point>, bool)> =
            values.all.iter().map(|(value, given)| (*value, *given)).collect();
        if values.fresh {
            all.push((Some(Point::Record(fresh_of(input))), false));
        }
        let chosen = self.pick(&all);
        self.states.insert(input, State::Value(chosen.0));
        chosen
    }

    fn value(&mut self, input: Input) -> Option<Point> {
        self.told(input).0
    }

    /// What is in a list, and whether it is claimed to be.
    fn items(&mut self, input: Input) -> Vec<(Point, bool)> {
        if !PROPERTIES[input.1].list {
            let (value, given) = self.told(input);
            return value.map(|value| (value, given)).into_iter().collect();
        }
        if let Some(known) = self.lists.get(&input) {
            return known.clone();
        }
        let sort = PROPERTIES[input.1].sort;
        let (words, account) = (self.words, self.account);
        let list = self.admits.entry(input).or_insert_with(|| Rc::new(words.list(input, account)));
        let list = Rc::clone(list);
        let mut items: BTreeMap<Point, bool> = BTreeMap::new();
        for (place, item) in list.items.iter().enumerate() {
            let key =
                |part: usize| (HIDDEN + input.0 * PROPERTIES.len() + input.1, 2 * place + part);
            if !item.certain && self.hidden(key(0), 2) == 0 {
                continue;
            }
            let exact = self.hidden(key(1), item.admits.len());
            items.insert(item.admits[exact], true);
        }
        if !list.closed {
            self.may_lack(input);
            let mut others: Vec<Point> =
                every(sort).into_iter().filter(|point| !list.barred.contains(point)).collect();
            if matches!(sort, Sort::Keeper | Sort::Notes) {
                others.push(Point::Record(fresh_of(input)));
            }
            if list.something && sort == Sort::Keeper {
                // Where there must be one, there may be another instead.
                others.push(Point::Record(2 * FRESH + fresh_of(input)));
            }
            let mut options: Vec<Vec<Point>> = Vec::new();
            if !(list.something && items.is_empty()) || others.is_empty() {
                options.push(Vec::new());
            }
            for (place, first) in others.iter().enumerate() {
                options.push(vec![*first]);
                options.extend(others.iter().take(place).map(|second| vec![*first, *second]));
            }
            let more = self.pick(&options);
            for other in &more {
                items.entry(*other).or_default();
            }
            self.states.insert(input, State::Others(more));
        }
        let items: Vec<(Point, bool)> = items.into_iter().collect();
        self.lists.insert(input, items.clone());
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
                    let most = usize::try_from(number).expect("small") + 1;
                    let amount = match **of {
                        // Which amount it is belongs to that number.
                        Operand::Of(0, place) => self.hidden((AMOUNT, place), most),
                        Operand::Of(_, place) => self.hidden((AMOUNT + item, place), most),
                        _ => self.amount(most),
                    };
                    Some(Exact::Point(Point::Number(amount as i64)))
                }
                other => Some(other),
            },
            Operand::OrElse(first, second) => {
                let Operand::Of(_, place) = **first else { return None };
                if self.words.on((0, place)).is_some() {
                    return self.operand(first, item, exact);
                }
                let (up_to, bound) = match &**second {
                    Operand::UpTo(of) => (true, &**of),
                    of => (false, of),
                };
                let Operand::Of(_, other) = *bound else { return None };
                self.may_lack((0, place));
                self.bounds.insert(((0, place), (0, other)));
                let within = self.values_of((0, other));
                if within.open {
                    self.may_lack((0, other));
                }
                // It lies within what the other may be, and there is some. Where there is none of the other, nothing
                // bounds it.
                let points = within.all.keys().flat_map(|value| match value {
                    Some(Point::Number(number)) if !up_to => vec![Point::Number(*number)],
                    Some(Point::Number(number)) => (0..=*number).map(Point::Number).collect(),
                    _ => every(Sort::Number),
                });
                let points: BTreeSet<Point> = points.collect();
                let points: Vec<Point> = points.into_iter().collect();
                let chosen = self.pick(&points);
                self.states.insert((0, place), State::Value(Some(chosen)));
                Some(Exact::Point(chosen))
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
                let mut one = |(point, given): &(Point, bool)| {
                    let record = if let Point::Record(record) = point { *record } else { item };
                    self.named = *given;
                    let came = self.test_of(test, record, Some(*point));
                    self.named = true;
                    came
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
                items.iter().any(|(point, _)| Self::compare(Some(Exact::Point(*point)), "==", of))
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
