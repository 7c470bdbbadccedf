//! A day with a time of day, and the seconds it may stand for.
//!
//! A time without a zone is local time somewhere, and a date without one is a local day. A numeric
//! offset says which local clock is meant (`T11:30+06:00` is 11:30 where clocks are six hours ahead), so
//! its day is the local day. `Z` says the moment but not the local clock: the local day may be the one
//! before or after. Where a local clock has to be guessed, all offsets in use are allowed for.

use super::{Day, DayBounds, Precision};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The offset of the westernmost clocks in use, in seconds.
const WESTERNMOST: i64 = -12 * HOUR;
/// The offset of the easternmost clocks in use, in seconds.
const EASTERNMOST: i64 = 14 * HOUR;

/// A time of day, to the minute or to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
    second: Option<u8>,
}

impl TimeOfDay {
    /// A time of a day of 24 hours of 60 minutes of 60 seconds; `None` if it is not one.
    #[must_use]
    pub fn new(hour: u8, minute: u8, second: Option<u8>) -> Option<Self> {
        let valid = hour < 24 && minute < 60 && second.is_none_or(|second| second < 60);
        valid.then_some(Self { hour, minute, second })
    }

    /// 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// 0 to 59.
    #[must_use]
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// 0 to 59; `None` when not stated.
    #[must_use]
    pub fn second(self) -> Option<u8> {
        self.second
    }

    /// The first and last second of the day meant: a whole minute when seconds are not stated.
    fn seconds(self) -> Range {
        let minute = i64::from(self.hour) * HOUR + i64::from(self.minute) * MINUTE;
        match self.second {
            Some(second) => Range(minute + i64::from(second), minute + i64::from(second)),
            None => Range(minute, minute + MINUTE - 1),
        }
    }
}

/// How far a clock is ahead of UTC, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcOffset {
    minutes: i16,
    hours_only: bool,
}

impl UtcOffset {
    /// An offset in minutes, positive east of Greenwich, written as hours only or with minutes.
    ///
    /// `None` outside −12:00 to +14:00, and when hours only cannot express it.
    #[must_use]
    pub fn new(minutes: i16, hours_only: bool) -> Option<Self> {
        let seconds = i64::from(minutes) * MINUTE;
        let valid =
            (WESTERNMOST..=EASTERNMOST).contains(&seconds) && (!hours_only || minutes % 60 == 0);
        valid.then_some(Self { minutes, hours_only })
    }

    /// Minutes ahead of UTC; negative west of Greenwich.
    #[must_use]
    pub fn minutes(self) -> i16 {
        self.minutes
    }

    /// Whether it is written in hours only (`+06`).
    #[must_use]
    pub fn is_hours_only(self) -> bool {
        self.hours_only
    }
}

/// The clock a time of day is told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// `Z`: Coordinated Universal Time.
    Utc,
    /// `+06`, `+04:30`: a local clock.
    Offset(UtcOffset),
}

/// A day with a time of day, and a zone if one is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    day: Day,
    time: TimeOfDay,
    zone: Option<Zone>,
}

impl DateTime {
    /// A moment of a day whose year has at most four digits, which its reckoning relies on.
    pub(super) fn new(day: Day, time: TimeOfDay, zone: Option<Zone>) -> Self {
        Self { day, time, zone }
    }

    /// The day as written.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// The time of day as written.
    #[must_use]
    pub fn time(&self) -> TimeOfDay {
        self.time
    }

    /// The zone, if stated.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// Minute or second.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match self.time.second {
            Some(_) => Precision::Second,
            None => Precision::Minute,
        }
    }

    /// The seconds as the clock that was read shows them, counted from 1970-01-01T00:00:00 of it.
    pub(super) fn clock(&self) -> Range {
        let midnight = self.day.number() * DAY;
        self.time.seconds().shifted(midnight, midnight)
    }

    /// The seconds of UTC that may be meant.
    pub(super) fn instants(&self) -> Range {
        match self.zone {
            None => self.clock().shifted(-EASTERNMOST, -WESTERNMOST),
            Some(Zone::Utc) => self.clock(),
            Some(Zone::Offset(offset)) => {
                let seconds = i64::from(offset.minutes) * MINUTE;
                self.clock().shifted(-seconds, -seconds)
            }
        }
    }

    /// The seconds of local time, on a clock that may stand anywhere in the world.
    pub(super) fn any_local(&self) -> Range {
        match self.zone {
            None => self.clock(),
            Some(_) => self.instants().shifted(WESTERNMOST, EASTERNMOST),
        }
    }

    /// The seconds of local time, trusting a numeric offset to be that of the local clock.
    pub(super) fn stated_local(&self) -> Range {
        match self.zone {
            None | Some(Zone::Offset(_)) => self.clock(),
            Some(Zone::Utc) => self.any_local(),
        }
    }
}

/// Seconds from the first to the last, both included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range(i64, i64);

impl Range {
    fn shifted(self, first: i64, last: i64) -> Self {
        Self(self.0 + first, self.1 + last)
    }

    pub(super) fn is_subset_of(self, other: Self) -> bool {
        other.0 <= self.0 && self.1 <= other.1
    }

    pub(super) fn is_disjoint_from(self, other: Self) -> bool {
        self.1 < other.0 || other.1 < self.0
    }

    /// The days the seconds fall on.
    pub(super) fn days(self) -> DayBounds {
        let day = |second: i64| Day::from_number(second.div_euclid(DAY));
        DayBounds::spanning(day(self.0), day(self.1))
    }
}
