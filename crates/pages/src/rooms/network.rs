//! Who is tied to what: three columns with the ties between them, and the same as a list.
//!
//! Units stand in the first column, people in the second, acts and events in the third, each in an order in which few
//! lines cross. The drawing is the same for the same document.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, NotADocument, Record, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, address, claims, record, status};
use crate::words::Words;

#[derive(Deserialize)]
struct Network {
    record: Option<Record>,
    records: Vec<Record>,
    ties: Vec<Tie>,
    left_out: usize,
}

#[derive(Deserialize)]
struct Tie {
    from: Record,
    to: Record,
    through: Option<Record>,
    label: String,
    denied: bool,
    in_conflict: bool,
    claims: Vec<ClaimName>,
}

/// The column of a type.
fn column(kind: Option<&str>) -> usize {
    match kind {
        Some("organization") => 0,
        Some("act" | "event") => 2,
        _ => 1,
    }
}

/// The page of an `onus.network/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn network(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let network: Network = read(document)?;
    let title = words.say("p-room-network");
    let body = html! {
        (parts::title(
            html! {
                (words.with("p-network-number", [("records", network.records.len().into()), ("ties", network.ties.len().into())]))
                @if network.record.is_some() { " · " a href="/network" { (words.say("p-all-of-them")) } }
            },
            &title,
            html! {
                p.lede { (words.say("p-network-lede")) }
                @if let Some(of) = &network.record { p.small { (words.say("p-network-around")) " " (record(of)) } }
            },
        ))
        form.asof method="get" action="/network" {
            label { (words.say("p-network-about")) " " input name="about" list="about-names" autocomplete="off" data-names="about-names"; }
            datalist #about-names {}
            button { (words.say("p-history-show")) }
        }
        @if network.ties.is_empty() { p.prose { (words.say("p-network-none")) } } @else {
            (figure(words, &network))
            @if network.left_out > 0 { p.small { (words.number("p-network-left-out", network.left_out)) } }
            section aria-labelledby="s-ties" {
                h2 #s-ties { (words.say("p-network-ties")) }
                ul.lines {
                    @for tie in &network.ties {
                        li {
                            (record(&tie.from)) " — "
                            @match &tie.through { Some(through) => a href=(address(through)) { (tie.label) }, None => (tie.label) }
                            " — " (record(&tie.to))
                            @if tie.denied { " " (status("denied", &words.say("p-denied"), None)) }
                            @if tie.in_conflict { " " (status("contested", &words.say("p-conflicted"), None)) }
                            " " (claims(words, &tie.claims))
                            " · " a.tiny href={ "/network?about=" (tie.to.id) } { (words.say("p-network-go-on")) }
                        }
                    }
                }
            }
        }
    };
    Ok(page(frame, Room::Network, &title, body))
}

/// The height of a line, the widths of names, and the gaps between columns, in units.
const LINE: usize = 34;
const NAME: usize = 220;
const GAP: usize = 110;

/// How many letters of a name are drawn.
const LETTERS: usize = 32;

/// Who stands in which line of which column.
struct Layout {
    columns: [Vec<usize>; 3],
    places: BTreeMap<usize, (usize, usize)>,
}

/// Puts records into columns, and each near those that it is tied to (the barycentre method of Sugiyama, Tagawa and
/// Toda, 1981): a few passes there and back.
fn layout(records: &[Record], ties: &[(usize, usize)]) -> Layout {
    let mut columns: [Vec<usize>; 3] = Default::default();
    for (place, record) in records.iter().enumerate() {
        if let Some(column) = columns.get_mut(column(record.r#type.as_deref())) {
            column.push(place);
        }
    }
    let mut places = placed(&columns);
    for pass in [1, 2, 0, 1, 0, 2, 1] {
        let Some(column) = columns.get_mut(pass) else { continue };
        column.sort_by_key(|one| {
            let others = ties.iter().filter_map(|(from, to)| match (from == one, to == one) {
                (true, false) => places.get(to),
                (false, true) => places.get(from),
                _ => None,
            });
            let lines: Vec<usize> =
                others.filter(|(column, _)| *column != pass).map(|(_, line)| line * 1000).collect();
            let own = places.get(one).map_or(0, |(_, line)| line * 1000);
            (lines.iter().sum::<usize>().checked_div(lines.len()).unwrap_or(own), own)
        });
        places = placed(&columns);
    }
    Layout { columns, places }
}

fn placed(columns: &[Vec<usize>; 3]) -> BTreeMap<usize, (usize, usize)> {
    let all = columns.iter().enumerate().flat_map(|(column, records)| {
        records.iter().enumerate().map(move |(line, record)| (*record, (column, line)))
    });
    all.collect()
}

fn figure(words: &Words, network: &Network) -> Markup {
    let number: BTreeMap<&str, usize> =
        network.records.iter().enumerate().map(|(place, one)| (one.id.as_str(), place)).collect();
    let ends =
        |tie: &Tie| Some((*number.get(tie.from.id.as_str())?, *number.get(tie.to.id.as_str())?));
    let ties: Vec<(usize, usize)> = network.ties.iter().filter_map(ends).collect();
    let layout = layout(&network.records, &ties);
    let lines = layout.columns.iter().map(Vec::len).max().unwrap_or(0);
    // What is bowed beside the last column has room too.
    let width = 3 * NAME + 2 * GAP + GAP / 3;
    let height = (lines + 1) * LINE;
    // A shorter column stands in the middle.
    let at = |place: usize| {
        let (column, line) = layout.places.get(&place).copied().unwrap_or_default();
        let own = layout.columns.get(column).map_or(0, Vec::len);
        (column, line * LINE + LINE + (lines - own) * LINE / 2)
    };
    let heads = ["p-network-units", "p-network-people", "p-network-happened"];
    html! {
        div.scroll role="group" aria-label=(words.say("p-room-network")) tabindex="0" {
            figure.network {
                svg.network role="group" viewBox={ "0 0 " (width) " " (height + LINE / 2) } aria-labelledby="network-title" {
                    title #network-title { (words.with("p-network-title", [("records", network.records.len().into()), ("ties", network.ties.len().into())])) }
                    @for (column, key) in heads.iter().enumerate() { text.head x=(column * (NAME + GAP)) y="12" { (words.say(key)) } }
                    @for (tie, (from, to)) in network.ties.iter().zip(&ties) {
                        path.tie.open[tie.denied || tie.in_conflict] d=(line(at(*from), at(*to))) {}
                    }
                    @for (place, one) in network.records.iter().enumerate() {
                        @let (column, y) = at(place);
                        @let x = column * (NAME + GAP);
                        a href=(address(one)) {
                            title { (one.label) }
                            rect.node x=(x) y=(y - 11) width=(NAME) height="26" {}
                            text x=(x + 8) y=(y + 6) { (shortened(&one.label)) }
                        }
                    }
                }
            }
        }
    }
}

/// A line between two places: straight across columns, bowed within one.
fn line((from, above): (usize, usize), (to, below): (usize, usize)) -> String {
    let left = |column: usize| column * (NAME + GAP);
    let (above, below) = (above + 2, below + 2);
    match from.cmp(&to) {
        std::cmp::Ordering::Less => curve(left(from) + NAME, above, left(to), below),
        std::cmp::Ordering::Greater => curve(left(to) + NAME, below, left(from), above),
        std::cmp::Ordering::Equal => {
            let x = left(from) + NAME;
            let bow = x + GAP / 3;
            format!("M{x} {above}C{bow} {above} {bow} {below} {x} {below}")
        }
    }
}

fn curve(x: usize, y: usize, to: usize, below: usize) -> String {
    let middle = (x + to) / 2;
    format!("M{x} {y}C{middle} {y} {middle} {below} {to} {below}")
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let begin: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", begin.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, kind: &str) -> Record {
        Record {
            id: id.to_owned(),
            handle: None,
            r#type: Some(kind.to_owned()),
            label: id.to_owned(),
        }
    }

    #[test]
    fn those_who_are_tied_stand_beside_each_other() {
        let records = [
            record("unit a", "organization"),
            record("unit b", "organization"),
            record("person of b", "person"),
            record("person of a", "person"),
        ];
        let layout = layout(&records, &[(0, 3), (1, 2)]);
        assert_eq!(layout.places[&0].1, layout.places[&3].1);
        assert_eq!(layout.places[&1].1, layout.places[&2].1);
        assert_eq!(shortened(&"x".repeat(40)).chars().count(), LETTERS);
    }
}
