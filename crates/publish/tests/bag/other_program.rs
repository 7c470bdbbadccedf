//! Against `bagit` for Python, the program of the Library of Congress (PyPI `bagit`).

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use onus_publish::bag::{BagWriter, verify};
use tempfile::TempDir;

use crate::{Bag, PAYLOAD, said};

/// Runs the program. `None` where there is none, unless there must be.
fn bagit(arguments: &[&str], folder: &Path) -> Option<Output> {
    let python = std::env::var_os("ONUS_PYTHON").unwrap_or_else(|| "python3".into());
    let has = Command::new(&python).args(["-c", "import bagit"]).output();
    if !has.is_ok_and(|out| out.status.success()) {
        assert!(std::env::var_os("ONUS_TOOLS").is_none(), "Python's bagit is needed");
        eprintln!("skipped: python3 has no module bagit (pip install bagit)");
        return None;
    }
    Some(Command::new(&python).args(["-m", "bagit"]).args(arguments).arg(folder).output().unwrap())
}

#[test]
fn it_accepts_our_bags() {
    let bag = Bag::ours();
    let Some(out) = bagit(&["--validate"], &bag.path) else { return };
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    // Line ends in names; it knows no encoding of percent signs, so those are left out here.
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bag");
    let mut writer = BagWriter::create(&path).unwrap();
    for name in ["one\ntwo", "three\rfour", "Қазақстан/с пробелами", "plain"] {
        writer.payload(name, &mut name.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
    let out = bagit(&["--validate"], &path).unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn it_refuses_our_bags_once_they_are_damaged() {
    for damaged in ["data/statement.txt", "custody.json", "bagit.txt"] {
        let bag = Bag::ours();
        let mut bytes = fs::read(bag.at(damaged)).unwrap();
        bytes[0] ^= 1;
        fs::write(bag.at(damaged), bytes).unwrap();
        let Some(out) = bagit(&["--validate"], &bag.path) else { return };
        assert!(!out.status.success(), "{damaged}");
        assert!(!bag.verify().is_valid(), "{damaged}");
    }
}

#[test]
fn we_accept_its_bags() {
    for algorithms in [&["--md5"][..], &["--sha1", "--sha256"], &["--sha512"], &[]] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("bag");
        for (name, content) in PAYLOAD {
            let file = path.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }
        let mut arguments = algorithms.to_vec();
        arguments.extend(["--contact-name", "Ж. Ж.", "--source-organization", "An office"]);
        let Some(out) = bagit(&arguments, &path) else { return };
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let found = verify(&path).unwrap();
        assert_eq!(said(&found.errors), [""; 0], "{algorithms:?}");
        assert_eq!(found.files, 4);
        let weak = found.warnings.iter().filter(|found| found.to_string().contains("forged"));
        assert_eq!(weak.count(), usize::from(algorithms == ["--md5"]));
        assert_eq!(
            found.warnings.len(),
            usize::from(algorithms == ["--md5"]),
            "{:?}",
            said(&found.warnings)
        );
        fs::write(path.join("data/empty"), b"x").unwrap();
        assert!(!verify(&path).unwrap().is_valid());
    }
}
