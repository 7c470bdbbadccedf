//! Bundles made by a stand-alone script, good ones and bad ones, and the way there and back.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod common;

use std::io;

use common::{commit, hash, hex, text};
use onus_ledger::bundle::{BundleError, Checked, Taken, Visitor, check, open};
use onus_ledger::{Commit, Digest, Log, SealSecret, Time};
use serde_json::Value;

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("vectors/bundles.json")).unwrap()
}

fn held(vector: &Value) -> Log {
    let mut log = Log::default();
    for shown in vector["held"].as_array().unwrap() {
        let offered = log.offer(commit(shown).unwrap(), None);
        assert_eq!(offered.refused, []);
    }
    log
}

/// Opens again, in a log, the commits that were held before.
struct Opening<'l>(&'l mut Log, Vec<String>);

impl Visitor for Opening<'_> {
    fn commit(&mut self, commit: &Commit, taken: Taken<'_>) -> io::Result<()> {
        if let Taken::Again(..) = taken {
            let before: Vec<_> = self.0.closed().collect();
            self.0.open(commit).map_err(io::Error::other)?;
            let after: Vec<_> = self.0.closed().collect();
            let opened = before.iter().filter(|name| !after.contains(name));
            self.1.extend(opened.map(ToString::to_string));
        }
        Ok(())
    }

    fn checkpoint(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn object(&mut self, _: Digest, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn data(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

fn judge(vector: &Value, log: &Log, visitor: &mut dyn Visitor) -> Result<Checked, BundleError> {
    let clock = vector.get("clock").map(|clock| Time::parse(clock.as_str().unwrap()).unwrap());
    let to = vector.get("to").map(|to| to.as_str().unwrap().parse().unwrap());
    match vector.get("sealed") {
        Some(sealed) => {
            let secret = SealSecret::from_seed(&hash(&vector["seed"]));
            let sealed = hex(sealed.as_str().unwrap());
            let input = open(sealed.as_slice(), &secret)?;
            check(input, log.graph(), log.known(), to, clock, visitor)
        }
        None => {
            let input = hex(text(vector, "bundle"));
            check(input.as_slice(), log.graph(), log.known(), to, clock, visitor)
        }
    }
}

#[test]
fn good_bundles() {
    for vector in vectors().iter().filter(|vector| vector.get("refused").is_none()) {
        let name = text(vector, "name");
        let log = held(vector);
        let mut copy = log.clone();
        let mut visitor = Opening(&mut copy, Vec::new());
        let checked = judge(vector, &log, &mut visitor).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(checked.new.nodes().len() as u64, common::number(vector, "new"), "{name}");
        let erased: Vec<String> = checked.erased.iter().map(ToString::to_string).collect();
        assert_eq!(serde_json::to_value(erased).unwrap(), vector["erased"], "{name}");
        if let Some(opened) = vector.get("opened") {
            assert_eq!(serde_json::to_value(visitor.1).unwrap(), *opened, "{name}");
        }
    }
}

#[test]
fn bad_bundles() {
    for vector in vectors().iter().filter(|vector| vector.get("refused").is_some()) {
        let (name, refused) = (text(vector, "name"), &vector["refused"]);
        let log = held(vector);
        match judge(vector, &log, &mut ()) {
            Err(BundleError::Refused(refusal)) => {
                let said = (refusal.object.to_string(), refusal.reason.code());
                let expected = (text(refused, "object").to_owned(), text(refused, "reason"));
                assert_eq!(said, expected, "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}
