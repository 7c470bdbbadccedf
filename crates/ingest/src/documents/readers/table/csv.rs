//! Separated values (RFC 4180 and what programs make of it): commas, semicolons, tabulators or bars.
//!
//! Unlike a coding sheet, which its coder can mend, a source is read as it is: a quote inside a cell is a letter,
//! and so is one that opens a cell and is never closed.

use super::{Cell, Sheet, write};
use crate::documents::builder::TextBuilder;
use crate::documents::encoding::{decode, looks_like_text};
use crate::documents::input::{Head, Job};
use crate::documents::readers::Reader;
use crate::documents::{Document, Failure, Note};

/// Separated values.
pub(crate) const READER: Reader = Reader { version: "csv/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    let media = match head.ending.as_str() {
        "csv" => "text/csv",
        "tsv" | "tab" => "text/tab-separated-values",
        _ => return None,
    };
    (looks_like_text(&head.bytes) && !head.bytes.contains(&0)
        || head.bytes.starts_with(&[0xff, 0xfe]))
    .then_some(media)
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let decoded = decode(&job.whole()?, None);
    let mut notes: Vec<Note> = decoded.notes;
    let cells = cells(&decoded.text, job.limits.parts)?;
    let mut text = TextBuilder::new(job.limits);
    write(vec![Sheet { cells, ..Sheet::default() }], &mut text, &mut notes)?;
    let (text, parts) = text.finish();
    Ok(Document { text, parts, notes, ..Document::default() })
}

/// What separates the cells: the first line may say so, else what it has most of outside of quotes.
fn separator(text: &str) -> (char, &str) {
    if let Some(rest) = text.strip_prefix("sep=") {
        let mut scalars = rest.chars();
        if let Some(separator) = scalars.next().filter(|scalar| !matches!(scalar, '\r' | '\n')) {
            let rest = scalars.as_str();
            let rest = rest.strip_prefix('\r').unwrap_or(rest);
            if let Some(rest) = rest.strip_prefix('\n') {
                return (separator, rest);
            }
        }
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator| {
        let mut quoted = false;
        let outside = first.chars().filter(|scalar| {
            quoted ^= *scalar == '"';
            !quoted && *scalar == separator
        });
        outside.count()
    };
    // Of equally many the first is taken: `max_by_key` takes the last, hence the order.
    let found = ['|', '\t', ';', ','].into_iter().max_by_key(|separator| count(*separator));
    (found.unwrap_or(','), text)
}

fn cells(text: &str, most: u32) -> Result<Vec<Cell>, Failure> {
    let (separator, mut rest) = separator(text);
    let mut cells = Vec::new();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut quotes = true;
    while !rest.is_empty() {
        let quoted = if quotes && rest.starts_with('"') { closed(rest) } else { None };
        // Once a quote is never closed, none after it can be told from a letter.
        quotes &= quoted.is_some() || !rest.starts_with('"');
        let (mut cell, after) = quoted.unwrap_or_else(|| (String::new(), rest));
        let end = after.find([separator, '\r', '\n']).unwrap_or(after.len());
        let (more, after) = after.split_at(end);
        cell.push_str(more);
        if !cell.trim().is_empty() {
            if cells.len() >= most as usize {
                return Err(Failure::too_much(format!("more than {most} cells")));
            }
            cells.push(Cell { row, column, text: cell });
        }
        let mut scalars = after.chars();
        match scalars.next() {
            Some(scalar) if scalar == separator => column = column.saturating_add(1),
            Some(scalar) => {
                if scalar == '\r' && scalars.as_str().starts_with('\n') {
                    scalars.next();
                }
                (row, column) = (row.saturating_add(1), 0);
            }
            None => {}
        }
        rest = scalars.as_str();
    }
    Ok(cells)
}

/// A quoted cell and what follows it; nothing when its quote is never closed.
fn closed(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (inside, after) = rest.split_once('"')?;
        cell.push_str(inside);
        match after.strip_prefix('"') {
            Some(after) => {
                cell.push('"');
                rest = after;
            }
            None => return Some((cell, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(u32, u32, String)> {
        let cells = cells(text, 100).unwrap();
        cells.into_iter().map(|cell| (cell.row, cell.column, cell.text)).collect()
    }

    #[test]
    fn cells_are_read_whatever_separates_them() {
        let expected = vec![(0, 0, "a".into()), (0, 2, "b;c".into()), (1, 0, "d\"\ne".into())];
        assert_eq!(shown("a,,b;c\r\n\"d\"\"\ne\"\r\n"), expected);
        assert_eq!(shown("sep=,\na,,b;c\n\"d\"\"\ne\""), expected);
        assert_eq!(shown("a\t\tb;c\r\"d\"\"\ne\""), expected);
    }

    #[test]
    fn a_quote_that_is_never_closed_hides_nothing() {
        let cell = |row, column, text: &str| (row, column, text.to_owned());
        let expected =
            [cell(0, 0, "5\" nail"), cell(0, 1, "\"open"), cell(1, 0, "b"), cell(1, 1, "\"\"c")];
        assert_eq!(shown("5\" nail,\"open\nb,\"\"c"), expected);
    }
}
