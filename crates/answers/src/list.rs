//! Records of a type.

use serde::Serialize;

use onus_case::Look;
pub use onus_reason::{Cell, Condition, ListError, ListRow, Listed, Wanted, list};

use crate::desk::{Desk, Tools};
use crate::mark::Mark;
use crate::shape::{RecordShape, ToldShape, document};
use crate::style::Style;
use crate::table::Table;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    r#type: String,
    label: String,
    conditions: Vec<String>,
    columns: Vec<ColumnShape>,
    rows: Vec<RowShape>,
}

#[derive(Serialize)]
struct ColumnShape {
    property: String,
    label: String,
}

#[derive(Serialize)]
struct RowShape {
    record: RecordShape,
    cells: Vec<CellShape>,
}

#[derive(Serialize)]
struct CellShape {
    property: String,
    values: Vec<ToldShape>,
}

/// The answer as a document of shape `onus.list/1`.
#[must_use]
pub fn to_json(listed: &Listed, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let columns = || listed.columns.iter();
    document(&Document {
        shape: "onus.list/1",
        r#type: listed.record_type.to_string(),
        label: desk.namer.type_name(listed.record_type.as_str()),
        conditions: listed.conditions.iter().map(|one| one.written.clone()).collect(),
        columns: columns()
            .map(|property| ColumnShape {
                property: property.to_string(),
                label: column_label(&desk, listed, property.as_str()),
            })
            .collect(),
        rows: listed
            .rows
            .iter()
            .map(|row| RowShape {
                record: desk.record_shape(row.record),
                cells: columns()
                    .zip(&row.cells)
                    .map(|(property, cell)| CellShape {
                        property: property.to_string(),
                        values: desk.told_shapes(&cell.told),
                    })
                    .collect(),
            })
            .collect(),
    })
}

fn column_label(desk: &Desk<'_, '_>, listed: &Listed, property: &str) -> String {
    desk.namer.property_of_type(listed.record_type.as_str(), property)
}

/// The answer in words: a table, one row a record.
#[must_use]
pub fn to_text(listed: &Listed, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    if listed.rows.is_empty() {
        return format!("{}\n", desk.phrases.plain("list-none"));
    }
    // A record without a name is told by its columns as well as by a label made of them.
    let named = |row: &ListRow| desk.namer.has_name(row.record);
    let any_named = listed.rows.iter().any(named);
    let mut headings = vec![desk.heading(&desk.phrases.plain("list-handle"))];
    if any_named {
        headings.push(desk.heading(&desk.namer.type_name(listed.record_type.as_str())));
    }
    let columns = listed.columns.iter();
    headings.extend(
        columns.map(|property| desk.heading(&column_label(&desk, listed, property.as_str()))),
    );
    let mut table = Table::new(headings);
    for row in &listed.rows {
        let handle = desk.handle(row.record).unwrap_or_default();
        let mut cells = vec![desk.mark(Mark::Handle, &handle)];
        if any_named {
            cells.push(if named(row) { desk.name(row.record) } else { String::new() });
        }
        cells.extend(row.cells.iter().map(|cell| cell_text(&desk, cell)));
        table.row(cells);
    }
    let mut out = table.lines(style.width).join("\n");
    out.push('\n');
    out.push_str(&desk.phrases.say("list-number", [("number", listed.rows.len().into())]));
    out.push('\n');
    out
}

/// Each value, with how many voices it has where there are several values.
fn cell_text(desk: &Desk<'_, '_>, cell: &Cell) -> String {
    let several = cell.told.len() > 1;
    let conflict = cell.told.iter().any(|told| told.in_conflict);
    let values: Vec<String> = cell
        .told
        .iter()
        .map(|told| {
            let mut text = desk.value(&told.value);
            if several && conflict {
                text = format!("{text} ({})", desk.voices(&told.voices));
            }
            if told.chosen {
                text = format!("{text} {}", desk.phrases.plain("list-chosen"));
            } else if told.own {
                text = format!("{text} {}", desk.phrases.plain("list-own"));
            }
            text
        })
        .collect();
    let text = values.join("; ");
    if conflict { desk.mark(Mark::Conflict, &text) } else { text }
}

#[derive(Serialize)]
struct TypesDocument {
    shape: &'static str,
    types: Vec<TypeShape>,
}

#[derive(Serialize)]
struct TypeShape {
    r#type: String,
    label: String,
    records: usize,
}

/// The types that records in view have, with how many there are of each, as a document of shape `onus.types/1`.
#[must_use]
pub fn types(look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let known = look.schema().record_types().map(|known| TypeShape {
        r#type: known.id.to_string(),
        label: desk.namer.type_name(known.id.as_str()),
        records: look.records_of_type(known.id.as_str()).len(),
    });
    document(&TypesDocument {
        shape: "onus.types/1",
        types: known.filter(|known| known.records > 0).collect(),
    })
}
