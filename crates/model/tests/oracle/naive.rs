//! What the claims on one property add up to, worked out the long way.
//!
//! No step here is clever: claims are sorted into heaps, every voice's possible orders of speaking are
//! gone through day by day, and support and conflict are asked of each of them.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::claim::{Claim, Rendering, Speaker, Stance};
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::{Schema, core};
use onus_model::value::date::DayBounds;
use onus_model::value::{Held, Value};

use crate::case::Case;
use crate::identity::Identity;
use crate::visible::visible;

/// Something a voice said, in one way on one date.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) voice: Voice,
    pub(crate) denies: bool,
    pub(crate) admits: bool,
    pub(crate) value: Value,
    pub(crate) held: Option<Held>,
    pub(crate) said: Option<DayBounds>,
    pub(crate) claims: BTreeSet<ClaimId>,
    /// The statements that say it.
    pub(crate) statements: BTreeSet<RecordId>,
    /// The parties and interests of the origins it is said under.
    pub(crate) parties: BTreeSet<RecordId>,
    pub(crate) interests: BTreeSet<String>,
    /// The records that say it in claims, and in statements.
    pub(crate) speakers: BTreeSet<RecordId>,
    pub(crate) stating: BTreeSet<RecordId>,
    /// Whether it is its voice's last word in some completion.
    pub(crate) current: bool,
}

/// A claim that adds no voice.
#[derive(Clone, Debug)]
pub(crate) struct Apart {
    pub(crate) claim: ClaimId,
    pub(crate) voice: Voice,
    pub(crate) denies: bool,
    pub(crate) value: Value,
    pub(crate) held: Option<Held>,
}

/// The claims of one scope, sorted.
#[derive(Default)]
pub(crate) struct Sorted {
    pub(crate) sayings: Vec<Said>,
    pub(crate) derived: Vec<Apart>,
    pub(crate) annotations: Vec<Apart>,
    pub(crate) altered: Vec<(RecordId, Apart)>,
    pub(crate) reported: BTreeSet<ClaimId>,
    pub(crate) calls: BTreeSet<ClaimId>,
}

/// The claims of a case that its view leaves in, with who is who among them.
pub(crate) struct Naive<'a> {
    pub(crate) case: &'a Case,
    pub(crate) schema: &'a Schema,
    pub(crate) claims: Vec<&'a Claim>,
    pub(crate) identity: Identity,
}

/// Whether a claim is its speaker's own word, unaltered, that something is so.
///
/// Judgements on records and speakers count only then.
pub(crate) fn is_asserted(claim: &Claim) -> bool {
    claim.stance == Stance::Asserts && is_said(claim)
}

/// Whether a claim is its speaker's own word, unaltered, be it willing or not.
///
/// What a statement is counts only then.
pub(crate) fn is_said(claim: &Claim) -> bool {
    matches!(claim.stance, Stance::Asserts | Stance::Admits)
        && claim.via.iter().all(|relay| relay.rendering != Rendering::Altered)
}

pub(crate) fn interests(claims: &[&Claim]) -> BTreeSet<String> {
    claims.iter().filter_map(|claim| claim.origin.interest.clone()).collect()
}

impl<'a> Naive<'a> {
    pub(crate) fn new(schema: &'a Schema, case: &'a Case) -> Self {
        let claims = visible(case);
        let identity = Identity::new(&claims, &case.records);
        Self { case, schema, claims, identity }
    }

    pub(crate) fn on(&self, record: RecordId, property: &str) -> impl Iterator<Item = &'a Claim> {
        let record = self.identity.canonical(record);
        self.claims
            .iter()
            .copied()
            .filter(move |claim| claim.property.as_str() == property)
            .filter(move |claim| self.identity.canonical(claim.record) == record)
    }

    /// The one organization that an office speaks for, where there is just one.
    fn principal(&self, record: RecordId) -> Option<RecordId> {
        if self.case.type_of(record) == "person" {
            return None;
        }
        let targets: BTreeSet<RecordId> = self
            .on(record, core::SPEAKS_FOR)
            .filter(|claim| is_asserted(claim))
            .filter_map(|claim| match claim.value {
                Value::Ref(target) => Some(self.identity.canonical(target)),
                _ => None,
            })
            .collect();
        match targets.into_iter().collect::<Vec<_>>()[..] {
            [target] => Some(target),
            _ => None,
        }
    }

    /// Whose voice a record speaks with. Those that speak for each other in a circle are one voice.
    pub(crate) fn speaker(&self, record: RecordId) -> RecordId {
        let mut path = vec![self.identity.canonical(record)];
        while let Some(next) = self.principal(path[path.len() - 1]) {
            if let Some(start) = path.iter().position(|passed| *passed == next) {
                return path[start..].iter().copied().min().unwrap_or(next);
            }
            path.push(next);
        }
        path[path.len() - 1]
    }

    /// Whose voice a claim is.
    pub(crate) fn voice(&self, claim: &Claim) -> Voice {
        match (claim.origin.on_behalf_of, claim.origin.speaker) {
            (_, Speaker::Member(member)) => Voice::Member(member),
            (Some(record), _) | (None, Speaker::Record(record)) => {
                Voice::Speaker(self.speaker(record))
            }
            (None, Speaker::NotStated) => match claim.source {
                Some(source) => Voice::UnstatedIn(self.identity.canonical(source)),
                None => Voice::Unstated(claim.id),
            },
        }
    }

    pub(crate) fn parties(&self, claims: &[&Claim]) -> BTreeSet<RecordId> {
        let parties = claims.iter().filter_map(|claim| claim.origin.party);
        parties.map(|party| self.identity.canonical(party)).collect()
    }

    /// The record that speaks in a claim, in whosoever's name.
    pub(crate) fn speaking(&self, claim: &Claim) -> BTreeSet<RecordId> {
        match claim.origin.speaker {
            Speaker::Record(record) => BTreeSet::from([self.identity.canonical(record)]),
            _ => BTreeSet::new(),
        }
    }

    /// A voice that the implementation names, by the one name of its record.
    pub(crate) fn voice_by_name(&self, voice: &Voice) -> Voice {
        match voice {
            Voice::Speaker(record) => Voice::Speaker(self.circle(self.identity.canonical(*record))),
            Voice::UnstatedIn(source) => Voice::UnstatedIn(self.identity.canonical(*source)),
            voice => *voice,
        }
    }

    /// The one name of the circle a record is in, if it is in one.
    pub(crate) fn circle(&self, record: RecordId) -> RecordId {
        let mut next = self.principal(record);
        // No way round is longer than there are records.
        for _ in &self.case.records {
            match next {
                Some(reached) if reached == record => return self.speaker(record),
                Some(reached) => next = self.principal(reached),
                None => return record,
            }
        }
        record
    }

    fn changes(&self) -> bool {
        self.property().changes
    }

    /// The property asked about.
    pub(crate) fn property(&self) -> &'a onus_model::schema::Property {
        let record_type = self.case.type_of(self.case.target);
        self.schema
            .property(record_type, self.case.property)
            .expect("the generator knows the schema")
    }

    pub(crate) fn held(&self, claim: &Claim) -> Option<Held> {
        if self.changes() { claim.held.clone() } else { None }
    }

    fn apart(&self, claim: &Claim) -> Apart {
        Apart {
            claim: claim.id,
            voice: self.voice(claim),
            denies: claim.stance == Stance::Denies,
            value: self.identity.value(&claim.value),
            held: self.held(claim),
        }
    }

    /// The claims on the property asked about, by scope, each in its heap.
    pub(crate) fn sorted(&self) -> BTreeMap<String, Sorted> {
        let mut scopes: BTreeMap<String, Sorted> = BTreeMap::new();
        for claim in self.on(self.case.target, self.case.property) {
            let sorted = scopes.entry(self.identity.scope(&claim.scope)).or_default();
            let apart = self.apart(claim);
            let altered = claim.via.iter().find(|relay| relay.rendering == Rendering::Altered);
            if let Some(relay) = altered {
                sorted.altered.push((self.identity.canonical(relay.by), apart));
            } else if claim.stance == Stance::CallsFor {
                sorted.calls.insert(claim.id);
            } else if claim.stance == Stance::Reports {
                sorted.reported.insert(claim.id);
            } else if claim.rests_on.is_some() {
                sorted.derived.push(apart);
            } else if claim.is_annotation() {
                sorted.annotations.push(apart);
            } else {
                sorted.sayings.push(Said {
                    voice: apart.voice,
                    denies: apart.denies,
                    admits: claim.stance == Stance::Admits,
                    value: apart.value,
                    held: apart.held,
                    said: claim.said.as_ref().map(onus_model::value::When::own_bounds),
                    claims: BTreeSet::from([claim.id]),
                    statements: BTreeSet::new(),
                    parties: self.parties(&[claim]),
                    interests: interests(&[claim]),
                    speakers: self.speaking(claim),
                    stating: BTreeSet::new(),
                    current: false,
                });
            }
        }
        for (scope, said) in self.said_by_statements() {
            scopes.entry(scope).or_default().sayings.push(said);
        }
        for sorted in scopes.values_mut() {
            let mut joined: Vec<Said> = Vec::new();
            for said in std::mem::take(&mut sorted.sayings) {
                let known = joined.iter_mut().find(|known| {
                    known.voice == said.voice
                        && known.denies == said.denies
                        && known.value == said.value
                        && known.held == said.held
                        && known.said == said.said
                });
                match known {
                    Some(known) => {
                        known.admits |= said.admits;
                        known.claims.extend(said.claims);
                        known.statements.extend(said.statements);
                        known.parties.extend(said.parties);
                        known.interests.extend(said.interests);
                        known.speakers.extend(said.speakers);
                        known.stating.extend(said.stating);
                    }
                    None => joined.push(said),
                }
            }
            sorted.sayings = joined;
        }
        scopes
    }
}
