//! One row of a sheet, completely checked: a claim that names records, rows and members.
//!
//! A row knows its cells in canonical text. Two rows with the same cells make the same claim, whatever
//! format, order of columns or defaults they were written with: that is how an unchanged row is told
//! from a changed one.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::claim::{Attribution, Derivation, Rendering, Stance};
use onus_model::id::{PropertyId, TermId};

use crate::documents::Place as Part;

use super::column::Column;
use super::mistake::Place;
use super::name::{Handle, RowName};
use super::phrase::Phrase;
use super::scope;
use super::word::Worded;

/// Who is taken to have said something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// A record of the case.
    By(Handle),
    /// The text does not say who.
    NotStated,
    /// The member who applies the sheet.
    Team,
    /// Another member, by name.
    Member(String),
}

/// One station between the speaker and the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relayed {
    /// Who passed it on.
    pub by: Handle,
    /// Whether they changed it.
    pub rendering: Rendering,
}

/// Where in its source a claim stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Located {
    /// Characters of the source's text, counted from 0, the last one excluded.
    Range {
        /// The first.
        start: u64,
        /// The first after them.
        end: u64,
        /// Their words, by which they are checked.
        quote: Option<String>,
    },
    /// Words of the source's text.
    Quote {
        /// The place of the text that they stand in, where it is told: `page 3`.
        within: Option<String>,
        /// The words.
        quote: String,
    },
    /// A place told in words.
    Words(String),
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row's name.
    pub name: RowName,
    /// Where it was read; not part of what it says.
    pub place: Option<Place>,
    /// What the claim is about.
    pub record: Handle,
    /// Which property of it.
    pub property: PropertyId,
    /// The value claimed.
    pub value: Phrase,
    /// Its words in the source.
    pub wording: Option<String>,
    /// What the claim is limited to.
    pub scope: BTreeMap<PropertyId, Phrase>,
    /// Who said it.
    pub said_by: Said,
    /// In whose name.
    pub on_behalf_of: Option<Handle>,
    /// How the speaker knows.
    pub basis: Option<TermId>,
    /// The speaker's party.
    pub party: Option<Handle>,
    /// The speaker's interest.
    pub interest: Option<String>,
    /// How it is known that the speaker said it.
    pub attribution: Attribution,
    /// Who passed it on, from the speaker towards the source.
    pub via: Vec<Relayed>,
    /// The source it was read in.
    pub source: Option<Handle>,
    /// Where in the source.
    pub passage: Option<Located>,
    /// When it was said.
    pub said: Option<Phrase>,
    /// When what it says was true.
    pub held: Option<Phrase>,
    /// What the speaker does with it.
    pub stance: Stance,
    /// The rows it rests on, and how.
    pub rests_on: Option<(Derivation, BTreeSet<RowName>)>,
    /// Who may see it.
    pub level: Level,
}

impl Row {
    /// The cells of the row in canonical text, without its `row_id`.
    ///
    /// What is said by leaving a cell empty is left out; the level is always written.
    #[must_use]
    pub fn cells(&self) -> BTreeMap<Column, String> {
        let mut cells = BTreeMap::new();
        let mut put = |column, text: Option<String>| {
            if let Some(text) = text {
                cells.insert(column, text);
            }
        };
        put(Column::Record, Some(self.record.to_string()));
        put(Column::Property, Some(self.property.to_string()));
        put(Column::Value, Some(self.value.to_string()));
        put(Column::Wording, self.wording.clone());
        let scope: Vec<_> = self
            .scope
            .iter()
            .map(|(name, value)| scope::entry(name.as_str(), value.cell()))
            .collect();
        put(Column::Scope, (!scope.is_empty()).then(|| scope.join("; ")));
        put(Column::Origin, Some(self.said_by.cell()));
        put(Column::For, self.on_behalf_of.as_ref().map(Handle::to_string));
        put(Column::Basis, self.basis.as_ref().map(|term| term.term().to_owned()));
        put(Column::Party, self.party.as_ref().map(Handle::to_string));
        put(Column::Interest, self.interest.clone());
        put(Column::Attribution, unless_default(self.attribution, Attribution::default()));
        let via: Vec<_> = self.via.iter().map(Relayed::cell).collect();
        put(Column::Via, (!via.is_empty()).then(|| via.join("; ")));
        put(Column::Source, self.source.as_ref().map(Handle::to_string));
        put(Column::Passage, self.passage.as_ref().map(Located::cell));
        put(Column::Said, self.said.as_ref().map(Phrase::to_string));
        put(Column::Held, self.held.as_ref().map(Phrase::to_string));
        put(Column::Stance, unless_default(self.stance, Stance::Asserts));
        if let Some((how, rows)) = &self.rests_on {
            let mut rows: Vec<_> =
                rows.iter().map(|row| row.from_within(&self.name.sheet)).collect();
            rows.sort();
            put(Column::RestsOn, Some(rows.join("; ")));
            put(Column::How, Some(how.word().to_owned()));
        }
        put(Column::Level, Some(self.level.to_string()));
        cells
    }

    /// The row as one text, a line a filled cell. Two rows have the same if and only if they make the
    /// same claim.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        let mut cells = self.cells();
        // The words of a range only check it: with and without them it is one passage.
        if let Some(Located::Range { start, end, .. }) = &self.passage {
            cells.insert(Column::Passage, format!("{start}-{end}"));
        }
        for (column, cell) in cells {
            let cell = cell.replace('\\', "\\\\").replace('\n', "\\n");
            text.push_str(&format!("{column}={cell}\n"));
        }
        text
    }
}

fn unless_default<T: Worded>(value: T, default: T) -> Option<String> {
    (value != default).then(|| value.word().to_owned())
}

/// The cell that stands for an unstated speaker.
pub(super) const NOT_STATED: &str = "not stated";
/// The cell that stands for the team.
pub(super) const TEAM: &str = "team";
/// What stands before a member's name.
pub(super) const MEMBER: &str = "member ";

impl Said {
    fn cell(&self) -> String {
        match self {
            Self::By(handle) => handle.to_string(),
            Self::NotStated => NOT_STATED.to_owned(),
            Self::Team => TEAM.to_owned(),
            Self::Member(name) => format!("{MEMBER}{name}"),
        }
    }
}

impl Relayed {
    fn cell(&self) -> String {
        match self.rendering {
            Rendering::Unknown => self.by.to_string(),
            rendering => format!("{} ({})", self.by, rendering.word()),
        }
    }
}

impl Located {
    /// Reads a passage: `659-689` is a range, words in quotation marks are a quote, `page 3: "words"` one that is
    /// looked for there, `659-689 "words"` a range that is checked by them; anything else is a place in words.
    pub(super) fn read(text: &str) -> Self {
        let words = || Self::Words(text.to_owned());
        if let Some((start, end)) = range(text) {
            return Self::Range { start, end, quote: None };
        }
        let Some((before, quote)) = quoted(text) else { return words() };
        let (quote, before) = (quote.to_owned(), before.trim());
        if before.is_empty() {
            return Self::Quote { within: None, quote };
        }
        if let Some((start, end)) = range(before) {
            return Self::Range { start, end, quote: Some(quote) };
        }
        match before.strip_suffix(':').map(str::trim_end).filter(|at| place_of(at).is_some()) {
            Some(within) => Self::Quote { within: Some(within.to_owned()), quote },
            None => words(),
        }
    }

    pub(super) fn cell(&self) -> String {
        match self {
            Self::Range { start, end, quote: None } => format!("{start}-{end}"),
            Self::Range { start, end, quote: Some(quote) } => format!("{start}-{end} \"{quote}\""),
            Self::Quote { within: None, quote } => format!("\"{quote}\""),
            Self::Quote { within: Some(within), quote } => format!("{within}: \"{quote}\""),
            Self::Words(words) => words.clone(),
        }
    }
}

/// `659-689`, with whichever dash.
fn range(text: &str) -> Option<(u64, u64)> {
    let number = |digits: &str| {
        let digits = digits.trim();
        let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse().ok().filter(|_| plain)
    };
    let (start, end) = text.split_once(['-', '–'])?;
    Some((number(start)?, number(end)?))
}

/// Quotation marks that open, and those that close after each.
const MARKS: [(char, &[char]); 6] = [
    ('"', &['"']),
    ('“', &['”', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«']),
    ('”', &['”']),
];

/// What stands in quotation marks at the end of a text, and what before them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let last = text.chars().next_back()?;
    let (at, open) =
        text.char_indices().find(|(_, letter)| MARKS.iter().any(|(open, _)| open == letter))?;
    let closes = MARKS
        .iter()
        .find(|(known, _)| *known == open)
        .is_some_and(|(_, close)| close.contains(&last));
    let quote = text.get(at + open.len_utf8()..text.len() - last.len_utf8())?;
    (closes && quote.chars().any(char::is_alphanumeric)).then(|| (&text[..at], quote))
}

/// The place of a text that a sheet tells in words; none where it is not one of these: `page 3`, `p. 3`,
/// `paragraph 12`, `cell B7`, `cell Losses!B7`, `message subject`, `main text`.
#[must_use]
pub fn place_of(text: &str) -> Option<Part> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("main text") {
        return Some(Part::Main);
    }
    let (word, rest) = text.split_once([' ', '.'])?;
    let rest = rest.trim();
    let number = || rest.parse::<u32>().ok().filter(|number| *number > 0);
    match word.to_ascii_lowercase().as_str() {
        "page" | "p" => number().map(Part::Page),
        "paragraph" | "para" => number().map(Part::Paragraph),
        "cell" if !rest.is_empty() => {
            let (sheet, cell) = rest.rsplit_once('!').unwrap_or(("", rest));
            Some(Part::Cell { sheet: sheet.to_owned(), cell: cell.to_ascii_uppercase() })
        }
        "message" if !rest.is_empty() => Some(Part::Message(rest.to_owned())),
        _ => None,
    }
}
