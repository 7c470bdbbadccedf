//! A team in the making: devices with replicas of their own, which exchange what they choose to.

use std::collections::BTreeSet;

use onus_ledger::operation::{Claim, Message, Meta, Origin, Speaker, Stance, Typed};
use onus_ledger::{
    CaseId, Commit, CommitId, DeviceAdd, DeviceId, DeviceRevoke, Draft, Effect, Erase,
    ErasureClass, Keep, Known, Level, LevelChange, Log, MemberId, Operation, OperationId, Place,
    RecordId, Retract, Role, RoleGrant, Salt, SigningKey, Time, Word,
};

pub(crate) const START: u64 = 1_795_456_800;

/// A device and what it has.
pub(crate) struct Device {
    pub(crate) key: SigningKey,
    pub(crate) member: MemberId,
    pub(crate) log: Log,
}

impl Device {
    pub(crate) fn id(&self) -> DeviceId {
        self.key.device()
    }
}

/// Devices, and every commit that any of them ever made.
pub(crate) struct Team {
    pub(crate) devices: Vec<Device>,
    pub(crate) commits: Vec<Commit>,
    pub(crate) recovery: SigningKey,
    salt: u64,
}

pub(crate) fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_seed(&[number.wrapping_add(1); 32])
}

pub(crate) fn claim(text: &str, level: Level) -> Operation {
    let word = |word: &str| Word::new(word).unwrap();
    Operation::Claim(Box::new(Claim {
        record: RecordId::from_bytes([1; 16]),
        property: word("figure"),
        value: Typed { kind: word("count"), text: text.to_owned() },
        wording: None,
        scope: Vec::new(),
        origin: Origin {
            speaker: Speaker::NotStated,
            on_behalf_of: None,
            basis: None,
            party: None,
            interest: None,
            how: word("stated"),
        },
        via: Vec::new(),
        source: None,
        passage: None,
        said: None,
        held: None,
        stance: Stance::Asserts,
        rests_on: None,
        level,
    }))
}

pub(crate) fn role(of: u8, role: Role) -> Effect {
    Effect::Role(RoleGrant { member: member(of), role })
}

pub(crate) fn retract(operations: impl IntoIterator<Item = OperationId>) -> Effect {
    Effect::Retract(Retract { leaves: operations.into_iter().collect() })
}

pub(crate) fn erase(operations: impl IntoIterator<Item = OperationId>) -> Effect {
    Effect::Erase(Erase { class: ErasureClass::Safety, leaves: operations.into_iter().collect() })
}

pub(crate) fn level(level: Level, operations: impl IntoIterator<Item = OperationId>) -> Effect {
    Effect::Level(LevelChange { leaves: operations.into_iter().collect(), level })
}

pub(crate) fn revoke(device: DeviceId, keep: Option<(CommitId, u64)>) -> Effect {
    let keep = keep.map(|(commit, seq)| Keep { commit, seq });
    Effect::DeviceRevoke(DeviceRevoke { device, keep })
}

impl Team {
    /// Device 0, of member 0, founds a case.
    pub(crate) fn found() -> Self {
        Self::found_with(3)
    }

    /// As [`Self::found`], another case for another number.
    pub(crate) fn found_with(number: u8) -> Self {
        let (first, recovery) = (key(0), SigningKey::from_seed(&[0xee; 32]));
        let meta = Meta {
            author: member(0),
            time: Time::from_unix_seconds(START).unwrap(),
            tool: "test 0".to_owned(),
        };
        let salt = Salt::from_bytes([0xaa; 16]);
        let draft = Draft::founding(&first, &recovery.public(), [number; 16], &meta, salt).unwrap();
        let commit = draft.sign(&first).unwrap();
        let mut log = Log::default();
        assert_eq!(log.offer(commit.clone(), None).refused, []);
        let device = Device { key: first, member: member(0), log };
        Self { devices: vec![device], commits: vec![commit], recovery, salt: 0 }
    }

    /// A team whose members 1, 2, … have these roles and one device each; all have seen all.
    pub(crate) fn with(roles: &[Role]) -> Self {
        let mut team = Self::found();
        let mut effects = Vec::new();
        for (number, given) in (1u8..).zip(roles) {
            effects.push(team.join(number, number));
            effects.push(role(number, *given));
        }
        team.commit(0, &[], effects);
        team.meet();
        team
    }

    pub(crate) fn case(&self) -> CaseId {
        self.devices[0].log.graph().case().unwrap()
    }

    /// A new device of a member, which has what device 0 has, and the effect that adds it.
    pub(crate) fn join(&mut self, number: u8, of: u8) -> Effect {
        let key = key(number);
        let add = DeviceAdd::request(&key, self.case(), member(of));
        let log = self.devices[0].log.clone();
        self.devices.push(Device { key, member: member(of), log });
        Effect::DeviceAdd(add)
    }

    /// Everybody gets everything.
    pub(crate) fn meet(&mut self) {
        for to in 0..self.devices.len() {
            self.deliver_all(to);
        }
    }

    pub(crate) fn deliver_all(&mut self, to: usize) {
        for commit in self.commits.clone() {
            if self.devices[to].log.known().node(&commit.id()).is_none() {
                self.devices[to].log.offer(commit, None);
            }
        }
    }

    /// What one has of a commit and its ancestry, the other gets.
    pub(crate) fn deliver(&mut self, to: usize, commit: CommitId) {
        let mut wanted = BTreeSet::from([commit]);
        for commit in self.commits.iter().rev() {
            if wanted.contains(&commit.id()) {
                let header = onus_ledger::Header::parse(&commit.header).unwrap();
                wanted.extend(header.parents);
            }
        }
        for commit in self.commits.clone() {
            let log = &mut self.devices[to].log;
            if wanted.contains(&commit.id()) && log.known().node(&commit.id()).is_none() {
                log.offer(commit, None);
            }
        }
    }

    fn salt(&mut self) -> Salt {
        self.salt += 1;
        let mut bytes = [0x5a; 16];
        bytes[..8].copy_from_slice(&self.salt.to_be_bytes());
        Salt::from_bytes(bytes)
    }

    /// A commit at a place, not offered to anybody.
    pub(crate) fn draft(
        &mut self,
        place: &Place,
        signer: usize,
        operations: &[Operation],
        effects: Vec<Effect>,
        time: u64,
    ) -> (Commit, Vec<OperationId>) {
        let recovers = place.device == self.recovery.device();
        let meta = Meta {
            author: self.devices[signer].member,
            time: Time::from_unix_seconds(START + time).unwrap(),
            tool: "test 0".to_owned(),
        };
        let mut draft = Draft::following(place, &meta, self.salt()).unwrap();
        let mut names = Vec::new();
        for operation in operations {
            names.push(draft.push(self.salt(), operation).unwrap());
        }
        effects.into_iter().for_each(|effect| draft.effect(effect));
        let key = if recovers { &self.recovery } else { &self.devices[signer].key };
        (draft.sign(key).unwrap(), names)
    }

    /// A device commits on what it has; `None` when its own log does not take the commit.
    pub(crate) fn try_commit(
        &mut self,
        by: usize,
        place: &Place,
        operations: &[Operation],
        effects: Vec<Effect>,
    ) -> Option<(CommitId, Vec<OperationId>)> {
        let (commit, names) = self.draft(place, by, operations, effects, 0);
        let offered = self.devices[by].log.offer(commit.clone(), None);
        if offered.held.is_empty() {
            return None;
        }
        let id = commit.id();
        if !self.commits.iter().any(|held| held.id() == id) {
            self.commits.push(commit);
        }
        Some((id, names))
    }

    /// A device commits, as its program would.
    pub(crate) fn commit(
        &mut self,
        by: usize,
        operations: &[Operation],
        effects: Vec<Effect>,
    ) -> (CommitId, Vec<OperationId>) {
        let device = &self.devices[by];
        let place = device.log.graph().next(&device.id(), device.log.known()).unwrap();
        self.try_commit(by, &place, operations, effects).unwrap()
    }

    /// A member uses the recovery code on a device.
    pub(crate) fn recover(&mut self, by: usize, effects: Vec<Effect>) -> CommitId {
        let device = &self.devices[by];
        let place = device.log.graph().next(&self.recovery.device(), device.log.known()).unwrap();
        self.try_commit(by, &place, &[], effects).unwrap().0
    }

    /// A message, to have something to say.
    pub(crate) fn says(text: &str) -> Operation {
        Operation::Message(Message { text: text.to_owned() })
    }

    /// The place of a commit that forks a device's chain after one of its commits.
    pub(crate) fn fork_after(&self, device: usize, seq: u64) -> Option<Place> {
        let device = &self.devices[device];
        let mut after = None;
        device.log.known().chain(&device.id(), seq, &mut |node| {
            if node.seq == seq {
                after = Some(node.id);
            }
        });
        let after = after?;
        Some(Place {
            case: self.case(),
            device: device.id(),
            seq: seq + 1,
            previous: Some(after),
            parents: BTreeSet::from([after]),
        })
    }
}
