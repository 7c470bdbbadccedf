//! Device keys and signatures: Ed25519 with every check that libraries leave optional.
//!
//! RFC 8032 leaves room that implementations fill differently: keys and nonce points of small order
//! (under which one signature fits many messages), encodings with y ≥ p, and S ≥ L. A log has to mean
//! the same to every verifier, so all of these are refused: the key when it enters the log, the
//! signature by strict, cofactorless verification. What was rejected: cofactored verification as in
//! ZIP 215, because the libraries that a stand-alone verifier would use do not offer it.

use ed25519_dalek::{Signer, VerifyingKey};

use crate::hash::{Tag, tagged};
use crate::header::SUITE;
use crate::id::DeviceId;
use crate::reason::Reason;
use crate::seal::SealSecret;

/// An Ed25519 public key that passed the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Takes a key that is canonically encoded and not of small order.
    ///
    /// # Errors
    ///
    /// [`Reason::KeyEncoding`] or [`Reason::KeyWeak`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, Reason> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| Reason::KeyEncoding)?;
        // Compressing again gives the one canonical encoding of the point.
        if key.to_edwards().compress().as_bytes() != bytes {
            return Err(Reason::KeyEncoding);
        }
        if key.is_weak() {
            return Err(Reason::KeyWeak);
        }
        Ok(Self(key))
    }

    /// The 32 bytes of the key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The device that this key belongs to.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId::from_bytes(tagged(Tag::Key, &[SUITE.as_bytes(), b"\n", self.as_bytes()]))
    }

    /// Whether the signature was made with this key over exactly this message.
    #[must_use]
    pub(crate) fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

/// A device's secret key. Its bytes are overwritten when it is dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key made from a seed of 32 random bytes, which the caller draws and keeps.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The device that this key belongs to.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.public().device()
    }

    /// The key that bundles for the device are opened with, made from the same seed.
    #[must_use]
    pub fn seal(&self) -> SealSecret {
        SealSecret::from_seed(&zeroize::Zeroizing::new(self.0.to_bytes()))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.device())
    }
}

/// The 64 bytes of a signature, not yet checked against anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// Takes the bytes of a signature.
    ///
    /// # Errors
    ///
    /// [`Reason::SignatureLength`] unless there are 64.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Reason> {
        bytes.try_into().map(Self).map_err(|_| Reason::SignatureLength)
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}
