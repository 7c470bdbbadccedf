//! Plain tables: columns side by side, wide cells wrapped at words.

use crate::mark::width;

/// Columns are apart by this many spaces.
const GAP: usize = 2;

/// No column is made narrower than this to fit a line.
const NARROWEST: usize = 12;

/// A table with a heading.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(headings: Vec<String>) -> Self {
        Self { rows: vec![headings] }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table, no wider than so many columns where that can be done.
    pub(crate) fn lines(&self, most: Option<usize>) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; columns];
        for row in &self.rows {
            for (place, cell) in row.iter().enumerate() {
                widths[place] = width(cell).max(widths[place]);
            }
        }
        if let Some(most) = most {
            let gaps = GAP * columns.saturating_sub(1);
            loop {
                let total: usize = widths.iter().sum::<usize>() + gaps;
                let widest = widths.iter().copied().max().unwrap_or(0);
                if total <= most || widest <= NARROWEST {
                    break;
                }
                if let Some(place) = widths.iter().position(|width| *width == widest) {
                    widths[place] -= (total - most).min(widest - NARROWEST).min(8).max(1);
                }
            }
        }
        let mut lines = Vec::new();
        for row in &self.rows {
            let cells: Vec<Vec<String>> =
                row.iter().zip(&widths).map(|(cell, width)| wrapped(cell, *width)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(1);
            for line in 0..height {
                let mut text = String::new();
                for (place, cell) in cells.iter().enumerate() {
                    let part = cell.get(line).map_or("", String::as_str);
                    text.push_str(part);
                    if place + 1 < cells.len() {
                        text.extend(std::iter::repeat_n(' ', widths[place] - width(part).min(widths[place]) + GAP));
                    }
                }
                lines.push(text.trim_end().to_owned());
            }
        }
        lines
    }
}

/// A text broken at spaces so that no line is wider than it may be, long words apart. Markers that a
/// break would split are closed and opened again.
pub(crate) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let most = most.max(1);
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = 0;
    for (mark, part) in crate::mark::split(text) {
        for word in part.split_inclusive(' ') {
            let needs = word.trim_end().chars().count();
            if used > 0 && used + needs > most {
                lines.push(String::new());
                used = 0;
            }
            let marked = match mark {
                Some(mark) => mark.around(word),
                None => word.to_owned(),
            };
            if let Some(line) = lines.last_mut() {
                line.push_str(&marked);
            }
            used += word.chars().count();
        }
    }
    lines
}

/// Lines under an indentation, wrapped where a width is given.
pub(crate) fn push(out: &mut String, indent: usize, text: &str, most: Option<usize>) {
    let room = most.map_or(usize::MAX, |most| most.saturating_sub(indent).max(20));
    for (place, line) in wrapped(text, room).iter().enumerate() {
        let indent = if place == 0 { indent } else { indent + 2 };
        let line = line.trim_end();
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another_and_wide_cells_wrap() {
        let mut table = Table::new(vec!["a".into(), "b".into()]);
        table.row(vec!["one".into(), "words that do not fit on one line of it".into()]);
        let lines = table.lines(Some(26));
        assert!(lines.iter().all(|line| line.chars().count() <= 26), "{lines:?}");
        assert_eq!(lines[0], "a    b");
        assert!(lines[1].starts_with("one  words"));
        assert!(lines[2].starts_with("     "));
    }

    #[test]
    fn a_narrow_table_still_comes_out() {
        let mut table = Table::new(vec!["first".into(), "second".into()]);
        table.row(vec!["x".repeat(30), "y".repeat(30)]);
        assert_eq!(table.lines(Some(1)).len(), 2);
    }
}
