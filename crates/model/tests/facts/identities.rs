//! Who is who, what lies where, and who must not be seen at all.

use onus_model::Level;
use onus_model::claim::{Attribution, Moment};
use onus_model::corpus::Grade;
use onus_model::id::RecordId;
use onus_model::resolve::Resolution;
use onus_model::value::{Comparison, Value};
use onus_model::view::View;

use super::{accounts, add_up, counted, everything};
use crate::support::Case;

fn case() -> Case {
    let mut case = Case::new();
    case.records("organization", "amnesty gpo press");
    case.records("person", "tuletaeva relative kenzhebaev unnamed-man");
    case.records("act", "threat");
    case
}

/// Everything that a reader at a level is shown.
fn seen_at(case: &Case, level: Level) -> Vec<Resolution> {
    let corpus = case.corpus_in(&View { level, ..View::default() });
    let claimed: Vec<(RecordId, &str)> = corpus.claimed_properties().collect();
    claimed.into_iter().flat_map(|(record, property)| corpus.resolve(record, property)).collect()
}

/// She was threatened with harm to a relative. A level on the claim alone is not enough: a named mother, a
/// kinship and an age make a child known. What is sealed leaves no trace below.
#[test]
fn f08_a_threatened_minor_relative_is_sealed_and_changes_nothing_in_public() {
    let tell = |with_relative: bool| {
        let mut case = case();
        case.records("kinship", "kin");
        case.records("person", "other-relative");
        case.claim("threat.conduct", "act-conduct:threat-to-family")
            .by("tuletaeva")
            .via("amnesty")
            .attributed(Attribution::Implied);
        case.claim("threat.against", "@tuletaeva").by("tuletaeva").via("amnesty");
        if with_relative {
            let mut seal = |path: &str, value: &str| {
                case.claim(path, value).by("tuletaeva").via("amnesty").level(Level::Sealed);
            };
            seal("threat.target", "@relative");
            seal("relative.minor", "true");
            seal("kin.who", "@relative");
            seal("kin.to", "@tuletaeva");
            seal("kin.relation", "kinship:child");
            seal("threat.conduct", "act-conduct:threat-with-weapon");
            seal("threat.harm", "harm:psychological");
            case.claim("relative.identity", "identity-grade:same")
                .scope("with", "@other-relative")
                .by_member(1)
                .level(Level::Sealed);
            case.claim("tuletaeva.identity", "identity-grade:same")
                .scope("with", "@unnamed-man")
                .by_member(1)
                .level(Level::Sealed);
            case.claim("amnesty.dependence", "dependence:excluded")
                .scope("with", "@tuletaeva")
                .by_member(1)
                .level(Level::Sealed);
        }
        case
    };
    let (with, without) = (tell(true), tell(false));
    assert_ne!(everything(&with), everything(&without), "the sealed claims do say something");
    for level in [Level::Public, Level::Pseudonym, Level::Partner, Level::Team] {
        assert_eq!(seen_at(&with, level), seen_at(&without, level), "at level {level}");
    }
    let relative = with.id("relative");
    let kin = with.id("kin");
    for resolution in seen_at(&with, Level::Public) {
        assert!(resolution.record != relative && resolution.record != kin);
        let shown = format!("{resolution:?}");
        assert!(
            !shown.contains(&relative.to_string()),
            "{} names the relative",
            resolution.property
        );
    }
    // The schema seals these by default, so that a coder who thinks of nothing exposes no one.
    for (record_type, property) in [("act", "target"), ("person", "minor")] {
        let property = with.schema.property(record_type, property).expect("it exists");
        assert_eq!(property.level, Some(Level::Sealed));
    }
    // "Stated that" is missing from the sentence: her authorship is implied, and stays so.
    let corpus = with.corpus();
    let told = corpus.claims_on(with.id("threat"), "conduct")[0];
    assert_eq!(told.origin.attribution, Attribution::Implied);
    assert_eq!(corpus.voice(told), with.voice("tuletaeva"));
}

/// "At least one man died of torture" is probably the man who is named elsewhere. Merged, a guess becomes
/// fact; summed, one death becomes two.
#[test]
fn f10_probably_the_same_man_links_and_merges_nothing() {
    let mut case = case();
    case.records("tally", "one-death named-death");
    case.claim("unnamed-man.cause-of-death", "en: torture").by("amnesty");
    case.claim("kenzhebaev.died", "2011-12-21").by("amnesty");
    case.claim("kenzhebaev.cause-of-death", "en: beaten in custody").by("gpo");
    let one = case.claim("one-death.figure", ">=1").by("amnesty").id();
    let named = case.claim("named-death.figure", "1").by("gpo").id();
    case.claim("one-death.counts", "@unnamed-man").by("amnesty");
    case.claim("named-death.counts", "@kenzhebaev").by("gpo");
    let before: Vec<Resolution> = everything(&case);
    let link = case
        .claim("unnamed-man.identity", "identity-grade:probably-same")
        .scope("with", "@kenzhebaev")
        .by_member(1)
        .wording("one death from torture is described")
        .id();

    let corpus = case.corpus();
    let (unnamed, kenzhebaev) = (case.id("unnamed-man"), case.id("kenzhebaev"));
    let judged = corpus.identity_of(unnamed, kenzhebaev);
    assert_eq!(judged.answer, Some(Grade::ProbablySame));
    assert!(judged.because.contains(&link));
    assert_ne!(corpus.canonical(unnamed), corpus.canonical(kenzhebaev));
    assert!(
        corpus.resolve(unnamed, "died").is_empty(),
        "the date of death stays where it was told"
    );
    let counts: Vec<_> =
        before.iter().map(|resolution| (resolution.record, counted(resolution.status))).collect();
    let after: Vec<_> = everything(&case)
        .iter()
        .filter(|resolution| resolution.property.as_str() != "identity")
        .map(|resolution| (resolution.record, counted(resolution.status)))
        .collect();
    assert_eq!(after, counts, "no count changes");
    assert!(corpus.sum(&[one, named].into()).is_err(), "and one death is not two");
    let (one, other) = (Value::Ref(unnamed), Value::Ref(kenzhebaev));
    assert_eq!(one.compare(&other, &corpus), Comparison::CannotTell, "nor are they two men");
}

/// "The same" joins two records, visibly and until it is taken back; any doubt keeps them apart.
#[test]
fn f10_the_same_man_is_one_record_until_that_is_taken_back() {
    let mut case = case();
    case.claim("unnamed-man.cause-of-death", "en: torture").by("amnesty");
    case.claim("kenzhebaev.died", "2011-12-21").by("amnesty");
    let apart = everything(&case);
    let same = case
        .claim("unnamed-man.identity", "identity-grade:same")
        .scope("with", "@kenzhebaev")
        .by_member(1)
        .id();
    let died = |case: &Case| case.resolve_all("unnamed-man.died");
    assert_eq!(accounts(&add_up(&case, "unnamed-man.died")), ["2011-12-21"], "one man, one death");
    assert!(died(&case)[0].judgements.contains(&same), "and it is said on whose judgement");
    let joined = Moment(case.logged.len() as i64 - 1);

    case.claim("unnamed-man.identity", "identity-grade:probably-same")
        .scope("with", "@kenzhebaev")
        .by_member(2);
    assert!(died(&case).is_empty(), "a second member's doubt counts");
    case.retract(same);
    case.retract_on("unnamed-man.identity");
    assert_eq!(everything(&case), apart, "as if it had never been judged");
    // What the case said on an earlier day can be seen again.
    let then = case.corpus_in(&View { as_of: Some(joined), ..View::default() });
    assert_eq!(then.canonical(case.id("unnamed-man")), then.canonical(case.id("kenzhebaev")));
}

/// A source may call two people one; that is a claim about them, and joins nothing.
#[test]
fn f10_no_source_merges_records() {
    let mut case = case();
    case.claim("unnamed-man.identity", "identity-grade:same")
        .scope("with", "@kenzhebaev")
        .by("press");
    let corpus = case.corpus();
    assert_ne!(corpus.canonical(case.id("unnamed-man")), corpus.canonical(case.id("kenzhebaev")));
    assert_eq!(counted(add_up(&case, "unnamed-man.identity").status), (1, 0, 0));
}

/// He died "in Zhanaozen", "in the region of Mangystau", "in Kazakhstan". Compared as strings, three
/// places; they lie in one another, and only another town contradicts.
#[test]
fn a_town_in_its_region_is_no_conflict() {
    let mut case = case();
    case.records("place", "kz mangystau zhanaozen aktau");
    let inside = case.claim("zhanaozen.within", "@mangystau").by("gpo").id();
    case.claim("mangystau.within", "@kz").by("gpo");
    case.claim("aktau.within", "@mangystau").by("gpo");
    case.claim("zhanaozen.name", "Cyrl/former: Новый Узень")
        .by("gpo")
        .held("throughout ? to ../1993");
    case.claim("kenzhebaev.death-place", "@zhanaozen").by("amnesty");
    case.claim("kenzhebaev.death-place", "@mangystau").by("gpo");
    case.claim("kenzhebaev.death-place", "@kz").by("press");

    let place = add_up(&case, "kenzhebaev.death-place");
    assert_eq!(counted(place.status), (3, 0, 0));
    assert!(place.judgements.contains(&inside), "which lies in which is itself claimed");
    let region = case.position("kenzhebaev.death-place", "@mangystau");
    assert_eq!(region.supported_by, case.voices("amnesty gpo"), "the town bears out the region");
    let town = case.position("kenzhebaev.death-place", "@zhanaozen");
    assert_eq!(town.supported_by, case.voices("amnesty"), "the region does not bear out the town");
    assert!(town.conflicts_with.is_empty());

    case.records("organization", "other-press");
    case.claim("kenzhebaev.death-place", "@aktau").by("other-press");
    let place = add_up(&case, "kenzhebaev.death-place");
    assert_eq!(place.status.in_conflict, 2, "two towns of one region do conflict");
    let other = case.position("kenzhebaev.death-place", "@aktau");
    assert_eq!(other.conflicts_with, case.voices("amnesty"));
    super::keeps(&case, "zhanaozen.name", "Cyrl/former: Новый Узень");
}
