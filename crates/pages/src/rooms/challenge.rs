//! The case as a hostile lawyer reads it: each line with what can be said against it and what would help.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, NotADocument, Qualifier, Record, Voice, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, claims, number, record, status, voice, why};
use crate::words::Words;

#[derive(Deserialize)]
struct Challenge {
    record: Option<Record>,
    lines: Vec<Line>,
    pillars: Vec<Pillar>,
}

#[derive(Deserialize)]
struct Line {
    sentence: Option<usize>,
    property: Option<String>,
    scope: Vec<Qualifier>,
    text: String,
    sentences: usize,
    resting: usize,
    objections: Vec<Objection>,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Objection {
    attack: String,
    text: String,
    strengthen: String,
    all: bool,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Pillar {
    voice: Voice,
    alone: Vec<usize>,
    speaks_in: usize,
}

/// The page of an `onus.challenge/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn challenge(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let challenge: Challenge = read(document)?;
    let title = words.say("p-room-challenge");
    let of = challenge.record.as_ref();
    let body = html! {
        (parts::title(
            html! {
                (words.number("p-challenge-lines", challenge.lines.len()))
                @if of.is_some() { " · " a href="/challenge" { (words.say("p-all-of-them")) } }
            },
            &title,
            html! {
                p.lede { (words.say("p-challenge-lede")) }
                @if let Some(of) = of { p.small { (words.say("p-only-about")) " " (record(of)) } }
            },
        ))
        @if challenge.lines.is_empty() { p.prose { (words.say("p-challenge-none")) } }
        ol.synopsis.brief.challenge {
            @for (place, line) in challenge.lines.iter().enumerate() { (one(words, place + 1, line, of)) }
        }
        @if !challenge.pillars.is_empty() {
            section aria-labelledby="s-pillars" {
                h2 #s-pillars { (words.say("p-challenge-pillars")) }
                ul.lines {
                    @for pillar in &challenge.pillars {
                        li {
                            (voice(&pillar.voice)) ": "
                            (words.with("p-challenge-alone", [("alone", pillar.alone.len().into()), ("all", pillar.speaks_in.into())]))
                            " "
                            @for (place, sentence) in pillar.alone.iter().enumerate() { @if place > 0 { ", " } a href={ "/why/brief/" (sentence) } { "¶" (sentence) } }
                        }
                    }
                }
            }
        }
    };
    Ok(page(frame, Room::Challenge, &title, body))
}

fn one(words: &Words, place: usize, line: &Line, of: Option<&Record>) -> Markup {
    let reasons = match (line.sentence, &line.property, of) {
        (Some(sentence), _, _) => format!("/why/brief/{sentence}"),
        (None, Some(property), Some(of)) => why(&of.id, property),
        _ => "/".to_owned(),
    };
    html! {
        li {
            div.head { (number("h", place, &words.say("p-paragraph"))) }
            div.what {
                p { (line.text) }
                @if !line.scope.is_empty() { p.small { @for (place, part) in line.scope.iter().enumerate() { @if place > 0 { "; " } (part.label) ": " (parts::value(&part.value)) } } }
                @if line.objections.is_empty() { p.small { (words.say("p-challenge-nothing")) } }
                ul.objections {
                    @for objection in &line.objections {
                        li {
                            (status(shape(&objection.attack), &objection.text, None))
                            " " (claims(words, &objection.claims))
                            @if !objection.all { " " span.tiny { (words.say("p-challenge-some")) } }
                            p.tiny { (objection.strengthen) }
                        }
                    }
                }
            }
            div.basis {
                a.why href=(reasons) { (words.number("p-why-claims", line.claims.len())) }
                @if line.sentences > 0 || line.resting > 0 {
                    p.tiny { (words.with("p-challenge-rests", [("sentences", line.sentences.into()), ("claims", line.resting.into())])) }
                }
            }
        }
    }
}

/// The shape by which an attack is drawn.
fn shape(attack: &str) -> &'static str {
    match attack {
        "in-conflict" => "contested",
        "denied" => "denied",
        "one-voice" | "one-analyst" => "single",
        "only-relayed" | "passed-on" | "hearsay" | "altered" => "echo",
        "unattributed" | "attribution-inferred" | "no-passage" | "passage-not-held" => "none",
        "unchecked" => "check",
        _ => "voice",
    }
}
