//! Long work of this session: how far it has come, and how it ended.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{NotADocument, read};
use crate::frame::{Frame, Room, page, time};
use crate::parts::{self, status};
use crate::words::Words;

#[derive(Deserialize)]
struct Document {
    works: Vec<Work>,
}

#[derive(Deserialize)]
struct Work {
    number: u64,
    kind: String,
    since: String,
    state: String,
    stage: String,
    done: Option<u64>,
    of: Option<u64>,
    result: Option<Json>,
    problem: Option<String>,
}

#[derive(Deserialize)]
struct Verified {
    sound: bool,
    commits: u64,
    operations: u64,
}

#[derive(Deserialize)]
struct Added {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    path: String,
    was: String,
    reason: Option<String>,
    source: Option<Named>,
    texts: Option<u64>,
    characters: Option<u64>,
    #[serde(default)]
    unread: Vec<Told>,
    #[serde(default)]
    notes: Vec<Told>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    handle: String,
}

#[derive(Deserialize)]
struct Told {
    inside: Vec<String>,
    #[serde(alias = "reason")]
    note: String,
}

/// The page of an `onus.work/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn work(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let document: Document = read(document)?;
    let title = words.say("p-work-title");
    let going = document.works.iter().any(|work| work.state == "going");
    let mut shown = Vec::new();
    for one in &document.works {
        shown.push(self::one(words, one)?);
    }
    let body = html! {
        (parts::title(html! {}, &title, html! { p.lede { (words.say("p-work-lede")) } }))
        @if document.works.is_empty() { p.prose { (words.say("p-work-none")) } }
        // Without a script one looks again; with one, the page is set anew when something changed.
        div.works data-work[going] aria-live="polite" { @for one in &shown { (one) } }
        @if going { p.go { a.button href="/work" { (words.say("p-work-again")) } } }
    };
    Ok(page(frame, Room::Nowhere, &title, body))
}

fn one(words: &Words, work: &Work) -> Result<Markup, NotADocument> {
    let id = format!("w{}", work.number);
    let kind = match work.kind.as_str() {
        "add" => words.say("p-work-add"),
        _ => words.say("p-work-verify"),
    };
    let ended = match (work.state.as_str(), &work.result) {
        ("going", _) => html! { p { (status("stalled", &stage(words, work), None)) } },
        ("done", Some(result)) if work.kind == "add" => files(words, &read(result)?),
        ("done", Some(result)) => checked(words, &read(result)?),
        ("done", None) => html! { p { (status("done", &words.say("p-work-done"), None)) } },
        _ => html! {
            p { (status("contradicted", &words.say("p-work-failed"), None)) }
            @if let Some(problem) = &work.problem { p.problem { (problem) } }
        },
    };
    Ok(html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (kind) " " span.tiny { (time(&work.since)) } }
            (ended)
        }
    })
}

/// How far it has come, in words.
fn stage(words: &Words, work: &Work) -> String {
    let done = work.done.unwrap_or(0);
    match work.stage.as_str() {
        "pages" => words.say("p-work-pages"),
        "files" => words.say("p-work-files"),
        "commits" => words.with("p-work-commits", [("done", done.into())]),
        "comparing" => words.say("p-work-comparing"),
        "reading" => words.with(
            "p-work-reading",
            [("done", done.into()), ("of", work.of.unwrap_or(done).into())],
        ),
        "finding" => words.say("p-work-finding"),
        _ => words.say("p-work-waiting"),
    }
}

fn checked(words: &Words, verified: &Verified) -> Markup {
    html! {
        p.prose {
            @if verified.sound { (status("done", &words.say("p-sound"), None)) } @else { (status("contradicted", &words.say("p-not-sound"), None)) }
            " " (words.with("p-verify-counts", [("commits", verified.commits.into()), ("operations", verified.operations.into())]))
            " " a href="/log#verify" { (words.say("p-room-log")) }
        }
    }
}

fn files(words: &Words, added: &Added) -> Markup {
    html! {
        ul.lines {
            @for file in &added.files {
                li {
                    bdi { (file.path) } ": "
                    @match (&file.source, file.was.as_str()) {
                        (Some(source), was) => {
                            (was_word(words, was)) ", "
                            a href={ "/sources/" (source.id) } { bdi { (source.handle) } }
                            @if let (Some(texts), Some(letters)) = (file.texts, file.characters) {
                                ", " (words.with("p-added-texts", [("texts", texts.into()), ("letters", letters.into())]))
                            }
                        },
                        _ => (status("contradicted", &words.say("p-added-refused"), None)) ,
                    }
                    @if let Some(reason) = &file.reason { " " (reason) }
                    @if !file.unread.is_empty() || !file.notes.is_empty() {
                        ul.small { @for told in file.unread.iter().chain(&file.notes) { li { @if !told.inside.is_empty() { bdi { (told.inside.join(" › ")) } ": " } (told.note) } } }
                    }
                }
            }
        }
    }
}

fn was_word(words: &Words, was: &str) -> String {
    match was {
        "new" => words.say("p-added-new"),
        "received-again" => words.say("p-added-received-again"),
        "read-again" => words.say("p-added-read-again"),
        _ => words.say("p-added-there"),
    }
}
