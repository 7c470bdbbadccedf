//! What becomes of files that are added.

use std::fs;

use serde_json::Value;

use crate::common::{Bench, files};

const LETTER: &str = "Guard Omirbek opened the gate at dawn.\n\nNobody was let out before noon.\n";

fn was(answer: &Value) -> Vec<String> {
    let files = answer["files"].as_array().unwrap();
    files.iter().map(|file| file["was"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_file_is_added_once_and_received_as_often_as_it_comes() {
    let bench = Bench::with_case();
    bench.write("in/letter.txt", LETTER);
    let added =
        bench.json(&["add", "in/letter.txt", "--from", "A. Lawyer", "--received", "2013-07-11"]);
    assert_eq!(was(&added), ["new"]);
    let file = &added["files"][0];
    assert_eq!(file["source"]["handle"], "letter");
    assert_eq!((&file["texts"], &file["characters"]), (&1.into(), &72.into()));
    let commits = bench.commits();
    assert_eq!(was(&bench.json(&["add", "in", "--from", "A. Lawyer"])), ["there"]);
    assert_eq!(bench.commits(), commits, "what is there already commits nothing");
    fs::copy(bench.path("in/letter.txt"), bench.path("in/the same.txt")).unwrap();
    let again = bench.json(&["add", "in", "--from", "A. Lawyer"]);
    assert_eq!(was(&again), ["there", "received-again"]);
    let other = bench.json(&["add", "in/letter.txt", "--from", "B. Other"]);
    assert_eq!(was(&other), ["received-again"]);
    let custody = bench.json(&["custody", "letter"]);
    assert_eq!(custody["names"], serde_json::json!(["letter.txt", "the same.txt"]));
    assert_eq!(custody["events"].as_array().unwrap().len(), 3);
    assert_eq!(custody["events"][0]["when"], "2013-07-11");
    assert_eq!(bench.json(&["custody"])["exhibits"].as_array().unwrap().len(), 1);
    bench.ok(&["verify"]);
}

#[test]
fn two_processes_may_add_at_once() {
    let bench = Bench::with_case();
    for number in 0..6 {
        bench.write(&format!("one/{number}.txt"), format!("The first, number {number}."));
        bench.write(&format!("two/{number}.txt"), format!("The second, number {number}."));
    }
    std::thread::scope(|scope| {
        let adding = ["one", "two"].map(|folder| scope.spawn(|| bench.run(&["add", folder])));
        for ran in adding.map(|adding| adding.join().unwrap()) {
            assert!(ran.code == 0 && ran.out.contains("6 new"), "{} {}", ran.out, ran.err);
        }
    });
    assert_eq!(bench.json(&["custody"])["exhibits"].as_array().unwrap().len(), 12);
    bench.ok(&["verify"]);
}

#[test]
fn what_is_done_with_an_exhibit_is_recorded_and_its_original_comes_out_whole() {
    let bench = Bench::with_case();
    bench.write("letter.txt", LETTER);
    bench.ok(&["add", "letter.txt"]);
    bench.ok(&[
        "custody",
        "letter",
        "--record",
        "handed-over",
        "--to",
        "The registry",
        "--when",
        "2014",
    ]);
    bench.ok(&["custody", "letter", "--out", "copy.txt"]);
    assert_eq!(fs::read_to_string(bench.path("copy.txt")).unwrap(), LETTER);
    let refused = bench.run(&["custody", "letter", "--out", "copy.txt"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    let custody = bench.json(&["custody", "letter"]);
    let kinds: Vec<_> = custody["events"].as_array().unwrap().iter().map(|e| &e["kind"]).collect();
    assert_eq!(kinds, ["received", "handed-over", "copied"]);
    let wrong = bench.run(&["custody", "letter", "--record", "examined", "--when", "last week"]);
    assert!(wrong.code == 2 && wrong.err.contains("is not a date"), "{}", wrong.err);
}

#[test]
fn a_bad_file_is_listed_and_the_others_are_added() {
    let bench = Bench::with_case();
    bench.write("in/a.txt", LETTER);
    bench.write("in/empty.txt", "");
    bench.write("in/b.txt", "Another text, of its own words.");
    bench.write("in/broken.pdf", "%PDF-1.7\nand nothing more");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", bench.path("in/link")).unwrap();
    let ran = bench.run(&["add", "in", "missing.txt", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let mut kept = was(&answer);
    kept.sort();
    assert_eq!(kept, ["new", "new", "new", "refused", "refused"]);
    let files = answer["files"].as_array().unwrap();
    let broken = files.iter().find(|file| file["path"] == "in/broken.pdf").unwrap();
    assert_eq!(broken["texts"], 0);
    assert!(!broken["unread"].as_array().unwrap().is_empty(), "{broken}");
    assert!(cfg!(not(unix)) || ran.err.contains("it is a link"), "{}", ran.err);
    assert!(!ran.out.contains("root:"), "a link was followed");
    bench.ok(&["verify"]);
}

#[test]
fn files_inside_files_are_texts_of_the_source_that_holds_them() {
    let bench = Bench::with_case();
    let message = "From: witness@example.org\nTo: desk@example.org\nSubject: what I saw\n\
                   Date: Fri, 16 Dec 2011 12:00:00 +0600\nMIME-Version: 1.0\n\
                   Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
                   I enclose my notes.\n--b\nContent-Type: text/plain; name=notes.txt\n\
                   Content-Disposition: attachment; filename=notes.txt\n\n\
                   They fired from the roof of the department store.\n--b--\n";
    bench.write("letter.eml", message);
    let added = bench.json(&["add", "letter.eml"]);
    assert_eq!(added["files"][0]["texts"], 2, "{added}");
    let texts = bench.json(&["text", "letter", "--versions"]);
    let inside: Vec<usize> = texts["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["inside"].as_array().unwrap().len())
        .collect();
    assert_eq!(inside, [0, 1]);
    let found = bench.json(&["search", "roof store"]);
    assert_eq!(found["hits"][0]["kind"], "passage", "{found}");
    // What the message says of itself is claimed of the exhibit.
    let exhibit = added["files"][0]["exhibit"]["handle"].as_str().unwrap().to_owned();
    assert!(bench.ok(&["show", &exhibit]).contains("what I saw"));
}

#[test]
fn a_vault_file_that_was_touched_is_named() {
    let bench = Bench::with_case();
    bench.write("letter.txt", LETTER);
    bench.ok(&["add", "letter.txt"]);
    let vault = files(&bench.path("case.onus/vault"));
    let file = vault.iter().find(|file| fs::metadata(file).unwrap().len() > 100).unwrap();
    let mut bytes = fs::read(file).unwrap();
    let last = bytes.len() - 20;
    bytes[last] ^= 1;
    fs::write(file, bytes).unwrap();
    let ran = bench.run(&["verify"]);
    assert!(ran.code == 4 && ran.out.contains("was changed at byte"), "{}{}", ran.out, ran.err);
}

#[test]
fn nothing_of_a_file_is_readable_in_the_case() {
    let bench = Bench::with_case();
    bench.write("in/zorblatt-testimony.txt", LETTER);
    bench.ok(&["add", "in", "--from", "Quendelin"]);
    fs::remove_dir_all(bench.path("in")).unwrap();
    bench.ok(&["search", "gate"]);
    for file in files(bench.root()) {
        let bytes = fs::read(&file).unwrap();
        for word in ["Omirbek", "zorblatt", "Quendelin", "text/plain"] {
            assert!(
                !bytes.windows(word.len()).any(|part| part == word.as_bytes()),
                "{word} stands readable in {}",
                file.display()
            );
            assert!(!file.to_string_lossy().contains(word));
        }
    }
}
