//! Resolution against an oracle that knows nothing of how it is done.
//!
//! The library works out with bounds and orderings what the claims on a property add up to. The oracle
//! works it out by enumeration: it gives every saying every day it can have been said on, picks every last
//! word there can be, and counts out which exact values each value admits. On random small cases the two
//! must agree on every voice, saying, position, number and overlay. Every answer must moreover come again
//! from nothing but its own explanation, from its claims in any order, and when claims are asked for one by
//! one.
//!
//! `ONUS_ORACLE_CASES` sets how many cases are tried, `ONUS_ORACLE_SEED` the seed of the first one. A case
//! on which the two differ is made as small as it will go and printed.

#[path = "oracle/case.rs"]
mod case;
#[path = "oracle/compare.rs"]
mod compare;
#[path = "oracle/dependence.rs"]
mod dependence;
#[path = "oracle/expected.rs"]
mod expected;
#[path = "oracle/generate.rs"]
mod generate;
#[path = "oracle/identity.rs"]
mod identity;
#[path = "oracle/lazily.rs"]
mod lazily;
#[path = "oracle/naive.rs"]
mod naive;
#[path = "oracle/overlays.rs"]
mod overlays;
#[path = "oracle/random.rs"]
mod random;
#[path = "oracle/statements.rs"]
mod statements;
#[path = "oracle/statistics.rs"]
mod statistics;
#[path = "oracle/surroundings.rs"]
mod surroundings;
#[path = "oracle/values.rs"]
mod values;
#[path = "oracle/visible.rs"]
mod visible;
#[path = "oracle/worlds.rs"]
mod worlds;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use onus_model::schema::Schema;
use onus_model::view::View;

use case::Case;
use statistics::Statistics;

fn number(variable: &str, otherwise: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable} is not a number: {text}")),
        Err(_) => otherwise,
    }
}

/// What differs on a case; a panic is a difference too.
fn differences(schema: &Schema, case: &Case) -> Vec<String> {
    catch_unwind(AssertUnwindSafe(|| compare::differences(schema, case)))
        .unwrap_or_else(|_| vec!["it panicked".to_owned()])
}

/// Drops claim after claim, and what a claim can do without, as long as something differs.
fn shrink(schema: &Schema, mut case: Case) -> Case {
    let differs = |case: &Case| !differences(schema, case).is_empty();
    loop {
        let mut smaller: Vec<Case> = (0..case.logged.len())
            .map(|place| {
                let mut smaller = case.clone();
                smaller.logged.remove(place);
                smaller
            })
            .collect();
        if case.view != View::default() {
            smaller.push(Case { view: View::default(), ..case.clone() });
        }
        for (place, entry) in case.logged.iter().enumerate() {
            let mut simpler = Vec::new();
            let mut change = |wanted: bool, edit: &dyn Fn(&mut onus_model::claim::Logged)| {
                if wanted {
                    let mut entry = entry.clone();
                    edit(&mut entry);
                    simpler.push(entry);
                }
            };
            let claim = &entry.claim;
            change(!entry.reviews.is_empty(), &|entry| entry.reviews.clear());
            change(entry.retracted.is_some(), &|entry| entry.retracted = None);
            change(claim.said.is_some(), &|entry| entry.claim.said = None);
            change(claim.held.is_some(), &|entry| entry.claim.held = None);
            change(claim.source.is_some(), &|entry| entry.claim.source = None);
            change(!claim.via.is_empty(), &|entry| entry.claim.via.clear());
            change(claim.rests_on.is_some(), &|entry| entry.claim.rests_on = None);
            change(claim.origin.on_behalf_of.is_some(), &|entry| {
                entry.claim.origin.on_behalf_of = None;
            });
            change(claim.origin.party.is_some(), &|entry| entry.claim.origin.party = None);
            for entry in simpler {
                let mut smaller_case = case.clone();
                smaller_case.logged[place] = entry;
                smaller.push(smaller_case);
            }
        }
        match smaller.into_iter().find(differs) {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}

/// Tells differences of one kind from those of another, as well as their wording allows.
fn kind(case: &Case, differences: &[String]) -> String {
    let first = differences.first().map_or("", String::as_str);
    let words = case.readable(first.split(':').next().unwrap_or_default());
    let words = words.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic));
    format!("{} {}", case.property, words.collect::<Vec<_>>().join(" "))
}

#[test]
fn resolution_agrees_with_enumeration() {
    let schema = Schema::standard()
        .and_then(|schema| schema.extended(&[generate::EXTRA_SCHEMA]))
        .unwrap_or_else(|errors| panic!("{errors}"));
    let cases = number("ONUS_ORACLE_CASES", 2_000);
    let first = number("ONUS_ORACLE_SEED", 0);
    let mut statistics = Statistics::default();
    let mut reports = BTreeMap::new();
    let mut disagreements = 0;
    for seed in first..first.saturating_add(cases) {
        let case = generate::case(&schema, seed);
        statistics.add(&schema, &case);
        if differences(&schema, &case).is_empty() {
            continue;
        }
        disagreements += 1;
        if disagreements <= 200 {
            let small = shrink(&schema, case);
            let differences = differences(&schema, &small);
            let kind = kind(&small, &differences);
            let what = small.readable(&differences.join("\n"));
            reports.entry(kind).or_insert(format!("--- seed {seed}\n{small}\n{what}\n"));
        }
    }
    println!("{statistics}");
    assert!(
        reports.is_empty(),
        "{disagreements} of {cases} cases differ; one of each kind, made small:\n\n{}",
        reports.into_values().collect::<Vec<_>>().join("\n")
    );
    // A handful of cases says nothing about how often things come up.
    let seldom = if cases < 500 { Vec::new() } else { statistics.too_seldom() };
    assert!(seldom.is_empty(), "these came up too seldom: {seldom:?}");
}
