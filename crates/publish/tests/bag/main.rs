//! Bags: ours are valid to ourselves and to another program, its bags are valid to us, and each kind of damage
//! is named.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod damage;
mod older;
mod other_program;
mod written;

use std::fs;
use std::path::{Path, PathBuf};

use onus_publish::bag::{BagWriter, Verified, verify};
use sha2::{Digest, Sha256, Sha512};
use tempfile::TempDir;

/// A folder that goes away, with a bag in it.
struct Bag {
    _temporary: TempDir,
    path: PathBuf,
}

const PAYLOAD: [(&str, &[u8]); 4] = [
    ("statement.txt", b"We heard the shots at about eleven.\n"),
    ("photographs/square.jpg", b"\xff\xd8\xff\xe0 not really a photograph"),
    ("Жаңаөзен/заявление.txt", "Заявление".as_bytes()),
    ("empty", b""),
];

impl Bag {
    /// A bag as we write it.
    fn ours() -> Self {
        let temporary = TempDir::new().unwrap();
        let path = temporary.path().join("bag");
        let mut writer = BagWriter::create(&path).unwrap();
        for (name, mut content) in PAYLOAD {
            writer.payload(name, &mut content).unwrap();
        }
        writer.tag("custody.json", &mut &b"[]\n"[..]).unwrap();
        writer.tag("metadata/exhibits.csv", &mut &b"id,sha256\n"[..]).unwrap();
        writer.info("Source-Organization", "An office").unwrap();
        writer.info("External-Description", "Two lines\nof description").unwrap();
        writer.info("Bagging-Date", "2011-12-20").unwrap();
        writer.finish().unwrap();
        Self { _temporary: temporary, path }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap()
    }

    /// Changes a tag file and, so that nothing else is wrong, what the tag manifests say of it.
    fn edit(&self, name: &str, change: impl FnOnce(String) -> String) {
        self.replace(name, change(self.read(name)).as_bytes());
    }

    fn replace(&self, name: &str, bytes: &[u8]) {
        fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        fs::write(self.at(name), bytes).unwrap();
        self.list_tags();
    }

    /// Writes the tag manifests again.
    fn list_tags(&self) {
        let mut files = Vec::new();
        gather(&self.path, &self.path, &mut files);
        files.retain(|name| !name.starts_with("data/") && !name.starts_with("tagmanifest-"));
        files.sort();
        let listing = |sum: &dyn Fn(&[u8]) -> String| {
            let line =
                |name: &String| format!("{}  {name}\n", sum(&fs::read(self.at(name)).unwrap()));
            files.iter().map(line).collect::<String>()
        };
        fs::write(self.at("tagmanifest-sha256.txt"), listing(&sha256)).unwrap();
        fs::write(self.at("tagmanifest-sha512.txt"), listing(&sha512)).unwrap();
    }

    fn verify(&self) -> Verified {
        verify(&self.path).unwrap()
    }
}

fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn sha512(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha512::digest(bytes))
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

/// What was found, as a user reads it.
fn said(findings: &[onus_publish::bag::Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}
