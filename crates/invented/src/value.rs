//! Values of each kind, as hedged as sources are.

use onus_model::id::RecordId;
use onus_model::schema::{Property, Schema, core};
use onus_model::value::{Kind, Value};

use crate::words::{self, Script};
use crate::{Invented, Random};

/// Kinds that can be invented.
const KINDS: [Kind; 8] = [
    Kind::Date,
    Kind::Count,
    Kind::Term,
    Kind::Ref,
    Kind::Text,
    Kind::Name,
    Kind::Flag,
    Kind::Held,
];

/// The properties of a type that values can be invented for. Who speaks for whom is said on its own.
pub(crate) fn usable<'s>(schema: &'s Schema, record_type: &str) -> Vec<&'s Property> {
    let known = schema.record_type(record_type);
    let own = known.into_iter().flat_map(|known| known.own_properties());
    let own = own.filter(|property| property.id.as_str() != core::SPEAKS_FOR);
    own.filter(|property| property.kinds.iter().any(|kind| KINDS.contains(kind))).collect()
}

/// How far back in the order in which records were made one looks for what belongs to a record.
const NEAR: usize = 400;

/// One of some records, those made first far more often.
fn one_of(records: &[RecordId], random: &mut Random) -> Option<RecordId> {
    let place = match random.percent(50) {
        true => random.low(records.len().min(60)),
        false => random.below(records.len()),
    };
    records.get(place).copied()
}

fn seed_of(record: RecordId, property: &str) -> u64 {
    let bytes = record.as_bytes().iter().chain(property.as_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Invented<'_> {
    /// A value of a property of a record, if one can be invented.
    pub(crate) fn value(&mut self, record: RecordId, property: &Property) -> Option<Value> {
        let kind = *property.kinds.iter().find(|kind| KINDS.contains(kind))?;
        match kind {
            Kind::Ref => {
                let types: Vec<&'static str> = self
                    .records
                    .keys()
                    .copied()
                    .filter(|known| property.to.iter().any(|to| to.as_str() == *known))
                    .collect();
                // Sources mostly agree on who and what: the same is picked for the same record.
                let mut random = match self.random.percent(75) {
                    true => Random::new(seed_of(record, property.id.as_str())),
                    false => Random::new(self.random.bits()),
                };
                let record_type = *random.pick(&types)?;
                self.tied_to(record, record_type, &mut random).map(Value::Ref)
            }
            Kind::Term => {
                let vocabulary = self.schema.vocabulary(property.vocabulary.as_ref()?.as_str())?;
                let terms: Vec<_> = vocabulary.terms().collect();
                let place = self.random.low(terms.len());
                terms.get(place).map(|term| Value::Term(term.id.clone()))
            }
            Kind::Text => {
                let script = Script::any(&mut self.random);
                let words = 3 + self.random.low(30);
                let text = words::sentence(&mut self.random, words, script);
                let language = if script == Script::Latin { "en" } else { "ru" };
                Value::parse(Kind::Text, &format!("{language}: {text}")).ok()
            }
            Kind::Flag => Some(Value::Flag(self.random.percent(50))),
            Kind::Count => Value::parse(Kind::Count, &self.count()).ok(),
            Kind::Date => Value::parse(Kind::Date, &self.date()).ok(),
            Kind::Held => {
                let first = self.date();
                Value::parse(Kind::Held, &format!("throughout {first} to ?")).ok()
            }
            _ => None,
        }
    }

    /// A record of a type that is there, those made first far more often.
    pub(crate) fn some(&mut self, record_type: &str) -> Option<RecordId> {
        one_of(self.records.get(record_type)?, &mut self.random)
    }

    /// The same one of the first records of a type for the same record.
    pub(crate) fn steady(&self, record: RecordId, record_type: &str) -> Option<RecordId> {
        let records = self.records.get(record_type)?;
        let first = records.get(..60).unwrap_or(records);
        Random::new(seed_of(record, record_type)).pick(first).copied()
    }

    /// A record of a type to which another one is tied. Bodies and places are tied to everything; people and events now and
    /// then; for the rest, what a proceeding deals with or an act was done in was told of at about the same
    /// time. Of its own type a record is seldom tied to another: few decisions change an earlier one.
    fn tied_to(
        &self,
        record: RecordId,
        record_type: &str,
        random: &mut Random,
    ) -> Option<RecordId> {
        let everywhere = match record_type {
            "organization" | "place" => 100,
            "person" | "event" | "group" => 20,
            _ => 0,
        };
        if random.percent(everywhere) {
            return one_of(self.records.get(record_type)?, random);
        }
        let own = *self.numbers.get(&record)?;
        if self.all.get(own)?.1 == record_type && !random.percent(12) {
            return None;
        }
        let before = self.all[..own].iter().rev().take(NEAR);
        let near: Vec<RecordId> =
            before.filter(|(_, kind)| *kind == record_type).map(|(near, _)| *near).collect();
        let place = random.low(near.len().min(12));
        near.get(place).copied().or_else(|| one_of(self.records.get(record_type)?, random))
    }

    pub(crate) fn count(&mut self) -> String {
        let number = 1 + self.random.low(60);
        match self.random.below(10) {
            0 => format!(">={number}"),
            1 => format!("<={number}"),
            2 => format!("{number}..{}", number + 3),
            _ => number.to_string(),
        }
    }

    /// A day, a month, a span or a doubtful one, in the years of the case.
    pub(crate) fn date(&mut self) -> String {
        let (year, month, day) =
            (2009 + self.random.below(6), 1 + self.random.below(12), 1 + self.random.below(28));
        match self.random.below(12) {
            0 | 1 => format!("{year}-{month:02}"),
            2 => format!("{year}"),
            3 => format!("{year}-{month:02}-{day:02}~"),
            4 => format!("{year}-{month:02}-{day:02}/{year}-{month:02}-{:02}", day.min(26) + 2),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }
}
