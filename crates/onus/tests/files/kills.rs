//! Killed at any moment while files are added, a case has each of them whole or not at all.

use std::fs;
use std::time::Duration;

use crate::common::{Bench, files};

/// How many times it is killed: few here, a hundred where it counts.
fn kills() -> u32 {
    std::env::var("ONUS_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(6)
}

#[test]
fn after_a_kill_each_exhibit_is_whole_or_absent() {
    let bench = Bench::with_case();
    for number in 0..40 {
        let text = format!("Sheet {number} of the register. ").repeat(200 + 40 * number);
        bench.write(&format!("in/{number}.txt"), text);
    }
    let mut command = bench.command(&["add", "in"]);
    // What one whole run takes tells where to kill.
    let whole = Bench::with_case();
    crate::common::copy(&bench.path("in"), &whole.path("in"));
    let start = std::time::Instant::now();
    whole.ok(&["add", "in"]);
    let whole = start.elapsed();
    let kills = kills();
    let (mut swept, mut there) = (0, 0);
    for kill in 0..kills {
        let mut child = command
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Later runs have less to do.
        let spread = whole.mul_f64(f64::from(1 + kill % 7) / 16.0);
        std::thread::sleep(spread + Duration::from_millis(u64::from(kill * 13 % 29)));
        let _ = child.kill();
        let _ = child.wait();
        let ran = bench.run(&["verify"]);
        assert_eq!(ran.code, 0, "kill {kill}: {}{}", ran.out, ran.err);
        let exhibits = bench.run(&["custody", "--json"]);
        let exhibits: serde_json::Value = serde_json::from_str(&exhibits.out).unwrap();
        let exhibits = exhibits["exhibits"].as_array().unwrap();
        assert!(exhibits.len() >= there, "an acknowledged exhibit is gone");
        there = exhibits.len();
        for exhibit in exhibits {
            assert_eq!(exhibit["here"], true, "{exhibit}");
        }
        if kill == kills / 2 {
            let ran = bench.run(&["add", "in/0.txt"]);
            assert!(ran.code == 0, "{}", ran.err);
            swept += usize::from(ran.err.contains("removed from the vault"));
        }
    }
    let ran = bench.run(&["add", "in"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    swept += usize::from(ran.err.contains("removed from the vault"));
    eprintln!("{kills} kills; {there} of 40 were there after the last; swept {swept} times");
    let exhibits = bench.json(&["custody"]);
    let exhibits = exhibits["exhibits"].as_array().unwrap();
    assert_eq!(exhibits.len(), 40);
    for exhibit in exhibits {
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
