//! What surrounds the claims asked about: statements that answer them, judgements on records and speakers,
//! offices, and a view.

use onus_model::Level;
use onus_model::claim::{Moment, Origin, Scope, Speaker, Stance};
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::core;
use onus_model::value::date::Day;
use onus_model::value::{Kind, Value};
use onus_model::view::Sources;

use crate::generate::Builder;
use crate::values;

impl Builder<'_> {
    fn term(&mut self, vocabulary: &str, words: &[&str]) -> Value {
        values::value(Kind::Term, &format!("{vocabulary}:{}", self.random.pick(words)))
    }

    /// A statement that answers some of these claims, or a class.
    pub(crate) fn statement(&mut self, answered: &[ClaimId]) {
        let statement = self.records("statement", 1)[0];
        let number =
            self.case.records.values().filter(|one| one.as_str() == core::STATEMENT).count();
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
        let kinds =
            ["denial-of-act", "denial-of-responsibility", "acknowledgement", "justification"];
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

    pub(crate) fn judgements(&mut self, targets: &[RecordId]) {
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
            let chain = [
                ([first, second], core::SAME),
                ([second, third], core::SAME),
                ([third, first], strict),
            ];
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
    pub(crate) fn offices(&mut self) {
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

    pub(crate) fn view(&mut self) {
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
