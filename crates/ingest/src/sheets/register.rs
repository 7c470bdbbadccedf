//! The register: the records of a case by their handles.
//!
//! A register may be applied again and again, and may be a part of the case's: a handle that the case
//! has already is only compared. What a record is called otherwise is claimed in sheets.

use std::cell::Cell;
use std::collections::BTreeMap;

use onus_model::id::TypeId;
use onus_model::schema::Schema;

use super::column::Column;
use super::grid::{Content, RawRow, Table};
use super::known::Known;
use super::mistake::{Mistake, Mistakes, Place};
use super::name::Handle;
use super::near::{did_you_mean, with_article};

/// A record that a register introduces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// Its handle.
    pub handle: Handle,
    /// Its type.
    pub record_type: TypeId,
    /// What the coder calls it.
    pub label: Option<String>,
    /// Where it was read.
    pub place: Place,
}

/// The type of a record, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// There is no such record.
    No,
    /// The register has a mistake in its type, so nothing can be said about it.
    Untyped,
    /// It is of this type.
    Typed(TypeId),
}

/// Every handle that sheets may use: the case's and the register's.
pub(super) struct Handles<'k> {
    registered: BTreeMap<Handle, (Option<TypeId>, Place)>,
    /// What the register calls records that the case has.
    pub(super) labels: Vec<(Handle, String)>,
    known: &'k dyn Known,
    /// Looking for a near handle goes through all of them; a sheet full of unknown ones gets a few.
    suggestions: Cell<usize>,
}

/// How many unknown handles get a suggestion.
const SUGGESTIONS: usize = 100;

/// Reads every register of the tables.
pub(super) fn read<'k>(
    tables: &[Table],
    schema: &Schema,
    known: &'k dyn Known,
    mistakes: &mut Mistakes,
) -> (Vec<NewRecord>, Handles<'k>) {
    let mut handles = Handles {
        registered: BTreeMap::new(),
        labels: Vec::new(),
        known,
        suggestions: Cell::new(SUGGESTIONS),
    };
    let mut records = Vec::new();
    for table in tables.iter().filter(|table| table.content == Content::Register) {
        for row in &table.rows {
            records.extend(handles.register(row, &table.place, schema, mistakes));
        }
    }
    (records, handles)
}

impl Handles<'_> {
    /// Notes a row of the register; gives its record when it is new and right.
    fn register(
        &mut self,
        row: &RawRow,
        table: &Place,
        schema: &Schema,
        mistakes: &mut Mistakes,
    ) -> Option<NewRecord> {
        let cell = |column| row.cells.get(&column);
        let place = |column| table.at(cell(column).map_or(row.at, |cell| cell.at));
        let mut wrong = |column, message: String, hint: Option<String>| {
            mistakes.add(Mistake { hint, ..Mistake::new(place(column), message).column(column) });
        };
        let record_type = match cell(Column::Type).map(|cell| cell.text.as_str()) {
            None if row.refused.contains(&Column::Type) => None,
            None => {
                wrong(Column::Type, "the record's type is missing".to_owned(), None);
                None
            }
            Some(name) => match schema.record_type(name) {
                Some(record_type) => Some(record_type.id.clone()),
                None => {
                    let types: Vec<_> =
                        schema.record_types().map(|known| known.id.as_str()).collect();
                    let hint = did_you_mean(name, types.iter().copied())
                        .unwrap_or_else(|| format!("the types are {}", types.join(", ")));
                    let name: String = name.chars().take(60).collect();
                    wrong(Column::Type, format!("there is no record type \"{name}\""), Some(hint));
                    None
                }
            },
        };
        let Some(text) = cell(Column::Handle).map(|cell| cell.text.as_str()) else {
            if !row.refused.contains(&Column::Handle) {
                wrong(Column::Handle, "the handle is missing".to_owned(), None);
            }
            return None;
        };
        let handle: Handle = match text.parse() {
            Ok(handle) => handle,
            Err(error) => {
                wrong(Column::Handle, error.to_string(), None);
                return None;
            }
        };
        if let Some((_, first)) = self.registered.get(&handle) {
            let message =
                format!("the handle {handle} is registered twice; the first is at {first}");
            wrong(Column::Handle, message, Some("name one record once".to_owned()));
            return None;
        }
        let here = place(Column::Handle);
        self.registered.insert(handle.clone(), (record_type.clone(), here.clone()));
        let record_type = record_type?;
        if let Some(existing) = self.known.record(handle.as_str()) {
            if existing.record_type != record_type {
                let (there, here) = (
                    with_article(existing.record_type.as_str()),
                    with_article(record_type.as_str()),
                );
                let message =
                    format!("{handle} is {there} in the case, and {here} in this register");
                let hint = "choose another handle, or the record's own type".to_owned();
                wrong(Column::Type, message, Some(hint));
            }
            self.labels.extend(cell(Column::Label).map(|cell| (handle, cell.text.clone())));
            return None;
        }
        let label = cell(Column::Label).map(|cell| cell.text.clone());
        Some(NewRecord { handle, record_type, label, place: here })
    }

    /// The type of the record of that handle.
    pub(super) fn find(&self, handle: &str) -> Found {
        if let Some(existing) = self.known.record(handle) {
            return Found::Typed(existing.record_type);
        }
        match self.registered.get(handle) {
            None => Found::No,
            Some((None, _)) => Found::Untyped,
            Some((Some(record_type), _)) => Found::Typed(record_type.clone()),
        }
    }

    /// What to do about a handle that there is no record for.
    pub(super) fn hint(&self, handle: &str) -> String {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        let known = if left > 0 { self.known.handles() } else { Vec::new() };
        let all = known.iter().chain(self.registered.keys()).map(Handle::as_str);
        did_you_mean(handle, all.take(if left > 0 { usize::MAX } else { 0 }))
            .unwrap_or_else(|| "list it in the register with its type".to_owned())
    }
}
