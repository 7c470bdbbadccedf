//! What does not fit together, and what would settle it.

use maud::html;
use serde::Deserialize;
use serde_json::Value as Json;

use super::case::problem;
use crate::document::{ClaimName, NotADocument, Record, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, claims, number, records, status};

#[derive(Deserialize)]
struct Checks {
    claims: usize,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    number: usize,
    problem: String,
    records: Vec<Record>,
    text: String,
    settle: String,
    claims: Vec<ClaimName>,
}

/// The page of an `onus.check/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn checks(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let checks: Checks = read(document)?;
    let title = words.say("p-room-checks");
    let body = html! {
        (parts::title(
            html! { (words.number("p-checks-looked-at", checks.claims)) },
            &title,
            html! { p.lede { (words.number("p-checks-found", checks.findings.len())) } },
        ))
        ol.synopsis {
            @for finding in &checks.findings {
                li {
                    div.head {
                        (number("c", finding.number, &words.say("p-check")))
                        h2 { (status("check", &problem(words, &finding.problem), None)) }
                    }
                    div.what {
                        p { (finding.text) }
                        p.small { (words.with("p-settle", [("what", (&finding.settle).into())])) }
                    }
                    div.basis {
                        p { (records(&finding.records)) }
                        p { (claims(words, &finding.claims)) }
                    }
                }
            }
        }
    };
    Ok(page(frame, Room::Checks, &title, body))
}
