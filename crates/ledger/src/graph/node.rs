//! What has to be remembered of a held commit to judge those that come after it.
//!
//! Ancestry is asked for often, so each node carries what is in it: for each device the last of its
//! commits there. A chain is a line, so "is this commit in that ancestry" is then a comparison of two
//! numbers; only on the chains of forked devices has a branch to be walked.

use std::collections::BTreeMap;

use super::Known;
use super::line::Line;
use crate::codec::{Reader, Writer};
use crate::id::{CommitId, DeviceId, MemberId};
use crate::time::Time;

/// A commit by its id and its place in its device's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tip {
    /// The commit.
    pub commit: CommitId,
    /// Its `seq`.
    pub seq: u64,
}

/// What an ancestry holds: of each device the commits that no other of its commits there follows. One,
/// unless the device's chain is forked within the ancestry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock(pub(super) BTreeMap<DeviceId, Vec<Tip>>);

impl Clock {
    /// The last commits of a device.
    #[must_use]
    pub fn tips(&self, device: &DeviceId) -> &[Tip] {
        self.0.get(device).map_or(&[], Vec::as_slice)
    }
}

/// A held commit, without its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: CommitId,
    /// Who signed: a device, or the recovery key.
    pub device: DeviceId,
    /// The member who made it.
    pub author: MemberId,
    /// Its place in the chain.
    pub seq: u64,
    /// The commit before it in the chain.
    pub previous: Option<CommitId>,
    /// 0 for the founding commit, else one more than the greatest of its parents'.
    pub height: u64,
    /// The effective time.
    pub time: Time,
    /// Its ancestry, itself not included.
    pub before: Clock,
}

impl Node {
    /// The commit by id and place.
    #[must_use]
    pub fn tip(&self) -> Tip {
        Tip { commit: self.id, seq: self.seq }
    }

    /// The ancestry with the commit itself.
    pub(super) fn and_before(&self) -> Clock {
        let mut clock = self.before.clone();
        let tips = clock.0.entry(self.device).or_default();
        tips.retain(|tip| Some(tip.commit) != self.previous);
        tips.push(self.tip());
        tips.sort_unstable();
        clock
    }

    /// The node as bytes to keep beside the commit.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.fixed(self.id.as_bytes());
        out.fixed(self.device.as_bytes());
        out.fixed(self.author.as_bytes());
        out.number(self.seq);
        out.option(self.previous, |out, previous| out.fixed(previous.as_bytes()));
        out.number(self.height);
        out.number(self.time.unix_seconds());
        out.list(self.before.0.iter(), |out, (device, tips)| {
            out.fixed(device.as_bytes());
            out.list(tips.iter(), write_tip);
        });
        out.finish()
    }

    /// Reads the bytes back; `None` when they are no node.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        let node = Self {
            id: CommitId::from_bytes(from.hash()?),
            device: DeviceId::from_bytes(from.hash()?),
            author: MemberId::from_bytes(from.fixed()?),
            seq: from.number()?,
            previous: from.option(|from| from.hash().map(CommitId::from_bytes))?,
            height: from.number()?,
            time: Time::from_unix_seconds(from.number()?)?,
            before: Clock(
                from.list(|from| Some((DeviceId::from_bytes(from.hash()?), from.list(read_tip)?)))?
                    .into_iter()
                    .collect(),
            ),
        };
        from.is_empty().then_some(node)
    }
}

pub(super) fn write_tip(out: &mut Writer, tip: &Tip) {
    out.fixed(tip.commit.as_bytes());
    out.number(tip.seq);
}

pub(super) fn read_tip(from: &mut Reader<'_>) -> Option<Tip> {
    Some(Tip { commit: CommitId::from_bytes(from.hash()?), seq: from.number()? })
}

/// Answers questions of ancestry.
pub(super) struct Ancestry<'a, K: ?Sized> {
    pub(super) lines: &'a BTreeMap<DeviceId, Line>,
    pub(super) known: &'a K,
}

impl<K: Known + ?Sized> Ancestry<'_, K> {
    /// Whether `wanted` is in the chain of `tip`, both of this device.
    pub(super) fn in_chain(&self, device: &DeviceId, tip: Tip, wanted: Tip) -> bool {
        if wanted.seq >= tip.seq {
            return wanted == tip;
        }
        let forked_from = self.lines.get(device).and_then(|line| line.forked_from);
        if forked_from.is_none_or(|seq| wanted.seq < seq) {
            return true;
        }
        let mut at = tip;
        while at.seq > wanted.seq {
            let previous = self.known.node(&at.commit).and_then(|node| node.previous);
            let Some(previous) = previous else { return false };
            at = Tip { commit: previous, seq: at.seq - 1 };
        }
        at == wanted
    }

    /// Whether a commit of this device is in an ancestry.
    pub(super) fn holds(&self, clock: &Clock, device: &DeviceId, wanted: Tip) -> bool {
        clock.tips(device).iter().any(|tip| self.in_chain(device, *tip, wanted))
    }

    /// Adds commits of a device to the last ones known, keeping only the last.
    pub(super) fn add_tips(&self, device: &DeviceId, tips: &mut Vec<Tip>, more: &[Tip]) {
        for tip in more {
            if tips.iter().any(|held| self.in_chain(device, *held, *tip)) {
                continue;
            }
            tips.retain(|held| !self.in_chain(device, *tip, *held));
            tips.push(*tip);
            tips.sort_unstable();
        }
    }

    /// The ancestry of a commit with these parents.
    pub(super) fn join<'n>(&self, parents: impl IntoIterator<Item = &'n Node>) -> Clock {
        let mut joined: Option<Clock> = None;
        for parent in parents {
            let clock = parent.and_before();
            match &mut joined {
                None => joined = Some(clock),
                Some(joined) => {
                    for (device, tips) in &clock.0 {
                        self.add_tips(device, joined.0.entry(*device).or_default(), tips);
                    }
                }
            }
        }
        joined.unwrap_or_default()
    }
}
