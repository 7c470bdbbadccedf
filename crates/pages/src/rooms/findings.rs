//! Findings: how standards fare on the facts claimed, account by account, with what is missing.
//!
//! Conditions are applied and no judgement is passed: whether a rule was broken is for people to say.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, NotADocument, Record, Voice, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, capitalised, claims, record, status, voices};
use crate::words::Words;

#[derive(Deserialize)]
struct Document {
    copy_is_partial: bool,
    standards: Vec<Standard>,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Standard {
    id: String,
    label: String,
    instrument: String,
    paragraph: String,
    confidence: String,
    adopted: String,
    met: String,
    caveat: String,
}

#[derive(Deserialize)]
struct Finding {
    standard: String,
    record: Record,
    accounts: Vec<Account>,
    time: String,
    clock: Option<Clock>,
}

#[derive(Deserialize)]
struct Account {
    voices: Vec<Voice>,
    outcome: String,
    parts: Vec<Part>,
    claims: Vec<ClaimName>,
    missing: Vec<Input>,
    open: Vec<Input>,
}

#[derive(Deserialize)]
struct Part {
    label: String,
    outcome: String,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Input {
    record: Record,
    label: String,
}

#[derive(Deserialize)]
struct Clock {
    least: Option<i64>,
    most: Option<i64>,
    claims: Vec<ClaimName>,
}

/// How a finding is told as a whole: where accounts differ, by the best of them for whoever says that it is met, with
/// each account told below.
const OUTCOMES: [(&str, &str, &str); 4] = [
    ("met", "met", "p-outcome-met"),
    ("possible", "possible", "p-outcome-possible"),
    ("cannot be judged", "unjudged", "p-outcome-unjudged"),
    ("not met", "none", "p-outcome-not-met"),
];

/// Whether the standard was adopted after the facts: then it measures and did not bind.
fn is_later(finding: &Finding) -> bool {
    finding.time == "later benchmark"
}

fn outcome(finding: &Finding) -> &'static str {
    let all = OUTCOMES.iter().map(|(outcome, _, _)| *outcome);
    let mut there =
        all.filter(|one| finding.accounts.iter().any(|account| account.outcome == *one));
    there.next().unwrap_or("cannot be judged")
}

/// The page of an `onus.findings/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn findings(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let all: Document = read(document)?;
    let standards: BTreeMap<&str, &Standard> =
        all.standards.iter().map(|standard| (standard.id.as_str(), standard)).collect();
    let title = words.say("p-room-findings");
    let of = |wanted: &str| -> Vec<&Finding> {
        all.findings.iter().filter(|one| !is_later(one) && outcome(one) == wanted).collect()
    };
    let later: Vec<&Finding> = all.findings.iter().filter(|one| is_later(one)).collect();
    let body = html! {
        (parts::title(
            html! { (words.number("p-findings-standards", all.standards.len())) },
            &title,
            html! { p.lede { (words.say("p-findings-lede")) } },
        ))
        @if all.copy_is_partial { p.problem { (words.say("p-findings-partial")) } }
        @if all.findings.is_empty() { p.prose { (words.say("p-findings-none")) } }
        p.statuses {
            @for (wanted, shape, key) in OUTCOMES {
                @let number = of(wanted).len();
                @if number > 0 { (status(shape, &format!("{number} · {}", words.say(key)), Some(&format!("#{shape}")))) }
            }
            @if !later.is_empty() { (status("later", &format!("{} · {}", later.len(), words.say("p-outcome-later")), Some("#later"))) }
        }
        @for (wanted, shape, key) in OUTCOMES { (section(words, shape, &words.say(key), &of(wanted), &standards)) }
        (section(words, "later", &words.say("p-outcome-later"), &later, &standards))
    };
    Ok(page(frame, Room::Findings, &title, body))
}

fn section(
    words: &Words,
    shape: &str,
    title: &str,
    findings: &[&Finding],
    standards: &BTreeMap<&str, &Standard>,
) -> Markup {
    let by_standard = findings.chunk_by(|one, other| one.standard == other.standard);
    html! {
        @if !findings.is_empty() {
            section aria-labelledby=(shape) {
                h2 id=(shape) { (parts::mark(shape)) " " (title) }
                @if shape == "later" { p.small { (words.say("p-later-note")) } }
                ol {
                    @for group in by_standard {
                        @if let Some(standard) = group.first().and_then(|one| standards.get(one.standard.as_str())) {
                            li.finding {
                                div { (standard_told(words, standard)) }
                                div.records {
                                    p.small { (standard.met) }
                                    @for finding in group { (one(words, finding)) }
                                }
                                div.basis { p.tiny { (standard.caveat) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn standard_told(words: &Words, standard: &Standard) -> Markup {
    html! {
        h3 { (capitalised(&standard.label)) }
        p.inst {
            (standard.instrument) ", " (standard.paragraph) ". " (words.with("p-adopted", [("date", (&standard.adopted).into())]))
            @if matches!(standard.confidence.as_str(), "medium" | "low") { " " strong { (words.say("p-to-be-confirmed")) } }
        }
        p.inst { span.cid { (standard.id) } }
    }
}

fn one(words: &Words, finding: &Finding) -> Markup {
    html! {
        div.found {
            p { (record(&finding.record)) }
            @if let Some(clock) = &finding.clock { p.clock { (parts::mark("clock")) span.days { (clocked(words, clock)) } span.lim { (claims(words, &clock.claims)) } } }
            @for account in &finding.accounts { (fared(words, finding, account)) }
        }
    }
}

fn clocked(words: &Words, clock: &Clock) -> String {
    let days = match (clock.least, clock.most) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        (Some(least), Some(most)) => format!("{least}–{most}"),
        (Some(least), None) => format!("≥ {least}"),
        (None, Some(most)) => format!("≤ {most}"),
        (None, None) => "…".to_owned(),
    };
    words.with("p-days", [("days", days.into())])
}

/// How it comes out on one account. Where accounts differ, whose it is stands before it.
fn fared(words: &Words, finding: &Finding, account: &Account) -> Markup {
    let (_, shape, key) = OUTCOMES
        .into_iter()
        .find(|(outcome, _, _)| *outcome == account.outcome)
        .unwrap_or(("", "unjudged", "p-outcome-unjudged"));
    let why = format!("/why/{}", finding.record.id);
    html! {
        p.small {
            @if finding.accounts.len() > 1 || !account.voices.is_empty() { (words.say("p-on-the-account-of")) " " (voices(&account.voices)) ": " }
            (status(shape, &words.say(key), Some(&why))) " " (claims(words, &account.claims))
        }
        @if !account.missing.is_empty() { p.miss { b { (words.say("p-missing")) } " " (inputs(&account.missing)) } }
        @if !account.open.is_empty() { p.miss { b { (words.say("p-left-open")) } " " (inputs(&account.open)) } }
        details.open-why {
            summary { (words.say("p-part-by-part")) }
            ul.lines {
                @for part in &account.parts {
                    li {
                        (part.label) ": " (part_outcome(words, &part.outcome)) " " (claims(words, &part.claims))
                    }
                }
            }
        }
    }
}

fn part_outcome(words: &Words, outcome: &str) -> String {
    match outcome {
        "met" => words.say("p-part-met"),
        "not met" => words.say("p-part-not-met"),
        _ => words.say("p-part-not-known"),
    }
}

fn inputs(list: &[Input]) -> Markup {
    html! { @for (place, one) in list.iter().enumerate() { @if place > 0 { "; " } (one.label) " (" (record(&one.record)) ")" } }
}
