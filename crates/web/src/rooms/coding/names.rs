//! The records that the form names: those of the case, and those to be made.

use onus_case::Look;
use onus_model::id::RecordId;
use onus_pages::Words;
use onus_reason::Found;

use super::Told;
use super::form::Form;
use crate::desk::Desk;

/// A record that the form names.
pub(super) enum Named {
    /// One of the case, by its handle.
    Known(String),
    /// One that is to be made: its handle, type and name.
    New(String, String, String),
}

impl Named {
    pub(super) fn handle(&self) -> &str {
        match self {
            Self::Known(handle) | Self::New(handle, _, _) => handle,
        }
    }
}

impl Form {
    /// A record that a field names, in the session's view.
    pub(super) fn named(
        &self,
        desk: &Desk,
        look: &Look<'_>,
        field: &str,
        kind_field: &str,
        told: &mut Told,
    ) -> Option<Named> {
        let (name, new) = (self.field(field), self.field(kind_field));
        let words = Words::of(desk.eyes.language);
        let label = |record: RecordId| {
            let name = onus_reason::best_name(look, record).unwrap_or_default();
            (onus_reason::short_name(look, record), onus_answers::mark::clean(&name))
        };
        match onus_reason::find(look, name) {
            Found::One(record) if new.is_empty() => match look.handle(record) {
                Some(handle) => Some(Named::Known(handle.to_owned())),
                None => {
                    told.problems.push(words.nobody(name));
                    None
                }
            },
            Found::Several(candidates) if new.is_empty() => {
                let meant: Vec<_> = candidates.iter().map(|one| label(one.record)).collect();
                told.problems.push(words.several(name, &listed(&meant)));
                told.meant.extend(meant);
                None
            }
            Found::None(near) if new.is_empty() => {
                told.problems.push(words.nobody(name));
                told.meant.extend(near.iter().map(|one| label(one.record)));
                None
            }
            found => {
                let like: Vec<_> = match found {
                    Found::One(record) => vec![label(record)],
                    Found::Several(near) | Found::None(near) => {
                        near.iter().map(|one| label(one.record)).collect()
                    }
                };
                if !like.is_empty() {
                    told.questions.push(words.may_be(name, &listed(&like)));
                }
                Some(Named::New(fresh_handle(desk, name), new.to_owned(), name.to_owned()))
            }
        }
    }
}

/// Records in a line: what to write, and what they are called.
fn listed(records: &[(String, String)]) -> String {
    let one = |(handle, name): &(String, String)| match name.is_empty() {
        true => handle.clone(),
        false => format!("{handle}: {name}"),
    };
    records.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A handle that nothing has yet, made from a name.
fn fresh_handle(desk: &Desk, name: &str) -> String {
    let mut handle = String::new();
    for letter in name.to_lowercase().chars().take(60) {
        if letter.is_alphanumeric() {
            handle.push(letter);
        } else if !handle.is_empty() && !handle.ends_with('-') {
            handle.push('-');
        }
    }
    let handle = handle.trim_matches('-').to_owned();
    let begins = handle.starts_with(|first: char| first.is_alphabetic());
    let handle =
        if begins { handle } else { format!("record-{handle}").trim_end_matches('-').to_owned() };
    let is_free = |handle: &str| {
        let known = desk.open.case().rows().records_with_handle(handle);
        known.is_ok_and(|known| known.is_empty())
    };
    if is_free(&handle) {
        return handle;
    }
    let further = (2..).map(|number: u32| format!("{handle}-{number}"));
    further.into_iter().find(|handle| is_free(handle)).unwrap_or(handle)
}
