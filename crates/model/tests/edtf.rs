//! Dates against the examples of the EDTF specification, refusals, and laws that hold for any date.

use onus_model::value::Comparison::{self, CannotTell, Conflicts, Entails};
use onus_model::value::date::{
    Day, DayBounds, Edtf, EdtfProblem, IntervalEnd, Level2Form, MAX_YEAR, Precision, Qualifier,
    Season, Zone,
};
use proptest::prelude::*;

const EXAMPLES: &str = include_str!("edtf_examples.tsv");

fn edtf(text: &str) -> Edtf {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn day(year: i64, month: u8, day: u8) -> Day {
    Day::from_civil(year, month, day).expect("the tests name days that exist")
}

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    EXAMPLES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split('\t').collect())
}

#[test]
fn examples_of_the_specification() {
    let bound = |day: Option<Day>| day.map_or("none".to_owned(), |day| day.to_string());
    let mut count = 0;
    for row in rows() {
        let [_, text, earliest, latest, qualified, canonical] = row[..] else {
            panic!("a row of {} columns: {row:?}", row.len());
        };
        let date = edtf(text);
        assert_eq!(bound(date.bounds().earliest()), earliest, "earliest of {text}");
        assert_eq!(bound(date.bounds().latest()), latest, "latest of {text}");
        assert_eq!(date.is_qualified(), qualified == "yes", "qualified: {text}");
        assert_eq!(date.to_string(), canonical, "print of {text}");
        assert_eq!(date.is_interval(), text.contains('/'), "interval: {text}");
        count += 1;
    }
    assert!(count >= 40, "only {count} examples were read");
}

/// Refused texts, each with a part of the message that says what to write.
const REFUSED: &[(&str, &str)] = &[
    ("", "write at least a year"),
    ("   ", "write at least a year"),
    ("December 2011", "leave out the spaces"),
    ("2011-12-16 11:30", "after a T"),
    (" 2011", "leave out the spaces"),
    ("yesterday", "write a year (2011)"),
    ("2011–12", "'–' has no place"),
    ("٢٠١١", "the digits 0-9"),
    ("16.12.2011", "write the year first"),
    ("12/16/2011", "write the year first"),
    ("2011/12/16", "write the year first"),
    ("16-12-2011", "write the year first"),
    ("20111216", "write the year first"),
    ("2011-1-5", "two digits"),
    ("2011-350", "two digits"),
    ("2011-12-1", "two digits"),
    ("2011-", "two digits"),
    ("2011-12-", "two digits"),
    ("2011-12-16-17", "write a year"),
    ("--12-16", "write a year"),
    ("-", "write a year"),
    ("2011-W50", "write a year"),
    ("+2011", "write a year"),
    ("11", "four digits"),
    ("197", "a decade is 197X"),
    ("12345", "Y12345"),
    ("-12345", "Y12345"),
    ("Y2011", "five digits or more"),
    ("Y02011", "does not begin with 0"),
    ("Y12345-06", "no month or day"),
    ("Y", "five digits or more"),
    ("Y--12345", "five digits or more"),
    ("Y1000000000001", "out of range"),
    ("Y-1000000000001", "out of range"),
    ("Y99999999999999999999999999999999", "out of range"),
    ("-0000", "write 0000 for 1 BC"),
    ("-0000-05", "write 0000 for 1 BC"),
    ("2011-00", "no month 00"),
    ("2011-13", "no month 13"),
    ("2011-20", "no month 20"),
    ("2011-42", "no month 42"),
    ("2011-02-30", "February 2011 has 28 days"),
    ("2011-02-29", "February 2011 has 28 days"),
    ("1900-02-29", "February 1900 has 28 days"),
    ("2012-02-30", "February 2012 has 29 days"),
    ("2011-04-31", "April 2011 has 30 days"),
    ("2011-12-32", "no day 32"),
    ("2011-12-00", "no day 00"),
    ("2001-21-05", "a season has no days"),
    ("1984?~", "% both"),
    ("1984~?", "% both"),
    ("1984%%", "% both"),
    ("199u", "write X"),
    ("19xx", "write X"),
    ("2004-uu", "write X"),
    ("y170000002", "write Y"),
    ("unknown/2006", "empty"),
    ("2004-01-01/open", "write .."),
    ("/", "says nothing about when"),
    ("XXXX", "says nothing about when"),
    ("-XXXX", "says nothing about when"),
    ("T11:30", "complete date"),
    ("2011T11:30", "complete date"),
    ("2011-12T11:30", "complete date"),
    ("2011-12-XXT11:30", "complete date"),
    ("2001-21T11:30", "complete date"),
    ("2011-12-16~T11:30", "without the time"),
    ("2011-12-16T11:30~", "without the time"),
    ("2011-12-16T11:30:00Z?", "without the time"),
    ("2011-12-16T", "hours and minutes"),
    ("2011-12-16T11", "hours and minutes"),
    ("2011-12-16T1130", "hours and minutes"),
    ("2011-12-16T11:3", "hours and minutes"),
    ("2011-12-16T11:30:", "hours and minutes"),
    ("2011-12-16T11:30:15:00", "hours and minutes"),
    ("2011-12-16Tnoon", "hours and minutes"),
    ("2011-12-16T11:30:15.5", "whole seconds"),
    ("2011-12-16T11:30:15,5", "whole seconds"),
    ("2011-12-16T25:00", "hours run from 00 to 23"),
    ("2011-12-16T24:01", "hours run from 00 to 23"),
    ("2011-12-16T24:00:01", "hours run from 00 to 23"),
    ("2011-12-16T11:60", "no such time"),
    ("2011-12-16T11:30:61", "no such time"),
    ("2011-12-31T24:00:00", "2012-01-01T00:00"),
    ("2011-12-16T24:00", "2011-12-17T00:00"),
    ("2016-12-31T23:59:60Z", "leap seconds"),
    ("2011-12-16T11:30z", "write the time zone as Z"),
    ("2011-12-16T11:30+6", "write the time zone as Z"),
    ("2011-12-16T11:30+0600", "write the time zone as Z"),
    ("2011-12-16T11:30+06:0", "write the time zone as Z"),
    ("2011-12-16T11:30+06:", "write the time zone as Z"),
    ("2011-12-16T11:30ZZ", "write the time zone as Z"),
    ("2011-12-16T11:30-00:00", "leave the zone out"),
    ("2011-12-16T11:30-00", "leave the zone out"),
    ("2011-12-16T11:30+14:01", "-12:00 to +14:00"),
    ("2011-12-16T11:30-12:30", "-12:00 to +14:00"),
    ("2011-12-16T11:30+06:60", "-12:00 to +14:00"),
    ("2011-12-16T11:30+99", "-12:00 to +14:00"),
    ("2011-12-16T11:30/2011-12-17", "without a time of day"),
    ("2011-12-16/17", "in full"),
    ("2011-12-16/12-17", "in full"),
    ("2011/2012/2013", "two ends"),
    ("2011//2013", "two ends"),
    ("..2013", "../2013"),
    ("2013..", "2013/.."),
    ("..", "../2013"),
    ("2004/2003", "end is before the start"),
    ("2011-12-17/2011-12-16", "end is before the start"),
    ("2001-21/2000-24", "end is before the start"),
    ("1990?/1980~", "end is before the start"),
    ("0100/-0100", "end is before the start"),
    ("2011-02-30/2012", "February 2011 has 28 days"),
];

#[test]
fn refused_with_what_to_write_instead() {
    for (text, part) in REFUSED {
        let error = text.parse::<Edtf>().expect_err(text).to_string();
        assert!(error.contains(part), "for {text:?}: {error}");
        assert!(error.starts_with(&format!("\"{text}\" cannot be read")), "for {text:?}: {error}");
    }
}

#[test]
fn level_2_is_refused_by_name() {
    let forms = [
        (Level2Form::ExponentialYear, &["Y-17E7", "Y10E7", "Y-20E2S3", "Y3388E2S3"][..]),
        (Level2Form::SignificantDigits, &["1950S2", "Y171010000S3", "-1859S5"]),
        (Level2Form::SubYearGrouping, &["2001-25", "2001-34", "2001-41"]),
        (
            Level2Form::Set,
            &[
                "[1667,1668,1670..1672]",
                "[..1760-12-03]",
                "[1760-12..]",
                "[1760-01,1760-02,1760-12..]",
                "[1667,1760-12]",
                "[..1984]",
                "{1667,1668,1670..1672}",
                "{1960,1961-12}",
                "{..1984}",
            ],
        ),
        (
            Level2Form::QualifiedPart,
            &[
                "2004-06~-11",
                "2004?-06-11",
                "?2004-06-~11",
                "2004-%06-11",
                "2004-06-~01/2004-06-~20",
                "1984?-06/2004-08?",
            ],
        ),
        (
            Level2Form::UnspecifiedDigit,
            &[
                "156X-12-25",
                "15XX-12-25",
                "15XX-12-XX",
                "1560-XX-25",
                "XXXX-12-XX",
                "1XXX-XX",
                "1XXX-12",
                "1984-1X",
                "1984-11-2X",
                "1984-X1",
                "19X4",
                "Y1700000XX",
            ],
        ),
    ];
    for (form, texts) in forms {
        for text in texts {
            let error = text.parse::<Edtf>().expect_err(text);
            assert_eq!(error.problem(), &EdtfProblem::Level2(form), "{text}");
            assert!(error.to_string().contains("level 2"), "{error}");
            assert!(error.to_string().contains("; "), "{error}");
        }
    }
}

#[test]
fn what_messages_advise_can_be_read() {
    for text in [
        "2011",
        "2011-12",
        "2011-12-16",
        "2011-12-16/2011-12-17",
        "2011-12-16T11:30",
        "0085",
        "197X",
        "19XX",
        "Y12345",
        "Y-12345",
        "2001-21",
        "2001-04-12",
        "../2013",
        "2013/..",
        "2006/",
        "/2006",
        "1667/1672",
        "Y-170000000",
        "2001-04/2001-06",
        "2004-06-11?",
        "156X",
        "1984-XX",
        "1985-04-XX",
        "2011-12-16~",
        "2012-01-01T00:00",
        "2016-12-31T23:59Z",
        "2011-12-16T11:30+06",
        "2011-12-16T11:30+06:00",
        "Y1000000000000",
        "-0001",
    ] {
        edtf(text);
    }
}

#[test]
fn a_long_text_is_quoted_short() {
    let error = "é".repeat(10_000).parse::<Edtf>().unwrap_err();
    assert_eq!(error.text().chars().count(), 61);
}

#[test]
fn parts_are_told() {
    assert_eq!(edtf("1984%").date().unwrap().qualifier(), Some(Qualifier::UncertainAndApproximate));
    assert_eq!(edtf("2001-24").date().unwrap().season(), Some((2001, Season::Winter)));
    assert!(edtf("2004-XX").date().unwrap().has_unspecified_digits());
    assert!(!edtf("2004-10").date().unwrap().has_unspecified_digits());

    let interval = edtf("1984-06?/..");
    assert_eq!(interval.end(), Some(IntervalEnd::Open));
    assert!(interval.start().unwrap().is_qualified());
    assert_eq!(interval.start().unwrap().bounds(), edtf("1984-06").bounds());
    assert_eq!(edtf("1984/").end(), Some(IntervalEnd::Unknown));
    assert_eq!((interval.date(), interval.date_time()), (None, None));
    assert_eq!((edtf("1984").start(), edtf("1984").end()), (None, None));

    let moment = edtf("2011-12-16T11:30-03:30").date_time().unwrap();
    assert_eq!(moment.day(), day(2011, 12, 16));
    assert_eq!((moment.time().hour(), moment.time().minute()), (11, 30));
    assert_eq!(moment.time().second(), None);
    let Some(Zone::Offset(offset)) = moment.zone() else {
        panic!("{moment} has lost its offset");
    };
    assert_eq!((offset.minutes(), offset.is_hours_only()), (-210, false));

    for (text, precision) in [
        ("1XXX", Some(Precision::Millennium)),
        ("19XX", Some(Precision::Century)),
        ("198X", Some(Precision::Decade)),
        ("1985", Some(Precision::Year)),
        ("1985-XX-XX", Some(Precision::Year)),
        ("1985-21", Some(Precision::Season)),
        ("1985-04-XX", Some(Precision::Month)),
        ("1985-04-12", Some(Precision::Day)),
        ("1985-04-12T23:20", Some(Precision::Minute)),
        ("1985-04-12T23:20:30", Some(Precision::Second)),
        ("1985/1986", None),
    ] {
        assert_eq!(edtf(text).precision(), precision, "{text}");
    }
}

#[test]
fn comparisons() {
    let table: &[(&str, &str, Comparison)] = &[
        // Days.
        ("2011-12-16", "2011-12-16", Entails),
        ("2011-12-16", "2011-12", Entails),
        ("2011-12", "2011", Entails),
        ("2011-12", "2011-12-16", CannotTell),
        ("2011-12-16", "2011-12-17", Conflicts),
        ("2011-12-16", "2012", Conflicts),
        ("2011", "201X", Entails),
        ("201X", "2011", CannotTell),
        ("2004-XX", "2004", Entails),
        ("2004", "2004-XX-XX", Entails),
        ("1985-04-XX", "1985-04-12", CannotTell),
        // Intervals.
        ("2011-12-16", "2011-12-16/2011-12-17", Entails),
        ("2011-12-16/2011-12-17", "2011-12", Entails),
        ("2011-12-16/2011-12-17", "2011-12-17/2011-12-18", CannotTell),
        ("2011-12-16/2011-12-17", "2011-12-18/2011-12-19", Conflicts),
        ("2011-12-16", "2011/..", Entails),
        ("2011-12-16", "../2011", Entails),
        ("2011-12-16", "../..", Entails),
        ("2011-12-16", "2012/..", Conflicts),
        ("2012/..", "2011/..", Entails),
        ("2011/..", "2012/..", CannotTell),
        ("2011/..", "2011/..", Entails),
        ("../2010", "2011/..", Conflicts),
        ("../..", "../..", Entails),
        ("2011/..", "2011", CannotTell),
        // Unknown ends.
        ("2011-12-16", "2011/", CannotTell),
        ("2011/", "2011/", CannotTell),
        ("2011/", "2011/..", Entails),
        ("2011/..", "2011/", CannotTell),
        ("2010", "2011/", Conflicts),
        ("/2010", "2011", Conflicts),
        ("/2010", "../2010", Entails),
        ("2009", "/2010", CannotTell),
        // Qualified dates.
        ("2006?", "2006?", CannotTell),
        ("2006?", "2010", CannotTell),
        ("2010", "2006~", CannotTell),
        ("2006~/2007", "2010", CannotTell),
        ("2010", "2006/2007%", CannotTell),
        // Seasons.
        ("2001-21", "2001", Entails),
        ("2001-21", "2001-21", Entails),
        ("2001-21", "2001-23", CannotTell),
        ("2001-21", "2002-21", Conflicts),
        ("2001", "2001-21", CannotTell),
        ("2001-05-01", "2001-22", CannotTell),
        ("2001-22", "2001-07", CannotTell),
        ("2001-22", "2002", Conflicts),
        ("2001-22", "2001/2002", Entails),
        ("2001-22", "2001-22/2002", Entails),
        ("2001-02", "2001-22/2002", CannotTell),
        ("2001-02", "2000-22/2002", Entails),
        ("2001-02", "2000/2001-22", CannotTell),
        ("2001-02", "2000/2002-22", Entails),
        ("2001-21/2001-23", "2001-21/2001-23", Entails),
        ("2001-21/2001-23", "2001-21/2002", Entails),
        // Times of day on one clock.
        ("2011-12-16T11:30", "2011-12-16", Entails),
        ("2011-12-16", "2011-12-16T11:30", CannotTell),
        ("2011-12-17", "2011-12-16T11:30", Conflicts),
        ("2011-12-16T11:30", "2011-12-17", Conflicts),
        ("2011-12-16T11:30", "2011-12-16T11:30", Entails),
        ("2011-12-16T11:30:15", "2011-12-16T11:30", Entails),
        ("2011-12-16T11:30", "2011-12-16T11:30:15", CannotTell),
        ("2011-12-16T11:30:15", "2011-12-16T11:30:16", Conflicts),
        ("2011-12-16T11:30", "2011-12-16T11:31:00", Conflicts),
        ("2011-12-16T11:30", "2011-12-16/2011-12-17", Entails),
        ("2011-12-16T11:30", "2011-12-16/", CannotTell),
        ("2011-12-16T11:30", "2011-22", CannotTell),
        ("2011-12-16T11:30", "2011~", CannotTell),
        // Times of day with zones.
        ("2011-12-16T05:30:00Z", "2011-12-16T11:30:00+06:00", Entails),
        ("2011-12-16T11:30:00+06:00", "2011-12-16T05:30:00Z", Entails),
        ("2011-12-16T11:30:00+06", "2011-12-16T11:30:00+06:00", Entails),
        ("2011-12-16T11:30:00+06:00", "2011-12-16T11:30:00+05:00", Conflicts),
        ("2011-12-16T23:30Z", "2011-12-17T05:30+06", Entails),
        ("2011-12-17T05:30:10+06", "2011-12-16T23:30Z", Entails),
        // Zones against none.
        ("2011-12-16T11:30+06:00", "2011-12-16", Entails),
        ("2011-12-16T11:30+06:00", "2011-12-16T11:30", Entails),
        ("2011-12-16T11:30", "2011-12-16T11:30+06:00", CannotTell),
        ("2011-12-16T11:30+06:00", "2011-12-16T12:30", CannotTell),
        ("2011-12-16T11:30+06:00", "2011-12-18T11:30", Conflicts),
        ("2011-12-18T11:30", "2011-12-16T11:30+06:00", Conflicts),
        ("2011-12-16T05:30Z", "2011-12-16", CannotTell),
        ("2011-12-16T05:30Z", "2011-12", Entails),
        ("2011-12-31T12:00Z", "2011", CannotTell),
        ("2011-12-16T23:30Z", "2011-12-17", CannotTell),
        ("2011-12-16T23:30Z", "2011-12-18", Conflicts),
        ("2011-12-17", "2011-12-16T23:30Z", CannotTell),
        ("2011-12-18", "2011-12-16T23:30Z", Conflicts),
    ];
    for (first, second, expected) in table {
        assert_eq!(edtf(first).compare(&edtf(second)), *expected, "{first} against {second}");
    }
}

#[test]
fn zoneless_times_reach_as_far_as_the_clocks_of_the_world() {
    // 12:00 on the clock is 22:00 UTC of the day before at +14:00 and 24:00 UTC at -12:00.
    let local = edtf("2011-12-16T12:00:00");
    for (instant, expected) in [
        ("2011-12-15T21:59:59Z", Conflicts),
        ("2011-12-15T22:00:00Z", CannotTell),
        ("2011-12-17T00:00:00Z", CannotTell),
        ("2011-12-17T00:00:01Z", Conflicts),
    ] {
        assert_eq!(local.compare(&edtf(instant)), expected, "{instant}");
        assert_eq!(edtf(instant).compare(&local), expected, "{instant}");
    }
}

#[test]
fn bounds_compare_as_sets() {
    let bounds = |first: Option<u8>, last: Option<u8>| {
        let at = |d: Option<u8>| d.map(|d| day(2011, 12, d));
        DayBounds::new(at(first), at(last))
    };
    assert_eq!(bounds(Some(2), Some(1)), None);
    let (early, late) = (bounds(Some(1), Some(5)).unwrap(), bounds(Some(6), None).unwrap());
    assert!(early.certainly_before(&late) && late.certainly_after(&early));
    assert!(!late.certainly_before(&early) && !early.certainly_before(&early));
    assert_eq!(early.compare(&late), Conflicts);
    assert_eq!(early.compare(&DayBounds::UNBOUNDED), Entails);
    assert_eq!(DayBounds::UNBOUNDED.compare(&early), CannotTell);
    assert!(DayBounds::exact(day(2011, 12, 5)).is_subset_of(&early));
    assert!(early.contains(day(2011, 12, 5)) && !early.contains(day(2011, 12, 6)));
    assert_eq!(late.checked_add_days(-6).unwrap().earliest(), Some(day(2011, 11, 30)));
    assert_eq!(late.checked_add_months(2).unwrap().latest(), None);
    assert_eq!(DayBounds::exact(Day::MAX).checked_add_days(1), None);
    assert_eq!(DayBounds::exact(Day::MIN).checked_add_months(-1), None);
}

#[test]
fn days_against_known_dates() {
    assert_eq!(day(1970, 1, 1).number(), 0);
    assert_eq!(day(2000, 3, 1).number(), 11_017);
    // Day 0 of the Modified Julian Date, and of the Julian Date.
    assert_eq!(day(1858, 11, 17).number(), -40_587);
    assert_eq!(day(-4713, 11, 24).number(), -2_440_588);
    for (year, month, date) in
        [(1900, 2, 29), (2011, 2, 29), (2011, 13, 1), (2011, 0, 1), (2011, 4, 31)]
    {
        assert_eq!(Day::from_civil(year, month, date), None);
    }
    assert_eq!(Day::from_civil(MAX_YEAR + 1, 1, 1), None);
    assert_eq!(Day::from_civil(i64::MIN, 1, 1), None);
    assert_eq!((Day::MIN.to_civil(), Day::MAX.to_civil()), ((-MAX_YEAR, 1, 1), (MAX_YEAR, 12, 31)));
    assert_eq!(Day::from_number(Day::MAX.number() + 1), None);
    assert_eq!(Day::from_number(i64::MIN), None);
    assert_eq!(Day::MAX.checked_add_days(i64::MAX), None);
    assert_eq!(Day::MIN.checked_add_months(i64::MIN), None);
}

#[test]
fn months_are_kept_within_their_length() {
    let after = |from: Day, months| from.checked_add_months(months).unwrap().to_string();
    assert_eq!(after(day(2011, 1, 31), 1), "2011-02-28");
    assert_eq!(after(day(2012, 1, 31), 1), "2012-02-29");
    assert_eq!(after(day(2012, 2, 29), 12), "2013-02-28");
    assert_eq!(after(day(2011, 12, 16), 1), "2012-01-16");
    assert_eq!(after(day(2011, 1, 16), -1), "2010-12-16");
    assert_eq!(after(day(0, 1, 1), -1), "-0001-12-01");
    assert_eq!(after(day(9999, 12, 31), 1), "Y10000-01-31");
}

/// The calendar counted off day by day, knowing only the lengths of months and the leap rule.
#[test]
fn days_follow_a_calendar_counted_off_by_hand() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut number = day(-801, 1, 1).number();
    for year in -801..=2401_i64 {
        let leap =
            year.rem_euclid(400) == 0 || (year.rem_euclid(4) == 0 && year.rem_euclid(100) != 0);
        for (month, length) in (1..).zip(lengths) {
            let length = if month == 2 && leap { 29 } else { length };
            for date in 1..=length {
                let day = Day::from_civil(year, month, date).unwrap();
                assert_eq!(day.number(), number);
                assert_eq!(day.to_civil(), (year, month, date));
                number += 1;
            }
            assert_eq!(Day::from_civil(year, month, length + 1), None);
        }
    }
}

/// What is stated about one date, finest first, so that dropping from the end widens it.
#[derive(Clone, Debug)]
struct Stated {
    negative: bool,
    year: i64,
    month: u8,
    day: u8,
    clock: (u8, u8, u8),
    zone: String,
    qualifier: &'static str,
}

impl Stated {
    fn year(&self) -> String {
        let sign = if self.negative && self.year != 0 { "-" } else { "" };
        format!("{sign}{:04}", self.year)
    }

    /// The date at each width, from the second to the millennium, without zone and qualifier.
    fn widths(&self) -> Vec<String> {
        let (hour, minute, second) = self.clock;
        let year = self.year();
        let month = format!("{year}-{:02}", self.month);
        let day = format!("{month}-{:02}", self.day);
        let mut widths = vec![
            format!("{day}T{hour:02}:{minute:02}:{second:02}"),
            format!("{day}T{hour:02}:{minute:02}"),
            day,
            month,
            year.clone(),
        ];
        if !self.negative {
            widths.extend((1..4).map(|n| format!("{}{}", &year[..4 - n], "X".repeat(n))));
        }
        widths
    }
}

fn stated() -> BoxedStrategy<Stated> {
    let zone = prop_oneof![
        Just(String::new()),
        Just("Z".to_owned()),
        (-12..=14_i8).prop_filter("no -00", |h| *h != 0).prop_map(|h| format!("{h:+03}")),
        (0..14_u8, 0..60_u8).prop_map(|(h, m)| format!("+{h:02}:{m:02}")),
        (0..12_u8, 1..60_u8).prop_map(|(h, m)| format!("-{h:02}:{m:02}")),
    ];
    (
        prop::bool::weighted(0.1),
        prop_oneof![4 => 2010..=2012_i64, 1 => 0..=9999_i64],
        1..=12_u8,
        prop_oneof![1..=28_u8, 16..=18_u8],
        (0..24_u8, 0..60_u8, 0..60_u8),
        zone,
        prop_oneof![6 => Just(""), 1 => Just("?"), 1 => Just("~"), 1 => Just("%")],
    )
        .prop_map(|(negative, year, month, day, clock, zone, qualifier)| Stated {
            negative,
            year,
            month,
            day,
            clock,
            zone,
            qualifier,
        })
        .boxed()
}

/// A date without a time of day, in any of its forms.
fn date() -> BoxedStrategy<String> {
    let long = (prop::bool::ANY, 10_000..=MAX_YEAR)
        .prop_map(|(negative, year)| format!("Y{}{year}", if negative { "-" } else { "" }));
    let plain = (stated(), 0..10_usize).prop_map(|(stated, form)| {
        let (year, month) = (stated.year(), stated.month);
        match form {
            0 => format!("{year}-XX"),
            1 => format!("{year}-XX-XX"),
            2 => format!("{year}-{month:02}-XX"),
            3 => format!("{year}-{}", 21 + month % 4),
            form => {
                let widths = stated.widths();
                widths[2 + form % (widths.len() - 2)].clone()
            }
        }
    });
    let body = prop_oneof![12 => plain, 1 => long];
    (body, stated()).prop_map(|(body, stated)| format!("{body}{}", stated.qualifier)).boxed()
}

/// Any canonical expression of levels 0 and 1.
fn expression() -> BoxedStrategy<String> {
    let moment = (stated(), prop::bool::ANY).prop_map(|(stated, seconds)| {
        format!("{}{}", stated.widths()[usize::from(!seconds)], stated.zone)
    });
    let end = || prop_oneof![6 => date(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let interval = (end(), end())
        .prop_filter("at least one end is stated", |(start, end)| {
            !start.is_empty() || !end.is_empty()
        })
        .prop_map(|(start, end)| {
            // Two dates in the wrong order are turned round.
            let interval = format!("{start}/{end}");
            if interval.parse::<Edtf>().is_ok() { interval } else { format!("{end}/{start}") }
        });
    prop_oneof![3 => date(), 2 => moment, 3 => interval].boxed()
}

/// An unqualified expression, with the wider ones that drop some of what it states.
fn widening() -> BoxedStrategy<Vec<String>> {
    let single = stated().prop_map(|stated| stated.widths());
    let season = stated().prop_map(|stated| {
        vec![format!("{}-{}", stated.year(), 21 + stated.month % 4), stated.year()]
    });
    let interval = (stated(), stated(), prop::bool::ANY, prop::bool::ANY).prop_filter_map(
        "the ends are in order",
        |(start, end, unknown, season)| {
            let mut ends = end.widths().split_off(2);
            if season {
                ends.splice(..2, [format!("{}-{}", end.year(), 21 + end.month % 4)]);
            }
            if unknown {
                ends = vec![String::new()];
            }
            ends.push("..".to_owned());
            let starts = start.widths().into_iter().skip(2).chain(["..".to_owned()]);
            let widths: Vec<String> = starts
                .zip(ends.iter().chain(std::iter::repeat(&ends[ends.len() - 1])))
                .map(|(start, end)| format!("{start}/{end}"))
                .collect();
            widths[0].parse::<Edtf>().is_ok().then_some(widths)
        },
    );
    prop_oneof![3 => single, 1 => season, 3 => interval].boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn canonical_expressions_print_as_they_were_read(text in expression()) {
        let date = text.parse::<Edtf>();
        prop_assert!(date.is_ok(), "{}", date.unwrap_err());
        prop_assert_eq!(date.unwrap().to_string(), text);
    }

    #[test]
    fn anything_that_can_be_read_is_canonical(text in "[-0-9XYTZ:+?~%./]{0,24}") {
        if let Ok(date) = text.parse::<Edtf>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn no_text_is_too_strange_to_be_refused(text in any::<String>(), at in any::<prop::sample::Index>()) {
        let _ = text.parse::<Edtf>();
        let rows: Vec<_> = rows().collect();
        let mut example = at.get(&rows)[1].to_owned();
        example.insert_str(at.index(example.len() + 1), &text);
        if let Err(error) = example.parse::<Edtf>() {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn any_date_has_ordered_bounds_and_compares_without_panic(a in expression(), b in expression()) {
        let (a, b) = (edtf(&a), edtf(&b));
        if let (Some(first), Some(last)) = (a.bounds().earliest(), a.bounds().latest()) {
            prop_assert!(first <= last);
        }
        let forth = a.compare(&b);
        let back = b.compare(&a);
        if forth == Conflicts || back == Conflicts {
            prop_assert_eq!(forth, back, "a conflict is mutual: {} and {}", a, b);
        }
        if a.is_qualified() || b.is_qualified() {
            prop_assert_eq!(forth, CannotTell);
        }
    }

    #[test]
    fn widening_never_makes_the_first_side_more_certain(
        widths in widening(),
        other in prop_oneof![expression(), widening().prop_map(|w| w[0].clone())],
        pick in any::<prop::sample::Index>(),
    ) {
        let narrow = pick.index(widths.len());
        let other = edtf(&other);
        for pair in widths[narrow..].windows(2) {
            let before = edtf(&pair[0]).compare(&other);
            let after = edtf(&pair[1]).compare(&other);
            prop_assert!(
                after == before || after == CannotTell,
                "{} against {other}: {before:?}, but {}: {after:?}", pair[0], pair[1]
            );
        }
        prop_assert_eq!(
            edtf(&widths[narrow]).bounds().is_subset_of(&edtf(&widths[widths.len() - 1]).bounds()),
            true
        );
    }

    #[test]
    fn dates_without_times_seasons_and_unknown_ends_compare_as_their_bounds(
        a in expression(),
        b in expression(),
    ) {
        let (a, b) = (edtf(&a), edtf(&b));
        let plain = |date: &Edtf| {
            let text = date.to_string();
            let season = ["-21", "-22", "-23", "-24"];
            !date.is_qualified()
                && !text.contains('T')
                && !text.split('/').any(str::is_empty)
                && !text.split('/').any(|end| end.len() <= 8 && season.iter().any(|s| end.ends_with(s)))
        };
        if plain(&a) && plain(&b) {
            prop_assert_eq!(a.compare(&b), a.bounds().compare(&b.bounds()), "{} and {}", a, b);
        }
    }

    #[test]
    fn entailment_chains_where_no_zone_is_involved(
        a in widening(),
        b in widening(),
        c in widening(),
        picks in any::<[prop::sample::Index; 3]>(),
    ) {
        let [a, b, c] = [(&a, picks[0]), (&b, picks[1]), (&c, picks[2])]
            .map(|(widths, pick)| edtf(&widths[pick.index(widths.len())]));
        if a.compare(&b) == Entails {
            match b.compare(&c) {
                Entails => prop_assert_eq!(a.compare(&c), Entails, "{} {} {}", a, b, c),
                Conflicts => prop_assert_eq!(a.compare(&c), Conflicts, "{} {} {}", a, b, c),
                CannotTell => {}
            }
        }
    }

    #[test]
    fn days_come_back_from_their_dates(number in Day::MIN.number()..=Day::MAX.number()) {
        let day = Day::from_number(number).unwrap();
        let (year, month, date) = day.to_civil();
        prop_assert_eq!(Day::from_civil(year, month, date), Some(day));
        if (-9999..=9999).contains(&year) {
            prop_assert_eq!(edtf(&day.to_string()).bounds(), DayBounds::exact(day));
        }
    }

    #[test]
    fn days_of_common_years_print_as_dates(number in -4_000_000..3_000_000_i64) {
        let day = Day::from_number(number).unwrap();
        if (-9999..=9999).contains(&day.to_civil().0) {
            prop_assert_eq!(edtf(&day.to_string()).bounds(), DayBounds::exact(day));
        }
        prop_assert_eq!(day.checked_add_days(1).unwrap().number(), number + 1);
        prop_assert_eq!(Day::from_number(0).unwrap().days_until(day), number);
    }

    #[test]
    fn moving_by_months_keeps_order(a in -1_000_000..1_000_000_i64, gap in 0..100_i64, months in -60..60_i64) {
        let moved = |n: i64| Day::from_number(n).unwrap().checked_add_months(months).unwrap();
        prop_assert!(moved(a) <= moved(a + gap));
        let back = moved(a).checked_add_months(-months).unwrap();
        prop_assert!((0..=3).contains(&back.days_until(Day::from_number(a).unwrap())));
    }
}
