//! Echoes: one voice however often it is repeated, and a relay's change is the relay's.

use std::collections::BTreeSet;

use onus_model::claim::{Rendering, Stance};
use onus_model::corpus::Voice;
use onus_model::id::TermId;
use onus_model::value::Sameness;
use onus_model::view::View;

use super::{accounts, add_up, counted, everything, grounds, is_unclaimed, keeps};
use crate::support::Case;

fn case() -> Case {
    let mut case = Case::new();
    case.records("organization", "amnesty bbc gpo hrw un-rights-chief odf atabek-page");
    case.records("person", "tuletaeva");
    case.records("tally", "injured");
    case.records("source", "z06a z06b z09a z09c z10 z11d z00 z12f");
    case
}

/// A broadcaster wrote "nearly 100" in May and "more than 100" in July. It corrected itself; two
/// articles by nobody in particular only differ.
#[test]
fn f26_nearly_a_hundred_then_more_than_a_hundred_is_one_voice_revising() {
    let mut case = case();
    case.claim("injured.figure", "<100")
        .by("bbc")
        .source("z06a")
        .said("2012-05~")
        .wording("nearly 100");
    case.claim("injured.figure", ">100").by("bbc").source("z06b").said("2012-07-12");
    let resolution = add_up(&case, "injured.figure");
    assert_eq!(counted(resolution.status), (1, 0, 0), "it does not contradict itself");
    assert_eq!(resolution.overlays.revised, [case.voice("bbc")]);
    assert_eq!(accounts(&resolution), [">=101"]);
    assert_eq!(resolution.voices[0].sayings.len(), 2, "the sequence is kept");
    assert_eq!(resolution.voices[0].unsettled, 0, "May is before 12 July, about or not");

    let mut case = self::case();
    case.claim("injured.figure", "<100").source("z06a").said("2012-05~");
    case.claim("injured.figure", ">100").source("z06b").said("2012-07-12");
    let resolution = add_up(&case, "injured.figure");
    assert_eq!(counted(resolution.status), (2, 0, 2), "two unstated speakers, one a text");
    assert!(resolution.overlays.revised.is_empty(), "and no one who could have revised anything");
    let voices: Vec<Voice> = resolution.voices.iter().map(|line| line.voice).collect();
    let unstated = ["z06a", "z06b"].map(|source| Voice::UnstatedIn(case.id(source)));
    assert_eq!(voices, unstated);
}

/// A campaign page turns "more than 100 seriously injured" into "about 100". Folded into the speaker, the
/// organization withdrew its own number.
#[test]
fn f27_an_altered_relay_is_the_relays_and_no_revision() {
    let mut case = case();
    case.claim("injured.severity", "severity:serious").by("amnesty");
    let original =
        case.claim("injured.figure", ">100").by("amnesty").source("z00").said("2013-07-10").id();
    let garbled = case
        .claim("injured.figure", ">=2")
        .by("amnesty")
        .relayed("atabek-page", Rendering::Altered)
        .source("z11d")
        .said("2013-07-12")
        .wording("about 100")
        .id();

    let resolution = add_up(&case, "injured.figure");
    assert_eq!(counted(resolution.status), (1, 0, 0));
    assert!(resolution.overlays.revised.is_empty());
    assert_eq!(accounts(&resolution), [">=101"]);
    assert_eq!(resolution.voices[0].sayings[0].claims, [original], "nor is it an echo");
    let altered = &resolution.overlays.altered;
    assert_eq!(altered.len(), 1);
    assert_eq!(altered[0].relay, case.id("atabek-page"));
    assert_eq!((altered[0].voice, altered[0].claim), (case.voice("amnesty"), garbled));
    assert_eq!(grounds(&case, &resolution), BTreeSet::from([original, garbled]), "it is shown");
    let severity = add_up(&case, "injured.severity");
    assert_eq!(counted(severity.status), (1, 0, 0), "\"seriously\" is not lost with it");
    // About a hundred has no bound that anyone gave.
    let about = case.corpus().claim(garbled).map(|claim| claim.value.to_string());
    assert_eq!(about.as_deref(), Some(">=2"));
}

/// The prosecutors' page reports the UN visitor pleased with the inquiry the prosecutors ran. Coded as
/// UN speech it contradicts her own call that day; coded as theirs, the praise disappears.
#[test]
fn f28_praise_told_by_the_office_praised_is_known_only_through_it() {
    let mut case = case();
    case.records("proceeding", "inquiry");
    case.records("characterisation", "praise");
    case.records("statement", "un-praise un-briefing");
    case.records("recommendation", "call");
    for (path, value) in [
        ("praise.of", "@inquiry"),
        ("praise.as", "characterisation:improvement"),
        ("un-praise.by", "@un-rights-chief"),
        ("un-praise.kind", "statement-kind:assessment"),
        ("un-praise.content", "en: pleased with the steps taken"),
    ] {
        case.claim(path, value)
            .by("un-rights-chief")
            .relayed("gpo", Rendering::Unknown)
            .source("z09c")
            .said("2012-07-12");
    }
    case.claim("un-praise.known-through", "@gpo").by_member(1);
    case.claim("un-praise.confirmed-by-speaker", "false").by_member(1);
    case.claim("un-briefing.content", "en: what happened is still not clear")
        .by("un-rights-chief")
        .source("z09a")
        .said("2012-07-12");
    case.claim("call.content", "en: an independent international inquiry")
        .by("un-rights-chief")
        .via("odf")
        .said("2012-07-12")
        .stance(Stance::CallsFor);

    for path in ["praise.as", "un-praise.content", "un-praise.by"] {
        let resolution = add_up(&case, path);
        assert_eq!(counted(resolution.status), (1, 0, 0), "{path}");
        let unheard = &resolution.overlays.known_only_through;
        assert_eq!(unheard.len(), 1, "{path}");
        assert_eq!(unheard[0].voice, case.voice("un-rights-chief"));
        assert_eq!(unheard[0].through, BTreeSet::from([case.id("gpo")]));
    }
    let praise = case.position("praise.as", "characterisation:improvement");
    assert_eq!(
        praise.supported_by,
        case.voices("un-rights-chief"),
        "the office adds no voice to it"
    );
    let briefing = add_up(&case, "un-briefing.content");
    assert!(briefing.overlays.known_only_through.is_empty(), "there she is heard herself");
    let call = add_up(&case, "call.content");
    assert_eq!((call.calls.len(), counted(call.status)), (1, (0, 0, 0)), "a call claims no fact");
    for resolution in everything(&case) {
        assert!(!resolution.is_in_conflict() && resolution.overlays.revised.is_empty());
    }
    keeps_annotation(&case, "un-praise.confirmed-by-speaker", "false");

    // Had her own office published the same, she would be heard.
    case.claim("praise.as", "characterisation:improvement")
        .by("un-rights-chief")
        .source("z09a")
        .said("2012-07-12");
    let heard = add_up(&case, "praise.as");
    assert!(heard.overlays.known_only_through.is_empty());
    assert_eq!(counted(heard.status), (1, 0, 0));
}

fn keeps_annotation(case: &Case, path: &str, text: &str) {
    let resolution = add_up(case, path);
    assert_eq!(resolution.annotations.len(), 1);
    assert_eq!(resolution.annotations[0].value, case.value(path, text));
    assert_eq!(counted(resolution.status), (0, 0, 0), "a member's word is no origin");
}

/// A bag over the head is what she told; "torture" is what others call it. A model whose act type is
/// "torture" answers its own legal question, and counts every paper that quotes her as a witness.
#[test]
fn f30_the_act_is_her_conduct_and_torture_is_what_others_call_it() {
    let mut case = case();
    case.records("act", "bag");
    case.records("characterisation", "called-torture");
    for (relay, source) in [("bbc", "z06a"), ("amnesty", "z10"), ("amnesty", "z00")] {
        case.claim("bag.conduct", "act-conduct:bag-asphyxiation")
            .by("tuletaeva")
            .basis("victim")
            .via(relay)
            .source(source)
            .said("2012-04-16");
    }
    case.claim("called-torture.of", "@bag").by("amnesty");
    case.claim("called-torture.as", "characterisation:torture").by("amnesty").source("z00");

    let act = add_up(&case, "bag.conduct");
    assert_eq!(counted(act.status), (1, 0, 0), "one witness, three carriers");
    assert_eq!(act.voices[0].sayings[0].echoes().len(), 2);
    let through = BTreeSet::from([case.id("amnesty"), case.id("bbc")]);
    assert_eq!(act.overlays.known_only_through[0].through, through);
    let called = case.position("called-torture.as", "characterisation:torture");
    assert_eq!(called.supported_by, case.voices("amnesty"), "she is not made to say it");
    let no_term: TermId = "act-conduct:torture".parse().expect("a well-formed name");
    assert!(case.schema.term(&no_term).is_none(), "no act is a torture by its type");
    for unsaid in ["severity", "purpose", "intended", "official-nexus"] {
        assert!(is_unclaimed(&case, &format!("bag.{unsaid}")), "{unsaid} is made up");
    }
    let without_her =
        View { without_speakers: BTreeSet::from([case.id("tuletaeva")]), ..View::default() };
    let corpus = case.corpus_in(&without_her);
    let told = corpus.resolve(case.id("bag"), "conduct");
    assert!(told.is_empty(), "the echoes fall with her");
    assert_eq!(corpus.resolve(case.id("called-torture"), "as").len(), 1);
}

/// Two years on she tells it again, with more. A second telling with a gun in it is no retraction of the
/// first, and no second witness.
#[test]
fn f30_a_later_telling_adds_and_takes_nothing_back() {
    let mut case = case();
    case.records("act", "bag");
    let bag = "act-conduct:bag-asphyxiation";
    case.claim("bag.conduct", bag).by("tuletaeva").via("bbc").source("z06a").said("2012-04-16");
    for conduct in ["threat-with-weapon", "hair-tearing"] {
        case.claim("bag.conduct", &format!("act-conduct:{conduct}"))
            .by("tuletaeva")
            .source("z12f")
            .said("2015");
    }
    case.claim("bag.harm", "harm:loss-of-consciousness")
        .by("tuletaeva")
        .source("z12f")
        .said("2015");

    let told = add_up(&case, "bag.conduct");
    assert_eq!(counted(told.status), (1, 0, 0));
    assert!(told.overlays.revised.is_empty(), "what she added takes nothing back");
    assert_eq!(accounts(&told).len(), 3, "all of it stands");
    assert_eq!(case.position("bag.conduct", bag).supported_by, case.voices("tuletaeva"));
    assert_eq!(counted(add_up(&case, "bag.harm").status), (1, 0, 0));
}

/// The same, where the later telling also repeats the first: repeating is not changing.
#[test]
fn f30_repeating_what_was_said_while_adding_to_it_is_no_revision() {
    let mut case = case();
    case.records("act", "bag");
    let bag = "act-conduct:bag-asphyxiation";
    case.claim("bag.conduct", bag).by("tuletaeva").via("bbc").source("z06a").said("2012-04-16");
    case.claim("bag.conduct", bag).by("tuletaeva").source("z12f").said("2015");
    case.claim("bag.conduct", "act-conduct:threat-with-weapon")
        .by("tuletaeva")
        .source("z12f")
        .said("2015");
    let told = add_up(&case, "bag.conduct");
    assert_eq!(counted(told.status), (1, 0, 0));
    assert!(told.overlays.revised.is_empty(), "she said the same and more");
}

/// "Further things I am too ashamed to tell" is testimony. Nobody, member or reporter, fills it in.
#[test]
fn f30_what_the_witness_leaves_undisclosed_stays_undisclosed() {
    let mut case = case();
    case.records("act", "undisclosed");
    let words = "en: too ashamed to tell";
    case.claim("undisclosed.conduct", "act-conduct:undisclosed-by-the-witness")
        .by("tuletaeva")
        .via("bbc");
    case.claim("undisclosed.undisclosed", words).by("tuletaeva").via("bbc").source("z06a");

    keeps(&case, "undisclosed.undisclosed", words);
    keeps(&case, "undisclosed.conduct", "act-conduct:undisclosed-by-the-witness");
    let own = "act-conduct:undisclosed-by-the-witness".parse().expect("a term");
    let conduct = case.schema.vocabulary("act-conduct").expect("a vocabulary");
    for term in conduct.terms().filter(|term| term.id != own) {
        let relation = case.schema.terms(&own, &term.id);
        assert_eq!(relation, Sameness::Unknown, "it is no {} and is not known not to be", term.id);
    }
    // Had a reporter supplied a term, it would be the reporter's, beside hers.
    case.claim("undisclosed.conduct", "act-conduct:sexual-violence").by("bbc");
    let hers = case.position("undisclosed.conduct", "act-conduct:undisclosed-by-the-witness");
    assert_eq!(hers.supported_by, case.voices("tuletaeva"));
    let theirs = case.position("undisclosed.conduct", "act-conduct:sexual-violence");
    assert_eq!(theirs.supported_by, case.voices("bbc"));
    assert!(!add_up(&case, "undisclosed.conduct").is_in_conflict());
}

/// Arson, looting and hurt policemen have no place where an act is a "violation": the State's own account
/// cannot then be coded, so it can only lose.
#[test]
fn f22_the_states_own_account_is_coded_like_any_other() {
    let mut case = case();
    case.records("act", "burning looting attack fire");
    case.records("place", "town-hall");
    case.records("group", "policemen crowd");
    case.records("involvement", "part");
    case.claim("burning.conduct", "act-conduct:arson").by("gpo").said("2011-12-16");
    case.claim("burning.damaged", "@town-hall").by("gpo").said("2011-12-16");
    case.claim("looting.conduct", "act-conduct:looting").by("gpo").said("2011-12-16");
    case.claim("looting.damaged", "en: cash machines").by("gpo").said("2011-12-16");
    case.claim("attack.conduct", "act-conduct:injury-to-police").by("gpo").said("2012-01-25");
    case.claim("attack.against", "@policemen").by("gpo").said("2012-01-25");
    case.claim("part.actor", "@crowd").by("gpo");
    case.claim("part.in", "@attack").by("gpo");
    case.claim("burning.conduct", "act-conduct:arson").by("hrw").said("2012-02-01");

    keeps(&case, "looting.damaged", "en: cash machines");
    keeps(&case, "attack.against", "@policemen");
    keeps(&case, "part.actor", "@crowd");
    let arson = case.position("burning.conduct", "act-conduct:arson");
    assert_eq!(arson.supported_by, case.voices("gpo hrw"), "others say it too");
    assert_eq!(counted(arson.status), (2, 0, 0));
    assert!(is_unclaimed(&case, "crowd.member"), "no one is named for it");
    let act = case.schema.record_type("act").expect("acts exist");
    assert!(
        act.own_property("official-nexus").is_some()
            && is_unclaimed(&case, "attack.official-nexus")
    );
}
