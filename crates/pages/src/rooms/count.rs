//! How many, according to whom: each voice by what it counts and when it spoke, as a figure and as a table.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{
    Apart, ClaimName, Denial, NotADocument, Record, Saying, Status, Told, Value, Voice, read,
};
use crate::frame::{Frame, Room, page};
use crate::parts::{
    self, capitalised, claim, claims, days, draft, mark, record, records, status, told, voice,
    voice_names, voices, voices_status, why, worded,
};
use crate::words::Words;

#[derive(Deserialize)]
struct Kinds {
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
    label: String,
    tallies: usize,
}

#[derive(Deserialize)]
struct Count {
    label: String,
    events: Vec<Record>,
    groups: Vec<Group>,
    sums: Vec<Sum>,
    parts: Vec<Parts>,
    relations: Vec<Relation>,
}

#[derive(Deserialize)]
struct Group {
    scope: Vec<ScopePart>,
    tallies: Vec<Record>,
    status: Status,
    lines: Vec<CountLine>,
    apart: Vec<Apart>,
    denied: Vec<Denial>,
    if_all_right: Option<Value>,
    preliminary: Vec<Told>,
    minimums: Vec<Minimum>,
    named: Vec<Named>,
    may_be_counted: Vec<MayBe>,
}

#[derive(Deserialize)]
struct ScopePart {
    label: String,
    values: Vec<Told>,
    contested: bool,
}

#[derive(Deserialize)]
struct CountLine {
    voice: Voice,
    persons: Vec<Record>,
    tallies: Vec<Record>,
    sayings: Vec<Saying>,
    revised: bool,
    known_only_through: Vec<Record>,
}

#[derive(Deserialize)]
struct Minimum {
    minimum: Told,
    criteria: Vec<Told>,
}

#[derive(Deserialize)]
struct Named {
    people: Vec<Record>,
    groups: Vec<Record>,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct MayBe {
    who: Record,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Addend {
    tally: Record,
    value: Value,
}

#[derive(Deserialize)]
struct Refusal {
    reason: String,
    first: Option<Record>,
    second: Option<Record>,
}

#[derive(Deserialize)]
struct Sum {
    tally: Record,
    voice: Voice,
    stated: Value,
    addends: Vec<Addend>,
    total: Option<Value>,
    refusal: Option<Refusal>,
    verdict: String,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Parts {
    whole: Record,
    parts: Vec<Record>,
    relation: Vec<Told>,
    stated: Option<Value>,
    total: Option<Value>,
    refusal: Option<Refusal>,
    verdict: String,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Relation {
    first: Record,
    second: Record,
    relation: Vec<Told>,
    in_conflict: bool,
}

/// The page of an `onus.kinds/1` and, where a kind was asked for, its `onus.count/1`.
///
/// # Errors
///
/// When a document is of another shape.
pub fn count(
    frame: &Frame<'_>,
    kinds: &Json,
    chosen: Option<(&str, &Json)>,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let kinds: Kinds = read(kinds)?;
    let count: Option<Count> = chosen.map(|(_, document)| read(document)).transpose()?;
    let kind = chosen.map_or("", |(kind, _)| kind);
    let title = match &count {
        Some(count) => words.with("p-count-title", [("what", capitalised(&count.label).into())]),
        None => words.say("p-room-counts"),
    };
    let body = html! {
        (parts::title(
            html! { a href="/count" { (words.say("p-room-counts")) } @if let Some(count) = &count { @if !count.events.is_empty() { " · " (records(&count.events)) } } },
            &title,
            html! { p.lede { (words.say("p-count-lede")) } },
        ))
        nav.kinds aria-label=(words.say("p-count-kinds")) {
            ul.count-row {
                @for one in &kinds.kinds {
                    @let address = format!("/count?kind={}", one.kind);
                    li { a href=(address) aria-current=[(one.kind == kind).then_some("page")] { (one.label) } " " span.num { (one.tallies) } }
                }
            }
        }
        @if kinds.kinds.is_empty() { p.prose { (words.say("p-count-none")) } }
        @if let Some(count) = &count { (counted(words, count)) }
    };
    Ok(page(frame, Room::Counts, &title, body))
}

fn counted(words: &Words, count: &Count) -> Markup {
    html! {
        @if count.groups.is_empty() { p.prose { (words.say("p-count-nothing")) } }
        (figure(words, count))
        @for (place, one) in count.groups.iter().enumerate() { (group(words, place + 1, one)) }
        @if !count.sums.is_empty() {
            section aria-labelledby="s-sums" {
                h2 #s-sums { (words.say("p-count-sums")) }
                ul.lines { @for one in &count.sums { (sum(words, one)) } }
            }
        }
        @if !count.parts.is_empty() || !count.relations.is_empty() {
            section aria-labelledby="s-parts" {
                h2 #s-parts { (words.say("p-count-parts")) }
                ul.lines {
                    @for one in &count.parts { (whole(words, one)) }
                    @for one in &count.relations {
                        li {
                            (record(&one.first)) " – " (record(&one.second)) ": "
                            @for (place, relation) in one.relation.iter().enumerate() { @if place > 0 { "; " } (told(words, relation, &why(&one.first.id, "relation"))) }
                            @if one.in_conflict { " " (status("contested", &words.say("p-conflicted"), None)) }
                        }
                    }
                }
            }
        }
    }
}

fn scope(group: &Group) -> Markup {
    html! {
        @for (place, part) in group.scope.iter().enumerate() {
            @if place > 0 { "; " }
            span.scope { (part.label) ": " }
            @for (place, told) in part.values.iter().enumerate() { @if place > 0 { " / " } (parts::value(&told.value)) }
        }
    }
}

fn group(words: &Words, number: usize, group: &Group) -> Markup {
    let heading = format!("g{number}");
    let tally = group.tallies.first();
    let reason = |record: &Record| why(&record.id, "figure");
    html! {
        section.count-group aria-labelledby=(heading) {
            h2 id=(heading) { (parts::number("scope-", number, &words.say("p-scope"))) " " (scope(group)) }
            div.statuses {
                (voices_status(words, group.status, tally.map(reason).as_deref()))
                @for denial in &group.denied { (status("denied", &words.with("p-denied-by", [("voices", (&denial.voice.label).into())]), tally.map(reason).as_deref())) }
                @if group.scope.iter().any(|part| part.contested) { (status("contested", &words.say("p-scope-contested"), None)) }
            }
            div.scroll role="group" aria-label=(words.number("p-scope-table", number)) tabindex="0" {
                table {
                    thead { tr { th scope="col" { (words.say("p-who-says")) } th scope="col" { (words.say("p-said-when")) } th.num scope="col" { (words.say("p-figure")) } th scope="col" { (words.say("p-claims")) } } }
                    tbody {
                        @for line in &group.lines {
                            @for (place, saying) in line.sayings.iter().enumerate() {
                                tr {
                                    @if place == 0 {
                                        th scope="rowgroup" rowspan=(line.sayings.len()) {
                                            (voice(&line.voice))
                                            @if !line.persons.is_empty() { " " span.tiny { (words.say("p-through")) " " (records(&line.persons)) } }
                                            @if !line.known_only_through.is_empty() { " " span.tiny { (words.say("p-known-only-through")) " " (records(&line.known_only_through)) } }
                                            @if line.revised { " " (status("revised", &words.say("p-revised"), None)) }
                                        }
                                    }
                                    td.d { @if let Some(said) = &saying.said { (days(said)) } }
                                    td.num {
                                        @match line.tallies.first() {
                                            Some(tally) => a.why href=(reason(tally)) { (worded(&saying.value, saying.wording.as_deref())) },
                                            None => (worded(&saying.value, saying.wording.as_deref())),
                                        }
                                        @if !saying.current { " " span.tiny { (words.say("p-superseded")) } }
                                    }
                                    td { (claims(words, &saying.claims)) @if saying.claims.is_empty() { (claims(words, &saying.statement_claims)) } @if saying.draft { (draft(words)) } }
                                }
                            }
                        }
                        @for apart in &group.apart {
                            tr {
                                th scope="row" { (voice(&apart.voice)) " " span.tiny { (words.say("p-adds-no-voice")) } }
                                td {}
                                td.num { (worded(&apart.value, apart.wording.as_deref())) }
                                td { (claim(&apart.claim)) }
                            }
                        }
                    }
                }
            }
            ul.lines {
                @if let Some(bounds) = &group.if_all_right { li { (words.with("p-if-all-right", [("value", (&bounds.words).into())])) } }
                @for one in &group.minimums {
                    li {
                        (words.say("p-minimum")) " " (told(words, &one.minimum, &tally.map(|tally| why(&tally.id, "minimum")).unwrap_or_default()))
                        @if !one.criteria.is_empty() { ". " (words.say("p-criteria")) " " @for criteria in &one.criteria { (parts::value(&criteria.value)) " " } }
                    }
                }
                @for one in &group.preliminary { li { (words.say("p-preliminary")) " " (voices(&one.voices)) " " (claims(words, &one.claims)) } }
                @for one in &group.named {
                    li { (words.say("p-named-among")) " " (records(&one.people)) @if !one.groups.is_empty() { "; " (records(&one.groups)) } " " (claims(words, &one.claims)) }
                }
                @for one in &group.may_be_counted { li { (mark("check")) " " (words.say("p-may-be-counted")) " " (record(&one.who)) " " (claims(words, &one.claims)) } }
            }
        }
    }
}

fn refusal(words: &Words, refusal: &Refusal) -> Markup {
    let key = match refusal.reason.as_str() {
        "overlap unknown" => words.say("p-overlap-unknown"),
        "overlapping" => words.say("p-overlapping"),
        "not a number" => words.say("p-not-a-number"),
        _ => words.say("p-too-large"),
    };
    html! { (key) @if let (Some(first), Some(second)) = (&refusal.first, &refusal.second) { " " (record(first)) " – " (record(second)) } }
}

fn fares(words: &Words, verdict: &str, total: Option<&Value>, refused: Option<&Refusal>) -> Markup {
    html! {
        @match (verdict, total, refused) {
            (_, _, Some(one)) => (refusal(words, one)),
            ("conflict", Some(total), _) => (status("contested", &words.with("p-comes-to", [("total", (&total.words).into())]), None)),
            (_, Some(total), _) => (words.with("p-comes-to", [("total", (&total.words).into())])),
            _ => {}
        }
    }
}

fn sum(words: &Words, sum: &Sum) -> Markup {
    html! {
        li {
            (voice(&sum.voice)) ": " (record(&sum.tally)) ", " (parts::value(&sum.stated)) " = "
            @for (place, addend) in sum.addends.iter().enumerate() { @if place > 0 { " + " } (parts::value(&addend.value)) " (" (record(&addend.tally)) ")" }
            ". " (fares(words, &sum.verdict, sum.total.as_ref(), sum.refusal.as_ref())) " " (claims(words, &sum.claims))
        }
    }
}

fn whole(words: &Words, parts: &Parts) -> Markup {
    html! {
        li {
            (record(&parts.whole)) ": " (records(&parts.parts)) ". "
            @for relation in &parts.relation { (parts::value(&relation.value)) " (" (voice_names(&relation.voices)) "). " }
            @if let Some(stated) = &parts.stated { (words.with("p-stated", [("value", (&stated.words).into())])) " " }
            (fares(words, &parts.verdict, parts.total.as_ref(), parts.refusal.as_ref())) " " (claims(words, &parts.claims))
        }
    }
}

/// How the figure is laid out: once for wide screens, with names beside the bars, and once for narrow ones, with names
/// above them.
struct Layout {
    class: &'static str,
    width: usize,
    /// Where nought stands.
    left: usize,
    /// What is left beside the greatest number, for words.
    right: usize,
    /// The height of a line.
    step: usize,
    /// How much lower the bar stands than its name.
    below: usize,
}

const LAYOUTS: [Layout; 2] = [
    Layout { class: "chart wide", width: 780, left: 280, right: 120, step: 26, below: 0 },
    Layout { class: "chart narrow", width: 360, left: 12, right: 96, step: 46, below: 20 },
];

/// A name that fits its place in the figure; the table has it whole.
fn short(label: &str) -> String {
    const MOST: usize = 32;
    match label.chars().count() > MOST {
        true => label.chars().take(MOST - 1).chain(['…']).collect(),
        false => label.to_owned(),
    }
}

/// A figure that a voice stands by: the number of its scope, the voice's line, what it said.
type Drawn<'c> = (usize, &'c CountLine, &'c Saying);

/// The most figures that are drawn; the tables have them all.
const DRAWN: usize = 60;

/// Every figure that a voice stands by, as a bar of its bounds: an open end is drawn open, and nothing is added up.
fn figure(words: &Words, count: &Count) -> Markup {
    let mut lines: Vec<Drawn<'_>> = Vec::new();
    for (place, group) in count.groups.iter().enumerate() {
        for line in &group.lines {
            let current =
                line.sayings.iter().filter(|one| one.current && one.polarity == "affirms");
            lines.extend(
                current.filter(|one| one.value.low.is_some()).map(|one| (place + 1, line, one)),
            );
        }
    }
    html! {
        @if lines.len() > 1 && lines.len() <= DRAWN {
            figure {
                @for layout in &LAYOUTS { (drawing(words, &lines, layout)) }
                figcaption { b { (words.say("p-figure-title")) "." } " " (words.say("p-figure-note")) }
            }
        }
    }
}

fn drawing(words: &Words, lines: &[Drawn<'_>], layout: &Layout) -> Markup {
    let Layout { width, left, right, step, below, .. } = *layout;
    let ends = lines.iter().flat_map(|(_, _, one)| [one.value.low, one.value.high]);
    let most = ends.flatten().max().unwrap_or(0).max(1);
    let scale = |number: u64| {
        let span = u64::try_from(width - left - right).unwrap_or(1);
        left + usize::try_from(number.saturating_mul(span) / most).unwrap_or(0)
    };
    let height = lines.len() * step + 40;
    html! {
        svg class=(layout.class) role="img" viewBox={ "0 0 " (width) " " (height) } {
            title { (words.say("p-figure-title")) }
            desc { @for (scope, line, one) in lines { (scope) ". " (line.voice.label) ": " (one.value.words) ". " } }
            path.base d={ "M" (left) " 8V" (height - 28) } {}
            text.tick x=(left) y=(height - 10) text-anchor="middle" { "0" }
            text.tick x=(scale(most)) y=(height - 10) text-anchor="middle" { (most) }
            path.axis d={ "M" (scale(most)) " 8V" (height - 28) } {}
            @for (place, (scope, line, one)) in lines.iter().enumerate() {
                @let name = place * step + 22;
                @let y = name + below;
                @let low = one.value.low.unwrap_or(0);
                text x="0" y=(name + 5) { tspan.tick { (scope) } tspan dx="8" { (short(&line.voice.label)) } }
                @match one.value.high {
                    Some(high) if high == low => circle.dot cx=(scale(low)) cy=(y) r="6" {},
                    Some(high) => { path.line d={ "M" (scale(low)) " " (y) "H" (scale(high)) } {} circle.dot cx=(scale(low)) cy=(y) r="4" {} circle.dot cx=(scale(high)) cy=(y) r="4" {} }
                    None => { path.path d={ "M" (scale(low)) " " (y) "H" (width - right + 24) } {} circle.ring cx=(scale(low)) cy=(y) r="6" {} }
                }
                text.tick x=(width) y=(y + 5) text-anchor="end" { (one.value.words.chars().take(16).collect::<String>()) }
            }
        }
    }
}
