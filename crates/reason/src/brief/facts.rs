//! Sentences that tell something of one record: events, deaths, statements, steps, promises; and acts.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::Effect;
use onus_model::value::Value;

use super::roles::NamingWords;
use super::{Acts, Draft, Facts, SectionKind, Subject, Writer, roles};
use crate::authority;
use crate::date::{AccountOfDate, accounts_of};
use crate::told::{Told, told};

/// What is told of a type: its dates, the first that is claimed counting, and its properties.
struct Shape {
    record_type: &'static str,
    dates: &'static [&'static str],
    slots: &'static [&'static str],
    /// Properties of which at least one must be claimed, so that there is something to say.
    needed: &'static [&'static str],
}

const EVENT: Shape = Shape {
    record_type: "event",
    dates: &["when", "began"],
    slots: &["kind", "place", "summary", "occasion"],
    needed: &["kind", "summary"],
};
const DEATH: Shape = Shape {
    record_type: "person",
    dates: &["died"],
    slots: &["death-place", "cause-of-death", "manner-of-death", "killed-in"],
    needed: &[],
};
const STATEMENT: Shape = Shape {
    record_type: "statement",
    dates: &["when"],
    slots: &[
        "by",
        "capacity",
        "to",
        "kind",
        "content",
        "on-oath",
        "admits",
        "extent",
        "reverses",
        "known-through",
    ],
    needed: &["kind", "content"],
};
const DONE: &[Shape] = &[
    Shape {
        record_type: "proceeding",
        dates: &["opened", "closed"],
        slots: &["kind", "conducted-by", "court", "concerns", "outcome", "finding", "times"],
        needed: &["kind"],
    },
    Shape {
        record_type: "charge",
        dates: &["brought"],
        slots: &["who", "offence", "by", "in", "withdrawn"],
        needed: &["who"],
    },
    Shape {
        record_type: "decision",
        dates: &["date"],
        slots: &[
            "court",
            "instance",
            "defendant",
            "outcome",
            "offence",
            "sentence",
            "sentence-kind",
            "solitary",
            "changes",
            "upholds",
            "contested-by",
            "objection",
        ],
        needed: &["outcome", "sentence", "solitary"],
    },
    Shape {
        record_type: "measure",
        dates: &["adopted", "in-force"],
        slots: &["kind", "by", "place", "content"],
        needed: &["kind"],
    },
];
const OWED: &[Shape] = &[
    Shape {
        record_type: "commitment",
        dates: &["when"],
        slots: &["kind", "by", "to", "content", "status"],
        needed: &["by", "content"],
    },
    Shape {
        record_type: "recommendation",
        dates: &["when"],
        slots: &["by", "to", "content", "status", "grade"],
        needed: &["by", "content"],
    },
    Shape {
        record_type: "intervention",
        dates: &["when"],
        slots: &["kind", "by", "to", "for", "content", "response"],
        needed: &["by", "content"],
    },
];

/// Statement kinds that belong to what was promised or asked for.
const OWED_KINDS: &[&str] = &["promise", "call"];

/// What makes acts one sentence: against whom, during what, and who tells of them.
type ActsKey = (Vec<String>, Vec<String>, Vec<Voice>);

impl Writer<'_, '_> {
    fn told(&self, record: RecordId, property: &str) -> Vec<Told> {
        told(self.look, self.order, record, property)
    }

    fn refs(&self, record: RecordId, property: &str) -> Vec<RecordId> {
        let refs = self.told(record, property).into_iter();
        refs.filter_map(|told| match told.value {
            Value::Ref(other) => Some(other),
            _ => None,
        })
        .collect()
    }

    fn facts(&self, shape: &Shape, record: RecordId, naming: &NamingWords) -> Option<Facts> {
        let dates = shape
            .dates
            .iter()
            .map(|property| accounts_of(self.look, self.order, record, property).0)
            .find(|accounts| !accounts.is_empty())
            .unwrap_or_default();
        let mut words_left_out = false;
        let mut slots = Vec::new();
        for property in shape.slots {
            let mut values = self.told(record, property);
            let before = values.len();
            values.retain(|told| !naming.are_in(&told.value));
            words_left_out |= values.len() < before;
            if let (Ok(property), false) = (property.parse(), values.is_empty()) {
                slots.push((property, values));
            }
        }
        let facts = Facts {
            record,
            record_type: shape.record_type.to_owned(),
            dates,
            slots,
            words_left_out,
        };
        let enough = shape.needed.is_empty()
            || shape.needed.iter().any(|property| !facts.slot(property).is_empty());
        (enough && !(facts.slots.is_empty() && facts.dates.is_empty())).then_some(facts)
    }

    fn draft(&self, facts: Facts, by_role: Vec<RecordId>) -> Draft {
        let date = facts.dates.first().map(|date| date.bounds);
        let conflicts = facts.slots.iter().flat_map(|(_, told)| told);
        let conflicts = conflicts.filter(|told| told.in_conflict).count();
        let weight = facts.voices().len() + conflicts + facts.slots.len();
        let claims = facts.claims();
        Draft { subject: Subject::Facts(facts), claims, by_role, date, rank: 0, weight }
    }

    pub(super) fn events(&self) -> Vec<Draft> {
        let by_role = &self.roles.shielded;
        let events = self.look.records_of_type(EVENT.record_type).into_iter();
        events
            .filter_map(|event| self.facts(&EVENT, event, &self.naming))
            .map(|facts| {
                let mut draft = self.draft(facts, by_role.clone());
                draft.weight += 20;
                draft
            })
            .collect()
    }

    pub(super) fn deaths(&self) -> Vec<Draft> {
        let by_role = &self.roles.shielded;
        let people = self.look.records_of_type(DEATH.record_type).into_iter();
        let mut drafts: Vec<Draft> = people
            .filter_map(|person| self.facts(&DEATH, person, &self.naming))
            .map(|facts| self.draft(facts, by_role.clone()))
            .collect();
        drafts.sort_by_cached_key(|draft| {
            let claims = self.order.claims(self.look, draft.claims.iter().copied());
            let first = claims.first().map(|claim| self.order.claim_place(self.look, *claim));
            (std::cmp::Reverse(draft.weight), first)
        });
        for (turn, draft) in drafts.iter_mut().enumerate() {
            draft.rank = u64::MAX;
            draft.weight = 980_usize.saturating_sub(turn * 12);
        }
        drafts
    }

    pub(super) fn statements(&self) -> Vec<(SectionKind, Draft)> {
        let mut drafts = Vec::new();
        for statement in self.look.records_of_type(STATEMENT.record_type) {
            let by_role = &self.roles.shielded;
            let Some(facts) = self.facts(&STATEMENT, statement, &self.naming) else { continue };
            let kinds: Vec<_> = facts
                .slot("kind")
                .iter()
                .filter_map(|told| match &told.value {
                    Value::Term(term) => Some(term.clone()),
                    _ => None,
                })
                .collect();
            let effect = |wanted: Effect| {
                kinds.iter().any(|kind| {
                    self.look.schema().term(kind).and_then(|term| term.effect) == Some(wanted)
                })
            };
            let (denies, admits) = (effect(Effect::Denies), effect(Effect::Admits));
            let section = if kinds.iter().any(|kind| OWED_KINDS.contains(&kind.term())) {
                SectionKind::Owed
            } else if authority::is_official(self.look, self.order, statement) {
                SectionKind::Authorities
            } else {
                SectionKind::Others
            };
            let mut draft = self.draft(facts, by_role.clone());
            if denies || admits {
                draft.weight += 10;
            }
            if let Subject::Facts(facts) = draft.subject {
                draft.subject = Subject::Statement { facts, denies, admits };
            }
            drafts.push((section, draft));
        }
        drafts
    }

    pub(super) fn done(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let accused = &self.roles.accused;
        let naming = NamingWords::of(self.look, &accused.iter().copied().collect::<Vec<_>>());
        for shape in DONE {
            for record in self.look.records_of_type(shape.record_type) {
                let by_role = self.accused_in(shape.record_type, record);
                let others = by_role.iter().filter(|person| !accused.contains(person));
                let naming = naming.and(self.look, &others.copied().collect::<Vec<_>>());
                if let Some(facts) = self.facts(shape, record, &naming) {
                    let mut draft = self.draft(facts, by_role);
                    if shape.record_type == "decision" {
                        draft.weight += 10;
                    }
                    drafts.push(draft);
                }
            }
        }
        drafts
    }

    /// Who stands under a role where steps of the authorities are told.
    fn accused_in(&self, record_type: &str, record: RecordId) -> Vec<RecordId> {
        let mut by_role: BTreeSet<RecordId> = self.roles.accused.clone();
        let convicts = |decision: &RecordId| roles::convicts(self.look, self.order, *decision);
        if record_type == "charge" {
            let decided: BTreeSet<RecordId> = self
                .look
                .records_of_type("decision")
                .into_iter()
                .filter(convicts)
                .filter(|decision| self.refs(*decision, "charge").contains(&record))
                .flat_map(|decision| self.refs(decision, "defendant"))
                .collect();
            let charged = self.refs(record, "who").into_iter();
            by_role.extend(charged.filter(|person| !decided.contains(person)));
        } else if record_type == "decision" && !convicts(&record) {
            by_role.extend(self.refs(record, "defendant"));
        }
        let is_person = |record: &RecordId| {
            self.look.corpus().record_type(*record).is_some_and(|one| one.as_str() == "person")
        };
        let named = |record: &RecordId| self.roles.may_be_named.contains(record);
        by_role.into_iter().filter(|record| is_person(record) && !named(record)).collect()
    }

    pub(super) fn owed(&self) -> Vec<Draft> {
        let by_role = &self.roles.shielded;
        let mut drafts = Vec::new();
        for shape in OWED {
            for record in self.look.records_of_type(shape.record_type) {
                if let Some(facts) = self.facts(shape, record, &self.naming) {
                    drafts.push(self.draft(facts, by_role.clone()));
                }
            }
        }
        drafts
    }

    /// Acts told by the same voices of the same people stand in one sentence.
    pub(super) fn acts(&self) -> Vec<Draft> {
        let look = self.look;
        let mut characterised: BTreeMap<RecordId, Vec<Told>> = BTreeMap::new();
        for one in look.records_of_type("characterisation") {
            for of in self.told(one, "of") {
                let Value::Ref(act) = of.value else { continue };
                for mut told in self.told(one, "as") {
                    told.claims.extend(&of.claims);
                    characterised.entry(act).or_default().push(told);
                }
            }
        }
        let mut groups: BTreeMap<ActsKey, Acts> = BTreeMap::new();
        for act in look.records_of_type("act") {
            let conduct = self.told(act, "conduct");
            let named = characterised.remove(&act).unwrap_or_default();
            if conduct.is_empty() && named.is_empty() {
                continue;
            }
            let against = self.told(act, "against");
            let during = self.told(act, "during");
            let dates: Vec<AccountOfDate> = accounts_of(look, self.order, act, "when").0;
            let texts = |list: &[Told]| list.iter().map(|told| told.value.to_string()).collect();
            let told_by = conduct.iter().chain(&named).flat_map(|told| told.voices.clone());
            let voices = self.order.voices(look, told_by);
            // Acts against nobody in particular, or with dates of their own, stand alone.
            let alone = if against.is_empty() || !dates.is_empty() {
                act.to_string()
            } else {
                String::new()
            };
            let mut whom: Vec<String> = texts(&against);
            whom.push(alone);
            let group = groups.entry((whom, texts(&during), voices)).or_insert_with(|| Acts {
                acts: Vec::new(),
                conduct: Vec::new(),
                against: Vec::new(),
                places: Vec::new(),
                during: Vec::new(),
                dates: Vec::new(),
                characterised: Vec::new(),
            });
            group.acts.push(act);
            join(&mut group.conduct, conduct);
            join(&mut group.against, against);
            join(&mut group.during, during);
            join(&mut group.places, self.told(act, "place"));
            join(&mut group.characterised, named);
            group.dates.extend(dates);
        }
        groups.into_values().map(|acts| self.acts_draft(acts)).collect()
    }

    fn acts_draft(&self, mut acts: Acts) -> Draft {
        let (look, order) = (self.look, self.order);
        for list in [
            &mut acts.conduct,
            &mut acts.against,
            &mut acts.places,
            &mut acts.during,
            &mut acts.characterised,
        ] {
            list.sort_by_cached_key(|told| order.value_place(look, &told.value));
            for told in list {
                order.sort_voices(look, &mut told.voices);
                told.claims = order.claims(look, std::mem::take(&mut told.claims));
            }
        }
        acts.acts = order.records(look, std::mem::take(&mut acts.acts));
        let lists = [&acts.conduct, &acts.against, &acts.places, &acts.during, &acts.characterised];
        let told = || lists.iter().flat_map(|list| list.iter());
        let claims: BTreeSet<ClaimId> = told()
            .flat_map(|told| told.claims.iter())
            .chain(acts.dates.iter().flat_map(|date| &date.claims))
            .copied()
            .collect();
        let voices: BTreeSet<Voice> = told().flat_map(|told| told.voices.iter().copied()).collect();
        let weight = 20 + voices.len() + acts.conduct.len() + acts.characterised.len();
        let date = acts.dates.first().map(|date| date.bounds).or_else(|| self.date_of(&acts));
        let by_role = self.roles.shielded.clone();
        Draft { subject: Subject::Acts(acts), claims, by_role, date, rank: 0, weight }
    }

    /// The date of what acts are said to have been part of, only to place them.
    fn date_of(&self, acts: &Acts) -> Option<onus_model::value::date::DayBounds> {
        acts.during.iter().find_map(|told| {
            let Value::Ref(around) = told.value else { return None };
            ["when", "began", "taken", "opened"].iter().find_map(|property| {
                let accounts = accounts_of(self.look, self.order, around, property).0;
                accounts.first().map(|account| account.bounds)
            })
        })
    }
}

/// Adds values to values, the same value only once.
fn join(list: &mut Vec<Told>, more: Vec<Told>) {
    for told in more {
        match list.iter_mut().find(|known| known.value == told.value) {
            Some(known) => {
                known.voices.extend(told.voices);
                known.denied_by.extend(told.denied_by);
                known.claims.extend(told.claims);
                known.own &= told.own;
                known.in_conflict |= told.in_conflict;
            }
            None => list.push(told),
        }
    }
}
