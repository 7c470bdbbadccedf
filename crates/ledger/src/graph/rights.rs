//! Who may do what: the table of roles.

use crate::effect::{Effect, Role};
use crate::id::MemberId;
use crate::operation::Operation;
use crate::reason::Reason;
use crate::word::Level;

/// In whose right a commit acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// The recovery key's.
    Recovery,
    /// A member's, in the role that the commit's own ancestry gives them.
    Member(Role),
}

/// What a held commit counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Why nothing of it counts; a `void.…` reason.
    pub void: Option<Reason>,
    /// What its author may do.
    pub rights: Rights,
}

impl Standing {
    /// Why an operation of the commit does not count, if it does not. `author` is the commit's.
    #[must_use]
    pub fn judge(&self, author: MemberId, operation: &Operation) -> Option<Reason> {
        let allowed = match self.rights {
            Rights::Recovery => matches!(operation, Operation::Meta(_) | Operation::Message(_)),
            Rights::Member(role) => role >= least_role(author, operation),
        };
        self.void.or((!allowed).then_some(Reason::OperationAuthority))
    }

    /// Why an effect of the commit does not count, if it does not. `own` tells whether all operations it
    /// names are the author's.
    #[must_use]
    pub fn judge_effect(&self, effect: &Effect, own: bool) -> Option<Reason> {
        let allowed = match (self.rights, effect) {
            (
                Rights::Recovery,
                Effect::DeviceAdd(_) | Effect::DeviceRevoke(_) | Effect::Role(_),
            ) => true,
            (Rights::Recovery, _) => false,
            (Rights::Member(role), Effect::Level(change)) => {
                role >= least_for_level(change.level, own)
            }
            (Rights::Member(role), Effect::Retract(_)) => role >= least_for_retract(own),
            (Rights::Member(role), Effect::Erase(_)) => role >= Role::Custodian,
            (Rights::Member(_), Effect::DeviceRetire(_)) => true,
            (
                Rights::Member(role),
                Effect::Case(_)
                | Effect::DeviceAdd(_)
                | Effect::DeviceRevoke(_)
                | Effect::Floor(_)
                | Effect::Role(_),
            ) => role >= Role::Owner,
        };
        self.void.or((!allowed).then_some(Reason::EffectAuthority))
    }
}

/// The least role that may retract operations, own ones or any.
pub(super) fn least_for_retract(own: bool) -> Role {
    if own { Role::Coder } else { Role::Reviewer }
}

/// The least role that may give operations this level. Sealing loosens nothing, so it needs no more than
/// retracting; whether another level would cannot be told where the content is withheld.
pub(super) fn least_for_level(level: Level, own: bool) -> Role {
    match level {
        Level::Sealed => least_for_retract(own),
        _ => Role::Custodian,
    }
}

fn least_role(author: MemberId, operation: &Operation) -> Role {
    match operation {
        Operation::Checkpoint(_)
        | Operation::Message(_)
        | Operation::Meta(_)
        | Operation::Stamp(_) => Role::Reader,
        Operation::Member(member) if member.member == author => Role::Reader,
        Operation::Claim(_)
        | Operation::Custody(_)
        | Operation::Exhibit(_)
        | Operation::Handle(_)
        | Operation::Reading(_)
        | Operation::Record(_)
        | Operation::Retraction(_)
        | Operation::Rows(_)
        | Operation::Sheet(_) => Role::Coder,
        Operation::Review(_) | Operation::Schema(_) => Role::Reviewer,
        Operation::Erasure(_) => Role::Custodian,
        Operation::Member(_) => Role::Owner,
    }
}
