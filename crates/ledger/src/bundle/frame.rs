//! Frames: a kind, a length, a payload.

use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

use super::{BundleError, BundleObject, BundleRefusal};
use crate::content::CONTENT_LIMIT;
use crate::merkle::Hash;
use crate::reason::Reason;

/// The largest piece of a file in one frame.
pub(super) const PIECE: usize = 1_048_576;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Manifest,
    Header,
    Signature,
    Open,
    Closed,
    Checkpoint,
    Object,
    Data,
    Closing,
}

impl Kind {
    pub(super) const fn letter(self) -> u8 {
        match self {
            Self::Manifest => b'M',
            Self::Header => b'C',
            Self::Signature => b'S',
            Self::Open => b'P',
            Self::Closed => b'A',
            Self::Checkpoint => b'K',
            Self::Object => b'O',
            Self::Data => b'D',
            Self::Closing => b'Z',
        }
    }

    /// The least and the greatest length of its payload.
    const fn lengths(self) -> (usize, usize) {
        match self {
            Self::Manifest => (1, super::manifest::MANIFEST_LIMIT),
            Self::Header => (1, crate::header::HEADER_LIMIT),
            Self::Signature | Self::Closing => (64, 64),
            Self::Open => (16, 16 + CONTENT_LIMIT),
            Self::Closed => (33, 33),
            Self::Checkpoint => (1, crate::checkpoint::CHECKPOINT_LIMIT),
            Self::Object => (40, 40),
            Self::Data => (1, PIECE),
        }
    }
}

/// One frame.
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) payload: Vec<u8>,
}

/// Reads frames and hashes all that was read.
pub(super) struct Frames<R> {
    input: R,
    hasher: Sha256,
    /// The number of the next frame.
    next: u64,
}

impl<R: Read> Frames<R> {
    /// Reads what every bundle begins with.
    pub(super) fn begin(input: R) -> Result<Self, BundleError> {
        let mut frames = Self { input, hasher: Sha256::new(), next: 0 };
        let mut magic = [0; super::MAGIC.len()];
        if frames.fill(&mut magic)? < magic.len() || magic != *super::MAGIC {
            return Err(BundleRefusal::new(BundleObject::Bundle, Reason::BundleMagic).into());
        }
        frames.hasher.update(magic);
        Ok(frames)
    }

    /// Reads the next frame, of one of these kinds.
    pub(super) fn next(&mut self, allowed: &[Kind]) -> Result<Frame, BundleError> {
        let at = BundleObject::Frame(self.next);
        let refuse = |reason: Reason| BundleError::from(BundleRefusal::new(at, reason));
        self.next += 1;
        let mut head = [0; 5];
        if self.fill(&mut head)? < head.len() {
            return Err(refuse(Reason::BundleTruncated));
        }
        let [letter, length @ ..] = head;
        let kind = allowed.iter().copied().find(|kind| kind.letter() == letter);
        let kind = kind.ok_or_else(|| refuse(Reason::BundleFrame))?;
        let (least, most) = kind.lengths();
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if !(least..=most).contains(&length) {
            return Err(refuse(Reason::BundleSize));
        }
        let mut payload = vec![0; length];
        if self.fill(&mut payload)? < length {
            return Err(refuse(Reason::BundleTruncated));
        }
        if kind != Kind::Closing {
            self.hasher.update(head);
            self.hasher.update(&payload);
        }
        Ok(Frame { kind, payload })
    }

    /// Whether nothing follows.
    pub(super) fn is_at_end(&mut self) -> Result<bool, BundleError> {
        Ok(self.fill(&mut [0])? == 0)
    }

    /// The hash of all before the closing frame.
    pub(super) fn hash(&self) -> Hash {
        self.hasher.clone().finalize().into()
    }

    /// Fills the buffer as far as the input goes. What an age file cannot give, because it was altered or
    /// cut, is a refusal and not a failing disk.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, BundleError> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
                    ) =>
                {
                    let sealed = BundleRefusal::new(BundleObject::Bundle, Reason::BundleSealed);
                    return Err(sealed.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(filled)
    }
}
