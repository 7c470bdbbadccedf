//! What a graph makes of a commit that it accepts.

use std::collections::BTreeMap;

use super::{Act, ActKind, Node, Standing};
use crate::effect::{Case, DeviceAdd, Effect};
use crate::header::Header;
use crate::id::{CommitId, MemberId, OperationId};
use crate::key::PublicKey;
use crate::operation::{Content, Meta, Operation};
use crate::time::Time;

/// A commit that may be held. Only a graph makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub(super) header: Header,
    pub(super) meta: Meta,
    pub(super) node: Node,
    pub(super) entries: Vec<Entry>,
    /// Of each effect, whether all operations it names are the author's own.
    pub(super) own: Vec<bool>,
    pub(super) standing: Standing,
    pub(super) founding: Option<Founding>,
}

/// What founds a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Founding {
    pub(super) case: Case,
    pub(super) device: DeviceAdd,
    pub(super) key: PublicKey,
    pub(super) member: MemberId,
    pub(super) recovery: PublicKey,
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
        self.node.id
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

    /// What has to be remembered of it.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Its effective time: the stated one, or the latest of its parents' when that is later.
    #[must_use]
    pub fn time(&self) -> Time {
        self.node.time
    }

    /// Its operations in order, `meta` first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What it counts for as things stood before it. What it changes of other commits' standing, a graph
    /// tells when it advances.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The operations that count, with their place in the commit.
    pub fn counted(&self) -> impl Iterator<Item = (u32, OperationId, &Operation)> {
        (0u32..).zip(&self.entries).filter_map(|(index, entry)| match &entry.content {
            Content::Operation(operation)
                if self.standing.judge(self.meta.author, operation).is_none() =>
            {
                Some((index, entry.id, operation))
            }
            _ => None,
        })
    }

    /// Its effects on operations, to be kept by operation; whether they count is asked of the graph.
    #[must_use]
    pub fn acts(&self) -> Vec<(OperationId, Act)> {
        let mut acts: BTreeMap<(OperationId, ActKind), bool> = BTreeMap::new();
        for (effect, own) in self.header.effects.iter().zip(&self.own) {
            let (kind, leaves) = match effect {
                Effect::Retract(retract) => (ActKind::Retract, &retract.leaves),
                Effect::Level(change) => (ActKind::Level(change.level), &change.leaves),
                Effect::Erase(erase) => (ActKind::Erase(erase.class), &erase.leaves),
                _ => continue,
            };
            for operation in leaves {
                *acts.entry((*operation, kind)).or_default() |= own;
            }
        }
        let commit = self.node.id;
        acts.into_iter()
            .map(|((operation, kind), own)| (operation, Act { commit, kind, own }))
            .collect()
    }
}
