//! Which records may stand in which column.
//!
//! A speaker is someone who can speak; a source is a source. What a party is, is wider: a state is often
//! coded as the place it rules.

use onus_model::id::TypeId;
use onus_model::schema::core;

use super::{Context, Problem};
use crate::sheets::column::Column;
use crate::sheets::name::{Handle, NameError};
use crate::sheets::near::with_article;
use crate::sheets::register::Found;

/// The groups of record types, by the schema's own names.
const ACTORS: &str = "actors";
const PLACES: &str = "places";
/// The type of those in whose name others speak.
const ORGANIZATION: &str = "organization";

impl Context<'_> {
    /// The record that a handle names, whatever its type.
    pub(super) fn record(&self, text: &str) -> Result<(Handle, Option<TypeId>), Problem> {
        let handle: Handle =
            text.parse().map_err(|error: NameError| Problem::new(error.to_string()))?;
        match self.handles.find(handle.as_str()) {
            Found::Typed(record_type) => Ok((handle, Some(record_type))),
            Found::Untyped => Ok((handle, None)),
            Found::No => Err(Problem::new(format!("there is no record {handle}"))
                .hint(self.handles.hint(handle.as_str()))),
        }
    }

    /// The record that a handle in this column names.
    pub(super) fn record_in(&self, column: Column, text: &str) -> Result<Handle, Problem> {
        let (handle, record_type) = self.record(text)?;
        let Some(record_type) = record_type else { return Ok(handle) };
        let group = self.schema.record_type(record_type.as_str()).map(|known| known.group.as_str());
        let (fits, wanted) = match column {
            Column::Origin => (group == Some(ACTORS), "someone who can speak"),
            Column::For => (record_type.as_str() == ORGANIZATION, "an organization"),
            Column::Party => {
                (matches!(group, Some(ACTORS | PLACES)), "a person, an organization or a country")
            }
            Column::Via => (
                group == Some(ACTORS) || record_type.as_str() == core::SOURCE,
                "someone who can pass something on, or a source",
            ),
            Column::Source => (record_type.as_str() == core::SOURCE, "a source"),
            _ => (true, "a record"),
        };
        if fits {
            return Ok(handle);
        }
        let what = with_article(record_type.as_str());
        Err(Problem::new(format!("{handle} is {what}, and this column needs {wanted}")))
    }
}
