//! No sentence of the program judges anybody, in any command, on either example.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::{Bench, PASSPHRASE, files, harbour};
use onus_answers::Style;
use onus_answers::findings::{self, Standards, finding};
use onus_case::{Loaded, OpenCase};
use onus_model::view::View;
use onus_store::{DeviceHome, Passphrase};

/// Words that only courts, and people, may use of anyone.
const NEVER: [&str; 6] = ["violat", "guilt", "proved", "proven", "perpetrator", "culprit"];

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/zhanaozen")
}

/// What the sheets of a case say in words: values, wordings, labels. These are claimed, and no words of the program.
fn claimed(folder: &Path) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in files(folder) {
        let text = std::fs::read_to_string(&file).unwrap();
        for row in text.lines() {
            let mut cell = String::new();
            let mut quoted = false;
            for letter in row.chars().chain([',']) {
                match letter {
                    '"' => quoted = !quoted,
                    ',' if !quoted => {
                        let plain = cell.split_once(": ").map_or(cell.as_str(), |(_, rest)| rest);
                        words.insert(plain.trim().to_lowercase());
                        cell.clear();
                    }
                    letter => cell.push(letter),
                }
            }
        }
    }
    words.retain(|cell| NEVER.iter().any(|word| cell.contains(word)));
    words
}

/// A text without quotations and claimed words, on one line.
fn own(text: &str, claimed: &BTreeSet<String>) -> String {
    let (mut own, mut depth) = (String::new(), 0_usize);
    for letter in text.chars() {
        match letter {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            letter if depth == 0 => own.push(letter),
            _ => {}
        }
    }
    let mut own = own.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    for cell in claimed {
        own = own.replace(cell, "");
    }
    own
}

/// Every standard of every record that it can be asked of, part by part.
fn explained(bench: &Bench) -> Vec<(String, String)> {
    let home = DeviceHome::at(bench.path("home/devices"));
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let path = bench.path("case.onus");
    let unlocked = OpenCase::unlock(&path, &passphrase, &home).unwrap();
    let open = OpenCase::open(&path, unlocked, &home, Duration::from_secs(5)).unwrap();
    let stored = open.case().read().unwrap();
    let loaded = Loaded::all(&stored).unwrap();
    let look = loaded.look(View::default());
    let standards = Standards::built_in(look.schema()).unwrap();
    let style = Style::default();
    let mut all = Vec::new();
    for standard in standards.iter() {
        for record in look.records_of_type(standard.of.as_str()) {
            let found = finding(&look, &standards, &standard.id, record).unwrap();
            let text = findings::explained(&found, &standards, &look, &style);
            let handle = look.handle(record).unwrap_or_default();
            all.push((format!("findings explain {} {handle}", standard.id), text));
        }
    }
    assert!(all.len() > 50, "{}", all.len());
    all
}

/// Every answer of a case in words.
fn answers(bench: &Bench, sources: [&str; 2], types: &[&str]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut ask = |arguments: &[&str]| {
        let ran = bench.run(arguments);
        assert!(ran.code < 2, "onus {arguments:?}\n{}\n{}", ran.out, ran.err);
        all.push((arguments.join(" "), ran.out));
    };
    for command in
        ["accountability", "challenge", "check", "commitments", "review", "timeline", "log"]
    {
        ask(&[command]);
    }
    ask(&["findings"]);
    ask(&["brief", "--all"]);
    ask(&["statements", "--all"]);
    ask(&["timeline", "--svg", "-"]);
    ask(&["search", "torture"]);
    ask(&["compare", sources[0], sources[1]]);
    for kind in ["killed", "charged"] {
        ask(&["count", kind]);
    }
    for sentence in [1, 4, 8] {
        ask(&["why", &format!("brief:{sentence}")]);
    }
    for record_type in types {
        ask(&["list", record_type]);
        let rows = bench.json(&["list", record_type]);
        if let Some(row) = rows["rows"].as_array().unwrap().first() {
            let handle = row["record"]["handle"].as_str().unwrap();
            ask(&["show", handle]);
            ask(&["challenge", handle]);
        }
    }
    all
}

fn check(bench: &Bench, sheets: &Path, sources: [&str; 2], types: &[&str]) {
    let claimed = claimed(sheets);
    for (command, text) in answers(bench, sources, types).into_iter().chain(explained(bench)) {
        let own = own(&text, &claimed);
        for word in NEVER {
            let at = own.find(word);
            let around = at.map(|at| {
                let from = own[..at].char_indices().rev().nth(80).map_or(0, |(place, _)| place);
                own[from..].chars().take(180).collect::<String>()
            });
            assert!(at.is_none(), "onus {command} says {word}: … {} …", around.unwrap_or_default());
        }
        assert!(!text.contains('⟦'), "onus {command} lacks a message");
    }
}

#[test]
fn no_command_judges_anybody_in_the_worked_example() {
    let bench = Bench::with_example();
    let types = ["person", "group", "charge", "decision", "proceeding"];
    check(&bench, &example(), ["z00", "z05a"], &types);
}

#[test]
fn no_command_judges_anybody_in_the_invented_case() {
    let bench = Bench::with_harbour();
    let listed = bench.json(&["list"]);
    let types = listed["types"].as_array().unwrap().iter();
    let types: Vec<&str> = types.map(|known| known["type"].as_str().unwrap()).collect();
    check(&bench, &harbour(), ["h1", "h2"], &types);
}
