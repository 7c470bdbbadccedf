//! Trials: a sentence belongs to a decision, and a spread over five men to none of them.

use onus_model::value::{Comparison, Measure, Value};

use super::{accounts, add_up, counted, everything, is_unclaimed, keeps};
use crate::support::Case;

fn case() -> Case {
    let mut case = Case::new();
    case.records(
        "organization",
        "amnesty aktau-court regional-court supreme-court frontline reuters bbc asia-times",
    );
    case.records("person", "tuletaeva");
    case.records("group", "five-may one-of-five");
    case
}

/// A decision on her: court, instance, day, and the years where it set any.
fn decide(
    case: &mut Case,
    handle: &str,
    court: &str,
    instance: &str,
    day: &str,
    years: Option<&str>,
) {
    case.records("decision", handle);
    let mut say = |property: &str, value: &str| {
        case.claim(&format!("{handle}.{property}"), value).by(court).via("frontline");
    };
    say("court", &format!("@{court}"));
    say("instance", &format!("decision-instance:{instance}"));
    say("date", day);
    say("defendant", "@tuletaeva");
    if let Some(years) = years {
        say("sentence", years);
    }
}

/// Seven years in June, five on appeal in August, upheld in May: three decisions. In one "sentence" field
/// the courts contradict each other, or the organization that printed both took its word back.
#[test]
fn f35_seven_years_and_five_on_appeal_are_two_decisions() {
    let mut case = case();
    decide(&mut case, "first", "aktau-court", "first", "2012-06-04", Some("7 years"));
    decide(&mut case, "appeal", "regional-court", "appeal", "2012-08-06", Some("5 years"));
    decide(&mut case, "cassation", "supreme-court", "cassation", "2013-05-28", None);
    case.claim("appeal.changes", "@first").by("regional-court").via("frontline");
    case.claim("cassation.upholds", "@appeal").by("supreme-court").via("frontline");
    // Printed in May 2013 and out of date by then; it is about the first decision all the same.
    case.claim("first.sentence", "7 years").by("amnesty").said("2013-05-23");

    for resolution in everything(&case) {
        assert!(!resolution.is_in_conflict(), "{}", resolution.property);
        assert!(resolution.overlays.revised.is_empty(), "{}", resolution.property);
    }
    assert_eq!(accounts(&add_up(&case, "first.sentence")), ["7 years"]);
    assert_eq!(counted(add_up(&case, "first.sentence").status), (2, 0, 0));
    assert_eq!(accounts(&add_up(&case, "appeal.sentence")), ["5 years"]);
    assert!(is_unclaimed(&case, "cassation.sentence"), "upholding is not sentencing");
    keeps(&case, "appeal.changes", "@first");
    keeps(&case, "cassation.upholds", "@appeal");
    let instances = ["first.instance", "appeal.instance"].map(|path| add_up(&case, path));
    let [first, appeal] = instances.map(|instance| instance.positions[0].value.clone());
    assert_eq!(
        first.compare(&appeal, &case.corpus()),
        Comparison::Conflicts,
        "told apart by instance"
    );
}

/// The release says "five years" and no court. Taken for the first sentence it contradicts seven; taken
/// for the last it adds a fact nobody stated.
#[test]
fn f07_five_years_with_instance_not_stated_conflicts_with_neither() {
    let mut case = case();
    decide(&mut case, "first", "aktau-court", "first", "2012-06-04", Some("7 years"));
    decide(&mut case, "appeal", "regional-court", "appeal", "2012-08-06", Some("5 years"));
    case.records("decision", "told");
    case.claim("told.defendant", "@tuletaeva").by("amnesty").said("2013-07-10");
    case.claim("told.sentence", "5 years").by("amnesty").said("2013-07-10");
    case.claim("told.instance", "decision-instance:not-stated").by("amnesty");
    case.claim("told.wording", "en<ru;Amnesty;unchecked: inciting social discord").by("amnesty");

    for resolution in everything(&case) {
        assert!(!resolution.is_in_conflict(), "{}", resolution.property);
    }
    assert_eq!(counted(add_up(&case, "told.sentence").status), (1, 0, 0));
    keeps(&case, "told.wording", "en<ru;Amnesty;unchecked: inciting social discord");
    assert!(is_unclaimed(&case, "told.date") && is_unclaimed(&case, "told.provision"));
    let corpus = case.corpus();
    let told = case.value("told.instance", "decision-instance:not-stated");
    for instance in ["first", "appeal", "cassation"] {
        let other = case.value("told.instance", &format!("decision-instance:{instance}"));
        assert_eq!(told.compare(&other, &corpus), Comparison::CannotTell);
    }

    // A member who judges it to be the appeal's gets agreement, one who judges it the first's a conflict.
    let judge = |which: &str| {
        let mut case = self::case();
        decide(&mut case, "first", "aktau-court", "first", "2012-06-04", Some("7 years"));
        decide(&mut case, "appeal", "regional-court", "appeal", "2012-08-06", Some("5 years"));
        case.records("decision", "told");
        case.claim("told.sentence", "5 years").by("amnesty");
        case.claim("told.instance", "decision-instance:not-stated").by("amnesty");
        case.claim("told.identity", "identity-grade:same")
            .scope("with", &format!("@{which}"))
            .by_member(1);
        let (sentence, instance) = (add_up(&case, "told.sentence"), add_up(&case, "told.instance"));
        (counted(sentence.status), instance.is_in_conflict())
    };
    assert_eq!(judge("appeal"), ((2, 0, 0), false));
    assert_eq!(judge("first"), ((2, 0, 2), false));
}

/// "Five to seven years" over five officers is not one uncertain term. Narrowed by the one officer known
/// to have got seven, all five get seven.
#[test]
fn f32_a_spread_over_five_officers_is_not_narrowed_by_one_of_them() {
    let mut case = case();
    case.records("decision", "verdict longest");
    case.claim("verdict.defendant", "@five-may").by("aktau-court").via("bbc");
    let spread = "5 years to 7 years over 5";
    case.claim("verdict.sentence", spread).by("aktau-court").via("bbc").said("2012-05-28");
    case.claim("one-of-five.size", "1").by("asia-times");
    case.claim("five-may.member", "@one-of-five").by("asia-times");
    case.claim("longest.defendant", "@one-of-five").by("asia-times");
    case.claim("longest.sentence", "7 years").by("asia-times");
    keeps(&case, "longest.sentence", "7 years");
    keeps(&case, "verdict.sentence", spread);
    assert_eq!(counted(add_up(&case, "verdict.sentence").status), (1, 0, 0));

    // Coded on one decision they still bear nothing on each other.
    case.claim("verdict.sentence", "7 years").by("asia-times").wording("one officer");
    let verdict = add_up(&case, "verdict.sentence");
    assert_eq!(counted(verdict.status), (2, 0, 0), "no conflict");
    assert_eq!(accounts(&verdict), [spread, "7 years"], "and no narrowing");
    for position in &verdict.positions {
        assert_eq!(
            position.supported_by.len(),
            1,
            "{} is not borne out by the other",
            position.value
        );
    }
    let Value::Spread(spread) = case.value("verdict.sentence", spread) else { panic!("a spread") };
    let years = |text: &str| Measure::Duration(text.parse().expect(text));
    assert_eq!((spread.least(), spread.most()), (&years("5 years"), &years("7 years")));
    assert_eq!(spread.over().as_exact(), Some(5));
    // Another spread can contradict it: that the most anyone got was six.
    case.claim("verdict.sentence", "5 years to 6 years over 5").by("reuters");
    assert_eq!(add_up(&case, "verdict.sentence").status.in_conflict, 2);
}
