//! Excel workbooks: Office Open XML, its binary form, and the format before 2007.
//!
//! A library reads the cells; what guards it is ours. Before it sees a packed workbook every part is unpacked
//! once against the budget, so that it never meets a bomb, and cells are taken one after another, because a
//! table between two cells at opposite corners of a sheet has seventeen thousand million places.

use std::io::Cursor;

use calamine::{Reader as _, SheetType, SheetVisible};
use calamine::{Xls, XlsError, Xlsb, Xlsx, XlsxError};

use super::super::office::docx::properties;
use super::super::office::ole::{Held, held, is_container};
use super::super::office::package::Package;
use super::super::office::xml::{self, Node, Xml};
use super::shown::{borrowed, shown};
use super::{Cell, Sheet, write};
use crate::documents::builder::TextBuilder;
use crate::documents::input::{Head, Job};
use crate::documents::readers::Reader;
use crate::documents::{Document, Failure, Limits, Trouble};

/// Excel workbooks.
pub(crate) const READER: Reader = Reader { version: "xlsx/1", recognize, read };

const OLD: &str = "application/vnd.ms-excel";
const BINARY: &str = "application/vnd.ms-excel.sheet.binary.macroEnabled.12";
const OPEN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn recognize(head: &Head) -> Option<&'static str> {
    if is_container(head) {
        // Where the names of the streams lie beyond what is looked at, the reader of containers asks again.
        return (held(&head.bytes) == Held::Workbook).then_some(OLD);
    }
    if !head.has_member("[Content_Types].xml") {
        return None;
    }
    if head.has_member("xl/workbook.bin") {
        return Some(BINARY);
    }
    head.members.iter().any(|member| member.starts_with("xl/")).then_some(OPEN)
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    read_as(job, job.media)
}

/// Reads a workbook of the format before 2007.
pub(in super::super) fn read_old(job: &mut Job<'_>) -> Result<Document, Failure> {
    let mut document = read_as(job, OLD)?;
    document.media = OLD.to_owned();
    Ok(document)
}

fn read_as(job: &mut Job<'_>, media: &str) -> Result<Document, Failure> {
    let bytes = job.whole()?;
    let limits = job.limits;
    let mut document = Document::default();
    let mut left = limits.parts;
    let sheets = match media {
        OLD => old(&bytes, limits, &mut left)?,
        media => {
            let mut package = Package::open(Cursor::new(&bytes), limits)?;
            properties::read(&mut package, limits, &mut document.properties)?;
            document.attachments = package.files(&["xl/media/", "xl/embeddings/"])?;
            let comments = comments(&mut package, limits)?;
            guard(&mut package, limits)?;
            let mut sheets =
                if media == BINARY { binary(&bytes, &mut left)? } else { open(&bytes, &mut left)? };
            if let Some(last) = sheets.last_mut() {
                last.comments = comments;
            }
            sheets
        }
    };
    let mut text = TextBuilder::new(limits);
    write(sheets, &mut text, &mut document.notes)?;
    (document.text, document.parts) = text.finish();
    Ok(document)
}

/// Unpacks every part once, within bounds, and looks at what the library would stumble over: parts that are too
/// deep or declare entities, and cells in places that no sheet has.
fn guard(package: &mut Package<'_, Cursor<&Vec<u8>>>, limits: &Limits) -> Result<(), Failure> {
    for name in package.names() {
        if name.ends_with('/') || name.starts_with("xl/media/") {
            continue;
        }
        let Some(bytes) = package.bytes(&name)? else { continue };
        let read = name == "xl/sharedStrings.xml"
            || name == "xl/workbook.xml"
            || name == "xl/styles.xml"
            || name.starts_with("xl/worksheets/") && name.ends_with(".xml");
        if !read {
            continue;
        }
        let text = xml::text(&bytes);
        let mut xml = Xml::new(&text, &name, limits);
        while let Some(node) = xml.next()? {
            let Node::Open(element) = node else { continue };
            if matches!(element.name(), "c" | "row" | "dimension") {
                let places = element.attribute("r").or_else(|| element.attribute("ref"));
                if places.is_some_and(|places| !places.split(':').all(is_place)) {
                    return Err(
                        Failure::malformed("a cell is in a place that no sheet has").at(name)
                    );
                }
            }
        }
    }
    Ok(())
}

/// Whether this is a row, a column, or a cell of them, that a sheet has (ECMA-376 part 1, 18.3.1).
fn is_place(place: &str) -> bool {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = place.get(letters..).unwrap_or_default();
    letters <= 3 && digits.len() <= 7 && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// The remarks on cells.
fn comments(
    package: &mut Package<'_, Cursor<&Vec<u8>>>,
    limits: &Limits,
) -> Result<Vec<String>, Failure> {
    let mut comments = Vec::new();
    let names = package.names();
    for path in
        names.iter().filter(|name| name.starts_with("xl/comments") && name.ends_with(".xml"))
    {
        let Some(text) = package.text(path)? else { continue };
        let mut xml = Xml::new(&text, path, limits);
        let (mut comment, mut letters) = (String::new(), false);
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "comment" => comment.clear(),
                    "t" => letters = true,
                    "rPh" => xml.skip()?,
                    _ => {}
                },
                Node::Text(text) if letters => comment.push_str(&text),
                Node::Text(_) => {}
                Node::Close(name) => match &*name {
                    "t" => letters = false,
                    "comment" if !comment.trim().is_empty() => {
                        comments.push(std::mem::take(&mut comment));
                    }
                    _ => {}
                },
            }
        }
    }
    Ok(comments)
}

/// The sheets that hold cells, by name, and whether they are hidden.
fn listed(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let tables = sheets
        .iter()
        .filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet | SheetType::MacroSheet));
    tables.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
}

fn open(bytes: &[u8], left: &mut u32) -> Result<Vec<Sheet>, Failure> {
    let failed = |error: XlsxError| match error {
        XlsxError::Password => Trouble::Protected.into(),
        error => Failure::malformed(error.to_string()),
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let mut sheets = Vec::new();
    for (name, hidden) in listed(workbook.sheets_metadata()) {
        let mut reader = workbook
            .worksheet_cells_reader(&name)
            .map_err(|error| failed(error).at(format!("sheet {name}")))?;
        let mut sheet = Sheet { name, hidden, ..Sheet::default() };
        while let Some((cell, style)) = reader
            .next_cell_with_style_id()
            .map_err(|error| failed(error).at(format!("sheet {}", sheet.name)))?
        {
            let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
            let format = format.map_or("", |format| format.format_code.as_str());
            add(&mut sheet, cell.get_position(), shown(cell.get_value(), format), left)?;
        }
        sheets.push(sorted(sheet));
    }
    Ok(sheets)
}

fn binary(bytes: &[u8], left: &mut u32) -> Result<Vec<Sheet>, Failure> {
    let failed = |error: calamine::XlsbError| match error {
        calamine::XlsbError::Password => Trouble::Protected.into(),
        error => Failure::malformed(error.to_string()),
    };
    let mut workbook = Xlsb::new(Cursor::new(bytes)).map_err(failed)?;
    let mut sheets = Vec::new();
    for (name, hidden) in listed(workbook.sheets_metadata()) {
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(failed)?;
        let mut sheet = Sheet { name, hidden, ..Sheet::default() };
        while let Some(cell) = reader.next_cell().map_err(failed)? {
            add(&mut sheet, cell.get_position(), shown(cell.get_value(), ""), left)?;
        }
        sheets.push(sorted(sheet));
    }
    Ok(sheets)
}

fn old(bytes: &[u8], limits: &Limits, left: &mut u32) -> Result<Vec<Sheet>, Failure> {
    // The library lays each sheet out as a whole table, at most 65,536 by 256 cells of it (MS-XLS 2.2.6).
    if limits.memory < 1 << 30 && bytes.len() as u64 > limits.memory / 16 {
        return Err(Failure::too_much(format!("{} bytes at once", bytes.len())));
    }
    let failed = |error: XlsError| match error {
        XlsError::Password => Trouble::Protected.into(),
        error => Failure::malformed(error.to_string()),
    };
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(failed)?;
    let mut sheets = Vec::new();
    for (name, hidden) in listed(workbook.sheets_metadata()) {
        let range = workbook.worksheet_range(&name).map_err(failed)?;
        let (row, column) = range.start().unwrap_or_default();
        let mut sheet = Sheet { name, hidden, ..Sheet::default() };
        for (down, across, value) in range.used_cells() {
            let at = (row.saturating_add(down as u32), column.saturating_add(across as u32));
            add(&mut sheet, at, shown(&borrowed(value), ""), left)?;
        }
        sheets.push(sorted(sheet));
    }
    Ok(sheets)
}

fn add(sheet: &mut Sheet, at: (u32, u32), text: String, left: &mut u32) -> Result<(), Failure> {
    if text.is_empty() {
        return Ok(());
    }
    *left = left.checked_sub(1).ok_or_else(|| Failure::too_much("too many cells"))?;
    sheet.cells.push(Cell { row: at.0, column: at.1, text });
    Ok(())
}

/// Cells stand in the order of the sheet, whatever order they stand in in the file.
fn sorted(mut sheet: Sheet) -> Sheet {
    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
    sheet
}
