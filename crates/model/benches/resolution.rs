//! How fast values compare and properties resolve.
//!
//! `cargo bench -p onus-model`. The claims of one property come from twenty speakers with figures, dates
//! and relays as they are found in practice: many repeat one another, some revise, some deny.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use onus_model::Level;
use onus_model::claim::{Claim, Origin, Relay, Rendering, Scope, Speaker, Stance};
use onus_model::corpus::{Corpus, Records};
use onus_model::id::{ClaimId, RecordId, TypeId};
use onus_model::schema::Schema;
use onus_model::value::{ByName, Comparison, Kind, Value};

static SCHEMA: LazyLock<Schema> =
    LazyLock::new(|| Schema::standard().unwrap_or_else(|errors| panic!("{errors}")));

fn main() {
    divan::main();
}

fn record(number: u64) -> RecordId {
    RecordId::from_bytes(u128::from(number).to_be_bytes())
}

fn values(kind: Kind) -> Vec<Value> {
    (0..64_u64)
        .map(|n| {
            let text = match kind {
                Kind::Count if n % 3 == 0 => format!(">={}", 10 + n % 9),
                Kind::Count => (10 + n % 9).to_string(),
                Kind::Date if n % 3 == 0 => format!("2011-{:02}", 1 + n % 12),
                Kind::Date => format!("2011-{:02}-{:02}", 1 + n % 12, 1 + n % 28),
                Kind::Duration if n % 2 == 0 => format!("<{} years", 1 + n % 7),
                _ => format!("{} days", 1 + n % 900),
            };
            Value::parse(kind, &text).unwrap_or_else(|error| panic!("{error}"))
        })
        .collect()
}

/// 4 096 comparisons a run.
#[divan::bench(args = [Kind::Count, Kind::Date, Kind::Duration])]
fn compare(bencher: divan::Bencher<'_, '_>, kind: Kind) {
    let values = values(kind);
    bencher.counter(divan::counter::ItemsCount::new(64_u32 * 64)).bench_local(|| {
        let mut certain = 0_u32;
        for first in &values {
            for second in &values {
                certain += u32::from(first.compare(second, &ByName) != Comparison::CannotTell);
            }
        }
        certain
    });
}

fn claims(number: u64) -> Vec<Claim> {
    (0..number)
        .map(|n| {
            let mut id = [0; 32];
            id[..8].copy_from_slice(&(n + 1).to_be_bytes());
            let figure = match n % 5 {
                0 => format!(">={}", 10 + n % 7),
                1 => format!("{}..{}", 10 + n % 7, 20 + n % 7),
                _ => (10 + n % 11).to_string(),
            };
            let relay = Relay { by: record(50 + n % 9), rendering: Rendering::Unknown };
            Claim {
                id: ClaimId::from_bytes(id),
                record: record(1),
                property: "figure".parse().expect("a name"),
                value: Value::parse(Kind::Count, &figure).expect("a count"),
                wording: None,
                scope: Scope::default(),
                origin: Origin::of(Speaker::Record(record(10 + n % 20))),
                via: if n % 2 == 0 { vec![relay] } else { Vec::new() },
                source: Some(record(100 + n % 300)),
                passage: None,
                said: format!("2012-{:02}-{:02}", 1 + n % 12, 1 + n % 28).parse().ok(),
                held: None,
                stance: if n % 17 == 0 { Stance::Denies } else { Stance::Asserts },
                rests_on: None,
                level: Level::Team,
            }
        })
        .collect()
}

fn records() -> Records {
    let kind = |name: &str| name.parse::<TypeId>().expect("a type");
    let mut records = BTreeMap::from([(record(1), kind("tally"))]);
    records.extend((10..70).map(|n| (record(n), kind("organization"))));
    records.extend((100..400).map(|n| (record(n), kind("source"))));
    records
}

#[divan::bench(args = [10, 100, 10_000])]
fn resolve(bencher: divan::Bencher<'_, '_>, number: u64) {
    let (records, claims) = (records(), claims(number));
    let corpus = Corpus::of_claims(&SCHEMA, &records, &claims);
    bencher
        .counter(divan::counter::ItemsCount::new(number))
        .bench_local(|| corpus.resolve(record(1), "figure"));
}

#[divan::bench(args = [10, 100, 10_000])]
fn explain(bencher: divan::Bencher<'_, '_>, number: u64) {
    let (records, claims) = (records(), claims(number));
    let corpus = Corpus::of_claims(&SCHEMA, &records, &claims);
    let resolved = corpus.resolve(record(1), "figure");
    bencher.bench_local(|| corpus.explain(&resolved[0]));
}

#[divan::bench(args = [10_000, 100_000])]
fn index(bencher: divan::Bencher<'_, '_>, number: u64) {
    let records = records();
    let mut claims = claims(number);
    for (place, claim) in claims.iter_mut().enumerate() {
        claim.record = record(1_000 + place as u64 / 20);
    }
    bencher
        .counter(divan::counter::ItemsCount::new(number))
        .bench_local(|| Corpus::of_claims(&SCHEMA, &records, &claims).claims().count());
}
