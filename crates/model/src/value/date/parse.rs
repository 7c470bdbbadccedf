//! Text into dates.
//!
//! Written out by hand rather than as a grammar: a refused text gets the reason a researcher can act
//! on, and for that the parser has to recognise the usual mistakes and the forms of level 2 as well.

use std::str::FromStr;

use super::calendar::{Calendar, UnspecifiedYear};
use super::day::days_in_month;
use super::error::{EdtfError, EdtfProblem, Level2Form};
use super::{
    DateTime, Day, Edtf, EdtfDate, Form, IntervalEnd, MAX_YEAR, Qualifier, Season, TimeOfDay,
    UtcOffset, Zone,
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map(Self).map_err(|problem| EdtfError::new(text, problem))
    }
}

fn parse(text: &str) -> Result<Form, EdtfProblem> {
    if text.trim().is_empty() {
        return Err(EdtfProblem::Empty);
    }
    if text.contains(char::is_whitespace) {
        return Err(EdtfProblem::Space);
    }
    if let Some(character) = text.chars().find(|c| !c.is_ascii_graphic()) {
        return Err(EdtfProblem::Character(character));
    }
    if text.contains(['[', ']', '{', '}']) || text.contains(',') && !text.contains('T') {
        return Err(Level2Form::Set.into());
    }
    if is_other_order(text) {
        return Err(EdtfProblem::YearFirst);
    }
    if let Some((start, end)) = text.split_once('/') {
        return parse_interval(start, end);
    }
    if text.starts_with("..") || text.ends_with("..") {
        return Err(EdtfProblem::OpenWithoutSlash);
    }
    match text.split_once('T') {
        Some((date, time)) => parse_date_time(date, time).map(Form::DateTime),
        None => parse_date(text).map(Form::Date),
    }
}

impl From<Level2Form> for EdtfProblem {
    fn from(form: Level2Form) -> Self {
        Self::Level2(form)
    }
}

/// Whether the text is a complete date in another order or with other separators: `16.12.2011`,
/// `12/16/2011`, `2011/12/16`, `16-12-2011`, `20111216`.
fn is_other_order(text: &str) -> bool {
    let is_date = |separator: char| {
        let parts: Vec<&str> = text.split(separator).take(4).collect();
        let [first, middle, last] = parts[..] else {
            return false;
        };
        let short = |part: &str| part.len() <= 2 && is_digits(part);
        let long = |part: &str| part.len() == 4 && is_digits(part);
        let day_first = short(first) && long(last);
        let year_first = separator != '-' && long(first) && short(last);
        short(middle) && (day_first || year_first)
    };
    is_date('.') || is_date('/') || is_date('-') || (text.len() == 8 && is_digits(text))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of exactly two digits.
fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2 && is_digits(text)).then(|| text.parse().ok()).flatten()
}

fn parse_interval(start: &str, end: &str) -> Result<Form, EdtfProblem> {
    if end.contains('/') {
        return Err(EdtfProblem::TwoEnds);
    }
    let (start, end) = (parse_end(start)?, parse_end(end)?);
    if start == IntervalEnd::Unknown && end == IntervalEnd::Unknown {
        return Err(EdtfProblem::NothingStated);
    }
    if end.bounds().certainly_before(&start.bounds()) {
        return Err(EdtfProblem::Reversed);
    }
    Ok(Form::Interval { start, end })
}

fn parse_end(text: &str) -> Result<IntervalEnd, EdtfProblem> {
    let first = text.split('-').next().unwrap_or_default();
    match text {
        "" => Ok(IntervalEnd::Unknown),
        ".." => Ok(IntervalEnd::Open),
        "unknown" => Err(EdtfProblem::OldNotation {
            found: "unknown",
            instead: "leave an unknown end of an interval empty (2006/ or /2006)",
        }),
        "open" => Err(EdtfProblem::OldNotation {
            found: "open",
            instead: "write .. for an open end of an interval (2006/.. or ../2006)",
        }),
        _ if text.contains('T') => Err(EdtfProblem::TimeInInterval),
        _ if first.len() <= 2 && is_digits(first) => Err(EdtfProblem::EndNotInFull),
        _ => parse_date(text).map(IntervalEnd::Date),
    }
}

fn parse_date(text: &str) -> Result<EdtfDate, EdtfProblem> {
    let last = text.chars().next_back();
    let qualifier = last.and_then(Qualifier::from_char);
    let body = match qualifier {
        Some(qualifier) => text.strip_suffix(qualifier.as_char()).unwrap_or(text),
        None => text,
    };
    let marks = ['?', '~', '%'];
    if qualifier.is_some() && body.ends_with(marks) {
        return Err(EdtfProblem::TwoQualifiers);
    }
    if body.contains(marks) {
        return Err(Level2Form::QualifiedPart.into());
    }
    let calendar = match body.strip_prefix('Y') {
        Some(year) => parse_long_year(year)?,
        None => parse_calendar(body)?,
    };
    Ok(EdtfDate { calendar, qualifier })
}

/// Reads what follows `Y`.
fn parse_long_year(text: &str) -> Result<Calendar, EdtfProblem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    refuse_level_2_years(digits)?;
    if digits.contains('X') {
        return Err(Level2Form::UnspecifiedDigit.into());
    }
    if digits.len() < 5 || !is_digits(digits) || digits.starts_with('0') {
        return Err(EdtfProblem::LongYear);
    }
    // More digits than a 64-bit number holds are as much out of range.
    let year: i64 = text.parse().map_err(|_| EdtfProblem::YearOutOfRange)?;
    if !(-MAX_YEAR..=MAX_YEAR).contains(&year) {
        return Err(EdtfProblem::YearOutOfRange);
    }
    Ok(Calendar::Year(year))
}

/// Refuses exponents and significant digits: `17E7`, `1950S2`, `20E2S3`.
fn refuse_level_2_years(digits: &str) -> Result<(), EdtfProblem> {
    let numbers = |separators: &[char]| {
        digits.contains(separators) && digits.split(separators).all(is_digits)
    };
    if digits.contains('E') && numbers(&['E', 'S']) {
        Err(Level2Form::ExponentialYear.into())
    } else if numbers(&['S']) {
        Err(Level2Form::SignificantDigits.into())
    } else {
        Ok(())
    }
}

/// Reads a date without its qualifier: years of four digits, months, seasons, days.
fn parse_calendar(text: &str) -> Result<Calendar, EdtfProblem> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    refuse_level_2_years(body)?;
    refuse_other_letters(body)?;
    if !body.bytes().all(|b| b.is_ascii_digit() || b == b'X' || b == b'-') {
        return Err(EdtfProblem::Unreadable);
    }
    let mut parts = body.split('-');
    let (year, month, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    if parts.next().is_some() || year.is_empty() {
        return Err(EdtfProblem::Unreadable);
    }
    if year.len() != 4 {
        return Err(EdtfProblem::FourDigitYear);
    }
    if year.contains('X') {
        return match month {
            None => parse_unspecified_year(negative, year),
            Some(_) => Err(Level2Form::UnspecifiedDigit.into()),
        };
    }
    let year: i64 = year.parse().map_err(|_| EdtfProblem::FourDigitYear)?;
    if negative && year == 0 {
        return Err(EdtfProblem::MinusZeroYear);
    }
    let year = if negative { -year } else { year };
    match (month, day) {
        (None, _) => Ok(Calendar::Year(year)),
        (Some("XX"), None) => Ok(Calendar::SomeMonth(year)),
        (Some("XX"), Some("XX")) => Ok(Calendar::SomeDayOfYear(year)),
        (Some(month), day) => parse_month(year, month, day),
    }
}

/// Names the letters of earlier notations that a reader may take for the present ones.
fn refuse_other_letters(text: &str) -> Result<(), EdtfProblem> {
    let rest = |letter: char| {
        text.contains(letter) && text.chars().all(|c| c == letter || c == '-' || c.is_ascii_digit())
    };
    let unspecified = "write X for a digit that is not known (19XX, 2004-XX)";
    if rest('x') {
        Err(EdtfProblem::OldNotation { found: "x", instead: unspecified })
    } else if rest('u') {
        Err(EdtfProblem::OldNotation { found: "u", instead: unspecified })
    } else if rest('y') {
        Err(EdtfProblem::OldNotation {
            found: "y",
            instead: "write Y before a year of five digits or more (Y12345)",
        })
    } else {
        Ok(())
    }
}

/// Reads a year of four characters with at least one `X` and no month.
fn parse_unspecified_year(negative: bool, text: &str) -> Result<Calendar, EdtfProblem> {
    let known = text.trim_end_matches('X');
    if known.contains('X') {
        return Err(Level2Form::UnspecifiedDigit.into());
    }
    // No known digit at all is no number either.
    let leading = known.parse().map_err(|_| EdtfProblem::NothingStated)?;
    let unspecified =
        u8::try_from(text.len() - known.len()).map_err(|_| EdtfProblem::FourDigitYear)?;
    Ok(Calendar::Years(UnspecifiedYear { negative, leading, unspecified }))
}

/// Reads a month or season that is not `XX`, and the day after it if there is one.
fn parse_month(year: i64, month: &str, day: Option<&str>) -> Result<Calendar, EdtfProblem> {
    if month.contains('X') || day.is_some_and(|day| day.contains('X') && day != "XX") {
        return Err(Level2Form::UnspecifiedDigit.into());
    }
    let month = two_digits(month).ok_or(EdtfProblem::TwoDigits)?;
    if let Some(season) = Season::from_code(month) {
        return match day {
            None => Ok(Calendar::Season(year, season)),
            Some(_) => Err(EdtfProblem::SeasonWithDay),
        };
    }
    if (25..=41).contains(&month) {
        return Err(Level2Form::SubYearGrouping.into());
    }
    let name = usize::from(month)
        .checked_sub(1)
        .and_then(|index| MONTHS.get(index))
        .ok_or(EdtfProblem::NoSuchMonth(month))?;
    match day {
        None => Ok(Calendar::Month(year, month)),
        Some("XX") => Ok(Calendar::SomeDay(year, month)),
        Some(day) => {
            let day = two_digits(day).ok_or(EdtfProblem::TwoDigits)?;
            let days = days_in_month(year, month);
            if (1..=days).contains(&day) {
                Ok(Calendar::Day(year, month, day))
            } else {
                Err(EdtfProblem::NoSuchDay { month: name, year, days, day })
            }
        }
    }
}

fn parse_date_time(date: &str, rest: &str) -> Result<DateTime, EdtfProblem> {
    if date.is_empty() {
        return Err(EdtfProblem::TimeNeedsDay);
    }
    let date = parse_date(date)?;
    if date.qualifier.is_some() || rest.ends_with(['?', '~', '%']) {
        return Err(EdtfProblem::QualifiedTime);
    }
    let Calendar::Day(year, month, day) = date.calendar else {
        return Err(EdtfProblem::TimeNeedsDay);
    };
    let day = Day::of_valid(year, month, day);
    let clock = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
    let (time, zone) = rest.split_at(clock);
    let time = parse_time(day, time)?;
    Ok(DateTime::new(day, time, parse_zone(zone)?))
}

fn parse_time(day: Day, text: &str) -> Result<TimeOfDay, EdtfProblem> {
    let mut parts = text.split(':');
    let mut number = || parts.next().map(two_digits);
    let (Some(Some(hour)), Some(Some(minute))) = (number(), number()) else {
        return Err(EdtfProblem::TimeForm);
    };
    let second = match number() {
        None => None,
        Some(Some(second)) => Some(second),
        Some(None) => return Err(EdtfProblem::TimeForm),
    };
    if parts.next().is_some() {
        return Err(EdtfProblem::TimeForm);
    }
    match (hour, minute, second) {
        (24, 0, None | Some(0)) => Err(match day.checked_add_days(1) {
            Some(next) => EdtfProblem::EndOfDay { next },
            None => EdtfProblem::NoSuchTime,
        }),
        (0..=23, 0..=59, Some(60)) => Err(EdtfProblem::LeapSecond),
        _ => TimeOfDay::new(hour, minute, second).ok_or(EdtfProblem::NoSuchTime),
    }
}

fn parse_zone(text: &str) -> Result<Option<Zone>, EdtfProblem> {
    let (sign, digits) = match text.split_at_checked(1) {
        None => return Ok(None),
        Some(("Z", "")) => return Ok(Some(Zone::Utc)),
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        Some(("." | ",", _)) => return Err(EdtfProblem::Fraction),
        Some(_) => return Err(EdtfProblem::ZoneForm),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, Some(minutes)),
        None => (digits, None),
    };
    let hours_only = minutes.is_none();
    let hours = two_digits(hours).ok_or(EdtfProblem::ZoneForm)?;
    let minutes = two_digits(minutes.unwrap_or("00")).ok_or(EdtfProblem::ZoneForm)?;
    if minutes > 59 {
        return Err(EdtfProblem::NoSuchOffset);
    }
    let total = sign * (i16::from(hours) * 60 + i16::from(minutes));
    if total == 0 && sign < 0 {
        return Err(EdtfProblem::MinusZeroOffset);
    }
    UtcOffset::new(total, hours_only)
        .map(|offset| Some(Zone::Offset(offset)))
        .ok_or(EdtfProblem::NoSuchOffset)
}
