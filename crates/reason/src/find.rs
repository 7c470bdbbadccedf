//! Finding a record by its handle or by any of its names, in any script.
//!
//! Handles are the team's words. Below its level a handle that a reader types still leads to the record, but
//! never before a name does, so that what the team calls its records changes nothing of what others find.
//!
//! What was typed is tried more and more loosely: as a handle, as a name but for case and accents, as a
//! name across scripts and spellings, as some words of a name. The first way that finds anything counts.
//! Several records found in one way are candidates for a person to choose from; a name never decides
//! between two people.

use onus_case::Look;
use onus_model::id::{RecordId, TypeId};

use crate::called::{By, called};
use crate::fold;
use crate::order::Order;

/// The least likeness of a name that is worth asking about.
const LEAST_LIKENESS: f64 = 0.6;

/// The most names that are asked about.
const MOST_NEAR: usize = 5;

/// How a record was matched, from the strictest way to the loosest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matched {
    /// By its handle or identifier.
    Handle,
    /// By a name, but for case and accents.
    Name,
    /// By a name across scripts and spellings.
    Spelling,
    /// By some words of a name.
    PartOfName,
    /// By likeness only.
    Near,
}

/// A record that may be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The record.
    pub record: RecordId,
    /// Its type.
    pub record_type: Option<TypeId>,
    /// The name or handle that was matched.
    pub matched: String,
    /// How it was matched.
    pub how: Matched,
    /// How alike the two are, from 0 to 1.
    pub likeness: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// One record.
    One(RecordId),
    /// Several that it may be.
    Several(Vec<Candidate>),
    /// None; these are the nearest.
    None(Vec<Candidate>),
}

impl Found {
    /// The record, where there is just one.
    #[must_use]
    pub fn one(&self) -> Option<RecordId> {
        match self {
            Self::One(record) => Some(*record),
            _ => None,
        }
    }
}

/// Whether a name is what was looked for.
type Fits<'f> = &'f dyn Fn(&str) -> bool;

/// Records in view that have this handle, identifier or name, or some words of their name; never those that
/// are only alike.
#[must_use]
pub fn named(look: &Look<'_>, text: &str) -> Vec<Candidate> {
    let text = text.trim();
    let corpus = look.corpus();
    // What the team calls a record is no word of a question by others.
    let by_handle = look.record_of(text).filter(|_| look.shows_team_words());
    if let Some(record) = by_handle.or_else(|| text.parse().ok()) {
        let record = corpus.canonical(record);
        let name = crate::best_name(look, record).unwrap_or_else(|| text.to_owned());
        let one = candidate(look, record, &name, Matched::Handle, 1.0);
        // A handle of what the reader may not see is like one that leads nowhere.
        if look.is_in_view(record) {
            return vec![one];
        }
    }
    by_name(look, text, &Order::of(look))
}

/// The fewest digits by which a record's identifier may be begun.
const LEAST_DIGITS: usize = 8;

/// Finds a record by handle, identifier or its beginning, or any of its names.
#[must_use]
pub fn find(look: &Look<'_>, text: &str) -> Found {
    let text = text.trim();
    let one = |record| Found::One(look.corpus().canonical(record));
    if look.shows_team_words() {
        let by_handle = look.record_of(text).or_else(|| by_identifier(look, text));
        return by_handle.map_or_else(|| find_named(look, text), one);
    }
    if let Some(record) = by_identifier(look, text) {
        return one(record);
    }
    match find_named(look, text) {
        Found::None(near) => look.record_of(text).map_or(Found::None(near), one),
        found => found,
    }
}

/// The record in view with that identifier, or the only one whose identifier begins so.
fn by_identifier(look: &Look<'_>, text: &str) -> Option<RecordId> {
    if let Ok(record) = text.parse() {
        return Some(record).filter(|record| look.is_in_view(*record));
    }
    let is_beginning = text.len() >= LEAST_DIGITS
        && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !is_beginning {
        return None;
    }
    let called = called(look, &By::Any);
    let mut found = called.keys().filter(|record| record.to_string().starts_with(text));
    found.next().copied().filter(|_| found.next().is_none())
}

/// What to type to name a record: its handle, where it has one that may be shown, else the beginning of its
/// identifier.
#[must_use]
pub fn short_name(look: &Look<'_>, record: RecordId) -> String {
    let beginning = || record.to_string().chars().take(LEAST_DIGITS).collect();
    look.handle(record).map_or_else(beginning, ToOwned::to_owned)
}

/// Finds a record by any of its names.
#[must_use]
pub fn find_named(look: &Look<'_>, text: &str) -> Found {
    let text = text.trim();
    let order = Order::of(look);
    match by_name(look, text, &order) {
        found if found.is_empty() => Found::None(near(look, &order, &fold::across(text))),
        found => match found.as_slice() {
            [only] => Found::One(only.record),
            _ => Found::Several(found),
        },
    }
}

/// Records of that name, found in the strictest way that finds any.
fn by_name(look: &Look<'_>, text: &str, order: &Order) -> Vec<Candidate> {
    let (plain, across) = (fold::plain(text), fold::across(text));
    let words: Vec<&str> = across.split(' ').filter(|word| !word.is_empty()).collect();
    let has_words = |name: &str| {
        let name = fold::across(name);
        let own: Vec<&str> = name.split(' ').collect();
        !words.is_empty() && words.iter().all(|word| own.contains(word))
    };
    let ways: [(Matched, By<'_>, Fits<'_>); 3] = [
        (Matched::Name, By::Plain(&plain), &|name| !plain.is_empty() && fold::plain(name) == plain),
        (Matched::Spelling, By::Across(&across), &|name| {
            !across.is_empty() && fold::across(name) == across
        }),
        (Matched::PartOfName, By::Words(&words), &has_words),
    ];
    for (how, by, fits) in ways {
        let mut candidates = Vec::new();
        for (record, called) in called(look, &by) {
            if let Some(name) = called.names.iter().find(|name| fits(name)) {
                candidates.push(candidate(look, record, name, how, 1.0));
            }
        }
        if !candidates.is_empty() {
            candidates.sort_by_cached_key(|one| order.record_place(look, one.record));
            return candidates;
        }
    }
    Vec::new()
}

fn candidate(
    look: &Look<'_>,
    record: RecordId,
    matched: &str,
    how: Matched,
    likeness: f64,
) -> Candidate {
    Candidate {
        record,
        record_type: look.corpus().record_type(record).cloned(),
        matched: matched.to_owned(),
        how,
        likeness,
    }
}

fn near(look: &Look<'_>, order: &Order, across: &str) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (record, called) in called(look, &By::Any) {
        let best = called
            .names
            .iter()
            .chain(&called.handles)
            .map(|name| {
                let folded = fold::across(name);
                let whole = fold::likeness(&folded, across);
                let part = folded.split(' ').map(|word| fold::likeness(word, across));
                (name, part.fold(whole, f64::max))
            })
            .max_by(|(_, first), (_, second)| first.total_cmp(second));
        if let Some((name, likeness)) = best.filter(|(_, likeness)| *likeness >= LEAST_LIKENESS) {
            candidates.push(candidate(look, record, name, Matched::Near, likeness));
        }
    }
    candidates.sort_by_cached_key(|one| order.record_place(look, one.record));
    candidates.sort_by(|first, second| second.likeness.total_cmp(&first.likeness));
    candidates.truncate(MOST_NEAR);
    candidates
}
