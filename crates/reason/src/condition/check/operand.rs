//! What is compared: values, variables, properties, and what is made of them.

use std::ops::Range;

use onus_model::value::{Kind, Value};

use super::{Checker, Type};
use crate::condition::meaning::Operand;
use crate::condition::syntax::{Expression, Kind as Syntax, Mistake, Operator};

impl Checker<'_> {
    pub(super) fn operand(&mut self, expression: &Expression) -> Result<(Operand, Type), Mistake> {
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
}
