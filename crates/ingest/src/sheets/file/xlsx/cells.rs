//! The cells of one worksheet: the text typed into each, or why it is refused.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::Shared;
use super::markup::{self, Run, attribute};
use super::package::Unreadable;
use super::styles::Look;
use crate::sheets::limits;

/// The last row that a worksheet can have.
const LAST_ROW: u32 = 1 << 20;

/// Says why a cell is not taken.
pub(super) struct Refused {
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// The filled cells of one row, by column.
type Columns = BTreeMap<u32, Result<String, Refused>>;

/// The filled cells of a worksheet.
#[derive(Default)]
pub(super) struct Cells {
    /// Each row with its number.
    pub(super) rows: Vec<(u32, Columns)>,
    /// The first cell of each merged range, with the range.
    pub(super) merged: Vec<(u32, u32, String)>,
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    column: u32,
    kind: String,
    style: Option<String>,
    value: String,
    inline: Run,
    formula: bool,
    inside: Option<Inside>,
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Value,
    Inline,
}

pub(super) fn read(text: &str, shared: &Shared) -> Result<Cells, Unreadable> {
    let mut cells = Cells::default();
    let mut reader = markup::reader(text);
    let mut number = 0_u32;
    let mut row = Columns::new();
    let mut column = 0_u32;
    let mut open: Option<Open> = None;
    let mut filled = 0_usize;
    loop {
        let event = reader.read_event().map_err(Unreadable::damaged)?;
        match (&event, &mut open) {
            (Event::Start(element), None) => match element.local_name().as_ref() {
                "row" => {
                    let told = attribute(element, "r").and_then(|number| number.parse().ok());
                    number = told.unwrap_or(number.saturating_add(1));
                    if number == 0 || number > LAST_ROW {
                        return Err(Unreadable::damaged("a row has an impossible number"));
                    }
                    column = 0;
                }
                "c" => {
                    let cell = start(element, column)?;
                    column = cell.column;
                    open = Some(cell);
                }
                "mergeCell" => {
                    let range = attribute(element, "ref").unwrap_or_default();
                    let first = range.split(':').next().and_then(position);
                    let (column, row) = first.unwrap_or((1, 1));
                    cells.merged.push((row, column, range));
                }
                _ => {}
            },
            (Event::End(element), Some(cell)) if element.local_name().as_ref() == "c" => {
                let cell = std::mem::take(cell);
                open = None;
                let column = cell.column;
                if let Some(typed) = cell.typed(shared) {
                    filled += 1;
                    if filled > limits::ROWS * 25 || column > limits::COLUMNS {
                        return Err(Unreadable {
                            message: "the worksheet has far more cells than a sheet".to_owned(),
                            hint: "keep to the columns of a sheet, and split it if it is long",
                        });
                    }
                    row.insert(column, typed);
                }
            }
            (event, Some(cell)) => cell.read(event)?,
            (Event::End(element), None)
                if element.local_name().as_ref() == "row" && !row.is_empty() =>
            {
                cells.rows.push((number, std::mem::take(&mut row)));
            }
            (Event::Eof, None) => return Ok(cells),
            _ => {}
        }
        if matches!(event, Event::Eof) {
            return Err(Unreadable::damaged("a worksheet ends inside a cell"));
        }
    }
}

fn start(element: &BytesStart, before: u32) -> Result<Open, Unreadable> {
    let column = match attribute(element, "r") {
        None => before.saturating_add(1),
        Some(told) => {
            position(&told)
                .ok_or_else(|| Unreadable::damaged(format!("there is no cell {told}")))?
                .0
        }
    };
    Ok(Open {
        column,
        kind: attribute(element, "t").unwrap_or_default(),
        style: attribute(element, "s"),
        ..Open::default()
    })
}

/// Column and row, from 1, of a cell's name such as `B7`.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        letter.is_ascii_uppercase().then(|| column * 26 + u32::from(letter - b'A') + 1)
    })?;
    Some((column, row.parse().ok().filter(|row| (1..=LAST_ROW).contains(row))?))
}

impl Open {
    fn read(&mut self, event: &Event) -> Result<(), Unreadable> {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" => self.inside = Some(Inside::Value),
                "is" => self.inside = Some(Inside::Inline),
                "f" => self.formula = true,
                _ => {}
            },
            Event::End(element) if matches!(element.local_name().as_ref(), "v" | "is") => {
                self.inside = None;
            }
            _ => {}
        }
        match self.inside {
            Some(Inside::Value) => markup::add_text(event, &mut self.value),
            Some(Inside::Inline) => self.inline.read(event),
            None => Ok(()),
        }
    }

    /// What was typed into the cell; `None` when it is empty.
    fn typed(self, shared: &Shared) -> Option<Result<String, Refused>> {
        let refused =
            |message: &str, hint| Some(Err(Refused { message: message.to_owned(), hint }));
        if self.formula {
            return refused(
                "the cell holds a formula",
                "write its result into the cell as text: a claim must not depend on other cells",
            );
        }
        let value = self.value.trim();
        match self.kind.as_str() {
            "inlineStr" => Some(Ok(self.inline.finish())),
            "str" => Some(Ok(markup::unescape(&self.value))),
            _ if value.is_empty() => None,
            "s" => {
                let text = value.parse().ok().and_then(|place: usize| shared.texts.get(place));
                match text {
                    Some(text) => Some(Ok(text.clone())),
                    None => {
                        refused("the cell's text is missing from the workbook", "type it again")
                    }
                }
            }
            "b" => {
                Some(Ok(if matches!(value, "1" | "true") { "true" } else { "false" }.to_owned()))
            }
            "e" => refused(
                &format!("the cell shows the error {}", value.chars().take(20).collect::<String>()),
                "write the text that belongs here",
            ),
            "d" => date(),
            "n" | "" => match shared.looks.of(self.style.as_deref()) {
                Look::Date => date(),
                Look::Digits => match whole(value) {
                    Some(digits) => Some(Ok(digits)),
                    None => number(value),
                },
                Look::Special => number(value),
            },
            _ => refused("the cell's kind is not known", "format it as text and type it again"),
        }
    }
}

fn date() -> Option<Result<String, Refused>> {
    Some(Err(Refused {
        message: "the cell holds a spreadsheet date, which may not be what was typed into it"
            .to_owned(),
        hint: "format the cell as text and write the date as far as it is known: 2011-12-16, 2011-12",
    }))
}

fn number(value: &str) -> Option<Result<String, Refused>> {
    let value: String = value.chars().take(30).collect();
    Some(Err(Refused {
        message: format!("the cell holds the number {value}, which may not be how it is shown"),
        hint: "format the cell as text and type it again",
    }))
}

/// The digits of a whole number that a spreadsheet program keeps exactly, as it would show it.
fn whole(value: &str) -> Option<String> {
    /// Such programs keep fifteen digits.
    const LARGEST: f64 = 1e15;
    if value.len() <= 15 && value.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some(value.to_owned());
    }
    let number: f64 = value.parse().ok()?;
    (number.trunc() == number && number.abs() < LARGEST).then(|| format!("{number:.0}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_their_names() {
        assert_eq!(position("B7"), Some((2, 7)));
        assert_eq!(position("AA10"), Some((27, 10)));
        assert_eq!(position("XFD1048576"), Some((16_384, 1_048_576)));
        for name in ["", "7", "B", "B0", "b7", "ABCD1", "B99999999999", "Ж1"] {
            assert_eq!(position(name), None, "{name}");
        }
    }

    #[test]
    fn only_whole_numbers_are_taken() {
        assert_eq!(whole("15"), Some("15".to_owned()));
        assert_eq!(whole("15.0"), Some("15".to_owned()));
        assert_eq!(whole("1E3"), Some("1000".to_owned()));
        for value in ["0.5", "1e300", "NaN", "inf", "x"] {
            assert_eq!(whole(value), None, "{value}");
        }
    }
}
