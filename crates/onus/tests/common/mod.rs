//! A folder of its own for each test, and the program run in it.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The passphrase of every case of the tests.
pub(crate) const PASSPHRASE: &str = "four words for a test";

/// A folder with a home, a temporary folder and a passphrase file of its own.
pub(crate) struct Bench {
    folder: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(bench.path("tmp")).unwrap();
        fs::write(bench.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        bench
    }

    /// A bench with an empty case.
    pub(crate) fn with_case() -> Self {
        let bench = Self::new();
        bench.ok(&["init", "case.onus", "--key-cost", "least"]);
        bench
    }

    /// A bench with the invented case of the harbour.
    pub(crate) fn with_harbour() -> Self {
        let bench = Self::with_case();
        bench.ok(&["code", harbour().to_str().unwrap()]);
        bench
    }

    /// A bench with the worked example.
    pub(crate) fn with_example() -> Self {
        let bench = Self::new();
        bench.ok(&["demo", "--no-serve", "--case", "case.onus", "--key-cost", "least"]);
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The program, to be run here; nothing of the environment it is tested in reaches it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        command
            .args(arguments)
            .current_dir(self.root())
            .env_clear()
            .env("HOME", self.path("user"))
            .env("TMPDIR", self.path("tmp"))
            .env("ONUS_HOME", self.path("home"))
            .env("ONUS_PASSPHRASE_FILE", self.path("passphrase"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments).output().unwrap())
    }

    /// Runs what must end well, and gives its output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "onus {arguments:?}\n{}\n{}", ran.out, ran.err);
        ran.out
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        let out = self.ok(&all);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{out}"))
    }

    /// How many commits the log has.
    pub(crate) fn commits(&self) -> usize {
        self.json(&["log"])["commits"].as_array().unwrap().len()
    }
}

pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Says that a test could not be made for want of a tool; where all tools must be there (`ONUS_TOOLS=1`),
/// that is a failure.
pub(crate) fn without(tool: &str) {
    assert_ne!(std::env::var("ONUS_TOOLS").as_deref(), Ok("1"), "{tool} is not available");
    eprintln!("not tested: {tool} is not available");
}

/// The sheets of the invented case.
pub(crate) fn harbour() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harbour")
}

/// Every file under a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
}
