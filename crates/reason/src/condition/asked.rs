//! What a test asks of a variable, before its meaning is known: which properties, and which type it says it to be.

use std::ops::Range;

use super::syntax::{Expression, Kind as Syntax, Operator};

/// The properties that a test asks of a variable.
pub(super) fn asked_of<'e>(
    expression: &'e Expression,
    variable: &str,
    asked: &mut Vec<(&'e str, &'e Range<usize>)>,
) {
    match &expression.kind {
        Syntax::Member(of, name, at) => {
            if matches!(&of.kind, Syntax::Name(known) if known == variable) {
                asked.push((name, at));
            }
            asked_of(of, variable, asked);
        }
        Syntax::Method(of, _, _, parts) => {
            asked_of(of, variable, asked);
            parts.iter().for_each(|part| asked_of(part, variable, asked));
        }
        Syntax::Call(_, parts) | Syntax::And(parts) | Syntax::Or(parts) | Syntax::List(parts) => {
            parts.iter().for_each(|part| asked_of(part, variable, asked));
        }
        Syntax::Not(inner) => asked_of(inner, variable, asked),
        Syntax::Binary(_, left, right) => {
            asked_of(left, variable, asked);
            asked_of(right, variable, asked);
        }
        Syntax::Name(_) | Syntax::Text(_) | Syntax::Number(_) | Syntax::Flag(_) => {}
    }
}

/// `type(v) == name`: the variable, the name, and where it stands.
pub(super) fn type_test<'e>(
    left: &'e Expression,
    right: &'e Expression,
) -> Option<(&'e str, &'e str, &'e Range<usize>)> {
    let Syntax::Call(name, arguments) = &left.kind else { return None };
    let ([Expression { kind: Syntax::Name(variable), .. }], Syntax::Name(wanted)) =
        (arguments.as_slice(), &right.kind)
    else {
        return None;
    };
    (name == "type").then_some((variable, wanted, &right.span))
}

/// The tests of a variable's type that stand as parts of a test: name, its place, the place of the whole.
pub(super) fn type_tests<'e>(
    body: &'e Expression,
    variable: &str,
) -> Vec<(&'e str, &'e Range<usize>, &'e Range<usize>)> {
    let parts = match &body.kind {
        Syntax::And(parts) => parts.as_slice(),
        _ => std::slice::from_ref(body),
    };
    let tests = parts.iter().filter_map(|part| {
        let Syntax::Binary(Operator::Equal, left, right) = &part.kind else { return None };
        let (of, name, at) = type_test(left, right)?;
        (of == variable).then_some((name, at, &part.span))
    });
    tests.collect()
}

/// The types that a variable is said to be of.
pub(super) fn types_of<'e>(
    body: &'e Expression,
    variable: &str,
) -> Vec<(&'e str, &'e Range<usize>)> {
    type_tests(body, variable).into_iter().map(|(name, at, _)| (name, at)).collect()
}
