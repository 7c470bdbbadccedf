//! Erasing: content and salt of operations are destroyed, here and, as word of it travels, everywhere.
//!
//! What is erased counts for nothing at once, on every copy. Destroying it is a second step. The copy where
//! somebody erases destroys at once. A copy that hears of it destroys at once too, as long as it is little;
//! above a limit the bytes stay, uncounted, until a custodian there has looked: so nobody who steals a key
//! empties every copy of a case.
//!
//! Rows of coding sheets are kept with a fingerprint of what they said, by which likely rows could be
//! guessed. So the bookkeeping that names an erased claim is erased with it, and what it said of other
//! claims is said again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use onus_ledger::operation::{Erasure, NamedRow, Rows};
use onus_ledger::{
    CommitId, Content, Draft, Effect, Erase, ErasureClass, Known, Operation, OperationId, Salt,
    SheetId,
};
use onus_model::id::{ClaimId, MemberId};
use onus_store::{Place, Reader, Transaction};

use crate::case::{Case, Now, meta, standing};
use crate::commit::{fresh, refuse_void};
use crate::convert::{claim_to_log, member_from_log};
use crate::error::CaseError;
use crate::known::InStore;
use crate::sync::{acted, count_missing, destroy, is_here};
use crate::taking::Taking;

/// How many operations that one member erased a copy destroys at once when it hears of it.
pub const ERASED_AT_ONCE: u64 = 20;

/// The most operations that one commit erases, bookkeeping included.
const MOST_ERASED: usize = 1_000;

/// The most that one bookkeeping operation names.
const MOST_NAMED: usize = 200;

/// Where what waits for a custodian is kept.
const WAITING: &str = "erasures-waiting";
/// Where it is kept that freed pages may still hold what was erased.
const UNFINISHED: &str = "erasure-unfinished";

/// What is to be erased, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasing {
    /// The claims.
    pub claims: BTreeSet<ClaimId>,
    /// Why.
    pub class: ErasureClass,
    /// The claim by which consent was withdrawn; exactly where that is why.
    pub consent: Option<ClaimId>,
    /// Why, in words.
    pub note: Option<String>,
}

/// What was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// The commits that say so.
    pub commits: Vec<CommitId>,
    /// Claims whose content was destroyed here.
    pub claims: u64,
    /// Notes of rows that were destroyed with them.
    pub rows: u64,
}

/// Operations that are erased and whose bytes are still here, with whoever erased them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) operations: BTreeMap<OperationId, MemberId>,
}

impl Waiting {
    pub(crate) fn read(reader: &dyn Reader) -> Result<Self, CaseError> {
        let bytes = reader.meta(WAITING)?.unwrap_or_default();
        let (rows, _) = bytes.as_chunks::<48>();
        let read = |row: &[u8; 48]| {
            let (operation, member) = row.split_first_chunk::<32>()?;
            let member = MemberId::from_bytes(member.try_into().ok()?);
            Some((OperationId::from_bytes(*operation), member))
        };
        Ok(Self { operations: rows.iter().filter_map(read).collect() })
    }

    pub(crate) fn write(&self, transaction: &mut dyn Transaction) -> Result<(), CaseError> {
        if self.operations.is_empty() {
            return Ok(transaction.remove_meta(WAITING)?);
        }
        let rows = self.operations.iter();
        let bytes: Vec<u8> = rows
            .flat_map(|(operation, member)| {
                operation.as_bytes().iter().chain(member.as_bytes()).copied()
            })
            .collect();
        Ok(transaction.put_meta(WAITING, &bytes)?)
    }
}

/// Says whether freed pages may still hold what was erased.
pub(crate) fn set_unfinished(
    transaction: &mut dyn Transaction,
    unfinished: bool,
) -> Result<(), CaseError> {
    if unfinished {
        Ok(transaction.put_meta(UNFINISHED, &[1])?)
    } else {
        Ok(transaction.remove_meta(UNFINISHED)?)
    }
}

/// The notes of rows that name claims to be erased, and what else they said.
#[derive(Default)]
struct Notes {
    operations: BTreeSet<OperationId>,
    again: BTreeMap<SheetId, Vec<NamedRow>>,
}

impl Case {
    /// Whether freed pages may still hold what was erased: the case is to be written anew.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn is_unfinished(&self) -> Result<bool, CaseError> {
        Ok(self.store.reader().meta(UNFINISHED)?.is_some())
    }

    /// What others erased and a custodian here has to look at: how many operations, by member.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn erasures_waiting(&self) -> Result<BTreeMap<MemberId, BTreeSet<ClaimId>>, CaseError> {
        let mut by: BTreeMap<MemberId, BTreeSet<ClaimId>> = BTreeMap::new();
        for (operation, member) in Waiting::read(self.store.reader())?.operations {
            let claim = crate::convert::claim_from_log(operation);
            by.entry(member).or_default().insert(claim);
        }
        Ok(by)
    }

    /// Every claim that a sheet ever made, or one of its rows, whether it still stands or not.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn claims_of_rows(
        &self,
        sheet: &str,
        row: Option<&str>,
    ) -> Result<BTreeSet<ClaimId>, CaseError> {
        let mut claims = BTreeSet::new();
        let stored = self.read()?;
        let sheets: BTreeSet<[u8; 16]> = stored
            .sheets()
            .filter(|(_, name)| *name == sheet)
            .map(|(id, _)| *id.as_bytes())
            .collect();
        self.store.reader().each_entry(crate::derive::ROWS, &[], &mut |(claim, value)| {
            let named = value.split_first_chunk::<16>().is_some_and(|(of, name)| {
                sheets.contains(of) && row.is_none_or(|row| row.as_bytes() == name)
            });
            if let (true, Ok(claim)) = (named, <[u8; 32]>::try_from(claim)) {
                claims.insert(ClaimId::from_bytes(claim));
            }
            ControlFlow::Continue(())
        })?;
        Ok(claims)
    }

    /// Claims that rest on claims to be erased, and stay.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn resting_on(&self, claims: &BTreeSet<ClaimId>) -> Result<BTreeSet<ClaimId>, CaseError> {
        let mut resting = BTreeSet::new();
        for claim in claims {
            for row in self.store.reader().claims_naming(*claim)? {
                let logged = crate::derive::logged(&row)?;
                if crate::question::named(&logged.claim).contains(claim) {
                    resting.insert(row.id);
                }
            }
        }
        Ok(resting.difference(claims).copied().collect())
    }

    fn notes_of(&self, claims: &BTreeSet<ClaimId>) -> Result<Notes, CaseError> {
        let mut notes = Notes::default();
        let wanted: BTreeSet<OperationId> = claims.iter().copied().map(claim_to_log).collect();
        let mut found = Vec::new();
        self.store.reader().each_leaf(Place(0), &mut |(_, leaf)| {
            if let Some(opening) = &leaf.opening
                && opening.content.windows(11).any(|bytes| bytes == b"\"op\":\"rows\"")
                && let Content::Operation(Operation::Rows(rows)) = Content::read(&opening.content)
                && rows.rows.iter().any(|row| wanted.contains(&row.claim))
            {
                found.push((OperationId::from_bytes(*leaf.id.as_bytes()), rows));
            }
            ControlFlow::Continue(())
        })?;
        for (name, rows) in found {
            notes.operations.insert(name);
            for row in rows.rows {
                if !wanted.contains(&row.claim) && is_here(self.store.reader(), &row.claim)? {
                    notes.again.entry(rows.sheet).or_default().push(row);
                }
            }
        }
        Ok(notes)
    }

    /// Erases claims, with the bookkeeping that names them: commits that they are erased, and destroys
    /// their contents in the tables. What freed pages still hold is gone once the case is
    /// [written anew](crate::OpenCase::erase).
    ///
    /// # Errors
    ///
    /// When the author may not, a claim is not here, or the store refuses.
    pub fn erase(&mut self, erasing: &Erasing, now: &mut Now<'_>) -> Result<Erased, CaseError> {
        for claim in &erasing.claims {
            if !is_here(self.store.reader(), &claim_to_log(*claim))? {
                return Err(CaseError::Edit(format!("the claim {claim} is not here")));
            }
        }
        if erasing.claims.is_empty() {
            return Err(CaseError::Edit("there is nothing to erase".to_owned()));
        }
        if erasing.consent.is_some_and(|consent| erasing.claims.contains(&consent)) {
            return Err(CaseError::Edit(
                "the claim by which consent was withdrawn cannot be erased with the rest"
                    .to_owned(),
            ));
        }
        let notes = self.notes_of(&erasing.claims)?;
        let mut names: Vec<OperationId> = notes.operations.iter().copied().collect();
        names.extend(erasing.claims.iter().copied().map(claim_to_log));
        let mut erased = Erased {
            claims: erasing.claims.len() as u64,
            rows: notes.operations.len() as u64,
            ..Erased::default()
        };
        let mut again = Some(notes.again);
        for names in names.chunks(MOST_ERASED) {
            let again = again.take().unwrap_or_default();
            erased.commits.push(self.erase_some(erasing, names, &again, now)?);
        }
        Ok(erased)
    }

    fn erase_some(
        &mut self,
        erasing: &Erasing,
        names: &[OperationId],
        again: &BTreeMap<SheetId, Vec<NamedRow>>,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let author = self.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        let mut transaction = self.store.begin()?;
        let graph = standing(transaction.reader())?;
        let place =
            graph.next(&author.key.device(), &InStore(transaction.reader())).map_err(|reason| {
                CaseError::Edit(format!("this device cannot change the case: {reason}"))
            })?;
        let meta = meta(author.member, now)?;
        let mut draft = Draft::following(&place, &meta, Salt::from_bytes(fresh(now.entropy)?))?;
        for some in names.chunks(MOST_NAMED) {
            let erasure = Erasure {
                operations: some.iter().copied().collect(),
                class: erasing.class,
                consent: erasing.consent.map(claim_to_log),
                note: erasing.note.clone(),
            };
            let salt = Salt::from_bytes(fresh(now.entropy)?);
            draft.push(salt, &Operation::Erasure(erasure))?;
        }
        for (sheet, rows) in again {
            for rows in rows.chunks(MOST_NAMED) {
                let rows = Rows { sheet: *sheet, rows: rows.to_vec() };
                draft.push(Salt::from_bytes(fresh(now.entropy)?), &Operation::Rows(rows))?;
            }
        }
        let leaves = names.iter().copied().collect();
        draft.effect(Effect::Erase(Erase { class: erasing.class, leaves }));
        let commit = draft.sign(&author.key)?;
        let mut taking = Taking::from(graph);
        let accepted = taking.append(transaction.as_mut(), &commit, Some(meta.time))?;
        refuse_void(&accepted)?;
        let mut shredded = Vec::new();
        for name in names {
            destroy(transaction.as_mut(), name, &mut shredded)?;
        }
        taking.finish(transaction.as_mut())?;
        set_unfinished(transaction.as_mut(), true)?;
        transaction.commit()?;
        self.shredded.extend(shredded);
        Ok(accepted.id())
    }

    /// Destroys what waits for a custodian here: all of it, or what these members erased. Answers how many
    /// operations that were.
    ///
    /// # Errors
    ///
    /// When the author is no custodian, or the store refuses.
    pub fn accept_erasures(&mut self, by: Option<MemberId>) -> Result<u64, CaseError> {
        let author = self.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        let member = author.member;
        let mut transaction = self.store.begin()?;
        let graph = standing(transaction.reader())?;
        let members = graph.members(&InStore(transaction.reader()));
        let may = members.iter().any(|other| {
            member_from_log(other.id) == member && other.role >= onus_ledger::Role::Custodian
        });
        if !may {
            let what = "destroying what others erased takes a custodian";
            return Err(CaseError::NotAllowed(what.to_owned()));
        }
        let mut waiting = Waiting::read(transaction.reader())?;
        let accepted: BTreeSet<OperationId> = waiting
            .operations
            .iter()
            .filter(|(_, erased_by)| by.is_none_or(|by| by == **erased_by))
            .map(|(operation, _)| *operation)
            .collect();
        let (mut destroyed, mut shredded) = (0, Vec::new());
        for operation in &accepted {
            waiting.operations.remove(operation);
            destroyed += u64::from(destroy(transaction.as_mut(), operation, &mut shredded)?);
        }
        waiting.write(transaction.as_mut())?;
        if destroyed > 0 {
            set_unfinished(transaction.as_mut(), true)?;
        }
        recount(transaction.as_mut(), &graph)?;
        transaction.commit()?;
        self.shredded.extend(shredded);
        Ok(destroyed)
    }

    /// Says that the case was written anew: nothing freed holds anything any more.
    pub(crate) fn finished(&mut self) -> Result<(), CaseError> {
        let mut transaction = self.store.begin()?;
        set_unfinished(transaction.as_mut(), false)?;
        Ok(transaction.commit()?)
    }
}

/// Brings what is kept of absent contents into line with what counts now: which erased contents are still
/// here and wait for a custodian, and how many are withheld. Who erases may be revoked, and whoever revoked
/// them too, so both can change with any commit.
pub(crate) fn recount(
    transaction: &mut dyn Transaction,
    graph: &onus_ledger::Graph,
) -> Result<(), CaseError> {
    let before = Waiting::read(transaction.reader())?;
    let (mut erased, mut waiting) = (BTreeSet::new(), Waiting::default());
    for operation in acted(transaction.reader())? {
        let known = InStore(transaction.reader());
        let state = graph.operation(&operation, &known);
        if state.erased.is_empty() {
            continue;
        }
        erased.insert(operation);
        if is_here(transaction.reader(), &operation)? {
            let by = state.erased.iter().filter_map(|(commit, _)| known.node(commit));
            let by: BTreeSet<MemberId> = by.map(|node| member_from_log(node.author)).collect();
            let named = before.operations.get(&operation).filter(|member| by.contains(member));
            let member = named.or(by.first()).copied();
            waiting.operations.extend(member.map(|member| (operation, member)));
        }
    }
    if waiting != before {
        waiting.write(transaction)?;
    }
    count_missing(transaction, |operation| erased.contains(operation))?;
    Ok(())
}
