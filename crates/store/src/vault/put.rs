//! Putting an object in, and recognising one that is there.

use std::io::{self, Read};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::seal::{CHUNK, Sealing, TAG, new_identity};
use super::{Unfinished, Vault};
use crate::entropy::{Entropy, draw};
use crate::error::{Error, Result};
use crate::id::{ContentDigest, ObjectName};
use crate::row::{ObjectKind, ObjectRow};
use crate::store::Reader;

/// How many chunks are read and written at once: few, so that what is read, hashed, sealed and written is in
/// the processor's cache all the way.
const CHUNKS: usize = 1;

/// Fills the buffer as far as the source goes.
pub(super) fn fill(source: &mut (impl Read + ?Sized), buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read.min(rest.len()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A name that is free.
fn free_name<V: Vault + ?Sized>(vault: &V, entropy: &mut dyn Entropy) -> Result<ObjectName> {
    // 128 random bits never meet; an entropy that repeats itself, as in a test, soon gets on.
    for _ in 0..1000 {
        let name = ObjectName::from_bytes(draw(entropy)?);
        if !vault.has(name)? {
            return Ok(name);
        }
    }
    Err(Error::NoEntropy("the same name is drawn again and again".to_owned()))
}

pub(super) fn put<V: Vault + ?Sized>(
    vault: &V,
    source: &mut dyn Read,
    kind: ObjectKind,
    entropy: &mut dyn Entropy,
) -> Result<ObjectRow> {
    let (identity, recipient) = new_identity();
    let name = free_name(vault, entropy)?;
    let (mut sealing, mut out) = Sealing::begin(&recipient)?;
    let mut file = vault.create(name)?;
    let (mut bytes, mut sealed) = (0_u64, 0_u64);
    let mut hash = Sha256::new();
    // Two buffers: whether a chunk is the last shows only when there is nothing after it.
    let mut buffer = Zeroizing::new(vec![0; CHUNKS * CHUNK]);
    let mut next = Zeroizing::new(vec![0; CHUNKS * CHUNK]);
    let mut filled = fill(source, &mut buffer).map_err(Error::Source)?;
    out.reserve_exact(CHUNKS * (CHUNK + TAG));
    loop {
        let more = if filled < buffer.len() {
            0
        } else {
            fill(source, &mut next).map_err(Error::Source)?
        };
        let content = &buffer[..filled];
        bytes += filled as u64;
        // Chunk by chunk, so that each is still in the processor's cache when it is sealed.
        let mut rest = content;
        loop {
            let (chunk, after) = rest.split_at(rest.len().min(CHUNK));
            hash.update(chunk);
            sealing.chunk(chunk, after.is_empty() && more == 0, &mut out)?;
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        file.append(&out)?;
        sealed += out.len() as u64;
        out.clear();
        if more == 0 {
            break;
        }
        std::mem::swap(&mut buffer, &mut next);
        filled = more;
    }
    file.finish()?;
    let digest = ContentDigest::from_bytes(hash.finalize().into());
    Ok(ObjectRow { digest, bytes, name, sealed, kind, identity })
}

/// An object that is put in as its bytes come. Dropped before it is finished, nothing of it stays.
pub struct Adding<'v> {
    file: Box<dyn Unfinished + 'v>,
    sealing: Sealing,
    out: Vec<u8>,
    /// What is not sealed yet: whether a chunk is the last shows only when there is nothing after it.
    waiting: Zeroizing<Vec<u8>>,
    hash: Sha256,
    row: ObjectRow,
}

impl<'v> Adding<'v> {
    pub(super) fn begin<V: Vault + ?Sized>(
        vault: &'v V,
        kind: ObjectKind,
        entropy: &mut dyn Entropy,
    ) -> Result<Self> {
        let (identity, recipient) = new_identity();
        let name = free_name(vault, entropy)?;
        let (sealing, out) = Sealing::begin(&recipient)?;
        let digest = ContentDigest::from_bytes([0; 32]);
        Ok(Self {
            file: vault.create(name)?,
            sealing,
            out,
            waiting: Zeroizing::new(Vec::with_capacity(CHUNK)),
            hash: Sha256::new(),
            row: ObjectRow { digest, bytes: 0, name, sealed: 0, kind, identity },
        })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    ///
    /// What the vault's place says; the object is then of no use.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.row.bytes += bytes.len() as u64;
        while !bytes.is_empty() {
            if self.waiting.len() == CHUNK {
                self.seal(false)?;
            }
            let room = CHUNK.saturating_sub(self.waiting.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.waiting.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    fn seal(&mut self, is_last: bool) -> Result<()> {
        self.sealing.chunk(&self.waiting, is_last, &mut self.out)?;
        self.file.append(&self.out)?;
        self.row.sealed += self.out.len() as u64;
        self.out.clear();
        self.waiting.clear();
        Ok(())
    }

    /// Ends it; answers the row to record, as [`Vault::put`].
    ///
    /// # Errors
    ///
    /// What the vault's place says; then there is no object.
    pub fn finish(mut self) -> Result<ObjectRow> {
        self.seal(true)?;
        self.file.finish()?;
        let digest = ContentDigest::from_bytes(self.hash.finalize().into());
        Ok(ObjectRow { digest, ..self.row })
    }
}

impl std::fmt::Debug for Adding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Adding(…)")
    }
}

/// Reads a source to its end; answers its digest and length.
///
/// # Errors
///
/// [`Error::Source`] when it cannot be read to its end.
pub fn digest_of(source: &mut dyn Read) -> Result<(ContentDigest, u64)> {
    let mut buffer = vec![0; CHUNK];
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    loop {
        let filled = fill(source, &mut buffer).map_err(Error::Source)?;
        hash.update(&buffer[..filled]);
        bytes += filled as u64;
        if filled < buffer.len() {
            return Ok((ContentDigest::from_bytes(hash.finalize().into()), bytes));
        }
    }
}

/// The object that holds a source's content, if it is stored already.
///
/// `bytes` is the length that the source is said to have. If no object is that long, the answer is
/// `None` at once and nothing is read; so most new files are read only once, to be sealed, and
/// what an interrupted run had stored is read and not sealed again.
///
/// # Errors
///
/// [`Error::Source`] when it cannot be read to its end; otherwise what the index says.
pub fn recognise(
    index: &dyn Reader,
    bytes: u64,
    source: &mut dyn Read,
) -> Result<Option<ObjectRow>> {
    if !index.has_object_of(bytes)? {
        return Ok(None);
    }
    index.object(digest_of(source)?.0)
}
