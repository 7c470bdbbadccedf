//! What followed for those said to be responsible: each act, event and death with the steps that were taken, the time
//! without one where somebody says or looked, and what stands in question.
//!
//! A ladder holds only what is claimed. Where nothing is claimed of a step, that is *not looked for*, and nothing
//! follows: no clock runs. A clock runs from what happened to the day as of which somebody says that there was no such
//! step, searched for one until and found none, or ruled that there is none; whose word that is stands beside it.
//! Days between dates that are known within bounds are bounds too. What day it is plays no part.
//!
//! Charge and conduct stand side by side, and so do people charged and people killed: neither is set against the
//! other as a ratio. Whether investigators can be independent is put as a question, computed from who ordered, held,
//! served and commanded, and when.

mod admitted;
mod beside;
mod days;
mod gaps;
mod independence;
mod posts;
mod steps;
mod subject;
mod totals;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::memo::Memo;
use onus_model::value::Value;
use onus_model::value::date::DayBounds;

use crate::brief::roles::{NamingWords, Roles};
use crate::date::{AccountOfDate, accounts_of};
use crate::order::Order;
use crate::part::{Part, part_of};
use crate::placed;
use crate::told::{Told, told};

pub use admitted::{Admitted, ChargeKnown};
pub use beside::{ChargeBeside, Conduct, DecisionBeside, Figure};
pub use days::Days;
pub use gaps::{Gap, Ground};
pub use independence::{InQuestion, Link, Tie};
pub use posts::{Post, Standing, Taken, Then};
pub use steps::Step;
pub use totals::{StageTotal, Totals};

/// A rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Somebody says that it happened.
    Allegation,
    /// A complaint is made.
    Complaint,
    /// An authority registers it.
    Registration,
    /// An authority looks into it.
    Inquiry,
    /// Somebody is suspended, dismissed or disciplined meanwhile.
    Suspension,
    /// Somebody is charged.
    Charge,
    /// Somebody is tried.
    Trial,
    /// A court or organ decides.
    Decision,
    /// A higher one decides on the decision.
    Appeal,
    /// Something is made good.
    Redress,
}

impl Stage {
    /// Every rung, from the first.
    pub const ALL: [Self; 10] = [
        Self::Allegation,
        Self::Complaint,
        Self::Registration,
        Self::Inquiry,
        Self::Suspension,
        Self::Charge,
        Self::Trial,
        Self::Decision,
        Self::Appeal,
        Self::Redress,
    ];
}

/// What somebody may have to answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// Something that happened.
    Event,
    /// Conduct.
    Act,
    /// A death: the record is the person.
    Death,
}

/// An act, event or death with all that followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// The act or event, or the person who died.
    pub record: RecordId,
    /// Which of these.
    pub matter: Matter,
    /// When, on each account.
    pub dates: Vec<AccountOfDate>,
    /// Who tells of it.
    pub told_by: Vec<Voice>,
    /// The claims by which it is told.
    pub claims: Vec<ClaimId>,
    /// Events, custodies and acts of which it is said to be a part: what was done about these may concern it.
    pub part_of: Vec<RecordId>,
    /// What was done, by rung, then in order of time.
    pub steps: Vec<Step>,
    /// What is said, found or ruled not to have been done.
    pub gaps: Vec<Gap>,
    /// Rungs of which nothing is claimed. That they were not taken does not follow.
    pub not_looked_for: Vec<Stage>,
    /// What is said to have been done, and to whom.
    pub conduct: Vec<Conduct>,
    /// The charges beside it, each with what was decided on it.
    pub charges: Vec<ChargeBeside>,
    /// Concerns that somebody raises about how the authorities dealt with it.
    pub concerns: Vec<(RecordId, Told)>,
    /// Statements by which somebody admits to it, and whether they are charged.
    pub admitted: Vec<Admitted>,
    /// Proceedings of which it is in question whether they are independent.
    pub in_question: Vec<InQuestion>,
    /// Those said to be responsible, charged or suspected, with their postings.
    pub standings: Vec<Standing>,
    /// Of an event, people killed and people charged, side by side.
    pub figures: Vec<Figure>,
    /// Whether words were left out because they name someone who stands under a role.
    pub words_left_out: bool,
}

impl Ladder {
    /// Whether nothing is claimed of it but that it happened.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.steps.iter().all(|step| step.stage == Stage::Allegation)
            && self.gaps.is_empty()
            && self.admitted.is_empty()
            && self.concerns.is_empty()
            && self.standings.is_empty()
    }
}

/// What followed, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Accountability {
    /// The ladders.
    pub ladders: Vec<Ladder>,
    /// On how many of them each rung is claimed, said to be missing, or not looked for; none where only a part of them
    /// was drawn up.
    pub totals: Option<Totals>,
    /// How many ladders come before these.
    pub after: usize,
    /// How many there are.
    pub total: usize,
    /// People who stand under their role.
    pub by_role: Vec<RecordId>,
}

/// Every act, event and death in view with what followed; of one record only, those that it is, suffered, had a part
/// in, contains, dealt with or answered for. Of these, a part.
#[must_use]
pub fn accountability(look: &Look<'_>, of: Option<RecordId>, part: Part) -> Accountability {
    let order = Order::of(look);
    let by_role = order.records(look, Roles::of(look, &order).shielded);
    let finder = Finder::new(look, &order, NamingWords::of(look, &by_role));
    let listed = placed::matters(look);
    let kinds: BTreeMap<RecordId, Matter> =
        listed.iter().map(|((_, matter), record)| (*record, *matter)).collect();
    let drawn_up = if of.is_none() { part } else { Part::ALL };
    let records = part_of(listed, drawn_up, |record| order.record_place(look, record));
    let ladders = records.into_iter().filter_map(|record| Some((*kinds.get(&record)?, record)));
    let mut ladders: Vec<Ladder> =
        ladders.map(|(matter, record)| ladder(&finder, matter, record)).collect();
    let mut total = kinds.len();
    if let Some(of) = of.map(|record| look.corpus().canonical(record)) {
        ladders.retain(|ladder| concerns(&finder, ladder, of));
        total = ladders.len();
    }
    // What is not drawn up cannot be counted.
    let totals = (ladders.len() == total).then(|| totals::totals(&finder, &ladders));
    if of.is_some() {
        ladders = part.of(ladders);
    }
    Accountability { ladders, totals, by_role, after: part.after.min(total), total }
}

/// What there is to answer for in a record, if anything, and the days that its first account gives.
pub(crate) fn matter(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
) -> Option<(Matter, Option<DayBounds>)> {
    let finder = Finder::new(look, order, NamingWords::default());
    let matter = subject::matter_of(&finder, record)?;
    let (around, _) = subject::around(&finder, matter, record);
    let dates = subject::dates(&finder, matter, record, &around);
    Some((matter, dates.first().map(|date| date.bounds)))
}

fn ladder(finder: &Finder<'_, '_>, matter: Matter, record: RecordId) -> Ladder {
    let subject = subject::Subject::of(finder, matter, record);
    let (steps, gaps) = &*finder.done(&subject);
    let around: Vec<Rc<Done>> = subject
        .part_of
        .iter()
        .filter_map(|around| Some((subject::matter_of(finder, *around)?, *around)))
        .map(|(matter, around)| finder.done(&subject::Subject::of(finder, matter, around)))
        .collect();
    let admitted = admitted::admitted(finder, &subject, steps, gaps, &around);
    let not_looked_for = Stage::ALL
        .into_iter()
        .filter(|stage| *stage != Stage::Allegation || subject.told_by.is_empty())
        .filter(|stage| !steps.iter().any(|step| step.stage == *stage))
        .filter(|stage| !gaps.iter().any(|gap| gap.stage == *stage))
        .collect();
    let (conduct, charges) = (beside::conduct(finder, &subject), beside::charges(finder, steps));
    let left_out = finder.left_out.borrow();
    let told_of = steps.iter().map(|step| step.record).chain(conduct.iter().map(|one| one.record));
    let decided = charges.iter().flat_map(|charge| charge.decisions.iter().map(|one| one.decision));
    let words_left_out = told_of
        .chain(decided)
        .chain(admitted.iter().map(|one| one.statement))
        .any(|record| left_out.contains(&record));
    drop(left_out);
    Ladder {
        record,
        matter,
        words_left_out,
        told_by: subject.told_by.clone(),
        claims: subject.claims.clone(),
        part_of: subject.part_of.clone(),
        not_looked_for,
        conduct,
        charges,
        concerns: subject::concerns(finder, &subject, steps),
        in_question: independence::in_question(finder, &subject, steps),
        standings: posts::standings(finder, &subject, steps),
        figures: beside::figures(finder, &subject),
        dates: subject.dates,
        admitted,
        steps: steps.clone(),
        gaps: gaps.clone(),
    }
}

/// Whether a ladder has to do with a record.
fn concerns(finder: &Finder<'_, '_>, ladder: &Ladder, of: RecordId) -> bool {
    let is = |record: &RecordId| *record == of;
    ladder.record == of
        || ladder.part_of.contains(&of)
        || ladder.conduct.iter().any(|one| {
            let told = one.slots.iter().flat_map(|(_, told)| told);
            one.record == of || told.into_iter().any(|told| told.value == Value::Ref(of))
        })
        || ladder.standings.iter().any(|one| one.who == of)
        || ladder.in_question.iter().any(|one| one.investigator == of)
        || ladder.admitted.iter().any(|one| one.statement == of || one.by.contains(&of))
        || ladder.steps.iter().any(|step| {
            step.record == of
                || step.defendants.iter().any(is)
                || step.slots.iter().any(|(property, told)| {
                    finder.is_by(property.as_str())
                        && told.iter().any(|told| told.value == Value::Ref(of))
                })
        })
}

/// What everything here is found with.
struct Finder<'f, 'a> {
    look: &'f Look<'a>,
    order: &'f Order,
    /// What would name people who stand under their role.
    naming: NamingWords,
    /// What was found of each matter, since what lies in it asks again.
    done: RefCell<BTreeMap<RecordId, Rc<Done>>>,
    /// Which records refer to which by what.
    referring: Memo<(RecordId, String, String), Vec<(RecordId, Told)>>,
    /// Records of which words were left out.
    left_out: RefCell<BTreeSet<RecordId>>,
}

/// The steps about a matter, and what is said to be missing.
type Done = (Vec<Step>, Vec<Gap>);

impl<'f, 'a> Finder<'f, 'a> {
    fn new(look: &'f Look<'a>, order: &'f Order, naming: NamingWords) -> Self {
        Self {
            look,
            order,
            naming,
            done: RefCell::default(),
            referring: Memo::default(),
            left_out: RefCell::default(),
        }
    }

    fn done(&self, subject: &subject::Subject) -> Rc<Done> {
        if let Some(known) = self.done.borrow().get(&subject.record) {
            return Rc::clone(known);
        }
        let steps = steps::steps(self, subject);
        let gaps = gaps::gaps(self, subject, &steps);
        let done = Rc::new((steps, gaps));
        self.done.borrow_mut().insert(subject.record, Rc::clone(&done));
        done
    }

    fn told(&self, record: RecordId, property: &str) -> Vec<Told> {
        told(self.look, self.order, record, property)
    }

    fn dates(&self, record: RecordId, properties: &[&str]) -> Vec<AccountOfDate> {
        let mut accounts =
            properties.iter().map(|one| accounts_of(self.look, self.order, record, one).0);
        accounts.find(|accounts| !accounts.is_empty()).unwrap_or_default()
    }

    /// The records that a property is told to name, members of closed sets included, each with how it is told.
    fn refs(&self, record: RecordId, property: &str) -> Vec<(RecordId, Told)> {
        let mut found = Vec::new();
        for told in self.told(record, property) {
            match &told.value {
                Value::Ref(other) => found.push((*other, told)),
                Value::ClosedSet(set) => {
                    found.extend(set.named().iter().map(|other| (*other, told.clone())));
                }
                _ => {}
            }
        }
        found
    }

    /// Records of a type that name this one by a property, with how that is told.
    fn referring(
        &self,
        record: RecordId,
        record_type: &str,
        property: &str,
    ) -> Vec<(RecordId, Told)> {
        let key = (record, record_type.to_owned(), property.to_owned());
        let found =
            self.referring.get_or(key, || self.find_referring(record, record_type, property));
        found.clone()
    }

    fn find_referring(
        &self,
        record: RecordId,
        record_type: &str,
        property: &str,
    ) -> Vec<(RecordId, Told)> {
        let corpus = self.look.corpus();
        let from: BTreeSet<RecordId> = corpus
            .mentioning(record)
            .iter()
            .filter(|claim| claim.property.as_str() == property)
            .map(|claim| corpus.canonical(claim.record))
            .filter(|from| self.is_type(*from, record_type))
            .collect();
        let from = self.order.records(self.look, from);
        let found = from.into_iter().filter_map(|from| {
            let told = self.refs(from, property).into_iter().find(|(other, _)| *other == record);
            told.map(|(_, told)| (from, told))
        });
        found.collect()
    }

    fn type_of(&self, record: RecordId) -> Option<&TypeId> {
        self.look.corpus().record_type(record)
    }

    fn is_type(&self, record: RecordId, record_type: &str) -> bool {
        self.type_of(record).is_some_and(|known| known.as_str() == record_type)
    }

    /// Whether any of the terms is told of a property.
    fn has_term(&self, record: RecordId, property: &str, terms: &[&str]) -> bool {
        !self.terms(record, property, terms).is_empty()
    }

    /// The values among these terms that are told of a property.
    fn terms(&self, record: RecordId, property: &str, terms: &[&str]) -> Vec<Told> {
        let mut told = self.told(record, property);
        told.retain(
            |told| matches!(&told.value, Value::Term(term) if terms.contains(&term.term())),
        );
        told
    }

    fn claims(&self, claims: impl IntoIterator<Item = ClaimId>) -> Vec<ClaimId> {
        self.order.claims(self.look, claims)
    }

    fn slots(&self, record: RecordId, properties: &[&str]) -> Vec<(PropertyId, Vec<Told>)> {
        let slots = properties.iter().filter_map(|property| {
            let mut told = self.told(record, property);
            told.retain(|told| !self.leaves_out(record, &told.value));
            Some((property.parse().ok()?, told)).filter(|(_, told)| !told.is_empty())
        });
        slots.collect()
    }

    /// Whether words told of a record are left out because they name someone who stands under a role.
    fn leaves_out(&self, record: RecordId, value: &Value) -> bool {
        let names = self.naming.are_in(value);
        if names {
            self.left_out.borrow_mut().insert(record);
        }
        names
    }

    /// Whether a property says who took a step.
    #[allow(clippy::unused_self, reason = "it reads as the others do")]
    fn is_by(&self, property: &str) -> bool {
        ["conducted-by", "ordered-by", "court", "by", "complainant"].contains(&property)
    }
}
