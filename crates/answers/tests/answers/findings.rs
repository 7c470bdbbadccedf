//! Each standard met, not met, possible, not to be judged, and on accounts that differ.

use std::collections::BTreeSet;

use onus_answers::findings::{Standards, finding};
use onus_case::{Loaded, Resident};
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, RecordId};
use onus_model::view::View;
use onus_reason::{AccountFared, AskedInput, Fared, StandardFared, TimeGate};

use crate::support::{INVENTED, Rows, Variant, record_id, standards, with_look};

/// Records that the small cases share. Speakers are a, b and c.
const RECORDS: &str = "
organization: a b c court mia justice prisons police
person: p q
act: x y
custody: k l
decision: d
statement: s
proceeding: i j
event: e
condition: n
measure: m
place: cell
involvement: v
characterisation: h
charge: g
posting: o
";

/// One account: the speakers (nobody for everybody), how it comes out, what is missing.
type Want<'w> = (&'w str, &'w str, &'w str);

fn rows(text: &str) -> Rows {
    let lines = text.split(';').map(str::trim).filter(|line| !line.is_empty());
    let claims: Vec<String> =
        lines.enumerate().map(|(place, line)| format!("r{place} | {line}")).collect();
    Rows::read(&format!("{RECORDS}\n{}", claims.join("\n")))
}

fn handle(record: RecordId) -> String {
    let words = RECORDS.split_whitespace().filter(|word| !word.ends_with(':'));
    let found = words.into_iter().find(|word| record_id(Variant::default(), word) == record);
    found.unwrap_or("?").to_owned()
}

fn inputs(inputs: &[AskedInput]) -> String {
    let named: BTreeSet<String> =
        inputs.iter().map(|input| format!("{}.{}", handle(input.record), input.property)).collect();
    named.into_iter().collect::<Vec<_>>().join(" ")
}

fn outcome(account: &AccountFared) -> &'static str {
    match account.fared {
        Fared::Met => "met",
        Fared::NotMet => "not met",
        Fared::Possible => "possible",
        Fared::CannotBeJudged => "cannot be judged",
    }
}

fn voices(account: &AccountFared) -> String {
    let named: BTreeSet<String> = account
        .voices
        .iter()
        .map(|voice| match voice {
            Voice::Speaker(record) => handle(*record),
            other => format!("{other:?}"),
        })
        .collect();
    named.into_iter().collect::<Vec<_>>().join(" ")
}

fn asked(case: &Resident, standards: &Standards, standard: &str, record: &str) -> StandardFared {
    with_look(case, |look| {
        let record = record_id(Variant::default(), record);
        let mut found = finding(look, standards, standard, record).expect(standard);
        found.entries.pop().expect("one was asked for")
    })
}

/// Asks a standard of a record, and of nothing but the claims that the finding names.
fn fares(standard: &str, record: &str, text: &str, want: &[Want<'_>]) {
    let standards = standards();
    let rows = rows(text);
    let case = rows.build(Variant::default());
    let fared = asked(&case, &standards, standard, record);
    let told = |fared: &StandardFared| -> BTreeSet<(String, String, String)> {
        let accounts = fared.accounts.iter();
        accounts.map(|one| (voices(one), outcome(one).to_owned(), inputs(&one.missing))).collect()
    };
    let wanted: BTreeSet<(String, String, String)> = want
        .iter()
        .map(|(voices, outcome, missing)| {
            let missing: BTreeSet<&str> = missing.split_whitespace().collect();
            let missing: Vec<&str> = missing.into_iter().collect();
            ((*voices).to_owned(), (*outcome).to_owned(), missing.join(" "))
        })
        .collect();
    assert_eq!(told(&fared), wanted, "{standard} on {text}");
    let named: BTreeSet<ClaimId> = fared
        .accounts
        .iter()
        .flat_map(|one| one.claims.iter().chain(&one.judgements))
        .copied()
        .collect();
    let only = |left_out: Option<ClaimId>| {
        let kept = |row: &&Vec<String>| {
            let claim = crate::support::claim_id(Variant::default(), &row[0]);
            named.contains(&claim) && Some(claim) != left_out
        };
        let claims = rows.claims.iter().filter(kept).cloned().collect();
        Rows { records: rows.records.clone(), claims }.build(Variant::default())
    };
    let again = asked(&only(None), &standards, standard, record);
    assert_eq!(told(&again), wanted, "{standard} from its own claims, {text}");
    for claim in fared.accounts.iter().flat_map(|one| one.claims.iter()) {
        let less = asked(&only(Some(*claim)), &standards, standard, record);
        assert_ne!(
            less.accounts, again.accounts,
            "{standard}: {claim} is named for nothing, {text}"
        );
    }
}

#[test]
fn the_elements_of_torture() {
    let base = "x.conduct | beating | a; x.official-nexus | by-official | a; x.purpose | punishment | b; x.intended | true | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("cat-1", "x", &with("x.severity | serious | a"), &[("", "met", "")]);
    fares("cat-1", "x", &with("x.severity | fatal | a"), &[("", "met", "")]);
    fares("cat-1", "x", &with("x.severity | slight | a"), &[("", "not met", "")]);
    fares("cat-1", "x", base, &[("", "cannot be judged", "x.severity")]);
    let unsettled = with("x.severity | serious | a; x.severity | slight | a");
    fares("cat-1", "x", &unsettled, &[("", "possible", "")]);
    let differ = with("x.severity | serious | a; x.severity | slight | b");
    fares("cat-1", "x", &differ, &[("a", "met", ""), ("b", "not met", "")]);
    let denied = with("x.severity | serious | a; x.official-nexus | by-official | c | st=denies");
    let want = [("a", "met", ""), ("c", "cannot be judged", "x.official-nexus")];
    fares("cat-1", "x", &denied, &want);
    fares(
        "cat-1",
        "x",
        &with("x.severity | not-stated | a"),
        &[("", "cannot be judged", "x.severity")],
    );
}

#[test]
fn an_investigation_that_was_due() {
    let base = "x.conduct | beating | a; x.reported | 2020-01-10 | a";
    let with = |more: &str| format!("{base}; {more}");
    let none = with("x.investigated-by | none asserted | b | said=2020-03-10");
    fares("cat-12", "x", &none, &[("", "met", "")]);
    fares("cat-12", "x", &with("x.concern | no-investigation | b"), &[("", "met", "")]);
    fares("cat-12", "x", &with("x.investigated-by | @i | b"), &[("", "not met", "")]);
    // What would say so in other words is missing too.
    let missing = "x.concern x.investigated-by";
    fares("cat-12", "x", base, &[("", "cannot be judged", missing)]);
    let differ = with("x.investigated-by | @i | b; x.investigated-by | none asserted | c");
    fares("cat-12", "x", &differ, &[("b", "not met", ""), ("c", "met", "")]);
    let looked = "x.investigated-by | none found by 07070707070707070707070707070707 until 2020-06 in the registers | team";
    fares("cat-12", "x", &with(looked), &[("", "met", "")]);
    // What a search did not find counts for nothing where somebody says that it is there.
    let found = with(&format!("{looked}; x.investigated-by | @i | b"));
    fares("cat-12", "x", &found, &[("", "not met", "")]);
    let case = rows(&none).build(Variant::default());
    let clock = asked(&case, &standards(), "cat-12", "x").clock.expect("it runs");
    assert_eq!((clock.least, clock.most), (Some(60), Some(60)));
}

#[test]
fn statements_that_are_contested() {
    let base = "d.relies-on | @s | a; d.outcome | convicted | court; s.contested | true | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("cat-15", "d", &with("s.examined-by | none asserted | a"), &[("", "met", "")]);
    fares("cat-15", "d", base, &[("", "cannot be judged", "d.relies-on s.examined-by")]);
    fares("cat-15", "d", "d.relies-on | none asserted | court", &[("", "not met", "")]);
    let differ = with("d.outcome | acquitted | b; s.examined-by | none asserted | a");
    fares("cat-15", "d", &differ, &[("b", "not met", ""), ("court", "met", "")]);
    let unsettled = with("d.outcome | acquitted | court; s.examined-by | none asserted | a");
    fares("cat-15", "d", &unsettled, &[("", "possible", "")]);
}

#[test]
fn investigators_on_both_sides() {
    let base = "i.concerns | @x | a; x.conduct | beating | a; i.conducted-by | @police | a; x.during | @k | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("un-55-89-2", "i", &with("k.ordered-by | @police | a"), &[("", "met", "")]);
    fares("un-55-89-2", "i", &with("k.held-by | @police | a"), &[("", "met", "")]);
    fares("un-55-89-2", "i", &with("v.in | @x | a; v.actor | @police | a"), &[("", "met", "")]);
    let missing = "i.concerns i.conducted-by k.held-by k.ordered-by x.during x.involved";
    fares("un-55-89-2", "i", base, &[("", "cannot be judged", missing)]);
    fares("un-55-89-2", "i", "i.concerns | none asserted | a", &[("", "not met", "")]);
    // Who denies that the police ordered it leaves open only the rest.
    let denied = with("k.ordered-by | @police | b; k.ordered-by | @police | c | st=denies");
    let missing = "i.concerns i.conducted-by k.held-by x.during x.involved";
    fares("un-55-89-2", "i", &denied, &[("b", "met", ""), ("c", "cannot be judged", missing)]);
}

#[test]
fn a_death_after_custody() {
    let base = "p.died | 2020-05-10 | a; k.who | @p | a; y.during | @k | p; y.against | @p | p; y.conduct | kicking | p";
    let with = |more: &str| format!("{base}; {more}");
    let two_days = with("k.released | 2 days before @p.died | a");
    fares("minnesota-17", "p", &two_days, &[("", "met", "")]);
    // The distance stays, whoever is right about the day.
    fares("minnesota-17", "p", &format!("{two_days}; p.died | 2020-05-12 | b"), &[("", "met", "")]);
    let fared =
        asked(&rows(&two_days).build(Variant::default()), &standards(), "minnesota-17", "p");
    let measured: Vec<_> =
        fared.accounts[0].measured.iter().map(|one| (one.least, one.most)).collect();
    assert_eq!(measured, [(Some(2), Some(2))]);
    assert_eq!(fared.time, TimeGate::Before);
    let missing = "k.release-kind k.released p.custodies p.killed-in";
    fares("minnesota-17", "p", base, &[("", "cannot be judged", missing)]);
    let month = with("k.released | 2020-05 | a");
    let missing = "k.release-kind p.custodies p.killed-in";
    fares("minnesota-17", "p", &month, &[("", "possible", missing)]);
    fares("minnesota-17", "p", "p.died | none asserted | a", &[("", "not met", "")]);
    let differ =
        with("p.killed-in | @k | b; p.killed-in | @k | c | st=denies; k.released | 2020-06 | a");
    let want = [("b", "met", ""), ("c", "cannot be judged", "k.release-kind p.custodies")];
    fares("minnesota-17", "p", &differ, &want);
}

#[test]
fn a_suspicious_death() {
    let base = "p.died | 2020-05-10 | a; p.manner-of-death | killed-by-another | a";
    let with = |more: &str| format!("{base}; {more}");
    let none = "p.death-investigated-by | none asserted | b";
    fares("esc-1989-65", "p", &with(none), &[("", "met", "")]);
    fares("esc-1989-65", "p", &with("p.death-investigated-by | @i | b"), &[("", "not met", "")]);
    let missing = "p.death-investigated-by";
    fares("esc-1989-65", "p", base, &[("", "cannot be judged", missing)]);
    let unsettled =
        with(&format!("{none}; p.manner-of-death | accident | a; p.killed-in | none asserted | a"));
    fares("esc-1989-65", "p", &unsettled, &[("", "possible", "")]);
    let differ =
        with(&format!("{none}; p.manner-of-death | accident | c; p.killed-in | none asserted | a"));
    fares("esc-1989-65", "p", &differ, &[("a", "met", ""), ("c", "not met", "")]);
}

#[test]
fn firearms_and_threats() {
    let base = "x.weapon | firearm | a; x.official-nexus | by-official | a; x.harm | death | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("bpuff-9", "x", &with("x.imminent-threat | false | b"), &[("", "met", "")]);
    fares("bpuff-9", "x", &with("x.imminent-threat | true | b"), &[("", "not met", "")]);
    fares("bpuff-9", "x", &with("x.imminent-threat | true | b | st=denies"), &[("", "met", "")]);
    fares("bpuff-9", "x", base, &[("", "cannot be judged", "x.imminent-threat")]);
    let unsettled = with("x.imminent-threat | true | b; x.imminent-threat | false | b");
    fares("bpuff-9", "x", &unsettled, &[("", "possible", "")]);
    let differ = with("x.imminent-threat | false | b; x.imminent-threat | true | c");
    fares("bpuff-9", "x", &differ, &[("b", "met", ""), ("c", "not met", "")]);
}

#[test]
fn before_a_judge() {
    let with = |more: &str| format!("k.taken | 2020-05-10 | a; {more}");
    fares("iccpr-9-3", "k", &with("k.court-first | 2020-05-13 | a"), &[("", "met", "")]);
    fares("iccpr-9-3", "k", &with("k.court-first | 2020-05-11 | a"), &[("", "not met", "")]);
    // Two days of the calendar are more than one day and less than three.
    fares("iccpr-9-3", "k", &with("k.court-first | 2020-05-12 | a"), &[("", "possible", "")]);
    let hours = "k.taken | 2020-05-10T08:00 | a; k.court-first | 2020-05-12T08:30 | a";
    fares("iccpr-9-3", "k", hours, &[("", "met", "")]);
    let hours = "k.taken | 2020-05-10T08:00 | a; k.court-first | 2020-05-12T07:30 | a";
    fares("iccpr-9-3", "k", hours, &[("", "not met", "")]);
    let never = with("k.court-first | none asserted | b; k.released | 2020-05-20 | a");
    fares("iccpr-9-3", "k", &never, &[("", "met", "")]);
    let soon = with("k.court-first | none asserted | b; k.released | 2020-05-11 | a");
    fares("iccpr-9-3", "k", &soon, &[("", "not met", "")]);
    let missing = "k.court-first k.released";
    fares("iccpr-9-3", "k", "k.taken | 2020-05-10 | a", &[("", "cannot be judged", missing)]);
    let differ = with("k.court-first | 2020-05-15 | a; k.court-first | 2020-05-11 | b");
    fares("iccpr-9-3", "k", &differ, &[("a", "met", ""), ("b", "not met", "")]);
    fares(
        "iccpr-9-3",
        "k",
        "k.taken | 2020-05~ | a; k.court-first | 2020-05-20 | a",
        &[("", "possible", "")],
    );
}

#[test]
fn without_contact() {
    let with = |more: &str| format!("k.contact | contact-not-permitted | a; {more}");
    let first = "k.counsel-first | 2020-05-12 | a; k.family-first | 2020-05-12 | a; k.taken | 2020-05-10 | a";
    fares("bop-19", "k", &with("k.consecutive | 10 days | a"), &[("", "met", "")]);
    fares(
        "bop-19",
        "k",
        &with(&format!("{first}; k.consecutive | 3 days | a")),
        &[("", "not met", "")],
    );
    let missing = "k.consecutive k.counsel-first k.family-first k.released k.taken k.total";
    fares(
        "bop-19",
        "k",
        "k.contact | contact-not-permitted | a",
        &[("", "cannot be judged", missing)],
    );
    let up_to = with(&format!("{first}; k.released | 2020-06-10 | a"));
    fares("bop-19", "k", &up_to, &[("", "possible", "k.consecutive")]);
    let differ = with(&format!("{first}; k.consecutive | 3 days | a; k.consecutive | 2 weeks | b"));
    fares("bop-19", "k", &differ, &[("a", "not met", ""), ("b", "met", "")]);
}

#[test]
fn conditions_of_detention() {
    let base = "n.of | @cell | a; cell.kind | police-cells | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("iccpr-10", "n", &with("n.kind | overcrowding | a"), &[("", "met", "")]);
    fares("iccpr-10", "n", &with("n.persons | >=12 | a; n.places | 8 | b"), &[("", "met", "")]);
    let open = "n.adequate n.characterisations n.kind";
    fares(
        "iccpr-10",
        "n",
        &with("n.persons | >=6 | a; n.places | 8 | b"),
        &[("", "possible", open)],
    );
    fares(
        "iccpr-10",
        "n",
        base,
        &[("", "cannot be judged", &format!("{open} n.persons n.places"))],
    );
    fares("iccpr-10", "n", "n.of | none asserted | a", &[("", "not met", "")]);
    let differ = with("n.adequate | false | a; n.adequate | true | b");
    let missing = "n.characterisations n.kind n.persons n.places";
    fares("iccpr-10", "n", &differ, &[("a", "met", ""), ("b", "cannot be judged", missing)]);
}

#[test]
fn solitary_confinement() {
    let with =
        |more: &str| format!("k.regime | solitary | a; k.hours-a-day | 23 hours | a; {more}");
    fares("mandela-44", "k", &with("k.consecutive | 40 days | b"), &[("", "met", "")]);
    let long = "k.regime | solitary | a; k.consecutive | 40 days | b";
    fares("gc20-6", "k", long, &[("", "met", "")]);
    fares("mandela-44", "k", &with("k.consecutive | 15 days | b"), &[("", "not met", "")]);
    fares("gc20-6", "k", "k.consecutive | 15 days | b", &[("", "not met", "")]);
    fares("mandela-44", "k", &with("k.total | <3 years | b"), &[("", "possible", "k.consecutive")]);
    fares(
        "gc20-6",
        "k",
        "k.regime | solitary | a; k.total | <3 years | b",
        &[("", "possible", "k.consecutive")],
    );
    fares("mandela-44", "k", &with("k.total | 10 days | b"), &[("", "not met", "")]);
    let nothing = "k.consecutive k.held k.total";
    fares("mandela-44", "k", &with(""), &[("", "cannot be judged", nothing)]);
    fares("gc20-6", "k", "k.regime | solitary | a", &[("", "cannot be judged", nothing)]);
    let hours = "k.regime | solitary | a; k.total | <3 years | a";
    fares("mandela-44", "k", hours, &[("", "possible", "k.consecutive k.hours-a-day")]);
    let differ = with("k.consecutive | 40 days | b; k.consecutive | 10 days | c");
    fares("mandela-44", "k", &differ, &[("b", "met", ""), ("c", "not met", "")]);
    let differ =
        "k.regime | solitary | a; k.consecutive | 40 days | b; k.consecutive | 10 days | c";
    fares("gc20-6", "k", differ, &[("b", "met", ""), ("c", "not met", "")]);
}

#[test]
fn solitary_by_sentence() {
    fares("mandela-45", "d", "d.sentence-kind | solitary-confinement | a", &[("", "met", "")]);
    fares("mandela-45", "d", "d.solitary | 2 years | a", &[("", "met", "")]);
    let none = "d.solitary | none asserted | a; d.sentence-kind | none asserted | a";
    fares("mandela-45", "d", none, &[("", "not met", "")]);
    let missing = "d.sentence-kind d.solitary";
    fares("mandela-45", "d", "d.date | 2020 | a", &[("", "cannot be judged", missing)]);
    let open = "d.solitary | any days | a; d.sentence-kind | none asserted | a";
    fares("mandela-45", "d", open, &[("", "possible", "")]);
    let differ = "d.solitary | 2 years | a; d.solitary | none asserted | b; d.sentence-kind | none asserted | b";
    fares("mandela-45", "d", differ, &[("a", "met", ""), ("b", "not met", "")]);
}

#[test]
fn prisons_under_the_police() {
    let base = "m.kind | transfer-of-institution | a; m.concerns | @prisons | a; prisons.agency | prison | b; m.to | @mia | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("epr-71", "m", &with("mia.agency | police | b"), &[("", "met", "")]);
    fares("epr-71", "m", base, &[("", "cannot be judged", "m.to mia.agency")]);
    fares("epr-71", "m", "m.kind | none asserted | a", &[("", "not met", "")]);
    let broad = with("mia.agency | executive | b");
    fares("epr-71", "m", &broad, &[("", "possible", "m.to mia.agency")]);
    let differ = with("mia.agency | police | b; m.to | @mia | c | st=denies");
    fares("epr-71", "m", &differ, &[("a", "met", ""), ("c", "cannot be judged", "m.to")]);
}

#[test]
fn words_that_say_nothing_and_denials_that_say_more() {
    let torture = "x.conduct | beating | a; x.official-nexus | by-official | a; x.purpose | punishment | b; x.intended | true | a; x.severity | serious | a";
    // To deny that something is not stated is no word on it.
    let unstated = format!("{torture}; x.severity | not-stated | c | st=denies");
    fares("cat-1", "x", &unstated, &[("", "met", "")]);
    // Nor is to deny yes and no alike.
    let shooting = "x.weapon | firearm | a; x.official-nexus | by-official | a; x.harm | death | a";
    let both = format!(
        "{shooting}; x.imminent-threat | true | b | st=denies; x.imminent-threat | false | b | st=denies"
    );
    fares("bpuff-9", "x", &both, &[("", "cannot be judged", "x.imminent-threat")]);
    // Who denies that there was none says that there was one.
    let due = "x.conduct | beating | a; x.reported | 2020-01-10 | a; x.investigated-by | none asserted | b";
    let denied = format!("{due}; x.investigated-by | none asserted | c | st=denies");
    fares("cat-12", "x", &denied, &[("b", "met", ""), ("c", "not met", "")]);
    // Who says that nobody was charged, and names one, has not said that nobody was.
    let charged = "i.concerns | @x | a; x.official-nexus | by-official | a; i.charged | none asserted | b; i.charged | @q | b";
    fares("prosecutors-15", "i", charged, &[("", "cannot be judged", "i.charges-in")]);
}

#[test]
fn orders_and_emergencies_pleaded() {
    let base = "s.about | @x | b; x.conduct | beating | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("cat-2", "s", &with("s.kind | pleads-orders | b"), &[("", "met", "")]);
    fares("cat-2", "s", &with("s.kind | pleads-emergency | b"), &[("", "met", "")]);
    // Any other justification pleads neither; that none is pleaded too is for somebody to say.
    let other = with("s.kind | justification | b");
    fares("cat-2", "s", &other, &[("", "possible", "s.kind")]);
    fares("cat-2", "s", base, &[("", "cannot be judged", "s.kind")]);
    fares("cat-2", "s", &with("s.kind | none asserted | b"), &[("", "not met", "")]);
    let differ = with("s.kind | pleads-orders | b; s.kind | pleads-orders | c | st=denies");
    let want = [("b", "met", ""), ("c", "cannot be judged", "s.kind")];
    fares("cat-2", "s", &differ, &want);
}

#[test]
fn deaths_and_allegations_in_custody() {
    let base = "k.who | @p | a; p.killed-in | @k | a; p.died | 2020-05-10 | a";
    let with = |more: &str| format!("{base}; {more}");
    let none = "p.death-investigated-by | none asserted | b";
    fares("mandela-71", "p", &with(none), &[("", "met", "")]);
    let dependent = "p.death-investigated-by | @i | b; h.of | @i | c; h.as | not-independent | c";
    fares("mandela-71", "p", &with(dependent), &[("", "met", "")]);
    let missing = "p.death-investigated-by p.suffered";
    fares("mandela-71", "p", base, &[("", "cannot be judged", missing)]);
    let ill = "x.against | @p | a; x.during | @k | a; h.of | @x | a; h.as | torture | a";
    let not = format!("{ill}; x.investigated-by | none asserted | b");
    fares("mandela-71", "p", &not, &[("", "met", "")]);
    let differ =
        with("p.death-investigated-by | none asserted | b; p.death-investigated-by | @i | c");
    let missing = "i.characterisations p.death-investigated-by p.suffered";
    let want = [("b", "met", ""), ("c", "cannot be judged", missing)];
    fares("mandela-71", "p", &differ, &want);
}

#[test]
fn what_prosecutors_do() {
    let base = "i.concerns | @x | a; x.official-nexus | by-official | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("prosecutors-15", "i", &with("i.charged | none asserted | b"), &[("", "met", "")]);
    let missing = "i.charged i.charges-in";
    fares("prosecutors-15", "i", base, &[("", "cannot be judged", missing)]);
    let charged = with("i.charged | @q | b");
    fares("prosecutors-15", "i", &charged, &[("", "cannot be judged", "i.charges-in")]);
    let used = "g.in | @i | a; g.relies-on | @s | a; s.contested | true | b";
    let unexamined = format!("{used}; s.examined-by | none asserted | b");
    fares("prosecutors-15", "i", &unexamined, &[("", "met", "")]);
    let differ = with("i.charged | none asserted | b; i.charged | @q | c");
    let want = [("b", "met", ""), ("c", "cannot be judged", "i.charges-in")];
    fares("prosecutors-15", "i", &differ, &want);
}

#[test]
fn superiors_who_are_no_commanders() {
    let base = "o.controls | @police | a; v.actor | @o | a; v.knew | true | a";
    let with = |more: &str| format!("{base}; {more}");
    fares("rome-28", "o", &with("v.took-steps | false | b"), &[("", "met", "")]);
    fares("rome-28", "o", &with("v.degree | superior-failed-to-punish | b"), &[("", "met", "")]);
    let missing = "o.involvements v.degree v.took-steps";
    fares("rome-28", "o", base, &[("", "cannot be judged", missing)]);
    let none = "o.controls | none asserted | a";
    fares("rome-28", "o", none, &[("", "cannot be judged", "o.commands o.involvements")]);
    let differ = with("v.took-steps | false | b; v.took-steps | true | c");
    let missing = "o.involvements v.degree";
    let want = [("b", "met", ""), ("c", "cannot be judged", missing)];
    fares("rome-28", "o", &differ, &want);
}

#[test]
fn a_partial_copy_never_says_not_met() {
    for variant in [false, true] {
        let mut case = INVENTED.build(Variant::default());
        if variant {
            case.set_partial();
        }
        let loaded = Loaded::all(&case).expect("it is in memory");
        let look = loaded.look(View::default());
        let standards = standards();
        let mut not_met = 0;
        for standard in standards.iter() {
            for record in look.records_of_type(standard.of.as_str()) {
                let found = finding(&look, &standards, &standard.id, record).expect("of its type");
                let accounts = found.entries.iter().flat_map(|entry| &entry.accounts);
                not_met += accounts.filter(|one| one.fared == Fared::NotMet).count();
                assert_eq!(found.partial, variant);
            }
        }
        assert_eq!(not_met == 0, variant, "{not_met}");
    }
}

/// A wider value for one of the case above, and whether it can still be told.
#[test]
fn widening_an_input_never_makes_an_outcome_more_certain() {
    let wider = [
        ("40 days", &[">=20 days", ">=10 days", "any days"][..]),
        ("10 days", &["<=12 days", "<20 days", "any days"][..]),
        ("15 days", &["14..15 days", "14..16 days", "any days"][..]),
    ];
    let standards = standards();
    for (exact, values) in wider {
        let fared = |value: &str| {
            let text = format!("k.regime | solitary | a; k.consecutive | {value} | a");
            let case = rows(&text).build(Variant::default());
            asked(&case, &standards, "gc20-6", "k").accounts[0].fared
        };
        let mut last = fared(exact);
        for value in values {
            let now = fared(value);
            assert!(now == last || now == Fared::Possible, "{value}: {now:?} after {last:?}");
            last = now;
        }
        assert_eq!(last, Fared::Possible);
    }
}
