//! A team at the command line: several members and computers, bundles between them, erasing, a new key.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[cfg(unix)]
#[path = "team/accidents.rs"]
mod accidents;
mod common;
mod outside;

use std::path::Path;

use common::{Bench, Ran, ran};

/// Runs the program as somebody on a computer of their own, in the same folder.
fn run_as(bench: &Bench, who: &str, case: &str, arguments: &[&str]) -> Ran {
    bench.write(&format!("{who}.passphrase"), format!("the words of {who}\n"));
    let mut command = bench.command(arguments);
    command
        .env("ONUS_HOME", bench.path(&format!("{who}-home")))
        .env("ONUS_PASSPHRASE_FILE", bench.path(&format!("{who}.passphrase")))
        .env("ONUS_CASE", bench.path(case));
    ran(command.output().unwrap())
}

fn ok_as(bench: &Bench, who: &str, case: &str, arguments: &[&str]) -> String {
    let ran = run_as(bench, who, case, arguments);
    assert_eq!(ran.code, 0, "{who}: onus {arguments:?}\n{}\n{}", ran.out, ran.err);
    ran.out
}

fn json_as(bench: &Bench, who: &str, case: &str, arguments: &[&str]) -> serde_json::Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    serde_json::from_str(&ok_as(bench, who, case, &all)).unwrap()
}

/// Somebody with an empty copy of their own, admitted and given everything up to a level.
fn invited(bench: &Bench, who: &str, role: &str, level: &str) {
    let (invitation, request) = (format!("{who}.invitation"), format!("{who}.request"));
    let bundle = format!("{who}.bundle");
    bench.ok(&["members", "--invite", who, "--out", &invitation]);
    std::fs::create_dir(bench.path(who)).unwrap();
    let case = format!("{who}/{who}.onus");
    let join =
        ["join", &case, "--invitation", &invitation, "--out", &request, "--key-cost", "least"];
    let joined = json_as(bench, who, &case, &join);
    let early = run_as(bench, who, &case, &["brief"]);
    assert_eq!(early.code, 3, "{}{}", early.out, early.err);
    assert!(early.err.contains("onus sync"), "{}", early.err);
    let admitted = bench.json(&["members", "--admit", &request, "--role", role]);
    assert_eq!(admitted["device"], joined["device"]);
    bench.ok(&["sync", "--out", &bundle, "--to", who, "--level", level]);
    ok_as(bench, who, &case, &["sync", &bundle]);
}

#[test]
fn a_member_in_the_same_folder_has_a_passphrase_of_their_own() {
    let bench = Bench::with_case();
    bench.write("b", "words that only B knows\n");
    let mut add = bench.command(&[
        "members",
        "--add",
        "B. Reviewer",
        "--role",
        "reviewer",
        "--key-cost",
        "least",
        "--case",
        "case.onus",
    ]);
    let added = ran(add.env("ONUS_MEMBER_PASSPHRASE_FILE", bench.path("b")).output().unwrap());
    assert_eq!(added.code, 0, "{}", added.err);
    let team = bench.json(&["members"]);
    assert_eq!(team["shape"], "onus.members/1");
    let roles: Vec<&str> = team["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["owner", "reviewer"]);
    let mut code = bench.command(&["code", common::harbour().to_str().unwrap()]);
    let coded = ran(code.env("ONUS_PASSPHRASE_FILE", bench.path("b")).output().unwrap());
    assert_eq!(coded.code, 0, "{}", coded.err);
    let log = bench.json(&["log"]);
    assert_eq!(log["commits"][0]["name"], "B. Reviewer", "{log:#}");
    assert!(bench.ok(&["verify"]).len() > 10);
}

#[test]
fn two_computers_exchange_bundles() {
    let bench = Bench::with_harbour();
    invited(&bench, "bek", "reviewer", "team");
    assert_eq!(
        json_as(&bench, "bek", "bek/bek.onus", &["count", "killed"])["lines"],
        bench.json(&["count", "killed"])["lines"]
    );
    let sheet = "row_id,record,property,value,origin,source,passage\nb1,hallaq,name,Latn: Hallak,not stated,h1,page 2\n";
    bench.write("bek.csv", sheet);
    ok_as(&bench, "bek", "bek/bek.onus", &["code", "bek.csv"]);
    ok_as(
        &bench,
        "bek",
        "bek/bek.onus",
        &["sync", "--out", "back", "--to", "first member", "--level", "team"],
    );
    let taken = bench.json(&["sync", "back"]);
    assert_eq!((&taken["commits"], &taken["claims"]), (&1.into(), &1.into()), "{taken:#}");
    assert!(bench.ok(&["show", "hallaq"]).contains("Hallak"));
    // What is for another, and what was cut, is refused with one reason, and nothing changes.
    let commits = bench.commits();
    let not_ours = bench.run(&["sync", "bek.bundle"]);
    assert_eq!(not_ours.code, 2);
    assert!(not_ours.err.contains("bundle.sealed"), "{}", not_ours.err);
    let bytes = std::fs::read(bench.path("back")).unwrap();
    bench.write("cut", &bytes[..bytes.len() / 2]);
    assert_eq!(bench.run(&["sync", "cut"]).code, 2);
    assert_eq!(bench.commits(), commits);
    ok_as(&bench, "bek", "bek/bek.onus", &["verify"]);
    bench.ok(&["verify"]);
}

#[test]
fn a_partner_hears_that_the_copy_is_partial() {
    let bench = Bench::with_harbour();
    invited(&bench, "partner", "reader", "public");
    let answer = run_as(&bench, "partner", "partner/partner.onus", &["count", "killed"]);
    assert!(answer.err.contains("partial"), "{}", answer.err);
    let answer = run_as(&bench, "partner", "partner/partner.onus", &["count", "killed", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert!(json["partial"]["withheld"].as_u64().unwrap() > 0, "{json:#}");
    // There, nothing is said to be not met.
    let asked = ["findings", "--standard", "bpuff-9"];
    let here = json_as(&bench, "partner", "partner/partner.onus", &asked);
    assert_eq!(here["copy_is_partial"], true, "{here:#}");
    assert_eq!(bench.json(&asked)["copy_is_partial"], false);
    ok_as(&bench, "partner", "partner/partner.onus", &["verify"]);
}

#[test]
fn erasing_destroys_and_says_what_it_does_not_reach() {
    let bench = Bench::with_harbour();
    let listed = bench.json(&["show", "hallaq"]);
    assert!(listed.to_string().len() > 100);
    let sheet = sheet_of(&bench);
    let dry = bench.json(&["erase", &sheet, "--reason", "mistake", "--dry-run"]);
    assert!(!dry["claims"].as_array().unwrap().is_empty());
    let commits = bench.commits();
    let erased = bench.json(&["erase", &sheet, "--reason", "safety", "--note", "in danger"]);
    assert_eq!(erased["claims"], dry["claims"]);
    assert_eq!(erased["not_reached"].as_array().unwrap().len(), 5);
    assert_eq!(bench.commits(), commits + 1);
    bench.ok(&["verify"]);
    assert_eq!(bench.run(&["erase", &sheet, "--reason", "safety"]).code, 2, "nothing is left");
    assert!(bench.ok(&["erase", "--pending"]).contains("Nothing waits"));
    assert!(!bench.path("case.onus/case.db").exists());
}

/// A sheet of the harbour case.
fn sheet_of(bench: &Bench) -> String {
    bench.ok(&["code", "--export", "sheets", "--format", "csv"]);
    let mut names: Vec<String> = common::files(&bench.path("sheets"))
        .iter()
        .filter_map(|path| Some(Path::new(path).file_stem()?.to_str()?.to_owned()))
        .filter(|name| name != "register")
        .collect();
    names.sort();
    names.remove(0)
}

#[test]
fn a_new_key_opens_with_the_same_passphrase() {
    let bench = Bench::with_harbour();
    let before = bench.ok(&["brief", "--all"]);
    bench.ok(&["passwd", "--rotate"]);
    assert_eq!(bench.ok(&["brief", "--all"]), before);
    bench.ok(&["passwd", "--rotate"]);
    bench.ok(&["verify"]);
}

#[test]
fn labels_of_the_register_come_back() {
    let bench = Bench::with_case();
    let register = "handle,type,label\nmarch,event,The march of May\ndaily,source,\n";
    bench.write("in/register.csv", register);
    let sheet = "row_id,record,property,value,origin,source,passage\n1,march,summary,en: they marched,not stated,daily,page 1\n";
    bench.write("in/s.csv", sheet);
    bench.ok(&["code", "in"]);
    let written = |folder: &str| {
        bench.ok(&["code", "--export", folder, "--format", "csv"]);
        std::fs::read_to_string(bench.path(&format!("{folder}/register.csv"))).unwrap()
    };
    assert!(written("out").contains("The march of May"));
    let commits = bench.commits();
    bench.ok(&["code", "in"]);
    assert_eq!(bench.commits(), commits, "applied again unchanged, it commits nothing");
    bench.write("in/register.csv", register.replace("of May", "in June"));
    bench.ok(&["code", "in"]);
    let again = written("again");
    assert!(again.contains("in June") && !again.contains("of May"), "{again}");
    bench.ok(&["verify"]);
}

#[test]
fn what_rests_on_a_consent_is_listed_and_erased_when_it_is_withdrawn() {
    let bench = Bench::with_case();
    let register = "handle,type,label\nmarch,event,\npaper,source,\nsrc-a,source,\niv-a,interview,\n\
                    consent-a,consent,\nwitness-a,person,\n";
    bench.write("in/register.csv", register);
    bench.write(
        "in/consents.csv",
        "row_id,record,property,value,origin\n1,consent-a,who,witness-a,team\n\
         2,consent-a,scope,iv-a,team\n3,consent-a,state,withdrawn,team\n\
         4,src-a,interview,iv-a,team\n5,iv-a,with,witness-a,team\n",
    );
    bench.write(
        "in/said.csv",
        "row_id,record,property,value,origin,source,passage\n\
         1,march,summary,en: they were beaten,witness-a,src-a,page 1\n\
         2,march,summary,en: it rained,witness-a,paper,page 2\n\
         3,witness-a,occupation,en: baker,not stated,paper,page 3\n",
    );
    bench.ok(&["code", "in"]);
    let listed = bench.json(&["erase", "--consent", "consents/3", "--dry-run"]);
    let because = &listed["because"];
    assert_eq!((&because["consent"], &because["scope"][0]), (&"consent-a".into(), &"iv-a".into()));
    let mut rests: Vec<(&str, &str)> = because["rests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["rests"].as_str().unwrap(), one["through"].as_str().unwrap()))
        .collect();
    rests.sort_unstable();
    assert_eq!(rests, [("claimed-of", "iv-a"), ("claimed-of", "src-a"), ("read-in", "src-a")]);
    assert_eq!(because["by_others"].as_array().unwrap().len(), 1, "{because:#}");
    let text = bench.ok(&["erase", "--consent", "consents/3", "--dry-run"]);
    assert!(text.contains("said/1  read in src-a") && text.contains("said/3"), "{text}");
    // Another claim is no consent.
    assert_eq!(bench.run(&["erase", "--consent", "said/2", "--dry-run"]).code, 2);
    assert_eq!(bench.run(&["erase", "--consent", "consents/3", "--reason", "law"]).code, 2);
    bench.ok(&["erase", "--consent", "consents/3"]);
    let shown = bench.ok(&["show", "march"]);
    assert!(shown.contains("it rained") && !shown.contains("beaten"), "{shown}");
    assert_eq!(bench.run(&["erase", "--consent", "consents/3", "--dry-run"]).code, 1);
    bench.ok(&["verify"]);
}

#[test]
fn another_office_countersigns_a_checkpoint() {
    let bench = Bench::with_harbour();
    invited(&bench, "bek", "reader", "partner");
    let case = "bek/bek.onus";
    let later = "row_id,record,property,value,origin,source,passage\n1,hallaq,name,Latn: Halak,not stated,h1,page 2\n";
    bench.write("later.csv", later);
    bench.ok(&["code", "later.csv"]);
    bench.ok(&["log", "--checkpoint", "head"]);
    let head = std::fs::read_to_string(bench.path("head")).unwrap();
    assert!(head.starts_with("onus/0/checkpoint/"), "{head}");
    assert_eq!(bench.run(&["log", "--checkpoint", "head"]).code, 2, "it is there already");
    assert_eq!(bench.run(&["log", "--countersign", "head"]).code, 2, "one's own");
    let early = run_as(&bench, "bek", case, &["log", "--countersign", "head"]);
    assert_eq!(early.code, 2, "{early:?}");
    assert!(early.err.contains("take in a bundle"), "{}", early.err);
    bench.ok(&["sync", "--out", "more", "--to", "bek"]);
    ok_as(&bench, "bek", case, &["sync", "more"]);
    let sign = ["log", "--countersign", "head", "--out", "signed"];
    let signed = json_as(&bench, "bek", case, &sign);
    assert_eq!(signed["countersigned_by"].as_array().unwrap().len(), 1, "{signed:#}");
    let kept = bench.json(&["log", "--keep", "signed"]);
    assert_eq!(kept["countersigned_by"], signed["countersigned_by"]);
    assert!(kept["commit"].is_string());
    assert!(bench.ok(&["log"]).contains("1 checkpoint"));
    let verified = bench.json(&["verify"]);
    assert_eq!(verified["checkpoints"]["countersigned"], 1, "{verified:#}");
    let partial = json_as(&bench, "bek", case, &["verify"]);
    assert!(partial["withheld"].as_u64().unwrap() > 0);
    bench.write("cut", &head[..head.len() - 3]);
    assert_eq!(run_as(&bench, "bek", case, &["log", "--countersign", "cut"]).code, 2);
}
