//! Writing CSV: commas, UTF-8 with a byte-order mark (without it Excel takes the letters for others),
//! and an apostrophe before what a spreadsheet program would take for a formula.

use super::Written;
use crate::sheets::text::guard;

pub(super) fn write(table: &Written) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let names = table.columns.iter().map(|column| column.word().to_owned());
    line(&mut text, names);
    for row in &table.rows {
        let cells = table.columns.iter().map(|column| row.get(column).cloned().unwrap_or_default());
        line(&mut text, cells);
    }
    text.into_bytes()
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        let cell = guard(&cell);
        if cell.contains(['"', ',', ';', '\n', '\t']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push('\n');
}
