//! The records of a type as a table, and the types there are.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{NotADocument, Record, Told, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, capitalised, record_with_handle, status, value, voice_names, why};
use crate::words::Words;

#[derive(Deserialize)]
struct Types {
    types: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    r#type: String,
    label: String,
    records: usize,
}

#[derive(Deserialize)]
struct List {
    label: String,
    conditions: Vec<String>,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Column {
    property: String,
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

/// How many records a page shows.
pub const MOST: usize = 100;

/// How many values a facet shows.
const FACET: usize = 12;

/// A list that was asked for: its document, how it was asked, and from which row on it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'d> {
    /// An `onus.list/1`.
    pub list: &'d Json,
    /// The type.
    pub kind: &'d str,
    /// The first row shown, from 0.
    pub from: usize,
}

/// The page of an `onus.types/1` and, where a type was asked for, its `onus.list/1`.
///
/// # Errors
///
/// When a document is of another shape.
pub fn records(
    frame: &Frame<'_>,
    types: &Json,
    asked: Option<&Asked<'_>>,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let types: Types = read(types)?;
    let list: Option<List> = asked.map(|asked| read(asked.list)).transpose()?;
    let title =
        list.as_ref().map_or_else(|| words.say("p-room-records"), |list| capitalised(&list.label));
    let kind = asked.map_or("", |asked| asked.kind);
    let total: usize = types.types.iter().map(|one| one.records).sum();
    let body = html! {
        (parts::title(
            html! { @if list.is_some() { a href="/records" { (words.say("p-room-records")) } } @else { (words.number("p-records-number", total)) } },
            &title,
            html! { @if list.is_none() { p.lede { (words.say("p-records-lede")) } } },
        ))
        div.facets {
            nav.facet aria-label=(words.say("p-types")) {
                h2.label { (words.say("p-types")) }
                ul {
                    @for one in &types.types {
                        @let address = format!("/records?type={}", one.r#type);
                        li { a href=(address) aria-current=[(one.r#type == kind).then_some("page")] { (one.label) " " span.num { (one.records) } } }
                    }
                }
                @if types.types.is_empty() { p.small { (words.say("p-records-none")) } }
            }
            @if let (Some(list), Some(asked)) = (&list, asked) { (table(words, list, asked)) }
        }
    };
    Ok(page(frame, Room::Records, &title, body))
}

/// Letters that have a meaning of their own in an address.
pub(crate) fn query(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn address(asked: &Asked<'_>, conditions: &[&str], from: usize) -> String {
    let mut address = format!("/records?type={}", query(asked.kind));
    for condition in conditions {
        address.push_str(&format!("&where={}", query(condition)));
    }
    if from > 0 {
        address.push_str(&format!("&from={from}"));
    }
    address
}

/// The values that the rows have in common in a column, the most frequent first.
fn facet(list: &List, column: &Column) -> Vec<(String, String, usize)> {
    let mut counts: Vec<(String, String, usize)> = Vec::new();
    let cells = list.rows.iter().flat_map(|row| &row.cells);
    for told in cells.filter(|cell| cell.property == column.property).flat_map(|cell| &cell.values)
    {
        if !matches!(told.value.kind.as_str(), "term" | "ref") {
            continue;
        }
        let wanted = match &told.value.record {
            Some(record) => record.handle.clone().unwrap_or_else(|| record.id.clone()),
            None => told.value.canonical.clone(),
        };
        match counts.iter_mut().find(|(known, _, _)| *known == wanted) {
            Some((_, _, count)) => *count += 1,
            None => counts.push((wanted, told.value.words.clone(), 1)),
        }
    }
    counts.sort_by(|one, other| other.2.cmp(&one.2).then_with(|| one.1.cmp(&other.1)));
    counts
}

fn table(words: &Words, list: &List, asked: &Asked<'_>) -> Markup {
    let shown = list.rows.iter().skip(asked.from).take(MOST);
    let conditions: Vec<&str> = list.conditions.iter().map(String::as_str).collect();
    let facets: Vec<_> = list
        .columns
        .iter()
        .map(|column| (column, facet(list, column)))
        .filter(|(_, values)| values.len() > 1)
        .collect();
    html! {
        div.results {
            p.small {
                (words.number("p-list-number", list.rows.len()))
                @for condition in &conditions {
                    @let others: Vec<&str> = conditions.iter().copied().filter(|other| other != condition).collect();
                    " · " a href=(address(asked, &others, 0)) aria-label=(words.with("p-drop", [("what", (*condition).into())])) { bdi { (condition) } " ×" }
                }
            }
            @if !facets.is_empty() {
                details.narrow {
                    summary { (words.say("p-narrow")) }
                    div.narrowing {
                        @for (column, values) in &facets {
                            div {
                                h3.label { (column.label) }
                                ul {
                                    @for (wanted, label, count) in values.iter().take(FACET) {
                                        @let condition = format!("{}={wanted}", column.property);
                                        @let all: Vec<&str> = conditions.iter().copied().chain([condition.as_str()]).collect();
                                        li { a href=(address(asked, &all, 0)) { bdi { (label) } } " " span.num { (count) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if list.rows.is_empty() { p.prose { (words.say("p-list-none")) } }
            @else {
                div.scroll role="group" aria-label=(list.label) tabindex="0" {
                    table {
                        thead { tr { th scope="col" { (words.say("p-record")) } @for column in &list.columns { th scope="col" { (column.label) } } } }
                        tbody {
                            @for row in shown {
                                tr {
                                    th scope="row" { (record_with_handle(&row.record)) }
                                    @for cell in &row.cells { td { (in_cell(words, &row.record, cell)) } }
                                }
                            }
                        }
                    }
                }
            }
            (pager(words, asked, &conditions, list.rows.len()))
        }
    }
}

fn in_cell(words: &Words, record: &Record, cell: &Cell) -> Markup {
    let reason = why(&record.id, &cell.property);
    html! {
        @for (place, told) in cell.values.iter().enumerate() {
            @if place > 0 { "; " }
            @match told.value.record {
                Some(_) => (value(&told.value)),
                None => a.why href=(reason) title=(voice_names(&told.voices)) { (value(&told.value)) },
            }
            @if told.in_conflict { " " (status("contested", &words.say("p-conflicted"), Some(&reason))) }
        }
    }
}

fn pager(words: &Words, asked: &Asked<'_>, conditions: &[&str], all: usize) -> Markup {
    html! {
        @if all > MOST {
            p.pager {
                @if asked.from > 0 { a rel="prev" href=(address(asked, conditions, asked.from.saturating_sub(MOST))) { (words.say("p-before")) } " " }
                span { (words.with("p-rows", [("first", (asked.from + 1).into()), ("last", all.min(asked.from + MOST).into()), ("all", all.into())])) }
                @if asked.from + MOST < all { " " a rel="next" href=(address(asked, conditions, asked.from + MOST)) { (words.say("p-after")) } }
            }
        }
    }
}
