//! Admissions: of what, by whom, how far, and after what denial.

use std::collections::BTreeSet;

use onus_model::claim::Stance;
use onus_model::resolve::Polarity;

use super::{add_up, claims, counted, everything, is_unclaimed, keeps};
use crate::support::Case;

fn case() -> Case {
    let mut case = Case::new();
    case.records("organization", "amnesty gpo hrw ria eurasianet");
    case.records("person", "suindikov");
    case.records("group", "officers witnesses");
    case.records("act", "shooting");
    case.records("involvement", "part");
    case.records("characterisation", "called-unlawful");
    case
}

/// Several officers said as witnesses that they had shot at people. "Admitted" is another's word for it:
/// the conduct is admitted, and neither its result nor responsibility nor unlawfulness.
#[test]
fn f04_an_admission_of_conduct_is_not_of_responsibility() {
    let mut case = case();
    case.records("statement", "testimony");
    case.records("person", "wounded-man");
    let shot = case
        .claim("shooting.conduct", "act-conduct:shooting-into-a-crowd")
        .by("witnesses")
        .said("2012-01")
        .id();
    case.claim("shooting.harm", "harm:death").by("witnesses");
    case.claim("part.actor", "@officers").by("amnesty");
    case.claim("part.in", "@shooting").by("amnesty");
    case.claim("part.degree", "involvement-degree:direct").by("amnesty");
    case.claim("called-unlawful.of", "@shooting").by("amnesty");
    case.claim("called-unlawful.as", "characterisation:excessive").by("amnesty");
    for (path, value) in [
        ("testimony.by", "@officers"),
        ("testimony.kind", "statement-kind:acknowledgement"),
        ("testimony.capacity", "capacity:witness"),
        ("testimony.when", "../2013-07-10"),
        ("testimony.admits", "admission-of:conduct"),
        ("testimony.answers", &claims(&[shot])),
    ] {
        case.claim(path, value).by("officers").via("amnesty");
    }

    let conduct = add_up(&case, "shooting.conduct");
    assert_eq!(counted(conduct.status), (2, 0, 0));
    let admitted = &conduct.overlays.admitted;
    assert_eq!(admitted.len(), 1);
    assert_eq!(admitted[0].voice, case.voice("officers"));
    let of: Vec<String> = admitted[0].of.iter().map(ToString::to_string).collect();
    assert_eq!(of, ["admission-of:conduct"], "of this and of nothing more");
    assert_eq!(admitted[0].statements, BTreeSet::from([case.id("testimony")]));
    let unheard = &conduct.overlays.known_only_through;
    assert!(unheard.iter().any(|unheard| {
        unheard.voice == case.voice("officers") && unheard.through.contains(&case.id("amnesty"))
    }));

    for path in ["shooting.harm", "part.degree", "part.actor", "called-unlawful.as"] {
        let resolution = add_up(&case, path);
        assert!(resolution.overlays.admitted.is_empty(), "{path} is admitted by no one");
        assert_eq!(resolution.status.origins, 1, "{path}");
    }
    keeps(&case, "testimony.capacity", "capacity:witness");
    assert!(is_unclaimed(&case, "officers.member"), "some officers, none of them named");
}

/// On 29 December the prosecutors' spokesman denied any link between the police and the deaths; on 25
/// January his office granted it for some cases. One voice that changed, not a denial beside an
/// admission; and its "lawful in general" of the same day is no contradiction of "excessive in some".
#[test]
fn f20_a_denial_then_a_partial_acknowledgement_is_one_voice_that_changed() {
    let mut case = case();
    case.records("statement", "denial acknowledgement justification");
    let deaths = case.claim("shooting.harm", "harm:death").by("witnesses").said("2011-12").id();
    for (path, value) in [
        ("denial.by", "@suindikov"),
        ("denial.by", "@gpo"),
        ("denial.kind", "statement-kind:denial-of-link"),
        ("denial.when", "2011-12-29"),
        ("denial.answers", &claims(&[deaths])),
    ] {
        case.claim(path, value)
            .by("suindikov")
            .for_organization("gpo")
            .via("ria")
            .said("2011-12-29");
    }
    for (path, value) in [
        ("acknowledgement.by", "@gpo"),
        ("acknowledgement.kind", "statement-kind:partial-acknowledgement"),
        ("acknowledgement.when", "2012-01-25"),
        ("acknowledgement.admits", "admission-of:result"),
        ("acknowledgement.extent", "extent:some-cases"),
        ("acknowledgement.reverses", "@denial"),
        ("acknowledgement.answers", &claims(&[deaths])),
        ("justification.by", "@gpo"),
        ("justification.kind", "statement-kind:justification"),
        ("justification.when", "2012-01-25"),
        ("justification.answers", &claims(&[deaths])),
    ] {
        case.claim(path, value).by("gpo").via("eurasianet").said("2012-01-25");
    }

    let harm = add_up(&case, "shooting.harm");
    assert_eq!(counted(harm.status), (2, 0, 0), "two voices, and by now no conflict");
    assert_eq!(harm.overlays.revised, [case.voice("gpo")]);
    let office = harm.voices.iter().find(|line| line.voice == case.voice("gpo")).expect("it spoke");
    let day =
        |date: &str| Some(date.parse::<onus_model::value::date::Edtf>().expect(date).bounds());
    let history: Vec<_> =
        office.sayings.iter().map(|said| (said.polarity, said.said, said.current)).collect();
    assert_eq!(
        history,
        [
            (Polarity::Denies, day("2011-12-29"), false),
            (Polarity::Affirms, day("2012-01-25"), true)
        ],
        "both dated; the justification says neither"
    );
    assert_eq!(harm.overlays.denied.len(), 1);
    assert!(harm.overlays.denied[0].given_up, "the denial is kept as what it was");
    assert_eq!(harm.overlays.denied[0].statements, BTreeSet::from([case.id("denial")]));
    assert_eq!(harm.overlays.admitted.len(), 1);
    assert_eq!(harm.overlays.admitted[0].statements, BTreeSet::from([case.id("acknowledgement")]));
    keeps(&case, "acknowledgement.extent", "extent:some-cases");
    keeps(&case, "acknowledgement.reverses", "@denial");
}

/// As long as only the denial was public, it stood: the later words do not reach back.
#[test]
fn f20_before_the_acknowledgement_the_denial_stood() {
    let mut case = case();
    case.records("statement", "denial");
    let deaths = case.claim("shooting.harm", "harm:death").by("witnesses").said("2011-12").id();
    for (path, value) in [
        ("denial.by", "@gpo"),
        ("denial.kind", "statement-kind:denial-of-link"),
        ("denial.when", "2011-12-29"),
        ("denial.answers", &claims(&[deaths])),
    ] {
        case.claim(path, value).by("suindikov").for_organization("gpo");
    }
    let harm = add_up(&case, "shooting.harm");
    assert_eq!(counted(harm.status), (2, 0, 2));
    assert!(!harm.overlays.denied[0].given_up);
    assert!(harm.overlays.revised.is_empty());
    assert_eq!(harm.overlays.denied[0].voice, case.voice("gpo"), "it is the office's");
}

/// A spokesman who is named as the speaker spoke for his office when the statement's words say so.
#[test]
fn f20_a_spokesman_named_as_the_speaker_denies_in_his_offices_name() {
    let mut case = case();
    case.records("statement", "denial");
    let deaths = case.claim("shooting.harm", "harm:death").by("witnesses").said("2011-12").id();
    for (path, value) in [
        ("denial.by", "@suindikov"),
        ("denial.kind", "statement-kind:denial-of-link"),
        ("denial.when", "2011-12-29"),
        ("denial.answers", &claims(&[deaths])),
    ] {
        case.claim(path, value).by("suindikov").for_organization("gpo");
    }
    let harm = add_up(&case, "shooting.harm");
    assert_eq!(harm.overlays.denied.len(), 1, "the denial is not lost");
    assert_eq!(harm.overlays.denied[0].voice, case.voice("gpo"));
}

/// "Lawful in general" and "disproportionate in some cases" are two characterisations of one day by one
/// office, each with its extent. Forced into one field, the second erases the first.
#[test]
fn f20_lawful_in_general_and_excessive_in_some_cases_both_stand() {
    let mut case = case();
    case.records("characterisation", "lawful excessive");
    let said = |case: &mut Case, handle: &str, term: &str, extent: &str, stance| {
        for (property, value) in [("of", "@shooting"), ("as", term), ("extent", extent)] {
            case.claim(&format!("{handle}.{property}"), value)
                .by("gpo")
                .said("2012-01-25")
                .stance(stance);
        }
    };
    said(&mut case, "lawful", "characterisation:lawful", "extent:in-general", Stance::Asserts);
    said(
        &mut case,
        "excessive",
        "characterisation:disproportionate",
        "extent:some-cases",
        Stance::Admits,
    );

    for resolution in everything(&case) {
        assert_eq!(counted(resolution.status), (1, 0, 0), "{}", resolution.property);
        assert!(resolution.overlays.revised.is_empty());
    }
    assert!(add_up(&case, "lawful.as").overlays.admitted.is_empty());
    assert_eq!(add_up(&case, "excessive.as").overlays.admitted.len(), 1);
    keeps(&case, "lawful.extent", "extent:in-general");
    keeps(&case, "excessive.extent", "extent:some-cases");
}
