//! Tables in Office Open XML workbooks (ISO/IEC 29500), as Excel, LibreOffice and others write them.
//!
//! A worksheet is read cell by cell, and only what a coder has *typed as text* is taken. What a
//! spreadsheet program has made of it is refused, cell by cell, because it may say more than the coder
//! wrote: `2011-12` becomes the first of December, `10-14` the fourteenth of October, `27%` the number
//! 0.27. So dates, errors, formulas and numbers shown in some special form are mistakes, and so are
//! merged cells, which leave it open which rows they speak for. Whole numbers are what they look like.
//!
//! The reader is our own. The readers there are give a date's or a number's value but not how the
//! cell shows it, build the whole rectangle that a stray cell spans, and unpack without bound. What is
//! needed here is little: the workbook's list of worksheets, its texts, its number formats, its cells.

mod cells;
mod markup;
mod package;
mod styles;

use package::{Package, Unreadable};
use styles::Looks;

use super::super::grid::{Content, Grid, Table};
use super::super::mistake::{At, Mistake, Mistakes, Place};

/// One worksheet of the workbook's list.
struct Worksheet {
    name: String,
    hidden: bool,
    path: String,
}

/// What the cells of a workbook have in common.
struct Shared {
    texts: Vec<String>,
    looks: Looks,
}

/// Reads every worksheet but those whose name starts with `_`, which explain and do not claim.
pub(super) fn read(
    bytes: &[u8],
    place: &Place,
    is_register: bool,
    tables: &mut Vec<Table>,
    mistakes: &mut Mistakes,
) -> Result<(), Mistake> {
    let unreadable =
        |error: Unreadable| Mistake::new(place.clone(), error.message).hint(error.hint);
    let mut package = Package::open(bytes).map_err(unreadable)?;
    let worksheets = worksheets(&mut package).map_err(unreadable)?;
    let shared = Shared {
        texts: markup::shared_texts(&package.related("sharedStrings").map_err(unreadable)?)
            .map_err(unreadable)?,
        looks: Looks::read(&package.related("styles").map_err(unreadable)?).map_err(unreadable)?,
    };
    for worksheet in worksheets {
        if worksheet.name.starts_with('_') {
            continue;
        }
        let place = Place {
            file: place.file.clone(),
            worksheet: Some(worksheet.name.as_str().into()),
            at: At::File,
        };
        let text = package.part(&worksheet.path).map_err(unreadable)?;
        let is_register = is_register || worksheet.name.eq_ignore_ascii_case("register");
        read_worksheet(&worksheet, &text, &shared, is_register, &place, tables, mistakes);
    }
    Ok(())
}

fn read_worksheet(
    worksheet: &Worksheet,
    text: &str,
    shared: &Shared,
    is_register: bool,
    place: &Place,
    tables: &mut Vec<Table>,
    mistakes: &mut Mistakes,
) {
    let cells = match cells::read(text, shared) {
        Ok(cells) => cells,
        Err(error) => {
            return mistakes.add(Mistake::new(place.clone(), error.message).hint(error.hint));
        }
    };
    if cells.rows.is_empty() {
        return;
    }
    if worksheet.hidden {
        return mistakes.add(Mistake::new(place.clone(), "the worksheet is hidden").hint(
            "show it, so that it is seen what is applied; or delete it, or let its name start \
                 with _ to have it left out",
        ));
    }
    let content = if is_register {
        Content::Register
    } else {
        match super::content(&worksheet.name, false, place) {
            Ok(content) => content,
            Err(mistake) => return mistakes.add(mistake),
        }
    };
    let mut grid = Grid::new(content, place.clone(), mistakes);
    for (row, column, range) in cells.merged {
        grid.mistake(
            At::Cell { row, column },
            format!("the cells {range} are merged"),
            "unmerge them and write into each cell what holds for its row",
        );
    }
    for (row, columns) in cells.rows {
        let mut texts = Vec::new();
        for (column, typed) in columns {
            let at = At::Cell { row, column };
            match typed {
                Ok(text) => texts.push((column, at, Some(text))),
                Err(refused) => {
                    grid.mistake(at, refused.message, refused.hint);
                    texts.push((column, at, None));
                }
            }
        }
        if !grid.row(At::Cell { row, column: 1 }, texts) {
            break;
        }
    }
    tables.extend(grid.finish());
}

/// The worksheets of the workbook, in its order.
fn worksheets(package: &mut Package) -> Result<Vec<Worksheet>, Unreadable> {
    let paths = package.worksheet_paths()?;
    let mut worksheets = Vec::new();
    markup::elements(&package.workbook()?, |name, attribute| {
        let path = attribute("id").and_then(|id| paths.get(&id).cloned());
        // What is listed as a sheet and is no worksheet is a chart or a macro.
        if let (true, Some(path), Some(name)) = (name == "sheet", path, attribute("name")) {
            let hidden = attribute("state").is_some_and(|state| state != "visible");
            worksheets.push(Worksheet { name, hidden, path });
        }
    })?;
    Ok(worksheets)
}
