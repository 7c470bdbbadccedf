//! Defaults: what columns left empty mean in the rows below.
//!
//! A row whose `row_id` is `default` holds them, and takes the place of any such row before it. A lone
//! `-` leaves a cell empty whatever the default.

use super::column::Column;
use super::grid::{RawRow, Table};
use super::mistake::{Mistake, Mistakes};
use super::name::DEFAULT_ROW;
use super::text::EMPTY;

/// Takes the rows of defaults out of the table and puts what they say into the rows below them.
pub(super) fn apply(table: &mut Table, mistakes: &mut Mistakes) {
    let mut defaults = RawRow::new(table.place.at);
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in std::mem::take(&mut table.rows) {
        let is_default = row.cells.get(&Column::RowId).is_some_and(|cell| cell.text == DEFAULT_ROW);
        if is_default {
            defaults = row;
            defaults.cells.remove(&Column::RowId);
            defaults.cells.retain(|_, cell| cell.text != EMPTY);
            defaults.cells.values_mut().for_each(|cell| cell.inherited = true);
        } else {
            rows.push(fill(row, &defaults, table, mistakes));
        }
    }
    table.rows = rows;
}

fn fill(row: RawRow, defaults: &RawRow, table: &Table, mistakes: &mut Mistakes) -> RawRow {
    let mut filled = RawRow { at: row.at, ..defaults.clone() };
    filled.refused.extend(row.refused);
    filled.cells.extend(row.cells);
    filled.cells.retain(|_, cell| cell.text != EMPTY);
    if !filled.cells.contains_key(&Column::RowId) && !filled.refused.contains(&Column::RowId) {
        mistakes.add(
            Mistake::new(table.place.at(row.at), "the row has no row_id")
                .column(Column::RowId)
                .hint("give it a name of its own that stays with it for ever"),
        );
    }
    filled
}
