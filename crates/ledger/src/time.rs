//! Points in time as commits state them.
//!
//! RFC 3339 in UTC with whole seconds, in one spelling only: `2026-11-23T18:00:00Z`. No fractions (a
//! commit's time is a member's word, not a measurement), no offsets (two spellings of one moment), no
//! leap second.

use std::fmt;

/// A point in time, to the second, between 1970 and 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

/// The last second of the year 9999.
const LAST: u64 = 253_402_300_799;
const DAY: u64 = 86_400;

impl Time {
    /// The moment so many seconds after the beginning of 1970 (UTC); `None` past the year 9999.
    #[must_use]
    pub fn from_unix_seconds(seconds: u64) -> Option<Self> {
        (seconds <= LAST).then_some(Self(seconds))
    }

    /// Seconds since the beginning of 1970 (UTC).
    #[must_use]
    pub fn unix_seconds(self) -> u64 {
        self.0
    }

    /// Reads `YYYY-MM-DDTHH:MM:SSZ`, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 20] = text.as_bytes().try_into().ok()?;
        for (place, mark) in [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')]
        {
            if bytes[place] != mark {
                return None;
            }
        }
        let number = |from: usize, to: usize| {
            bytes[from..to].iter().try_fold(0u64, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + u64::from(digit - b'0'))
            })
        };
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let valid = year >= 1970
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        let days = days_before_year(year)
            + (1..month).map(|earlier| days_in(year, earlier)).sum::<u64>()
            + day.saturating_sub(1);
        valid.then_some(Self(days * DAY + hour * 3600 + minute * 60 + second))
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the beginning of 1970 to the beginning of `year`; 0 for earlier years.
fn days_before_year(year: u64) -> u64 {
    let leaps = |through: u64| through / 4 - through / 100 + through / 400;
    year.saturating_sub(1970) * 365 + leaps(year.saturating_sub(1).max(1969)) - leaps(1969)
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.0 / DAY, self.0 % DAY);
        let mut year = 1970 + days / 366;
        while days_before_year(year + 1) <= days {
            year += 1;
        }
        let mut day = days - days_before_year(year);
        let mut month = 1;
        while day >= days_in(year, month) {
            day -= days_in(year, month);
            month += 1;
        }
        write!(
            f,
            "{year:04}-{month:02}-{:02}T{:02}:{:02}:{:02}Z",
            day + 1,
            second / 3600,
            second / 60 % 60,
            second % 60
        )
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Time({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, LAST, Time};

    #[test]
    fn known_moments() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_324_015_200, "2011-12-16T06:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (LAST, "9999-12-31T23:59:59Z"),
        ] {
            let time = Time::from_unix_seconds(seconds).unwrap();
            assert_eq!(time.to_string(), text);
            assert_eq!(Time::parse(text), Some(time));
        }
        assert_eq!(Time::from_unix_seconds(LAST + 1), None);
    }

    #[test]
    fn every_day_reads_back() {
        for day in 0..=LAST / DAY {
            let time = Time::from_unix_seconds(day * DAY + day % DAY).unwrap();
            assert_eq!(Time::parse(&time.to_string()), Some(time));
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T18:00:00",
            "2026-11-23t18:00:00Z",
            "2026-11-23T18:00:00.0Z",
            "2026-11-23T18:00:00+00:00",
            "2026-11-23T24:00:00Z",
            "2026-11-23T18:00:60Z",
            "2026-02-29T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "+026-11-23T18:00:00Z",
            "2026-11-23T18:0é:0Z",
        ] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }
}
