//! Quantities: a number with its hedges, and what it counts or measures.
//!
//! What follows the number decides: a per cent sign, a unit, "of" and another number. A number with
//! nothing of the kind is a count, but only where its surroundings leave no doubt.

use onus_model::value::{Count, Duration, End, Interval, Kind, LARGEST_COUNT};
use rust_decimal::Decimal;

use super::Hedge;
use super::amount::{Amount, Base};
use super::hedge::Admitted;
use super::lexicon::{Fixed, matches};
use super::number::Shape;
use super::prose::{Found, Prose};
use super::reading::Read;

/// A value that was found, with the tokens it stands in.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) read: Read,
    pub(super) hedge: Hedge,
    pub(super) closes: bool,
}

/// Where the parts of a quantity start.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The first hedge, or the number when there is none.
    pub(super) start: usize,
    /// The number.
    pub(super) number: usize,
}

/// What an estimate admits of whole numbers: two or more, unless the number itself could be less.
fn about_whole(told: &Admitted<Decimal>) -> Admitted<Decimal> {
    match &told.low {
        Some(low) if low.at >= Decimal::TWO => Admitted::from(Decimal::TWO),
        _ => Admitted::any(),
    }
}

/// The whole numbers that are admitted.
pub(super) fn whole(admitted: &Admitted<Decimal>) -> Option<Count> {
    let number = |at: Decimal| u64::try_from(at).ok().filter(|&number| number <= LARGEST_COUNT);
    let low = match &admitted.low {
        None => 0,
        Some(End { at, included: true }) => number(at.ceil())?,
        Some(End { at, .. }) => number(at.floor())?.checked_add(1)?,
    };
    let high = match &admitted.high {
        None => None,
        Some(End { at, included: true }) => Some(number(at.floor())?),
        Some(End { at, .. }) => Some(number(at.ceil())?.checked_sub(1)?),
    };
    Count::new(low, high).ok()
}

impl Amount {
    /// The count that the amount is, when its numbers are whole.
    pub(super) fn count(&self) -> Option<Count> {
        let fits = match self.base {
            // "15.00" is a time of day or a price, never so many people.
            Base::Number { shape: Shape::Decimal, .. } => false,
            Base::Number { value, .. } => value.fract().is_zero(),
            Base::Range(low, high) => low.fract().is_zero() && high.fract().is_zero(),
            Base::Vague => true,
        };
        fits.then(|| whole(&self.admitted(about_whole))).flatten()
    }

    /// The range of measures that the amount admits; an estimate sets no bound.
    pub(super) fn measured(&self) -> Option<Interval<Decimal>> {
        self.admitted(|_| Admitted::any()).interval()
    }
}

impl Prose<'_> {
    /// The quantity that starts at a place.
    pub(super) fn quantity(&self, at: usize) -> Found<Parsed> {
        if !self.is_clear_before(at) {
            return Found::Nothing;
        }
        if let Some(fixed) = self.fixed(at) {
            return fixed;
        }
        if let Some(end) = self.change(at) {
            return Found::Skip(end);
        }
        let (mut hedges, mut number) = self.hedges_before(at);
        if self.is_running() && self.is_negated(at) && !hedges.is_empty() {
            return self.skip_negated(number);
        }
        let opener = self.relative_opener(number);
        let age = self.lexicon.ages.before.at(&self.tokens, number).map(|(end, ())| end);
        if let Some(opened) = opener.or(age) {
            let (more, end) = self.hedges_before(opened);
            hedges.extend(more);
            number = end;
        }
        let place = Place { start: at, number };
        if opener.is_none() && age.is_none() {
            if let Some(found) = self.share_word(place, &hedges) {
                return match found {
                    Found::This(parsed) if self.is_running() && self.is_negated(at) => {
                        Found::Skip(parsed.end)
                    }
                    found => found,
                };
            }
            if let Some(found) = self.money_before(place, &hedges) {
                return found;
            }
        }
        match self.core(number, hedges.clone()) {
            Found::This(amount) if self.is_running() && self.is_negated(at) => {
                Found::Skip(amount.end)
            }
            Found::This(amount) => self.measured(place, amount, opener.is_some(), age.is_some()),
            Found::Skip(end) => Found::Skip(end),
            Found::Nothing => self.bare_unit(place, hedges, opener.is_some()),
        }
    }

    /// "Not only five" and the like say something else: the number after them is not read either.
    fn skip_negated(&self, number: usize) -> Found<Parsed> {
        match self.number(number) {
            Some(number) => Found::Skip(number.end),
            None => Found::Nothing,
        }
    }

    /// A phrase with one meaning.
    fn fixed(&self, at: usize) -> Option<Found<Parsed>> {
        let (end, fixed) = self.lexicon.fixed.all_at(&self.tokens, at).find(|(end, fixed)| {
            let ends = !fixed.clause_end || self.is_clause_end(*end);
            ends && !(self.is_running() && fixed.not_before.has(self.next(*end)))
        })?;
        let (read, hedge) = match &fixed.value {
            Fixed::Nothing => return self.is_running().then_some(Found::Skip(end)),
            Fixed::Count(count) => (Read::Count(*count), Hedge::Vague),
            Fixed::Duration(duration) => (Read::Duration(*duration), plainness(duration)),
            Fixed::Relative(offset, direction) => {
                (Read::Relative { offset: *offset, direction: *direction }, Hedge::Plain)
            }
            Fixed::Absence => (Read::Absence, Hedge::Plain),
        };
        Some(Found::This(Parsed { start: at, end, read, hedge, closes: false }))
    }

    /// A value that was read, in the words up to `end`.
    pub(super) fn finish(
        &self,
        place: Place,
        amount: &Amount,
        end: usize,
        read: Read,
    ) -> Found<Parsed> {
        let closes = amount.has(Hedge::Only) && matches!(read, Read::Count(_));
        Found::This(Parsed { start: place.start, end, read, hedge: amount.hedge(), closes })
    }

    /// A number that nothing measures: a count, where its surroundings leave no doubt.
    pub(super) fn counted(&self, place: Place, amount: &Amount) -> Found<Parsed> {
        let end = amount.end;
        let Some(count) = amount.count().filter(|_| amount.goes_with("count")) else {
            return Found::Skip(end);
        };
        let month = self.next(end).and_then(|next| self.lexicon.dates.months.get(&next.text));
        let bare = matches!(amount.base, Base::Number { shape: Shape::BareDigits(1 | 2), .. });
        if self.is_running() && bare && month.is_some() {
            // "Only 5 May": the day of a date that starts further on.
            return Found::Nothing;
        }
        if self.is_running() && !self.may_count(place, amount) {
            return Found::Skip(end);
        }
        self.finish(place, amount, end, Read::Count(count))
    }

    fn may_count(&self, place: Place, amount: &Amount) -> bool {
        let Place { start, number } = place;
        let (end, context) = (amount.end, &self.lexicon.context);
        let shape = match amount.base {
            Base::Number { shape, .. } => Some(shape),
            _ => None,
        };
        if self.is_negated(start) || context.not_before.at(&self.tokens, end).is_some() {
            return false;
        }
        if amount.year_like && !self.is_counted(end) && !self.is_hedged_like_a_count(amount) {
            return false;
        }
        if amount.year_like && self.is_counted(end) && amount.hedges().next().is_none() {
            // "In 2011 people took to the streets."
            return !self.lexicon.dates.year_before.has(self.before(start));
        }
        if amount.hedges().next().is_some() || matches!(amount.base, Base::Vague) || amount.loose {
            return true;
        }
        // "Aged 14 and 15": the second is an age as well.
        let inverted = context.inverted.has(self.before(number)) && number != self.read_to;
        if inverted && !self.is_counted(end) {
            return false;
        }
        let beside_age = self.is_beside(number, Kind::Age) && !self.is_counted(end);
        if beside_age || self.is_labelled(number) {
            return false;
        }
        if shape == Some(Shape::One) {
            return self.is_counted(end);
        }
        let followed = self.next(end).is_some_and(|next| next.is_word() && !next.is_attached());
        if followed {
            return self.is_counted(end) || !self.is_name_of_something(number, shape);
        }
        let told_before = self.before(number).is_some_and(|before| {
            before.is_word() && !before.capital && !context.not_after.has(Some(before))
        });
        let list = matches!(self.next(end).map(|next| next.text.as_str()), Some("," | ";"))
            && self.next(end + 1).is_some_and(|next| next.is_digits());
        let spaced = self.token(number).is_some_and(|token| !token.is_attached());
        told_before && spaced && !list && self.is_clause_end(end)
    }

    /// Whether the hedge is one that years do not take, or the number is too round to be a year.
    fn is_hedged_like_a_count(&self, amount: &Amount) -> bool {
        let round = match amount.base {
            Base::Number { value, .. } => (value % Decimal::ONE_HUNDRED).is_zero(),
            _ => false,
        };
        let hedge = amount.hedge();
        match hedge {
            Hedge::Plain | Hedge::Between | Hedge::Only | Hedge::Exactly | Hedge::Further => false,
            Hedge::About | Hedge::UpTo => {
                round && self.next(amount.end).is_some_and(|next| next.is_word())
            }
            _ => true,
        }
    }

    /// "Boeing 737", "Channel 5": digits right after a capital, unless it only opens the sentence.
    fn is_name_of_something(&self, number: usize, shape: Option<Shape>) -> bool {
        let Some(before) = self.before(number).filter(|before| before.is_word()) else {
            return false;
        };
        let opens = self.is_sentence_start(number.saturating_sub(1))
            && self.lexicon.context.openers.has(Some(before));
        matches!(shape, Some(Shape::BareDigits(_))) && before.capital && !opens
    }

    /// The place after an opening such as «через» or «за».
    fn relative_opener(&self, at: usize) -> Option<usize> {
        self.lexicon.relatives.iter().find_map(|form| {
            form.open.iter().filter_map(|open| matches(open, &self.tokens, at)).max()
        })
    }
}

/// How a length of time in a fixed phrase is hedged.
fn plainness(duration: &Duration) -> Hedge {
    let amount = duration.amount();
    match (amount.low(), amount.high()) {
        _ if amount.as_exact().is_some() => Hedge::Plain,
        (Some(low), None) if !low.included => Hedge::MoreThan,
        (_, Some(high)) if !high.included => Hedge::LessThan,
        _ => Hedge::About,
    }
}
