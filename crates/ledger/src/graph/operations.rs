//! What effects have made of an operation.

use super::node::Ancestry;
use super::rights::{least_for_level, least_for_retract};
use super::{ActKind, Graph, Known, Node, Rights};
use crate::effect::{ErasureClass, Role};
use crate::id::{CommitId, OperationId};
use crate::word::Level;

/// What the effects that stand have made of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationState {
    /// The commits that erase it, ascending, with why. Erased, it counts for nothing.
    pub erased: Vec<(CommitId, ErasureClass)>,
    /// The commits that retract it, ascending. Retracted, it stays and no longer counts.
    pub retracted: Vec<CommitId>,
    /// The level it was given; `None` while its own stands.
    pub level: Option<Level>,
}

impl Graph {
    /// What the effects that stand have made of an operation.
    #[must_use]
    pub fn operation(
        &self,
        operation: &OperationId,
        known: &(impl Known + ?Sized),
    ) -> OperationState {
        let mut state = OperationState::default();
        let Some(founded) = &self.founded else { return state };
        let mut levels: Vec<(Node, Level)> = Vec::new();
        for act in known.acts(operation) {
            let Some(node) = known.node(&act.commit) else { continue };
            let standing = founded.standing(&node, known);
            let least = match act.kind {
                ActKind::Retract => least_for_retract(act.own),
                ActKind::Level(level) => least_for_level(level, act.own),
                ActKind::Erase(_) => Role::Custodian,
            };
            let allowed = matches!(standing.rights, Rights::Member(role) if role >= least);
            if standing.void.is_some() || !allowed {
                continue;
            }
            match act.kind {
                ActKind::Retract => state.retracted.push(act.commit),
                ActKind::Erase(class) => state.erased.push((act.commit, class)),
                ActKind::Level(level) => levels.push((node, level)),
            }
        }
        state.retracted.sort_unstable();
        state.retracted.dedup();
        state.erased.sort_unstable();
        state.erased.dedup();
        let ancestry = Ancestry { lines: &founded.lines, known };
        let replaced = |node: &Node| {
            levels.iter().any(|(later, _)| {
                later.id != node.id && ancestry.holds(&later.before, &node.device, node.tip())
            })
        };
        let last = levels.iter().filter(|(node, _)| !replaced(node)).map(|(_, level)| *level);
        state.level = last.max();
        state
    }

    /// Whether an effect that stands erases the operation.
    #[must_use]
    pub fn is_erased(&self, operation: &OperationId, known: &(impl Known + ?Sized)) -> bool {
        !self.operation(operation, known).erased.is_empty()
    }
}
