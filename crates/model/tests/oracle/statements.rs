//! What statements say of the claims they answer.

use std::collections::BTreeSet;

use onus_model::claim::{Claim, Speaker};
use onus_model::corpus::Voice;
use onus_model::id::{RecordId, TermId};
use onus_model::schema::{Effect, core};
use onus_model::value::{Answers, Value};

use crate::naive::{Naive, Said, interests, is_said};

impl Naive<'_> {
    /// What statements say of claims on the property asked about, each with its scope.
    pub(crate) fn said_by_statements(&self) -> Vec<(String, Said)> {
        let mut found = Vec::new();
        let answers = self.claims.iter().filter(|claim| claim.property.as_str() == core::ANSWERS);
        for answer in answers {
            let Value::Answers(Answers::Claims(answered)) = &answer.value else { continue };
            let own = !answer.is_annotation() && is_said(answer);
            let statement = answer.record;
            let voice = self.voice(answer);
            let told = |property| self.on(statement, property).filter(|claim| is_said(claim));
            // A statement for an organization may be recorded as the organization's or the speaker's.
            let own_voice = match answer.origin.speaker {
                Speaker::Record(record) => Voice::Speaker(self.speaker(record)),
                _ => voice,
            };
            let spoken = told(core::BY).any(|claim| match claim.value {
                Value::Ref(speaker) => {
                    let by = Voice::Speaker(self.speaker(speaker));
                    by == voice || by == own_voice
                }
                _ => false,
            });
            if self.case.type_of(statement) != core::STATEMENT || !own || !spoken {
                continue;
            }
            let mut around: Vec<&Claim> = vec![*answer];
            around.extend([core::BY, core::KIND, core::WHEN].into_iter().flat_map(told));
            around.retain(|claim| {
                self.voice(claim) == voice || claim.origin.speaker == answer.origin.speaker
            });
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
                        voice,
                        denies,
                        admits: !denies,
                        value: self.identity.value(&claim.value),
                        held: self.held(claim),
                        said: when,
                        claims: BTreeSet::new(),
                        statements: BTreeSet::from([self.identity.canonical(statement)]),
                        parties: self.parties(&around),
                        interests: interests(&around),
                        speakers: BTreeSet::new(),
                        stating: self.speaking(answer),
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
}
