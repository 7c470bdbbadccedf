//! Conditions of standards: read, checked against the schema, and evaluated on what is claimed.
//!
//! The syntax is a subset of the Common Expression Language. What a condition means where little is known, what is
//! known is disputed, or nothing is claimed at all is defined in `docs/design/conditions.md`. In short: values stand
//! for sets of exact values; what is not claimed may be anything; a test is true or false only where it is so whatever
//! the case is; and nothing ever follows from nothing being recorded.
//!
//! [`syntax`] reads the text, [`check`] gives it its [`meaning`] by the schema, [`slot`] finds what is claimed of an input
//! and by whom, [`account`] what each makes of it, [`set`] compares, [`evaluate`] puts it together.

mod account;
mod asked;
mod check;
mod evaluate;
mod held;
mod meaning;
mod operand;
mod set;
mod slot;
mod syntax;
mod truth;
mod variant;

#[cfg(test)]
mod tests;

use std::ops::Range;

use onus_model::id::TypeId;
use onus_model::schema::Schema;

pub(crate) use evaluate::Evaluator;
use meaning::Test;
pub(crate) use syntax::Mistake;
pub(crate) use truth::{Account, Judgement, Open};
pub use truth::{AskedInput, Measured, Truth};

/// An outermost part of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it asks.
    pub(crate) test: Test,
    /// As it is written.
    pub(crate) text: String,
}

/// Reads a condition on records of a type: its outermost parts, the first of which says what it is about.
pub(crate) fn read(
    schema: &Schema,
    record_type: &TypeId,
    text: &str,
) -> Result<Vec<Part>, Mistake> {
    let expression = syntax::read(text)?;
    let parts = check::check(schema, record_type, &expression)?;
    let as_written = |span: Range<usize>| {
        let words = text
            .get(span)
            .unwrap_or_default()
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default().trim());
        words.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    };
    Ok(parts.into_iter().map(|(test, span)| Part { test, text: as_written(span) }).collect())
}
