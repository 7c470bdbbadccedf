//! Checking a bundle, front to back, before anything of it is applied.

use std::collections::BTreeSet;
use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

use super::frame::{Frame, Frames, Kind};
use super::write::Counts;
use super::{BundleError, BundleObject, BundleRefusal, MAGIC, Manifest};
use crate::checkpoint::Checkpoint;
use crate::commit::Commit;
use crate::graph::{Accepted, Delta, Entry, Graph, Known, Overlay, Resident};
use crate::header::Header;
use crate::id::{CommitId, DeviceId, Digest, OperationId};
use crate::key::Signature;
use crate::leaf::{Absence, Leaf, Salt, Slot};
use crate::operation::Content;
use crate::reason::{Fault, Object, Reason, Refusal};
use crate::time::Time;

/// What became of a commit of the bundle.
#[derive(Debug)]
pub enum Taken<'a> {
    /// It is new, and is held once the bundle is applied.
    New(&'a Accepted, &'a Delta),
    /// It was held before; its leaves, some of which may be open here and closed there.
    Again(CommitId, &'a [Entry]),
}

/// Takes in, aside, what a bundle holds. Until [`check`] has answered, none of it may be believed.
pub trait Visitor {
    /// A commit, parents before children.
    ///
    /// # Errors
    ///
    /// What keeps it from being taken in; the check ends with it.
    fn commit(&mut self, commit: &Commit, taken: Taken<'_>) -> io::Result<()>;

    /// A checkpoint.
    ///
    /// # Errors
    ///
    /// As above.
    fn checkpoint(&mut self, note: &str) -> io::Result<()>;

    /// A file or text begins, of this length in bytes.
    ///
    /// # Errors
    ///
    /// As above.
    fn object(&mut self, digest: Digest, length: u64) -> io::Result<()>;

    /// The next bytes of it.
    ///
    /// # Errors
    ///
    /// As above.
    fn data(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// Takes nothing in: for checking alone.
impl Visitor for () {
    fn commit(&mut self, _: &Commit, _: Taken<'_>) -> io::Result<()> {
        Ok(())
    }

    fn checkpoint(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn object(&mut self, _: Digest, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn data(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

/// A bundle that is good.
#[derive(Debug)]
pub struct Checked {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The graph as it is once the bundle is applied.
    pub graph: Graph,
    /// Its new commits, as far as a graph asks about them.
    pub new: Resident,
    /// Operations that are open in it and erased by then: their contents are left out.
    pub erased: Vec<OperationId>,
}

/// Checks a bundle against what is held, and hands what it holds to the visitor.
///
/// `to` is the device that reads, if it is known which; `clock` the time now. Nothing is changed.
///
/// # Errors
///
/// The first offence in the order that `docs/log-format.md` gives, or that input or visitor failed.
pub fn check(
    input: impl Read,
    graph: &Graph,
    known: &(impl Known + ?Sized),
    to: Option<DeviceId>,
    clock: Option<Time>,
    visitor: &mut dyn Visitor,
) -> Result<Checked, BundleError> {
    let mut frames = Frames::begin(input)?;
    let manifest = read_manifest(&frames.next(&[Kind::Manifest])?, graph, to)?;
    let graph = if graph.size() == 0 { Graph::of_case(manifest.case) } else { graph.clone() };
    let mut checking = Checking {
        frames,
        graph,
        known: Overlay::over(known),
        below: known,
        clock,
        visitor,
        seen: Counts::default(),
        opened: Vec::new(),
        reopened: Vec::new(),
        again: BTreeSet::new(),
        digests: BTreeSet::new(),
    };
    checking.run(&manifest)?;
    let erased = checking.erased();
    let Checking { graph, known, .. } = checking;
    Ok(Checked { manifest, graph, new: known.above().clone(), erased })
}

fn read_manifest(
    frame: &Frame,
    graph: &Graph,
    to: Option<DeviceId>,
) -> Result<Manifest, BundleRefusal> {
    let refuse = |fault: Fault| BundleRefusal::new(BundleObject::Manifest, fault);
    let manifest = Manifest::read(&frame.payload).map_err(refuse)?;
    if graph.case().is_some_and(|case| case != manifest.case) {
        return Err(refuse(Reason::ManifestCase.into()));
    }
    if to.is_some_and(|to| !manifest.to.contains(&to)) {
        return Err(refuse(Reason::ManifestTo.into()));
    }
    Ok(manifest)
}

struct Checking<'a, R, K: ?Sized> {
    frames: Frames<R>,
    graph: Graph,
    known: Overlay<'a, K>,
    below: &'a K,
    clock: Option<Time>,
    visitor: &'a mut dyn Visitor,
    seen: Counts,
    /// Operations open in new commits, and in commits that were held before.
    opened: Vec<OperationId>,
    reopened: Vec<OperationId>,
    /// Commits held before that stood in the bundle; each may once.
    again: BTreeSet<CommitId>,
    digests: BTreeSet<Digest>,
}

fn refuse(object: BundleObject, reason: Reason) -> BundleError {
    BundleRefusal::new(object, reason).into()
}

impl<R: Read, K: Known + ?Sized> Checking<'_, R, K> {
    fn run(&mut self, manifest: &Manifest) -> Result<(), BundleError> {
        const AFTER_COMMIT: &[Kind] =
            &[Kind::Header, Kind::Checkpoint, Kind::Object, Kind::Closing];
        let mut allowed = AFTER_COMMIT;
        loop {
            let frame = self.frames.next(allowed)?;
            match frame.kind {
                Kind::Header => self.commit(frame.payload)?,
                Kind::Checkpoint => {
                    allowed = &AFTER_COMMIT[1..];
                    self.checkpoint(&frame.payload)?;
                }
                Kind::Object => {
                    allowed = &AFTER_COMMIT[2..];
                    self.object(&frame.payload)?;
                }
                _ => return self.close(manifest, &frame.payload),
            }
        }
    }

    fn commit(&mut self, header: Vec<u8>) -> Result<(), BundleError> {
        let number = self.seen.commits;
        let id = crate::header::commit_id(&header);
        let at = |object: Object, fault: Fault| {
            let mut refusal = BundleRefusal::new(BundleObject::Commit(number, object), fault);
            refusal.commit = Some(id);
            BundleError::from(refusal)
        };
        let read = Header::read(&header)
            .map_err(|(place, fault)| at(place.map_or(Object::Header, Object::Effect), fault))?;
        let signature = self.frames.next(&[Kind::Signature])?;
        let signature = Signature::from_slice(&signature.payload)
            .map_err(|reason| at(Object::Signature, reason.into()))?;
        let mut leaves = Vec::new();
        for index in 0..u32::try_from(read.leaves.count).unwrap_or(u32::MAX) {
            let frame = self.frames.next(&[Kind::Open, Kind::Closed])?;
            let slot = slot(frame).map_err(|reason| at(Object::Leaf(index), reason.into()))?;
            match slot {
                Slot::Open(_) => self.seen.open += 1,
                Slot::Closed(..) => self.seen.closed += 1,
            }
            leaves.push(slot);
        }
        let commit = Commit { header, signature, leaves, names: None };
        let refused = |refusal: Refusal| {
            let Refusal { object, reason, offset, field, .. } = refusal;
            at(object, Fault { reason, offset, field })
        };
        let held = self.graph.size() > 0 && self.below.node(&id).is_some();
        if held && self.again.insert(id) {
            let entries = self.graph.check_held(&commit, &self.known).map_err(refused)?;
            self.reopened.extend(open(&entries));
            self.visitor.commit(&commit, Taken::Again(id, &entries))?;
        } else {
            let accepted = self.graph.check(&commit, &self.known, self.clock).map_err(refused)?;
            self.known.record(&accepted);
            let delta = self.graph.advance(&accepted, &self.known).map_err(refused)?;
            self.opened.extend(open(accepted.entries()));
            self.visitor.commit(&commit, Taken::New(&accepted, &delta))?;
        }
        self.seen.commits += 1;
        Ok(())
    }

    fn checkpoint(&mut self, payload: &[u8]) -> Result<(), BundleError> {
        let at = BundleObject::Checkpoint(self.seen.checkpoints);
        let note = std::str::from_utf8(payload).map_err(|_| refuse(at, Reason::CheckpointForm))?;
        Checkpoint::parse(note)
            .and_then(|checkpoint| checkpoint.check(&self.graph, &self.known))
            .map_err(|reason| refuse(at, reason))?;
        self.visitor.checkpoint(note)?;
        self.seen.checkpoints += 1;
        Ok(())
    }

    fn object(&mut self, payload: &[u8]) -> Result<(), BundleError> {
        let at = BundleObject::Object(self.seen.objects);
        let (digest, length) = payload.split_first_chunk::<32>().unwrap_or((&[0; 32], &[]));
        let digest = Digest::from_bytes(*digest);
        let length = length.try_into().map_or(0, u64::from_be_bytes);
        if !self.digests.insert(digest) {
            return Err(refuse(at, Reason::ObjectRepeated));
        }
        self.visitor.object(digest, length)?;
        let mut hasher = Sha256::new();
        let mut left = length;
        while left > 0 {
            let piece = self.frames.next(&[Kind::Data])?.payload;
            left = left
                .checked_sub(piece.len() as u64)
                .ok_or_else(|| refuse(at, Reason::ObjectSize))?;
            hasher.update(&piece);
            self.visitor.data(&piece)?;
        }
        let found: [u8; 32] = hasher.finalize().into();
        if found != *digest.as_bytes() {
            return Err(refuse(at, Reason::ObjectDigest));
        }
        self.seen.objects += 1;
        Ok(())
    }

    fn close(&mut self, manifest: &Manifest, signature: &[u8]) -> Result<(), BundleError> {
        if !self.frames.is_at_end()? {
            return Err(refuse(BundleObject::Bundle, Reason::BundleTrailing));
        }
        let at = BundleObject::Manifest;
        if self.seen != Counts::of(manifest) {
            return Err(refuse(at, Reason::ManifestCounts));
        }
        let held = |commit: &CommitId| self.known.node(commit).is_some();
        if !manifest.heads.iter().all(held) {
            return Err(refuse(at, Reason::ManifestHeads));
        }
        if !manifest.base.0.iter().all(held) {
            return Err(refuse(at, Reason::ManifestBase));
        }
        let key = self
            .graph
            .may_speak(&manifest.from, &self.known)
            .ok_or_else(|| refuse(at, Reason::BundleFrom))?;
        let message = [&MAGIC[..], &self.frames.hash()].concat();
        let valid = Signature::from_slice(signature)
            .is_ok_and(|signature| key.verifies(&message, &signature));
        if valid { Ok(()) } else { Err(refuse(BundleObject::Closing, Reason::BundleSignature)) }
    }

    /// Operations whose contents came, and that are erased. Effects on an operation of a new commit are in
    /// new commits themselves, so what was held before need not be asked about it.
    fn erased(&self) -> Vec<OperationId> {
        let above = self.known.above();
        let acted: BTreeSet<&OperationId> = above.acted_on().collect();
        let opened = self.opened.iter().filter(|operation| acted.contains(operation));
        opened
            .chain(&self.reopened)
            .filter(|operation| self.graph.is_erased(operation, &self.known))
            .copied()
            .collect()
    }
}

fn open(entries: &[Entry]) -> impl Iterator<Item = OperationId> + '_ {
    let open = entries.iter().filter(|entry| !matches!(entry.content, Content::Closed(_)));
    open.map(|entry| entry.id)
}

fn slot(frame: Frame) -> Result<Slot, Reason> {
    if frame.kind == Kind::Open {
        let (salt, content) = frame.payload.split_first_chunk::<16>().ok_or(Reason::LeafSalt)?;
        let leaf = Leaf { salt: Salt::from_bytes(*salt), content: content.to_vec() };
        return Ok(leaf.into());
    }
    let (why, name) = frame.payload.split_first().ok_or(Reason::LeafReason)?;
    let absence = Absence::from_number(*why).ok_or(Reason::LeafReason)?;
    let name = name.try_into().map_err(|_| Reason::LeafReason)?;
    Ok(Slot::Closed(OperationId::from_bytes(name), absence))
}
