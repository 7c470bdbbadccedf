//! The claims a reader looks at, indexed for resolution.
//!
//! A corpus is made from the claims a [`View`] leaves in. It settles once what resolution needs to know
//! across properties: which records are one, which lie inside which, who speaks for whom, which
//! speakers are known not to depend on each other, and which statements answer which claims. Each of
//! these is itself only claims, and each answer names the claims it rests on.

mod containment;
mod dates;
mod dependence;
mod identity;
mod statements;
mod tally;
mod voice;

use std::collections::{BTreeMap, BTreeSet};

pub use dates::{AccountDate, DateError};
pub use dependence::Dependence;
pub use identity::Grade;
pub use statements::Answer;
pub use tally::{Addend, GroupRelation, Sum, SumCheck, SumRefusal};
pub use voice::Voice;

use crate::claim::{Claim, Logged, Stance};
use crate::id::{ClaimId, RecordId, TermId, TypeId};
use crate::schema::{Property, Schema, core};
use crate::value::{Identities, Sameness, Value};
use crate::view::View;

/// Records by name, with their types: all that a record is besides the claims about it.
pub type Records = BTreeMap<RecordId, TypeId>;

/// An answer together with the claims it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged<T> {
    /// The answer.
    pub answer: T,
    /// The claims it rests on.
    pub because: BTreeSet<ClaimId>,
}

/// Claims indexed for resolution.
pub struct Corpus<'a> {
    schema: &'a Schema,
    records: &'a Records,
    claims: BTreeMap<ClaimId, &'a Claim>,
    by_property: BTreeMap<RecordId, BTreeMap<&'a str, Vec<&'a Claim>>>,
    parts: BTreeMap<RecordId, Vec<&'a Claim>>,
    identity: identity::Identity,
    containment: containment::Containment,
    dependences: dependence::Dependences,
    offices: voice::Offices,
    answers: BTreeMap<ClaimId, Vec<Answer>>,
}

impl<'a> Corpus<'a> {
    /// Indexes the claims that a view leaves in.
    pub fn new(
        schema: &'a Schema,
        records: &'a Records,
        logged: impl IntoIterator<Item = &'a Logged>,
        view: &View,
    ) -> Self {
        Self::of_claims(schema, records, view.select(logged).into_iter().map(|entry| &entry.claim))
    }

    /// Indexes exactly these claims.
    pub fn of_claims(
        schema: &'a Schema,
        records: &'a Records,
        claims: impl IntoIterator<Item = &'a Claim>,
    ) -> Self {
        let claims: BTreeMap<ClaimId, &'a Claim> =
            claims.into_iter().map(|claim| (claim.id, claim)).collect();
        let identity = identity::Identity::of(claims.values().copied());
        let mut by_property: BTreeMap<RecordId, BTreeMap<&'a str, Vec<&'a Claim>>> =
            BTreeMap::new();
        let mut parts: BTreeMap<RecordId, Vec<&'a Claim>> = BTreeMap::new();
        for &claim in claims.values() {
            let properties = by_property.entry(identity.canonical(claim.record)).or_default();
            properties.entry(claim.property.as_str()).or_default().push(claim);
            if let (core::PART, Value::Ref(part)) = (claim.property.as_str(), &claim.value) {
                parts.entry(identity.canonical(*part)).or_default().push(claim);
            }
        }
        let mut corpus = Self {
            schema,
            records,
            claims,
            by_property,
            parts,
            identity,
            containment: containment::Containment::default(),
            dependences: dependence::Dependences::default(),
            offices: voice::Offices::default(),
            answers: BTreeMap::new(),
        };
        corpus.containment = containment::Containment::of(&corpus);
        corpus.offices = voice::Offices::of(&corpus);
        corpus.dependences = dependence::Dependences::of(&corpus);
        corpus.answers = statements::answers(&corpus);
        corpus
    }

    /// The corpus of only those of its claims.
    #[must_use]
    pub fn restricted(&self, to: &BTreeSet<ClaimId>) -> Self {
        let kept = self.claims.values().copied().filter(|claim| to.contains(&claim.id));
        Self::of_claims(self.schema, self.records, kept)
    }

    /// The schema the claims are read by.
    #[must_use]
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// The claim of that name, if the view leaves it in.
    #[must_use]
    pub fn claim(&self, id: ClaimId) -> Option<&'a Claim> {
        self.claims.get(&id).copied()
    }

    /// Every claim, by name.
    pub fn claims(&self) -> impl Iterator<Item = &'a Claim> {
        self.claims.values().copied()
    }

    /// The record that stands for this one and all that were judged to be the same.
    #[must_use]
    pub fn canonical(&self, record: RecordId) -> RecordId {
        self.identity.canonical(record)
    }

    /// The type of a record, where it is known.
    #[must_use]
    pub fn record_type(&self, record: RecordId) -> Option<&'a TypeId> {
        self.records.get(&record)
    }

    /// Every record and property that something is claimed of.
    pub fn claimed_properties(&self) -> impl Iterator<Item = (RecordId, &'a str)> {
        self.by_property.iter().flat_map(|(&record, properties)| {
            properties.keys().map(move |&property| (record, property))
        })
    }

    /// The properties that something is claimed of, for a record and all that are the same.
    pub fn properties_of(&self, record: RecordId) -> impl Iterator<Item = &'a str> {
        let properties = self.by_property.get(&self.canonical(record));
        properties.into_iter().flat_map(|properties| properties.keys().copied())
    }

    /// The claims on one property of a record and of all that are the same.
    #[must_use]
    pub fn claims_on(&self, record: RecordId, property: &str) -> &[&'a Claim] {
        self.by_property
            .get(&self.canonical(record))
            .and_then(|properties| properties.get(property))
            .map_or(&[], Vec::as_slice)
    }

    /// The schema's entry for the property a claim is on.
    #[must_use]
    pub fn property_of(&self, claim: &Claim) -> Option<&'a Property> {
        let record_type = self.records.get(&claim.record)?;
        self.schema.property(record_type.as_str(), claim.property.as_str())
    }

    /// What statements say in answer to a claim.
    #[must_use]
    pub fn answers_to(&self, claim: ClaimId) -> &[Answer] {
        self.answers.get(&claim).map_or(&[], Vec::as_slice)
    }

    /// The value with every record replaced by the one that stands for it.
    #[must_use]
    pub fn canonical_value(&self, value: &Value) -> Value {
        value.map_records(&|record| self.canonical(record))
    }

    /// The graded judgement on whether two records are one.
    #[must_use]
    pub fn identity_of(&self, first: RecordId, second: RecordId) -> Judged<Option<Grade>> {
        self.identity.judgement(first, second)
    }

    /// Whether two speakers depend on each other.
    #[must_use]
    pub fn dependence_of(&self, first: RecordId, second: RecordId) -> Judged<Dependence> {
        self.dependences.between(self.speaking(first), self.speaking(second))
    }

    /// Whether a record stands for people that nobody in view names: a group, or a person without a name.
    fn is_unnamed(&self, record: RecordId) -> bool {
        match self.records.get(&record).map(TypeId::as_str) {
            Some(core::GROUP) => true,
            Some(core::PERSON) => self.name_of(record).is_none(),
            _ => false,
        }
    }

    /// The first claim that gives a record a name.
    fn name_of(&self, record: RecordId) -> Option<ClaimId> {
        self.claims_on(record, core::NAME).iter().map(|claim| claim.id).min()
    }

    /// The judgements that bear on how these records relate and on who stands for them.
    pub(crate) fn judgements_among(&self, records: &BTreeSet<RecordId>) -> BTreeSet<ClaimId> {
        let canonical = records.iter().map(|&record| self.canonical(record)).collect();
        let mut because = self.containment.paths_among(&canonical);
        let mut involved = records.clone();
        for claim in because.iter().filter_map(|claim| self.claim(*claim)) {
            involved.insert(claim.record);
            if let Value::Ref(outer) = claim.value {
                involved.insert(outer);
            }
        }
        because.extend(self.identity.judgements_among(&involved));
        let persons = canonical.iter().filter(|record| {
            self.records.get(record).is_some_and(|known| known.as_str() == core::PERSON)
        });
        because.extend(persons.filter_map(|&person| self.name_of(person)));
        because
    }
}

impl Identities for Corpus<'_> {
    fn records(&self, first: RecordId, second: RecordId) -> Sameness {
        if self.canonical(first) == self.canonical(second) {
            return Sameness::Same;
        }
        match self.identity.judgement(first, second).answer {
            Some(Grade::Distinct) => return Sameness::Distinct,
            Some(_) => return Sameness::Unknown,
            None => {}
        }
        let (first, second) = (self.canonical(first), self.canonical(second));
        if self.containment.is_within(first, second) {
            Sameness::Within
        } else if self.containment.is_within(second, first) {
            Sameness::Around
        } else if self.is_unnamed(first) || self.is_unnamed(second) {
            // People who are not named may be anyone.
            Sameness::Unknown
        } else {
            Sameness::Distinct
        }
    }

    fn terms(&self, first: &TermId, second: &TermId) -> Sameness {
        self.schema.terms(first, second)
    }
}

/// A judgement about two records: the record the claim is on, the other one, and the term claimed.
fn pair_judgement<'a>(
    claim: &'a Claim,
    property: &str,
) -> Option<(RecordId, RecordId, &'a TermId)> {
    let Value::Term(term) = &claim.value else {
        return None;
    };
    let Some(Value::Ref(other)) = claim.scope.get(core::WITH) else {
        return None;
    };
    let says_so = claim.stance == Stance::Asserts && claim.altered_by().is_none();
    (says_so && claim.property.as_str() == property).then_some((claim.record, *other, term))
}

/// The pair in a fixed order, so that it does not matter on which record a judgement was made.
fn pair(first: RecordId, second: RecordId) -> (RecordId, RecordId) {
    (first.min(second), first.max(second))
}
