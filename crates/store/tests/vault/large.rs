//! Memory does not grow with the file.
//!
//! Measured in a process of its own, so that other tests do not count.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::Command;

use onus_store::{FolderVault, ObjectKind, OsEntropy, Store, Vault};

use crate::index_of;

const PLACE: &str = "ONUS_VAULT_TEST_LARGE_PLACE";
const BYTES: &str = "ONUS_VAULT_TEST_LARGE_BYTES";

/// Makes bytes as they are read.
struct Generated {
    state: u64,
    left: u64,
}

impl Read for Generated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        for chunk in buffer[..length].chunks_mut(8) {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            chunk.copy_from_slice(&self.state.to_le_bytes()[..chunk.len()]);
        }
        self.left -= length as u64;
        Ok(length)
    }
}

/// The most memory that this process ever used, in kibibytes; `None` where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[test]
fn other_process() {
    let Some(place) = std::env::var_os(PLACE) else { return };
    let bytes: u64 = std::env::var(BYTES).unwrap().parse().unwrap();
    let vault = FolderVault::at(PathBuf::from(place));
    let lease = vault.lease().unwrap();
    let mut source = Generated { state: 88_172_645_463_325_252, left: bytes };
    let row = vault.put(&lease, &mut source, ObjectKind::Exhibit, &mut OsEntropy).unwrap();
    drop(lease);
    assert_eq!(row.bytes, bytes);
    let checked = vault.check(index_of(&[&row]).reader()).unwrap();
    assert_eq!((checked.bytes, checked.damaged), (bytes, Vec::new()));
    if let Some(peak) = peak() {
        println!("{bytes} bytes: peak {peak} KiB");
        assert!(peak < 150 * 1024, "{peak} KiB");
    }
}

fn run(bytes: u64) {
    let folder = tempfile::tempdir().unwrap();
    let out = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "large::other_process", "--nocapture"])
        .env(PLACE, folder.path().join("vault"))
        .env(BYTES, bytes.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    println!("{}", said.lines().filter(|line| line.contains("peak")).collect::<String>());
}

#[test]
fn memory_is_flat_over_64_mebibytes() {
    run(64 << 20);
}

/// Writes 4 GiB into the folder for temporary files.
#[test]
#[ignore = "needs 4 GiB of disk and half a minute"]
fn memory_is_flat_over_4_gibibytes() {
    run(4 << 30);
}
