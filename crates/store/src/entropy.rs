//! Where keys, salts and nonces come from.
//!
//! An argument wherever randomness is needed, so that tests can repeat a run and nothing draws from the
//! system unseen. Programs pass [`OsEntropy`].

use crate::error::{Error, Result};

/// A source of random bytes fit for keys.
///
/// Whoever implements it for anything but a test promises that its bytes cannot be predicted.
pub trait Entropy {
    /// Fills the whole buffer.
    ///
    /// # Errors
    ///
    /// [`Error::NoEntropy`] when the source fails; the buffer must then not be used.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()>;
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes).map_err(|error| Error::NoEntropy(error.to_string()))
    }
}

/// Draws a fixed number of bytes.
pub(crate) fn draw<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}
