//! Questions: what may be meant, and may be a slip that later nobody finds.
//!
//! Two handles for one person put what is said of her into two halves. Nothing is refused here, because
//! two brothers do have names that differ by a letter; the coder is asked once, when the second comes.
//! Handles that differ only in their digits are series, not slips, and are not asked about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use onus_model::id::TypeId;
use onus_model::value::{Kind, Value};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::known::Known;
use super::mistake::Place;
use super::name::Handle;
use super::near::distance;
use super::phrase::Phrase;
use super::register::{Found, Handles, NewRecord};
use super::row::Row;

/// The type whose handles are compared part by part, as people's names come in parts.
const PERSON: &str = "person";
/// Handles and parts shorter than this are alike by chance.
const SHORTEST: usize = 5;

/// Something to ask the coder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// A new handle is much like another.
    Handles {
        /// Where the new handle stands.
        place: Place,
        /// The new handle.
        new: Handle,
        /// The other.
        like: Handle,
    },
    /// One name is claimed of two records.
    Names {
        /// Where the name stands.
        place: Place,
        /// The name.
        name: String,
        /// Of which record.
        of: Handle,
        /// The other record that has it.
        like: Handle,
    },
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handles { place, new, like } => write!(
                f,
                "{place}: {new} is new and much like {like}: is it the same? if so, use {like}"
            ),
            Self::Names { place, name, of, like } => write!(
                f,
                "{place}: \"{name}\" is a name of {of} and of {like}: are they the same? if so, use one \
                 handle, or claim their identity"
            ),
        }
    }
}

/// What there is to ask about new records and about names in rows.
pub(super) fn questions(
    records: &[NewRecord],
    rows: &[Row],
    handles: &Handles,
    known: &dyn Known,
) -> Vec<Question> {
    let mut questions = about_handles(records, handles, known);
    questions.extend(about_names(rows, handles, known));
    questions.sort();
    questions.dedup();
    questions
}

/// Handles by what they have in common with the handles that are much like them.
#[derive(Default)]
struct Alike<'h> {
    by_key: BTreeMap<String, Vec<&'h Handle>>,
}

impl<'h> Alike<'h> {
    /// The keys of a handle: two handles at most one letter apart have one in common.
    fn keys(handle: &Handle) -> BTreeSet<String> {
        let letters: Vec<char> = handle.as_str().chars().filter(|letter| *letter != '-').collect();
        let whole: String = letters.iter().collect();
        let mut keys = BTreeSet::from([whole]);
        if letters.len() >= SHORTEST {
            keys.extend((0..letters.len()).map(|left_out| {
                let kept = letters.iter().enumerate().filter(|(place, _)| *place != left_out);
                kept.map(|(_, letter)| *letter).collect::<String>()
            }));
        }
        keys
    }

    fn add(&mut self, handle: &'h Handle) {
        for key in Self::keys(handle) {
            self.by_key.entry(key).or_default().push(handle);
        }
    }

    fn of(&self, handle: &Handle) -> BTreeSet<&'h Handle> {
        let found = Self::keys(handle);
        let found = found.iter().filter_map(|key| self.by_key.get(key)).flatten().copied();
        found.filter(|other| *other != handle && are_alike(handle, other)).collect()
    }
}

fn are_alike(one: &Handle, other: &Handle) -> bool {
    let bare = |handle: &Handle| handle.as_str().replace('-', "");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (one, other) = (bare(one), bare(other));
    one == other
        || one.len().min(other.len()) >= SHORTEST
            && digits(&one) == digits(&other)
            && distance(&one, &other, 1).is_some()
}

fn about_handles(records: &[NewRecord], handles: &Handles, known: &dyn Known) -> Vec<Question> {
    let existing = known.handles();
    let mut alike = Alike::default();
    let mut persons = Persons::default();
    let is_person = |handle: &Handle| match handles.find(handle.as_str()) {
        Found::Typed(record_type) => record_type.as_str() == PERSON,
        _ => false,
    };
    for handle in &existing {
        alike.add(handle);
        if is_person(handle) {
            persons.add(handle);
        }
    }
    let mut questions = Vec::new();
    for record in records {
        let mut found = alike.of(&record.handle);
        alike.add(&record.handle);
        if record.record_type.as_str() == PERSON {
            found.extend(persons.of(&record.handle));
            persons.add(&record.handle);
        }
        questions.extend(found.into_iter().map(|like| Question::Handles {
            place: record.place.clone(),
            new: record.handle.clone(),
            like: like.clone(),
        }));
    }
    questions
}

/// People's handles by their longer parts: `roza-tuletayeva` may be `tuletaeva`.
#[derive(Default)]
struct Persons<'h> {
    by_part: BTreeMap<String, Vec<&'h Handle>>,
}

impl<'h> Persons<'h> {
    fn keys(handle: &Handle) -> BTreeSet<String> {
        let parts = handle.as_str().split('-').filter(|part| part.len() >= SHORTEST);
        let part_handles = parts.filter_map(|part| part.parse::<Handle>().ok());
        part_handles.flat_map(|part| Alike::keys(&part)).collect()
    }

    fn add(&mut self, handle: &'h Handle) {
        for key in Self::keys(handle) {
            self.by_part.entry(key).or_default().push(handle);
        }
    }

    /// The handles all of whose parts are parts of this one, or the other way round.
    fn of(&self, handle: &Handle) -> BTreeSet<&'h Handle> {
        let found = Self::keys(handle);
        let found = found.iter().filter_map(|key| self.by_part.get(key)).flatten().copied();
        found.filter(|other| *other != handle && is_within(handle, other)).collect()
    }
}

fn is_within(one: &Handle, other: &Handle) -> bool {
    let parts = |handle: &Handle| -> Vec<String> {
        handle.as_str().split('-').map(str::to_owned).collect()
    };
    let (mut few, mut many) = (parts(one), parts(other));
    if few.len() > many.len() {
        std::mem::swap(&mut few, &mut many);
    }
    few.iter().all(|part| {
        let limit =
            usize::from(part.len() >= SHORTEST && !part.bytes().any(|byte| byte.is_ascii_digit()));
        many.iter().any(|other| distance(part, other, limit).is_some())
    })
}

/// A name without case, accents, spaces and punctuation.
fn fold(name: &str) -> String {
    name.nfkd()
        .filter(|character| !is_combining_mark(*character) && character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn bare_name(phrase: &Phrase) -> Option<String> {
    match Value::parse(Kind::Name, phrase.text()) {
        Ok(Value::Name(name)) if phrase.kind() == Kind::Name => Some(name.name),
        _ => None,
    }
}

/// Asks about a name that two records of one type have, where one of the two is new.
fn about_names(rows: &[Row], handles: &Handles, known: &dyn Known) -> Vec<Question> {
    let type_of = |handle: &Handle| -> Option<TypeId> {
        match handles.find(handle.as_str()) {
            Found::Typed(record_type) => Some(record_type),
            _ => None,
        }
    };
    let mut holders: BTreeMap<(TypeId, String), BTreeSet<Handle>> = BTreeMap::new();
    for (handle, name) in known.names() {
        if let Some(record_type) = type_of(&handle) {
            holders.entry((record_type, fold(&name))).or_default().insert(handle);
        }
    }
    let mut questions = Vec::new();
    for row in rows {
        let (Some(name), Some(record_type)) = (bare_name(&row.value), type_of(&row.record)) else {
            continue;
        };
        let folded = fold(&name);
        if folded.is_empty() {
            continue;
        }
        let holders = holders.entry((record_type, folded)).or_default();
        let first_time = holders.insert(row.record.clone()) && known.row(&row.name).is_none();
        if let (true, Some(place)) = (first_time, &row.place) {
            questions.extend(holders.iter().filter(|other| **other != row.record).map(|like| {
                Question::Names {
                    place: place.clone(),
                    name: name.clone(),
                    of: row.record.clone(),
                    like: like.clone(),
                }
            }));
        }
    }
    questions
}
