//! Denials: of a class, of one account, with exceptions, and told only by the opponent.

use std::collections::BTreeSet;

use onus_model::claim::{Rendering, Stance};
use onus_model::id::ClaimId;

use super::{add_up, add_up_all, claims, counted, everything, grounds, keeps};
use crate::support::Case;

fn case() -> Case {
    let mut case = Case::new();
    case.records("organization", "amnesty gpo frontline lada regional-prosecutor court");
    case.records("organization", "state-unspecified");
    case.records("person", "tuletaeva kenzhebaev abdigaliev other-detainee");
    case.records("act", "hair beating other-beating");
    case.records("statement", "denial");
    case
}

/// What she said in court on 16 April 2012.
fn her_account(case: &mut Case) -> ClaimId {
    case.claim("hair.against", "@tuletaeva").by("tuletaeva").via("amnesty");
    case.claim("hair.conduct", "act-conduct:hair-pulling")
        .by("tuletaeva")
        .via("amnesty")
        .said("2012-04-16")
        .id()
}

/// A denial of the act by a speaker, as that speaker's own words, made on a date and answering this.
fn deny(case: &mut Case, speaker: &str, when: &str, answers: &str) {
    for (property, value) in [
        ("by", format!("@{speaker}").as_str()),
        ("kind", "statement-kind:denial-of-act"),
        ("when", when),
        ("answers", answers),
    ] {
        case.claim(&format!("denial.{property}"), value).by(speaker).party("state-unspecified");
    }
}

fn is_denied(case: &Case) -> bool {
    everything(case).iter().any(|resolution| !resolution.overlays.denied.is_empty())
}

/// "The State denies the allegations" is undated, by no known organ, and known from its opponent alone.
/// Linked to every allegation it makes the State call one woman by name a liar, which nobody did.
#[test]
fn f05_a_denial_of_a_class_is_no_denial_of_one_womans_account() {
    let mut case = case();
    let hers = her_account(&mut case);
    let class = "class: allegations of torture after the events, those on oath included";
    for (property, value) in [
        ("by", "@state-unspecified"),
        ("kind", "statement-kind:denial-of-act"),
        ("when", "../2013-07-10"),
        ("answers", class),
    ] {
        case.claim(&format!("denial.{property}"), value)
            .by("state-unspecified")
            .party("state-unspecified")
            .relayed("amnesty", Rendering::Unknown);
    }
    case.claim("denial.known-through", "@amnesty").by_member(1);
    case.claim("denial.set-beside", &claims(&[hers])).by_member(1);

    let account = add_up(&case, "hair.conduct");
    assert_eq!(counted(account.status), (1, 0, 0));
    assert!(!is_denied(&case));
    keeps(&case, "denial.answers", class);
    keeps(&case, "denial.when", "../2013-07-10");
    assert_eq!(grounds(&case, &account).len(), 1, "being set beside it is no part of it");
    let known = add_up(&case, "denial.answers").overlays.known_only_through;
    assert_eq!(known[0].through, BTreeSet::from([case.id("amnesty")]));
    // The class is kept whole as one value, and holds no claim by itself.
    let corpus = case.corpus();
    assert!(corpus.claims().all(|claim| corpus.answers_to(claim.id).is_empty()));
}

/// It is a denial of hers only if the speaker's own text shows it: not if the opponent says so, not if a
/// member thinks so, not in a garbled relay.
#[test]
fn f05_only_the_speakers_own_text_makes_it_an_answer_to_her() {
    let answered = |speak: &dyn Fn(&mut Case, &str)| {
        let mut case = case();
        let hers = her_account(&mut case);
        deny(&mut case, "gpo", "2012-10", "class: the allegations");
        speak(&mut case, &claims(&[hers]));
        (is_denied(&case), case)
    };
    let by_opponent = |case: &mut Case, hers: &str| {
        case.claim("denial.answers", hers).by("amnesty");
    };
    assert!(!answered(&by_opponent).0);
    let by_member = |case: &mut Case, hers: &str| {
        case.claim("denial.answers", hers).by_member(1);
    };
    assert!(!answered(&by_member).0);
    let garbled = |case: &mut Case, hers: &str| {
        case.claim("denial.answers", hers).by("gpo").relayed("amnesty", Rendering::Altered);
    };
    assert!(!answered(&garbled).0);

    let own_words = |case: &mut Case, hers: &str| {
        case.claim("denial.answers", hers).by("gpo").via("frontline");
    };
    let (denied, case) = answered(&own_words);
    assert!(denied, "their own words, faithfully passed on");
    let account = add_up(&case, "hair.conduct");
    assert_eq!(counted(account.status), (2, 0, 2));
    let denials = &account.overlays.denied;
    assert_eq!(denials.len(), 1);
    assert_eq!(denials[0].voice, case.voice("gpo"));
    assert_eq!(denials[0].statements, BTreeSet::from([case.id("denial")]));
    assert!(!denials[0].given_up);
    let party = Some(case.id("state-unspecified"));
    assert_eq!(denials[0].party, party, "and whose side the voice is on");
}

/// Nobody answers what has not been said yet: a denial of February denies nothing told in April.
#[test]
fn f05_a_statement_never_answers_a_later_claim() {
    let denied_on = |when: &str| {
        let mut case = case();
        let hers = her_account(&mut case);
        deny(&mut case, "gpo", when, &claims(&[hers]));
        is_denied(&case)
    };
    assert!(!denied_on("2012-02-01"));
    assert!(!denied_on("2011-12/2012-03"));
    assert!(denied_on("2012-04-16"), "on the day it may have been later");
    assert!(denied_on("2012-10"));
    assert!(denied_on("../2013-07-10"), "an open date does not show that it was earlier");
}

/// A regional prosecutor called reports of ill-treatment in the cells groundless, a day after his
/// superiors granted that one man had been beaten there. The exception is part of the class.
#[test]
fn f21_a_denial_with_an_exception_keeps_it() {
    let mut case = case();
    case.claim("beating.against", "@kenzhebaev").by("gpo").said("2012-01-25");
    case.claim("beating.conduct", "act-conduct:beating")
        .by("gpo")
        .said("2012-01-25")
        .stance(Stance::Admits);
    case.claim("other-beating.against", "@other-detainee").by("other-detainee");
    case.claim("other-beating.conduct", "act-conduct:beating").by("other-detainee").said("2012-01");
    let class = "class except @kenzhebaev: ill-treatment in the cells";
    deny(&mut case, "regional-prosecutor", "2012-01-26", class);
    case.claim("denial.by", "@abdigaliev").by("regional-prosecutor").via("lada");

    keeps(&case, "denial.answers", class);
    let corpus = case.corpus();
    let without = case.value("denial.answers", "class: ill-treatment in the cells");
    let with = case.value("denial.answers", class);
    assert_ne!(with, without);
    let comparison = with.compare(&without, &corpus);
    assert_eq!(comparison, onus_model::value::Comparison::CannotTell, "another class");
    let beating = add_up(&case, "beating.conduct");
    assert_eq!(counted(beating.status), (1, 0, 0), "his superiors' admission is not denied");
    assert_eq!(beating.overlays.admitted.len(), 1);
    assert!(!is_denied(&case), "nor, by a class, is anyone else's account");
}

/// The exception is a man, not a record: told under two records that are one, it is one exception.
#[test]
fn f21_an_exception_follows_the_man_who_is_excepted() {
    let mut case = case();
    case.records("person", "bk");
    for (relay, man) in [("lada", "kenzhebaev"), ("frontline", "bk")] {
        case.claim("denial.answers", &format!("class except @{man}: ill-treatment in the cells"))
            .by("regional-prosecutor")
            .via(relay)
            .said("2012-01-26");
    }
    case.claim("bk.identity", "identity-grade:same").scope("with", "@kenzhebaev").by_member(1);
    let answers = add_up(&case, "denial.answers");
    assert_eq!(answers.positions.len(), 1, "one class with one exception");
    assert_eq!(answers.voices[0].sayings[0].echoes().len(), 1);
}

/// "Reviewed and rejected" is a decision in a proceeding and an answer at once, and it was given twice.
/// Counted where it is found, one office denies her three times.
#[test]
fn f29_refusals_are_decisions_and_one_denial_is_counted_once() {
    let mut case = case();
    case.records("proceeding", "complaint");
    case.records("decision", "refusal appeal-refused");
    let hers = her_account(&mut case);
    case.claim("complaint.kind", "proceeding-kind:complaint").by("court").via("frontline");
    case.claim("complaint.concerns", "@hair").by("court").via("frontline");
    case.claim("complaint.complainant", "@tuletaeva").by("court").via("frontline");
    case.claim("refusal.in", "@complaint").by("court").via("frontline");
    case.claim("refusal.outcome", "proceeding-outcome:refused").by("court").via("frontline");
    case.claim("refusal.times", "2").by("court").via("frontline").wording("two refusals");
    case.claim("refusal.date", "../2012-11-23").by("court").via("frontline");
    case.claim("appeal-refused.date", "2012-11-23").by("court").via("frontline");
    case.claim("appeal-refused.upholds", "@refusal").by("court").via("frontline");
    assert!(!is_denied(&case), "refusing to open a case says nothing of the act");

    deny(&mut case, "gpo", "2012-10", &claims(&[hers]));
    case.claim("denial.about", "@complaint").by("gpo");
    case.claim("hair.conduct", "act-conduct:hair-pulling")
        .by("gpo")
        .via("amnesty")
        .said("2012-10")
        .stance(Stance::Denies);
    let account = add_up(&case, "hair.conduct");
    assert_eq!(counted(account.status), (2, 0, 2), "she and the office, once each");
    assert_eq!(account.overlays.denied.len(), 1, "the statement and the claim are one denial");
    assert_eq!(account.overlays.denied[0].claims.len(), 1);
    assert_eq!(account.overlays.denied[0].statements, BTreeSet::from([case.id("denial")]));
    keeps(&case, "refusal.times", "2");
    keeps(&case, "refusal.date", "../2012-11-23");
    keeps(&case, "appeal-refused.upholds", "@refusal");
    assert_eq!(add_up_all(&case, "refusal.outcome").len(), 1);
}
