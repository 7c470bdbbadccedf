//! Taking in an accepted commit, and telling what it changed.

use std::collections::BTreeSet;

use super::accepted::Founding;
use super::grants::{Act, Bits, Grant, Judged, Revocation};
use super::line::{Added, Line, Witness};
use super::node::{Ancestry, Tip};
use super::rights::{Rights, Standing};
use super::{Accepted, Founded, Graph, Known, Node, grants_something};
use crate::effect::{Effect, Role};
use crate::id::{CommitId, DeviceId};
use crate::key::PublicKey;
use crate::merkle::Frontier;
use crate::reason::{Fault, Object, Reason, Refusal};

/// What a new commit changed of the standing of earlier ones, and of its own where it strikes itself. Empty,
/// unless it revokes a device or has to do with a fork.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// The commits that now count for something else, by id.
    pub changed: Vec<Changed>,
}

/// A commit that now counts for something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The commit.
    pub commit: CommitId,
    /// Before.
    pub was: Standing,
    /// From here on.
    pub is: Standing,
}

impl Graph {
    /// Takes an accepted commit in. `known` answers for it already.
    ///
    /// # Errors
    ///
    /// [`Reason::ChainRepeated`] or [`Reason::ChainMissing`] when the commit was accepted by a graph that
    /// stood elsewhere than this one does now.
    pub fn advance(
        &mut self,
        accepted: &Accepted,
        known: &(impl Known + ?Sized),
    ) -> Result<Delta, Refusal> {
        let refuse = |reason: Reason| Fault::from(reason).of(Some(accepted.id()), Object::Header);
        match (&mut self.founded, &accepted.founding) {
            (Some(founded), None) if founded.heads.contains(&accepted.id()) => {
                Err(refuse(Reason::ChainRepeated))
            }
            (Some(founded), None) => Ok(founded.take(accepted, known)),
            (none @ None, Some(founding)) => {
                *none = Some(found(accepted, founding));
                Ok(Delta::default())
            }
            (Some(_), Some(_)) => Err(refuse(Reason::ChainRepeated)),
            (None, None) => Err(refuse(Reason::ChainMissing)),
        }
    }
}

fn found(accepted: &Accepted, founding: &Founding) -> Founded {
    let node = accepted.node.clone();
    let mut line = Line::new(founding.key);
    line.tips.push((node.tip(), grown(Frontier::default(), &node.id)));
    let add = Effect::DeviceAdd(founding.device.clone());
    line.added.push(Added {
        grant: 0,
        add: founding.device.clone(),
        bytes: add.bytes().unwrap_or_default(),
    });
    let rights = Rights::Member(Role::Owner);
    let grant = Grant {
        acts: vec![Act::Add(node.device), Act::Role(founding.member, Role::Owner)],
        before: Bits::default(),
        fixed: Some(rights),
        judged: Judged { void: None, rights },
        node,
    };
    let mut founded = Founded {
        case: accepted.id().into(),
        recovery: founding.recovery.device(),
        heads: [accepted.id()].into(),
        commits: 1,
        lines: [(accepted.node.device, line)].into(),
        grants: super::Grants::default(),
    };
    founded.lines.insert(founded.recovery, Line::new(founding.recovery));
    founded.grants.list.push(grant);
    founded
}

fn grown(mut tree: Frontier, commit: &CommitId) -> Frontier {
    tree.append(commit.as_bytes());
    tree
}

impl Founded {
    fn take<K: Known + ?Sized>(&mut self, accepted: &Accepted, known: &K) -> Delta {
        let node = &accepted.node;
        let revokes =
            accepted.header.effects.iter().any(|effect| matches!(effect, Effect::DeviceRevoke(_)));
        // Only these can change what is said of earlier commits; all else has no descendants yet.
        let before = (revokes || self.touches_a_fork(node)).then(|| self.clone());
        for parent in &accepted.header.parents {
            self.heads.remove(parent);
        }
        self.heads.insert(node.id);
        self.commits += 1;
        self.extend_line(node, known);
        self.look_at_others(node, known);
        for effect in &accepted.header.effects {
            if let (Effect::DeviceRetire(_), Some(line)) =
                (effect, self.lines.get_mut(&node.device))
            {
                line.retired.push(node.tip());
            }
        }
        if grants_something(&accepted.header) {
            self.take_grant(accepted, known);
        }
        match before {
            Some(before) => {
                self.decide(known);
                self.delta(&before, accepted, known)
            }
            None => {
                if grants_something(&accepted.header) {
                    self.judge_last(known);
                }
                Delta::default()
            }
        }
    }

    /// Whether the commit can change what a fork shuts out: it makes one, or says what its device had seen
    /// of one.
    fn touches_a_fork(&self, node: &Node) -> bool {
        let forks = self.lines.get(&node.device).is_some_and(|line| {
            !line.tips.is_empty()
                && node.previous.is_none_or(|previous| line.tip_of(&previous).is_none())
        });
        let others = node.before.0.keys().filter(|device| **device != node.device);
        forks
            || others
                .into_iter()
                .any(|device| self.lines.get(device).is_some_and(|line| line.forked_from.is_some()))
    }

    /// Appends the commit to its device's chain, or begins another branch.
    fn extend_line<K: Known + ?Sized>(&mut self, node: &Node, known: &K) {
        let Some(line) = self.lines.get_mut(&node.device) else { return };
        let on = node.previous.and_then(|previous| line.tip_of(&previous));
        match on.and_then(|on| line.tips.get_mut(on)) {
            Some((tip, tree)) => {
                *tip = node.tip();
                tree.append(node.id.as_bytes());
            }
            None => {
                if !line.tips.is_empty() {
                    let from = line.forked_from.map_or(node.seq, |seq| seq.min(node.seq));
                    line.forked_from = Some(from);
                }
                line.tips.push((node.tip(), branch(node, known)));
            }
        }
        line.tips.sort_unstable_by_key(|(tip, _)| *tip);
    }

    /// What the commit says of other devices' chains: it vouches, or witnesses a fork.
    fn look_at_others<K: Known + ?Sized>(&mut self, node: &Node, known: &K) {
        for (device, tips) in &node.before.0 {
            if *device == node.device || self.is_recovery(device) {
                continue;
            }
            let Some(line) = self.lines.get(device) else { continue };
            let ancestry = Ancestry { lines: &self.lines, known };
            if let [_] = tips.as_slice() {
                let mut vouched = line.vouched.clone();
                ancestry.add_tips(device, &mut vouched, tips);
                if let Some(line) = self.lines.get_mut(device) {
                    line.vouched = vouched;
                }
            } else {
                let first = !line
                    .witnesses
                    .iter()
                    .any(|witness| ancestry.holds(&node.before, &witness.device, witness.commit));
                let witness =
                    Witness { device: node.device, commit: node.tip(), saw: tips.clone() };
                if let (true, Some(line)) = (first, self.lines.get_mut(device)) {
                    line.witnesses.push(witness);
                    line.witnesses.sort_by_key(|witness| witness.commit);
                }
            }
        }
    }

    fn take_grant<K: Known + ?Sized>(&mut self, accepted: &Accepted, known: &K) {
        let (node, number) = (&accepted.node, self.grants.list.len());
        let mut acts = Vec::new();
        let mut revocations = Vec::new();
        for effect in &accepted.header.effects {
            match effect {
                Effect::DeviceAdd(add) => {
                    // Its key was checked when the commit was.
                    let Ok(key) = PublicKey::from_bytes(&add.key.0) else { continue };
                    acts.push(Act::Add(key.device()));
                    let line = self.lines.entry(key.device()).or_insert_with(|| Line::new(key));
                    let bytes = effect.bytes().unwrap_or_default();
                    line.added.push(Added { grant: number, add: add.clone(), bytes });
                    line.added.sort_by(|one, other| {
                        (&one.bytes, one.grant).cmp(&(&other.bytes, other.grant))
                    });
                }
                Effect::Role(role) => acts.push(Act::Role(role.member, role.role)),
                Effect::DeviceRevoke(revoke) => {
                    acts.push(Act::Revoke(self.grants.revocations.len() + revocations.len()));
                    let keep =
                        revoke.keep.as_ref().map(|keep| Tip { commit: keep.commit, seq: keep.seq });
                    revocations.push((revoke.device, keep));
                }
                _ => {}
            }
        }
        let ancestry = Ancestry { lines: &self.lines, known };
        let mut before = Bits::default();
        for (earlier, grant) in self.grants.list.iter().enumerate() {
            if ancestry.holds(&node.before, &grant.node.device, grant.node.tip()) {
                before.insert(earlier);
            }
        }
        let fixed = self.is_recovery(&node.device).then_some(Rights::Recovery);
        let judged = Judged { void: None, rights: Rights::Member(Role::Reader) };
        self.grants.list.push(Grant { node: node.clone(), acts, before, fixed, judged });
        for (device, keep) in revocations {
            let revocation =
                Revocation { grant: number, device, keep, hits: Bits::default(), acting: false };
            self.grants.revocations.push(revocation);
        }
        self.find_hits(known);
    }

    /// Which grants each revocation would void.
    fn find_hits<K: Known + ?Sized>(&mut self, known: &K) {
        let ancestry = Ancestry { lines: &self.lines, known };
        let list = &self.grants.list;
        for revocation in &mut self.grants.revocations {
            revocation.hits = Bits::default();
            for (number, grant) in list.iter().enumerate() {
                let kept = revocation.keep.is_some_and(|keep| {
                    ancestry.in_chain(&revocation.device, keep, grant.node.tip())
                });
                if grant.node.device == revocation.device && !kept {
                    revocation.hits.insert(number);
                }
            }
        }
    }

    /// Compares what is said of commits now with what was said.
    fn delta<K: Known + ?Sized>(&self, before: &Self, new: &Accepted, known: &K) -> Delta {
        let mut changed = Vec::new();
        let (was, is) = (new.standing, self.standing(&new.node, known));
        if was != is {
            changed.push(Changed { commit: new.id(), was, is });
        }
        for device in self.affected(before) {
            known.chain(&device, 0, &mut |node| {
                let (was, is) = (before.standing(&node, known), self.standing(&node, known));
                if was != is && node.id != new.id() {
                    changed.push(Changed { commit: node.id, was, is });
                }
            });
        }
        changed.sort_by_key(|changed| changed.commit);
        changed.dedup_by_key(|changed| changed.commit);
        Delta { changed }
    }

    /// Devices of whose commits something else may now be said.
    fn affected(&self, before: &Self) -> BTreeSet<DeviceId> {
        let mut devices = BTreeSet::new();
        for (number, revocation) in self.grants.revocations.iter().enumerate() {
            let acted = before.grants.revocations.get(number).is_some_and(|was| was.acting);
            if acted != revocation.acting {
                devices.insert(revocation.device);
            }
        }
        for (number, grant) in self.grants.list.iter().enumerate() {
            let stood = before.grants.list.get(number).is_some_and(|was| was.judged.stands());
            if stood == grant.judged.stands() {
                continue;
            }
            for act in &grant.acts {
                match act {
                    Act::Add(device) => {
                        devices.insert(*device);
                    }
                    Act::Role(member, _) => {
                        let theirs = self.lines.iter().filter(|(_, line)| {
                            line.added.iter().any(|added| added.add.member == *member)
                        });
                        devices.extend(theirs.map(|(device, _)| *device));
                    }
                    Act::Revoke(_) => {}
                }
            }
        }
        for (device, line) in &self.lines {
            let was = before.lines.get(device);
            let same = was.is_some_and(|was| {
                (&was.vouched, &was.witnesses, was.forked_from)
                    == (&line.vouched, &line.witnesses, line.forked_from)
            });
            if line.forked_from.is_some() && !same {
                devices.insert(*device);
            }
        }
        devices
    }
}

/// The tree over a branch that begins where its chain is forked.
fn branch<K: Known + ?Sized>(node: &Node, known: &K) -> Frontier {
    let mut chain = vec![node.id];
    let mut at = node.previous;
    while let Some(commit) = at {
        chain.push(commit);
        at = known.node(&commit).and_then(|node| node.previous);
    }
    chain.iter().rev().fold(Frontier::default(), |tree, commit| grown(tree, commit))
}
