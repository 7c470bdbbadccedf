//! Mistakes in sheets, each with its place, all reported together.

use std::fmt;
use std::sync::Arc;

use super::limits;

/// Where in a file something stands; lines, columns and rows are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The file as a whole.
    File,
    /// A byte of it, counted from 0, and the line it lies in.
    Byte {
        /// The byte.
        offset: usize,
        /// Its line.
        line: u32,
    },
    /// A line of text.
    Line {
        /// The line.
        line: u32,
        /// The character in it, where that is known.
        column: Option<u32>,
    },
    /// A cell of a worksheet.
    Cell {
        /// Its row.
        row: u32,
        /// Its column; A is 1.
        column: u32,
    },
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: Arc<str>,
    /// The worksheet in it, where it has several.
    pub worksheet: Option<Arc<str>>,
    /// The spot in that.
    pub at: At,
}

impl Place {
    pub(crate) fn file(name: &str) -> Self {
        Self { file: name.into(), worksheet: None, at: At::File }
    }

    pub(crate) fn at(&self, at: At) -> Self {
        Self { at, ..self.clone() }
    }
}

/// A column's letters: 1 is A, 27 is AA.
fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        let digit = (column - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or_default()));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(worksheet) = &self.worksheet {
            write!(f, ", worksheet {worksheet}")?;
        }
        match self.at {
            At::File => Ok(()),
            At::Byte { offset, line } => write!(f, ", byte {offset} (line {line})"),
            At::Line { line, column: None } => write!(f, ", line {line}"),
            At::Line { line, column: Some(column) } => {
                write!(f, ", line {line}, character {column}")
            }
            At::Cell { row, column } => write!(f, ", cell {}{row}", letters(column)),
        }
    }
}

/// One mistake in a sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Where it stands.
    pub place: Place,
    /// The column it is in, by name, where it is in one.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do, where that is not clear from the message.
    pub hint: Option<String>,
}

impl Mistake {
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, column: None, message: message.into(), hint: None }
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub(crate) fn column(self, column: impl fmt::Display) -> Self {
        Self { column: Some(column.to_string()), ..self }
    }
}

impl fmt::Display for Mistake {
    /// Prints `toll.csv, line 4, value: what is wrong (what to do)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        write!(f, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// Every mistake of one reading, in the order of the files and of the places in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// The mistakes, up to [`limits::MISTAKES_LISTED`] of them.
    pub listed: Vec<Mistake>,
    /// How many more there are.
    pub further: usize,
}

impl Mistakes {
    pub(crate) fn add(&mut self, mistake: Mistake) {
        if self.listed.len() < limits::MISTAKES_LISTED {
            self.listed.push(mistake);
        } else {
            self.further = self.further.saturating_add(1);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Puts the mistakes into the order of the files as given, and of the places in each.
    pub(crate) fn sort(&mut self, files: &[Arc<str>]) {
        let place = |mistake: &Mistake| files.iter().position(|name| *name == mistake.place.file);
        self.listed.sort_by(|one, other| {
            place(one).cmp(&place(other)).then_with(|| one.place.cmp(&other.place))
        });
        self.listed.dedup();
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, mistake) in self.listed.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{mistake}")?;
        }
        if self.further > 0 {
            write!(f, "\nand {} more", self.further)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
