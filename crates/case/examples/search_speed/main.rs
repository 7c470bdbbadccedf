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

/// How long this thread has run, where the system says so: on a machine that does other work besides, the clock
/// on the wall says more about that.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Time on the wall and on the processor.
#[derive(Clone, Copy, Default)]
struct Took {
    wall: Duration,
    processor: Duration,
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (start, before) = (Instant::now(), on_processor());
    let done = work();
    let wall = start.elapsed();
    let processor = on_processor().zip(before).map_or(wall, |(after, before)| after - before);
    (done, Took { wall, processor })
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

fn index(case: &mut Case, made: &[Made]) -> Took {
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
    timed(|| case.index_passages(&texts).unwrap()).1
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
    let (mut read, mut spent, mut indexed) = (0, Took::default(), 0);
    for start in (0..texts).step_by(TOGETHER) {
        let made: Vec<Made> =
            (start..texts.min(start + TOGETHER)).map(|number| make(&tongues, number)).collect();
        // The first ten thousand pages are somebody's folder: one level for all of it.
        let level =
            |made: Made| if start == 0 { Made { level: Level::Team, ..made } } else { made };
        let made: Vec<Made> = made.into_iter().map(level).collect();
        if start == 0 {
            let kinds: std::collections::BTreeSet<&str> =
                made.iter().map(|made| made.language).collect();
            println!("passages in {kinds:?}");
        }
        if start == 0 {
            let (_, took) = timed(|| {
                let mut analyser = onus_text::search::Analyser::new();
                made.iter()
                    .flat_map(|made| &made.passages)
                    .map(|words| analyser.analyse(words, None).0.len())
                    .sum::<usize>()
            });
            told("only words and their forms", bytes(&made), took);
        }
        let took = index(&mut case, &made);
        read += bytes(&made);
        spent.wall += took.wall;
        spent.processor += took.processor;
        indexed += made.len() * PAGE * TEXT;
        if start == 0 {
            told(&format!("{} pages", made.len() * TEXT), bytes(&made), took);
        }
    }
    told(&format!("{indexed} passages"), read, spent);
    drop(case);
    let size = std::fs::metadata(path.join("case.db")).unwrap().len();
    println!("the database has {:.0} MB", size as f64 / 1e6);

    let (case, took) = timed(|| reopen(&path, &passphrase));
    println!("opened in {} ms", took.wall.as_millis());
    ask(&case, "first pass (just opened)", indexed);
    ask(&case, "second pass", indexed);
}

fn told(what: &str, bytes: usize, took: Took) {
    let megabytes = bytes as f64 / 1e6;
    let speed = |took: Duration| megabytes / took.as_secs_f64();
    println!(
        "{what}, {megabytes:.0} MB of text, indexed in {:.1} s, {:.1} s of them on the processor: {:.1} MB/s ({:.1})",
        took.wall.as_secs_f64(),
        took.processor.as_secs_f64(),
        speed(took.wall),
        speed(took.processor)
    );
}

/// How many passages hold a word, in any of its forms.
fn holds(case: &Case, word: &str) -> u64 {
    let Ok(question) = case.question(word) else { return 0 };
    find(case, &question, 0).0
}

fn find(case: &Case, question: &onus_text::search::Question, limit: usize) -> (u64, Took) {
    let search =
        Search { question, level: Level::Team, limit, retracted: false, count_to: Some(10_000) };
    let (found, took) = timed(|| case.find(&search).unwrap());
    (found.total, took)
}

/// A question, how many it finds, and how long that took.
type Asked<'l> = (&'l str, u64, Took);

fn ask(case: &Case, what: &str, indexed: usize) {
    let asked: Vec<Asked<'_>> = LOG
        .lines()
        .map(|line| {
            let question = case.question(line).unwrap();
            let (total, took) = find(case, &question, 20);
            (line, total, took)
        })
        .collect();
    let is_rare = |one: &Asked<'_>| {
        let words = one.0.split_whitespace().filter(|word| !word.contains(':'));
        let bare = words.map(|word| word.trim_matches('"').trim_start_matches('-'));
        bare.map(|word| holds(case, word)).max().unwrap_or(0) * 100 <= indexed as u64
    };
    let (rare, common): (Vec<_>, Vec<_>) = asked.into_iter().partition(is_rare);
    println!("{what}");
    for (class, asked) in [("each word in at most 1 %", rare), ("others", common)] {
        let empty = asked.iter().filter(|one| one.1 == 0).count();
        println!("  {class}: {} questions, {empty} of them find nothing", asked.len());
        let wall: fn(&Took) -> Duration = |took| took.wall;
        let processor: fn(&Took) -> Duration = |took| took.processor;
        for (clock, of) in [("on the wall", wall), ("on the processor", processor)] {
            let mut times: Vec<Duration> = asked.iter().map(|one| of(&one.2)).collect();
            times.sort();
            let at = |share: f64| {
                let place = ((times.len().max(1) - 1) as f64 * share).ceil() as usize;
                times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
            };
            println!(
                "    {clock}: median {:.1} ms, p95 {:.1} ms, longest {:.1} ms",
                at(0.5),
                at(0.95),
                at(1.0)
            );
        }
        let mut slow = asked;
        slow.sort_by_key(|one| std::cmp::Reverse(one.2.processor));
        for (line, total, took) in slow.iter().take(4) {
            println!("      {:.1} ms: {line} ({total})", took.processor.as_secs_f64() * 1e3);
        }
    }
}
