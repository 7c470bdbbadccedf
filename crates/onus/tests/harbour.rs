//! The invented case of the harbour: questions whose answers are known, every "why" down to its end, and
//! answers that depend on what is claimed and on nothing else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use common::{Bench, copy, files, harbour};
use serde_json::Value;

fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "\"{word}\" is not in:\n{text}");
    }
}

#[test]
fn the_ministrys_figures_are_one_voice_revised() {
    let bench = Bench::with_harbour();
    let why = bench.ok(&["why", "killed-pier.figure"]);
    says(&why, &["h1/1", "h1/2", "h2/2"]);
    let count = bench.ok(&["count", "killed"]);
    says(&count, &["killed-pier", "killed-road", "killed-port", "h2/1"]);
    assert!(!count.contains("hurt-port"), "the injured are no dead:\n{count}");
    says(&bench.ok(&["count", "injured"]), &["at least eleven", "h1/5"]);
}

#[test]
fn a_sum_names_its_parts() {
    let bench = Bench::with_harbour();
    says(&bench.ok(&["why", "killed-port.figure"]), &["h2/1", "h2/2", "h2/3"]);
}

#[test]
fn a_denial_and_what_was_later_admitted_both_stand() {
    let bench = Bench::with_harbour();
    let show = bench.ok(&["show", "act-shooting"]);
    says(&show, &["h1/4", "h2/4", "h3/4"]);
    says(&bench.ok(&["show", "ack-shots"]), &["5 March 2019", "h3/3.reverses"]);
}

#[test]
fn the_chain_of_decisions() {
    let bench = Bench::with_harbour();
    says(&bench.ok(&["show", "dec-hallaq-first"]), &["6 years", "first instance"]);
    says(&bench.ok(&["show", "dec-hallaq-appeal"]), &["4 years", "first instance", "h3/2.changes"]);
    let listed = bench.ok(&["list", "decision", "--where", "defendant=hallaq"]);
    says(&listed, &["dec-hallaq-first", "dec-hallaq-appeal"]);
}

#[test]
fn one_record_by_names_in_two_scripts() {
    let bench = Bench::with_harbour();
    let by_handle = bench.ok(&["show", "hallaq"]);
    for name in ["Sami Hallaq", "سامي حلاق", "sami hallaq"] {
        assert_eq!(bench.ok(&["show", name]), by_handle, "{name}");
    }
    says(&bench.ok(&["search", "بحرسا"]), &["bahrassa"]);
    says(&bench.ok(&["search", "grain", "termin"]), &["h2/5.work"]);
    assert_eq!(bench.run(&["search", "zeppelin"]).code, 1);
}

#[test]
fn views_leave_out_what_they_say() {
    let bench = Bench::with_harbour();
    let early = bench.ok(&["count", "killed", "--known-by", "2019-03-31"]);
    says(&early, &["h1/2"]);
    assert!(!early.contains("h2/"), "{early}");
    assert!(!bench.ok(&["count", "killed", "--without-source", "h1"]).contains("h1/"));
    let without = bench.ok(&["count", "killed", "--without-speaker", "lighthouse"]);
    assert!(!without.contains("h2/") && without.contains("h1/"), "{without}");
    let long_ago = bench.run(&["count", "killed", "--as-of", "2001-01-01"]);
    assert_eq!(long_ago.code, 1, "{}", long_ago.out);
    let released = bench.run(&["count", "killed", "--released"]);
    assert_eq!(released.code, 1, "{}", released.out);
    let own = bench.run(&["review", "--mark", "checked", "h2"]);
    assert_eq!(own.code, 2, "nobody is their own second person");
    assert!(own.err.contains("second person") && own.err.contains("--alone"), "{}", own.err);
    bench.ok(&["review", "--mark", "checked", "h2", "--alone"]);
    assert_eq!(bench.run(&["count", "killed", "--released"]).code, 1);
    bench.ok(&["review", "--mark", "released", "h2", "--alone"]);
    let why = bench.ok(&["why", "killed-port"]);
    assert!(why.contains("draft") && !why.contains("checked by"), "still nobody else: {why}");
    says(&bench.ok(&["count", "killed", "--released"]), &["h2/1"]);
    let public = bench.ok(&["show", "hallaq", "--level", "public"]);
    assert!(!public.contains("passport"), "{public}");
    assert_eq!(bench.run(&["brief", "--only-source", "hallaq"]).code, 2);
    assert_eq!(bench.run(&["brief", "--as-of", "soon"]).code, 2);
}

/// Every record of a case with the properties that are shown of it.
fn properties(bench: &Bench) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for known in bench.json(&["list"])["types"].as_array().unwrap() {
        let listed = bench.json(&["list", known["type"].as_str().unwrap()]);
        for row in listed["rows"].as_array().unwrap() {
            let handle = row["record"]["handle"].as_str().unwrap().to_owned();
            let shown = bench.json(&["show", &handle]);
            for property in shown["properties"].as_array().unwrap() {
                found.push((handle.clone(), property["property"].as_str().unwrap().to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_why_ends_at_a_claim_with_its_place() {
    let bench = Bench::with_harbour();
    let properties = properties(&bench);
    assert!(properties.len() > 50, "{}", properties.len());
    for (record, property) in &properties {
        let question = format!("{record}.{property}");
        let why = bench.json(&["why", &question]);
        assert!(ends(&why), "{question}: {why:#}");
    }
}

/// Whether an answer names rows of sheets, and each leaf of its reasons is one.
fn ends(why: &Value) -> bool {
    let text = why.to_string();
    ["h1/", "h2/", "h3/", "h4/", "team/"].iter().any(|sheet| text.contains(sheet))
}

/// Answers of every kind, with the handles that were renamed given back.
fn answers(bench: &Bench, renamed: &BTreeMap<String, String>) -> Vec<String> {
    let name = |handle: &str| renamed.get(handle).cloned().unwrap_or_else(|| handle.to_owned());
    let hallaq = name("hallaq");
    let (h1, h2) = (name("h1"), name("h2"));
    let pier = format!("{}.figure", name("killed-pier"));
    let commands: Vec<Vec<&str>> = vec![
        vec!["brief", "--all"],
        vec!["count", "killed"],
        vec!["count", "injured"],
        vec!["timeline"],
        vec!["findings"],
        vec!["accountability"],
        vec!["challenge"],
        vec!["link"],
        vec!["check"],
        vec!["statements", "--all"],
        vec!["commitments"],
        vec!["show", &hallaq],
        vec!["why", &pier],
        vec!["compare", &h1, &h2],
        vec!["list", "decision"],
        vec!["list", "tally"],
    ];
    let back: BTreeMap<&str, &str> =
        renamed.iter().map(|(from, to)| (to.as_str(), from.as_str())).collect();
    let mut all = Vec::new();
    for arguments in commands {
        let mut text = bench.run(&arguments).out;
        for (to, from) in &back {
            text = text.replace(to, from);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        // When each case was made is not what it says.
        let words: Vec<&str> = words
            .iter()
            .enumerate()
            .filter(|(at, _)| *at == 0 || words[at - 1] != "recorded")
            .map(|(_, word)| *word)
            .collect();
        all.push(format!("{arguments:?}: {}", words.join(" ")));
    }
    all
}

/// Renames every handle in a text, where it stands as a word of its own.
fn rename(text: &str, renamed: &BTreeMap<String, String>) -> String {
    let mut result = String::new();
    let mut word = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '/' | '_') {
            word.push(letter);
            continue;
        }
        result.push_str(renamed.get(&word).unwrap_or(&word));
        word.clear();
        result.push(letter);
    }
    result
}

#[test]
fn names_of_handles_and_order_of_rows_change_no_answer() {
    let plain = Bench::with_harbour();
    let register = fs::read_to_string(harbour().join("register.csv")).unwrap();
    let handles: BTreeSet<&str> =
        register.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    // The new names sort the other way round. The columns' own words stay.
    let renamed: BTreeMap<String, String> = handles
        .iter()
        .rev()
        .enumerate()
        .map(|(place, handle)| ((*handle).to_owned(), format!("q{place:02}xyz")))
        .collect();
    let shuffled = Bench::with_case();
    copy(&harbour(), &shuffled.path("in"));
    for file in files(&shuffled.path("in")) {
        let text = fs::read_to_string(&file).unwrap();
        let kept = if file.ends_with("h2.yaml") { 9 } else { 2 };
        let kept =
            if file.ends_with("register.csv") || file.ends_with("team.csv") { 1 } else { kept };
        let lines: Vec<&str> = text.lines().collect();
        let (head, rows) = lines.split_at(kept);
        let rows = rows.iter().rev().map(|row| {
            // A row's own words stay: only its cells that name records are renamed.
            rename(row, &renamed).trim_end().to_owned()
        });
        let head = head.iter().map(|line| {
            if line.starts_with("sheet:")
                || line.starts_with("row_id")
                || line.starts_with("handle")
            {
                (*line).to_owned()
            } else {
                rename(line, &renamed).trim_end().to_owned()
            }
        });
        let lines: Vec<String> = head.chain(rows).collect();
        fs::write(&file, lines.join("\n")).unwrap();
    }
    shuffled.ok(&["code", "in"]);
    let (one, other) = (answers(&plain, &BTreeMap::new()), answers(&shuffled, &renamed));
    for (one, other) in one.iter().zip(&other) {
        let (_, one) = one.split_once("]: ").unwrap();
        let (_, other) = other.split_once("]: ").unwrap();
        assert_eq!(one, other);
    }
}
