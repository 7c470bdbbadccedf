//! Values of each kind, as hedged as sources are.

use onus_model::id::RecordId;
use onus_model::schema::{Property, Schema, core};
use onus_model::value::{Kind, Value};

use crate::Invented;
use crate::words::{self, Script};

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

impl Invented<'_> {
    /// A value of a property, if one can be invented.
    pub(crate) fn value(&mut self, property: &Property) -> Option<Value> {
        let kind = *property.kinds.iter().find(|kind| KINDS.contains(kind))?;
        match kind {
            Kind::Ref => {
                let types: Vec<&'static str> = self
                    .records
                    .keys()
                    .copied()
                    .filter(|known| property.to.iter().any(|to| to.as_str() == *known))
                    .collect();
                let record_type = self.random.pick(&types)?;
                self.some(record_type).map(Value::Ref)
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
        let records = self.records.get(record_type)?;
        let place = match self.random.percent(50) {
            true => self.random.low(records.len().min(60)),
            false => self.random.below(records.len()),
        };
        records.get(place).copied()
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
