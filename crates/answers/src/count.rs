//! How many, according to whom.

mod shapes;

use onus_case::Look;
use onus_model::corpus::SumRefusal;
use onus_model::value::Value;
use onus_reason::DenialLine;
pub use onus_reason::{
    Between, CountError, CountLine, Counted, Minimum, NamedPeople, PartsCheck, Relation,
    ScopeGroup, ScopePart, StatedSum, Verdict, count,
};

use crate::desk::{Desk, Tools};
use crate::mark::{Mark, clean};
use crate::style::Style;
use crate::table::push;

pub use shapes::{kinds, to_json};

/// The answer in words.
#[must_use]
pub fn to_text(counted: &Counted, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let phrases = desk.phrases;
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    let kind = desk.value(&Value::Term(counted.kind.clone()));
    let title = match counted.events.first() {
        Some(event) => phrases
            .say("count-title-event", [("kind", kind.into()), ("event", desk.name(*event).into())]),
        None => phrases.say("count-title", [("kind", kind.into())]),
    };
    line(0, &desk.heading(&title));
    if counted.groups.is_empty() {
        line(0, &phrases.plain("count-none"));
    }
    for (place, group) in counted.groups.iter().enumerate() {
        line(0, "");
        let number = place + 1;
        let scope = phrases.say(
            "count-scope",
            [("number", number.into()), ("scope", scope_text(&desk, group).into())],
        );
        line(0, &format!("{}   {}", desk.heading(&scope), desk.status(&group.status)));
        group_text(&desk, group, &mut line);
    }
    section(
        &desk,
        &mut line,
        "count-sums",
        counted
            .sums
            .iter()
            .map(|sum| format!("{} {}", sum_text(&desk, sum), desk.rows(&sum.claims))),
    );
    section(
        &desk,
        &mut line,
        "count-parts",
        counted
            .parts
            .iter()
            .map(|one| format!("{} {}", parts_text(&desk, one), desk.rows(&one.claims))),
    );
    let relations = counted.relations.iter().map(|one| relation_text(&desk, one));
    section(&desk, &mut line, "count-relations", relations);
    out
}

fn section(
    desk: &Desk<'_, '_>,
    line: &mut dyn FnMut(usize, &str),
    title: &str,
    texts: impl Iterator<Item = String>,
) {
    for (place, text) in texts.enumerate() {
        if place == 0 {
            line(0, "");
            line(0, &desk.heading(&desk.phrases.plain(title)));
        }
        line(2, &text);
    }
}

/// What a scope is limited to, its kind apart.
pub(crate) fn scope_text(desk: &Desk<'_, '_>, group: &ScopeGroup) -> String {
    let parts: Vec<String> = group
        .scope
        .iter()
        .map(|part| {
            let label = desk.namer.property_of_type("tally", part.property.as_str());
            let values = part
                .values
                .iter()
                .map(|told| if part.contested { desk.told(told) } else { desk.value(&told.value) });
            let values = values.collect::<Vec<_>>().join(", ");
            if part.property.as_str() == "of" { values } else { format!("{label}: {values}") }
        })
        .collect();
    if parts.is_empty() { desk.phrases.plain("count-no-scope") } else { parts.join("; ") }
}

fn group_text(desk: &Desk<'_, '_>, group: &ScopeGroup, line: &mut dyn FnMut(usize, &str)) {
    let phrases = desk.phrases;
    let tallies: Vec<String> =
        group.tallies.iter().filter_map(|tally| desk.handle(*tally)).collect();
    if !tallies.is_empty() {
        line(2, &desk.mark(Mark::Handle, &format!("[{}]", tallies.join("] ["))));
    }
    if !group.unstated.is_empty() {
        let unstated = group
            .unstated
            .iter()
            .map(|property| desk.namer.property_of_type("tally", property.as_str()));
        let unstated = unstated.collect::<Vec<_>>().join(", ");
        line(2, &desk.quiet(&phrases.say("count-unstated", [("what", unstated.into())])));
    }
    for one in &group.lines {
        line_text(desk, one, line);
    }
    group.apart.iter().for_each(|apart| line(2, &desk.apart(apart)));
    let told_more = |denial: &&DenialLine| denial.party.is_some() || denial.interest.is_some();
    group.denied.iter().filter(told_more).for_each(|denial| line(2, &desk.denial(denial)));
    for told in &group.preliminary {
        let voices = desk.voices(&told.voices);
        line(2, &phrases.say("count-preliminary", [("voices", voices.into())]));
    }
    for between in &group.between {
        line(2, &between_text(desk, between));
    }
    if let Some(bounds) = group.if_all_right {
        let bounds = desk.value(&Value::Count(bounds));
        line(2, &desk.quiet(&phrases.say("count-if-all-right", [("bounds", bounds.into())])));
    }
    for minimum in &group.minimums {
        line(2, &minimum_text(desk, minimum));
    }
    for named in &group.named {
        line(2, &named_text(desk, group, named));
    }
    for one in &group.may_be {
        let who = ("who", desk.named(one.who).into());
        let text = desk.phrases.say("count-may-be", [who]);
        line(2, &format!("{text} {}", desk.rows(&one.claims)));
    }
}

fn line_text(desk: &Desk<'_, '_>, one: &CountLine, line: &mut dyn FnMut(usize, &str)) {
    let phrases = desk.phrases;
    let mut notes = Vec::new();
    if one.revised {
        notes.push(phrases.plain("voice-revised"));
    }
    if one.unsettled {
        notes.push(phrases.plain("voice-unsettled"));
    }
    if !one.known_only_through.is_empty() {
        let through = desk.names(&one.known_only_through);
        notes.push(phrases.say("voice-known-only-through", [("through", through.into())]));
    }
    let mut voice = desk.voice(one.voice);
    if !one.persons.is_empty() {
        voice = phrases.say(
            "voice-through-persons",
            [("voice", voice.into()), ("persons", desk.names(&one.persons).into())],
        );
    }
    if !notes.is_empty() {
        voice = format!("{voice} {}", desk.quiet(&format!("({})", notes.join("; "))));
    }
    match one.sayings.as_slice() {
        [only] => line(2, &format!("{voice}: {}", desk.saying(only))),
        several => {
            line(2, &format!("{voice}:"));
            several.iter().for_each(|saying| line(4, &desk.saying(saying)));
        }
    }
}

fn between_text(desk: &Desk<'_, '_>, between: &Between) -> String {
    let side = |value: &Value, voices: &[onus_model::corpus::Voice]| {
        desk.phrases.say(
            "told-by",
            [("value", desk.value(value).into()), ("voices", desk.voices(voices).into())],
        )
    };
    let first = ("first", side(&between.first, &between.first_voices).into());
    let second = ("second", side(&between.second, &between.second_voices).into());
    let args = [first, second];
    match between.verdict {
        Verdict::Same => desk.phrases.say("between-same", args),
        Verdict::FirstEntails => desk.phrases.say("between-entails", args),
        Verdict::SecondEntails => {
            let [(_, first), (_, second)] = args;
            desk.phrases.say("between-entails", [("first", second), ("second", first)])
        }
        Verdict::Conflict => desk.mark(Mark::Conflict, &desk.phrases.say("between-conflict", args)),
        Verdict::CannotTell => desk.phrases.say("between-cannot-tell", args),
    }
}

pub(crate) fn minimum_text(desk: &Desk<'_, '_>, minimum: &Minimum) -> String {
    let criteria = minimum.criteria.iter().map(|told| desk.value(&told.value));
    let criteria = criteria.collect::<Vec<_>>().join("; ");
    let value = ("value", desk.value(&minimum.minimum.value).into());
    let voices = ("voices", desk.voices(&minimum.minimum.voices).into());
    if criteria.is_empty() {
        desk.phrases.say("count-minimum", [value, voices])
    } else {
        desk.phrases.say("count-minimum-criteria", [value, voices, ("criteria", criteria.into())])
    }
}

fn named_text(desk: &Desk<'_, '_>, group: &ScopeGroup, named: &NamedPeople) -> String {
    let mut figures: Vec<String> = Vec::new();
    for one in group.lines.iter().filter(|one| one.tallies.contains(&named.tally)) {
        for saying in one.sayings.iter().filter(|saying| saying.current) {
            let figure = desk.value(&saying.value);
            if !figures.contains(&figure) {
                figures.push(figure);
            }
        }
    }
    let number = ("number", named.people.len().into());
    let mut text = if figures.is_empty() {
        desk.phrases.say("count-named-only", [number])
    } else {
        desk.phrases.say("count-named", [("counted", desk.list(figures).into()), number])
    };
    if !named.people.is_empty() {
        let people = named.people.iter().map(|person| desk.named(*person)).collect::<Vec<_>>();
        text.push_str(&format!(": {}", people.join("; ")));
    }
    if !named.groups.is_empty() {
        let groups = named.groups.iter().map(|group| desk.named(*group)).collect::<Vec<_>>();
        let groups = desk.phrases.say("count-groups", [("groups", groups.join("; ").into())]);
        text.push_str(&format!(". {groups}"));
    }
    for closed in &named.closed {
        text.push_str(&format!("; {}", desk.told(closed)));
    }
    format!("{text} {}", desk.rows(&named.claims))
}

/// Why groups cannot be added up.
pub(crate) fn refusal_text(desk: &Desk<'_, '_>, refusal: &SumRefusal) -> String {
    let phrases = desk.phrases;
    match refusal {
        SumRefusal::OverlapUnknown { first, second } => phrases.say(
            "refusal-overlap-unknown",
            [("first", desk.name(*first).into()), ("second", desk.name(*second).into())],
        ),
        SumRefusal::Overlapping { first, second } => phrases.say(
            "refusal-overlapping",
            [("first", desk.name(*first).into()), ("second", desk.name(*second).into())],
        ),
        SumRefusal::NotANumber(claim) => {
            phrases.say("refusal-not-a-number", [("claim", desk.row(*claim).into())])
        }
        SumRefusal::TooLarge => phrases.plain("refusal-too-large"),
    }
}

/// A sum that somebody states, and how it fares.
pub(crate) fn sum_text(desk: &Desk<'_, '_>, sum: &StatedSum) -> String {
    let phrases = desk.phrases;
    let addends: Vec<String> = sum
        .addends
        .iter()
        .map(|addend| {
            let value = desk.value(&Value::Count(addend.count));
            format!("{value} ({})", desk.name(addend.group))
        })
        .collect();
    let stated = phrases.say(
        "sum-stated",
        [
            ("stated", desk.value(&sum.stated).into()),
            ("voice", desk.voice(sum.voice).into()),
            ("addends", addends.join(" + ").into()),
        ],
    );
    let fares = match (&sum.sum, sum.verdict) {
        (Err(refusal), _) => refusal_text(desk, refusal),
        (Ok(total), Verdict::Conflict) => {
            let total = desk.value(&Value::Count(total.total));
            desk.mark(Mark::Conflict, &phrases.say("sum-wrong", [("total", total.into())]))
        }
        (Ok(total), Verdict::Same) => {
            let total = desk.value(&Value::Count(total.total));
            phrases.say("sum-right", [("total", total.into())])
        }
        (Ok(total), _) => {
            let total = desk.value(&Value::Count(total.total));
            phrases.say("sum-compatible", [("total", total.into())])
        }
    };
    format!("{stated} {fares}")
}

/// A whole and its parts.
pub(crate) fn parts_text(desk: &Desk<'_, '_>, parts: &PartsCheck) -> String {
    let phrases = desk.phrases;
    let list = parts.parts.iter().map(|part| desk.name(*part)).collect::<Vec<_>>().join("; ");
    let mut text =
        phrases.say("parts-of", [("whole", desk.name(parts.whole).into()), ("parts", list.into())]);
    let relation = parts.relation.iter().map(|told| desk.told(told)).collect::<Vec<_>>();
    if relation.is_empty() {
        text.push_str(&format!(" {}", phrases.plain("parts-relation-unstated")));
    } else {
        text.push_str(&format!(" {}.", relation.join("; ")));
    }
    if let (Some(voice), Some(stated), Some(sum)) = (parts.voice, parts.stated, &parts.sum) {
        let fares = match sum {
            Err(refusal) => refusal_text(desk, refusal),
            Ok(sum) => {
                let args = [
                    ("voice", desk.voice(voice).into()),
                    ("stated", desk.value(&Value::Count(stated)).into()),
                    ("total", desk.value(&Value::Count(sum.total)).into()),
                ];
                match parts.verdict {
                    Verdict::Conflict => {
                        desk.mark(Mark::Conflict, &phrases.say("parts-wrong", args))
                    }
                    Verdict::Same => phrases.say("parts-right", args),
                    _ => phrases.say("parts-compatible", args),
                }
            }
        };
        text.push_str(&format!(" {fares}"));
    }
    text
}

fn relation_text(desk: &Desk<'_, '_>, relation: &Relation) -> String {
    let told: Vec<String> = relation.relation.iter().map(|told| desk.told(told)).collect();
    let text = format!(
        "{} — {}: {}",
        desk.named(relation.first),
        desk.named(relation.second),
        told.join("; ")
    );
    if relation.in_conflict { desk.mark(Mark::Conflict, &clean(&text)) } else { text }
}
