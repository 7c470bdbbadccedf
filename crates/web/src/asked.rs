//! A request as rooms see it, and what they answer.

use std::sync::{Mutex, PoisonError};

use crate::arriving::Brought;

/// Names with values, as an address or a form has them.
type Fields = Vec<(String, String)>;

/// A request, taken apart.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// The parts of the path that the route leaves open.
    pub(crate) params: Fields,
    /// What stands after the question mark.
    pub(crate) query: Fields,
    /// What a form sent.
    pub(crate) form: Fields,
    /// The files that it brought, until somebody takes them.
    pub(crate) brought: Mutex<Brought>,
}

fn first<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

impl Asked {
    /// An open part of the path.
    pub(crate) fn param(&self, name: &str) -> &str {
        first(&self.params, name).unwrap_or_default()
    }

    /// What the address asks; nothing where it is empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// Everything the address asks under a name.
    pub(crate) fn queries(&self, name: &str) -> Vec<String> {
        let values = self.query.iter().filter(|(known, _)| known == name);
        let values = values.map(|(_, value)| value.trim().to_owned());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// Whether the address says yes.
    pub(crate) fn says(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| matches!(value, "yes" | "true" | "1"))
    }

    /// A number in the address; the usual one where there is none, or it is no number.
    pub(crate) fn number(&self, name: &str, usual: usize) -> usize {
        self.query(name).and_then(|value| value.parse().ok()).unwrap_or(usual)
    }

    /// The address of a room with some of what was asked, up to where more can be asked.
    pub(crate) fn address(&self, room: &str, kept: &[&str]) -> String {
        let known = self.query.iter().filter(|(name, _)| kept.contains(&name.as_str()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(known);
        match query.finish() {
            query if query.is_empty() => format!("{room}?"),
            query => format!("{room}?{query}&"),
        }
    }

    /// Takes the files of the form; there are none after that.
    pub(crate) fn take_files(&self) -> Brought {
        std::mem::take(&mut *self.brought.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A field of the form; nothing where it is empty.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        first(&self.form, name)
    }
}

/// What a room answers.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A page.
    Page(String),
    /// A page that says what is wrong with what was sent.
    Unfit(String),
    /// A document.
    Json(serde_json::Value),
    /// Another address, to be asked next.
    See(String),
}
