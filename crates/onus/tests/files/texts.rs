//! Versions of a text, and passages carried from one to the next.

use std::fs;

use crate::common::Bench;

#[test]
fn a_correction_is_a_version_and_passages_are_carried_to_it() {
    let bench = Bench::with_case();
    let read = "The cornmander spoke first. Then the witnesses were heard, one by one.\n";
    bench.write("scan.txt", read);
    bench.ok(&["add", "scan.txt"]);
    bench.write("sheets/register.csv", "handle,type,label\nhearing,event,\n");
    bench.write(
        "sheets/s.csv",
        "row_id,record,property,value,origin,source,passage,level\n\
         R1,hearing,name,The hearing,not stated,scan,\"\"\"the witnesses were heard\"\"\",public\n\
         R2,hearing,name,The first hearing,not stated,scan,\"\"\"The cornmander spoke\"\"\",public\n",
    );
    bench.ok(&["code", "sheets"]);
    let corrected =
        "At the hearing the commander spoke first. Then the witnesses were heard, one by one.\n";
    bench.write("corrected.txt", corrected);
    bench.ok(&["text", "scan", "--correct", "corrected.txt"]);
    assert_eq!(bench.ok(&["text", "scan"]), corrected);
    let versions = bench.json(&["text", "scan", "--versions"]);
    let versions = versions["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2, "the recognition stays");
    let first = versions[0]["digest"].as_str().unwrap();
    assert_eq!(bench.ok(&["text", "scan", "--version", &first[..12]]), read);
    let ran = bench.run(&["text", "scan", "--passages", "--json"]);
    assert_eq!(ran.code, 1, "one cannot be carried");
    let passages: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let now: Vec<_> = passages["passages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["now"].as_str().unwrap())
        .collect();
    assert_eq!(now, ["carried", "lost"], "{passages}");
    // Applied again, the sheet stays with the version that its claims were made on.
    let commits = bench.commits();
    bench.ok(&["code", "sheets"]);
    assert_eq!(bench.commits(), commits);
    // Only the text as it is now and was is found; nothing of a text that nobody has.
    assert_eq!(bench.json(&["search", "commander"])["hits"][0]["kind"], "passage");
    bench.ok(&["verify"]);
    let same = bench.run(&["text", "scan", "--correct", "corrected.txt"]);
    assert!(same.code == 2 && same.err.contains("very text"), "{}", same.err);
    fs::write(bench.path("bad.txt"), b"\xff\xfe\x00").unwrap();
    assert_eq!(bench.run(&["text", "scan", "--correct", "bad.txt"]).code, 2);
}

#[test]
fn passages_are_findable_again_after_the_tables_were_made_anew() {
    let bench = Bench::with_case();
    bench.write("letter.txt", "The lorry stood by the bakery all night.");
    bench.ok(&["add", "letter.txt"]);
    bench.write("sheets/register.csv", "handle,type,label\nhearing,event,\n");
    bench.write(
        "sheets/s.csv",
        "row_id,record,property,value,origin,source,level\n\
         R1,hearing,name,A hearing,not stated,letter,public\n",
    );
    bench.ok(&["code", "sheets"]);
    bench.ok(&["erase", "s/R1", "--reason", "mistake"]);
    let found = bench.json(&["search", "bakery"]);
    assert_eq!(found["hits"][0]["kind"], "passage", "{found}");
    bench.ok(&["custody", "letter", "--out", "copy.txt"]);
    bench.ok(&["verify"]);
}
