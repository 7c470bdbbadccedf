//! Putting an object in, and recognising one that is there.

use std::io::{self, Read};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Vault;
use super::seal::{CHUNK, Sealing, TAG, new_identity};
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
