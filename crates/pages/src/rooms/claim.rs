//! One claim in full, and what may be done with it: checking it as a second person, retracting it with a reason.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{Claim, NotADocument, Status, read};
use crate::frame::{Frame, Room, level, page, time, token};
use crate::parts::{self, claims, record, status, value, voice, voices_status, why, worded};
use crate::words::Words;

#[derive(Deserialize)]
struct Document {
    claim: Claim,
    status: Status,
    denied: bool,
}

/// What a speaker does with what is claimed, as a verb.
pub(crate) fn stance(words: &Words, stance: &str) -> String {
    match stance {
        "asserts" => words.say("p-stance-asserts"),
        "reports" => words.say("p-stance-reports"),
        "denies" => words.say("p-stance-denies"),
        "admits" => words.say("p-stance-admits"),
        "calls for" => words.say("p-stance-calls-for"),
        other => other.to_owned(),
    }
}

/// How far a claim has been checked.
pub(crate) fn review(words: &Words, review: &str) -> String {
    match review {
        "checked" => words.say("p-review-checked"),
        "released" => words.say("p-review-released"),
        _ => words.say("p-draft"),
    }
}

/// Where a claim was read: its source, the place, the words, and the way there.
pub(crate) fn place(words: &Words, claim: &Claim) -> Markup {
    html! {
        @if let Some(source) = &claim.source {
            p.small.place {
                (words.say("p-read-in")) " " (record(source))
                @if let Some(passage) = &claim.passage {
                    ", "
                    a href={ "/sources/" (source.id) "?claim=" (claim.id) "#c-" (claim.id) } {
                        @match (passage.start, passage.end, passage.locator.as_deref()) {
                            (Some(start), Some(end), _) => (words.with("p-characters", [("start", start.to_string().into()), ("end", end.to_string().into())])),
                            (_, _, Some(locator)) => bdi { (locator) },
                            _ => (words.say("p-the-place")),
                        }
                    }
                }
            }
            @if let Some(quote) = claim.passage.as_ref().and_then(|passage| passage.quote.as_deref()) {
                blockquote.quote { p { bdi { (quote) } } }
            }
        }
    }
}

/// The page of an `onus.claim/1`. `done` says what was just done with it.
///
/// # Errors
///
/// When the document is of another shape.
pub fn claim(
    frame: &Frame<'_>,
    document: &Json,
    problem: Option<&str>,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let Document { claim, status: stands, denied } = read(document)?;
    let name = claim.row.clone().unwrap_or_else(|| claim.id.chars().take(8).collect());
    let title = words.with("p-claim-title", [("name", name.into())]);
    let reasons = why(&claim.record.id, &claim.property);
    let line = |name: &str, body: Markup| {
        html! { div { dt { (words.say(name)) } dd { (body) } } }
    };
    let body = html! {
        (parts::title(
            html! { (record(&claim.record)) ", " a href=(reasons) { (claim.label) } },
            &title,
            html! { p.lede { (worded(&claim.value, claim.wording.as_deref())) } },
        ))
        div.statuses {
            (voices_status(words, stands, Some(&reasons)))
            @if denied { (status("denied", &words.say("p-denied"), Some(&reasons))) }
            (status(if claim.review == "draft" { "check" } else { "done" }, &review(words, &claim.review), None))
        }
        @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
        (place(words, &claim))
        dl.srcdata {
            (line("p-who-says", html! {
                (voice(&claim.voice)) " " (stance(words, &claim.stance))
                @if let (Some(speaker), Some(organization)) = (&claim.speaker, &claim.on_behalf_of) { " (" (record(speaker)) ", " (words.say("p-for")) " " (record(organization)) ")" }
            }))
            @if let Some(basis) = &claim.basis { (line("p-basis", html! { (basis) })) }
            @if let Some(party) = &claim.party { (line("p-party", record(party))) }
            @if let Some(interest) = &claim.interest { (line("p-interest", html! { bdi { (interest) } })) }
            @if claim.attribution != "stated" { (line("p-attribution", html! { (claim.attribution) })) }
            @if !claim.via.is_empty() {
                (line("p-via", html! { @for (place, relay) in claim.via.iter().enumerate() { @if place > 0 { ", " } (record(&relay.by)) " (" (relay.rendering) ")" } }))
            }
            @if let Some(said) = &claim.said { (line("p-said-when", html! { bdi { (said.words) } })) }
            @if let Some(held) = &claim.held { (line("p-held-when", html! { bdi { (held.words) } })) }
            @for part in &claim.scope { div { dt { (part.label) } dd { (value(&part.value)) } } }
            @if let Some(rests) = &claim.rests_on {
                (line("p-rests-on", html! { (rests.how) ": " (claims(words, &rests.claims)) }))
            }
            (line("p-level", html! { (level(words, &claim.level)) }))
            (line("p-recorded", html! {
                @if let Some(recorded) = &claim.recorded { (time(recorded)) }
                @if let Some(by) = &claim.recorded_by { ", " bdi { (by) } }
            }))
            @if let Some(by) = &claim.checked_by { (line("p-checked-by", html! { bdi { (by) } })) }
        }
        @if let Some(case) = frame.case.as_ref().filter(|case| case.changes) {
            (actions(words, case.token, &claim))
        }
    };
    Ok(page(frame, Room::Nowhere, &title, body))
}

fn actions(words: &Words, proof: &str, claim: &Claim) -> Markup {
    html! {
        section aria-labelledby="s-review" {
            h2 #s-review { (words.say("p-act-review")) }
            form.plain method="post" action={ "/claims/" (claim.id) "/review" } {
                (token(proof))
                p.small { (words.say("p-act-review-note")) }
                p.go {
                    @if claim.review != "checked" { button name="state" value="checked" { (words.say("p-mark-checked")) } }
                    @if claim.review == "checked" { button name="state" value="released" { (words.say("p-mark-released")) } }
                    @if claim.review != "draft" { button name="state" value="draft" { (words.say("p-mark-draft")) } }
                }
                label.choice { input type="checkbox" name="alone" value="yes"; " " (words.say("p-mark-alone")) }
            }
        }
        section aria-labelledby="s-retract" {
            h2 #s-retract { (words.say("p-act-retract")) }
            form.plain method="post" action={ "/claims/" (claim.id) "/retract" } {
                (token(proof))
                p.small { (words.say("p-act-retract-note")) }
                p {
                    label for="reason" { (words.say("p-reason")) }
                    select #reason name="reason" required {
                        option value="" { (words.say("p-choose")) }
                        option value="coder-error" { (words.say("p-reason-coder-error")) }
                        option value="source-corrected" { (words.say("p-reason-source-corrected")) }
                        option value="witness-withdrew" { (words.say("p-reason-witness-withdrew")) }
                    }
                }
                p {
                    label for="note" { (words.say("p-note")) }
                    textarea #note name="note" rows="2" maxlength="2000" {}
                }
                p.go { button { (words.say("p-retract")) } }
            }
        }
    }
}
