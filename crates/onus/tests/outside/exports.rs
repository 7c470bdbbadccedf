//! `onus export bag`: what is written, for whom, and that nothing of it is there when it fails.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::bags::bagit;
use crate::common::{Bench, copy, files};
use crate::{invited, run_as};

const STATEMENT: &[u8] =
    "We heard the shots at about eleven.\nЗаявление рабочих порта.\n".as_bytes();
const PHOTOGRAPH: &[u8] = b"\x89PNG\r\n\x1a\n not really a photograph";

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A case with two exhibits.
fn with_exhibits() -> Bench {
    let bench = Bench::with_case();
    bench.write("files/Заявление 1.txt", STATEMENT);
    bench.write("files/square?.png", PHOTOGRAPH);
    let from = ["--from", "A. Lawyer", "--received", "2013-07-11"];
    bench.ok(&[&["add", "files/Заявление 1.txt", "--handle", "statement"], &from[..]].concat());
    bench.ok(&[&["add", "files/square?.png", "--handle", "square"], &from[..]].concat());
    bench
}

fn read(bench: &Bench, file: &str) -> Value {
    serde_json::from_slice(&fs::read(bench.path(file)).unwrap()).unwrap()
}

/// Nothing of a bag is there, under no name.
fn nothing_is_left(bench: &Bench) {
    let names = fs::read_dir(bench.root()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with("bag")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn exhibits_leave_with_their_history_and_the_case_knows_of_it() {
    let bench = with_exhibits();
    let commits = bench.commits();
    let ran =
        bench.run(&["export", "bag", "bag", "--to", "The court", "--organization", "An office"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("2 exhibits") && ran.out.contains("exported to The court"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("outside the case's encryption"), "{}", ran.err);
    // Ours and another program's verification agree.
    let verified = bench.run(&["bag", "verify", "bag"]);
    assert_eq!((verified.code, verified.err.as_str()), (0, ""), "{}", verified.out);
    if let Some(out) = bagit(&bench, &["--validate", "bag"]) {
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
    // The originals, under names that every system can have.
    let (statement, square) = (hex(STATEMENT), hex(PHOTOGRAPH));
    let path = format!("bag/data/{}-Заявление 1.txt", &statement[..12]);
    assert_eq!(fs::read(bench.path(&path)).unwrap(), STATEMENT);
    let path = format!("bag/data/{}-square_.png", &square[..12]);
    assert_eq!(fs::read(bench.path(&path)).unwrap(), PHOTOGRAPH);
    assert_eq!(files(&bench.path("bag/data")).len(), 2);
    // What is told of them.
    let exhibits = read(&bench, "bag/metadata/exhibits.json");
    let listed = exhibits["exhibits"].as_array().unwrap();
    let one = listed.iter().find(|one| one["sha256"] == statement.as_str()).unwrap();
    assert_eq!(
        (one["bytes"].as_u64(), &one["names"][0]),
        (Some(STATEMENT.len() as u64), &"Заявление 1.txt".into())
    );
    let sources = read(&bench, "bag/metadata/sources.json");
    let source =
        sources["sources"].as_array().unwrap().iter().find(|one| one["handle"] == "statement");
    let source = source.unwrap();
    assert_eq!(
        (&source["record"], &source["exhibits"][0]),
        (&one["sources"][0], &statement.as_str().into())
    );
    let custody = read(&bench, "bag/metadata/custody.json");
    for exhibit in custody["exhibits"].as_array().unwrap() {
        let events = exhibit["events"].as_array().unwrap();
        let kinds: Vec<&str> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["received", "exported"], "{exhibit}");
        assert_eq!(
            (&events[0]["from"], &events[1]["to"]),
            (&"A. Lawyer".into(), &"The court".into())
        );
        assert_eq!(events[1]["recorded_by"]["name"], "first member");
    }
    let export = read(&bench, "bag/metadata/export.json");
    assert_eq!(
        (&export["level"], export["log"]["commits"].as_u64()),
        (&"sealed".into(), Some(commits as u64))
    );
    let info = fs::read_to_string(bench.path("bag/bag-info.txt")).unwrap();
    assert!(info.contains("Source-Organization: An office\n"), "{info}");
    assert!(
        info.contains("Contact-Name: first member\n") && info.contains(", for The court\n"),
        "{info}"
    );
    assert!(
        info.contains(&format!("External-Identifier: {}\n", export["case"].as_str().unwrap())),
        "{info}"
    );
    // One commit says of each that it left.
    assert_eq!(bench.commits(), commits + 1);
    for handle in ["statement", "square"] {
        let told = bench.json(&["custody", handle]);
        let events = told["events"].as_array().unwrap();
        let last = events.last().unwrap();
        assert_eq!(
            (&last["kind"], &last["to"]),
            (&"exported".into(), &"The court".into()),
            "{told}"
        );
    }
    bench.ok(&["verify"]);
}

#[test]
fn only_what_is_asked_for_and_nothing_above_the_level() {
    let bench = with_exhibits();
    let json = bench.json(&["export", "bag", "bag-one", "statement", "--level", "team"]);
    assert_eq!(json["exhibits"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&json["exhibits"][0]["sha256"], &json["level"]),
        (&hex(STATEMENT).into(), &"team".into())
    );
    bench.ok(&["bag", "verify", "bag-one"]);
    let all: Vec<u8> =
        files(&bench.path("bag-one")).iter().flat_map(|file| fs::read(file).unwrap()).collect();
    let holds = |word: &str| all.windows(word.len()).any(|part| part == word.as_bytes());
    assert!(holds("Заявление 1.txt") && !holds("square") && !holds(&hex(PHOTOGRAPH)));
    fs::remove_dir_all(bench.path("bag-one")).unwrap();
    // The other one was not exported.
    let told = bench.json(&["custody", "square"]);
    assert_eq!(told["events"].as_array().unwrap().len(), 1);
    let commits = bench.commits();
    for (arguments, said) in [
        (
            &["export", "bag", "bag", "--level", "public"][..],
            "there is no exhibit to export at this level",
        ),
        (
            &["export", "bag", "bag", "statement", "--level", "partner"],
            "there is no exhibit statement",
        ),
        (&["export", "bag", "bag", "nothing"], "there is no exhibit nothing"),
        (&["export", "bag", "files"], "files exists already"),
        (&["export", "bag", "case.onus/bag"], "lies in the case"),
        (&["export", "bag", "nowhere/bag"], "nowhere: there is no such file or folder"),
    ] {
        let ran = bench.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        nothing_is_left(&bench);
    }
    assert!(!bench.path("case.onus/bag").exists());
    assert_eq!(bench.commits(), commits);
}

#[test]
fn a_damaged_exhibit_leaves_no_bag_and_no_event() {
    let bench = with_exhibits();
    let commits = bench.commits();
    // Some byte of a sealed file, which only shows when it is read.
    let sealed = |bench: &Bench| {
        let vault = files(&bench.path("case.onus"));
        let objects = vault.into_iter().filter(|file| {
            fs::read(file).is_ok_and(|bytes| bytes.starts_with(b"age-encryption.org/"))
        });
        objects.collect::<Vec<_>>()
    };
    copy(&bench.path("case.onus"), &bench.path("whole.onus"));
    for file in sealed(&bench) {
        let mut bytes = fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&file, bytes).unwrap();
    }
    let ran = bench.run(&["export", "bag", "bag", "--case", "case.onus"]);
    assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
    assert!(ran.err.contains("cannot be read out of the vault"), "{}", ran.err);
    nothing_is_left(&bench);
    let log = bench.json(&["log", "--case", "case.onus"]);
    assert_eq!(log["commits"].as_array().unwrap().len(), commits);
}

#[test]
fn whoever_may_not_record_it_may_not_export() {
    let bench = with_exhibits();
    invited(&bench, "reader", "reader", "team");
    let ran = run_as(&bench, "reader", "reader/reader.onus", &["export", "bag", "bag"]);
    assert_ne!(ran.code, 0, "{}", ran.out);
    nothing_is_left(&bench);
}

#[test]
fn a_bag_that_is_changed_on_its_way_is_refused() {
    let bench = with_exhibits();
    bench.ok(&["export", "bag", "bag"]);
    let name = |file: &Path| file.strip_prefix(bench.path("bag")).unwrap().display().to_string();
    for file in files(&bench.path("bag")) {
        let whole = fs::read(&file).unwrap();
        let mut bent = whole.clone();
        let at = bent.len() / 2;
        bent[at] ^= 1;
        fs::write(&file, bent).unwrap();
        let ran = bench.run(&["bag", "verify", "bag"]);
        assert_eq!(ran.code, 1, "{}: {}", name(&file), ran.out);
        let named = name(&file);
        // Of a manifest that is bent, the file that it then misnames may be told.
        assert!(ran.out.contains(&named) || named.contains("manifest"), "{named}: {}", ran.out);
        fs::remove_file(&file).unwrap();
        let ran = bench.run(&["bag", "verify", "bag"]);
        let needed = !named.starts_with("tagmanifest");
        assert_eq!(ran.code == 1, needed, "{named}: {}", ran.out);
        fs::write(&file, whole).unwrap();
    }
    bench.ok(&["bag", "verify", "bag"]);
}
