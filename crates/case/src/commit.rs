//! The one way to change a case: an edit becomes a signed commit, checked and derived in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use onus_ledger::operation::{
    Handle, MemberName, NamedRow, Operation, Record, Retraction, Review, Rows, SchemaAddition,
    Sheet,
};
use onus_ledger::{
    Accepted, CommitId, Content, Digest, Draft, Effect, OperationId, Retract, Salt, SheetId,
};
use onus_model::claim::{Claim, Review as ReviewState};
use onus_model::id::ClaimId;
use onus_model::value::{Answers, Value};
use onus_store::{ClaimRow, Entropy, Reader};

use crate::case::{Case, Now, meta, schema_name, standing};
use crate::convert::{
    claim_from_log, claim_to_log, member_to_log, record_to_log, review_to_log, to_log, word,
};
use crate::derive::{SHEETS, logged};
use crate::edit::{Edit, provisional};
use crate::error::CaseError;
use crate::files::{Custody, Exhibit, Reading};
use crate::known::InStore;
use crate::taking::Taking;

/// The most operations that one commit takes; larger edits are refused with advice to split them.
const MOST_OPERATIONS: usize = 65_000;

/// The most rows or claims that one bookkeeping operation names, so that it stays below the log's limit
/// for one operation.
const MOST_NAMED: usize = 200;

/// The most records whose default views are computed again in passing.
const MOST_REFRESHED: usize = 200;

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

/// Refuses a commit of which something would not count: whoever makes it is told, instead of finding out.
pub(crate) fn refuse_void(accepted: &Accepted) -> Result<(), CaseError> {
    let (standing, author) = (accepted.standing(), accepted.meta().author);
    let refused = |what: &str| Err(CaseError::NotAllowed(what.to_owned()));
    for entry in accepted.entries() {
        if let Content::Operation(operation) = &entry.content
            && standing.judge(author, operation).is_some()
        {
            return refused(match operation {
                Operation::Review(_) => "reviewing claims takes a reviewer",
                Operation::Schema(_) => "adding to the schema takes a reviewer",
                Operation::Erasure(_) => "erasing takes a custodian",
                Operation::Member(_) => "naming other members takes an owner",
                _ => "adding to the case takes a coder",
            });
        }
    }
    let foreign = accepted.acts().iter().any(|(_, act)| !act.own);
    for effect in &accepted.header().effects {
        if standing.judge_effect(effect, !foreign).is_some() {
            return refused(match effect {
                Effect::Retract(_) => "retracting what others said takes a reviewer",
                Effect::Level(_) => "giving claims another level takes a custodian",
                Effect::Erase(_) => "erasing takes a custodian",
                _ => "adding and revoking devices and giving roles takes an owner",
            });
        }
    }
    Ok(())
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
        let graph = standing(transaction.reader())?;
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
                handle: None,
                label: None,
            }))?;
            // Handle and label are the team's words, and the record alone is for everyone: two leaves.
            if let Some(handle) = &record.handle {
                let (handle, label) = (handle.clone(), record.label.clone());
                let record = record_to_log(record.record);
                filling.push(&Operation::Handle(Handle { record, handle, label }))?;
            }
        }
        for (record, handle, label) in &edit.handles {
            let (handle, label) = (handle.clone(), label.clone());
            let record = record_to_log(*record);
            filling.push(&Operation::Handle(Handle { record, handle, label }))?;
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
        for (member, name) in &edit.members {
            let name = MemberName { member: member_to_log(*member), name: name.clone() };
            filling.push(&Operation::Member(name))?;
        }
        push_reviews(&mut filling, edit)?;
        let exhibits = edit.exhibits.iter().map(Exhibit::to_log);
        let custody = edit.custody.iter().map(Custody::to_log);
        let readings = edit.readings.iter().map(Reading::to_log);
        for operation in exhibits.chain(custody).chain(readings) {
            filling.push(&operation)?;
        }
        let commit = filling.draft.sign(&author.key)?;
        let mut taking = Taking::from(graph);
        let accepted = taking.append(transaction.as_mut(), &commit, Some(clock))?;
        refuse_void(&accepted)?;
        taking.finish(transaction.as_mut())?;
        for object in &edit.objects {
            if transaction.reader().object(object.digest)?.is_none() {
                transaction.put_object(object)?;
            }
        }
        let (commit, time) = (accepted.id(), accepted.time().unix_seconds());
        transaction.commit()?;
        if !edit.schema.is_empty() {
            self.read_schema()?;
        }
        // What a usual commit makes stale is little, and whoever asks next need not wait for it.
        self.refresh_views(MOST_REFRESHED)?;
        Ok(Committed { commit, time, claims })
    }

    /// Whether what the edit names is there, and fits the schema with the edit's own additions.
    fn check_edit(&self, edit: &Edit) -> Result<(), CaseError> {
        let files: Vec<(&str, &str)> =
            edit.schema.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let schema = self.schema.extended(&files)?;
        self.check_files(edit)?;
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
        let claim = |claim: &ClaimId| -> Result<ClaimRow, CaseError> {
            let missing = || CaseError::Edit(format!("there is no claim {claim}"));
            reader.claim(*claim)?.ok_or_else(missing)
        };
        for retracted in edit.retractions.iter().flat_map(|retraction| &retraction.claims) {
            claim(retracted)?;
        }
        let reviewer = self.author.as_ref().map(|author| author.member);
        let mut own = 0;
        for (reviewed, state) in &edit.reviews {
            let logged = logged(&claim(reviewed)?)?;
            // Whoever coded a claim may release it once someone else has checked it.
            let needs_another = *state != ReviewState::Draft && logged.checked_by(None).is_none();
            own += usize::from(needs_another && reviewer == Some(logged.recorded_by));
        }
        if own > 0 && !edit.alone { Err(CaseError::OwnReview(own)) } else { Ok(()) }
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
    let mut states: BTreeMap<ReviewState, Vec<OperationId>> = BTreeMap::new();
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
