//! Where a corpus gets its claims: all of them indexed beforehand, or each as it is asked for.
//!
//! Resolution asks for few claims at a time: those on a property of a record, those that mention a record,
//! the statements that answer a claim. [`Claims`] lists these questions. [`Indexed`] answers from maps
//! made beforehand; [`Seen`] asks an [`Entries`], which may read from a store, and applies a view to what it
//! gets. Both answer alike, and tests hold them to it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Records;
use crate::claim::{Claim, Logged};
use crate::id::{ClaimId, RecordId, TypeId};
use crate::memo::Memo;
use crate::schema::core;
use crate::value::date::DayBounds;
use crate::value::{Answers, Value};
use crate::view::{View, publication};

/// The claims of a log, with what it says of them, retracted ones included, as they are asked for.
///
/// What cannot be read is left out; whoever implements this keeps the failure, and nothing computed after it
/// may be shown.
pub trait Entries {
    /// The type of a record, where it is known.
    fn record_type(&self, record: RecordId) -> Option<&TypeId>;

    /// One claim.
    fn entry(&self, claim: ClaimId) -> Option<&Logged>;

    /// The claims on a record.
    fn about(&self, record: RecordId) -> Vec<&Logged>;

    /// The claims on one property of a record.
    fn on(&self, record: RecordId, property: &str) -> Vec<&Logged>;

    /// The claims that mention a record ([`Claim::mentions`]).
    fn mentioning(&self, record: RecordId) -> Vec<&Logged>;

    /// The claims on one property that mention a record.
    fn mentioning_on(&self, record: RecordId, property: &str) -> Vec<&Logged>;

    /// The claims whose speaker a record is.
    fn said_by(&self, record: RecordId) -> Vec<&Logged>;

    /// The claims read in a source.
    fn read_in(&self, source: RecordId) -> Vec<&Logged>;

    /// The claims that say of a statement that it answers this one by name.
    fn answering(&self, claim: ClaimId) -> Vec<&Logged>;

    /// Every claim on a property, of any record.
    fn with_property(&self, property: &str) -> Vec<&Logged>;

    /// Whether there may be any claim on a property: a cheap question, for which *yes* is always right.
    fn may_have_property(&self, property: &str) -> bool;

    /// Every claim.
    fn all(&self) -> Vec<&Logged>;
}

/// The claims in view, each list in the order of their names.
pub(super) enum Claims<'a> {
    /// Held in memory.
    Indexed(Indexed<'a>),
    /// Asked for.
    Seen(Box<Seen<'a>>),
}

macro_rules! questions {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        impl<'a> Claims<'a> {
            $(pub(super) fn $name(&self, $($argument: $type),*) -> $answer {
                match self {
                    Self::Indexed(claims) => claims.$name($($argument),*),
                    Self::Seen(claims) => claims.$name($($argument),*),
                }
            })*
        }
    };
}

questions! {
    record_type(record: RecordId) -> Option<&'a TypeId>;
    claim(claim: ClaimId) -> Option<&'a Claim>;
    about(record: RecordId) -> Vec<&'a Claim>;
    on(record: RecordId, property: &str) -> Vec<&'a Claim>;
    mentioning(record: RecordId) -> Vec<&'a Claim>;
    mentioning_on(record: RecordId, property: &str) -> Vec<&'a Claim>;
    said_by(record: RecordId) -> Vec<&'a Claim>;
    read_in(record: RecordId) -> Vec<&'a Claim>;
    answering(claim: ClaimId) -> Vec<&'a Claim>;
    with_property(property: &str) -> Vec<&'a Claim>;
    may_have_property(property: &str) -> bool;
    all() -> Vec<&'a Claim>;
}

/// The claims that one says its statement answers, by name.
pub(super) fn answered(claim: &Claim) -> Option<&BTreeSet<ClaimId>> {
    match &claim.value {
        Value::Answers(Answers::Claims(claims)) if claim.property.as_str() == core::ANSWERS => {
            Some(claims)
        }
        _ => None,
    }
}

/// Where the types of records are looked up.
pub(super) enum Types<'a> {
    /// In a map of all.
    Map(&'a Records),
    /// Where those of other claims are.
    Of(Rc<Claims<'a>>),
}

/// Claims indexed beforehand.
pub(super) struct Indexed<'a> {
    types: Types<'a>,
    claims: BTreeMap<ClaimId, &'a Claim>,
    about: BTreeMap<RecordId, Vec<&'a Claim>>,
    mentioning: BTreeMap<RecordId, Vec<&'a Claim>>,
    said_by: BTreeMap<RecordId, Vec<&'a Claim>>,
    read_in: BTreeMap<RecordId, Vec<&'a Claim>>,
    answering: BTreeMap<ClaimId, Vec<&'a Claim>>,
    properties: BTreeMap<&'a str, Vec<&'a Claim>>,
}

impl<'a> Indexed<'a> {
    pub(super) fn new(types: Types<'a>, claims: impl IntoIterator<Item = &'a Claim>) -> Self {
        let claims: BTreeMap<ClaimId, &'a Claim> =
            claims.into_iter().map(|claim| (claim.id, claim)).collect();
        let mut indexed = Self {
            types,
            claims: BTreeMap::new(),
            about: BTreeMap::new(),
            mentioning: BTreeMap::new(),
            said_by: BTreeMap::new(),
            read_in: BTreeMap::new(),
            answering: BTreeMap::new(),
            properties: BTreeMap::new(),
        };
        for &claim in claims.values() {
            indexed.about.entry(claim.record).or_default().push(claim);
            for record in claim.mentions() {
                indexed.mentioning.entry(record).or_default().push(claim);
            }
            if let crate::claim::Speaker::Record(speaker) = claim.origin.speaker {
                indexed.said_by.entry(speaker).or_default().push(claim);
            }
            if let Some(source) = claim.source {
                indexed.read_in.entry(source).or_default().push(claim);
            }
            for answered in answered(claim).into_iter().flatten() {
                indexed.answering.entry(*answered).or_default().push(claim);
            }
            indexed.properties.entry(claim.property.as_str()).or_default().push(claim);
        }
        indexed.claims = claims;
        indexed
    }
}

fn all_of<'a, K: Ord>(map: &BTreeMap<K, Vec<&'a Claim>>, key: &K) -> Vec<&'a Claim> {
    map.get(key).cloned().unwrap_or_default()
}

fn on_property<'a>(mut claims: Vec<&'a Claim>, property: &str) -> Vec<&'a Claim> {
    claims.retain(|claim| claim.property.as_str() == property);
    claims
}

impl<'a> Indexed<'a> {
    fn record_type(&self, record: RecordId) -> Option<&'a TypeId> {
        match &self.types {
            Types::Map(records) => records.get(&record),
            Types::Of(claims) => claims.record_type(record),
        }
    }

    fn claim(&self, claim: ClaimId) -> Option<&'a Claim> {
        self.claims.get(&claim).copied()
    }

    fn about(&self, record: RecordId) -> Vec<&'a Claim> {
        all_of(&self.about, &record)
    }

    fn on(&self, record: RecordId, property: &str) -> Vec<&'a Claim> {
        on_property(self.about(record), property)
    }

    fn mentioning(&self, record: RecordId) -> Vec<&'a Claim> {
        all_of(&self.mentioning, &record)
    }

    fn mentioning_on(&self, record: RecordId, property: &str) -> Vec<&'a Claim> {
        on_property(self.mentioning(record), property)
    }

    fn said_by(&self, record: RecordId) -> Vec<&'a Claim> {
        all_of(&self.said_by, &record)
    }

    fn read_in(&self, source: RecordId) -> Vec<&'a Claim> {
        all_of(&self.read_in, &source)
    }

    fn answering(&self, claim: ClaimId) -> Vec<&'a Claim> {
        all_of(&self.answering, &claim)
    }

    fn with_property(&self, property: &str) -> Vec<&'a Claim> {
        self.properties.get(property).cloned().unwrap_or_default()
    }

    fn may_have_property(&self, property: &str) -> bool {
        self.properties.contains_key(property)
    }

    fn all(&self) -> Vec<&'a Claim> {
        self.claims.values().copied().collect()
    }
}

/// Claims as a view leaves them in, asked for one by one.
pub(super) struct Seen<'a> {
    entries: &'a dyn Entries,
    view: View,
    in_view: Memo<ClaimId, bool>,
    published: Memo<RecordId, Option<DayBounds>>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(entries: &'a dyn Entries, view: View) -> Self {
        Self { entries, view, in_view: Memo::default(), published: Memo::default() }
    }

    fn is_in_view(&self, entry: &Logged) -> bool {
        *self.in_view.get_or(entry.claim.id, || {
            let mut looked_at = BTreeSet::from([entry.claim.id]);
            let mut waiting = vec![entry];
            while let Some(entry) = waiting.pop() {
                if !self.view.takes(entry, &|source| self.published(source)) {
                    return false;
                }
                for premise in entry.claim.is_supported_by() {
                    match self.entries.entry(premise) {
                        None => return false,
                        Some(premise) if looked_at.insert(premise.claim.id) => {
                            waiting.push(premise);
                        }
                        Some(_) => {}
                    }
                }
            }
            true
        })
    }

    fn published(&self, source: RecordId) -> Option<DayBounds> {
        *self.published.get_or(source, || {
            let claims = self.entries.on(source, core::PUBLISHED);
            publication(claims.into_iter().filter(|entry| self.view.is_readable(entry)))
        })
    }

    fn seen(&self, entries: Vec<&'a Logged>) -> Vec<&'a Claim> {
        let in_view = entries.into_iter().filter(|entry| self.is_in_view(entry));
        let mut claims: Vec<&'a Claim> = in_view.map(|entry| &entry.claim).collect();
        claims.sort_unstable_by_key(|claim| claim.id);
        claims
    }
}

impl<'a> Seen<'a> {
    fn record_type(&self, record: RecordId) -> Option<&'a TypeId> {
        self.entries.record_type(record)
    }

    fn claim(&self, claim: ClaimId) -> Option<&'a Claim> {
        let entry = self.entries.entry(claim)?;
        self.is_in_view(entry).then_some(&entry.claim)
    }

    fn about(&self, record: RecordId) -> Vec<&'a Claim> {
        self.seen(self.entries.about(record))
    }

    fn on(&self, record: RecordId, property: &str) -> Vec<&'a Claim> {
        self.seen(self.entries.on(record, property))
    }

    fn mentioning(&self, record: RecordId) -> Vec<&'a Claim> {
        self.seen(self.entries.mentioning(record))
    }

    fn mentioning_on(&self, record: RecordId, property: &str) -> Vec<&'a Claim> {
        self.seen(self.entries.mentioning_on(record, property))
    }

    fn said_by(&self, record: RecordId) -> Vec<&'a Claim> {
        self.seen(self.entries.said_by(record))
    }

    fn read_in(&self, source: RecordId) -> Vec<&'a Claim> {
        self.seen(self.entries.read_in(source))
    }

    fn answering(&self, claim: ClaimId) -> Vec<&'a Claim> {
        self.seen(self.entries.answering(claim))
    }

    fn with_property(&self, property: &str) -> Vec<&'a Claim> {
        self.seen(self.entries.with_property(property))
    }

    fn may_have_property(&self, property: &str) -> bool {
        self.entries.may_have_property(property)
    }

    fn all(&self) -> Vec<&'a Claim> {
        self.seen(self.entries.all())
    }
}
