//! A small runner of tests that can also be the reading process, and what such tests share.

#![allow(dead_code, reason = "each test program uses its own part")]

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use onus_ingest::documents::process::{Reader, Source, Tools, serve};
use onus_ingest::documents::{Document, Failure, Limits, Place};

/// A test and its name.
pub(crate) type Test = (&'static str, fn());

/// Runs the tests whose names contain what is asked for, or is the reading process.
pub(crate) fn main(tests: &[Test]) -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|argument| argument == "reading-process") {
        return ExitCode::from(serve(&arguments[2..]));
    }
    let wanted: Vec<String> = arguments
        .iter()
        .skip(1)
        .filter_map(|argument| argument.to_str())
        .filter(|argument| !argument.starts_with('-'))
        .map(str::to_owned)
        .collect();
    let mut failed = 0;
    for (name, test) in tests {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| name.contains(wanted.as_str())) {
            continue;
        }
        print!("test {name} ... ");
        std::io::stdout().flush().unwrap();
        let passed = std::panic::catch_unwind(test).is_ok();
        println!("{}", if passed { "ok" } else { "FAILED" });
        failed += u8::from(!passed);
    }
    ExitCode::from(failed.min(1))
}

/// A reader that starts this test program again.
pub(crate) fn reader() -> Reader {
    Reader {
        program: std::env::current_exe().unwrap(),
        arguments: vec!["reading-process".into()],
        tools: Tools::default(),
        languages: vec!["en".to_owned(), "ru".to_owned(), "kk".to_owned()],
    }
}

/// The same, with the programs that recognise text.
pub(crate) fn seeing() -> Reader {
    let tools = Tools::find(&std::env::var_os("PATH").unwrap_or_default());
    Reader { tools, ..reader() }
}

/// Reads a file in a process of its own.
pub(crate) fn read_file(reader: &Reader, path: &Path) -> Result<Document, Failure> {
    let file = std::fs::File::open(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    reader.read(&Source::File(&file), &name, &Limits::default())
}

/// A folder for one test, gone after it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("onus-readers-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Runs a program in a folder. Nothing when it is not installed, which fails the test where all are promised.
pub(crate) fn run(folder: &Folder, program: &str, arguments: &[&str]) -> Option<()> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(&folder.0).env("HOME", &folder.0);
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            assert!(
                std::env::var_os("ONUS_TOOLS").is_none_or(|promised| promised != "1"),
                "{program} is not installed"
            );
            println!("not run: {program} is not installed");
            return None;
        }
        Err(error) => panic!("{program}: {error}"),
    };
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(())
}

/// Prints a page as a PDF, as a browser does.
pub(crate) fn chromium(folder: &Folder, page: &str, pdf: &str) -> Option<()> {
    let to = format!("--print-to-pdf={pdf}");
    let mut arguments = vec!["--headless", "--disable-gpu", "--no-pdf-header-footer", &to];
    // Chromium's own sandbox refuses to work for the user that builds run as.
    arguments.extend(["--no-sandbox", page]);
    run(folder, "chromium", &arguments)
}

/// Converts a file with LibreOffice.
pub(crate) fn libreoffice(folder: &Folder, file: &str, to: &str) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}", folder.path("profile").display());
    run(folder, "soffice", &[&profile, "--headless", "--convert-to", to, file])
}

/// The text of a part.
pub(crate) fn text_of(document: &Document, range: &std::ops::Range<u64>) -> String {
    let (from, to) = (range.start as usize, range.end as usize);
    document.text.chars().skip(from).take(to - from).collect()
}

/// The page on which a place in the text is.
pub(crate) fn page_of(document: &Document, at: u64) -> Option<u32> {
    document.parts.iter().find_map(|part| match part.place {
        Place::Page(page) if part.range.contains(&at) => Some(page),
        _ => None,
    })
}

/// Bytes as no file promises them: a text of words in a fixed order.
pub(crate) fn words(count: usize) -> String {
    let words = ["police", "said", "that", "nobody", "was", "hurt", "in", "the", "square"];
    words.iter().cycle().take(count).copied().collect::<Vec<_>>().join(" ")
}
