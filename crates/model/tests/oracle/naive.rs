//! What the claims on one property add up to, worked out the long way.
//!
//! No step here is clever: claims are sorted into heaps, every voice's possible orders of speaking are
//! gone through day by day, and support and conflict are asked of each of them.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::claim::{Claim, Logged, Rendering, Review, Speaker, Stance};
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId, TermId};
use onus_model::schema::{Effect, Schema, core};
use onus_model::value::date::DayBounds;
use onus_model::value::{Answers, Held, Value};
use onus_model::view::Sources;

use crate::case::Case;
use crate::identity::{Identity, other_record};

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
    /// The records that say it.
    pub(crate) speakers: BTreeSet<RecordId>,
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

/// The claims that a case's view leaves in.
fn visible(case: &Case) -> Vec<&Claim> {
    let view = &case.view;
    let reached = |time: i64| view.as_of.is_none_or(|as_of| time <= as_of.0);
    let released = |entry: &Logged| {
        let seen: Vec<_> = entry.reviews.iter().filter(|(time, _)| reached(time.0)).collect();
        let latest = seen.iter().map(|(time, _)| *time).max();
        let last: Vec<_> = seen.iter().filter(|(time, _)| Some(*time) == latest).collect();
        !last.is_empty() && last.iter().all(|(_, review)| *review == Review::Released)
    };
    let level = |level: Level| Level::ALL.iter().position(|one| *one == level);
    let heard = |claim: &Claim| {
        let speaker = match claim.origin.speaker {
            Speaker::Record(record) => Some(record),
            _ => None,
        };
        ![speaker, claim.origin.on_behalf_of]
            .into_iter()
            .flatten()
            .any(|record| view.without_speakers.contains(&record))
    };
    let wanted = |claim: &Claim| match (&view.sources, claim.source) {
        (Sources::All, _) => true,
        (Sources::Only(sources), Some(source)) => sources.contains(&source),
        (Sources::Without(sources), Some(source)) => !sources.contains(&source),
        (_, None) => claim.is_annotation(),
    };
    let readable: Vec<&Claim> = (case.logged.iter())
        .filter(|entry| level(entry.claim.level) <= level(view.level))
        .filter(|entry| reached(entry.recorded.0))
        .filter(|entry| !entry.retracted.is_some_and(|time| reached(time.0)))
        .filter(|entry| !view.released || released(entry))
        .map(|entry| &entry.claim)
        .collect();
    // A source was public by a day when every claim of when it became so says that it was.
    let published = |source: RecordId| {
        let told: Vec<DayBounds> = (readable.iter())
            .filter(|claim| claim.record == source && claim.property.as_str() == core::PUBLISHED)
            .filter_map(|claim| match &claim.value {
                Value::Date(date) => Some(date.own_bounds()),
                _ => None,
            })
            .collect();
        let by = |bounds: &DayBounds| {
            bounds.latest().is_some_and(|latest| view.known_by.is_some_and(|day| latest <= day))
        };
        !told.is_empty() && told.iter().all(by)
    };
    let known = |claim: &Claim| match (view.known_by, claim.source) {
        (None, _) => true,
        (Some(_), Some(source)) => published(source),
        (Some(_), None) => claim.is_annotation(),
    };
    let mut kept: Vec<&Claim> = (readable.iter().copied())
        .filter(|claim| heard(claim) && wanted(claim) && known(claim))
        .collect();
    // What the team concluded from claims goes when one of them does.
    loop {
        let ids: BTreeSet<ClaimId> = kept.iter().map(|claim| claim.id).collect();
        let before = kept.len();
        kept.retain(|claim| {
            let rests_on = claim.rests_on.iter().flat_map(|rests_on| &rests_on.claims);
            !claim.is_annotation() || rests_on.into_iter().all(|premise| ids.contains(premise))
        });
        if kept.len() == before {
            return kept;
        }
    }
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
fn is_said(claim: &Claim) -> bool {
    matches!(claim.stance, Stance::Asserts | Stance::Admits)
        && claim.via.iter().all(|relay| relay.rendering != Rendering::Altered)
}

impl<'a> Naive<'a> {
    pub(crate) fn new(schema: &'a Schema, case: &'a Case) -> Self {
        let claims = visible(case);
        let identity = Identity::new(&claims);
        Self { case, schema, claims, identity }
    }

    fn on(&self, record: RecordId, property: &str) -> impl Iterator<Item = &'a Claim> {
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
    fn speaker(&self, record: RecordId) -> RecordId {
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

    /// The record that speaks in a claim, in whosoever's name.
    fn speaking(&self, claim: &Claim) -> BTreeSet<RecordId> {
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
            voice => voice.clone(),
        }
    }

    /// The one name of the circle a record is in, if it is in one.
    fn circle(&self, record: RecordId) -> RecordId {
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
        self.schema.property(record_type, self.case.property).expect("the generator knows the schema")
    }

    fn held(&self, claim: &Claim) -> Option<Held> {
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
                    parties: claim.origin.party.into_iter().collect(),
                    interests: claim.origin.interest.iter().cloned().collect(),
                    speakers: self.speaking(claim),
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
                    }
                    None => joined.push(said),
                }
            }
            sorted.sayings = joined;
        }
        scopes
    }

    /// What statements say of claims on the property asked about, each with its scope.
    fn said_by_statements(&self) -> Vec<(String, Said)> {
        let mut found = Vec::new();
        let answers = self.claims.iter().filter(|claim| claim.property.as_str() == core::ANSWERS);
        for answer in answers {
            let Value::Answers(Answers::Claims(answered)) = &answer.value else { continue };
            let own = !answer.is_annotation() && is_said(answer);
            let statement = answer.record;
            let voice = self.voice(answer);
            let told = |property| self.on(statement, property).filter(|claim| is_said(claim));
            let spoken = told(core::BY).any(|claim| match claim.value {
                Value::Ref(speaker) => Voice::Speaker(self.speaker(speaker)) == voice,
                _ => false,
            });
            if self.case.type_of(statement) != core::STATEMENT || !own || !spoken {
                continue;
            }
            let when = told(core::WHEN).find_map(|claim| match &claim.value {
                Value::Date(when) => Some(when.own_bounds()),
                _ => None,
            });
            for denies in [true, false] {
                let effect = if denies { Effect::Denies } else { Effect::Admits };
                if !told(core::KIND).any(|claim| self.effect(claim) == Some(effect)) {
                    continue;
                }
                for claim in self.claims.iter().filter(|claim| answered.contains(&claim.id)) {
                    let later = match (&claim.said, when.and_then(|when| when.latest())) {
                        (Some(said), Some(last)) => {
                            said.own_bounds().earliest().is_some_and(|first| first > last)
                        }
                        _ => false,
                    };
                    let asked = claim.property.as_str() == self.case.property
                        && self.identity.canonical(claim.record)
                            == self.identity.canonical(self.case.target);
                    if later || !asked {
                        continue;
                    }
                    let said = Said {
                        voice: voice.clone(),
                        denies,
                        admits: !denies,
                        value: self.identity.value(&claim.value),
                        held: self.held(claim),
                        said: when,
                        claims: BTreeSet::new(),
                        statements: BTreeSet::from([self.identity.canonical(statement)]),
                        parties: answer.origin.party.into_iter().collect(),
                        interests: answer.origin.interest.iter().cloned().collect(),
                        speakers: self.speaking(answer),
                        current: false,
                    };
                    found.push((self.identity.scope(&claim.scope), said));
                }
            }
        }
        found
    }

    fn effect(&self, kind: &Claim) -> Option<Effect> {
        match &kind.value {
            Value::Term(term) => self.schema.term(term).and_then(|term| term.effect),
            _ => None,
        }
    }

    /// What a statement admits.
    pub(crate) fn admitted_by(&self, statement: RecordId) -> BTreeSet<TermId> {
        self.on(statement, core::ADMITS)
            .filter(|claim| is_said(claim))
            .filter_map(|claim| match &claim.value {
                Value::Term(term) => Some(term.clone()),
                _ => None,
            })
            .collect()
    }

    /// Whether a member has excluded that two voices depend on each other, and nobody says otherwise.
    pub(crate) fn is_excluded(&self, first: &Voice, second: &Voice) -> bool {
        let mut excluded = false;
        for claim in self.claims.iter().filter(|claim| claim.property.as_str() == core::DEPENDENCE) {
            let Some(other) = other_record(claim) else { continue };
            let named = [claim.record, other].map(|record| Voice::Speaker(self.speaker(record)));
            let about = [[first, second], [second, first]]
                .iter()
                .any(|pair| *pair[0] == named[0] && *pair[1] == named[1]);
            let Value::Term(term) = &claim.value else { continue };
            let about = about && is_asserted(claim);
            match (about, term.term() == core::EXCLUDED) {
                (false, _) => {}
                (true, false) => return false,
                (true, true) => excluded |= claim.is_annotation(),
            }
        }
        excluded
    }

    /// The most of these voices of which every two are independent; 0 if fewer than 2.
    pub(crate) fn independent(&self, voices: &BTreeSet<Voice>) -> usize {
        let voices: Vec<&Voice> = voices.iter().collect();
        let mut most = 0;
        for chosen in 0_u32..1 << voices.len() {
            let chosen: Vec<&Voice> = voices
                .iter()
                .enumerate()
                .filter(|(place, _)| chosen >> place & 1 == 1)
                .map(|(_, voice)| *voice)
                .collect();
            let apart = chosen.iter().enumerate().all(|(place, first)| {
                chosen[place + 1..].iter().all(|second| self.is_excluded(first, second))
            });
            if apart && chosen.len() > 1 {
                most = most.max(chosen.len());
            }
        }
        most
    }
}
