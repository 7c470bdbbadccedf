//! Secrets in memory: wiped when they are dropped, never printed.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::error::{Error, Result};

/// 32 secret bytes, wiped when dropped.
pub(crate) type Key32 = Zeroizing<[u8; 32]>;

/// Draws a secret straight into memory that will be wiped.
pub(crate) fn draw_key(entropy: &mut dyn Entropy) -> Result<Key32> {
    let mut key = Key32::default();
    entropy.fill(key.as_mut())?;
    Ok(key)
}

/// Takes 32 bytes out of a buffer that is wiped.
pub(crate) fn key_from(bytes: &Zeroizing<Vec<u8>>) -> Option<Key32> {
    let mut key = Key32::default();
    if bytes.len() != key.len() {
        return None;
    }
    key.copy_from_slice(bytes);
    Some(key)
}

/// The key of a case's database.
#[derive(Clone)]
pub struct DataKey(Key32);

impl DataKey {
    /// Draws a new key.
    ///
    /// # Errors
    ///
    /// [`Error::NoEntropy`].
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self> {
        draw_key(entropy).map(Self)
    }

    /// Takes a key that was handed over, as by an unlocked session.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for whoever hands them on. They open the case.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_key(key: Key32) -> Self {
        Self(key)
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// A passphrase as it was typed.
///
/// Composed (NFC), and any white space read as a plain space, as RFC 8265 (OpaqueString) has it:
/// keyboards and systems write `й` as one character or two, and that must not lock anyone out. White
/// space at either end is left out, since files end with a line break.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes a passphrase.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyPassphrase`] when nothing is left of it.
    pub fn new(typed: &str) -> Result<Self> {
        // As much room as it can need, so that no half of it stays behind where it grew.
        let mut text = Zeroizing::new(String::with_capacity(typed.len().saturating_mul(3)));
        text.extend(typed.trim().nfc().map(|c| if c.is_whitespace() { ' ' } else { c }));
        if text.is_empty() { Err(Error::EmptyPassphrase) } else { Ok(Self(text)) }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_passphrase_however_it_is_typed() {
        let composed = Passphrase::new("мой\u{a0}ключ\n").unwrap();
        let decomposed = Passphrase::new(" мои\u{306} ключ").unwrap();
        assert_eq!(composed.as_bytes(), decomposed.as_bytes());
        assert!(matches!(Passphrase::new(" \n"), Err(Error::EmptyPassphrase)));
    }

    #[test]
    fn nothing_secret_is_printed() {
        let printed = format!("{:?} {:?}", DataKey::from_bytes([7; 32]), Passphrase::new("abc"));
        assert_eq!(printed, "DataKey(…) Ok(Passphrase(…))");
    }
}
