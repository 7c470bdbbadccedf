//! What must hold of resolution whatever the claims are.

mod support;
#[path = "support/values.rs"]
mod values;

use std::collections::BTreeSet;

use onus_model::Level;
use onus_model::claim::{Logged, Moment, Stance};
use onus_model::corpus::{Corpus, GroupRelation, SumRefusal};
use onus_model::id::{ClaimId, RecordId};
use onus_model::resolve::{Polarity, Resolution};
use onus_model::value::{Count, Value};
use onus_model::view::View;
use proptest::prelude::*;
use support::Case;

const SPEAKERS: [&str; 5] = ["police", "ministry", "monitors", "newspaper", "witness"];

/// One random claim on the toll.
#[derive(Clone, Debug)]
struct Said {
    by: usize,
    value: String,
    when: Option<u32>,
    stance: Stance,
    via: Option<usize>,
    level: Level,
}

fn said() -> impl Strategy<Value = Said> {
    let stance = prop_oneof![
        6 => Just(Stance::Asserts),
        2 => Just(Stance::Denies),
        1 => Just(Stance::Admits),
        1 => Just(Stance::Reports),
    ];
    let level = prop_oneof![4 => Just(Level::Public), 1 => Just(Level::Team)];
    let way = prop::option::of(0..SPEAKERS.len());
    (0..SPEAKERS.len(), values::count(), prop::option::of(1u32..20), stance, way, level).prop_map(
        |(by, value, when, stance, via, level)| Said { by, value, when, stance, via, level },
    )
}

fn case_of(said: &[Said], independent: &[(usize, usize)]) -> Case {
    let mut case = Case::new();
    case.records("organization", &SPEAKERS.join(" "));
    case.records("tally", "toll");
    for said in said {
        let mut claim =
            case.claim("toll.figure", &said.value).by(SPEAKERS[said.by]).stance(said.stance);
        if let Some(day) = said.when {
            claim = claim.said(&format!("2011-12-{day:02}"));
        }
        if let Some(via) = said.via.filter(|&via| via != said.by) {
            claim = claim.via(SPEAKERS[via]);
        }
        claim.level(said.level).id();
    }
    for (one, other) in independent {
        if one != other {
            case.claim(&format!("{}.dependence", SPEAKERS[*one]), "dependence:excluded")
                .by_member(1)
                .scope("with", &format!("@{}", SPEAKERS[*other]))
                .id();
        }
    }
    case
}

fn resolve(case: &Case, view: &View) -> Option<Resolution> {
    let mut all = case.corpus_in(view).resolve(case.id("toll"), "figure");
    assert!(all.len() <= 1);
    all.pop()
}

fn exclusions() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..SPEAKERS.len(), 0..SPEAKERS.len()), 0..6)
}

proptest! {
    #![proptest_config(values::config(1_000))]

    #[test]
    fn order_of_claims_never_matters(
        said in prop::collection::vec(said(), 1..12), independent in exclusions(), turn in 0usize..12,
    ) {
        let mut case = case_of(&said, &independent);
        let before = resolve(&case, &View::default());
        let turn = turn % case.logged.len();
        case.logged.rotate_left(turn);
        case.logged.reverse();
        prop_assert_eq!(resolve(&case, &View::default()), before);
    }

    #[test]
    fn claims_above_a_level_change_nothing_at_it(
        said in prop::collection::vec(said(), 1..12), independent in exclusions(),
    ) {
        let public = View { level: Level::Public, ..View::default() };
        let all = case_of(&said, &independent);
        let mut below = case_of(&said, &independent);
        below.logged.retain(|entry| entry.claim.level <= Level::Public);
        prop_assert_eq!(resolve(&all, &public), resolve(&below, &View::default()));
    }

    #[test]
    fn widening_a_claim_makes_nothing_more_certain(
        said in prop::collection::vec(said(), 2..10), independent in exclusions(), by in 1u64..20,
    ) {
        let narrow = case_of(&said, &independent);
        let mut wide = case_of(&said, &independent);
        let claim = &mut wide.logged[0].claim;
        prop_assume!(matches!(claim.stance, Stance::Asserts | Stance::Admits));
        let Value::Count(count) = &claim.value else { unreachable!() };
        let low = count.low().saturating_sub(by);
        let high = count.high().map(|high| high + by);
        let wider = Value::Count(Count::new(low, high).expect("bounds further apart"));
        let speaker = claim.origin.speaker;
        // Two sayings of one voice that become one value would settle what it says.
        let known = narrow.logged.iter().any(|entry| {
            entry.claim.origin.speaker == speaker && entry.claim.value == wider
        });
        prop_assume!(!known);
        claim.value = wider;
        let (before, after) = (resolve(&narrow, &View::default()), resolve(&wide, &View::default()));
        let (Some(before), Some(after)) = (before, after) else { return Ok(()) };
        prop_assert!(after.status.in_conflict <= before.status.in_conflict);
        for position in &after.positions {
            let Some(known) = before.position(&position.value) else { continue };
            prop_assert!(position.supported_by.is_subset(&known.supported_by));
            prop_assert!(position.conflicts_with.is_subset(&known.conflicts_with));
            prop_assert!(position.status.independent <= known.status.independent);
        }
    }

    #[test]
    fn dropping_a_supporting_claim_never_strengthens(
        said in prop::collection::vec(said(), 2..10), independent in exclusions(),
    ) {
        let case = case_of(&said, &independent);
        let Some(before) = resolve(&case, &View::default()) else { return Ok(()) };
        for position in &before.positions {
            let lines = before.voices.iter().filter(|line| position.supported_by.contains(&line.voice));
            let supporting: Vec<ClaimId> =
                lines.flat_map(|line| line.current()).flat_map(|saying| saying.claims.clone()).collect();
            for dropped in supporting {
                let mut fewer = case_of(&said, &independent);
                fewer.logged.retain(|entry| entry.claim.id != dropped);
                let Some(after) = resolve(&fewer, &View::default()) else { continue };
                let Some(left) = after.position(&position.value) else { continue };
                prop_assert!(left.status.origins <= position.status.origins);
                prop_assert!(left.status.independent <= position.status.independent);
            }
        }
    }

    #[test]
    fn an_explanation_replayed_alone_says_the_same(
        said in prop::collection::vec(said(), 1..10), independent in exclusions(),
    ) {
        let mut case = case_of(&said, &independent);
        case.records("place", "square");
        case.claim("square.name", "Alaң").by("witness").id();
        let corpus = case.corpus();
        for resolution in corpus.resolve(case.id("toll"), "figure") {
            let explanation = corpus.explain(&resolution);
            let used = explanation.claims();
            let replayed = corpus.restricted(&used);
            prop_assert_eq!(replayed.resolve(case.id("toll"), "figure"), vec![resolution]);
            let name = case.logged.last().expect("the name").claim.id;
            prop_assert!(!used.contains(&name));
        }
    }

    #[test]
    fn independence_is_never_above_what_members_excluded(
        said in prop::collection::vec(said(), 1..10), independent in exclusions(),
    ) {
        let case = case_of(&said, &independent);
        let Some(resolution) = resolve(&case, &View::default()) else { return Ok(()) };
        for position in &resolution.positions {
            prop_assert_ne!(position.status.independent, 1);
            prop_assert!(position.status.independent <= position.status.origins);
        }
        if independent.is_empty() {
            prop_assert_eq!(resolution.status.independent, 0);
        }
    }

    #[test]
    fn sums_need_every_pair_stated_disjoint(
        stated in prop::collection::btree_set((0usize..3, 0usize..3), 0..6),
        numbers in prop::collection::vec(0u32..50, 3),
    ) {
        let mut case = Case::new();
        case.records("tally", "town village unlinked");
        case.records("organization", "gpo");
        let tallies = ["town", "village", "unlinked"];
        let claims: BTreeSet<ClaimId> = tallies
            .iter()
            .zip(&numbers)
            .map(|(tally, number)| {
                case.claim(&format!("{tally}.figure"), &number.to_string()).by("gpo").id()
            })
            .collect();
        let stated: BTreeSet<(usize, usize)> = stated
            .into_iter()
            .filter(|(one, other)| one != other)
            .map(|(one, other)| (one.min(other), one.max(other)))
            .collect();
        for &(one, other) in &stated {
            case.claim(&format!("{}.relation", tallies[one]), "group-relation:disjoint")
                .by("gpo")
                .scope("to", &format!("@{}", tallies[other]))
                .id();
        }
        let sum = case.corpus().sum(&claims);
        if stated.len() == 3 {
            let total = sum.expect("every pair is disjoint").total;
            prop_assert_eq!(total, Count::exact(u64::from(numbers.iter().sum::<u32>())).expect("small"));
        } else {
            let refused = matches!(sum, Err(SumRefusal::OverlapUnknown { .. }));
            prop_assert!(refused, "{sum:?}");
        }
    }
}

#[test]
fn at_least_fifteen_does_not_corroborate_seventeen() {
    let mut case = Case::new();
    case.records("organization", "amnesty gpo");
    case.records("tally", "toll");
    case.claim("toll.figure", ">=15").by("amnesty").id();
    case.claim("toll.figure", "17").by("gpo").id();
    let seventeen = case.position("toll.figure", "17");
    assert_eq!(seventeen.supported_by, case.voices("gpo"));
    let fifteen = case.position("toll.figure", ">=15");
    assert_eq!(fifteen.supported_by, case.voices("amnesty gpo"));
    assert!(!case.resolve("toll.figure").is_in_conflict());
}

#[test]
fn a_spokesperson_is_the_voice_of_the_organization() {
    let mut case = Case::new();
    case.records("organization", "gpo");
    case.records("person", "suindikov");
    case.records("tally", "toll");
    case.claim("toll.figure", "14").by("gpo").said("2012-01-25").id();
    case.claim("toll.figure", "14").by("suindikov").for_organization("gpo").said("2012-01-26").id();
    let resolution = case.resolve("toll.figure");
    assert_eq!(resolution.status.origins, 1);
    assert_eq!(resolution.voices[0].voice, case.voice("gpo"));
    assert!(resolution.voices[0].persons.contains(&case.id("suindikov")));
    assert_eq!(resolution.voices[0].sayings.len(), 2);
}

#[test]
fn unordered_variants_settle_nothing() {
    let mut case = Case::new();
    case.records("organization", "gpo reuters eurasianet hrw");
    case.records("tally", "charged");
    case.claim("charged.figure", "5").by("gpo").via("eurasianet").said("2012-01-25").id();
    case.claim("charged.figure", "4").by("gpo").via("reuters").said("2012-01-25").id();
    case.claim("charged.figure", "4").by("hrw").said("2012-02").id();
    let resolution = case.resolve("charged.figure");
    assert_eq!(resolution.status.in_conflict, 0);
    let line = resolution.voices.iter().find(|line| line.voice == case.voice("gpo")).expect("gpo");
    assert_eq!(line.unsettled, 1);
    assert!(!line.is_revised());
    assert_eq!(case.position("charged.figure", "4").supported_by, case.voices("hrw"));
    assert_eq!(case.position("charged.figure", "4").stated_by, case.voices("hrw gpo"));
}

#[test]
fn as_of_shows_what_was_later_retracted() {
    let mut case = case_of(
        &[Said {
            by: 0,
            value: "14".to_owned(),
            when: None,
            stance: Stance::Asserts,
            via: None,
            level: Level::Public,
        }],
        &[],
    );
    case.logged[0].retracted = Some(Moment(50));
    assert_eq!(resolve(&case, &View::default()), None);
    let then = View { as_of: Some(Moment(49)), ..View::default() };
    assert!(resolve(&case, &then).is_some());
    let before = View { as_of: Some(Moment(-1)), ..View::default() };
    assert!(resolve(&case, &before).is_none());
}

#[test]
fn known_by_needs_the_source_to_have_been_public() {
    let mut case = Case::new();
    case.records("source", "release letter undated");
    case.records("organization", "amnesty");
    case.records("tally", "toll");
    for (source, figure) in [("release", "15"), ("letter", "16"), ("undated", "17")] {
        case.claim("toll.figure", figure).by("amnesty").source(source).id();
    }
    case.claim("release.published", "2013-07-10").source("release").id();
    case.claim("letter.published", "2013-07").source("letter").id();
    let known = |day: &str| {
        let day = day.parse::<onus_model::value::date::Edtf>().expect(day).bounds().earliest();
        let view = View { known_by: day, ..View::default() };
        let corpus = case.corpus_in(&view);
        let resolutions = corpus.resolve(case.id("toll"), "figure");
        resolutions.first().map_or(0, |resolution| resolution.positions.len())
    };
    assert_eq!(known("2013-07-09"), 0);
    assert_eq!(known("2013-07-10"), 1);
    assert_eq!(known("2013-07-30"), 1);
    assert_eq!(known("2013-07-31"), 2);
    assert_eq!(known("2026-01-01"), 2);
}

#[test]
fn without_a_source_its_inferences_fall_too() {
    let mut case = Case::new();
    case.records("source", "release");
    case.records("organization", "amnesty");
    case.records("tally", "toll");
    case.records("person", "kenzhebaev unnamed");
    let base = case.claim("toll.figure", "15").by("amnesty").source("release").id();
    case.claim("kenzhebaev.identity", "identity-grade:same")
        .by_member(1)
        .scope("with", "@unnamed")
        .rests_on(onus_model::claim::Derivation::Inference, &[base])
        .id();
    assert_eq!(case.corpus().canonical(case.id("unnamed")), case.id("kenzhebaev"));
    let without = View {
        sources: onus_model::view::Sources::Without(BTreeSet::from([case.id("release")])),
        ..View::default()
    };
    let corpus = case.corpus_in(&without);
    assert_eq!(corpus.canonical(case.id("unnamed")), case.id("unnamed"));
    assert_eq!(corpus.claims().count(), 0);
}

#[test]
fn dates_told_by_one_another_in_a_circle_are_an_error() {
    let mut case = Case::new();
    case.records("person", "one other");
    case.claim("one.died", "2 days before @other.died").id();
    case.claim("other.died", "after @one.died").id();
    let error = case.corpus().dates(case.id("one"), "died").expect_err("a circle");
    assert!(error.to_string().contains("in a circle"), "{error}");
}

#[test]
fn contradictory_judgements_merge_nothing() {
    let mut case = Case::new();
    case.records("person", "a b c");
    for (one, other, grade) in [("a", "b", "same"), ("b", "c", "same"), ("c", "a", "distinct")] {
        case.claim(&format!("{one}.identity"), &format!("identity-grade:{grade}"))
            .by_member(1)
            .scope("with", &format!("@{other}"))
            .id();
    }
    let corpus = case.corpus();
    for handle in ["a", "b", "c"] {
        assert_eq!(corpus.canonical(case.id(handle)), case.id(handle));
    }
    case.logged.pop();
    let corpus = case.corpus();
    assert_eq!(corpus.canonical(case.id("c")), case.id("a"));
}

#[test]
fn long_chains_of_premises_do_not_outgrow_the_stack() {
    let mut case = Case::new();
    case.records("organization", "monitors");
    case.records("tally", "toll");
    let mut last = case.claim("toll.figure", "1").by("monitors").id();
    for number in 2..20_000_u64 {
        let mut id = [0; 32];
        id[24..].copy_from_slice(&number.to_be_bytes());
        let mut claim = case.logged[0].claim.clone();
        claim.id = ClaimId::from_bytes(id);
        claim.rests_on = Some(onus_model::claim::RestsOn {
            how: onus_model::claim::Derivation::Inference,
            claims: BTreeSet::from([last]),
        });
        last = claim.id;
        case.logged.push(Logged::draft(claim, Moment(0), case.logged[0].recorded_by));
    }
    let corpus = case.corpus();
    let explanation = corpus.explain_claim(last, onus_model::explain::Role::Derived);
    assert_eq!(explanation.claims().len(), 19_999);
}

#[test]
fn a_relation_left_open_is_no_relation() {
    let mut case = Case::new();
    case.records("group", "january may");
    case.claim("january.relation", "group-relation:undetermined").scope("to", "@may").id();
    let related = |corpus: &Corpus<'_>, one: RecordId, other: RecordId| {
        corpus.group_relation(one, other).answer
    };
    let (january, may) = (case.id("january"), case.id("may"));
    assert_eq!(related(&case.corpus(), january, may), GroupRelation::Unknown);
    case.claim("may.relation", "group-relation:disjoint").scope("to", "@january").id();
    assert_eq!(related(&case.corpus(), january, may), GroupRelation::Unknown);
    case.logged.remove(0);
    assert_eq!(related(&case.corpus(), january, may), GroupRelation::Disjoint);
}

#[test]
fn a_denial_is_a_conflict_with_what_entails_it() {
    let mut case = Case::new();
    case.records("organization", "gpo amnesty hrw");
    case.records("tally", "toll");
    case.claim("toll.figure", ">=15").by("gpo").stance(Stance::Denies).id();
    case.claim("toll.figure", "17").by("amnesty").id();
    case.claim("toll.figure", "14").by("hrw").id();
    let resolution = case.resolve("toll.figure");
    assert_eq!(resolution.status.in_conflict, 3, "17 against the denial, and 17 against 14");
    assert_eq!(case.position("toll.figure", "14").conflicts_with, case.voices("amnesty"));
    assert_eq!(case.position("toll.figure", "17").conflicts_with, case.voices("gpo hrw"));
    let denied = case.position("toll.figure", ">=15");
    assert_eq!(denied.denied_by, case.voices("gpo"));
    assert!(resolution.overlays.denied.iter().all(|denial| !denial.given_up));
    let affirmed = resolution.voices.iter().flat_map(|line| line.current());
    assert_eq!(affirmed.filter(|saying| saying.polarity == Polarity::Affirms).count(), 2);
}
