//! What a set of commits counts for, by the letter of `docs/log-format.md` and with no thought of speed.
//!
//! Ancestries are sets, every question is a search through all commits, and nothing is remembered.

use std::collections::{BTreeMap, BTreeSet};

use onus_ledger::{
    CommitId, DeviceId, Effect, Header, Known, Level, Log, MemberId, OperationId, PublicKey,
    Reason, Role,
};

struct One {
    header: Header,
    author: MemberId,
    ancestry: BTreeSet<CommitId>,
    height: u64,
}

/// All held commits.
pub(crate) struct Oracle {
    commits: BTreeMap<CommitId, One>,
    recovery: DeviceId,
    /// Where each operation stands: in two commits, where a fork has put it there.
    places: BTreeMap<OperationId, BTreeSet<CommitId>>,
}

/// What is said of one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) void: Option<Reason>,
    /// None for the recovery key.
    pub(crate) role: Option<Role>,
    /// Of each effect, whether it stands.
    pub(crate) stands: Vec<bool>,
}

type Revocation = (CommitId, usize);

impl Oracle {
    pub(crate) fn of(log: &Log, recovery: DeviceId) -> Self {
        let mut commits: BTreeMap<CommitId, One> = BTreeMap::new();
        let mut places: BTreeMap<OperationId, BTreeSet<CommitId>> = BTreeMap::new();
        while commits.len() < log.headers().len() {
            for (id, header) in log.headers() {
                let here = |parent: &CommitId| commits.contains_key(parent);
                if commits.contains_key(id) || !header.parents.iter().all(here) {
                    continue;
                }
                let mut ancestry = header.parents.clone();
                let mut height = 0;
                for parent in &header.parents {
                    ancestry.extend(&commits[parent].ancestry);
                    height = height.max(commits[parent].height + 1);
                }
                let author = log.known().node(id).unwrap().author;
                for name in log.operations(id) {
                    places.entry(*name).or_default().insert(*id);
                }
                commits.insert(*id, One { header: header.clone(), author, ancestry, height });
            }
        }
        Self { commits, recovery, places }
    }

    fn chain(&self, commit: &CommitId) -> BTreeSet<CommitId> {
        let mut chain = BTreeSet::new();
        let mut at = Some(*commit);
        while let Some(commit) = at {
            chain.insert(commit);
            at = self.commits[&commit].header.previous;
        }
        chain
    }

    fn is_forked(&self, device: &DeviceId, among: &BTreeSet<CommitId>) -> bool {
        let mut seqs = BTreeSet::new();
        let theirs = among.iter().map(|commit| &self.commits[commit].header);
        theirs.filter(|header| header.device == *device).any(|header| !seqs.insert(header.seq))
    }

    fn is_shut_out(&self, id: &CommitId) -> bool {
        let device = self.commits[id].header.device;
        let all: BTreeSet<CommitId> = self.commits.keys().copied().collect();
        if device == self.recovery || !self.is_forked(&device, &all) {
            return false;
        }
        let others = || self.commits.values().filter(|one| one.header.device != device);
        let (witnesses, vouching): (Vec<&One>, Vec<&One>) =
            others().partition(|one| self.is_forked(&device, &one.ancestry));
        witnesses.iter().any(|one| !one.ancestry.contains(id))
            && !vouching.iter().any(|one| one.ancestry.contains(id))
    }

    fn revocations(&self) -> Vec<Revocation> {
        let of = |(id, one): (&CommitId, &One)| -> Vec<Revocation> {
            let effects = one.header.effects.iter().enumerate();
            effects
                .filter(|(_, effect)| matches!(effect, Effect::DeviceRevoke(_)))
                .map(|(place, _)| (*id, place))
                .collect()
        };
        self.commits.iter().flat_map(of).collect()
    }

    fn evaluate(&self, acting: &BTreeSet<Revocation>) -> BTreeMap<CommitId, Said> {
        let mut order: Vec<(u64, CommitId)> =
            self.commits.iter().map(|(id, one)| (one.height, *id)).collect();
        order.sort();
        let mut said: BTreeMap<CommitId, Said> = BTreeMap::new();
        for (height, id) in order {
            let one = &self.commits[&id];
            let device = one.header.device;
            let (void, role) = if height == 0 {
                (None, Some(Role::Owner))
            } else if device == self.recovery {
                (None, None)
            } else {
                let revoked = acting.iter().any(|(commit, place)| {
                    match &self.commits[commit].header.effects[*place] {
                        Effect::DeviceRevoke(revoke) if revoke.device == device => {
                            let kept = revoke.keep.as_ref();
                            !kept.is_some_and(|keep| self.chain(&keep.commit).contains(&id))
                        }
                        _ => false,
                    }
                });
                let enrolled = self.standing(one, &said).any(|(_, effect)| match effect {
                    Effect::DeviceAdd(add) => {
                        PublicKey::from_bytes(&add.key.0).unwrap().device() == device
                    }
                    _ => false,
                });
                let void = if revoked {
                    Some(Reason::VoidRevoked)
                } else if !enrolled {
                    Some(Reason::VoidDevice)
                } else if self.is_shut_out(&id) {
                    Some(Reason::VoidFork)
                } else {
                    None
                };
                let given: Vec<(CommitId, Role)> = self
                    .standing(one, &said)
                    .filter_map(|(commit, effect)| match effect {
                        Effect::Role(role) if role.member == one.author => {
                            Some((commit, role.role))
                        }
                        _ => None,
                    })
                    .collect();
                (void, Some(self.last(&given).into_iter().min().unwrap_or(Role::Reader)))
            };
            let right = |effect: &Effect| self.has_right(one, role, effect);
            let stands = one.header.effects.iter().map(|e| void.is_none() && right(e)).collect();
            said.insert(id, Said { void, role, stands });
        }
        said
    }

    /// The effects in the ancestry that stand.
    fn standing<'a>(
        &'a self,
        one: &'a One,
        said: &'a BTreeMap<CommitId, Said>,
    ) -> impl Iterator<Item = (CommitId, &'a Effect)> {
        one.ancestry.iter().flat_map(move |commit| {
            let effects = self.commits[commit].header.effects.iter();
            effects
                .zip(&said[commit].stands)
                .filter(|(_, stands)| **stands)
                .map(|(effect, _)| (*commit, effect))
        })
    }

    /// What is in no other such commit's ancestry.
    fn last<T: Copy>(&self, given: &[(CommitId, T)]) -> Vec<T> {
        let replaced = |commit: &CommitId| {
            given.iter().any(|(other, _)| self.commits[other].ancestry.contains(commit))
        };
        given.iter().filter(|(commit, _)| !replaced(commit)).map(|(_, what)| *what).collect()
    }

    fn has_right(&self, one: &One, role: Option<Role>, effect: &Effect) -> bool {
        let owns = |leaves: &BTreeSet<OperationId>| {
            leaves.iter().all(|leaf| {
                let before = self.places[leaf].intersection(&one.ancestry);
                before.into_iter().any(|place| self.commits[place].author == one.author)
            })
        };
        let Some(role) = role else {
            return matches!(
                effect,
                Effect::DeviceAdd(_) | Effect::DeviceRevoke(_) | Effect::Role(_)
            );
        };
        match effect {
            Effect::DeviceRetire(_) => true,
            Effect::Retract(e) => {
                role >= Role::Reviewer || (role >= Role::Coder && owns(&e.leaves))
            }
            Effect::Level(e) if e.level == Level::Sealed => {
                role >= Role::Reviewer || (role >= Role::Coder && owns(&e.leaves))
            }
            Effect::Level(_) | Effect::Erase(_) => role >= Role::Custodian,
            _ => role >= Role::Owner,
        }
    }

    /// The revocations that act, and what is then said of every commit.
    pub(crate) fn decide(&self) -> (BTreeSet<Revocation>, BTreeMap<CommitId, Said>) {
        let all: BTreeSet<Revocation> = self.revocations().into_iter().collect();
        let (mut acting, mut dropped) = (BTreeSet::new(), BTreeSet::new());
        loop {
            let low = self.evaluate(&acting);
            let high = self.evaluate(&(&all - &dropped));
            let before = acting.len() + dropped.len();
            for revocation in &all {
                if acting.contains(revocation) || dropped.contains(revocation) {
                    continue;
                }
                let (commit, place) = revocation;
                match (low[commit].stands[*place], high[commit].stands[*place]) {
                    (true, true) => acting.insert(*revocation),
                    (false, false) => dropped.insert(*revocation),
                    _ => false,
                };
            }
            if acting.len() + dropped.len() == before {
                let acting = &all - &dropped;
                let said = self.evaluate(&acting);
                return (acting, said);
            }
        }
    }

    /// Retracted, erased, and given levels, of every operation that effects which stand name.
    pub(crate) fn operations(
        &self,
        said: &BTreeMap<CommitId, Said>,
    ) -> (BTreeSet<OperationId>, BTreeSet<OperationId>, BTreeMap<OperationId, Level>) {
        let (mut retracted, mut erased) = (BTreeSet::new(), BTreeSet::new());
        let mut levels: BTreeMap<OperationId, Vec<(CommitId, Level)>> = BTreeMap::new();
        for (id, one) in &self.commits {
            for (effect, stands) in one.header.effects.iter().zip(&said[id].stands) {
                match effect {
                    _ if !stands => {}
                    Effect::Retract(e) => retracted.extend(&e.leaves),
                    Effect::Erase(e) => erased.extend(&e.leaves),
                    Effect::Level(e) => e.leaves.iter().for_each(|leaf| {
                        levels.entry(*leaf).or_default().push((*id, e.level));
                    }),
                    _ => {}
                }
            }
        }
        let levels = levels
            .into_iter()
            .map(|(leaf, given)| (leaf, self.last(&given).into_iter().max().unwrap()))
            .collect();
        (retracted, erased, levels)
    }
}
