//! The words of a language, in the form the reader looks them up in.
//!
//! A lexicon is a file (`lexicon/*.toml`, explained in its README); the reader itself knows no word of
//! any language. The files built in are loaded once, on first use.

mod compile;
mod file;
mod phrases;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use onus_model::value::{Count, Direction, Duration, LengthUnit, Share, TimeUnit};
use rust_decimal::Decimal;

use super::hedge::Hedge;
use crate::ReadingLanguage;

pub(super) use phrases::{Phrases, WordSet, matches};

/// Says what is wrong with a lexicon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("lexicon \"{language}\": {reason}")]
pub struct LexiconError {
    language: String,
    reason: String,
}

impl LexiconError {
    pub(super) fn new(language: &str, reason: impl Into<String>) -> Self {
        Self { language: language.to_owned(), reason: reason.into() }
    }
}

/// A word that multiplies what stands before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) factor: Decimal,
    /// Whether a number told in it alone is an estimate.
    pub(super) loose: bool,
}

/// A hedge and the kinds of quantity it can go with; none for any.
#[derive(Clone, Debug)]
pub(super) struct HedgePhrase {
    pub(super) hedge: Hedge,
    pub(super) only: Option<BTreeSet<String>>,
}

/// How two numbers or dates make a range.
#[derive(Clone, Debug)]
pub(super) struct RangeForm {
    pub(super) open: Vec<String>,
    pub(super) join: Vec<Vec<String>>,
    /// Whether a number right after the opening word is not read when there is no range.
    pub(super) blocks: bool,
}

/// How a number that changes is told, which is no range.
#[derive(Clone, Debug)]
pub(super) struct ChangeForm {
    pub(super) open: Vec<String>,
    /// None when only the new number is told.
    pub(super) join: Vec<Vec<String>>,
    /// The words it has to follow, if any.
    pub(super) after: WordSet,
}

/// Where a phrase may stand in running text.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// One of these has to follow, if there are any.
    pub(super) next: WordSet,
    /// It may not follow any of these.
    pub(super) not_after: WordSet,
}

/// A word for a part of a whole.
#[derive(Clone, Debug)]
pub(super) struct ShareWord {
    pub(super) value: Share,
    pub(super) setting: Setting,
    pub(super) hedged: bool,
}

/// What a number can be measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Time(TimeUnit),
    Length(LengthUnit),
}

/// A form of a unit's name.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitForm {
    pub(super) unit: Unit,
    /// Whether the form is used with one.
    pub(super) one: bool,
}

/// How a length of time becomes a date told from another one.
#[derive(Clone, Debug)]
pub(super) struct RelativeForm {
    pub(super) direction: Direction,
    pub(super) open: Vec<Vec<String>>,
    pub(super) close: Vec<Vec<String>>,
}

/// What a whole phrase means.
#[derive(Clone, Debug)]
pub(super) enum Fixed {
    Count(Count),
    Duration(Duration),
    Relative(Option<Duration>, Direction),
    Absence,
    /// A phrase that looks like one of the others and is none.
    Nothing,
}

/// A whole phrase and where it may stand.
#[derive(Clone, Debug)]
pub(super) struct FixedPhrase {
    pub(super) value: Fixed,
    pub(super) clause_end: bool,
    pub(super) not_before: WordSet,
}

/// Number words and marks.
#[derive(Debug)]
pub(super) struct Numbers {
    pub(super) grouping: BTreeSet<char>,
    pub(super) decimal: char,
    pub(super) articles: WordSet,
    pub(super) bare_scales: bool,
    pub(super) and: WordSet,
    pub(super) half_after: Phrases<()>,
    pub(super) half_before: Phrases<()>,
    pub(super) measure_join: WordSet,
    pub(super) ones: WordSet,
    pub(super) additive: BTreeMap<String, Decimal>,
    pub(super) scales: BTreeMap<String, Scale>,
    pub(super) abbreviations: WordSet,
}

/// Words of shares.
#[derive(Debug)]
pub(super) struct Shares {
    pub(super) of: Phrases<()>,
    pub(super) within: Phrases<()>,
    pub(super) percent: Phrases<()>,
    pub(super) not_percent: WordSet,
    pub(super) words: Phrases<ShareWord>,
}

/// Words of ages.
#[derive(Debug)]
pub(super) struct Ages {
    pub(super) before: Phrases<()>,
    pub(super) after: Phrases<()>,
    pub(super) suffixes: WordSet,
    pub(super) people: WordSet,
    pub(super) durations: WordSet,
}

/// Words of dates.
#[derive(Debug)]
pub(super) struct Dates {
    pub(super) capital: bool,
    pub(super) day_suffixes: WordSet,
    pub(super) of: Phrases<()>,
    pub(super) fillers: Phrases<()>,
    pub(super) year_words: Phrases<()>,
    pub(super) year_suffixes: WordSet,
    pub(super) decade_endings: WordSet,
    pub(super) year_before: WordSet,
    pub(super) month_before: WordSet,
    pub(super) day_before: WordSet,
    pub(super) day_join: Phrases<()>,
    pub(super) months: BTreeMap<String, u8>,
    /// EDTF codes 21 to 24 by word.
    pub(super) seasons: BTreeMap<String, u8>,
    pub(super) hedges: Phrases<Hedge>,
    pub(super) ranges: Vec<RangeForm>,
}

/// What keeps numbers from being read, or lets them be.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) counted: WordSet,
    pub(super) inverted: WordSet,
    pub(super) openers: WordSet,
    pub(super) labels: WordSet,
    pub(super) negations: WordSet,
    pub(super) not_after: WordSet,
    pub(super) not_before: Phrases<()>,
    pub(super) other_units: Phrases<()>,
    pub(super) clock_after: Phrases<()>,
    pub(super) clock_before: WordSet,
    pub(super) clock_part: WordSet,
}

/// The words of one language.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) numbers: Numbers,
    pub(super) hedges_before: Phrases<HedgePhrase>,
    pub(super) hedges_after: Phrases<HedgePhrase>,
    pub(super) ranges: Vec<RangeForm>,
    pub(super) vague: Phrases<Setting>,
    pub(super) shares: Shares,
    pub(super) units: Phrases<UnitForm>,
    pub(super) currency_before: Phrases<String>,
    pub(super) currency_after: Phrases<String>,
    pub(super) ages: Ages,
    pub(super) relatives: Vec<RelativeForm>,
    pub(super) fixed: Phrases<FixedPhrase>,
    pub(super) dates: Dates,
    pub(super) context: Context,
    pub(super) changes: Vec<ChangeForm>,
}

static BUILT_IN: LazyLock<BTreeMap<&'static str, Lexicon>> = LazyLock::new(|| {
    ReadingLanguage::all()
        .map(|language| {
            let text = language.file().expect("every language listed has its file built in");
            let lexicon = Lexicon::load(language.tag(), text)
                .expect("the lexicons built in are loaded by the tests");
            (language.tag(), lexicon)
        })
        .collect()
});

impl Lexicon {
    /// The lexicon of a language that is built in.
    pub(super) fn of(language: ReadingLanguage) -> &'static Self {
        BUILT_IN.get(language.tag()).expect("the languages with a name are built in, by a test")
    }
}

/// Checks the text of a lexicon, as is done when one is loaded.
///
/// # Errors
///
/// A [`LexiconError`] that names the phrase or key that is wrong.
pub fn check_lexicon(language: &str, text: &str) -> Result<(), LexiconError> {
    Lexicon::load(language, text).map(|_| ())
}
