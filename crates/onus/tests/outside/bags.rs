//! `onus bag verify`: ours and those of another program accepted, damage named with its file.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use onus_publish::bag::BagWriter;

use crate::common::{Bench, without};

const PAYLOAD: [(&str, &[u8]); 3] = [
    ("statement.txt", b"We heard the shots at about eleven.\n"),
    ("photographs/square.jpg", b"\xff\xd8\xff\xe0 not really a photograph"),
    ("Жаңаөзен/заявление.txt", "Заявление".as_bytes()),
];

/// A bag in the bench's folder.
fn with_bag() -> Bench {
    let bench = Bench::new();
    let mut writer = BagWriter::create(&bench.path("bag")).unwrap();
    for (name, mut content) in PAYLOAD {
        writer.payload(name, &mut content).unwrap();
    }
    writer.tag("metadata/exhibits.csv", &mut &b"name,sha256\n"[..]).unwrap();
    writer.info("Bagging-Date", "2011-12-20").unwrap();
    writer.finish().unwrap();
    bench
}

/// Runs the bagit of the Library of Congress; nothing where it is not installed.
pub(super) fn bagit(bench: &Bench, arguments: &[&str]) -> Option<Output> {
    let python = std::env::var_os("ONUS_PYTHON").unwrap_or_else(|| "python3".into());
    let has = Command::new(&python).args(["-c", "import bagit"]).output();
    if !has.is_ok_and(|out| out.status.success()) {
        without("Python's bagit");
        return None;
    }
    let mut command = Command::new(python);
    command.args(["-m", "bagit"]).args(arguments).current_dir(bench.root());
    Some(command.output().unwrap())
}

#[test]
fn a_sound_bag_needs_no_case() {
    let bench = with_bag();
    let ran = bench.run(&["bag", "verify", "bag"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.contains("BagIt 1.0, sha256, sha512; payload: 3 files, 82 bytes."),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("complete and valid"), "{}", ran.out);
    let json = bench.json(&["bag", "verify", "bag"]);
    assert_eq!(json["shape"], "onus.bag-verify/1");
    assert_eq!((json["valid"].as_bool(), json["files"].as_u64()), (Some(true), Some(3)));
    assert_eq!(json["info"][0]["value"], "2011-12-20");
}

#[test]
fn damage_is_named_with_its_file() {
    type Damage = fn(PathBuf);
    let damages: [(Damage, &str); 8] = [
        (
            |bag| {
                fs::write(bag.join("data/statement.txt"), b"We heard the shots at about twelve\n")
                    .unwrap()
            },
            "data/statement.txt: does not have the sha256 checksum",
        ),
        (
            |bag| fs::remove_file(bag.join("data/Жаңаөзен/заявление.txt")).unwrap(),
            "data/Жаңаөзен/заявление.txt: is listed in manifest-sha256.txt, manifest-sha512.txt and is missing",
        ),
        (
            |bag| fs::write(bag.join("data/planted.txt"), b"x").unwrap(),
            "data/planted.txt: is not listed in manifest-sha256.txt, manifest-sha512.txt",
        ),
        (
            |bag| fs::write(bag.join("metadata/exhibits.csv"), b"x").unwrap(),
            "metadata/exhibits.csv: does not have the sha256 checksum that tagmanifest-sha256.txt says",
        ),
        (
            |bag| fs::remove_file(bag.join("bagit.txt")).unwrap(),
            "bagit.txt: is missing, and every bag has it",
        ),
        (
            |bag| {
                let manifest = bag.join("manifest-sha256.txt");
                let text = fs::read_to_string(&manifest).unwrap();
                fs::write(&manifest, text.replace("data/statement.txt", "../statement.txt"))
                    .unwrap();
            },
            "manifest-sha256.txt, line 2: the path \"../statement.txt\" leads out of the bag",
        ),
        (
            |bag| fs::write(bag.join("manifest-md6.txt"), b"").unwrap(),
            "manifest-md6.txt: the algorithm \"md6\" is not one that this program knows",
        ),
        (
            |bag| {
                let info = fs::read_to_string(bag.join("bag-info.txt")).unwrap();
                fs::write(bag.join("bag-info.txt"), info.replace("82.3", "86.3")).unwrap();
            },
            "bag-info.txt, line 2: Payload-Oxum says 86.3, and the payload is 82.3",
        ),
    ];
    for (damage, said) in damages {
        let bench = with_bag();
        damage(bench.path("bag"));
        let ran = bench.run(&["bag", "verify", "bag"]);
        assert_eq!(ran.code, 1, "{said}: {}", ran.out);
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
        assert!(!ran.out.contains("complete and valid"), "{}", ran.out);
    }
}

#[test]
fn warnings_stand_apart() {
    let bench = with_bag();
    fs::write(bench.path("bag/note.txt"), b"left here by somebody").unwrap();
    let ran = bench.run(&["bag", "verify", "bag"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("complete and valid") && !ran.out.contains("note.txt"), "{}", ran.out);
    assert!(ran.err.contains("note.txt: is not listed in tagmanifest-sha256.txt"), "{}", ran.err);
    let json = bench.json(&["bag", "verify", "bag"]);
    assert_eq!(json["warnings"][0]["file"], "note.txt");
}

#[test]
fn what_is_no_folder_is_said() {
    let bench = with_bag();
    let ran = bench.run(&["bag", "verify", "nowhere"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("nowhere: there is no such file or folder"), "{}", ran.err);
    let ran = bench.run(&["bag", "verify", "bag/bagit.txt"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("bag/bagit.txt"), "{}", ran.err);
}

#[test]
fn bags_of_another_program_are_accepted() {
    for algorithms in [&["--md5"][..], &["--sha256"], &[]] {
        let bench = Bench::new();
        for (name, content) in PAYLOAD {
            bench.write(&format!("theirs/{name}"), content);
        }
        let arguments = [algorithms, &["--contact-name", "Ж. Ж.", "theirs"]].concat();
        let Some(out) = bagit(&bench, &arguments) else { return };
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let ran = bench.run(&["bag", "verify", "theirs"]);
        assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
        assert_eq!(ran.err.contains("forged"), algorithms == ["--md5"], "{}", ran.err);
    }
}
