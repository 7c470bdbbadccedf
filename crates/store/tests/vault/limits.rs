//! Full disks and other limits: an error that says so, and nothing half-written.

#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

use onus_store::{Error, FolderVault, MemoryStore, ObjectKind, OsEntropy, Store, Vault};

use crate::{bytes, content_of, index_of, put};

const PLACE: &str = "ONUS_VAULT_TEST_PLACE";

/// Tries to add more than fits, in a process whose files may not grow beyond a limit.
#[test]
fn other_process() {
    let Some(place) = std::env::var_os(PLACE) else { return };
    let vault = FolderVault::at(PathBuf::from(place));
    let small = put(&vault, &bytes(100_000, 1));
    let lease = vault.lease().unwrap();
    let large = bytes(8_000_000, 2);
    let kind = ObjectKind::Exhibit;
    let error = vault.put(&lease, &mut &large[..], kind, &mut OsEntropy).unwrap_err();
    assert!(matches!(error, Error::Io { .. } | Error::DiskFull { .. }), "{error:?}");
    drop(lease);
    assert_eq!(content_of(&vault, &small), bytes(100_000, 1));
    let names: Vec<String> = vault.files().unwrap().into_iter().map(|file| file.file).collect();
    assert_eq!(names, [small.name.to_string()], "nothing of the large one is left");
    assert_eq!(vault.sweep(index_of(&[&small]).reader()).unwrap(), onus_store::Swept::default());
    println!("refused");
}

#[test]
fn a_file_that_may_not_grow_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // The shell's unit is 512 bytes: 2 MiB.
    let out = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 4096; exec \"$0\" --exact limits::other_process --nocapture",
        ])
        .arg(std::env::current_exe().unwrap())
        .env(PLACE, folder.path().join("vault"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success() && said.contains("refused"), "{said}");
}

/// A small file system of its own, where the system lets us make one.
struct Small(PathBuf);

impl Small {
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir(at).ok()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"])
            .arg(at)
            .output()
            .is_ok_and(|out| out.status.success());
        mounted.then(|| Self(at.to_path_buf()))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_is_named_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mount(&folder.path().join("small")) else {
        eprintln!("skipped: this user cannot mount a small file system");
        return;
    };
    let vault = FolderVault::at(small.0.join("vault"));
    let mut store = MemoryStore::new();
    let first = put(&vault, &bytes(2_000_000, 1));
    crate::record(&mut store, &[&first]);
    let lease = vault.lease().unwrap();
    for seed in 2..6 {
        let content = bytes(7_000_000, seed);
        let kind = ObjectKind::Exhibit;
        let error = vault.put(&lease, &mut &content[..], kind, &mut OsEntropy).unwrap_err();
        assert!(matches!(error, Error::DiskFull { .. }), "{error:?}");
        assert_eq!(vault.files().unwrap().len(), 1);
    }
    // What is smaller still fits afterwards.
    let second = vault.put(&lease, &mut &b"small"[..], ObjectKind::Text, &mut OsEntropy).unwrap();
    crate::record(&mut store, &[&second]);
    drop(lease);
    assert_eq!(vault.check(store.reader()).unwrap().damaged, []);
    assert_eq!(vault.sweep(store.reader()).unwrap(), onus_store::Swept::default());
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("file");
    std::fs::write(&place, b"in the way").unwrap();
    let vault = FolderVault::at(place);
    assert!(vault.lease().is_err());
    assert!(vault.files().is_err());
}
