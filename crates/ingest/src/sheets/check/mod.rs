//! From the texts of a row to a row that is right, or to every mistake in it.

mod role;
mod row;
mod value;

use std::collections::BTreeSet;

use onus_model::schema::Schema;

use super::known::Known;
use super::name::{RowName, SheetId};
use super::near::did_you_mean;
use super::register::Handles;

pub(super) use row::check;
pub(super) use value::cell_of_value;

/// What a row is checked against.
pub(super) struct Context<'c> {
    pub(super) schema: &'c Schema,
    pub(super) known: &'c dyn Known,
    pub(super) handles: &'c Handles<'c>,
    /// The sheets that are read.
    pub(super) sheets: &'c BTreeSet<SheetId>,
    /// The rows that are read, right or not.
    pub(super) rows: &'c BTreeSet<RowName>,
}

/// What is wrong with a text, and what to do.
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Problem {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl Context<'_> {
    /// Reads the name of a row that this sheet names, and sees to it that the row exists.
    fn row_name(&self, sheet: &SheetId, text: &str) -> Result<RowName, Problem> {
        let name = RowName::within(sheet, text).map_err(|error| Problem::new(error.to_string()))?;
        if self.rows.contains(&name) {
            return Ok(name);
        }
        // A sheet that is read now says all its rows; of any other the case tells.
        let read_now = self.sheets.contains(&name.sheet);
        if !read_now && self.known.row(&name).is_some() {
            return Ok(name);
        }
        let problem = if read_now {
            Problem::new(format!("there is no row {} in the sheet {}", name.row, name.sheet))
        } else {
            Problem::new(format!("the case has no row {name}"))
        };
        let own = self.rows.iter().filter(|row| row.sheet == name.sheet);
        let hint = did_you_mean(name.row.as_str(), own.map(|row| row.row.as_str()));
        Err(problem.hint(hint.unwrap_or_else(|| {
            "name a row of this sheet by its row_id, one of another as sheet/row_id".to_owned()
        })))
    }
}
