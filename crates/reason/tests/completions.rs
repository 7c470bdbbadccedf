//! Conditions on random small cases, against every completion of what is claimed.
//!
//! Made from `docs/design/conditions.md` alone, and by plain enumeration: what the voices of a small case say is read
//! as exact states of the world, the condition is asked in each of them in two-valued logic, and what the program answers must
//! be so in all of them, on each account. Where the page leaves a completion open, a definite answer must hold in the
//! fewer, and is asked for only where it holds in the more.
//!
//! `ONUS_ORACLE_CASES` says how many cases; `ONUS_ORACLE_SEED` which one to begin with.

#[path = "completions/account.rs"]
mod account;
#[path = "completions/case.rs"]
mod case;
#[path = "completions/condition.rs"]
mod condition;
#[path = "completions/random.rs"]
mod random;
#[path = "completions/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};

use account::{FRESH, Input, Words};
use case::{PROPERTIES, RECORDS, Said, TEST_SCHEMA, VOICES};
use condition::{Maker, Reads, Test};
use onus_case::Loaded;
use onus_model::corpus::Voice;
use onus_model::view::View;
use onus_reason::{AccountFared, Fared, Standards, Truth, finding};
use random::Random;
use world::{Reading, Run, runs};

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
    wide: Vec<Run>,
    narrow: Vec<Run>,
}

impl Account {
    fn of(asked: &Asked, words: &Words, voice: Option<usize>) -> Option<Self> {
        let of = |reading| runs(words, voice, reading, &asked.parts, MOST);
        Some(Self { wide: of(Reading::Wide)?, narrow: of(Reading::Narrow)? })
    }

    fn whole(&self, reading: Reading) -> Truth {
        let runs = if reading == Reading::Wide { &self.wide } else { &self.narrow };
        truth(runs.iter().map(Run::whole))
    }

    fn part(&self, reading: Reading, part: usize) -> Truth {
        let runs = if reading == Reading::Wide { &self.wide } else { &self.narrow };
        truth(runs.iter().map(|run| run.parts[part]))
    }

    fn read(&self) -> BTreeSet<Input> {
        self.narrow.iter().flat_map(|run| run.states.keys().copied()).collect()
    }

    /// Inputs on which the outcome depends: two completions that differ only there come out differently. Nothing
    /// where there are too many to compare.
    fn decisive(&self) -> Option<BTreeSet<Input>> {
        if self.narrow.len() > 150 {
            return None;
        }
        let mut decisive = BTreeSet::new();
        for first in self.narrow.iter().filter(|run| run.whole()) {
            for second in self.narrow.iter().filter(|run| !run.whole()) {
                let mut differ = first.states.iter().filter(|(input, state)| {
                    second.states.get(input).is_some_and(|other| other != *state)
                });
                if let (Some((input, _)), None) = (differ.next(), differ.next()) {
                    decisive.insert(*input);
                }
            }
        }
        Some(decisive)
    }
}

fn named(input: Input) -> String {
    let record = RECORDS.get(input.0).map_or("another", |record| record.0);
    format!("{record}.{}", PROPERTIES.get(input.1).map_or("?", |property| property.id))
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
    // Of the time between two dates nothing is concluded from a denial.
    let denial = asked.claims.iter().any(|one| one.how == case::How::Denies);
    let exact = asked.reads.is_once() && !(asked.reads.between && denial);

    let mut problems = Vec::new();
    let mut told: BTreeMap<Option<usize>, &AccountFared> = BTreeMap::new();
    for account in accounts {
        let voices: Vec<Option<usize>> = match account.voices.as_slice() {
            [] => vec![None],
            voices => voices.iter().map(|voice| Some(voice_of(*voice))).collect(),
        };
        for voice in voices {
            told.insert(voice, account);
        }
    }
    let (mut definite, mut missing) = (0, 0);
    for (voice, account) in &told {
        let name = voice.map_or("everybody", |voice| VOICES[voice]);
        let Some(ours) = expected.get(voice) else {
            problems.push(format!("{name} is told apart and differs from nobody"));
            continue;
        };
        let mut one = |what: &str, theirs: Truth, wide: Truth, narrow: Truth| {
            definite += usize::from(theirs != Truth::Unknown);
            if theirs != Truth::Unknown && narrow != theirs {
                problems.push(format!(
                    "UNSOUND {what} on the account of {name}: {theirs:?}, completions {narrow:?}"
                ));
            }
            if theirs == Truth::Unknown && exact && wide != Truth::Unknown {
                problems.push(format!(
                    "INEXACT {what} on the account of {name}: unknown, completions {wide:?}"
                ));
            }
        };
        one("whole", meant(account.fared), ours.whole(Reading::Wide), ours.whole(Reading::Narrow));
        for (place, part) in account.parts.iter().enumerate() {
            one(
                &format!("part {place}"),
                part.truth,
                ours.part(Reading::Wide, place),
                ours.part(Reading::Narrow, place),
            );
        }
        let one_account = !ours.read().iter().any(|input| words.differ(*input));
        // What is missing for the test of a `none` the evaluator does not name.
        if voice.is_none()
            && one_account
            && exact
            && !asked.reads.in_words
            && let Some(decisive) = ours.decisive().filter(|_| ours.wide.len() == ours.narrow.len())
        {
            let open = |input: &Input| {
                words.on(*input).is_none_or(|voices| {
                    PROPERTIES[input.1].list
                        || voices.values().all(|word| word.stated.is_empty())
                            && voices.values().any(|word| !word.says_none)
                })
            };
            let wanted: BTreeSet<String> = decisive
                .into_iter()
                .filter(|input| input.0 < FRESH && open(input))
                .filter(|input| input.0 == 0 || words.is_claimed(input.0))
                .map(named)
                .collect();
            let theirs: BTreeSet<String> = account
                .missing
                .iter()
                .map(|input| {
                    let record =
                        (0..RECORDS.len()).find(|place| case::record_id(*place) == input.record);
                    format!(
                        "{}.{}",
                        record.map_or("another", |place| RECORDS[place].0),
                        input.property
                    )
                })
                .collect();
            missing += theirs.len();
            if theirs != wanted {
                problems.push(format!("MISSING {theirs:?}, completions {wanted:?}"));
            }
        }
    }
    let outcomes: BTreeSet<Truth> = told.values().map(|account| meant(account.fared)).collect();
    for (voice, ours) in &expected {
        let Some(speaker) = voice else { continue };
        let looked_at = ours.read();
        let speaks = looked_at.iter().any(|input| {
            words.differ(*input) && words.on(*input).is_some_and(|on| on.contains_key(speaker))
        });
        let (wide, narrow) = (ours.whole(Reading::Wide), ours.whole(Reading::Narrow));
        if exact
            && speaks
            && !told.contains_key(voice)
            && wide == narrow
            && !outcomes.contains(&wide)
        {
            problems.push(format!(
                "ACCOUNT of {} is not told: {wide:?}, told {outcomes:?}",
                VOICES[*speaker]
            ));
        }
    }
    if problems.is_empty() {
        return Ok(Shown::Agreed { definite, accounts: told.len(), missing });
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
