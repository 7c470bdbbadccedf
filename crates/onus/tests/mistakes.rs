//! Mistakes in sheets and in cases: one clear message each, the right exit code, nothing changed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Bench, copy, files};

const REGISTER: &str =
    "handle,type,label\nport,place,\nministry,organization,\ns,source,\nroad,event,\n";
const HEAD: &str = "row_id,record,property,value,origin,source,passage,said\n";

/// Everything that is on disk for a bench's case, byte for byte.
fn state(bench: &Bench) -> Vec<(PathBuf, Vec<u8>)> {
    let kept = files(&bench.path("case.onus")).into_iter();
    kept.filter(|path| {
        path.extension().is_none_or(|ending| ending != "db-shm" && ending != "db-wal")
    })
    .map(|path| (path.clone(), fs::read(&path).unwrap()))
    .collect()
}

/// Applies a sheet that has a mistake in it, and expects these words in the message.
fn refused(name: &str, content: impl AsRef<[u8]>, words: &[&str]) {
    let bench = Bench::with_case();
    bench.write("register.csv", REGISTER);
    bench.write(name, content);
    let (before, commits) = (state(&bench), bench.commits());
    let ran = bench.run(&["code", "register.csv", name]);
    assert_eq!(ran.code, 2, "{name}: {}{}", ran.out, ran.err);
    for word in words {
        assert!(ran.err.contains(word), "\"{word}\" is not in:\n{}", ran.err);
    }
    assert!(ran.err.contains(name), "the file is named:\n{}", ran.err);
    assert_eq!(ran.out, "");
    assert_eq!(bench.commits(), commits);
    assert!(state(&bench) == before, "{name}: the case has changed");
}

fn csv(rows: &str) -> String {
    format!("{HEAD}{rows}\n")
}

#[test]
fn a_property_that_is_none() {
    refused("t.csv", csv("1,port,colour,en: blue,ministry,s,p,"), &["line 2", "colour"]);
}

#[test]
fn a_bad_date() {
    refused("t.csv", csv("1,road,when,2019-02-30,ministry,s,p,"), &["line 2", "2019-02-30"]);
}

#[test]
fn an_unknown_reference() {
    refused("t.csv", csv("1,road,place,prot,ministry,s,p,"), &["line 2", "prot", "port"]);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let rows = "1,port,colour,en: blue,ministry,s,p,\n2,road,when,soon,ministry,s,p,\n3,nobody,name,N,ministry,s,p,";
    refused("t.csv", csv(rows), &["line 2", "line 3", "line 4", "3 mistakes"]);
}

#[test]
fn a_duplicate_handle() {
    refused("more.csv", "handle,type,label\n", &["more.csv"]);
    let bench = Bench::with_case();
    bench.write("register.csv", format!("{REGISTER}port,place,\n"));
    let ran = bench.run(&["code", "register.csv"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("register.csv, line 6") && ran.err.contains("registered twice"),
        "{}",
        ran.err
    );
    assert_eq!(bench.commits(), 1);
}

#[test]
fn an_unknown_type() {
    let bench = Bench::with_case();
    bench.write("register.csv", "handle,type,label\nport,plaice,\n");
    let ran = bench.run(&["code", "register.csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("plaice") && ran.err.contains("place"), "{}", ran.err);
    assert_eq!(bench.commits(), 1);
}

#[test]
fn tabs_for_indentation_in_yaml() {
    refused("t.yaml", "sheet: t\nclaims:\n\t- { row_id: 1 }\n", &["line 3"]);
}

#[test]
fn a_table_parted_by_tabs() {
    refused("t.csv", csv("1,road,when,2019,ministry,s,p,").replace(',', "\t"), &["t.csv"]);
}

#[test]
fn a_hundred_megabytes() {
    refused("t.csv", vec![b'a'; 100 << 20], &["100 MB", "32"]);
}

#[test]
fn text_that_is_not_utf8() {
    let mut bytes = csv("1,road,summary,en: caf").into_bytes();
    bytes.push(0xe9);
    refused("t.csv", bytes, &["UTF-8", "line 3", "byte"]);
}

#[test]
fn a_workbook_that_is_none() {
    refused("t.xlsx", "PK\u{3}\u{4} and nothing more", &["t.xlsx"]);
}

#[test]
fn a_format_that_is_not_read() {
    refused("t.ods", "anything", &[".xlsx"]);
}

#[test]
fn a_file_that_is_not_there() {
    let bench = Bench::with_case();
    let ran = bench.run(&["code", "nowhere.csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere.csv: there is no such file"), "{}", ran.err);
}

#[test]
fn a_passage_counted_in_a_text_that_nobody_knows() {
    refused("t.csv", csv("1,road,when,2019,ministry,s,10-20,"), &["line 2", "no text of s"]);
}

#[test]
fn a_wrong_passphrase() {
    let bench = Bench::with_case();
    bench.write("passphrase", "something else");
    let before = state(&bench);
    let ran = bench.run(&["log"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("does not open this case"), "{}", ran.err);
    assert!(state(&bench) == before);
}

#[test]
fn a_folder_that_is_no_case() {
    let bench = Bench::new();
    let nothing = bench.run(&["log"]);
    assert_eq!(nothing.code, 3);
    assert!(nothing.err.contains("no case in this folder"), "{}", nothing.err);
    fs::create_dir(bench.path("empty.onus")).unwrap();
    let ran = bench.run(&["log"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("empty.onus is not a case"), "{}", ran.err);
    assert!(files(&bench.path("empty.onus")).is_empty(), "nothing is made in it");
}

#[test]
fn two_cases_in_one_folder() {
    let bench = Bench::with_case();
    copy(&bench.path("case.onus"), &bench.path("copy.onus"));
    let ran = bench.run(&["log"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("case.onus, copy.onus") && ran.err.contains("--case"), "{}", ran.err);
}

#[test]
fn a_case_of_a_newer_format() {
    let bench = Bench::with_case();
    let path = bench.path("case.onus/slots.json");
    let text = fs::read_to_string(&path).unwrap();
    let said = text.lines().find(|line| line.contains("\"database\":")).unwrap();
    let newer = text.replace(said, "  \"database\": 99,");
    assert_ne!(newer, text, "the file says its format");
    fs::write(&path, newer).unwrap();
    let before = state(&bench);
    let ran = bench.run(&["log"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("format 99") && ran.err.contains("newer program"), "{}", ran.err);
    assert!(state(&bench) == before);
}

#[test]
fn a_case_that_was_cut_short() {
    let bench = Bench::with_harbour();
    let path = bench.path("case.onus/case.db");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let before = state(&bench);
    let ran = bench.run(&["verify"]);
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("damaged") || ran.out.contains("Not sound"), "{}{}", ran.out, ran.err);
    assert!(state(&bench) == before);
}

#[test]
fn an_altered_byte_is_found() {
    let bench = Bench::with_harbour();
    let path = bench.path("case.onus/case.db");
    let bytes = fs::read(&path).unwrap();
    for place in [bytes.len() / 4, bytes.len() / 2, bytes.len() - 100] {
        let mut altered = bytes.clone();
        altered[place] ^= 1;
        fs::write(&path, altered).unwrap();
        let ran = bench.run(&["verify"]);
        assert_eq!(ran.code, 4, "byte {place}: {}{}", ran.out, ran.err);
    }
    fs::write(&path, bytes).unwrap();
    bench.ok(&["verify"]);
}

#[test]
fn a_case_elsewhere_is_read_and_not_changed() {
    let bench = Bench::with_harbour();
    let elsewhere = Bench::new();
    copy(&bench.path("case.onus"), &elsewhere.path("case.onus"));
    let read = elsewhere.run(&["log"]);
    assert_eq!(read.code, 0, "{}", read.err);
    assert!(read.err.contains("can only read it"), "{}", read.err);
    elsewhere.write("register.csv", REGISTER);
    let ran = elsewhere.run(&["code", "register.csv"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("not enrolled"), "{}", ran.err);
}

#[test]
fn an_older_copy_is_noticed() {
    let bench = Bench::with_case();
    copy(&bench.path("case.onus"), &bench.path("kept"));
    bench.ok(&["code", common::harbour().to_str().unwrap()]);
    fs::remove_dir_all(bench.path("case.onus")).unwrap();
    copy(&bench.path("kept"), &bench.path("case.onus"));
    let read = bench.run(&["log"]);
    assert_eq!(read.code, 0);
    assert!(read.err.contains("older copy"), "{}", read.err);
    let ran = bench.run(&["code", common::harbour().to_str().unwrap()]);
    assert_ne!(ran.code, 0, "nothing is written after what was cut off");
}

/// A folder that cannot be written. The superuser writes everywhere, and tests this on a mount.
#[cfg(unix)]
#[test]
fn a_folder_that_can_only_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::with_harbour();
    let case = bench.path("case.onus");
    let mode = |mode| {
        for file in files(&case) {
            fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
        }
        fs::set_permissions(&case, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2)).unwrap();
    };
    mode(0o444);
    if fs::write(case.join("probe"), "").is_ok() {
        fs::remove_file(case.join("probe")).unwrap();
        eprintln!("run as a user who can write everywhere: not tested");
        return;
    }
    let read = bench.run(&["log"]);
    assert_eq!(read.code, 0, "{}", read.err);
    bench.write("register.csv", REGISTER);
    let ran = bench.run(&["code", "register.csv"]);
    mode(0o755);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("only be read"), "{}", ran.err);
}

/// A mount that nobody can write to, not even the superuser, in a world of mounts of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_mount_that_can_only_be_read() {
    let bench = Bench::with_harbour();
    bench.write("register.csv", REGISTER);
    let on_mount = |arguments: &str| {
        let case = bench.path("case.onus");
        let script = format!(
            "mount --make-rprivate / && mount --bind {0} {0} && mount -o remount,bind,ro {0} \
             && exec {1} {arguments}",
            case.display(),
            env!("CARGO_BIN_EXE_onus")
        );
        let mut command = bench.command(&[]);
        let environment: Vec<_> = command
            .get_envs()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        command = std::process::Command::new("unshare");
        command
            .args(["--mount", "--map-root-user", "sh", "-c", &script])
            .current_dir(bench.root())
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .envs(environment);
        command.output()
    };
    let probe = std::process::Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", "mount --make-rprivate /"])
        .output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        common::without("unshare with mounts of one's own");
        return;
    }
    let before = state(&bench);
    let read = common::ran(on_mount("count killed").unwrap());
    assert_eq!(read.code, 0, "{}", read.err);
    assert!(read.err.contains("only be read"), "{}", read.err);
    let changed = common::ran(on_mount("code register.csv").unwrap());
    assert_eq!(changed.code, 3, "{}", changed.err);
    assert!(changed.err.contains("only be read"), "{}", changed.err);
    assert!(state(&bench) == before);
}

#[test]
fn a_case_is_never_made_over_something() {
    let bench = Bench::with_case();
    let before = state(&bench);
    let again = bench.run(&["init", "case"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("case.onus exists already"), "{}", again.err);
    assert_eq!(bench.run(&["demo", "--no-serve", "--case", "case.onus"]).code, 2);
    assert!(state(&bench) == before);
}

#[test]
fn commands_that_are_mistyped() {
    let bench = Bench::new();
    let ran = bench.run(&["cuont"]);
    assert_eq!(ran.code, 2);
    assert_eq!(bench.run(&["code"]).code, 2);
    assert_eq!(bench.run(&[]).code, 2);
}

/// A workbook of one sheet, its cells filled by the test.
fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("t").unwrap();
    let cells = ["1", "road", "when", "2019", "ministry", "s", "p", ""];
    for (column, (head, cell)) in (0u16..).zip(HEAD.trim().split(',').zip(cells)) {
        sheet.write_string(0, column, head).unwrap();
        sheet.write_string(1, column, cell).unwrap();
    }
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_with_nothing_wrong_is_taken() {
    let bench = Bench::with_case();
    bench.write("register.csv", REGISTER);
    bench.write("t.xlsx", workbook(|_| {}));
    bench.ok(&["code", "register.csv", "t.xlsx"]);
}

#[test]
fn a_formula() {
    let bytes = workbook(|sheet| {
        sheet.write_formula(1, 3, "=YEAR(TODAY())").unwrap();
    });
    refused("t.xlsx", bytes, &["cell D2", "formula"]);
}

#[test]
fn merged_cells() {
    let bytes = workbook(|sheet| {
        let format = rust_xlsxwriter::Format::new();
        sheet.merge_range(1, 4, 2, 4, "ministry", &format).unwrap();
    });
    refused("t.xlsx", bytes, &["merged"]);
}

#[test]
fn a_date_as_a_number_of_excel() {
    let bytes = workbook(|sheet| {
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(1, 3, 43_528.0, &format).unwrap();
    });
    refused("t.xlsx", bytes, &["cell D2", "date"]);
}
