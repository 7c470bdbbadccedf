//! Tolls: figures are compared only where they count the same thing.

use std::collections::BTreeSet;

use onus_model::value::{Comparison, Sameness};

use super::{accounts, add_up, counted, grounds, keeps};
use crate::support::Case;

fn case() -> Case {
    let mut case = Case::new();
    case.records("organization", "amnesty gpo mia odf eurasianet reuters interfax security-forces");
    case.records("place", "mangystau zhanaozen shetpe morgue");
    case.records("event", "unrest");
    case.records("source", "z00 z01 z02a z02b z04 z09");
    case
}

/// A tally with its scope, as one speaker states it: what is counted, where, from what cause.
fn tally(case: &mut Case, handle: &str, speaker: &str, of: &str, place: &str, cause: &str) {
    case.records("tally", handle);
    case.claim(&format!("{handle}.of"), &format!("tally-of:{of}")).by(speaker);
    case.claim(&format!("{handle}.place"), &format!("@{place}")).by(speaker);
    case.claim(&format!("{handle}.cause"), &format!("tally-cause:{cause}")).by(speaker);
}

/// A plain figure makes "at least 15 killed by security forces in the town" a fact about the event, so
/// that every other number seems to contradict it. The scope is part of what is said.
#[test]
fn f01_at_least_fifteen_killed_keeps_its_scope() {
    let mut case = case();
    tally(&mut case, "killed", "amnesty", "killed", "zhanaozen", "security-force");
    case.claim("killed.event", "@unrest").by("amnesty");
    case.claim("killed.by", "@security-forces").by("amnesty");
    case.claim("killed.linked", "event-link:not-stated").by("amnesty");
    case.claim("killed.counted-on", "2013-07-10").by("amnesty");
    let figure = case
        .claim("killed.figure", ">=15")
        .by("amnesty")
        .source("z00")
        .said("2013-07-10")
        .wording("at least 15")
        .id();
    tally(&mut case, "town", "gpo", "killed", "zhanaozen", "any");
    case.claim("town.figure", "14").by("gpo").source("z02a").said("2012-01-25");

    let resolution = add_up(&case, "killed.figure");
    assert_eq!(counted(resolution.status), (1, 0, 0));
    assert_eq!(accounts(&resolution), [">=15"]);
    assert_eq!(grounds(&case, &resolution), BTreeSet::from([figure]), "nothing else bears on it");
    let corpus = case.corpus();
    let wording = corpus.claim(figure).and_then(|claim| claim.wording.as_deref());
    assert_eq!(wording, Some("at least 15"));

    let tally_type = case.schema.record_type("tally").expect("tallies exist");
    let said: BTreeSet<&str> = corpus
        .claimed_properties()
        .filter(|(record, _)| *record == case.id("killed"))
        .map(|(_, property)| property)
        .collect();
    let scope: BTreeSet<&str> = tally_type
        .own_properties()
        .filter(|property| property.scope)
        .map(|property| property.id.as_str())
        .collect();
    let stated = ["by", "cause", "counted-on", "event", "linked", "of", "place"];
    assert_eq!(said.intersection(&scope).copied().collect::<Vec<_>>(), stated);
    for unsaid in ["severity", "inclusion", "exclusion"] {
        assert!(scope.contains(unsaid) && !said.contains(unsaid), "{unsaid} is made up");
    }
    keeps(&case, "killed.linked", "event-link:not-stated");
    let linked = case.value("killed.linked", "event-link:linked");
    let not_stated = case.value("killed.linked", "event-link:not-stated");
    assert_eq!(not_stated.compare(&linked, &corpus), Comparison::CannotTell);
}

/// "14" and "at least 15" cannot both be right of one thing. Whether they are about one thing is a
/// judgement, which a person makes and can take back.
#[test]
fn f01_fourteen_conflicts_with_at_least_fifteen_only_in_one_scope() {
    let mut case = case();
    tally(&mut case, "killed", "amnesty", "killed", "zhanaozen", "security-force");
    case.claim("killed.figure", ">=15").by("amnesty");
    tally(&mut case, "town", "gpo", "killed", "zhanaozen", "any");
    case.claim("town.figure", "14").by("gpo");

    for path in ["killed.figure", "town.figure"] {
        assert_eq!(counted(add_up(&case, path).status), (1, 0, 0), "{path}");
    }
    let same = case
        .claim("killed.identity", "identity-grade:same")
        .scope("with", "@town")
        .by_member(1)
        .id();
    for path in ["killed.figure", "town.figure"] {
        let resolution = add_up(&case, path);
        assert_eq!(counted(resolution.status), (2, 0, 2), "{path}");
        assert!(resolution.judgements.contains(&same), "the conflict names the judgement");
    }
    assert_eq!(counted(add_up(&case, "killed.cause").status), (2, 0, 2), "the scopes do differ");
    case.retract(same);
    for path in ["killed.figure", "town.figure"] {
        assert_eq!(counted(add_up(&case, path).status), (1, 0, 0), "{path}");
    }
}

/// Models with a "confirmed by" count let a bound confirm a figure, or narrow the bound by it. "17" bears
/// out "at least 15"; "at least 15" says nothing for 17.
#[test]
fn f01_a_bound_does_not_corroborate_a_figure_but_a_figure_supports_the_bound() {
    let mut case = case();
    tally(&mut case, "toll", "amnesty", "killed", "mangystau", "any");
    case.claim("toll.figure", ">=15").by("amnesty").source("z00").said("2013-07-10");
    case.claim("toll.figure", "17").by("mia").via("interfax").source("z09").said("2012-07-13");

    assert_eq!(counted(add_up(&case, "toll.figure").status), (2, 0, 0), "compatible");
    let exact = case.position("toll.figure", "17");
    assert_eq!(exact.supported_by, case.voices("mia"));
    assert!(exact.conflicts_with.is_empty());
    let bound = case.position("toll.figure", ">=15");
    assert_eq!(bound.supported_by, case.voices("amnesty mia"));
    assert_eq!(bound.stated_by, case.voices("amnesty"), "supporting it is not saying it");
    assert_eq!(bound.status.independent, 0, "nobody has looked into who depends on whom");
    assert_eq!(accounts(&add_up(&case, "toll.figure")), ["17", ">=15"], "neither is narrowed");

    case.claim("amnesty.dependence", "dependence:excluded").scope("with", "@mia").by_member(1);
    assert_eq!(case.position("toll.figure", ">=15").status.independent, 2);
    assert_eq!(case.position("toll.figure", "17").status.independent, 0);
}

/// One office moved its figure twice. Counted by articles that is five sources; counted by values it is
/// three; it is one voice with a history.
#[test]
fn f16_ten_eleven_fourteen_is_one_office_revising_its_figure() {
    let mut case = case();
    tally(&mut case, "town", "gpo", "killed", "zhanaozen", "any");
    case.claim("town.linked", "event-link:linked").by("gpo");
    let ten = case
        .claim("town.figure", "10")
        .by("gpo")
        .source("z01")
        .said("2011-12-16")
        .wording("10 (preliminary)")
        .id();
    case.claim("town.preliminary", "true")
        .by("gpo")
        .source("z01")
        .held("within 2011-12-16 to 2011-12-16");
    let eleven =
        case.claim("town.figure", "11").by("gpo").via("odf").source("z04").said("2011-12-17~").id();
    let fourteen: Vec<_> = [("eurasianet", "z02a"), ("reuters", "z02b")]
        .into_iter()
        .map(|(relay, source)| {
            case.claim("town.figure", "14")
                .by("gpo")
                .via(relay)
                .source(source)
                .said("2012-01-25")
                .id()
        })
        .collect();

    let resolution = add_up(&case, "town.figure");
    assert_eq!(counted(resolution.status), (1, 0, 0));
    assert_eq!(resolution.overlays.revised, [case.voice("gpo")]);
    let line = &resolution.voices[0];
    let sequence: Vec<(String, bool)> =
        line.sayings.iter().map(|saying| (saying.value.to_string(), saying.current)).collect();
    assert_eq!(
        sequence,
        [("10".to_owned(), false), ("11".to_owned(), false), ("14".to_owned(), true)]
    );
    assert_eq!(line.unsettled, 0);
    assert_eq!(line.sayings[0].claims, [ten]);
    assert_eq!(line.sayings[1].claims, [eleven]);
    assert_eq!(line.sayings[2].claims, fourteen);
    assert_eq!(line.sayings[2].echoes().len(), 1, "the second carrier is an echo");
    assert_eq!(accounts(&resolution), ["14"], "the office stands by its last figure only");
    assert!(
        resolution.overlays.known_only_through.is_empty(),
        "its first statement was read itself"
    );
    keeps(&case, "town.preliminary", "true");
}

/// The prosecutors' 14, 1 and 2 are the town, the village, and deaths they say are not linked. Read as
/// one figure they are three revisions in one breath.
#[test]
fn f17_figures_in_three_scopes_are_not_three_revisions() {
    let mut case = case();
    tally(&mut case, "town", "gpo", "killed", "zhanaozen", "any");
    case.claim("town.linked", "event-link:linked").by("gpo");
    tally(&mut case, "village", "gpo", "killed", "shetpe", "security-force");
    tally(&mut case, "unlinked", "gpo", "killed", "zhanaozen", "any");
    case.claim("unlinked.linked", "event-link:said-not-linked").by("gpo");
    for (tally, figure) in [("town", "14"), ("village", "1"), ("unlinked", "2")] {
        let path = format!("{tally}.figure");
        let claim = case.claim(&path, figure).by("gpo").via("eurasianet").said("2012-01-25").id();
        let resolution = add_up(&case, &path);
        assert_eq!(counted(resolution.status), (1, 0, 0), "{path}");
        assert!(resolution.overlays.revised.is_empty(), "{path} is revised");
        assert_eq!(resolution.voices[0].unsettled, 0);
        assert_eq!(grounds(&case, &resolution), BTreeSet::from([claim]));
    }
}

/// The ministry counted 17 hurt officers in December, the prosecutors 35 in January. That is no one's
/// revision: two offices, two days, and both stand.
#[test]
fn f22_two_offices_count_hurt_officers_and_neither_revises_the_other() {
    let mut case = case();
    for (handle, office, figure, day) in
        [("december", "mia", "17", "2011-12-29"), ("january", "gpo", "35", "2012-01-25")]
    {
        tally(&mut case, handle, office, "injured", "zhanaozen", "protesters");
        case.claim(&format!("{handle}.inclusion"), "population:police").by(office);
        case.claim(&format!("{handle}.counted-on"), day).by(office);
        case.claim(&format!("{handle}.figure"), figure).by(office).said(day);
    }
    for path in ["december.figure", "january.figure"] {
        assert_eq!(counted(add_up(&case, path).status), (1, 0, 0), "{path}");
    }
    // Had both counted on one day, they would contradict each other, and still revise nothing.
    let december = case.id("december");
    case.claim("january.identity", "identity-grade:same").scope("with", "@december").by_member(1);
    let merged = add_up(&case, "january.figure");
    assert_eq!(merged.record, december);
    assert_eq!(counted(merged.status), (2, 0, 2));
    assert!(merged.overlays.revised.is_empty());
}

/// 64 wounded by gunshot, 64 bodies in a morgue: matching on the number makes the dead of the wounded.
#[test]
fn sixty_four_wounded_and_sixty_four_bodies_never_meet() {
    let mut case = case();
    case.records("group", "residents");
    tally(&mut case, "wounded", "gpo", "injured", "zhanaozen", "gunshot");
    let wounded = case.claim("wounded.figure", "64").by("gpo").said("2012-01-25").id();
    tally(&mut case, "bodies", "residents", "bodies", "morgue", "not-stated");
    let bodies = case
        .claim("bodies.figure", "64")
        .by("residents")
        .via("odf")
        .source("z04")
        .said("2011-12-17~")
        .id();

    assert_eq!(grounds(&case, &add_up(&case, "wounded.figure")), BTreeSet::from([wounded]));
    assert_eq!(grounds(&case, &add_up(&case, "bodies.figure")), BTreeSet::from([bodies]));
    assert_eq!(case.position("wounded.figure", "64").supported_by, case.voices("gpo"));
    assert_eq!(case.position("bodies.figure", "64").supported_by, case.voices("residents"));
    let corpus = case.corpus();
    assert_ne!(corpus.canonical(case.id("wounded")), corpus.canonical(case.id("bodies")));
    assert!(corpus.identity_of(case.id("wounded"), case.id("bodies")).answer.is_none());
    assert!(corpus.sum(&BTreeSet::from([wounded, bodies])).is_err(), "and never add up");
}

/// Free-text kinds make every count comparable with every other. What is counted, and whether a death is
/// said to be linked, are terms that exclude each other; what is not stated excludes nothing.
#[test]
fn what_is_counted_tells_the_wounded_from_the_dead() {
    let case = case();
    let relate = |one: &str, other: &str| {
        case.schema.terms(&one.parse().expect(one), &other.parse().expect(other))
    };
    assert_eq!(relate("tally-of:injured", "tally-of:bodies"), Sameness::Distinct);
    assert_eq!(relate("tally-of:killed", "tally-of:injured"), Sameness::Distinct);
    assert_eq!(relate("tally-of:to-be-tried", "tally-of:tried"), Sameness::Distinct);
    assert_eq!(relate("event-link:linked", "event-link:said-not-linked"), Sameness::Distinct);
    assert_eq!(relate("severity:serious", "severity:not-stated"), Sameness::Unknown);
}
