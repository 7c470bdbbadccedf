//! Checkpoints handed to others, and what others sign of them.
//!
//! A checkpoint says how many commits a device has made and what they are. Whoever countersigns it has
//! compared it with the commits in a copy of their own and with every checkpoint of that chain that they
//! have seen or signed before; so whoever rewrites a chain later has to show it to them too. It is kept in
//! the log as an operation, and travels with it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use onus_ledger::{Checkpoint, CommitId, Content, DeviceId, Known, Operation, Reason, operation};
use onus_store::Place;

use crate::case::{Case, Now};
use crate::change::Change;
use crate::checkpoints::unlike_seen;
use crate::error::CaseError;
use crate::folder::OpenCase;
use crate::known::InStore;
use crate::sync::Peers;

/// A checkpoint, and where it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// The note, with all its signature lines.
    pub note: String,
    /// The device whose chain it is of.
    pub device: DeviceId,
    /// How many commits of that chain it covers.
    pub size: u64,
    /// The devices of the case that countersigned it.
    pub by: BTreeSet<DeviceId>,
    /// The commit that keeps it, when that is new.
    pub commit: Option<CommitId>,
}

impl Case {
    /// The head of this device's chain as a signed note.
    ///
    /// # Errors
    ///
    /// When this device is not enrolled, or its chain is forked.
    pub fn checkpoint(&self) -> Result<KeptCheckpoint, CaseError> {
        let author = self.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        let graph = self.standing()?;
        let heads = graph.tree_heads(&author.key.device(), &InStore(self.store.reader()));
        match heads.as_slice() {
            [head] => {
                let note = head.sign(&author.key);
                Ok(KeptCheckpoint {
                    note: note.map_err(|reason| CaseError::NotWritable(reason.to_string()))?,
                    device: head.device,
                    size: head.size,
                    by: BTreeSet::new(),
                    commit: None,
                })
            }
            [] => Err(CaseError::Edit("this device has committed nothing yet".to_owned())),
            _ => Err(CaseError::NotEnrolled),
        }
    }

    /// Compares a checkpoint with the commits that are here, and with what was seen of its chain before.
    fn compared(&self, note: &str, peers: &Peers) -> Result<Checkpoint, CaseError> {
        let graph = self.standing()?;
        let known = InStore(self.store.reader());
        let checkpoint = Checkpoint::parse(note).map_err(|_| {
            CaseError::Edit(
                "this is no checkpoint, or a part of it was lost on the way; ask for it again"
                    .to_owned(),
            )
        })?;
        let device = checkpoint.head().device;
        if let Some(unlike) = unlike_seen(peers, &graph, &known).into_iter().next() {
            return Err(unlike);
        }
        match checkpoint.check(&graph, &known) {
            Ok(()) => Ok(checkpoint),
            Err(Reason::CheckpointSize) => Err(CaseError::Edit(format!(
                "the checkpoint covers {} commits of the device {device}, and fewer are here; take in a \
                 bundle from its owner first",
                checkpoint.head().size
            ))),
            Err(Reason::CheckpointRoot) => Err(CaseError::AnotherHistory(device)),
            Err(Reason::CheckpointOrigin) => Err(CaseError::Edit(
                "this checkpoint is of another case, or of a device that was never part of this one"
                    .to_owned(),
            )),
            Err(reason) => Err(CaseError::Edit(format!(
                "a signature of this checkpoint is not what its line says ({reason}); ask for it again"
            ))),
        }
    }

    fn countersigners(&self, checkpoint: &Checkpoint) -> Result<BTreeSet<DeviceId>, CaseError> {
        let devices = self.standing()?.devices(&InStore(self.store.reader()));
        let keys = devices.iter().map(|device| (&device.id, &device.key));
        let by = checkpoint.countersigned(keys).unwrap_or_default();
        let own = checkpoint.head().device;
        Ok(by.into_iter().map(|(device, _)| device).filter(|device| *device != own).collect())
    }

    /// Every checkpoint that an operation of the log which counts holds.
    fn kept_notes(&self) -> Result<BTreeSet<String>, CaseError> {
        let graph = self.standing()?;
        let known = InStore(self.store.reader());
        let mut notes = BTreeSet::new();
        self.store.reader().each_leaf(Place(0), &mut |(_, leaf)| {
            let opening = leaf.opening.filter(|opening| {
                opening.content.windows(17).any(|bytes| bytes == b"\"op\":\"checkpoint\"")
            });
            let content = opening.map(|opening| Content::read(&opening.content));
            let commit = CommitId::from_bytes(*leaf.commit.as_bytes());
            if let (Some(Content::Operation(operation)), Some(node)) =
                (content, known.node(&commit))
                && graph.standing(&node, &known).judge(node.author, &operation).is_none()
                && let Operation::Checkpoint(checkpoint) = operation
            {
                notes.insert(checkpoint.note);
            }
            ControlFlow::Continue(())
        })?;
        Ok(notes)
    }

    fn keep_note(&mut self, note: &str, now: &mut Now<'_>) -> Result<KeptCheckpoint, CaseError> {
        let checkpoint =
            Checkpoint::parse(note).map_err(|reason| CaseError::NotWritable(reason.to_string()))?;
        let mut kept = KeptCheckpoint {
            note: note.to_owned(),
            device: checkpoint.head().device,
            size: checkpoint.head().size,
            by: self.countersigners(&checkpoint)?,
            commit: None,
        };
        if !self.kept_notes()?.contains(note) {
            let kept_note = operation::KeptCheckpoint { note: note.to_owned() };
            let operations = vec![Operation::Checkpoint(kept_note)];
            kept.commit = Some(self.change(&Change { operations, ..Change::default() }, now)?);
        }
        Ok(kept)
    }
}

impl OpenCase {
    /// Countersigns another device's checkpoint, after comparing it with the commits that are here and with
    /// every head of that chain that was seen or signed on this computer before; and keeps it in the log.
    /// One that this device countersigned already is left as it is.
    ///
    /// # Errors
    ///
    /// When it is no checkpoint, is not what is here, or this device cannot commit.
    pub fn countersign(
        &mut self,
        note: &str,
        now: &mut Now<'_>,
    ) -> Result<KeptCheckpoint, CaseError> {
        self.may_commit()?;
        let mut peers = self.peers()?;
        let checkpoint = self.case.compared(note, &peers)?;
        let author = self.case.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        let own = author.key.device();
        if checkpoint.head().device == own {
            return Err(CaseError::Edit(
                "this is a checkpoint of this device's own chain; somebody else countersigns it"
                    .to_owned(),
            ));
        }
        let mut signed = note.to_owned();
        if !self.case.countersigners(&checkpoint)?.contains(&own) {
            signed.push_str(&checkpoint.countersign(&author.key, now.time()?));
            Checkpoint::parse(&signed).map_err(|_| {
                CaseError::Edit("this checkpoint has no room for another signature".to_owned())
            })?;
        }
        // Seen before it is signed: whatever happens next, another history is not signed afterwards.
        peers.saw(checkpoint.head());
        self.set_peers(&peers, now)?;
        let kept = self.case.keep_note(&signed, now)?;
        self.remember(now)?;
        Ok(kept)
    }

    /// Keeps a checkpoint in the log, with the countersignatures it came back with.
    ///
    /// # Errors
    ///
    /// When it is no checkpoint, is not what is here, nobody countersigned it, or this device cannot commit.
    pub fn keep_checkpoint(
        &mut self,
        note: &str,
        now: &mut Now<'_>,
    ) -> Result<KeptCheckpoint, CaseError> {
        self.may_commit()?;
        let checkpoint = self.case.compared(note, &self.peers()?)?;
        if checkpoint.lines() < 2 {
            return Err(CaseError::Edit("nobody has countersigned this checkpoint yet".to_owned()));
        }
        let kept = self.case.keep_note(note, now)?;
        self.remember(now)?;
        Ok(kept)
    }
}
