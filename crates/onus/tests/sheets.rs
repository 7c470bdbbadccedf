//! What applying sheets again, changed, shuffled or copied does to a case.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::{Bench, copy, files, harbour};
use serde_json::Value;

fn applied(bench: &Bench, arguments: &[&str]) -> Value {
    let mut all = vec!["code"];
    all.extend(arguments);
    bench.json(&all)
}

fn count(value: &Value, list: &str) -> usize {
    value[list].as_array().unwrap_or_else(|| panic!("{list} in {value}")).len()
}

fn log(bench: &Bench) -> Value {
    bench.json(&["log"])["commits"][0].clone()
}

/// A bench with the harbour's case and a copy of its sheets to be changed.
fn with_copy() -> Bench {
    let bench = Bench::with_case();
    copy(&harbour(), &bench.path("sheets"));
    bench.ok(&["code", "sheets"]);
    bench
}

fn change(bench: &Bench, sheet: &str, from: &str, to: &str) {
    let path = bench.path("sheets").join(sheet);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} stands once in {sheet}");
    fs::write(path, text.replace(from, to)).unwrap();
}

/// How many claims the sheets of the invented case make.
const CLAIMS: u64 = 130;

#[test]
fn applying_everything_again_commits_nothing() {
    let bench = with_copy();
    let before = bench.commits();
    let again = applied(&bench, &["sheets"]);
    assert_eq!(again["commit"], Value::Null);
    assert!(again["unchanged"].as_u64().unwrap() >= 60);
    assert_eq!(count(&again, "added") + count(&again, "changed") + count(&again, "old_claims"), 0);
    assert_eq!(bench.commits(), before);
}

#[test]
fn the_worked_example_applied_again_commits_nothing() {
    let bench = Bench::with_example();
    let before = bench.commits();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/zhanaozen");
    let again = applied(&bench, &[example]);
    assert_eq!(again["commit"], Value::Null);
    assert!(again["unchanged"].as_u64().unwrap() > 2_000);
    assert_eq!(bench.commits(), before);
}

#[test]
fn one_changed_value_adds_one_claim_and_retracting_retracts_one() {
    let bench = with_copy();
    change(
        &bench,
        "h1.csv",
        "5,hurt-port,figure,>=11,at least eleven",
        "5,hurt-port,figure,>=12,at least eleven",
    );
    let before = bench.commits();
    let dry = applied(&bench, &["sheets", "--dry-run"]);
    assert_eq!(bench.commits(), before, "a dry run changes nothing");
    assert_eq!(dry["changed"][0]["row"], "h1/5");
    assert_eq!(dry["changed"][0]["changes"][0]["column"], "value");
    assert_eq!(dry["changed"][0]["changes"][0]["before"], ">=11");
    assert_eq!(dry["changed"][0]["changes"][0]["after"], ">=12");

    let applied_once = applied(&bench, &["sheets"]);
    assert_eq!(count(&applied_once, "changed"), 1);
    assert_eq!(count(&applied_once, "old_claims"), 1);
    assert_eq!(applied_once["retracted"], Value::Null);
    assert_eq!(log(&bench)["claims"], 1);
    assert_eq!(log(&bench)["retracted"], 0);

    let retracted = applied(&bench, &["sheets", "--retract", "source-corrected"]);
    assert_eq!(retracted["retracted"], "source-corrected");
    assert_eq!(log(&bench)["claims"], 0);
    assert_eq!(log(&bench)["retracted"], 1);

    let settled = bench.commits();
    let again = applied(&bench, &["sheets", "--retract", "source-corrected"]);
    assert_eq!(again["commit"], Value::Null);
    assert_eq!(count(&again, "old_claims"), 0);
    assert_eq!(bench.commits(), settled);
}

#[test]
fn a_dropped_row_is_reported_and_retracted_only_when_asked() {
    let bench = with_copy();
    let path = bench.path("sheets/h1.csv");
    let text = fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("9.began,")).collect();
    fs::write(&path, kept.join("\n")).unwrap();
    let reported = applied(&bench, &["sheets"]);
    assert_eq!(reported["commit"], Value::Null);
    assert_eq!(reported["old_claims"][0]["row"], "h1/9.began");
    assert_eq!(reported["old_claims"][0]["row_is_gone"], true);
    applied(&bench, &["sheets", "--retract", "coder-error"]);
    assert_eq!(log(&bench)["retracted"], 1);
    // Put back, the row makes its claim anew.
    fs::write(&path, text).unwrap();
    let back = applied(&bench, &["sheets"]);
    assert_eq!(back["unchanged"].as_u64().unwrap() + 1, CLAIMS);
    assert_eq!(log(&bench)["claims"], 1);
}

#[test]
fn what_rests_on_a_retracted_claim_is_made_again_on_the_new_one() {
    let bench = with_copy();
    change(
        &bench,
        "h2.yaml",
        "record: killed-road, property: figure, value: 2",
        "record: killed-road, property: figure, value: 3",
    );
    let first = applied(&bench, &["sheets"]);
    assert_eq!(first["old_claims"][0]["rested_on_by"][0], "h2/1");
    let second = applied(&bench, &["sheets", "--retract", "coder-error"]);
    assert_eq!(second["renewed"][0], "h2/1");
    assert_eq!(log(&bench)["claims"], 1);
    assert_eq!(log(&bench)["retracted"], 2);
    assert_eq!(applied(&bench, &["sheets"])["commit"], Value::Null);
    bench.ok(&["verify"]);
}

#[test]
fn a_second_coders_copy_retracts_nothing_of_the_first() {
    let bench = with_copy();
    let text = fs::read_to_string(bench.path("sheets/h1.csv")).unwrap();
    let changed = text.replace("2,killed-pier,figure,4,four", "2,killed-pier,figure,5,five");
    assert_ne!(text, changed);
    bench.write("second/h1-second.csv", changed);
    let second = applied(&bench, &["second/h1-second.csv", "--retract", "coder-error"]);
    assert_eq!(count(&second, "old_claims"), 0);
    assert_eq!(log(&bench)["retracted"], 0);
    // Nor is anything of the second's touched when the first's sheets are applied again.
    assert_eq!(applied(&bench, &["sheets", "--retract", "coder-error"])["commit"], Value::Null);
}

#[test]
fn every_format_says_the_same() {
    let bench = with_copy();
    for format in ["csv", "xlsx", "yaml"] {
        let folder = format!("out-{format}");
        bench.ok(&["code", "--export", &folder, "--format", format]);
        let again = applied(&bench, &[&folder]);
        assert_eq!(again["commit"], Value::Null, "{format}: {again}");
        assert_eq!(again["unchanged"], CLAIMS, "{format}");
    }
}

/// A workbook that a spreadsheet program opened and saved, and one it made of a CSV file's cells.
#[test]
fn a_spreadsheet_program_changes_nothing() {
    let bench = with_copy();
    let Some(office) = ["/usr/bin/soffice", "/usr/bin/libreoffice"]
        .into_iter()
        .find(|path| std::path::Path::new(path).exists())
    else {
        common::without("LibreOffice");
        return;
    };
    bench.ok(&["code", "--export", "out", "--format", "xlsx"]);
    let workbooks = files(&bench.path("out"));
    let profile = format!("-env:UserInstallation=file://{}", bench.path("office").display());
    let saved = std::process::Command::new(office)
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(bench.path("saved"))
        .args(&workbooks)
        .output()
        .unwrap();
    assert_eq!(files(&bench.path("saved")).len(), workbooks.len(), "{saved:?}");
    let again = applied(&bench, &["saved"]);
    assert_eq!(again["commit"], Value::Null, "{again}");
    assert_eq!(again["unchanged"], CLAIMS);
}

#[test]
fn the_worked_example_comes_back_from_each_format() {
    let bench = Bench::with_example();
    for format in ["csv", "xlsx", "yaml"] {
        let folder = format!("out-{format}");
        bench.ok(&["code", "--export", &folder, "--format", format]);
        let again = applied(&bench, &[&folder]);
        assert_eq!(again["commit"], Value::Null, "{format}: {again}");
        assert!(again["unchanged"].as_u64().unwrap() > 2_000, "{format}");
    }
}

#[test]
fn sealed_sheets_open_with_their_passphrase_only() {
    let bench = with_copy();
    bench.write("seal", "another secret of five words");
    bench.write("wrong", "not the secret");
    let run = |arguments: &[&str], secret: &str| {
        let mut command = bench.command(arguments);
        command.env("ONUS_SHEET_PASSPHRASE_FILE", bench.path(secret));
        common::ran(command.output().unwrap())
    };
    assert_eq!(run(&["code", "--export", "sealed", "--seal", "--format", "xlsx"], "seal").code, 0);
    let written = files(&bench.path("sealed"));
    assert_eq!(written.len(), 1);
    assert!(fs::read(&written[0]).unwrap().starts_with(b"age-encryption.org/v1"));
    let opened = run(&["code", "sealed", "--json"], "seal");
    assert_eq!(opened.code, 0, "{}", opened.err);
    let again: Value = serde_json::from_str(&opened.out).unwrap();
    assert_eq!(again["unchanged"], CLAIMS);
    let refused = run(&["code", "sealed"], "wrong");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("the passphrase does not open this file"), "{}", refused.err);
}

#[test]
fn a_template_is_an_empty_sheet_that_applies() {
    let bench = with_copy();
    for name in ["t1.csv", "t2.xlsx", "t3.yaml"] {
        let folder = format!("template-{name}");
        fs::create_dir(bench.path(&folder)).unwrap();
        let file = format!("{folder}/{name}");
        bench.ok(&["code", "--template", &file]);
        assert!(bench.path(&file).is_file(), "{name}");
        let again = applied(&bench, &[&folder]);
        assert_eq!(again["commit"], Value::Null, "{name}: {again}");
    }
}

#[test]
fn a_case_adds_words_of_its_own() {
    let bench = Bench::with_case();
    bench.write(
        "own/schema/vocabularies/crane-kind.toml",
        "id = \"crane-kind\"\nlabel = { en = \"crane\", ru = \"кран\", kk = \"кран\" }\nreviewed = [\"en\"]\nsource = \"own\"\n\n[[term]]\nid = \"gantry\"\nlabel = { en = \"gantry\", ru = \"козловой\", kk = \"қақпалы\" }\n",
    );
    bench.write("own/register.csv", "handle,type,label\nport,place,\n");
    let ran = bench.run(&["code", "own"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(applied(&bench, &["own"])["commit"], Value::Null);
}
