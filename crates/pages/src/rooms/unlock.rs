//! Unlocking: shows nothing of any case, not even that there is one.

use maud::html;

use crate::frame::{Frame, Room, page, token};

/// What the page of unlocking is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlocking<'u> {
    /// What proves that the form came from this page.
    pub token: &'u str,
    /// Where to go afterwards: a path here.
    pub next: &'u str,
    /// What went wrong, in words.
    pub problem: Option<&'u str>,
    /// Whether it has just been locked.
    pub locked: bool,
}

/// The page with the form.
#[must_use]
pub fn unlock(frame: &Frame<'_>, with: &Unlocking<'_>) -> String {
    let words = frame.words;
    let body = html! {
        header.title {
            h1 { (words.say("p-unlock-title")) }
            @if with.locked { p.lede { (words.say("p-unlock-locked")) } }
        }
        form.plain method="post" action="/unlock" {
            (token(with.token))
            input type="hidden" name="next" value=(with.next);
            @if let Some(problem) = with.problem { p.problem role="alert" { (problem) } }
            p {
                label for="passphrase" { (words.say("p-passphrase")) }
                input #passphrase type="password" name="passphrase" required autofocus autocomplete="off";
            }
            p.go { button.primary { (words.say("p-unlock")) } }
            p.tiny { (words.say("p-unlock-note")) }
        }
    };
    page(frame, Room::Nowhere, &words.say("p-unlock-title"), body)
}
