//! The case on about a page: numbered sentences, each with the claims it rests on.
//!
//! What happened, to whom, what the authorities say and what others say, what was done, what was
//! promised or asked for, what is in conflict, and what is not known. The order is by date and then by
//! content, never by handle. Where there is more than a page holds, what more voices speak of comes
//! before what fewer do, and how much was left out is said.
//!
//! Nobody is named as responsible. Acts are told without an actor; people who are only accused stand
//! under their role; a conviction is reported with its court (see [`roles`]).

mod facts;
mod open;
pub(crate) mod roles;

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::corpus::{Grade, Voice};
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::value::Value;
use onus_model::value::date::DayBounds;

use crate::count::{ScopeGroup, StatedSum, count_kind, kinds_in_view};
use crate::date::AccountOfDate;
use crate::order::{Order, day_place};
use crate::reading::{Reading, is_draft};
use crate::told::Told;

/// How many sentences each part may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BriefLimits {
    /// The most sentences of a part; none for all there are.
    pub most: Option<usize>,
}

impl Default for BriefLimits {
    /// What a page holds.
    fn default() -> Self {
        Self { most: Some(5) }
    }
}

/// A part of the brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// What happened.
    Happened,
    /// To whom: counts and deaths.
    ToWhom,
    /// What the authorities say.
    Authorities,
    /// What others say.
    Others,
    /// What was done.
    Done,
    /// What was promised, recommended, or asked for.
    Owed,
    /// What is in conflict.
    Conflict,
    /// What is not known.
    NotKnown,
}

impl SectionKind {
    /// Every part, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Happened,
        Self::ToWhom,
        Self::Authorities,
        Self::Others,
        Self::Done,
        Self::Owed,
        Self::Conflict,
        Self::NotKnown,
    ];
}

/// What a sentence tells of one record: its dates and some of its properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The record.
    pub record: RecordId,
    /// Its type's name.
    pub record_type: String,
    /// Its date, on each account.
    pub dates: Vec<AccountOfDate>,
    /// The properties told, with their values; those without a value are left out.
    pub slots: Vec<(PropertyId, Vec<Told>)>,
    /// Whether words of it were left out because they name someone who stands under a role.
    pub words_left_out: bool,
}

impl Facts {
    /// The values of a property.
    #[must_use]
    pub fn slot(&self, property: &str) -> &[Told] {
        self.slots
            .iter()
            .find(|(id, _)| id.as_str() == property)
            .map_or(&[], |(_, told)| told.as_slice())
    }

    /// Everyone who says any of it.
    #[must_use]
    pub fn voices(&self) -> Vec<Voice> {
        let mut voices = Vec::new();
        let told = self.slots.iter().flat_map(|(_, told)| told.iter().flat_map(|one| &one.voices));
        for voice in told.chain(self.dates.iter().flat_map(|date| &date.voices)) {
            if !voices.contains(voice) {
                voices.push(*voice);
            }
        }
        voices
    }

    fn claims(&self) -> BTreeSet<ClaimId> {
        let told = self.slots.iter().flat_map(|(_, told)| told.iter().flat_map(|one| &one.claims));
        told.chain(self.dates.iter().flat_map(|date| &date.claims)).copied().collect()
    }
}

/// Acts told by the same voices of the same people.
#[derive(Clone, Debug, PartialEq)]
pub struct Acts {
    /// The acts.
    pub acts: Vec<RecordId>,
    /// The conduct told.
    pub conduct: Vec<Told>,
    /// Against whom or what.
    pub against: Vec<Told>,
    /// Where.
    pub places: Vec<Told>,
    /// During what.
    pub during: Vec<Told>,
    /// When, on each account.
    pub dates: Vec<AccountOfDate>,
    /// What it was said to be.
    pub characterised: Vec<Told>,
}

/// What a sentence is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// An event, a death, a statement, a step of the authorities, a promise: told from one record.
    Facts(Facts),
    /// A statement, with what its kind does.
    Statement {
        /// What is told of it.
        facts: Facts,
        /// Whether its kind denies what it answers.
        denies: bool,
        /// Whether its kind admits what it answers.
        admits: bool,
    },
    /// Acts.
    Acts(Acts),
    /// What is counted within one scope.
    Tally(Box<ScopeGroup>),
    /// A sum that somebody states.
    Sum(Box<StatedSum>),
    /// A property on which voices conflict.
    Conflict {
        /// The record.
        record: RecordId,
        /// The property.
        property: PropertyId,
        /// What the claims are limited to.
        scope: Vec<(PropertyId, Value)>,
        /// Each value with those who stand by it.
        stands: Vec<(Value, Vec<Voice>)>,
        /// Each value denied, with those who deny it.
        denied: Vec<(Value, Vec<Voice>)>,
    },
    /// Figures of one scope, on different records, that cannot all be right.
    TallyConflict {
        /// The scope.
        group: Box<ScopeGroup>,
        /// Each figure that another one conflicts with, with whose it is.
        figures: Vec<(Value, Vec<Voice>)>,
    },
    /// Something that somebody says is not settled.
    Undetermined {
        /// The record.
        record: RecordId,
        /// The property.
        property: PropertyId,
        /// What the claims are limited to.
        scope: Vec<(PropertyId, Value)>,
        /// What is said.
        told: Told,
    },
    /// Whether two records are one is not settled, or only probable.
    Identity {
        /// The two.
        records: [RecordId; 2],
        /// How they were judged.
        grade: Grade,
    },
    /// A member looked for something and found none.
    Searched {
        /// The record.
        record: RecordId,
        /// The property.
        property: PropertyId,
        /// The search.
        value: Value,
    },
    /// What a witness kept to themselves.
    Withheld {
        /// The record.
        record: RecordId,
        /// In whose words.
        told: Told,
    },
    /// A sum that cannot be checked.
    Unchecked(Box<StatedSum>),
    /// A voice gave several figures, and which is its last is not known.
    Unsettled {
        /// The record.
        record: RecordId,
        /// The property.
        property: PropertyId,
        /// The voice.
        voice: Voice,
        /// What it said.
        values: Vec<Value>,
    },
}

/// A sentence of the brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Its number, from 1 through the whole brief.
    pub number: usize,
    /// What it tells.
    pub subject: Subject,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
    /// People who stand under their role in it.
    pub by_role: Vec<RecordId>,
    /// Whether none of its claims has been checked by a second person.
    pub draft: bool,
}

/// A part with its sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Which part.
    pub kind: SectionKind,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// How many more there are.
    pub left_out: usize,
}

/// The case on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The parts that have any sentence.
    pub sections: Vec<Section>,
    /// How many claims the sentences rest on.
    pub claims: usize,
    /// How many of these no second person has checked.
    pub drafts: usize,
}

impl Brief {
    /// Every sentence.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.sections.iter().flat_map(|section| &section.sentences)
    }

    /// The sentence of that number.
    #[must_use]
    pub fn sentence(&self, number: usize) -> Option<&Sentence> {
        self.sentences().find(|sentence| sentence.number == number)
    }

    /// How many sentences there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sentences().count()
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

/// A sentence before it has a number.
struct Draft {
    subject: Subject,
    claims: BTreeSet<ClaimId>,
    by_role: Vec<RecordId>,
    date: Option<DayBounds>,
    /// What comes first within a part whatever its date.
    rank: u64,
    /// How many voices speak of it, those in conflict counted twice.
    weight: usize,
}

/// What every part is written with.
struct Writer<'w, 'a> {
    look: &'w Look<'a>,
    order: &'w Order,
    roles: roles::Roles,
    /// What would name people who stand under their role.
    naming: roles::NamingWords,
    readings: Vec<Reading>,
}

/// Writes the brief.
#[must_use]
pub fn brief(look: &Look<'_>, limits: &BriefLimits) -> Brief {
    let order = Order::of(look);
    let roles = roles::Roles::of(look, &order);
    let naming = roles::NamingWords::of(look, &roles.shielded);
    let readings = open::readings(look, &order);
    let writer = Writer { look, order: &order, roles, naming, readings };
    let statements = writer.statements();
    let mut parts: Vec<(SectionKind, Vec<Draft>)> = Vec::new();
    let mut happened = writer.events();
    happened.extend(writer.acts());
    parts.push((SectionKind::Happened, happened));
    let mut to_whom = writer.tallies();
    to_whom.extend(writer.deaths());
    parts.push((SectionKind::ToWhom, to_whom));
    let (mut authorities, mut others, mut owed) = (Vec::new(), Vec::new(), Vec::new());
    for (place, draft) in statements {
        match place {
            SectionKind::Authorities => authorities.push(draft),
            SectionKind::Owed => owed.push(draft),
            _ => others.push(draft),
        }
    }
    parts.push((SectionKind::Authorities, authorities));
    parts.push((SectionKind::Others, others));
    parts.push((SectionKind::Done, writer.done()));
    owed.extend(writer.owed());
    parts.push((SectionKind::Owed, owed));
    parts.push((SectionKind::Conflict, writer.conflicts()));
    parts.push((SectionKind::NotKnown, writer.not_known()));
    numbered(&writer, parts, limits)
}

fn numbered(
    writer: &Writer<'_, '_>,
    parts: Vec<(SectionKind, Vec<Draft>)>,
    limits: &BriefLimits,
) -> Brief {
    let (look, order) = (writer.look, writer.order);
    let mut sections = Vec::new();
    let mut number = 0;
    let mut all: BTreeSet<ClaimId> = BTreeSet::new();
    for (kind, mut drafts) in parts {
        let content = |draft: &Draft| {
            let claims = order.claims(look, draft.claims.iter().copied());
            let places = claims.iter().map(|claim| order.claim_place(look, *claim));
            let mut places: Vec<_> = places.collect();
            places.truncate(8);
            places
        };
        let place = |draft: &Draft| {
            let date = draft.date.map(|date| day_place(&date));
            (draft.rank, date.is_none(), date, content(draft))
        };
        let found = drafts.len();
        if let Some(most) = limits.most.filter(|most| *most < found) {
            drafts.sort_by_cached_key(|draft| (std::cmp::Reverse(draft.weight), place(draft)));
            drafts.truncate(most);
        }
        drafts.sort_by_cached_key(place);
        let left_out = found - drafts.len();
        if drafts.is_empty() {
            continue;
        }
        let sentences = drafts
            .into_iter()
            .map(|draft| {
                number += 1;
                all.extend(&draft.claims);
                let claims = order.claims(look, draft.claims);
                Sentence {
                    number,
                    subject: draft.subject,
                    draft: claims.iter().all(|claim| is_draft(look, *claim)),
                    claims,
                    by_role: order.records(look, draft.by_role),
                }
            })
            .collect();
        sections.push(Section { kind, sentences, left_out });
    }
    let drafts = all.iter().filter(|claim| is_draft(look, **claim)).count();
    Brief { sections, claims: all.len(), drafts }
}

impl Writer<'_, '_> {
    /// One sentence a scope, and one a stated sum; the killed and dead first, then the injured, then
    /// others in the order of the vocabulary.
    fn tallies(&self) -> Vec<Draft> {
        let (look, order) = (self.look, self.order);
        let mut all = Vec::new();
        let mut seen: BTreeSet<RecordId> = BTreeSet::new();
        for (place, kind) in kinds_in_view(look, order).into_iter().enumerate() {
            let counted = count_kind(look, order, &kind, None);
            let rank = place as u64;
            let mut drafts = Vec::new();
            for group in counted.groups {
                if !group.tallies.iter().all(|tally| seen.insert(*tally)) {
                    continue;
                }
                let mut claims = BTreeSet::new();
                let sayings = group.lines.iter().map(|line| line.sayings.len()).sum::<usize>();
                let weight = sayings + group.status.in_conflict;
                for line in &group.lines {
                    claims.extend(line.sayings.iter().flat_map(|saying| saying.claims.iter()));
                }
                claims.extend(group.apart.iter().map(|apart| apart.claim));
                claims.extend(group.minimums.iter().flat_map(|one| one.minimum.claims.iter()));
                for part in &group.scope {
                    claims.extend(part.values.iter().flat_map(|told| told.claims.iter()));
                }
                if claims.is_empty() || (group.lines.is_empty() && group.apart.is_empty()) {
                    continue;
                }
                let said = group.lines.iter().flat_map(|line| &line.sayings);
                let date = said.filter_map(|saying| saying.said).min_by_key(day_place);
                let subject = Subject::Tally(Box::new(group));
                let by_role = self.roles.shielded.clone();
                drafts.push(Draft { subject, claims, by_role, date, rank, weight });
            }
            for sum in counted.sums {
                if sum.sum.is_err() {
                    continue;
                }
                let claims = sum.claims.iter().copied().collect();
                let subject = Subject::Sum(Box::new(sum));
                let by_role = self.roles.shielded.clone();
                drafts.push(Draft { subject, claims, by_role, date: None, rank, weight: 1 });
            }
            // Of each kind the count that most voices speak of weighs most; what stands first in the
            // vocabulary is what a reader looks for first, but a second kind comes before a fourth
            // count of the first.
            drafts.sort_by_cached_key(|draft| {
                let claims = order.claims(look, draft.claims.iter().copied());
                let first = claims.first().map(|claim| order.claim_place(look, *claim));
                (std::cmp::Reverse(draft.weight), first)
            });
            for (turn, mut draft) in drafts.into_iter().enumerate() {
                draft.weight = 1000_usize.saturating_sub(turn * 12 + place * 6);
                all.push(draft);
            }
        }
        all
    }
}
