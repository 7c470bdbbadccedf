//! What the authorities, and others, said about what is claimed, with what stands beside it.
//!
//! Each statement is given in its own extent. What it answers is only what its speaker's own text shows: claims one by
//! one, or a class of claims in the speaker's words, which is never taken for the denial of one person's account. What
//! a member sets beside it is shown as theirs. What was done afterwards is listed by what it concerns and when; that
//! it was done because of the statement is said by nobody here.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::Stance;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::resolve::Status;
use onus_model::schema::Effect;
use onus_model::value::date::DayBounds;
use onus_model::value::{Answers, Value};

use crate::date::{AccountOfDate, accounts_of};
use crate::order::{Order, day_place};
use crate::part::{Part, part_of};
use crate::placed;
use crate::reading::{Reading, read};
use crate::told::{Told, told};

/// Which statements are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatementsFilter {
    /// Whether those of others than the authorities are wanted too.
    pub all: bool,
    /// Only those that are about this record, made by it, or answer or are set beside a claim about it.
    pub about: Option<RecordId>,
    /// Which part of them.
    pub part: Part,
}

/// A claim beside a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The claim.
    pub claim: ClaimId,
    /// What it is about.
    pub record: RecordId,
    /// Which property of that.
    pub property: PropertyId,
    /// The value.
    pub value: Value,
    /// Its wording in the source.
    pub wording: Option<String>,
    /// Whose it is.
    pub voice: Voice,
    /// What the speaker does with it.
    pub stance: Stance,
    /// Whether it is said to have been said on oath.
    pub on_oath: bool,
    /// How many origins speak to that property, how many are shown independent, how many in conflict.
    pub status: Status,
    /// Whose last word is this value or entails it.
    pub supported_by: Vec<Voice>,
    /// Whose last word conflicts with it.
    pub conflicts_with: Vec<Voice>,
    /// Who denies this very value, or answers the claim with a denial.
    pub denied_by: Vec<Voice>,
    /// Who admits it.
    pub admitted_by: Vec<Voice>,
}

/// What a statement answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Claims, one by one.
    Claims(Vec<Beside>),
    /// A class of claims in the speaker's words.
    Class {
        /// The class.
        what: String,
        /// Records that the speaker leaves out of it.
        except: Vec<RecordId>,
    },
}

/// One answer, or one setting beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Juxtaposed {
    /// What is answered or set beside.
    pub what: Answered,
    /// Who says that it is.
    pub voices: Vec<Voice>,
    /// The claims that say so.
    pub claims: Vec<ClaimId>,
}

/// Something that was done about what a statement is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Afterwards {
    /// The proceeding, charge, decision or measure.
    pub record: RecordId,
    /// Its type.
    pub record_type: TypeId,
    /// Its date, on each account.
    pub dates: Vec<AccountOfDate>,
    /// Whether it is certainly later than the statement; else their order cannot be told.
    pub later: bool,
    /// What both are about.
    pub shared: Vec<RecordId>,
}

/// A statement in its own extent, with what stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementEntry {
    /// The statement.
    pub record: RecordId,
    /// Whether it is the authorities'.
    pub official: bool,
    /// Whether its kind is a denial.
    pub denies: bool,
    /// Whether its kind is an admission.
    pub admits: bool,
    /// When it was made, on each account.
    pub dates: Vec<AccountOfDate>,
    /// What is told of it, in the order in which it is read.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// Statements that reverse it.
    pub reversed_by: Vec<RecordId>,
    /// What its speaker's own text shows it to answer.
    pub answers: Vec<Juxtaposed>,
    /// What members set beside it.
    pub beside: Vec<Juxtaposed>,
    /// What was done about the same, not certainly before it.
    pub afterwards: Vec<Afterwards>,
}

impl StatementEntry {
    /// Whether nothing in view is set beside it or reverses it, and it answers no claim by itself. That nothing conflicts
    /// with it does not follow.
    #[must_use]
    pub fn stands_alone(&self) -> bool {
        self.answers.iter().all(|one| matches!(&one.what, Answered::Class { .. }))
            && self.beside.is_empty()
            && self.reversed_by.is_empty()
    }
}

/// Statements in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Statements {
    /// The statements.
    pub entries: Vec<StatementEntry>,
    /// How many of others than the authorities are left out.
    pub others: usize,
    /// How many statements come before these.
    pub after: usize,
    /// How many there are.
    pub total: usize,
}

/// What is told of a statement, in the order in which it is read.
const SLOTS: [&str; 12] = [
    "by",
    "capacity",
    "to",
    "kind",
    "content",
    "extent",
    "on-oath",
    "public",
    "admits",
    "reverses",
    "known-through",
    "confirmed-by-speaker",
];

/// What may be done about something: type, the property that says what it is about, its dates.
const DONE: [(&str, &[&str], &[&str]); 4] = [
    ("proceeding", &["concerns"], &["opened", "closed"]),
    ("charge", &["about", "victim"], &["brought"]),
    ("decision", &["rules-on"], &["date"]),
    ("measure", &["concerns"], &["adopted", "in-force"]),
];

/// Statements with what they answer, what is set beside them, and what was done afterwards.
#[must_use]
pub fn statements(look: &Look<'_>, filter: &StatementsFilter) -> Statements {
    let order = Order::of(look);
    let writer = Writer { look, order: &order };
    let about = filter.about.map(|record| look.corpus().canonical(record));
    let near = about.map(|about| writer.near(about));
    let mut listed = placed::statements(look);
    listed.retain(|(_, record, _)| near.as_ref().is_none_or(|near| near.contains(record)));
    let officials: BTreeMap<RecordId, bool> =
        listed.iter().map(|(_, record, official)| (*record, *official)).collect();
    let place = |record| order.record_place(look, record);
    let entry = |record: RecordId| {
        writer.entry(record, officials.get(&record).copied().unwrap_or_default())
    };
    let listed = listed.into_iter().map(|(place, record, _)| (place, record));
    let (mut entries, total, others);
    if let Some(about) = about {
        entries =
            part_of(listed.collect(), Part::ALL, place).into_iter().map(entry).collect::<Vec<_>>();
        entries.retain(|entry| writer.concerns(entry, about));
        let all = entries.len();
        entries.retain(|entry| entry.official || filter.all);
        (total, others) = (entries.len(), all - entries.len());
        entries = filter.part.of(entries);
    } else {
        let all = officials.len();
        let is_wanted = |record: &RecordId| filter.all || officials.get(record) == Some(&true);
        let wanted: Vec<_> = listed.filter(|(_, record)| is_wanted(record)).collect();
        (total, others) = (wanted.len(), all - wanted.len());
        entries = part_of(wanted, filter.part, place).into_iter().map(entry).collect();
    }
    Statements { entries, others, after: filter.part.after.min(total), total }
}

struct Writer<'w, 'a> {
    look: &'w Look<'a>,
    order: &'w Order,
}

impl Writer<'_, '_> {
    fn told(&self, record: RecordId, property: &str) -> Vec<Told> {
        told(self.look, self.order, record, property)
    }

    fn entry(&self, record: RecordId, official: bool) -> StatementEntry {
        let dates = accounts_of(self.look, self.order, record, "when").0;
        let mut slots = Vec::new();
        for slot in SLOTS {
            let told = self.told(record, slot);
            if let (Ok(property), false) = (slot.parse(), told.is_empty()) {
                slots.push((property, told));
            }
        }
        let effect = |wanted: Effect| {
            let kinds = slots.iter().filter(|(slot, _): &&(PropertyId, _)| slot.as_str() == "kind");
            kinds.flat_map(|(_, told)| told).any(|told| match &told.value {
                Value::Term(term) => {
                    self.look.schema().term(term).and_then(|term| term.effect) == Some(wanted)
                }
                _ => false,
            })
        };
        let (denies, admits) = (effect(Effect::Denies), effect(Effect::Admits));
        let answers = self.juxtaposed(record, "answers");
        let beside = self.juxtaposed(record, "set-beside");
        let afterwards = self.afterwards(record, &dates, &answers, &beside);
        StatementEntry {
            reversed_by: self.referring(record, "statement", "reverses"),
            record,
            official,
            denies,
            admits,
            dates,
            slots,
            answers,
            beside,
            afterwards,
        }
    }

    /// Statements that may have to do with a record: that it is, made, is said to be dealt with in, or is the subject of
    /// claims beside.
    fn near(&self, record: RecordId) -> BTreeSet<RecordId> {
        let corpus = self.look.corpus();
        let mut near = BTreeSet::from([record]);
        near.extend(corpus.mentioning(record).iter().map(|claim| corpus.canonical(claim.record)));
        let properties: Vec<&str> = corpus.properties_of(record).collect();
        for claim in properties.iter().flat_map(|one| corpus.claims_on(record, one)) {
            let answers = corpus.answers_to(claim.id).iter();
            near.extend(answers.map(|answer| corpus.canonical(answer.statement)));
        }
        for beside in corpus.claims_with("set-beside") {
            let Value::Answers(Answers::Claims(claims)) = &beside.value else { continue };
            let about = claims.iter().filter_map(|claim| corpus.claim(*claim));
            if about.into_iter().any(|claim| corpus.canonical(claim.record) == record) {
                near.insert(corpus.canonical(beside.record));
            }
        }
        near
    }

    /// Records of a type that refer to one by a property, and stand by it.
    fn referring(&self, record: RecordId, record_type: &str, property: &str) -> Vec<RecordId> {
        let corpus = self.look.corpus();
        let mut found = BTreeSet::new();
        for claim in corpus.mentioning(record) {
            let from = corpus.canonical(claim.record);
            let is_type =
                corpus.record_type(from).is_some_and(|known| known.as_str() == record_type);
            if is_type
                && claim.property.as_str() == property
                && self.told(from, property).iter().any(|told| told.value == Value::Ref(record))
            {
                found.insert(from);
            }
        }
        self.order.records(self.look, found)
    }

    fn juxtaposed(&self, record: RecordId, property: &str) -> Vec<Juxtaposed> {
        let told = self.told(record, property).into_iter();
        let juxtaposed = told.filter_map(|told| {
            let Value::Answers(answers) = told.value else { return None };
            let what = match answers {
                Answers::Claims(claims) => {
                    let claims = self.order.claims(self.look, claims);
                    let beside: Vec<Beside> =
                        claims.into_iter().filter_map(|claim| self.beside(claim)).collect();
                    // What the reader may not see, or is out of view, is not there.
                    if beside.is_empty() {
                        return None;
                    }
                    Answered::Claims(beside)
                }
                Answers::Class { what, except } => {
                    Answered::Class { what, except: self.order.records(self.look, except) }
                }
            };
            Some(Juxtaposed { what, voices: told.voices, claims: told.claims })
        });
        juxtaposed.collect()
    }

    /// A claim beside a statement; none where it is not in view.
    fn beside(&self, claim: ClaimId) -> Option<Beside> {
        let corpus = self.look.corpus();
        let known = corpus.claim(claim)?;
        let record = corpus.canonical(known.record);
        let property = known.property.clone();
        let value = corpus.canonical_value(&known.value);
        let voice = corpus.voice(known);
        let reading = read(self.look, self.order, record, property.as_str())
            .into_iter()
            .find(|reading: &Reading| reading.claims().contains(&claim));
        let stand = reading
            .as_ref()
            .and_then(|reading| reading.stands.iter().find(|stand| stand.value == value));
        let answered = |wanted: Effect| {
            let answers = corpus.answers_to(claim).iter();
            answers.filter(move |answer| answer.effect == wanted).map(|answer| answer.voice)
        };
        let denied = stand.into_iter().flat_map(|stand| stand.denied_by.iter().copied());
        Some(Beside {
            claim,
            record,
            on_oath: self.on_oath(record, voice),
            wording: known.wording.clone(),
            stance: known.stance,
            status: reading.as_ref().map(|reading| reading.status).unwrap_or_default(),
            supported_by: stand.map(|stand| stand.supported_by.clone()).unwrap_or_default(),
            conflicts_with: stand.map(|stand| stand.conflicts_with.clone()).unwrap_or_default(),
            denied_by: self.order.voices(self.look, denied.chain(answered(Effect::Denies))),
            admitted_by: self.order.voices(self.look, answered(Effect::Admits)),
            property,
            value,
            voice,
        })
    }

    /// Whether what is claimed of a record was said on oath: it is a statement said to be, or the same voice made one
    /// about it.
    fn on_oath(&self, record: RecordId, voice: Voice) -> bool {
        let sworn = |statement: RecordId| {
            let told = self.told(statement, "on-oath");
            told.iter().any(|told| told.value == Value::Flag(true) && told.denied_by.is_empty())
        };
        let corpus = self.look.corpus();
        if corpus.record_type(record).is_some_and(|known| known.as_str() == "statement") {
            return sworn(record);
        }
        self.referring(record, "statement", "about").into_iter().any(|statement| {
            let by = self.told(statement, "by");
            let same = by.iter().any(|told| match told.value {
                Value::Ref(speaker) => corpus.voice_of(speaker) == voice,
                _ => false,
            });
            same && sworn(statement)
        })
    }

    /// The records that a statement is about, by itself or by the claims beside it.
    fn subjects(
        &self,
        record: RecordId,
        answers: &[Juxtaposed],
        beside: &[Juxtaposed],
    ) -> BTreeSet<RecordId> {
        let about = self.told(record, "about").into_iter();
        let mut subjects: BTreeSet<RecordId> = about
            .filter_map(|told| match told.value {
                Value::Ref(other) => Some(other),
                _ => None,
            })
            .collect();
        for one in answers.iter().chain(beside) {
            if let Answered::Claims(claims) = &one.what {
                subjects.extend(claims.iter().map(|beside| beside.record));
            }
        }
        subjects.remove(&record);
        subjects
    }

    fn afterwards(
        &self,
        record: RecordId,
        dates: &[AccountOfDate],
        answers: &[Juxtaposed],
        beside: &[Juxtaposed],
    ) -> Vec<Afterwards> {
        let subjects = self.subjects(record, answers, beside);
        let mut done: Vec<Afterwards> = Vec::new();
        for (record_type, properties, own_dates) in DONE {
            let mut found: BTreeSet<RecordId> = BTreeSet::new();
            for subject in &subjects {
                for property in properties {
                    found.extend(self.referring(*subject, record_type, property));
                }
                let is_type = self.look.corpus().record_type(*subject);
                if is_type.is_some_and(|known| known.as_str() == record_type) {
                    found.insert(*subject);
                }
            }
            let Ok(kind) = record_type.parse::<TypeId>() else { continue };
            for one in found {
                let first = own_dates
                    .iter()
                    .map(|property| accounts_of(self.look, self.order, one, property).0)
                    .find(|accounts| !accounts.is_empty())
                    .unwrap_or_default();
                // What has no date of its own cannot be said to have followed.
                let before = |one: &AccountOfDate, other: &AccountOfDate| {
                    one.bounds.certainly_before(&other.bounds)
                };
                let is_earlier = first.iter().all(|own| dates.iter().all(|said| before(own, said)));
                if first.is_empty() || dates.is_empty() || is_earlier {
                    continue;
                }
                let later = first.iter().all(|own| dates.iter().all(|said| before(said, own)));
                let shared = subjects.iter().filter(|subject| {
                    **subject == one
                        || properties.iter().any(|property| {
                            let told = self.told(one, property);
                            told.iter().any(|told| told.value == Value::Ref(**subject))
                        })
                });
                let shared = self.order.records(self.look, shared.copied());
                let (record_type, record) = (kind.clone(), one);
                done.push(Afterwards { record, record_type, dates: first, later, shared });
            }
        }
        done.sort_by_cached_key(|one| {
            let days = one.dates.first().map_or(DayBounds::UNBOUNDED, |date| date.bounds);
            (day_place(&days), self.order.record_place(self.look, one.record))
        });
        done
    }

    fn concerns(&self, entry: &StatementEntry, record: RecordId) -> bool {
        let by = entry.slots.iter().filter(|(slot, _)| slot.as_str() == "by");
        let mut speakers = by.flat_map(|(_, told)| told).map(|told| &told.value);
        entry.record == record
            || speakers.any(|value| *value == Value::Ref(record))
            || self.subjects(entry.record, &entry.answers, &entry.beside).contains(&record)
    }
}
