//! The first databases that a process opens, by several threads at once: alone in its process, since
//! only the first are in question.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod support;

use std::sync::Barrier;
use std::thread;

use onus_store::{CaseFolder, KeyCost, OsEntropy, Passphrase};
use support::PASSPHRASE;

#[test]
fn threads_that_open_the_first_databases_at_once_all_get_theirs() {
    const THREADS: usize = 16;
    let start = Barrier::new(THREADS);
    let temporary = tempfile::tempdir().unwrap();
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (start, path) = (&start, temporary.path().join(format!("{number}.onus")));
            scope.spawn(move || {
                let passphrase = Passphrase::new(PASSPHRASE).unwrap();
                start.wait();
                CaseFolder::create(&path, &passphrase, KeyCost::CHEAP, &mut OsEntropy).unwrap();
            });
        }
    });
}
