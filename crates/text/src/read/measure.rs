//! Measures: lengths of time and way, money, ages, and dates told by a length of time.

use onus_model::value::{Direction, Distance, Duration, Interval, Kind, Money, TimeUnit};
use rust_decimal::Decimal;

use super::amount::{Amount, Base};
use super::lexicon::{HedgePhrase, Unit};
use super::number::Shape;
use super::prose::{Found, Prose};
use super::quantity::{Parsed, Place};
use super::reading::Read;
use super::token::Token;

/// How many of the smaller unit make one of the larger, where that is always the same.
fn factor(larger: TimeUnit, smaller: TimeUnit) -> Option<Decimal> {
    let seconds = |unit| match unit {
        TimeUnit::Second => Some(1),
        TimeUnit::Minute => Some(60),
        TimeUnit::Hour => Some(3_600),
        TimeUnit::Day => Some(86_400),
        TimeUnit::Week => Some(604_800),
        TimeUnit::Month | TimeUnit::Year => None,
    };
    match (larger, smaller) {
        (TimeUnit::Year, TimeUnit::Month) => Some(Decimal::from(12)),
        _ => {
            let (larger, smaller): (u32, u32) = (seconds(larger)?, seconds(smaller)?);
            (larger > smaller && larger % smaller == 0).then(|| Decimal::from(larger / smaller))
        }
    }
}

/// What a length of time goes on with.
enum Compound {
    /// Nothing.
    Simple,
    /// So many of the smaller unit, up to this token.
    Joined(Decimal, TimeUnit, usize),
    /// A smaller unit that cannot be added: nothing is read up to this token.
    Unclear(usize),
}

impl Prose<'_> {
    /// What the amount counts or measures.
    pub(super) fn measured(
        &self,
        place: Place,
        mut amount: Amount,
        opened: bool,
        age: bool,
    ) -> Found<Parsed> {
        self.hedges_after(&mut amount);
        if let Some(found) = self.percentage(place, &amount) {
            return found;
        }
        if let Some(found) = self.age_suffix(place, &amount) {
            return found;
        }
        if let Some(found) = self.with_unit(place, &amount, opened, age) {
            return found;
        }
        if opened {
            return Found::Nothing;
        }
        if let Some((end, currency)) = self.lexicon.currency_after.at(&self.tokens, amount.end) {
            return self.money(place, &amount, currency, end);
        }
        if !self.is_clear_after(amount.end) {
            return Found::Nothing;
        }
        let context = &self.lexicon.context;
        let other = [&context.other_units, &context.clock_after]
            .into_iter()
            .find_map(|table| table.at(&self.tokens, amount.end));
        if let Some((end, ())) = other.filter(|_| self.next(amount.end).is_some()) {
            return Found::Skip(end);
        }
        if age || self.is_age_of_people(place, &amount) {
            return self.age(place, &amount, amount.end);
        }
        if let Some(end) = self.labelled_of(place, &amount) {
            return Found::Skip(end);
        }
        if let Some(share) = self.share(place, &amount) {
            return Found::This(share);
        }
        self.counted(place, &amount)
    }

    /// The unit at a place, which a hyphen may join to the number, and the place after it.
    fn unit(&self, at: usize, digits: bool, first: bool) -> Option<(Unit, usize)> {
        if self.is_attached_dash(at) {
            let next = self.token(at + 1).filter(|next| next.is_attached())?;
            let (end, form) = self.lexicon.units.at(&self.tokens, at + 1)?;
            return (form.one && next.is_word()).then_some((form.unit, end));
        }
        let token = if first { self.token(at) } else { self.next(at) }?;
        let (end, form) = self.lexicon.units.at(&self.tokens, at)?;
        (!token.is_attached() || digits).then_some((form.unit, end))
    }

    fn with_unit(
        &self,
        place: Place,
        amount: &Amount,
        opened: bool,
        age: bool,
    ) -> Option<Found<Parsed>> {
        let digits =
            amount.end.checked_sub(1).and_then(|at| self.token(at)).is_some_and(Token::is_digits);
        let of = self.lexicon.shares.of.at(&self.tokens, amount.end);
        let (unit, end) = match (of, &amount.base) {
            // "A couple of hours".
            (Some((end, ())), Base::Vague) => self.unit(end, false, false)?,
            _ => self.unit(amount.end, digits, amount.end == place.start)?,
        };
        if self.is_attached_dash(end) && self.lexicon.ages.after.at(&self.tokens, end).is_none() {
            return Some(Found::Skip(end + 1));
        }
        let mut amount = amount.clone();
        let mut end = self.half_after(&mut amount, end);
        amount.end = end;
        self.hedges_after(&mut amount);
        end = amount.end;
        match unit {
            Unit::Length(unit) => Some(if opened {
                Found::Nothing
            } else if !amount.goes_with("distance") {
                Found::Skip(end)
            } else {
                let text = amount.measured().map(|range| format!("{range} {}", unit.word()));
                match text.and_then(|text| text.parse::<Distance>().ok()) {
                    Some(distance) => self.finish(place, &amount, end, Read::Distance(distance)),
                    None => Found::Skip(end),
                }
            }),
            Unit::Time(unit) => Some(self.time(place, amount, unit, opened, age)),
        }
    }

    /// "A year and a half".
    fn half_after(&self, amount: &mut Amount, end: usize) -> usize {
        let half = self.lexicon.numbers.half_after.at(&self.tokens, end);
        if let (Some((after, ())), Base::Number { value, .. }) = (half, &mut amount.base)
            && let Some(more) = value.checked_add(Decimal::new(5, 1))
        {
            *value = more;
            return after;
        }
        end
    }

    fn time(
        &self,
        place: Place,
        mut amount: Amount,
        mut unit: TimeUnit,
        opened: bool,
        age: bool,
    ) -> Found<Parsed> {
        if self.is_time_of_day(place, &amount, unit) {
            return Found::Skip(amount.end);
        }
        let of_age = amount.hedges().any(|hedge| {
            hedge.only.as_ref().is_some_and(|only| only.len() == 1 && only.contains("age"))
        });
        if let Some((end, ())) = self.lexicon.ages.after.at(&self.tokens, amount.end) {
            return if unit == TimeUnit::Year {
                self.age(place, &amount, end)
            } else {
                Found::Skip(end)
            };
        }
        let beside_age = unit == TimeUnit::Year && self.is_beside(place.start, Kind::Age);
        if (age || of_age || beside_age) && !opened {
            let end = amount.end;
            return if unit == TimeUnit::Year {
                self.age(place, &amount, end)
            } else {
                Found::Skip(end)
            };
        }
        match self.compound(&amount, unit) {
            // «Спустя год, двумя днями позже».
            Compound::Unclear(_) if opened => {}
            Compound::Simple => {}
            Compound::Unclear(end) => return Found::Skip(end),
            Compound::Joined(value, smaller, end) => {
                (amount.base, unit) = (Base::Number { value, shape: Shape::Words }, smaller);
                amount.end = end;
                self.hedges_after(&mut amount);
            }
        }
        if !amount.goes_with("duration") {
            return Found::Skip(amount.end);
        }
        let Some(duration) = amount.measured().and_then(|range| Duration::new(range, unit)) else {
            return Found::Skip(amount.end);
        };
        match self.direction(place, &amount, opened) {
            Some((direction, end)) => {
                let read = Read::Relative { offset: Some(duration), direction };
                self.finish(place, &amount, end, read)
            }
            None if opened => Found::Nothing,
            None => self.finish(place, &amount, amount.end, Read::Duration(duration)),
        }
    }

    /// The side on which a date told by this length of time lies, and the place after its words.
    fn direction(&self, place: Place, amount: &Amount, opened: bool) -> Option<(Direction, usize)> {
        let closed = |close: &[Vec<String>]| {
            self.next(amount.end).and_then(|_| self.any_phrase(close, amount.end))
        };
        for form in &self.lexicon.relatives {
            match (form.open.is_empty(), opened) {
                (true, false) => {
                    if let Some(end) = closed(&form.close) {
                        return Some((form.direction, end));
                    }
                }
                (false, true) if self.opens(place, &form.open) => {
                    let end = if form.close.is_empty() {
                        // «Через два дня после»: the same side told twice.
                        let same = self.lexicon.relatives.iter().filter(|other| {
                            other.open.is_empty() && other.direction == form.direction
                        });
                        Some(
                            same.filter_map(|other| closed(&other.close))
                                .max()
                                .unwrap_or(amount.end),
                        )
                    } else {
                        closed(&form.close)
                    };
                    return end.map(|end| (form.direction, end));
                }
                _ => {}
            }
        }
        None
    }

    /// Whether one of these openings stands between the start and the number.
    fn opens(&self, place: Place, open: &[Vec<String>]) -> bool {
        (place.start..place.number).any(|at| self.any_phrase(open, at).is_some())
    }

    /// What a smaller unit after this one adds: "two years and six months".
    fn compound(&self, amount: &Amount, unit: TimeUnit) -> Compound {
        let (Base::Number { value, .. }, true) = (&amount.base, amount.after.is_empty()) else {
            return Compound::Simple;
        };
        let comma = self.is_attached(amount.end, ",");
        let joined = self.lexicon.numbers.measure_join.has(self.next(amount.end));
        let at = amount.end + usize::from(comma || joined);
        let smaller = self.next(at).and_then(|_| self.number(at)).and_then(|second| {
            match self.unit(second.end, false, false) {
                Some((Unit::Time(smaller), end)) if smaller < unit => {
                    Some((second.value, smaller, end))
                }
                _ => None,
            }
        });
        let Some((second, smaller, end)) = smaller else { return Compound::Simple };
        let sum = factor(unit, smaller)
            .filter(|_| !comma)
            .and_then(|factor| value.checked_mul(factor)?.checked_add(second));
        match sum {
            Some(sum) => Compound::Joined(sum, smaller, end),
            None => Compound::Unclear(end),
        }
    }

    /// «В 11 часов», «около 11 часов утра»: a time of day.
    fn is_time_of_day(&self, place: Place, amount: &Amount, unit: TimeUnit) -> bool {
        let context = &self.lexicon.context;
        let small = match amount.base {
            Base::Number { value, .. } => value <= Decimal::from(24),
            _ => false,
        };
        let clock = context.clock_part.has(self.next(amount.end))
            || amount.hedges().next().is_none() && context.clock_before.has(self.before(place.start))
            // «С 11:30 до 21 часа».
            || self.before(place.start).is_some_and(Token::is_digits);
        self.is_running() && small && unit == TimeUnit::Hour && clock
    }

    /// A unit without a number, which says one of it: "more than a year", «через месяц», "a day later".
    pub(super) fn bare_unit(
        &self,
        place: Place,
        before: Vec<HedgePhrase>,
        opened: bool,
    ) -> Found<Parsed> {
        let numbers = &self.lexicon.numbers;
        let half = numbers.half_before.at(&self.tokens, place.number).map(|(end, ())| end);
        let article = numbers.articles.has(self.token(place.number));
        let (at, value) = match half {
            Some(end) => (end, Decimal::new(5, 1)),
            None => (place.number + usize::from(article), Decimal::ONE),
        };
        let named = half.is_some() || article || numbers.bare_scales;
        let Some((end, _)) =
            self.lexicon.units.at(&self.tokens, at).filter(|(_, form)| named && form.one)
        else {
            return Found::Nothing;
        };
        if at > place.start && self.next(at).is_none() {
            return Found::Nothing;
        }
        let hedged = !before.is_empty();
        let base = Base::Number { value, shape: Shape::Words };
        let mut amount =
            Amount { base, loose: false, year_like: false, before, after: Vec::new(), end: at };
        let Some(found) = self.with_unit(place, &amount, opened, false) else {
            return Found::Nothing;
        };
        amount.end = end;
        let told = hedged || opened || half.is_some() || !self.is_running();
        match &found {
            Found::This(parsed) => {
                let relative = matches!(parsed.read, Read::Relative { .. });
                let compound = parsed.end > end;
                // Nothing but an article before it, "a year" may be a rate: "15 a year".
                if told || relative || compound && article { found } else { Found::Nothing }
            }
            _ => Found::Nothing,
        }
    }

    /// Money with its currency before the amount: "€500", "KZT 2 million".
    pub(super) fn money_before(
        &self,
        place: Place,
        hedges: &[HedgePhrase],
    ) -> Option<Found<Parsed>> {
        let (at, currency) = self.lexicon.currency_before.at(&self.tokens, place.number)?;
        let Found::This(mut amount) = self.core(at, hedges.to_vec()) else { return None };
        self.hedges_after(&mut amount);
        if !self.is_clear_after(amount.end) {
            return Some(Found::Skip(amount.end));
        }
        Some(self.money(place, &amount, currency, amount.end))
    }

    fn money(&self, place: Place, amount: &Amount, currency: &str, end: usize) -> Found<Parsed> {
        let sum = amount.measured().filter(|_| amount.goes_with("money")).and_then(
            |range: Interval<Decimal>| format!("{range} {currency}").parse::<Money>().ok(),
        );
        match sum {
            Some(money) => self.finish(place, amount, end, Read::Money(money)),
            None => Found::Skip(end),
        }
    }
}
