//! Heads of chains that somebody signed or saw, against the log that is here.
//!
//! Whoever can write to a folder can put an older copy in its place, or a log that tells another history,
//! signed with keys that were copied. Neither can be seen in the log itself. What others have signed can
//! show it: a checkpoint says how many commits a device had made and what they were. Those that came with
//! bundles are noted outside the folder; those that were put into the log are there with whoever
//! countersigned them.

use onus_ledger::{
    Accepted, Checkpoint, CommitId, Content, DeviceId, Graph, Known, Operation, OperationId, Reason,
};

use crate::convert::member_from_log;
use crate::derive::MEMBERS;
use crate::error::CaseError;
use crate::known::InStore;
use crate::sync::Peers;

/// A chain of which there are two branches: a key was copied, or a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForkedChain {
    /// The device.
    pub device: DeviceId,
    /// The name of its member, where it is not withheld.
    pub name: Option<String>,
    /// How many commits its branches have in common.
    pub common: u64,
    /// How many commits stand at the first place where they differ.
    pub branches: u64,
}

/// Checkpoints that were compared with the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ComparedCheckpoints {
    /// Those noted outside the folder: the largest seen of each chain.
    pub seen: u64,
    /// Those in the log, the notes of time stamps included.
    pub logged: u64,
    /// Of those in the log, how many another device countersigned.
    pub countersigned: u64,
    /// Of those in the log, how many bear no signature that can be checked, and prove nothing.
    pub unproven: u64,
}

/// A checkpoint that an operation of the log holds.
pub(crate) struct LoggedNote {
    commit: CommitId,
    operation: OperationId,
    content: Operation,
}

impl LoggedNote {
    fn note(&self) -> &str {
        match &self.content {
            Operation::Checkpoint(checkpoint) => &checkpoint.note,
            Operation::Stamp(stamp) => &stamp.note,
            _ => "",
        }
    }
}

/// The checkpoints that a commit holds.
pub(crate) fn notes_of(accepted: &Accepted) -> Vec<LoggedNote> {
    let entries = accepted.entries().iter();
    let notes = entries.filter_map(|entry| match &entry.content {
        Content::Operation(content @ (Operation::Checkpoint(_) | Operation::Stamp(_))) => {
            let (commit, operation) = (accepted.id(), entry.id);
            Some(LoggedNote { commit, operation, content: content.clone() })
        }
        _ => None,
    });
    notes.collect()
}

/// Compares the checkpoints of the log with its chains. What a device signed and is not so here is wrong;
/// what nobody can be shown to have signed proves nothing, and is only counted.
pub(crate) fn compare_logged(
    notes: &[LoggedNote],
    graph: &Graph,
    known: &InStore<'_>,
    compared: &mut ComparedCheckpoints,
    wrong: &mut Vec<String>,
) {
    let devices = graph.devices(known);
    for logged in notes {
        let counts = known.node(&logged.commit).is_some_and(|node| {
            graph.standing(&node, known).judge(node.author, &logged.content).is_none()
        });
        if !counts || graph.is_erased(&logged.operation, known) {
            continue;
        }
        compared.logged += 1;
        let Ok(checkpoint) = Checkpoint::parse(logged.note()) else { continue };
        let head = checkpoint.head();
        match checkpoint.check(graph, known) {
            Ok(()) => {
                let keys = devices.iter().map(|device| (&device.id, &device.key));
                let by = checkpoint.countersigned(keys).unwrap_or_default();
                let by_another = by.iter().any(|(device, _)| *device != head.device);
                compared.countersigned += u64::from(by_another);
            }
            Err(Reason::CheckpointSize) => wrong.push(format!(
                "the commit {} holds a checkpoint of {} commits signed by the device {}, of which fewer \
                 are here",
                logged.commit, head.size, head.device
            )),
            Err(Reason::CheckpointRoot) => wrong.push(format!(
                "the commit {} holds a checkpoint signed by the device {}, over {} commits that are not \
                 those that are here: it showed different histories to different people",
                logged.commit, head.device, head.size
            )),
            Err(_) => compared.unproven += 1,
        }
    }
}

/// What of the heads that were ever seen here this log does not continue.
pub(crate) fn unlike_seen(peers: &Peers, graph: &Graph, known: &InStore<'_>) -> Vec<CaseError> {
    let mut unlike = Vec::new();
    for (device, (size, root)) in &peers.checkpoints {
        let roots = graph.roots_at(device, *size, known);
        if roots.is_empty() {
            unlike.push(CaseError::OlderThanSeen(*device));
        } else if !roots.contains(root) {
            unlike.push(CaseError::AnotherHistory(*device));
        }
    }
    unlike
}

/// The chains that are forked.
pub(crate) fn forked_chains(graph: &Graph, known: &InStore<'_>) -> Vec<ForkedChain> {
    let forks = graph.forks(known).into_iter();
    let chains = forks.map(|fork| {
        let member = graph.device(&fork.device, known).map(|device| member_from_log(device.member));
        let name = member.and_then(|member| known.0.entry(MEMBERS, member.as_bytes()).ok()?);
        ForkedChain {
            device: fork.device,
            name: name.and_then(|name| String::from_utf8(name).ok()),
            common: fork.seq,
            branches: fork.commits.len() as u64,
        }
    });
    chains.collect()
}

#[cfg(test)]
mod tests {
    use onus_ledger::operation::KeptCheckpoint;
    use onus_ledger::{SigningKey, TreeHead};
    use onus_model::id::MemberId;
    use onus_store::{MemoryStore, OsEntropy};

    use super::*;
    use crate::case::{Author, Case, Now};
    use crate::change::Change;

    #[test]
    fn what_a_device_signed_and_is_not_here_is_found() {
        let key = SigningKey::from_seed(&[7; 32]);
        let author = Author { member: MemberId::from_bytes([1; 16]), key };
        let recovery = SigningKey::from_seed(&[8; 32]);
        let mut entropy = OsEntropy;
        let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
        let store = Box::new(MemoryStore::default());
        let mut case = Case::found(store, author, "A", &recovery, &mut now).expect("a case");
        let note = case.checkpoint().expect("a checkpoint").note;
        let key = SigningKey::from_seed(&[7; 32]);
        let head = *Checkpoint::parse(&note).expect("a checkpoint").head();
        let longer = TreeHead { size: head.size + 50, ..head }.sign(&key).expect("signed");
        let other = TreeHead { root: [7; 32], ..head }.sign(&key).expect("signed");
        let unsigned = other.replace("— onus/0/checkpoint", "— onus/0/checkpoin");
        let notes = [
            (note, None),
            (unsigned, None),
            (longer, Some("of which fewer are here")),
            (other, Some("different histories")),
        ];
        for (place, (note, wrong)) in notes.into_iter().enumerate() {
            let operations = vec![Operation::Checkpoint(KeptCheckpoint { note })];
            case.change(&Change { operations, ..Change::default() }, &mut now).expect("a commit");
            let found = case.verify().expect("a verification");
            assert_eq!(found.checkpoints.logged, place as u64 + 1);
            assert_eq!(found.checkpoints.unproven, u64::from(place > 0));
            let told = |wanted| found.wrong.iter().any(|told| told.contains(wanted));
            assert_eq!(found.wrong.len(), place.saturating_sub(1), "{:?}", found.wrong);
            assert!(wrong.is_none_or(told), "{:?}", found.wrong);
        }
    }
}
