//! Conditions of the oracle's own, which it prints in the language and evaluates by itself.

use crate::random::Random;

/// A property of a thing, or what is linked to it.
pub(crate) type Name = &'static str;

/// How numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
}

impl Sign {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
        }
    }

    pub(crate) fn holds(self, one: i64, other: i64) -> bool {
        match self {
            Self::Less => one < other,
            Self::AtMost => one <= other,
            Self::Greater => one > other,
            Self::AtLeast => one >= other,
            Self::Equal => one == other,
        }
    }
}

/// A condition on the variable of this place: 0 is the thing asked about, 1 what it is linked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Sure(usize),
    Number(usize, Sign, i64),
    NumberLimit(usize, Sign),
    Colour(usize, &'static str),
    Spot(usize, &'static str),
    Day(usize, Name, Sign, i64),
    Days(usize, Sign),
    Elapsed(usize, Sign, i64),
    Lasted(usize, Sign, i64),
    LastedElse(usize, Sign, i64),
    Has(usize, Name),
    /// Some linked thing; whether by what links to it.
    Some(bool, Box<Condition>),
    All(Box<Condition>),
    IsFirst,
}

fn name(variable: usize) -> &'static str {
    if variable == 0 { "thing" } else { "t" }
}

impl Condition {
    /// The condition in the language.
    pub(crate) fn text(&self) -> String {
        let join = |parts: &[Self], sign: &str| {
            let parts: Vec<String> =
                parts.iter().map(|part| format!("({})", part.text())).collect();
            parts.join(sign)
        };
        match self {
            Self::Not(inner) => format!("!({})", inner.text()),
            Self::And(parts) => join(parts, " && "),
            Self::Or(parts) => join(parts, " || "),
            Self::Sure(of) => format!("{}.sure", name(*of)),
            Self::Number(of, sign, number) => {
                format!("{}.number {} {number}", name(*of), sign.text())
            }
            Self::NumberLimit(of, sign) => {
                let of = name(*of);
                format!("{of}.number {} {of}.limit", sign.text())
            }
            Self::Colour(of, colour) => format!("{}.colour == \"{colour}\"", name(*of)),
            Self::Spot(of, colour) => format!("\"{colour}\" in {}.spot", name(*of)),
            Self::Day(of, property, sign, day) => {
                format!("{}.{property} {} date(\"2020-01-{day:02}\")", name(*of), sign.text())
            }
            Self::Days(of, sign) => {
                let of = name(*of);
                format!("{of}.begun {} {of}.ended", sign.text())
            }
            Self::Elapsed(of, sign, days) => {
                let of = name(*of);
                format!("{of}.ended - {of}.begun {} duration(\"{days} days\")", sign.text())
            }
            Self::Lasted(of, sign, days) => {
                format!("{}.lasted {} duration(\"{days} days\")", name(*of), sign.text())
            }
            Self::LastedElse(of, sign, days) => {
                let of = name(*of);
                let sign = sign.text();
                format!("{of}.lasted.or(up_to({of}.total)) {sign} duration(\"{days} days\")")
            }
            Self::Has(of, property) => format!("has({}.{property})", name(*of)),
            Self::Some(back, body) => {
                let list = if *back { "linked" } else { "link" };
                format!("thing.{list}.exists(t, {})", body.text())
            }
            Self::All(body) => format!("thing.link.all(t, {})", body.text()),
            Self::IsFirst => "t == thing".to_owned(),
        }
    }

    /// The properties that are asked for, as often as they are.
    pub(crate) fn asked(&self, asked: &mut Vec<Name>) {
        match self {
            Self::Not(inner) => inner.asked(asked),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.asked(asked)),
            Self::Sure(_) => asked.push("sure"),
            Self::Number(..) => asked.push("number"),
            Self::NumberLimit(..) => asked.extend(["number", "limit"]),
            Self::Colour(..) => asked.push("colour"),
            Self::Spot(..) => asked.push("spot"),
            Self::Day(_, property, ..) | Self::Has(_, property) => asked.push(property),
            Self::Days(..) | Self::Elapsed(..) => asked.extend(["begun", "ended"]),
            Self::Lasted(..) => asked.push("lasted"),
            Self::LastedElse(..) => asked.extend(["lasted", "total"]),
            Self::Some(back, body) => {
                asked.push(if *back { "linked" } else { "link" });
                body.asked(asked);
            }
            Self::All(body) => {
                asked.push("link");
                body.asked(asked);
            }
            Self::IsFirst => {}
        }
    }
}

fn sign(random: &mut Random) -> Sign {
    *random.pick(&[Sign::Less, Sign::AtMost, Sign::Greater, Sign::AtLeast, Sign::Equal])
}

fn leaf(random: &mut Random, of: usize) -> Condition {
    let colour = |random: &mut Random| *random.pick(&["red", "scarlet", "blue"]);
    let days = random.between(1, 3) as i64;
    let ordered = |random: &mut Random| {
        *random.pick(&[Sign::Less, Sign::AtMost, Sign::Greater, Sign::AtLeast])
    };
    match random.below(14) {
        0 | 1 => Condition::Sure(of),
        2 => Condition::Number(of, sign(random), random.between(1, 5) as i64),
        3 => Condition::NumberLimit(of, sign(random)),
        4 => Condition::Colour(of, colour(random)),
        5 => Condition::Spot(of, colour(random)),
        6 => {
            let property = *random.pick(&["begun", "ended"]);
            Condition::Day(of, property, sign(random), random.between(3, 5) as i64)
        }
        7 => Condition::Days(of, sign(random)),
        8 | 9 => Condition::Elapsed(of, ordered(random), days),
        10 => Condition::Lasted(of, ordered(random), days),
        11 => Condition::LastedElse(of, ordered(random), days),
        _ => {
            let property = *random.pick(&["sure", "number", "colour", "spot", "begun", "lasted"]);
            Condition::Has(of, property)
        }
    }
}

/// A random condition.
pub(crate) fn random_condition(random: &mut Random, depth: usize, of: usize) -> Condition {
    let below = |random: &mut Random| random_condition(random, depth - 1, of);
    match random.below(if depth == 0 { 1 } else { 7 }) {
        1 => Condition::Not(Box::new(below(random))),
        2 => Condition::And((0..2).map(|_| below(random)).collect()),
        3 => Condition::Or((0..2).map(|_| below(random)).collect()),
        4 if of == 0 => {
            let body = match random.below(5) {
                0 => Condition::IsFirst,
                _ => random_condition(random, 1, 1),
            };
            match random.below(3) {
                0 => Condition::All(Box::new(body)),
                back => Condition::Some(back == 1, Box::new(body)),
            }
        }
        _ => leaf(random, of),
    }
}
