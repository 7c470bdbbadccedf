//! Values: canonical text, bounds, comparison.

#[path = "support/values.rs"]
mod values;

use onus_model::value::date::Edtf;
use onus_model::value::{
    Age, ByName, Comparison, Count, Direction, Distance, Held, Kind, LARGEST_COUNT, Overlap, Share,
    Value, When,
};
use proptest::prelude::*;

fn read(kind: Kind, text: &str) -> Value {
    Value::parse(kind, text).unwrap_or_else(|error| panic!("{error}"))
}

fn compare(kind: Kind, first: &str, second: &str) -> Comparison {
    read(kind, first).compare(&read(kind, second), &ByName)
}

/// Rows of: kind, what is written, what is printed.
#[test]
fn canonical_texts() {
    let rows = [
        (Kind::Count, "15", "15"),
        (Kind::Count, ">100", ">=101"),
        (Kind::Count, "<=300", "<=300"),
        (Kind::Count, "0..300", "<=300"),
        (Kind::Count, "<100", "<=99"),
        (Kind::Count, ">=0", "any"),
        (Kind::Count, " 10..14 ", "10..14"),
        (Kind::Share, "27 of 37", "27 of 37"),
        (Kind::Share, "<2%", "<1/50"),
        (Kind::Share, ">1/2", ">1/2"),
        (Kind::Share, "0/5", "0/1"),
        (Kind::Duration, "<3 years", "<3 years"),
        (Kind::Duration, "2.50 years", "2.5 years"),
        (Kind::Duration, "0..3 days", "<=3 days"),
        (Kind::Distance, ">1000 miles", ">1000 miles"),
        (Kind::Money, ">=500 EUR", ">=500 EUR"),
        (Kind::Spread, "5 years to 7 years over 5", "5 years to 7 years over 5"),
        (Kind::ClosedSet, "only 5", "only 5"),
        (Kind::Age, "60 on 2013-07-10", "60 on 2013-07-10"),
        (
            Kind::Held,
            "throughout 2011-12-16/2011-12-19 to ?",
            "throughout 2011-12-16/2011-12-19 to ?",
        ),
        (Kind::Name, "Roza", "-/-: Roza"),
        (Kind::Text, "en: inciting social discord", "en: inciting social discord"),
        (Kind::Point, "43.3380,52.8550 within 500", "43.338,52.855 within 500"),
        (Kind::Negative, "none asserted", "none asserted"),
        (
            Kind::Date,
            "2 days before 000000000000000000000000000000ff.died",
            "2 days before 000000000000000000000000000000ff.died",
        ),
    ];
    for (kind, written, printed) in rows {
        assert_eq!(read(kind, written).to_string(), printed, "{written}");
    }
}

/// Rows of: kind, text, a part of the message.
#[test]
fn refusals_say_what_to_write() {
    let rows = [
        (Kind::Count, "about 60", "write 15, >=15"),
        (Kind::Count, "14..10", "nothing lies between"),
        (Kind::Count, "-3", "write 15"),
        (Kind::Count, "<0", "no number below 0"),
        (Kind::Count, "9007199254740992", "too large"),
        (Kind::Count, "99999999999999999999999", "write 15"),
        (Kind::Share, "40 of 37", "larger than the whole"),
        (Kind::Share, "3/2", "write 27 of 37"),
        (Kind::Duration, "3", "unit is missing"),
        (Kind::Duration, ">=-1 days", "below zero"),
        (Kind::Money, "5 euro", "three capital letters"),
        (Kind::Age, "60", "needs the date"),
        (Kind::Date, "2011-02-30", "2011-02-30"),
        (Kind::Date, "3 hours before 000000000000000000000000000000ff.died", "days, weeks"),
        (Kind::Held, "2011 to 2012", "neither"),
        (Kind::Held, "throughout 2012 to 2011", "ends before it starts"),
        (Kind::Spread, "5 years to 7 EUR over 5", "different things"),
        (
            Kind::ClosedSet,
            "only 1: 000000000000000000000000000000ff, 00000000000000000000000000000001",
            "2 members are named",
        ),
        (Kind::Text, "no language", "in which language"),
        (Kind::Point, "91,0 within 1", "latitude goes from"),
        (Kind::Negative, "none", "who found or said so"),
        (Kind::Answers, "claims:", "no claim is named"),
        (Kind::Term, "beating", "vocabulary:term"),
        (Kind::Ref, "kenzhebaev", "hexadecimal"),
        (Kind::Flag, "yes", "true or false"),
    ];
    for (kind, text, part) in rows {
        let error = Value::parse(kind, text).expect_err(text).to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

/// Rows of: kind, first, second, first against second, second against first.
#[test]
fn comparisons() {
    use Comparison::{CannotTell as Unsure, Conflicts, Entails};
    let rows = [
        (Kind::Count, "17", ">=15", Entails, Unsure),
        (Kind::Count, "14", ">=15", Conflicts, Conflicts),
        (Kind::Count, "15", "17", Conflicts, Conflicts),
        (Kind::Count, "any", ">=15", Unsure, Entails),
        (Kind::Count, "<=300", "10..14", Unsure, Entails),
        (Kind::Share, "27 of 37", ">1/2", Entails, Unsure),
        (Kind::Share, "27 of 37", "<2%", Conflicts, Conflicts),
        (Kind::Share, "27 of 37", "26 of 37", Conflicts, Conflicts),
        (Kind::Share, ">1/2", "27 of 37", Unsure, Entails),
        (Kind::Duration, "<3 years", "36 months", Conflicts, Conflicts),
        (Kind::Duration, "<3 years", "35 months", Unsure, Entails),
        (Kind::Duration, "48 hours", "2 days", Entails, Entails),
        (Kind::Duration, "7 years", "5 years", Conflicts, Conflicts),
        (Kind::Distance, ">1000 miles", ">1600 kilometres", Entails, Unsure),
        (Kind::Distance, "1 miles", "1609.344 metres", Entails, Entails),
        (Kind::Money, "5 EUR", "5 KZT", Unsure, Unsure),
        (
            Kind::Spread,
            "5 years to 7 years over 5",
            "3 years to 6 years over 5",
            Conflicts,
            Conflicts,
        ),
        (Kind::Spread, "5 years to 7 years over 5", "5 years to 7 years over >=4", Entails, Unsure),
        (Kind::Age, "60 on 2013-07-10", "61 on 2013-07-11", Unsure, Unsure),
        (Kind::Age, "60 on 2013-07-10", "46 on 2012-05", Conflicts, Conflicts),
        (Kind::Age, "60 on 2013-07-10?", "46 on 2012-05", Unsure, Unsure),
        (Kind::Date, "2011-12-21", "2011-12", Entails, Unsure),
        (Kind::Date, "2006?", "2007", Unsure, Unsure),
        (Kind::Text, "en: abuse of power", "en: abuse of office", Unsure, Unsure),
        (Kind::Name, "Roza", "-/-: Roza", Entails, Entails),
        (Kind::Point, "43,52 within 10", "43,52 within 1000", Entails, Unsure),
        (Kind::Point, "43,52 within 10", "44,52 within 1000", Conflicts, Conflicts),
        (Kind::Flag, "true", "false", Conflicts, Conflicts),
        (Kind::Held, "throughout 2010 to 2012", "throughout 2010-03 to 2012-05", Unsure, Entails),
        (Kind::Held, "throughout 2010 to 2012", "throughout 2009 to 2012", Conflicts, Conflicts),
        (Kind::Held, "throughout 2010 to 2013", "within 2011 to 2012", Entails, Unsure),
        (Kind::Held, "within 2011 to 2011", "within 2015 to 2015", Unsure, Unsure),
        (
            Kind::Answers,
            "class: the allegations",
            "class except 000000000000000000000000000000ff: the allegations",
            Unsure,
            Unsure,
        ),
    ];
    for (kind, first, second, forth, back) in rows {
        assert_eq!(compare(kind, first, second), forth, "{first} against {second}");
        assert_eq!(compare(kind, second, first), back, "{second} against {first}");
    }
}

#[test]
fn absence_against_presence() {
    let none = read(Kind::Negative, "none asserted");
    let searched = read(
        Kind::Negative,
        "none found by 00000000000000000000000000000001 until 2026 in registers",
    );
    let one = read(Kind::Ref, "000000000000000000000000000000ff");
    assert_eq!(none.compare(&one, &ByName), Comparison::Conflicts);
    assert_eq!(one.compare(&none, &ByName), Comparison::Conflicts);
    assert_eq!(searched.compare(&one, &ByName), Comparison::CannotTell);
    assert_eq!(none.compare(&read(Kind::Count, "0"), &ByName), Comparison::Entails);
    assert_eq!(none.compare(&read(Kind::Count, ">=1"), &ByName), Comparison::Conflicts);
    assert_eq!(none.compare(&read(Kind::Count, "<=3"), &ByName), Comparison::Entails);
    let closed = read(Kind::ClosedSet, "only 5");
    assert_eq!(none.compare(&closed, &ByName), Comparison::Conflicts);
    assert_eq!(closed.compare(&one, &ByName), Comparison::CannotTell);
}

#[test]
fn closed_sets_and_members() {
    let two = read(
        Kind::ClosedSet,
        "only 2: 00000000000000000000000000000001, 00000000000000000000000000000002",
    );
    let (first, third) =
        (read(Kind::Ref, &format!("{:032x}", 1)), read(Kind::Ref, &format!("{:032x}", 3)));
    assert_eq!(two.compare(&first, &ByName), Comparison::Entails);
    assert_eq!(first.compare(&two, &ByName), Comparison::CannotTell);
    assert_eq!(two.compare(&third, &ByName), Comparison::Conflicts);
    assert_eq!(third.compare(&two, &ByName), Comparison::Conflicts);
    let three_unnamed = read(Kind::ClosedSet, "only 3");
    assert_eq!(two.compare(&three_unnamed, &ByName), Comparison::Conflicts);
    let one_named = read(Kind::ClosedSet, "only 2: 00000000000000000000000000000001");
    assert_eq!(two.compare(&one_named, &ByName), Comparison::Entails);
    assert_eq!(one_named.compare(&third, &ByName), Comparison::CannotTell);
}

#[test]
fn an_age_gives_days_of_birth() {
    let age: Age = "60 on 2013-07-10".parse().expect("an age");
    let born = age.born();
    assert_eq!(born.earliest().map(|day| day.to_string()).as_deref(), Some("1952-07-11"));
    assert_eq!(born.latest().map(|day| day.to_string()).as_deref(), Some("1953-07-10"));
    let open: Age = ">=60 on 2013-07-10".parse().expect("an age");
    assert_eq!(open.born().earliest(), None);
}

#[test]
fn relative_dates_follow_their_anchor() {
    let When::Relative(relative) =
        "2 days before 000000000000000000000000000000ff.died".parse().expect("a relative date")
    else {
        panic!("it is relative");
    };
    assert_eq!(relative.direction(), Direction::Before);
    let anchor = "2011-12-21".parse::<Edtf>().expect("a date").bounds();
    let told = relative.from_anchor(&anchor);
    assert_eq!(told.earliest().map(|day| day.to_string()).as_deref(), Some("2011-12-19"));
    assert!(told.is_exact());
    let month = "2011-12".parse::<Edtf>().expect("a date").bounds();
    let told = relative.from_anchor(&month);
    assert_eq!(told.earliest().map(|day| day.to_string()).as_deref(), Some("2011-11-29"));
    assert_eq!(told.latest().map(|day| day.to_string()).as_deref(), Some("2011-12-29"));
    let When::Relative(some_time) =
        "before 000000000000000000000000000000ff.died".parse().expect("a relative date")
    else {
        panic!("it is relative");
    };
    assert_eq!(some_time.from_anchor(&anchor).earliest(), None);
}

#[test]
fn times_overlap_only_for_certain() {
    let held = |text: &str| text.parse::<Held>().expect(text);
    let first = held("throughout 2010 to 2012");
    assert_eq!(first.overlap(&held("throughout 2011 to 2014")), Overlap::Certain);
    assert_eq!(first.overlap(&held("throughout 2013 to 2014")), Overlap::None);
    assert_eq!(first.overlap(&held("throughout 2012 to 2014")), Overlap::Unknown);
    assert_eq!(first.overlap(&held("within 2011 to 2011")), Overlap::Certain);
    assert_eq!(first.overlap(&held("within ? to 2011")), Overlap::Unknown);
}

#[test]
fn sums_stop_at_the_largest_number() {
    let largest = Count::exact(LARGEST_COUNT).expect("the largest number");
    assert!(largest.checked_add(&Count::exact(1).expect("one")).is_err());
    let open = Count::at_least(15).expect("fifteen").checked_add(&Count::exact(1).expect("one"));
    assert_eq!(open.map(|sum| sum.to_string()).as_deref(), Ok(">=16"));
}

/// The count with one bound moved outwards.
fn widen_count(count: &Count, by: u64, low: bool) -> Count {
    if low {
        Count::new(count.low().saturating_sub(by), count.high()).expect("a lower bound below")
    } else {
        Count::new(count.low(), None).expect("no upper bound")
    }
}

/// Whether `after` says no more than `before` did.
fn no_more_certain(before: Comparison, after: Comparison) -> bool {
    after == before || after == Comparison::CannotTell
}

proptest! {
    #![proptest_config(values::config(4_000))]

    #[test]
    fn parsing_reverses_printing(value in values::value()) {
        let text = value.to_string();
        let again = Value::parse(value.kind(), &text);
        prop_assert_eq!(again.as_ref(), Ok(&value), "{}", text);
    }

    #[test]
    fn parsing_never_panics(kind in prop::sample::select(Kind::ALL), text in "\\PC{0,60}") {
        if let Ok(value) = Value::parse(kind, &text) {
            let printed = value.to_string();
            prop_assert_eq!(Value::parse(kind, &printed), Ok(value));
        }
    }

    #[test]
    fn mangled_texts_never_panic(value in values::value(), cut in 0usize..80, extra in "\\PC{0,4}") {
        let text = value.to_string();
        let cut = text.char_indices().nth(cut).map_or(text.len(), |(place, _)| place);
        let mangled = format!("{}{extra}{}", &text[..cut], &text[cut..]);
        let _ = Value::parse(value.kind(), &mangled);
        let _ = Value::parse(value.kind(), &text[..cut]);
    }

    #[test]
    fn conflict_is_mutual_and_excludes_entailment(
        (first, second) in prop::sample::select(Kind::ALL)
            .prop_flat_map(|kind| (values::value_of(kind), values::value_of(kind)))
    ) {
        let forth = first.compare(&second, &ByName);
        let back = second.compare(&first, &ByName);
        prop_assert_eq!(forth == Comparison::Conflicts, back == Comparison::Conflicts);
    }

    #[test]
    fn entailment_chains(
        (a, b, c) in prop::sample::select(Kind::ALL).prop_flat_map(|kind| {
            (values::value_of(kind), values::value_of(kind), values::value_of(kind))
        })
    ) {
        if a.compare(&b, &ByName) == Comparison::Entails {
            match b.compare(&c, &ByName) {
                Comparison::Entails => prop_assert_ne!(a.compare(&c, &ByName), Comparison::Conflicts),
                // What conflicts with the wider conflicts with the narrower.
                Comparison::Conflicts => prop_assert_eq!(a.compare(&c, &ByName), Comparison::Conflicts),
                Comparison::CannotTell => {}
            }
        }
    }

    #[test]
    fn a_wider_first_count_says_no_more(
        first in values::value_of(Kind::Count),
        second in values::value_of(Kind::Count),
        by in 1u64..20,
        low in any::<bool>(),
    ) {
        let (Value::Count(own), Value::Count(others)) = (&first, &second) else { unreachable!() };
        let wider = widen_count(own, by, low);
        prop_assert!(no_more_certain(own.compare(others), wider.compare(others)));
        // Widening what is to be supported may let it be supported, but never puts it in conflict.
        let weaker = widen_count(others, by, low);
        if own.compare(&weaker) == Comparison::Conflicts {
            prop_assert_eq!(own.compare(others), Comparison::Conflicts);
        }
    }

    #[test]
    fn a_wider_first_amount_says_no_more(
        unit in prop::sample::select(&["hours", "days", "weeks", "months", "years"][..]),
        other in values::value_of(Kind::Duration),
        low in 0u32..50, more in 0u32..50, below in 0u32..50, above in 0u32..50,
    ) {
        let own = format!("{}..{} {unit}", low + 50, low + 50 + more);
        let wider = format!("{}..{} {unit}", low + 50 - below, low + 50 + more + above);
        let before = read(Kind::Duration, &own).compare(&other, &ByName);
        let after = read(Kind::Duration, &wider).compare(&other, &ByName);
        prop_assert!(no_more_certain(before, after), "{own} {before:?}, {wider} {after:?}: {other}");
    }

    #[test]
    fn a_wider_first_share_says_no_more(
        part in 10u32..20, whole in 30u32..40, below in 0u32..10, above in 0u32..10,
        other in values::value_of(Kind::Share),
    ) {
        let own: Share = format!("{part} of {whole}").parse().expect("a share");
        let wider: Share = format!("{}..{} of {}..{}", part - below, part + above, whole, whole + above)
            .parse().expect("a share");
        let Value::Share(other) = other else { unreachable!() };
        prop_assert!(no_more_certain(own.compare(&other), wider.compare(&other)));
    }

    #[test]
    fn sums_hold_whatever_the_numbers_are(
        first in values::value_of(Kind::Count),
        second in values::value_of(Kind::Count),
        own in 0u64..60, others in 0u64..60,
    ) {
        let (Value::Count(first), Value::Count(second)) = (&first, &second) else { unreachable!() };
        let exact = |number| Count::exact(number).expect("a small number");
        if exact(own).is_subset_of(first) && exact(others).is_subset_of(second) {
            let sum = first.checked_add(second).expect("a small sum");
            prop_assert!(exact(own + others).is_subset_of(&sum));
        }
    }

    #[test]
    fn miles_are_metres(metres in 0u32..10_000_000) {
        let miles = format!("{metres} metres").parse::<Distance>().expect("a distance");
        prop_assert_eq!(miles.compare(&miles), Comparison::Entails);
    }
}
