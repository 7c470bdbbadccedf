//! Sealing a stream as an age file: the header from the age crate, the payload in chunks by OpenSSL.
//!
//! The payload of an age file is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015) over chunks of 64
//! KiB: ChaCha20-Poly1305 under one key, with a nonce of an 11-byte counter and a byte that is 1 for the
//! last chunk. The key is HKDF-SHA-256 of the file key, salted with the 16 bytes that follow the header.

#![expect(clippy::disallowed_types, reason = "the age crate's trait answers a set, empty here")]

use std::cell::RefCell;
use std::collections::HashSet;
use std::iter;

use age::{EncryptError, Encryptor, Recipient, x25519};
use age_core::format::{FileKey, Stanza};
use age_core::secrecy::ExposeSecret;
use hkdf::Hkdf;
use openssl::cipher::Cipher;
use openssl::cipher_ctx::CipherCtx;
use openssl::error::ErrorStack;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::row::Identity;

/// How much of the content is sealed at once.
pub(super) const CHUNK: usize = 64 * 1024;
/// How many bytes longer a chunk is when it is sealed.
pub(super) const TAG: usize = 16;
/// How many random bytes stand between header and payload.
const SALT: usize = 16;

/// Wraps the file key for a recipient and keeps a copy of it.
struct Keeping<'r> {
    recipient: &'r x25519::Recipient,
    kept: RefCell<Zeroizing<Vec<u8>>>,
}

impl Recipient for Keeping<'_> {
    fn wrap_file_key(
        &self,
        file_key: &FileKey,
    ) -> std::result::Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        *self.kept.borrow_mut() = Zeroizing::new(file_key.expose_secret().to_vec());
        self.recipient.wrap_file_key(file_key)
    }
}

fn cannot_seal(what: impl std::fmt::Display) -> Error {
    Error::Sealing(what.to_string())
}

fn from_openssl(stack: ErrorStack) -> Error {
    cannot_seal(stack)
}

/// Draws an identity for a new object.
pub(super) fn new_identity() -> (Identity, x25519::Recipient) {
    let identity = x25519::Identity::generate();
    let recipient = identity.to_public();
    (Identity::new(identity.to_string().expose_secret().to_owned()), recipient)
}

/// Seals chunk after chunk.
pub(super) struct Sealing {
    context: CipherCtx,
    counter: u64,
}

impl Sealing {
    /// Begins a file for a recipient. Answers what comes before its payload.
    pub(super) fn begin(recipient: &x25519::Recipient) -> Result<(Self, Vec<u8>)> {
        let keeping = Keeping { recipient, kept: RefCell::default() };
        let encryptor = Encryptor::with_recipients(iter::once(&keeping as &dyn Recipient))
            .map_err(cannot_seal)?;
        let mut header = Vec::new();
        // Dropped without `finish`, it has written header and salt and nothing else.
        drop(encryptor.wrap_output(&mut header).map_err(cannot_seal)?);
        let salt = header.len().checked_sub(SALT).and_then(|at| header.get(at..));
        let salt = salt.ok_or_else(|| cannot_seal("the header is too short"))?;
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(salt), &keeping.kept.borrow())
            .expand(b"payload", key.as_mut())
            .map_err(cannot_seal)?;
        let mut context = CipherCtx::new().map_err(from_openssl)?;
        context
            .encrypt_init(Some(Cipher::chacha20_poly1305()), Some(key.as_ref()), None)
            .map_err(from_openssl)?;
        Ok((Self { context, counter: 0 }, header))
    }

    /// Appends a sealed chunk to `out`. All but the last must be [`CHUNK`] long; the last may only be
    /// empty when it is also the first.
    pub(super) fn chunk(&mut self, chunk: &[u8], last: bool, out: &mut Vec<u8>) -> Result<()> {
        debug_assert!(chunk.len() == CHUNK || (last && chunk.len() < CHUNK));
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.counter.to_be_bytes());
        nonce[11] = u8::from(last);
        self.counter += 1;
        let at = out.len();
        out.resize(at + chunk.len() + TAG, 0);
        let mut seal = || -> std::result::Result<(), ErrorStack> {
            self.context.encrypt_init(None, None, Some(&nonce))?;
            let (body, tag) = out[at..].split_at_mut(chunk.len());
            let written = self.context.cipher_update(chunk, Some(body))?;
            self.context.cipher_final(&mut body[written..])?;
            self.context.tag(tag)
        };
        seal().map_err(from_openssl)
    }
}
