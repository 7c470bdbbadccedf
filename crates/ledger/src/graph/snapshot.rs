//! A graph as bytes, so that opening a case need not verify it from the beginning.
//!
//! The size grows with devices, roles, revocations and forks, not with commits or operations. A snapshot
//! proves nothing: it is as trustworthy as the place it was kept in. Verifying the log from its first
//! commit has to arrive at an equal graph.

use super::grants::Grants;
use super::line::Line;
use super::{Founded, Graph};
use crate::codec::{Reader, Writer};
use crate::id::{CaseId, CommitId, DeviceId};
use crate::reason::{Fault, Reason};

/// What a snapshot begins with; raised whenever its form changes.
const FORM: &[u8; 8] = b"graph 1\n";

impl Graph {
    /// The graph as bytes; `None` before the first commit.
    #[must_use]
    pub fn snapshot(&self) -> Option<Vec<u8>> {
        let founded = self.founded.as_ref()?;
        let mut out = Writer::default();
        out.fixed(FORM);
        out.fixed(founded.case.as_bytes());
        out.fixed(founded.recovery.as_bytes());
        out.number(founded.commits);
        out.list(founded.heads.iter(), |out, head| out.fixed(head.as_bytes()));
        out.list(founded.lines.iter(), |out, (device, line)| {
            out.fixed(device.as_bytes());
            line.write(out);
        });
        founded.grants.write(&mut out);
        Some(out.finish())
    }

    /// The graph of a snapshot.
    ///
    /// # Errors
    ///
    /// [`Reason::SnapshotForm`] when the bytes are not one.
    pub fn resume(snapshot: &[u8]) -> Result<Self, Fault> {
        Self::read_snapshot(snapshot).ok_or_else(|| Reason::SnapshotForm.into())
    }

    fn read_snapshot(snapshot: &[u8]) -> Option<Self> {
        let mut from = Reader(snapshot);
        if from.fixed()? != *FORM {
            return None;
        }
        let case = CaseId::from_bytes(from.hash()?);
        let founded = Founded {
            case,
            recovery: DeviceId::from_bytes(from.hash()?),
            commits: from.number()?,
            heads: from.list(|from| from.hash().map(CommitId::from_bytes))?.into_iter().collect(),
            lines: from
                .list(|from| Some((DeviceId::from_bytes(from.hash()?), Line::read(from)?)))?
                .into_iter()
                .collect(),
            grants: Grants::read(&mut from)?,
        };
        from.is_empty().then_some(Self { expected: None, founded: Some(founded) })
    }
}
