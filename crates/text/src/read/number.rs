//! Numbers in digits and in words.
//!
//! Digits may be grouped and have decimals as the language writes them. Where a mark may be either
//! ("1.000" in English, "1,000" in Russian), nothing is read. Words add up from large to small
//! ("two thousand three hundred and five") and may multiply digits ("3 million").

use rust_decimal::Decimal;

use super::lexicon::Scale;
use super::prose::Prose;
use super::token::{Gap, Token};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// So many digits and nothing else, so that it may be a year or a label as well.
    BareDigits(usize),
    /// Digits with separators or a scale.
    Digits,
    /// Digits with decimals and no scale.
    Decimal,
    /// Words.
    Words,
    /// A word for 1 that is a pronoun too.
    One,
}

/// A number at a place.
#[derive(Clone, Debug)]
pub(super) struct Number {
    /// The token after it.
    pub(super) end: usize,
    pub(super) value: Decimal,
    /// Whether it is told in dozens or scores, so that alone it is an estimate.
    pub(super) loose: bool,
    pub(super) shape: Shape,
    /// What a scale after it multiplied it by.
    pub(super) factor: Decimal,
}

impl Number {
    /// Whether the digits could be those of a year.
    pub(super) fn is_year_like(&self) -> bool {
        let years = Decimal::from(1000)..Decimal::from(3000);
        self.shape == Shape::BareDigits(4) && years.contains(&self.value)
    }
}

/// Above any place a number word can leave open.
const OPEN: Decimal = Decimal::MAX;

/// What a word adding to `value` has to stay below: after "twenty" only units, after "two hundred" tens.
fn place_below(value: Decimal) -> Decimal {
    [100, 20].into_iter().map(Decimal::from).find(|least| value >= *least).map_or(
        if value == Decimal::TEN || value.is_zero() { Decimal::ZERO } else { Decimal::ONE },
        |least| if least == Decimal::from(20) { Decimal::TEN } else { least },
    )
}

impl Prose<'_> {
    /// The number at a place.
    pub(super) fn number(&self, at: usize) -> Option<Number> {
        if self.token(at)?.is_digits() { self.digits(at) } else { self.number_words(at) }
    }

    /// Whether a number starts at a place, in whatever form.
    pub(super) fn starts_number(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.is_digits() || self.lexicon.numbers.additive.contains_key(&token.text)
        })
    }

    fn digits(&self, at: usize) -> Option<Number> {
        let numbers = &self.lexicon.numbers;
        let first = &self.token(at)?.text;
        if first.len() > 15 || (first.len() > 1 && first.starts_with('0')) {
            return None;
        }
        let mut text = first.clone();
        let mut end = at + 1;
        let mut grouping = None;
        if first.len() <= 3 && first != "0" {
            while let Some((separator, group)) = self.group(end) {
                if grouping.is_some_and(|known| known != separator) {
                    return None;
                }
                grouping = Some(separator);
                text.push_str(&self.token(group)?.text);
                end = group + 1;
            }
        }
        let mut shape = match grouping {
            None => Shape::BareDigits(first.len()),
            Some(_) => Shape::Digits,
        };
        if self.marks_digits(end) {
            let mark = self.token(end)?;
            let fraction = &self.token(end + 1)?.text;
            let ambiguous =
                fraction.len() == 3 && grouping.is_none() && first != "0" && first.len() <= 3;
            let decimal = mark.text.chars().eq([numbers.decimal]);
            if !decimal || ambiguous || fraction.len() > 6 || self.marks_digits(end + 2) {
                return None;
            }
            text = format!("{text}.{fraction}");
            end += 2;
            shape = Shape::Decimal;
        }
        let value: Decimal = text.parse().ok()?;
        let number = Number { end, value, loose: false, shape, factor: Decimal::ONE };
        self.scaled(number)
    }

    /// A group of three digits at a place: the character that sets it off and the token it is.
    fn group(&self, at: usize) -> Option<(char, usize)> {
        let grouping = &self.lexicon.numbers.grouping;
        let is_group = |token: &Token| token.is_digits() && token.text.len() == 3;
        let token = self.token(at)?;
        if let Gap::One(space) = token.gap {
            return (is_group(token) && grouping.contains(&space)).then_some((space, at));
        }
        let mark = token.text.chars().next()?;
        let next = self.token(at + 1)?;
        let grouped = token.is_attached()
            && token.text.chars().count() == 1
            && grouping.contains(&mark)
            && next.is_attached()
            && is_group(next);
        grouped.then_some((mark, at + 1))
    }

    /// Whether a full stop or comma with digits right after it is attached at a place.
    fn marks_digits(&self, at: usize) -> bool {
        let mark = self.token(at).filter(|token| token.is_attached());
        mark.is_some_and(|mark| matches!(mark.text.as_str(), "." | ","))
            && self.token(at + 1).is_some_and(|next| next.is_attached() && next.is_digits())
    }

    /// Adds "and a half" and the scales after a number in digits.
    fn scaled(&self, mut number: Number) -> Option<Number> {
        number = self.halved(number);
        let mut least = Decimal::ZERO;
        while let Some(scale) = self.scale(number.end).filter(|scale| scale.factor > least) {
            least = scale.factor;
            number.value = number.value.checked_mul(scale.factor)?;
            number.factor = number.factor.checked_mul(scale.factor)?;
            number.loose |= scale.loose;
            number.shape = Shape::Digits;
            number.end = self.after_abbreviation(number.end);
        }
        Some(number)
    }

    fn halved(&self, mut number: Number) -> Number {
        let half = self.lexicon.numbers.half_after.at(&self.tokens, number.end);
        if let (Some((end, ())), Some(value)) = (half, number.value.checked_add(Decimal::new(5, 1)))
        {
            (number.value, number.end, number.shape) = (value, end, Shape::Words);
        }
        number
    }

    fn scale(&self, at: usize) -> Option<Scale> {
        let token =
            self.token(at).filter(|token| token.gap != Gap::Break && !token.is_attached())?;
        self.lexicon.numbers.scales.get(&token.text).copied()
    }

    /// The place after a scale, whose abbreviation may end in a full stop.
    fn after_abbreviation(&self, at: usize) -> usize {
        let abbreviated = self.lexicon.numbers.abbreviations.has(self.token(at));
        let stop = self.token(at + 1).is_some_and(|next| next.is_attached() && next.text == ".");
        if abbreviated && stop { at + 2 } else { at + 1 }
    }

    fn number_words(&self, at: usize) -> Option<Number> {
        let numbers = &self.lexicon.numbers;
        if let Some((end, ())) = numbers.half_before.at(&self.tokens, at) {
            let half = Decimal::new(5, 1);
            let half = Number {
                end,
                value: half,
                loose: false,
                shape: Shape::Words,
                factor: Decimal::ONE,
            };
            return self.scaled(half).filter(|number| number.end > end);
        }
        let mut words = Words::new(at);
        if numbers.articles.has(self.token(at)) {
            self.scale(at + 1)?;
            words.end = at + 1;
            words.group = Some(Decimal::ONE);
        }
        while self.add_word(&mut words)? {}
        let value = words.total.checked_add(words.group.unwrap_or_default())?;
        if words.end == at {
            return None;
        }
        let single = words.end == at + 1 && numbers.ones.has(self.token(at));
        let shape = if single { Shape::One } else { Shape::Words };
        let factor = if words.ends_in_scale { words.last_factor } else { Decimal::ONE };
        let number = Number { end: words.end, value, loose: words.loose, shape, factor };
        Some(if words.ends_in_scale { number } else { self.halved(number) })
    }

    /// Adds the next number word; gives `false` when there is none, nothing when it is out of range.
    fn add_word(&self, words: &mut Words) -> Option<bool> {
        let numbers = &self.lexicon.numbers;
        let started = words.end > words.start;
        let mut at = words.end;
        let mut joined = false;
        if started && words.group.is_some() && !words.ends_in_scale {
            if let Some((end, ())) = numbers.half_after.at(&self.tokens, at)
                && self.scale(end).is_some()
            {
                let group = words.group.unwrap_or_default();
                words.group = Some(group.checked_add(Decimal::new(5, 1))?);
                (words.end, words.below) = (end, Decimal::ZERO);
                return Some(true);
            }
            let hyphen = self.token(at).is_some_and(|token| token.is_attached() && token.is_dash());
            if hyphen && self.token(at + 1).is_some_and(Token::is_attached) {
                (at, joined) = (at + 1, true);
            }
        }
        if started && words.ends_in_scale && numbers.and.has(self.token(at)) {
            (at, joined) = (at + 1, true);
        }
        let Some(token) = self.token(at) else { return Some(false) };
        let follows = !started || joined || matches!(token.gap, Gap::One(_) | Gap::Space);
        if !follows || !token.is_word() {
            return Some(false);
        }
        if let Some(value) = numbers.additive.get(&token.text) {
            return words.add(*value, joined).inspect(|&added| {
                if added {
                    words.end = at + 1;
                }
            });
        }
        let Some(scale) = numbers.scales.get(&token.text).filter(|_| !joined) else {
            return Some(false);
        };
        let multiplied = words.multiply(*scale, numbers.bare_scales)?;
        if multiplied {
            words.end = self.after_abbreviation(at);
        }
        Some(multiplied)
    }
}

/// A number in words as far as it has been read.
struct Words {
    start: usize,
    end: usize,
    total: Decimal,
    /// What the next large scale multiplies.
    group: Option<Decimal>,
    /// What the next word of the group has to be below.
    below: Decimal,
    last_scale: Decimal,
    last_factor: Decimal,
    loose: bool,
    ends_in_scale: bool,
}

impl Words {
    fn new(start: usize) -> Self {
        Self {
            start,
            end: start,
            total: Decimal::ZERO,
            group: None,
            below: OPEN,
            last_scale: OPEN,
            last_factor: Decimal::ONE,
            loose: false,
            ends_in_scale: false,
        }
    }

    fn add(&mut self, value: Decimal, joined: bool) -> Option<bool> {
        let group = match self.group {
            None => value,
            // "Two" and "three" do not add up, nor does anything to a number in dozens.
            Some(group) if value < self.below && !value.is_zero() && !self.loose => {
                group.checked_add(value)?
            }
            Some(_) => return Some(false),
        };
        let fits =
            !(self.loose || joined && value >= Decimal::ONE_HUNDRED) && group < self.last_scale;
        if !fits {
            return Some(false);
        }
        self.group = Some(group);
        self.below = if value.fract().is_zero() { place_below(value) } else { Decimal::ZERO };
        self.ends_in_scale = false;
        Some(true)
    }

    fn multiply(&mut self, scale: Scale, bare: bool) -> Option<bool> {
        let Scale { factor, loose } = scale;
        let group = match self.group {
            Some(group) => group,
            None if bare && self.total.is_zero() => Decimal::ONE,
            None => return Some(false),
        };
        let within_group = factor == Decimal::ONE_HUNDRED && !loose;
        if within_group {
            if group >= Decimal::ONE_HUNDRED || self.below == Decimal::ONE_HUNDRED {
                return Some(false);
            }
            self.group = Some(group.checked_mul(factor)?);
            self.below = Decimal::ONE_HUNDRED;
        } else if loose {
            if self.loose {
                return Some(false);
            }
            self.group = Some(group.checked_mul(factor)?);
            self.loose = true;
        } else {
            if factor >= self.last_scale {
                return Some(false);
            }
            self.total = self.total.checked_add(group.checked_mul(factor)?)?;
            (self.group, self.below, self.last_scale) = (None, OPEN, factor);
        }
        self.last_factor = self.last_factor.checked_mul(factor)?;
        self.ends_in_scale = true;
        Some(true)
    }
}
