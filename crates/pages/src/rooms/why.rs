//! Why an answer says what it says: the tree of its reasons, down to passages.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{Claim, NotADocument, Qualifier, Record, Status, Value, Voice, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, mark, record, record_with_handle, value, voice, voices_status, worded};
use crate::rooms::claim::{place, stance};
use crate::words::Words;

#[derive(Deserialize)]
struct Why {
    record: Option<Record>,
    property: Option<String>,
    sentence: Option<usize>,
    root: Node,
}

#[derive(Deserialize)]
struct Node {
    reason: String,
    record: Option<Record>,
    label: Option<String>,
    scope: Vec<Qualifier>,
    status: Option<Status>,
    voice: Option<Voice>,
    polarity: Option<String>,
    value: Option<Value>,
    current: Option<bool>,
    text: Option<String>,
    role: Option<String>,
    ending: Option<String>,
    claim: Option<Claim>,
    because: Vec<Node>,
}

/// The page of an `onus.why/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn why(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let why: Why = read(document)?;
    let title = words.say("p-why");
    let body = html! {
        (parts::title(
            html! {
                (words.say("p-why-of")) " "
                @if let Some(one) = &why.record { (record_with_handle(one)) }
                @if let Some(property) = &why.property { " · " (property) }
                @if let Some(number) = why.sentence { a href={ "/#p" (number) } { (words.number("p-why-sentence", number)) } }
            },
            &title,
            html! { @if let Some(text) = &why.root.text { p.lede { (text) } } },
        ))
        div.reasons {
            @if why.root.reason == "sentence" { (nodes(words, &why.root.because)) } @else { (node(words, &why.root)) }
        }
    };
    Ok(page(frame, Room::Nowhere, &title, body))
}

fn nodes(words: &Words, list: &[Node]) -> Markup {
    html! { @if !list.is_empty() { ul.because { @for one in list { li { (node(words, one)) } } } } }
}

fn node(words: &Words, node: &Node) -> Markup {
    html! {
        @match node.reason.as_str() {
            "record" => { h2.quiet { @if let Some(one) = &node.record { (record(one)) } } }
            "property" => {
                h2.quiet {
                    @if let Some(one) = &node.record { (record(one)) ", " }
                    @if let Some(label) = &node.label { (label) }
                    @for part in &node.scope { " " span.scope { (part.label) ": " (value(&part.value)) } }
                }
                @if let Some(of) = node.status { div.statuses { (voices_status(words, of, None)) } }
            }
            "voice" => p.origin { (mark("voice")) span { @if let Some(one) = &node.voice { (voice(one)) } } },
            "said" => p {
                @if node.polarity.as_deref() == Some("denies") { (words.say("p-denies-that")) " " }
                @if let Some(one) = &node.value { (value(one)) }
                @if node.current == Some(false) { " " span.tiny { (words.say("p-superseded")) } }
            },
            "claim" => { @if let Some(one) = &node.claim { (claim(words, one, node.role.as_deref(), node.ending.as_deref())) } }
            "add no voice" => p.label { (words.say("p-adds-no-voice")) },
            "judgements" => p.label { (words.say("p-judgements")) },
            _ => { @if let Some(text) = &node.text { p { (text) } } }
        }
        (nodes(words, &node.because))
    }
}

fn role(words: &Words, role: &str) -> String {
    match role {
        "says" => words.say("p-role-says"),
        "echo" => words.say("p-role-echo"),
        "statement" => words.say("p-role-statement"),
        "derived" => words.say("p-role-derived"),
        "annotation" => words.say("p-role-annotation"),
        "altered" => words.say("p-altered"),
        "reported" => words.say("p-apart-reported"),
        "calls for" => words.say("p-apart-calls-for"),
        "premise" => words.say("p-role-premise"),
        _ => words.say("p-role-judgement"),
    }
}

fn claim(words: &Words, claim: &Claim, role: Option<&str>, ending: Option<&str>) -> Markup {
    let name = claim.row.clone().unwrap_or_else(|| claim.id.chars().take(8).collect());
    html! {
        div.reason {
            p.claim-line {
                a.cid href={ "/claims/" (claim.id) } { bdi { (name) } }
                " "
                @if let Some(one) = role { span.tiny { (self::role(words, one)) } " " }
                (record(&claim.record)) ", " (claim.label) ": "
                (worded(&claim.value, claim.wording.as_deref()))
                @if let Some(held) = &claim.held { " " span.tiny { (words.with("p-held", [("held", (&held.words).into())])) } }
            }
            p.small {
                (voice(&claim.voice)) " " (stance(words, &claim.stance))
                @for relay in &claim.via { ", " (words.say("p-via")) " " (record(&relay.by)) @if relay.rendering == "altered" { " (" (words.say("p-altered")) ")" } }
                @if let Some(said) = &claim.said { ", " bdi { (said.words) } }
            }
            (place(words, claim))
            @match ending {
                Some("team") => p.tiny { (words.say("p-ending-team")) },
                Some("nowhere") => p.tiny { (words.say("p-ending-nowhere")) },
                _ => {}
            }
        }
    }
}
