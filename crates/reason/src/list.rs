//! Every record of a type, with its most telling properties, and only those that meet conditions.
//!
//! A record meets a condition when somebody stands by a value that is the one asked for or entails it.
//! One that may meet it, for all that is told, does not: a list is not the place for perhaps.

use std::collections::BTreeMap;

use onus_case::Look;
use onus_model::id::{PropertyId, RecordId, TermId, TypeId};
use onus_model::schema::{Property, RecordType};
use onus_model::value::date::DayBounds;
use onus_model::value::{Comparison, Kind, Value, When};

use crate::date::accounts_of;
use crate::find::short_name;
use crate::find::{Found, find};
use crate::fold;
use crate::order::{Order, day_place};
use crate::show::properties_in_order;
use crate::told::{Told, mark_choices, told};

/// The most properties shown side by side.
const MOST_COLUMNS: usize = 5;

/// Why a list cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// There is no such type.
    #[error("there is no record type \"{0}\"; the types are {1}")]
    NoType(String, String),
    /// A condition names no property.
    #[error("\"{0}\" is no condition; write property=value, such as kind=trial or figure>=10")]
    NotACondition(String),
    /// The type has no such property.
    #[error("{record_type} has no property \"{property}\"; its properties are {known}")]
    NoProperty {
        /// The type.
        record_type: String,
        /// What was asked for.
        property: String,
        /// The properties there are.
        known: String,
    },
    /// The value does not fit the property.
    #[error("\"{value}\" is no value of {property}: {reason}")]
    BadValue {
        /// The property.
        property: String,
        /// What was written.
        value: String,
        /// Why it does not fit.
        reason: String,
    },
    /// Several records have the name.
    #[error("\"{value}\" names several records; write a handle: {handles}")]
    Ambiguous {
        /// What was written.
        value: String,
        /// The handles of the records.
        handles: String,
    },
}

/// What is asked of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// One of these values, or one that entails one of them.
    Value(Vec<Value>),
    /// Days within bounds.
    Days(DayBounds),
    /// Words, but for case and accents, anywhere in a text or name.
    Words(String),
}

/// A condition on a property.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The property.
    pub property: PropertyId,
    /// What is asked of it.
    pub wanted: Wanted,
    /// The condition as written.
    pub written: String,
}

/// What a record says on one property.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Each value that somebody stands by.
    pub told: Vec<Told>,
}

/// A record of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// The record.
    pub record: RecordId,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// Records of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The type.
    pub record_type: TypeId,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// The properties shown, in the schema's order.
    pub columns: Vec<PropertyId>,
    /// The records, by date where they have one, then by name.
    pub rows: Vec<ListRow>,
}

/// Lists the records of a type that meet all conditions, each written `property=value`.
///
/// # Errors
///
/// A [`ListError`] that says what to write instead.
pub fn list(
    look: &Look<'_>,
    record_type: &str,
    conditions: &[String],
) -> Result<Listed, ListError> {
    let schema = look.schema();
    let known = schema.record_type(record_type).ok_or_else(|| {
        let types: Vec<&str> = schema.record_types().map(|known| known.id.as_str()).collect();
        ListError::NoType(record_type.to_owned(), types.join(", "))
    })?;
    let conditions = conditions
        .iter()
        .map(|written| condition(look, known, written))
        .collect::<Result<Vec<_>, _>>()?;
    let order = Order::of(look);
    let mut records: Vec<RecordId> = look
        .records_of_type(record_type)
        .into_iter()
        .filter(|record| conditions.iter().all(|one| meets(look, &order, *record, one)))
        .collect();
    let dates: Vec<&PropertyId> = schema
        .properties(known)
        .filter(|property| {
            property.kinds.iter().any(|kind| matches!(kind, Kind::Date | Kind::Held))
        })
        .map(|property| &property.id)
        .collect();
    records.sort_by_cached_key(|record| {
        let first = dates.iter().find_map(|property| {
            accounts_of(look, &order, *record, property.as_str()).0.into_iter().next()
        });
        let place = first.map(|account| day_place(&account.bounds));
        (place.is_none(), place, order.record_place(look, *record))
    });
    let columns = columns(look, known, &records, &conditions);
    let rows = records.into_iter().map(|record| {
        let cells = columns.iter().map(|property| {
            let mut told = told(look, &order, record, property.as_str());
            mark_choices(look, &mut told);
            Cell { told }
        });
        ListRow { record, cells: cells.collect() }
    });
    let rows = rows.collect();
    Ok(Listed { record_type: known.id.clone(), conditions, columns, rows })
}

/// The properties of the type that most records have a claim on, and those asked for; in the schema's
/// order. Names stand before them, and long texts stay out.
fn columns(
    look: &Look<'_>,
    known: &RecordType,
    records: &[RecordId],
    conditions: &[Condition],
) -> Vec<PropertyId> {
    let mut claimed: BTreeMap<PropertyId, usize> = BTreeMap::new();
    for record in records {
        for property in properties_in_order(look, *record) {
            *claimed.entry(property).or_default() += 1;
        }
    }
    let asked =
        |property: &Property| conditions.iter().any(|condition| condition.property == property.id);
    let mut ranked: Vec<(bool, usize, usize, PropertyId)> = Vec::new();
    for (place, property) in known.own_properties().enumerate() {
        let times = claimed.get(&property.id).copied().unwrap_or(0);
        let only_text = property.kinds.iter().all(|kind| matches!(kind, Kind::Text));
        let asked = asked(property);
        if times > 0 && (asked || !only_text) {
            ranked.push((!asked, usize::MAX - times, place, property.id.clone()));
        }
    }
    ranked.sort();
    ranked.truncate(MOST_COLUMNS);
    ranked.sort_by_key(|(_, _, place, _)| *place);
    ranked.into_iter().map(|(.., property)| property).collect()
}

fn condition(look: &Look<'_>, known: &RecordType, written: &str) -> Result<Condition, ListError> {
    let not_one = || ListError::NotACondition(written.to_owned());
    let at = written.find(['=', '<', '>']).ok_or_else(not_one)?;
    let (name, rest) = written.split_at(at);
    let (name, rest) = (name.trim(), rest.strip_prefix('=').unwrap_or(rest).trim());
    if name.is_empty() || rest.is_empty() {
        return Err(not_one());
    }
    let property = look.schema().property(known.id.as_str(), name).ok_or_else(|| {
        let words: Vec<&str> = look.schema().properties(known).map(|one| one.id.as_str()).collect();
        ListError::NoProperty {
            record_type: known.id.to_string(),
            property: name.to_owned(),
            known: words.join(", "),
        }
    })?;
    let wanted = wanted(look, property, rest)?;
    Ok(Condition { property: property.id.clone(), wanted, written: written.to_owned() })
}

fn wanted(look: &Look<'_>, property: &Property, text: &str) -> Result<Wanted, ListError> {
    let bad = |reason: String| ListError::BadValue {
        property: property.id.to_string(),
        value: text.to_owned(),
        reason,
    };
    let mut reasons = Vec::new();
    for kind in &property.kinds {
        match kind {
            Kind::Term => match terms(look, property, text) {
                Some(terms) => return Ok(Wanted::Value(terms)),
                None => reasons.push(format!("its terms are {}", term_words(look, property))),
            },
            Kind::Ref => match find(look, text) {
                Found::One(record) => return Ok(Wanted::Value(vec![Value::Ref(record)])),
                Found::Several(candidates) => {
                    let handles = candidates.iter().map(|one| short_name(look, one.record));
                    let handles = handles.collect::<Vec<_>>().join(", ");
                    return Err(ListError::Ambiguous { value: text.to_owned(), handles });
                }
                Found::None(_) => reasons.push("no record has that handle or name".to_owned()),
            },
            Kind::Text | Kind::Name => return Ok(Wanted::Words(fold::plain(text))),
            Kind::Date | Kind::Held => match days(text) {
                Some(bounds) => return Ok(Wanted::Days(bounds)),
                None => reasons.push("write a date such as 2011-12-16, or >=2011-12".to_owned()),
            },
            kind => match Value::parse(*kind, text) {
                Ok(value) => return Ok(Wanted::Value(vec![value])),
                Err(error) => reasons.push(error.to_string()),
            },
        }
    }
    Err(bad(reasons.join("; ")))
}

/// The term of that word or label.
fn terms(look: &Look<'_>, property: &Property, text: &str) -> Option<Vec<Value>> {
    let vocabulary = look.schema().vocabulary(property.vocabulary.as_ref()?.as_str())?;
    let folded = fold::plain(text);
    let found: Vec<TermId> = vocabulary
        .terms()
        .filter(|term| {
            term.id.term() == text || term.label.values().any(|label| fold::plain(label) == folded)
        })
        .map(|term| term.id.clone())
        .collect();
    (!found.is_empty()).then(|| found.into_iter().map(Value::Term).collect())
}

fn term_words(look: &Look<'_>, property: &Property) -> String {
    let vocabulary =
        property.vocabulary.as_ref().and_then(|id| look.schema().vocabulary(id.as_str()));
    let words: Vec<&str> =
        vocabulary.into_iter().flat_map(|list| list.terms()).map(|term| term.id.term()).collect();
    words.join(", ")
}

/// The days of a date, of `>=date` or `<=date`.
fn days(text: &str) -> Option<DayBounds> {
    let read = |text: &str| text.trim().parse::<When>().ok().map(|when| when.own_bounds());
    let bounds = if let Some(from) = text.strip_prefix(">=") {
        DayBounds::new(read(from)?.earliest(), None)?
    } else if let Some(to) = text.strip_prefix("<=") {
        DayBounds::new(None, read(to)?.latest())?
    } else {
        read(text)?
    };
    (bounds != DayBounds::UNBOUNDED).then_some(bounds)
}

fn meets(look: &Look<'_>, order: &Order, record: RecordId, condition: &Condition) -> bool {
    let property = condition.property.as_str();
    match &condition.wanted {
        Wanted::Days(days) => accounts_of(look, order, record, property)
            .0
            .iter()
            .any(|account| !account.qualified && account.bounds.is_subset_of(days)),
        Wanted::Words(words) => told(look, order, record, property).iter().any(|told| {
            let text = match &told.value {
                Value::Text(text) => text.words.as_str(),
                Value::Name(name) => name.name.as_str(),
                _ => return false,
            };
            fold::plain(text).contains(words.as_str())
        }),
        Wanted::Value(wanted) => told(look, order, record, property).iter().any(|told| {
            wanted.iter().any(|wanted| {
                told.value == *wanted
                    || told.value.compare(wanted, look.corpus()) == Comparison::Entails
            })
        }),
    }
}
