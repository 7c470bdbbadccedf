//! How fast commits are made, hashed and verified.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use onus_ledger::operation::{Claim, Meta, Origin, Speaker, Stance, Typed};
use onus_ledger::{
    Commit, Content, Draft, Graph, Level, MemberId, Operation, RecordId, Resident, Salt,
    SigningKey, Time, Word, merkle,
};

fn main() {
    divan::main();
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

fn meta() -> Meta {
    Meta {
        author: MemberId::from_bytes([2; 16]),
        time: Time::from_unix_seconds(1_795_456_800).expect("a time before the year 9999"),
        tool: "bench 0".to_owned(),
    }
}

fn word(text: &str) -> Word {
    Word::new(text).expect("a schema word")
}

fn claim(number: u64) -> Operation {
    let record = |kind: u8| RecordId::from_bytes([kind; 16]);
    Operation::Claim(Box::new(Claim {
        record: record((number % 251) as u8),
        property: word("figure"),
        value: Typed { kind: word("count"), text: format!("{number}..") },
        wording: Some(format!("at least {number}")),
        scope: Vec::new(),
        origin: Origin {
            speaker: Speaker::Record(record(1)),
            on_behalf_of: None,
            basis: Some(word("official")),
            party: None,
            interest: None,
            how: word("stated"),
        },
        via: Vec::new(),
        source: Some(record(2)),
        passage: None,
        said: Some("2013-07-10".to_owned()),
        held: None,
        stance: Stance::Asserts,
        rests_on: None,
        level: Level::Team,
    }))
}

fn salt(number: u64) -> Salt {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Salt::from_bytes(bytes)
}

/// A founded case and `commits` commits of `claims` claims each.
fn log(commits: u64, claims: u64) -> Vec<Commit> {
    let key = key();
    let recovery = SigningKey::from_seed(&[9; 32]).public();
    let mut graph = Graph::new();
    let mut resident = Resident::default();
    let mut made = Vec::new();
    let mut draft =
        Draft::founding(&key, &recovery, [3; 16], &meta(), salt(0)).expect("a founding commit");
    for _ in 0..=commits {
        let commit = draft.sign(&key).expect("a commit");
        take(&mut graph, &mut resident, &commit);
        let place = graph.next(&key.device(), &resident).expect("a place");
        draft = Draft::following(&place, &meta(), salt(0)).expect("a draft");
        for number in 1..=claims {
            draft.push(salt(number), &claim(number)).expect("a claim");
        }
        made.push(commit);
    }
    made
}

fn take(graph: &mut Graph, resident: &mut Resident, commit: &Commit) {
    let accepted = graph.check(commit, resident, None).expect("an accepted commit");
    resident.record(&accepted);
    graph.advance(&accepted, resident).expect("a graph that stands where it did");
}

fn verify(commits: &[Commit]) -> Resident {
    let mut graph = Graph::new();
    let mut resident = Resident::default();
    commits.iter().for_each(|commit| take(&mut graph, &mut resident, commit));
    resident
}

/// Small commits: the signature weighs most.
#[divan::bench(sample_count = 20)]
fn verify_1000_commits_of_one_claim(bencher: Bencher<'_, '_>) {
    let commits = log(1000, 1);
    bencher.counter(ItemsCount::new(1000u64)).bench(|| verify(black_box(&commits)));
}

/// Large commits: hashing and reading the leaves weigh most.
#[divan::bench(sample_count = 20)]
fn verify_20_000_claims_in_two_commits(bencher: Bencher<'_, '_>) {
    let commits = log(2, 10_000);
    let bytes: usize = commits
        .iter()
        .flat_map(|commit| &commit.leaves)
        .filter_map(|slot| slot.leaf())
        .map(|leaf| leaf.content.len())
        .sum();
    bencher
        .counter(ItemsCount::new(20_000u64))
        .counter(BytesCount::new(bytes))
        .bench(|| verify(black_box(&commits)));
}

/// Writing, naming and signing one commit of 10,000 claims.
#[divan::bench(sample_count = 20)]
fn make_a_commit_of_10_000_claims(bencher: Bencher<'_, '_>) {
    let key = key();
    let recovery = SigningKey::from_seed(&[9; 32]).public();
    bencher.counter(ItemsCount::new(10_000u64)).bench(|| {
        let mut draft =
            Draft::founding(&key, &recovery, [3; 16], &meta(), salt(0)).expect("a founding commit");
        for number in 1..=10_000 {
            draft.push(salt(number), &claim(number)).expect("a claim");
        }
        draft.sign(&key).expect("a commit")
    });
}

/// Reading the content of a claim, canonical form and fields.
#[divan::bench]
fn read_a_claim(bencher: Bencher<'_, '_>) {
    let content = claim(15).write().expect("a claim");
    bencher
        .counter(ItemsCount::new(1u64))
        .counter(BytesCount::new(content.len()))
        .bench(|| Content::read(black_box(&content)));
}

/// The tree over 10,000 leaves.
#[divan::bench]
fn root_over_10_000_names(bencher: Bencher<'_, '_>) {
    let names: Vec<[u8; 32]> = (0..10_000u64)
        .map(|number| {
            let mut name = [0; 32];
            name[..8].copy_from_slice(&number.to_be_bytes());
            name
        })
        .collect();
    bencher
        .counter(ItemsCount::new(10_000u64))
        .bench(|| merkle::root(black_box(&names).iter().map(|name| &name[..])));
}
