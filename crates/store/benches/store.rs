//! How fast cases are written and read.
//!
//! Figures to reach on a laptop: 15,000 claims a second appended with all that is derived from them, 50
//! milliseconds to open and read the first record, 2 milliseconds for a record of twenty claims,
//! a second for the skeleton of a million.

#![allow(clippy::unwrap_used, reason = "a bench stops where something is not as expected")]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use onus_model::Level;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_store::{
    Bounds, CaseFolder, ClaimRow, Clause, CommitId, Created, DeviceId, DocumentId, KeyCost, LeafId,
    LeafRow, MemoryStore, NewCommit, OpenOptions, Opening, OsEntropy, Passphrase, RecordRow,
    SpeakerKey, SqliteStore, Store, TextQuery, Tokens,
};
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// Claims in one commit.
const COMMIT: u32 = 500;
/// Claims about one record.
const RECORD: u32 = 20;

/// Bytes that look random and are the same every time: ids scatter over an index as hashes do.
fn scattered<const N: usize>(tag: u64, number: u32) -> [u8; N] {
    let mut state = tag << 32 | u64::from(number);
    let mut bytes = [0; N];
    for chunk in bytes.chunks_mut(8) {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
    }
    bytes
}

fn record(number: u32) -> RecordId {
    RecordId::from_bytes(scattered(1, number))
}

fn claim(number: u32, properties: &[PropertyId]) -> ClaimRow {
    ClaimRow {
        seq: number.into(),
        id: ClaimId::from_bytes(scattered(2, number)),
        record: record(number / RECORD),
        property: properties[number as usize % properties.len()].clone(),
        level: Level::ALL[number as usize % 5],
        source: Some(record(1_000_000 + number % 5_000)),
        origin: SpeakerKey::Record(record(2_000_000 + number % 2_000)),
        retracted: false,
        bounds: Bounds { low: Some(15_000), high: Some(15_001) },
        body: vec![number as u8; 200],
    }
}

/// Appends claims from one number to another with their leaves and texts, in one transaction.
fn append(store: &mut dyn Store, from: u32, to: u32) {
    let properties: Vec<PropertyId> =
        ["name", "born", "died", "held-in", "killed"].map(|word| word.parse().unwrap()).to_vec();
    let words = ["police", "square", "town", "oil", "strike", "жаңаөзен", "алаң", "полиция"];
    let mut transaction = store.begin().unwrap();
    for first in (from..to).step_by(COMMIT as usize) {
        let id = CommitId::from_bytes(scattered(3, first));
        let parents = if first == 0 {
            vec![]
        } else {
            vec![CommitId::from_bytes(scattered(3, first - COMMIT))]
        };
        let commit = NewCommit {
            id,
            header: vec![1; 300],
            signature: vec![2; 64],
            device: DeviceId::from_bytes([3; 32]),
            seq: u64::from(first / COMMIT),
            height: u64::from(first / COMMIT),
            parents,
        };
        let leaf = |index| LeafRow {
            commit: id,
            index,
            id: LeafId::from_bytes(scattered(2, first + index)),
            level: Some(Level::Team),
            opening: Some(Opening {
                salt: scattered::<16>(4, first + index).to_vec(),
                content: vec![b'x'; 400],
            }),
        };
        let leaves: Vec<LeafRow> = (0..COMMIT.min(to - first)).map(leaf).collect();
        transaction.append(&commit, &leaves).unwrap();
    }
    for number in from..to {
        if number % RECORD == 0 {
            let row = RecordRow {
                id: record(number / RECORD),
                kind: "person".parse().unwrap(),
                handle: Some(format!("person-{number}")),
            };
            transaction.put_record(&row).unwrap();
        }
        let row = claim(number, &properties);
        transaction.put_claim(&row).unwrap();
        let text = (0..12).map(|at| words[(number as usize * 7 + at * at) % words.len()]);
        let document = DocumentId::from_bytes(*row.id.as_bytes());
        transaction.index_text(document, row.level, &Tokens::from_words(text)).unwrap();
    }
    transaction.commit().unwrap();
}

fn create(path: &Path) -> Created {
    let passphrase = Passphrase::new("words").unwrap();
    let path = path.join("CASE.onus");
    CaseFolder::create(&path, &passphrase, KeyCost::CHEAP, &mut OsEntropy).unwrap()
}

fn open(case: &Created) -> SqliteStore {
    let key = case.unlocked.data_key();
    SqliteStore::open(&case.folder, key, OpenOptions::default()).unwrap()
}

/// A case of so many claims, kept as long as the bench runs.
fn filled(claims: u32) -> (TempDir, Created) {
    let temporary = TempDir::new().unwrap();
    let case = create(temporary.path());
    let mut store = open(&case);
    for from in (0..claims).step_by(50_000) {
        append(&mut store, from, claims.min(from + 50_000));
    }
    (temporary, case)
}

const MANY: u32 = 200_000;

#[divan::bench(sample_count = 5, sample_size = 1, args = [20_000, 50_000])]
fn append_to_sqlite(bencher: Bencher, claims: u32) {
    bencher
        .counter(ItemsCount::new(claims))
        .with_inputs(|| {
            let temporary = TempDir::new().unwrap();
            let case = create(temporary.path());
            let store = open(&case);
            (temporary, store)
        })
        .bench_local_refs(|(_, store)| append(store, 0, claims));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn append_to_a_large_case(bencher: Bencher) {
    let (_temporary, case) = filled(MANY);
    let mut store = open(&case);
    let mut from = MANY;
    bencher.counter(ItemsCount::new(20_000_u32)).bench_local(|| {
        append(&mut store, from, from + 20_000);
        from += 20_000;
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn append_to_memory(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(20_000_u32))
        .with_inputs(MemoryStore::new)
        .bench_local_refs(|store| append(store, 0, 20_000));
}

#[divan::bench(sample_count = 20)]
fn open_and_read_the_first_record(bencher: Bencher) {
    let (_temporary, case) = filled(MANY);
    bencher.bench_local(|| {
        let store = open(&case);
        black_box(store.reader().claims_about(record(4321)).unwrap())
    });
}

#[divan::bench(sample_count = 100)]
fn a_record_of_twenty_claims(bencher: Bencher) {
    let (_temporary, case) = filled(MANY);
    let store = open(&case);
    let mut number = 0;
    bencher.bench_local(|| {
        number = (number + 7919) % (MANY / RECORD);
        let claims = store.reader().claims_about(record(number)).unwrap();
        assert_eq!(claims.len(), RECORD as usize);
        claims
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn the_whole_skeleton(bencher: Bencher) {
    let (_temporary, case) = filled(MANY);
    bencher.counter(ItemsCount::new(MANY)).with_inputs(|| open(&case)).bench_local_refs(|store| {
        let mut rows = Vec::with_capacity(MANY as usize);
        let visit = &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        };
        store.reader().each_skeleton(visit).unwrap();
        assert_eq!(rows.len(), MANY as usize);
        rows
    });
}

#[divan::bench(sample_count = 5, sample_size = 1, args = ["жаңаөзен", "nowhere"])]
fn search(bencher: Bencher, word: &str) {
    let (_temporary, case) = filled(20_000);
    let store = open(&case);
    let clauses = vec![Clause::word(word), Clause::prefix("poli")];
    let query = TextQuery::new(clauses, Level::Team, 20);
    bencher.bench_local(|| store.reader().search(&query).unwrap());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn unlock_on_a_laptop(bencher: Bencher) {
    let temporary = TempDir::new().unwrap();
    let passphrase = Passphrase::new("words").unwrap();
    let path = temporary.path().join("CASE.onus");
    let case = CaseFolder::create(&path, &passphrase, KeyCost::LAPTOP, &mut OsEntropy).unwrap();
    bencher.bench_local(|| case.folder.unlock(&passphrase, None).unwrap());
}
