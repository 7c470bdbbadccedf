//! The log: who changed what, when and why; and whether all of it is what was signed.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{NotADocument, read};
use crate::frame::{Frame, Room, page, time, token};
use crate::parts::{self, status};
use crate::words::Words;

#[derive(Deserialize)]
struct Log {
    commits: Vec<Commit>,
    left_out: usize,
}

#[derive(Deserialize)]
struct Commit {
    commit: String,
    place: usize,
    time: String,
    member: String,
    name: Option<String>,
    message: Option<String>,
    records: usize,
    claims: usize,
    retracted: usize,
    reviewed: usize,
    checkpoints: usize,
    stamps: usize,
    existed_before: Option<String>,
    not_understood: usize,
}

#[derive(Deserialize)]
struct Verify {
    sound: bool,
    commits: usize,
    operations: usize,
    tree_head: Option<Head>,
    withheld: usize,
    erased: usize,
    waiting: usize,
    files_not_here: usize,
    wrong: Vec<String>,
}

#[derive(Deserialize)]
struct Head {
    size: usize,
    root: String,
}

/// The page of an `onus.log/1`, the newest first and, where it was checked in this session, of an
/// `onus.verify/1`. `going` says that it is being checked now.
///
/// # Errors
///
/// When a document is of another shape.
pub fn log(
    frame: &Frame<'_>,
    document: &Json,
    verified: Option<&Json>,
    going: bool,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let log: Log = read(document)?;
    let verified: Option<Verify> = verified.map(read).transpose()?;
    let title = words.say("p-room-log");
    let last = log.commits.last().map_or(0, |commit| commit.place);
    let body = html! {
        (parts::title(
            html! { (words.number("p-log-number", log.commits.len() + log.left_out)) },
            &title,
            html! { p.lede { (words.say("p-log-lede")) } },
        ))
        section aria-labelledby="verify" {
            h2 #verify { (words.say("p-verify")) }
            @if let Some(verified) = &verified { (checked(words, verified)) } @else { p.prose { (words.say("p-verify-what")) } }
            @if going {
                p.prose { (words.say("p-verify-going")) " " a href="/work" { (words.say("p-work-look")) } }
            } @else if let Some(case) = &frame.case {
                form method="post" action="/log/verify" { (token(case.token)) button { (words.say("p-verify-now")) } }
            }
        }
        section aria-labelledby="s-commits" {
            h2 #s-commits { (words.say("p-commits")) }
            div.scroll role="group" aria-label=(words.say("p-commits")) tabindex="0" {
                table {
                    thead { tr { th.num scope="col" { (words.say("p-place")) } th scope="col" { (words.say("p-time")) } th scope="col" { (words.say("p-member")) } th scope="col" { (words.say("p-what")) } th scope="col" { (words.say("p-commit")) } } }
                    tbody { @for commit in &log.commits { (one(words, commit)) } }
                }
            }
            @if log.left_out > 0 && last > 1 { p.pager { a rel="next" href={ "/log?before=" (last) } { (words.number("p-log-older", log.left_out)) } } }
        }
    };
    Ok(page(frame, Room::Log, &title, body))
}

fn one(words: &Words, commit: &Commit) -> Markup {
    let counts = [
        (commit.records, "p-log-records"),
        (commit.claims, "p-log-claims"),
        (commit.retracted, "p-log-retracted"),
        (commit.reviewed, "p-log-reviewed"),
        (commit.checkpoints, "p-log-checkpoints"),
        (commit.stamps, "p-log-stamps"),
        (commit.not_understood, "p-log-not-understood"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, key)| words.number(key, *number))
        .collect();
    html! {
        tr id={ "l" (commit.place) } {
            td.num { a.n href={ "#l" (commit.place) } { (commit.place) } }
            td.d { (time(&commit.time)) }
            td { @match &commit.name { Some(name) => bdi { (name) }, None => span.cid { (commit.member.chars().take(8).collect::<String>()) } } }
            td {
                @if let Some(message) = &commit.message { bdi { (message) } " " }
                span.tiny { (told.join(", ")) @if let Some(before) = &commit.existed_before { ", " (words.with("p-existed-before", [("time", time(before).into())])) } }
            }
            td { span.cid { (commit.commit.chars().take(12).collect::<String>()) } }
        }
    }
}

fn checked(words: &Words, verify: &Verify) -> Markup {
    html! {
        div role="status" {
            p.prose {
                @if verify.sound { (status("done", &words.say("p-sound"), None)) } @else { (status("contradicted", &words.say("p-not-sound"), None)) }
                " " (words.with("p-verify-counts", [("commits", verify.commits.into()), ("operations", verify.operations.into())]))
            }
            @if !verify.wrong.is_empty() { ul.lines { @for wrong in &verify.wrong { li { (wrong) } } } }
            ul.lines.small {
                @if verify.withheld > 0 { li { (words.number("p-verify-withheld", verify.withheld)) } }
                @if verify.erased > 0 { li { (words.number("p-verify-erased", verify.erased)) } }
                @if verify.waiting > 0 { li { (words.number("p-verify-waiting", verify.waiting)) } }
                @if verify.files_not_here > 0 { li { (words.number("p-verify-files", verify.files_not_here)) } }
                @if let Some(head) = &verify.tree_head { li { (words.number("p-verify-head", head.size)) " " code.digest { bdi { (head.root) } } } }
            }
        }
    }
}
