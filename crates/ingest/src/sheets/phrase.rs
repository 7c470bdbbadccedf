//! Values as sheets write them: canonical text, with handles and rows where the model has ids.
//!
//! The model reads and prints values with ids in them. A sheet writes the same texts with names, so
//! there is no second grammar of values here: only the knowledge where in the text of each kind a name
//! stands. Reading puts an id there for each name and asks the model; printing puts the names back. The
//! ids are stand-ins, numbered in the order of the names, so that lists come out in the order of names.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::fmt;
use std::ops::Range;

use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::value::{Kind, Value, ValueError};

use super::name::{RowName, SheetId};

/// What a name inside a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// A record, by its handle.
    Record,
    /// A claim, by its row.
    Claim,
    /// A member of the team.
    Member,
}

/// A value in canonical text that names records, rows and members instead of ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    kind: Kind,
    /// As the model writes it, but for the names.
    text: String,
    /// As a cell holds it, where that is shorter or plainer.
    cell: Option<String>,
}

impl Phrase {
    /// The kind of value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The canonical text, as a cell holds it.
    #[must_use]
    pub fn cell(&self) -> &str {
        self.cell.as_deref().unwrap_or(&self.text)
    }

    /// The text as the model writes it, but for the names.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The phrase, to be written into a cell like this.
    pub(super) fn written(self, cell: String) -> Self {
        Self { cell: Some(cell), ..self }
    }

    /// The names in the text, each with what it names.
    pub(super) fn names(&self) -> impl Iterator<Item = (Named, &str)> {
        locate(self.kind, &self.text)
            .into_iter()
            .filter_map(|(range, named)| Some((named, self.text.get(range)?)))
    }

    /// Reads a text of `sheet`, which may be written in more than one way; gives the value too, with
    /// stand-ins for ids.
    pub(super) fn read(
        kind: Kind,
        text: &str,
        sheet: &SheetId,
    ) -> Result<(Self, Value), ValueError> {
        let text = &shorten(kind, text.trim(), sheet);
        let ids = StandIns::of(kind, text);
        let with_ids = ids.put_into(kind, text);
        let value = Value::parse(kind, &with_ids).map_err(|error| ValueError {
            kind,
            text: text.chars().take(120).collect(),
            expected: ids.take_out_of_message(&error.expected),
        })?;
        Ok((Self { kind, text: ids.take_out(kind, &value.to_string()), cell: None }, value))
    }

    /// Puts names into a value in place of its ids.
    ///
    /// # Errors
    ///
    /// What `name` says of an id that it has no name for; and when a name reads as something else where
    /// it stands, such as a member called "Ada until 2020".
    pub(super) fn of<E: From<ValueError>>(
        value: &Value,
        sheet: &SheetId,
        mut name: impl FnMut(Named, &str) -> Result<String, E>,
    ) -> Result<Self, E> {
        let (kind, with_ids) = (value.kind(), value.to_string());
        let mut put = Vec::new();
        let text = rewrite(kind, &with_ids, |named, id| {
            let name = name(named, id)?;
            put.push((named, name.clone()));
            Ok::<_, E>(name)
        })?;
        // Through the reader, so that lists come in the order of names and not of ids.
        let (phrase, _) = Self::read(kind, &text, sheet)?;
        let mut found: Vec<_> =
            phrase.names().map(|(named, name)| (named, name.to_owned())).collect();
        put.sort();
        found.sort();
        if put == found {
            return Ok(phrase);
        }
        Err(E::from(ValueError {
            kind,
            text,
            expected: "a name in it reads as something else".into(),
        }))
    }

    /// The value, with the ids that `id` gives for its names.
    ///
    /// # Errors
    ///
    /// What `id` says of a name that it has no id for, or the model of the text then.
    pub(super) fn value<E: From<ValueError>>(
        &self,
        id: impl FnMut(Named, &str) -> Result<String, E>,
    ) -> Result<Value, E> {
        let with_ids = rewrite(self.kind, &self.text, id)?;
        Ok(Value::parse(self.kind, &for_model(self.kind, with_ids))?)
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.cell())
    }
}

/// Names rows of the sheet itself without the sheet, so that each row has one name in it.
fn shorten(kind: Kind, text: &str, sheet: &SheetId) -> String {
    let Ok(text) = rewrite::<Infallible>(kind, text, |named, name| {
        let row = (named == Named::Claim).then(|| RowName::within(sheet, name).ok()).flatten();
        Ok(row.map_or_else(|| name.to_owned(), |row| row.from_within(sheet)))
    });
    text
}

/// Sheets separate rows by semicolons, as everywhere in a cell; the model separates by commas.
fn for_model(kind: Kind, text: String) -> String {
    match text.strip_prefix("claims:") {
        Some(list) if kind == Kind::Answers => format!("claims:{}", list.replace(';', ",")),
        _ => text,
    }
}

fn for_sheet(kind: Kind, text: String) -> String {
    match text.strip_prefix("claims:") {
        Some(list) if kind == Kind::Answers => format!("claims:{}", list.replace(',', ";")),
        _ => text,
    }
}

/// Replaces each name.
fn rewrite<E>(
    kind: Kind,
    text: &str,
    mut replace: impl FnMut(Named, &str) -> Result<String, E>,
) -> Result<String, E> {
    let mut written = String::with_capacity(text.len());
    let mut end = 0;
    for (range, named) in locate(kind, text) {
        let between = text.get(end..range.start).unwrap_or_default();
        written.push_str(between);
        written.push_str(&replace(named, text.get(range.clone()).unwrap_or_default())?);
        end = range.end;
    }
    written.push_str(text.get(end..).unwrap_or_default());
    Ok(written)
}

/// Where in a text names stand, in the order of the text.
fn locate(kind: Kind, text: &str) -> Vec<(Range<usize>, Named)> {
    let mut found = Vec::new();
    let mut add = |part: &str, named| {
        let part = part.trim();
        if !part.is_empty() {
            // `part` is always a piece of `text`, so this is where it starts in it.
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            found.push((start..start + part.len(), named));
        }
    };
    match kind {
        Kind::Ref => add(text, Named::Record),
        Kind::Date => anchor(text).into_iter().for_each(|name| add(name, Named::Record)),
        Kind::Held => {
            let ends = text.split_once(' ').and_then(|(_, ends)| ends.split_once(" to "));
            for end in ends.map_or([None, None], |(first, last)| [Some(first), Some(last)]) {
                end.and_then(anchor).into_iter().for_each(|name| add(name, Named::Record));
            }
        }
        Kind::ClosedSet => {
            if let Some((_, list)) = text.split_once(':') {
                list.split(',').for_each(|name| add(name, Named::Record));
            }
        }
        Kind::Negative => {
            if let Some(organ) = text.strip_prefix("none decided by ") {
                add(organ, Named::Record);
            } else if let Some(search) = text.strip_prefix("none found by ") {
                let member = search.split_once(" until ").map_or("", |(member, _)| member);
                add(member, Named::Member);
            }
        }
        Kind::Answers => match text.split_once(':') {
            Some(("claims", list)) => {
                list.split([',', ';']).for_each(|name| add(name, Named::Claim));
            }
            Some((class, _)) => {
                let except = class.strip_prefix("class except ").unwrap_or_default();
                except.split(',').for_each(|name| add(name, Named::Record));
            }
            None => {}
        },
        _ => {}
    }
    found
}

/// The record that a date is told from: `2 days before RECORD.PROPERTY`.
fn anchor(date: &str) -> Option<&str> {
    let after = |word: &str| {
        let bare = word.trim_start();
        date.split_once(word).map(|(_, anchor)| anchor).or_else(|| date.trim().strip_prefix(bare))
    };
    let anchor = after(" before ").or_else(|| after(" after "))?;
    anchor.rsplit_once('.').map(|(record, _)| record)
}

/// Ids that stand for the names of one text while the model reads it.
struct StandIns {
    /// The name and its kind, by the id in the model's text.
    names: BTreeMap<String, (Named, String)>,
}

impl StandIns {
    fn of(kind: Kind, text: &str) -> Self {
        let sorted: BTreeSet<(Named, &str)> = locate(kind, text)
            .into_iter()
            .filter_map(|(range, named)| Some((named, text.get(range)?)))
            .collect();
        let names = (1_u128..).zip(sorted).map(|(number, (named, name))| {
            let small = number.to_be_bytes();
            let id = match named {
                Named::Record => RecordId::from_bytes(small).to_string(),
                Named::Member => MemberId::from_bytes(small).to_string(),
                Named::Claim => {
                    let mut wide = [0; 32];
                    wide[16..].copy_from_slice(&small);
                    ClaimId::from_bytes(wide).to_string()
                }
            };
            (id, (named, name.to_owned()))
        });
        Self { names: names.collect() }
    }

    fn put_into(&self, kind: Kind, text: &str) -> String {
        let Ok(text) = rewrite::<Infallible>(kind, text, |named, name| {
            let found =
                self.names.iter().find(|(_, (what, known))| *what == named && known == name);
            Ok(found.map_or_else(|| name.to_owned(), |(id, _)| id.clone()))
        });
        for_model(kind, text)
    }

    fn take_out(&self, kind: Kind, text: &str) -> String {
        let Ok(text) = rewrite::<Infallible>(kind, text, |_, id| {
            Ok(self.names.get(id).map_or_else(|| id.to_owned(), |(_, name)| name.clone()))
        });
        for_sheet(kind, text)
    }

    fn take_out_of_message(&self, message: &str) -> String {
        self.names
            .iter()
            .fold(message.to_owned(), |message, (id, (_, name))| message.replace(id, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(kind: Kind, text: &str) -> String {
        let sheet = "s1".parse().expect("s1 is a sheet's id");
        Phrase::read(kind, text, &sheet)
            .map_or_else(|error| error.to_string(), |(phrase, _)| phrase.text)
    }

    #[test]
    fn names_stand_where_the_model_has_ids() {
        for (kind, written, expected) in [
            (Kind::Ref, " north-gate ", "north-gate"),
            (Kind::Date, "2 days before haddad.died", "2 days before haddad.died"),
            (Kind::Date, "after haddad.died", "after haddad.died"),
            (Kind::Date, "2011-12", "2011-12"),
            (
                Kind::Held,
                "within after a.died to before b.died",
                "within after a.died to before b.died",
            ),
            (Kind::Held, "throughout 2010 to ?", "throughout 2010 to ?"),
            (Kind::ClosedSet, "only 2: zaki, amin", "only 2: amin, zaki"),
            (Kind::ClosedSet, "only > 4", "only >=5"),
            (Kind::Negative, "none decided by high-court", "none decided by high-court"),
            (
                Kind::Negative,
                "none found by me until 2026 in a, b",
                "none found by me until 2026 in a, b",
            ),
            (Kind::Answers, "claims: s2/7;s1/4", "claims: 4; s2/7"),
            (Kind::Answers, "class except b, a: all of it", "class except a, b: all of it"),
            (Kind::Count, ">100", ">=101"),
        ] {
            assert_eq!(canonical(kind, written), expected, "{written}");
            assert_eq!(canonical(kind, expected), expected, "{expected} is not stable");
        }
    }

    #[test]
    fn errors_speak_of_names_and_not_of_stand_ins() {
        assert_eq!(
            canonical(Kind::ClosedSet, "only 3: amin, amin"),
            "\"only 3: amin, amin\" is not a closed set: amin is given twice; write only 5, or only 2: \
             with the members after it"
        );
    }
}
