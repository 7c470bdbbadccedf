//! Reading a value of a property or qualifier: which kind it is, and whether what it names exists.
//!
//! Most properties take one kind and there is nothing to find out. Where one takes several, the text
//! decides: texts start with their language, handles have no spaces. Only a term and a handle can look
//! alike; a word that is both is a mistake, and `vocabulary:term` and `record handle` say which is meant.

use std::collections::BTreeSet;

use onus_model::id::{PropertyId, TypeId, VocabularyId};
use onus_model::schema::{Cardinality, Property, Qualifier};
use onus_model::value::{Kind, Value, When};

use super::{Context, Problem};
use crate::sheets::draft::ME;
use crate::sheets::name::{Handle, SheetId};
use crate::sheets::near::{did_you_mean, with_article};
use crate::sheets::phrase::{Named, Phrase};
use crate::sheets::text;

/// What stands before a handle where a term could be meant.
const RECORD: &str = "record ";
/// How a name without script and kind is printed.
const BARE_NAME: &str = "-/-: ";
/// More terms than this are not listed in a message.
const TERMS_LISTED: usize = 12;

/// What may stand in one place.
pub(super) struct Slot<'s> {
    name: &'s PropertyId,
    kinds: &'s [Kind],
    vocabulary: Option<&'s VocabularyId>,
    to: &'s BTreeSet<TypeId>,
    /// Whether it takes closed sets.
    closed: bool,
    /// Whether it takes negatives.
    negative: bool,
}

impl<'s> Slot<'s> {
    pub(super) fn of_property(property: &'s Property) -> Self {
        Self {
            name: &property.id,
            kinds: &property.kinds,
            vocabulary: property.vocabulary.as_ref(),
            to: &property.to,
            closed: property.cardinality == Cardinality::ClosedSet,
            negative: true,
        }
    }

    pub(super) fn of_qualifier(qualifier: &'s Qualifier) -> Self {
        Self {
            name: &qualifier.id,
            kinds: std::slice::from_ref(&qualifier.kind),
            vocabulary: qualifier.vocabulary.as_ref(),
            to: &qualifier.to,
            closed: false,
            negative: false,
        }
    }
}

/// The phrase as a cell of a property of these kinds holds it.
pub(in crate::sheets) fn cell_of_value(phrase: Phrase, kinds: &[Kind]) -> Phrase {
    let cell = match phrase.kind() {
        Kind::Term if !kinds.contains(&Kind::Ref) => {
            phrase.text().split_once(':').map(|(_, term)| term.to_owned())
        }
        Kind::Ref if kinds.contains(&Kind::Term) => Some(format!("{RECORD}{}", phrase.text())),
        Kind::Name => phrase
            .text()
            .strip_prefix(BARE_NAME)
            .filter(|name| {
                let same = Value::parse(Kind::Name, name)
                    .is_ok_and(|value| value.to_string() == phrase.text());
                same && text::is_kept(name)
                    && !name.starts_with("none ")
                    && !name.starts_with("only ")
            })
            .map(str::to_owned),
        _ => None,
    };
    match cell {
        Some(cell) => phrase.written(cell),
        None => phrase,
    }
}

fn is_negative(text: &str) -> bool {
    text == "none asserted"
        || text.starts_with("none decided by ")
        || text.starts_with("none found by ")
}

impl Context<'_> {
    /// Reads a value that may stand in the slot.
    pub(super) fn value(
        &self,
        slot: &Slot,
        sheet: &SheetId,
        text: &str,
    ) -> Result<Phrase, Problem> {
        let read = |kind| self.value_of(kind, slot, sheet, text);
        let phrase = if slot.negative && is_negative(text) {
            read(Kind::Negative)?
        } else if slot.closed && text.starts_with("only ") {
            read(Kind::ClosedSet)?
        } else if let [kind] = slot.kinds {
            read(*kind).map_err(|problem| self.explain_only(slot, text, problem))?
        } else {
            self.value_of_several(slot, text, read)?
        };
        Ok(cell_of_value(phrase, slot.kinds))
    }

    fn explain_only(&self, slot: &Slot, text: &str, problem: Problem) -> Problem {
        if !text.starts_with("only ") {
            return problem;
        }
        problem.hint(format!("{} is no closed set, so it takes no \"only\"", slot.name))
    }

    fn value_of_several(
        &self,
        slot: &Slot,
        text: &str,
        read: impl Fn(Kind) -> Result<Phrase, Problem>,
    ) -> Result<Phrase, Problem> {
        let mut found: Vec<Phrase> = Vec::new();
        let mut problems = Vec::new();
        for kind in slot.kinds {
            match read(*kind) {
                Ok(phrase) => found.push(phrase),
                Err(problem) => problems.push((*kind, problem)),
            }
        }
        let is = |kind| found.iter().any(|phrase| phrase.kind() == kind);
        if is(Kind::Term) && is(Kind::Ref) {
            let term = slot.vocabulary.map_or("vocabulary", |vocabulary| vocabulary.as_str());
            return Err(Problem::new(format!("{text} is a term and a record too"))
                .hint(format!("write {term}:{text} for the term, {RECORD}{text} for the record")));
        }
        if let Some(phrase) = found.into_iter().next() {
            return Ok(phrase);
        }
        // A text with its language, a lone word and anything else are most likely meant as what they
        // look like; only that reading is worth explaining.
        let looks_like_text =
            text.contains(": ") || text.contains(' ') && !text.starts_with(RECORD);
        let likely = match looks_like_text {
            true => [Kind::Text, Kind::Ref],
            false => [Kind::Ref, Kind::Text],
        };
        let place =
            likely.iter().find_map(|kind| problems.iter().position(|(found, _)| found == kind));
        let kinds: Vec<_> = slot.kinds.iter().map(ToString::to_string).collect();
        match place.or(Some(0)).filter(|place| *place < problems.len()) {
            Some(place) => {
                let (_, problem) = problems.swap_remove(place);
                let message =
                    format!("{} takes {}; {}", slot.name, kinds.join(" or "), problem.message);
                Err(Problem { message, ..problem })
            }
            None => Err(Problem::new(format!("{} takes no value", slot.name))),
        }
    }

    fn value_of(
        &self,
        kind: Kind,
        slot: &Slot,
        sheet: &SheetId,
        text: &str,
    ) -> Result<Phrase, Problem> {
        let written = match kind {
            Kind::Term => self.term(slot.vocabulary, text)?,
            Kind::Ref => text.strip_prefix(RECORD).unwrap_or(text).to_owned(),
            _ => text.to_owned(),
        };
        if kind == Kind::Ref {
            // Said first, so that a stray word is not told to be a malformed reference.
            let handle = self.record(written.trim())?;
            return self
                .points_there(slot, &handle)
                .and_then(|()| self.phrase(kind, sheet, &written));
        }
        let phrase = self.phrase(kind, sheet, &written)?;
        if kind == Kind::ClosedSet {
            for (_, name) in phrase.names() {
                self.points_there(slot, &self.record(name)?)?;
            }
        }
        Ok(phrase)
    }

    fn points_there(
        &self,
        slot: &Slot,
        (handle, record_type): &(Handle, Option<TypeId>),
    ) -> Result<(), Problem> {
        let Some(record_type) = record_type else { return Ok(()) };
        if slot.to.is_empty() || slot.to.contains(record_type.as_str()) {
            return Ok(());
        }
        let wanted: Vec<_> = slot.to.iter().map(TypeId::as_str).collect();
        let what = with_article(record_type.as_str());
        let message =
            format!("{handle} is {what}, and \"{}\" points to {}", slot.name, wanted.join(" or "));
        Err(Problem::new(message))
    }

    /// The full name of a term told by its word.
    pub(super) fn term(
        &self,
        vocabulary: Option<&VocabularyId>,
        text: &str,
    ) -> Result<String, Problem> {
        let found = vocabulary.and_then(|id| self.schema.vocabulary(id.as_str()));
        let Some(vocabulary) = found else { return Err(Problem::new("it has no vocabulary")) };
        let own = text.strip_prefix(vocabulary.id.as_str()).and_then(|rest| rest.strip_prefix(':'));
        let word = own.unwrap_or(text);
        if let Some(term) = vocabulary.term(word) {
            return Ok(term.id.to_string());
        }
        let shown: String = text.chars().take(60).collect();
        let problem = Problem::new(format!("\"{shown}\" is no term of {}", vocabulary.id));
        let labelled = vocabulary.terms().find(|term| {
            term.label.values().any(|label| label.to_lowercase() == word.to_lowercase())
        });
        let words = || vocabulary.terms().map(|term| term.id.term());
        let hint = match labelled {
            Some(term) => Some(format!("write {}", term.id.term())),
            None => did_you_mean(word, words()),
        };
        let few = words().count() <= TERMS_LISTED;
        let listed = || format!("its terms are {}", words().collect::<Vec<_>>().join(", "));
        match hint.or_else(|| few.then(listed)) {
            Some(hint) => Err(problem.hint(hint)),
            None => Err(problem),
        }
    }

    /// Reads a value and sees to it that everything it names exists.
    pub(super) fn phrase(
        &self,
        kind: Kind,
        sheet: &SheetId,
        text: &str,
    ) -> Result<Phrase, Problem> {
        let (phrase, value) = Phrase::read(kind, text, sheet).map_err(|error| {
            let problem = Problem::new(error.to_string());
            // A day number: spreadsheet programs count days from 1900, so these are 1954 to 2173.
            let is_day_number = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
            match kind {
                Kind::Date | Kind::Held if is_day_number => problem.hint(
                    "it looks like a spreadsheet's number of a date; format the cell as text and write \
                     the date",
                ),
                _ => problem,
            }
        })?;
        for (named, name) in phrase.names() {
            match named {
                Named::Record => {
                    self.record(name)?;
                }
                Named::Claim => {
                    self.row_name(sheet, name)?;
                }
                Named::Member if name == ME => {}
                Named::Member => {
                    self.known.member(name).ok_or_else(|| {
                        Problem::new(format!("no member is called {name}"))
                            .hint("write me for yourself, or a member's name")
                    })?;
                }
            }
        }
        self.anchors_exist(&phrase, &value)?;
        Ok(phrase)
    }

    /// Sees to it that every date that another one is told from is a property of its record.
    fn anchors_exist(&self, phrase: &Phrase, value: &Value) -> Result<(), Problem> {
        let ends = match value {
            Value::Date(when) => vec![when],
            Value::Held(held) => held.first().into_iter().chain(held.last()).collect(),
            _ => return Ok(()),
        };
        let properties = ends.into_iter().filter_map(|when| match when {
            When::Relative(relative) => Some(relative.property()),
            When::Calendar(_) => None,
        });
        for ((_, name), property) in phrase.names().zip(properties) {
            let (handle, record_type) = self.record(name)?;
            let Some(record_type) = record_type else { continue };
            let found = self.schema.property(record_type.as_str(), property.as_str());
            if found.is_none_or(|property| !property.takes(Kind::Date)) {
                let what = with_article(record_type.as_str());
                let message = format!("{handle} is {what}, which has no date {property}");
                let dates = self.schema.record_type(record_type.as_str()).map(|known| {
                    let all = self.schema.properties(known);
                    let dates = all.filter(|property| property.takes(Kind::Date));
                    dates.map(|property| property.id.as_str()).collect::<Vec<_>>().join(", ")
                });
                let dates = dates.filter(|dates| !dates.is_empty());
                let hint = dates.map(|dates| format!("its dates are {dates}"));
                return Err(Problem { hint, ..Problem::new(message) });
            }
        }
        Ok(())
    }
}
