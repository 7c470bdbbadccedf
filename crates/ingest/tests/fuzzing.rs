//! Files changed at random: whatever comes in, a reader answers and does not panic.
//!
//! Every parser begins with whole files of its kind (`tests/corpus`), changes them as bits rot and as attackers
//! try, and goes on for a second, or for as many seconds as `ONUS_FUZZ_SECONDS` says. What makes a parser fail is
//! written down for the corpus. Changes are made from a fixed seed, so that a run can be run again.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not marked as tests")]

use std::io::Cursor;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use onus_ingest::documents::quote::{Found, Haystack};
use onus_ingest::documents::{Limits, read};

/// Numbers from a seed (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

fn seconds() -> Duration {
    let stated = std::env::var("ONUS_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(stated.unwrap_or(1))
}

fn corpus(kind: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(kind);
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Values at which lengths and counts go wrong.
const EDGES: [u64; 12] = [
    0,
    1,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    0xffff_ffff_ffff_ffff,
];

fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    let at = numbers.below(bytes.len());
    // Headers are where formats are decided: half of the changes are near the beginning.
    let at = if numbers.below(2) == 0 { at % 64 } else { at }.min(bytes.len().saturating_sub(1));
    let length = 1 + numbers.below(32);
    let end = (at + length).min(bytes.len());
    match numbers.below(9) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << numbers.below(8);
            }
        }
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = numbers.next() as u8;
            }
        }
        3 => {
            bytes.drain(at..end);
        }
        4 => {
            let piece = bytes[at..end].to_vec();
            let to = numbers.below(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
        5 => {
            let value = EDGES[numbers.below(EDGES.len())];
            let width = 1 << numbers.below(4);
            let little = numbers.below(2) == 0;
            let big = value.to_be_bytes();
            for index in 0..width {
                if let Some(byte) = bytes.get_mut(at + index) {
                    *byte =
                        if little { value.to_le_bytes()[index] } else { big[8 - width + index] };
                }
            }
        }
        6 => bytes.truncate(at.max(1)),
        7 => {
            let from = numbers.below(other.len());
            let to = (from + length).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        _ => {
            let many = numbers.below(64);
            let piece = bytes[at..end].repeat(many);
            bytes.splice(at..at, piece);
        }
    }
    bytes.truncate(1 << 20);
}

fn fuzz(kind: &str) {
    let seeds = corpus(kind);
    assert!(!seeds.is_empty());
    let limits = Limits { memory: 64 << 20, output: 8 << 20, parts: 5000, ..Limits::default() };
    let attempt = |name: &str, bytes: &[u8]| {
        let read = catch_unwind(|| read(&mut Cursor::new(bytes), name, &limits).is_ok());
        read.unwrap_or_else(|_| {
            let path = std::env::temp_dir().join(format!("onus-fuzz-{kind}-{name}"));
            std::fs::write(&path, bytes).unwrap();
            panic!("{name}: a reader panicked; its input is {}", path.display());
        })
    };
    for (name, bytes) in &seeds {
        attempt(name, bytes);
    }
    let end = Instant::now() + seconds();
    let mut numbers = Numbers(7);
    let (mut count, mut whole) = (0_u64, 0_u64);
    while Instant::now() < end {
        let (name, seed) = &seeds[numbers.below(seeds.len())];
        let (_, other) = &seeds[numbers.below(seeds.len())];
        let mut bytes = seed.clone();
        for _ in 0..1 + numbers.below(6) {
            if bytes.is_empty() {
                break;
            }
            change(&mut bytes, other, &mut numbers);
        }
        whole += u64::from(attempt(name, &bytes));
        count += 1;
    }
    println!("{kind}: {count} files, of which {whole} were read");
    assert!(count > 0);
}

/// With room for parsers of trees, as the reading process has it.
fn with_room(kind: &'static str) {
    let worker =
        std::thread::Builder::new().stack_size(64 << 20).spawn(move || fuzz(kind)).unwrap();
    worker.join().unwrap();
}

#[test]
fn recordings() {
    with_room("recording");
}

#[test]
fn pictures() {
    with_room("image");
}

#[test]
fn archives() {
    with_room("archive");
}

#[test]
fn pages() {
    with_room("pdf");
}

#[test]
fn texts() {
    with_room("text");
}

#[test]
fn quotations() {
    let end = Instant::now() + seconds();
    let mut numbers = Numbers(11);
    let letters: Vec<char> = "ab-–’\"' \n\t\u{301}\u{651}\u{ad}ﬁé0«Жا".chars().collect();
    while Instant::now() < end {
        let mut make = |most: usize| -> String {
            (0..numbers.below(most)).map(|_| letters[numbers.below(letters.len())]).collect()
        };
        let (text, quote) = (make(60), make(8));
        let haystack = Haystack::new(&text);
        let length = text.chars().count() as u64;
        let places = match haystack.find(&quote) {
            Found::Once(range) => vec![range],
            Found::Several(ranges) => ranges,
            Found::Nowhere(near) => near.into_iter().map(|near| near.range).collect(),
            Found::Empty => Vec::new(),
        };
        for range in places {
            assert!(range.start < range.end && range.end <= length, "{text:?} {quote:?} {range:?}");
        }
    }
}
