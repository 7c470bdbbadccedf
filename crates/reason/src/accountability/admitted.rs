//! Conduct that somebody admits to, and whether a charge is claimed.
//!
//! That somebody admits to conduct and is not charged needs two claims: the admission, and somebody's word that there
//! was no such charge. Where nobody says so, it is not looked for. A word that nobody else was charged is taken as far
//! as its own scope goes, and is shown with it. Whoever admits to conduct of their own is asked about themselves; an
//! office that acknowledges what others did is not, but about any charge over it or over what it is part of.

use std::rc::Rc;

use onus_model::corpus::GroupRelation;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::Effect;
use onus_model::value::{Identities, Sameness, Value};

use super::gaps::{Gap, Ground};
use super::posts;
use super::steps::{Step, statements};
use super::subject::Subject;
use super::{Done, Finder, Stage};
use crate::authority;
use crate::date::AccountOfDate;
use crate::names::best_name;
use crate::told::Told;

/// What is claimed of a charge against those who admit something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChargeKnown {
    /// They are charged.
    Charged,
    /// Somebody says, found or ruled that there is none.
    NoneClaimed,
    /// Nothing is claimed.
    NotLookedFor,
}

/// A statement by which somebody admits to a matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Admitted {
    /// The statement.
    pub statement: RecordId,
    /// Who made it.
    pub by: Vec<RecordId>,
    /// Of what it is an admission: the conduct, its result, responsibility, that it was unlawful. Nothing more.
    pub of: Vec<Told>,
    /// What was said.
    pub content: Vec<Told>,
    /// When, on each account.
    pub dates: Vec<AccountOfDate>,
    /// Statements that reverse it.
    pub reversed_by: Vec<RecordId>,
    /// Whether they admit to conduct of their own; else an office acknowledges what happened.
    pub own: bool,
    /// Whether those who made it are charged; where an office did, whether anybody is.
    pub charge: ChargeKnown,
    /// The charges against them, or over it.
    pub charges: Vec<RecordId>,
    /// The claims of a missing charge, each within its own scope.
    pub gaps: Vec<Gap>,
    /// Somebody's word that they are not charged.
    pub uncharged: Vec<Told>,
    /// Others who are charged over it and of whom nobody says whether they are among those who admit.
    pub may_be: Vec<RecordId>,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
}

/// Standings that say that somebody is not charged.
const UNCHARGED: &[&str] = &["uncharged"];

/// Who is charged by a step.
fn charged_by(step: &Step) -> bool {
    matches!(step.record_type.as_str(), "charge" | "decision")
}

/// Every statement by which somebody admits to the matter.
pub(super) fn admitted(
    finder: &Finder<'_, '_>,
    subject: &Subject,
    steps: &[Step],
    gaps: &[Gap],
    around: &[Rc<Done>],
) -> Vec<Admitted> {
    let mut list = Vec::new();
    for (statement, ties) in statements(finder, subject) {
        let kinds = finder.told(statement, "kind");
        let admits: Vec<&Told> = kinds
            .iter()
            .filter(|told| match &told.value {
                Value::Term(term) => {
                    let known = finder.look.schema().term(term);
                    known.and_then(|term| term.effect) == Some(Effect::Admits)
                }
                _ => false,
            })
            .collect();
        if admits.is_empty() {
            continue;
        }
        let by = finder.refs(statement, "by");
        let of = finder.told(statement, "admits");
        let mut content = finder.told(statement, "content");
        content.retain(|told| !finder.leaves_out(statement, &told.value));
        let dates = finder.dates(statement, &["when"]);
        let told = admits.into_iter().chain(by.iter().map(|(_, told)| told)).chain(&of);
        let mut claims: Vec<ClaimId> = told.flat_map(|told| told.claims.iter().copied()).collect();
        claims.extend(ties);
        let by = finder.order.records(finder.look, by.into_iter().map(|(who, _)| who));
        let own = is_own(finder, subject, statement, &by);
        let all_steps = || steps.iter().chain(around.iter().flat_map(|done| &done.0));
        let mut charges: Vec<&Step> = Vec::new();
        for step in all_steps().filter(|step| charged_by(step)) {
            let theirs = step.defendants.iter().any(|who| by.contains(who));
            let over_it = !own && step.record_type.as_str() == "charge";
            let known = charges.iter().any(|known| known.record == step.record);
            if !known && (theirs || over_it) {
                charges.push(step);
            }
        }
        let mut none: Vec<Gap> = Vec::new();
        let mut named = Vec::new();
        let all_gaps = gaps.iter().chain(around.iter().flat_map(|done| &done.1));
        for gap in all_gaps.filter(|gap| gap.stage == Stage::Charge) {
            let names_them = matches!(&gap.value, Value::ClosedSet(set)
                if set.named().iter().any(|who| by.contains(who)));
            if names_them {
                named.extend(gap.claims.iter().copied());
            } else if !none.iter().any(|known| same(known, gap)) {
                none.push(gap.clone());
            }
        }
        let mut uncharged = Vec::new();
        for who in &by {
            uncharged.extend(finder.terms(*who, "standing", UNCHARGED));
        }
        let is_charged = !charges.is_empty() || !named.is_empty();
        let charge = if is_charged {
            ChargeKnown::Charged
        } else if !none.is_empty() || !uncharged.is_empty() {
            ChargeKnown::NoneClaimed
        } else {
            ChargeKnown::NotLookedFor
        };
        claims.extend(charges.iter().flat_map(|step| step.claims.iter().copied()));
        claims.extend(named);
        if charge == ChargeKnown::NoneClaimed {
            claims.extend(none.iter().flat_map(|gap| gap.claims.iter().copied()));
            claims.extend(uncharged.iter().flat_map(|told| told.claims.iter().copied()));
        }
        let may_be = if !own || is_charged || !uncharged.is_empty() {
            Vec::new()
        } else {
            let others = all_steps().filter(|step| charged_by(step));
            let others = others.flat_map(|step| step.defendants.iter().copied());
            others.filter(|other| by.iter().any(|who| may_be(finder, *who, *other))).collect()
        };
        let reversed = finder.referring(statement, "statement", "reverses").into_iter();
        list.push(Admitted {
            statement,
            of,
            content,
            dates,
            reversed_by: reversed.map(|(later, _)| later).collect(),
            own,
            charge,
            charges: finder.order.records(finder.look, charges.into_iter().map(|step| step.record)),
            gaps: none,
            uncharged,
            may_be: finder.order.records(finder.look, may_be),
            claims: finder.claims(claims),
            by,
        });
    }
    list.sort_by_cached_key(|one| {
        let days = one.dates.first().map(|date| crate::order::day_place(&date.bounds));
        (days.is_none(), days, finder.order.record_place(finder.look, one.statement))
    });
    list
}

/// Whether those who speak are said to have had a part in the matter, or speak for themselves and for no office.
fn is_own(
    finder: &Finder<'_, '_>,
    subject: &Subject,
    statement: RecordId,
    by: &[RecordId],
) -> bool {
    let parts = posts::parts(finder, subject).into_iter();
    let mut actors = parts.flat_map(|(involvement, ..)| finder.refs(involvement, "actor"));
    if actors.any(|(actor, _)| by.contains(&actor)) {
        return true;
    }
    let people =
        by.iter().any(|who| finder.is_type(*who, "person") || finder.is_type(*who, "group"));
    people && !authority::is_official(finder.look, finder.order, statement)
}

/// Whether two gaps are one claim reached in two ways.
fn same(one: &Gap, other: &Gap) -> bool {
    one.record == other.record
        && one.property == other.property
        && one.value == other.value
        && one.scope == other.scope
        && one.ground != Ground::Decided
}

/// Whether nobody tells one apart from those who are charged.
fn may_be(finder: &Finder<'_, '_>, who: RecordId, charged: RecordId) -> bool {
    let corpus = finder.look.corpus();
    let is_person =
        |record| finder.is_type(record, "person") && best_name(finder.look, record).is_some();
    if is_person(who) && is_person(charged) {
        return Identities::records(corpus, who, charged) == Sameness::Unknown;
    }
    who != charged && corpus.group_relation(who, charged).answer != GroupRelation::Disjoint
}
