//! Sentences on one record, and on acts.

use std::collections::BTreeMap;

use onus_model::corpus::Voice;
use onus_model::value::Value;
use onus_reason::{Acts, Facts, Told};

use crate::desk::Desk;
use crate::mark::clean;

/// The voices that most of a sentence's values share: they are named once, at its end.
pub(super) fn main_voices<'v>(lists: impl Iterator<Item = &'v [Voice]>) -> Vec<Voice> {
    let mut counts: BTreeMap<&[Voice], usize> = BTreeMap::new();
    let mut seen: Vec<&[Voice]> = Vec::new();
    for voices in lists {
        *counts.entry(voices).or_default() += 1;
        if !seen.contains(&voices) {
            seen.push(voices);
        }
    }
    // Of equally frequent ones the first told counts.
    let best = counts.values().copied().max().unwrap_or(0);
    let first = seen.into_iter().find(|voices| counts.get(voices) == Some(&best));
    first.map(<[Voice]>::to_vec).unwrap_or_default()
}

fn voices_of(facts: &Facts) -> Vec<Voice> {
    let told = facts.slots.iter().flat_map(|(_, told)| told.iter().map(|one| &one.voices[..]));
    main_voices(told.chain(facts.dates.iter().map(|date| &date.voices[..])))
}

/// The values of a property, each with whose it is where that differs from the rest of the sentence.
pub(super) fn slot(desk: &Desk<'_, '_>, told: &[Told], main: &[Voice]) -> String {
    let values = told.iter().map(|one| {
        let mut text = match &one.value {
            Value::Text(_) => format!("“{}”", quoted(desk, &one.value)),
            value => desk.value(value),
        };
        if one.voices != main {
            text = desk.phrases.say(
                "told-by",
                [("value", text.into()), ("voices", desk.voices(&one.voices).into())],
            );
        }
        if !one.denied_by.is_empty() {
            let denied = desk.voices(&one.denied_by);
            let denied = desk.phrases.say("told-denied-by", [("voices", denied.into())]);
            text = format!("{text} ({denied})");
        }
        text
    });
    desk.list(values)
}

/// Words of the record, without quotation marks that would end the quotation early.
fn quoted(desk: &Desk<'_, '_>, value: &Value) -> String {
    desk.value(value).replace(['“', '”'], "\"")
}

/// The date of a sentence, each account with whose it is where that differs.
fn dated(desk: &Desk<'_, '_>, facts: &Facts, main: &[Voice]) -> String {
    let mut seen: Vec<String> = Vec::new();
    for date in &facts.dates {
        // What another date comes to is enough on a page; by which date it is told, the claims say.
        let mut text = if date.relative { desk.days(&date.bounds) } else { desk.date(date) };
        if date.voices != main {
            text = desk.phrases.say(
                "told-by",
                [("value", text.into()), ("voices", desk.voices(&date.voices).into())],
            );
        }
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen.join("; ")
}

/// A date, a head, what else is told, and whose it all is.
fn put_together(
    desk: &Desk<'_, '_>,
    date: &str,
    head: &str,
    rest: &[String],
    main: &[Voice],
) -> String {
    let mut text = if date.is_empty() { head.to_owned() } else { format!("{date}: {head}") };
    for part in rest {
        text.push_str("; ");
        text.push_str(part);
    }
    if !text.ends_with(".”") {
        text.push('.');
    }
    if !main.is_empty() {
        let source = desk.phrases.say("brief-according-to", [("voices", desk.voices(main).into())]);
        text.push(' ');
        text.push_str(&source);
    }
    text
}

/// The properties that are told after the head, each under its own name.
fn rest(desk: &Desk<'_, '_>, facts: &Facts, told: &[&str], main: &[Voice]) -> Vec<String> {
    let mut parts: Vec<String> = facts
        .slots
        .iter()
        .filter(|(property, _)| !told.contains(&property.as_str()))
        .map(|(property, values)| {
            let label = desk.namer.property_of(facts.record, property);
            format!("{label}: {}", slot(desk, values, main))
        })
        .collect();
    if facts.words_left_out {
        parts.push(desk.phrases.plain("brief-words-left-out"));
    }
    parts
}

pub(super) fn facts_text(desk: &Desk<'_, '_>, facts: &Facts) -> String {
    let phrases = desk.phrases;
    let main = voices_of(facts);
    let of = |property: &str| slot(desk, facts.slot(property), &main);
    let (head, told): (String, &[&str]) = match facts.record_type.as_str() {
        "event" => {
            let kind =
                if facts.slot("kind").is_empty() { desk.name(facts.record) } else { of("kind") };
            if facts.slot("place").is_empty() {
                (kind, &["kind", "place"])
            } else {
                let args = [("what", kind.into()), ("place", of("place").into())];
                (phrases.say("brief-event-in", args), &["kind", "place"])
            }
        }
        "person" => {
            let person = desk.name(facts.record);
            let key = if facts.dates.is_empty() { "brief-death-undated" } else { "brief-death" };
            (phrases.say(key, [("person", person.into())]), &[])
        }
        "proceeding" => {
            let by = if facts.slot("conducted-by").is_empty() {
                of("court")
            } else {
                of("conducted-by")
            };
            if by.is_empty() {
                (of("kind"), &["kind"])
            } else {
                let told: &[&str] = if facts.slot("conducted-by").is_empty() {
                    &["kind", "court"]
                } else {
                    &["kind", "conducted-by"]
                };
                (phrases.say("brief-by", [("what", of("kind").into()), ("by", by.into())]), told)
            }
        }
        "charge" => {
            let who = ("who", of("who").into());
            if facts.slot("offence").is_empty() {
                (phrases.say("brief-charge", [who]), &["who"])
            } else {
                let offence = ("offence", of("offence").into());
                (phrases.say("brief-charge-with", [who, offence]), &["who", "offence"])
            }
        }
        "decision" => {
            (decision_head(desk, facts, &main), &["court", "instance", "defendant", "outcome"])
        }
        "measure" if !facts.slot("by").is_empty() => {
            let args = [("what", of("kind").into()), ("by", of("by").into())];
            (phrases.say("brief-by", args), &["kind", "by"])
        }
        "commitment" | "recommendation" | "intervention" if !facts.slot("by").is_empty() => {
            let by = ("by", of("by").into());
            let content = of("content");
            let words = facts.record_type.as_str();
            let head = match (words, content.is_empty()) {
                ("commitment", true) => phrases.say("brief-commitment", [by]),
                ("commitment", false) => {
                    phrases.say("brief-commitment-to", [by, ("content", content.into())])
                }
                ("recommendation", true) => phrases.say("brief-recommendation", [by]),
                ("recommendation", false) => {
                    phrases.say("brief-recommendation-of", [by, ("content", content.into())])
                }
                (_, true) => phrases.say("brief-intervention", [by]),
                (_, false) => {
                    phrases.say("brief-intervention-with", [by, ("content", content.into())])
                }
            };
            (head, &["by", "content"])
        }
        _ => {
            let first =
                facts.slots.first().map(|(property, _)| property.as_str()).unwrap_or_default();
            let head = format!("{}: {}", desk.namer.type_name(&facts.record_type), of(first));
            return put_together(
                desk,
                &dated(desk, facts, &main),
                &head,
                &rest(desk, facts, &[first], &main),
                &main,
            );
        }
    };
    let rest = rest(desk, facts, told, &main);
    put_together(desk, &dated(desk, facts, &main), &head, &rest, &main)
}

/// A court or organ, its instance where that is stated, whom it decided on, and what.
fn decision_head(desk: &Desk<'_, '_>, facts: &Facts, main: &[Voice]) -> String {
    let phrases = desk.phrases;
    let of = |property: &str| slot(desk, facts.slot(property), main);
    let mut court = of("court");
    if court.is_empty() {
        court = phrases.plain("brief-court-not-stated");
    }
    let instance = if facts.slot("instance").is_empty() {
        phrases.plain("brief-instance-not-stated")
    } else {
        of("instance")
    };
    let who = of("defendant");
    let court =
        phrases.say("brief-court", [("court", court.into()), ("instance", instance.into())]);
    match (who.is_empty(), facts.slot("outcome").is_empty()) {
        (true, true) => court,
        (false, true) => format!("{court}: {who}"),
        (true, false) => format!("{court}: {}", of("outcome")),
        (false, false) => phrases.say(
            "brief-decided",
            [("court", court.into()), ("who", who.into()), ("outcome", of("outcome").into())],
        ),
    }
}

pub(super) fn statement_text(
    desk: &Desk<'_, '_>,
    facts: &Facts,
    denies: bool,
    admits: bool,
) -> String {
    let main = voices_of(facts);
    let of = |property: &str| slot(desk, facts.slot(property), &main);
    // A statement that does both only "says": the two cannot be told apart in one word.
    let key = match (denies, admits) {
        (true, false) => "brief-denied",
        (false, true) => "brief-acknowledged",
        _ => "brief-said",
    };
    let mut by = of("by");
    if by.is_empty() {
        by = desk.phrases.plain("voice-unstated");
    }
    let mut head = desk.phrases.say(key, [("by", by.into())]);
    if !facts.slot("kind").is_empty() {
        head.push_str(&format!(" ({})", of("kind")));
    }
    if !facts.slot("content").is_empty() {
        head.push_str(&format!(": {}", of("content")));
    }
    let rest = rest(desk, facts, &["by", "kind", "content"], &main);
    let date = dated(desk, facts, &main);
    // Whoever speaks for themselves needs no one to say so.
    let speakers = facts.slot("by").iter().filter_map(|told| match told.value {
        Value::Ref(speaker) => Some(desk.look.corpus().voice_of(speaker)),
        _ => None,
    });
    let own = speakers.collect::<Vec<_>>() == main;
    put_together(desk, &date, &head, &rest, if own { &[] } else { &main })
}

pub(super) fn acts_text(desk: &Desk<'_, '_>, acts: &Acts) -> String {
    let phrases = desk.phrases;
    let lists = [&acts.conduct, &acts.against, &acts.places, &acts.during];
    let told = lists.iter().flat_map(|list| list.iter().map(|one| &one.voices[..]));
    let main = main_voices(told);
    let of = |list: &[Told]| slot(desk, list, &main);
    let mut head = if acts.conduct.is_empty() {
        phrases.plain("brief-conduct-not-told")
    } else {
        phrases.say("brief-conduct", [("conduct", of(&acts.conduct).into())])
    };
    if !acts.against.is_empty() {
        let against = ("against", of(&acts.against).into());
        head = phrases.say("brief-conduct-against", [("what", head.into()), against]);
    }
    let mut rest = Vec::new();
    let label = |property: &str| desk.namer.property_of_type("act", property);
    if !acts.places.is_empty() {
        rest.push(format!("{}: {}", label("place"), of(&acts.places)));
    }
    if !acts.during.is_empty() {
        rest.push(format!("{}: {}", label("during"), of(&acts.during)));
    }
    if !acts.characterised.is_empty() {
        // Whose word it is always stands beside it: it is a judgement, not an observation.
        let named: Vec<String> = acts
            .characterised
            .iter()
            .map(|told| {
                let value = clean(&desk.value(&told.value));
                let voices = desk.voices(&told.voices);
                phrases.say("told-by", [("value", value.into()), ("voices", voices.into())])
            })
            .collect();
        let named = desk.list(named);
        rest.push(phrases.say("brief-characterised", [("as", named.into())]));
    }
    let mut dates: Vec<String> = Vec::new();
    for date in &acts.dates {
        let text = if date.relative { desk.days(&date.bounds) } else { desk.date(date) };
        if !dates.contains(&text) {
            dates.push(text);
        }
    }
    put_together(desk, &dates.join("; "), &head, &rest, &main)
}
