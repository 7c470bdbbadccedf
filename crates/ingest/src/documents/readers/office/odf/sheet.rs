//! Tables of an OpenDocument spreadsheet (OpenDocument 1.3 part 3, chapter 9).

use std::collections::BTreeSet;

use super::super::xml::{Element, Node, Xml};
use crate::documents::readers::table::{Cell, Sheet};
use crate::documents::{Failure, Limits};

/// The styles that hide a sheet.
pub(super) fn hidden_styles(xml: &mut Xml<'_>) -> Result<BTreeSet<String>, Failure> {
    let (mut hidden, mut style) = (BTreeSet::new(), None);
    while let Some(node) = xml.next()? {
        let Node::Open(element) = node else { continue };
        match element.name() {
            "style" => style = element.attribute("name"),
            "table-properties" if element.attribute("display").as_deref() == Some("false") => {
                hidden.extend(style.clone());
            }
            "body" => xml.skip()?,
            _ => {}
        }
    }
    Ok(hidden)
}

/// Reads all tables inside the element that was opened last.
pub(super) fn read(
    xml: &mut Xml<'_>,
    hidden: &BTreeSet<String>,
    limits: &Limits,
) -> Result<Vec<Sheet>, Failure> {
    let outside = xml.depth();
    let mut sheets = Vec::new();
    let mut left = limits.parts;
    while xml.depth() >= outside {
        let Some(node) = xml.next()? else { break };
        let Node::Open(element) = node else { continue };
        match element.name() {
            "table" => {
                let style = element.attribute("style-name").unwrap_or_default();
                let mut sheet = Sheet {
                    name: element.attribute("name").unwrap_or_default(),
                    hidden: hidden.contains(&style),
                    ..Sheet::default()
                };
                table(xml, &mut sheet, &mut left)?;
                sheets.push(sheet);
            }
            // What was changed while changes were tracked, and forms, hold tables that are not shown.
            "tracked-changes" | "forms" | "dde-links" => xml.skip()?,
            _ => {}
        }
    }
    Ok(sheets)
}

fn table(xml: &mut Xml<'_>, sheet: &mut Sheet, left: &mut u32) -> Result<(), Failure> {
    let outside = xml.depth();
    let mut row = 0_u32;
    while xml.depth() >= outside {
        let Some(node) = xml.next()? else { break };
        let Node::Open(element) = node else { continue };
        match element.name() {
            "table-row" => {
                let times = repeated(&element, "number-rows-repeated");
                if element.attribute("visibility").is_some_and(|seen| seen != "visible") {
                    sheet.hidden_rows = true;
                }
                let start = sheet.cells.len();
                cells(xml, sheet, row, left)?;
                let end = sheet.cells.len();
                // Rows without a cell may be said to repeat to the end of the sheet.
                for copy in 1..(if end > start { times } else { 1 }) {
                    for index in start..end {
                        let Some(cell) = sheet.cells.get(index).cloned() else { continue };
                        let cell = Cell { row: row.saturating_add(copy), ..cell };
                        add(sheet, cell, left)?;
                    }
                }
                row = row.saturating_add(times);
            }
            "forms" | "shapes" | "table-source" | "scenario" | "dde-source" => xml.skip()?,
            _ => {}
        }
    }
    Ok(())
}

fn cells(xml: &mut Xml<'_>, sheet: &mut Sheet, row: u32, left: &mut u32) -> Result<(), Failure> {
    let outside = xml.depth();
    let mut column = 0_u32;
    while xml.depth() >= outside {
        let Some(node) = xml.next()? else { break };
        let Node::Open(element) = node else { continue };
        if !matches!(element.name(), "table-cell" | "covered-table-cell") {
            xml.skip()?;
            continue;
        }
        let times = repeated(&element, "number-columns-repeated");
        let text = text(xml, sheet)?;
        if !text.is_empty() {
            for copy in 0..times {
                let column = column.saturating_add(copy);
                add(sheet, Cell { row, column, text: text.clone() }, left)?;
            }
        }
        column = column.saturating_add(times);
    }
    Ok(())
}

fn add(sheet: &mut Sheet, cell: Cell, left: &mut u32) -> Result<(), Failure> {
    *left = left.checked_sub(1).ok_or_else(|| Failure::too_much("too many cells"))?;
    sheet.cells.push(cell);
    Ok(())
}

/// What a cell shows. Remarks on it go to the sheet.
fn text(xml: &mut Xml<'_>, sheet: &mut Sheet) -> Result<String, Failure> {
    let outside = xml.depth();
    let (mut text, mut remark) = (String::new(), None::<(u32, String)>);
    let (mut inside, mut first) = (0_u32, true);
    while xml.depth() >= outside {
        let Some(node) = xml.next()? else { break };
        let into = remark.as_mut().map_or(&mut text, |(_, remark)| remark);
        match node {
            Node::Open(element) => match (element.prefix(), element.name()) {
                (_, "annotation") => {
                    remark = Some((xml.depth(), String::new()));
                    first = true;
                }
                ("dc" | "svg" | "meta", _) => xml.skip()?,
                (_, "p") => {
                    inside += 1;
                    if !std::mem::take(&mut first) {
                        into.push('\n');
                    }
                }
                (_, "s") if inside > 0 => {
                    let count = element.attribute("c").and_then(|count| count.parse().ok());
                    into.push_str(&" ".repeat(count.unwrap_or(1).min(4096)));
                }
                (_, "tab") if inside > 0 => into.push('\t'),
                (_, "line-break") if inside > 0 => into.push('\n'),
                _ => {}
            },
            Node::Text(more) if inside > 0 => into.push_str(&more),
            Node::Text(_) => {}
            Node::Close(name) => {
                if name == "p" {
                    inside = inside.saturating_sub(1);
                }
                if remark.as_ref().is_some_and(|(depth, _)| *depth == xml.depth() + 1) {
                    sheet.comments.extend(remark.take().map(|(_, remark)| remark));
                    first = true;
                }
            }
        }
    }
    Ok(text)
}

fn repeated(element: &Element<'_>, name: &str) -> u32 {
    element.attribute(name).and_then(|times| times.parse().ok()).unwrap_or(1).max(1)
}
