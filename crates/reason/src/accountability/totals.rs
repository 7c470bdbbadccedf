//! On how many matters each rung is claimed, with bounds.
//!
//! Records that may be one make the bounds: at most so many as there are records, at least so many as there are once
//! every two that somebody judged perhaps the same are taken for one. Nothing is summed that may be the same.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::corpus::Grade;
use onus_model::id::RecordId;
use onus_model::schema::core;
use onus_model::value::{Count, Value};

use super::{Finder, Ladder, Stage};

/// On how many matters a rung stands how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageTotal {
    /// The rung.
    pub stage: Stage,
    /// It is claimed.
    pub claimed: Count,
    /// It is said, found or ruled to be missing. It may be claimed too.
    pub missing: Count,
    /// Nothing is claimed of it.
    pub not_looked_for: Count,
}

/// How many matters there are, and how each rung stands on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// How many acts, events and deaths.
    pub matters: Count,
    /// Each rung.
    pub stages: Vec<StageTotal>,
}

pub(super) fn totals(finder: &Finder<'_, '_>, ladders: &[Ladder]) -> Totals {
    let clusters = clusters(finder, ladders);
    let count = |wanted: &dyn Fn(&Ladder) -> bool| {
        let records: Vec<RecordId> =
            ladders.iter().filter(|ladder| wanted(ladder)).map(|ladder| ladder.record).collect();
        let most = records.len() as u64;
        let least: BTreeSet<RecordId> =
            records.iter().map(|record| clusters.get(record).copied().unwrap_or(*record)).collect();
        Count::new(least.len() as u64, Some(most)).unwrap_or(Count::ANY)
    };
    let stages = Stage::ALL.into_iter().map(|stage| StageTotal {
        stage,
        claimed: count(&|ladder| {
            // Whoever tells of it alleges it.
            let told = stage == Stage::Allegation && !ladder.told_by.is_empty();
            told || ladder.steps.iter().any(|step| step.stage == stage)
        }),
        missing: count(&|ladder| ladder.gaps.iter().any(|gap| gap.stage == stage)),
        not_looked_for: count(&|ladder| ladder.not_looked_for.contains(&stage)),
    });
    Totals { matters: count(&|_| true), stages: stages.collect() }
}

/// Of each record that may be another, one by which all that may be one with it are known.
fn clusters(finder: &Finder<'_, '_>, ladders: &[Ladder]) -> BTreeMap<RecordId, RecordId> {
    let corpus = finder.look.corpus();
    let matters: BTreeSet<RecordId> = ladders.iter().map(|ladder| ladder.record).collect();
    let mut of: BTreeMap<RecordId, RecordId> =
        matters.iter().map(|record| (*record, *record)).collect();
    for claim in corpus.claims_with(core::IDENTITY) {
        let Some(Value::Ref(other)) = claim.scope.get(core::WITH) else { continue };
        let (one, other) = (corpus.canonical(claim.record), corpus.canonical(*other));
        let open = matches!(
            corpus.identity_of(one, other).answer,
            Some(Grade::ProbablySame | Grade::Undetermined)
        );
        let (Some(first), Some(second)) = (of.get(&one).copied(), of.get(&other).copied()) else {
            continue;
        };
        if open {
            for known in of.values_mut().filter(|known| **known == second) {
                *known = first;
            }
        }
    }
    of
}
