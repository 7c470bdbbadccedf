//! Judges whether a commit may follow what is already in the log.
//!
//! One verifier serves one case, one member and one device: the chain is a line, and its head is the
//! only head. Checks run in a fixed order (what is cheap and what proves authorship first), so that any
//! other verifier refuses the same bytes for the same reason. Checking changes nothing; a store checks,
//! writes, and then lets the verifier advance, so that a failed write leaves both where they were.
//!
//! What operations say decides nothing here, except `meta`: contents can be withheld, and whether a
//! commit is accepted must not depend on who holds them.

mod accepted;
mod effects;
mod known;
mod leaves;
mod snapshot;

pub use accepted::{Accepted, Entry};
pub use known::{Known, Position, Resident};

use crate::checkpoint::TreeHead;
use crate::commit::{Commit, Place};
use crate::header::{HEADER_LIMIT, Header, commit_id, signed_bytes};
use crate::id::{CaseId, CommitId, DeviceId, MemberId};
use crate::key::PublicKey;
use crate::merkle::Frontier;
use crate::operation::{Content, Meta, Operation};
use crate::reason::{Fault, Object, Reason, Refusal};
use crate::time::Time;

/// How many seconds a commit's stated time may lie ahead of the clock of whoever receives it: a day.
pub const CLOCK_TOLERANCE: u64 = 86_400;

/// Takes the commits of one case, one after another.
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    expected: Option<CaseId>,
    standing: Option<Standing>,
}

/// Where a case stands after the commits accepted so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    case: CaseId,
    key: PublicKey,
    member: MemberId,
    recovery: PublicKey,
    head: CommitId,
    chain: Frontier,
    time: Time,
}

impl Standing {
    /// The case.
    #[must_use]
    pub fn case(&self) -> CaseId {
        self.case
    }

    /// Its device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.key.device()
    }

    /// The device's key.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The device's member, who owns the case.
    #[must_use]
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// The recovery key.
    #[must_use]
    pub fn recovery(&self) -> &PublicKey {
        &self.recovery
    }

    /// The last commit.
    #[must_use]
    pub fn head(&self) -> CommitId {
        self.head
    }

    /// The effective time of the last commit.
    #[must_use]
    pub fn time(&self) -> Time {
        self.time
    }

    /// The number of commits, and so the `seq` of the next.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.chain.size()
    }

    /// The head of the tree over the device's chain.
    #[must_use]
    pub fn tree_head(&self) -> TreeHead {
        TreeHead {
            case: self.case,
            device: self.device(),
            size: self.chain.size(),
            root: self.chain.root(),
        }
    }

    /// Where the next commit goes.
    #[must_use]
    pub fn next(&self) -> Place {
        Place { case: self.case, device: self.device(), seq: self.size(), previous: self.head }
    }
}

impl Verifier {
    /// A verifier that takes whatever case comes first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A verifier of this case and no other.
    #[must_use]
    pub fn of_case(case: CaseId) -> Self {
        Self { expected: Some(case), standing: None }
    }

    /// Where the case stands; `None` before its first commit.
    #[must_use]
    pub fn standing(&self) -> Option<&Standing> {
        self.standing.as_ref()
    }

    /// Judges a commit without changing anything.
    ///
    /// `clock` is the time now when the commit is new here; a commit already held is checked again with
    /// `None`, so that a clock that was once wrong does not close a case for ever.
    ///
    /// # Errors
    ///
    /// The first offence in the order that `docs/log-format.md` gives.
    pub fn check(
        &self,
        commit: &Commit,
        known: &impl Known,
        clock: Option<Time>,
    ) -> Result<Accepted, Refusal> {
        if commit.header.len() > HEADER_LIMIT {
            let fault = Fault::at(Reason::ContentSize, HEADER_LIMIT);
            return Err(fault.of(None, Object::Header));
        }
        let id = commit_id(&commit.header);
        let refuse =
            |object: Object| move |reason: Reason| Fault::from(reason).of(Some(id), object);
        let header = Header::read(&commit.header).map_err(|(place, fault)| {
            fault.of(Some(id), place.map_or(Object::Header, Object::Effect))
        })?;
        self.check_case(&header, id).map_err(refuse(Object::Header))?;
        let founding = match &self.standing {
            None => Some(
                effects::founding(&header).map_err(|(object, reason)| refuse(object)(reason))?,
            ),
            Some(standing) if standing.device() == header.device => None,
            Some(_) => return Err(refuse(Object::Header)(Reason::CommitDevice)),
        };
        let (key, member) = match (&founding, &self.standing) {
            (Some(founding), _) => (&founding.key, founding.member),
            (None, Some(standing)) => (&standing.key, standing.member),
            (None, None) => return Err(refuse(Object::Header)(Reason::ChainGenesis)),
        };
        if !key.verifies(&signed_bytes(&commit.header), &commit.signature) {
            return Err(refuse(Object::Signature)(Reason::SignatureInvalid));
        }
        self.check_place(&header, id, known).map_err(refuse(Object::Header))?;
        let names =
            leaves::check(&header, commit).map_err(|(object, fault)| fault.of(Some(id), object))?;
        let meta = read_meta(commit).map_err(|fault| fault.of(Some(id), Object::Leaf(0)))?;
        if meta.author != member {
            return Err(refuse(Object::Leaf(0))(Reason::MetaAuthor));
        }
        if founding.is_none() {
            effects::check(&header, known).map_err(|(object, reason)| refuse(object)(reason))?;
        }
        let latest = clock.map(|now| now.unix_seconds().saturating_add(CLOCK_TOLERANCE));
        if latest.is_some_and(|latest| meta.time.unix_seconds() > latest) {
            return Err(refuse(Object::Leaf(0))(Reason::TimeFuture));
        }
        let before = self.standing.as_ref().map(|standing| standing.time);
        let time = before.map_or(meta.time, |before| before.max(meta.time));
        let entries = leaves::read(commit, &names, known);
        Ok(Accepted { id, header, meta, time, entries, founding })
    }

    /// Takes an accepted commit into the standing.
    ///
    /// # Errors
    ///
    /// [`Reason::ChainPrevious`] when the commit was accepted after another standing than this one.
    pub fn advance(&mut self, accepted: &Accepted) -> Result<(), Refusal> {
        let head = self.standing.as_ref().map(Standing::head);
        if accepted.header.previous != head {
            let fault = Fault::from(Reason::ChainPrevious);
            return Err(fault.of(Some(accepted.id), Object::Header));
        }
        match (&mut self.standing, &accepted.founding) {
            (Some(standing), _) => {
                standing.head = accepted.id;
                standing.chain.append(accepted.id.as_bytes());
                standing.time = accepted.time;
            }
            (none, Some(founding)) => {
                let mut chain = Frontier::default();
                chain.append(accepted.id.as_bytes());
                *none = Some(Standing {
                    case: accepted.id.into(),
                    key: founding.key,
                    member: founding.member,
                    recovery: founding.recovery,
                    head: accepted.id,
                    chain,
                    time: accepted.time,
                });
            }
            (None, None) => {
                let fault = Fault::from(Reason::ChainGenesis);
                return Err(fault.of(Some(accepted.id), Object::Header));
            }
        }
        Ok(())
    }

    /// Judges a commit and, when it is accepted, takes it in.
    ///
    /// # Errors
    ///
    /// As [`Self::check`].
    pub fn accept(
        &mut self,
        commit: &Commit,
        known: &impl Known,
        clock: Option<Time>,
    ) -> Result<Accepted, Refusal> {
        let accepted = self.check(commit, known, clock)?;
        self.advance(&accepted)?;
        Ok(accepted)
    }

    /// Whether the commit belongs to this case at all.
    fn check_case(&self, header: &Header, id: CommitId) -> Result<(), Reason> {
        match (&self.standing, header.case) {
            (None, Some(_)) => Err(Reason::ChainGenesis),
            (None, None) if self.expected.is_some_and(|case| case != id.into()) => {
                Err(Reason::CommitCase)
            }
            (None, None) => Ok(()),
            (Some(standing), None) if standing.case == id.into() => Err(Reason::ChainRepeated),
            (Some(_), None) => Err(Reason::ChainGenesis),
            (Some(standing), Some(case)) if case != standing.case => Err(Reason::CommitCase),
            (Some(_), Some(_)) => Ok(()),
        }
    }

    /// Whether the commit comes next in its device's chain, and has seen all there is.
    fn check_place(&self, header: &Header, id: CommitId, known: &impl Known) -> Result<(), Reason> {
        let Some(standing) = &self.standing else {
            return Ok(());
        };
        if header.seq < standing.size() {
            return Err(match known.commit(header.seq) {
                Some(held) if held == id => Reason::ChainRepeated,
                _ => Reason::ChainFork,
            });
        }
        if header.seq > standing.size() {
            return Err(Reason::ChainGap);
        }
        if header.previous != Some(standing.head) {
            return Err(Reason::ChainPrevious);
        }
        // `previous` is one of the parents, so one parent means exactly the head.
        if header.parents.len() != 1 {
            return Err(Reason::ChainParents);
        }
        Ok(())
    }
}

/// Reads the commit's particulars.
fn read_meta(commit: &Commit) -> Result<Meta, Fault> {
    match commit.leaves.first().map(|leaf| Content::read(&leaf.content)) {
        Some(Content::Operation(Operation::Meta(meta))) => Ok(meta),
        Some(Content::Void(fault)) => Err(fault),
        _ => Err(Reason::MetaOperation.into()),
    }
}
