//! What officials said, what others say: facing pages.
//!
//! On the left a statement in its own extent, on the right what it answers or is set beside, admissions first; below
//! what was then done, without saying that it was done because of it.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, Date, NotADocument, Record, Slot, Status, Value, Voice, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{
    self, address, claim, claims, dates, record, records, status, value, voice, voice_names,
    voices, voices_status, why, worded,
};
use crate::words::Words;

#[derive(Deserialize)]
pub(crate) struct Statements {
    pub(crate) statements: Vec<Entry>,
    after: usize,
    pub(crate) total: usize,
    others: usize,
}

#[derive(Deserialize)]
pub(crate) struct Entry {
    record: Record,
    denies: bool,
    admits: bool,
    dates: Vec<Date>,
    told: Vec<Slot>,
    reversed_by: Vec<Record>,
    answers: Vec<Juxtaposed>,
    set_beside: Vec<Juxtaposed>,
    afterwards: Vec<Afterwards>,
}

#[derive(Deserialize)]
struct Juxtaposed {
    class: Option<String>,
    except: Vec<Record>,
    claims: Vec<Beside>,
    voices: Vec<Voice>,
    because: Vec<ClaimName>,
}

#[derive(Deserialize)]
pub(crate) struct Beside {
    claim: ClaimName,
    record: Record,
    property: String,
    label: String,
    value: Value,
    wording: Option<String>,
    content: Vec<Value>,
    voice: Voice,
    on_oath: bool,
    status: Status,
    supported_by: Vec<Voice>,
    conflicts_with: Vec<Voice>,
    denied_by: Vec<Voice>,
    admitted_by: Vec<Voice>,
}

#[derive(Deserialize)]
struct Afterwards {
    record: Record,
    dates: Vec<Date>,
    later: bool,
    shared: Vec<Record>,
}

impl Entry {
    fn slot(&self, property: &str) -> Option<&Slot> {
        self.told.iter().find(|slot| slot.property == property)
    }
}

/// A statement with one claim beside it.
pub(crate) struct Pair<'e> {
    entry: &'e Entry,
    beside: &'e Beside,
}

/// A statement with the first claim that is named beside it, an admission before others.
pub(crate) fn pair(entry: &Entry) -> Option<Pair<'_>> {
    let all = entry.answers.iter().chain(&entry.set_beside).flat_map(|one| &one.claims);
    let beside = all.min_by_key(|one| one.admitted_by.is_empty())?;
    Some(Pair { entry, beside })
}

/// A statement beside a claim, in a line each.
pub(crate) fn beside(words: &Words, pair: &Pair<'_>) -> Markup {
    let Pair { entry, beside } = pair;
    let statement = address(&entry.record);
    html! {
        li {
            div.they {
                p { (content(entry)) }
                span.tiny { (who(entry)) @if !entry.dates.is_empty() { ", " (dates(words, &entry.dates)) } " · " a href=(statement) { (words.say("p-statement")) } }
            }
            div.rec {
                p { (claimed(beside)) }
                span.tiny { (voice(&beside.voice)) " · " (claim(&beside.claim)) }
            }
        }
    }
}

/// What is told of a statement's content, else what it is called.
fn content(entry: &Entry) -> Markup {
    html! {
        @match entry.slot("content") {
            Some(slot) => @for (place, told) in slot.values.iter().enumerate() { @if place > 0 { " " } (value(&told.value)) },
            None => bdi { (entry.record.label) },
        }
    }
}

fn who(entry: &Entry) -> Markup {
    html! {
        @if let Some(slot) = entry.slot("by") {
            @for (place, told) in slot.values.iter().enumerate() { @if place > 0 { ", " } (value(&told.value)) }
        }
    }
}

/// A claim beside a statement, as it would be said: of what, which property, what value.
fn claimed(beside: &Beside) -> Markup {
    let reason = why(&beside.record.id, &beside.property);
    html! {
        @if !beside.content.is_empty() {
            @for one in &beside.content { (value(one)) " " }
            span.tiny { (record(&beside.record)) }
        } @else { (record(&beside.record)) ", " (beside.label) ": " }
        @match beside.value.record {
            _ if !beside.content.is_empty() => {}
            Some(_) => (value(&beside.value)),
            None => a.why href=(reason) { (worded(&beside.value, beside.wording.as_deref())) },
        }
    }
}

/// The page of an `onus.statements/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn statements(
    frame: &Frame<'_>,
    document: &Json,
    about: Option<&str>,
    address: &str,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let all: Statements = read(document)?;
    let title = words.say("p-room-statements");
    let body = html! {
        (parts::title(
            html! { (words.number("p-statements-number", all.total)) },
            &title,
            html! {
                p.lede { (words.say("p-statements-lede")) }
                @if let Some(about) = about { p.small { (words.with("p-statements-about", [("record", about.into())])) " " a href="/statements" { (words.say("p-show-all")) } } }
            },
        ))
        ul.legend aria-label=(words.say("p-legend")) {
            @for (name, key) in LEGEND { li { (parts::mark(name)) " " (words.say(key)) } }
        }
        @if all.total == 0 { p.prose { (words.say("p-statements-none")) } }
        @for (place, entry) in all.statements.iter().enumerate() { (facing(words, all.after + place + 1, entry)) }
        (parts::pager(words, address, all.after, all.statements.len(), all.total))
        @if all.others > 0 {
            p.small { a href="/statements?all=yes" { (words.number("p-statements-others", all.others)) } }
        }
    };
    Ok(page(frame, Room::Statements, &title, body))
}

const LEGEND: [(&str, &str); 5] = [
    ("admitted", "p-legend-admitted"),
    ("corroborated", "p-legend-independent"),
    ("single", "p-legend-single"),
    ("denied", "p-legend-denied"),
    ("contested", "p-legend-contested"),
];

fn facing(words: &Words, number: usize, entry: &Entry) -> Markup {
    let id = format!("d{number}");
    let reference = format!("#{id}");
    let heading = format!("{id}-h");
    let reasons = format!("/why/{}", entry.record.id);
    let others =
        entry.told.iter().filter(|slot| !matches!(slot.property.as_str(), "content" | "by"));
    let alone = entry.answers.is_empty() && entry.set_beside.is_empty();
    html! {
        article.facing id=(id) aria-labelledby=(heading) {
            header {
                a.n href=(reference) aria-label={ "D" (number) ", " (words.with("p-statement-n", [("number", number.into())])) } { "D" (number) }
                h2 id=(heading) { a.quiet href=(address(&entry.record)) { bdi { (parts::heading(&entry.record)) } } }
            }
            div.sides {
                div.side-said {
                    h3.side-head { span { (words.say("p-said")) } }
                    blockquote { p { (content(entry)) } }
                    p.who {
                        b { (who(entry)) }
                        @if !entry.dates.is_empty() { ", " (dates(words, &entry.dates)) }
                    }
                    div.statuses {
                        @if entry.denies { (status("denied", &words.say("p-denies"), Some(&reasons))) }
                        @if entry.admits { (status("admitted", &words.say("p-admits"), Some(&reasons))) }
                        @if !entry.denies && !entry.admits { (status("voice", &words.say("p-says"), Some(&reasons))) }
                    }
                    dl.slots {
                        @for slot in others { (parts::slot(words, &entry.record.id, slot)) }
                        @if !entry.reversed_by.is_empty() {
                            div { dt { (words.say("p-reversed-by")) } dd { (records(&entry.reversed_by)) } }
                        }
                    }
                }
                div.side-record {
                    h3.side-head { span { (words.say("p-others-say")) } }
                    @if alone { p.small { (words.say("p-stands-alone")) } }
                    ol.answers {
                        @for one in &entry.answers { (juxtaposed(words, one, true)) }
                        @for one in &entry.set_beside { (juxtaposed(words, one, false)) }
                    }
                }
            }
            @if !entry.afterwards.is_empty() {
                div.followed {
                    div.small { h3.label { (words.say("p-afterwards")) } p.tiny { (words.say("p-afterwards-note")) } }
                    ul.small.done {
                        @for one in &entry.afterwards {
                            li {
                                (parts::mark("done")) " " (record(&one.record))
                                @if !one.dates.is_empty() { ", " (dates(words, &one.dates)) }
                                @if !one.later { " " span.tiny { (words.say("p-order-unknown")) } }
                                " " span.tiny { (words.say("p-both-about")) " " (records(&one.shared)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn juxtaposed(words: &Words, one: &Juxtaposed, answers: bool) -> Markup {
    let how = if answers { words.say("p-answers") } else { words.say("p-set-beside") };
    let mut claimed: Vec<&Beside> = one.claims.iter().collect();
    claimed.sort_by_key(|beside| beside.admitted_by.is_empty());
    html! {
        @if let Some(class) = &one.class {
            li {
                p.when { (how) span.tiny { (words.say("p-a-class")) } }
                p { span.said { "“" bdi { (class) } "”" } @if !one.except.is_empty() { " " (words.say("p-except")) " " (records(&one.except)) } }
                div.meta { span { (words.say("p-no-one-of-them")) } span { (words.say("p-according-to")) " " (voices(&one.voices)) } span { (claims(words, &one.because)) } }
            }
        }
        @for beside in claimed {
            @let reason = why(&beside.record.id, &beside.property);
            li {
                p.when { (how) span.tiny { (words.say("p-according-to")) " " (voices(&one.voices)) } }
                p { (self::claimed(beside)) }
                div.meta {
                    @if !beside.admitted_by.is_empty() {
                        (status("admitted", &words.with("p-admitted-by", [("voices", voice_names(&beside.admitted_by).into())]), Some(&reason)))
                    }
                    @if !beside.denied_by.is_empty() {
                        (status("denied", &words.with("p-denied-by", [("voices", voice_names(&beside.denied_by).into())]), Some(&reason)))
                    }
                    @if !beside.conflicts_with.is_empty() {
                        (status("contested", &words.with("p-conflicts-with", [("voices", voice_names(&beside.conflicts_with).into())]), Some(&reason)))
                    }
                    (voices_status(words, Status { in_conflict: 0, ..beside.status }, Some(&reason)))
                    span { (voice(&beside.voice)) @if beside.on_oath { ", " (words.say("p-on-oath")) } }
                    @if beside.supported_by.len() > 1 { span { (words.say("p-supported-by")) " " (voices(&beside.supported_by)) } }
                    span { (claim(&beside.claim)) }
                }
            }
        }
    }
}
