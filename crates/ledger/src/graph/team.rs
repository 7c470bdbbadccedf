//! Members, devices and forks as they stand, and where a device's next commit goes.

use std::collections::{BTreeMap, BTreeSet};

use super::grants::Act;
use super::node::{Ancestry, Tip};
use super::{Founded, Graph, Known};
use crate::checkpoint::TreeHead;
use crate::commit::Place;
use crate::effect::Role;
use crate::header::MAX_PARENTS;
use crate::id::{CommitId, DeviceId, MemberId};
use crate::key::PublicKey;
use crate::merkle::{Frontier, Hash};
use crate::reason::Reason;
use crate::seal::SealKey;

/// Whether a device can commit now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceState {
    /// It can.
    Enrolled,
    /// It cannot, because of this.
    Closed(Reason),
}

/// A device that was ever added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Its key.
    pub key: PublicKey,
    /// What bundles for it are sealed to.
    pub seal: SealKey,
    /// Whose it is.
    pub member: MemberId,
    /// Whether it can commit now.
    pub state: DeviceState,
    /// Its last commits: one, or one of each branch, or none yet.
    pub last: Vec<Tip>,
}

/// A member whom an effect that stands names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The member.
    pub id: MemberId,
    /// Their role for commits that have seen everything held.
    pub role: Role,
}

/// Commits with one place in a device's chain: its key or its folder was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The device.
    pub device: DeviceId,
    /// The first place that two commits have.
    pub seq: u64,
    /// The commits at that place, ascending.
    pub commits: Vec<CommitId>,
}

impl Graph {
    /// All devices that were ever added, by id.
    #[must_use]
    pub fn devices(&self, known: &(impl Known + ?Sized)) -> Vec<Device> {
        let Some(founded) = &self.founded else { return Vec::new() };
        founded.lines.keys().filter_map(|id| founded.device(id, known)).collect()
    }

    /// A device that was ever added.
    #[must_use]
    pub fn device(&self, id: &DeviceId, known: &(impl Known + ?Sized)) -> Option<Device> {
        self.founded.as_ref()?.device(id, known)
    }

    /// The members, by id: those of devices whose adding stands, and those given a role.
    #[must_use]
    pub fn members(&self, known: &(impl Known + ?Sized)) -> Vec<Member> {
        let Some(founded) = &self.founded else { return Vec::new() };
        let mut ids = BTreeSet::new();
        for grant in founded.grants.list.iter().filter(|grant| grant.judged.stands()) {
            for act in &grant.acts {
                match act {
                    Act::Role(member, _) => {
                        ids.insert(*member);
                    }
                    Act::Add(device) => {
                        let line = founded.lines.get(device);
                        ids.extend(line.and_then(|line| line.added.first()).map(|a| a.add.member));
                    }
                    Act::Revoke(_) => {}
                }
            }
        }
        let ancestry = Ancestry { lines: &founded.lines, known };
        ids.into_iter().map(|id| Member { id, role: founded.role(&ancestry, &id, None) }).collect()
    }

    /// The revocations that act: which device, the last commit kept, and by which commit.
    #[must_use]
    pub fn revocations(&self) -> Vec<(DeviceId, Option<Tip>, CommitId)> {
        let Some(founded) = &self.founded else { return Vec::new() };
        let acting = founded.grants.revocations.iter().filter(|revocation| revocation.acting);
        let mut acting: Vec<_> = acting
            .filter_map(|revocation| {
                let by = founded.grants.list.get(revocation.grant)?.node.id;
                Some((revocation.device, revocation.keep, by))
            })
            .collect();
        acting.sort_unstable();
        acting
    }

    /// The forks of devices' chains, by device.
    #[must_use]
    pub fn forks(&self, known: &(impl Known + ?Sized)) -> Vec<Fork> {
        let Some(founded) = &self.founded else { return Vec::new() };
        let lines = founded.lines.iter().filter(|(device, _)| !founded.is_recovery(device));
        lines
            .filter_map(|(device, line)| {
                let seq = line.forked_from?;
                let mut commits = Vec::new();
                known.chain(device, seq, &mut |node| {
                    if node.seq == seq {
                        commits.push(node.id);
                    }
                });
                commits.sort_unstable();
                Some(Fork { device: *device, seq, commits })
            })
            .collect()
    }

    /// Where the next commit of a device, or of the recovery key, goes.
    ///
    /// # Errors
    ///
    /// Why it cannot commit: `commit.device`, `void.revoked`, `void.device`, `chain.closed`,
    /// `commit.retired`; [`Reason::ChainGenesis`] before there is a case.
    pub fn next(&self, device: &DeviceId, known: &(impl Known + ?Sized)) -> Result<Place, Reason> {
        let founded = self.founded.as_ref().ok_or(Reason::ChainGenesis)?;
        let line = founded.lines.get(device).ok_or(Reason::CommitDevice)?;
        if !founded.is_recovery(device) {
            founded.can_commit(device, known)?;
        }
        let last = line.tips.last().map(|(tip, _)| *tip);
        let mut parents: BTreeSet<CommitId> = last.iter().map(|tip| tip.commit).collect();
        let room = MAX_PARENTS - parents.len();
        parents.extend(
            founded
                .heads
                .iter()
                .filter(|head| last.is_none_or(|tip| tip.commit != **head))
                .take(room),
        );
        Ok(Place {
            case: founded.case,
            device: *device,
            seq: last.map_or(0, |tip| tip.seq + 1),
            previous: last.map(|tip| tip.commit),
            parents,
        })
    }

    /// The device id of the recovery key.
    #[must_use]
    pub fn recovery(&self) -> Option<DeviceId> {
        self.founded.as_ref().map(|founded| founded.recovery)
    }

    /// The heads of the trees over a device's chain: one, or one of each branch.
    #[must_use]
    pub fn tree_heads(&self, device: &DeviceId) -> Vec<TreeHead> {
        let Some(founded) = &self.founded else { return Vec::new() };
        let tips = founded.lines.get(device).into_iter().flat_map(|line| &line.tips);
        tips.map(|(_, tree)| TreeHead {
            case: founded.case,
            device: *device,
            size: tree.size(),
            root: tree.root(),
        })
        .collect()
    }

    /// The roots of the trees over the first `size` commits of a device's chain: none when it is shorter,
    /// several when it is forked before that.
    #[must_use]
    pub fn roots_at(
        &self,
        device: &DeviceId,
        size: u64,
        known: &(impl Known + ?Sized),
    ) -> Vec<Hash> {
        let Some(line) = self.founded.as_ref().and_then(|founded| founded.lines.get(device)) else {
            return Vec::new();
        };
        let Some(last) = size.checked_sub(1) else { return Vec::new() };
        if let [(tip, tree)] = line.tips.as_slice()
            && tip.seq == last
        {
            return vec![tree.root()];
        }
        let (mut previous, mut ends) = (BTreeMap::new(), Vec::new());
        known.chain(device, 0, &mut |node| {
            if node.seq == last {
                ends.push(node.id);
            }
            if node.seq <= last {
                previous.insert(node.id, node.previous);
            }
        });
        ends.sort_unstable();
        ends.iter().map(|end| root_of_chain(*end, &previous)).collect()
    }

    /// The devices that were ever added, with their keys: those whose countersignatures can be checked.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&DeviceId, &PublicKey)> {
        let lines = self.founded.iter().flat_map(|founded| &founded.lines);
        lines.filter(|(_, line)| !line.added.is_empty()).map(|(device, line)| (device, &line.key))
    }

    /// Whether a device may still speak for the case: it was added, the adding stands, and no
    /// revocation of it acts.
    pub(crate) fn may_speak(
        &self,
        device: &DeviceId,
        known: &(impl Known + ?Sized),
    ) -> Option<&PublicKey> {
        let founded = self.founded.as_ref().filter(|founded| !founded.is_recovery(device))?;
        let ancestry = Ancestry { lines: &founded.lines, known };
        let speaks = founded.is_enrolled(&ancestry, device, None)
            && !founded.is_revoked(&ancestry, device, None);
        founded.key(device).filter(|_| speaks)
    }
}

fn root_of_chain(end: CommitId, previous: &BTreeMap<CommitId, Option<CommitId>>) -> Hash {
    let mut chain = vec![end];
    let mut at = previous.get(&end).copied().flatten();
    while let Some(commit) = at {
        chain.push(commit);
        at = previous.get(&commit).copied().flatten();
    }
    let mut tree = Frontier::default();
    chain.iter().rev().for_each(|commit| tree.append(commit.as_bytes()));
    tree.root()
}

impl Founded {
    fn device(&self, id: &DeviceId, known: &(impl Known + ?Sized)) -> Option<Device> {
        let line = self.lines.get(id)?;
        let added = line.added.first()?;
        let state = match self.can_commit(id, known) {
            Ok(()) => DeviceState::Enrolled,
            Err(reason) => DeviceState::Closed(reason),
        };
        Some(Device {
            id: *id,
            key: line.key,
            seal: SealKey::from_bytes(&added.add.seal.0).ok()?,
            member: added.add.member,
            state,
            last: line.tips.iter().map(|(tip, _)| *tip).collect(),
        })
    }

    fn can_commit(&self, id: &DeviceId, known: &(impl Known + ?Sized)) -> Result<(), Reason> {
        let ancestry = Ancestry { lines: &self.lines, known };
        let line = self.lines.get(id).ok_or(Reason::CommitDevice)?;
        if self.is_revoked(&ancestry, id, None) {
            Err(Reason::VoidRevoked)
        } else if !self.is_enrolled(&ancestry, id, None) {
            Err(Reason::VoidDevice)
        } else if line.forked_from.is_some() {
            Err(Reason::ChainClosed)
        } else if !line.retired.is_empty() {
            Err(Reason::CommitRetired)
        } else {
            Ok(())
        }
    }
}
