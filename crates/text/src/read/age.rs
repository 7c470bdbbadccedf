//! Ages: "14-year-old", "aged 14", «четырнадцатилетняя», "children under 18".

use onus_model::value::{Count, Duration, TimeUnit};
use rust_decimal::Decimal;

use super::Hedge;
use super::amount::{Amount, Base};
use super::hedge::Admitted;
use super::number::Shape;
use super::prose::{Found, Prose};
use super::quantity::{Parsed, Place, whole};
use super::reading::Read;

impl Amount {
    /// The completed years of an age: someone "over 60" may have completed just 60.
    pub(super) fn completed_years(&self) -> Option<Count> {
        let mut admitted = self.admitted(|_| Admitted::any());
        if let Some(low) = &mut admitted.low {
            low.included = true;
        }
        whole(&admitted)
    }
}

impl Prose<'_> {
    pub(super) fn age(&self, place: Place, amount: &Amount, end: usize) -> Found<Parsed> {
        match amount.completed_years().filter(|_| amount.goes_with("age")) {
            Some(years) => self.finish(place, amount, end, Read::Age { years }),
            None => Found::Skip(end),
        }
    }

    /// «14-летняя»: an age, unless the noun after it has no age.
    pub(super) fn age_suffix(&self, place: Place, amount: &Amount) -> Option<Found<Parsed>> {
        let ages = &self.lexicon.ages;
        let suffix = self.token(amount.end + 1).filter(|token| token.is_attached());
        if !self.is_attached_dash(amount.end) || !ages.suffixes.has(suffix) {
            return None;
        }
        Some(self.of_years(place, amount, amount.end + 2))
    }

    /// So many years, as an age or as a length of time by the noun that follows.
    fn of_years(&self, place: Place, amount: &Amount, end: usize) -> Found<Parsed> {
        if !self.lexicon.ages.durations.has(self.next(end)) {
            return self.age(place, amount, end);
        }
        match amount.measured().and_then(|range| Duration::new(range, TimeUnit::Year)) {
            Some(duration) => self.finish(place, amount, end, Read::Duration(duration)),
            None => Found::Skip(end),
        }
    }

    /// «Четырнадцатилетняя»: number words and an ending of age in one word.
    pub(super) fn age_word(&self, at: usize) -> Option<Found<Parsed>> {
        let word = &self.token(at).filter(|token| token.is_word())?.text;
        let ages = &self.lexicon.ages;
        let stem = ages
            .suffixes
            .iter()
            .filter_map(|suffix| word.strip_suffix(suffix))
            .min_by_key(|stem| stem.len())?;
        let additive = &self.lexicon.numbers.additive;
        let value = additive.get(stem).copied().or_else(|| {
            stem.char_indices().skip(1).find_map(|(place, _)| {
                let (tens, units) = stem.split_at_checked(place)?;
                let (tens, units) = (additive.get(tens)?, additive.get(units)?);
                let fits = *tens >= Decimal::from(20) && *units < Decimal::TEN;
                fits.then(|| tens.checked_add(*units)).flatten()
            })
        })?;
        let base = Base::Number { value, shape: Shape::Words };
        let amount = Amount {
            base,
            loose: false,
            year_like: false,
            before: Vec::new(),
            after: Vec::new(),
            end: at + 1,
        };
        Some(self.of_years(Place { start: at, number: at }, &amount, at + 1))
    }

    /// "Children under 18": no unit, but a word for people of some age before it.
    pub(super) fn is_age_of_people(&self, place: Place, amount: &Amount) -> bool {
        let hedge = amount.hedge();
        let single = amount.before.len() == 1 && amount.after.is_empty();
        self.is_running()
            && single
            && matches!(hedge, Hedge::LessThan | Hedge::MoreThan | Hedge::UpTo)
            && self.lexicon.ages.people.has(self.before(place.start))
            && !self.is_counted(amount.end)
            || amount.before.iter().any(|hedge| {
                hedge.only.as_ref().is_some_and(|only| only.contains("age") && only.len() == 1)
            })
    }
}
