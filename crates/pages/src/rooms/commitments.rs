//! What was promised and recommended, each with its status as somebody claims it and what is set in relation to it.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, Date, NotADocument, Record, Slot, Told, Voice, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, address, claims, dates, record, status, voice_names, voices, why};
use crate::words::Words;

#[derive(Deserialize)]
struct Commitments {
    commitments: Vec<Owed>,
}

#[derive(Deserialize)]
struct Owed {
    record: Record,
    dates: Vec<Date>,
    told: Vec<Slot>,
    status: Vec<Told>,
    followed: Vec<Followed>,
}

#[derive(Deserialize)]
struct Followed {
    record: Record,
    bearing: String,
    voices: Vec<Voice>,
    own: bool,
    dates: Vec<Date>,
    later: bool,
    claims: Vec<ClaimName>,
}

/// The page of an `onus.commitments/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn commitments(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let all: Commitments = read(document)?;
    let title = words.say("p-room-commitments");
    let body = html! {
        (parts::title(
            html! { (words.number("p-commitments-number", all.commitments.len())) },
            &title,
            html! { p.lede { (words.say("p-commitments-lede")) } },
        ))
        @if all.commitments.is_empty() { p.prose { (words.say("p-commitments-none")) } }
        @for (place, owed) in all.commitments.iter().enumerate() { (one(words, place + 1, owed)) }
    };
    Ok(page(frame, Room::Commitments, &title, body))
}

/// The shape of a status that somebody claims; its word stands beside it.
fn shape(term: &str) -> &'static str {
    match term.rsplit(['/', ':']).next().unwrap_or(term) {
        "kept" | "legislated" | "done" | "accepted" => "done",
        "partial" | "partly-done" => "partial",
        "contradicted" | "regressed" | "rejected" | "contrary" => "contradicted",
        "stalled" | "pledged" | "proposed" | "noted" => "stalled",
        _ => "notdone",
    }
}

fn one(words: &Words, number: usize, owed: &Owed) -> Markup {
    let id = format!("k{number}");
    let heading = format!("{id}-h");
    let reference = format!("#{id}");
    let reasons = why(&owed.record.id, "status");
    html! {
        article.act id=(id) aria-labelledby=(heading) {
            header {
                a.n href=(reference) aria-label={ "K" (number) ", " (words.number("p-commitment-n", number)) } { "K" (number) }
                h2 id=(heading) { a.quiet href=(address(&owed.record)) { bdi { (parts::heading(&owed.record)) } } }
            }
            @if !owed.dates.is_empty() { p.small { (dates(words, &owed.dates)) } }
            div.statuses {
                @for one in &owed.status {
                    (status(shape(&one.value.canonical), &words.with("p-told-by", [("value", (&one.value.words).into()), ("voices", voice_names(&one.voices).into())]), Some(&reasons)))
                }
                @if owed.status.is_empty() { (status("none", &words.say("p-no-status"), None)) }
            }
            dl.slots {
                @for slot in &owed.told { (parts::slot(words, &owed.record.id, slot)) }
            }
            @if owed.followed.is_empty() { p.small { (words.say("p-nothing-followed")) } } @else {
                ol.rungs {
                    @for one in &owed.followed {
                        li {
                            (parts::mark(match one.bearing.as_str() { "supports" => "done", "contradicts" => "contradicted", _ => "stalled" }))
                            span.stage { (bearing(words, &one.bearing)) }
                            span.when { @if one.dates.is_empty() { (words.say("p-no-date")) } @else { (dates(words, &one.dates)) } @if !one.later { " " (words.say("p-order-unknown")) } }
                            span.out { (record(&one.record)) }
                            span.tiny { (words.say("p-according-to")) " " (voices(&one.voices)) @if one.own { " · " (words.say("p-own")) } " " (claims(words, &one.claims)) }
                        }
                    }
                }
            }
        }
    }
}

fn bearing(words: &Words, bearing: &str) -> String {
    match bearing {
        "supports" => words.say("p-bearing-supports"),
        "contradicts" => words.say("p-bearing-contradicts"),
        _ => words.say("p-bearing-concerns"),
    }
}
