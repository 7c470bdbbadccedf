//! Writing sheets: the same rows give the same bytes, in each format.
//!
//! What is written reads back as the same rows. A row that would not, is not written: the error names
//! it. Columns that no row uses are left out, save those that every row needs.

mod csv;
mod template;
mod workbook;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use onus_model::id::TypeId;

use super::column::Column;
use super::file::{Format, SheetFile};
use super::name::{Handle, SheetId};
use super::row::Row;
use super::text;

pub use template::template;

/// A record of the register to be written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its handle.
    pub handle: Handle,
    /// Its type.
    pub record_type: TypeId,
    /// What the coder calls it.
    pub label: Option<String>,
}

/// A register and sheets to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The records, in the order in which they are written.
    pub register: Vec<Entry>,
    /// The rows of each sheet, in the order in which they are written.
    pub sheets: BTreeMap<SheetId, Vec<Row>>,
}

/// Says why something was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotWrite {
    /// A cell would not read back as it is.
    #[error(
        "{place}, {column}: the text starts or ends with white space, is a lone -, or holds control \
         characters, and cannot stand in a cell"
    )]
    Text {
        /// The row or record.
        place: String,
        /// The column.
        column: Column,
    },
    /// A cell is longer than a worksheet's cell can be.
    #[error(
        "{place}, {column}: the text is longer than a worksheet's cell can hold; write CSV or YAML"
    )]
    TooLong {
        /// The row or record.
        place: String,
        /// The column.
        column: Column,
    },
    /// Two worksheets of one workbook cannot have names that differ only in capitals.
    #[error("the sheets {0} and {1} differ only in capitals; write them to CSV or YAML")]
    AlikeSheets(SheetId, SheetId),
    /// The workbook could not be made.
    #[error("the workbook could not be made: {0}")]
    Workbook(String),
}

/// A table on its way into a file.
struct Written {
    /// Its id, or `register`.
    name: String,
    columns: Vec<Column>,
    rows: Vec<BTreeMap<Column, String>>,
}

/// The name of the register's file and worksheet.
const REGISTER: &str = "register";
/// The name of a workbook of several tables.
const WORKBOOK: &str = "sheets";

/// Writes the register and each sheet: a workbook has them all, the other formats a file each.
///
/// # Errors
///
/// What cannot be written, with its row.
pub fn write(export: &Export, format: Format) -> Result<Vec<SheetFile>, CannotWrite> {
    let mut tables = Vec::new();
    if !export.register.is_empty() {
        tables.push(of_register(&export.register)?);
    }
    for (id, rows) in &export.sheets {
        tables.push(of_sheet(id, rows)?);
    }
    let file = |name: &str, bytes| SheetFile { name: format!("{name}.{}", format.ending()), bytes };
    Ok(match format {
        Format::Csv => tables.iter().map(|table| file(&table.name, csv::write(table))).collect(),
        Format::Yaml => tables.iter().map(|table| file(&table.name, yaml::write(table))).collect(),
        Format::Xlsx => {
            refuse_alike(export.sheets.keys())?;
            vec![file(WORKBOOK, workbook::write(&tables)?)]
        }
    })
}

/// A workbook's worksheets are told apart without regard to capitals.
fn refuse_alike<'s>(sheets: impl Iterator<Item = &'s SheetId>) -> Result<(), CannotWrite> {
    let mut lower: BTreeMap<String, &SheetId> = BTreeMap::new();
    for id in sheets {
        if let Some(other) = lower.insert(id.as_str().to_lowercase(), id) {
            return Err(CannotWrite::AlikeSheets(other.clone(), id.clone()));
        }
    }
    Ok(())
}

fn of_register(entries: &[Entry]) -> Result<Written, CannotWrite> {
    let rows = entries.iter().map(|entry| {
        let mut cells = BTreeMap::from([
            (Column::Handle, entry.handle.to_string()),
            (Column::Type, entry.record_type.to_string()),
        ]);
        cells.extend(entry.label.clone().map(|label| (Column::Label, label)));
        cells
    });
    table(REGISTER, Column::of_register(), &[Column::Handle, Column::Type], rows.collect())
}

fn of_sheet(id: &SheetId, rows: &[Row]) -> Result<Written, CannotWrite> {
    let needed = [
        Column::RowId,
        Column::Record,
        Column::Property,
        Column::Value,
        Column::Origin,
        Column::Source,
    ];
    let rows = rows.iter().map(|row| {
        let mut cells = row.cells();
        cells.insert(Column::RowId, row.name.row.to_string());
        cells
    });
    table(id.as_str(), Column::of_sheet(), &needed, rows.collect())
}

fn table(
    name: &str,
    columns: &[Column],
    needed: &[Column],
    rows: Vec<BTreeMap<Column, String>>,
) -> Result<Written, CannotWrite> {
    let used: BTreeSet<Column> =
        rows.iter().flat_map(|cells| cells.keys()).chain(needed).copied().collect();
    for cells in &rows {
        for (column, cell) in cells {
            if !text::is_kept(cell) {
                return Err(CannotWrite::Text { place: place(name, cells), column: *column });
            }
        }
    }
    let columns = columns.iter().copied().filter(|column| used.contains(column)).collect();
    Ok(Written { name: name.to_owned(), columns, rows })
}

/// Where a row belongs, for messages.
fn place(table: &str, cells: &BTreeMap<Column, String>) -> String {
    let name = cells.get(&Column::RowId).or_else(|| cells.get(&Column::Handle));
    format!("{table}/{}", name.map_or("", String::as_str))
}
