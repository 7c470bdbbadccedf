//! What we write.

use std::fs;
use std::io::{self, Read};

use onus_publish::bag::{Algorithm, BagError, BagWriter, Version, verify};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::{Bag, PAYLOAD, said, sha256, sha512};

#[test]
fn our_bag_is_valid_without_a_warning() {
    let bag = Bag::ours();
    let found = bag.verify();
    assert_eq!(said(&found.errors), [""; 0]);
    assert_eq!(said(&found.warnings), [""; 0]);
    assert!(found.is_valid());
    assert_eq!(found.version, Some(Version::V1_0));
    assert_eq!(found.algorithms, [Algorithm::Sha256, Algorithm::Sha512]);
    let bytes: usize = PAYLOAD.iter().map(|(_, content)| content.len()).sum();
    assert_eq!((found.files, found.bytes), (4, bytes as u64));
    let info = |label: &str| {
        let found = found.info.iter().find(|(known, _)| known == label);
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(info("Source-Organization"), Some("An office"));
    assert_eq!(info("External-Description"), Some("Two lines\nof description"));
    assert_eq!(info("Payload-Oxum"), Some(format!("{bytes}.4").as_str()));
}

#[test]
fn the_files_of_a_bag_are_as_the_specification_has_them() {
    let bag = Bag::ours();
    assert_eq!(bag.read("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    assert_eq!(
        bag.read("bag-info.txt"),
        "Source-Organization: An office\nExternal-Description: Two lines\n  of description\n\
         Bagging-Date: 2011-12-20\nPayload-Oxum: 82.4\n"
    );
    let mut lines: Vec<String> =
        PAYLOAD.iter().map(|(name, content)| format!("{}  data/{name}", sha512(content))).collect();
    lines.sort_by(|a, b| a[128..].cmp(&b[128..]));
    assert_eq!(bag.read("manifest-sha512.txt").lines().collect::<Vec<_>>(), lines);
    for (name, content) in PAYLOAD {
        assert_eq!(fs::read(bag.at("data").join(name)).unwrap(), content);
        assert!(bag.read("manifest-sha256.txt").contains(&sha256(content)));
    }
    let listed = bag.read("tagmanifest-sha256.txt");
    let listed: Vec<&str> = listed.lines().map(|line| &line[66..]).collect();
    assert_eq!(
        listed,
        [
            "bag-info.txt",
            "bagit.txt",
            "custody.json",
            "manifest-sha256.txt",
            "manifest-sha512.txt",
            "metadata/exhibits.csv"
        ]
    );
    assert!(!bag.path.with_file_name("bag.part").exists());
}

#[test]
fn what_was_written_is_answered() {
    let folder = TempDir::new().unwrap();
    let mut writer = BagWriter::create(&folder.path().join("bag")).unwrap();
    let written = writer.payload("a/../b", &mut &b"x"[..]);
    assert!(matches!(written, Err(BagError::Path { .. })));
    let written = writer.payload("./a//b", &mut io::repeat(7).take(5_000_000)).unwrap();
    assert_eq!((written.bytes, written.sha256), (5_000_000, sha256(&vec![7; 5_000_000])));
    assert_eq!(written.sha512, sha512(&vec![7; 5_000_000]));
    writer.finish().unwrap();
    assert!(folder.path().join("bag/data/a/b").is_file());
}

#[test]
fn an_empty_payload_is_a_bag() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bag");
    BagWriter::create(&path).unwrap().finish().unwrap();
    let found = verify(&path).unwrap();
    assert_eq!((said(&found.errors), found.files), (Vec::new(), 0));
}

#[test]
fn names_that_are_refused() {
    let folder = TempDir::new().unwrap();
    let mut writer = BagWriter::create(&folder.path().join("bag")).unwrap();
    for name in
        ["", "..", "/etc/passwd", "a/../../b", "~root/x", "C:\\x", "\\\\?\\C:\\x", "a\0b", "."]
    {
        let refused = writer.payload(name, &mut io::empty());
        assert!(matches!(refused, Err(BagError::Path { .. })), "{name:?}: {refused:?}");
    }
    for name in [
        "bagit.txt",
        "Bag-Info.txt",
        "fetch.txt",
        "manifest-md5.txt",
        "data",
        "data/x",
        "tagmanifest-x.txt",
    ] {
        let refused = writer.tag(name, &mut io::empty());
        assert!(matches!(refused, Err(BagError::Reserved(_))), "{name:?}: {refused:?}");
    }
    writer.payload("Zhan\u{e9}.txt", &mut io::empty()).unwrap();
    for name in ["zhan\u{e9}.TXT", "Zhane\u{301}.txt"] {
        let refused = writer.payload(name, &mut io::empty());
        assert!(matches!(refused, Err(BagError::AlmostSame { .. })), "{refused:?}");
    }
    for label in ["", "a:b", " a", "a\n"] {
        assert!(matches!(writer.info(label, "x"), Err(BagError::Label(_))), "{label:?}");
    }
    assert!(writer.info("payload-oxum", "1.1").is_err());
    writer.finish().unwrap();
}

#[test]
fn a_bag_that_is_not_finished_leaves_nothing() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("a bad sector"))
        }
    }
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bag");
    let mut writer = BagWriter::create(&path).unwrap();
    assert!(matches!(BagWriter::create(&path), Err(BagError::Exists(_))), "two at once");
    writer.payload("one", &mut &b"1"[..]).unwrap();
    let error = writer.payload("two", &mut Failing).unwrap_err();
    assert_eq!(error.to_string(), "\"data/two\" cannot be read: a bad sector");
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    fs::create_dir(&path).unwrap();
    assert!(matches!(BagWriter::create(&path), Err(BagError::Exists(_))));
    fs::remove_dir(&path).unwrap();
    let writer = BagWriter::create(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(matches!(writer.finish(), Err(BagError::Exists(_))), "made meanwhile");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever names are accepted, percent signs and line ends among them, the bag is valid.
    #[test]
    fn bags_of_any_names_are_valid(
        names in prop::collection::btree_set("[a-c%\n\r 0-9Aäж./-]{1,8}", 1..8),
        values in prop::collection::vec("[ -~\nа-я]{0,100}", 0..4),
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("bag");
        let mut writer = BagWriter::create(&path).unwrap();
        let mut packed = 0;
        for name in &names {
            // A file cannot lie in a file.
            if names.iter().any(|other| other.starts_with(&format!("{name}/"))) {
                continue;
            }
            match writer.payload(name, &mut name.as_bytes()) {
                Ok(_) => packed += 1,
                Err(BagError::Path { .. } | BagError::AlmostSame { .. }) => {}
                // `a` and then `a/b` in some other spelling.
                Err(BagError::Io { .. }) => return Ok(()),
                Err(error) => panic!("{name:?}: {error:?}"),
            }
        }
        for value in &values {
            writer.info("External-Description", value).unwrap();
        }
        writer.finish().unwrap();
        let found = verify(&path).unwrap();
        prop_assert_eq!(said(&found.errors), Vec::<String>::new());
        prop_assert_eq!(found.files, packed);
        let unknown = found.warnings.iter().filter(|finding| {
            !matches!(finding.problem, onus_publish::bag::Problem::Windows(_))
        });
        prop_assert_eq!(unknown.count(), 0);
    }
}

#[test]
fn a_closed_bag_is_whole_and_takes_nothing_more() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bag");
    let mut writer = BagWriter::create(&path).unwrap();
    writer.payload("one", &mut &b"1"[..]).unwrap();
    writer.close().unwrap();
    writer.close().unwrap();
    assert!(verify(&folder.path().join("bag.part")).unwrap().is_valid());
    assert!(!path.exists());
    assert!(matches!(writer.payload("two", &mut &b"2"[..]), Err(BagError::Closed)));
    assert!(matches!(writer.tag("two", &mut &b"2"[..]), Err(BagError::Closed)));
    assert!(matches!(writer.info("Two", "2"), Err(BagError::Closed)));
    writer.finish().unwrap();
    assert!(verify(&path).unwrap().is_valid());
    // Dropped without a name, nothing of it stays.
    let other = folder.path().join("other");
    let mut writer = BagWriter::create(&other).unwrap();
    writer.close().unwrap();
    drop(writer);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
