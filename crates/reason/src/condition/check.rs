//! Gives each part of a condition its meaning by the schema, and refuses what has none.
//!
//! What comes out can be evaluated on any claims: every property exists, every term is of its vocabulary, and
//! both sides of a comparison are of one kind.

use std::collections::BTreeSet;
use std::ops::Range;

use onus_model::id::{PropertyId, TermId, TypeId, VocabularyId};
use onus_model::schema::{Cardinality, Property, Schema};
use onus_model::value::{Kind, Value};

use super::asked::{asked_of, type_test, type_tests, types_of};
use super::syntax::{Expression, Kind as Syntax, Mistake, Operator};

/// By which claims an input is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// Those on a property of the record.
    On(PropertyId),
    /// Those by which other records refer to it: the reverse name, and the types and properties that have it.
    From(PropertyId, Vec<(Option<TypeId>, PropertyId)>),
}

impl Way {
    /// The name by which the condition asks for it.
    pub(crate) fn name(&self) -> &PropertyId {
        match self {
            Self::On(name) | Self::From(name, _) => name,
        }
    }
}

/// A property of a variable's record, or what refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Which variable's record: its place among those in force.
    pub(crate) of: usize,
    /// By which claims it is told.
    pub(crate) way: Way,
    /// Whether it can have several values.
    pub(crate) many: bool,
}

/// A test, which comes out true, false or unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// Always the same.
    Constant(bool),
    /// The contrary.
    Not(Box<Test>),
    /// All of them.
    And(Vec<Test>),
    /// Any of them.
    Or(Vec<Test>),
    /// Some item of an input; the item is the variable after those in force. Only records of these types, where any
    /// are named.
    Some(Input, BTreeSet<TypeId>, Box<Test>),
    /// Whether there is any value.
    Has(Input),
    /// Whether it is claimed that there is no value; where nothing is claimed of it, whether this test is met.
    None(Input, Box<Test>),
    /// A comparison.
    Compare(Compare, Operand, Operand),
}

/// How two operands are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    /// They are equal.
    Equal,
    /// The first is less.
    Less,
    /// The first is not more.
    AtMost,
}

/// Something that can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// The value of an input.
    Input(Input),
    /// A variable: a record, or an item of a list.
    Item(usize),
    /// A value written in the condition.
    Literal(Box<Value>),
    /// The time from the second date to the first.
    Between(Box<Operand>, Box<Operand>),
    /// A date, so much later or earlier.
    Shifted(Box<Operand>, bool, Box<Operand>),
    /// Any amount from nothing to this.
    UpTo(Box<Operand>),
    /// The first; where nothing is claimed of it, something within the second.
    Else(Box<Operand>, Box<Operand>),
    /// How long something held.
    Length(Box<Operand>),
    /// When something that held began.
    Start(Box<Operand>),
    /// When something that held ended.
    End(Box<Operand>),
}

/// What kind of thing an operand is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Type {
    Record(BTreeSet<TypeId>),
    Term(VocabularyId),
    Plain(Kind),
    /// Words in quotation marks, which become a term by what they are compared with.
    Words,
}

impl Type {
    fn told(&self) -> String {
        match self {
            Self::Record(_) => "a record".to_owned(),
            Self::Term(vocabulary) => format!("a term of {vocabulary}"),
            Self::Plain(kind) => kind.to_string(),
            Self::Words => "words".to_owned(),
        }
    }
}

/// A variable in force.
#[derive(Clone, Debug)]
struct Variable {
    name: String,
    of: Type,
}

struct Checker<'a> {
    schema: &'a Schema,
    variables: Vec<Variable>,
    /// Where tests of a variable's type stand that were taken in.
    kept: Vec<Range<usize>>,
}

/// The property that a name in a condition means.
fn property_name(name: &str) -> String {
    name.replace('_', "-")
}

/// Gives a condition on records of a type its meaning: its outermost parts, each with where it stands.
pub(crate) fn check(
    schema: &Schema,
    record_type: &TypeId,
    expression: &Expression,
) -> Result<Vec<(Test, Range<usize>)>, Mistake> {
    let of = Type::Record(BTreeSet::from([record_type.clone()]));
    let variable = Variable { name: record_type.as_str().replace('-', "_"), of };
    let mut checker = Checker { schema, variables: vec![variable], kept: Vec::new() };
    let parts = match &expression.kind {
        Syntax::And(parts) => parts.as_slice(),
        _ => std::slice::from_ref(expression),
    };
    parts.iter().map(|part| Ok((checker.test(part)?, part.span.clone()))).collect()
}

fn not(test: Test) -> Test {
    match test {
        Test::Not(inner) => *inner,
        test => Test::Not(Box::new(test)),
    }
}

impl Checker<'_> {
    fn test(&mut self, expression: &Expression) -> Result<Test, Mistake> {
        let span = &expression.span;
        match &expression.kind {
            Syntax::Flag(flag) => Ok(Test::Constant(*flag)),
            Syntax::Not(inner) => Ok(not(self.test(inner)?)),
            Syntax::And(parts) => {
                Ok(Test::And(parts.iter().map(|part| self.test(part)).collect::<Result<_, _>>()?))
            }
            Syntax::Or(parts) => {
                Ok(Test::Or(parts.iter().map(|part| self.test(part)).collect::<Result<_, _>>()?))
            }
            Syntax::Binary(operator, left, right) => self.relation(span, *operator, left, right),
            Syntax::Call(name, arguments) if name == "has" => {
                let [of] = arguments.as_slice() else {
                    return Err(Mistake::new(span, "has takes one property: has(x.p)"));
                };
                Ok(Test::Has(self.input(of)?.0))
            }
            Syntax::Call(name, arguments) if name == "none" => {
                let [of, otherwise] = arguments.as_slice() else {
                    let message = "none takes a property and a test: none(x.p, …)";
                    return Err(Mistake::new(span, message));
                };
                Ok(Test::None(self.input(of)?.0, Box::new(self.test(otherwise)?)))
            }
            Syntax::Method(of, name, _, arguments) if name == "exists" || name == "all" => {
                let [variable, body] = arguments.as_slice() else {
                    let message = format!("{name} takes a variable and a test: list.{name}(v, …)");
                    return Err(Mistake::new(span, message));
                };
                let (input, items) = self.input(of)?;
                let Syntax::Name(variable_name) = &variable.kind else {
                    return Err(Mistake::new(&variable.span, "the name of a variable stands here"));
                };
                if self.variables.iter().any(|known| known.name == *variable_name) {
                    let message =
                        format!("{variable_name} is the name of another variable already");
                    return Err(Mistake::new(&variable.span, message));
                }
                let kept =
                    type_tests(body, variable_name).into_iter().map(|(_, _, span)| span.clone());
                self.kept.extend(kept);
                let (only, items) = self.narrowed(&variable.span, items, variable_name, body)?;
                self.variables.push(Variable { name: variable_name.clone(), of: items });
                let body = self.test(body);
                self.variables.pop();
                let body = body?;
                Ok(match name == "exists" {
                    true => Test::Some(input, only, Box::new(body)),
                    false => not(Test::Some(input, only, Box::new(not(body)))),
                })
            }
            _ => {
                let (operand, of) = self.operand(expression)?;
                match of {
                    Type::Plain(Kind::Flag) => {
                        let yes = Operand::Literal(Box::new(Value::Flag(true)));
                        Ok(Test::Compare(Compare::Equal, operand, yes))
                    }
                    of => Err(Mistake::new(
                        span,
                        format!(
                            "this is {}, and a test stands here: compare it with something",
                            of.told()
                        ),
                    )),
                }
            }
        }
    }

    /// The types of a variable over references: those that have everything that the test asks of it.
    fn narrowed(
        &self,
        span: &Range<usize>,
        items: Type,
        variable: &str,
        body: &Expression,
    ) -> Result<(BTreeSet<TypeId>, Type), Mistake> {
        let Type::Record(mut types) = items else { return Ok((BTreeSet::new(), items)) };
        let all = types.clone();
        for (name, at) in types_of(body, variable) {
            let wanted = name.replace('_', "-");
            types.retain(|known| known.as_str() == wanted);
            if types.is_empty() {
                let all: Vec<&str> = all.iter().map(TypeId::as_str).collect();
                let message = format!("{variable} is no {wanted}; it can be {}", all.join(", "));
                return Err(Mistake::new(at, message));
            }
        }
        let mut asked = Vec::new();
        asked_of(body, variable, &mut asked);
        let has = |record_type: &TypeId, name: &str| {
            let one = BTreeSet::from([record_type.clone()]);
            let name = property_name(name);
            self.schema.property(record_type.as_str(), &name).is_some()
                || self.schema.reversed(&one, &name).next().is_some()
        };
        let fit: BTreeSet<TypeId> = types
            .iter()
            .filter(|record_type| asked.iter().all(|(name, _)| has(record_type, name)))
            .cloned()
            .collect();
        if !fit.is_empty() {
            let only = if fit == all { BTreeSet::new() } else { fit.clone() };
            return Ok((only, Type::Record(fit)));
        }
        // What no type has at all is the better thing to name.
        let nowhere = asked.iter().find(|(name, _)| !types.iter().any(|known| has(known, name)));
        let names: Vec<&str> = types.iter().map(TypeId::as_str).collect();
        Err(match nowhere {
            Some((name, at)) => self.no_property(at, &types, name),
            None => Mistake::new(
                span,
                format!("of {} none has all that is asked of {variable}", names.join(", ")),
            ),
        })
    }

    fn relation(
        &mut self,
        span: &Range<usize>,
        operator: Operator,
        left: &Expression,
        right: &Expression,
    ) -> Result<Test, Mistake> {
        if operator == Operator::Equal && type_test(left, right).is_some() {
            // What it says was taken in where the variable was bound.
            return match self.kept.contains(span) {
                true => Ok(Test::Constant(true)),
                false => Err(Mistake::new(
                    span,
                    "type(v) == … stands as a part of its own, joined by &&, in the exists(v, …) of that v",
                )),
            };
        }
        let (compare, swapped, contrary) = match operator {
            Operator::Equal => (Compare::Equal, false, false),
            Operator::Unequal => (Compare::Equal, false, true),
            Operator::Less => (Compare::Less, false, false),
            Operator::AtMost => (Compare::AtMost, false, false),
            Operator::Greater => (Compare::Less, true, false),
            Operator::AtLeast => (Compare::AtMost, true, false),
            Operator::In => return self.within(left, right),
            Operator::Plus | Operator::Minus => {
                return Err(Mistake::new(span, "this is an amount, and a test stands here"));
            }
        };
        let (first, first_type) = self.operand(left)?;
        let (second, second_type) = self.operand(right)?;
        let (first, second, of) =
            self.of_one_kind(span, (first, first_type, left), (second, second_type, right))?;
        let ordered = matches!(
            of,
            Type::Plain(Kind::Count | Kind::Duration | Kind::Distance | Kind::Date | Kind::Money)
        );
        if compare != Compare::Equal && !ordered {
            return Err(Mistake::new(
                span,
                format!("{} is not more or less than another", of.told()),
            ));
        }
        let test = match swapped {
            true => Test::Compare(compare, second, first),
            false => Test::Compare(compare, first, second),
        };
        Ok(if contrary { not(test) } else { test })
    }

    fn of_one_kind(
        &self,
        span: &Range<usize>,
        (first, first_type, left): (Operand, Type, &Expression),
        (second, second_type, right): (Operand, Type, &Expression),
    ) -> Result<(Operand, Operand, Type), Mistake> {
        let (first_type, second_type) = match (first_type, second_type) {
            (Type::Term(vocabulary), Type::Words) => {
                let second = self.term(&vocabulary, right)?;
                return Ok((first, second, Type::Term(vocabulary)));
            }
            (Type::Words, Type::Term(vocabulary)) => {
                let first = self.term(&vocabulary, left)?;
                return Ok((first, second, Type::Term(vocabulary)));
            }
            types => types,
        };
        let fit = match (&first_type, &second_type) {
            (Type::Record(_), Type::Record(_)) => true,
            (one, other) => one == other && *one != Type::Words,
        };
        if !fit {
            let message =
                format!("{} cannot be compared with {}", first_type.told(), second_type.told());
            return Err(Mistake::new(span, message));
        }
        Ok((first, second, first_type))
    }

    /// `value in list` and `value in ["a", "b"]`.
    fn within(&mut self, left: &Expression, right: &Expression) -> Result<Test, Mistake> {
        if let Syntax::List(items) = &right.kind {
            let (value, of) = self.operand(left)?;
            let Type::Term(vocabulary) = of else {
                let message = format!("{} is in no list of words; only a term is", of.told());
                return Err(Mistake::new(&left.span, message));
            };
            let equal = |item: &Expression| {
                let term = self.term(&vocabulary, item)?;
                Ok(Test::Compare(Compare::Equal, value.clone(), term))
            };
            let tests: Vec<Test> = items.iter().map(equal).collect::<Result<_, Mistake>>()?;
            return match tests.is_empty() {
                true => Err(Mistake::new(&right.span, "this list is empty")),
                false => Ok(Test::Or(tests)),
            };
        }
        let (input, items) = self.input(right)?;
        let item = self.variables.len();
        let (value, of) = self.operand(left)?;
        let span = left.span.start..right.span.end;
        let (value, item, _) =
            self.of_one_kind(&span, (value, of, left), (Operand::Item(item), items, right))?;
        let body = Test::Compare(Compare::Equal, item, value);
        Ok(Test::Some(input, BTreeSet::new(), Box::new(body)))
    }

    fn term(&self, vocabulary: &VocabularyId, written: &Expression) -> Result<Operand, Mistake> {
        let Syntax::Text(word) = &written.kind else {
            return Err(Mistake::new(&written.span, "a term in quotation marks stands here"));
        };
        let term = TermId::new(vocabulary.clone(), word).ok();
        let known = term.filter(|term| self.schema.term(term).is_some());
        let Some(term) = known else {
            let known = self.schema.vocabulary(vocabulary.as_str());
            let terms: Vec<&str> = known
                .into_iter()
                .flat_map(|list| list.terms())
                .map(|term| term.id.term())
                .collect();
            let message = format!(
                "\"{word}\" is no term of {vocabulary}; its terms are {}",
                terms.join(", ")
            );
            return Err(Mistake::new(&written.span, message));
        };
        if self.schema.term(&term).is_some_and(|term| term.undetermined) {
            let message = format!("\"{word}\" says that it is not known: nothing equals it");
            return Err(Mistake::new(&written.span, message));
        }
        Ok(Operand::Literal(Box::new(Value::Term(term))))
    }

    fn operand(&mut self, expression: &Expression) -> Result<(Operand, Type), Mistake> {
        let span = &expression.span;
        let plain = |kind: Kind| Type::Plain(kind);
        match &expression.kind {
            Syntax::Text(_) => Ok((Operand::Literal(Box::new(Value::Flag(false))), Type::Words)),
            Syntax::Number(number) => match number.to_string().parse() {
                Ok(count) => {
                    Ok((Operand::Literal(Box::new(Value::Count(count))), plain(Kind::Count)))
                }
                Err(error) => Err(Mistake::new(span, format!("{error}"))),
            },
            Syntax::Flag(flag) => {
                Ok((Operand::Literal(Box::new(Value::Flag(*flag))), plain(Kind::Flag)))
            }
            Syntax::Name(name) => {
                let place = self.variables.iter().position(|known| known.name == *name);
                match place {
                    Some(place) => Ok((Operand::Item(place), self.variables[place].of.clone())),
                    None => Err(self.no_variable(span, name)),
                }
            }
            Syntax::Member(..) => {
                let (input, of) = self.input(expression)?;
                if input.many {
                    let name = input.way.name().as_str().replace('-', "_");
                    let message = format!(
                        "{name} can have several values: ask for one with .exists(v, …), or write \"…\" in …"
                    );
                    return Err(Mistake::new(span, message));
                }
                Ok((Operand::Input(input), of))
            }
            Syntax::Call(name, arguments) => self.call(span, name, arguments),
            Syntax::Method(of, name, at, arguments) if name == "or" => {
                let [other] = arguments.as_slice() else {
                    return Err(Mistake::new(at, "or takes one value: a.or(b)"));
                };
                let (first, first_type) = self.operand(of)?;
                let (second, second_type) = self.operand(other)?;
                let amount = matches!(
                    first_type,
                    Type::Plain(Kind::Count | Kind::Duration | Kind::Distance | Kind::Date)
                );
                if first_type != second_type || !amount {
                    let message =
                        format!("{} cannot stand for {}", second_type.told(), first_type.told());
                    return Err(Mistake::new(span, message));
                }
                if !matches!(first, Operand::Input(_) | Operand::Else(..)) {
                    return Err(Mistake::new(&of.span, "a property stands before .or(…)"));
                }
                Ok((Operand::Else(Box::new(first), Box::new(second)), first_type))
            }
            Syntax::Method(_, name, at, _) => {
                let message = format!("there is no {name}(…) here; there are exists, all and or");
                Err(Mistake::new(at, message))
            }
            Syntax::Binary(Operator::Minus, left, right) => {
                let (first, first_type) = self.operand(left)?;
                let (second, second_type) = self.operand(right)?;
                match (&first_type, &second_type) {
                    (Type::Plain(Kind::Date), Type::Plain(Kind::Date)) => Ok((
                        Operand::Between(Box::new(first), Box::new(second)),
                        plain(Kind::Duration),
                    )),
                    (Type::Plain(Kind::Date), Type::Plain(Kind::Duration)) => {
                        Ok((Operand::Shifted(Box::new(first), false, Box::new(second)), first_type))
                    }
                    _ => Err(Mistake::new(
                        span,
                        "from a date, a date or a duration is taken away, and nothing else",
                    )),
                }
            }
            Syntax::Binary(Operator::Plus, left, right) => {
                let (first, first_type) = self.operand(left)?;
                let (second, second_type) = self.operand(right)?;
                match (&first_type, &second_type) {
                    (Type::Plain(Kind::Date), Type::Plain(Kind::Duration)) => {
                        Ok((Operand::Shifted(Box::new(first), true, Box::new(second)), first_type))
                    }
                    _ => Err(Mistake::new(span, "to a date a duration is added, and nothing else")),
                }
            }
            Syntax::List(_) => Err(Mistake::new(span, "a list of words stands only after \"in\"")),
            _ => Err(Mistake::new(span, "a value stands here, not a test")),
        }
    }

    fn call(
        &mut self,
        span: &Range<usize>,
        name: &str,
        arguments: &[Expression],
    ) -> Result<(Operand, Type), Mistake> {
        let [argument] = arguments else {
            return Err(Mistake::new(span, format!("{name} takes one value")));
        };
        let literal = match name {
            "duration" => Some(Kind::Duration),
            "distance" => Some(Kind::Distance),
            "date" => Some(Kind::Date),
            _ => None,
        };
        if let Some(kind) = literal {
            let Syntax::Text(words) = &argument.kind else {
                let message = format!("{name} takes words in quotation marks");
                return Err(Mistake::new(&argument.span, message));
            };
            let value = Value::parse(kind, words)
                .map_err(|error| Mistake::new(&argument.span, error.to_string()))?;
            if !value.records().is_empty() {
                return Err(Mistake::new(&argument.span, "write a date of the calendar"));
            }
            return Ok((Operand::Literal(Box::new(value)), Type::Plain(kind)));
        }
        if !["up_to", "length", "start", "end"].contains(&name) {
            let message = format!(
                "there is no {name}(…); there are has, none, type, duration, distance, date, up_to, length, start and end"
            );
            return Err(Mistake::new(span, message));
        }
        let (operand, of) = self.operand(argument)?;
        let amount = matches!(of, Type::Plain(Kind::Count | Kind::Duration | Kind::Distance));
        let held = of == Type::Plain(Kind::Held);
        let boxed = Box::new(operand);
        match name {
            "up_to" if amount => Ok((Operand::UpTo(boxed), of)),
            "length" if held => Ok((Operand::Length(boxed), Type::Plain(Kind::Duration))),
            "start" if held => Ok((Operand::Start(boxed), Type::Plain(Kind::Date))),
            "end" if held => Ok((Operand::End(boxed), Type::Plain(Kind::Date))),
            _ => {
                let message = format!("{name} cannot be asked of {}", of.told());
                Err(Mistake::new(&argument.span, message))
            }
        }
    }

    /// A property of a variable's record, and what its values are.
    fn input(&self, expression: &Expression) -> Result<(Input, Type), Mistake> {
        let Syntax::Member(of, name, at) = &expression.kind else {
            return Err(Mistake::new(&expression.span, "a property of a record stands here: x.p"));
        };
        let Syntax::Name(variable) = &of.kind else {
            return Err(Mistake::new(
                &of.span,
                "a variable stands before the dot; what a property refers to is asked with .exists(v, …)",
            ));
        };
        let Some(place) = self.variables.iter().position(|known| known.name == *variable) else {
            return Err(self.no_variable(&of.span, variable));
        };
        let Type::Record(types) = &self.variables[place].of else {
            let message = format!("{variable} is no record and has no properties");
            return Err(Mistake::new(&of.span, message));
        };
        let wanted = property_name(name);
        let own: Vec<&Property> = types
            .iter()
            .filter_map(|known| self.schema.property(known.as_str(), &wanted))
            .collect();
        if let Some(first) = own.first() {
            let of = self.type_of(at, first)?;
            let mut many = false;
            let mut all = of.clone();
            for property in &own {
                let other = self.type_of(at, property)?;
                match (&mut all, other) {
                    (Type::Record(known), Type::Record(more)) => known.extend(more),
                    (known, other) if *known == other => {}
                    _ => {
                        let message = format!(
                            "{wanted} is not the same in all types that {variable} can be of"
                        );
                        return Err(Mistake::new(at, message));
                    }
                }
                many |= property.cardinality != Cardinality::One
                    || property.changes
                    || !property.qualifiers.is_empty();
            }
            return Ok((Input { of: place, way: Way::On(first.id.clone()), many }, all));
        }
        let mut from = Vec::new();
        let mut items = BTreeSet::new();
        for (record_type, property) in self.schema.reversed(types, &wanted) {
            from.push((record_type.cloned(), property.id.clone()));
            match record_type {
                Some(known) => {
                    items.insert(known.clone());
                }
                None => items.extend(self.schema.record_types().map(|known| known.id.clone())),
            }
        }
        match wanted.parse::<PropertyId>() {
            Ok(name) if !from.is_empty() => Ok((
                Input { of: place, way: Way::From(name, from), many: true },
                Type::Record(items),
            )),
            _ => Err(self.no_property(at, types, name)),
        }
    }

    /// What the values of a property are.
    fn type_of(&self, at: &Range<usize>, property: &Property) -> Result<Type, Mistake> {
        const ASKED: [Kind; 10] = [
            Kind::Term,
            Kind::Ref,
            Kind::Flag,
            Kind::Count,
            Kind::Duration,
            Kind::Distance,
            Kind::Date,
            Kind::Money,
            Kind::Held,
            Kind::Share,
        ];
        let kind = ASKED.into_iter().find(|kind| property.kinds.contains(kind));
        Ok(match (kind, &property.vocabulary) {
            (Some(Kind::Term), Some(vocabulary)) => Type::Term(vocabulary.clone()),
            (Some(Kind::Ref), _) if property.to.is_empty() => {
                Type::Record(self.schema.record_types().map(|known| known.id.clone()).collect())
            }
            (Some(Kind::Ref), _) => Type::Record(property.to.clone()),
            (Some(kind), _) => Type::Plain(kind),
            // Whether there is one can be asked of anything.
            (None, _) => match property.kinds.first() {
                Some(kind) => Type::Plain(*kind),
                None => return Err(Mistake::new(at, format!("{} has no values", property.id))),
            },
        })
    }

    fn no_variable(&self, span: &Range<usize>, name: &str) -> Mistake {
        let known: Vec<&str> = self.variables.iter().map(|known| known.name.as_str()).collect();
        Mistake::new(
            span,
            format!("there is no variable {name} here; there are {}", known.join(", ")),
        )
    }

    fn no_property(&self, at: &Range<usize>, types: &BTreeSet<TypeId>, name: &str) -> Mistake {
        let mut known: BTreeSet<String> = BTreeSet::new();
        for record_type in types.iter().filter_map(|one| self.schema.record_type(one.as_str())) {
            known.extend(
                self.schema.properties(record_type).map(|one| one.id.as_str().replace('-', "_")),
            );
        }
        let reversed = self.schema.record_types().flat_map(|one| one.own_properties());
        let points = |property: &&Property| {
            property.to.is_empty() || property.to.iter().any(|to| types.contains(to))
        };
        known.extend(
            reversed
                .filter(points)
                .filter_map(|one| Some(one.reverse.as_ref()?.id.as_str().replace('-', "_"))),
        );
        let types: Vec<&str> = types.iter().map(TypeId::as_str).collect();
        let known: Vec<String> = known.into_iter().collect();
        Mistake::new(
            at,
            format!("{} has no {name}; there are {}", types.join(" or "), known.join(", ")),
        )
    }
}
