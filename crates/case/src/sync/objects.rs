//! Files and texts that travel with the operations that name them.
//!
//! Whoever is given the content of an exhibit, a reading or a time stamp is given its file too, as far as it is
//! here; a claim alone gives nobody the whole text it was read in. What comes is kept if an operation that is open
//! and understood names it; it is sealed anew for this copy's vault as it comes, and recorded in the
//! transaction that takes the bundle in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use onus_ledger::operation::Locator;
use onus_ledger::{Content, Digest, Operation, OperationId};
use onus_store::{
    Adding, ContentDigest, Entropy, Lease, ObjectKind, ObjectRow, Place, Reader, Transaction, Vault,
};

use crate::error::CaseError;

pub(crate) fn content(digest: Digest) -> ContentDigest {
    ContentDigest::from_bytes(*digest.as_bytes())
}

/// The objects whose content goes with an operation.
pub(crate) fn given_with(operation: &Operation) -> Vec<Digest> {
    match operation {
        Operation::Exhibit(exhibit) => vec![exhibit.file],
        Operation::Reading(reading) => {
            [Some(reading.text), reading.parts].into_iter().flatten().collect()
        }
        Operation::Stamp(stamp) => stamp.object.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Every object that an operation names, and what it is to the case.
pub(crate) fn named_by(operation: &Operation) -> Vec<(Digest, ObjectKind)> {
    let exhibit = |digest: Digest| (digest, ObjectKind::Exhibit);
    let text = |digest: Digest| (digest, ObjectKind::Text);
    match operation {
        Operation::Exhibit(it) => vec![exhibit(it.file)],
        Operation::Custody(it) => vec![exhibit(it.file)],
        Operation::Stamp(it) => it.object.into_iter().map(exhibit).collect(),
        Operation::Reading(it) => {
            let texts = [Some(it.text), it.parts, it.corrects].into_iter().flatten().map(text);
            it.file.into_iter().map(exhibit).chain(texts).collect()
        }
        Operation::Claim(claim) => match claim.passage.as_ref().map(|passage| &passage.locator) {
            Some(Locator::Range(range)) => vec![text(range.text)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What an open operation of the log says of an object, if one names it: what it is to the case.
fn named_in(reader: &dyn Reader, digest: Digest) -> Result<Option<ObjectKind>, CaseError> {
    let hex = digest.to_string();
    let mut kind = None;
    reader.each_leaf(Place(0), &mut |(_, leaf)| {
        if let Some(opening) = &leaf.opening
            && opening.content.windows(hex.len()).any(|bytes| bytes == hex.as_bytes())
            && let Content::Operation(operation) = Content::read(&opening.content)
        {
            kind = named_by(&operation).iter().find(|(named, _)| *named == digest).map(|it| it.1);
        }
        if kind.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(kind)
}

/// Forgets the objects that only this destroyed content named, with their keys. Their files are noise from
/// then on; they are to be removed once that is committed.
pub(crate) fn shred(
    transaction: &mut dyn Transaction,
    destroyed: &[u8],
) -> Result<Vec<ObjectRow>, CaseError> {
    let mut shredded = Vec::new();
    if let Content::Operation(operation) = Content::read(destroyed) {
        for (digest, _) in named_by(&operation) {
            if named_in(transaction.reader(), digest)?.is_none() {
                shredded.extend(transaction.remove_object(content(digest))?);
            }
        }
    }
    Ok(shredded)
}

/// Objects of a bundle as they come.
#[derive(Default)]
pub(super) struct Coming<'v> {
    /// What the contents of the bundle name.
    named: BTreeMap<Digest, (ObjectKind, BTreeSet<OperationId>)>,
    /// Held until what was put in is recorded.
    lease: Option<Lease>,
    adding: Option<(Digest, Adding<'v>)>,
    /// Whole, and not recorded yet.
    whole: Vec<ObjectRow>,
    /// How many came that no operation here names.
    unnamed: u64,
}

impl<'v> Coming<'v> {
    pub(super) fn names(&mut self, name: OperationId, operation: &Operation) {
        for (digest, kind) in named_by(operation) {
            let named = self.named.entry(digest).or_insert_with(|| (kind, BTreeSet::new()));
            named.1.insert(name);
        }
    }

    /// Begins with an object, if it is one to be kept.
    pub(super) fn begin(
        &mut self,
        reader: &dyn Reader,
        vault: &'v dyn Vault,
        entropy: &mut dyn Entropy,
        digest: Digest,
    ) -> Result<(), CaseError> {
        self.end()?;
        let kind = match self.named.get(&digest) {
            Some((kind, _)) => Some(*kind),
            None => named_in(reader, digest)?,
        };
        let Some(kind) = kind else {
            self.unnamed += 1;
            return Ok(());
        };
        let is_here = reader.object(content(digest))?.is_some()
            || self.whole.iter().any(|row| row.digest == content(digest));
        if is_here {
            return Ok(());
        }
        let lease = match self.lease.take() {
            Some(lease) => lease,
            None => vault.lease()?,
        };
        self.adding = Some((digest, vault.begin(&lease, kind, entropy)?));
        self.lease = Some(lease);
        Ok(())
    }

    pub(super) fn data(&mut self, bytes: &[u8]) -> Result<(), CaseError> {
        match &mut self.adding {
            Some((_, adding)) => Ok(adding.push(bytes)?),
            None => Ok(()),
        }
    }

    /// Ends the object that was begun. That its digest is what was said was checked by then.
    pub(super) fn end(&mut self) -> Result<(), CaseError> {
        if let Some((digest, adding)) = self.adding.take() {
            let row = adding.finish()?;
            if row.digest != content(digest) {
                // Only the last of a bundle that is refused comes here unchecked.
                self.whole.push(row);
                return Err(CaseError::NotReadable("a file of the bundle is another".to_owned()));
            }
            self.whole.push(row);
        }
        Ok(())
    }

    /// What came whole, with what was named only by operations that are erased; how many were not named.
    pub(super) fn taken(
        self,
        is_erased: impl Fn(&OperationId) -> bool,
    ) -> (Vec<ObjectRow>, Vec<ObjectRow>, u64, Option<Lease>) {
        let named = self.named;
        let is_kept = |row: &ObjectRow| {
            let by = named.get(&Digest::from_bytes(*row.digest.as_bytes()));
            by.is_none_or(|(_, by)| by.iter().any(|operation| !is_erased(operation)))
        };
        let (kept, given_up) = self.whole.into_iter().partition(is_kept);
        (kept, given_up, self.unnamed, self.lease)
    }

    /// Everything that was sealed so far, to be given up.
    pub(super) fn given_up(self) -> Vec<ObjectRow> {
        self.whole
    }
}
