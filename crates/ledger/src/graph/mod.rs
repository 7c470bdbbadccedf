//! Which commits may be held, and what the held ones count for.
//!
//! Two questions are kept apart. Whether a commit is *held* depends on its bytes and its ancestry alone, so
//! every replica answers alike whatever else it has and in whatever order things came. What a held commit
//! *counts for* (its [`Standing`]) depends on the set of all held commits: a revocation that arrives
//! later voids what it names, wherever that stands. [`Graph::check`] answers the first,
//! [`Graph::standing`] the second, and [`Graph::advance`] tells which earlier answers to the second a new
//! commit has changed.
//!
//! The graph holds what is few: devices, roles, revocations, forks, heads. Commits and operations are many
//! and stay with whoever answers as [`Known`]; so a case of any size is opened from a small
//! [`snapshot`](Graph::snapshot). What operations say decides nothing here, except `meta`: contents can
//! be withheld, and what is held must not depend on who holds them.

mod accepted;
mod advance;
mod effects;
mod grants;
mod known;
mod leaves;
mod line;
mod node;
mod operations;
mod rights;
mod seen;
mod snapshot;
mod standing;
mod team;

use std::collections::{BTreeMap, BTreeSet};

pub use accepted::{Accepted, Entry};
pub use advance::{Changed, Delta};
pub use effects::MAX_ERASED;
pub use known::{Act, ActKind, Known, Overlay, Position, Resident};
pub use node::{Clock, Node, Tip};
pub use operations::OperationState;
pub use rights::{Rights, Standing};
pub use team::{Device, DeviceState, Fork, Member};

use crate::commit::Commit;
use crate::effect::Effect;
use crate::header::{HEADER_LIMIT, Header, commit_id, signed_bytes};
use crate::id::{CaseId, CommitId, DeviceId};
use crate::key::PublicKey;
use crate::operation::Meta;
use crate::reason::{Fault, Object, Reason, Refusal};
use crate::time::Time;
use grants::Grants;
use line::Line;
use node::Ancestry;
use seen::Seen;

/// How many seconds a commit's stated time may lie ahead of the clock of whoever receives it: a day.
pub const CLOCK_TOLERANCE: u64 = 86_400;

/// The held commits of one case, as far as they have to be remembered to judge further ones.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    expected: Option<CaseId>,
    founded: Option<Founded>,
}

impl PartialEq for Graph {
    /// Whether the same commits are held and count for the same, however that came about.
    fn eq(&self, other: &Self) -> bool {
        self.snapshot() == other.snapshot()
    }
}

/// A case with at least its first commit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Founded {
    case: CaseId,
    recovery: DeviceId,
    /// Commits that no other follows.
    heads: BTreeSet<CommitId>,
    /// How many commits are held.
    commits: u64,
    /// Chains of devices, and of the recovery key.
    lines: BTreeMap<DeviceId, Line>,
    grants: Grants,
}

impl Founded {
    fn is_recovery(&self, device: &DeviceId) -> bool {
        *device == self.recovery
    }

    /// The key that a device signs with, if it was added to the case at all.
    fn key(&self, device: &DeviceId) -> Option<&PublicKey> {
        self.lines.get(device).map(|line| &line.key)
    }

    /// Whether a commit of the ancestry adds the device.
    fn was_added<K: Known + ?Sized>(&self, seen: &Seen<'_, K>, device: &DeviceId) -> bool {
        self.adds_in(seen, device).next().is_some()
    }

    /// What adds the device in the ancestry.
    fn adds_in<'a, K: Known + ?Sized>(
        &'a self,
        seen: &'a Seen<'_, K>,
        device: &DeviceId,
    ) -> impl Iterator<Item = &'a line::Added> {
        let added = self.lines.get(device).map_or(&[][..], |line| &line.added);
        added.iter().filter(|added| {
            self.grants.list.get(added.grant).is_some_and(|grant| {
                seen.ancestry.holds(seen.clock, &grant.node.device, grant.node.tip())
            })
        })
    }
}

/// A header that was read and whose parents are held, on the way to being accepted.
struct Placed<'c> {
    id: CommitId,
    commit: &'c Commit,
    header: Header,
}

impl Placed<'_> {
    fn refuse(&self, object: Object, fault: impl Into<Fault>) -> Refusal {
        fault.into().of(Some(self.id), object)
    }

    fn check_signature(&self, key: &PublicKey) -> Result<(), Refusal> {
        match key.verifies(&signed_bytes(&self.commit.header), &self.commit.signature) {
            true => Ok(()),
            false => Err(self.refuse(Object::Signature, Reason::SignatureInvalid)),
        }
    }

    /// Whether the stated time has come, or nearly.
    fn check_time(&self, meta: &Meta, clock: Option<Time>) -> Result<(), Refusal> {
        let latest = clock.map(|now| now.unix_seconds().saturating_add(CLOCK_TOLERANCE));
        match latest.is_some_and(|latest| meta.time.unix_seconds() > latest) {
            true => Err(self.refuse(Object::Leaf(0), Reason::TimeFuture)),
            false => Ok(()),
        }
    }
}

impl Graph {
    /// A graph that takes whatever case comes first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A graph of this case and no other.
    #[must_use]
    pub fn of_case(case: CaseId) -> Self {
        Self { expected: Some(case), founded: None }
    }

    /// The case; `None` before its first commit, unless one is expected.
    #[must_use]
    pub fn case(&self) -> Option<CaseId> {
        self.founded.as_ref().map(|founded| founded.case).or(self.expected)
    }

    /// The commits that no other follows, ascending.
    pub fn heads(&self) -> impl Iterator<Item = CommitId> + '_ {
        self.founded.iter().flat_map(|founded| founded.heads.iter().copied())
    }

    /// How many commits are held.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.founded.as_ref().map_or(0, |founded| founded.commits)
    }

    /// Judges a commit without changing anything.
    ///
    /// `clock` is the time now when the commit is new here; a commit already held elsewhere is checked
    /// again with `None`, so that a clock that was once wrong does not close a case for ever.
    ///
    /// # Errors
    ///
    /// The first offence in the order that `docs/log-format.md` gives. [`Refusal::waits`] tells whether
    /// the commit is to be offered again later.
    pub fn check(
        &self,
        commit: &Commit,
        known: &(impl Known + ?Sized),
        clock: Option<Time>,
    ) -> Result<Accepted, Refusal> {
        let placed = self.place(commit, known)?;
        match &self.founded {
            None => check_founding(&placed, clock),
            Some(founded) => check_later(founded, placed, known, clock),
        }
    }

    /// Checks again a commit that is held already, to open leaves that were closed here: the same header,
    /// a valid signature, leaves that give the root.
    ///
    /// # Errors
    ///
    /// As [`Self::check`], of the steps that apply.
    pub fn check_held(
        &self,
        commit: &Commit,
        known: &(impl Known + ?Sized),
    ) -> Result<Vec<Entry>, Refusal> {
        let placed = read_header(commit)?;
        let key = self.founded.as_ref().and_then(|founded| founded.key(&placed.header.device));
        let node = known.node(&placed.id);
        let (Some(key), Some(node)) = (key, node) else {
            return Err(placed.refuse(Object::Header, Reason::ChainMissing));
        };
        placed.check_signature(key)?;
        let names = leaves::check(&placed.header, commit)
            .map_err(|(object, fault)| placed.refuse(object, fault))?;
        leaves::read_meta(commit).map_err(|fault| placed.refuse(Object::Leaf(0), fault))?;
        let no_lines = BTreeMap::new();
        let lines = self.founded.as_ref().map_or(&no_lines, |founded| &founded.lines);
        let mut seen = Seen::new(Ancestry { lines, known }, &node.before);
        Ok(leaves::read(commit, &names, &mut seen))
    }

    /// Reads the header and asks whether the commit belongs here and what it descends from is held.
    fn place<'c>(
        &self,
        commit: &'c Commit,
        known: &(impl Known + ?Sized),
    ) -> Result<Placed<'c>, Refusal> {
        let placed = read_header(commit)?;
        let at_header = |reason: Reason| placed.refuse(Object::Header, reason);
        match (&self.founded, placed.header.case) {
            (None, Some(_)) => return Err(at_header(Reason::ChainGenesis)),
            (None, None) if self.expected.is_some_and(|case| case != placed.id.into()) => {
                return Err(at_header(Reason::CommitCase));
            }
            (None, None) => {}
            (Some(founded), None) if founded.case == placed.id.into() => {
                return Err(at_header(Reason::ChainRepeated));
            }
            (Some(_), None) => return Err(at_header(Reason::ChainGenesis)),
            (Some(founded), Some(case)) if case != founded.case => {
                return Err(at_header(Reason::CommitCase));
            }
            (Some(_), Some(_)) => {}
        }
        if self.founded.is_some() && known.node(&placed.id).is_some() {
            return Err(at_header(Reason::ChainRepeated));
        }
        Ok(placed)
    }
}

fn read_header(commit: &Commit) -> Result<Placed<'_>, Refusal> {
    if commit.header.len() > HEADER_LIMIT {
        let fault = Fault::at(Reason::ContentSize, HEADER_LIMIT);
        return Err(fault.of(None, Object::Header));
    }
    let id = commit_id(&commit.header);
    let header = Header::read(&commit.header).map_err(|(place, fault)| {
        fault.of(Some(id), place.map_or(Object::Header, Object::Effect))
    })?;
    Ok(Placed { id, commit, header })
}

fn check_founding(placed: &Placed<'_>, clock: Option<Time>) -> Result<Accepted, Refusal> {
    let Placed { id, commit, header } = placed;
    let founding =
        effects::founding(header).map_err(|(object, reason)| placed.refuse(object, reason))?;
    placed.check_signature(&founding.key)?;
    let names =
        leaves::check(header, commit).map_err(|(object, fault)| placed.refuse(object, fault))?;
    let meta = leaves::read_meta(commit).map_err(|fault| placed.refuse(Object::Leaf(0), fault))?;
    if meta.author != founding.member {
        return Err(placed.refuse(Object::Leaf(0), Reason::MetaAuthor));
    }
    placed.check_time(&meta, clock)?;
    let node = Node {
        id: *id,
        device: header.device,
        author: meta.author,
        seq: 0,
        previous: None,
        height: 0,
        time: meta.time,
        before: Clock::default(),
    };
    let (lines, resident) = (BTreeMap::new(), Resident::default());
    let ancestry = Ancestry { lines: &lines, known: &resident };
    let entries = leaves::read(commit, &names, &mut Seen::new(ancestry, &node.before));
    Ok(Accepted {
        header: header.clone(),
        meta,
        node,
        entries,
        own: vec![true; header.effects.len()],
        standing: Standing { void: None, rights: Rights::Member(crate::effect::Role::Owner) },
        founding: Some(founding),
    })
}

fn check_later(
    founded: &Founded,
    placed: Placed<'_>,
    known: &(impl Known + ?Sized),
    clock: Option<Time>,
) -> Result<Accepted, Refusal> {
    let at_header = |reason: Reason| placed.refuse(Object::Header, reason);
    let parents: Option<Vec<Node>> =
        placed.header.parents.iter().map(|parent| known.node(parent)).collect();
    let parents = parents.ok_or_else(|| at_header(Reason::ChainMissing))?;
    let ancestry = || Ancestry { lines: &founded.lines, known };
    let before = ancestry().join(&parents);
    let mut seen = Seen::new(ancestry(), &before);
    let device = placed.header.device;
    let is_recovery = founded.is_recovery(&device);
    if !is_recovery && !founded.was_added(&seen, &device) {
        return Err(at_header(Reason::CommitDevice));
    }
    let key = founded.key(&device).ok_or_else(|| at_header(Reason::CommitDevice))?;
    placed.check_signature(key)?;
    check_place(founded, &placed.header, &parents, &seen).map_err(at_header)?;
    let names = leaves::check(&placed.header, placed.commit)
        .map_err(|(object, fault)| placed.refuse(object, fault))?;
    let meta =
        leaves::read_meta(placed.commit).map_err(|fault| placed.refuse(Object::Leaf(0), fault))?;
    let added = founded.adds_in(&seen, &device).min_by(|one, other| one.bytes.cmp(&other.bytes));
    if !is_recovery && added.is_none_or(|added| added.add.member != meta.author) {
        return Err(placed.refuse(Object::Leaf(0), Reason::MetaAuthor));
    }
    let own = effects::check(founded, &placed.header, meta.author, &mut seen)
        .map_err(|(object, reason)| placed.refuse(object, reason))?;
    placed.check_time(&meta, clock)?;
    let entries = leaves::read(placed.commit, &names, &mut seen);
    let node = Node {
        id: placed.id,
        device,
        author: meta.author,
        seq: placed.header.seq,
        previous: placed.header.previous,
        height: parents.iter().map(|parent| parent.height).max().map_or(0, |height| height + 1),
        time: parents.iter().map(|parent| parent.time).fold(meta.time, Time::max),
        before,
    };
    let standing = founded.standing(&node, known);
    Ok(Accepted { header: placed.header, meta, node, entries, own, standing, founding: None })
}

/// Whether the commit follows its device's last, and its parents are heads of what it had seen.
fn check_place<K: Known + ?Sized>(
    founded: &Founded,
    header: &Header,
    parents: &[Node],
    seen: &Seen<'_, K>,
) -> Result<(), Reason> {
    for parent in parents.iter().filter(|parent| Some(parent.id) != header.previous) {
        let follows = |other: &Node| {
            other.id != parent.id
                && seen.ancestry.holds(&other.before, &parent.device, parent.tip())
        };
        if parents.iter().any(follows) {
            return Err(Reason::ChainParents);
        }
    }
    let device = header.device;
    let tips = seen.clock.tips(&device);
    if tips.len() > 1 && !founded.is_recovery(&device) {
        return Err(Reason::ChainClosed);
    }
    match header.previous {
        None if tips.is_empty() => {}
        None => return Err(Reason::ChainPrevious),
        Some(previous) => {
            let tip = tips.iter().find(|tip| tip.commit == previous);
            let tip = tip.ok_or(Reason::ChainPrevious)?;
            if tip.seq + 1 != header.seq {
                return Err(Reason::ChainGap);
            }
        }
    }
    let retired = founded.lines.get(&device).into_iter().flat_map(|line| &line.retired);
    if retired.into_iter().any(|tip| seen.ancestry.holds(seen.clock, &device, *tip)) {
        return Err(Reason::CommitRetired);
    }
    Ok(())
}

/// Whether a commit's effects make it one of the few that are judged together.
fn grants_something(header: &Header) -> bool {
    header.effects.iter().any(|effect| {
        matches!(effect, Effect::DeviceAdd(_) | Effect::DeviceRevoke(_) | Effect::Role(_))
    })
}
