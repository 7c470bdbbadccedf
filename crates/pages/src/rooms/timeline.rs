//! What happened when: each date as wide as it was claimed, one line an account.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, Date, NotADocument, Record, Value, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, claims, date, record_with_handle, status, voices, why};
use crate::words::Words;

#[derive(Deserialize)]
struct Timeline {
    entries: Vec<Entry>,
    undated: Vec<Undated>,
}

#[derive(Deserialize)]
struct Entry {
    record: Record,
    property: String,
    label: String,
    date: Date,
    accounts: usize,
}

#[derive(Deserialize)]
struct Undated {
    record: Record,
    label: String,
    value: Value,
    reason: String,
    claims: Vec<ClaimName>,
}

/// How many entries a page shows.
pub const MOST: usize = 200;

/// The page of an `onus.timeline/1`; `kinds` are the types that can be chosen: name, label, whether it is chosen.
///
/// # Errors
///
/// When the document is of another shape.
pub fn timeline(
    frame: &Frame<'_>,
    document: &Json,
    kinds: &[(String, String, bool)],
    from: usize,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let timeline: Timeline = read(document)?;
    let title = words.say("p-room-timeline");
    let chosen: Vec<&str> = kinds.iter().filter(|one| one.2).map(|one| one.0.as_str()).collect();
    let address = |from: usize| {
        let types: String = chosen.iter().map(|one| format!("&type={one}")).collect();
        format!("/timeline?from={from}{types}")
    };
    let all = timeline.entries.len();
    let shown: Vec<&Entry> = timeline.entries.iter().skip(from).take(MOST).collect();
    let body = html! {
        (parts::title(
            html! { (words.number("p-timeline-number", all)) },
            &title,
            html! { p.lede { (words.say("p-timeline-lede")) } },
        ))
        form.asof method="get" action="/timeline" {
            label { (words.say("p-timeline-only")) " "
                select name="type" {
                    option value="" { (words.say("p-everything")) }
                    @for (name, label, is_chosen) in kinds { option value=(name) selected[*is_chosen] { (label) } }
                }
            }
            button { (words.say("p-show")) }
        }
        @if all == 0 { p.prose { (words.say("p-timeline-none")) } }
        @else {
            ol.timeline {
                @for (place, entry) in shown.iter().enumerate() {
                    @let before = place.checked_sub(1).and_then(|place| shown.get(place));
                    @if before.map(|before| year(before)) != Some(year(entry)) { li.year { h2 { (heading(words, year(entry))) } } }
                    (one(words, entry))
                }
            }
        }
        @if all > MOST {
            p.pager {
                @if from > 0 { a rel="prev" href=(address(from.saturating_sub(MOST))) { (words.say("p-before")) } " " }
                span { (words.with("p-rows", [("first", (from + 1).into()), ("last", all.min(from + MOST).into()), ("all", all.into())])) }
                @if from + MOST < all { " " a rel="next" href=(address(from + MOST)) { (words.say("p-after")) } }
            }
        }
        @if !timeline.undated.is_empty() {
            section aria-labelledby="s-undated" {
                h2 #s-undated { (words.say("p-undated")) }
                ul.lines {
                    @for entry in &timeline.undated {
                        li { (record_with_handle(&entry.record)) ", " (entry.label) ": " bdi { (entry.value.words) } " " span.tiny { (reason(words, &entry.reason)) } " " (claims(words, &entry.claims)) }
                    }
                }
            }
        }
    };
    Ok(page(frame, Room::Timeline, &title, body))
}

/// The year in which an entry stands, and whether it may also lie in any year before.
fn year(entry: &Entry) -> Option<(&str, bool)> {
    let days = &entry.date.days;
    let (day, open) = match (days.earliest.as_deref(), days.latest.as_deref()) {
        (Some(first), _) => (first, false),
        (None, Some(last)) => (last, true),
        (None, None) => return None,
    };
    Some((day.get(..4)?, open))
}

fn heading(words: &Words, year: Option<(&str, bool)>) -> String {
    match year {
        Some((year, true)) => words.with("p-year-or-before", [("year", year.into())]),
        Some((year, false)) => year.to_owned(),
        None => "…".to_owned(),
    }
}

fn one(words: &Words, entry: &Entry) -> Markup {
    let reasons = why(&entry.record.id, &entry.property);
    html! {
        li {
            div.when { a.why href=(reasons) { (date(words, &entry.date)) } }
            div.what { p { (record_with_handle(&entry.record)) " · " span.tiny { (entry.label) } } }
            div.basis {
                (voices(&entry.date.voices))
                @if !entry.date.through.is_empty() { " " span.tiny { (words.say("p-through-dates")) " " (voices(&entry.date.through)) } }
                @if entry.accounts > 1 { " " (status("contested", &words.number("p-accounts", entry.accounts), Some(&reasons))) }
                " " (claims(words, &entry.date.claims))
            }
        }
    }
}

fn reason(words: &Words, reason: &str) -> String {
    match reason {
        "anchor unknown" => words.say("p-undated-anchor"),
        "no bound" => words.say("p-undated-bound"),
        _ => words.say("p-undated-not-reached"),
    }
}
