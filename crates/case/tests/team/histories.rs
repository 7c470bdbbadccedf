//! Random histories on three to five copies, exchanged in random order and at different levels: whoever
//! was granted the same has the same case, and what lies above a level changes nothing at it.
//!
//! `ONUS_HISTORIES` says how many; some dozens by default.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{
    Author, Case, CaseError, CaseReader, DeviceId, Edit, Erasing, ErasureClass, GivenLevel, Giving,
    KeepUpTo, NewRetraction, Now, Peers, Receiving, Request, Role,
};
use onus_ledger::SigningKey;
use onus_model::Level;
use onus_model::claim::Review;
use onus_model::id::{ClaimId, MemberId};
use onus_store::{Entropy, MemoryStore, MemoryVault};

use crate::support::{record, records, rows, state};

/// Numbers that only look random, so that a history that fails can be told by its number.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn pick<T: std::marker::Copy>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.below(from.len())])
    }
}

impl Entropy for Dice {
    fn fill(&mut self, bytes: &mut [u8]) -> onus_store::Result<()> {
        for byte in bytes {
            *byte = self.next() as u8;
        }
        Ok(())
    }
}

struct Copy {
    case: Case,
    seed: [u8; 32],
    grant: (GivenLevel, Level),
    peers: Peers,
    limit: u64,
}

impl Copy {
    fn key(&self) -> SigningKey {
        SigningKey::from_seed(&self.seed)
    }

    fn device(&self) -> DeviceId {
        self.key().device()
    }
}

const GRANTS: [(GivenLevel, Level); 3] = [
    (GivenLevel::Sealed, Level::Sealed),
    (GivenLevel::Team, Level::Team),
    (GivenLevel::Partner, Level::Partner),
];

struct History {
    dice: Dice,
    entropy: Dice,
    seconds: u64,
    copies: Vec<Copy>,
    told: u32,
    met: BTreeMap<&'static str, u32>,
}

impl History {
    fn now<T>(&mut self, run: impl FnOnce(&mut Vec<Copy>, &mut Now<'_>) -> T) -> T {
        // Clocks that are not quite the same.
        self.seconds += 10;
        let seconds = self.seconds + self.dice.next() % 600;
        run(&mut self.copies, &mut Now { seconds, entropy: &mut self.entropy })
    }

    fn found(seed: u64) -> Self {
        let dice = Dice(seed);
        let mut history = Self {
            dice,
            entropy: Dice(!seed),
            seconds: 1_700_000_000,
            copies: Vec::new(),
            told: 0,
            met: BTreeMap::new(),
        };
        let key = [1; 32];
        let author =
            Author { member: MemberId::from_bytes([1; 16]), key: SigningKey::from_seed(&key) };
        let recovery = SigningKey::from_seed(&[99; 32]);
        let store = Box::new(MemoryStore::new());
        let mut case = history
            .now(|_, now| Case::found(store, author, "first", &recovery, now))
            .expect("a case");
        history.now(|_, now| case.commit(&records(), now)).expect("records");
        history.copies.push(Copy {
            case,
            seed: key,
            grant: GRANTS[0],
            peers: Peers::default(),
            limit: 20,
        });
        let more = 2 + history.dice.below(3);
        for number in 0..more {
            history.join(number as u8 + 2);
        }
        history
    }

    fn join(&mut self, number: u8) {
        let seed = [number; 32];
        let key = SigningKey::from_seed(&seed);
        let roles = [Role::Coder, Role::Reviewer, Role::Custodian, Role::Owner];
        let role = self.dice.pick(&roles).unwrap_or(Role::Coder);
        let grant = self.dice.pick(&GRANTS).unwrap_or(GRANTS[0]);
        let limit = self.dice.next() % 3;
        let id = self.copies[0].case.standing().expect("a log").case().expect("a case");
        let member = onus_ledger::MemberId::from_bytes([number; 16]);
        let request = Request::new(&key, id, member, &format!("member {number}"));
        self.now(|copies, now| copies[0].case.admit_request(&request, Some(role), now))
            .expect("admitted");
        let case = Case::of(Box::new(MemoryStore::new()), None).expect("an empty copy");
        self.copies.push(Copy { case, seed, grant, peers: Peers::default(), limit });
        let last = self.copies.len() - 1;
        self.exchange(0, last, true).expect("everything");
    }

    /// Gives one copy what another has, as far as the one is granted it.
    fn exchange(&mut self, from: usize, to: usize, all: bool) -> Result<(), CaseError> {
        let (device, level) = (self.copies[to].device(), self.copies[to].grant.0);
        let expected = self.copies[from].case.standing()?.case();
        let giving = Giving { to: BTreeSet::from([device]), level, all };
        let mut bytes = Vec::new();
        self.now(|copies, now| {
            let from = &mut copies[from];
            from.case.give(&giving, &from.peers, &MemoryVault::new(), &mut bytes, now)?;
            from.peers.known.entry(device).or_default().level = Some(level);
            Ok::<(), CaseError>(())
        })?;
        self.now(|copies, now| {
            let to = &mut copies[to];
            let key = to.key();
            let mut bundles: Vec<Box<dyn std::io::Read>> = vec![Box::new(bytes.as_slice())];
            let receiving = Receiving { key: &key, expected, limit: to.limit, vault: None };
            to.case.receive(&receiving, &mut bundles, &mut to.peers, now)?;
            to.case.work_with(key)?;
            Ok(())
        })
    }

    fn claims(&self, copy: usize) -> Vec<ClaimId> {
        let stored = self.copies[copy].case.read().expect("a case");
        let claims = stored.claims().expect("claims");
        claims.iter().map(|entry| entry.claim.id).collect()
    }

    /// Does something, or tries to: what somebody may not do changes nothing.
    fn step(&mut self) {
        let copy = self.dice.below(self.copies.len());
        let claims = self.claims(copy);
        let one = self.dice.pick(&claims);
        self.told += 1;
        let text = format!("word {}", self.told);
        let row = self.dice.below(4).to_string();
        let level = self.dice.pick(&Level::ALL).unwrap_or(Level::Team);
        let mut edit = Edit { alone: true, ..Edit::default() };
        match self.dice.below(20) {
            0..=4 => edit = rows("s", &[(&row, &text, level)]),
            5..=7 => {
                let states = [Review::Draft, Review::Checked, Review::Released];
                let state = self.dice.pick(&states).unwrap_or(Review::Checked);
                edit.reviews.extend(one.map(|claim| (claim, state)));
            }
            8..=9 => edit.retractions.extend(one.map(|claim| NewRetraction {
                claims: BTreeSet::from([claim]),
                reason: "coder-error".to_owned(),
                note: None,
            })),
            10..=11 => edit.handles.push((record(2), format!("handle-{}", self.told), Some(text))),
            12 => return self.erase(copy, one),
            13 => return self.grant(copy),
            14 => return self.revoke(copy),
            _ => {
                let to = self.dice.below(self.copies.len());
                if to != copy {
                    let all = self.dice.below(4) == 0;
                    let met = self.exchange(copy, to, all);
                    self.count(met.is_ok(), "exchanges", "exchanges refused");
                }
                return;
            }
        }
        if !edit.is_empty() {
            let done = self.now(|copies, now| copies[copy].case.commit(&edit, now));
            self.count(done.is_ok(), "commits", "commits refused");
        }
    }

    fn count(&mut self, done: bool, yes: &'static str, no: &'static str) {
        *self.met.entry(if done { yes } else { no }).or_default() += 1;
    }

    fn erase(&mut self, copy: usize, claim: Option<ClaimId>) {
        let erasing = Erasing {
            claims: claim.into_iter().collect(),
            class: ErasureClass::Safety,
            consent: None,
            note: None,
        };
        let done = self.now(|copies, now| copies[copy].case.erase(&erasing, now));
        self.count(done.is_ok(), "erasures", "erasures refused");
    }

    fn grant(&mut self, copy: usize) {
        // The first copy stays an owner: in the end it brings everyone together.
        let whom = 1 + self.dice.below(self.copies.len() - 1);
        let roles = [Role::Reader, Role::Coder, Role::Custodian, Role::Owner];
        let role = self.dice.pick(&roles).unwrap_or(Role::Coder);
        let member = MemberId::from_bytes([whom as u8 + 1; 16]);
        let done = self.now(|copies, now| copies[copy].case.give_role(member, role, now));
        self.count(done.is_ok(), "roles", "roles refused");
    }

    fn revoke(&mut self, copy: usize) {
        let whom = 1 + self.dice.below(self.copies.len() - 1);
        if whom == copy || self.dice.below(3) > 0 {
            return;
        }
        let device = self.copies[whom].device();
        let keep = if self.dice.below(2) == 0 { KeepUpTo::All } else { KeepUpTo::Nothing };
        let done = self.now(|copies, now| copies[copy].case.revoke(device, keep, now));
        self.count(done.is_ok(), "revocations", "revocations refused");
    }

    /// Everybody who is still part of the team gets all there is for them.
    fn settle(&mut self) {
        for _ in 0..3 {
            for other in 1..self.copies.len() {
                let _ = self.exchange(other, 0, true);
            }
            for other in 1..self.copies.len() {
                let _ = self.exchange(0, other, true);
            }
        }
    }
}

fn check(seed: u64) -> BTreeMap<&'static str, u32> {
    let mut history = History::found(seed);
    for _ in 0..25 {
        history.step();
    }
    history.settle();
    let heads = |copy: &Copy| -> Vec<_> { copy.case.standing().expect("a log").heads().collect() };
    let first = &history.copies[0];
    for (number, copy) in history.copies.iter().enumerate() {
        let verified = copy.case.verify().expect("a verification");
        assert!(verified.is_sound(), "history {seed}, copy {number}: {:?}", verified.wrong);
        // Whoever was revoked hears of nothing any more.
        if heads(copy) != heads(first) {
            continue;
        }
        let level = copy.grant.1;
        let (here, there) = (state(&first.case, level), state(&copy.case, level));
        let other: Vec<_> = there.iter().filter(|line| !here.contains(line)).collect();
        let missing: Vec<_> = here.iter().filter(|line| !there.contains(line)).collect();
        assert!(
            here == there,
            "history {seed}, copy {number} at {level}: missing {missing:#?}, other {other:#?}"
        );
    }
    let told = history.copies.iter().skip(1).filter(|copy| heads(copy) == heads(first)).count();
    *history.met.entry("copies compared").or_default() += told as u32;
    history.met
}

#[test]
fn the_same_grant_prints_the_same_case() {
    let count = std::env::var("ONUS_HISTORIES").ok().and_then(|count| count.parse().ok());
    let from = std::env::var("ONUS_FROM").ok().and_then(|from| from.parse().ok()).unwrap_or(0);
    let mut met: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in from..from + count.unwrap_or(12) {
        for (what, count) in check(seed) {
            *met.entry(what).or_default() += count;
        }
    }
    println!("{met:?}");
    assert!(met.get("copies compared").copied().unwrap_or_default() > 0);
}
