//! Plain tables: columns side by side, wide cells wrapped at words.

use crate::mark::width;

/// Columns are apart by this many spaces.
const GAP: usize = 2;

/// No column is made narrower than this to fit a line, while there is another way.
const NARROWEST: usize = 12;

/// No column is ever made narrower than this.
const LEAST: usize = 6;

/// Words longer than this may be broken.
const LONGEST_WORD: usize = 28;

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
        let mut narrowest = vec![NARROWEST; columns];
        for row in &self.rows {
            for (place, cell) in row.iter().enumerate() {
                widths[place] = width(cell).max(widths[place]);
                let longest = cell.split(' ').map(width).max().unwrap_or(0);
                narrowest[place] = longest.min(LONGEST_WORD).max(narrowest[place]);
            }
        }
        if let Some(most) = most {
            let gaps = GAP * columns.saturating_sub(1);
            // Where a line has too many columns for whole words, words are broken.
            for narrowest in [narrowest, vec![LEAST; columns]] {
                loop {
                    let total: usize = widths.iter().sum::<usize>() + gaps;
                    let spare = |place: &usize| widths[*place].saturating_sub(narrowest[*place]);
                    let widest = (0..columns).filter(|place| spare(place) > 0);
                    let widest = widest.max_by_key(|place| widths[*place]);
                    let Some(place) = widest.filter(|_| total > most) else { break };
                    widths[place] -= (total - most).min(spare(&place)).clamp(1, 8);
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
                        text.extend(std::iter::repeat_n(
                            ' ',
                            widths[place] - width(part).min(widths[place]) + GAP,
                        ));
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
    // Spaces are written before the word that follows them, so that no line ends in any.
    let mut spaces = 0;
    for (mark, part) in crate::mark::split(text) {
        for piece in part.split_inclusive(' ').flat_map(|word| pieces(word, most)) {
            let word = piece.trim_end_matches(' ');
            let length = word.chars().count();
            if used > 0 && length > 0 && used + spaces + length > most {
                lines.push(String::new());
                (used, spaces) = (0, 0);
            }
            if let (Some(line), true) = (lines.last_mut(), length > 0) {
                line.extend(std::iter::repeat_n(' ', spaces));
                match mark {
                    Some(mark) => line.push_str(&mark.around(word)),
                    None => line.push_str(word),
                }
                used += spaces + length;
                spaces = 0;
            }
            spaces += piece.chars().count() - length;
        }
    }
    lines
}

/// A word in pieces that fit a line.
fn pieces(word: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while rest.trim_end().chars().count() > most {
        let Some((at, _)) = rest.char_indices().nth(most) else { break };
        pieces.push(&rest[..at]);
        rest = &rest[at..];
    }
    pieces.push(rest);
    pieces
}

/// Lines under an indentation, wrapped where a width is given.
pub(crate) fn push(out: &mut String, indent: usize, text: &str, most: Option<usize>) {
    push_hanging(out, indent, indent + 2, text, most);
}

/// Lines of which all but the first stand under an indentation of their own.
pub(crate) fn push_hanging(
    out: &mut String,
    indent: usize,
    hanging: usize,
    text: &str,
    most: Option<usize>,
) {
    let room = most.map_or(usize::MAX, |most| most.saturating_sub(hanging).max(20));
    for (place, line) in wrapped(text, room).iter().enumerate() {
        let indent = if place == 0 { indent } else { hanging };
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
        table.row(vec!["x".repeat(70), "y".repeat(30)]);
        let lines = table.lines(Some(1));
        assert!(lines.iter().all(|line| line.chars().count() <= 2 * LEAST + GAP), "{lines:?}");
        let all = lines.concat();
        assert_eq!(all.matches('x').count(), 70, "{lines:?}");
        assert_eq!(all.matches('y').count(), 30, "{lines:?}");
        // Where there is room for its longest words, none is broken.
        let lines = table.lines(Some(2 * LONGEST_WORD + GAP));
        assert_eq!(lines.len(), 4, "{lines:?}");
    }
}
