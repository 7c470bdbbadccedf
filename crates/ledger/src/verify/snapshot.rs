//! A verifier's standing as bytes, so that opening a case need not verify it from the beginning.
//!
//! A snapshot proves nothing: it is as trustworthy as the place it was kept in. Verifying the log
//! from its first commit has to arrive at the same snapshot.

use super::{Standing, Verifier};
use crate::content::{Json, parse, write};
use crate::effect::Bytes;
use crate::id::{CaseId, CommitId, Digest, MemberId};
use crate::key::PublicKey;
use crate::merkle::Frontier;
use crate::object::{Value, fields, object};
use crate::reason::{Fault, Reason};
use crate::time::Time;

object! {
    /// The standing's fields as they are kept.
    struct Snapshot {
        /// The case.
        "case" case: CaseId,
        /// The last commit.
        "head" head: CommitId,
        /// The device's key.
        "key" key: Bytes<32>,
        /// The device's member.
        "member" member: MemberId,
        /// The complete subtrees of the tree over the chain.
        "peaks" peaks: Vec<Digest>,
        /// The recovery key.
        "recovery" recovery: Bytes<32>,
        /// The number of commits.
        "size" size: u64,
        /// The effective time of the last commit.
        "time" time: Time,
    }
}

impl Verifier {
    /// The standing as bytes; `None` before the first commit.
    #[must_use]
    pub fn snapshot(&self) -> Option<Vec<u8>> {
        let standing = self.standing.as_ref()?;
        let peaks = standing.chain.peaks().iter().copied().map(Digest::from_bytes).collect();
        let snapshot = Snapshot {
            case: standing.case,
            head: standing.head,
            key: Bytes(*standing.key.as_bytes()),
            member: standing.member,
            peaks,
            recovery: Bytes(*standing.recovery.as_bytes()),
            size: standing.size(),
            time: standing.time,
        };
        write(&fields(snapshot.to_json()).ok()?).ok()
    }

    /// A verifier that continues from a snapshot.
    ///
    /// # Errors
    ///
    /// [`Reason::SnapshotForm`] when the bytes are not one.
    pub fn resume(snapshot: &[u8]) -> Result<Self, Fault> {
        Self::read_snapshot(snapshot).ok_or_else(|| Reason::SnapshotForm.into())
    }

    fn read_snapshot(snapshot: &[u8]) -> Option<Self> {
        let snapshot = Snapshot::from_json(Json::Object(parse(snapshot).ok()?)).ok()?;
        let peaks = snapshot.peaks.iter().map(|peak| *peak.as_bytes()).collect();
        let chain = Frontier::from_parts(snapshot.size, peaks).filter(|chain| chain.size() > 0)?;
        let standing = Standing {
            case: snapshot.case,
            key: PublicKey::from_bytes(&snapshot.key.0).ok()?,
            member: snapshot.member,
            recovery: PublicKey::from_bytes(&snapshot.recovery.0).ok()?,
            head: snapshot.head,
            chain,
            time: snapshot.time,
        };
        Some(Self { expected: Some(standing.case), standing: Some(standing) })
    }
}
