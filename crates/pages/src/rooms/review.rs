//! What waits for a second person, and where two coders read one passage differently.

use maud::html;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, NotADocument, Passage, Record, Value, Voice, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, claim, claim_name, record, value, voice};
use crate::rooms::claim::stance;

#[derive(Deserialize)]
struct Review {
    sources: Vec<Source>,
    disagreements: Vec<Disagreement>,
}

#[derive(Deserialize)]
struct Source {
    source: Option<Record>,
    sheet: Option<String>,
    draft: Vec<ClaimName>,
    checked: usize,
    released: usize,
}

#[derive(Deserialize)]
struct Disagreement {
    source: Record,
    passage: Passage,
    record: Record,
    label: String,
    codings: Vec<Coding>,
}

#[derive(Deserialize)]
struct Coding {
    sheet: String,
    claim: ClaimName,
    value: Value,
    voice: Voice,
    stance: String,
}

/// How many drafts of one source are named.
const MOST: usize = 60;

/// The page of an `onus.review/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn review(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let review: Review = read(document)?;
    let title = words.say("p-room-review");
    let waiting: usize = review.sources.iter().map(|one| one.draft.len()).sum();
    let body = html! {
        (parts::title(
            html! { (words.number("p-review-waiting", waiting)) },
            &title,
            html! { p.lede { (words.say("p-review-lede")) } },
        ))
        @if !review.disagreements.is_empty() {
            section aria-labelledby="s-differ" {
                h2 #s-differ { (words.say("p-review-differ")) }
                @for one in &review.disagreements {
                    article.act {
                        p {
                            (record(&one.source))
                            @if let (Some(start), Some(end)) = (one.passage.start, one.passage.end) { ", " (words.with("p-characters", [("start", start.to_string().into()), ("end", end.to_string().into())])) }
                            @if let Some(locator) = &one.passage.locator { ", " bdi { (locator) } }
                            ": " (record(&one.record)) ", " (one.label)
                        }
                        @if let Some(quote) = &one.passage.quote { blockquote.quote { p { bdi { (quote) } } } }
                        ul.lines { @for coding in &one.codings { li { (claim(&coding.claim)) " " (coding.sheet) ": " (value(&coding.value)) ", " (voice(&coding.voice)) " " (stance(words, &coding.stance)) } } }
                    }
                }
            }
        }
        section aria-labelledby="s-waits" {
            h2 #s-waits { (words.say("p-review-waits")) }
            div.scroll role="group" aria-label=(words.say("p-review-waits")) tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { (words.say("p-source")) } th scope="col" { (words.say("p-sheet")) }
                        th.num scope="col" { (words.say("p-draft")) } th.num scope="col" { (words.say("p-review-checked")) } th.num scope="col" { (words.say("p-review-released")) }
                        th scope="col" { (words.say("p-review-drafts")) }
                    } }
                    tbody {
                        @for one in &review.sources {
                            tr {
                                th scope="row" { @match &one.source { Some(source) => (record(source)), None => (words.say("p-team")) } }
                                td { @if let Some(sheet) = &one.sheet { (sheet) } }
                                td.num { (one.draft.len()) } td.num { (one.checked) } td.num { (one.released) }
                                td {
                                    @if !one.draft.is_empty() {
                                        details { summary { (words.say("p-review-name-them")) }
                                            p.small { @for (place, draft) in one.draft.iter().take(MOST).enumerate() { @if place > 0 { ", " } a.cid href={ "/claims/" (draft.id) } { bdi { (claim_name(draft)) } } } @if one.draft.len() > MOST { " " (words.number("p-and-more", one.draft.len() - MOST)) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(page(frame, Room::Review, &title, body))
}
