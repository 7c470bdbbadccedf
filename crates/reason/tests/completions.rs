//! Conditions on random small cases, against every completion of what is claimed.
//!
//! Made from `docs/design/conditions.md` alone, and by plain enumeration: what the voices of a small case say is read
//! as exact states of the world, the condition is asked in each of them in two-valued logic, and what the program answers must
//! be so in all of them, on each account, and be an answer wherever they agree; and it must name what is missing, neither more
//! nor less.
//!
//! `ONUS_ORACLE_CASES` says how many cases; `ONUS_ORACLE_SEED` which one to begin with.

#[path = "completions/account.rs"]
mod account;
#[path = "completions/case.rs"]
mod case;
#[path = "completions/condition.rs"]
mod condition;
#[path = "../../model/tests/oracle/random.rs"]
mod random;
#[path = "completions/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};

use account::{Input, Words};
use case::{PROPERTIES, RECORDS, Said, TEST_SCHEMA, VOICES};
use condition::{Maker, Reads, Test};
use onus_case::Loaded;
use onus_model::corpus::Voice;
use onus_model::view::View;
use onus_reason::{AccountFared, Fared, Standards, Truth, finding};
use random::Random;
use world::{Run, Runs, input_of, runs};

/// The most completions of a case that are gone through; what has more is left out.
const MOST: usize = 1_000;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// A standard with this condition.
fn standard(parts: &[Test]) -> Standards {
    let written: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Test::Or(_) => format!("({})", part.written()),
            _ => part.written(),
        })
        .collect();
    let labels = "[[part]]\nen = \"a part\"\n".repeat(parts.len());
    let text = format!(
        "id = \"asked\"\nlabel = {{ en = \"l\" }}\ninstrument = {{ en = \"l\" }}\n\
         paragraph = {{ en = \"l\" }}\nconfidence = \"H\"\nadopted = \"2001\"\nforce = \"guidance\"\n\
         of = \"thing\"\nfacts = []\nstates = []\nwhen = '''\n{}\n'''\nmet = {{ en = \"l\" }}\n\
         caveat = {{ en = \"l\" }}\n{labels}",
        written.join("\n&& ")
    );
    let files = [("asked.toml", text.as_str())];
    Standards::default()
        .extended(&TEST_SCHEMA, &files)
        .unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

/// Whether something is so in all of these, in none, or in some.
fn truth(came: impl Iterator<Item = bool>) -> Truth {
    let came: BTreeSet<bool> = came.collect();
    match (came.contains(&true), came.contains(&false)) {
        (true, false) => Truth::True,
        (false, true) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn voice_of(voice: Voice) -> usize {
    match voice {
        Voice::Speaker(record) => {
            (0..3).find(|place| case::voice_id(*place) == record).expect("a voice of the case")
        }
        _ => case::MEMBER,
    }
}

/// The truth that an outcome stands for.
fn meant(fared: Fared) -> Truth {
    match fared {
        Fared::Met => Truth::True,
        Fared::NotMet => Truth::False,
        Fared::Possible | Fared::CannotBeJudged => Truth::Unknown,
    }
}

/// A case and the condition asked of it.
struct Asked {
    claims: Vec<Said>,
    parts: Vec<Test>,
    reads: Reads,
}

impl Asked {
    fn of(seed: u64) -> Option<Self> {
        let mut random = Random::new(seed);
        let again = random.chance(25);
        let depth = random.below(3);
        let test = Maker::new(&mut random, again).test(depth)?;
        let reads = test.reads();
        let asked: BTreeSet<usize> = reads.places.keys().copied().collect();
        let claims = case::claims(&mut random, &asked);
        let parts = match test {
            Test::And(parts) => parts,
            other => vec![other],
        };
        Some(Self { claims, parts, reads })
    }

    fn told(&self) -> String {
        let claims: Vec<String> =
            self.claims.iter().map(|one| format!("  {}", one.told())).collect();
        let parts: Vec<String> = self.parts.iter().map(Test::written).collect();
        format!("  when {}\n{}", parts.join("\n    && "), claims.join("\n"))
    }
}

/// What the completions of an account come to.
struct Account {
    runs: Runs,
}

/// The most completions of which every two are compared.
const MOST_COMPARED: usize = 300;

impl Account {
    fn of(asked: &Asked, words: &Words, voice: Option<usize>) -> Option<Self> {
        Some(Self { runs: runs(words, voice, &asked.parts, MOST)? })
    }

    fn whole(&self) -> Truth {
        truth(self.runs.all.iter().map(Run::whole))
    }

    fn part(&self, part: usize) -> Truth {
        truth(self.runs.all.iter().map(|run| run.parts[part]))
    }

    /// Missing inputs on which the outcome depends: two completions that differ only there come out differently.
    /// Nothing where there are too many to compare.
    fn missing(&self) -> Option<BTreeSet<Input>> {
        let runs = &self.runs;
        if runs.all.len() > MOST_COMPARED {
            return None;
        }
        let mut decisive = BTreeSet::new();
        for first in runs.all.iter().filter(|run| run.whole()) {
            for second in runs.all.iter().filter(|run| !run.whole()) {
                let differ = first.states.iter().filter(|(key, state)| {
                    second.states.get(key).is_some_and(|other| other != *state)
                });
                let mut differ = differ.map(|(key, _)| input_of(*key));
                if let Some(input) = differ.next()
                    && differ.all(|other| other == input)
                {
                    decisive.insert(input);
                }
            }
        }
        // What would bound a missing value is missing with it.
        let bounds = runs.bounds.iter().filter(|(of, _)| decisive.contains(of)).map(|(_, by)| *by);
        let bounds: Vec<Input> = bounds.collect();
        decisive.extend(bounds);
        decisive.retain(|input| runs.missing.contains(input));
        Some(decisive)
    }
}

fn named(input: Input) -> String {
    let record = RECORDS.get(input.0).map_or("another", |record| record.0);
    format!("{record}.{}", PROPERTIES.get(input.1).map_or("?", |property| property.id))
}

fn missing(account: &AccountFared) -> BTreeSet<String> {
    let of = |record| (0..RECORDS.len()).find(|place| case::record_id(*place) == record);
    let inputs = account.missing.iter().map(|input| {
        let record = of(input.record).map_or("another", |place| RECORDS[place].0);
        format!("{record}.{}", input.property)
    });
    inputs.collect()
}

/// What a case shows.
enum Shown {
    Agreed { definite: usize, accounts: usize, missing: usize },
    TooMany,
}

fn judge(asked: &Asked) -> Result<Shown, String> {
    let built = case::build(&asked.claims);
    let loaded = Loaded::all(&built).unwrap_or_else(|error| panic!("{error}"));
    let look = loaded.look(View::default());
    let standards = standard(&asked.parts);
    let found = finding(&look, &standards, "asked", case::record_id(0))
        .map_err(|error| error.to_string())?;
    let accounts = &found.entries[0].accounts;

    let words = Words::of(&asked.claims);
    let mut expected: BTreeMap<Option<usize>, Account> = BTreeMap::new();
    let speakers: BTreeSet<usize> = asked.claims.iter().map(|one| one.voice).collect();
    for voice in speakers.into_iter().map(Some).chain([None]) {
        match Account::of(asked, &words, voice) {
            Some(account) => expected.insert(voice, account),
            None => return Ok(Shown::TooMany),
        };
    }
    let exact = asked.reads.is_once();

    let mut problems = Vec::new();
    let (mut definite, mut named_missing) = (0, 0);
    let mut heard: BTreeSet<Option<usize>> = BTreeSet::new();
    for account in accounts {
        let own = account.voices.iter().chain(&account.alike);
        let mut voices: Vec<Option<usize>> = own.map(|voice| Some(voice_of(*voice))).collect();
        if voices.is_empty() {
            voices.push(None);
        }
        let mut wanted: Option<BTreeSet<String>> = Some(BTreeSet::new());
        for voice in &voices {
            heard.insert(*voice);
            let name = voice.map_or("everybody", |voice| VOICES[voice]);
            let Some(ours) = expected.get(voice) else {
                problems.push(format!("{name} is told apart and says nothing"));
                continue;
            };
            let mut one = |what: &str, theirs: Truth, ours: Truth| {
                definite += usize::from(theirs != Truth::Unknown);
                if theirs != Truth::Unknown && ours != theirs {
                    problems.push(format!(
                        "UNSOUND {what} on the account of {name}: {theirs:?}, completions {ours:?}"
                    ));
                }
                if theirs == Truth::Unknown && exact && ours != Truth::Unknown {
                    problems.push(format!(
                        "INEXACT {what} on the account of {name}: unknown, completions {ours:?}"
                    ));
                }
            };
            one("whole", meant(account.fared), ours.whole());
            for (place, part) in account.parts.iter().enumerate() {
                one(&format!("part {place}"), part.truth, ours.part(place));
            }
            wanted = wanted.zip(ours.missing()).map(|(mut wanted, own)| {
                wanted.extend(own.into_iter().map(named));
                wanted
            });
        }
        if let (true, Some(wanted)) = (exact, wanted) {
            let theirs = missing(account);
            named_missing += theirs.len();
            if theirs != wanted {
                problems.push(format!("MISSING {theirs:?}, completions {wanted:?}"));
            }
        }
    }
    // Who is not heard has no account but everybody's.
    let all = &expected[&None];
    for (voice, ours) in expected.iter().filter(|(voice, _)| !heard.contains(*voice)) {
        let same = ours.whole() == all.whole()
            && ours.missing().zip(all.missing()).is_none_or(|(own, all)| own == all);
        if let (true, false, Some(speaker)) = (exact, same, voice) {
            problems.push(format!(
                "ACCOUNT of {} is not told: {:?}, everybody's {:?}",
                VOICES[*speaker],
                ours.whole(),
                all.whole()
            ));
        }
    }
    if problems.is_empty() {
        return Ok(Shown::Agreed { definite, accounts: accounts.len(), missing: named_missing });
    }
    Err(problems.join("\n"))
}

#[test]
fn what_is_answered_is_so_in_every_completion() {
    let first = number("ONUS_ORACLE_SEED", 1);
    let cases = number("ONUS_ORACLE_CASES", 300);
    let (mut agreed, mut many, mut definite, mut accounts, mut missing) = (0, 0, 0, 0, 0);
    let mut wrong = Vec::new();
    for seed in first..first + cases {
        let Some(asked) = Asked::of(seed) else { continue };
        match judge(&asked) {
            Ok(Shown::TooMany) => many += 1,
            Ok(Shown::Agreed { definite: some, accounts: told, missing: named }) => {
                agreed += 1;
                definite += some;
                accounts += usize::from(told > 1);
                missing += named;
            }
            Err(problem) => {
                let told = format!("seed {seed}\n{problem}\n{}\n", asked.told());
                println!("{told}");
                wrong.push(told);
            }
        }
    }
    println!(
        "{agreed} cases agreed, {definite} definite outcomes of wholes and parts, {accounts} with several \
         accounts, {missing} missing inputs named; {many} had too many completions"
    );
    assert!(wrong.is_empty(), "{} disagree\n{}", wrong.len(), wrong.join("\n"));
    assert!(agreed > 0, "nothing was compared");
}
