//! From files to tables: what kind of file it is, whether it can be read at all, and who reads it.

mod csv;
mod node;
mod xlsx;
mod yaml;

use std::sync::Arc;

use super::grid::{Content, Table};
use super::limits;
use super::mistake::{At, Mistake, Mistakes, Place};

/// A file of coding, read whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetFile {
    /// Its name, with its ending; folders before it are not looked at.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A format of sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Comma- or semicolon-separated values in UTF-8.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
    /// YAML 1.2.
    Yaml,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Yaml];

    /// The ending of its files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Yaml => "yaml",
        }
    }
}

impl SheetFile {
    /// The name without folders.
    fn base(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// The name without folders and ending, and the ending.
    fn stem_and_ending(&self) -> (&str, String) {
        match self.base().rsplit_once('.') {
            Some((stem, ending)) => (stem, ending.to_ascii_lowercase()),
            None => (self.base(), String::new()),
        }
    }
}

/// Reads the tables of every file, noting what cannot be read.
pub(super) fn tables(files: &[SheetFile], mistakes: &mut Mistakes) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut total = 0_usize;
    for file in files {
        total = total.saturating_add(file.bytes.len());
        if total > limits::TOTAL_BYTES {
            let message =
                format!("the files have more than {} together", size(limits::TOTAL_BYTES));
            let place = Place::file(&file.name);
            mistakes.add(Mistake::new(place, message).hint("apply them in several goes"));
            break;
        }
        let before = tables.len();
        if let Err(mistake) = read_file(file, &mut tables, mistakes) {
            mistakes.add(mistake);
        } else if tables.len() == before && mistakes.is_empty() {
            let place = Place::file(&file.name);
            mistakes.add(Mistake::new(place, "there is nothing in this file"));
        }
    }
    tables
}

fn size(bytes: usize) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}

fn read_file(
    file: &SheetFile,
    tables: &mut Vec<Table>,
    mistakes: &mut Mistakes,
) -> Result<(), Mistake> {
    let place = Place::file(&file.name);
    if file.bytes.len() > limits::FILE_BYTES {
        let message = format!(
            "the file has {}, and a sheet may have {}",
            size(file.bytes.len()),
            size(limits::FILE_BYTES)
        );
        return Err(Mistake::new(place, message).hint("is it a sheet? if so, split it"));
    }
    let (stem, ending) = file.stem_and_ending();
    let format = match ending.as_str() {
        "csv" => Format::Csv,
        "xlsx" => Format::Xlsx,
        "yaml" | "yml" => Format::Yaml,
        "age" => {
            return Err(Mistake::new(place, "this sheet is sealed")
                .hint("open it with its passphrase first"));
        }
        "xls" | "xlsm" | "xlsb" | "ods" | "numbers" => {
            let message = format!("a .{ending} file is not read");
            return Err(Mistake::new(place, message).hint("save it as an Excel workbook (.xlsx)"));
        }
        _ => {
            return Err(Mistake::new(place, "this is no sheet by its name")
                .hint("a sheet's name ends in .csv, .xlsx or .yaml"));
        }
    };
    let is_register = stem.eq_ignore_ascii_case("register");
    if format == Format::Xlsx {
        return xlsx::read(&file.bytes, &place, is_register, tables, mistakes);
    }
    let text = decode(&file.bytes, &place)?;
    let content = || content(stem, is_register, &place);
    if format == Format::Yaml {
        yaml::read(text, stem, &place, tables, mistakes);
    } else {
        tables.extend(csv::read(text, content()?, &place, mistakes));
    }
    Ok(())
}

/// What a table called so holds.
fn content(name: &str, is_register: bool, place: &Place) -> Result<Content, Mistake> {
    if is_register {
        return Ok(Content::Register);
    }
    match name.parse() {
        Ok(id) => Ok(Content::Sheet(id)),
        Err(error) => Err(Mistake::new(place.clone(), error.to_string())
            .hint("the name of a file or worksheet is its sheet's id for ever; rename it")),
    }
}

/// Reads bytes as UTF-8, with or without a byte-order mark.
fn decode<'a>(bytes: &'a [u8], place: &Place) -> Result<&'a str, Mistake> {
    let wrong = |at, message: &str, hint: &str| Mistake::new(place.at(at), message).hint(hint);
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(wrong(
            At::File,
            "this is a workbook by its content",
            "give it the ending .xlsx",
        ));
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if utf16 {
        return Err(wrong(At::File, "the file is written in UTF-16", "save it as \"CSV UTF-8\""));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or((bytes, 0), |rest| (rest, 3));
    std::str::from_utf8(bytes.0).map_err(|error| {
        let valid = bytes.0.get(..error.valid_up_to()).unwrap_or_default();
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        let at = At::Byte {
            offset: error.valid_up_to() + bytes.1,
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        wrong(
            at,
            "the text from here on is not UTF-8",
            "save the file as UTF-8, for instance \"CSV UTF-8\"",
        )
    })
}

/// The names of the files, in their order, for sorting mistakes.
pub(super) fn names(files: &[SheetFile]) -> Vec<Arc<str>> {
    files.iter().map(|file| file.name.as_str().into()).collect()
}
