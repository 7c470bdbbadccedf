//! How standards fare on the records of a case.
//!
//! A finding is a standard, a record it is asked of, and how its condition comes out on the facts claimed: met, not
//! met, possible, or not to be judged for want of what is named. Where accounts differ, each stands by itself. The parts of the
//! condition are listed with how each comes out and by whose word; nothing is counted or scored, and what
//! follows from it is for people to say. When the instrument was adopted and whom it binds stands beside it and changes
//! no outcome.

mod gate;

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId, TypeId};

use crate::condition::{Account, AskedInput, Evaluator, Judgement, Measured, Open, Truth};
use crate::order::Order;
use crate::standard::{Standard, Standards};

pub use gate::{PartyGate, RunningClock, StateConcerned, TimeGate};

/// How a condition comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fared {
    /// Met on the facts claimed.
    Met,
    /// Not met on the facts claimed.
    NotMet,
    /// What is claimed leaves it open.
    Possible,
    /// Something it needs is not claimed.
    CannotBeJudged,
}

/// How one part of a condition comes out on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFared {
    /// Whether it is so.
    pub truth: Truth,
    /// By whose word.
    pub voices: Vec<Voice>,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
    /// Of what nothing is claimed that it needs.
    pub missing: Vec<AskedInput>,
    /// What is claimed and leaves it open.
    pub wide: Vec<AskedInput>,
}

/// How a condition comes out on the accounts of some voices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFared {
    /// Whose accounts; empty where there is one account, everybody's.
    pub voices: Vec<Voice>,
    /// Where all come out alike and so are everybody's: those who have one of their own.
    pub alike: Vec<Voice>,
    /// How it comes out.
    pub fared: Fared,
    /// The condition's outermost parts, in their order.
    pub parts: Vec<PartFared>,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
    /// The judgements needed to read these: who is whom, who speaks for whom.
    pub judgements: Vec<ClaimId>,
    /// Those of the claims that say that there is none.
    pub negatives: Vec<ClaimId>,
    /// Of what nothing is claimed that it needs.
    pub missing: Vec<AskedInput>,
    /// What is claimed and leaves it open.
    pub wide: Vec<AskedInput>,
    /// On what others' accounts differ, where this one says nothing.
    pub differs: Vec<AskedInput>,
    /// Days between dates that were compared.
    pub measured: Vec<Measured>,
    /// Whether it is only not said to be *not met* because contents are withheld from this copy.
    pub withheld: bool,
}

/// How a standard fares on a record.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardFared {
    /// The standard's name.
    pub standard: String,
    /// The record.
    pub record: RecordId,
    /// How it comes out; more than one where accounts differ.
    pub accounts: Vec<AccountFared>,
    /// How its adoption stands to the facts.
    pub time: TimeGate,
    /// Whether it binds the states concerned.
    pub party: PartyGate,
    /// How long something has been due.
    pub clock: Option<RunningClock>,
}

/// How standards fare on the records of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// Standard by standard, each record that it is about.
    pub entries: Vec<StandardFared>,
    /// Whether contents are withheld from this copy: then nothing is said to be not met.
    pub partial: bool,
}

/// Which findings are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingsFilter {
    /// Only this standard.
    pub standard: Option<String>,
    /// Only this record.
    pub record: Option<RecordId>,
}

/// Why a standard cannot be asked of a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindingsError {
    /// There is no such standard.
    #[error("there is no standard \"{0}\"; there are {1}")]
    NoStandard(String, String),
    /// It is asked of records of another type.
    #[error(
        "{standard} is asked of records of the type {wanted}, and this one is of the type {found}"
    )]
    OtherType {
        /// The standard.
        standard: String,
        /// The type it is asked of.
        wanted: TypeId,
        /// The record's type.
        found: String,
    },
}

fn named<'s>(standards: &'s Standards, id: &str) -> Result<&'s Standard, FindingsError> {
    standards.get(id).ok_or_else(|| {
        let known: Vec<&str> = standards.iter().map(|one| one.id.as_str()).collect();
        FindingsError::NoStandard(id.to_owned(), known.join(", "))
    })
}

/// How standards fare on every record that they are about: whose first part is met or possible on some account.
///
/// # Errors
///
/// [`FindingsError::NoStandard`] where one is wanted that is not there.
pub fn findings(
    look: &Look<'_>,
    standards: &Standards,
    filter: &FindingsFilter,
) -> Result<Findings, FindingsError> {
    let order = Order::of(look);
    let corpus = look.corpus();
    let wanted: Vec<&Standard> = match &filter.standard {
        Some(id) => vec![named(standards, id)?],
        None => standards.iter().collect(),
    };
    let asking = Asking::new(look, &order);
    let types: BTreeSet<&TypeId> = wanted.iter().map(|standard| &standard.of).collect();
    let mut entries = Vec::new();
    for record_type in types {
        let records = match filter.record.map(|record| corpus.canonical(record)) {
            None => look.records_of_type(record_type.as_str()),
            Some(one) if corpus.record_type(one) == Some(record_type) => vec![one],
            Some(_) => Vec::new(),
        };
        for record in records {
            for standard in wanted.iter().filter(|standard| standard.of == *record_type) {
                if asking.is_about(standard, record) {
                    entries.push(asking.ask(standard, record));
                }
            }
        }
    }
    entries.sort_by_cached_key(|one| (one.standard.clone(), order.record_place(look, one.record)));
    Ok(Findings { entries, partial: look.is_partial() })
}

/// How one standard fares on one record, whether or not it is about it.
///
/// # Errors
///
/// [`FindingsError`] where there is no such standard, or it is asked of records of another type.
pub fn finding(
    look: &Look<'_>,
    standards: &Standards,
    standard: &str,
    record: RecordId,
) -> Result<Findings, FindingsError> {
    let standard = named(standards, standard)?;
    let record = look.corpus().canonical(record);
    let found = look.corpus().record_type(record);
    if found != Some(&standard.of) {
        return Err(FindingsError::OtherType {
            standard: standard.id.clone(),
            wanted: standard.of.clone(),
            found: found.map_or_else(|| "unknown".to_owned(), TypeId::to_string),
        });
    }
    let order = Order::of(look);
    let asking = Asking::new(look, &order);
    let entries = vec![asking.ask(standard, record)];
    Ok(Findings { entries, partial: look.is_partial() })
}

struct Asking<'e, 'l> {
    look: &'e Look<'l>,
    order: &'e Order,
    evaluator: Evaluator<'e, 'l>,
    partial: bool,
}

/// A condition's parts as they come out on an account.
type Judged = (Account, Vec<Judgement>);

impl<'e, 'l> Asking<'e, 'l> {
    fn new(look: &'e Look<'l>, order: &'e Order) -> Self {
        let evaluator = Evaluator::new(look, order);
        Self { look, order, evaluator, partial: look.is_partial() }
    }

    /// Whether a standard is about a record: its first part is met or possible on some account.
    fn is_about(&self, standard: &Standard, record: RecordId) -> bool {
        let about = |judgement: &Judgement| match judgement.truth {
            Truth::True => true,
            Truth::False => false,
            Truth::Unknown => judgement.open.iter().any(|open| matches!(open, Open::Wide(_))),
        };
        let Some(first) = standard.condition.first() else { return false };
        let all = self.evaluator.judge(&first.test, record, None);
        about(&all)
            || all
                .contested
                .iter()
                .any(|voice| about(&self.evaluator.judge(&first.test, record, Some(*voice))))
    }

    fn judged(&self, standard: &Standard, record: RecordId, account: Account) -> Judged {
        let parts = standard.condition.iter();
        let parts = parts.map(|part| self.evaluator.judge(&part.test, record, account));
        (account, parts.collect())
    }

    fn ask(&self, standard: &Standard, record: RecordId) -> StandardFared {
        let all = self.judged(standard, record, None);
        // Nobody has an account of their own of what is so on everybody's.
        let voices = Judgement::all(all.1.clone()).contested.into_iter();
        let mut judged: Vec<Judged> =
            voices.map(|voice| self.judged(standard, record, Some(voice))).collect();
        if judged.is_empty() {
            judged.push(all);
        }
        let mut accounts: Vec<AccountFared> = Vec::new();
        for (account, parts) in judged {
            let one = self.account(account, parts);
            let same = |other: &&mut AccountFared| {
                let truths = |fared: &AccountFared| {
                    fared.parts.iter().map(|part| part.truth).collect::<Vec<_>>()
                };
                other.fared == one.fared && truths(other) == truths(&one)
            };
            match accounts.iter_mut().find(same) {
                Some(other) => self.merge(other, one),
                None => accounts.push(one),
            }
        }
        if let [only] = accounts.as_mut_slice() {
            only.alike = std::mem::take(&mut only.voices);
        }
        accounts.sort_by_cached_key(|one| {
            let first = one.voices.first().map(|voice| self.order.voice_place(self.look, *voice));
            (one.fared, first)
        });
        let time = gate::time(self.look, self.order, standard, record);
        StandardFared {
            standard: standard.id.clone(),
            record,
            accounts,
            party: gate::party(self.look, self.order, standard, record),
            clock: gate::clock(self.look, self.order, standard, record),
            time,
        }
    }

    fn inputs(
        &self,
        open: &BTreeSet<Open>,
        wanted: fn(&Open) -> Option<&AskedInput>,
    ) -> Vec<AskedInput> {
        self.in_order(open.iter().filter_map(wanted).cloned().collect())
    }

    fn in_order(&self, mut inputs: Vec<AskedInput>) -> Vec<AskedInput> {
        inputs.sort_by_cached_key(|input| {
            (
                self.order.record_place(self.look, input.record),
                input.property.clone(),
                input.reverse,
            )
        });
        inputs.dedup();
        inputs
    }

    fn measured(&self, measured: impl IntoIterator<Item = Measured>) -> Vec<Measured> {
        let mut measured: Vec<Measured> = measured.into_iter().collect();
        let place = |input: &AskedInput| {
            (self.order.record_place(self.look, input.record), input.property.clone())
        };
        measured.sort_by_cached_key(|one| (place(&one.from), place(&one.to), one.least, one.most));
        measured.dedup();
        measured
    }

    fn account(&self, account: Account, parts: Vec<Judgement>) -> AccountFared {
        let (look, order) = (self.look, self.order);
        let whole = Judgement::all(parts.clone());
        let is_wide = whole.open.iter().any(|open| matches!(open, Open::Wide(_)));
        let withheld = self.partial && whole.truth == Truth::False;
        let fared = match whole.truth {
            Truth::True => Fared::Met,
            Truth::False if !self.partial => Fared::NotMet,
            Truth::Unknown if is_wide => Fared::Possible,
            Truth::False | Truth::Unknown => Fared::CannotBeJudged,
        };
        let parts = parts.into_iter().map(|part| PartFared {
            truth: part.truth,
            voices: self.voices_of(&part.claims),
            missing: self.inputs(&part.open, missing),
            wide: self.inputs(&part.open, wide),
            claims: order.claims(look, part.claims),
        });
        AccountFared {
            voices: account.into_iter().collect(),
            alike: Vec::new(),
            fared,
            parts: parts.collect(),
            judgements: order.claims(look, whole.judgements.difference(&whole.claims).copied()),
            negatives: order.claims(look, whole.negatives),
            missing: self.inputs(&whole.open, missing),
            wide: self.inputs(&whole.open, wide),
            differs: self.inputs(&whole.open, differs),
            measured: self.measured(whole.measured),
            claims: order.claims(look, whole.claims),
            withheld,
        }
    }

    fn voices_of(&self, claims: &BTreeSet<ClaimId>) -> Vec<Voice> {
        let corpus = self.look.corpus();
        let known = claims.iter().filter_map(|claim| corpus.claim(*claim));
        self.order.voices(self.look, known.map(|claim| corpus.voice(claim)))
    }

    /// Takes the account of another voice, which comes out alike, into one.
    fn merge(&self, one: &mut AccountFared, other: AccountFared) {
        let (look, order) = (self.look, self.order);
        let claims = |own: &mut Vec<ClaimId>, others: Vec<ClaimId>| {
            *own = order.claims(look, own.iter().copied().chain(others));
        };
        let inputs = |own: &mut Vec<AskedInput>, others: Vec<AskedInput>| {
            *own = self.in_order(own.iter().cloned().chain(others).collect());
        };
        let voices = |own: &mut Vec<Voice>, others: Vec<Voice>| {
            *own = order.voices(look, own.iter().copied().chain(others));
        };
        voices(&mut one.voices, other.voices);
        claims(&mut one.claims, other.claims);
        claims(&mut one.judgements, other.judgements);
        claims(&mut one.negatives, other.negatives);
        inputs(&mut one.missing, other.missing);
        inputs(&mut one.wide, other.wide);
        inputs(&mut one.differs, other.differs);
        one.measured = self.measured(one.measured.iter().cloned().chain(other.measured));
        one.withheld |= other.withheld;
        for (part, others) in one.parts.iter_mut().zip(other.parts) {
            voices(&mut part.voices, others.voices);
            claims(&mut part.claims, others.claims);
            inputs(&mut part.missing, others.missing);
            inputs(&mut part.wide, others.wide);
        }
        one.judgements.retain(|claim| !one.claims.contains(claim));
    }
}

fn missing(open: &Open) -> Option<&AskedInput> {
    match open {
        Open::Missing(input) => Some(input),
        Open::Wide(_) | Open::Differs(_) => None,
    }
}

fn wide(open: &Open) -> Option<&AskedInput> {
    match open {
        Open::Wide(input) => Some(input),
        Open::Missing(_) | Open::Differs(_) => None,
    }
}

fn differs(open: &Open) -> Option<&AskedInput> {
    match open {
        Open::Differs(input) => Some(input),
        Open::Missing(_) | Open::Wide(_) => None,
    }
}
