//! Which claims a view leaves in.

use std::collections::BTreeSet;

use onus_model::Level;
use onus_model::claim::{Claim, Logged, Review, Reviewed, Speaker};
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::core;
use onus_model::value::Value;
use onus_model::value::date::DayBounds;
use onus_model::view::Sources;

use crate::case::Case;

/// The claims that a case's view leaves in.
pub(crate) fn visible(case: &Case) -> Vec<&Claim> {
    let view = &case.view;
    let reached = |time: i64| view.as_of.is_none_or(|as_of| time <= as_of.0);
    let released = |entry: &Logged| {
        let seen: Vec<_> = entry.reviews.iter().filter(|review| reached(review.at.0)).collect();
        let mut last: Option<&Reviewed> = None;
        for review in seen {
            if last.is_none_or(|known| known.at <= review.at) {
                last = Some(review);
            }
        }
        last.is_some_and(|review| review.state == Review::Released)
    };
    let level = |level: Level| Level::ALL.iter().position(|one| *one == level);
    let heard = |claim: &Claim| {
        let speaker = match claim.origin.speaker {
            Speaker::Record(record) => Some(record),
            _ => None,
        };
        ![speaker, claim.origin.on_behalf_of]
            .into_iter()
            .flatten()
            .any(|record| view.without_speakers.contains(&record))
    };
    let wanted = |claim: &Claim| match (&view.sources, claim.source) {
        (Sources::All, _) => true,
        (Sources::Only(sources), Some(source)) => sources.contains(&source),
        (Sources::Without(sources), Some(source)) => !sources.contains(&source),
        (_, None) => claim.is_annotation(),
    };
    let readable: Vec<&Claim> = (case.logged.iter())
        .filter(|entry| level(entry.claim.level) <= level(view.level))
        .filter(|entry| reached(entry.recorded.0))
        .filter(|entry| !entry.retracted.is_some_and(|time| reached(time.0)))
        .filter(|entry| !view.released || released(entry))
        .map(|entry| &entry.claim)
        .collect();
    // A source was public by a day when every claim of when it became so says that it was.
    let published = |source: RecordId| {
        let told: Vec<DayBounds> = (readable.iter())
            .filter(|claim| claim.record == source && claim.property.as_str() == core::PUBLISHED)
            .filter_map(|claim| match &claim.value {
                Value::Date(date) => Some(date.own_bounds()),
                _ => None,
            })
            .collect();
        let by = |bounds: &DayBounds| {
            bounds.latest().is_some_and(|latest| view.known_by.is_some_and(|day| latest <= day))
        };
        !told.is_empty() && told.iter().all(by)
    };
    let known = |claim: &Claim| match (view.known_by, claim.source) {
        (None, _) => true,
        (Some(_), Some(source)) => published(source),
        (Some(_), None) => claim.is_annotation(),
    };
    let mut kept: Vec<&Claim> = (readable.iter().copied())
        .filter(|claim| heard(claim) && wanted(claim) && known(claim))
        .collect();
    // What the team concluded from claims goes when one of them does.
    loop {
        let ids: BTreeSet<ClaimId> = kept.iter().map(|claim| claim.id).collect();
        let before = kept.len();
        kept.retain(|claim| {
            let rests_on = claim.rests_on.iter().flat_map(|rests_on| &rests_on.claims);
            !claim.is_annotation() || rests_on.into_iter().all(|premise| ids.contains(premise))
        });
        if kept.len() == before {
            return kept;
        }
    }
}
