//! Bags of earlier versions, and in other encodings, as they were written then.

use std::fs;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use md5::{Digest, Md5};
use onus_publish::bag::{Verified, verify};
use sha1::Sha1;
use tempfile::TempDir;

use crate::said;

fn md5(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Md5::digest(bytes))
}

fn sha1(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha1::digest(bytes))
}

struct Old(TempDir);

impl Old {
    fn new(version: &str, encoding: &str) -> Self {
        let old = Self(TempDir::new().unwrap());
        let text = format!("BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n");
        old.put("bagit.txt", text.as_bytes());
        old.put("data/a.txt", b"a");
        old.put("data/b.txt", b"b");
        let manifest = format!("{}  data/a.txt\n{}  data/b.txt\n", md5(b"a"), md5(b"b"));
        old.put("manifest-md5.txt", manifest.as_bytes());
        old
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path: PathBuf = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn verify(&self) -> Verified {
        verify(self.0.path()).unwrap()
    }
}

const WEAK: &str = ": only has checksums that can be forged (md5)";

#[test]
fn every_version_is_read() {
    for version in ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"] {
        let old = Old::new(version, "UTF-8");
        let found = old.verify();
        assert_eq!(said(&found.errors), [""; 0], "{version}");
        assert_eq!(said(&found.warnings), [WEAK], "{version}");
        assert_eq!(found.version.unwrap().to_string(), version);
        assert_eq!((found.files, found.bytes), (2, 2));
    }
}

#[test]
fn the_metadata_had_another_name_until_0_95() {
    for (version, file, other) in
        [("0.95", "package-info.txt", "bag-info.txt"), ("0.96", "bag-info.txt", "package-info.txt")]
    {
        let old = Old::new(version, "UTF-8");
        old.put(file, b"Payload-Oxum: 3.2\n");
        // Not metadata in this version: anybody's tag file.
        old.put(other, b"not a label");
        let found = old.verify();
        let expected = format!("{file}, line 1: Payload-Oxum says 3.2, and the payload is 2.2");
        assert_eq!(said(&found.errors), [expected], "{version}");
    }
}

#[test]
fn before_1_0_more_was_allowed() {
    let old = Old::new("0.97", "UTF-8");
    // White space around the colon; repeated elements; one manifest lists one file, another the other.
    old.put(
        "bag-info.txt",
        b"Contact-Name  :   Jane\nPayload-Oxum: 2.2\nPayload-Oxum: 2.2\nLabel:value\n",
    );
    old.put("manifest-md5.txt", format!("{}  data/a.txt\n", md5(b"a")).as_bytes());
    let sha = format!("{0} data/b.txt\n{0} data/b.txt\n", sha1(b"b"));
    old.put("manifest-sha1.txt", sha.as_bytes());
    let found = old.verify();
    assert_eq!(said(&found.errors), [""; 0]);
    assert_eq!(
        said(&found.warnings),
        [
            ": only has checksums that can be forged (md5, sha1)",
            "bag-info.txt, line 3: Payload-Oxum is given more than once",
            "data/a.txt: is not listed in manifest-sha1.txt",
            "data/b.txt: is not listed in manifest-md5.txt",
            "manifest-sha1.txt, line 2: lists \"data/b.txt\" again, after line 1",
        ]
    );
    assert_eq!(found.info[0], ("Contact-Name".to_owned(), "Jane".to_owned()));
    // What no manifest lists is an error in every version.
    old.put("data/c.txt", b"c");
    let found = old.verify();
    assert!(
        said(&found.errors).contains(
            &"data/c.txt: is not listed in manifest-md5.txt, manifest-sha1.txt".to_owned()
        )
    );
}

#[test]
fn a_declaration_with_spaces_was_allowed_in_the_oldest() {
    for (version, valid) in [("0.95", true), ("0.97", false)] {
        let old = Old::new(version, "UTF-8");
        let text = format!("BagIt-Version : {version}\nTag-File-Character-Encoding: UTF-8\n");
        old.put("bagit.txt", text.as_bytes());
        assert_eq!(old.verify().is_valid(), valid, "{version}");
    }
}

#[test]
fn percent_signs_before_1_0() {
    let old = Old::new("0.97", "UTF-8");
    old.put("data/100%", b"p");
    old.put("data/one\ntwo", b"n");
    old.put("data/5%.txt", b"5");
    let mut manifest = fs::read_to_string(old.0.path().join("manifest-md5.txt")).unwrap();
    for (written, content) in [("100%", "p"), ("one%0Atwo", "n"), ("5%25.txt", "5")] {
        manifest.push_str(&format!("{}  data/{written}\n", md5(content.as_bytes())));
    }
    old.put("manifest-md5.txt", manifest.as_bytes());
    let found = old.verify();
    assert_eq!(said(&found.errors), [""; 0]);
    assert!(said(&found.warnings).contains(
        &"manifest-md5.txt, line 5: \"data/5%25.txt\" was found as \"data/5%.txt\"".to_owned()
    ));
}

#[test]
fn tag_files_in_other_encodings() {
    let wide = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    };
    let manifest =
        format!("{}  data/a.txt\n{}  data/b.txt\n{}  data/й\n", md5(b"a"), md5(b"b"), md5(b"y"));
    let marked = format!("\u{feff}{manifest}");
    for (encoding, bytes) in [
        ("UTF-16", wide(&marked, u16::to_le_bytes)),
        ("UTF-16", wide(&marked, u16::to_be_bytes)),
        ("UTF-16", wide(&manifest, u16::to_be_bytes)),
        ("UTF-16BE", wide(&manifest, u16::to_be_bytes)),
        ("UTF-16LE", wide(&manifest, u16::to_le_bytes)),
        ("KOI8-R", encoding_rs::KOI8_R.encode(&manifest).0.into_owned()),
        ("windows-1251", encoding_rs::WINDOWS_1251.encode(&manifest).0.into_owned()),
    ] {
        let old = Old::new("0.97", encoding);
        old.put("data/й", b"y");
        old.put("manifest-md5.txt", &bytes);
        let found = old.verify();
        assert_eq!(said(&found.errors), [""; 0], "{encoding}");
        assert_eq!(said(&found.warnings), [WEAK], "{encoding}");
    }
    // The other order of bytes is no text of this bag.
    let old = Old::new("0.97", "UTF-16BE");
    old.put("manifest-md5.txt", &wide(&manifest, u16::to_le_bytes));
    assert!(!old.verify().is_valid());
}

#[test]
fn a_byte_order_mark_is_a_warning_before_1_0() {
    let old = Old::new("0.97", "UTF-8");
    let manifest = fs::read_to_string(old.0.path().join("manifest-md5.txt")).unwrap();
    old.put("manifest-md5.txt", format!("\u{feff}{manifest}").as_bytes());
    let found = old.verify();
    assert_eq!(said(&found.errors), [""; 0]);
    assert_eq!(said(&found.warnings), [WEAK, "manifest-md5.txt: begins with a byte-order mark"]);
}
