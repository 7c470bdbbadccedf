//! A record: each property with the values somebody stands by, how the voices stand, and below it whose they are,
//! through whom, and where it was read.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, Date, NotADocument, Reading, Record, Saying, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{
    self, claim, claim_name, claims, days, draft, mark, record, record_with_handle, records,
    status, value, voice, voice_names, voices_status, why, worded,
};
use crate::words::Words;

#[derive(Deserialize)]
struct Show {
    record: Record,
    members: Vec<Record>,
    linked: Vec<Link>,
    properties: Vec<Property>,
    backlinks: Vec<Backlink>,
}

#[derive(Deserialize)]
struct Link {
    record: Record,
    grade: String,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Property {
    property: String,
    label: String,
    readings: Vec<Reading>,
    dates: Vec<Date>,
}

#[derive(Deserialize)]
struct Backlink {
    label: String,
    records: Vec<Record>,
}

/// How many records one line of what refers here shows.
const MOST: usize = 40;

/// The page of an `onus.show/1`; `kinds` are the names of record types, `as_of` the day as of whose end it is shown,
/// where that is another than the session's.
///
/// # Errors
///
/// When the document is of another shape.
pub fn record_page(
    frame: &Frame<'_>,
    document: &Json,
    kinds: &BTreeMap<String, String>,
    as_of: Option<&str>,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let show: Show = read(document)?;
    let kind = show.record.r#type.as_deref().unwrap_or_default();
    let all = format!("/records?type={kind}");
    let claimed: usize = show.properties.iter().flat_map(|one| &one.readings).map(claims_of).sum();
    let statements = format!("/statements?all=yes&about={}", show.record.id);
    let body = html! {
        (parts::title(
            html! {
                (kinds.get(kind).map_or(kind, String::as_str))
                @if let Some(handle) = &show.record.handle { " " span.cid { (handle) } }
                " · " a href=(all) { (words.say("p-all-of-them")) }
            },
            &parts::heading(&show.record),
            html! {
                p.lede { (words.with("p-record-counts", [("properties", show.properties.len().into()), ("claims", claimed.into())])) }
                p.small {
                    a href=(statements) { (words.say("p-record-statements")) }
                    " · " a href={ "/challenge?about=" (show.record.id) } { (words.say("p-room-challenge")) }
                    " · " a href={ "/network?about=" (show.record.id) } { (words.say("p-room-network")) }
                    " · " a href={ "/links?about=" (show.record.id) } { (words.say("p-room-links")) }
                }
                (history(words, &show.record.id, as_of))
            },
        ))
        @if show.members.len() > 1 || !show.linked.is_empty() { (identity(words, &show)) }
        section aria-labelledby="s-claimed" {
            h2 #s-claimed { (words.say("p-record-claimed")) }
            @if show.properties.is_empty() { p.prose { (words.say("p-record-nothing")) } }
            (properties(words, &show.record.id, &show.properties))
        }
        @if !show.backlinks.is_empty() {
            section aria-labelledby="s-refers" {
                h2 #s-refers { (words.say("p-record-refers")) }
                div.scroll role="group" aria-label=(words.say("p-record-refers")) tabindex="0" {
                    table {
                        thead { tr { th scope="col" { (words.say("p-as")) } th scope="col" { (words.say("p-records")) } } }
                        tbody {
                            @for link in &show.backlinks {
                                tr {
                                    th scope="row" { (link.label) }
                                    td {
                                        (records(link.records.get(..MOST).unwrap_or(&link.records)))
                                        @if link.records.len() > MOST { " " (words.number("p-and-more", link.records.len() - MOST)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(page(frame, Room::Records, &show.record.label, body))
}

/// The record as the log stood on another day.
fn history(words: &Words, id: &str, as_of: Option<&str>) -> Markup {
    let here = format!("/records/{id}");
    html! {
        form.asof method="get" action=(here) {
            label { (words.say("p-history")) " " input name="as-of" value=(as_of.unwrap_or_default()) placeholder="2013-07-10" autocomplete="off"; }
            button { (words.say("p-history-show")) }
            @if let Some(day) = as_of { strong role="status" { (words.with("p-history-is", [("day", day.into())])) } " " a href=(here) { (words.say("p-history-now")) } }
        }
    }
}

/// The properties of a source, as its own page shows them; none when it says nothing of itself.
pub(crate) fn properties_of(
    words: &Words,
    document: &Json,
) -> Result<Option<Markup>, NotADocument> {
    let show: Show = read(document)?;
    let some = !show.properties.is_empty();
    Ok(some.then(|| properties(words, &show.record.id, &show.properties)))
}

fn properties(words: &Words, id: &str, list: &[Property]) -> Markup {
    html! {
        ol.props {
            @for property in list {
                @for (place, reading) in property.readings.iter().enumerate() {
                    (one(words, id, property, reading, place))
                }
            }
        }
    }
}

fn claims_of(reading: &Reading) -> usize {
    let sayings = reading.voices.iter().flat_map(|line| &line.sayings);
    let said: usize =
        sayings.map(|saying| saying.claims.len() + saying.statement_claims.len()).sum();
    said + reading.apart.len()
}

fn identity(words: &Words, show: &Show) -> Markup {
    html! {
        section aria-labelledby="s-identity" {
            h2 #s-identity { (words.say("p-identity")) }
            ul.lines {
                @if show.members.len() > 1 {
                    li {
                        (status("corroborated", &words.number("p-identity-members", show.members.len()), None)) " "
                        @for (place, member) in show.members.iter().enumerate() { @if place > 0 { "; " } (record_with_handle(member)) }
                    }
                }
                @for link in &show.linked {
                    li {
                        (status("check", &grade(words, &link.grade), None)) " "
                        (record(&link.record)) " " (claims(words, &link.claims))
                    }
                }
            }
        }
    }
}

pub(crate) fn grade(words: &Words, grade: &str) -> String {
    match grade {
        "same" => words.say("p-grade-same"),
        "probably-same" => words.say("p-grade-probably-same"),
        "distinct" => words.say("p-grade-distinct"),
        _ => words.say("p-grade-undetermined"),
    }
}

fn one(words: &Words, id: &str, property: &Property, reading: &Reading, place: usize) -> Markup {
    let anchor = match place {
        0 => format!("prop-{}", property.property),
        place => format!("prop-{}-{}", property.property, place + 1),
    };
    let reasons = why(id, &property.property);
    let here = format!("#{anchor}-why");
    let details = format!("{anchor}-why");
    html! {
        li id=(anchor) {
            h3.label {
                a.quiet href=(reasons) { (property.label) }
                @for part in &reading.scope { " " span.scope { (part.label) ": " (value(&part.value)) } }
            }
            div.val { (values(words, reading)) (told_dates(words, property)) }
            div.statuses { (statuses(words, reading, &here)) }
            div.more {
                details.open-why id=(details) {
                    summary { (words.with("p-why-summary", [("origins", reading.status.origins.into()), ("claims", claims_of(reading).into())])) }
                    (origins(words, reading))
                    p.small { a href=(reasons) { (words.say("p-down-to-passages")) } }
                }
            }
        }
    }
}

fn told_dates(words: &Words, property: &Property) -> Markup {
    html! {
        @for date in property.dates.iter().filter(|date| date.relative) {
            " " span.alt { (words.with("p-that-is", [("days", days(&date.days).into())])) }
        }
    }
}

/// Each value that somebody stands by with whose it is; where one voice revised its own, the sequence.
fn values(words: &Words, reading: &Reading) -> Markup {
    let stated: Vec<_> = reading.positions.iter().filter(|one| !one.stated_by.is_empty()).collect();
    let alone = match reading.voices.as_slice() {
        [line] if line.revised => Some(line),
        _ => None,
    };
    html! {
        @if let Some(line) = alone {
            ol.seq {
                @for saying in &line.sayings {
                    li { (worded(&saying.value, None)) @if let Some(said) = &saying.said { " " span.alt { (days(said)) } } }
                }
            }
        } @else if stated.is_empty() {
            @for apart in &reading.apart { div { (worded(&apart.value, None)) " " span.alt { (words.say("p-adds-no-voice")) } } }
            @for denial in &reading.denied { div { (words.with("p-denied-value", [("value", (&denial.value.words).into())])) } }
        } @else {
            @for position in &stated {
                div {
                    (value(&position.value))
                    @if stated.len() > 1 || reading.status.origins > 1 { " " span.alt { (voice_names(&position.stated_by)) } }
                    @if !position.conflicts_with.is_empty() && stated.len() > 1 {
                        " " span.alt { (words.with("p-conflicts-with", [("voices", voice_names(&position.conflicts_with).into())])) }
                    }
                }
            }
        }
    }
}

fn statuses(words: &Words, reading: &Reading, here: &str) -> Markup {
    let altered = reading.apart.iter().any(|apart| apart.kind == "altered");
    let mut through: Vec<&str> = Vec::new();
    for one in reading.voices.iter().flat_map(|line| &line.known_only_through) {
        if !through.contains(&one.label.as_str()) {
            through.push(&one.label);
        }
    }
    let is_draft = {
        let mut sayings = reading.voices.iter().flat_map(|line| &line.sayings).peekable();
        sayings.peek().is_some() && sayings.all(|saying| saying.draft)
    };
    html! {
        (voices_status(words, reading.status, Some(here)))
        @if !reading.denied.is_empty() {
            @let by = reading.denied.iter().map(|denial| denial.voice.label.as_str()).collect::<Vec<_>>().join(", ");
            (status("denied", &words.with("p-denied-by", [("voices", by.into())]), Some(here)))
        }
        @if !reading.admitted.is_empty() {
            (status("admitted", &admitted_of(words, reading), Some(here)))
        }
        @if reading.voices.iter().any(|line| line.revised) { (status("revised", &words.say("p-revised"), Some(here))) }
        @if altered { (status("echo", &words.say("p-altered"), Some(here))) }
        @if !through.is_empty() { (status("none", &format!("{} {}", words.say("p-known-only-through"), through.join(", ")), Some(here))) }
        @if is_draft { (draft(words)) }
    }
}

fn admitted_of(words: &Words, reading: &Reading) -> String {
    let mut of: Vec<String> = Vec::new();
    for word in reading.admitted.iter().flat_map(|one| &one.of) {
        let word = match word.as_str() {
            "conduct" => words.say("p-admits-conduct"),
            "result" => words.say("p-admits-result"),
            "responsibility" => words.say("p-admits-responsibility"),
            "unlawfulness" => words.say("p-admits-unlawfulness"),
            other => other.to_owned(),
        };
        if !of.contains(&word) {
            of.push(word);
        }
    }
    match of.is_empty() {
        true => words.say("p-admitted"),
        false => words.with("p-admitted-of", [("of", of.join(", ").into())]),
    }
}

/// Origins, what each said, what carries it; then what adds no voice, denials, admissions, judgements.
fn origins(words: &Words, reading: &Reading) -> Markup {
    html! {
        ul.origins {
            @for line in &reading.voices {
                li {
                    div.origin {
                        (mark("voice")) span { (voice(&line.voice)) }
                        @if !line.persons.is_empty() { span.role { (words.say("p-through")) " " (records(&line.persons)) } }
                        @if !line.known_only_through.is_empty() { span.role { (words.say("p-known-only-through")) " " (records(&line.known_only_through)) } }
                        @if line.revised { span.role { (words.say("p-revised")) } }
                    }
                    ul.claims { @for saying in &line.sayings { (said(words, saying)) } }
                }
            }
            @if !reading.apart.is_empty() {
                li {
                    div.origin { (mark("none")) span { (words.say("p-adds-no-voice")) } }
                    ul.claims {
                        @for apart in &reading.apart {
                            li {
                                (claim(&apart.claim))
                                span {
                                    span.val { @if apart.polarity == "denies" { (words.say("p-denies-that")) " " } (worded(&apart.value, apart.wording.as_deref())) }
                                    " " span.cite { (kind_of_apart(words, &apart.kind)) ", " (voice(&apart.voice)) @if let Some(relay) = &apart.relay { ", " (record(relay)) } }
                                }
                            }
                        }
                    }
                }
            }
            @for denial in &reading.denied {
                li {
                    div.origin {
                        (mark("denied")) span { (voice(&denial.voice)) }
                        span.role {
                            (words.say("p-denies"))
                            @if let Some(party) = &denial.party { ", " (words.say("p-party")) " " (record(party)) }
                            @if let Some(interest) = &denial.interest { ", " bdi { (interest) } }
                            @if denial.given_up { ", " (words.say("p-given-up")) }
                        }
                    }
                    ul.claims {
                        li {
                            span { @if let Some(first) = denial.claims.first() { (claim(first)) } }
                            span { span.val { (value(&denial.value)) } @if !denial.statements.is_empty() { " " span.cite { (words.say("p-by-statement")) " " (records(&denial.statements)) } } }
                        }
                    }
                }
            }
            @for admission in &reading.admitted {
                li {
                    div.origin { (mark("admitted")) span { (voice(&admission.voice)) } span.role { (words.say("p-admitted")) } }
                    ul.claims { li { span { @if let Some(first) = admission.claims.first() { (claim(first)) } } span.val { (value(&admission.value)) } } }
                }
            }
        }
        @if !reading.judgements.is_empty() {
            p.tiny { (words.say("p-judgements")) " " (claims(words, &reading.judgements)) }
        }
    }
}

fn said(words: &Words, saying: &Saying) -> Markup {
    let (first, echoes) = match saying.claims.split_first() {
        Some((first, echoes)) => (Some(first), echoes),
        None => (saying.statement_claims.first(), [].as_slice()),
    };
    html! {
        li {
            span { @if let Some(first) = first { (claim(first)) } }
            span {
                span.val { @if saying.polarity == "denies" { (words.say("p-denies-that")) " " } (worded(&saying.value, saying.wording.as_deref())) }
                @if let Some(held) = &saying.held { " " span.cite { (words.with("p-held", [("held", (&held.words).into())])) } }
                @if let Some(said) = &saying.said { " " span.cite { (words.with("p-said-on", [("days", days(said).into())])) } }
                @if saying.admits { " " (status("admitted", &words.say("p-admitted"), None)) }
                @if !saying.current { " " span.cite { (words.say("p-superseded")) } }
                @if !saying.statements.is_empty() { " " span.cite { (words.say("p-by-statement")) " " (records(&saying.statements)) } }
                @if saying.draft { (draft(words)) }
            }
        }
        @if !echoes.is_empty() {
            li.echo {
                (mark("echo"))
                span { (words.number("p-echoes", echoes.len())) " " @for (place, one) in echoes.iter().enumerate() { @if place > 0 { ", " } a.cid href={ "/claims/" (one.id) } { bdi { (claim_name(one)) } } } }
            }
        }
    }
}

fn kind_of_apart(words: &Words, kind: &str) -> String {
    match kind {
        "sum" => words.say("p-apart-sum"),
        "inference" => words.say("p-apart-inference"),
        "finding" => words.say("p-apart-finding"),
        "annotation" => words.say("p-apart-annotation"),
        "altered" => words.say("p-altered"),
        "reported" => words.say("p-apart-reported"),
        "calls for" => words.say("p-apart-calls-for"),
        other => other.to_owned(),
    }
}
