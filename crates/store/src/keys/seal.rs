//! Sealing small secrets under a key: XChaCha20-Poly1305 with a random nonce in front.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::entropy::{Entropy, draw};
use crate::error::Result;

const NONCE: usize = 24;

/// How many bytes longer a sealed secret is than the secret: nonce and authentication tag.
pub(crate) const SEALED_MORE: usize = NONCE + 16;

/// Seals a secret; `about` is authenticated with it and must be the same at opening.
pub(crate) fn seal(
    key: &[u8; 32],
    about: &[u8],
    secret: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE] = draw(entropy)?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: about })
        .expect("anything shorter than 256 gigabytes can be sealed");
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal`] made. `None` for another key, another `about`, or a changed byte.
pub(crate) fn open(key: &[u8; 32], about: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: about })
        .ok()
        .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    #[test]
    fn every_changed_byte_is_noticed() {
        let key = [3; 32];
        let sealed = seal(&key, b"about", b"secret", &mut OsEntropy).unwrap();
        assert_eq!(sealed.len(), b"secret".len() + SEALED_MORE);
        assert_eq!(open(&key, b"about", &sealed).unwrap().as_slice(), b"secret");
        assert!(open(&key, b"other", &sealed).is_none());
        assert!(open(&[4; 32], b"about", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&key, b"about", &changed).is_none(), "byte {at}");
            assert!(open(&key, b"about", &sealed[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn no_two_sealings_are_alike() {
        let one = seal(&[3; 32], b"", b"secret", &mut OsEntropy).unwrap();
        let other = seal(&[3; 32], b"", b"secret", &mut OsEntropy).unwrap();
        assert_ne!(one, other);
    }
}
