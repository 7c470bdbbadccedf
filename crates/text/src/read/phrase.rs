//! One expression by itself, which has to be understood whole.

use onus_model::value::date::Edtf;
use onus_model::value::{Count, Distance, Duration, Kind, Money, Share};

use super::prose::{Found, Mode, Prose};
use super::quantity::Parsed;
use super::reading::{Read, Reading};
use super::{Hedge, ReadingLanguage};

/// Says why a phrase could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// There are no words.
    #[error("there is nothing to read; write the words of the source, such as \"at least 15\"")]
    Empty,
    /// No part of it is understood.
    #[error(
        "\"{phrase}\" was not understood; write {expected} as the source has it, or give the value itself"
    )]
    NotUnderstood {
        /// The phrase.
        phrase: String,
        /// What was expected.
        expected: &'static str,
    },
    /// Its beginning is understood, but not the rest.
    #[error(
        "in \"{phrase}\" the part \"{rest}\" was not understood; leave it out, or give the value itself"
    )]
    Rest {
        /// The phrase.
        phrase: String,
        /// The part that was not understood.
        rest: String,
    },
    /// It is understood, but as something else.
    #[error("\"{phrase}\" is {found}, not {expected}")]
    OtherKind {
        /// The phrase.
        phrase: String,
        /// What it is.
        found: Kind,
        /// What was expected.
        expected: Kind,
    },
}

/// A value with the hedge it was told with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<T> {
    /// What the words say.
    pub value: T,
    /// How they are hedged.
    pub hedge: Hedge,
    /// Whether they also say that there are no more.
    pub closes: bool,
}

/// An example of each kind of phrase, for messages.
fn example(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Count) => "a number such as \"at least 15\"",
        Some(Kind::Share) => "a share such as \"27 of 37\" or \"less than 2%\"",
        Some(Kind::Duration) => "a length of time such as \"nearly three years\"",
        Some(Kind::Distance) => "a distance such as \"more than 1,000 miles\"",
        Some(Kind::Money) => "a sum with its currency such as \"2 million tenge\"",
        Some(Kind::Date) => "a date such as \"16 December 2011\"",
        _ => "a number, measure or date",
    }
}

/// Reads one expression whole, of the kind asked for if one is.
fn read_as(
    text: &str,
    language: ReadingLanguage,
    kind: Option<Kind>,
) -> Result<Reading, PhraseError> {
    let prose = Prose::new(text, language, Mode::Phrase);
    let phrase = || text.trim().chars().take(120).collect::<String>();
    if prose.tokens.is_empty() {
        return Err(PhraseError::Empty);
    }
    let tries = [prose.date(0), prose.age_word(0).unwrap_or(Found::Nothing), prose.quantity(0)];
    let found: Vec<Parsed> = tries
        .into_iter()
        .filter_map(|found| match found {
            Found::This(parsed) => Some(parsed),
            Found::Skip(_) | Found::Nothing => None,
        })
        .collect();
    let fits = |parsed: &&Parsed| kind.is_none_or(|kind| parsed.read.kind() == kind);
    let whole = |parsed: &&Parsed| parsed.end == prose.tokens.len();
    if let Some(parsed) = found.iter().find(|parsed| fits(parsed) && whole(parsed)) {
        return Ok(prose.reading(parsed.clone()));
    }
    if let (Some(parsed), Some(expected)) = (found.iter().find(whole), kind) {
        return Err(PhraseError::OtherKind {
            phrase: phrase(),
            found: parsed.read.kind(),
            expected,
        });
    }
    let longest = found.iter().filter(fits).max_by_key(|parsed| parsed.end);
    match longest.and_then(|parsed| prose.token(parsed.end)) {
        Some(rest) => Err(PhraseError::Rest {
            phrase: phrase(),
            rest: text
                .get(rest.bytes.start..)
                .unwrap_or_default()
                .trim()
                .chars()
                .take(120)
                .collect(),
        }),
        None => Err(PhraseError::NotUnderstood { phrase: phrase(), expected: example(kind) }),
    }
}

/// Reads one expression of any kind.
///
/// # Errors
///
/// A [`PhraseError`] that names the part that was not understood.
pub fn read_phrase(text: &str, language: ReadingLanguage) -> Result<Reading, PhraseError> {
    read_as(text, language, None)
}

macro_rules! read_kind {
    ($($(#[$doc:meta])* $name:ident: $variant:ident($type:ty));+ $(;)?) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// A [`PhraseError`] that names the part that was not understood, or says what else it is.
            pub fn $name(text: &str, language: ReadingLanguage) -> Result<Told<$type>, PhraseError> {
                let kind = Kind::$variant;
                let Reading { value, hedge, closes, .. } = read_as(text, language, Some(kind))?;
                match value {
                    Read::$variant(value) => Ok(Told { value, hedge, closes }),
                    _ => Err(PhraseError::NotUnderstood {
                        phrase: text.trim().chars().take(120).collect(),
                        expected: example(Some(kind)),
                    }),
                }
            }
        )+
    };
}

read_kind! {
    /// Reads a number: "at least 15".
    read_count: Count(Count);
    /// Reads a share: "27 of 37", "most", "less than 2%".
    read_share: Share(Share);
    /// Reads a length of time: "nearly three years".
    read_duration: Duration(Duration);
    /// Reads a distance: "more than 1,000 miles".
    read_distance: Distance(Distance);
    /// Reads a sum of money in a currency that it names without doubt.
    read_money: Money(Money);
    /// Reads a date with its year: "16–17 December 2011", "until 2013".
    read_date: Date(Edtf);
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: ReadingLanguage = ReadingLanguage::ENGLISH;

    fn message<T: std::fmt::Debug>(result: Result<T, PhraseError>) -> String {
        result.expect_err("it is not to be read").to_string()
    }

    #[test]
    fn the_part_that_was_not_understood_is_named() {
        assert_eq!(
            message(read_count("at least 15 people", EN)),
            "in \"at least 15 people\" the part \"people\" was not understood; leave it out, or give \
             the value itself"
        );
        assert_eq!(
            message(read_duration("quite a while", EN)),
            "\"quite a while\" was not understood; write a length of time such as \"nearly three \
             years\" as the source has it, or give the value itself"
        );
        assert_eq!(
            message(read_count("five years", EN)),
            "\"five years\" is a duration, not a number"
        );
        assert_eq!(read_count("  ", EN), Err(PhraseError::Empty));
    }

    #[test]
    fn what_is_ambiguous_is_not_read() {
        for phrase in
            ["1.000", "10,14", "$500", "500 dollars", "12/10/2011", "31 February 2012", "1,00"]
        {
            read_phrase(phrase, EN).expect_err(phrase);
        }
        for phrase in ["1,000", "1.5 млн", "500 рублей", "31 февраля 2012 года", "1.000"]
        {
            read_phrase(phrase, ReadingLanguage::RUSSIAN).expect_err(phrase);
        }
    }

    #[test]
    fn a_year_can_be_asked_for_as_a_number() {
        assert_eq!(
            read_count("2011", EN).map(|told| told.value),
            Count::exact(2011).map_err(|_| PhraseError::Empty)
        );
        let date = read_date("2011", EN).expect("a year");
        assert_eq!(date.value.to_string(), "2011");
    }

    #[test]
    fn numbers_beyond_what_a_count_holds_are_refused() {
        read_count("9007199254740991", EN).expect_err("too many digits to be a count in prose");
        read_count("9,007,199,254,740,991", EN).expect("the largest count");
        read_count("9,007,199,254,740,992", EN).expect_err("above the largest count");
        read_count("99999999999999999999999999999999999 million", EN).expect_err("out of range");
        read_count("more than 9,007,199,254,740,991", EN).expect_err("above the largest count");
    }
}
