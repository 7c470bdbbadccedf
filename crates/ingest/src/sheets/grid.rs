//! The table of texts that every format becomes: its first row names the columns, one row a claim.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Column;
use super::limits;
use super::mistake::{At, Mistake, Mistakes, Place};
use super::name::SheetId;
use super::near::did_you_mean;
use super::text;

/// What a table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Records and their handles.
    Register,
    /// Claims.
    Sheet(SheetId),
}

/// The text of a cell that is not empty, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) at: At,
    /// Whether it comes from the defaults.
    pub(super) inherited: bool,
}

/// A row with something in it.
#[derive(Clone, Debug)]
pub(super) struct RawRow {
    pub(super) at: At,
    pub(super) cells: BTreeMap<Column, Cell>,
    /// Columns in which something stood that was refused; nobody needs to be told that they are empty.
    pub(super) refused: BTreeSet<Column>,
}

/// One table of one file.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) content: Content,
    /// The file and worksheet.
    pub(super) place: Place,
    pub(super) rows: Vec<RawRow>,
}

impl Content {
    pub(super) fn columns(&self) -> &'static [Column] {
        match self {
            Self::Register => Column::of_register(),
            Self::Sheet(_) => Column::of_sheet(),
        }
    }

    /// The column of that name, or a mistake with what may have been meant.
    pub(super) fn column(&self, name: &str, place: Place) -> Result<Column, Mistake> {
        let columns = self.columns();
        let found = columns.iter().find(|column| column.word() == name.trim().to_ascii_lowercase());
        found.copied().ok_or_else(|| {
            let shown: String = name.chars().take(60).collect();
            let words = columns.iter().map(|column| column.word());
            let hint = did_you_mean(&name.trim().to_ascii_lowercase(), words.clone())
                .unwrap_or_else(|| {
                    format!("the columns are {}", words.collect::<Vec<_>>().join(", "))
                });
            Mistake::new(place, format!("there is no column \"{shown}\"")).hint(hint)
        })
    }
}

impl RawRow {
    pub(super) fn new(at: At) -> Self {
        Self { at, cells: BTreeMap::new(), refused: BTreeSet::new() }
    }

    /// Puts a text into a column, unless it is empty or may not stand in a cell.
    pub(super) fn put(
        &mut self,
        column: Column,
        raw: &str,
        at: At,
        place: &Place,
        mistakes: &mut Mistakes,
    ) {
        match text::clean(raw) {
            Ok(None) => {}
            Ok(Some(text)) => {
                self.cells.insert(column, Cell { text, at, inherited: false });
            }
            Err(refused) => {
                self.refused.insert(column);
                let message = format!(
                    "the control character U+{:04X} stands in the text",
                    u32::from(refused)
                );
                let mistake = Mistake::new(place.at(at), message).column(column);
                mistakes.add(mistake.hint("delete it and type the text again"));
            }
        }
    }
}

/// Builds a table row by row.
pub(super) struct Grid<'m> {
    table: Table,
    /// The columns by their place, once the first row has been read.
    header: Option<BTreeMap<u32, Column>>,
    mistakes: &'m mut Mistakes,
    sound: bool,
}

impl<'m> Grid<'m> {
    pub(super) fn new(content: Content, place: Place, mistakes: &'m mut Mistakes) -> Self {
        Self {
            table: Table { content, place, rows: Vec::new() },
            header: None,
            mistakes,
            sound: true,
        }
    }

    /// Adds a mistake of the table's own format.
    pub(super) fn mistake(&mut self, at: At, message: impl Into<String>, hint: &str) {
        self.mistakes.add(Mistake::new(self.table.place.at(at), message).hint(hint));
    }

    /// Adds a row of texts, each with its column counted from 1, or without a text where what stood
    /// there was refused; gives `false` once there are too many rows.
    pub(super) fn row(&mut self, at: At, cells: Vec<(u32, At, Option<String>)>) -> bool {
        let is_filled =
            |text: &Option<String>| text.as_ref().is_none_or(|text| !text.trim().is_empty());
        let cells: Vec<_> = cells.into_iter().filter(|(_, _, text)| is_filled(text)).collect();
        if cells.is_empty() {
            return true;
        }
        let Some(header) = &self.header else {
            self.header = Some(self.read_header(&cells));
            return true;
        };
        if self.table.rows.len() >= limits::ROWS {
            self.mistakes.add(
                Mistake::new(self.table.place.at(at), format!("more than {} rows", limits::ROWS))
                    .hint("split the sheet"),
            );
            return false;
        }
        let mut row = RawRow::new(at);
        for (place, at, text) in cells {
            match header.get(&place) {
                Some(column) => match text {
                    Some(text) => {
                        let text = text::unguard(text);
                        row.put(*column, &text, at, &self.table.place, self.mistakes);
                    }
                    None => {
                        row.refused.insert(*column);
                    }
                },
                // An unknown name has been reported; its cells need not be, one by one.
                None if self.sound => self.mistakes.add(
                    Mistake::new(self.table.place.at(at), "this cell belongs to no named column")
                        .hint("name its column in the first row, or empty the cell"),
                ),
                None => {}
            }
        }
        self.table.rows.push(row);
        true
    }

    fn read_header(&mut self, cells: &[(u32, At, Option<String>)]) -> BTreeMap<u32, Column> {
        let mut header = BTreeMap::new();
        for (place, at, name) in cells {
            let Some(name) = name else {
                self.sound = false;
                continue;
            };
            match self.table.content.column(name, self.table.place.at(*at)) {
                Err(mistake) => {
                    self.sound = false;
                    self.mistakes.add(mistake);
                }
                Ok(column) if header.values().any(|known| *known == column) => {
                    self.sound = false;
                    self.mistakes.add(
                        Mistake::new(
                            self.table.place.at(*at),
                            format!("the column {column} is there twice"),
                        )
                        .hint("keep one of them"),
                    );
                }
                Ok(column) => {
                    header.insert(*place, column);
                }
            }
        }
        header
    }

    /// The table, or nothing when not even its columns were read.
    pub(super) fn finish(self) -> Option<Table> {
        self.header.is_some().then_some(self.table)
    }
}
