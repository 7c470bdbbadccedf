//! Every "why" of the worked example, walked down to where it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::time::Duration;

use common::{Bench, PASSPHRASE};
use onus_case::{Loaded, OpenCase};
use onus_model::view::View;
use onus_reason::{Question, why};
use onus_store::{DeviceHome, Passphrase};

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "takes minutes without optimization: cargo test --release -p onus --test walk"
)]
fn every_why_of_every_property_ends_at_claims_with_passages_or_at_the_teams_own() {
    let bench = Bench::with_example();
    let home = DeviceHome::at(bench.path("home/devices"));
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let path = bench.path("case.onus");
    let unlocked = OpenCase::unlock(&path, &passphrase, &home).unwrap();
    let open = OpenCase::open(&path, unlocked, &home, Duration::from_secs(5)).unwrap();
    let stored = open.case().read().unwrap();
    let loaded = Loaded::all(&stored).unwrap();
    let look = loaded.look(View::default());
    let (mut walked, mut wrong) = (0, Vec::new());
    for (record, property) in look.corpus().claimed_properties() {
        let question = Question::Property(record, property.parse().unwrap());
        let why = match why(&look, &question) {
            Ok(why) => why,
            Err(error) => {
                wrong.push(format!("{:?}.{property}: {error}", look.handle(record)));
                continue;
            }
        };
        let endings = why.endings();
        if endings.is_empty() {
            wrong.push(format!("{:?}.{property} ends nowhere", look.handle(record)));
        }
        for (claim, ending) in endings {
            if ending == onus_reason::Ending::Nowhere {
                wrong.push(format!("{:?}.{property} ends nowhere at a claim", look.handle(record)));
            }
            let Some(found) = look.corpus().claim(claim) else {
                wrong.push(format!(
                    "{:?}.{property} ends at a claim out of view",
                    look.handle(record)
                ));
                continue;
            };
            let has_place = found.source.is_some() && found.passage.is_some();
            let is_own = found.is_annotation() || found.rests_on.is_some();
            if !has_place && !is_own {
                wrong.push(format!(
                    "{:?}.{property} ends at a claim without a passage",
                    look.handle(record)
                ));
            }
        }
        walked += 1;
    }
    assert!(walked > 1_500, "{walked}");
    assert!(wrong.is_empty(), "{} of {walked}:\n{}", wrong.len(), wrong.join("\n"));
}
