//! An order that depends on what is claimed and on nothing else.
//!
//! Identifiers are random, handles are a matter of taste, and rows can be shuffled. None of them may
//! decide what comes first in an answer. So what is alike in everything more telling (dates, names) is told
//! apart by its content, and the further the content has to be sought, the later it is looked at. A record
//! is its type; then what is claimed of it; then that, with what it refers to seen in the same way; then
//! the ids of the rows it was made from, which stay when rows are shuffled; then what refers to it, what it
//! says, and what was read in it, twice over. A claim is its value, wording, scope, origin, relays, source, passage
//! and dates, with the records in them seen ever more closely, and its row.
//!
//! Each step is taken only where all earlier ones leave two alike, and its result is kept. So to put the
//! claims of one record in order, no more of a large case is read than they speak of.
//!
//! These keys are ties' last resort: answers sort by dates and names first. They are not written anywhere
//! and not compared between versions.

mod digest;
mod key;

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::memo::Memo;
use onus_model::schema::core;
use onus_model::value::date::{Day, DayBounds};
use onus_model::value::{Value, When};

use crate::date::Accounts;
use crate::names::best_name;
use crate::told::Told;

pub use key::Key;
use key::{Step, What};

/// A day bound for sorting: an unset start comes first, an unset end last.
pub(crate) type DayKey = (bool, Option<Day>);

/// The order of what is in view, as far as it was asked for; and what was put in order so far, since answers about
/// many records come by the same ones again and again.
#[derive(Default)]
pub struct Order {
    records: Memo<(Step, RecordId), u64>,
    groups: Memo<(Step, RecordId), u64>,
    claims: Memo<(Step, ClaimId), u64>,
    members: Memo<RecordId, Vec<RecordId>>,
    names: Memo<RecordId, Option<String>>,
    /// What [`told`](crate::told::told) tells.
    pub(crate) told: Memo<(RecordId, String), Vec<Told>>,
    /// What [`accounts_of`](crate::date::accounts_of) tells.
    pub(crate) dates: Memo<(RecordId, String), Accounts>,
}

impl Order {
    /// The order of what is in view.
    #[must_use]
    pub fn of(_look: &Look<'_>) -> Self {
        Self::default()
    }

    /// The name to call a record by, where one is claimed.
    #[must_use]
    pub fn name(&self, look: &Look<'_>, record: RecordId) -> Option<&str> {
        let canonical = look.corpus().canonical(record);
        self.names.get_or(canonical, || best_name(look, canonical)).as_deref()
    }

    /// The place of a value among others that nothing more telling tells apart.
    #[must_use]
    pub fn value_key<'o, 'l>(&'o self, look: &'o Look<'l>, value: &Value) -> Key<'o, 'l> {
        let what = if value.records().is_empty() && !matches!(value, Value::Answers(_)) {
            What::Plain(self.value_digest(look, Step::Type, value))
        } else {
            What::Value(value.clone())
        };
        Key::new(self, look, what)
    }

    /// The records that one stands for, itself included.
    #[must_use]
    pub fn members(&self, look: &Look<'_>, record: RecordId) -> Vec<RecordId> {
        self.members_of(look, look.corpus().canonical(record)).to_vec()
    }

    fn members_of(&self, look: &Look<'_>, canonical: RecordId) -> &[RecordId] {
        self.members.get_or(canonical, || {
            let mut members = look.corpus().members_of(canonical);
            if members.len() > 1 {
                let key = |member: &RecordId| Key::new(self, look, What::Member(*member));
                members.sort_by_cached_key(|member| (key(member), *member));
            }
            members
        })
    }

    /// The record by which those that are judged the same are known: the first of them in order.
    #[must_use]
    pub fn representative(&self, look: &Look<'_>, record: RecordId) -> RecordId {
        let canonical = look.corpus().canonical(record);
        self.members_of(look, canonical).first().copied().unwrap_or(canonical)
    }

    /// Judgements in order. That somebody is named at all is a judgement of its own, for which any claim
    /// that names them would do: it is the first in order, not the first by identifier.
    #[must_use]
    pub fn judgements(
        &self,
        look: &Look<'_>,
        claims: impl IntoIterator<Item = ClaimId>,
    ) -> Vec<ClaimId> {
        let corpus = look.corpus();
        let chosen = claims.into_iter().map(|id| match corpus.claim(id) {
            Some(claim) if claim.property.as_str() == core::NAME => {
                let names = corpus.claims_on(claim.record, core::NAME).iter();
                self.claims(look, names.map(|claim| claim.id)).first().copied().unwrap_or(id)
            }
            _ => id,
        });
        self.claims(look, chosen.collect::<Vec<_>>())
    }

    /// The handle of a record, or the first of those it stands for.
    #[must_use]
    pub fn handle<'a>(&self, look: &Look<'a>, record: RecordId) -> Option<&'a str> {
        self.members(look, record).into_iter().find_map(|member| look.handle(member))
    }

    /// Sorts records by name, those without one last.
    pub fn sort_records(&self, look: &Look<'_>, records: &mut Vec<RecordId>) {
        let corpus = look.corpus();
        for record in records.iter_mut() {
            *record = corpus.canonical(*record);
        }
        records.sort_by_cached_key(|record| (self.record_place(look, *record), *record));
        records.dedup();
    }

    /// The place of a record among others.
    #[must_use]
    pub fn record_place<'o, 'l>(
        &'o self,
        look: &'o Look<'l>,
        record: RecordId,
    ) -> (bool, Option<&'o str>, Key<'o, 'l>) {
        let canonical = look.corpus().canonical(record);
        let name = self.name(look, canonical);
        (name.is_none(), name, Key::new(self, look, What::Record(canonical)))
    }

    /// The place of a voice among others: speakers by name, then those a text does not state, the team.
    #[must_use]
    pub fn voice_place<'o, 'l>(
        &'o self,
        look: &'o Look<'l>,
        voice: Voice,
    ) -> (u8, (bool, Option<&'o str>, Key<'o, 'l>)) {
        let nameless = |what| (true, None, Key::new(self, look, what));
        match voice {
            Voice::Speaker(record) => (0, self.record_place(look, record)),
            Voice::UnstatedIn(source) => (1, self.record_place(look, source)),
            Voice::Unstated(claim) => (2, nameless(What::Claim(claim))),
            Voice::Member(_) => (3, nameless(What::Plain(0))),
        }
    }

    /// Sorts voices; of several that are alike, any may come first.
    pub fn sort_voices(&self, look: &Look<'_>, voices: &mut Vec<Voice>) {
        voices.sort_by_cached_key(|voice| (self.voice_place(look, *voice), *voice));
        voices.dedup();
    }

    /// A set of voices in order.
    #[must_use]
    pub fn voices(&self, look: &Look<'_>, voices: impl IntoIterator<Item = Voice>) -> Vec<Voice> {
        let mut voices: Vec<Voice> = voices.into_iter().collect();
        self.sort_voices(look, &mut voices);
        voices
    }

    /// A set of records in order.
    #[must_use]
    pub fn records(
        &self,
        look: &Look<'_>,
        records: impl IntoIterator<Item = RecordId>,
    ) -> Vec<RecordId> {
        let mut records: Vec<RecordId> = records.into_iter().collect();
        self.sort_records(look, &mut records);
        records
    }

    /// The place of a claim among others: by when it was said, undated ones last, then by content.
    #[must_use]
    pub fn claim_place<'o, 'l>(
        &'o self,
        look: &'o Look<'l>,
        claim: ClaimId,
    ) -> (bool, DayKey, DayKey, Key<'o, 'l>) {
        let said = look
            .corpus()
            .claim(claim)
            .and_then(|claim| claim.said.as_ref())
            .map(When::own_bounds)
            .filter(|bounds| *bounds != DayBounds::UNBOUNDED);
        let bounds = said.unwrap_or(DayBounds::UNBOUNDED);
        let (first, last) = day_place(&bounds);
        (said.is_none(), first, last, Key::new(self, look, What::Claim(claim)))
    }

    /// A set of claims in order.
    #[must_use]
    pub fn claims(
        &self,
        look: &Look<'_>,
        claims: impl IntoIterator<Item = ClaimId>,
    ) -> Vec<ClaimId> {
        let mut claims: Vec<ClaimId> = claims.into_iter().collect();
        claims.sort_by_cached_key(|claim| (self.claim_place(look, *claim), *claim));
        claims.dedup();
        claims
    }

    /// The place of a value among others of one property: numbers by size, dates by time, names and
    /// texts by their letters, the rest by content.
    #[must_use]
    pub fn value_place<'o, 'l>(
        &'o self,
        look: &'o Look<'l>,
        value: &Value,
    ) -> (u8, u64, u64, String, Key<'o, 'l>) {
        let key = self.value_key(look, value);
        let number = |day: Option<Day>, unset: u64| {
            day.map_or(unset, |day| (DayNumber::of(day)).clamp(1, u64::MAX - 1))
        };
        let far = u64::MAX;
        match value {
            Value::Count(count) => {
                (0, count.low(), count.high().unwrap_or(far), String::new(), key)
            }
            Value::Date(when) => {
                let bounds = when.own_bounds();
                let (first, last) = (number(bounds.earliest(), 0), number(bounds.latest(), far));
                (1, first, last, String::new(), key)
            }
            Value::Ref(record) => {
                let name = self.name(look, *record);
                (2, u64::from(name.is_none()), 0, name.unwrap_or_default().to_owned(), key)
            }
            Value::Term(term) => {
                let vocabulary = look.schema().vocabulary(term.vocabulary().as_str());
                let place = vocabulary
                    .and_then(|list| list.terms().position(|known| known.id == *term))
                    .map_or(far, |place| place as u64);
                (3, place, 0, term.term().to_owned(), key)
            }
            Value::ClosedSet(_) => (8, 0, 0, String::new(), key),
            Value::Negative(_) => (9, 0, 0, String::new(), key),
            Value::Answers(_) | Value::Held(_) => (7, 0, 0, String::new(), key),
            plain => (5, 0, 0, plain.to_string(), key),
        }
    }
}

/// A day as a number that grows with time.
struct DayNumber;

impl DayNumber {
    fn of(day: Day) -> u64 {
        let (year, month, date) = day.to_civil();
        let days = year.saturating_mul(372) + i64::from(month) * 31 + i64::from(date);
        days.cast_unsigned() ^ (1 << 63)
    }
}

/// The place of bounds in time: by the earliest day, then by the latest.
#[must_use]
pub fn day_place(bounds: &DayBounds) -> (DayKey, DayKey) {
    let last = bounds.latest();
    ((bounds.earliest().is_some(), bounds.earliest()), (last.is_none(), last))
}
