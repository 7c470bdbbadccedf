//! What followed, on the invented case: each line rests on claims, and falls with them.

use std::collections::BTreeSet;

use onus_answers::Style;
use onus_answers::accountability::{
    Accountability, Admitted, ChargeKnown, Days, Gap, Ground, InQuestion, Ladder, Stage, Then, Tie,
    accountability, to_text,
};
use onus_case::Look;
use onus_model::id::ClaimId;
use onus_reason::Part;
use onus_reason::order::Order;

use crate::support::{INVENTED, Rows, Variant, claim_id, id, with_invented, with_look};

fn row(row: &str) -> ClaimId {
    claim_id(Variant::default(), row)
}

fn ladder<'a>(answer: &'a Accountability, handle: &str) -> &'a Ladder {
    answer.ladders.iter().find(|one| one.record == id(handle)).expect(handle)
}

/// The answer without some rows of the invented case.
fn without<T>(rows: &[&str], use_it: impl FnOnce(&Accountability) -> T) -> T {
    let mut less = Rows { records: INVENTED.records.clone(), claims: INVENTED.claims.clone() };
    less.claims.retain(|claim| !rows.contains(&claim[0].as_str()));
    let case = less.build(Variant::default());
    with_look(&case, |look| use_it(&accountability(look, None, Part::ALL)))
}

fn with_more<T>(more: &[&str], use_it: impl FnOnce(&Accountability) -> T) -> T {
    let mut rows = Rows { records: INVENTED.records.clone(), claims: INVENTED.claims.clone() };
    for line in more {
        rows.claims.push(line.split('|').map(|part| part.trim().to_owned()).collect());
    }
    let case = rows.build(Variant::default());
    with_look(&case, |look| use_it(&accountability(look, None, Part::ALL)))
}

fn admission<'a>(ladder: &'a Ladder, handle: &str) -> &'a Admitted {
    ladder.admitted.iter().find(|one| one.statement == id(handle)).expect(handle)
}

fn question(ladder: &Ladder) -> &InQuestion {
    let [question] = ladder.in_question.as_slice() else { panic!("{:?}", ladder.in_question) };
    question
}

/// Claims in the order of answers.
fn ordered<const N: usize>(look: &Look<'_>, rows: [&str; N]) -> Vec<ClaimId> {
    Order::of(look).claims(look, rows.map(row))
}

fn exactly(days: u64) -> Days {
    Days { least: days, most: Some(days) }
}

#[test]
fn steps_stand_on_their_rungs_with_the_days_after() {
    with_invented(|look| {
        let answer = accountability(look, None, Part::ALL);
        let hosing = ladder(&answer, "hosing");
        let steps: Vec<_> =
            hosing.steps.iter().map(|step| (step.stage, step.record, step.after.clone())).collect();
        let exact = |days| vec![exactly(days)];
        let all = [
            (Stage::Allegation, id("told-rast"), vec![Days { least: 26, most: Some(55) }]),
            (Stage::Complaint, id("hosing"), exact(2)),
            (Stage::Inquiry, id("inquiry-rast"), exact(14)),
            (Stage::Suspension, id("leave-wardens"), vec![]),
            (Stage::Charge, id("charge-night"), exact(65)),
            (Stage::Decision, id("dec-night"), vec![Days { least: 117, most: Some(147) }]),
            (Stage::Appeal, id("dec-night-appeal"), vec![]),
            (Stage::Redress, id("paid-rast"), vec![Days { least: 301, most: None }]),
        ];
        assert_eq!(steps, all);
        assert_eq!(hosing.not_looked_for, [Stage::Registration, Stage::Trial]);
        for step in &hosing.steps {
            assert!(step.ties.iter().all(|claim| step.claims.contains(claim)), "{step:?}");
            assert!(!step.claims.is_empty());
        }
    });
}

#[test]
fn a_step_falls_with_the_claim_that_ties_it() {
    let stages = |answer: &Accountability| -> BTreeSet<Stage> {
        ladder(answer, "hosing").steps.iter().map(|step| step.stage).collect()
    };
    for (gone, stage) in [
        ("v33", Stage::Inquiry),
        ("v58", Stage::Charge),
        ("v62", Stage::Decision),
        ("v66", Stage::Appeal),
        ("v69", Stage::Suspension),
        ("v71", Stage::Redress),
        ("v11", Stage::Complaint),
    ] {
        // A decision without the charge that it changes is one of no known place.
        without(&[gone], |answer| assert!(!stages(answer).contains(&stage), "{gone}"));
        with_invented(|look| {
            let answer = accountability(look, None, Part::ALL);
            let step = ladder(&answer, "hosing").steps.iter().find(|step| step.stage == stage);
            let step = step.expect(gone);
            assert!(step.claims.contains(&row(gone)), "{gone} is not named: {step:?}");
        });
    }
}

#[test]
fn a_clock_runs_only_where_somebody_says_or_looked() {
    with_invented(|look| {
        let answer = accountability(look, None, Part::ALL);
        let hosing = ladder(&answer, "hosing");
        let gap = |ground| -> &Gap {
            hosing.gaps.iter().find(|gap| gap.ground == ground).expect("it is claimed")
        };
        assert_eq!(gap(Ground::Searched).days, [exactly(270)]);
        assert_eq!(gap(Ground::Searched).claims, ordered(look, ["v33", "v37", "v10"]));
        assert_eq!(gap(Ground::NoOther).days, [exactly(96)], "as of 10 June 2031");
        assert_eq!(gap(Ground::Asserted).days, [exactly(57)], "the day on which it was said");
        assert!(answer.ladders.iter().all(|one| one.gaps.iter().all(|gap| !gap.claims.is_empty())));
        let text =
            to_text(&accountability(look, Some(id("hosing")), Part::ALL), look, &Style::default());
        for words in [
            "270 days; searched for until 1 December 2031 in the court registers by A coder, none found",
            "not looked for: registration and trial. Nothing follows from that.",
            "after at least 301 days",
            "after at least 26, at most 55 days",
        ] {
            assert!(text.contains(words), "{words}:\n{text}");
        }
    });
    // Without the search nothing is said of it, and no clock runs.
    without(&["v37", "v38", "v57", "v58"], |answer| {
        let hosing = ladder(answer, "hosing");
        assert!(hosing.not_looked_for.contains(&Stage::Charge));
        assert!(hosing.gaps.iter().all(|gap| gap.stage != Stage::Charge));
    });
    // Without a date of the act the search stands, and no days.
    without(&["v10"], |answer| {
        let gap = ladder(answer, "hosing").gaps.iter().find(|gap| gap.ground == Ground::Searched);
        assert!(gap.is_some_and(|gap| gap.days.is_empty()));
    });
    // A date within bounds gives days within bounds.
    with_more(&["x1 | hosing.when | 2031-03 | herald | in=news para-10"], |answer| {
        let gap = ladder(answer, "hosing").gaps.iter().find(|gap| gap.ground == Ground::Searched);
        let days = gap.map(|gap| gap.days.clone()).unwrap_or_default();
        assert_eq!(days, [Days { least: 245, most: Some(275) }, exactly(270)]);
    });
}

#[test]
fn conduct_admitted_and_no_charge_claimed() {
    with_invented(|look| {
        let answer = accountability(look, None, Part::ALL);
        let hosing = ladder(&answer, "hosing");
        let wardens = admission(hosing, "adm-wardens");
        assert_eq!((wardens.charge, wardens.own), (ChargeKnown::NoneClaimed, true));
        assert_eq!(wardens.reversed_by, [id("rev-wardens")]);
        assert_eq!(wardens.uncharged.len(), 1);
        for claim in ["v41", "v42", "v43", "v27", "v37", "v38"] {
            assert!(wardens.claims.contains(&row(claim)), "{claim}");
        }
        let night = admission(hosing, "adm-night");
        assert_eq!(night.charge, ChargeKnown::Charged);
        let charges = [id("charge-night"), id("dec-night")];
        assert_eq!(night.charges, Order::of(look).records(look, charges));
        let clerks = admission(hosing, "adm-clerks");
        assert_eq!(clerks.charge, ChargeKnown::NoneClaimed);
        assert_eq!(clerks.may_be, [id("night-shift")], "nobody says that they are others");
        let text = to_text(&answer, look, &Style::default());
        assert!(
            text.contains("the conduct admitted, no charge claimed: group of people: wardens"),
            "{text}"
        );
    });
    // The conclusion is no stronger than its claims.
    without(&["v41"], |answer| {
        let none =
            ladder(answer, "hosing").admitted.iter().all(|one| one.statement != id("adm-wardens"));
        assert!(none, "a statement that admits nothing is no admission");
    });
    without(&["v27", "v37", "v38"], |answer| {
        let wardens = admission(ladder(answer, "hosing"), "adm-wardens");
        assert_eq!(wardens.charge, ChargeKnown::NotLookedFor);
    });
}

#[test]
fn each_defendant_has_a_ladder_of_their_own_and_each_holder_their_posts() {
    with_invented(|look| {
        let answer = accountability(look, None, Part::ALL);
        let standing = |handle: &str| {
            let mut all = ladder(&answer, "hosing").standings.iter();
            all.find(|one| one.who == id(handle)).expect(handle)
        };
        let night = standing("night-shift");
        let steps: Vec<_> = night.steps.iter().map(|one| (one.stage, one.record)).collect();
        // The inquiry names them as charged; the appeal does not say whom it concerns.
        let all = [
            (Stage::Inquiry, id("inquiry-rast")),
            (Stage::Charge, id("charge-night")),
            (Stage::Decision, id("dec-night")),
        ];
        assert_eq!(steps, all);
        assert!(night.charged);
        let wardens = standing("wardens");
        assert!(!wardens.charged && wardens.steps.is_empty());
        assert_eq!(wardens.posts[0].then, Then::Then);
        assert_eq!(wardens.standing.len(), 1);
    });
    // Another post that began after the act stands as a later one.
    with_more(
        &[
            "x1 | post-reuss.who | @wardens | league | in=report 521-530",
            "x2 | post-reuss.held | throughout 2033 to 2034 | league | in=report 521-530",
        ],
        |answer| {
            let mut all = ladder(answer, "hosing").standings.iter();
            let wardens = all.find(|one| one.who == id("wardens")).expect("they are there");
            let then: Vec<Then> = wardens.posts.iter().map(|post| post.then).collect();
            assert_eq!(then, [Then::Then, Then::Later]);
        },
    );
}

#[test]
fn independence_is_put_in_question_by_ties_and_only_by_them() {
    let ties = |answer: &Accountability| -> Vec<Tie> {
        question(ladder(answer, "hosing")).links.iter().map(|link| link.tie).collect()
    };
    with_invented(|look| {
        let answer = accountability(look, None, Part::ALL);
        let one = question(ladder(&answer, "hosing"));
        assert_eq!((one.proceeding, one.investigator), (id("inquiry-rast"), id("inspector-kray")));
        assert_eq!(ties(&answer), [Tie::Command, Tie::Ordered]);
        assert!(one.is_on_the_principles_ground());
        assert_eq!(one.links[0].through.len(), 3, "their post, the command, the wardens' post");
        assert_eq!(
            one.links[0].then,
            Then::NotStated,
            "when the inspector had the post is not said"
        );
        let text = to_text(&answer, look, &Style::default());
        assert!(text.contains("Principle 2 of the Principles") && text.contains("55/89"), "{text}");
    });
    // Each tie falls with any claim that it names.
    for gone in ["v28", "v29", "v31", "o12", "v23", "v24", "v20", "v21", "v22"] {
        without(&[gone], |answer| {
            assert_eq!(ties(answer), [Tie::Ordered], "{gone}");
            assert!(!question(ladder(answer, "hosing")).is_on_the_principles_ground());
        });
    }
    for gone in ["v6", "v9"] {
        without(&[gone], |answer| assert_eq!(ties(answer), [Tie::Command], "{gone}"));
    }
    without(&["v34"], |answer| assert!(ladder(answer, "hosing").in_question.is_empty()));
    // What ended before the inquiry ties nobody to it.
    with_more(
        &["x1 | post-kray.held | throughout 2029 to 2030 | herald | in=news para-3"],
        |answer| {
            assert_eq!(ties(answer), [Tie::Ordered]);
        },
    );
    with_more(
        &["x1 | post-kray.held | throughout 2029 to 2032 | herald | in=news para-3"],
        |answer| {
            assert_eq!(question(ladder(answer, "hosing")).links[0].then, Then::Then);
        },
    );
}

#[test]
fn people_killed_and_people_charged_are_never_set_against_each_other() {
    with_invented(|look| {
        let answer = accountability(look, Some(id("clash")), Part::ALL);
        let clash = ladder(&answer, "clash");
        assert!(
            clash.figures.iter().any(|one| one.killed)
                && clash.figures.iter().any(|one| !one.killed)
        );
        let text = to_text(&answer, look, &Style::default());
        assert!(text.contains("neither is a share of the other"), "{text}");
        assert!(!text.contains('%') && !text.contains(" per "), "{text}");
    });
}

#[test]
fn totals_have_bounds_where_records_may_be_one() {
    let matters =
        |answer: &Accountability| answer.totals.as_ref().expect("all are drawn up").matters;
    let plain = with_invented(|look| matters(&accountability(look, None, Part::ALL)));
    with_more(
        &["x1 | hosing.identity | probably-same | team | scope=with is @beating-vorn"],
        |answer| {
            assert_eq!(matters(answer).low() + 1, plain.low());
            assert_eq!(matters(answer).high(), plain.high());
        },
    );
    with_more(
        &["x1 | hosing.identity | distinct | team | scope=with is @beating-vorn"],
        |answer| {
            assert_eq!(matters(answer), plain);
        },
    );
}
