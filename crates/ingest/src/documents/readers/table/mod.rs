//! Tables: workbooks and separated values, every cell a part.

pub(super) mod csv;
mod shown;
pub(super) mod workbook;

use crate::documents::builder::TextBuilder;
use crate::documents::{Failure, Note, Place};

/// A sheet as it is shown.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    /// Whether programs do not show it.
    pub(crate) hidden: bool,
    /// Whether programs do not show some of its rows.
    pub(crate) hidden_rows: bool,
    /// Its cells with anything in them, row by row.
    pub(crate) cells: Vec<Cell>,
    /// Remarks on its cells.
    pub(crate) comments: Vec<String>,
}

/// A cell that shows something.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Its row, from 0.
    pub(crate) row: u32,
    /// Its column, from 0.
    pub(crate) column: u32,
    /// What it shows.
    pub(crate) text: String,
}

/// Writes sheets one after another: a line a row, a tabulator between cells.
///
/// # Errors
///
/// When there is more text, or there are more cells, than a reading may give.
pub(crate) fn write(
    sheets: Vec<Sheet>,
    text: &mut TextBuilder<'_>,
    notes: &mut Vec<Note>,
) -> Result<(), Failure> {
    let several = sheets.len() > 1;
    let mut comments = Vec::new();
    for sheet in sheets {
        if sheet.hidden {
            notes.push(Note::Unseen(sheet.name.clone()));
        } else if sheet.hidden_rows {
            notes.push(Note::Unseen(format!("{} (rows)", sheet.name)));
        }
        comments.extend(sheet.comments);
        let name = if several { sheet.name } else { String::new() };
        text.blank();
        let mut row = None;
        for cell in sheet.cells {
            match row.replace(cell.row) {
                Some(before) if before == cell.row => text.push("\t")?,
                Some(_) => text.push("\n")?,
                None => {}
            }
            let place = Place::Cell { sheet: name.clone(), cell: reference(cell.row, cell.column) };
            text.part(place, &cell.text)?;
        }
    }
    for (number, comment) in (1..).zip(comments) {
        text.blank();
        text.part(Place::Aside("comment".to_owned(), number), &comment)?;
    }
    if text.text().is_empty() {
        notes.push(Note::NoText);
    }
    Ok(())
}

/// The name of a cell, such as `B7`.
fn reference(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect::<String>() + &(u64::from(row) + 1).to_string()
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (column, name) in [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")] {
            assert_eq!(reference(0, column), name);
        }
        assert_eq!(reference(6, 1), "B7");
    }
}
