//! Dates, ages and lengths of time: intervals, and what follows another date.

use std::collections::BTreeSet;

use onus_model::claim::Rendering;
use onus_model::corpus::{AccountDate, SumRefusal};
use onus_model::id::ClaimId;
use onus_model::value::date::{DayBounds, Edtf};
use onus_model::value::{Comparison, Value};

use super::{accounts, add_up, counted, everything, is_unclaimed, keeps};
use crate::support::Case;

fn bounds(date: &str) -> DayBounds {
    date.parse::<Edtf>().expect(date).bounds()
}

fn custody() -> (Case, ClaimId) {
    let mut case = Case::new();
    case.records("organization", "amnesty gpo family");
    case.records("person", "kenzhebaev");
    case.records("custody", "held");
    case.records("place", "main-station");
    case.claim("held.who", "@kenzhebaev").by("amnesty");
    case.claim("held.where", "@main-station").by("kenzhebaev").via("amnesty");
    case.claim("held.taken", "2011-12-16/2011-12-19").by("amnesty").wording("after the violence");
    case.claim("held.released", "2 days before @kenzhebaev.died")
        .by("amnesty")
        .wording("two days earlier");
    case.claim("held.held", "throughout 2011-12-16/2011-12-19 to 2 days before @kenzhebaev.died")
        .by("amnesty");
    let died = case.claim("kenzhebaev.died", "2011-12-21").by("amnesty").said("2013-07-10").id();
    (case, died)
}

fn released(case: &Case) -> Vec<AccountDate> {
    case.corpus().dates(case.id("held"), "released").expect("no circle")
}

/// He died on the 21st, "two days after release". Stored as the 19th, the release stays behind when the
/// death moves; it is a date told by another one, and follows it.
#[test]
fn f09_the_release_is_two_days_before_the_death_whenever_that_was() {
    let (mut case, died) = custody();
    let dates = released(&case);
    assert_eq!(dates.len(), 1);
    assert_eq!(dates[0].bounds, bounds("2011-12-19"));
    assert!(dates[0].because.contains(&died), "it rests on the date of death");
    assert_eq!(dates[0].voices, [case.voices("amnesty"), case.voices("amnesty")]);
    keeps(&case, "held.released", "2 days before @kenzhebaev.died");

    // Had the organization corrected the day, the release would move with it.
    case.claim("kenzhebaev.died", "2011-12-22").by("amnesty").said("2014");
    let dates = released(&case);
    assert_eq!(dates.len(), 1);
    assert_eq!(dates[0].bounds, bounds("2011-12-20"));
    // Had his family told another day, there would be one release on each account, and no average.
    case.claim("kenzhebaev.died", "2011-12-24").by("family");
    let mut dates = released(&case);
    dates.sort_by_key(|date| date.bounds);
    let found: Vec<_> = dates.iter().map(|date| (date.bounds, date.voices[1].clone())).collect();
    assert_eq!(
        found,
        [
            (bounds("2011-12-20"), case.voices("amnesty")),
            (bounds("2011-12-22"), case.voices("family")),
        ]
    );
    assert!(
        dates.iter().all(|date| date.voices[0] == case.voices("amnesty")),
        "whose release it is"
    );
    // With no death date at all there is none for the release either.
    let mut case = Case::new();
    case.records("person", "kenzhebaev");
    case.records("custody", "held");
    case.claim("held.released", "2 days before @kenzhebaev.died");
    assert!(released(&case).is_empty());
}

/// Two accounts that tell the release by one man's death agree, under whichever of his records.
#[test]
fn f09_a_date_told_by_one_man_under_two_records_is_one_date() {
    let (mut case, _) = custody();
    case.records("person", "bk");
    case.claim("held.released", "2 days before @bk.died").by("family");
    case.claim("bk.identity", "identity-grade:same").scope("with", "@kenzhebaev").by_member(1);
    assert_eq!(released(&case).len(), 1);
    let account = case.position("held.released", "2 days before @kenzhebaev.died");
    assert_eq!(account.supported_by, case.voices("amnesty family"));
}

/// "Detained after the violence" and released on the 19th leaves four days. Any one of them written down
/// is invented, and then contradicts the witness who knows better.
#[test]
fn f09_the_interval_in_which_he_was_taken_is_not_a_date() {
    let (mut case, _) = custody();
    keeps(&case, "held.taken", "2011-12-16/2011-12-19");
    let Value::Date(taken) = case.value("held.taken", "2011-12-16/2011-12-19") else {
        panic!("a date")
    };
    let window = taken.own_bounds();
    assert!(window.is_bounded() && !window.is_exact());
    assert_eq!(window, bounds("2011-12-16/2011-12-19"));
    for day in ["2011-12-16", "2011-12-17", "2011-12-19"] {
        let day: Edtf = day.parse().expect(day);
        assert_eq!(
            Edtf::compare(&day, &"2011-12-16/2011-12-19".parse().expect("an interval")),
            Comparison::Entails
        );
    }
    case.claim("held.taken", "2011-12-17").by("family");
    let resolution = add_up(&case, "held.taken");
    assert_eq!(counted(resolution.status), (2, 0, 0));
    let interval = case.position("held.taken", "2011-12-16/2011-12-19");
    assert_eq!(interval.supported_by, case.voices("amnesty family"));
    let day = case.position("held.taken", "2011-12-17");
    assert_eq!(day.supported_by, case.voices("family"), "the interval says nothing for the day");
    assert_eq!(accounts(&resolution).len(), 2, "nothing is narrowed");
    case.claim("held.taken", "2011-12-20").by("gpo");
    assert_eq!(add_up(&case, "held.taken").status.in_conflict, 3, "but a day outside it conflicts");
}

/// The time he was held ends with a date told by another: the end follows, the beginning stays open.
#[test]
fn f09_the_time_in_custody_ends_with_the_release() {
    let (case, _) = custody();
    let text = "throughout 2011-12-16/2011-12-19 to 2 days before @kenzhebaev.died";
    keeps(&case, "held.held", text);
    let Value::Held(held) = case.value("held.held", text) else { panic!("a time held") };
    let corpus = case.corpus();
    let end = corpus.when(held.last().expect("it is told")).expect("no circle");
    assert_eq!(end.iter().map(|date| date.bounds).collect::<Vec<_>>(), [bounds("2011-12-19")]);
    let start = corpus.when(held.first().expect("it is told")).expect("no circle");
    assert_eq!(start[0].bounds, bounds("2011-12-16/2011-12-19"));
}

/// "60" is no birth year: on 10 July 2013 it is the year that ends that day. Kept as a duration, it can
/// neither agree with a birth date nor disagree.
#[test]
fn f12_an_age_gives_a_range_of_birth_that_agrees_with_a_stated_birth_date() {
    let mut case = Case::new();
    case.records("organization", "amnesty relatives bbc");
    case.records("source", "encyclopaedia");
    case.records("person", "atabek");
    case.claim("atabek.age", "60 on 2013-07-10").by("amnesty");
    case.claim("atabek.age", "68 on 2021-11-24").by("relatives");
    case.claim("atabek.born", "1953-01-31").source("encyclopaedia");

    let ages = add_up(&case, "atabek.age");
    assert_eq!(counted(ages.status), (2, 0, 0), "60 and 68 are not at odds");
    let born = |text: &str| match case.value("atabek.age", text) {
        Value::Age(age) => age.born(),
        _ => panic!("an age"),
    };
    assert_eq!(born("60 on 2013-07-10"), bounds("1952-07-11/1953-07-10"));
    assert_eq!(born("68 on 2021-11-24"), bounds("1952-11-25/1953-11-24"));
    let stated = bounds("1953-01-31");
    for text in ["60 on 2013-07-10", "68 on 2021-11-24"] {
        assert_eq!(stated.compare(&born(text)), Comparison::Entails, "{text}");
        assert_eq!(born(text).compare(&stated), Comparison::CannotTell, "no day follows from it");
    }
    assert_eq!(counted(add_up(&case, "atabek.born").status), (1, 0, 0), "an age is no birth date");
    // Had anyone made him 60 in 2011, that would not fit.
    case.claim("atabek.age", "60 on 2011-12-16").by("bbc");
    assert_eq!(add_up(&case, "atabek.age").status.in_conflict, 3);
}

/// "Nearly three years in solitary" so far, and two more by a sentence of November 2012 that may have been
/// served or not. Added up they make five years that no one claims.
#[test]
fn f13_two_years_imposed_and_the_elapsed_total_never_add_up() {
    let mut case = Case::new();
    case.records("organization", "amnesty court diplomat atabek-page");
    case.records("person", "atabek");
    case.records("custody", "so-far by-sentence");
    case.records("decision", "sentence");
    case.claim("so-far.who", "@atabek").by("amnesty");
    case.claim("so-far.regime", "custody-regime:solitary").by("amnesty");
    let elapsed = case
        .claim("so-far.total", "<3 years")
        .by("amnesty")
        .held("within 2006 to 2013-07-10")
        .wording("nearly three years")
        .id();
    case.claim("so-far.total", "2.5 years")
        .by("amnesty")
        .relayed("atabek-page", Rendering::Altered);
    case.claim("by-sentence.who", "@atabek").by("amnesty");
    case.claim("by-sentence.regime", "custody-regime:solitary").by("amnesty");
    case.claim("by-sentence.by-sentence", "@sentence").by("amnesty");
    case.claim("sentence.date", "2012-11").by("amnesty");
    let imposed =
        case.claim("sentence.solitary", "2 years").by("amnesty").wording("another two years").id();
    case.claim("sentence.sentence-state", "sentence-state:imposed").by("amnesty");

    for resolution in everything(&case) {
        assert!(!resolution.is_in_conflict(), "{}", resolution.property);
        assert!(resolution.overlays.revised.is_empty(), "{}", resolution.property);
    }
    assert_eq!(
        accounts(&add_up(&case, "so-far.total")),
        ["<3 years"],
        "no floor, and no five years"
    );
    assert_eq!(accounts(&add_up(&case, "sentence.solitary")), ["2 years"]);
    let refused = case.corpus().sum(&BTreeSet::from([elapsed, imposed]));
    assert!(matches!(refused, Err(SumRefusal::NotANumber(_))), "lengths of time are not people");
    for unsaid in
        ["by-sentence.total", "by-sentence.consecutive", "so-far.consecutive", "so-far.hours-a-day"]
    {
        assert!(is_unclaimed(&case, unsaid), "{unsaid} is made up");
    }
    keeps(&case, "sentence.sentence-state", "sentence-state:imposed");
    let served: onus_model::id::TermId = "sentence-state:served".parse().expect("a term");
    let state = add_up(&case, "sentence.sentence-state");
    assert!(state.position(&Value::Term(served)).is_none(), "served by nobody's account");
    // A later account of the whole, three years in two stretches, is another voice's, and fits.
    case.claim("so-far.total", "<=3 years").by("diplomat").said("2021-11");
    let total = add_up(&case, "so-far.total");
    assert_eq!(counted(total.status), (2, 0, 0));
    assert_eq!(total.overlays.altered.len(), 1);
}
