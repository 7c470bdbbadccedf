//! Reading a set of files: everything in them, or every mistake.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::schema::Schema;

use super::check::{self, Context};
use super::column::Column;
use super::grid::{Content, RawRow, Table};
use super::known::Known;
use super::mistake::{Mistake, Mistakes, Place};
use super::name::{Handle, NameError, RowId, RowName, SheetId};
use super::question::{self, Question};
use super::register::{self, NewRecord};
use super::row::Row;
use super::{SheetFile, cycle, defaults, file, limits};

/// What a set of sheets says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Records that the case does not have yet.
    pub records: Vec<NewRecord>,
    /// What the register calls records that the case has.
    pub labels: Vec<(Handle, String)>,
    /// The sheets that were read, those without rows too.
    pub sheets: BTreeSet<SheetId>,
    /// Every row, each after the rows it names.
    pub rows: Vec<Row>,
    /// What the coder should look at; nothing in it stops the sheets from being applied.
    pub questions: Vec<Question>,
}

/// A row to be checked.
struct Candidate<'t> {
    name: RowName,
    /// Whether the name is its own. A row without one is checked all the same, to tell all mistakes.
    is_named: bool,
    raw: &'t RawRow,
    table: &'t Place,
}

/// Reads sheets and registers, each file whole, and checks them against the schema and the case.
///
/// # Errors
///
/// Every mistake in every file. Nothing is read in part.
pub fn read(files: &[SheetFile], schema: &Schema, known: &dyn Known) -> Result<Reading, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut tables = file::tables(files, &mut mistakes);
    let (records, handles) = register::read(&tables, schema, known, &mut mistakes);
    tables.retain(|table| table.content != Content::Register);
    tables.iter_mut().for_each(|table| defaults::apply(table, &mut mistakes));
    let sheets = sheets(&tables, &mut mistakes);
    let candidates = candidates(&tables, &mut mistakes);
    let named = candidates.iter().filter(|row| row.is_named);
    let rows = named.map(|row| row.name.clone()).collect();
    let context = Context { schema, known, handles: &handles, sheets: &sheets, rows: &rows };
    let mut right = Vec::with_capacity(candidates.len());
    for row in &candidates {
        let checked = check::check(&context, row.raw, row.table, &row.name, &mut mistakes);
        right.extend(checked.filter(|_| row.is_named));
    }
    let rows = cycle::order(right, &mut mistakes);
    if !mistakes.is_empty() {
        mistakes.sort(&file::names(files));
        return Err(mistakes);
    }
    let questions = question::questions(&records, &rows, &handles, known);
    let labels = handles.labels;
    Ok(Reading { records, labels, sheets, rows, questions })
}

/// The ids of the sheets; one given twice is a mistake, because each owns the claims of its rows.
fn sheets(tables: &[Table], mistakes: &mut Mistakes) -> BTreeSet<SheetId> {
    let mut first: BTreeMap<&SheetId, &Place> = BTreeMap::new();
    for table in tables {
        let Content::Sheet(id) = &table.content else { continue };
        if let Some(first) = first.get(id) {
            mistakes.add(
                Mistake::new(
                    table.place.clone(),
                    format!("the sheet {id} is given twice; the first is {first}"),
                )
                .hint("give each sheet an id of its own, or put their rows together"),
            );
        } else {
            first.insert(id, &table.place);
        }
    }
    first.into_keys().cloned().collect()
}

/// Every row, with its name or a stand-in where it has none of its own.
fn candidates<'t>(tables: &'t [Table], mistakes: &mut Mistakes) -> Vec<Candidate<'t>> {
    let mut first: BTreeMap<RowName, Place> = BTreeMap::new();
    let mut candidates = Vec::new();
    for table in tables {
        let Content::Sheet(sheet) = &table.content else { continue };
        for raw in &table.rows {
            if candidates.len() >= limits::ROWS {
                let message = format!("there are more than {} rows", limits::ROWS);
                mistakes
                    .add(Mistake::new(table.place.clone(), message).hint("apply fewer at once"));
                return candidates;
            }
            let own = own_name(sheet, raw, table, &first, mistakes);
            if let Some((name, place)) = &own {
                first.insert(name.clone(), place.clone());
            }
            let is_named = own.is_some();
            let name = own.map_or_else(|| stand_in(sheet), |(name, _)| name);
            candidates.push(Candidate { name, is_named, raw, table: &table.place });
        }
    }
    candidates
}

/// The row's own name and where it stands, unless it has none or another row has it already.
fn own_name(
    sheet: &SheetId,
    raw: &RawRow,
    table: &Table,
    first: &BTreeMap<RowName, Place>,
    mistakes: &mut Mistakes,
) -> Option<(RowName, Place)> {
    let cell = raw.cells.get(&Column::RowId)?;
    let place = table.place.at(cell.at);
    let wrong = |message| Mistake::new(place.clone(), message).column(Column::RowId);
    let row: Result<RowId, NameError> = cell.text.parse();
    let name = match row {
        Ok(row) => RowName { sheet: sheet.clone(), row },
        Err(error) => {
            mistakes.add(wrong(error.to_string()));
            return None;
        }
    };
    if let Some(first) = first.get(&name) {
        let message = format!("the row_id {} is there twice; the first is {first}", name.row);
        mistakes.add(wrong(message).hint("give each row a row_id of its own"));
        return None;
    }
    Some((name, place))
}

/// The name under which a row is checked that has none of its own.
fn stand_in(sheet: &SheetId) -> RowName {
    RowName { sheet: sheet.clone(), row: RowId::unnamed() }
}
