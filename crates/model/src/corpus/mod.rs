//! The claims a reader looks at, indexed for resolution.
//!
//! A corpus is made from the claims a [`View`] leaves in. It answers what resolution needs to know across
//! properties: which records are one, which lie inside which, who speaks for whom, which speakers are
//! known not to depend on each other, and which statements answer which claims. Each of these is itself
//! only claims, and each answer names the claims it rests on.
//!
//! Nothing is settled beforehand. Each question looks at the few claims that bear on it, starting from the
//! record it is about, and its answer is kept. So a corpus over a store ([`Corpus::over`]) answers about one
//! record of a large case without reading the others, exactly as one over claims held in memory does.

mod claims;
mod containment;
mod dates;
mod dependence;
mod identity;
mod statements;
mod tally;
mod voice;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use claims::{Claims, Indexed, Seen, Types};

pub use claims::Entries;
pub use dates::{AccountDate, DateError};
pub use dependence::Dependence;
pub use identity::Grade;
pub use statements::Answer;
pub use tally::{Addend, GroupRelation, Sum, SumCheck, SumRefusal};
pub use voice::Voice;

use crate::claim::{Claim, Logged, Stance};
use crate::id::{ClaimId, RecordId, TermId, TypeId};
use crate::memo::Memo;
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

/// Claims as resolution asks for them.
pub struct Corpus<'a> {
    schema: &'a Schema,
    claims: Rc<Claims<'a>>,
    about: Memo<RecordId, About<'a>>,
    mentions: Memo<RecordId, Vec<&'a Claim>>,
    parts: Memo<RecordId, Vec<&'a Claim>>,
    identity: identity::Identity,
    around: Memo<RecordId, containment::Around>,
    dependences: Memo<RecordId, dependence::Judgements>,
    offices: Memo<RecordId, voice::SpeaksFor>,
    statements: Memo<RecordId, statements::Said>,
    answers: Memo<ClaimId, Vec<Answer>>,
}

/// What was asked for of a record and all that are the same: everything, or some properties.
#[derive(Default)]
struct About<'a> {
    all: OnceCell<BTreeMap<&'a str, Vec<&'a Claim>>>,
    some: Memo<String, Vec<&'a Claim>>,
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
        Self::asking(schema, Claims::Indexed(Indexed::new(Types::Map(records), claims)))
    }

    /// Asks for claims one by one and leaves out what a view does.
    pub fn over(schema: &'a Schema, entries: &'a dyn Entries, view: View) -> Self {
        Self::asking(schema, Claims::Seen(Box::new(Seen::new(entries, view))))
    }

    fn asking(schema: &'a Schema, claims: Claims<'a>) -> Self {
        Self {
            schema,
            claims: Rc::new(claims),
            about: Memo::default(),
            mentions: Memo::default(),
            parts: Memo::default(),
            identity: identity::Identity::default(),
            around: Memo::default(),
            dependences: Memo::default(),
            offices: Memo::default(),
            statements: Memo::default(),
            answers: Memo::default(),
        }
    }

    /// The corpus of only those of its claims.
    #[must_use]
    pub fn restricted(&self, to: &BTreeSet<ClaimId>) -> Self {
        let kept = to.iter().filter_map(|claim| self.claim(*claim));
        let types = Types::Of(Rc::clone(&self.claims));
        Self::asking(self.schema, Claims::Indexed(Indexed::new(types, kept)))
    }

    /// The schema the claims are read by.
    #[must_use]
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// The claim of that name, if the view leaves it in.
    #[must_use]
    pub fn claim(&self, id: ClaimId) -> Option<&'a Claim> {
        self.claims.claim(id)
    }

    /// Every claim, by name. On a large case, this is everything.
    pub fn claims(&self) -> impl Iterator<Item = &'a Claim> {
        self.claims.all().into_iter()
    }

    /// Every claim on a property, of any record, by name.
    #[must_use]
    pub fn claims_with(&self, property: &str) -> Vec<&'a Claim> {
        self.claims.with_property(property)
    }

    /// The claims whose speaker a record, or one that is the same, is.
    #[must_use]
    pub fn said_by(&self, speaker: RecordId) -> Vec<&'a Claim> {
        self.of_members(speaker, |member| self.claims.said_by(member))
    }

    /// The claims read in a source, or in one that is the same.
    #[must_use]
    pub fn read_in(&self, source: RecordId) -> Vec<&'a Claim> {
        self.of_members(source, |member| self.claims.read_in(member))
    }

    /// The claims on other records that mention this one, or one that is the same ([`Claim::mentions`]).
    #[must_use]
    pub fn mentioning(&self, record: RecordId) -> &[&'a Claim] {
        let canonical = self.canonical(record);
        self.mentions.get_or(canonical, || {
            self.of_members(canonical, |member| self.claims.mentioning(member))
        })
    }

    /// The claims on one property of other records that mention this one, or one that is the same.
    #[must_use]
    pub fn mentioning_on(&self, record: RecordId, property: &str) -> Vec<&'a Claim> {
        self.of_members(record, |member| self.claims.mentioning_on(member, property))
    }

    fn of_members(
        &self,
        record: RecordId,
        each: impl Fn(RecordId) -> Vec<&'a Claim>,
    ) -> Vec<&'a Claim> {
        match self.members_of(self.canonical(record))[..] {
            [only] => each(only),
            ref members => {
                let mut claims: Vec<&'a Claim> =
                    members.iter().flat_map(|member| each(*member)).collect();
                claims.sort_unstable_by_key(|claim| claim.id);
                claims.dedup_by_key(|claim| claim.id);
                claims
            }
        }
    }

    /// The record that stands for this one and all that were judged to be the same.
    #[must_use]
    pub fn canonical(&self, record: RecordId) -> RecordId {
        self.identity.canonical(&self.claims, record)
    }

    /// Every record that this one stands for, itself included, by name; only itself where another stands
    /// for it.
    #[must_use]
    pub fn members_of(&self, canonical: RecordId) -> Vec<RecordId> {
        self.identity.merged(&self.claims, canonical)
    }

    /// The type of a record, where it is known.
    #[must_use]
    pub fn record_type(&self, record: RecordId) -> Option<&'a TypeId> {
        self.claims.record_type(record)
    }

    /// Every record and property that something is claimed of. On a large case, this is everything.
    pub fn claimed_properties(&self) -> impl Iterator<Item = (RecordId, &'a str)> {
        let claimed: BTreeSet<(RecordId, &'a str)> = self
            .claims()
            .map(|claim| (self.canonical(claim.record), claim.property.as_str()))
            .collect();
        claimed.into_iter()
    }

    fn about(&self, record: RecordId) -> (RecordId, &About<'a>) {
        let canonical = self.canonical(record);
        (canonical, self.about.get_or(canonical, About::default))
    }

    fn all_about(&self, record: RecordId) -> &BTreeMap<&'a str, Vec<&'a Claim>> {
        let (canonical, about) = self.about(record);
        about.all.get_or_init(|| {
            let mut properties: BTreeMap<&'a str, Vec<&'a Claim>> = BTreeMap::new();
            for claim in self.of_members(canonical, |member| self.claims.about(member)) {
                properties.entry(claim.property.as_str()).or_default().push(claim);
            }
            properties
        })
    }

    /// The properties that something is claimed of, for a record and all that are the same.
    pub fn properties_of(&self, record: RecordId) -> impl Iterator<Item = &'a str> {
        self.all_about(record).keys().copied()
    }

    /// The claims on one property of a record and of all that are the same.
    #[must_use]
    pub fn claims_on(&self, record: RecordId, property: &str) -> &[&'a Claim] {
        let (canonical, about) = self.about(record);
        if let Some(all) = about.all.get() {
            return all.get(property).map_or(&[], Vec::as_slice);
        }
        if let Some(known) = about.some.get(property) {
            return known;
        }
        let claims = self.of_members(canonical, |member| self.claims.on(member, property));
        about.some.keep(property.to_owned(), claims)
    }

    /// The schema's entry for the property a claim is on.
    #[must_use]
    pub fn property_of(&self, claim: &Claim) -> Option<&'a Property> {
        let record_type = self.record_type(claim.record)?;
        self.schema.property(record_type.as_str(), claim.property.as_str())
    }

    /// What statements say in answer to a claim.
    #[must_use]
    pub fn answers_to(&self, claim: ClaimId) -> &[Answer] {
        self.answers.get_or(claim, || {
            self.claim(claim).map(|target| statements::answers(self, target)).unwrap_or_default()
        })
    }

    /// The value with every record replaced by the one that stands for it.
    #[must_use]
    pub fn canonical_value(&self, value: &Value) -> Value {
        value.map_records(&|record| self.canonical(record))
    }

    /// The graded judgement on whether two records are one.
    #[must_use]
    pub fn identity_of(&self, first: RecordId, second: RecordId) -> Judged<Option<Grade>> {
        self.identity.judgement(&self.claims, first, second)
    }

    /// Whether a record stands for people that nobody in view names: a group, or a person without a name.
    fn is_unnamed(&self, record: RecordId) -> bool {
        match self.record_type(record).map(TypeId::as_str) {
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
        let mut because = self.paths_among(&canonical);
        let mut involved = records.clone();
        for claim in because.iter().filter_map(|claim| self.claim(*claim)) {
            involved.insert(claim.record);
            if let Value::Ref(outer) = claim.value {
                involved.insert(outer);
            }
        }
        because.extend(self.identity.judgements_among(&self.claims, &involved));
        let persons = canonical.iter().filter(|record| {
            self.record_type(**record).is_some_and(|known| known.as_str() == core::PERSON)
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
        match self.identity.judgement(&self.claims, first, second).answer {
            Some(Grade::Distinct) => return Sameness::Distinct,
            Some(_) => return Sameness::Unknown,
            None => {}
        }
        let (first, second) = (self.canonical(first), self.canonical(second));
        if self.is_within(first, second) {
            Sameness::Within
        } else if self.is_within(second, first) {
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
