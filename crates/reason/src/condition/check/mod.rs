//! Gives each part of a condition its meaning by the schema, and refuses what has none.
//!
//! What comes out can be evaluated on any claims: every property exists, every term is of its vocabulary, and
//! both sides of a comparison are of one kind. [`operand`] reads what is compared, [`property`] what a name means.

mod operand;
mod property;

use std::collections::BTreeSet;
use std::ops::Range;

use onus_model::id::{TermId, TypeId, VocabularyId};
use onus_model::schema::Schema;
use onus_model::value::{Kind, Value};

use super::asked::{asked_of, type_test, type_tests, types_of};
use super::meaning::{Compare, Operand, Test};
use super::syntax::{Expression, Kind as Syntax, Mistake, Operator};
use property::property_name;

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
            let term = |item: &Expression| match self.term(&vocabulary, item)? {
                Operand::Literal(term) => Ok(*term),
                _ => Err(Mistake::new(&item.span, "a term in quotation marks stands here")),
            };
            let terms: Vec<Value> = items.iter().map(term).collect::<Result<_, Mistake>>()?;
            return match terms.is_empty() {
                true => Err(Mistake::new(&right.span, "this list is empty")),
                false => Ok(Test::Compare(Compare::Equal, value, Operand::AnyOf(terms))),
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
}
