//! Tables in CSV (RFC 4180), with commas or semicolons.
//!
//! The reader is strict about quotes, and our own for that reason: one that is lenient takes a quote
//! that is never closed for the rest of the file, and rows vanish in a cell without a word. Here that is
//! a mistake with the line where the quote was opened. A quote inside an unquoted cell is a letter like
//! any other (`5" nail`), as spreadsheet programs write and read it.

use crate::sheets::grid::{Content, Grid, Table};
use crate::sheets::limits;
use crate::sheets::mistake::{At, Mistakes, Place};

/// Cells of one row, and the line it starts on.
struct Record {
    line: u32,
    cells: Vec<(u32, String)>,
}

struct Fault {
    line: u32,
    message: &'static str,
    hint: &'static str,
}

struct Records<'a> {
    rest: &'a str,
    line: u32,
    separator: char,
}

pub(super) fn read(
    text: &str,
    content: Content,
    place: &Place,
    mistakes: &mut Mistakes,
) -> Option<Table> {
    let mut grid = Grid::new(content, place.clone(), mistakes);
    let at = |line| At::Line { line, column: None };
    let mut records = match Records::new(text) {
        Ok(records) => records,
        Err(fault) => {
            grid.mistake(at(fault.line), fault.message, fault.hint);
            return None;
        }
    };
    loop {
        match records.next() {
            Err(fault) => {
                grid.mistake(at(fault.line), fault.message, fault.hint);
                break;
            }
            Ok(None) => break,
            Ok(Some(record)) => {
                let cells = (1..).zip(record.cells).map(|(place, (line, text))| {
                    (place, At::Line { line, column: None }, Some(text))
                });
                if !grid.row(at(record.line), cells.collect()) {
                    break;
                }
            }
        }
    }
    grid.finish()
}

impl<'a> Records<'a> {
    /// Finds out what separates the cells: what the first line with something in it has most of.
    fn new(text: &'a str) -> Result<Self, Fault> {
        let mut records = Self { rest: text, line: 1, separator: ',' };
        for (line, separator) in [("sep=,", ','), ("sep=;", ';')] {
            let rest = text.strip_prefix(line).map(|rest| rest.trim_start_matches('\r'));
            if let Some(rest) = rest.and_then(|rest| rest.strip_prefix('\n')) {
                return Ok(Self { rest, line: 2, separator });
            }
        }
        let first = text.trim_start_matches(['\r', '\n']).lines().next().unwrap_or_default();
        let count = |separator| {
            let mut quoted = false;
            let outside = first.chars().filter(|character| {
                quoted ^= *character == '"';
                !quoted && *character == separator
            });
            outside.count()
        };
        let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
        if tabs > commas.max(semicolons) {
            return Err(Fault {
                line: 1,
                message: "the cells are separated by tabs",
                hint: "save the file as CSV, with commas or semicolons",
            });
        }
        if semicolons > commas {
            records.separator = ';';
        }
        Ok(records)
    }

    /// Takes the next character, counting lines.
    fn take(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        if character == '\n' {
            self.line = self.line.saturating_add(1);
        }
        Some(character)
    }

    fn next(&mut self) -> Result<Option<Record>, Fault> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut record = Record { line: self.line, cells: Vec::new() };
        loop {
            let line = self.line;
            let cell = if self.rest.starts_with('"') { self.quoted()? } else { self.plain() };
            if record.cells.len() >= limits::COLUMNS as usize {
                return Err(Fault {
                    line: record.line,
                    message: "the row has far too many cells",
                    hint: "keep to the columns of a sheet",
                });
            }
            record.cells.push((line, cell));
            match self.take() {
                Some(character) if character == self.separator => {}
                Some('\r') if self.rest.starts_with('\n') => {
                    self.take();
                    break;
                }
                Some('\n' | '\r') | None => break,
                Some(_) => {
                    return Err(Fault {
                        line: self.line,
                        message: "something follows a closing quote",
                        hint: "inside a quoted cell write two quotes for one",
                    });
                }
            }
        }
        Ok(Some(record))
    }

    fn plain(&mut self) -> String {
        let end = self.rest.find([self.separator, '\r', '\n']).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell.to_owned()
    }

    fn quoted(&mut self) -> Result<String, Fault> {
        let line = self.line;
        self.take();
        let mut cell = String::new();
        while let Some(character) = self.take() {
            if character != '"' {
                cell.push(character);
            } else if self.rest.starts_with('"') {
                self.take();
                cell.push('"');
            } else {
                return Ok(cell);
            }
        }
        Err(Fault {
            line,
            message: "a quote is opened here and never closed",
            hint: "close it, or write two quotes for one inside a quoted cell",
        })
    }
}
