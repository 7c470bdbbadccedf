//! Passages of sheets meet the texts of their sources.

use crate::common::Bench;

const TEXT: &str = "The guards came at night.\n\n“Nobody was hurt”, the colo-\nnel said.\n\n\
                    The guards came again in the morning, with dogs.\n";

const REGISTER: &str = "handle,type,label\ncolonel,person,\n";

fn bench() -> Bench {
    let bench = Bench::with_case();
    bench.write("report.txt", TEXT);
    bench.ok(&["add", "report.txt"]);
    bench
}

fn sheet(passage: &str) -> String {
    format!(
        "row_id,record,property,value,origin,source,passage,level\n\
         R1,colonel,name,The Colonel,not stated,report,\"{}\",public\n",
        passage.replace('"', "\"\"")
    )
}

fn apply(bench: &Bench, passage: &str) -> crate::common::Ran {
    bench.write("sheets/register.csv", REGISTER);
    bench.write("sheets/s.csv", sheet(passage));
    bench.run(&["code", "sheets"])
}

#[test]
fn a_quote_is_found_and_kept_with_its_place() {
    let bench = bench();
    // As somebody types it who sees no hyphen at the line's end and has other quotation marks.
    let ran = apply(&bench, "\"„Nobody was hurt“, the colonel said\"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let why = bench.json(&["why", "colonel.name"]).to_string();
    assert!(why.contains("the colo-"), "{why}");
    let passages = bench.json(&["text", "report", "--passages"]);
    assert_eq!(passages["passages"][0]["now"], "same");
    let commits = bench.commits();
    assert_eq!(bench.run(&["code", "sheets"]).code, 0);
    bench.ok(&["code", "--export", "out", "--format", "csv"]);
    bench.ok(&["code", "out"]);
    assert_eq!(bench.commits(), commits, "what was written out and read again commits nothing");
}

#[test]
fn a_quote_that_is_not_there_or_there_twice_is_refused() {
    let bench = bench();
    let commits = bench.commits();
    let missing = apply(&bench, "\"The guards came at nightfall\"");
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("s.csv"), "{}", missing.err);
    assert!(missing.err.contains("nearest is \"The guards came at night"), "{}", missing.err);
    let twice = apply(&bench, "\"The guards came\"");
    assert!(twice.code == 2 && twice.err.contains("more than once"), "{}", twice.err);
    let placed = apply(&bench, "paragraph 1: \"The guards came\"");
    assert_eq!(placed.code, 0, "{}", placed.err);
    assert_eq!(bench.commits(), commits + 1);
}

#[test]
fn a_range_is_checked_against_its_text() {
    let bench = bench();
    let beyond = apply(&bench, "10-100000");
    assert!(beyond.code == 2 && beyond.err.contains("characters"), "{}", beyond.err);
    let other = apply(&bench, "0-10 \"the colonel\"");
    assert!(other.code == 2 && other.err.contains("and not"), "{}", other.err);
    let right = apply(&bench, "0-10 \"The guards\"");
    assert_eq!(right.code, 0, "{}", right.err);
    // With and without its words it is the same passage.
    let commits = bench.commits();
    assert_eq!(apply(&bench, "0-10").code, 0);
    assert_eq!(bench.commits(), commits);
}

#[test]
fn without_the_text_words_are_kept_as_given() {
    let bench = Bench::with_case();
    bench.write("sheets/register.csv", format!("{REGISTER}report,source,\n"));
    bench.write("sheets/s.csv", sheet("page 3: \"whatever it says\""));
    bench.ok(&["code", "sheets"]);
    let commits = bench.commits();
    bench.ok(&["code", "--export", "out", "--format", "csv"]);
    bench.ok(&["code", "out"]);
    assert_eq!(bench.commits(), commits);
}

/// The press release is not ours to pass on; whoever has it names its folder.
#[test]
fn the_worked_example_meets_its_press_release() {
    let Some(corpus) = std::env::var_os("ONUS_CORPUS").map(std::path::PathBuf::from) else {
        eprintln!("not tested: ONUS_CORPUS names no folder with the press release");
        return;
    };
    let bench = Bench::with_example();
    let before = bench.ok(&["why", "killed-amnesty.figure", "--only-source", "z00"]);
    let release = corpus.join("ai-usa-2013-07-10.txt");
    bench.ok(&["add", release.to_str().unwrap(), "--source", "z00"]);
    // What was said by place alone can now be read there.
    let after = bench.ok(&["why", "killed-amnesty.figure", "--only-source", "z00"]);
    let there = "characters 659 to 689";
    assert!(before.contains(there) && !before.contains(&format!("{there}, “")), "{before}");
    assert!(after.contains(&format!("{there}, “")), "{after}");
    let passages = bench.json(&["text", "z00", "--passages"]);
    let passages = passages["passages"].as_array().unwrap();
    assert!(passages.len() > 90 && passages.iter().all(|passage| passage["now"] == "same"));
    // The sheets say what they said, and are checked against the text now.
    let commits = bench.commits();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/zhanaozen");
    bench.ok(&["code", example]);
    assert_eq!(bench.commits(), commits);
    bench.ok(&["verify"]);
}
