//! From a lexicon file to the tables the reader uses, with every check that a file has to pass.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::value::{Direction, LengthUnit, TimeUnit};
use rust_decimal::Decimal;

use super::super::hedge::Hedge;
use super::super::token::phrase;
use super::file::{self, File, Forms};
use super::{
    Ages, ChangeForm, Context, Dates, Fixed, FixedPhrase, HedgePhrase, Lexicon, LexiconError,
    Numbers, Phrases, RangeForm, RelativeForm, Scale, Setting, ShareWord, Shares, Unit, UnitForm,
    WordSet,
};

/// Builds tables for one language, whose name its errors carry.
struct Compiler<'f> {
    language: &'f str,
}

type Compiled<T> = Result<T, LexiconError>;

impl Lexicon {
    /// Reads and checks the lexicon of a language.
    ///
    /// # Errors
    ///
    /// A [`LexiconError`] that names the phrase or key that is wrong.
    pub(in crate::read) fn load(language: &str, text: &str) -> Compiled<Self> {
        let file: File = toml::from_str(text)
            .map_err(|error| LexiconError::new(language, error.to_string().trim().to_owned()))?;
        if file.language != language {
            let reason = format!("the file says that it is \"{}\"", file.language);
            return Err(LexiconError::new(language, reason));
        }
        Compiler { language }.lexicon(&file)
    }
}

impl Compiler<'_> {
    fn error<T>(&self, reason: impl Into<String>) -> Compiled<T> {
        Err(LexiconError::new(self.language, reason))
    }

    fn lexicon(&self, file: &File) -> Compiled<Lexicon> {
        let mut hedges_before = Phrases::default();
        let mut hedges_after = Phrases::default();
        for entry in &file.hedge {
            let hedge = self.hedge(&entry.is)?;
            let only = entry.only.as_ref().map(|kinds| kinds.iter().cloned().collect());
            let value = HedgePhrase { hedge, only };
            self.add(&mut hedges_before, "hedge before a number", &entry.before, &value)?;
            self.add(&mut hedges_after, "hedge after a number", &entry.after, &value)?;
        }
        let mut vague = Phrases::default();
        for entry in &file.vague {
            let setting = self.setting(&entry.next, &entry.not_after)?;
            self.add(&mut vague, "vague", &entry.words, &setting)?;
        }
        let (mut currency_before, mut currency_after) = (Phrases::default(), Phrases::default());
        for entry in &file.currency {
            if entry.code.len() != 3 || !entry.code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                return self.error(format!("\"{}\" is not the code of a currency", entry.code));
            }
            self.add(&mut currency_before, "currency", &entry.before, &entry.code)?;
            self.add(&mut currency_after, "currency", &entry.after, &entry.code)?;
        }
        Ok(Lexicon {
            numbers: self.numbers(&file.digits, &file.numbers)?,
            hedges_before,
            hedges_after,
            ranges: self.ranges(&file.range)?,
            vague,
            shares: self.shares(&file.share)?,
            units: self.units(&file.unit)?,
            currency_before,
            currency_after,
            ages: self.ages(&file.age)?,
            relatives: self.relatives(&file.relative)?,
            fixed: self.fixed(&file.fixed)?,
            dates: self.dates(&file.dates)?,
            context: self.context(&file.context)?,
            changes: self.changes(&file.change)?,
        })
    }

    /// The tokens of a phrase, of which there has to be one.
    fn phrase(&self, words: &str) -> Compiled<Vec<String>> {
        let phrase = phrase(words);
        if phrase.is_empty() { self.error("an empty phrase") } else { Ok(phrase) }
    }

    fn word(&self, word: &str) -> Compiled<String> {
        match &self.phrase(word)?[..] {
            [single] => Ok(single.clone()),
            _ => self.error(format!("\"{word}\" has to be one word here")),
        }
    }

    fn words(&self, words: &Forms) -> Compiled<WordSet> {
        let set: BTreeSet<String> =
            words.iter().map(|word| self.word(word)).collect::<Compiled<_>>()?;
        Ok(WordSet(set))
    }

    fn add<T: Clone>(
        &self,
        table: &mut Phrases<T>,
        role: &str,
        forms: &Forms,
        value: &T,
    ) -> Compiled<()> {
        for form in forms {
            if !table.insert(self.phrase(form)?, value.clone(), false) {
                return self.error(format!("{role}: \"{form}\" is given twice"));
            }
        }
        Ok(())
    }

    fn phrases(&self, role: &str, forms: &Forms) -> Compiled<Phrases<()>> {
        let mut table = Phrases::default();
        self.add(&mut table, role, forms, &())?;
        Ok(table)
    }

    fn setting(&self, next: &Forms, not_after: &Forms) -> Compiled<Setting> {
        Ok(Setting { next: self.words(next)?, not_after: self.words(not_after)? })
    }

    fn hedge(&self, word: &str) -> Compiled<Hedge> {
        Hedge::from_word(word)
            .map_or_else(|| self.error(format!("there is no hedge \"{word}\"")), Ok)
    }

    fn direction(&self, word: &str) -> Compiled<Direction> {
        match word {
            "before" => Ok(Direction::Before),
            "after" => Ok(Direction::After),
            _ => self.error(format!("\"{word}\" is neither before nor after")),
        }
    }

    fn numbers(&self, digits: &file::Digits, file: &file::Numbers) -> Compiled<Numbers> {
        let mut additive = BTreeMap::new();
        let mut scales = BTreeMap::new();
        let number = |text: &str| {
            text.parse::<Decimal>().or_else(|_| self.error(format!("\"{text}\" is not a number")))
        };
        for (value, forms) in &file.additive {
            for form in forms {
                if additive.insert(self.word(form)?, number(value)?).is_some() {
                    return self.error(format!("the number word \"{form}\" is given twice"));
                }
            }
        }
        for (table, loose) in [(&file.scales, false), (&file.loose_scales, true)] {
            for (value, forms) in table {
                for form in forms {
                    let scale = Scale { factor: number(value)?, loose };
                    let word = self.word(form)?;
                    if additive.contains_key(&word) || scales.insert(word, scale).is_some() {
                        return self.error(format!("the number word \"{form}\" is given twice"));
                    }
                }
            }
        }
        if digits.grouping.contains(&digits.decimal) {
            return self.error("the decimal mark groups digits too");
        }
        Ok(Numbers {
            grouping: digits.grouping.iter().copied().collect(),
            decimal: digits.decimal,
            articles: self.words(&file.articles)?,
            bare_scales: file.bare_scales,
            and: self.words(&file.and)?,
            half_after: self.phrases("half-after", &file.half_after)?,
            half_before: self.phrases("half-before", &file.half_before)?,
            measure_join: self.words(&file.measure_join)?,
            ones: self.words(&file.ones)?,
            additive,
            scales,
            abbreviations: self.words(&file.abbreviations)?,
        })
    }

    fn ranges(&self, entries: &[file::Range]) -> Compiled<Vec<RangeForm>> {
        let form = |entry: &file::Range| {
            Ok(RangeForm {
                open: entry.open.as_ref().map_or(Ok(Vec::new()), |open| self.phrase(open))?,
                join: entry.join.iter().map(|join| self.phrase(join)).collect::<Compiled<_>>()?,
                blocks: entry.blocks,
            })
        };
        entries.iter().map(form).collect()
    }

    fn changes(&self, entries: &[file::Change]) -> Compiled<Vec<ChangeForm>> {
        let form = |entry: &file::Change| {
            Ok(ChangeForm {
                open: self.phrase(&entry.open)?,
                join: entry.join.iter().map(|join| self.phrase(join)).collect::<Compiled<_>>()?,
                after: self.words(&entry.after)?,
            })
        };
        entries.iter().map(form).collect()
    }

    fn shares(&self, file: &file::Share) -> Compiled<Shares> {
        let mut words = Phrases::default();
        for entry in &file.word {
            let value = entry
                .value
                .parse()
                .or_else(|error| self.error(format!("{}: {error}", entry.words.join(", "))))?;
            let setting = self.setting(&entry.next, &entry.not_after)?;
            let word = ShareWord { value, setting, hedged: entry.hedged };
            self.add(&mut words, "share", &entry.words, &word)?;
        }
        Ok(Shares {
            of: self.phrases("share of", &file.of)?,
            within: self.phrases("share in", &file.within)?,
            percent: self.phrases("percent", &file.percent)?,
            not_percent: self.words(&file.not_percent)?,
            words,
        })
    }

    fn units(&self, entries: &[file::Unit]) -> Compiled<Phrases<UnitForm>> {
        let mut units = Phrases::default();
        for entry in entries {
            let named = entry.unit.as_str();
            let time = TimeUnit::ALL.iter().find(|unit| unit.word() == named).copied();
            let length = LengthUnit::ALL.iter().find(|unit| unit.word() == named).copied();
            let unit = match (entry.of.as_str(), time, length) {
                ("time", Some(unit), _) => Unit::Time(unit),
                ("length", _, Some(unit)) => Unit::Length(unit),
                _ => return self.error(format!("there is no unit \"{named}\" of {}", entry.of)),
            };
            self.add(&mut units, "unit", &entry.one, &UnitForm { unit, one: true })?;
            self.add(&mut units, "unit", &entry.many, &UnitForm { unit, one: false })?;
        }
        Ok(units)
    }

    fn ages(&self, file: &file::Age) -> Compiled<Ages> {
        Ok(Ages {
            before: self.phrases("age before", &file.before)?,
            after: self.phrases("age after", &file.after)?,
            suffixes: self.words(&file.suffixes)?,
            people: self.words(&file.people)?,
            durations: self.words(&file.durations)?,
        })
    }

    fn relatives(&self, entries: &[file::Relative]) -> Compiled<Vec<RelativeForm>> {
        let list = |forms: &Forms| {
            forms.iter().map(|form| self.phrase(form)).collect::<Compiled<Vec<_>>>()
        };
        let form = |entry: &file::Relative| {
            if entry.open.is_empty() && entry.close.is_empty() {
                return self.error("a relative date with neither open nor close");
            }
            Ok(RelativeForm {
                direction: self.direction(&entry.direction)?,
                open: list(&entry.open)?,
                close: list(&entry.close)?,
            })
        };
        entries.iter().map(form).collect()
    }

    fn fixed(&self, entries: &[file::Fixed]) -> Compiled<Phrases<FixedPhrase>> {
        let mut table = Phrases::default();
        for entry in entries {
            let value = self.fixed_value(entry)?;
            let (clause_end, not_before) = (entry.clause_end, self.words(&entry.not_before)?);
            for form in &entry.words {
                let fixed = FixedPhrase {
                    value: value.clone(),
                    clause_end,
                    not_before: not_before.clone(),
                };
                // The same phrase may mean one thing where a clause ends and another elsewhere.
                if !table.insert(self.phrase(form)?, fixed, true) {
                    return self.error("a fixed phrase is empty");
                }
            }
        }
        Ok(table)
    }

    fn fixed_value(&self, entry: &file::Fixed) -> Compiled<Fixed> {
        let wrong = |reason: String| LexiconError::new(self.language, reason);
        let duration = |text: &str| text.parse().map_err(|error| wrong(format!("{error}")));
        match (&entry.count, &entry.duration, &entry.relative, entry.absence) {
            (Some(count), None, None, false) => {
                count.parse().map(Fixed::Count).map_err(|error| wrong(format!("{error}")))
            }
            (None, Some(text), None, false) => duration(text).map(Fixed::Duration),
            (None, None, Some(text), false) => {
                let (offset, side) = text.rsplit_once(' ').unwrap_or(("", text));
                let offset = if offset.is_empty() { None } else { Some(duration(offset)?) };
                Ok(Fixed::Relative(offset, self.direction(side)?))
            }
            (None, None, None, true) => Ok(Fixed::Absence),
            (None, None, None, false) => Ok(Fixed::Nothing),
            _ => self.error(format!("\"{}\" has more than one meaning", entry.words.join(", "))),
        }
    }

    fn dates(&self, file: &file::Dates) -> Compiled<Dates> {
        let mut months = BTreeMap::new();
        for (number, forms) in &file.months {
            let month = number.parse::<u8>().ok().filter(|month| (1..=12).contains(month));
            let Some(month) = month else {
                return self.error(format!("there is no month {number}"));
            };
            for form in forms {
                if months.insert(self.word(form)?, month).is_some() {
                    return self.error(format!("the month \"{form}\" is given twice"));
                }
            }
        }
        if let Some(missing) = (1..=12).find(|month| !months.values().any(|named| named == month)) {
            return self.error(format!("month {missing} has no name"));
        }
        let mut seasons = BTreeMap::new();
        let named = &file.seasons;
        for (code, forms) in
            [(21, &named.spring), (22, &named.summer), (23, &named.autumn), (24, &named.winter)]
        {
            for form in forms {
                seasons.insert(self.word(form)?, code);
            }
        }
        let mut hedges = Phrases::default();
        for entry in &file.hedge {
            self.add(&mut hedges, "hedge of a date", &entry.words, &self.hedge(&entry.is)?)?;
        }
        Ok(Dates {
            capital: file.capital,
            day_suffixes: self.words(&file.day_suffixes)?,
            of: self.phrases("dates.of", &file.of)?,
            fillers: self.phrases("dates.fillers", &file.fillers)?,
            year_words: self.phrases("dates.year-words", &file.year_words)?,
            year_suffixes: self.words(&file.year_suffixes)?,
            decade_endings: self.words(&file.decade_endings)?,
            year_before: self.words(&file.year_before)?,
            month_before: self.words(&file.month_before)?,
            day_before: self.words(&file.day_before)?,
            day_join: self.phrases("dates.day-join", &file.day_join)?,
            months,
            seasons,
            hedges,
            ranges: self.ranges(&file.range)?,
        })
    }

    fn context(&self, file: &file::Context) -> Compiled<Context> {
        Ok(Context {
            counted: self.words(&file.counted)?,
            openers: self.words(&file.openers)?,
            inverted: self.words(&file.inverted)?,
            labels: self.words(&file.labels)?,
            negations: self.words(&file.negations)?,
            not_after: self.words(&file.not_after)?,
            not_before: self.phrases("context.not-before", &file.not_before)?,
            other_units: self.phrases("context.other-units", &file.other_units)?,
            clock_after: self.phrases("context.clock-after", &file.clock_after)?,
            clock_before: self.words(&file.clock_before)?,
            clock_part: self.words(&file.clock_part)?,
        })
    }
}
