//! The age file around a bundle.
//!
//! `age` draws its file key and ephemeral keys from the system's randomness itself; it offers no way to
//! hand them in. Nothing of that is shown or hashed.

use std::io::{self, Read, Write};

use super::{BundleError, BundleObject, BundleRefusal};
use crate::reason::Reason;
use crate::seal::{SealKey, SealSecret};

/// Writes what is to be sealed.
pub struct Sealed<W: Write>(age::stream::StreamWriter<W>);

impl<W: Write> Sealed<W> {
    /// Ends the file. Without this it cannot be opened.
    ///
    /// # Errors
    ///
    /// When the output cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Begins a file that only these devices can open.
///
/// # Errors
///
/// When there are none, or the output cannot be written.
pub fn seal<W: Write>(output: W, to: &[SealKey]) -> io::Result<Sealed<W>> {
    let recipients: Option<Vec<age::x25519::Recipient>> =
        to.iter().map(SealKey::recipient).collect();
    let recipients = recipients.unwrap_or_default();
    let recipients = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    encryptor.wrap_output(output).map(Sealed)
}

/// Opens a file sealed to this device, to be read from front to back.
///
/// # Errors
///
/// [`Reason::BundleSealed`] when it is not sealed to the device, or no such file.
pub fn open<R: Read>(input: R, secret: &SealSecret) -> Result<impl Read, BundleError> {
    let refused = |error: age::DecryptError| match error {
        age::DecryptError::Io(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
            ) =>
        {
            BundleError::Io(error)
        }
        _ => BundleRefusal::new(BundleObject::Bundle, Reason::BundleSealed).into(),
    };
    let decryptor = age::Decryptor::new(input).map_err(refused)?;
    decryptor.decrypt(std::iter::once(secret.identity() as &dyn age::Identity)).map_err(refused)
}
