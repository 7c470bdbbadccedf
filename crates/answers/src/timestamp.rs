//! The time stamps of a case, and the requests that wait for their replies.
//!
//! The case checks them; here is only how they are given. A stamp says *existed before*, never *made at*.

use std::collections::BTreeMap;

use onus_case::{CommitId, DeviceId};
pub use onus_case::{KeptStamp, StampRequest};
use onus_model::id::MemberId;
use onus_publish::stamp::{Stamp, Trust};
use serde::Serialize;

use crate::desk::seconds;
use crate::mark::{Mark, clean};
use crate::phrases::Phrases;
use crate::shape::document;
use crate::style::Style;
use crate::table::push;

/// What a case has of time stamps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps {
    /// The stamps, in the order in which they are to be shown.
    pub stamps: Vec<KeptStamp>,
    /// The requests that wait.
    pub waiting: Vec<StampRequest>,
    /// The names by which the team knows its members.
    pub names: BTreeMap<MemberId, String>,
}

#[derive(Serialize)]
struct Document<'s> {
    shape: &'static str,
    stamps: Vec<StampShape<'s>>,
    waiting: Vec<RequestShape>,
}

#[derive(Serialize)]
struct StampShape<'s> {
    operation: String,
    recorded: String,
    member: String,
    name: Option<&'s str>,
    device: String,
    commits: u64,
    last: Option<String>,
    holds: bool,
    problem: Option<&'s str>,
    existed_before: Option<String>,
    time: Option<String>,
    accuracy: Option<u64>,
    signer: Option<&'s str>,
    serial: Option<&'s str>,
    policy: Option<&'s str>,
    trusted: bool,
    chain: &'s [String],
}

#[derive(Serialize)]
struct RequestShape {
    digest: String,
    made: String,
    device: String,
    commits: u64,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first letters of a name of the log.
fn short(name: &impl ToString) -> String {
    name.to_string().chars().take(12).collect()
}

fn chain(stamp: Option<&Stamp>) -> &[String] {
    match stamp.map(|stamp| &stamp.trust) {
        Some(Trust::Anchored { chain }) => chain,
        _ => &[],
    }
}

/// The answer as a document of shape `onus.timestamp/1`.
#[must_use]
pub fn to_json(stamps: &Stamps) -> serde_json::Value {
    fn shape<'s>(kept: &'s KeptStamp, names: &'s BTreeMap<MemberId, String>) -> StampShape<'s> {
        let KeptStamp { operation, recorded, recorded_by, device, size, last, token, .. } = kept;
        let token: Option<&Stamp> = token.as_ref().ok();
        StampShape {
            operation: operation.to_string(),
            recorded: seconds(*recorded),
            member: recorded_by.to_string(),
            name: names.get(recorded_by).map(String::as_str),
            device: device.to_string(),
            commits: *size,
            last: last.map(|last| last.to_string()),
            holds: token.is_some(),
            problem: kept.token.as_ref().err().map(String::as_str),
            existed_before: token.map(|token| seconds(token.time.latest())),
            time: token.map(|token| seconds(token.time.seconds)),
            accuracy: token.and_then(|token| token.time.accuracy),
            signer: token.map(|token| token.signer.as_str()),
            serial: token.map(|token| token.serial.as_str()),
            policy: token.map(|token| token.policy.as_str()),
            trusted: !chain(token).is_empty(),
            chain: chain(token),
        }
    }
    let waiting = stamps.waiting.iter().map(|request| RequestShape {
        digest: hex(&request.request.digest()),
        made: seconds(request.made),
        device: request.device.to_string(),
        commits: request.size,
    });
    document(&Document {
        shape: "onus.timestamp/1",
        stamps: stamps.stamps.iter().map(|kept| shape(kept, &stamps.names)).collect(),
        waiting: waiting.collect(),
    })
}

/// What a checkpoint covers, in words.
fn covered(phrases: &Phrases, device: &DeviceId, size: u64, last: Option<CommitId>) -> String {
    let number = usize::try_from(size).unwrap_or(usize::MAX).into();
    let device = ("device", short(device).into());
    match last {
        Some(last) => {
            phrases.say("stamp-up-to", [("last", short(&last).into()), device, ("number", number)])
        }
        None => phrases.say("stamp-first", [device, ("number", number)]),
    }
}

/// The answer in words.
#[must_use]
pub fn to_text(stamps: &Stamps, style: &Style) -> String {
    let phrases = Phrases::of(style.language);
    let mark = |mark: Mark, text: &str| {
        if style.marks { mark.around(text) } else { text.to_owned() }
    };
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    if stamps.stamps.is_empty() {
        line(0, &phrases.plain("stamp-none"));
    }
    for kept in &stamps.stamps {
        let what = covered(&phrases, &kept.device, kept.size, kept.last);
        match &kept.token {
            Ok(token) => {
                let before = seconds(token.time.latest());
                let before = phrases.say("stamp-before", [("before", before.into())]);
                line(0, &format!("{}: {what}", mark(Mark::Heading, &before)));
                line(
                    2,
                    &phrases.say(
                        "stamp-by",
                        [
                            ("signer", clean(&token.signer).into()),
                            ("serial", clean(&token.serial).into()),
                            ("policy", clean(&token.policy).into()),
                        ],
                    ),
                );
                match &token.trust {
                    Trust::Anchored { chain } => {
                        let root = clean(chain.last().map_or("", String::as_str));
                        line(2, &phrases.say("stamp-trusted", [("root", root.into())]));
                    }
                    Trust::NotAnchored { reason } => {
                        let reason = [("reason", clean(reason).into())];
                        let told = phrases.say("stamp-not-trusted", reason);
                        line(2, &mark(Mark::Draft, &told));
                    }
                }
            }
            Err(why) => {
                let why = [("why", clean(why).into()), ("what", what.into())];
                line(0, &mark(Mark::Conflict, &phrases.say("stamp-does-not-hold", why)));
            }
        }
        let member = stamps.names.get(&kept.recorded_by);
        let member = member.map_or_else(|| kept.recorded_by.to_string(), |name| clean(name));
        let recorded = [("when", seconds(kept.recorded).into()), ("member", member.into())];
        line(2, &phrases.say("stamp-recorded", recorded));
    }
    for request in &stamps.waiting {
        let what = covered(&phrases, &request.device, request.size, None);
        let digest = hex(&request.request.digest());
        let waits = [
            ("when", seconds(request.made).into()),
            ("what", what.into()),
            ("digest", digest.into()),
        ];
        line(0, &phrases.say("stamp-waits", waits));
    }
    out
}

/// The time before which what was stamped existed, `YYYY-MM-DDThh:mm:ssZ`.
#[must_use]
pub fn time(stamp: &Stamp) -> String {
    seconds(stamp.time.latest())
}
