//! No word of a case is readable anywhere outside its encryption.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;
#[path = "secrecy/levels.rs"]
mod levels;

use std::fs;
use std::path::Path;

use common::{Bench, files};

/// Words planted in the case, none of which any file of the program could hold by itself.
const PLANTED: [&str; 8] = [
    "zqxvlantern",
    "Żółwiak",
    "Qyrmyzhan",
    "чжурчжэнь",
    "фиалковый",
    "قرنفلستان",
    "wqbhandle",
    "vqxsheet",
];

/// Every command that reads, with words of the case on its command line where it takes any.
const READING: [&[&str]; 14] = [
    &["show", "wqbhandle"],
    &["show", "чжурчжэнь"],
    &["why", "wqbhandle.name"],
    &["search", "фиалковый"],
    &["search", "zqxvlantern"],
    &["list", "person", "--where", "name=Qyrmyzhan"],
    &["count", "killed"],
    &["timeline"],
    &["check"],
    &["list"],
    &["brief", "--all"],
    &["review"],
    &["show", "wqbhandle", "--json"],
    &["show", "żółwiakk"],
];

/// Every way in which a text could lie in a file readably.
fn forms(word: &str) -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    for word in [word.to_owned(), word.to_lowercase(), word.to_uppercase()] {
        forms.push(word.as_bytes().to_vec());
        forms.push(word.encode_utf16().flat_map(u16::to_le_bytes).collect());
        forms.push(word.encode_utf16().flat_map(u16::to_be_bytes).collect());
        forms.push(word.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect());
    }
    forms
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn scan(bench: &Bench, folder: &str, when: &str) -> usize {
    let root = bench.path(folder);
    let found = files(&root);
    for file in &found {
        let name = file.strip_prefix(&root).unwrap_or(Path::new(""));
        let bytes = fs::read(file).unwrap_or_default();
        for word in PLANTED {
            for form in forms(word) {
                assert!(!holds(&bytes, &form), "{when}: {} holds {word}", file.display());
                let name = name.as_os_str().as_encoded_bytes();
                assert!(!holds(name, &form), "{when}: {} is named with {word}", file.display());
            }
        }
    }
    found.len()
}

#[test]
fn nothing_of_the_case_is_readable_outside_the_encryption() {
    let bench = Bench::with_case();
    bench.write(
        "in/register.csv",
        "handle,type,label\nwqbhandle,person,Żółwiak\nsrc,source,\nspeaker,organization,\n",
    );
    bench.write(
        "in/vqxsheet.csv",
        "row_id,record,property,value,wording,origin,source,passage,level\n\
         1,wqbhandle,name,Qyrmyzhan,,speaker,src,zqxvlantern page,team\n\
         2,wqbhandle,name,Cyrl: чжурчжэнь,,speaker,src,page 2,team\n\
         3,wqbhandle,name,Arab: قرنفلستان,,speaker,src,page 2,team\n\
         4,wqbhandle,occupation,en: фиалковый painter of Żółwiak,Żółwiak,speaker,src,page 3,sealed\n",
    );
    let mut scanned = 0;
    let mut everywhere = |when: &str| {
        for folder in ["case.onus", "home", "tmp", "user"] {
            scanned += scan(&bench, folder, when);
        }
    };
    bench.ok(&["code", "in"]);
    everywhere("after coding");
    let changed =
        fs::read_to_string(bench.path("in/vqxsheet.csv")).unwrap().replace("painter", "sculptor");
    bench.write("in/vqxsheet.csv", changed);
    bench.ok(&["code", "in", "--retract", "coder-error"]);
    for arguments in [&["log"][..], &["verify"], &["code", "in", "--dry-run"]] {
        bench.ok(arguments);
    }
    everywhere("after changes");
    for arguments in READING {
        // What is asked may well be answered with "nothing": what matters is what is left behind.
        let ran = bench.run(arguments);
        assert!(matches!(ran.code, 0 | 1), "{arguments:?}: {}{}", ran.out, ran.err);
        everywhere(&format!("after {arguments:?}"));
    }
    bench.ok(&["code", "--export", "out"]);
    bench.ok(&["code", "--template", "vqxtemplate.xlsx"]);
    everywhere("after an export, which itself is readable and says so");
    bench.ok(&["unlock"]);
    everywhere("while unlocked");
    bench.ok(&["lock"]);
    let wrong = bench.run(&["code", "in/nothing-here.csv"]);
    assert_eq!(wrong.code, 2);
    everywhere("after all commands");
    assert!(scanned >= 9, "something was scanned");
}

#[test]
fn the_scan_finds_what_is_there() {
    let bench = Bench::new();
    bench.write(
        "tmp/leak",
        "a zqxvlantern b".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
    );
    let scanned =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| scan(&bench, "tmp", "planted")));
    assert!(scanned.is_err());
}
