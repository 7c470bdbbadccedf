//! What to call a record that has no name, from what is claimed of it.
//!
//! A handle never stands in for a name: handles are the coder's, and renaming one must change no
//! sentence. Records without names are called by their type and the properties that tell them apart
//! best, as others claim them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::id::{MemberId, PropertyId, RecordId, TermId};
use onus_model::schema::{Labels as SchemaLabels, RecordType};
use onus_model::value::{Value, When};
use onus_reason::order::Order;
use onus_reason::told;
use onus_text::words::{Labels, Words};

use crate::mark::clean;
use crate::phrases::Phrases;

/// The most properties told of a record inside another one's label.
const MOST_PARTS_INSIDE: usize = 2;

/// How far a label may call records in it by labels of their own.
const DEEPEST: usize = 2;

/// The most values of one property in a label.
const MOST_VALUES: usize = 2;

/// The most properties in a label of a type of which the schema does not say what tells its records apart.
const MOST_PROPERTIES: usize = 3;

/// The most letters of a text in a label.
const MOST_LETTERS: usize = 60;

/// Calls records, terms and properties by their names in the reader's language.
pub(crate) struct Namer<'n, 'a> {
    pub(crate) look: &'n Look<'a>,
    pub(crate) order: &'n Order,
    pub(crate) words: &'n Words,
    pub(crate) phrases: &'n Phrases,
    /// People who stand under their role.
    pub(crate) by_role: BTreeSet<RecordId>,
    pub(crate) made: RefCell<BTreeMap<(RecordId, usize), String>>,
}

/// A label in a language, or in English, or the word itself.
pub(crate) fn in_language(labels: &SchemaLabels, language: &str, word: &str) -> String {
    labels.get(language).or_else(|| labels.get("en")).cloned().unwrap_or_else(|| word.to_owned())
}

impl Namer<'_, '_> {
    fn language(&self) -> &'static str {
        self.words.language().tag()
    }

    /// What to call a record, with its type where it has no name.
    pub(crate) fn name(&self, record: RecordId) -> String {
        let record = self.look.corpus().canonical(record);
        let label = self.at_depth(record, 0);
        if self.by_role.contains(&record) || self.own_name(record).is_some() {
            return label;
        }
        let what = self.type_label(record);
        if label.is_empty() {
            self.phrases.say("record-without-name", [("type", what.into())])
        } else {
            self.phrases.say("record-told-by", [("type", what.into()), ("by", label.into())])
        }
    }

    /// What to call a record as the value of a property, which mostly says of what type it is.
    pub(crate) fn name_as_value(&self, record: RecordId) -> String {
        let record = self.look.corpus().canonical(record);
        let label = self.at_depth(record, 0);
        if label.is_empty() || self.needs_type(record) { self.name(record) } else { label }
    }

    /// Whether what tells a record apart does not say what it is: a custody by who is held.
    fn needs_type(&self, record: RecordId) -> bool {
        let speaks_for_itself =
            self.record_type(record).is_some_and(|known| known.speaks_for_itself);
        !speaks_for_itself && !self.by_role.contains(&record) && self.own_name(record).is_none()
    }

    /// Whether a record has a name, or a title as good as one.
    pub(crate) fn has_name(&self, record: RecordId) -> bool {
        self.own_name(self.look.corpus().canonical(record)).is_some()
    }

    /// The name that is claimed of a record; of a source or publication, its title.
    fn own_name(&self, record: RecordId) -> Option<String> {
        let name = self.order.name(self.look, record).map(clean);
        let name = name.filter(|name| !name.is_empty());
        if name.is_some() || !self.record_type(record).is_some_and(|known| known.titled) {
            return name;
        }
        told(self.look, self.order, record, "title").into_iter().find_map(|told| match told.value {
            Value::Text(text) => {
                let title = shortened(&clean(&text.words)).replace(['“', '”'], "\"");
                Some(format!("“{title}”"))
            }
            _ => None,
        })
    }

    fn at_depth(&self, record: RecordId, depth: usize) -> String {
        if let Some(made) = self.made.borrow().get(&(record, depth)) {
            return made.clone();
        }
        let label = if self.by_role.contains(&record) {
            self.role(record, depth)
        } else {
            self.own_name(record).unwrap_or_else(|| {
                let telling =
                    if depth < DEEPEST { self.telling(record, depth) } else { String::new() };
                if depth == 0 || telling.is_empty() || !self.needs_type(record) {
                    return telling;
                }
                let what = self.type_label(record);
                self.phrases.say("record-told-by", [("type", what.into()), ("by", telling.into())])
            })
        };
        self.made.borrow_mut().insert((record, depth), label.clone());
        label
    }

    /// A person by the posts they hold, where any is claimed.
    fn role(&self, person: RecordId, depth: usize) -> String {
        let holds = |posting: &RecordId| {
            told(self.look, self.order, *posting, "who")
                .iter()
                .any(|told| told.value == Value::Ref(person))
        };
        let postings = self.look.records_of_type("posting").into_iter().filter(holds);
        let postings = self.order.records(self.look, postings);
        let mut titles: Vec<String> =
            postings.iter().map(|posting| self.telling(*posting, depth + 1)).collect();
        titles.retain(|title| !title.is_empty());
        titles.sort();
        titles.dedup();
        titles.truncate(MOST_VALUES);
        if titles.is_empty() {
            return self.phrases.plain("role-not-named");
        }
        self.phrases.say("role-holder-of", [("posts", titles.join("; ").into())])
    }

    /// The record's type, as the schema describes it.
    fn record_type(&self, record: RecordId) -> Option<&RecordType> {
        let record_type = self.look.corpus().record_type(record)?;
        self.look.schema().record_type(record_type.as_str())
    }

    fn type_label(&self, record: RecordId) -> String {
        let record_type = self.look.corpus().record_type(record);
        let Some(record_type) = record_type else { return self.phrases.plain("record-unknown") };
        self.type_name(record_type.as_str())
    }

    /// What a type is called.
    pub(crate) fn type_name(&self, record_type: &str) -> String {
        let known = self.look.schema().record_type(record_type);
        known.map_or_else(
            || record_type.to_owned(),
            |known| in_language(&known.label, self.language(), record_type),
        )
    }

    /// The values that tell a record apart.
    fn telling(&self, record: RecordId, depth: usize) -> String {
        let Some(record_type) = self.record_type(record) else { return String::new() };
        let properties: Vec<&PropertyId> = if record_type.told_by.is_empty() {
            let own = record_type.own_properties().map(|property| &property.id);
            own.filter(|property| {
                !told(self.look, self.order, record, property.as_str()).is_empty()
            })
            .take(MOST_PROPERTIES)
            .collect()
        } else {
            record_type.told_by.iter().collect()
        };
        let mut parts: Vec<String> = Vec::new();
        for property in properties {
            // Inside another label the first few say enough.
            if depth > 0 && parts.len() >= MOST_PARTS_INSIDE {
                break;
            }
            let told = told(self.look, self.order, record, property.as_str());
            // A date told by another one would bring in that one's label, and says less than it.
            let told: Vec<_> = told
                .into_iter()
                .filter(|told| !matches!(told.value, Value::Date(When::Relative(_))))
                .collect();
            let values = told.iter().map(|told| self.value_at_depth(&told.value, depth + 1));
            let mut values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
            values.dedup();
            let more = values.len() > MOST_VALUES;
            values.truncate(MOST_VALUES);
            if !values.is_empty() {
                let ellipsis = if more { ", …" } else { "" };
                let joined = format!("{}{ellipsis}", values.join(", "));
                if !parts.contains(&joined) {
                    parts.push(joined);
                }
            }
        }
        parts.join(", ")
    }

    fn value_at_depth(&self, value: &Value, depth: usize) -> String {
        match value {
            Value::Ref(record) => self.at_depth(self.look.corpus().canonical(*record), depth),
            Value::Term(term) => {
                // "Not stated" tells nothing apart.
                let known = self.look.schema().term(term);
                if known.is_some_and(|known| known.undetermined) {
                    return String::new();
                }
                self.term(term)
            }
            Value::Text(text) => shortened(&clean(&text.words)),
            value => clean(&self.words.value(value, &Nested { namer: self, depth })),
        }
    }

    /// What a property of a record is called.
    pub(crate) fn property_of(&self, record: RecordId, property: &PropertyId) -> String {
        let record_type = self.look.corpus().record_type(record).map_or("", |one| one.as_str());
        self.property_of_type(record_type, property.as_str())
    }

    /// What a property of a type is called.
    pub(crate) fn property_of_type(&self, record_type: &str, property: &str) -> String {
        let known = self.look.schema().property(record_type, property);
        known.map_or_else(
            || property.to_owned(),
            |known| in_language(&known.label, self.language(), property),
        )
    }

    /// What a qualifier of a property is called.
    pub(crate) fn qualifier(
        &self,
        record: RecordId,
        property: &PropertyId,
        qualifier: &PropertyId,
    ) -> String {
        let record_type = self.look.corpus().record_type(record).map_or("", |one| one.as_str());
        let known = self.look.schema().property(record_type, property.as_str());
        known.and_then(|known| known.qualifier(qualifier.as_str())).map_or_else(
            || qualifier.to_string(),
            |known| in_language(&known.label, self.language(), qualifier.as_str()),
        )
    }

    /// The name of a property read from the other end.
    pub(crate) fn reverse(&self, record_type: &str, property: &PropertyId) -> Option<String> {
        let known = self.look.schema().property(record_type, property.as_str())?;
        let reverse = known.reverse.as_ref()?;
        Some(in_language(&reverse.label, self.language(), reverse.id.as_str()))
    }
}

/// A text cut at a word, with dots where something is left out.
pub(crate) fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_LETTERS {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST_LETTERS).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

impl Labels for Namer<'_, '_> {
    fn record(&self, record: RecordId) -> String {
        self.name_as_value(record)
    }

    fn term(&self, term: &TermId) -> String {
        let known = self.look.schema().term(term);
        known.map_or_else(
            || term.to_string(),
            |known| clean(&in_language(&known.label, self.language(), term.term())),
        )
    }

    fn property(&self, property: &PropertyId) -> String {
        // Which type it belongs to is not told; a property is called alike wherever it is.
        let mut types = self.look.schema().record_types();
        let known = types.find_map(|known| known.own_property(property.as_str()));
        known.map_or_else(
            || property.to_string(),
            |known| in_language(&known.label, self.language(), property.as_str()),
        )
    }

    fn member(&self, _: MemberId) -> String {
        self.phrases.plain("voice-member")
    }
}

/// Names at some depth of a label.
struct Nested<'m, 'n, 'a> {
    namer: &'m Namer<'n, 'a>,
    depth: usize,
}

impl Labels for Nested<'_, '_, '_> {
    fn record(&self, record: RecordId) -> String {
        self.namer.at_depth(self.namer.look.corpus().canonical(record), self.depth)
    }

    fn term(&self, term: &TermId) -> String {
        self.namer.term(term)
    }

    fn member(&self, member: MemberId) -> String {
        self.namer.member(member)
    }
}
