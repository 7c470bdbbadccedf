//! Quantities and dates in prose.
//!
//! [`readings`] goes through a text from left to right and gives every number, measure, age and date it
//! is sure of, each with its place, its words and what they admit. Everything else is left alone: a
//! number that is not read costs a researcher a moment, one that is read wrongly may cost a case.
//!
//! [`read_phrase`] and its companions read one expression that a person wrote down as such, and say
//! which part of it was not understood.
//!
//! Bounds are those that `Hedge` explains, and no others. Nothing is filled in: not a year, not a
//! reference date, not a currency ("$" is not read), not the anchor of "two days later". "None" is not
//! a count of zero but an absence, which is a negative claim.

mod age;
mod amount;
mod date;
mod date_parts;
mod hedge;
mod lexicon;
mod measure;
mod number;
mod phrase;
mod prose;
mod quantity;
mod reading;
mod share;
mod token;

use crate::ReadingLanguage;

pub use hedge::Hedge;
pub use lexicon::{LexiconError, check_lexicon};
pub use phrase::{
    PhraseError, Told, read_count, read_date, read_distance, read_duration, read_money,
    read_phrase, read_share,
};
pub use reading::{PartialDate, Read, Reading};

use prose::{Found, Mode, Prose};
use quantity::Parsed;

/// Every quantity and date in a text, from left to right, none overlapping another.
#[must_use]
pub fn readings(text: &str, language: ReadingLanguage) -> Vec<Reading> {
    let mut prose = Prose::new(text, language, Mode::Running);
    let mut readings = Vec::new();
    let mut at = 0;
    while at < prose.tokens.len() {
        match prose.any(at) {
            Found::This(parsed) => {
                at = parsed.end.max(at + 1);
                prose.read_to = at;
                prose.read_kind = Some(parsed.read.kind());
                readings.push(prose.reading(parsed));
            }
            Found::Skip(end) => at = end.max(at + 1),
            Found::Nothing => at += 1,
        }
    }
    readings
}

impl Prose<'_> {
    /// The date or quantity that starts at a place.
    fn any(&self, at: usize) -> Found<Parsed> {
        match self.date(at) {
            Found::Nothing => {}
            found => return found,
        }
        if let Some(found) = self.age_word(at) {
            return found;
        }
        self.quantity(at)
    }

    /// What was parsed, with its place and words in the text.
    fn reading(&self, parsed: Parsed) -> Reading {
        let Parsed { start, end, read, hedge, closes } = parsed;
        let first = self.token(start);
        let last = end.checked_sub(1).and_then(|last| self.token(last));
        let (range, bytes) = match (first, last) {
            (Some(first), Some(last)) => {
                (first.scalars.start..last.scalars.end, first.bytes.start..last.bytes.end)
            }
            _ => (0..0, 0..0),
        };
        let wording = self.text.get(bytes).unwrap_or_default().to_owned();
        Reading { range, wording, hedge, value: read, closes }
    }
}
