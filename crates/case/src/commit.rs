//! The one way to change a case: an edit becomes a signed commit, checked and derived in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use onus_ledger::operation::{
    NamedRow, Operation, Record, Retraction, Review, Rows, SchemaAddition, Sheet,
};
use onus_ledger::{
    Accepted, Commit, CommitId, Digest, Draft, Effect, Graph, OperationId, Retract, Salt, SheetId,
    Time,
};
use onus_model::claim::Claim;
use onus_model::id::ClaimId;
use onus_model::value::{Answers, Value};
use onus_store::{DeviceId, Entropy, LeafId, LeafRow, NewCommit, Opening, Reader, Transaction};

use crate::case::{Case, Now, keep_standing, meta, schema_name, standing};
use crate::convert::{
    claim_from_log, claim_to_log, level_from_log, record_to_log, review_to_log, to_log, word,
};
use crate::derive::{SHEETS, derive};
use crate::edit::{Edit, provisional};
use crate::error::CaseError;
use crate::known::{InStore, keep};

/// The most operations that one commit takes; larger edits are refused with advice to split them.
const MOST_OPERATIONS: usize = 65_000;

/// The most rows or claims that one bookkeeping operation names, so that it stays below the log's limit
/// for one operation.
const MOST_NAMED: usize = 200;

/// A change that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The commit.
    pub commit: CommitId,
    /// Its effective time, in seconds since 1970-01-01T00:00:00Z.
    pub time: u64,
    /// The names of the claims made, in the order of the edit.
    pub claims: Vec<ClaimId>,
}

/// Draws random bytes.
pub(crate) fn fresh<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N], CaseError> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

/// Checks a commit, appends it, derives what it changes, and keeps where the log then stands.
pub(crate) fn append(
    transaction: &mut dyn Transaction,
    graph: &mut Graph,
    commit: &Commit,
    clock: Option<Time>,
) -> Result<Accepted, CaseError> {
    let accepted = graph.check(commit, &InStore(transaction.reader()), clock)?;
    let id = onus_store::CommitId::from_bytes(*accepted.id().as_bytes());
    let header = accepted.header();
    let stored = |commit: &CommitId| onus_store::CommitId::from_bytes(*commit.as_bytes());
    let leaves = commit.leaves.iter().zip(accepted.entries()).zip(0u32..);
    let leaves: Vec<LeafRow> = leaves
        .map(|((slot, entry), index)| LeafRow {
            commit: id,
            index,
            id: LeafId::from_bytes(*entry.id.as_bytes()),
            level: entry.content.level().map(level_from_log),
            opening: slot.leaf().map(|leaf| Opening {
                salt: leaf.salt.as_bytes().to_vec(),
                content: leaf.content.clone(),
            }),
        })
        .collect();
    let row = NewCommit {
        id,
        header: commit.header.clone(),
        signature: commit.signature.as_bytes().to_vec(),
        device: DeviceId::from_bytes(*header.device.as_bytes()),
        seq: header.seq,
        height: accepted.node().height,
        parents: header.parents.iter().map(stored).collect(),
    };
    transaction.append(&row, &leaves)?;
    take(transaction, graph, &accepted, commit)?;
    keep_standing(transaction, graph)?;
    Ok(accepted)
}

/// Takes an accepted commit into graph and tables.
pub(crate) fn take(
    transaction: &mut dyn Transaction,
    graph: &mut Graph,
    accepted: &Accepted,
    commit: &Commit,
) -> Result<(), CaseError> {
    keep(transaction, accepted)?;
    let delta = graph.advance(accepted, &InStore(transaction.reader()))?;
    // One device: nothing that it commits changes what earlier commits count for.
    if !delta.changed.is_empty() {
        return Err(CaseError::Edit("this version does not revoke devices".to_owned()));
    }
    let contents: Vec<&[u8]> = commit
        .leaves
        .iter()
        .map(|slot| slot.leaf().map_or(&[][..], |leaf| leaf.content.as_slice()))
        .collect();
    derive(transaction, graph, accepted, &contents)
}

/// A commit being filled, with the randomness for its salts.
struct Filling<'f, 'e> {
    draft: Draft,
    now: &'f mut Now<'e>,
    operations: usize,
}

impl Filling<'_, '_> {
    fn push(&mut self, operation: &Operation) -> Result<OperationId, CaseError> {
        self.operations += 1;
        if self.operations > MOST_OPERATIONS {
            return Err(CaseError::Edit(format!(
                "this changes more than {MOST_OPERATIONS} things at once; apply the sheets one by one"
            )));
        }
        let salt = Salt::from_bytes(fresh(self.now.entropy)?);
        Ok(self.draft.push(salt, operation)?)
    }
}

impl Case {
    /// Does what an edit says, whole or not at all.
    ///
    /// # Errors
    ///
    /// When the edit is wrong, this copy may not write, or the store refuses; nothing has changed then.
    pub fn commit(&mut self, edit: &Edit, now: &mut Now<'_>) -> Result<Committed, CaseError> {
        self.check_edit(edit)?;
        let author = self.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        let mut transaction = self.store.begin()?;
        let mut graph = standing(transaction.reader())?;
        let place =
            graph.next(&author.key.device(), &InStore(transaction.reader())).map_err(|reason| {
                CaseError::Edit(format!("this device cannot change the case: {reason}"))
            })?;
        let meta = meta(author.member, now)?;
        let clock = meta.time;
        let salt = Salt::from_bytes(fresh(now.entropy)?);
        let draft = Draft::following(&place, &meta, salt)?;
        let mut filling = Filling { draft, now, operations: 1 };
        if let Some(text) = &edit.message {
            let message = onus_ledger::operation::Message { text: text.clone() };
            filling.push(&Operation::Message(message))?;
        }
        for (path, text) in &edit.schema {
            let name = schema_name(path).ok_or_else(|| {
                CaseError::Edit(format!("{path} is not in a folder named types or vocabularies"))
            })?;
            let addition = SchemaAddition { name: word("schema", &name)?, text: text.clone() };
            filling.push(&Operation::Schema(addition))?;
        }
        for record in &edit.records {
            filling.push(&Operation::Record(Record {
                record: record_to_log(record.record),
                record_type: word("type", record.record_type.as_str())?,
                handle: record.handle.clone(),
                label: None,
            }))?;
        }
        let mut named: BTreeMap<ClaimId, ClaimId> = BTreeMap::new();
        let mut claims = Vec::with_capacity(edit.claims.len());
        for (place, new) in (0u64..).zip(&edit.claims) {
            let claim = with_names(&new.claim, &named, place)?;
            let name = filling.push(&Operation::Claim(Box::new(to_log(&claim)?)))?;
            named.insert(provisional(place), claim_from_log(name));
            claims.push(claim_from_log(name));
        }
        push_rows(&mut filling, transaction.reader(), edit, &claims)?;
        for retraction in &edit.retractions {
            push_retraction(&mut filling, retraction)?;
        }
        push_reviews(&mut filling, edit)?;
        let commit = filling.draft.sign(&author.key)?;
        let accepted = append(transaction.as_mut(), &mut graph, &commit, Some(clock))?;
        let (commit, time) = (accepted.id(), accepted.time().unix_seconds());
        transaction.commit()?;
        if !edit.schema.is_empty() {
            self.read_schema()?;
        }
        Ok(Committed { commit, time, claims })
    }

    /// Whether what the edit names is there, and fits the schema with the edit's own additions.
    fn check_edit(&self, edit: &Edit) -> Result<(), CaseError> {
        let files: Vec<(&str, &str)> =
            edit.schema.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let schema = self.schema.extended(&files)?;
        let reader = self.store.reader();
        let mut types = BTreeMap::new();
        for record in &edit.records {
            if schema.record_type(record.record_type.as_str()).is_none() {
                let message = format!("there is no record type {}", record.record_type);
                return Err(CaseError::Edit(message));
            }
            types.insert(record.record, record.record_type.clone());
        }
        for new in &edit.claims {
            let claim = &new.claim;
            let known = match types.get(&claim.record) {
                Some(record_type) => Some(record_type.clone()),
                None => reader.record(claim.record)?.map(|row| row.kind),
            };
            let record_type = known.ok_or_else(|| {
                CaseError::Edit(format!("there is no record {} to claim anything of", claim.record))
            })?;
            let takes = schema
                .property(record_type.as_str(), claim.property.as_str())
                .is_some_and(|property| property.takes(claim.value.kind()));
            if !takes {
                return Err(CaseError::Edit(format!(
                    "a {record_type} has no property {} that takes {}",
                    claim.property,
                    claim.value.kind()
                )));
            }
        }
        let mentioned = edit.retractions.iter().flat_map(|retraction| &retraction.claims);
        for claim in mentioned.chain(edit.reviews.keys()) {
            if reader.claim(*claim)?.is_none() {
                return Err(CaseError::Edit(format!("there is no claim {claim}")));
            }
        }
        Ok(())
    }
}

/// The claim with the log's names in place of the provisional ones.
fn with_names(
    claim: &Claim,
    named: &BTreeMap<ClaimId, ClaimId>,
    place: u64,
) -> Result<Claim, CaseError> {
    let later: BTreeSet<ClaimId> = BTreeSet::from([provisional(place)]);
    let replace = |claims: &BTreeSet<ClaimId>| -> Result<BTreeSet<ClaimId>, CaseError> {
        if claims.intersection(&later).next().is_some() {
            return Err(CaseError::Edit("a claim rests on itself".to_owned()));
        }
        Ok(claims.iter().map(|name| named.get(name).copied().unwrap_or(*name)).collect())
    };
    let mut claim = claim.clone();
    if let Some(rests_on) = &mut claim.rests_on {
        rests_on.claims = replace(&rests_on.claims)?;
    }
    if let Value::Answers(Answers::Claims(claims)) = &claim.value {
        claim.value = Value::Answers(Answers::Claims(replace(claims)?));
    }
    Ok(claim)
}

/// Writes down which rows of which sheets made which claims.
fn push_rows(
    filling: &mut Filling<'_, '_>,
    reader: &dyn Reader,
    edit: &Edit,
    claims: &[ClaimId],
) -> Result<(), CaseError> {
    let mut sheets: BTreeMap<&str, Vec<NamedRow>> = BTreeMap::new();
    for (new, claim) in edit.claims.iter().zip(claims) {
        let Some((name, fingerprint)) = &new.row else { continue };
        sheets.entry(&name.sheet).or_default().push(NamedRow {
            row: name.row.clone(),
            claim: claim_to_log(*claim),
            fingerprint: Digest::from_bytes(*fingerprint),
        });
    }
    for (name, rows) in sheets {
        let sheet = sheet_named(filling, reader, name)?;
        for rows in rows.chunks(MOST_NAMED) {
            filling.push(&Operation::Rows(Rows { sheet, rows: rows.to_vec() }))?;
        }
    }
    Ok(())
}

/// The id of a sheet, which is made when the sheet is new.
fn sheet_named(
    filling: &mut Filling<'_, '_>,
    reader: &dyn Reader,
    name: &str,
) -> Result<SheetId, CaseError> {
    let mut known = None;
    reader.each_entry(SHEETS, &[], &mut |(sheet, known_name)| {
        if known_name == name.as_bytes() {
            known = <[u8; 16]>::try_from(sheet).ok().map(SheetId::from_bytes);
        }
        std::ops::ControlFlow::Continue(())
    })?;
    if let Some(sheet) = known {
        return Ok(sheet);
    }
    let sheet = SheetId::from_bytes(fresh(filling.now.entropy)?);
    filling.push(&Operation::Sheet(Sheet { sheet, name: name.to_owned() }))?;
    Ok(sheet)
}

fn push_retraction(
    filling: &mut Filling<'_, '_>,
    retraction: &crate::edit::NewRetraction,
) -> Result<(), CaseError> {
    let claims: Vec<OperationId> = retraction.claims.iter().copied().map(claim_to_log).collect();
    for claims in claims.chunks(MOST_NAMED) {
        let claims: BTreeSet<OperationId> = claims.iter().copied().collect();
        filling.draft.effect(Effect::Retract(Retract { leaves: claims.clone() }));
        filling.push(&Operation::Retraction(Retraction {
            operations: claims,
            reason: word("reason", &retraction.reason)?,
            note: retraction.note.clone(),
        }))?;
    }
    Ok(())
}

fn push_reviews(filling: &mut Filling<'_, '_>, edit: &Edit) -> Result<(), CaseError> {
    let mut states: BTreeMap<onus_model::claim::Review, Vec<OperationId>> = BTreeMap::new();
    for (claim, state) in &edit.reviews {
        states.entry(*state).or_default().push(claim_to_log(*claim));
    }
    for (state, claims) in states {
        for claims in claims.chunks(MOST_NAMED) {
            filling.push(&Operation::Review(Review {
                claims: claims.iter().copied().collect(),
                state: review_to_log(state),
            }))?;
        }
    }
    Ok(())
}
