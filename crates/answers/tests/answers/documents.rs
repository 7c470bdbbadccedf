//! `docs/json.md` describes exactly what is produced.

use std::collections::{BTreeMap, BTreeSet};

use onus_answers::{bag, links, log, timestamp, verify};
use onus_model::id::MemberId;
use onus_publish::bag::{Algorithm, Finding, Problem, Version};
use onus_publish::stamp::{Certificates, Request, verify_token};
use serde_json::Value;

use crate::support::{Variant, answers, with_invented};

const DESCRIPTION: &str = include_str!("../../../../docs/json.md");

type Fields = BTreeMap<String, String>;

/// The tables of the description: documents by shape, objects by name.
fn described() -> BTreeMap<String, Fields> {
    let mut tables: BTreeMap<String, Fields> = BTreeMap::new();
    let mut current = String::new();
    for line in DESCRIPTION.lines() {
        if let Some(title) = line.strip_prefix("### ").or_else(|| line.strip_prefix("#### ")) {
            current = title.trim_matches('`').to_owned();
            assert!(!tables.contains_key(&current), "{current} is described twice");
            tables.insert(current.clone(), Fields::new());
        } else if let Some(row) = line.strip_prefix("| `") {
            let (field, rest) = row.split_once("` | ").expect("a field stands in backquotes");
            let (kind, meaning) = rest.split_once(" | ").expect("a type, then a meaning");
            assert!(meaning.trim_end_matches(" |").len() > 3, "{current}.{field} has no meaning");
            let fields = tables.get_mut(&current).expect("a table stands under a title");
            let known = fields.insert(field.to_owned(), kind.to_owned());
            assert!(known.is_none(), "{current}.{field} is described twice");
        }
    }
    tables
}

struct Checker {
    tables: BTreeMap<String, Fields>,
    used: BTreeSet<String>,
    /// Fields seen with something in them: a type that is never seen filled is not tested.
    filled: BTreeSet<(String, String)>,
}

impl Checker {
    fn object(&mut self, name: &str, value: &Value, at: &str) {
        self.used.insert(name.to_owned());
        let fields = self.tables.get(name).unwrap_or_else(|| panic!("{at}: {name}")).clone();
        let object = value.as_object().unwrap_or_else(|| panic!("{at} is no object: {value}"));
        let found: BTreeSet<&String> = object.keys().collect();
        let wanted: BTreeSet<&String> = fields.keys().collect();
        assert_eq!(found, wanted, "{at} ({name})");
        for (field, kind) in &fields {
            let value = &object[field];
            let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            if !empty {
                self.filled.insert((name.to_owned(), field.clone()));
            }
            self.value(kind, value, &format!("{at}.{field}"));
        }
    }

    fn value(&mut self, kind: &str, value: &Value, at: &str) {
        if let Some(kind) = kind.strip_suffix(" or null") {
            if !value.is_null() {
                self.value(kind, value, at);
            }
        } else if let Some(kind) = kind.strip_prefix("list of ") {
            let list = value.as_array().unwrap_or_else(|| panic!("{at} is no list: {value}"));
            for (place, one) in list.iter().enumerate() {
                self.value(kind, one, &format!("{at}[{place}]"));
            }
        } else {
            match kind {
                "string" => assert!(value.is_string(), "{at} is no string: {value}"),
                "number" => assert!(value.is_number(), "{at} is no number: {value}"),
                "boolean" => assert!(value.is_boolean(), "{at} is no boolean: {value}"),
                object => self.object(object, value, at),
            }
        }
    }
}

fn log_lines() -> log::Lines {
    let line = log::LogLine {
        commit: "ab".repeat(32).parse().expect("an identifier"),
        place: 3,
        time: 1_700_000_000,
        member: MemberId::from_bytes([7; 16]),
        name: Some("Mara".to_owned()),
        message: Some("second sheet".to_owned()),
        records: 2,
        claims: 40,
        retracted: 1,
        reviewed: 0,
        stamps: 1,
        existed_before: Some(1_700_000_060),
        checkpoints: 1,
        not_understood: 0,
    };
    log::Lines { lines: vec![line], left_out: 2 }
}

fn verified() -> verify::Verified {
    verify::Verified {
        commits: 3,
        operations: 50,
        wrong: vec!["the leaf 5 of commit ab is not the one that was signed".to_owned()],
        tree_head: Some((3, "cd".repeat(32))),
        withheld: 12,
        erased: 3,
        waiting: 2,
        files_not_here: 5,
        forks: vec![verify::ForkedChain {
            device: "ef".repeat(32).parse().expect("an identifier"),
            name: Some("Mara".to_owned()),
            common: 7,
            branches: 2,
        }],
        checkpoints: verify::ComparedCheckpoints {
            seen: 2,
            logged: 4,
            countersigned: 3,
            unproven: 1,
        },
    }
}

fn bag_verified() -> bag::Verified {
    let finding = |file: &str, line, problem| Finding { file: file.to_owned(), line, problem };
    bag::Verified {
        version: Some(Version::V1_0),
        algorithms: vec![Algorithm::Sha256, Algorithm::Sha512],
        files: 2,
        bytes: 70,
        info: vec![("Bagging-Date".to_owned(), "2026-11-23".to_owned())],
        errors: vec![finding("data/a\u{1b}.txt", None, Problem::Missing("manifest".to_owned()))],
        warnings: vec![
            finding("bag-info.txt", Some(3), Problem::LastLine),
            finding("", None, Problem::Weak("md5".to_owned())),
        ],
    }
}

/// A stamp that holds and that its root vouches for, one that does not hold, and a request; the token was made
/// with OpenSSL.
fn stamps() -> timestamp::Stamps {
    let (note, token) =
        (include_bytes!("support/stamp/note"), include_bytes!("support/stamp/token.der"));
    let mut known = Certificates::none();
    known.trust(include_bytes!("support/stamp/root.pem")).expect("a certificate");
    let token = verify_token(token, note, &known).expect("it holds");
    let request = Request::read(include_bytes!("support/stamp/request.tsq")).expect("a request");
    let member = MemberId::from_bytes([7; 16]);
    let stamp = timestamp::KeptStamp {
        operation: "ab".repeat(32).parse().expect("an identifier"),
        recorded: 1_800_000_000,
        recorded_by: member,
        note: "a checkpoint\n".to_owned(),
        device: "cd".repeat(32).parse().expect("an identifier"),
        size: 12,
        last: Some("ef".repeat(32).parse().expect("an identifier")),
        token: Ok(token),
    };
    let broken = timestamp::KeptStamp {
        last: None,
        token: Err("the token is about other content".to_owned()),
        ..stamp.clone()
    };
    let waiting = timestamp::StampRequest {
        note: stamp.note.clone(),
        request,
        made: 1_800_000_000,
        device: stamp.device,
        size: 1,
    };
    let names = BTreeMap::from([(member, "Mara".to_owned())]);
    timestamp::Stamps { stamps: vec![stamp, broken], waiting: vec![waiting], names }
}

#[test]
fn every_document_has_exactly_the_fields_described() {
    let mut checker =
        Checker { tables: described(), used: BTreeSet::new(), filled: BTreeSet::new() };
    let mut check = |name: &str, document: &Value| {
        let shape = document["shape"].as_str().unwrap_or_else(|| panic!("{name} has no shape"));
        let (product, version) = shape.split_once('/').expect("a shape has a version");
        assert!(product.starts_with("onus.") && version.parse::<u32>().is_ok(), "{shape}");
        checker.object(shape, document, name);
    };
    with_invented(|look| {
        for (name, _, document) in answers(look, Variant::default()) {
            check(&name, &document);
        }
    });
    check("log", &log::to_json(&log_lines()));
    // Nobody in the invented case shares a name with anybody.
    let namesakes = crate::links::with(
        &["x1 | marek-dahl.name | Ines Vorn | league | in=report 1-20"],
        |look| links::to_json(&links::links(look, None, links::MOST), look),
    );
    check("link", &namesakes);
    check("verify", &verify::to_json(&verified()));
    check("timestamp", &timestamp::to_json(&stamps()));
    check("bag", &bag::to_json("exhibits", &bag_verified()));
    let described: BTreeSet<String> = checker.tables.keys().cloned().collect();
    let unused: Vec<_> = described.difference(&checker.used).collect();
    assert!(unused.is_empty(), "described and never produced: {unused:?}");
    // What the invented case has nothing of.
    let never: BTreeSet<&str> = ["CountRefusal.claim", "Passage.quote"].into();
    let paths = checker
        .tables
        .iter()
        .flat_map(|(name, fields)| fields.keys().map(move |field| (name.clone(), field.clone())));
    let unfilled: Vec<String> = paths
        .filter(|path| !checker.filled.contains(path))
        .map(|(name, field)| format!("{name}.{field}"))
        .filter(|path| !never.contains(path.as_str()))
        .collect();
    assert!(unfilled.is_empty(), "never filled in any test: {unfilled:?}");
}

#[test]
fn the_log_and_the_verification_read_well() {
    let style = onus_answers::Style::default();
    let text = log::to_text(&log_lines(), &style);
    assert!(
        text.contains("Mara")
            && text.contains(
                "second sheet (2 records, 40 claims, 1 taken back, 1 checkpoint, time stamp: existed before \
                 2023-11-14T22:14:20Z)"
            ),
        "{text}"
    );
    assert!(
        text.contains("2023-11-14T22:13:20Z") && text.contains("and 2 other commits"),
        "{text}"
    );
    let text = verify::to_text(&verified(), &style);
    assert!(
        text.contains("3 commits, 50 operations") && text.contains("1 thing is wrong:"),
        "{text}"
    );
    for said in [
        "Withheld from this copy: 12 operations",
        "Erased: 3 operations, of which 2 wait",
        "Not here: 5 files",
        "efefefef (Mara) has 2 branches after 7 commits",
        "2 checkpoints seen on this computer and 4 in the log, 3 of these countersigned",
        "1 checkpoint in the log bears no signature",
    ] {
        assert!(text.replace('\n', " ").contains(said), "{said}: {text}");
    }
    let sound = verify::Verified { wrong: Vec::new(), ..verified() };
    assert!(verify::to_text(&sound, &style).contains("is what was committed"));
    assert_eq!(verify::to_json(&sound)["sound"], Value::Bool(true));
}

#[test]
fn the_verification_of_a_bag_reads_well() {
    let style = onus_answers::Style::default();
    let text = bag::to_text("exhibits", &bag_verified(), &style);
    assert_eq!(
        text,
        "exhibits: BagIt 1.0, sha256, sha512; payload: 2 files, 70 bytes.\nThe bag is not valid: 1 \
         error.\n  data/a\\u{1b}.txt: is listed in manifest and is missing\n"
    );
    let warnings = bag::warnings(&bag_verified(), &style);
    assert!(warnings.contains("bag-info.txt, line 3: the last line"), "{warnings}");
    assert!(warnings.contains("the bag as a whole: only has checksums"), "{warnings}");
    let empty = bag::Verified::default();
    assert!(bag::to_text("x", &empty, &style).contains("BagIt unknown, unknown"));
    assert!(bag::to_text("x", &empty, &style).contains("complete and valid"));
    assert_eq!(bag::warnings(&empty, &style), "");
}

#[test]
fn time_stamps_read_well() {
    let style = onus_answers::Style::default();
    let text = timestamp::to_text(&stamps(), &style);
    for words in [
        "Existed before 20",
        ": the commit efefefefefef (number 12 of the device cdcdcdcdcdcd) and all that it builds on",
        "stamped by CN=Authority (number 02, policy 1.2.3.4.1)",
        "vouched for by CN=Root",
        "recorded 2027-01-15T08:00:00Z by Mara",
        "A time stamp does not hold, over the first 12 commits of the device cdcdcdcdcdcd, and all that \
         they build on: the token is about other content",
        "waits for its reply, over the first commit of the device",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(timestamp::to_text(&Default::default(), &style).contains("no time stamps"));
}
