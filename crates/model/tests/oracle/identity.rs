//! Who is who, from the team's judgements alone.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::claim::{Claim, Scope};
use onus_model::id::{PropertyId, RecordId, TypeId};
use onus_model::schema::core;
use onus_model::value::{ClosedSet, Negative, Value};

use crate::naive::is_asserted;

/// How far two records are known to be one or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// One.
    One,
    /// Two.
    Two,
    /// Not settled.
    Open,
}

/// Grades from the strictest to the least strict.
const GRADES: [&str; 4] = [core::DISTINCT, "undetermined", core::PROBABLY_SAME, core::SAME];

/// Which records are one.
pub(crate) struct Identity {
    canonical: BTreeMap<RecordId, RecordId>,
    /// The strictest grade of each judged pair, both ways round, as its place in [`GRADES`].
    judged: BTreeMap<(RecordId, RecordId), usize>,
    /// Records joined by judgements that contradict each other.
    contested: BTreeSet<RecordId>,
    /// Groups, and persons without a name.
    unnamed: BTreeSet<RecordId>,
}

/// The other record that a claim on a pair names.
pub(crate) fn other_record(claim: &Claim) -> Option<RecordId> {
    match claim.scope.get(core::WITH) {
        Some(Value::Ref(record)) => Some(*record),
        _ => None,
    }
}

impl Identity {
    /// Reads the judgements and names among these claims.
    pub(crate) fn new(claims: &[&Claim], records: &BTreeMap<RecordId, TypeId>) -> Self {
        let mut judged: BTreeMap<(RecordId, RecordId), usize> = BTreeMap::new();
        for claim in claims {
            let judges = claim.property.as_str() == core::IDENTITY && claim.is_annotation();
            if !judges || !is_asserted(claim) {
                continue;
            }
            let (Some(other), Value::Term(term)) = (other_record(claim), &claim.value) else {
                continue;
            };
            let Some(grade) = GRADES.iter().position(|grade| *grade == term.term()) else {
                continue;
            };
            for pair in [(claim.record, other), (other, claim.record)] {
                judged.entry(pair).and_modify(|known| *known = grade.min(*known)).or_insert(grade);
            }
        }
        let same = |pair: &(RecordId, RecordId)| judged[pair] + 1 == GRADES.len();
        let mut identity = Self {
            canonical: BTreeMap::new(),
            judged: BTreeMap::new(),
            contested: BTreeSet::new(),
            unnamed: BTreeSet::new(),
        };
        for start in judged.keys().map(|(record, _)| *record) {
            let mut group = BTreeSet::from([start]);
            loop {
                let reached: Vec<RecordId> = judged
                    .keys()
                    .filter(|pair| {
                        same(pair) && group.contains(&pair.0) && !group.contains(&pair.1)
                    })
                    .map(|(_, record)| *record)
                    .collect();
                if reached.is_empty() {
                    break;
                }
                group.extend(reached);
            }
            let contradicted = judged
                .keys()
                .any(|pair| !same(pair) && group.contains(&pair.0) && group.contains(&pair.1));
            if contradicted {
                identity.contested.insert(start);
            } else {
                identity.canonical.insert(start, *group.first().expect("it holds its start"));
            }
        }
        identity.judged = judged;
        let named: BTreeSet<RecordId> = (claims.iter())
            .filter(|claim| claim.property.as_str() == "name" && is_asserted(claim))
            .map(|claim| identity.canonical(claim.record))
            .collect();
        for (record, record_type) in records {
            let record = identity.canonical(*record);
            let nameless = record_type.as_str() == "person" && !named.contains(&record);
            if nameless || record_type.as_str() == core::GROUP {
                identity.unnamed.insert(record);
            }
        }
        identity
    }

    /// The one name for all records that are the same as this one.
    pub(crate) fn canonical(&self, record: RecordId) -> RecordId {
        self.canonical.get(&record).copied().unwrap_or(record)
    }

    /// Whether any records were joined.
    pub(crate) fn joins(&self) -> bool {
        self.canonical.iter().any(|(record, canonical)| record != canonical)
    }

    /// Whether any judgements contradict each other.
    pub(crate) fn is_contradictory(&self) -> bool {
        !self.contested.is_empty()
    }

    /// How far two records are known to be one or two.
    pub(crate) fn pair(&self, first: RecordId, second: RecordId) -> Pair {
        let (first, second) = (self.canonical(first), self.canonical(second));
        if first == second {
            return Pair::One;
        }
        match self.strictest(first, second) {
            Some(0) => Pair::Two,
            Some(_) => Pair::Open,
            None if self.is_led_to(first, second) => Pair::Open,
            // A record is made for each thing told apart; but nobody knows who the unnamed are.
            None if self.unnamed.contains(&first) || self.unnamed.contains(&second) => Pair::Open,
            None => Pair::Two,
        }
    }

    /// The strictest judgement on two records, by any of their names.
    fn strictest(&self, first: RecordId, second: RecordId) -> Option<usize> {
        (self.judged.iter())
            .filter(|((one, other), _)| {
                (self.canonical(*one), self.canonical(*other)) == (first, second)
            })
            .map(|(_, grade)| *grade)
            .min()
    }

    /// Whether judgements that leave it open lead from one record to the other: if one may be a second,
    /// and that a third, then one may be the third.
    fn is_led_to(&self, first: RecordId, second: RecordId) -> bool {
        let mut reached = BTreeSet::from([first]);
        loop {
            let further: Vec<RecordId> = (self.judged.iter())
                .filter(|(_, grade)| **grade > 0)
                .map(|((one, other), _)| (self.canonical(*one), self.canonical(*other)))
                .filter(|(one, other)| reached.contains(one) && !reached.contains(other))
                .filter(|(one, other)| self.strictest(*one, *other) != Some(0))
                .map(|(_, other)| other)
                .collect();
            if further.is_empty() {
                return reached.contains(&second);
            }
            reached.extend(further);
        }
    }

    /// The value with each record by its one name.
    pub(crate) fn value(&self, value: &Value) -> Value {
        match value {
            Value::Ref(record) => Value::Ref(self.canonical(*record)),
            Value::ClosedSet(set) => {
                let named = set.named().iter().map(|record| self.canonical(*record)).collect();
                Value::ClosedSet(
                    ClosedSet::new(*set.count(), named).expect("fewer names, not more"),
                )
            }
            Value::Negative(Negative::Decided { by }) => {
                Value::Negative(Negative::Decided { by: self.canonical(*by) })
            }
            value => value.clone(),
        }
    }

    /// The scope with each record by its one name, as text.
    pub(crate) fn scope(&self, scope: &Scope) -> String {
        let qualifiers: Vec<(PropertyId, Value)> =
            scope.iter().map(|(qualifier, value)| (qualifier.clone(), self.value(value))).collect();
        Scope::new(qualifiers).to_string()
    }
}
