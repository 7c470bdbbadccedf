//! Who is in the team: roles, devices, and which of them is this one.

use maud::html;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{NotADocument, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, status};
use crate::words::Words;

#[derive(Deserialize)]
struct Document {
    members: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    name: Option<String>,
    role: String,
    since: String,
    devices: Vec<Device>,
}

#[derive(Deserialize)]
struct Device {
    device: String,
    state: String,
    since: String,
    commits: u64,
    last: Option<String>,
    here: bool,
}

/// The page of an `onus.members/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn members(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let document: Document = read(document)?;
    let title = words.say("p-room-members");
    let body = html! {
        (parts::title(html! { (words.number("p-members-number", document.members.len())) }, &title, html! { p.lede { (words.say("p-members-lede")) } }))
        @for (place, member) in document.members.iter().enumerate() {
            @let id = format!("m{}", place + 1);
            section aria-labelledby=(id) {
                h2 id=(id) {
                    @match &member.name { Some(name) => bdi { (name) }, None => (words.say("p-members-nameless")) }
                    " " span.tiny { (role(words, &member.role)) ", " (words.with("p-since", [("day", (&member.since).into())])) }
                }
                @let label = words.say("p-devices");
                div.scroll role="group" aria-label=(label) tabindex="0" {
                    table {
                        thead { tr { th scope="col" { (words.say("p-device")) } th scope="col" { (words.say("p-state")) } th scope="col" { (words.say("p-added-on")) } th.num scope="col" { (words.say("p-commits")) } th scope="col" { (words.say("p-last-on")) } } }
                        tbody {
                            @for device in &member.devices {
                                tr {
                                    th scope="row" { span.cid { (device.device.chars().take(8).collect::<String>()) } @if device.here { " " (words.say("p-device-here")) } }
                                    td { (status(if device.state == "enrolled" { "done" } else { "contradicted" }, &state(words, &device.state), None)) }
                                    td.d { (device.since) }
                                    td.num { (device.commits) }
                                    td.d { @match &device.last { Some(last) => (last), None => "–" } }
                                }
                            }
                        }
                    }
                }
            }
        }
        p.small { (words.say("p-members-how")) }
    };
    Ok(page(frame, Room::Members, &title, body))
}

fn role(words: &Words, role: &str) -> String {
    match role {
        "owner" => words.say("p-role-owner"),
        "custodian" => words.say("p-role-custodian"),
        "reviewer" => words.say("p-role-reviewer"),
        "coder" => words.say("p-role-coder"),
        _ => words.say("p-role-reader"),
    }
}

fn state(words: &Words, state: &str) -> String {
    match state {
        "enrolled" => words.say("p-device-enrolled"),
        "retired" => words.say("p-device-retired"),
        "revoked" => words.say("p-device-revoked"),
        "forked" => words.say("p-device-forked"),
        _ => words.say("p-device-not-admitted"),
    }
}
