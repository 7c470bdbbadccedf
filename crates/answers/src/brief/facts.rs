//! Sentences on one record, and on acts.
//!
//! A sentence says when, who and what, then what else is told under its own name, and ends with whose account
//! it is. Values that others tell stand apart, those of the same voices together.

use std::collections::BTreeMap;

use onus_model::corpus::Voice;
use onus_model::value::Value;
use onus_reason::{Acts, Facts, Told};

use super::when::when;
use crate::desk::Desk;
use crate::mark::clean;

/// The voices that most of a sentence's values share: they are named once, at its end.
fn main_voices<'v>(lists: impl Iterator<Item = &'v [Voice]>) -> Vec<Voice> {
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

/// A value, in quotation marks where it is words of the record; these end with no stop of their own, because
/// the sentence goes on.
fn shown(desk: &Desk<'_, '_>, value: &Value) -> String {
    match value {
        Value::Text(_) => {
            let words = desk.value(value).replace(['“', '”'], "\"");
            format!("“{}”", words.strip_suffix('.').unwrap_or(&words))
        }
        value => desk.value(value),
    }
}

/// The values of a property: first those of the sentence's own voices, then those of others, the values that
/// the same people tell (or deny) together, with whose they are.
fn slot(desk: &Desk<'_, '_>, told: &[Told], main: &[Voice]) -> String {
    type Group<'t> = ((&'t [Voice], &'t [Voice]), Vec<String>);
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in told {
        let whose = (&one.voices[..], &one.denied_by[..]);
        let value = shown(desk, &one.value);
        match groups.iter_mut().find(|(known, _)| *known == whose) {
            Some((_, values)) => values.push(value),
            None => groups.push((whose, vec![value])),
        }
    }
    groups.sort_by_key(|((voices, _), _)| *voices != main);
    let several = groups.iter().any(|(_, values)| values.len() > 1);
    let texts: Vec<String> = groups
        .into_iter()
        .map(|((voices, denied_by), values)| {
            let mut text = desk.list(values);
            if voices != main {
                let voices = desk.voices(voices);
                text = desk
                    .phrases
                    .say("told-by", [("value", text.into()), ("voices", voices.into())]);
            }
            if !denied_by.is_empty() {
                let denied = desk.voices(denied_by);
                let denied = desk.phrases.say("told-denied-by", [("voices", denied.into())]);
                text = format!("{text} ({denied})");
            }
            text
        })
        .collect();
    // "a and b (X), c (Y)": a list of lists needs more than commas.
    if several && texts.len() > 1 { texts.join("; ") } else { desk.list(texts) }
}

/// One record being told of.
struct Telling<'t, 'd, 'a> {
    desk: &'t Desk<'d, 'a>,
    facts: &'t Facts,
    main: Vec<Voice>,
}

impl Telling<'_, '_, '_> {
    fn of(&self, property: &str) -> String {
        slot(self.desk, self.facts.slot(property), &self.main)
    }

    fn has(&self, property: &str) -> bool {
        !self.facts.slot(property).is_empty()
    }

    /// The first of the properties that anything is told of.
    fn first<'p>(&self, properties: &[&'p str]) -> Option<&'p str> {
        properties.iter().copied().find(|property| self.has(property))
    }

    /// What is told after the head: each property under its own name.
    fn rest(&self, told: &[&str]) -> Vec<String> {
        let others = self.facts.slots.iter();
        let mut parts: Vec<String> = others
            .filter(|(property, _)| !told.contains(&property.as_str()))
            .map(|(property, values)| {
                let label = self.desk.namer.property_of(self.facts.record, property);
                format!("{label}: {}", slot(self.desk, values, &self.main))
            })
            .collect();
        if self.facts.words_left_out {
            parts.push(self.desk.phrases.plain("brief-words-left-out"));
        }
        parts
    }

    fn when(&self) -> String {
        when(self.desk, &self.facts.dates, &self.main)
    }

    /// The sentence of a head that has a verb.
    fn sentence(&self, head: &str, told: &[&str]) -> String {
        put_together(self.desk, &self.when(), "brief-dated", head, &self.rest(told), &self.main)
    }
}

/// When, a head, what else is told, and whose it all is. `dated` says how the first two are joined.
fn put_together(
    desk: &Desk<'_, '_>,
    when: &str,
    dated: &str,
    head: &str,
    rest: &[String],
    main: &[Voice],
) -> String {
    let phrases = desk.phrases;
    let mut text = if when.is_empty() {
        head.to_owned()
    } else {
        phrases.say(dated, [("when", when.into()), ("what", head.into())])
    };
    for part in rest {
        text.push_str("; ");
        text.push_str(part);
    }
    if main.is_empty() {
        return format!("{text}.");
    }
    let voices = desk.voices(main);
    phrases.say("brief-according-to", [("what", text.into()), ("voices", voices.into())])
}

pub(super) fn facts_text(desk: &Desk<'_, '_>, facts: &Facts) -> String {
    let phrases = desk.phrases;
    let telling = Telling { desk, facts, main: voices_of(facts) };
    let of = |property: &str| telling.of(property);
    match facts.record_type.as_str() {
        "event" => {
            let kind = if telling.has("kind") { of("kind") } else { desk.name(facts.record) };
            let head = if telling.has("place") {
                let args = [("what", kind.into()), ("place", of("place").into())];
                phrases.say("brief-event-in", args)
            } else {
                kind
            };
            let rest = telling.rest(&["kind", "place"]);
            put_together(desk, &telling.when(), "brief-dated-noun", &head, &rest, &telling.main)
        }
        "person" => {
            let person = desk.name(facts.record);
            let key = if facts.dates.is_empty() { "brief-death-undated" } else { "brief-death" };
            telling.sentence(&phrases.say(key, [("person", person.into())]), &[])
        }
        "proceeding" => {
            let by = telling.first(&["conducted-by", "court"]);
            let what = ("what", of("kind").into());
            let head = match by {
                Some(by) => phrases.say("brief-by", [what, ("by", of(by).into())]),
                None => of("kind"),
            };
            let rest = telling.rest(&["kind", by.unwrap_or_default()]);
            put_together(desk, &telling.when(), "brief-dated-noun", &head, &rest, &telling.main)
        }
        "charge" => {
            let who = ("who", of("who").into());
            if telling.has("offence") {
                let offence = ("offence", of("offence").into());
                telling.sentence(
                    &phrases.say("brief-charge-with", [who, offence]),
                    &["who", "offence"],
                )
            } else {
                telling.sentence(&phrases.say("brief-charge", [who]), &["who"])
            }
        }
        "decision" => telling
            .sentence(&decision_head(&telling), &["court", "instance", "defendant", "outcome"]),
        "measure" if telling.has("by") => {
            let args = [("what", of("kind").into()), ("by", of("by").into())];
            let head = phrases.say("brief-by", args);
            let rest = telling.rest(&["kind", "by"]);
            put_together(desk, &telling.when(), "brief-dated-noun", &head, &rest, &telling.main)
        }
        "commitment" | "recommendation" | "intervention" if telling.has("by") => owed(&telling),
        _ => {
            let first =
                facts.slots.first().map(|(property, _)| property.as_str()).unwrap_or_default();
            let head = format!("{}: {}", desk.namer.type_name(&facts.record_type), of(first));
            let rest = telling.rest(&[first]);
            put_together(desk, &telling.when(), "brief-dated-noun", &head, &rest, &telling.main)
        }
    }
}

/// Who undertook, recommended or asked for what, and towards whom.
fn owed(telling: &Telling<'_, '_, '_>) -> String {
    let phrases = telling.desk.phrases;
    let mut by = telling.of("by");
    if telling.has("to") {
        by = phrases.say("brief-towards", [("by", by.into()), ("to", telling.of("to").into())]);
    }
    let by = ("by", by.into());
    let content = ("content", telling.of("content").into());
    let head = match (telling.facts.record_type.as_str(), telling.has("content")) {
        ("commitment", false) => phrases.say("brief-commitment", [by]),
        ("commitment", true) => phrases.say("brief-commitment-to", [by, content]),
        ("recommendation", false) => phrases.say("brief-recommendation", [by]),
        ("recommendation", true) => phrases.say("brief-recommendation-of", [by, content]),
        (_, false) => phrases.say("brief-intervention", [by]),
        (_, true) => phrases.say("brief-intervention-with", [by, content]),
    };
    telling.sentence(&head, &["by", "to", "content"])
}

/// A court or organ, its instance where that is stated, whom it decided on, and what.
fn decision_head(telling: &Telling<'_, '_, '_>) -> String {
    let phrases = telling.desk.phrases;
    let or = |property: &str, key: &str| {
        if telling.has(property) { telling.of(property) } else { phrases.plain(key) }
    };
    let court = phrases.say(
        "brief-court",
        [
            ("court", or("court", "brief-court-not-stated").into()),
            ("instance", or("instance", "brief-instance-not-stated").into()),
        ],
    );
    let court = ("court", court.into());
    let (who, outcome) = (telling.of("defendant"), telling.of("outcome"));
    match (who.is_empty(), outcome.is_empty()) {
        (true, true) => phrases.say("brief-decided-nothing", [court]),
        (false, true) => phrases.say("brief-decided-on", [court, ("who", who.into())]),
        (true, false) => phrases.say("brief-decided-that", [court, ("outcome", outcome.into())]),
        (false, false) => {
            phrases.say("brief-decided", [court, ("who", who.into()), ("outcome", outcome.into())])
        }
    }
}

pub(super) fn statement_text(
    desk: &Desk<'_, '_>,
    facts: &Facts,
    denies: bool,
    admits: bool,
) -> String {
    let phrases = desk.phrases;
    let telling = Telling { desk, facts, main: voices_of(facts) };
    let of = |property: &str| telling.of(property);
    let mut by = if telling.has("by") { of("by") } else { phrases.plain("voice-unstated") };
    if telling.has("capacity") {
        by = format!("{by}, {},", of("capacity"));
    }
    if sworn(facts) {
        by = format!("{by} {}", phrases.plain("brief-on-oath"));
    }
    let whom = if telling.has("to") {
        format!(" {}", phrases.say("brief-said-to", [("to", of("to").into())]))
    } else {
        String::new()
    };
    // A statement that does both only "says": the two cannot be told apart in one word.
    let key = match (denies, admits) {
        (true, false) => "brief-denied",
        (false, true) => "brief-acknowledged",
        _ => "brief-said",
    };
    let mut head = phrases.say(key, [("by", by.into()), ("to", whom.into())]);
    if telling.has("content") {
        head = format!("{head}: {}", of("content"));
    }
    let what: Vec<String> = ["kind", "admits", "extent"]
        .into_iter()
        .filter(|property| telling.has(property))
        .map(&of)
        .collect();
    if !what.is_empty() {
        head = format!("{head} ({})", what.join("; "));
    }
    let mut told = vec!["by", "capacity", "to", "kind", "content", "admits", "extent"];
    let follow = ["reverses", "known-through"];
    told.extend(follow);
    if sworn(facts) {
        told.push("on-oath");
    }
    // Whoever speaks for themselves needs no one to say so.
    let speakers = facts.slot("by").iter().filter_map(|told| match told.value {
        Value::Ref(speaker) => Some(desk.look.corpus().voice_of(speaker)),
        _ => None,
    });
    let own = speakers.collect::<Vec<_>>() == telling.main;
    let through = if own { &[][..] } else { &telling.main };
    let mut text =
        put_together(desk, &telling.when(), "brief-dated", &head, &telling.rest(&told), through);
    for property in follow.into_iter().filter(|property| telling.has(property)) {
        let key = if property == "reverses" { "brief-reverses" } else { "brief-known-through" };
        text = format!("{text} {}", phrases.say(key, [("what", of(property).into())]));
    }
    text
}

/// Whether everybody who says anything of it says that the statement was made on oath.
fn sworn(facts: &Facts) -> bool {
    let told = facts.slot("on-oath");
    !told.is_empty() && told.iter().all(|one| one.value == Value::Flag(true))
}

pub(super) fn acts_text(desk: &Desk<'_, '_>, acts: &Acts) -> String {
    let phrases = desk.phrases;
    let lists = [&acts.conduct, &acts.against, &acts.places, &acts.during];
    let told = lists.iter().flat_map(|list| list.iter().map(|one| &one.voices[..]));
    let main = main_voices(told);
    let of = |list: &[Told]| slot(desk, list, &main);
    let conduct = if acts.conduct.is_empty() {
        phrases.plain("brief-conduct-not-told")
    } else {
        of(&acts.conduct)
    };
    let mut head = if acts.against.is_empty() {
        phrases.say("brief-conduct", [("conduct", conduct.into())])
    } else {
        let against = ("against", of(&acts.against).into());
        phrases.say("brief-conduct-against", [against, ("conduct", conduct.into())])
    };
    let label = |property: &str| desk.namer.property_of_type("act", property);
    for (property, list) in [("place", &acts.places), ("during", &acts.during)] {
        if !list.is_empty() {
            head = format!("{head}; {}: {}", label(property), of(list));
        }
    }
    let text =
        put_together(desk, &when(desk, &acts.dates, &main), "brief-dated", &head, &[], &main);
    if acts.characterised.is_empty() {
        return text;
    }
    // Whose word it is always stands beside it: it is a judgement, not an observation.
    let named: Vec<String> = by_voices(&acts.characterised)
        .into_iter()
        .map(|(voices, told)| {
            let values = told.iter().map(|value| clean(&desk.value(value)));
            let values = desk.list(values);
            phrases
                .say("told-by", [("value", values.into()), ("voices", desk.voices(voices).into())])
        })
        .collect();
    let named = phrases.say("brief-characterised", [("as", named.join("; ").into())]);
    format!("{text} {named}")
}

/// Values by whose they are, in the order in which the voices first speak.
fn by_voices(told: &[Told]) -> Vec<(&[Voice], Vec<&Value>)> {
    let mut groups: Vec<(&[Voice], Vec<&Value>)> = Vec::new();
    for one in told {
        match groups.iter_mut().find(|(voices, _)| *voices == one.voices) {
            Some((_, values)) => values.push(&one.value),
            None => groups.push((&one.voices, vec![&one.value])),
        }
    }
    groups
}
