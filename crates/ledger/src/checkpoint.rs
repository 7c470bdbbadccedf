//! Signed heads of a device's chain, as C2SP checkpoints.
//!
//! A checkpoint is a few lines of text that can be read over the telephone, printed, countersigned by
//! another office or time-stamped. It is an ordinary C2SP signed note over a `tlog-checkpoint` text, so
//! that tools made for transparency logs can read it. Its signature has no prefix of ours, because
//! that would no longer be a signed note; instead the note's first line begins with
//! `onus/0/checkpoint/`, which no other signed bytes begin with. Other devices countersign as C2SP
//! cosigners, with the time at which they saw it.

use data_encoding::BASE64;

use crate::content::MAX_INTEGER;
use crate::graph::{Graph, Known};
use crate::hash::plain;
use crate::id::{CaseId, DeviceId};
use crate::key::{PublicKey, Signature, SigningKey};
use crate::merkle::Hash;
use crate::reason::Reason;
use crate::time::Time;

/// What the first line of every checkpoint begins with.
const ORIGIN: &str = "onus/0/checkpoint/";

/// What the name of a device that countersigns begins with.
const COSIGNER: &str = "onus/0/device/";

/// The most bytes a checkpoint with all its signatures may have.
pub(crate) const CHECKPOINT_LIMIT: usize = 65_536;

/// Signature types of signed notes: Ed25519, and a cosignature with a time.
const ED25519: u8 = 1;
const COSIGNATURE: u8 = 4;

/// The head of the tree over the commits of one device's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// The case.
    pub case: CaseId,
    /// The device.
    pub device: DeviceId,
    /// The number of commits.
    pub size: u64,
    /// The RFC 6962 root over their ids, in order.
    pub root: Hash,
}

impl TreeHead {
    /// The line that names the chain, which is also the name of the key.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{ORIGIN}{}/{}", self.case, self.device)
    }

    /// The text that is signed.
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin(), self.size, BASE64.encode(&self.root))
    }

    /// The checkpoint with the device's signature.
    ///
    /// # Errors
    ///
    /// [`Reason::CheckpointOrigin`] when the key is not the device's.
    pub fn sign(&self, key: &SigningKey) -> Result<String, Reason> {
        if key.device() != self.device {
            return Err(Reason::CheckpointOrigin);
        }
        let (origin, text) = (self.origin(), self.text());
        let signature = key.sign(text.as_bytes());
        let id = key_id(&origin, ED25519, &key.public());
        let bytes = [&id[..], signature.as_bytes()].concat();
        Ok(format!("{text}\n— {origin} {}\n", BASE64.encode(&bytes)))
    }
}

fn key_id(name: &str, kind: u8, key: &PublicKey) -> [u8; 4] {
    let hash = plain(&[name.as_bytes(), b"\n", &[kind], key.as_bytes()]);
    [hash[0], hash[1], hash[2], hash[3]]
}

fn cosigner(case: &CaseId, device: &DeviceId) -> String {
    format!("{COSIGNER}{case}/{device}")
}

/// What a cosigner signs.
fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// A checkpoint as received: read, and its signatures not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    head: TreeHead,
    signatures: Vec<NoteSignature>,
}

/// One signature line; those of other keys are passed over, as signed notes ask.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NoteSignature {
    name: String,
    /// Key id and signature.
    bytes: Vec<u8>,
}

impl Checkpoint {
    /// Reads a checkpoint.
    ///
    /// # Errors
    ///
    /// [`Reason::CheckpointForm`] unless it is three lines in their one spelling, an empty line, and
    /// one or more signature lines.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        Self::read(text).ok_or(Reason::CheckpointForm)
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > CHECKPOINT_LIMIT {
            return None;
        }
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (case, device) = lines.next()?.strip_prefix(ORIGIN)?.split_once('/')?;
        let (size, root, empty) = (lines.next()?, lines.next()?, lines.next()?);
        let head = TreeHead {
            case: case.parse().ok()?,
            device: device.parse().ok()?,
            size: size.parse().ok()?,
            root: BASE64.decode(root.as_bytes()).ok()?.try_into().ok()?,
        };
        // Printing again refuses a sign or leading zeros in the size.
        if head.size.to_string() != size
            || head.size > MAX_INTEGER.unsigned_abs()
            || !empty.is_empty()
        {
            return None;
        }
        let signatures: Vec<NoteSignature> = lines.map(signature_line).collect::<Option<_>>()?;
        (!signatures.is_empty()).then_some(Self { head, signatures })
    }

    /// The head that the checkpoint states. Nothing vouches for it before [`Self::verify`].
    #[must_use]
    pub fn head(&self) -> &TreeHead {
        &self.head
    }

    /// How many signature lines there are.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.signatures.len()
    }

    /// A countersignature by another device, as the line to append to the note.
    ///
    /// Whoever countersigns has verified the checkpoint, compared it with the chain, and seen that it
    /// continues the last one they countersigned.
    #[must_use]
    pub fn countersign(&self, key: &SigningKey, time: Time) -> String {
        let name = cosigner(&self.head.case, &key.device());
        let time = time.unix_seconds();
        let signature = key.sign(cosigned(time, &self.head.text()).as_bytes());
        let id = key_id(&name, COSIGNATURE, &key.public());
        let bytes = [&id[..], &time.to_be_bytes(), signature.as_bytes()].concat();
        format!("— {name} {}\n", BASE64.encode(&bytes))
    }

    /// Checks the device's signature. Every line that bears the device's name and key id must be
    /// valid, and there must be one.
    ///
    /// # Errors
    ///
    /// [`Reason::CheckpointOrigin`] when the key is not the stated device's, else
    /// [`Reason::CheckpointSignature`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), Reason> {
        if key.device() != self.head.device {
            return Err(Reason::CheckpointOrigin);
        }
        let (origin, text) = (self.head.origin(), self.head.text());
        let id = key_id(&origin, ED25519, key);
        let mut valid = 0;
        for line in self.signatures.iter().filter(|line| line.is_by(&origin, id)) {
            let signature = line.bytes.get(id.len()..).unwrap_or_default();
            let signature = Signature::from_slice(signature)
                .ok()
                .filter(|signature| key.verifies(text.as_bytes(), signature));
            signature.ok_or(Reason::CheckpointSignature)?;
            valid += 1;
        }
        if valid == 0 { Err(Reason::CheckpointSignature) } else { Ok(()) }
    }

    /// Checks the countersignatures of these devices, and tells who countersigned when. Lines of others
    /// are passed over.
    ///
    /// # Errors
    ///
    /// [`Reason::CheckpointSignature`] when a line by one of them is not valid.
    pub fn countersigned<'k>(
        &self,
        devices: impl IntoIterator<Item = (&'k DeviceId, &'k PublicKey)>,
    ) -> Result<Vec<(DeviceId, Time)>, Reason> {
        if !self.signatures.iter().any(|line| line.name.starts_with(COSIGNER)) {
            return Ok(Vec::new());
        }
        let text = self.head.text();
        let mut signed = Vec::new();
        for (device, key) in devices {
            let name = cosigner(&self.head.case, device);
            let id = key_id(&name, COSIGNATURE, key);
            for line in self.signatures.iter().filter(|line| line.is_by(&name, id)) {
                let time = line.cosignature(key, &text).ok_or(Reason::CheckpointSignature)?;
                signed.push((*device, time));
            }
        }
        Ok(signed)
    }

    /// Checks a checkpoint against the log: whose it is, its signatures, and that the chain, or a branch
    /// of it, really begins so.
    ///
    /// # Errors
    ///
    /// The first offence, as a `checkpoint.…` reason.
    pub fn check(&self, graph: &Graph, known: &(impl Known + ?Sized)) -> Result<(), Reason> {
        let device = graph.device(&self.head.device, known);
        let device = device.filter(|_| graph.case() == Some(self.head.case));
        self.verify(&device.ok_or(Reason::CheckpointOrigin)?.key)?;
        self.countersigned(graph.keys())?;
        let roots = graph.roots_at(&self.head.device, self.head.size, known);
        if roots.is_empty() {
            Err(Reason::CheckpointSize)
        } else if roots.contains(&self.head.root) {
            Ok(())
        } else {
            Err(Reason::CheckpointRoot)
        }
    }

    /// Compares with the head that the chain really has at this size.
    ///
    /// # Errors
    ///
    /// [`Reason::CheckpointOrigin`], [`Reason::CheckpointSize`] or [`Reason::CheckpointRoot`].
    pub fn compare(&self, chain: &TreeHead) -> Result<(), Reason> {
        if (self.head.case, self.head.device) != (chain.case, chain.device) {
            Err(Reason::CheckpointOrigin)
        } else if self.head.size != chain.size {
            Err(Reason::CheckpointSize)
        } else if self.head.root != chain.root {
            Err(Reason::CheckpointRoot)
        } else {
            Ok(())
        }
    }
}

impl NoteSignature {
    fn is_by(&self, name: &str, id: [u8; 4]) -> bool {
        self.name == name && self.bytes.starts_with(&id)
    }

    /// The time of a valid cosignature.
    fn cosignature(&self, key: &PublicKey, text: &str) -> Option<Time> {
        let (time, signature) = self.bytes.get(4..)?.split_first_chunk::<8>()?;
        let time = u64::from_be_bytes(*time);
        let signature = Signature::from_slice(signature).ok()?;
        let valid = key.verifies(cosigned(time, text).as_bytes(), &signature);
        Time::from_unix_seconds(time).filter(|_| valid)
    }
}

/// Reads `— NAME BASE64`, with four bytes of key id and at least one of signature.
fn signature_line(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let named = !name.is_empty()
        && !name.contains(|character: char| {
            character == '+' || character.is_whitespace() || character.is_control()
        });
    let bytes = BASE64.decode(encoded.as_bytes()).ok().filter(|bytes| bytes.len() > 4)?;
    named.then(|| NoteSignature { name: name.to_owned(), bytes })
}
