//! What changed between two versions of a row, for a coder to read.

use std::collections::BTreeSet;
use std::fmt;

use super::column::Column;
use super::row::Row;

/// One cell that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The column.
    pub column: Column,
    /// What stood there.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
}

impl Row {
    /// The cells in which this row differs from what it was before.
    #[must_use]
    pub fn changes_since(&self, before: &Self) -> Vec<Change> {
        let (old, new) = (before.cells(), self.cells());
        let columns: BTreeSet<Column> = old.keys().chain(new.keys()).copied().collect();
        columns
            .into_iter()
            .map(|column| Change {
                column,
                before: old.get(&column).cloned(),
                after: new.get(&column).cloned(),
            })
            .filter(|change| change.before != change.after)
            .collect()
    }
}

impl fmt::Display for Change {
    /// Prints `value: 15 → 16`, with `(empty)` for nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |text: &Option<String>| match text {
            Some(text) => text.replace('\n', "⏎"),
            None => "(empty)".to_owned(),
        };
        write!(f, "{}: {} → {}", self.column, told(&self.before), told(&self.after))
    }
}
