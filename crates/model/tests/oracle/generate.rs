//! Makes small cases at random, with a little of everything that bears on a resolution.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::claim::{
    Claim, Derivation, Logged, Moment, Origin, Relay, Rendering, RestsOn, Review, Scope, Speaker, Stance,
};
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::schema::{Property, Schema, core};
use onus_model::value::date::Day;
use onus_model::value::{Kind, Value};
use onus_model::view::{Sources, View};

use crate::case::Case;
use crate::random::Random;
use crate::values::{self, Referents};

/// The record types and properties asked about: a part of each kind of matter.
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
struct Builder<'a> {
    random: Random,
    schema: &'a Schema,
    case: Case,
    persons: Vec<RecordId>,
    organizations: Vec<RecordId>,
    postings: Vec<RecordId>,
    sources: Vec<RecordId>,
    members: Vec<MemberId>,
    /// Who speaks in this case.
    speakers: Vec<Speaker>,
    /// Which of them take a side.
    parties: BTreeMap<Speaker, RecordId>,
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
        self.judgements(&targets);
        self.offices();
        self.view();
        let mut logged = std::mem::take(&mut self.case.logged);
        self.random.shuffle(&mut logged);
        self.case.logged = logged;
        self.case
    }

    fn records(&mut self, record_type: &str, number: usize) -> Vec<RecordId> {
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
        let all: Vec<RecordId> =
            [&self.persons[..3], &self.organizations, &self.postings].concat();
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

    fn origin(&mut self) -> Origin {
        let speaker = *self.random.pick(&self.speakers);
        let mut origin = Origin::of(speaker);
        origin.party = self.parties.get(&speaker).copied();
        origin.interest = origin.party.map(|party| format!("it is with {party}"));
        if !matches!(speaker, Speaker::Member(_)) && self.random.chance(15) {
            origin.on_behalf_of = Some(*self.random.pick(&self.organizations));
        }
        origin
    }

    fn member(&mut self) -> Origin {
        Origin::of(Speaker::Member(*self.random.pick(&self.members)))
    }

    /// A new claim, asserted outright in a source; it is not yet in the log.
    fn claim(&mut self, record: RecordId, property: &str, value: Value, origin: Origin) -> Claim {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.random.next().to_be_bytes());
        let id = ClaimId::from_bytes(bytes);
        self.case.claim_names.insert(id, format!("c{}", self.case.claim_names.len() + 1));
        let annotation = matches!(origin.speaker, Speaker::Member(_));
        let source = (!annotation && self.random.chance(90)).then(|| *self.random.pick(&self.sources));
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
    fn log_about(&mut self, mut claim: Claim) {
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

    fn log(&mut self, claim: Claim) {
        let mut entry = Logged::draft(claim, Moment(self.random.below(10) as i64));
        if self.random.chance(5) {
            entry.retracted = Some(Moment(entry.recorded.0 + self.random.below(8) as i64));
        }
        for review in [Review::Checked, Review::Released] {
            if self.random.chance(75) {
                entry.reviews.push((Moment(self.random.below(12) as i64), review));
            }
        }
        if self.random.chance(5) {
            entry.reviews.push((Moment(self.random.below(12) as i64), Review::Draft));
        }
        self.case.logged.push(entry);
    }

    fn via(&mut self) -> Vec<Relay> {
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
        let referents = Referents {
            persons: &self.persons,
            organs: &self.organizations,
            members: &self.members,
        };
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

    fn term(&mut self, vocabulary: &str, words: &[&str]) -> Value {
        values::value(Kind::Term, &format!("{vocabulary}:{}", self.random.pick(words)))
    }

    /// A statement that answers some of these claims, or a class.
    fn statement(&mut self, answered: &[ClaimId]) {
        let statement = self.records("statement", 1)[0];
        let number = self.case.records.values().filter(|one| one.as_str() == core::STATEMENT).count();
        self.case.names.insert(statement, format!("statement{number}"));
        let mut speaking = self.origin();
        if !matches!(speaking.speaker, Speaker::Record(_)) {
            speaking = Origin::of(Speaker::Record(self.persons[0]));
        }
        let Speaker::Record(speaker) = speaking.speaker else { return };
        // Whoever spoke for an organization is not always recorded as the organization.
        let by = match speaking.on_behalf_of {
            Some(organization) if self.random.chance(60) => organization,
            _ => speaker,
        };
        let mut claims = vec![self.claim(statement, core::BY, Value::Ref(by), speaking.clone())];
        if self.random.chance(10) {
            let other = Value::Ref(*self.random.pick(&self.persons));
            let coder = self.member();
            claims.push(self.claim(statement, core::BY, other, coder));
        }
        let kinds = ["denial-of-act", "denial-of-responsibility", "acknowledgement", "justification"];
        let kind = self.term("statement-kind", &kinds);
        let origin = if self.random.chance(20) { self.member() } else { speaking.clone() };
        claims.push(self.claim(statement, core::KIND, kind, origin));
        if self.random.chance(20) {
            let kind = self.term("statement-kind", &["attack-on-the-source", "acknowledgement"]);
            claims.push(self.claim(statement, core::KIND, kind, speaking.clone()));
        }
        if self.random.chance(85) {
            let when = Value::Date(values::date(&mut self.random));
            claims.push(self.claim(statement, core::WHEN, when, speaking.clone()));
        }
        if self.random.chance(40) {
            let of = self.term("admission-of", &["conduct", "result", "unlawfulness"]);
            claims.push(self.claim(statement, core::ADMITS, of, speaking.clone()));
        }
        for _ in 0..self.random.weighted(&[(85, 1), (15, 2)]) {
            let value = if self.random.chance(12) {
                values::value(Kind::Answers, "class: the allegations")
            } else {
                let mut text = String::from("claims: ");
                text += &self.random.pick(answered).to_string();
                if self.random.chance(30) {
                    let second = self.random.pick(answered).to_string();
                    if !text.contains(&second) {
                        text += &format!(", {second}");
                    }
                }
                values::value(Kind::Answers, &text)
            };
            let origin = match self.random.below(100) {
                0..=7 => self.member(),
                8..=15 => self.origin(),
                _ => speaking.clone(),
            };
            let mut answer = self.claim(statement, core::ANSWERS, value, origin);
            answer.stance = self.random.weighted(&[
                (85, Stance::Asserts),
                (6, Stance::Admits),
                (5, Stance::Reports),
                (4, Stance::Denies),
            ]);
            if self.random.chance(20) {
                answer.via = self.via();
            }
            claims.push(answer);
        }
        claims.into_iter().for_each(|claim| self.log_about(claim));
    }

    /// A judgement on two records.
    fn judgement(&mut self, property: &str, pair: [RecordId; 2], word: &str, origin: Origin) {
        let vocabulary =
            if property == core::IDENTITY { core::IDENTITY_GRADE } else { core::DEPENDENCE };
        let value = values::value(Kind::Term, &format!("{vocabulary}:{word}"));
        let turned = self.random.chance(50);
        let (record, other) = if turned { (pair[1], pair[0]) } else { (pair[0], pair[1]) };
        let mut claim = self.claim(record, property, value, origin);
        claim.scope = Scope::new([(core::WITH.parse().expect("a word"), Value::Ref(other))]);
        self.log_about(claim);
    }

    fn pair(&mut self, of: &[RecordId]) -> [RecordId; 2] {
        let first = self.random.below(of.len());
        let second = (first + 1 + self.random.below(of.len() - 1)) % of.len();
        [of[first], of[second]]
    }

    fn judgements(&mut self, targets: &[RecordId]) {
        if self.random.chance(45) {
            for _ in 0..self.random.between(1, 4) {
                let kinds = [
                    self.persons.clone(),
                    self.persons.clone(),
                    self.organizations.clone(),
                    self.postings.clone(),
                    self.sources.clone(),
                    targets.to_vec(),
                ];
                let kind = self.random.pick(&kinds).clone();
                let pair = self.pair(&kind);
                let word = self.random.weighted(&[
                    (65, core::SAME),
                    (10, core::PROBABLY_SAME),
                    (15, core::DISTINCT),
                    (10, "undetermined"),
                ]);
                let origin = if self.random.chance(90) { self.member() } else { self.origin() };
                self.judgement(core::IDENTITY, pair, word, origin);
            }
        }
        if self.random.chance(10) {
            let [first, second, third] = [self.persons[0], self.persons[1], self.persons[2]];
            let strict = self.random.weighted(&[
                (50, core::DISTINCT),
                (25, core::PROBABLY_SAME),
                (25, "undetermined"),
            ]);
            let chain =
                [([first, second], core::SAME), ([second, third], core::SAME), ([third, first], strict)];
            for (pair, word) in chain {
                let origin = self.member();
                self.judgement(core::IDENTITY, pair, word, origin);
            }
        }
        let speakers = [&self.persons[..3], &self.organizations, &self.postings].concat();
        match self.random.below(10) {
            0..=3 => {
                for (place, first) in speakers.iter().enumerate() {
                    for second in &speakers[place + 1..] {
                        if self.random.chance(80) {
                            let origin = self.member();
                            self.judgement(
                                core::DEPENDENCE,
                                [*first, *second],
                                core::EXCLUDED,
                                origin,
                            );
                        }
                    }
                }
            }
            4 | 5 => return,
            _ => {}
        }
        for _ in 0..self.random.below(4) {
            let pair = self.pair(&speakers);
            let word = self.random.weighted(&[
                (50, core::EXCLUDED),
                (30, core::DEPENDENT),
                (20, "unknown"),
            ]);
            let origin = if self.random.chance(60) { self.member() } else { self.origin() };
            self.judgement(core::DEPENDENCE, pair, word, origin);
        }
    }

    /// Who speaks for which organization.
    fn offices(&mut self) {
        let offices = [
            (self.postings[0], 50),
            (self.postings[1], 30),
            (self.organizations[0], 8),
            (self.organizations[1], 3),
            (self.persons[0], 10),
        ];
        for (office, percent) in offices {
            if !self.random.chance(percent) {
                continue;
            }
            for _ in 0..self.random.weighted(&[(80, 1), (20, 2)]) {
                let others: Vec<RecordId> =
                    self.organizations.iter().copied().filter(|other| *other != office).collect();
                let target = *self.random.pick(&others);
                let origin = if self.random.chance(50) { self.member() } else { self.origin() };
                let mut claim = self.claim(office, core::SPEAKS_FOR, Value::Ref(target), origin);
                claim.stance = self.random.weighted(&[
                    (85, Stance::Asserts),
                    (8, Stance::Denies),
                    (7, Stance::Reports),
                ]);
                self.log_about(claim);
            }
        }
    }

    fn view(&mut self) {
        let view = &mut self.case.view;
        match self.random.below(100) {
            0..=54 => {}
            55..=66 => view.as_of = Some(Moment(self.random.below(10) as i64)),
            67..=74 => view.released = true,
            75..=86 => {
                view.level = *self.random.pick(&[Level::Public, Level::Partner, Level::Team]);
            }
            87..=90 => {
                view.sources = Sources::Only(self.sources[..2].iter().copied().collect());
            }
            91..=94 => {
                view.sources = Sources::Without(self.sources[..1].iter().copied().collect());
            }
            95 | 96 => view.without_speakers = self.persons[..1].iter().copied().collect(),
            _ => self.known_by(),
        }
        if self.random.chance(5) {
            self.case.view.released = true;
        }
    }

    /// Says of the sources when they became public, and looks at the case as it was known on a day.
    fn known_by(&mut self) {
        self.case.view.known_by = Day::from_civil(2011, 12, 8);
        for source in self.sources.clone() {
            for _ in 0..self.random.between(0, 2) {
                let date = Value::Date(values::date(&mut self.random));
                let coder = self.member();
                let claim = self.claim(source, core::PUBLISHED, date, coder);
                self.log(claim);
            }
        }
    }
}
