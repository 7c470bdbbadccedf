//! Making a bundle.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

use super::frame::{Kind, PIECE};
use super::{BundleError, BundleObject, BundleRefusal, MAGIC, Manifest};
use crate::commit::Commit;
use crate::content::CONTENT_LIMIT;
use crate::header::Header;
use crate::id::Digest;
use crate::key::SigningKey;
use crate::leaf::{Absence, Slot};
use crate::reason::Reason;

/// Writes a bundle, part by part: commits with parents first, then checkpoints, then files and texts.
pub struct Writer<W> {
    output: W,
    hasher: Sha256,
    manifest: Manifest,
    written: Counts,
}

/// How many of each were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) commits: u64,
    pub(super) open: u64,
    pub(super) closed: u64,
    pub(super) checkpoints: u64,
    pub(super) objects: u64,
}

impl Counts {
    pub(super) fn of(manifest: &Manifest) -> Self {
        Self {
            commits: manifest.commits,
            open: manifest.open,
            closed: manifest.closed,
            checkpoints: manifest.checkpoints,
            objects: manifest.objects,
        }
    }
}

/// What is wrong with what was asked to be written.
fn wrong(object: BundleObject, reason: Reason) -> BundleError {
    BundleRefusal::new(object, reason).into()
}

impl<W: Write> Writer<W> {
    /// Begins a bundle. The manifest says how many parts will follow.
    ///
    /// # Errors
    ///
    /// A `manifest.…` or `content.…` reason when the manifest cannot be written so.
    pub fn begin(output: W, manifest: &Manifest) -> Result<Self, BundleError> {
        let bytes = manifest
            .to_bytes()
            .map_err(|fault| BundleRefusal::new(BundleObject::Manifest, fault))?;
        let mut writer = Self {
            output,
            hasher: Sha256::new(),
            manifest: manifest.clone(),
            written: Counts::default(),
        };
        writer.put(MAGIC)?;
        writer.frame(Kind::Manifest, &[&bytes])?;
        Ok(writer)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.output.write_all(bytes)
    }

    fn frame(&mut self, kind: Kind, parts: &[&[u8]]) -> io::Result<()> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let length = u32::try_from(length).map_err(io::Error::other)?;
        self.put(&[kind.letter()])?;
        self.put(&length.to_be_bytes())?;
        parts.iter().try_for_each(|part| self.put(part))
    }

    /// Writes a commit, its leaves open or closed as they are given.
    ///
    /// A content above the limit is void anyhow, and is written closed.
    ///
    /// # Errors
    ///
    /// When the header cannot be read, the output not be written, or the number of leaves is another.
    pub fn commit(&mut self, commit: &Commit) -> Result<(), BundleError> {
        let at = |object| BundleObject::Commit(self.written.commits, object);
        let header = Header::parse(&commit.header)
            .map_err(|fault| BundleRefusal::new(at(crate::reason::Object::Header), fault))?;
        if header.leaves.count != commit.leaves.len() as u64 {
            return Err(wrong(at(crate::reason::Object::Leaves), Reason::LeafCount));
        }
        self.frame(Kind::Header, &[&commit.header])?;
        self.frame(Kind::Signature, &[commit.signature.as_bytes()])?;
        for (index, slot) in (0u32..).zip(&commit.leaves) {
            let (name, absence) = match slot {
                Slot::Open(leaf) if leaf.content.len() <= CONTENT_LIMIT => {
                    self.frame(Kind::Open, &[leaf.salt.as_bytes(), &leaf.content])?;
                    self.written.open += 1;
                    continue;
                }
                Slot::Open(leaf) => {
                    let name = leaf.id(header.case, header.device, header.seq, index);
                    (name, Absence::NotHeld)
                }
                Slot::Closed(name, absence) => (*name, *absence),
            };
            self.frame(Kind::Closed, &[&[absence.number()], name.as_bytes()])?;
            self.written.closed += 1;
        }
        self.written.commits += 1;
        Ok(())
    }

    /// Writes a checkpoint.
    ///
    /// # Errors
    ///
    /// When the output cannot be written.
    pub fn checkpoint(&mut self, note: &str) -> Result<(), BundleError> {
        self.frame(Kind::Checkpoint, &[note.as_bytes()])?;
        self.written.checkpoints += 1;
        Ok(())
    }

    /// Writes a file or text of this length, read piece by piece.
    ///
    /// # Errors
    ///
    /// When the input is shorter or longer, or input or output fail; the bundle is then of no use.
    pub fn object(
        &mut self,
        digest: Digest,
        length: u64,
        mut input: impl Read,
    ) -> Result<(), BundleError> {
        let at = BundleObject::Object(self.written.objects);
        self.frame(Kind::Object, &[digest.as_bytes(), &length.to_be_bytes()])?;
        let mut left = length;
        let mut piece = Vec::new();
        while left > 0 {
            piece.clear();
            let take = left.min(PIECE as u64);
            if io::Read::by_ref(&mut input).take(take).read_to_end(&mut piece)? as u64 != take {
                return Err(wrong(at, Reason::ObjectSize));
            }
            self.frame(Kind::Data, &[&piece])?;
            left -= take;
        }
        if input.read(&mut [0])? > 0 {
            return Err(wrong(at, Reason::ObjectSize));
        }
        self.written.objects += 1;
        Ok(())
    }

    /// Closes the bundle with the signature of the device it comes from.
    ///
    /// # Errors
    ///
    /// [`Reason::ManifestCounts`] when something else was written than the manifest says,
    /// [`Reason::BundleFrom`] when the key is another device's.
    pub fn finish(mut self, key: &SigningKey) -> Result<W, BundleError> {
        if self.written != Counts::of(&self.manifest) {
            return Err(wrong(BundleObject::Manifest, Reason::ManifestCounts));
        }
        if key.device() != self.manifest.from {
            return Err(wrong(BundleObject::Manifest, Reason::BundleFrom));
        }
        let hash: [u8; 32] = self.hasher.clone().finalize().into();
        let signature = key.sign(&[&MAGIC[..], &hash].concat());
        self.frame(Kind::Closing, &[signature.as_bytes()])?;
        Ok(self.output)
    }
}
