//! The words for numbers, shares and measures.

use onus_model::value::{
    Age, ClosedSet, Count, Distance, Duration, Fraction, Interval, LengthUnit, Measure, Money,
    Share, Spread, TimeUnit,
};
use rust_decimal::Decimal;

use super::bundle::{Args, Form};
use super::number::plural;
use super::{Labels, Words, keys};

/// The two ends of a range: the bound and whether it is included.
struct Ends<T> {
    low: Option<(T, bool)>,
    high: Option<(T, bool)>,
}

impl Ends<Decimal> {
    /// The ends of an amount, of which a lower one at zero says nothing.
    fn of(range: &Interval<Decimal>) -> Self {
        let low = range.low().filter(|end| !(end.included && end.at.is_zero()));
        let end = |end: &onus_model::value::End<Decimal>| (end.at, end.included);
        Self { low: low.map(end), high: range.high().map(end) }
    }
}

/// How a bound is worded: what it measures, the form the words need, and whether as the first of two.
trait Bound<T>: Fn(&T, &Form, bool) -> String {}
impl<T, F: Fn(&T, &Form, bool) -> String> Bound<T> for F {}

fn unit_key(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => keys::UNIT_SECOND,
        TimeUnit::Minute => keys::UNIT_MINUTE,
        TimeUnit::Hour => keys::UNIT_HOUR,
        TimeUnit::Day => keys::UNIT_DAY,
        TimeUnit::Week => keys::UNIT_WEEK,
        TimeUnit::Month => keys::UNIT_MONTH,
        TimeUnit::Year => keys::UNIT_YEAR,
    }
}

fn length_key(unit: LengthUnit) -> &'static str {
    match unit {
        LengthUnit::Metre => keys::UNIT_METRE,
        LengthUnit::Kilometre => keys::UNIT_KILOMETRE,
        LengthUnit::Mile => keys::UNIT_MILE,
    }
}

impl Words {
    /// A range in words; `None` when it has no ends.
    fn range<T>(&self, ends: &Ends<T>, bound: impl Bound<T>) -> Option<String> {
        let one = |key, name, at: &T| {
            let words = bound(at, &self.messages.form(key), false);
            self.messages.say(key, &Args::new().text(name, words))
        };
        Some(match (&ends.low, &ends.high) {
            (None, None) => return None,
            (Some((low, true)), None) => one(keys::RANGE_AT_LEAST, "low", low),
            (Some((low, false)), None) => one(keys::RANGE_MORE_THAN, "low", low),
            (None, Some((high, true))) => one(keys::RANGE_AT_MOST, "high", high),
            (None, Some((high, false))) => one(keys::RANGE_LESS_THAN, "high", high),
            (Some((low, with_low)), Some((high, with_high))) => {
                let ends = match (with_low, with_high) {
                    (true, true) => "closed",
                    (false, true) => "open-low",
                    (true, false) => "open-high",
                    (false, false) => "open",
                };
                let form = self.messages.form(keys::RANGE_BETWEEN);
                let args = Args::new()
                    .text("ends", ends)
                    .text("low", bound(low, &form, true))
                    .text("high", bound(high, &form, false));
                self.messages.say(keys::RANGE_BETWEEN, &args)
            }
        })
    }

    /// So many of a unit.
    pub(super) fn of_unit(&self, key: &'static str, amount: Decimal, form: &Form) -> String {
        let args = Args::new()
            .number("number", plural(amount))
            .text("digits", self.digits(amount))
            .form(form);
        self.messages.say(key, &args)
    }

    /// An amount of a unit; of two bounds only the second names the unit.
    fn amount(&self, range: &Interval<Decimal>, key: &'static str, any: &'static str) -> String {
        if let Some(exact) = range.as_exact() {
            return self.of_unit(key, *exact, &Form::plain());
        }
        let bound = |at: &Decimal, form: &Form, first: bool| {
            if first { self.digits(*at) } else { self.of_unit(key, *at, form) }
        };
        self.range(&Ends::of(range), bound).unwrap_or_else(|| self.messages.plain(any))
    }

    /// A count in words: "15", "at least 15", "10 to 14".
    #[must_use]
    pub fn count(&self, count: &Count) -> String {
        if let Some(exact) = count.as_exact() {
            return self.digits(exact.into());
        }
        let low = (count.low() > 0).then(|| (count.low(), true));
        let ends = Ends { low, high: count.high().map(|high| (high, true)) };
        self.range(&ends, |at: &u64, _: &Form, _| self.digits((*at).into()))
            .unwrap_or_else(|| self.messages.plain(keys::COUNT_ANY))
    }

    pub(super) fn share(&self, share: &Share) -> String {
        let range = match share {
            Share::Of { part, whole } => {
                let args =
                    Args::new().text("part", self.count(part)).text("whole", self.count(whole));
                return self.messages.say(keys::SHARE_OF, &args);
            }
            Share::Proportion(range) => range,
        };
        if let Some(exact) = range.as_exact() {
            return self.fraction(exact, &Form::plain());
        }
        let low = range.low().filter(|end| !(end.included && end.at == Fraction::NONE));
        let high = range.high().filter(|end| !(end.included && end.at == Fraction::ALL));
        let ends = Ends {
            low: low.map(|end| (end.at, end.included)),
            high: high.map(|end| (end.at, end.included)),
        };
        self.range(&ends, |at: &Fraction, form: &Form, _| self.fraction(at, form))
            .unwrap_or_else(|| self.messages.plain(keys::SHARE_ANY))
    }

    /// A fraction by its name, in hundredths, or as it is.
    fn fraction(&self, fraction: &Fraction, form: &Form) -> String {
        let text = fraction.to_string();
        let (part, whole) = text.split_once('/').unwrap_or((&text, "1"));
        let name = match (part, whole) {
            ("0", "1") => Some("none"),
            ("1", "1") => Some("all"),
            ("1", "2") => Some("half"),
            ("1", "3") => Some("third"),
            ("2", "3") => Some("two-thirds"),
            ("1", "4") => Some("quarter"),
            ("3", "4") => Some("three-quarters"),
            _ => None,
        };
        if let Some(name) = name {
            let args = Args::new().text("name", name).form(form);
            return self.messages.say(keys::FRACTION_NAMED, &args);
        }
        let number = |text: &str| text.parse::<Decimal>().ok();
        // Hundredths and thousandths come out exactly; anything finer stays a fraction.
        let percent = number(part)
            .zip(number(whole))
            .filter(|(_, whole)| (Decimal::ONE_THOUSAND % whole).is_zero())
            .and_then(|(part, whole)| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole));
        match percent {
            Some(percent) => {
                let args = Args::new().text("digits", self.digits(percent)).form(form);
                self.messages.say(keys::FRACTION_PERCENT, &args)
            }
            None => {
                let args = Args::new().text("part", part).text("whole", whole).form(form);
                self.messages.say(keys::FRACTION_OTHER, &args)
            }
        }
    }

    pub(super) fn duration(&self, duration: &Duration) -> String {
        self.amount(duration.amount(), unit_key(duration.unit()), keys::DURATION_ANY)
    }

    pub(super) fn distance(&self, distance: &Distance) -> String {
        self.amount(distance.amount(), length_key(distance.unit()), keys::DISTANCE_ANY)
    }

    pub(super) fn metres(&self, metres: u32, form: &Form) -> String {
        self.of_unit(keys::UNIT_METRE, metres.into(), form)
    }

    pub(super) fn money(&self, money: &Money) -> String {
        let sum = |amount: Decimal, form: &Form| {
            let args = Args::new()
                .text("digits", self.digits(amount))
                .text("currency", money.currency())
                .form(form);
            self.messages.say(keys::MONEY, &args)
        };
        if let Some(exact) = money.amount().as_exact() {
            return sum(*exact, &Form::plain());
        }
        let bound = |at: &Decimal, form: &Form, first: bool| {
            if first { self.digits(*at) } else { sum(*at, form) }
        };
        self.range(&Ends::of(money.amount()), bound)
            .unwrap_or_else(|| self.messages.plain(keys::MONEY_ANY))
    }

    pub(super) fn age(&self, age: &Age) -> String {
        let years = age.years();
        let date = self.edtf(age.on(), &Form::plain());
        let of = |years: u64, form: &Form| self.of_unit(keys::AGE_YEARS, years.into(), form);
        let bound = |at: &u64, form: &Form, first: bool| {
            if first { self.digits((*at).into()) } else { of(*at, form) }
        };
        let words = match years.as_exact() {
            Some(exact) => Some(of(exact, &Form::plain())),
            None => {
                let low = (years.low() > 0).then(|| (years.low(), true));
                self.range(&Ends { low, high: years.high().map(|high| (high, true)) }, bound)
            }
        };
        match words {
            Some(years) => {
                self.messages.say(keys::AGE, &Args::new().text("years", years).text("date", date))
            }
            None => self.messages.say(keys::AGE_ANY, &Args::new().text("date", date)),
        }
    }

    pub(super) fn spread(&self, spread: &Spread) -> String {
        let measure = |measure: &Measure| match measure {
            Measure::Count(count) => self.count(count),
            Measure::Duration(duration) => self.duration(duration),
            Measure::Money(money) => self.money(money),
        };
        let args = Args::new()
            .text("least", measure(spread.least()))
            .text("most", measure(spread.most()))
            .text("over", self.count(spread.over()));
        self.messages.say(keys::SPREAD, &args)
    }

    pub(super) fn closed_set(&self, set: &ClosedSet, labels: &dyn Labels) -> String {
        let count = self.count(set.count());
        if set.named().is_empty() {
            return self.messages.say(keys::CLOSED_SET, &Args::new().text("count", count));
        }
        let names = self.list(set.named().iter().map(|member| labels.record(*member)).collect());
        let all = if set.is_fully_named() { "yes" } else { "no" };
        let args = Args::new().text("count", count).text("names", names).text("all", all);
        self.messages.say(keys::CLOSED_SET_NAMED, &args)
    }

    /// A list of names: "A, B and C".
    pub(super) fn list(&self, names: Vec<String>) -> String {
        let last = names.len().saturating_sub(1);
        let mut names = names.into_iter().enumerate();
        let Some((_, first)) = names.next() else { return String::new() };
        names.fold(first, |list, (place, name)| {
            let key = if place == last { keys::LIST_TWO } else { keys::LIST_MORE };
            self.messages.say(key, &Args::new().text("first", list).text("last", name))
        })
    }
}
