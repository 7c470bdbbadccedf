//! Measures indexing and searching; see the README beside it.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement run by hand")]

mod corpus;

use std::time::{Duration, Instant};

use corpus::{Dice, Tongue, passage, questions, tongues};
use onus_case::{Case, Making, NewPassage, NewText, Now, OpenCase, Search};
use onus_model::Level;
use onus_model::id::RecordId;
use onus_model::value::date::{Day, DayBounds};
use onus_store::{
    CaseFolder, DeviceHome, KeyCost, OpenOptions, OsEntropy, Passphrase, SqliteStore,
};

/// Passages to a page, pages to a text, texts to a transaction.
const PAGE: usize = 3;
const TEXT: usize = 100;
const TOGETHER: usize = 100;

/// The log, as it is published.
const LOG: &str = include_str!("queries.txt");

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("queries") => questions(&tongues()).iter().for_each(|line| println!("{line}")),
        Some("measure") => {
            let passages = arguments.get(1).map_or(1_000_000, |text| text.parse().unwrap());
            measure(passages);
        }
        _ => println!("say queries, or measure [PASSAGES]"),
    }
}

/// A source's text, with the bytes that it holds.
struct Made {
    source: RecordId,
    level: Level,
    days: DayBounds,
    language: &'static str,
    passages: Vec<String>,
}

fn make(tongues: &[Tongue], number: usize) -> Made {
    let mut dice = Dice(number as u64 * 7_919 + 17);
    let tongue = &tongues[[0, 0, 0, 0, 0, 1, 1, 1, 2, 2][number % 10]];
    let level = [Level::Public, Level::Partner, Level::Team, Level::Team][number % 4];
    let mut source = [0; 16];
    source[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let day = Day::from_civil(2000 + (number % 20) as i64, 1 + (number % 12) as u8, 1).unwrap();
    Made {
        source: RecordId::from_bytes(source),
        level,
        days: DayBounds::exact(day),
        language: tongue.tag,
        passages: (0..PAGE * TEXT).map(|_| passage(tongue, &mut dice)).collect(),
    }
}

fn index(case: &mut Case, made: &[Made]) -> Duration {
    let texts: Vec<NewText<'_>> = made
        .iter()
        .map(|made| NewText {
            source: made.source,
            digest: [0; 32],
            level: made.level,
            days: Some(made.days),
            passages: (0_u64..)
                .zip(&made.passages)
                .map(|(at, words)| NewPassage {
                    start: at * 1000,
                    end: at * 1000 + 900,
                    words,
                    language: None,
                })
                .collect(),
        })
        .collect();
    let start = Instant::now();
    case.index_passages(&texts).unwrap();
    start.elapsed()
}

fn bytes(made: &[Made]) -> usize {
    made.iter().flat_map(|made| &made.passages).map(String::len).sum()
}

fn reopen(folder: &std::path::Path, passphrase: &Passphrase) -> Case {
    let folder = CaseFolder::open(folder).unwrap();
    let unlocked = folder.unlock(passphrase, None).unwrap();
    let store = SqliteStore::open(&folder, unlocked.data_key(), OpenOptions::default()).unwrap();
    Case::of(Box::new(store), None).unwrap()
}

fn measure(wanted: usize) {
    let temporary = tempfile::TempDir::new().unwrap();
    let passphrase = Passphrase::new("a measurement run by hand").unwrap();
    let path = temporary.path().join("speed.onus");
    let home = DeviceHome::at(temporary.path().join("home"));
    let making = Making {
        path: &path,
        passphrase: &passphrase,
        cost: KeyCost::CHEAP,
        home: &home,
        member: "Amina",
    };
    let mut entropy = OsEntropy;
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    drop(OpenCase::create(&making, &mut now).unwrap());
    let mut case = reopen(&path, &passphrase);

    let tongues = tongues();
    let texts = wanted.div_ceil(PAGE * TEXT);
    let (mut read, mut spent, mut indexed) = (0, Duration::ZERO, 0);
    for start in (0..texts).step_by(TOGETHER) {
        let made: Vec<Made> =
            (start..texts.min(start + TOGETHER)).map(|number| make(&tongues, number)).collect();
        if start == 0 {
            let kinds: std::collections::BTreeSet<&str> =
                made.iter().map(|made| made.language).collect();
            println!("passages in {kinds:?}");
        }
        let took = index(&mut case, &made);
        read += bytes(&made);
        spent += took;
        indexed += made.len() * PAGE * TEXT;
        if start == 0 {
            let speed = bytes(&made) as f64 / 1e6 / took.as_secs_f64();
            println!(
                "{} pages, {:.1} MB of text, indexed in {:.1} s: {speed:.1} MB/s",
                made.len() * TEXT,
                bytes(&made) as f64 / 1e6,
                took.as_secs_f64()
            );
        }
    }
    println!(
        "{indexed} passages, {:.0} MB of text, indexed in {:.0} s: {:.1} MB/s",
        read as f64 / 1e6,
        spent.as_secs_f64(),
        read as f64 / 1e6 / spent.as_secs_f64()
    );
    drop(case);
    let size = std::fs::metadata(path.join("case.db")).unwrap().len();
    println!("the database has {:.0} MB", size as f64 / 1e6);

    let start = Instant::now();
    let case = reopen(&path, &passphrase);
    println!("opened in {} ms", start.elapsed().as_millis());
    ask(&case, "first pass (just opened)", indexed);
    ask(&case, "second pass", indexed);
}

/// How many passages hold a word, in any of its forms.
fn holds(case: &Case, word: &str) -> u64 {
    let Ok(question) = case.question(word) else { return 0 };
    find(case, &question, 0).0
}

fn find(case: &Case, question: &onus_text::search::Question, limit: usize) -> (u64, Duration) {
    let search =
        Search { question, level: Level::Team, limit, retracted: false, count_to: Some(10_000) };
    let start = Instant::now();
    let found = case.find(&search).unwrap();
    (found.total, start.elapsed())
}

fn ask(case: &Case, what: &str, indexed: usize) {
    let (mut rare, mut common): (Vec<(Duration, &str, u64)>, Vec<_>) = (Vec::new(), Vec::new());
    let mut times = Vec::new();
    for line in LOG.lines() {
        let question = case.question(line).unwrap();
        let (total, took) = find(case, &question, 20);
        times.push((line, total, took));
    }
    for (line, total, took) in times {
        let words = line.split_whitespace().filter(|word| !word.contains(':'));
        let most =
            words.map(|word| holds(case, word.trim_matches('"').trim_start_matches('-'))).max();
        let class = if most.unwrap_or(0) * 100 <= indexed as u64 { &mut rare } else { &mut common };
        class.push((took, line, total));
    }
    println!("{what}");
    for (class, mut times) in [("each word in at most 1 %", rare), ("others", common)] {
        times.sort();
        let at =
            |share: f64| times[((times.len() - 1) as f64 * share) as usize].0.as_secs_f64() * 1e3;
        let empty = times.iter().filter(|one| one.2 == 0).count();
        println!(
            "  {class}: {} questions ({empty} find nothing), median {:.1} ms, p95 {:.1} ms, longest {:.1} ms",
            times.len(),
            at(0.5),
            at(0.95),
            at(1.0)
        );
        for (took, line, total) in times.iter().rev().take(5) {
            println!("    {:.1} ms: {line} ({total})", took.as_secs_f64() * 1e3);
        }
    }
}
