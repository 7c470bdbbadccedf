//! Accountability: what followed each act, event and death, rung by rung; gaps that somebody claims as clocks.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{
    ClaimName, Date, Days, NotADocument, Record, Slot, Told, Value, Voice, read,
};
use crate::frame::{Frame, Room, page};
use crate::parts::{
    self, address, claims, dates, days, heading, mark, record, records, status, told, value,
    voice_names, voices, why,
};
use crate::words::Words;

#[derive(Deserialize)]
struct Accountability {
    ladders: Vec<Ladder>,
    after: usize,
    total: usize,
    totals: Option<Totals>,
}

#[derive(Deserialize)]
struct Ladder {
    record: Record,
    dates: Vec<Date>,
    told_by: Vec<Voice>,
    part_of: Vec<Record>,
    steps: Vec<Step>,
    gaps: Vec<Gap>,
    not_looked_for: Vec<String>,
    conduct: Vec<Conduct>,
    charges: Vec<Charge>,
    concerns: Vec<Concern>,
    admitted: Vec<Admission>,
    in_question: Vec<InQuestion>,
    standings: Vec<Standing>,
    figures: Vec<Figure>,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Elapsed {
    least: i64,
    most: Option<i64>,
}

#[derive(Deserialize)]
struct Step {
    stage: String,
    record: Record,
    dates: Vec<Date>,
    after: Vec<Elapsed>,
    defendants: Vec<Record>,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Gap {
    stage: String,
    record: Record,
    property: String,
    ground: String,
    value: Value,
    voices: Vec<Voice>,
    until: Option<Days>,
    days: Vec<Elapsed>,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Conduct {
    record: Record,
    told: Vec<Slot>,
    characterised: Vec<Told>,
}

#[derive(Deserialize)]
struct Charge {
    record: Record,
    told: Vec<Slot>,
    decisions: Vec<Decision>,
}

#[derive(Deserialize)]
struct Decision {
    record: Record,
    told: Vec<Slot>,
}

#[derive(Deserialize)]
struct Concern {
    record: Record,
    told: Told,
}

#[derive(Deserialize)]
struct Admission {
    statement: Record,
    by: Vec<Record>,
    of: Vec<Told>,
    content: Vec<Told>,
    dates: Vec<Date>,
    reversed_by: Vec<Record>,
    charge: String,
    charges: Vec<Record>,
    gaps: Vec<Gap>,
    may_be: Vec<Record>,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct InQuestion {
    proceeding: Record,
    investigator: Record,
    on_its_ground: bool,
    links: Vec<Tie>,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Tie {
    tie: String,
    to: Record,
    through: Vec<Record>,
}

#[derive(Deserialize)]
struct Standing {
    who: Record,
    degrees: Vec<Told>,
    charged: bool,
    standing: Vec<Told>,
    posts: Vec<Post>,
}

#[derive(Deserialize)]
struct Post {
    record: Record,
    dates: Vec<Date>,
    then: String,
}

#[derive(Deserialize)]
struct Figure {
    tally: Record,
    killed: bool,
    figure: Vec<Told>,
}

#[derive(Deserialize)]
struct Totals {
    matters: Bounds,
    stages: Vec<StageTotal>,
}

#[derive(Deserialize)]
struct Bounds {
    low: u64,
    high: Option<u64>,
}

#[derive(Deserialize)]
struct StageTotal {
    stage: String,
    claimed: Bounds,
    missing: Bounds,
    not_looked_for: Bounds,
}

/// The page of an `onus.accountability/1`. `about` names the record it was asked for.
///
/// # Errors
///
/// When the document is of another shape.
pub fn accountability(
    frame: &Frame<'_>,
    document: &Json,
    about: Option<&str>,
    address: &str,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let all: Accountability = read(document)?;
    let title = words.say("p-room-accountability");
    let body = html! {
        (parts::title(
            html! { (words.with("p-ladders-number", [("number", all.totals.as_ref().map_or_else(|| all.total.to_string(), |totals| bounds(words, &totals.matters)).into())])) },
            &title,
            html! {
                p.lede { (words.say("p-accountability-lede")) }
                @if let Some(about) = about { p.small { (words.with("p-statements-about", [("record", about.into())])) " " a href="/accountability" { (words.say("p-show-all")) } } }
            },
        ))
        @if all.total == 0 { p.prose { (words.say("p-accountability-none")) } }
        @else if let (None, Some(all)) = (about, &all.totals) { (totals(words, all)) }
        section aria-labelledby="ladder" {
            h2 #ladder { (words.say("p-act-by-act")) }
            @for (place, ladder) in all.ladders.iter().enumerate() { (one(words, all.after + place + 1, ladder)) }
            (parts::pager(words, address, all.after, all.ladders.len(), all.total))
        }
    };
    Ok(page(frame, Room::Accountability, &title, body))
}

/// How many records, of which some may be one.
fn bounds(words: &Words, bounds: &Bounds) -> String {
    match bounds.high {
        Some(high) if high == bounds.low => high.to_string(),
        Some(high) => format!("{}–{high}", bounds.low),
        None => words.with("p-at-least", [("number", bounds.low.into())]),
    }
}

fn totals(words: &Words, totals: &Totals) -> Markup {
    html! {
        section aria-labelledby="s-totals" {
            h2 #s-totals { (words.say("p-totals")) }
            div.scroll role="group" aria-label=(words.say("p-totals")) tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { (words.say("p-rung")) } th.num scope="col" { (words.say("p-rung-claimed")) }
                        th.num scope="col" { (words.say("p-rung-missing")) } th.num scope="col" { (words.say("p-not-looked-for")) }
                    } }
                    tbody {
                        @for one in &totals.stages {
                            tr { th scope="row" { (stage(words, &one.stage)) } td.num { (bounds(words, &one.claimed)) } td.num { (bounds(words, &one.missing)) } td.num { (bounds(words, &one.not_looked_for)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A rung in words.
fn stage(words: &Words, stage: &str) -> String {
    match stage {
        "allegation" => words.say("p-rung-allegation"),
        "complaint" => words.say("p-rung-complaint"),
        "registration" => words.say("p-rung-registration"),
        "inquiry" => words.say("p-rung-inquiry"),
        "suspension" => words.say("p-rung-suspension"),
        "charge" => words.say("p-rung-charge"),
        "trial" => words.say("p-rung-trial"),
        "decision" => words.say("p-rung-decision"),
        "appeal" => words.say("p-rung-appeal"),
        "redress" => words.say("p-rung-redress"),
        other => other.to_owned(),
    }
}

/// Days between two dates, as wide as these leave them open; one account after the other.
fn elapsed(words: &Words, list: &[Elapsed]) -> String {
    let one = |one: &Elapsed| match one.most {
        Some(most) if most == one.least => most.to_string(),
        Some(most) => format!("{}–{most}", one.least),
        None => format!("≥ {}", one.least),
    };
    let mut told: Vec<String> = list.iter().map(one).collect();
    told.dedup();
    words.with("p-days", [("days", told.join(" / ").into())])
}

fn one(words: &Words, number: usize, ladder: &Ladder) -> Markup {
    let id = format!("a{number}");
    let title = format!("{id}-h");
    let reference = format!("#{id}");
    html! {
        article.act id=(id) aria-labelledby=(title) {
            header {
                a.n href=(reference) aria-label={ "A" (number) ", " (words.number("p-act-n", number)) } { "A" (number) }
                h3 id=(title) { a.quiet href=(address(&ladder.record)) { bdi { (heading(&ladder.record)) } } }
            }
            p.small {
                @if ladder.dates.is_empty() { (words.say("p-no-date")) } @else { (dates(words, &ladder.dates)) }
                @if !ladder.told_by.is_empty() { " · " (words.say("p-according-to")) " " (voices(&ladder.told_by)) }
                @if !ladder.part_of.is_empty() { " · " (words.say("p-part-of")) " " (records(&ladder.part_of)) }
                " · " (claims(words, &ladder.claims))
            }
            @if !ladder.figures.is_empty() {
                // One line says of how many there is word; whose words those are is folded below it.
                @for killed in [true, false] {
                    @let figures: Vec<_> = ladder.figures.iter().filter(|figure| figure.killed == killed).collect();
                    @if !figures.is_empty() {
                        details.open-why {
                            summary { (words.number(if killed { "p-tallies-killed" } else { "p-tallies-charged" }, figures.len())) }
                            ul.lines.small {
                                @for figure in &figures {
                                    li {
                                        (mark("voice")) " "
                                        @for (place, told) in figure.figure.iter().enumerate() { @if place > 0 { "; " } a.why href=(why(&figure.tally.id, "figure")) { (value(&told.value)) } " (" (voice_names(&told.voices)) ")" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if !ladder.steps.is_empty() { (steps(words, &ladder.steps)) }
            @for gap in &ladder.gaps { (clock(words, gap)) }
            @if !ladder.not_looked_for.is_empty() {
                p.small {
                    (status("unjudged", &words.say("p-not-looked-for"), None)) " "
                    (ladder.not_looked_for.iter().map(|one| stage(words, one)).collect::<Vec<_>>().join(", "))
                }
            }
            @for admission in &ladder.admitted { (admitted(words, admission)) }
            @for one in &ladder.in_question { (in_question(words, one)) }
            (beside(words, ladder))
        }
    }
}

fn steps(words: &Words, list: &[Step]) -> Markup {
    html! {
        ol.rungs {
            @for step in list {
                li {
                    (mark("done"))
                    span.stage { (stage(words, &step.stage)) }
                    span.when {
                        @if step.dates.is_empty() { (words.say("p-no-date")) } @else { (dates(words, &step.dates)) }
                        @if !step.after.is_empty() { ", " (words.with("p-after-days", [("days", elapsed(words, &step.after).into())])) }
                    }
                    span.out { (record(&step.record)) @if !step.defendants.is_empty() { ": " (records(&step.defendants)) } }
                    span.tiny { (claims(words, &step.claims)) }
                }
            }
        }
    }
}

/// A rung that somebody says, found or ruled is missing. The clock stops at the last day of which that is said.
fn clock(words: &Words, gap: &Gap) -> Markup {
    let ground = match gap.ground.as_str() {
        "searched" => words.say("p-gap-searched"),
        "decided" => words.say("p-gap-decided"),
        "no-other" => words.say("p-gap-no-other"),
        _ => words.say("p-gap-asserted"),
    };
    html! {
        p.clock {
            (mark("clock"))
            @if !gap.days.is_empty() { span.days { (elapsed(words, &gap.days)) } }
            span {
                a.why href=(why(&gap.record.id, &gap.property)) { (stage(words, &gap.stage)) ": " (gap.value.words) }
                " " span.lim {
                    (ground) ", " (voices(&gap.voices))
                    @if let Some(until) = &gap.until { ", " (words.with("p-as-of", [("days", days(until).into())])) }
                    " · " (record(&gap.record)) " " (claims(words, &gap.claims))
                }
            }
        }
    }
}

fn admitted(words: &Words, admission: &Admission) -> Markup {
    let reason = format!("/why/{}", admission.statement.id);
    let of: Vec<&str> = admission.of.iter().map(|told| told.value.words.as_str()).collect();
    let told = match of.is_empty() {
        true => words.say("p-admitted"),
        false => words.with("p-admitted-of", [("of", of.join(", ").into())]),
    };
    let charge = match admission.charge.as_str() {
        "charged" => ("done", words.say("p-charge-claimed")),
        "none-claimed" => ("notdone", words.say("p-charge-none")),
        _ => ("unjudged", words.say("p-charge-not-looked-for")),
    };
    html! {
        div.small.admission {
            (status("admitted", &told, Some(&reason))) " " (records(&admission.by))
            @if !admission.dates.is_empty() { ", " (dates(words, &admission.dates)) }
            @for one in &admission.content { " " (value(&one.value)) }
            " " (status(charge.0, &charge.1, None))
            @if !admission.charges.is_empty() { " " (records(&admission.charges)) }
            @if !admission.may_be.is_empty() { " " (words.say("p-may-be-counted")) " " (records(&admission.may_be)) }
            @if !admission.reversed_by.is_empty() { " · " (words.say("p-reversed-by")) " " (records(&admission.reversed_by)) }
            " " (claims(words, &admission.claims))
            @for gap in &admission.gaps { (clock(words, gap)) }
        }
    }
}

fn in_question(words: &Words, one: &InQuestion) -> Markup {
    let tie = |tie: &str| match tie {
        "responsible" => words.say("p-tie-responsible"),
        "same-agency" => words.say("p-tie-same-agency"),
        "command" => words.say("p-tie-command"),
        "holds" => words.say("p-tie-holds"),
        "ordered" => words.say("p-tie-ordered"),
        _ => words.say("p-tie-also-conducts"),
    };
    html! {
        div.small {
            (status("check", &words.say("p-in-question"), None)) " "
            (record(&one.investigator)) ", " (record(&one.proceeding)) ": "
            @for (place, link) in one.links.iter().enumerate() {
                @if place > 0 { "; " }
                (tie(&link.tie)) " " (record(&link.to))
                @if !link.through.is_empty() { " (" (words.say("p-through")) " " (records(&link.through)) ")" }
            }
            ". " (words.say("p-principle"))
            @if !one.on_its_ground { " " (words.say("p-principle-limit")) }
            " " (claims(words, &one.claims))
        }
    }
}

/// What is said to have been done, the charges beside it, those said to be responsible, concerns.
fn beside(words: &Words, ladder: &Ladder) -> Markup {
    let slots = |record: &Record, list: &[Slot]| {
        html! { dl.slots { @for slot in list { (parts::slot(words, &record.id, slot)) } } }
    };
    html! {
        @if !ladder.charges.is_empty() {
            details.open-why {
                summary { (words.say("p-conduct-beside-charge")) }
                div.beside {
                    div {
                        h4 { (words.say("p-conduct")) }
                        @for one in &ladder.conduct {
                            p.small { (record(&one.record)) @for told in &one.characterised { " · " (told_as(words, &one.record, told)) } }
                            (slots(&one.record, &one.told))
                        }
                    }
                    div {
                        h4 { (words.say("p-charges")) }
                        @for one in &ladder.charges {
                            p.small { (record(&one.record)) } (slots(&one.record, &one.told))
                            @for decision in &one.decisions { p.small { (mark("done")) " " (record(&decision.record)) } (slots(&decision.record, &decision.told)) }
                        }
                    }
                }
            }
        }
        @if !ladder.standings.is_empty() {
            details.open-why {
                summary { (words.number("p-standings", ladder.standings.len())) }
                ul.lines {
                    @for one in &ladder.standings {
                        li {
                            (record(&one.who)) @if one.charged { " · " (words.say("p-charged")) }
                            @for told in &one.degrees { " · " (told_as(words, &one.who, told)) }
                            @for told in &one.standing { " · " (told_as(words, &one.who, told)) }
                            @for post in &one.posts { " · " (record(&post.record)) @if !post.dates.is_empty() { ", " (dates(words, &post.dates)) } " (" (then(words, &post.then)) ")" }
                        }
                    }
                }
            }
        }
        @for one in &ladder.concerns { p.small { (mark("check")) " " (record(&one.record)) ": " (told(words, &one.told, &format!("/why/{}", one.record.id))) } }
    }
}

fn told_as(words: &Words, record: &Record, told: &Told) -> Markup {
    html! {
        a.why href={ "/why/" (record.id) } { (value(&told.value)) } " (" (voice_names(&told.voices)) ")"
        @if !told.denied_by.is_empty() { " " (status("denied", &words.with("p-denied-by", [("voices", voice_names(&told.denied_by).into())]), None)) }
    }
}

fn then(words: &Words, then: &str) -> String {
    match then {
        "earlier" => words.say("p-then-earlier"),
        "then" => words.say("p-then"),
        "later" => words.say("p-then-later"),
        "perhaps" => words.say("p-then-perhaps"),
        _ => words.say("p-then-not-stated"),
    }
}
