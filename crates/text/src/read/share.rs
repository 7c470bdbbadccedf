//! Parts of a whole: "most", "27 of 37", "one in three", "less than 2%".

use onus_model::value::{End, Fraction, Interval, Share};
use rust_decimal::Decimal;

use super::Hedge;
use super::amount::{Amount, Base};
use super::hedge::Admitted;
use super::lexicon::HedgePhrase;
use super::number::Shape;
use super::prose::{Found, Prose};
use super::quantity::{Parsed, Place};
use super::reading::Read;

/// The fraction that a number of hundredths is.
fn hundredths(percent: Decimal) -> Option<Fraction> {
    let percent = percent.normalize();
    let whole = 10_u64.checked_pow(percent.scale())?.checked_mul(100)?;
    Fraction::new(u64::try_from(percent.mantissa()).ok()?, whole)
}

impl Amount {
    /// The proportion that so many hundredths are.
    fn percentage(&self) -> Option<Share> {
        if matches!(self.base, Base::Vague) {
            return None;
        }
        let admitted = self.admitted(|_| Admitted::any());
        let end = |end: &Option<End<Decimal>>| match end {
            None => Some(None),
            Some(End { at, included }) => {
                hundredths(*at).map(|at| Some(End { at, included: *included }))
            }
        };
        Interval::new(end(&admitted.low)?, end(&admitted.high)?).map(Share::proportion)
    }
}

impl Prose<'_> {
    /// "Most", "half", "a third".
    pub(super) fn share_word(&self, place: Place, hedges: &[HedgePhrase]) -> Option<Found<Parsed>> {
        let Place { start, number } = place;
        let (end, word) = self.lexicon.shares.words.at(&self.tokens, number)?;
        // "Half a million", "half an hour".
        if self.lexicon.numbers.half_before.at(&self.tokens, number).is_some() {
            return None;
        }
        let spelled = hedges.is_empty() || number == start;
        if word.hedged && hedges.is_empty() || spelled && !self.fits(&word.setting, number, end) {
            return None;
        }
        let Share::Proportion(range) = word.value else { return None };
        // "A quarter of an hour" is no share.
        let of = self.lexicon.shares.of.at(&self.tokens, end).map_or(end, |(end, ())| end);
        let unit = if self.lexicon.numbers.articles.has(self.token(of)) { of + 1 } else { of };
        if let Some((end, _)) = self.lexicon.units.at(&self.tokens, unit) {
            return Some(Found::Skip(end));
        }
        let told = Admitted { low: range.low().copied(), high: range.high().copied() };
        let admitted = hedges
            .iter()
            .rev()
            .fold(told, |admitted, hedge| admitted.hedged(hedge.hedge, |_| Admitted::any()));
        let share = Share::proportion(admitted.interval()?);
        let exact = range.as_exact().is_some();
        let binding = hedges.iter().map(|hedge| hedge.hedge).find(|hedge| hedge.is_binding());
        let first = hedges.first().map(|hedge| hedge.hedge);
        let own = if exact { first.unwrap_or(Hedge::Plain) } else { Hedge::Vague };
        let hedge = binding.unwrap_or(own);
        Some(Found::This(Parsed { start, end, read: Read::Share(share), hedge, closes: false }))
    }

    /// Two counts ("27 of 37") or a proportion ("one in three") after the first number.
    pub(super) fn share(&self, place: Place, amount: &Amount) -> Option<Parsed> {
        if let Some((of, ())) = self.lexicon.shares.of.at(&self.tokens, amount.end) {
            let (hedges, number) = self.hedges_before(of);
            if let Found::This(whole) = self.core(number, hedges)
                && let Some(parsed) = self.share_of(place, amount, &whole)
            {
                return Some(parsed);
            }
        }
        let (within, ()) = self.lexicon.shares.within.at(&self.tokens, amount.end)?;
        let whole = self.number(within)?;
        let Base::Number { value, shape } = amount.base else { return None };
        let in_words = |shape| matches!(shape, Shape::Words | Shape::One);
        let told = value == Decimal::ONE || in_words(shape) && in_words(whole.shape);
        let small = whole.value <= Decimal::ONE_THOUSAND && !whole.is_year_like();
        if !told || !small || value >= whole.value || !self.is_amount_free(whole.end) {
            return None;
        }
        let fraction = Fraction::new(u64::try_from(value).ok()?, u64::try_from(whole.value).ok()?)?;
        let exact = Admitted::exactly(fraction);
        let admitted = amount
            .before
            .iter()
            .rev()
            .fold(exact, |admitted, hedge| admitted.hedged(hedge.hedge, |_| Admitted::any()));
        let read = Read::Share(Share::proportion(admitted.interval()?));
        let (start, hedge) = (place.start, amount.hedge());
        Some(Parsed { start, end: whole.end, read, hedge, closes: false })
    }

    /// The place after "15 of 37" where a label makes it the name of a page or part.
    pub(super) fn labelled_of(&self, place: Place, amount: &Amount) -> Option<usize> {
        let bare = self.is_running() && place.start == place.number;
        let (of, ()) = self.lexicon.shares.of.at(&self.tokens, amount.end)?;
        (bare && self.is_labelled(place.number)).then(|| self.number(of))?.map(|whole| whole.end)
    }

    fn share_of(&self, place: Place, amount: &Amount, whole: &Amount) -> Option<Parsed> {
        let usable = matches!(whole.base, Base::Number { .. } | Base::Range(..))
            && (!whole.year_like || self.is_counted(whole.end))
            && self.is_amount_free(whole.end);
        let (part, all) = (amount.count()?, whole.count()?);
        if !usable || all.high().is_some_and(|all| part.low() > all) {
            return None;
        }
        Some(Parsed {
            start: place.start,
            end: whole.end,
            read: Read::Share(Share::Of { part, whole: all }),
            hedge: amount.hedge(),
            closes: amount.has(Hedge::Only),
        })
    }

    /// Whether nothing after a number makes it a measure or part of a date.
    fn is_amount_free(&self, end: usize) -> bool {
        let token = self.next(end);
        let month = token.is_some_and(|token| self.lexicon.dates.months.contains_key(&token.text));
        self.is_clear_after(end)
            && !month
            && self.lexicon.units.at(&self.tokens, end).is_none()
            && self.lexicon.shares.percent.at(&self.tokens, end).is_none()
            && self.lexicon.context.other_units.at(&self.tokens, end).is_none()
    }

    /// A percentage after the number.
    pub(super) fn percentage(&self, place: Place, amount: &Amount) -> Option<Found<Parsed>> {
        let (end, ()) = self.lexicon.shares.percent.at(&self.tokens, amount.end)?;
        if self.lexicon.shares.not_percent.has(self.next(end)) {
            return Some(Found::Skip(end));
        }
        let Some(share) = amount.percentage().filter(|_| amount.goes_with("share")) else {
            return Some(Found::Skip(end));
        };
        Some(self.finish(place, amount, end, Read::Share(share)))
    }
}
