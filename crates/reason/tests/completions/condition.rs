//! Small conditions of the grammar, and how they are written.

use std::collections::BTreeMap;

use super::case::{PROPERTIES, Sort, TERMS};
use super::random::Random;

/// A value of a condition.
#[derive(Clone, Debug)]
pub(crate) enum Operand {
    /// A property of the variable: 0 is the thing asked about, 1 the item of a list.
    Of(usize, usize),
    /// The item itself.
    Item,
    Number(i64),
    /// A day of January 2011.
    Day(i64),
    /// So many hours.
    Hours(i64),
    Term(usize),
    Yes(bool),
    /// The time from the second to the first.
    Between(Box<Operand>, Box<Operand>),
    /// A date and so many days.
    Later(Box<Operand>, i64),
    UpTo(Box<Operand>),
    OrElse(Box<Operand>, Box<Operand>),
}

/// A condition.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Compare(Operand, &'static str, Operand),
    Holds(Operand),
    /// Whether it is `exists`, the list, the test.
    Quantified(bool, usize, Box<Test>),
    InWords(Operand, Vec<usize>),
    InList(Operand, usize),
    Has(usize),
    NoneOr(usize, Box<Test>),
}

fn path(variable: usize, place: usize) -> String {
    let variable = if variable == 0 { "thing" } else { "v" };
    format!("{variable}.{}", PROPERTIES[place].id.replace('-', "_"))
}

impl Operand {
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Of(variable, place) => path(*variable, *place),
            Self::Item => "v".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => format!("date(\"2011-01-{day:02}\")"),
            Self::Hours(hours) => format!("duration(\"{hours} hours\")"),
            Self::Term(term) => format!("\"{}\"", TERMS[*term]),
            Self::Yes(yes) => yes.to_string(),
            Self::Between(to, from) => format!("{} - {}", to.written(), from.written()),
            Self::Later(date, days) if *days < 0 => {
                format!("{} - duration(\"{} days\")", date.written(), -days)
            }
            Self::Later(date, days) => format!("{} + duration(\"{days} days\")", date.written()),
            Self::UpTo(of) => format!("up_to({})", of.written()),
            Self::OrElse(first, second) => format!("{}.or({})", first.written(), second.written()),
        }
    }

    fn reads(&self, inside: bool, reads: &mut Reads) {
        match self {
            Self::Of(variable, place) => {
                *reads.places.entry(*place).or_default() += 1;
                reads.outer |= inside && *variable == 0;
            }
            Self::Between(first, second) => {
                first.reads(inside, reads);
                second.reads(inside, reads);
            }
            Self::OrElse(first, second) => {
                first.reads(inside, reads);
                second.reads(inside, reads);
            }
            Self::Later(of, _) | Self::UpTo(of) => of.reads(inside, reads),
            Self::Item => reads.items += 1,
            _ => {}
        }
    }
}

/// What a condition reads.
#[derive(Default, Debug)]
pub(crate) struct Reads {
    /// How often each property is written.
    pub(crate) places: BTreeMap<usize, usize>,
    /// How often an item of a list is itself compared.
    pub(crate) items: usize,
    /// Whether a test of items reads the thing.
    pub(crate) outer: bool,
}

impl Reads {
    /// Whether no input is read twice.
    pub(crate) fn is_once(&self) -> bool {
        !self.outer && self.places.values().all(|times| *times == 1)
    }
}

impl Test {
    pub(crate) fn reads(&self) -> Reads {
        let mut reads = Reads::default();
        self.read(false, &mut reads);
        reads
    }

    fn read(&self, inside: bool, reads: &mut Reads) {
        match self {
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().for_each(|part| part.read(inside, reads));
            }
            Self::Not(test) => test.read(inside, reads),
            Self::Compare(first, _, second) => {
                first.reads(inside, reads);
                second.reads(inside, reads);
            }
            Self::Holds(of) | Self::InWords(of, _) => of.reads(inside, reads),
            Self::InList(of, place) => {
                *reads.places.entry(*place).or_default() += 1;
                of.reads(inside, reads);
                // The value is compared with each item.
                reads.outer |= matches!(of, Operand::Of(..));
            }
            Self::Quantified(_, place, test) => {
                *reads.places.entry(*place).or_default() += 1;
                let before = std::mem::take(&mut reads.items);
                test.read(true, reads);
                // Twice in one test: the item is one input.
                reads.outer |= std::mem::replace(&mut reads.items, before) > 1;
            }
            Self::Has(place) => *reads.places.entry(*place).or_default() += 1,
            Self::NoneOr(place, test) => {
                *reads.places.entry(*place).or_default() += 1;
                test.read(inside, reads);
            }
        }
    }

    pub(crate) fn written(&self) -> String {
        let joined = |parts: &[Self], by: &str| {
            let parts: Vec<String> = parts.iter().map(Self::enclosed).collect();
            parts.join(by)
        };
        match self {
            Self::And(parts) => joined(parts, " && "),
            Self::Or(parts) => joined(parts, " || "),
            Self::Not(test) => format!("!({})", test.written()),
            Self::Compare(first, sign, second) => {
                format!("{} {sign} {}", first.written(), second.written())
            }
            Self::Holds(of) => of.written(),
            Self::Quantified(exists, place, test) => {
                let word = if *exists { "exists" } else { "all" };
                format!("{}.{word}(v, {})", path(0, *place), test.written())
            }
            Self::InWords(of, terms) => {
                let terms: Vec<String> =
                    terms.iter().map(|term| format!("\"{}\"", TERMS[*term])).collect();
                format!("{} in [{}]", of.written(), terms.join(", "))
            }
            Self::InList(of, place) => format!("{} in {}", of.written(), path(0, *place)),
            Self::Has(place) => format!("has({})", path(0, *place)),
            Self::NoneOr(place, test) => format!("none({}, {})", path(0, *place), test.written()),
        }
    }

    fn enclosed(&self) -> String {
        match self {
            Self::And(_) | Self::Or(_) => format!("({})", self.written()),
            _ => self.written(),
        }
    }
}

const SIGNS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

/// Makes conditions.
pub(crate) struct Maker<'r> {
    pub(crate) random: &'r mut Random,
    used: Vec<usize>,
    again: bool,
}

impl<'r> Maker<'r> {
    /// One that uses a property twice only where `again`.
    pub(crate) fn new(random: &'r mut Random, again: bool) -> Self {
        Self { random, used: Vec::new(), again }
    }

    /// A property of a type, if one is left.
    fn place(&mut self, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let mut fit: Vec<usize> =
            (0..PROPERTIES.len() - 1).filter(|place| wanted(*place)).collect();
        if !(self.again && self.random.chance(60)) {
            fit.retain(|place| !self.used.contains(place));
        }
        if fit.is_empty() {
            return None;
        }
        let place = *self.random.pick(&fit);
        self.used.push(place);
        Some(place)
    }

    fn number(&mut self) -> Operand {
        Operand::Number(self.random.between(1, 4) as i64)
    }

    fn compare_of(&mut self, variable: usize, place: usize) -> Test {
        let of = Operand::Of(variable, place);
        let sign = *self.random.pick(&SIGNS);
        match PROPERTIES[place].sort {
            Sort::Number => {
                let other = self.place(|other| {
                    variable == 0
                        && PROPERTIES[other].of == "thing"
                        && PROPERTIES[other].sort == Sort::Number
                        && !PROPERTIES[other].list
                        && other != place
                });
                match (self.random.below(6), other) {
                    (0, Some(other)) => Test::Compare(of, sign, Operand::Of(0, other)),
                    (1, Some(other)) => {
                        let second = Box::new(Operand::Of(0, other));
                        let second = if self.random.chance(50) {
                            Box::new(Operand::UpTo(second))
                        } else {
                            second
                        };
                        Test::Compare(Operand::OrElse(Box::new(of), second), sign, self.number())
                    }
                    (_, other) => {
                        if other.is_some() {
                            self.used.pop();
                        }
                        let of =
                            if self.random.chance(10) { Operand::UpTo(Box::new(of)) } else { of };
                        Test::Compare(of, sign, self.number())
                    }
                }
            }
            Sort::Date => {
                let other =
                    self.place(|other| PROPERTIES[other].sort == Sort::Date && other != place);
                let day = Operand::Day(self.random.between(3, 6) as i64);
                match (self.random.below(5), other) {
                    (0 | 1, Some(other)) => {
                        let between =
                            Operand::Between(Box::new(of), Box::new(Operand::Of(0, other)));
                        let hours = *self.random.pick(&[12, 24, 36, 48, 72]);
                        Test::Compare(between, sign, Operand::Hours(hours))
                    }
                    (2, Some(other)) => {
                        let days = *self.random.pick(&[-2, -1, 1, 2]);
                        Test::Compare(
                            Operand::Later(Box::new(of), days),
                            sign,
                            Operand::Of(0, other),
                        )
                    }
                    (3, Some(other)) => Test::Compare(of, sign, Operand::Of(0, other)),
                    (_, other) => {
                        if other.is_some() {
                            self.used.pop();
                        }
                        Test::Compare(of, sign, day)
                    }
                }
            }
            Sort::Flag if self.random.chance(50) => Test::Holds(of),
            Sort::Flag => {
                let sign = if self.random.chance(50) { "==" } else { "!=" };
                Test::Compare(of, sign, Operand::Yes(self.random.chance(50)))
            }
            Sort::Term => self.about_term(of),
            Sort::Keeper | Sort::Notes => Test::Has(place),
        }
    }

    fn about_term(&mut self, of: Operand) -> Test {
        if self.random.chance(25) {
            let pairs = [vec![0, 2], vec![1, 2], vec![1], vec![0, 1]];
            let terms = self.random.pick(&pairs).clone();
            return Test::InWords(of, terms);
        }
        let sign = if self.random.chance(65) { "==" } else { "!=" };
        Test::Compare(of, sign, Operand::Term(self.random.below(3)))
    }

    /// A test of an item of a list.
    fn of_item(&mut self, list: usize, depth: usize) -> Option<Test> {
        if depth > 0 && self.random.chance(30) {
            let parts = vec![self.of_item(list, 0)?, self.of_item(list, 0)?];
            return Some(if self.random.chance(50) { Test::And(parts) } else { Test::Or(parts) });
        }
        let kind = match PROPERTIES[list].sort {
            Sort::Number => {
                let sign = *self.random.pick(&SIGNS);
                let against = match self.place(|place| place < 2) {
                    Some(place) if self.again => Operand::Of(0, place),
                    Some(_) => {
                        self.used.pop();
                        self.number()
                    }
                    None => self.number(),
                };
                return Some(Test::Compare(Operand::Item, sign, against));
            }
            Sort::Term => return Some(self.about_term(Operand::Item)),
            Sort::Keeper => "keeper",
            _ => "note",
        };
        let place = self.place(|place| PROPERTIES[place].of == kind)?;
        let test = self.compare_of(1, place);
        Some(if self.random.chance(15) { Test::Not(Box::new(test)) } else { test })
    }

    fn leaf(&mut self) -> Option<Test> {
        let place = self.place(|place| PROPERTIES[place].of == "thing")?;
        let property = &PROPERTIES[place];
        if self.random.chance(12) {
            return Some(Test::Has(place));
        }
        if self.random.chance(8)
            && let Some(other) = self.place(|other| other < 6 && other != place)
        {
            let test = self.compare_of(0, other);
            return Some(Test::NoneOr(place, Box::new(test)));
        }
        if property.list || property.sort == Sort::Keeper {
            if matches!(property.sort, Sort::Term) && self.random.chance(20) {
                return Some(Test::InList(Operand::Term(self.random.below(3)), place));
            }
            if matches!(property.sort, Sort::Number) && self.random.chance(20) {
                let number = self.number();
                return Some(Test::InList(number, place));
            }
            if place == 8 && self.again && self.random.chance(25) {
                return Some(Test::InList(Operand::Of(0, 9), place));
            }
            let exists = self.random.chance(60);
            let test = self.of_item(place, 1)?;
            return Some(Test::Quantified(exists, place, Box::new(test)));
        }
        Some(self.compare_of(0, place))
    }

    /// A condition of so many levels.
    pub(crate) fn test(&mut self, depth: usize) -> Option<Test> {
        if depth > 0 && self.random.chance(70) {
            let parts = vec![self.test(depth - 1)?, self.test(depth - 1)?];
            let all = if self.random.chance(50) { flat(parts) } else { Test::Or(parts) };
            return Some(if self.random.chance(15) { Test::Not(Box::new(all)) } else { all });
        }
        let leaf = self.leaf()?;
        Some(if self.random.chance(20) { Test::Not(Box::new(leaf)) } else { leaf })
    }
}

/// All of these, those within another `&&` beside the others.
fn flat(parts: Vec<Test>) -> Test {
    let parts = parts.into_iter().flat_map(|part| match part {
        Test::And(parts) => parts,
        other => vec![other],
    });
    Test::And(parts.collect())
}
