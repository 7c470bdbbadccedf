//! Sums and parts that do not come out, or add what may overlap.

use onus_case::Look;
use onus_model::id::RecordId;
use onus_model::schema::core;

use super::{Finding, Problem, take};
use crate::count::{Verdict, all_parts, checked_sum};
use crate::order::Order;

pub(super) fn check(look: &Look<'_>, order: &Order, findings: &mut Vec<Finding>) {
    let mut found = Vec::new();
    for claim in look.corpus().claims().filter(|claim| claim.rests_on.is_some()) {
        let Some(sum) = checked_sum(look, order, claim) else { continue };
        if sum.sum.is_err() || sum.verdict == Verdict::Conflict {
            let claims = sum.claims.clone();
            found.push(Finding { problem: Problem::Sum(Box::new(sum)), claims });
        }
    }
    let tallies: Vec<RecordId> = look.records_of_type(core::TALLY);
    for parts in all_parts(look, order, &tallies) {
        if parts.verdict == Verdict::Conflict {
            let claims = parts.claims.clone();
            found.push(Finding { problem: Problem::Parts(Box::new(parts)), claims });
        }
    }
    take(look, order, findings, found);
}
