//! Reading an object.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::iter;
use std::str::FromStr;

use age::stream::StreamReader;
use age::{DecryptError, Decryptor, x25519};
use sha2::{Digest, Sha256};

use super::check::Damage;
use super::{Sealed, Vault};
use crate::error::{Error, Result};
use crate::id::ContentDigest;
use crate::row::ObjectRow;

/// An object's content, readable and seekable.
///
/// No byte comes out that was not sealed under this object's own key: a chunk that was changed is an
/// error of kind [`InvalidData`](io::ErrorKind::InvalidData) or
/// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof). Read from beginning to end without seeking, the
/// digest is compared as well, and the last read fails if it is not the one that was recorded. So
/// copy an exhibit out to a temporary name, and use it only when the copying ended well.
pub struct Opened<'v> {
    stream: StreamReader<BufReader<Box<dyn Sealed + 'v>>>,
    digest: ContentDigest,
    bytes: u64,
    at: u64,
    /// `None` once it was read in another order, or to its end.
    hash: Option<Sha256>,
}

impl std::fmt::Debug for Opened<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({}, {} of {} bytes)", self.digest, self.at, self.bytes)
    }
}

impl<'v> Opened<'v> {
    pub(super) fn new<V: Vault + ?Sized>(vault: &'v V, row: &ObjectRow) -> Result<Self> {
        let damaged = |damage| Error::Object { digest: row.digest, damage };
        let file = vault.read(row.name)?.ok_or_else(|| damaged(Damage::Missing))?;
        let found = file.length()?;
        if found != row.sealed {
            return Err(damaged(Damage::Length { stored: row.sealed, found }));
        }
        let identity =
            x25519::Identity::from_str(row.identity.expose()).map_err(|_| damaged(Damage::Key))?;
        let opened = Decryptor::new_buffered(BufReader::with_capacity(1 << 17, file))
            .and_then(|decryptor| decryptor.decrypt(iter::once(&identity as &dyn age::Identity)));
        let stream = opened.map_err(|error| match error {
            DecryptError::NoMatchingKeys => damaged(Damage::Other),
            DecryptError::Io(error) => damaged(Damage::from_io(0, &error)),
            _ => damaged(Damage::Header),
        })?;
        let (digest, bytes) = (row.digest, row.bytes);
        Ok(Self { stream, digest, bytes, at: 0, hash: Some(Sha256::new()) })
    }

    /// The length of the content, as it was recorded.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.bytes
    }

    /// How far it was read.
    pub(super) fn at(&self) -> u64 {
        self.at
    }
}

/// That the content as a whole is not what was recorded.
#[derive(Debug, thiserror::Error)]
#[error("this is not the content that was recorded")]
pub(super) struct OtherContent;

impl Read for Opened<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.at += read as u64;
        if read > 0 {
            if let Some(hash) = &mut self.hash {
                hash.update(buffer.get(..read).unwrap_or_default());
            }
        } else if !buffer.is_empty()
            && let Some(hash) = self.hash.take()
        {
            let found = ContentDigest::from_bytes(hash.finalize().into());
            if found != self.digest || self.at != self.bytes {
                return Err(io::Error::new(io::ErrorKind::InvalidData, OtherContent));
            }
        }
        Ok(read)
    }
}

impl Seek for Opened<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.stream.seek(to)?;
        if at != self.at {
            // From the beginning again it can be hashed again.
            self.hash = (at == 0).then(Sha256::new);
            self.at = at;
        }
        Ok(at)
    }
}
