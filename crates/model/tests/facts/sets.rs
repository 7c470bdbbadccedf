//! Sets and shares: what closes, what is part of what, and what a number over members does not say.

use std::collections::BTreeSet;

use onus_model::claim::Derivation;
use onus_model::corpus::{Grade, GroupRelation, SumRefusal};
use onus_model::value::{Comparison, Extent, Held, Overlap, Share, Value};

use super::{add_up, add_up_all, counted, grounds, is_unclaimed, keeps};
use crate::support::{Case, Draft};

const SHOOTINGS: &str = "en: officers of the security forces, over the shootings";
const BEYOND_THE_FIVE: &str = "en: officers other than those five";
const DEATH_IN_CUSTODY: &str = "en: the death of Kenzhebaev";
const ALL_TRIALS: &str = "en: officers, in all the trials";

fn case() -> Case {
    let mut case = Case::new();
    case.records("organization", "amnesty press gpo eurasianet monitors cells-body mia");
    case.records(
        "person",
        "officer-1 officer-2 officer-3 officer-4 officer-5 temirov utegaliyev bagdayev",
    );
    case.records("group", "accused five-2012 five-jan three");
    case.records("proceeding", "inquiry torture-inquiry");
    case
}

/// Claims who was charged, within a stated set as of the release's date.
fn charged<'c>(case: &'c mut Case, value: &str, within: &str) -> Draft<'c> {
    case.claim("inquiry.charged", value).scope("within", within).scope("as-of", "2013-07-10")
}

/// "Only five officers were charged" closes a set. As the number 5 it contradicts the six who were
/// convicted in all, and as "no further charge" without a scope it is refuted by the next defendant.
#[test]
fn f03_only_five_closes_a_set_within_its_scope() {
    let mut case = case();
    charged(&mut case, "only 5", SHOOTINGS).by("amnesty").wording("only five");
    charged(&mut case, "none asserted", BEYOND_THE_FIVE).by("amnesty");
    charged(&mut case, "only 6", ALL_TRIALS).by("press");
    charged(&mut case, "only 1: @temirov", DEATH_IN_CUSTODY).by("amnesty");

    let scopes = add_up_all(&case, "inquiry.charged");
    assert_eq!(scopes.len(), 4);
    for resolution in &scopes {
        assert_eq!(counted(resolution.status), (1, 0, 0), "{}", resolution.scope);
        assert!(resolution.overlays.revised.is_empty());
        assert!(resolution.scope.get("as-of").is_some(), "and each as of a day");
    }
    let none = case.value("inquiry.charged", "none asserted");
    let negatives: Vec<_> = scopes.iter().filter(|scope| scope.position(&none).is_some()).collect();
    assert_eq!(negatives.len(), 1, "nobody says that no one at all was charged");
    // In one scope, six would be one too many.
    charged(&mut case, "only 6", SHOOTINGS).by("press");
    let scopes = add_up_all(&case, "inquiry.charged");
    let in_conflict: Vec<usize> = scopes.iter().map(|scope| scope.status.in_conflict).collect();
    assert_eq!(in_conflict.iter().sum::<usize>(), 2);
    assert_eq!(in_conflict.iter().filter(|&&count| count > 0).count(), 1);
}

/// The officers with the names they are told by.
fn name_officers(case: &mut Case) {
    let told = ["officer-1", "officer-2", "officer-3", "officer-4", "officer-5", "temirov"];
    for (officer, name) in told.into_iter().zip(["A", "B", "C", "D", "E", "Temirov"]) {
        case.claim(&format!("{officer}.name"), name).by("press");
    }
}

/// Whether someone is a sixth can be known only where all five are named.
#[test]
fn f03_a_sixth_conflicts_when_all_five_are_named_and_not_before() {
    let with_set = |set: &str| {
        let mut case = case();
        name_officers(&mut case);
        charged(&mut case, set, SHOOTINGS).by("amnesty");
        charged(&mut case, "@temirov", SHOOTINGS).by("press");
        case
    };
    let named = "only 5: @officer-1, @officer-2, @officer-3, @officer-4, @officer-5";
    assert_eq!(counted(add_up(&with_set("only 5"), "inquiry.charged").status), (2, 0, 0));
    let four = "only 5: @officer-1, @officer-2, @officer-3, @officer-4";
    assert_eq!(counted(add_up(&with_set(four), "inquiry.charged").status), (2, 0, 0));
    assert_eq!(counted(add_up(&with_set(named), "inquiry.charged").status), (2, 0, 2));

    let mut case = with_set(named);
    charged(&mut case, "@officer-3", SHOOTINGS).by("gpo");
    let fifth = case.position("inquiry.charged", "@officer-3");
    assert_eq!(fifth.supported_by, case.voices("amnesty gpo"), "a closed set affirms its members");
    assert!(fifth.conflicts_with.is_empty(), "two members never conflict by differing");
    // If he may be one of the five under another name, he may be no sixth.
    case.claim("temirov.identity", "identity-grade:probably-same")
        .scope("with", "@officer-5")
        .by_member(1);
    assert_eq!(add_up(&case, "inquiry.charged").status.in_conflict, 0);
}

/// A man counted among the five without a name may be anyone who has one: Temirov, too.
#[test]
fn f03_an_unnamed_fifth_may_be_the_sixth() {
    let mut case = case();
    name_officers(&mut case);
    case.records("person", "unnamed-officer");
    let set = "only 5: @officer-1, @officer-2, @officer-3, @officer-4, @unnamed-officer";
    charged(&mut case, set, SHOOTINGS).by("amnesty");
    charged(&mut case, "@temirov", SHOOTINGS).by("press");
    assert_eq!(counted(add_up(&case, "inquiry.charged").status), (2, 0, 0), "undetermined");
}

/// The same prosecutors, unnamed on both sides, investigate the violence, order the detentions, and
/// investigate the torture. With names required, the overlap that matters cannot be written down.
#[test]
fn f06_an_unnamed_team_holds_its_roles_and_no_one_is_named_for_it() {
    let mut case = case();
    case.records("group", "team other-team");
    case.records("custody", "detentions");
    case.records("involvement", "ordering");
    case.claim("team.of", "@gpo").by("amnesty");
    case.claim("inquiry.conducted-by", "@team").by("amnesty");
    case.claim("detentions.ordered-by", "@team").by("amnesty");
    case.claim("torture-inquiry.conducted-by", "@team").by("amnesty");
    case.claim("ordering.actor", "@team").by("amnesty");
    case.claim("ordering.in", "@detentions").by("amnesty");
    case.claim("ordering.degree", "involvement-degree:ordered").by("amnesty");

    for path in ["inquiry.conducted-by", "detentions.ordered-by", "torture-inquiry.conducted-by"] {
        keeps(&case, path, "@team");
    }
    keeps(&case, "ordering.degree", "involvement-degree:ordered");
    assert!(is_unclaimed(&case, "team.member"), "nobody is named");
    assert!(is_unclaimed(&case, "team.size"));
    assert!(is_unclaimed(&case, "inquiry.ordered-by"), "who ordered what else is not said");
    let corpus = case.corpus();
    let (team, other) = (Value::Ref(case.id("team")), Value::Ref(case.id("other-team")));
    assert_eq!(
        team.compare(&other, &corpus),
        Comparison::CannotTell,
        "unnamed people may be anyone"
    );
    assert_ne!(
        corpus.voice_of(case.id("team")),
        case.voice("gpo"),
        "nor does it speak for the office"
    );
}

/// "The only person charged in this case" closes a set of one within that case. That he is, or is not,
/// among the five cannot be read off it; "acting" and "at some time in December" are said, not mended.
#[test]
fn f11_only_temirov_was_charged_over_the_death_in_custody() {
    let mut case = case();
    case.records("posting", "head-of-cells");
    case.claim("temirov.name", "Zhenisbek Temirov").by("amnesty");
    case.claim("officer-1.name", "A Named Officer").by("amnesty");
    charged(&mut case, "only 5", SHOOTINGS).by("amnesty");
    charged(&mut case, "only 1: @temirov", DEATH_IN_CUSTODY).by("amnesty");
    case.claim("head-of-cells.who", "@temirov").by("amnesty");
    case.claim("head-of-cells.in", "@cells-body").by("amnesty");
    case.claim("head-of-cells.title", "en: head of the police detention centre").by("amnesty");
    case.claim("head-of-cells.acting", "true").by("amnesty").wording("acting");
    case.claim("head-of-cells.held", "within 2011-12 to 2011-12").by("amnesty");

    let scopes = add_up_all(&case, "inquiry.charged");
    assert_eq!(scopes.len(), 2);
    assert!(scopes.iter().all(|scope| !scope.is_in_conflict()));
    let five = case.value("inquiry.charged", "only 5");
    let temirov = case.value("inquiry.charged", "@temirov");
    let corpus = case.corpus();
    assert_eq!(
        five.compare(&temirov, &corpus),
        Comparison::CannotTell,
        "whether he is one of them"
    );
    let one = case.value("inquiry.charged", "only 1: @temirov");
    assert_eq!(one.compare(&temirov, &corpus), Comparison::Entails);
    let other = case.value("inquiry.charged", "@officer-1");
    assert_eq!(one.compare(&other, &corpus), Comparison::Conflicts);

    keeps(&case, "head-of-cells.acting", "true");
    keeps(&case, "head-of-cells.held", "within 2011-12 to 2011-12");
    let Value::Held(held) = case.value("head-of-cells.held", "within 2011-12 to 2011-12") else {
        panic!("a time over which something held")
    };
    assert_eq!(held.extent(), Extent::Within, "not throughout the month");
    let day = case.value("head-of-cells.held", "within 2011-12-19 to 2011-12-19");
    let some_time = "within 2011-12-01 to 2011-12-31".parse::<Held>().expect("a time");
    let one_day = "within 2011-12-19 to 2011-12-19".parse::<Held>().expect("a day");
    let overlap = some_time.overlap(&one_day);
    assert_eq!(overlap, Overlap::Unknown, "whether he held it that day is not said");
    let month = Value::Held(held);
    assert_eq!(month.compare(&day, &corpus), Comparison::CannotTell, "no day follows");
    assert_eq!(day.compare(&month, &corpus), Comparison::CannotTell);
    for unsaid in ["rank", "senior", "controls", "appointed-by", "ended-by"] {
        assert!(is_unclaimed(&case, &format!("head-of-cells.{unsaid}")), "{unsaid} is made up");
    }
}

/// "Most of the allegations" is a share. As text it compares with nothing, as a number it invents one.
#[test]
fn f14_most_allegations_are_against_one_ministry() {
    let mut case = case();
    case.records("tally", "allegations complaints");
    case.claim("allegations.of", "tally-of:complaints").by("amnesty");
    case.claim("allegations.by", "@mia").by("amnesty");
    let most = case.claim("allegations.figure", ">1/2").by("amnesty").wording("most").id();
    case.claim("complaints.of", "tally-of:complaints-prosecuted").by("monitors");
    case.claim("complaints.figure", "<2%").by("monitors").via("amnesty");

    keeps(&case, "allegations.figure", ">1/2");
    keeps(&case, "complaints.figure", "<1/50");
    let corpus = case.corpus();
    let wording = corpus.claim(most).and_then(|claim| claim.wording.as_deref());
    assert_eq!(wording, Some("most"));
    let share = |text: &str| text.parse::<Share>().expect(text);
    assert_eq!(share("27 of 37").compare(&share(">1/2")), Comparison::Entails);
    assert_eq!(share(">1/2").compare(&share("27 of 37")), Comparison::CannotTell);
    assert_eq!(share("16 of 37").compare(&share(">1/2")), Comparison::Conflicts);
    assert_eq!(
        corpus.sum(&BTreeSet::from([most])),
        Err(SumRefusal::NotANumber(most)),
        "no head count"
    );
}

/// Five were charged in January and five tried in May. The number is no ground: in January the fifth
/// seems to be the head of the cells, which an analyst concludes from two passages and nobody states.
#[test]
fn f18_the_five_of_january_are_not_taken_for_the_five_of_may() {
    let mut case = case();
    case.records("person", "fifth");
    case.records("posting", "fifth-post");
    let five = case.claim("five-jan.size", "5").by("gpo").via("eurasianet").said("2012-01-25").id();
    let five_2012 = case.claim("five-2012.size", "5").by("amnesty").id();
    let deputy = case.claim("five-jan.member", "@utegaliyev").by("gpo").via("eurasianet").id();
    let others = case.claim("five-jan.member", "@three").by("gpo").via("eurasianet").id();
    case.claim("three.size", "3").by("gpo").via("eurasianet");
    case.claim("three.member", "@bagdayev").by("gpo").via("eurasianet");
    let fifth = case
        .claim("five-jan.member", "@fifth")
        .by_member(1)
        .rests_on(Derivation::Inference, &[five, deputy, others])
        .id();
    case.claim("fifth-post.who", "@fifth").by_member(1);
    let open = case
        .claim("five-jan.relation", "group-relation:undetermined")
        .scope("to", "@five-2012")
        .by_member(1)
        .id();
    case.claim("five-jan.identity", "identity-grade:undetermined")
        .scope("with", "@five-2012")
        .by_member(1);

    let members = add_up(&case, "five-jan.member");
    assert_eq!(counted(members.status), (1, 0, 0), "one origin, and an analyst who adds none");
    assert_eq!(members.derived.len(), 1);
    let inferred = case.position("five-jan.member", "@fifth");
    assert_eq!(counted(inferred.status), (0, 0, 0));
    assert_eq!(inferred.derived, BTreeSet::from([fifth]));
    assert!(grounds(&case, &members).is_superset(&BTreeSet::from([fifth, five, deputy, others])));

    let corpus = case.corpus();
    let (january, may) = (case.id("five-jan"), case.id("five-2012"));
    let relation = corpus.group_relation(january, may);
    assert_eq!(relation.answer, GroupRelation::Unknown);
    assert!(relation.because.contains(&open), "left open by someone, not by nobody");
    assert_eq!(
        corpus.sum(&BTreeSet::from([five, five_2012])),
        Err(SumRefusal::OverlapUnknown { first: january, second: may })
    );
    assert_ne!(corpus.canonical(january), corpus.canonical(may));
    assert_eq!(corpus.identity_of(january, may).answer, Some(Grade::Undetermined));
    assert_eq!(counted(add_up(&case, "five-2012.size").status), (1, 0, 0));
    assert!(is_unclaimed(&case, "five-2012.member"), "nobody is carried over from January");
    assert_ne!(corpus.canonical(case.id("fifth")), corpus.canonical(case.id("temirov")));
}

/// Monitors find that 27 of 37 accused were tortured: from what the accused told. Counting speakers, the
/// claim is now corroborated by two; counting whom it rests on, by none.
#[test]
fn f25_a_finding_that_rests_on_the_accused_adds_no_voice() {
    let mut case = case();
    case.records("tally", "tortured");
    case.claim("tortured.of", "tally-of:tortured").by("monitors");
    case.claim("tortured.inclusion", "@accused").by("monitors");
    let told =
        case.claim("tortured.figure", ">1/2").by("accused").via("amnesty").wording("most").id();
    let found = case
        .claim("tortured.figure", "27 of 37")
        .by("monitors")
        .said("2012-10")
        .rests_on(Derivation::Finding, &[told])
        .id();
    case.claim("monitors.dependence", "dependence:excluded").scope("with", "@accused").by_member(1);

    let resolution = add_up(&case, "tortured.figure");
    assert_eq!(counted(resolution.status), (1, 0, 0), "even with dependence excluded");
    assert_eq!(resolution.derived[0].voice, case.voice("monitors"));
    let finding = case.position("tortured.figure", "27 of 37");
    assert_eq!(counted(finding.status), (0, 0, 0));
    assert_eq!(finding.derived, BTreeSet::from([found]));
    assert!(finding.stated_by.is_empty());
    let most = case.position("tortured.figure", ">1/2");
    assert_eq!(most.supported_by, case.voices("accused"), "the finding is no second supporter");
    assert!(grounds(&case, &resolution).contains(&told));
}
