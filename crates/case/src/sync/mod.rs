//! Exchanging commits with other copies of the case.
//!
//! A bundle holds what its receivers lack, as far as they have shown what they have: a copy is taken to
//! have the heads that its own bundles named and what its own commits descend from, never what was only
//! sent to it, because a stick can be lost. Contents above a level are withheld; every header travels.
//! Receiving is all or nothing: everything is checked, front to back, inside one transaction that is
//! dropped at the first thing that is wrong.

mod give;
mod objects;
mod peers;
mod receive;

pub use give::{Given, Giving};
pub(crate) use objects::{content, given_with};
pub use peers::{Peer, Peers};
pub use receive::{Received, Receiving, RolledBackPeer};

use std::ops::ControlFlow;

use onus_ledger::bundle::BundleError;
use onus_ledger::{Known, OperationId, Reason};
use onus_store::{LeafId, ObjectRow, Reader, Transaction};

use crate::case::Case;
use crate::error::CaseError;
use crate::known::{ACTS, InStore};

/// What a copy does not have, so that nothing may be concluded from its absence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Operations whose content is not here and was not erased.
    pub withheld: u64,
}

impl Missing {
    /// Whether all is here.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.withheld == 0
    }
}

/// The key under which it is kept.
const MISSING: &str = "missing";

impl Case {
    /// What this copy does not have.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn missing(&self) -> Result<Missing, CaseError> {
        missing(self.store.reader())
    }
}

pub(crate) fn missing(reader: &dyn Reader) -> Result<Missing, CaseError> {
    let bytes = reader.meta(MISSING)?.unwrap_or_default();
    let withheld = <[u8; 8]>::try_from(bytes).map(u64::from_be_bytes).unwrap_or_default();
    Ok(Missing { withheld })
}

/// Counts what is closed and not erased.
pub(crate) fn count_missing(
    transaction: &mut dyn Transaction,
    erased: impl Fn(&OperationId) -> bool,
) -> Result<Missing, CaseError> {
    let mut withheld = 0u64;
    if transaction.reader().counts()?.closed_leaves > 0 {
        for (id, _) in crate::taking::places(transaction.reader())? {
            for leaf in transaction.reader().leaves_of(id)? {
                let name = OperationId::from_bytes(*leaf.id.as_bytes());
                withheld += u64::from(leaf.opening.is_none() && !erased(&name));
            }
        }
    }
    transaction.put_meta(MISSING, &withheld.to_be_bytes())?;
    Ok(Missing { withheld })
}

/// Every operation that some effect names.
pub(crate) fn acted(
    reader: &dyn Reader,
) -> Result<std::collections::BTreeSet<OperationId>, CaseError> {
    let mut acted = std::collections::BTreeSet::new();
    reader.each_entry(ACTS, &[], &mut |(key, _)| {
        acted.extend(key.first_chunk::<32>().map(|name| OperationId::from_bytes(*name)));
        ControlFlow::Continue(())
    })?;
    Ok(acted)
}

/// Destroys the content of an operation wherever it stands, with the keys to files that nothing else names;
/// these are added to `shredded`, to be removed once that is committed. Tells whether there was any content.
pub(crate) fn destroy(
    transaction: &mut dyn Transaction,
    operation: &OperationId,
    shredded: &mut Vec<ObjectRow>,
) -> Result<bool, CaseError> {
    let mut destroyed = false;
    let leaves = transaction.reader().leaves_named(LeafId::from_bytes(*operation.as_bytes()))?;
    let content = leaves.into_iter().find_map(|leaf| leaf.opening).map(|opening| opening.content);
    for position in InStore(transaction.reader()).positions(operation) {
        let commit = onus_store::CommitId::from_bytes(*position.commit.as_bytes());
        destroyed |= transaction.erase_leaf(commit, position.index)?;
    }
    if let Some(content) = content {
        shredded.extend(objects::shred(transaction, &content)?);
    }
    Ok(destroyed)
}

/// Whether the content of an operation is here.
pub(crate) fn is_here(reader: &dyn Reader, operation: &OperationId) -> Result<bool, CaseError> {
    let leaves = reader.leaves_named(LeafId::from_bytes(*operation.as_bytes()))?;
    Ok(leaves.iter().any(|leaf| leaf.opening.is_some()))
}

impl From<BundleError> for CaseError {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Refused(refusal) => Self::Bundle {
                waits: refusal.waits() || refusal.reason == Reason::ManifestBase,
                reason: refusal.reason,
                told: refusal.to_string(),
            },
            BundleError::Io(error) => Self::NotReadable(error.to_string()),
        }
    }
}
