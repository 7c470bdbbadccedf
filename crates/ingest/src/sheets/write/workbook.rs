//! Writing workbooks: every cell is text and formatted as text, so that what is typed over it stays
//! text too. The same tables give the same bytes: no time of making is written.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{CannotWrite, Written, place};
use crate::sheets::column::Column;
use crate::sheets::limits;
use crate::sheets::text::guard_typed;

impl From<XlsxError> for CannotWrite {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

pub(super) fn write(tables: &[Written]) -> Result<Vec<u8>, CannotWrite> {
    let mut workbook = new()?;
    for table in tables {
        worksheet(&mut workbook, table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// An empty workbook that does not tell when it was made.
pub(super) fn new() -> Result<Workbook, CannotWrite> {
    let mut workbook = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    Ok(workbook)
}

/// Adds a worksheet with a table in it.
pub(super) fn worksheet<'w>(
    workbook: &'w mut Workbook,
    table: &Written,
) -> Result<&'w mut Worksheet, CannotWrite> {
    let text = Format::new().set_num_format("@");
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(&table.name)?;
    worksheet.set_freeze_panes(1, 0)?;
    for (place, column) in (0_u16..).zip(&table.columns) {
        worksheet.set_column_format(place, &text)?;
        worksheet.set_column_width(place, width(*column))?;
        worksheet.write_string_with_format(0, place, column.word(), &text.clone().set_bold())?;
    }
    for (number, row) in (1_u32..).zip(&table.rows) {
        for (column_place, column) in (0_u16..).zip(&table.columns) {
            let Some(cell) = row.get(column) else { continue };
            let cell = guard_typed(cell);
            if cell.encode_utf16().count() > limits::WORKSHEET_CELL {
                return Err(CannotWrite::TooLong {
                    place: place(&table.name, row),
                    column: *column,
                });
            }
            worksheet.write_string_with_format(number, column_place, cell, &text)?;
        }
    }
    Ok(worksheet)
}

/// How wide a column is shown, in characters.
fn width(column: Column) -> f64 {
    match column {
        Column::RowId | Column::Level | Column::How | Column::Stance => 10.0,
        Column::Value | Column::Wording | Column::Label | Column::Scope => 36.0,
        _ => 18.0,
    }
}
