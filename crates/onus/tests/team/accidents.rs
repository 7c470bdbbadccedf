//! The program killed, its power cut and its disk full, while it takes sheets in, erases, and changes the key.
//!
//! `ONUS_ACCIDENTS` says how many of each; a few by default.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{self, Bench};

fn count() -> u64 {
    let count = std::env::var("ONUS_ACCIDENTS").ok().and_then(|count| count.parse().ok());
    count.unwrap_or(1)
}

/// Rows enough that taking them in lasts a while.
const ROWS: usize = 60;

const HEADER: &str = "row_id,record,property,value,origin,source,passage\n";

fn sheet(word: &str) -> String {
    let mut sheet = HEADER.to_owned();
    for row in 0..ROWS {
        sheet.push_str(&format!(
            "{row},march,summary,en: {word} account {row},not stated,daily,page {row}\n"
        ));
    }
    sheet
}

/// A case with the records of the sheets, and one sheet of it applied.
fn bench() -> Bench {
    let bench = Bench::with_case();
    bench.write("register.csv", "handle,type,label\nmarch,event,\ndaily,source,\n");
    bench.write("one.csv", sheet("first"));
    bench.ok(&["code", "register.csv", "one.csv"]);
    bench.write("two.csv", sheet("second"));
    bench
}

/// A command, and what is true of a case once it was done.
type Deed = (&'static [&'static str], fn(&Bench) -> Option<bool>);

/// What is done to the case, and whether it was done, by what the case then holds.
const DEEDS: [Deed; 3] = [
    (&["code", "two.csv"], |bench| match summaries(bench) {
        ROWS => Some(false),
        all if all == 2 * ROWS => Some(true),
        _ => None,
    }),
    (&["erase", "one/7", "one/8", "--reason", "mistake"], |bench| match summaries(bench) {
        ROWS => Some(false),
        left if left == ROWS - 2 => Some(true),
        _ => None,
    }),
    (&["passwd", "--rotate"], |bench| (summaries(bench) == ROWS).then_some(true)),
];

/// How many accounts of the march there are.
fn summaries(bench: &Bench) -> usize {
    let shown = bench.json(&["show", "march"]);
    let properties = shown["properties"].as_array().unwrap();
    let text = properties.iter().map(ToString::to_string).collect::<String>();
    let words = (0..ROWS)
        .flat_map(|row| ["first", "second"].map(|word| format!("\"{word} account {row}\"")));
    words.filter(|words| text.contains(&words[1..words.len() - 1]) && text.contains(words)).count()
}

/// A copy of a case with its computer.
fn copied(from: &Bench) -> Bench {
    let bench = Bench::new();
    common::copy(from.root(), bench.root());
    bench
}

/// Checks that the case is whole, and that the deed is done or not at all. Does it again where it was not.
fn is_well(bench: &Bench, deed: usize, acknowledged: bool, accident: &str) {
    let (arguments, was_done) = DEEDS[deed];
    let verified = bench.run(&["verify"]);
    assert_eq!(verified.code, 0, "{accident}: {}{}", verified.out, verified.err);
    let done = was_done(bench).unwrap_or_else(|| panic!("{accident}: half of {arguments:?}"));
    assert!(done || !acknowledged, "{accident}: {arguments:?} was acknowledged");
    if !done {
        bench.ok(arguments);
        assert_eq!(was_done(bench), Some(true), "{accident}: {arguments:?} afterwards");
        bench.ok(&["verify"]);
    }
}

#[test]
fn killed_at_any_moment_the_program_leaves_a_whole_case() {
    let made = bench();
    for (deed, (arguments, _)) in DEEDS.iter().enumerate() {
        let undisturbed = copied(&made);
        let begun = Instant::now();
        undisturbed.ok(arguments);
        let lasts = begun.elapsed();
        for kill in 0..count() {
            let bench = copied(&made);
            let mut child = bench
                .command(arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Spread over all of it, and a little after.
            let after = lasts.mul_f64((kill as f64 + 0.7) / count() as f64);
            std::thread::sleep(after.max(Duration::from_millis(1)));
            let ended = child.try_wait().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            let acknowledged = ended.is_some_and(|status| status.success());
            is_well(&bench, deed, acknowledged, &format!("killed after {after:?}"));
        }
    }
}

/// The library that stands between the program and its file system; none where there is no C compiler.
fn library(bench: &Bench) -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../case/tests/crash/faults.c");
    let library = bench.path("faults.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl");
    match compiler.status() {
        Ok(status) => {
            assert!(status.success());
            Some(library)
        }
        Err(_) => {
            common::without("cc");
            None
        }
    }
}

#[test]
fn power_cuts_and_a_full_disk_leave_a_whole_case() {
    let made = bench();
    let Some(library) = library(&made) else { return };
    let run = |bench: &Bench, arguments: &[&str], fault: &[(&str, String)]| {
        std::fs::create_dir_all(bench.path("aside")).unwrap();
        let mut command = bench.command(arguments);
        let command = command
            .env("LD_PRELOAD", &library)
            .env("FAULT_ASIDE", bench.path("aside"))
            // What the program keeps of the case and of this computer; not what it reads and prints.
            .env("FAULT_ROOT", bench.root())
            .envs(fault.iter().map(|(name, value)| (*name, value)));
        common::ran(command.output().unwrap())
    };
    // Where few are asked for, those of erasing, which does the most.
    let deeds = if count() == 1 { 1..2 } else { 0..DEEDS.len() };
    for deed in deeds {
        let (arguments, _) = DEEDS[deed];
        let bench = copied(&made);
        let counted = tempfile::NamedTempFile::new().unwrap();
        let counting = [("FAULT_COUNT", counted.path().display().to_string())];
        assert_eq!(run(&bench, arguments, &counting).code, 0);
        let counted = std::fs::read_to_string(counted.path()).unwrap();
        let mut numbers = counted.split_whitespace().map(|number| number.parse::<u64>().unwrap());
        let (syncs, changes) = (numbers.next().unwrap(), numbers.next().unwrap());
        for place in 1..=count() {
            let at = ((2 * place - 1) * syncs).div_ceil(2 * count());
            let fault = [("FAULT_CUT", at.to_string()), ("FAULT_SEED", place.to_string())];
            for fault in [&fault[..1], &fault] {
                let bench = copied(&made);
                let ran = run(&bench, arguments, fault);
                assert_eq!(ran.code, 137, "{fault:?}: {}{}", ran.out, ran.err);
                is_well(&bench, deed, false, &format!("{fault:?} of {syncs}"));
            }
            let at = ((2 * place - 1) * changes).div_ceil(2 * count());
            let fault = [("FAULT_FAIL", at.to_string()), ("FAULT_FULL", "1".to_owned())];
            for fault in [&fault[..1], &fault] {
                let bench = copied(&made);
                let ran = run(&bench, arguments, fault);
                let told = ran.err.contains("error: ") && !ran.err.contains("panicked");
                assert!(ran.code == 0 || (ran.code > 1 && told), "{fault:?}: {ran:?}");
                is_well(&bench, deed, ran.code == 0, &format!("{fault:?} of {changes}"));
            }
        }
    }
}
