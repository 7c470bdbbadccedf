//! `onus findings` through the program: what the worked example and the invented case give, what each finding rests
//! on, standards of one's own, and their mistakes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;

use common::Bench;
use serde_json::Value;

/// The only account of a finding.
fn account(found: &Value) -> &Value {
    let accounts = found["findings"][0]["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 1, "{found:#}");
    &accounts[0]
}

fn names(list: &Value, of: impl Fn(&Value) -> String) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(of).collect()
}

fn rows(list: &Value) -> BTreeSet<String> {
    names(list, |claim| claim["row"].as_str().unwrap().to_owned())
}

fn missing(account: &Value) -> BTreeSet<String> {
    names(&account["missing"], |input| {
        let handle = input["record"]["handle"].as_str().unwrap();
        format!("{handle}.{}", input["property"].as_str().unwrap())
    })
}

fn set(items: &[&str]) -> BTreeSet<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn explain(bench: &Bench, standard: &str, record: &str) -> Value {
    bench.json(&["findings", "explain", standard, record])
}

#[test]
fn the_inferences_of_the_worked_example() {
    let bench = Bench::with_example();

    // A death two days after release from custody, with injury claimed there.
    let found = explain(&bench, "minnesota-17", "kenzhebaev");
    let death = account(&found);
    assert_eq!(death["outcome"], "met");
    let days = &death["measured"][0];
    assert_eq!((days["least"].as_i64(), days["most"].as_i64()), (Some(2), Some(2)));
    assert!(rows(&death["claims"]).is_superset(&set(&["z00/C63", "z00/C64", "z02/13.act"])));
    assert_eq!(found["findings"][0]["time"], "later benchmark");
    let words = bench.ok(&["findings", "kenzhebaev"]);
    assert!(words.contains("2 days from"), "{words}");

    // The prosecutors who ordered the detentions also look into the torture.
    let found = explain(&bench, "un-55-89-2", "torture-inquiry");
    let inquiry = account(&found);
    assert_eq!(inquiry["outcome"], "met");
    assert!(rows(&inquiry["claims"]).is_superset(&set(&["z00/C49", "z00/C50"])), "{inquiry:#}");

    // Nearly three years of solitary: hours a day and continuity are not stated.
    for standard in ["mandela-44", "gc20-6"] {
        let found = explain(&bench, standard, "solitary-atabek");
        let solitary = account(&found);
        assert_eq!(solitary["outcome"], "possible", "{standard}");
        assert!(rows(&solitary["claims"]).contains("z00/C82"));
        assert!(missing(solitary).contains("solitary-atabek.consecutive"));
    }
    let found = explain(&bench, "mandela-44", "solitary-atabek");
    let both = set(&["solitary-atabek.consecutive", "solitary-atabek.hours-a-day"]);
    assert_eq!(missing(account(&found)), both);
    assert_eq!(found["findings"][0]["time"], "later benchmark");

    // Two more years of it, by a decision.
    let found = explain(&bench, "mandela-45", "dec-atabek-solitary");
    assert_eq!(account(&found)["outcome"], "met");
    assert_eq!(rows(&account(&found)["claims"]), set(&["z00/C84.sentence-kind"]));

    // Prisons moved to the ministry in charge of the police.
    let found = explain(&bench, "epr-71", "prison-transfer");
    let moved = account(&found);
    assert_eq!(moved["outcome"], "met");
    assert!(rows(&moved["claims"]).is_superset(&set(&["z00/C88.kind", "z00/C88.to"])));

    // Far from home: no source claims a home.
    let found = explain(&bench, "mandela-59", "solitary-atabek-2012");
    assert_eq!(account(&found)["outcome"], "cannot be judged");
    assert_eq!(missing(account(&found)), set(&["atabek.home"]));

    // Nothing in any row says what is found here: the findings go when their claims do.
    let without = bench.run(&["findings", "--standard", "un-55-89-2", "--without-source", "z00"]);
    assert!(!without.out.contains("[torture-inquiry]"), "{}", without.out);
    let early = bench.run(&["findings", "--standard", "minnesota-17", "--known-by", "2012-06-30"]);
    assert!(!early.out.contains("[kenzhebaev]: met"), "{}", early.out);
    let all = bench.ok(&["findings"]);
    for word in ["violat", "guilt", "proved"] {
        assert!(!all.to_lowercase().contains(word), "{word}");
    }
    assert!(!all.contains("not met"), "no claim of the example says so");
}

#[test]
fn below_the_team_nothing_of_the_team_shows() {
    let bench = Bench::with_example();
    let public = bench.ok(&["findings", "--level", "public", "--standard", "minnesota-17"]);
    assert!(!public.contains("[kenzhebaev]") && !public.contains("z00/"), "{public}");
    // Which agency the ministry is was put there by the team.
    let epr = bench.json(&["findings", "--level", "public", "--standard", "epr-71"]);
    for found in epr["findings"].as_array().unwrap() {
        assert!(found["record"]["handle"].is_null(), "{found:#}");
    }
}

#[test]
fn the_invented_case() {
    let bench = Bench::with_harbour();
    // Somebody died; that the ministry's people fired is denied, then admitted, and no one says whether there was a threat.
    let found = explain(&bench, "bpuff-9", "act-shooting");
    let shooting = account(&found);
    assert_eq!(shooting["outcome"], "cannot be judged");
    assert!(missing(shooting).contains("act-shooting.imminent-threat"), "{shooting:#}");
    assert!(rows(&shooting["parts"][0]["claims"]).contains("h2/4"), "{shooting:#}");
    // Before the ministry admitted it, its account and the association's differ.
    let early =
        bench.json(&["findings", "explain", "bpuff-9", "act-shooting", "--without-source", "h3"]);
    let text =
        bench.ok(&["findings", "explain", "bpuff-9", "act-shooting", "--without-source", "h3"]);
    let outcomes: Vec<&str> = early["findings"][0]["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["parts"][0]["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes.iter().collect::<BTreeSet<_>>().len(), 2, "{text}");
    assert_eq!(bench.run(&["findings", "--standard", "mandela-44"]).code, 1);
}

#[test]
fn standards_of_ones_own() {
    let bench = Bench::with_harbour();
    let standard = |id: &str, when: &str| {
        format!(
            r#"id = "{id}"
label = {{ en = "Port workers" }}
instrument = {{ en = "House rules" }}
paragraph = {{ en = "7" }}
confidence = "L"
adopted = "2018"
force = "guidance"
of = "tally"
when = '''
{when}
'''
met = {{ en = "Several died." }}
caveat = {{ en = "Invented." }}
part = [{{ en = "more than two" }}]
"#
        )
    };
    let own = |text: &str| {
        bench.write("own/port.toml", text);
        let folder = bench.path("own");
        bench.run(&["findings", "--standard", "port", "--standards", folder.to_str().unwrap()])
    };
    let ran = own(&standard("port", "tally.of == \"killed\" && false || tally.figure > 2"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Several died.") && ran.out.contains("[killed-pier]"), "{}", ran.out);
    assert!(ran.out.contains("paragraph to be confirmed"), "{}", ran.out);
    let mistakes = [
        ("tally.figur > 2", "port.toml:10:7: tally has no figur"),
        ("tally.of == \"kiled\"", "port.toml:10:13: \"kiled\" is no term of tally-of"),
        (
            "tally.figure > \n  duration(\"2 days\")",
            "port.toml:10:1: a number cannot be compared with a duration",
        ),
        ("tally.event == tally.event", "port.toml:10:1: event can have several values"),
        ("tally.figure > 2 &&", "port.toml:11:1: the condition ends too early"),
        ("tally.figure > 2 ? true : false", "port.toml:10:18:"),
        ("size(tally.event) > 1", "port.toml:10:1: there is no size("),
        ("has(tally.method) && tally.method == \"x\"", "port.toml:10:22:"),
        ("tally.event.exists(e, type(e) == person)", "e is no person"),
        ("nobody.figure > 2", "there is no variable nobody here; there are tally"),
    ];
    for (when, message) in mistakes {
        let ran = own(&standard("port", when));
        assert_eq!(ran.code, 2, "{when}: {}", ran.out);
        assert!(ran.err.contains(message), "{when}: {}", ran.err);
    }
    let ran = own(&standard("cat-1", "tally.figure > 2"));
    assert!(
        ran.code == 2 && ran.err.contains("port.toml:1:6: there is a standard \"cat-1\" already"),
        "{}",
        ran.err
    );
    let ran = bench.run(&["findings", "--standard", "nowhere"]);
    assert!(ran.code == 2 && ran.err.contains("there is no standard \"nowhere\""), "{}", ran.err);
    let ran = bench.run(&["findings", "explain", "cat-1", "hallaq"]);
    assert!(
        ran.code == 2
            && ran.err.contains(
                "cat-1 is asked of records of the type act, and this one is of the type person"
            ),
        "{}",
        ran.err
    );
    assert_eq!(bench.run(&["findings", "--standards", "no-such-folder"]).code, 2);
}

#[test]
#[cfg(unix)]
fn a_file_of_standards_cannot_steer_the_terminal() {
    let bench = Bench::with_case();
    bench.write("own/a\u{1b}[2Jb.toml", "id = 7");
    let ran = bench.run(&["findings", "--standards", "own"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(!ran.err.contains('\u{1b}') && ran.err.contains("a\u{fffd}[2Jb.toml"), "{:?}", ran.err);
    let ran = bench.run(&["findings", "--standards", "no\u{1b}[2Jfolder"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
}
