//! The unlock agent: no passphrase for a while, and none of the key on any disk.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;

use common::{Bench, ran};

/// Runs a command without any passphrase at hand.
fn without_passphrase(bench: &Bench, arguments: &[&str]) -> common::Ran {
    let mut command = bench.command(arguments);
    command.env_remove("ONUS_PASSPHRASE_FILE").stdin(std::process::Stdio::null());
    ran(command.output().unwrap())
}

#[test]
fn unlocked_means_no_passphrase_and_locked_means_one() {
    let bench = Bench::with_case();
    let refused = without_passphrase(&bench, &["log"]);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("onus unlock"), "{}", refused.err);
    bench.ok(&["unlock", "--for", "5"]);
    let asked = without_passphrase(&bench, &["log"]);
    assert_eq!(asked.code, 0, "{}", asked.err);
    assert_eq!(bench.json(&["lock"])["was_unlocked"], true);
    assert_eq!(without_passphrase(&bench, &["log"]).code, 3);
    assert_eq!(bench.json(&["lock"])["was_unlocked"], false);
}

#[test]
#[ignore = "takes over a minute: cargo test -p onus --test unlocking -- --ignored"]
fn an_agent_that_nobody_asks_ends_by_itself() {
    let bench = Bench::with_case();
    bench.ok(&["unlock", "--for", "1"]);
    std::thread::sleep(std::time::Duration::from_secs(40));
    // Being asked gives it another minute.
    assert_eq!(without_passphrase(&bench, &["log"]).code, 0);
    std::thread::sleep(std::time::Duration::from_secs(40));
    assert_eq!(without_passphrase(&bench, &["log"]).code, 0);
    std::thread::sleep(std::time::Duration::from_secs(75));
    assert_eq!(without_passphrase(&bench, &["log"]).code, 3);
    assert_eq!(fs::read_dir(bench.path("home/agent")).unwrap().count(), 0);
}

#[test]
fn the_socket_is_its_users_alone() {
    use std::os::unix::fs::MetadataExt;
    let bench = Bench::with_case();
    bench.ok(&["unlock"]);
    let folder = bench.path("home/agent");
    assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
    for entry in fs::read_dir(&folder).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().mode() & 0o777, 0o600);
    }
    bench.ok(&["lock"]);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "the socket goes with its agent");
}

#[test]
fn a_folder_that_others_can_enter_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::with_case();
    let folder = bench.path("home/agent");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let refused = bench.run(&["unlock"]);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("chmod 700"), "{}", refused.err);
}

#[test]
fn a_new_passphrase_opens_and_the_old_one_does_not() {
    let bench = Bench::with_case();
    bench.write("new", "five other words for this");
    bench.ok(&["unlock"]);
    let mut command = bench.command(&["passwd", "--key-cost", "least"]);
    command.env("ONUS_NEW_PASSPHRASE_FILE", bench.path("new"));
    assert_eq!(ran(command.output().unwrap()).code, 0);
    assert_eq!(without_passphrase(&bench, &["log"]).code, 3, "changing it locks the case");
    assert_eq!(bench.run(&["log"]).code, 3);
    let mut command = bench.command(&["log"]);
    command.env("ONUS_PASSPHRASE_FILE", bench.path("new"));
    assert_eq!(ran(command.output().unwrap()).code, 0);
}

#[test]
fn the_recovery_code_gives_access_back() {
    let bench = Bench::new();
    let made = bench.json(&["init", "case", "--key-cost", "least"]);
    bench.write("code", made["recovery_code"].as_str().unwrap());
    bench.write("new", "five other words for this");
    let mut command = bench.command(&["passwd", "--recovery", "--key-cost", "least"]);
    command
        .env("ONUS_NEW_PASSPHRASE_FILE", bench.path("new"))
        .env("ONUS_RECOVERY_CODE_FILE", bench.path("code"));
    let recovered = ran(command.output().unwrap());
    assert_eq!(recovered.code, 0, "{}", recovered.err);
    let mut command = bench.command(&["log"]);
    command.env("ONUS_PASSPHRASE_FILE", bench.path("new"));
    let opened = ran(command.output().unwrap());
    assert_eq!(opened.code, 0, "{}", opened.err);
}
