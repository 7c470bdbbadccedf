//! What the case says on one page: the brief, with what stands beside the authorities' words, and what is open.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, NotADocument, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, draft, mark, number, status};
use crate::rooms::statements::{self, Statements};
use crate::words::Words;

#[derive(Deserialize)]
struct Brief {
    sections: Vec<Section>,
    claims: usize,
    drafts: usize,
}

#[derive(Deserialize)]
struct Section {
    section: String,
    title: String,
    sentences: Vec<Sentence>,
    left_out: usize,
}

#[derive(Deserialize)]
struct Sentence {
    number: usize,
    text: String,
    draft: bool,
    claims: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Checks {
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    number: usize,
    problem: String,
    text: String,
}

/// The documents that the page is set from: `onus.brief/1`, `onus.statements/1`, `onus.check/1`.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'d> {
    /// The brief.
    pub brief: &'d Json,
    /// What the authorities said.
    pub statements: &'d Json,
    /// What does not fit together.
    pub checks: &'d Json,
    /// Whether the brief holds all there is to say: its sentences are then numbered otherwise than those that have
    /// their reasons by number, and each names its claims itself.
    pub all: bool,
}

/// How many checks are told here; the rest stand in their room.
const CHECKS: usize = 5;

/// How many statements are set beside what they answer here.
const PAIRS: usize = 4;

/// The page.
///
/// # Errors
///
/// When a document is of another shape.
pub fn case(frame: &Frame<'_>, documents: &Documents<'_>) -> Result<String, NotADocument> {
    let words = frame.words;
    let brief: Brief = read(documents.brief)?;
    let statements: Statements = read(documents.statements)?;
    let checks: Checks = read(documents.checks)?;
    let name = frame.case.as_ref().map_or("", |case| case.name);
    let body = html! {
        (parts::title(
            html! { (words.say("p-case-file")) },
            name,
            html! {
                @if brief.claims > 0 {
                    p.lede { (words.with("p-case-computed", [("claims", brief.claims.into()), ("drafts", brief.drafts.into())])) }
                } @else {
                    p.lede { (words.say("p-case-empty")) }
                }
            },
        ))
        @if brief.sections.is_empty() {
            p.prose { (words.say("p-case-begin")) " " a href="/sources/add" { (words.say("p-add")) } " · " a href="/sources" { (words.say("p-room-sources")) } }
        }
        @for section in &brief.sections {
            @let heading = format!("s-{}", section.section);
            section aria-labelledby=(heading) {
                h2 id=(heading) { (section.title) }
                ol.synopsis.brief {
                    @for sentence in &section.sentences { (told(words, sentence, documents.all)) }
                }
                @if section.left_out > 0 {
                    p.small { a href="/?all=yes" { (words.number("p-left-out", section.left_out)) } }
                }
                @if section.section == "authorities" { (pairs(words, &statements)) }
            }
        }
        @if !checks.findings.is_empty() {
            section aria-labelledby="s-open" {
                h2 #s-open { (words.say("p-case-open")) }
                ul.findings {
                    @for finding in checks.findings.iter().take(CHECKS) {
                        @let address = format!("/checks#c{}", finding.number);
                        li {
                            (status("check", &problem(words, &finding.problem), Some(&address)))
                            " " (finding.text)
                        }
                    }
                }
                p.small { a href="/checks" { (words.number("p-case-checks", checks.findings.len())) } }
            }
        }
    };
    Ok(page(frame, Room::Case, &words.say("p-room-case"), body))
}

fn told(words: &Words, sentence: &Sentence, all: bool) -> Markup {
    let why = format!("/why/brief/{}", sentence.number);
    html! {
        li {
            div.head { (number("p", sentence.number, &words.say("p-paragraph"))) }
            div.what { p { (sentence.text) } }
            div.basis {
                @if all {
                    details.open-why { summary { (words.number("p-why-claims", sentence.claims.len())) } p.small { (every(&sentence.claims)) } }
                } @else { a.why href=(why) { (words.number("p-why-claims", sentence.claims.len())) } }
                @if sentence.draft { (draft(words)) }
            }
        }
    }
}

/// Every claim of a sentence, by name.
fn every(claims: &[ClaimName]) -> Markup {
    html! { @for (place, one) in claims.iter().enumerate() { @if place > 0 { ", " } (parts::claim(one)) } }
}

/// Statements of the authorities beside which something stands, each with the first of it.
fn pairs(words: &Words, statements: &Statements) -> Markup {
    let all: Vec<_> = statements.statements.iter().filter_map(statements::pair).collect();
    html! {
        @if !all.is_empty() {
            ul.pair aria-label=(words.say("p-case-pairs")) {
                @for pair in all.iter().take(PAIRS) { (statements::beside(words, pair)) }
            }
            p.small {
                (mark("voice")) " "
                a href="/statements" { (words.number("p-case-all-statements", statements.total)) }
            }
        }
    }
}

/// What kind of misfit it is, in a word or two.
pub(crate) fn problem(words: &Words, problem: &str) -> String {
    match problem {
        "no-passage" => words.say("p-check-no-passage"),
        "death-before-birth"
        | "end-before-start"
        | "after-death"
        | "before-what-it-follows"
        | "two-dates"
        | "age-against-birth"
        | "said-after-publication"
        | "date-not-reached" => words.say("p-check-date"),
        "two-custodies" => words.say("p-check-custody"),
        "sum-not-checkable" | "sum-wrong" | "parts-wrong" => words.say("p-check-sum"),
        "placeholder-responsible" | "named-without-decision" => words.say("p-check-naming"),
        "identity-contradicted" => words.say("p-check-identity"),
        "distance-wrong" => words.say("p-check-distance"),
        _ => words.say("p-check-other"),
    }
}
