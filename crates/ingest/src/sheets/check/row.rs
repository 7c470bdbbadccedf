//! Checking one row, column by column, so that a mistake in one hides none in another.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::claim::{Derivation, Rendering, Stance};
use onus_model::id::{PropertyId, TermId, TypeId, VocabularyId};
use onus_model::schema::Property;
use onus_model::value::Kind;

use super::value::Slot;
use super::{Context, Problem};
use crate::sheets::column::Column;
use crate::sheets::grid::RawRow;
use crate::sheets::mistake::{Mistake, Mistakes, Place};
use crate::sheets::name::{Handle, RowName};
use crate::sheets::near::{did_you_mean, with_article};
use crate::sheets::phrase::Phrase;
use crate::sheets::row::{Located, MEMBER, NOT_STATED, Relayed, Row, Said, TEAM};
use crate::sheets::scope;
use crate::sheets::word::Worded;

/// The vocabulary of the column `basis`.
const BASIS: &str = "basis";

struct Checker<'c> {
    context: &'c Context<'c>,
    raw: &'c RawRow,
    table: &'c Place,
    name: &'c RowName,
    mistakes: &'c mut Mistakes,
    sound: bool,
}

/// Reads a row whose name is known; gives nothing when there is a mistake in it.
pub(in crate::sheets) fn check(
    context: &Context,
    raw: &RawRow,
    table: &Place,
    name: &RowName,
    mistakes: &mut Mistakes,
) -> Option<Row> {
    Checker { context, raw, table, name, mistakes, sound: true }.row()
}

impl<'c> Checker<'c> {
    fn text(&self, column: Column) -> Option<&str> {
        self.raw.cells.get(&column).map(|cell| cell.text.as_str())
    }

    fn is_inherited(&self, column: Column) -> bool {
        self.raw.cells.get(&column).is_some_and(|cell| cell.inherited)
    }

    fn wrong(&mut self, column: Column, problem: Problem) {
        self.sound = false;
        let at = self.raw.cells.get(&column).filter(|cell| !cell.inherited).map(|cell| cell.at);
        let place = self.table.at(at.unwrap_or(self.raw.at));
        let mistake = Mistake::new(place, problem.message).column(column);
        self.mistakes.add(Mistake { hint: problem.hint, ..mistake });
    }

    /// Reads a column that may be empty.
    fn optional<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&Context, &str) -> Result<T, Problem>,
    ) -> Option<T> {
        match read(self.context, self.text(column)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.wrong(column, problem);
                None
            }
        }
    }

    /// Reads a column that takes one of a few words.
    fn word<T: Worded>(&mut self, column: Column) -> Option<T> {
        self.optional(column, |_, text| {
            T::read(text).ok_or_else(|| {
                let shown: String = text.chars().take(60).collect();
                Problem::new(format!("\"{shown}\" is not one of its words"))
                    .hint(format!("write {}", T::listed()))
            })
        })
    }

    fn handle(&mut self, column: Column) -> Option<Handle> {
        self.optional(column, |context, text| context.record_in(column, text))
    }

    fn needed(&mut self, column: Column, hint: &str) {
        if self.text(column).is_none() && !self.raw.refused.contains(&column) {
            self.wrong(column, Problem::new(format!("{column} is empty")).hint(hint));
        }
    }

    fn row(mut self) -> Option<Row> {
        self.needed(Column::Record, "write the handle of what the claim is about");
        self.needed(Column::Property, "write which property of the record is claimed");
        self.needed(Column::Value, "write the value; \"none asserted\" says that there is none");
        self.needed(Column::Origin, "write who says it, \"not stated\", or \"team\"");
        let record = self.optional(Column::Record, |context, text| context.record(text));
        let record_type = record.as_ref().and_then(|(_, record_type)| record_type.clone());
        let property = record_type.as_ref().and_then(|record_type| self.property(record_type));
        let value = property.and_then(|property| self.value(property));
        let scope = self.scope(property);
        let said_by = self.said_by();
        let is_team = matches!(said_by, Some(Said::Team | Said::Member(_)));
        if said_by.is_some() && !is_team {
            self.needed(Column::Source, "write the handle of the source it was read in");
        }
        let source = self.handle(Column::Source);
        let passage = self.passage(source.as_ref());
        let row = Row {
            on_behalf_of: self.handle(Column::For),
            basis: self.basis(),
            party: self.handle(Column::Party),
            interest: self.text(Column::Interest).map(str::to_owned),
            attribution: self.word(Column::Attribution).unwrap_or_default(),
            via: self.via(),
            said: self.phrase(Column::Said, Kind::Date),
            held: self.phrase(Column::Held, Kind::Held),
            stance: self.word(Column::Stance).unwrap_or(Stance::Asserts),
            rests_on: self.rests_on(),
            level: self.level(record_type.as_ref(), property),
            wording: self.text(Column::Wording).map(str::to_owned),
            place: Some(self.table.at(self.raw.at)),
            name: self.name.clone(),
            record: record?.0,
            property: property?.id.clone(),
            value: value?,
            said_by: said_by?,
            scope,
            source,
            passage,
        };
        self.sound.then_some(row)
    }

    fn property(&mut self, record_type: &TypeId) -> Option<&'c Property> {
        let context: &'c Context = self.context;
        let text = self.text(Column::Property)?;
        if let Some(property) = context.schema.property(record_type.as_str(), text) {
            return Some(property);
        }
        let known = context.schema.record_type(record_type.as_str());
        let own: Vec<_> = known
            .into_iter()
            .flat_map(|known| context.schema.properties(known))
            .map(|property| property.id.as_str())
            .collect();
        let elsewhere: Vec<_> = context
            .schema
            .record_types()
            .filter(|other| other.own_property(text).is_some())
            .map(|other| other.id.as_str())
            .collect();
        let hint = match did_you_mean(text, own.iter().copied()) {
            Some(hint) => hint,
            None if !elsewhere.is_empty() => {
                format!("it is a property of {}", elsewhere.join(", "))
            }
            None => format!("its properties are {}", own.join(", ")),
        };
        let shown: String = text.chars().take(60).collect();
        let problem = Problem::new(format!(
            "{} has no property \"{shown}\"",
            with_article(record_type.as_str())
        ))
        .hint(hint);
        self.wrong(Column::Property, problem);
        None
    }

    fn value(&mut self, property: &Property) -> Option<Phrase> {
        let sheet = &self.name.sheet;
        self.optional(Column::Value, |context, text| {
            context.value(&Slot::of_property(property), sheet, text)
        })
    }

    fn scope(&mut self, property: Option<&Property>) -> BTreeMap<PropertyId, Phrase> {
        let mut scope = BTreeMap::new();
        let (Some(text), Some(property)) = (self.text(Column::Scope), property) else {
            return scope;
        };
        let entries = match scope::split(text) {
            Ok(entries) => entries,
            Err(entry) => {
                let problem = Problem::new(format!("\"{entry}\" has no ="));
                self.wrong(Column::Scope, problem.hint("write qualifier = value"));
                return scope;
            }
        };
        for (name, value) in entries {
            let Some(qualifier) = property.qualifier(&name) else {
                let known: Vec<_> =
                    property.qualifiers.iter().map(|qualifier| qualifier.id.as_str()).collect();
                let hint = match known.as_slice() {
                    [] => format!("claims on {} are not limited to anything", property.id),
                    known => did_you_mean(&name, known.iter().copied())
                        .unwrap_or_else(|| format!("its qualifiers are {}", known.join(", "))),
                };
                let name: String = name.chars().take(60).collect();
                let problem = Problem::new(format!("{} has no qualifier \"{name}\"", property.id));
                self.wrong(Column::Scope, problem.hint(hint));
                continue;
            };
            match self.context.value(&Slot::of_qualifier(qualifier), &self.name.sheet, &value) {
                Ok(phrase) => {
                    if scope.insert(qualifier.id.clone(), phrase).is_some() {
                        let problem = Problem::new(format!("the qualifier {name} is there twice"));
                        self.wrong(Column::Scope, problem.hint("keep one of them"));
                    }
                }
                Err(problem) => self.wrong(Column::Scope, problem),
            }
        }
        scope
    }

    fn said_by(&mut self) -> Option<Said> {
        self.optional(Column::Origin, |context, text| match text {
            NOT_STATED => Ok(Said::NotStated),
            TEAM => Ok(Said::Team),
            text => match text.strip_prefix(MEMBER).map(str::trim) {
                Some(name) if context.known.member(name).is_some() => {
                    Ok(Said::Member(name.to_owned()))
                }
                Some(name) => Err(Problem::new(format!("no member is called {name}"))
                    .hint("write team for a claim of your own")),
                None => context.record_in(Column::Origin, text).map(Said::By),
            },
        })
    }

    fn basis(&mut self) -> Option<TermId> {
        self.optional(Column::Basis, |context, text| {
            let vocabulary: Option<VocabularyId> = BASIS.parse().ok();
            let term = context.term(vocabulary.as_ref(), text)?;
            term.parse().map_err(|error: onus_model::id::IdError| Problem::new(error.to_string()))
        })
    }

    fn via(&mut self) -> Vec<Relayed> {
        let relays = self.optional(Column::Via, |context, text| {
            let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| relay(context, part)).collect::<Result<Vec<_>, _>>()
        });
        relays.unwrap_or_default()
    }

    fn passage(&mut self, source: Option<&Handle>) -> Option<Located> {
        let located = Located::read(self.text(Column::Passage)?);
        if self.text(Column::Source).is_none() {
            let problem = Problem::new("a passage needs its source");
            self.wrong(Column::Passage, problem.hint("write the source's handle"));
        }
        if let (Located::Range { start, end, .. }, Some(source)) = (&located, source) {
            let problem = match self.context.known.text_length(source.as_str()) {
                None => Some(
                    Problem::new(format!(
                        "the case holds no text of {source} to count characters in"
                    ))
                    .hint("add the text first, or tell the place in words: page 3, paragraph 2"),
                ),
                Some(_) if start >= end => {
                    Some(Problem::new("the passage ends before it starts").hint("write 659-689"))
                }
                Some(length) if *end > length => {
                    Some(Problem::new(format!("the text of {source} has only {length} characters")))
                }
                Some(_) => None,
            };
            if let Some(problem) = problem {
                self.wrong(Column::Passage, problem);
            }
        }
        Some(located)
    }

    fn phrase(&mut self, column: Column, kind: Kind) -> Option<Phrase> {
        let sheet = &self.name.sheet;
        self.optional(column, |context, text| context.phrase(kind, sheet, text))
    }

    fn rests_on(&mut self) -> Option<(Derivation, BTreeSet<RowName>)> {
        let how = self.word::<Derivation>(Column::How);
        let Some(text) = self.text(Column::RestsOn) else {
            if how.is_some() && !self.is_inherited(Column::How) {
                let problem = Problem::new("how is told, but not what the claim rests on");
                self.wrong(
                    Column::How,
                    problem.hint("name the rows in rests_on, or empty this cell"),
                );
            }
            return None;
        };
        let mut rows = BTreeSet::new();
        let mut problems = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            match self.context.row_name(&self.name.sheet, part) {
                Ok(row) if row == *self.name => {
                    problems.push(Problem::new("the row rests on itself").hint("leave it out"));
                }
                Ok(row) => {
                    rows.insert(row);
                }
                Err(problem) => problems.push(problem),
            }
        }
        for problem in problems {
            self.wrong(Column::RestsOn, problem);
        }
        if rows.is_empty() && self.sound {
            self.wrong(Column::RestsOn, Problem::new("no row is named"));
        }
        if self.text(Column::How).is_none() {
            let hint = format!("write {}", Derivation::listed());
            self.wrong(
                Column::How,
                Problem::new("how is empty, and the claim rests on rows").hint(hint),
            );
        }
        Some((how?, rows))
    }

    fn level(&mut self, record_type: Option<&TypeId>, property: Option<&Property>) -> Level {
        let told =
            self.optional(Column::Level, |_, text| text.parse::<Level>().map_err(Problem::new));
        let of_type = || {
            let known = record_type.and_then(|id| self.context.schema.record_type(id.as_str()));
            known.map(|known| known.level)
        };
        told.or_else(|| property.and_then(|property| property.level))
            .or_else(of_type)
            .unwrap_or_default()
    }
}

/// Reads `handle` or `handle (altered)`.
fn relay(context: &Context, text: &str) -> Result<Relayed, Problem> {
    let (handle, rendering) = match text.split_once('(') {
        None => (text, Rendering::Unknown),
        Some((handle, word)) => {
            let word = word.trim().trim_end_matches(')').trim();
            let rendering = Rendering::read(word).ok_or_else(|| {
                let shown: String = word.chars().take(60).collect();
                Problem::new(format!("\"{shown}\" does not tell how it was passed on"))
                    .hint(format!("write {} in brackets", Rendering::listed()))
            })?;
            (handle.trim(), rendering)
        }
    };
    Ok(Relayed { by: context.record_in(Column::Via, handle)?, rendering })
}
