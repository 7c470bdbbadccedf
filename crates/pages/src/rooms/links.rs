//! Records that may be one: what both are said to be, side by side, and the judgements of the team.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use super::record::grade;
use crate::document::{ClaimName, NotADocument, Record, Told, read};
use crate::frame::{Frame, Room, page, token};
use crate::parts::{self, address, claims, number, record, record_with_handle, status, value, why};
use crate::words::Words;

#[derive(Deserialize)]
struct Links {
    record: Option<Record>,
    pairs: Vec<Pair>,
    left_out: usize,
    joined: Vec<Joined>,
}

#[derive(Deserialize)]
struct Pair {
    first: Record,
    second: Record,
    how: Option<String>,
    first_name: Option<String>,
    second_name: Option<String>,
    judged: Option<String>,
    judgements: Vec<ClaimName>,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct Evidence {
    property: String,
    label: String,
    weighs: String,
    first: Vec<Told>,
    second: Vec<Told>,
}

#[derive(Deserialize)]
struct Joined {
    record: Record,
    members: Vec<Member>,
    judgements: Vec<ClaimName>,
}

#[derive(Deserialize)]
struct Member {
    id: String,
    handle: Option<String>,
    names: Vec<String>,
}

/// The grades that a member may judge by.
const GRADES: [&str; 4] = ["same", "probably-same", "undetermined", "distinct"];

/// The page of an `onus.link/1`. `problem` says what could not be judged.
///
/// # Errors
///
/// When the document is of another shape.
pub fn links(
    frame: &Frame<'_>,
    document: &Json,
    problem: Option<&str>,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let links: Links = read(document)?;
    let title = words.say("p-room-links");
    // Only who may change the case, and speaks in the team's words, judges.
    let judges = frame.case.as_ref().filter(|case| case.changes && case.is_team());
    let proof = judges.map(|case| case.token);
    let waiting = links.pairs.iter().filter(|pair| pair.judged.is_none()).count();
    let body = html! {
        (parts::title(
            html! {
                (words.number("p-links-waiting", waiting))
                @if links.record.is_some() { " · " a href="/links" { (words.say("p-all-of-them")) } }
            },
            &title,
            html! {
                p.lede { (words.say("p-links-lede")) }
                @if let Some(of) = &links.record { p.small { (words.say("p-only-about")) " " (record(of)) } }
            },
        ))
        @if let Some(problem) = problem { div.problem role="alert" { @for line in problem.lines() { p { (line) } } } }
        @if links.pairs.is_empty() { p.prose { (words.say("p-links-none")) } }
        @for (place, pair) in links.pairs.iter().enumerate() { (one(words, place + 1, pair, proof)) }
        @if links.left_out > 0 { p.small { (words.number("p-and-more", links.left_out)) } }
        @if !links.joined.is_empty() {
            section aria-labelledby="s-joined" {
                h2 #s-joined { (words.say("p-links-joined")) }
                p.small { (words.say("p-links-joined-note")) }
                @for joined in &links.joined { (stands(words, joined, proof)) }
            }
        }
    };
    Ok(page(frame, Room::Links, &title, body))
}

fn one(words: &Words, place: usize, pair: &Pair, proof: Option<&str>) -> Markup {
    let name = |named: &Option<String>| named.clone().unwrap_or_default();
    let names =
        [("first", name(&pair.first_name).into()), ("second", name(&pair.second_name).into())];
    let how = match pair.how.as_deref() {
        Some("name") => words.with("p-links-name", names),
        Some("spelling") => words.with("p-links-spelling", names),
        Some(_) => words.with("p-links-part", names),
        None => words.say("p-links-facts"),
    };
    let heading = format!("k{place}-names");
    html! {
        article.act aria-labelledby=(heading) {
            header {
                (number("k", place, &words.say("p-links-pair")))
                h2 id=(heading) { (record(&pair.first)) " · " (record(&pair.second)) }
            }
            p.small {
                (how) " "
                @match &pair.judged {
                    Some(judged) => { (status("check", &grade(words, judged), None)) " " (claims(words, &pair.judgements)) },
                    None => (status("none", &words.say("p-links-not-judged"), None)),
                }
            }
            @if pair.evidence.is_empty() { p.small { (words.say("p-links-nothing-else")) } }
            @else { (evidence(words, pair)) }
            @if let Some(proof) = proof { (judge(words, place, pair, proof)) }
        }
    }
}

fn evidence(words: &Words, pair: &Pair) -> Markup {
    let told = |record: &Record, property: &str, told: &[Told]| {
        let reason = why(&record.id, property);
        html! {
            @for (place, one) in told.iter().enumerate() {
                @if place > 0 { "; " }
                @match one.value.record {
                    Some(_) => (value(&one.value)),
                    None => a.why href=(reason) { (value(&one.value)) },
                }
                " " span.whose { (parts::voices(&one.voices)) }
            }
        }
    };
    let label = words.say("p-links-evidence");
    html! {
        div.scroll role="group" aria-label=(label) tabindex="0" {
            table {
                thead { tr {
                    th scope="col" { (words.say("p-links-weighs")) } th scope="col" { (words.say("p-property")) }
                    th scope="col" { bdi { (pair.first.label) } } th scope="col" { bdi { (pair.second.label) } }
                } }
                tbody {
                    @for one in &pair.evidence {
                        tr {
                            td { @match one.weighs.as_str() {
                                "for" => (status("corroborated", &words.say("p-links-for"), None)),
                                "against" => (status("contested", &words.say("p-links-against"), None)),
                                _ => (status("none", &words.say("p-links-open"), None)),
                            } }
                            th scope="row" { (one.label) }
                            td { (told(&pair.first, &one.property, &one.first)) }
                            td { (told(&pair.second, &one.property, &one.second)) }
                        }
                    }
                }
            }
        }
    }
}

/// The form by which a member judges, or takes back what was judged.
fn judge(words: &Words, place: usize, pair: &Pair, proof: &str) -> Markup {
    let reason = format!("k{place}-reason");
    html! {
        form.judge method="post" action="/links" {
            (token(proof))
            input type="hidden" name="first" value=(pair.first.id);
            input type="hidden" name="second" value=(pair.second.id);
            p.wide {
                label for=(reason) { (words.say("p-links-reason")) }
                input id=(reason) name="reason" maxlength="2000" autocomplete="off" required;
            }
            p.go {
                @for one in GRADES {
                    @if pair.judged.as_deref() != Some(one) { button name="grade" value=(one) { (verdict(words, one)) } }
                }
                @if pair.judged.is_some() && !pair.judgements.is_empty() { button name="grade" value="none" { (words.say("p-judge-back")) } }
            }
        }
    }
}

fn verdict(words: &Words, grade: &str) -> String {
    match grade {
        "same" => words.say("p-judge-same"),
        "probably-same" => words.say("p-judge-probably-same"),
        "distinct" => words.say("p-judge-distinct"),
        _ => words.say("p-judge-undetermined"),
    }
}

fn stands(words: &Words, joined: &Joined, proof: Option<&str>) -> Markup {
    let reason = format!("j-{}", joined.record.id);
    html! {
        article.act {
            p {
                (record_with_handle(&joined.record)) ": "
                @for (place, member) in joined.members.iter().enumerate() {
                    @if place > 0 { "; " }
                    bdi { (if member.names.is_empty() { words.say("p-unnamed") } else { member.names.join(", ") }) }
                    " " span.cid { @match &member.handle { Some(handle) => (handle), None => (member.id.chars().take(8).collect::<String>()) } }
                }
                ". " (claims(words, &joined.judgements))
            }
            @if let Some(proof) = proof {
                form.judge method="post" action="/links" {
                    (token(proof))
                    input type="hidden" name="first" value=(joined.record.id);
                    p.wide {
                        label for=(reason) { (words.say("p-links-reason")) }
                        input id=(reason) name="reason" maxlength="2000" autocomplete="off" required;
                    }
                    p.go { button name="grade" value="none" { (words.say("p-judge-part")) } " " a href=(address(&joined.record)) { (words.say("p-record")) } }
                }
            }
        }
    }
}
