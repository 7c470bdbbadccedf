//! Other people's programs, by which the files of the tests are made.
//!
//! Where one is missing the test says so and passes, unless `ONUS_TOOLS=1` says that all must be there.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of its own for one test, removed at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("made-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Says that something is missing.
pub(crate) fn missing(what: &str) {
    assert!(std::env::var_os("ONUS_TOOLS").is_none_or(|set| set != "1"), "{what} is missing");
    eprintln!("not tested: {what} is missing");
}

/// Finds a program, or says that it is missing.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        missing(name);
    }
    found
}

/// Finds a Python that has these modules, or says that it is missing.
pub(crate) fn python(modules: &str) -> Option<PathBuf> {
    let python = program("python3")?;
    let has = Command::new(&python)
        .args(["-c", &format!("import {modules}")])
        .stderr(Stdio::null())
        .status();
    if !has.is_ok_and(|status| status.success()) {
        missing(&format!("python3 with {modules}"));
        return None;
    }
    Some(python)
}

/// Runs a program in a folder.
pub(crate) fn run(program: &Path, arguments: &[&str], folder: &Folder) {
    let output = Command::new(program).args(arguments).current_dir(folder.path()).output().unwrap();
    assert!(
        output.status.success(),
        "{}: {}{}",
        program.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Has LibreOffice make another kind of file of one; nothing when it is missing. `to` is an ending, with a filter
/// where the ending does not say enough.
pub(crate) fn converted(
    name: &str,
    bytes: &[u8],
    to: &str,
    filter: Option<&str>,
) -> Option<Vec<u8>> {
    // Two of them in one profile refuse to work.
    static ONE: Mutex<()> = Mutex::new(());
    let soffice = program("soffice")?;
    let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = Folder::new();
    folder.write(name, bytes);
    let profile =
        format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let filter = filter.map(|filter| format!("--infilter={filter}"));
    let mut arguments = vec!["--headless", profile.as_str()];
    arguments.extend(filter.as_deref());
    arguments.extend(["--convert-to", to, "--outdir", ".", name]);
    run(&soffice, &arguments, &folder);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let ending = to.split(':').next().unwrap_or(to);
    Some(folder.read(&format!("{stem}.{ending}")))
}
