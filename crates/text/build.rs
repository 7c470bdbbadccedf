//! Lists the lexicons, tongues, spellings and locales, so that a new language is built in by adding its files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Asked when it runs: a checkout may have moved since this script was compiled.
    let crate_folder = env::var_os("CARGO_MANIFEST_DIR")
        .ok_or_else(|| io::Error::other("CARGO_MANIFEST_DIR is not set"))?;
    let root = Path::new(&crate_folder);
    let lexicons = root.join("lexicon");
    let locales = root.join("../../locales");
    let mut code = String::new();
    list(&mut code, "LEXICONS", &lexicons, |path| {
        (path.extension()? == "toml").then(|| path.to_path_buf())
    })?;
    for (name, folder) in [("TONGUES", "tongues"), ("SPELLINGS", "spelling")] {
        list(&mut code, name, &root.join(folder), |path| {
            (path.extension()? == "toml").then(|| path.to_path_buf())
        })?;
    }
    list(&mut code, "LOCALES", &locales, |path| {
        let file = path.join("values.ftl");
        file.is_file().then_some(file)
    })?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&out).join("languages.rs"), code)
}

/// Writes a sorted table of (language tag, text of the file).
fn list(
    code: &mut String,
    name: &str,
    folder: &Path,
    file_of: impl Fn(&Path) -> Option<PathBuf>,
) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let (Some(tag), Some(file)) = (path.file_stem(), file_of(&path)) {
            println!("cargo:rerun-if-changed={}", file.display());
            files.push((tag.to_string_lossy().into_owned(), file.display().to_string()));
        }
    }
    files.sort();
    writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[").map_err(io::Error::other)?;
    for (tag, file) in files {
        writeln!(code, "    ({tag:?}, include_str!({file:?})),").map_err(io::Error::other)?;
    }
    writeln!(code, "];").map_err(io::Error::other)
}
