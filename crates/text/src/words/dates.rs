//! The words for dates and for the time over which something held.

use onus_model::value::date::{
    DateTime, Edtf, EdtfDate, IntervalEnd, Precision, Qualifier, Season, Zone,
};
use onus_model::value::{Direction, Extent, Held, Relative, When};

use super::bundle::{Args, Form};
use super::{Labels, Words, keys};

impl Words {
    /// A date of EDTF in words.
    pub(super) fn edtf(&self, date: &Edtf, form: &Form) -> String {
        if let Some(date) = date.date() {
            return self.one_date(&date, form);
        }
        if let Some(moment) = date.date_time() {
            return self.moment(&moment, form);
        }
        match (date.start(), date.end()) {
            (Some(IntervalEnd::Open), Some(IntervalEnd::Date(last))) => {
                let last = self.one_date(&last, &self.messages.form(keys::DATE_UNTIL));
                self.messages.say(keys::DATE_UNTIL, &Args::new().text("last", last))
            }
            (Some(IntervalEnd::Date(first)), Some(IntervalEnd::Open)) => {
                let first = self.one_date(&first, &self.messages.form(keys::DATE_SINCE));
                self.messages.say(keys::DATE_SINCE, &Args::new().text("first", first))
            }
            (first, last) => {
                let form = self.messages.form(keys::DATE_BETWEEN);
                let args = Args::new()
                    .text("first", self.end(first, &form))
                    .text("last", self.end(last, &form));
                self.messages.say(keys::DATE_BETWEEN, &args)
            }
        }
    }

    fn end(&self, end: Option<IntervalEnd>, form: &Form) -> String {
        match end {
            Some(IntervalEnd::Date(date)) => self.one_date(&date, form),
            Some(IntervalEnd::Open) => self.messages.plain(keys::DATE_END_OPEN),
            Some(IntervalEnd::Unknown) | None => self.messages.plain(keys::DATE_END_UNKNOWN),
        }
    }

    fn one_date(&self, date: &EdtfDate, form: &Form) -> String {
        let words = self.calendar(date, form);
        let key = match date.qualifier() {
            None => return words,
            Some(Qualifier::Uncertain) => keys::DATE_UNCERTAIN,
            Some(Qualifier::Approximate) => keys::DATE_APPROXIMATE,
            Some(Qualifier::UncertainAndApproximate) => keys::DATE_UNCERTAIN_APPROXIMATE,
        };
        self.messages.say(key, &Args::new().text("date", words))
    }

    fn calendar(&self, date: &EdtfDate, form: &Form) -> String {
        let bounds = date.bounds();
        let (Some(first), Some(last)) = (bounds.earliest(), bounds.latest()) else {
            return date.to_string();
        };
        let ((year, month, day), (last_year, ..)) = (first.to_civil(), last.to_civil());
        let some = date.has_unspecified_digits();
        let of_year =
            |key| self.messages.say(key, &Args::new().text("year", year.to_string()).form(form));
        match date.precision() {
            Precision::Millennium | Precision::Century => {
                let args = Args::new()
                    .text("first", year.to_string())
                    .text("last", last_year.to_string())
                    .form(form);
                self.messages.say(keys::DATE_YEARS, &args)
            }
            // Before the year 1 a decade does not start with its round year.
            Precision::Decade if year < 0 => {
                let args = Args::new()
                    .text("first", year.to_string())
                    .text("last", last_year.to_string())
                    .form(form);
                self.messages.say(keys::DATE_YEARS, &args)
            }
            Precision::Decade => of_year(keys::DATE_DECADE),
            Precision::Year if some && date.to_string().contains("-XX-XX") => {
                let form_of_date = self.messages.form(keys::DATE_SOME_DAY);
                let of = Args::new().text("year", year.to_string()).form(&form_of_date);
                self.some_day(self.messages.say(keys::DATE_YEAR, &of), form)
            }
            Precision::Year if some => of_year(keys::DATE_SOME_MONTH),
            Precision::Year => of_year(keys::DATE_YEAR),
            Precision::Season => {
                let season = match date.season() {
                    Some((_, Season::Spring)) => "spring",
                    Some((_, Season::Summer)) => "summer",
                    Some((_, Season::Autumn)) => "autumn",
                    Some((_, Season::Winter)) | None => "winter",
                };
                let args =
                    Args::new().text("season", season).text("year", year.to_string()).form(form);
                self.messages.say(keys::DATE_SEASON, &args)
            }
            Precision::Month if some => {
                let month = self.month(year, month, &self.messages.form(keys::DATE_SOME_DAY));
                self.some_day(month, form)
            }
            Precision::Month => self.month(year, month, form),
            Precision::Day | Precision::Minute | Precision::Second => self.day(year, month, day),
        }
    }

    fn some_day(&self, date: String, form: &Form) -> String {
        self.messages.say(keys::DATE_SOME_DAY, &Args::new().text("date", date).form(form))
    }

    fn month_name(&self, month: u8, form: &Form) -> String {
        let args = Args::new().number("month", month.into()).form(form);
        self.messages.say(keys::MONTH_NAME, &args)
    }

    fn month(&self, year: i64, month: u8, form: &Form) -> String {
        let args =
            Args::new().text("month", self.month_name(month, form)).text("year", year.to_string());
        self.messages.say(keys::DATE_MONTH, &args)
    }

    fn day(&self, year: i64, month: u8, day: u8) -> String {
        let args = Args::new()
            .text("day", day.to_string())
            .text("month", self.month_name(month, &self.messages.form(keys::DATE_DAY)))
            .text("year", year.to_string());
        self.messages.say(keys::DATE_DAY, &args)
    }

    fn moment(&self, moment: &DateTime, _form: &Form) -> String {
        let (year, month, day) = moment.day().to_civil();
        let args = Args::new()
            .text("date", self.day(year, month, day))
            .text("time", moment.time().to_string());
        let zone = match moment.zone() {
            None => return self.messages.say(keys::DATE_TIME, &args),
            Some(Zone::Utc) => "UTC".to_owned(),
            Some(Zone::Offset(offset)) => format!("UTC{offset}"),
        };
        self.messages.say(keys::DATE_TIME_ZONE, &args.text("zone", zone))
    }

    pub(super) fn when(&self, when: &When, labels: &dyn Labels) -> String {
        match when {
            When::Calendar(date) => self.edtf(date, &Form::plain()),
            When::Relative(relative) => self.relative(relative, labels),
        }
    }

    fn relative(&self, relative: &Relative, labels: &dyn Labels) -> String {
        let anchor = Args::new()
            .text("record", labels.record(relative.record()))
            .text("property", labels.property(relative.property()));
        let args = Args::new().text("anchor", self.messages.say(keys::RELATIVE_ANCHOR, &anchor));
        match (relative.offset(), relative.direction()) {
            (None, Direction::Before) => self.messages.say(keys::RELATIVE_ANY_BEFORE, &args),
            (None, Direction::After) => self.messages.say(keys::RELATIVE_ANY_AFTER, &args),
            (Some(offset), direction) => {
                let key = match direction {
                    Direction::Before => keys::RELATIVE_BEFORE,
                    Direction::After => keys::RELATIVE_AFTER,
                };
                self.messages.say(key, &args.text("offset", self.duration(offset)))
            }
        }
    }

    pub(super) fn held(&self, held: &Held, labels: &dyn Labels) -> String {
        let end = |end: Option<&When>| match end {
            Some(when) => self.when(when, labels),
            None => self.messages.plain(keys::DATE_END_UNKNOWN),
        };
        let one = held.first().is_some() && held.first() == held.last();
        let key = match (held.extent(), one) {
            (Extent::Throughout, false) => keys::HELD_THROUGHOUT,
            (Extent::Throughout, true) => keys::HELD_THROUGHOUT_ONE,
            (Extent::Within, false) => keys::HELD_WITHIN,
            (Extent::Within, true) => keys::HELD_WITHIN_ONE,
        };
        let args = Args::new().text("first", end(held.first())).text("last", end(held.last()));
        self.messages.say(key, &args)
    }
}
