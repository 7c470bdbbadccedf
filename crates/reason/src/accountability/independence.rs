//! Whether those who look into a matter are put in question by their own part in it.
//!
//! Principle 2 of the Principles on the Effective Investigation and Documentation of Torture (General Assembly
//! resolution 55/89) asks that investigators be independent of the suspected perpetrators and of the agency that
//! these serve. Whoever ordered the measures complained of is not thereby a suspected perpetrator: that tie is shown
//! with this limit. What follows from a tie is for a person to judge.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::id::{ClaimId, RecordId};

use super::Finder;
use super::posts::{self, Then};
use super::steps::Step;
use super::subject::Subject;
use crate::order::day_place;
use crate::told::Told;
use onus_model::value::date::DayBounds;

/// How an investigator is tied to what they look into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// They are said to be responsible for it.
    Responsible,
    /// They serve, or are, an agency said to have had a part in it.
    SameAgency,
    /// Their agency stands under that one, or that one under theirs.
    Command,
    /// They hold, or serve the agency that holds, those who complain.
    Holds,
    /// They ordered the custody in which it is said to have happened.
    Ordered,
    /// They also conduct other proceedings of the case.
    AlsoConducts,
}

/// A tie.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// How they are tied.
    pub tie: Tie,
    /// To what: the act, the agency, the custody or the other proceeding.
    pub to: RecordId,
    /// Postings, memberships and command relations by which.
    pub through: Vec<RecordId>,
    /// Whether these held when the proceeding was under way.
    pub then: Then,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// A proceeding and an investigator whose independence is in question.
#[derive(Clone, Debug, PartialEq)]
pub struct InQuestion {
    /// The proceeding.
    pub proceeding: RecordId,
    /// Who conducts it.
    pub investigator: RecordId,
    /// How they are tied to what they look into.
    pub links: Vec<Link>,
    /// Somebody's own concern that the investigation is conflicted.
    pub concerns: Vec<Told>,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
}

impl InQuestion {
    /// Whether the principle's own ground is claimed: a part in the matter, or service in or command by an agency that
    /// is said to have had one. Else only its limit is met: they ordered or hold.
    #[must_use]
    pub fn is_on_the_principles_ground(&self) -> bool {
        let ground = [Tie::Responsible, Tie::SameAgency, Tie::Command];
        self.links.iter().any(|link| ground.contains(&link.tie))
    }
}

/// Degrees by which somebody had no part in what happened.
const NO_PART: &[&str] = &["conducted", "took-part", "not-stated"];

/// How many steps of command are followed.
const COMMAND: usize = 8;

/// An agency that somebody is or serves, with how.
#[derive(Clone)]
struct Service {
    agency: RecordId,
    through: Vec<RecordId>,
    claims: BTreeSet<ClaimId>,
}

struct Search<'s, 'f, 'a> {
    finder: &'s Finder<'f, 'a>,
    subject: &'s Subject,
}

/// The proceedings about a matter of which it is in question whether those who conduct them are independent.
pub(super) fn in_question(
    finder: &Finder<'_, '_>,
    subject: &Subject,
    steps: &[Step],
) -> Vec<InQuestion> {
    let search = Search { finder, subject };
    let mut list = Vec::new();
    let mut seen = BTreeSet::new();
    for step in steps.iter().filter(|step| step.record_type.as_str() == "proceeding") {
        if !seen.insert(step.record) {
            continue;
        }
        for (investigator, conducts) in investigators(finder, step.record) {
            let mut links = search.links(step, investigator);
            let concerns = finder.terms(step.record, "concern", &["conflicted-investigation"]);
            if links.is_empty() {
                continue;
            }
            links.extend(search.also_conducts(step.record, investigator));
            let claims = links
                .iter()
                .flat_map(|link| link.claims.iter())
                .chain(&conducts)
                .chain(&step.ties)
                .chain(concerns.iter().flat_map(|told| told.claims.iter()));
            list.push(InQuestion {
                proceeding: step.record,
                investigator,
                claims: finder.claims(claims.copied()),
                links,
                concerns,
            });
        }
    }
    list
}

/// Those who conduct a proceeding, each with the claims that say so.
fn investigators(
    finder: &Finder<'_, '_>,
    proceeding: RecordId,
) -> Vec<(RecordId, BTreeSet<ClaimId>)> {
    let mut found: BTreeMap<RecordId, BTreeSet<ClaimId>> = BTreeMap::new();
    for (who, told) in finder.refs(proceeding, "conducted-by") {
        found.entry(who).or_default().extend(told.claims);
    }
    for (involvement, told) in finder.referring(proceeding, "involvement", "in") {
        let degrees = finder.terms(involvement, "degree", &["conducted"]);
        for (who, actor) in finder.refs(involvement, "actor") {
            if !degrees.is_empty() {
                let degrees = degrees.iter().flat_map(|told| told.claims.iter());
                let claims = degrees.chain(&told.claims).chain(&actor.claims);
                found.entry(who).or_default().extend(claims);
            }
        }
    }
    let sorted = finder.order.records(finder.look, found.keys().copied());
    sorted.into_iter().filter_map(|who| Some((who, found.remove(&who)?))).collect()
}

impl Search<'_, '_, '_> {
    fn link(
        &self,
        tie: Tie,
        to: RecordId,
        through: &[RecordId],
        then: Then,
        claims: impl IntoIterator<Item = ClaimId>,
    ) -> Link {
        let mut through = through.to_vec();
        through.dedup();
        Link { tie, to, through, then, claims: self.finder.claims(claims) }
    }

    fn links(&self, step: &Step, investigator: RecordId) -> Vec<Link> {
        let finder = self.finder;
        let mut links = Vec::new();
        for (involvement, _, ties) in posts::parts(finder, self.subject) {
            for (actor, told) in finder.refs(involvement, "actor") {
                if actor == investigator {
                    let to = finder.refs(involvement, "in").first().map(|(matter, _)| *matter);
                    let to = to.unwrap_or(self.subject.record);
                    let claims = ties.iter().copied().chain(told.claims);
                    links.push(self.link(Tie::Responsible, to, &[], Then::NotStated, claims));
                }
            }
        }
        for (custody, ties) in &self.subject.custodies {
            let mut ordered: BTreeSet<ClaimId> = BTreeSet::new();
            for (who, told) in finder.refs(*custody, "ordered-by") {
                if who == investigator {
                    ordered.extend(told.claims);
                }
            }
            for (involvement, told) in finder.referring(*custody, "involvement", "in") {
                let degrees = finder.terms(involvement, "degree", &["ordered"]);
                let actors = finder.refs(involvement, "actor").into_iter();
                for (_, actor) in actors.filter(|(who, _)| *who == investigator) {
                    if !degrees.is_empty() {
                        let degrees = degrees.iter().flat_map(|told| told.claims.iter());
                        ordered.extend(degrees.chain(&told.claims).chain(&actor.claims));
                    }
                }
            }
            if !ordered.is_empty() {
                let claims = ordered.into_iter().chain(ties.iter().copied());
                links.push(self.link(Tie::Ordered, *custody, &[], Then::NotStated, claims));
            }
        }
        let own = self.services(step, investigator);
        for (tie, others) in
            [(Tie::SameAgency, self.implicated(step)), (Tie::Holds, self.holders(step))]
        {
            for other in &others {
                for service in &own {
                    links.extend(self.between(step, tie, service, other));
                }
            }
        }
        // The same tie to the same thing through several ways is one: the shortest.
        links.sort_by_cached_key(|link| {
            let to = finder.order.record_place(finder.look, link.to);
            let first = link.claims.first().map(|one| finder.order.claim_place(finder.look, *one));
            (link.tie, to, link.through.len(), link.claims.len(), first)
        });
        links.dedup_by(|later, first| later.tie == first.tie && later.to == first.to);
        links
    }

    /// How an investigator's agency is tied to another one.
    fn between(&self, step: &Step, tie: Tie, own: &Service, other: &Service) -> Option<Link> {
        let mut through = own.through.clone();
        let mut claims: BTreeSet<ClaimId> = own.claims.union(&other.claims).copied().collect();
        if own.agency == other.agency {
            through.extend(&other.through);
            let then = self.worst(step, &through)?;
            return Some(self.link(tie, other.agency, &through, then, claims));
        }
        if tie == Tie::Holds {
            return None;
        }
        let chain = self.chain(own.agency, other.agency, step);
        let (relations, because) = chain.or_else(|| self.chain(other.agency, own.agency, step))?;
        through.extend(relations);
        through.extend(&other.through);
        claims.extend(because);
        let then = self.worst(step, &through)?;
        Some(self.link(Tie::Command, other.agency, &through, then, claims))
    }

    /// Whether everything on the way held when the proceeding was under way; none where any of it certainly did not.
    fn worst(&self, step: &Step, through: &[RecordId]) -> Option<Then> {
        let all = through.iter().map(|one| posts::then(self.finder, *one, &step.dates));
        let mut worst = Then::Then;
        for one in all {
            match one {
                Then::Earlier | Then::Later => return None,
                Then::NotStated => worst = Then::NotStated,
                Then::Perhaps if worst == Then::Then => worst = Then::Perhaps,
                Then::Perhaps | Then::Then => {}
            }
        }
        Some(worst)
    }

    /// The command relations by which one body stands under another, the fewest.
    fn chain(
        &self,
        unit: RecordId,
        under: RecordId,
        step: &Step,
    ) -> Option<(Vec<RecordId>, BTreeSet<ClaimId>)> {
        let mut seen = BTreeSet::from([unit]);
        let mut waiting = vec![(unit, Vec::new(), BTreeSet::new())];
        for _ in 0..COMMAND {
            let mut next = Vec::new();
            for (at, relations, claims) in waiting {
                for (relation, told) in self.finder.referring(at, "command", "unit") {
                    if self.worst(step, &[relation]).is_none() {
                        continue;
                    }
                    for (above, over) in self.finder.refs(relation, "under") {
                        let relations: Vec<RecordId> =
                            relations.iter().copied().chain([relation]).collect();
                        let held = self.finder.told(relation, "held");
                        let held = held.iter().flat_map(|told| told.claims.iter());
                        let claims: BTreeSet<ClaimId> = claims
                            .iter()
                            .chain(&told.claims)
                            .chain(&over.claims)
                            .chain(held)
                            .copied()
                            .collect();
                        if above == under {
                            return Some((relations, claims));
                        }
                        if seen.insert(above) {
                            next.push((above, relations, claims));
                        }
                    }
                }
            }
            waiting = next;
        }
        None
    }

    /// The agencies that somebody is or serves.
    fn services(&self, step: &Step, who: RecordId) -> Vec<Service> {
        let finder = self.finder;
        let mut found = Vec::new();
        if finder.is_type(who, "organization") {
            found.push(Service { agency: who, through: Vec::new(), claims: BTreeSet::new() });
        }
        let mut add = |record: RecordId, first: Vec<ClaimId>| {
            if self.worst(step, &[record]).is_none() {
                return;
            }
            for (agency, told) in finder.refs(record, "in") {
                if finder.is_type(agency, "organization") {
                    let held = finder.told(record, "held");
                    let held = held.iter().flat_map(|told| told.claims.iter());
                    let claims = first.iter().chain(&told.claims).chain(held).copied().collect();
                    found.push(Service { agency, through: vec![record], claims });
                }
            }
        };
        if finder.is_type(who, "posting") {
            add(who, Vec::new());
        }
        for kind in ["posting", "membership"] {
            for (record, told) in finder.referring(who, kind, "who") {
                add(record, told.claims);
            }
        }
        found
    }

    /// Agencies said to have had a part in the matter, or served by those who are.
    fn implicated(&self, step: &Step) -> Vec<Service> {
        let finder = self.finder;
        let mut found = Vec::new();
        for act in &self.subject.acts {
            for (involvement, told) in finder.referring(*act, "involvement", "in") {
                let mut degrees = finder.told(involvement, "degree");
                degrees.retain(|told| {
                    !matches!(&told.value, onus_model::value::Value::Term(term)
                        if NO_PART.contains(&term.term()))
                });
                if degrees.is_empty() {
                    continue;
                }
                for (actor, named) in finder.refs(involvement, "actor") {
                    let because = degrees.iter().flat_map(|told| told.claims.iter());
                    let because: Vec<ClaimId> =
                        because.chain(&told.claims).chain(&named.claims).copied().collect();
                    for mut service in self.services(step, actor) {
                        service.claims.extend(&because);
                        found.push(service);
                    }
                }
            }
        }
        found
    }

    /// Agencies that hold those to whom it is said to have happened.
    fn holders(&self, step: &Step) -> Vec<Service> {
        let mut found = Vec::new();
        for (custody, ties) in &self.subject.custodies {
            for (holder, told) in self.finder.refs(*custody, "held-by") {
                for mut service in self.services(step, holder) {
                    service.claims.extend(told.claims.iter().chain(ties));
                    found.push(service);
                }
            }
        }
        found
    }

    /// Other proceedings that the same are said to conduct.
    fn also_conducts(&self, proceeding: RecordId, investigator: RecordId) -> Vec<Link> {
        let finder = self.finder;
        let mut others: BTreeMap<RecordId, BTreeSet<ClaimId>> = BTreeMap::new();
        for (other, told) in finder.referring(investigator, "proceeding", "conducted-by") {
            others.entry(other).or_default().extend(told.claims);
        }
        for (involvement, told) in finder.referring(investigator, "involvement", "actor") {
            let degrees = finder.terms(involvement, "degree", &["conducted"]);
            for (other, within) in finder.refs(involvement, "in") {
                if !degrees.is_empty() && finder.is_type(other, "proceeding") {
                    let degrees = degrees.iter().flat_map(|told| told.claims.iter());
                    let claims = degrees.chain(&told.claims).chain(&within.claims);
                    others.entry(other).or_default().extend(claims);
                }
            }
        }
        others.remove(&proceeding);
        let mut links: Vec<Link> = others
            .into_iter()
            .map(|(other, claims)| {
                self.link(Tie::AlsoConducts, other, &[], Then::NotStated, claims)
            })
            .collect();
        links.sort_by_cached_key(|link| {
            let dates = finder.dates(link.to, &["opened", "closed"]);
            let days = dates.first().map_or(DayBounds::UNBOUNDED, |date| date.bounds);
            (day_place(&days), finder.order.record_place(finder.look, link.to))
        });
        links
    }
}
