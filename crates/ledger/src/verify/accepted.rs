//! What a verifier makes of a commit that it accepts.

use super::effects::Founding;
use crate::effect::Effect;
use crate::header::Header;
use crate::id::{CommitId, OperationId};
use crate::operation::{Content, Meta};
use crate::time::Time;
use crate::word::Level;

/// A commit that may follow what is in the log. Only a verifier makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub(super) id: CommitId,
    pub(super) header: Header,
    pub(super) meta: Meta,
    pub(super) time: Time,
    pub(super) entries: Vec<Entry>,
    pub(super) founding: Option<Founding>,
}

/// One operation of an accepted commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The operation's id.
    pub id: OperationId,
    /// What it says, or why it says nothing.
    pub content: Content,
}

impl Accepted {
    /// The commit's id.
    #[must_use]
    pub fn id(&self) -> CommitId {
        self.id
    }

    /// Its header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its particulars: author, stated time, tool.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Its effective time: the stated one, or that of the commit before it when that is later.
    #[must_use]
    pub fn time(&self) -> Time {
        self.time
    }

    /// Its operations in order, `meta` first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The operations it retracts.
    pub fn retracted(&self) -> impl Iterator<Item = OperationId> + '_ {
        self.header
            .effects
            .iter()
            .flat_map(|effect| match effect {
                Effect::Retract(retract) => Some(&retract.leaves),
                _ => None,
            })
            .flatten()
            .copied()
    }

    /// The operations it gives another level.
    pub fn level_changes(&self) -> impl Iterator<Item = (OperationId, Level)> + '_ {
        self.header
            .effects
            .iter()
            .flat_map(|effect| match effect {
                Effect::Level(change) => Some(change),
                _ => None,
            })
            .flat_map(|change| change.leaves.iter().map(|operation| (*operation, change.level)))
    }
}
