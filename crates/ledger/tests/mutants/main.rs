//! Two verifiers, one page: bundles that were bent, judged by this crate and by `verifier/onus_verify.py`,
//! which was written from `docs/log-format.md` by somebody who had not read this crate.
//!
//! Bundles of bytes flipped at random would all fail at the outermost signature. So most are bent
//! *inside* (a field of a header, a word of an operation, an effect more, a fork) and then named, rooted,
//! linked, signed and sealed again as their devices would have done, so that only the rule they offend
//! against is in the way. Both verifiers have to give the same reason for the same object, and where both
//! take a bundle in, the same account of what is void, retracted, erased and at which level.
//!
//! `ONUS_MUTANTS` says how many (100 without it), `ONUS_MUTANTS_SEED` from which number on.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod bases;
mod build;
mod change;
mod dice;
mod edit;
mod grow;
mod judge;
mod pools;
#[path = "../common/vectors.rs"]
#[allow(dead_code, reason = "shared with other tests, which use more of it")]
mod vectors;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dice::Dice;
use judge::{Other, Verdict};

/// What is around the commits, checkpoints and files of a bundle.
const OUTER: &[&str] = &["bundle", "manifest", "frame", "closing"];

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn both_verifiers_agree_about_mutants() {
    let Some(mut other) = Other::start() else {
        assert!(std::env::var_os("ONUS_TOOLS").is_none(), "python3 with cryptography is needed");
        println!("python3 with the package cryptography is not here: nothing was compared");
        return;
    };
    let (count, seed) = (number("ONUS_MUTANTS", 100), number("ONUS_MUTANTS_SEED", 0));
    let keys = bases::Keys::all();
    let bases = bases::all(&keys);
    let pools = pools::Pools::read();
    let mut histogram: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut inside, mut disagreements) = (0, Vec::new());
    for number in seed..seed + count {
        let mutant = change::mutant(&bases, &keys, &pools, &mut Dice::new(number));
        *kinds.entry(mutant.kind).or_default() += 1;
        let (ours, theirs) = (judge::ours(&mutant), other.judge(&mutant));
        let (outcome, object) = match &ours {
            Verdict::Good(_) => ("taken in".to_owned(), String::new()),
            Verdict::Refused { object, reason, .. } => (reason.clone(), place(object)),
        };
        inside += u64::from(!OUTER.contains(&object.as_str()));
        *histogram.entry((outcome, object)).or_default() += 1;
        if !ours.agrees(&theirs) {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutant-{number}.json"));
            fs::write(&path, mutant.line()).unwrap();
            disagreements.push(format!(
                "{number}, {} ({}): ours {ours:?}, theirs {theirs:?}; {}",
                mutant.kind,
                mutant.base,
                path.display()
            ));
        }
    }
    println!("{count} mutants from {} histories, {inside} past the outer layers", bases.len());
    for (kind, number) in &kinds {
        println!("  {number:>6}  {kind}");
    }
    println!("reasons");
    for ((reason, object), number) in &histogram {
        println!("  {number:>6}  {reason}  {object}");
    }
    assert!(
        disagreements.is_empty(),
        "{} disagree:\n{}",
        disagreements.len(),
        disagreements.join("\n")
    );
    assert!(2 * inside >= count, "{inside} of {count} got past the outer layers");
}

/// An object without its numbers: `commit, leaf` for `commit 3, leaf 0`.
fn place(object: &str) -> String {
    object
        .chars()
        .filter(|character| !character.is_ascii_digit())
        .collect::<String>()
        .replace(' ', "")
}
