//! An order that depends on what is claimed and on nothing else.
//!
//! Identifiers are random, handles are a matter of taste, and rows can be shuffled. None of them may
//! decide what comes first in an answer. So every record and claim gets a *key*, a number computed from
//! content alone: a claim's from its value, wording, scope, origin, relays, source, passage and dates; a
//! record's from its type and the claims on it and about it, in a few rounds, so that what is known of a
//! neighbour helps to tell two records apart. What is alike in everything that is claimed is told apart by
//! the ids of the rows it was made from, which stay when rows are shuffled.
//!
//! Keys are ties' last resort: answers sort by dates and names first. They are not written anywhere and
//! not compared between versions.

mod digest;

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::core;
use onus_model::value::date::{Day, DayBounds};
use onus_model::value::{Value, When};

use crate::names::best_name;

use digest::{Digest, mentioned};

/// Rounds of looking at neighbours: a decision is told apart by its defendant's name, two steps away.
const ROUNDS: usize = 4;

/// A day bound for sorting: an unset start comes first, an unset end last.
type DayKey = (bool, Option<Day>);

/// Content keys of every record and claim in view.
pub struct Order {
    records: BTreeMap<RecordId, u64>,
    claims: BTreeMap<ClaimId, u64>,
    members: BTreeMap<RecordId, Vec<RecordId>>,
    names: BTreeMap<RecordId, String>,
}

impl Order {
    /// The keys of what is in view.
    #[must_use]
    pub fn of(look: &Look<'_>) -> Self {
        let corpus = look.corpus();
        let mut order = Self {
            records: BTreeMap::new(),
            claims: BTreeMap::new(),
            members: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for claim in corpus.claims() {
            order.records.entry(claim.record).or_insert(0);
            mentioned(claim, &mut |record| {
                order.records.entry(record).or_insert(0);
            });
        }
        for (record, key) in &mut order.records {
            let mut digest = Digest::new();
            digest.text(corpus.record_type(*record).map_or("", |id| id.as_str()));
            *key = digest.finish();
        }
        for _ in 0..ROUNDS {
            order.round(look);
        }
        order.part_by_rows(look);
        let mut groups: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        for &record in order.records.keys() {
            groups.entry(corpus.canonical(record)).or_default().push(record);
        }
        for (canonical, mut members) in groups {
            members.sort_by_key(|member| order.records.get(member).copied());
            if members.len() > 1 {
                let mut digest = Digest::new();
                for member in &members {
                    digest.number(order.records.get(member).copied().unwrap_or_default());
                }
                let key = digest.finish();
                for member in &members {
                    order.records.insert(*member, key);
                }
                order.members.insert(canonical, members);
            }
        }
        for (record, property) in corpus.claimed_properties() {
            if property == "name"
                && let Some(name) = best_name(look, record)
            {
                order.names.insert(record, name);
            }
        }
        order
    }

    /// The name to call a record by, where one is claimed.
    #[must_use]
    pub fn name(&self, look: &Look<'_>, record: RecordId) -> Option<&str> {
        self.names.get(&look.corpus().canonical(record)).map(String::as_str)
    }

    /// Tells apart what is alike in everything claimed by the rows it was made from, where there are any.
    fn part_by_rows(&mut self, look: &Look<'_>) {
        let row = |claim: ClaimId| look.row_of(claim).ok().flatten().map(|row| row.to_string());
        let alike = repeated(self.claims.values());
        let mut parted = Vec::new();
        for (&claim, &key) in self.claims.iter().filter(|(_, key)| alike.contains(key)) {
            if let Some(row) = row(claim) {
                parted.push((claim, mixed(key, &row)));
            }
        }
        self.claims.extend(parted);
        let alike = repeated(self.records.values());
        let mut least: BTreeMap<RecordId, String> = BTreeMap::new();
        for claim in look.corpus().claims() {
            let key = self.record_key(claim.record);
            if let Some(row) = alike.contains(&key).then(|| row(claim.id)).flatten() {
                let known = least.entry(claim.record).or_insert_with(|| row.clone());
                if row < *known {
                    *known = row;
                }
            }
        }
        for (record, row) in least {
            let key = self.record_key(record);
            self.records.insert(record, mixed(key, &row));
        }
    }

    /// One round: every claim from its records, then every record from its claims.
    fn round(&mut self, look: &Look<'_>) {
        let mut claims = BTreeMap::new();
        let mut around: BTreeMap<RecordId, Vec<u64>> = BTreeMap::new();
        for claim in look.corpus().claims() {
            let content = self.claim_content(claim);
            let mut digest = Digest::new();
            digest.number(self.record_key(claim.record));
            digest.number(content);
            let key = digest.finish();
            claims.insert(claim.id, key);
            around.entry(claim.record).or_default().push(content);
            mentioned(claim, &mut |record| {
                let mut digest = Digest::new();
                digest.text("mentioned").text(claim.property.as_str()).number(key);
                around.entry(record).or_default().push(digest.finish());
            });
        }
        let mut records = BTreeMap::new();
        for (&record, &key) in &self.records {
            let mut digest = Digest::new();
            digest.number(key);
            let mut parts = around.remove(&record).unwrap_or_default();
            parts.sort_unstable();
            for part in parts {
                digest.number(part);
            }
            records.insert(record, digest.finish());
        }
        self.claims = claims;
        self.records = records;
    }

    fn record_key(&self, record: RecordId) -> u64 {
        self.records.get(&record).copied().unwrap_or_default()
    }

    fn claim_key(&self, claim: ClaimId) -> u64 {
        self.claims.get(&claim).copied().unwrap_or_default()
    }

    /// A number that two values share when they say the same of records that are alike.
    #[must_use]
    pub fn value_key(&self, value: &Value) -> u64 {
        let mut digest = Digest::new();
        self.value(&mut digest, value);
        digest.finish()
    }

    /// The records that one stands for, itself included.
    #[must_use]
    pub fn members(&self, look: &Look<'_>, record: RecordId) -> Vec<RecordId> {
        let canonical = look.corpus().canonical(record);
        self.members.get(&canonical).cloned().unwrap_or_else(|| vec![canonical])
    }

    /// The record by which those that are judged the same are known: the first of them in order.
    #[must_use]
    pub fn representative(&self, look: &Look<'_>, record: RecordId) -> RecordId {
        let canonical = look.corpus().canonical(record);
        let first = self.members.get(&canonical).and_then(|members| members.first());
        first.copied().unwrap_or(canonical)
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
        records.sort_by_cached_key(|record| (self.named(look, *record), *record));
        records.dedup();
    }

    fn named(&self, look: &Look<'_>, record: RecordId) -> (bool, Option<String>, u64) {
        let name = self.name(look, record).map(ToOwned::to_owned);
        (name.is_none(), name, self.record_key(record))
    }

    /// The place of a record among others.
    #[must_use]
    pub fn record_place(&self, look: &Look<'_>, record: RecordId) -> (bool, Option<String>, u64) {
        self.named(look, look.corpus().canonical(record))
    }

    /// The place of a voice among others: speakers by name, then those a text does not state, the team.
    #[must_use]
    pub fn voice_place(&self, look: &Look<'_>, voice: Voice) -> (u8, bool, Option<String>, u64) {
        let (kind, (nameless, name, key)) = match voice {
            Voice::Speaker(record) => (0, self.named(look, record)),
            Voice::UnstatedIn(source) => (1, self.named(look, source)),
            Voice::Unstated(claim) => (2, (true, None, self.claim_key(claim))),
            Voice::Member(_) => (3, (true, None, 0)),
        };
        (kind, nameless, name, key)
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
    pub fn claim_place(&self, look: &Look<'_>, claim: ClaimId) -> (bool, DayKey, DayKey, u64) {
        let said = look
            .corpus()
            .claim(claim)
            .and_then(|claim| claim.said.as_ref())
            .map(When::own_bounds)
            .filter(|bounds| *bounds != DayBounds::UNBOUNDED);
        let bounds = said.unwrap_or(DayBounds::UNBOUNDED);
        let (first, last) = day_place(&bounds);
        (said.is_none(), first, last, self.claim_key(claim))
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
    pub fn value_place(&self, look: &Look<'_>, value: &Value) -> (u8, u64, u64, String, u64) {
        let key = self.value_key(value);
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
                let (nameless, name, _) = self.named(look, *record);
                (2, u64::from(nameless), 0, name.unwrap_or_default(), key)
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

/// The keys that occur more than once.
fn repeated<'k>(keys: impl Iterator<Item = &'k u64>) -> BTreeSet<u64> {
    let mut seen = BTreeSet::new();
    keys.filter(|key| !seen.insert(**key)).copied().collect()
}

fn mixed(key: u64, row: &str) -> u64 {
    let mut digest = Digest::new();
    digest.number(key).text(row);
    digest.finish()
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
