//! Putting documents into the case.

use maud::html;

use crate::frame::{Frame, Room, page, token};
use crate::parts;

/// What the form is filled with, and what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub struct Form<'f> {
    /// The source that the files are of; empty where each is one of its own.
    pub source: &'f str,
    /// When they were received; empty for today.
    pub received: &'f str,
    /// From whom.
    pub from: &'f str,
    /// What is to be said of that.
    pub note: &'f str,
    /// Why nothing was added.
    pub problem: Option<&'f str>,
    /// The most bytes of one file.
    pub largest: u64,
}

/// The page with the form.
#[must_use]
pub fn adding(frame: &Frame<'_>, form: &Form<'_>) -> String {
    let words = frame.words;
    let title = words.say("p-add-title");
    let proof = frame.case.as_ref().map_or("", |case| case.token);
    let body = html! {
        (parts::title(html! { a href="/sources" { (words.say("p-room-sources")) } }, &title, html! { p.lede { (words.say("p-add-lede")) } }))
        @if let Some(problem) = form.problem { p.problem role="alert" { (problem) } }
        // The proof comes first: nothing is taken in before it.
        form.plain method="post" action="/sources/add" enctype="multipart/form-data" {
            (token(proof))
            p {
                label for="source" { (words.say("p-add-source")) }
                input #source name="source" value=(form.source) list="source-names" autocomplete="off" data-names="source-names";
                span.tiny { (words.say("p-add-source-note")) }
                datalist #source-names {}
            }
            p {
                label for="received" { (words.say("p-add-received")) }
                input #received name="received" value=(form.received) placeholder="2013-07-10" autocomplete="off";
                span.tiny { (words.say("p-add-received-note")) }
            }
            p {
                label for="from" { (words.say("p-add-from")) }
                input #from name="from" value=(form.from) autocomplete="off";
            }
            p {
                label for="note" { (words.say("p-add-note")) }
                textarea #note name="note" rows="2" maxlength="2000" { (form.note) }
            }
            p {
                label for="files" { (words.say("p-add-files")) }
                input #files type="file" name="files" multiple required;
                span.tiny { (words.with("p-add-files-note", [("megabytes", (form.largest >> 20).into())])) }
            }
            p.go { button.primary { (words.say("p-add-it")) } " " a href="/sources" { (words.say("p-code-aside")) } }
        }
        p.small { (words.say("p-add-readable")) }
    };
    page(frame, Room::Sources, &title, body)
}
