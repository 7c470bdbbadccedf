//! Findings against an oracle that knows nothing of how conditions are evaluated.
//!
//! The library works with bounds and three truth values. The oracle goes through every state of the world that what is
//! claimed admits (`docs/design/conditions.md`), on everybody's account and on each speaker's. On random small
//! cases and conditions: what the library calls met is so in every world, what it calls not met in none; and on
//! conditions that read no input twice it says neither more nor less than that, and names exactly the missing inputs on which the outcome
//! depends. Every finding must moreover come again from nothing but the claims and judgements it names.
//!
//! `ONUS_ORACLE_CASES` sets how many cases are tried, `ONUS_ORACLE_SEED` the seed of the first one.

#[path = "oracle/case.rs"]
mod case;
#[path = "oracle/condition.rs"]
mod condition;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "../../model/tests/oracle/random.rs"]
mod random;
#[path = "oracle/worlds.rs"]
mod worlds;

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{Loaded, Look, Resident};
use onus_model::corpus::Voice;
use onus_model::id::ClaimId;
use onus_model::view::View;
use onus_reason::{AccountFared, Fared, StandardFared, Standards, finding};

use case::{MEMBER, SCHEMA, Word, build, claim_of, random_words, speaker, thing};
use condition::{Condition, Name, random_condition};
use random::Random;
use worlds::{Outcome, Speaker, Worlds};

fn number(variable: &str, otherwise: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable} is not a number: {text}")),
        Err(_) => otherwise,
    }
}

/// The most worlds that are gone through for one account.
const MOST_WORLDS: usize = 3_000;

fn standards(condition: &Condition) -> Standards {
    let text = format!(
        r#"
id = "asked"
label = {{ en = "asked" }}
instrument = {{ en = "an instrument" }}
paragraph = {{ en = "1" }}
confidence = "L"
adopted = "2000"
force = "guidance"
of = "thing"
when = '''false || ({})'''
met = {{ en = "met" }}
caveat = {{ en = "none" }}
part = [{{ en = "all of it" }}]
"#,
        condition.text()
    );
    // Neither brackets nor what is false make several parts of one.
    let known = Standards::default().extended(&SCHEMA, &[("asked.toml", &text)]);
    known.unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn with_look<T>(case: &Resident, use_it: impl FnOnce(&Look<'_>) -> T) -> T {
    let loaded = Loaded::all(case).unwrap_or_else(|error| panic!("{error}"));
    use_it(&loaded.look(View::default()))
}

fn found(words: &[(usize, Word)], standards: &Standards) -> StandardFared {
    with_look(&build(words), |look| {
        let mut found = finding(look, standards, "asked", thing(0)).expect("it is a thing");
        found.entries.pop().expect("one was asked for")
    })
}

fn voice(of: Speaker) -> Voice {
    of.map_or(Voice::Member(MEMBER), |place| Voice::Speaker(speaker(place)))
}

fn truth(fared: &AccountFared) -> Option<bool> {
    match fared.fared {
        Fared::Met => Some(true),
        Fared::NotMet => Some(false),
        Fared::Possible | Fared::CannotBeJudged => None,
    }
}

fn missing(fared: &AccountFared) -> BTreeSet<(usize, String)> {
    let inputs = fared.missing.iter().map(|input| {
        let place = (0..case::THINGS).find(|place| thing(*place) == input.record);
        (place.expect("a thing"), input.property.to_string())
    });
    inputs.collect()
}

/// Whether a condition reads no property twice, by whatever name.
fn reads_once(condition: &Condition) -> bool {
    let mut asked: Vec<Name> = Vec::new();
    condition.asked(&mut asked);
    let count = asked.len();
    asked.iter().collect::<BTreeSet<_>>().len() == count
}

/// What differs between the library and the oracle.
fn differences(words: &[(usize, Word)], condition: &Condition, told: &mut Told) -> Vec<String> {
    let standards = standards(condition);
    let fared = found(words, &standards);
    let mut wrong = Vec::new();
    let mut speakers: BTreeSet<Speaker> = words.iter().map(|(_, word)| word.speaker).collect();
    speakers.insert(Some(0));
    let mut exact = reads_once(condition);
    let mut outcomes: BTreeMap<Option<Speaker>, Outcome> = BTreeMap::new();
    for account in speakers.iter().map(|speaker| Some(*speaker)).chain([None]) {
        let worlds = Worlds::of(words, condition, account);
        if worlds.count() > MOST_WORLDS {
            told.too_many += 1;
            return wrong;
        }
        exact &= !worlds.tied;
        outcomes.insert(account, worlds.outcome(condition));
    }
    told.exact += u64::from(exact);
    let all = &outcomes[&None];
    let named = |missing: &BTreeSet<(usize, Name)>| -> BTreeSet<(usize, String)> {
        missing.iter().map(|(of, name)| (*of, (*name).to_owned())).collect()
    };
    let mut heard: BTreeSet<Speaker> = BTreeSet::new();
    for account in &fared.accounts {
        *told.fared.entry(account.fared).or_default() += 1;
        told.differ += u64::from(fared.accounts.len() > 1);
        let whose = whose(account, &speakers);
        heard.extend(whose.iter().flatten());
        let mut depends: BTreeSet<(usize, String)> = BTreeSet::new();
        for speaker in &whose {
            let outcome = &outcomes[speaker];
            if truth(account).is_some() && truth(account) != outcome.truth && !outcome.none {
                wrong.push(format!("{speaker:?} is said to be {:?}: {outcome:?}", account.fared));
            }
            if exact && truth(account) != outcome.truth {
                wrong.push(format!(
                    "{speaker:?} is only said to be {:?}: {outcome:?}",
                    account.fared
                ));
            }
            depends.extend(named(&outcome.missing));
        }
        if exact && truth(account).is_none() && missing(account) != depends {
            wrong.push(format!("missing {:?}, and it depends on {depends:?}", missing(account)));
        }
    }
    // Who is not heard has no account but everybody's.
    for speaker in speakers.iter().filter(|speaker| !heard.contains(speaker)) {
        let outcome = &outcomes[&Some(*speaker)];
        let alike = outcome.truth == all.truth
            && (all.truth.is_some() || outcome.missing == all.missing)
            || outcome.none;
        if exact && !alike {
            wrong.push(format!("{speaker:?} has an account of its own: {outcome:?}, not {all:?}"));
        }
    }
    wrong.extend(replayed(words, &standards, &fared, &speakers));
    wrong
}

/// Whose accounts these are; nobody's own where they are everybody's.
fn whose(account: &AccountFared, speakers: &BTreeSet<Speaker>) -> Vec<Option<Speaker>> {
    let own = |of: &&Speaker| {
        account.voices.contains(&voice(**of)) || account.alike.contains(&voice(**of))
    };
    let own: Vec<Option<Speaker>> = speakers.iter().filter(own).map(|of| Some(*of)).collect();
    if own.is_empty() { vec![None] } else { own }
}

/// Only the words by which claims are told.
fn only(words: &[(usize, Word)], named: &BTreeSet<ClaimId>) -> Vec<(usize, Word)> {
    let words = words.iter().filter(|(place, word)| named.contains(&claim_of(word, *place).id));
    words.cloned().collect()
}

/// A finding comes again from the claims it names, each account from its own, and none of these can be left out without a
/// trace.
fn replayed(
    words: &[(usize, Word)],
    standards: &Standards,
    fared: &StandardFared,
    speakers: &BTreeSet<Speaker>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let by = |one: &AccountFared| -> BTreeSet<ClaimId> {
        one.claims.iter().chain(&one.judgements).copied().collect()
    };
    let named: BTreeSet<ClaimId> = fared.accounts.iter().flat_map(by).collect();
    let kept = only(words, &named);
    let again = found(&kept, standards);
    let told = |one: &StandardFared| -> BTreeSet<_> {
        let voices = |one: &AccountFared| one.voices.iter().copied().collect::<BTreeSet<_>>();
        one.accounts.iter().map(|one| (voices(one), one.fared, missing(one))).collect()
    };
    let claims = |one: &StandardFared| -> BTreeSet<ClaimId> {
        one.accounts.iter().flat_map(|one| one.claims.iter().copied()).collect()
    };
    if told(&again) != told(fared) {
        wrong.push(format!(
            "from its own claims alone it is {:?}, not {:?}",
            told(&again),
            told(fared)
        ));
    }
    for account in fared.accounts.iter().filter(|_| fared.accounts.len() > 1) {
        let alone = found(&only(words, &by(account)), standards);
        let mut depends = BTreeSet::new();
        for speaker in whose(account, speakers) {
            let own = alone.accounts.iter().find(|one| whose(one, speakers).contains(&speaker));
            // Where nobody is heard, everybody's account is told.
            let own =
                own.or_else(|| alone.accounts.iter().find(|one| whose(one, speakers) == [None]));
            let Some(own) = own else {
                // Where others are, it is open, and not told.
                if truth(account).is_some() {
                    wrong.push(format!("from the claims of {speaker:?} alone it is open"));
                }
                continue;
            };
            if truth(own) != truth(account) {
                wrong.push(format!(
                    "from the claims of {speaker:?} alone it is {:?}, not {:?}",
                    own.fared, account.fared
                ));
            }
            // Who comes out alike there is told together.
            if whose(own, speakers).len() == 1 {
                depends.extend(missing(own));
            }
        }
        if !depends.is_subset(&missing(account)) {
            wrong.push(format!("from its claims alone {account:?} lacks {depends:?}"));
        }
    }
    for (left_out, _) in &kept {
        let fewer: Vec<(usize, Word)> =
            kept.iter().filter(|(place, _)| place != left_out).cloned().collect();
        let less = found(&fewer, standards);
        if let ([one], [other]) = (fared.accounts.as_slice(), less.accounts.as_slice()) {
            let opposite = truth(one).is_some() && truth(other) == truth(one).map(|truth| !truth);
            if opposite {
                wrong.push(format!("without word {left_out} it is the contrary"));
            }
        }
        // Where several accounts were told together, one of them may do for the rest.
        if less.accounts == again.accounts && claims(&again) == claims(fared) {
            wrong.push(format!("without word {left_out} nothing changes"));
        }
    }
    wrong
}

/// What was tried.
#[derive(Debug, Default)]
struct Told {
    too_many: u64,
    exact: u64,
    differ: u64,
    fared: BTreeMap<Fared, u64>,
}

fn shrink(mut words: Vec<(usize, Word)>, condition: &Condition) -> Vec<(usize, Word)> {
    loop {
        let smaller = (0..words.len()).map(|place| {
            let mut fewer = words.clone();
            fewer.remove(place);
            fewer
        });
        match smaller
            .into_iter()
            .find(|fewer| !differences(fewer, condition, &mut Told::default()).is_empty())
        {
            Some(fewer) => words = fewer,
            None => return words,
        }
    }
}

#[test]
fn findings_are_what_every_world_says() {
    let (cases, first) = (number("ONUS_ORACLE_CASES", 400), number("ONUS_ORACLE_SEED", 1));
    let mut told = Told::default();
    let mut failures = Vec::new();
    for seed in first..first + cases {
        let mut random = Random::new(seed);
        let condition = random_condition(&mut random, 2, 0);
        let mut asked = Vec::new();
        condition.asked(&mut asked);
        let of: Vec<&'static str> =
            asked.iter().map(|name| if *name == "linked" { "link" } else { *name }).collect();
        let words = random_words(&mut random, &of);
        let wrong = differences(&words, &condition, &mut told);
        if !wrong.is_empty() {
            let words = shrink(words, &condition);
            let wrong = differences(&words, &condition, &mut Told::default());
            let said: Vec<String> =
                words.iter().map(|(place, word)| format!("{place} {word:?}")).collect();
            failures.push(format!(
                "seed {seed}: {}\n{}\n{}",
                condition.text(),
                said.join("\n"),
                wrong.join("\n")
            ));
            if failures.len() >= 5 {
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    println!("{told:?}");
    if cases >= 400 {
        for fared in [Fared::Met, Fared::NotMet, Fared::Possible, Fared::CannotBeJudged] {
            assert!(told.fared.get(&fared).is_some_and(|count| *count > 10), "{told:?}");
        }
        assert!(
            told.differ > 10 && told.exact > cases / 4 && told.too_many < cases / 2,
            "{told:?}"
        );
    }
}
