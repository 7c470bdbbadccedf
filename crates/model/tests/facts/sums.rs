//! Sums: stated ones are checked, and nothing is added up that nobody says does not overlap.

use std::collections::BTreeSet;

use onus_model::claim::{Derivation, Stance};
use onus_model::corpus::{GroupRelation, SumRefusal, Voice};
use onus_model::id::ClaimId;
use onus_model::value::{Comparison, Value};

use super::{accounts, add_up, counted, grounds, keeps};
use crate::support::Case;

fn case() -> Case {
    let mut case = Case::new();
    case.records("organization", "amnesty gpo hrw court eurasianet reuters press");
    case.records("place", "zhanaozen shetpe");
    case
}

/// Makes a tally of what is counted, with its figure as a speaker states it.
fn figure(case: &mut Case, handle: &str, of: &str, value: &str, speaker: &str) -> ClaimId {
    case.records("tally", handle);
    case.claim(&format!("{handle}.of"), &format!("tally-of:{of}")).by(speaker);
    case.claim(&format!("{handle}.figure"), value).by(speaker).said("2012-01-25").id()
}

/// Names the parts of a tally, and that they partition it, in a speaker's words or as a member's reading.
fn partition(case: &mut Case, whole: &str, parts: &str, speaker: Option<&str>) {
    let mut claim = |path: String, value: String| {
        let draft = case.claim(&path, &value);
        match speaker {
            Some(speaker) => draft.by(speaker),
            None => draft.by_member(1),
        };
    };
    for part in parts.split_whitespace() {
        claim(format!("{whole}.part"), format!("@{part}"));
    }
    claim(format!("{whole}.parts-relation"), "parts-relation:partition".to_owned());
}

fn exact(case: &Case, claims: &[ClaimId]) -> Option<u64> {
    let sum = case.corpus().sum(&claims.iter().copied().collect());
    sum.ok().and_then(|sum| sum.total.as_exact())
}

/// "More than 100 seriously injured" next to "at least 15 killed" invites 115 victims. They add up only
/// because the text keeps the two apart, and "seriously" stays: it is not the number of the injured.
#[test]
fn f02_more_than_a_hundred_seriously_injured_besides_those_killed() {
    let mut case = case();
    let killed = figure(&mut case, "killed", "killed", ">=15", "amnesty");
    let injured = figure(&mut case, "injured", "injured", ">100", "amnesty");
    case.claim("injured.severity", "severity:serious").by("amnesty").wording("seriously");
    let others = figure(&mut case, "gunshot", "injured", "64", "gpo");
    case.claim("gunshot.cause", "tally-cause:gunshot").by("gpo");

    keeps(&case, "injured.figure", ">=101");
    keeps(&case, "injured.severity", "severity:serious");
    let unsaid = case.corpus().sum(&BTreeSet::from([killed, injured]));
    assert!(matches!(unsaid, Err(SumRefusal::OverlapUnknown { .. })), "nobody kept them apart yet");

    case.claim("injured.exclusion", "@killed").by("amnesty");
    let apart = case
        .claim("injured.relation", "group-relation:disjoint")
        .scope("to", "@killed")
        .by("amnesty")
        .id();
    let corpus = case.corpus();
    let sum = corpus.sum(&BTreeSet::from([killed, injured])).expect("they are said to be disjoint");
    assert_eq!(sum.total.to_string(), ">=116", "bounds add up to a bound, never to 115");
    assert_eq!(sum.because, BTreeSet::from([killed, injured, apart]));
    assert!(corpus.sum(&BTreeSet::from([killed, others])).is_err());
    let alone = add_up(&case, "injured.figure");
    assert_eq!(
        grounds(&case, &alone),
        BTreeSet::from([injured]),
        "64 wounded by shots is another scope"
    );
}

/// One statement of 25 January, two carriers: 15 dead (town and village) and 17 (with the two said not
/// to be linked). As values of one property that is a revision or a contradiction; both check out.
#[test]
fn f17_fifteen_and_seventeen_are_sums_over_different_parts() {
    let mut case = case();
    let town = figure(&mut case, "town", "killed", "14", "gpo");
    let village = figure(&mut case, "village", "killed", "1", "gpo");
    let unlinked = figure(&mut case, "unlinked", "killed", "2", "gpo");
    let refused = case.corpus().sum(&BTreeSet::from([town, village]));
    let (first, second) = (case.id("town"), case.id("village"));
    assert_eq!(refused, Err(SumRefusal::OverlapUnknown { first, second }), "nobody said so yet");

    case.records("tally", "linked whole");
    partition(&mut case, "linked", "town village", Some("gpo"));
    let fifteen = case
        .claim("linked.figure", "15")
        .by("gpo")
        .via("eurasianet")
        .said("2012-01-25")
        .rests_on(Derivation::Sum, &[town, village])
        .id();
    // The other carrier gives 17 without its parts: that they are these three is a member's reading.
    partition(&mut case, "whole", "town village unlinked", None);
    let seventeen =
        case.claim("whole.figure", "17").by("gpo").via("reuters").said("2012-01-25").id();
    let reading = case
        .claim("whole.figure", "17")
        .by_member(1)
        .rests_on(Derivation::Sum, &[town, village, unlinked])
        .id();

    let corpus = case.corpus();
    for (claim, total) in [(fifteen, 15), (reading, 17)] {
        let check = corpus.check_sum(corpus.claim(claim).expect("made above")).expect("a sum");
        assert_eq!(check.comparison, Comparison::Entails, "{total} does not check out");
        assert_eq!(check.sum.expect("it adds up").total.as_exact(), Some(total));
    }
    assert!(corpus.check_sum(corpus.claim(seventeen).expect("made above")).is_none());

    let linked = add_up(&case, "linked.figure");
    assert_eq!(counted(linked.status), (0, 0, 0), "a sum is no voice of its own");
    assert_eq!(linked.derived.len(), 1);
    assert_eq!(linked.derived[0].voice, case.voice("gpo"), "but it is known whose sum it is");
    let whole = add_up(&case, "whole.figure");
    assert_eq!(counted(whole.status), (1, 0, 0));
    assert_eq!(case.position("whole.figure", "17").derived, BTreeSet::from([reading]));
    for path in
        ["linked.figure", "whole.figure", "town.figure", "village.figure", "unlinked.figure"]
    {
        let resolution = add_up(&case, path);
        assert!(resolution.overlays.revised.is_empty(), "{path} is revised");
        assert!(!resolution.is_in_conflict(), "{path} is in conflict");
    }
    assert_eq!(accounts(&add_up(&case, "town.figure")), ["14"], "no sum reaches back to its parts");

    // Even a coder who takes both for one thing gets no revision: nothing says which came later.
    case.records("tally", "one-field");
    for (figure, relay) in [("15", "eurasianet"), ("17", "reuters")] {
        case.claim("one-field.figure", figure).by("gpo").via(relay).said("2012-01-25");
    }
    let one_field = add_up(&case, "one-field.figure");
    assert!(one_field.overlays.revised.is_empty());
    assert_eq!(one_field.voices[0].unsettled, 1);
    assert_eq!(one_field.status.in_conflict, 0);
}

/// A stated total that its parts do not come to is shown, not corrected: 14, 1 and 2 are not 16.
#[test]
fn f17_a_sum_that_does_not_check_out_is_said_so() {
    let mut case = case();
    let parts = [
        figure(&mut case, "town", "killed", "14", "gpo"),
        figure(&mut case, "village", "killed", "1", "gpo"),
        figure(&mut case, "unlinked", "killed", ">=2", "gpo"),
    ];
    case.records("tally", "whole");
    partition(&mut case, "whole", "town village unlinked", Some("gpo"));
    let stated = [
        ("16", Comparison::Conflicts),
        (">=17", Comparison::Entails),
        ("17", Comparison::CannotTell),
    ];
    for (value, comparison) in stated {
        let sum =
            case.claim("whole.figure", value).by("press").rests_on(Derivation::Sum, &parts).id();
        let corpus = case.corpus();
        let check = corpus.check_sum(corpus.claim(sum).expect("made above")).expect("a sum");
        assert_eq!(check.comparison, comparison, "{value}");
        assert_eq!(check.sum.expect("it adds up").total.to_string(), ">=17");
    }
}

/// "55 will be tried: 9, 35 and 11" is a plan. Coded as a trial it becomes an outcome, and contradicts
/// the 49 and the 56 that later stood trial.
#[test]
fn f23_fifty_five_to_be_tried_is_an_announced_partition() {
    let mut case = case();
    let planned = figure(&mut case, "planned", "to-be-tried", "55", "gpo");
    let parts = [
        figure(&mut case, "organising", "to-be-tried", "9", "gpo"),
        figure(&mut case, "taking-part", "to-be-tried", "35", "gpo"),
        figure(&mut case, "lesser", "to-be-tried", "11", "gpo"),
    ];
    partition(&mut case, "planned", "organising taking-part lesser", Some("gpo"));
    let tried = figure(&mut case, "on-trial", "tried", "56", "press");
    case.records("charge", "organising-charge");
    case.claim("organising-charge.announced-only", "true").by("gpo").said("2012-01-25");

    assert_eq!(exact(&case, &parts), Some(55));
    keeps(&case, "planned.of", "tally-of:to-be-tried");
    keeps(&case, "organising-charge.announced-only", "true");
    assert_eq!(grounds(&case, &add_up(&case, "planned.figure")), BTreeSet::from([planned]));
    assert_eq!(grounds(&case, &add_up(&case, "on-trial.figure")), BTreeSet::from([tried]));
    assert_eq!(counted(add_up(&case, "on-trial.figure").status), (1, 0, 0), "56 and 55 never meet");
    let both = case.corpus().sum(&BTreeSet::from([planned, tried]));
    assert!(matches!(both, Err(SumRefusal::OverlapUnknown { .. })));
}

/// An organization adds the government's 12 to 3 and 1 of its own. Its 16 is neither the government's
/// nor a further source for the 12.
#[test]
fn f24_a_sum_with_addends_of_two_origins_adds_no_voice() {
    let mut case = case();
    case.records("tally", "shot others village all");
    for (tally, cause) in
        [("shot", "security-force"), ("others", "any"), ("village", "security-force")]
    {
        case.claim(&format!("{tally}.cause"), &format!("tally-cause:{cause}")).by("hrw");
    }
    let twelve = case.claim("shot.figure", "12").by("gpo").via("hrw").id();
    let three = case.claim("others.figure", "3").by("hrw").id();
    let one = case.claim("village.figure", "1").by("hrw").id();
    partition(&mut case, "all", "shot others village", Some("hrw"));
    let sixteen = case
        .claim("all.figure", "16")
        .by("hrw")
        .rests_on(Derivation::Sum, &[twelve, three, one])
        .id();

    let all = add_up(&case, "all.figure");
    assert_eq!(counted(all.status), (0, 0, 0));
    assert!(all.voices.is_empty() && all.accounts().next().is_none());
    assert_eq!(all.derived.len(), 1);
    assert_eq!((all.derived[0].voice, all.derived[0].claim), (case.voice("hrw"), sixteen));
    assert_eq!(case.position("all.figure", "16").derived, BTreeSet::from([sixteen]));
    let why = grounds(&case, &all);
    assert!(
        why.is_superset(&BTreeSet::from([sixteen, twelve, three, one])),
        "its parts are its reasons"
    );

    let shot = add_up(&case, "shot.figure");
    assert_eq!(case.position("shot.figure", "12").supported_by, case.voices("gpo"));
    assert_eq!(shot.overlays.known_only_through[0].through, BTreeSet::from([case.id("hrw")]));
    let corpus = case.corpus();
    let check = corpus.check_sum(corpus.claim(sixteen).expect("made above")).expect("a sum");
    assert_eq!(check.comparison, Comparison::Entails);
    assert_eq!(corpus.voice(corpus.claim(twelve).expect("made above")), case.voice("gpo"));
}

/// Thirty-seven people, four outcomes. The sources give 13 jailed, 24 freed, 3 acquitted, 16 suspended;
/// that 5 were amnestied is a subtraction, and a subtraction is no witness.
#[test]
fn f31_thirty_seven_tried_partition_with_five_derived_by_an_analyst() {
    let mut case = case();
    let said = |case: &mut Case, handle: &str, of: &str, value: &str| {
        let id = figure(case, handle, of, value, "court");
        case.claim(&format!("{handle}.figure"), value)
            .by("court")
            .via("reuters")
            .said("2012-06-05");
        id
    };
    let tried = said(&mut case, "tried", "tried", "37");
    let jailed = said(&mut case, "jailed", "jailed", "13");
    let freed = said(&mut case, "freed", "freed", "24");
    let acquitted = said(&mut case, "acquitted", "acquitted", "3");
    let suspended = said(&mut case, "suspended", "suspended-sentence", "16");
    case.records("tally", "amnestied");
    case.claim("amnestied.of", "tally-of:amnestied").by("court").via("reuters");
    let five = case
        .claim("amnestied.figure", "5")
        .by_member(1)
        .rests_on(Derivation::Inference, &[freed, acquitted, suspended])
        .id();
    partition(&mut case, "tried", "jailed acquitted suspended amnestied", None);

    let amnestied = add_up(&case, "amnestied.figure");
    assert_eq!(counted(amnestied.status), (0, 0, 0), "the analyst adds no voice");
    assert_eq!(amnestied.derived[0].claim, five);
    assert!(matches!(amnestied.derived[0].voice, Voice::Member(_)));
    assert!(amnestied.accounts().next().is_none());
    let why = grounds(&case, &amnestied);
    assert_eq!(why, BTreeSet::from([five, freed, acquitted, suspended]));

    let corpus = case.corpus();
    let parts = BTreeSet::from([jailed, acquitted, suspended, five]);
    let sum = corpus.sum(&parts).expect("a stated partition");
    assert_eq!(sum.total.as_exact(), Some(37));
    let tried_count = corpus.claim(tried).map(|claim| &claim.value);
    assert_eq!(tried_count, Some(&Value::Count(sum.total)));
    assert!(
        sum.because.is_superset(&parts) && sum.because.len() > parts.len(),
        "and the partition"
    );
    assert!(
        corpus.sum(&BTreeSet::from([freed, acquitted])).is_err(),
        "the freed hold the acquitted"
    );
    assert!(corpus.sum(&BTreeSet::from([tried, jailed])).is_err(), "the tried hold the jailed");
}

/// The partition is itself a claim: without it, and while anyone disputes it, nothing is added up.
#[test]
fn f31_a_disputed_partition_is_not_added_up() {
    let mut case = case();
    let (jailed, freed) = (
        figure(&mut case, "jailed", "jailed", "10..13", "court"),
        figure(&mut case, "freed", "freed", ">=24", "court"),
    );
    let both = BTreeSet::from([jailed, freed]);
    case.records("tally", "tried");
    partition(&mut case, "tried", "jailed freed", Some("court"));
    let sum = case.corpus().sum(&both).expect("a stated partition");
    assert_eq!(sum.total.to_string(), ">=34", "bounds are added, not midpoints");
    let relation = case.corpus().group_relation(case.id("jailed"), case.id("freed"));
    assert_eq!(relation.answer, GroupRelation::Disjoint);
    assert!(relation.because.is_subset(&sum.because));

    // Had anyone said that some of the jailed were freed as well, the strictest word would count.
    case.claim("jailed.relation", "group-relation:overlaps").scope("to", "@freed").by("press");
    let (first, second) = (case.id("jailed"), case.id("freed"));
    assert_eq!(case.corpus().sum(&both), Err(SumRefusal::Overlapping { first, second }));
}

/// Who denies that two groups are apart says otherwise, as much as who says that they overlap.
#[test]
fn f31_a_denied_partition_is_not_added_up() {
    let mut case = case();
    let jailed = figure(&mut case, "jailed", "jailed", "13", "court");
    let freed = figure(&mut case, "freed", "freed", "24", "court");
    case.claim("jailed.relation", "group-relation:disjoint").scope("to", "@freed").by("court");
    case.claim("jailed.relation", "group-relation:disjoint")
        .scope("to", "@freed")
        .by("press")
        .stance(Stance::Denies);
    let refused = case.corpus().sum(&BTreeSet::from([jailed, freed]));
    assert!(refused.is_err(), "somebody says otherwise");
}
