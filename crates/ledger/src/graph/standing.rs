//! What a held commit counts for.

use super::grants::{Act, Judged};
use super::node::{Ancestry, Clock, Tip};
use super::rights::{Rights, Standing};
use super::{Founded, Graph, Known, Node};
use crate::effect::Role;
use crate::id::{CommitId, DeviceId, MemberId};
use crate::reason::Reason;

impl Graph {
    /// What a commit counts for as things stand; of a commit that is not held, nothing.
    #[must_use]
    pub fn standing(&self, node: &Node, known: &(impl Known + ?Sized)) -> Standing {
        match &self.founded {
            Some(founded) => founded.standing(node, known),
            None => {
                Standing { void: Some(Reason::VoidDevice), rights: Rights::Member(Role::Reader) }
            }
        }
    }
}

impl Founded {
    pub(super) fn standing<K: Known + ?Sized>(&self, node: &Node, known: &K) -> Standing {
        let ancestry = Ancestry { lines: &self.lines, known };
        if self.is_recovery(&node.device) {
            return Standing { void: None, rights: Rights::Recovery };
        }
        if CommitId::from_bytes(*self.case.as_bytes()) == node.id {
            return Standing { void: None, rights: Rights::Member(Role::Owner) };
        }
        let void = if self.is_revoked(&ancestry, &node.device, Some(node.tip())) {
            Some(Reason::VoidRevoked)
        } else if !self.is_enrolled(&ancestry, &node.device, Some(&node.before)) {
            Some(Reason::VoidDevice)
        } else if self.is_shut_out(&ancestry, &node.device, node.tip()) {
            Some(Reason::VoidFork)
        } else {
            None
        };
        let role = self.role(&ancestry, &node.author, Some(&node.before));
        Standing { void, rights: Rights::Member(role) }
    }

    /// Whether an acting revocation voids the commit; without one, whether it would void the next.
    pub(super) fn is_revoked<K: Known + ?Sized>(
        &self,
        ancestry: &Ancestry<'_, K>,
        device: &DeviceId,
        commit: Option<Tip>,
    ) -> bool {
        let acting = self.grants.revocations.iter().filter(|revocation| revocation.acting);
        acting.filter(|revocation| revocation.device == *device).any(|revocation| {
            match (revocation.keep, commit) {
                (Some(keep), Some(commit)) => !ancestry.in_chain(device, keep, commit),
                _ => true,
            }
        })
    }

    /// Whether a `device_add` that stands is in the ancestry, or anywhere.
    pub(super) fn is_enrolled<K: Known + ?Sized>(
        &self,
        ancestry: &Ancestry<'_, K>,
        device: &DeviceId,
        before: Option<&Clock>,
    ) -> bool {
        let added = self.lines.get(device).into_iter().flat_map(|line| &line.added);
        added.into_iter().any(|added| self.standing_grant(added.grant, ancestry, before).is_some())
    }

    /// The node of a grant that stands and is in the ancestry.
    fn standing_grant<K: Known + ?Sized>(
        &self,
        grant: usize,
        ancestry: &Ancestry<'_, K>,
        before: Option<&Clock>,
    ) -> Option<&Node> {
        let grant = self.grants.list.get(grant).filter(|grant| grant.judged.stands())?;
        let (device, tip) = (&grant.node.device, grant.node.tip());
        let there = before.is_none_or(|before| ancestry.holds(before, device, tip));
        there.then_some(&grant.node)
    }

    /// The role that an ancestry, or everything, gives a member.
    pub(super) fn role<K: Known + ?Sized>(
        &self,
        ancestry: &Ancestry<'_, K>,
        member: &MemberId,
        before: Option<&Clock>,
    ) -> Role {
        let given = self.grants.list.iter().enumerate().flat_map(|(number, grant)| {
            grant.acts.iter().filter_map(move |act| match act {
                Act::Role(of, role) if of == member => Some((number, *role)),
                _ => None,
            })
        });
        self.grants.last_role(
            given.filter(|(number, _)| self.standing_grant(*number, ancestry, before).is_some()),
        )
    }

    /// Whether a fork of the device's chain shuts a commit out.
    pub(super) fn is_shut_out<K: Known + ?Sized>(
        &self,
        ancestry: &Ancestry<'_, K>,
        device: &DeviceId,
        commit: Tip,
    ) -> bool {
        let Some(line) = self.lines.get(device) else { return false };
        let among = |tips: &[Tip]| tips.iter().any(|tip| ancestry.in_chain(device, *tip, commit));
        line.forked_from.is_some_and(|seq| commit.seq >= seq)
            && line.witnesses.iter().any(|witness| !among(&witness.saw))
            && !among(&line.vouched)
    }

    /// Decides anew which revocations act and what stands.
    pub(super) fn decide<K: Known + ?Sized>(&mut self, known: &K) {
        let ancestry = Ancestry { lines: &self.lines, known };
        let shut_out: Vec<bool> = self
            .grants
            .list
            .iter()
            .map(|grant| {
                grant.fixed.is_none()
                    && self.is_shut_out(&ancestry, &grant.node.device, grant.node.tip())
            })
            .collect();
        self.grants.decide(&shut_out);
    }

    /// What a grant that was just taken in counts for, when nothing else can have changed.
    pub(super) fn judge_last<K: Known + ?Sized>(&mut self, known: &K) {
        let Some(last) = self.grants.list.len().checked_sub(1) else { return };
        let Some(node) = self.grants.list.get(last).map(|grant| grant.node.clone()) else { return };
        let standing = self.standing(&node, known);
        if let Some(grant) = self.grants.list.get_mut(last) {
            grant.judged = match grant.fixed {
                Some(rights) => Judged { void: None, rights },
                None => Judged { void: standing.void, rights: standing.rights },
            };
        }
    }
}
