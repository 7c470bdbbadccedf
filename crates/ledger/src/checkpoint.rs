//! Signed heads of a device's chain, as C2SP checkpoints.
//!
//! A checkpoint is a few lines of text that can be read over the telephone, printed, countersigned by
//! another office or time-stamped. It is an ordinary C2SP signed note over a `tlog-checkpoint` text, so
//! that tools made for transparency logs can read it. Its signature has no prefix of ours, because
//! that would no longer be a signed note; instead the note's first line begins with
//! `onus/0/checkpoint/`, which no other signed bytes begin with.

use data_encoding::BASE64;

use crate::content::MAX_INTEGER;
use crate::hash::plain;
use crate::id::{CaseId, DeviceId};
use crate::key::{PublicKey, Signature, SigningKey};
use crate::merkle::Hash;
use crate::reason::Reason;

/// What the first line of every checkpoint begins with.
const ORIGIN: &str = "onus/0/checkpoint/";

/// The most bytes a checkpoint with all its signatures may have.
const LIMIT: usize = 65_536;

/// Signature type 1 of signed notes: Ed25519.
const ED25519: u8 = 1;

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
        let bytes = [&key_id(&origin, &key.public())[..], signature.as_bytes()].concat();
        Ok(format!("{text}\n— {origin} {}\n", BASE64.encode(&bytes)))
    }
}

fn key_id(name: &str, key: &PublicKey) -> [u8; 4] {
    let hash = plain(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()]);
    [hash[0], hash[1], hash[2], hash[3]]
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
        if text.len() > LIMIT {
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
        let id = key_id(&origin, key);
        let mut valid = 0;
        for line in &self.signatures {
            match line.bytes.split_at_checked(id.len()) {
                Some((line_id, signature)) if line.name == origin && line_id == id => {
                    let signature = Signature::from_slice(signature)
                        .ok()
                        .filter(|signature| key.verifies(text.as_bytes(), signature));
                    signature.ok_or(Reason::CheckpointSignature)?;
                    valid += 1;
                }
                _ => {}
            }
        }
        if valid == 0 { Err(Reason::CheckpointSignature) } else { Ok(()) }
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
