//! Commits of the team's own doing: effects and operations that are no claims.

use onus_ledger::{CommitId, Draft, Effect, Operation, Salt, SigningKey};
use onus_model::id::MemberId;

use crate::case::{Case, Now, meta, standing};
use crate::commit::{fresh, refuse_void};
use crate::convert::member_from_log;
use crate::error::CaseError;
use crate::known::InStore;
use crate::taking::Taking;

/// What one commit is to do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) effects: Vec<Effect>,
    pub(crate) operations: Vec<Operation>,
}

impl Case {
    /// Commits a change in the author's name.
    pub(crate) fn change(
        &mut self,
        change: &Change,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let author = self.author.take().ok_or(CaseError::NotEnrolled)?;
        let changed = self.change_as(&author.key, author.member, change, now);
        self.author = Some(author);
        changed
    }

    /// Commits a change with a key: the author's, or the recovery key.
    pub(crate) fn change_as(
        &mut self,
        key: &SigningKey,
        member: MemberId,
        change: &Change,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let mut transaction = self.store.begin()?;
        let graph = standing(transaction.reader())?;
        let place =
            graph.next(&key.device(), &InStore(transaction.reader())).map_err(|reason| {
                CaseError::Edit(format!("this device cannot change the case: {reason}"))
            })?;
        let meta = meta(member, now)?;
        let mut draft = Draft::following(&place, &meta, Salt::from_bytes(fresh(now.entropy)?))?;
        for operation in &change.operations {
            draft.push(Salt::from_bytes(fresh(now.entropy)?), operation)?;
        }
        for effect in &change.effects {
            draft.effect(effect.clone());
        }
        let commit = draft.sign(key)?;
        let mut taking = Taking::from(graph);
        let accepted = taking.append(transaction.as_mut(), &commit, Some(meta.time))?;
        refuse_void(&accepted)?;
        taking.finish(transaction.as_mut())?;
        transaction.commit()?;
        debug_assert_eq!(member_from_log(accepted.meta().author), member);
        Ok(accepted.id())
    }
}
