//! What a condition means once the schema has been asked: tests, and what they compare.

use std::collections::BTreeSet;

use onus_model::id::{PropertyId, TypeId};
use onus_model::value::Value;

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
    /// Values written in the condition, any of which will do.
    AnyOf(Vec<Value>),
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
