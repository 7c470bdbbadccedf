//! What sealing costs, beside what `openssl dgst -sha256` costs on the same file in the same run.
//!
//! ```text
//! cargo bench -p onus-store --bench vault            1 GiB
//! ONUS_SEAL_MIB=256 cargo bench -p onus-store --bench vault
//! ```
//!
//! Both read the same file from the page cache; the vault also writes as much. Processor time is what is
//! compared: user and system, of each process, as the system counts it. The figure to stay below is 2.2.

#![allow(clippy::unwrap_used, reason = "a bench stops where something is not as expected")]

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use onus_store::{FolderVault, ObjectKind, OsEntropy, Vault};

const FILE: &str = "ONUS_SEAL_FILE";
const RUNS: usize = 5;

/// Processor seconds of this process, or of its children that ended, as `/proc` counts them.
fn seconds(children: bool) -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let at = if children { 13 } else { 11 };
    let ticks: f64 = fields[at..at + 2].iter().map(|field| field.parse::<f64>().unwrap()).sum();
    ticks / 100.0
}

/// Runs a command; answers its processor time and the time it took.
fn measure(command: &mut Command) -> (f64, f64) {
    let (before, started) = (seconds(true), Instant::now());
    assert!(command.output().unwrap().status.success());
    (seconds(true) - before, started.elapsed().as_secs_f64())
}

fn seal(file: &Path) {
    let place = file.with_extension("vault");
    let vault = FolderVault::at(place.clone());
    let lease = vault.lease().unwrap();
    let mut source = File::open(file).unwrap();
    vault.put(&lease, &mut source, ObjectKind::Exhibit, &mut OsEntropy).unwrap();
}

fn main() {
    if let Some(file) = std::env::var_os(FILE) {
        return seal(Path::new(&file));
    }
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mebibytes: usize =
        std::env::var("ONUS_SEAL_MIB").ok().and_then(|text| text.parse().ok()).unwrap_or(1024);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("exhibit");
    let mut file = File::create(&path).unwrap();
    let mut state = 88_172_645_463_325_252_u64;
    let mut block = vec![0; 1 << 20];
    for _ in 0..mebibytes {
        for chunk in block.chunks_exact_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            chunk.copy_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block).unwrap();
    }
    drop(file);
    let mut ratios = Vec::new();
    println!("{mebibytes} MiB          openssl dgst       seal               ratio");
    for run in 0..=RUNS {
        let (hash, hash_wall) =
            measure(Command::new("openssl").args(["dgst", "-sha256"]).arg(&path));
        let this = std::env::current_exe().unwrap();
        let (sealed, sealed_wall) = measure(Command::new(this).env(FILE, &path));
        fs::remove_dir_all(path.with_extension("vault")).unwrap();
        // The first fills the page cache.
        let note = if run == 0 { " (not counted)" } else { "" };
        println!(
            "cpu (wall) seconds {hash:.2} ({hash_wall:.2})        {sealed:.2} ({sealed_wall:.2})        {:.2}{note}",
            sealed / hash
        );
        if run > 0 {
            ratios.push(sealed / hash);
        }
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "median {:.2}, least {:.2}, most {:.2}",
        ratios[RUNS / 2],
        ratios[0],
        ratios[RUNS - 1]
    );
}
