//! What pages are put together from: statuses, voices, values, links to reasons.

use maud::{Markup, html};

use crate::document::{ClaimName, Date, Days, Record, Slot, Status, Told, Value, Voice};
use crate::words::Words;

/// Where one is in a long list, and the ways to what comes before and after. `address` ends where `after` is to be said.
pub(crate) fn pager(
    words: &Words,
    address: &str,
    after: usize,
    shown: usize,
    total: usize,
) -> Markup {
    let to = |after: usize| format!("{address}after={after}");
    let (first, last) = ((after + 1).min(total), after + shown);
    html! {
        @if shown < total {
            p.pager {
                @if after > 0 { a rel="prev" href=(to(after.saturating_sub(shown.max(1)))) { (words.say("p-before")) } " " }
                span { (words.with("p-rows", [("first", first.into()), ("last", last.into()), ("all", total.into())])) }
                @if last < total { " " a rel="next" href=(to(last)) { (words.say("p-after")) } }
            }
        }
    }
}

/// The marks of statuses, drawn once on every page and used by name.
pub(crate) const SPRITE: &str = include_str!("marks.svg");

/// A mark; `turn` where it points in the direction of writing.
pub(crate) fn mark(name: &str) -> Markup {
    let turn = matches!(name, "revised" | "corroborated" | "later" | "echo").then_some("turn");
    let reference = format!("#m-{name}");
    html! {
        svg.mark class=[turn] aria-hidden="true" viewBox="0 0 16 16" { use href=(reference) {} }
    }
}

/// A status: a shape, a word, and the way to its reasons.
pub(crate) fn status(name: &str, words: &str, why: Option<&str>) -> Markup {
    html! {
        @match why {
            Some(address) => a.status.(name) href=(address) { (mark(name)) span { (words) } },
            None => span.status.(name) { (mark(name)) span { (words) } },
        }
    }
}

/// How the voices stand, as far as arithmetic says it.
pub(crate) fn voices_status(words: &Words, of: Status, why: Option<&str>) -> Markup {
    let origins = words.number("p-origins", of.origins);
    html! {
        @if of.in_conflict > 0 {
            (status("contested", &words.number("p-in-conflict", of.in_conflict), why))
        }
        @if of.independent > 0 {
            (status("corroborated", &words.number("p-independent", of.independent), why))
        }
        @if of.origins == 1 { (status("single", &origins, why)) }
        @else if of.origins > 1 { (status("voice", &origins, why)) }
    }
}

pub(crate) fn draft(words: &Words) -> Markup {
    html! { " " span.status.check { (mark("check")) span { (words.say("p-draft")) } } }
}

/// Where a record's page is. A source has a page of its own kind.
pub(crate) fn address(record: &Record) -> String {
    match record.r#type.as_deref() {
        Some("source") => format!("/sources/{}", record.id),
        _ => format!("/records/{}", record.id),
    }
}

pub(crate) fn record(record: &Record) -> Markup {
    html! { a href=(address(record)) { bdi { (record.label) } } }
}

/// A record by its name, with the team's short name beside it.
pub(crate) fn record_with_handle(one: &Record) -> Markup {
    html! {
        (record(one))
        @if let Some(handle) = &one.handle { " " span.cid { (handle) } }
    }
}

pub(crate) fn records(list: &[Record]) -> Markup {
    html! { @for (place, one) in list.iter().enumerate() { @if place > 0 { "; " } (record(one)) } }
}

pub(crate) fn voice(voice: &Voice) -> Markup {
    html! {
        @match &voice.record {
            Some(one) => a href=(address(one)) { bdi { (voice.label) } },
            None => bdi { (voice.label) },
        }
    }
}

pub(crate) fn voices(list: &[Voice]) -> Markup {
    html! { @for (place, one) in list.iter().enumerate() { @if place > 0 { ", " } (voice(one)) } }
}

/// The names of voices in plain text.
pub(crate) fn voice_names(list: &[Voice]) -> String {
    list.iter().map(|voice| voice.label.as_str()).collect::<Vec<_>>().join(", ")
}

/// A value; the words of the record in italics.
pub(crate) fn value(value: &Value) -> Markup {
    html! {
        @match (&value.record, value.kind.as_str()) {
            (Some(one), _) => (record(one)),
            (None, "text") => span.said { "“" bdi { (value.words) } "”" },
            (None, _) => bdi { (value.words) },
        }
    }
}

/// A value with its words in the source, where these say it otherwise.
pub(crate) fn worded(shown: &Value, wording: Option<&str>) -> Markup {
    let differs = wording.filter(|wording| *wording != shown.words && shown.kind != "text");
    html! {
        (value(shown))
        @if let Some(wording) = differs { " " span.said { "“" bdi { (wording) } "”" } }
    }
}

/// A claim by the row it was made from, or by the beginning of its name.
pub(crate) fn claim_name(claim: &ClaimName) -> String {
    match &claim.row {
        Some(row) => row.clone(),
        None => claim.id.chars().take(8).collect(),
    }
}

pub(crate) fn claim(claim: &ClaimName) -> Markup {
    let address = format!("/claims/{}", claim.id);
    html! { a.cid href=(address) { bdi { (claim_name(claim)) } } }
}

/// Claims by name, the first few of many.
pub(crate) fn claims(words: &Words, list: &[ClaimName]) -> Markup {
    const MOST: usize = 6;
    html! {
        @for (place, one) in list.iter().take(MOST).enumerate() { @if place > 0 { ", " } (claim(one)) }
        @if list.len() > MOST { " " (words.number("p-and-more", list.len() - MOST)) }
    }
}

/// Bounds, as they are written: a day, or two with a dash, an open end as dots.
pub(crate) fn days(days: &Days) -> String {
    match (days.earliest.as_deref(), days.latest.as_deref()) {
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        (Some(first), None) => format!("{first} – …"),
        (None, Some(last)) => format!("… – {last}"),
        (None, None) => "…".to_owned(),
    }
}

/// A date as it was told; what it comes to where another date tells it.
pub(crate) fn date(words: &Words, date: &Date) -> Markup {
    html! {
        bdi { (date.value.words) }
        @if date.relative {
            " " (words.with("p-that-is", [("days", days(&date.days).into())]))
        }
    }
}

pub(crate) fn dates(words: &Words, list: &[Date]) -> Markup {
    html! { @for (place, one) in list.iter().enumerate() { @if place > 0 { "; " } (date(words, one)) } }
}

/// A value with whose it is, and the way to the reasons.
pub(crate) fn told(words: &Words, told: &Told, why: &str) -> Markup {
    html! {
        @match told.value.record {
            Some(_) => (value(&told.value)),
            None => a.why href=(why) { (value(&told.value)) },
        }
        " " span.whose {
            (voices(&told.voices))
            @if told.own { " · " (words.say("p-own")) }
            @if told.chosen { " · " (words.say("p-chosen")) }
        }
        @if !told.denied_by.is_empty() {
            " " (status("denied", &words.with("p-denied-by", [("voices", voice_names(&told.denied_by).into())]), Some(why)))
        }
        @if told.in_conflict { " " (status("contested", &words.say("p-conflicted"), Some(why))) }
        @if told.claims.iter().all(|claim| claim.draft) && !told.claims.is_empty() { (draft(words)) }
    }
}

/// A property with its values on one line; whose they are is behind its name.
pub(crate) fn slot(words: &Words, record: &str, slot: &Slot) -> Markup {
    let reason = why(record, &slot.property);
    html! {
        div {
            dt { a.why href=(reason) { (slot.label) } }
            dd {
                @for (place, told) in slot.values.iter().enumerate() {
                    @if place > 0 { "; " }
                    (value(&told.value))
                    @if !told.denied_by.is_empty() { " " (status("denied", &words.with("p-denied-by", [("voices", voice_names(&told.denied_by).into())]), Some(&reason))) }
                    @if told.in_conflict { " " (status("contested", &words.say("p-conflicted"), Some(&reason))) }
                }
            }
        }
    }
}

/// What a record is called, as a heading: without its type where that stands before it, which the page says itself.
pub(crate) fn heading(record: &Record) -> String {
    let kind = record.r#type.as_deref().unwrap_or_default().replace('-', " ");
    let rest = record.label.strip_prefix(&kind).and_then(|rest| rest.strip_prefix(": "));
    capitalised(rest.unwrap_or(&record.label))
}

/// The same text with its first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Where the reasons of a property of a record are.
pub(crate) fn why(record: &str, property: &str) -> String {
    format!("/why/{record}/{property}")
}

/// The head of a page: what it is of, its title.
pub(crate) fn title(of: Markup, heading: &str, below: Markup) -> Markup {
    html! {
        header.title {
            p.of { (of) }
            h1 { bdi { (heading) } }
            (below)
        }
    }
}

/// A number that can be cited, and is the way to itself.
pub(crate) fn number(prefix: &str, number: usize, label: &str) -> Markup {
    let id = format!("{prefix}{number}");
    let reference = format!("#{id}");
    let label = format!("{number}, {label}");
    html! { a.n id=(id) href=(reference) aria-label=(label) { (number) } }
}
