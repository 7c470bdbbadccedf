//! A number with its hedges, before it is known what it counts or measures.

use rust_decimal::Decimal;

use super::hedge::{Admitted, Hedge};
use super::lexicon::{HedgePhrase, Unit, matches};
use super::number::{Number, Shape};
use super::prose::{Found, Prose};

/// The number itself.
#[derive(Clone, Debug)]
pub(super) enum Base {
    /// One number.
    Number { value: Decimal, shape: Shape },
    /// From one number to another.
    Range(Decimal, Decimal),
    /// A word for an unstated number above one.
    Vague,
}

/// A number with its hedges.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    pub(super) base: Base,
    /// Whether it is told in dozens or scores.
    pub(super) loose: bool,
    /// Whether its digits could be those of a year.
    pub(super) year_like: bool,
    /// The hedges before it, outermost first.
    pub(super) before: Vec<HedgePhrase>,
    /// The hedges after it, innermost first.
    pub(super) after: Vec<HedgePhrase>,
    /// The token after it.
    pub(super) end: usize,
}

/// A number or range without hedges.
struct Core {
    base: Base,
    loose: bool,
    year_like: bool,
    end: usize,
}

/// What a number is measured in, as far as two ends of a range can share it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Percent,
    Unit(Unit),
}

/// The most hedges that stand before one number.
const MOST_HEDGES: usize = 3;

impl Amount {
    /// The hedges from the number outwards.
    fn outwards(&self) -> impl Iterator<Item = Hedge> + '_ {
        let estimate = self.loose && !self.hedges().any(|hedge| hedge.hedge.is_binding());
        let own = match self.base {
            Base::Vague => Some(Hedge::Vague),
            _ => estimate.then_some(Hedge::About),
        };
        own.into_iter()
            .chain(self.before.iter().rev().map(|hedge| hedge.hedge))
            .chain(self.after.iter().map(|hedge| hedge.hedge))
    }

    pub(super) fn hedges(&self) -> impl Iterator<Item = &HedgePhrase> {
        self.before.iter().chain(&self.after)
    }

    /// Whether the hedge is among those of the amount.
    pub(super) fn has(&self, hedge: Hedge) -> bool {
        self.hedges().any(|own| own.hedge == hedge)
    }

    /// Whether its hedges go with this kind of quantity.
    pub(super) fn goes_with(&self, kind: &str) -> bool {
        self.hedges().all(|hedge| hedge.only.as_ref().is_none_or(|only| only.contains(kind)))
    }

    /// The one hedge that says most: the outermost that binds the number, else the number's own form.
    pub(super) fn hedge(&self) -> Hedge {
        let binding = |hedge: &Hedge| hedge.is_binding();
        let of = |hedges: &[HedgePhrase]| hedges.iter().map(|hedge| hedge.hedge).find(binding);
        let own = match self.base {
            Base::Vague => Some(Hedge::Vague),
            _ if self.loose => Some(Hedge::About),
            Base::Range(..) => Some(Hedge::Between),
            Base::Number { .. } => None,
        };
        of(&self.before)
            .or_else(|| of(&self.after))
            .or(own)
            .or_else(|| self.hedges().map(|hedge| hedge.hedge).next())
            .unwrap_or(Hedge::Plain)
    }

    /// The values admitted; `about` says what an estimate admits.
    pub(super) fn admitted(
        &self,
        about: impl Fn(&Admitted<Decimal>) -> Admitted<Decimal>,
    ) -> Admitted<Decimal> {
        let base = match self.base {
            Base::Number { value, .. } => Admitted::exactly(value),
            Base::Range(low, high) => Admitted::between(low, high),
            Base::Vague => Admitted::any(),
        };
        self.outwards().fold(base, |admitted, hedge| match hedge {
            // A word for an unstated number says "two or more", of people and of miles alike.
            Hedge::Vague => Admitted::from(Decimal::TWO),
            hedge => admitted.hedged(hedge, &about),
        })
    }
}

impl Prose<'_> {
    /// The hedges at a place and the place after them.
    pub(super) fn hedges_before(&self, at: usize) -> (Vec<HedgePhrase>, usize) {
        let (mut hedges, mut end) = (Vec::new(), at);
        while let Some((after, hedge)) = self.lexicon.hedges_before.at(&self.tokens, end) {
            if hedges.len() == MOST_HEDGES || end > at && self.next(end).is_none() {
                break;
            }
            hedges.push(hedge.clone());
            end = after;
        }
        (hedges, end)
    }

    /// Takes the hedges that follow the amount.
    pub(super) fn hedges_after(&self, amount: &mut Amount) {
        while let Some((end, hedge)) = self.lexicon.hedges_after.at(&self.tokens, amount.end) {
            // "Five at least three times" hedges what follows, not what went before.
            if self.next(amount.end).is_none() || self.starts_number(end) {
                break;
            }
            amount.after.push(hedge.clone());
            amount.end = end;
        }
    }

    /// The number, range or vague word at a place that follows these hedges.
    pub(super) fn core(&self, at: usize, before: Vec<HedgePhrase>) -> Found<Amount> {
        let vague = || {
            let (end, setting) = self.lexicon.vague.at(&self.tokens, at)?;
            self.fits(setting, at, self.vague_end(end)).then(|| self.vague_end(end))
        };
        let amount = |base, loose, year_like, before, end| Amount {
            base,
            loose,
            year_like,
            before,
            after: Vec::new(),
            end,
        };
        // After a hedge «тысячи» is "a thousand", alone it is "thousands".
        if before.is_empty()
            && let Some(end) = vague()
        {
            return Found::This(amount(Base::Vague, false, false, before, end));
        }
        match self.range_or_number(at) {
            Found::This(Core { base, loose, year_like, end }) => {
                Found::This(amount(base, loose, year_like, before, end))
            }
            Found::Skip(end) => Found::Skip(end),
            Found::Nothing => match vague() {
                Some(end) => Found::This(amount(Base::Vague, false, false, before, end)),
                None => Found::Nothing,
            },
        }
    }

    /// "Rose from 10 to 14" is a change and no range: gives the place after it.
    pub(super) fn change(&self, at: usize) -> Option<usize> {
        self.lexicon.changes.iter().filter(|_| self.is_running()).find_map(|form| {
            let first = self.number(matches(&form.open, &self.tokens, at)?)?;
            let end = if form.join.is_empty() {
                first.end
            } else {
                self.number(self.any_phrase(&form.join, first.end)?)?.end
            };
            (form.after.is_empty() || form.after.has(self.before(at))).then_some(end)
        })
    }

    /// The place after the scales that go on a vague word: "several hundred", "tens of thousands".
    fn vague_end(&self, mut end: usize) -> usize {
        loop {
            let after_of =
                self.lexicon.shares.of.at(&self.tokens, end).map_or(end, |(after, ())| after);
            let is_scale = |at: usize| {
                self.next(at).is_some_and(|token| {
                    self.lexicon.numbers.scales.contains_key(&token.text)
                        || self
                            .lexicon
                            .vague
                            .at(&self.tokens, at)
                            .is_some_and(|(next, _)| next == at + 1)
                })
            };
            match [end, after_of].into_iter().find(|at| is_scale(*at)) {
                Some(at) => end = at + 1,
                None => return end,
            }
        }
    }

    fn range_or_number(&self, at: usize) -> Found<Core> {
        for form in &self.lexicon.ranges {
            let Some(opened) = matches(&form.open, &self.tokens, at) else { continue };
            let Some(first) = self.number(opened) else { continue };
            // "5% to 7%", "from two years to three years": the measure may be told twice.
            let measure = self.measure(first.end);
            let range = [Some(first.end), measure.map(|(end, _)| end)]
                .into_iter()
                .flatten()
                .filter(|end| self.next(*end).is_some())
                .find_map(|end| {
                    let join = self
                        .any_phrase(&form.join, end)
                        .or_else(|| self.dash(end).filter(|_| form.open.is_empty()))?;
                    let range = self.range(&first, join)?;
                    let same = |(_, own): (usize, Measure)| {
                        self.measure(range.end).is_some_and(|(_, others)| own == others)
                    };
                    (end == first.end || measure.is_some_and(same)).then_some(range)
                });
            if let Some(range) = range {
                return Found::This(range);
            }
            if form.blocks {
                let second =
                    self.any_phrase(&form.join, first.end).and_then(|join| self.number(join));
                return Found::Skip(second.map_or(first.end, |second| second.end));
            }
        }
        match self.number(at) {
            Some(number) => {
                let year_like = number.is_year_like();
                let Number { end, value, loose, shape, .. } = number;
                Found::This(Core { base: Base::Number { value, shape }, loose, year_like, end })
            }
            None => Found::Nothing,
        }
    }

    /// The place after a dash that joins two numbers.
    fn dash(&self, end: usize) -> Option<usize> {
        let dash = self.next(end).filter(|token| token.is_dash())?;
        let next = self.next(end + 1)?;
        let even = dash.is_attached() == next.is_attached();
        // "5 - 7" is seen in tables; a spaced hyphen in a sentence may be a dash as well.
        (even && (dash.is_attached() || dash.text != "-")).then_some(end + 1)
    }

    /// The range from `first` to the number at `join`, when the two are in order.
    fn range(&self, first: &Number, join: usize) -> Option<Core> {
        let second = self.number(join)?;
        let digits = |number: &Number| match number.shape {
            Shape::BareDigits(length) => Some(length),
            _ => None,
        };
        // Groups of three and four digits joined by a hyphen are a telephone number.
        let hyphenated = self.is_attached_dash(first.end);
        if hyphenated
            && digits(first) != digits(&second)
            && digits(&second).is_some_and(|length| length > 3)
        {
            return None;
        }
        let mut low = first.value;
        let scaled = low.checked_mul(second.factor)?;
        // In "two to three thousand" the scale belongs to both.
        if first.factor == Decimal::ONE && scaled < second.value {
            low = scaled;
        }
        (low < second.value).then_some(Core {
            base: Base::Range(low, second.value),
            loose: first.loose || second.loose,
            year_like: first.is_year_like() || second.is_year_like(),
            end: second.end,
        })
    }

    /// What a number that ends here is measured in, and the place after it.
    fn measure(&self, at: usize) -> Option<(usize, Measure)> {
        let percent = self.lexicon.shares.percent.at(&self.tokens, at);
        let unit = || {
            let (end, form) = self.lexicon.units.at(&self.tokens, at)?;
            Some((end, Measure::Unit(form.unit)))
        };
        percent.map(|(end, ())| (end, Measure::Percent)).or_else(unit)
    }
}
