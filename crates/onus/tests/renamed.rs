//! Handles, identifiers and the order of rows decide nothing: the worked example, with all of them changed,
//! answers as before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use common::{Bench, PASSPHRASE};
use onus_answers::{
    Style, accountability, brief, challenge, check, compare, count, findings, links, list, review,
    show, timeline, why,
};
use onus_case::{CaseReader, Loaded, Look, OpenCase, Resident};
use onus_model::claim::{Claim, Logged};
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::{Answers, Value};
use onus_model::view::View;
use onus_reason::Part;
use onus_store::{DeviceHome, Passphrase};

/// A number that looks like chance and depends on the seed and the bytes alone (FNV-1a).
fn scrambled(seed: u64, bytes: &[u8]) -> u64 {
    let mixed = seed.to_le_bytes().into_iter().chain(bytes.iter().copied());
    let hash = mixed.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^ (hash >> 29)
}

fn other_record(seed: u64, record: RecordId) -> RecordId {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&scrambled(seed, record.as_bytes()).to_be_bytes());
    bytes[8..].copy_from_slice(&scrambled(seed + 1, record.as_bytes()).to_be_bytes());
    RecordId::from_bytes(bytes)
}

fn other_claim(seed: u64, claim: ClaimId) -> ClaimId {
    let mut bytes = [0; 32];
    for (place, part) in bytes.chunks_mut(8).enumerate() {
        let part_seed = seed + 2 + place as u64;
        part.copy_from_slice(&scrambled(part_seed, claim.as_bytes()).to_be_bytes());
    }
    ClaimId::from_bytes(bytes)
}

/// The claim with every identifier in it changed.
fn renamed(seed: u64, claim: &Claim) -> Claim {
    let record = |record: RecordId| other_record(seed, record);
    let mut other = claim.clone();
    other.id = other_claim(seed, claim.id);
    other.record = record(claim.record);
    other.value = claim.value.map_records(&record);
    if let Value::Answers(Answers::Claims(claims)) = &claim.value {
        let claims = claims.iter().map(|claim| other_claim(seed, *claim)).collect();
        other.value = Value::Answers(Answers::Claims(claims));
    }
    other.scope = claim.scope.map_records(&record);
    if let onus_model::claim::Speaker::Record(speaker) = &mut other.origin.speaker {
        *speaker = record(*speaker);
    }
    other.origin.on_behalf_of = claim.origin.on_behalf_of.map(record);
    other.origin.party = claim.origin.party.map(record);
    for relay in &mut other.via {
        relay.by = record(relay.by);
    }
    other.source = claim.source.map(record);
    other.said = claim.said.as_ref().map(|said| said.map_records(&record));
    other.held = claim.held.as_ref().map(|held| held.map_records(&record));
    if let Some(rests_on) = &mut other.rests_on {
        rests_on.claims = rests_on.claims.iter().map(|claim| other_claim(seed, *claim)).collect();
    }
    other
}

/// The case in memory, with other identifiers and handles and its claims in another order; for seed 0, as
/// it is.
fn variant(case: &dyn CaseReader, seed: u64) -> Resident {
    let mut other = Resident::new(Arc::new(case.schema().clone()));
    for (record, record_type) in case.records() {
        let name = if seed == 0 { *record } else { other_record(seed, *record) };
        other.add_record(name, record_type.clone());
        if let Some(handle) = case.handle(*record) {
            other.add_handle(name, &other_handle(seed, handle));
        }
    }
    let mut claims = case.claims().unwrap();
    if seed > 0 {
        claims.sort_by_key(|logged| scrambled(seed + 9, logged.claim.id.as_bytes()));
    }
    for logged in &claims {
        let claim = if seed == 0 { logged.claim.clone() } else { renamed(seed, &logged.claim) };
        if let Some(row) = case.row_of(logged.claim.id).unwrap() {
            other.add_row(row, claim.id);
        }
        other.add_claim(Logged { claim, ..Logged::clone(logged) });
    }
    other
}

fn other_handle(seed: u64, handle: &str) -> String {
    if seed == 0 {
        return handle.to_owned();
    }
    format!("zz{:016x}zz", scrambled(seed + 7, handle.as_bytes()))
}

/// Every answer that concerns the whole case, and what is shown and why of every record.
fn answers(
    look: &Look<'_>,
    record_of: &dyn Fn(&str) -> RecordId,
    handles: &[String],
) -> Vec<(String, String)> {
    let style = Style::default();
    let mut all: Vec<(String, String)> = Vec::new();
    let whole = brief::brief(look, &brief::BriefLimits { most: None });
    all.push(("brief --all".into(), brief::to_text(&whole, look, &style)));
    let page = brief::brief(look, &brief::BriefLimits::default());
    all.push(("brief".into(), brief::to_text(&page, look, &style)));
    all.push(("check".into(), check::to_text(&check::check(look), look, &style)));
    let standards = findings::Standards::built_in(look.schema()).unwrap();
    let found = findings::findings(look, &standards, &findings::FindingsFilter::default()).unwrap();
    all.push(("findings".into(), findings::explained(&found, &standards, look, &style)));
    all.push(("review".into(), review::to_text(&review::review(look).unwrap(), look, &style)));
    let followed = accountability::accountability(look, None, Part::ALL);
    all.push(("accountability".into(), accountability::to_text(&followed, look, &style)));
    let attacked = challenge::challenge(look, None);
    let alike = links::links(look, None, links::MOST);
    all.push(("link".into(), links::to_text(&alike, look, &style)));
    all.push(("challenge".into(), challenge::to_text(&attacked, look, &style)));
    for work in [false, true] {
        let filter = timeline::TimelineFilter { work, ..timeline::TimelineFilter::default() };
        let timeline = timeline::timeline(look, &filter);
        all.push(("timeline".into(), timeline::to_text(&timeline, look, &style)));
    }
    for kind in ["killed", "injured", "charged", "convicted", "tried", "detained", "jailed"] {
        let counted = count::count(look, kind, None).unwrap();
        all.push((format!("count {kind}"), count::to_text(&counted, look, &style)));
    }
    for (first, second) in [("z00", "z03a"), ("gpo", "amnesty"), ("z10a", "z00")] {
        let compared = compare::compare(look, record_of(first), record_of(second)).unwrap();
        all.push((format!("compare {first} {second}"), compare::to_text(&compared, look, &style)));
    }
    for record_type in ["person", "tally", "decision", "statement", "source", "act", "group"] {
        let listed = list::list(look, record_type, &[]).unwrap();
        all.push((format!("list {record_type}"), list::to_text(&listed, look, &style)));
    }
    for handle in handles {
        let record = record_of(handle);
        let shown = show::show(look, record);
        all.push((format!("show {handle}"), show::to_text(&shown, look, &style)));
        if let Ok(why) = why::why(look, &why::Question::Record(record)) {
            all.push((format!("why {handle}"), why::to_text(&why, look, &style)));
        }
    }
    all
}

/// Lines break where words fit, and handles of other lengths fit elsewhere.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "takes minutes without optimization: cargo test --release -p onus --test renamed"
)]
fn renaming_all_handles_and_shuffling_all_rows_changes_no_answer_of_the_worked_example() {
    let bench = Bench::with_example();
    let home = DeviceHome::at(bench.path("home/devices"));
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let path = bench.path("case.onus");
    let unlocked = OpenCase::unlock(&path, &passphrase, &home).unwrap();
    let open = OpenCase::open(&path, unlocked, &home, Duration::from_secs(5)).unwrap();
    let stored = open.case().read().unwrap();
    let handles: Vec<String> = stored.handles().map(|(handle, _)| handle.to_owned()).collect();
    // Every eighth record is looked at by itself; the whole-case answers hold them all.
    let looked_at: Vec<String> = handles.iter().step_by(8).cloned().collect();
    let of_seed = |seed: u64| {
        let case = variant(&stored, seed);
        let loaded = Loaded::all(&case).unwrap();
        let look = loaded.look(View::default());
        let record_of = |handle: &str| look.record_of(&other_handle(seed, handle)).unwrap();
        let back: BTreeMap<String, &String> =
            handles.iter().map(|handle| (other_handle(seed, handle), handle)).collect();
        let undone = |text: &str| {
            let mut parts = text.split("zz");
            let mut out = parts.next().unwrap_or_default().to_owned();
            let mut rest: Vec<&str> = parts.collect();
            rest.reverse();
            while let Some(part) = rest.pop() {
                match back.get(&format!("zz{part}zz")) {
                    Some(handle) => {
                        out.push_str(handle);
                        out.push_str(rest.pop().unwrap_or_default());
                    }
                    None => {
                        out.push_str("zz");
                        out.push_str(part);
                    }
                }
            }
            out
        };
        let all = answers(&look, &record_of, &looked_at);
        all.into_iter()
            .map(|(name, text)| (name, unwrapped(&if seed == 0 { text } else { undone(&text) })))
            .collect::<Vec<_>>()
    };
    let plain = of_seed(0);
    assert!(plain.len() > 100, "{}", plain.len());
    let other = of_seed(5);
    let mut wrong = Vec::new();
    for ((name, text), (_, changed)) in plain.iter().zip(&other) {
        if text != changed {
            let same = text.chars().zip(changed.chars()).take_while(|(a, b)| a == b).count();
            let around = |text: &str| {
                text.chars().skip(same.saturating_sub(120)).take(260).collect::<String>()
            };
            wrong.push(format!("{name}:\n  {}\n  but\n  {}", around(text), around(changed)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), plain.len(), wrong.join("\n"));
}
