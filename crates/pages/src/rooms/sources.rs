//! The sources, with what is told of each and how many claims were read in it.

use maud::html;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{NotADocument, Record, Told, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, record_with_handle, value, why};

#[derive(Deserialize)]
struct List {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Column {
    label: String,
}

#[derive(Deserialize)]
struct Row {
    record: Record,
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    property: String,
    values: Vec<Told>,
}

/// How many sources a page shows.
const MOST: usize = 200;

/// The page of an `onus.list/1` of sources.
///
/// # Errors
///
/// When the document is of another shape.
pub fn sources(frame: &Frame<'_>, list: &Json, from: usize) -> Result<String, NotADocument> {
    let words = frame.words;
    let list: List = read(list)?;
    let title = words.say("p-room-sources");
    let body = html! {
        (parts::title(
            html! { (words.number("p-sources-number", list.rows.len())) },
            &title,
            html! {
                p.lede { (words.say("p-sources-lede")) }
                @if frame.case.as_ref().is_some_and(|case| case.changes) { p.go { a.button href="/sources/add" { (words.say("p-add")) } } }
            },
        ))
        @if list.rows.is_empty() {
            p.prose { (words.say("p-sources-none")) }
        } @else {
            div.scroll role="group" aria-label=(title) tabindex="0" {
                table {
                    thead { tr { th scope="col" { (words.say("p-source")) } @for column in &list.columns { th scope="col" { (column.label) } } } }
                    tbody {
                        @for row in list.rows.iter().skip(from).take(MOST) {
                            tr {
                                th scope="row" { (record_with_handle(&row.record)) }
                                @for cell in &row.cells {
                                    @let reason = why(&row.record.id, &cell.property);
                                    td {
                                        @for (place, told) in cell.values.iter().enumerate() {
                                            @if place > 0 { "; " }
                                            @match told.value.record {
                                                Some(_) => (value(&told.value)),
                                                None => a.why href=(reason) { (value(&told.value)) },
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if list.rows.len() > from + MOST {
                p.pager { a rel="next" href={ "/sources?from=" (from + MOST) } { (words.say("p-after")) } }
            }
        }
    };
    Ok(page(frame, Room::Sources, &title, body))
}
