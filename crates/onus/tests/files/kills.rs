//! Killed at any moment while files are added, a case has each of them whole or not at all.

use std::fs;
use std::time::Duration;

use crate::common::{Bench, files};

/// How many times it is killed: few here, a hundred where it counts.
fn kills() -> u32 {
    std::env::var("ONUS_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(6)
}

/// New files for every run, so that each has something to be killed at.
const FILES: usize = 5;

fn write(bench: &Bench, run: u32) {
    for number in 0..FILES {
        let text = format!("Sheet {number} of register {run}. ").repeat(2_000 * (1 + number));
        bench.write(&format!("in/{run}-{number}.txt"), text);
    }
}

fn exhibits(bench: &Bench) -> Vec<serde_json::Value> {
    let ran = bench.run(&["custody", "--json"]);
    let exhibits: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    exhibits["exhibits"].as_array().unwrap().clone()
}

#[test]
fn after_a_kill_each_exhibit_is_whole_or_absent() {
    let bench = Bench::with_case();
    write(&bench, 0);
    // What one whole run takes tells where to kill.
    let start = std::time::Instant::now();
    bench.ok(&["add", "in"]);
    let whole = start.elapsed();
    let kills = kills();
    let (mut swept, mut cut, mut there) = (0, 0, FILES);
    for kill in 1..=kills {
        write(&bench, kill);
        let mut child = bench
            .command(&["add", "in"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let spread = whole.mul_f64(f64::from(1 + kill * 5 % 17) / 18.0);
        std::thread::sleep(spread + Duration::from_millis(u64::from(kill * 13 % 29)));
        cut += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        let _ = child.wait();
        let ran = bench.run(&["verify"]);
        assert_eq!(ran.code, 0, "kill {kill}: {}{}", ran.out, ran.err);
        let exhibits = exhibits(&bench);
        assert!(exhibits.len() >= there, "an acknowledged exhibit is gone");
        for exhibit in exhibits {
            assert_eq!(exhibit["here"], true, "{exhibit}");
        }
        let ran = bench.run(&["add", "in"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        swept += u32::from(ran.err.contains("removed from the vault"));
        there = self::exhibits(&bench).len();
        assert_eq!(there, FILES * (1 + kill as usize), "what was cut off is made up for");
    }
    eprintln!(
        "{kills} kills, {cut} of a run that was not done; {swept} left something to be swept"
    );
    for exhibit in exhibits(&bench) {
        let handle = exhibit["exhibit"]["handle"].as_str().unwrap();
        let digest = exhibit["digest"].as_str().unwrap();
        bench.ok(&["custody", handle, "--out", &format!("out-{digest}")]);
    }
    let mut originals: Vec<_> =
        files(&bench.path("in")).iter().map(|file| fs::read(file).unwrap()).collect();
    let mut copies: Vec<_> = files(bench.root())
        .iter()
        .filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("out-"))
        .map(|file| fs::read(file).unwrap())
        .collect();
    originals.sort();
    copies.sort();
    assert!(originals == copies, "what came out is not what was put in");
    // What the log does not know of is not in the vault either.
    let ran = bench.run(&["add", "in"]);
    assert!(!ran.err.contains("removed"), "{}", ran.err);
}
