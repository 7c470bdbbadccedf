//! Those said to be responsible, charged or suspected: what posts they held then, and what posts later.

use std::collections::BTreeSet;

use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::value::date::DayBounds;

use super::steps::Step;
use super::subject::Subject;
use super::{Finder, Stage};
use crate::check::degrees_of_responsibility;
use crate::date::AccountOfDate;
use crate::date::{accounts_of, certain_days};
use crate::order::day_place;
use crate::told::Told;

/// How the time over which something held lies to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Then {
    /// It ended before.
    Earlier,
    /// It held at that time.
    Then,
    /// It may have.
    Perhaps,
    /// It began after.
    Later,
    /// When it held is not claimed.
    NotStated,
}

/// A post.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The posting.
    pub posting: RecordId,
    /// What is told of it.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// When it was held, on each account.
    pub dates: Vec<AccountOfDate>,
    /// How that lies to the matter.
    pub then: Then,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// A step taken against somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The rung.
    pub stage: Stage,
    /// The proceeding, charge or decision.
    pub record: RecordId,
    /// When, on each account.
    pub dates: Vec<AccountOfDate>,
    /// What was decided, of a decision.
    pub outcome: Vec<Told>,
}

/// Somebody said to be responsible, charged or suspected.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Who.
    pub who: RecordId,
    /// In what degree somebody says that they had a part in it; empty where they are only charged or suspected.
    pub degrees: Vec<Told>,
    /// Whether they are charged with it, or were tried or decided on.
    pub charged: bool,
    /// The steps taken against them, by rung, then in order of time.
    pub steps: Vec<Taken>,
    /// How they stood, as somebody claims it.
    pub standing: Vec<Told>,
    /// Their posts, in order of time. That there were no others does not follow.
    pub posts: Vec<Post>,
    /// The claims that name them.
    pub claims: Vec<ClaimId>,
}

/// How what a record held lies to dates.
pub(super) fn then(finder: &Finder<'_, '_>, record: RecordId, dates: &[AccountOfDate]) -> Then {
    let held = finder.told(record, "held");
    let spans = accounts_of(finder.look, finder.order, record, "held").0;
    if spans.is_empty() || dates.is_empty() {
        return Then::NotStated;
    }
    let before =
        |span: &AccountOfDate, date: &AccountOfDate| span.bounds.certainly_before(&date.bounds);
    if spans.iter().all(|span| dates.iter().all(|date| before(span, date))) {
        return Then::Earlier;
    }
    if spans.iter().all(|span| dates.iter().all(|date| before(date, span))) {
        return Then::Later;
    }
    let certain = held.iter().filter_map(|told| match &told.value {
        onus_model::value::Value::Held(held) => certain_days(finder.look, held),
        _ => None,
    });
    let mut certain = certain.peekable();
    let throughout = certain.peek().is_some()
        && certain.all(|days| dates.iter().all(|date| date.bounds.is_subset_of(&days)));
    if throughout { Then::Then } else { Then::Perhaps }
}

/// Everybody who is said to be responsible for a matter, charged with it or suspected of it.
pub(super) fn standings(
    finder: &Finder<'_, '_>,
    subject: &Subject,
    steps: &[Step],
) -> Vec<Standing> {
    let mut all: Vec<Standing> = Vec::new();
    let mut enter = |who: RecordId, claims: &mut dyn Iterator<Item = ClaimId>| {
        let place = all.iter().position(|one| one.who == who).unwrap_or_else(|| {
            all.push(Standing {
                who,
                degrees: Vec::new(),
                charged: false,
                steps: Vec::new(),
                standing: finder.told(who, "standing"),
                posts: posts(finder, who, &subject.dates),
                claims: Vec::new(),
            });
            all.len() - 1
        });
        all[place].claims.extend(claims);
        place
    };
    let mut degrees_of: Vec<(usize, Vec<Told>)> = Vec::new();
    for (involvement, degrees, ties) in parts(finder, subject) {
        for (actor, told) in finder.refs(involvement, "actor") {
            let place = enter(actor, &mut ties.iter().copied().chain(told.claims));
            degrees_of.push((place, degrees.clone()));
        }
    }
    let mut taken: Vec<(usize, Taken)> = Vec::new();
    for step in steps.iter().filter(|step| step.stage >= Stage::Inquiry) {
        for who in &step.defendants {
            let place = enter(*who, &mut step.claims.iter().copied());
            let outcome = finder.told(step.record, "outcome");
            let (stage, record, dates) = (step.stage, step.record, step.dates.clone());
            taken.push((place, Taken { stage, record, dates, outcome }));
        }
    }
    for (place, degrees) in degrees_of {
        all[place].degrees.extend(degrees);
    }
    for (place, taken) in taken {
        // To be named in an inquiry is not to be charged.
        all[place].charged |=
            taken.stage == Stage::Trial || !finder.is_type(taken.record, "proceeding");
        all[place].steps.push(taken);
    }
    for one in &mut all {
        one.claims = finder.claims(std::mem::take(&mut one.claims));
        let posts = one.posts.iter().flat_map(|post| post.claims.iter().copied());
        let standing = one.standing.iter().flat_map(|told| told.claims.iter().copied());
        let claims = one.claims.iter().copied().chain(posts).chain(standing);
        one.claims = finder.claims(claims.collect::<BTreeSet<_>>());
    }
    all.sort_by_cached_key(|one| finder.order.record_place(finder.look, one.who));
    all
}

/// Involvements in a matter by which somebody is said to be responsible, with the degrees and the claims of these.
pub(super) fn parts(
    finder: &Finder<'_, '_>,
    subject: &Subject,
) -> Vec<(RecordId, Vec<Told>, Vec<ClaimId>)> {
    let matters = subject.acts.iter().copied().chain([subject.record]).collect::<BTreeSet<_>>();
    let mut found: Vec<(RecordId, Vec<Told>, Vec<ClaimId>)> = Vec::new();
    for matter in finder.order.records(finder.look, matters) {
        for (involvement, told) in finder.referring(matter, "involvement", "in") {
            let degrees = degrees_of_responsibility(finder.look, finder.order, involvement);
            if degrees.is_empty() || found.iter().any(|(known, ..)| *known == involvement) {
                continue;
            }
            let claims = degrees.iter().flat_map(|told| told.claims.iter());
            let claims = finder.claims(claims.chain(&told.claims).copied());
            found.push((involvement, degrees, claims));
        }
    }
    found
}

fn posts(finder: &Finder<'_, '_>, who: RecordId, dates: &[AccountOfDate]) -> Vec<Post> {
    let found = finder.referring(who, "posting", "who").into_iter().map(|(posting, holder)| {
        let slots = finder.slots(posting, &["title", "acting", "rank", "in", "ended-by", "status"]);
        let held = finder.dates(posting, &["held"]);
        let told = slots.iter().flat_map(|(_, told)| told);
        let claims = told
            .flat_map(|told| told.claims.iter())
            .chain(&holder.claims)
            .chain(held.iter().flat_map(|date| date.claims.iter()));
        Post {
            posting,
            then: then(finder, posting, dates),
            claims: finder.claims(claims.copied()),
            slots,
            dates: held,
        }
    });
    let mut posts: Vec<Post> = found.collect();
    posts.sort_by_cached_key(|post| {
        let days = post.dates.first().map_or(DayBounds::UNBOUNDED, |date| date.bounds);
        let undated = post.dates.is_empty();
        (undated, day_place(&days), finder.order.record_place(finder.look, post.posting))
    });
    posts
}
