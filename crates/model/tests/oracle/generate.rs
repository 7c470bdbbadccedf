//! Makes small cases at random, with a little of everything that bears on a resolution.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::claim::{
    Claim, Derivation, Logged, Moment, Origin, Relay, Rendering, RestsOn, Review, Reviewed, Scope,
    Speaker, Stance,
};
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::schema::{Property, Schema, core};
use onus_model::value::{Kind, Value};
use onus_model::view::View;

use crate::case::Case;
use crate::random::Random;
use crate::values::{self, Referents};

/// The record types and properties asked about: some of each kind of matter, counts twice as often.
const MATTERS: [(&str, &str); 14] = [
    ("tally", "figure"),
    ("tally", "figure"),
    ("act", "when"),
    ("act", "conduct"),
    ("act", "stated-reason"),
    ("act", "held-to-account"),
    ("custody", "who"),
    ("person", "manner-of-death"),
    ("tally", "parts-relation"),
    ("provision", "article"),
    ("organization", "supporters"),
    ("organization", "agency"),
    ("oracle-matter", "number"),
    ("oracle-matter", "persons"),
];

/// A record type with what the built-in ones lack: a qualifier of each kind on a property that can conflict.
pub(crate) const EXTRA_SCHEMA: (&str, &str) = (
    "types/oracle-matter.toml",
    r#"
id = "oracle-matter"
group = "work"
label = { en = "matter" }

[[property]]
id = "number"
kind = ["count"]
cardinality = "one"
label = { en = "number" }
qualifier = [
    { id = "with", kind = "ref", label = { en = "with" } },
    { id = "within", kind = "text", label = { en = "within" } },
]

[[property]]
id = "persons"
kind = ["ref"]
cardinality = "closed-set"
changes = true
label = { en = "persons" }
"#,
);

/// Builds one case.
pub(crate) struct Builder<'a> {
    pub(crate) random: Random,
    pub(crate) schema: &'a Schema,
    pub(crate) case: Case,
    pub(crate) persons: Vec<RecordId>,
    pub(crate) organizations: Vec<RecordId>,
    pub(crate) postings: Vec<RecordId>,
    pub(crate) sources: Vec<RecordId>,
    pub(crate) members: Vec<MemberId>,
    /// Who speaks in this case.
    pub(crate) speakers: Vec<Speaker>,
    /// Which of them take a side.
    pub(crate) parties: BTreeMap<Speaker, RecordId>,
}

/// The case with this seed.
pub(crate) fn case(schema: &Schema, seed: u64) -> Case {
    let mut random = Random::new(seed);
    let (record_type, property) = *random.pick(&MATTERS);
    let target = RecordId::from_bytes([0; 16]);
    let case = Case {
        records: BTreeMap::new(),
        names: BTreeMap::new(),
        claim_names: BTreeMap::new(),
        member_names: BTreeMap::new(),
        logged: Vec::new(),
        view: View::default(),
        target,
        property,
    };
    let builder = Builder {
        random,
        schema,
        case,
        persons: Vec::new(),
        organizations: Vec::new(),
        postings: Vec::new(),
        sources: Vec::new(),
        members: Vec::new(),
        speakers: Vec::new(),
        parties: BTreeMap::new(),
    };
    builder.build(record_type, property)
}

impl Builder<'_> {
    fn build(mut self, record_type: &str, property: &str) -> Case {
        self.persons = self.records("person", 4);
        self.organizations = self.records("organization", 2);
        self.postings = self.records("posting", 2);
        self.sources = self.records("source", 3);
        let targets = self.records(record_type, 2);
        self.case.target = targets[0];
        for name in ["m1", "m2"] {
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&self.random.next().to_be_bytes());
            let member = MemberId::from_bytes(bytes);
            self.case.member_names.insert(member, name.to_owned());
            self.members.push(member);
        }
        self.choose_speakers();
        let property = self.schema.property(record_type, property).expect("a matter of the schema");
        let answered = self.claims_asked_about(property, &targets);
        for _ in 0..self.random.weighted(&[(50, 0), (35, 1), (15, 2)]) {
            self.statement(&answered);
        }
        for person in self.persons.clone() {
            if self.random.chance(80) {
                let name = values::value(Kind::Name, "Latn/-: Someone");
                let origin = self.origin();
                let claim = self.claim(person, "name", name, origin);
                self.log(claim);
            }
        }
        self.judgements(&targets);
        self.offices();
        self.view();
        let mut logged = std::mem::take(&mut self.case.logged);
        self.random.shuffle(&mut logged);
        self.case.logged = logged;
        self.case
    }

    pub(crate) fn records(&mut self, record_type: &str, number: usize) -> Vec<RecordId> {
        let mut records = Vec::new();
        for place in 1..=number {
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&self.random.next().to_be_bytes());
            let record = RecordId::from_bytes(bytes);
            let id: TypeId = record_type.parse().expect("a type's word");
            self.case.records.insert(record, id);
            self.case.names.insert(record, format!("{record_type}{place}"));
            records.push(record);
        }
        records
    }

    fn choose_speakers(&mut self) {
        let all: Vec<RecordId> = [&self.persons[..3], &self.organizations, &self.postings].concat();
        for _ in 0..self.random.between(1, 4) {
            let speaker = Speaker::Record(*self.random.pick(&all));
            self.speakers.push(speaker);
            if self.random.chance(30) {
                self.parties.insert(speaker, *self.random.pick(&self.organizations));
            }
        }
        if self.random.chance(20) {
            self.speakers.push(Speaker::NotStated);
        }
        if self.random.chance(30) {
            self.speakers.push(Speaker::Member(*self.random.pick(&self.members)));
        }
    }

    pub(crate) fn origin(&mut self) -> Origin {
        let speaker = *self.random.pick(&self.speakers);
        let mut origin = Origin::of(speaker);
        origin.party = self.parties.get(&speaker).copied();
        origin.interest = origin.party.map(|party| format!("it is with {party}"));
        if !matches!(speaker, Speaker::Member(_)) && self.random.chance(15) {
            origin.on_behalf_of = Some(*self.random.pick(&self.organizations));
        }
        origin
    }

    pub(crate) fn member(&mut self) -> Origin {
        Origin::of(Speaker::Member(*self.random.pick(&self.members)))
    }

    /// A new claim, asserted outright in a source; it is not yet in the log.
    pub(crate) fn claim(
        &mut self,
        record: RecordId,
        property: &str,
        value: Value,
        origin: Origin,
    ) -> Claim {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.random.next().to_be_bytes());
        let id = ClaimId::from_bytes(bytes);
        self.case.claim_names.insert(id, format!("c{}", self.case.claim_names.len() + 1));
        let annotation = matches!(origin.speaker, Speaker::Member(_));
        let source =
            (!annotation && self.random.chance(90)).then(|| *self.random.pick(&self.sources));
        Claim {
            id,
            record,
            property: property.parse().expect("a property's word"),
            value,
            wording: None,
            scope: Scope::default(),
            origin,
            via: Vec::new(),
            source,
            passage: None,
            said: None,
            held: None,
            stance: Stance::Asserts,
            rests_on: None,
            level: self.random.weighted(&[
                (20, Level::Public),
                (10, Level::Partner),
                (65, Level::Team),
                (5, Level::Sealed),
            ]),
        }
    }

    /// Logs a claim that bears on others: now and then one that is not its speaker's word that it is so.
    pub(crate) fn log_about(&mut self, mut claim: Claim) {
        if self.random.chance(2) && claim.stance == Stance::Asserts {
            claim.stance = *self.random.pick(&[
                Stance::Denies,
                Stance::Reports,
                Stance::Admits,
                Stance::CallsFor,
            ]);
        }
        if self.random.chance(4) && claim.via.is_empty() {
            claim.via = self.via();
        }
        if self.random.chance(2) {
            let claims = BTreeSet::new();
            claim.rests_on = Some(RestsOn { how: Derivation::Inference, claims });
        }
        self.log(claim);
    }

    pub(crate) fn log(&mut self, claim: Claim) {
        let recorder = MemberId::from_bytes([1; 16]);
        let mut entry = Logged::draft(claim, Moment(self.random.below(10) as i64), recorder);
        if self.random.chance(5) {
            entry.retracted = Some(Moment(entry.recorded.0 + self.random.below(8) as i64));
        }
        for review in [Review::Checked, Review::Released] {
            if self.random.chance(75) {
                let reviewed = self.reviewed(review);
                entry.reviews.push(reviewed);
            }
        }
        if self.random.chance(5) {
            let reviewed = self.reviewed(Review::Draft);
            entry.reviews.push(reviewed);
        }
        self.case.logged.push(entry);
    }

    /// A review, now and then by whoever recorded the claim.
    fn reviewed(&mut self, state: Review) -> Reviewed {
        let at = Moment(self.random.below(12) as i64);
        let by = MemberId::from_bytes([if self.random.chance(15) { 1 } else { 2 }; 16]);
        Reviewed { at, state, by }
    }

    pub(crate) fn via(&mut self) -> Vec<Relay> {
        let number = self.random.weighted(&[(70, 0), (22, 1), (8, 2)]);
        let relays = [&self.persons[..], &self.organizations].concat();
        (0..number)
            .map(|_| Relay {
                by: *self.random.pick(&relays),
                rendering: self.random.weighted(&[
                    (55, Rendering::Faithful),
                    (30, Rendering::Unknown),
                    (15, Rendering::Altered),
                ]),
            })
            .collect()
    }

    fn scopes(&mut self, property: &Property) -> Vec<Scope> {
        let mut scopes = vec![Scope::default()];
        for qualifier in &property.qualifiers {
            for _ in 0..2 {
                let value = match qualifier.kind {
                    Kind::Text => values::value(Kind::Text, "en: the strike"),
                    Kind::Date => Value::Date(values::date(&mut self.random)),
                    Kind::Ref => Value::Ref(*self.random.pick(&self.persons)),
                    other => unreachable!("no qualifier of a matter is {other}"),
                };
                scopes.push(Scope::new([(qualifier.id.clone(), value)]));
            }
        }
        self.random.shuffle(&mut scopes);
        scopes.truncate(2);
        scopes
    }

    /// The claims on the property asked about; gives their names.
    fn claims_asked_about(&mut self, property: &Property, targets: &[RecordId]) -> Vec<ClaimId> {
        let mut persons = self.persons.clone();
        if property.id.as_str() == "who" && self.random.chance(30) {
            persons.extend(self.records(core::GROUP, 1));
        }
        let referents =
            Referents { persons: &persons, organs: &self.organizations, members: &self.members };
        let pool = values::pool(&mut self.random, self.schema, property, &referents);
        let scopes = self.scopes(property);
        let mut made: Vec<Claim> = Vec::new();
        for _ in 0..self.random.weighted(&[(8, 1), (10, 2), (15, 3), (20, 4), (22, 5), (25, 6)]) {
            if !made.is_empty() && self.random.chance(12) {
                let echo = self.random.pick(&made).clone();
                let mut claim =
                    self.claim(echo.record, property.id.as_str(), echo.value, echo.origin);
                claim.scope = echo.scope;
                claim.said = echo.said;
                claim.held = echo.held;
                claim.stance = echo.stance;
                claim.via = self.via();
                made.push(claim);
                continue;
            }
            let origin = self.origin();
            let record = if self.random.chance(88) { targets[0] } else { targets[1] };
            let value = self.random.pick(&pool).clone();
            let mut claim = self.claim(record, property.id.as_str(), value, origin);
            claim.scope = self.random.pick(&scopes).clone();
            claim.said = self.random.chance(85).then(|| values::date(&mut self.random));
            let timed = if property.changes { 75 } else { 5 };
            claim.held = self.random.chance(timed).then(|| values::held(&mut self.random));
            claim.via = self.via();
            claim.stance = self.random.weighted(&[
                (75, Stance::Asserts),
                (4, Stance::Reports),
                (12, Stance::Denies),
                (5, Stance::Admits),
                (4, Stance::CallsFor),
            ]);
            if self.random.chance(7) {
                let mut claims: BTreeSet<ClaimId> = made.iter().map(|claim| claim.id).collect();
                claims.retain(|_| self.random.chance(50));
                claim.rests_on = Some(RestsOn { how: Derivation::Inference, claims });
            }
            made.push(claim);
        }
        let ids = made.iter().map(|claim| claim.id).collect();
        made.into_iter().for_each(|claim| self.log(claim));
        ids
    }
}
