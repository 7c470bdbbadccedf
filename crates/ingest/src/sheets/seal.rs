//! Sealed sheets: files encrypted to a passphrase, for the way between two people.
//!
//! A sheet is readable by whoever holds the file. A sealed one is an age file (age-encryption.org/v1)
//! with a passphrase recipient, which the age and rage programs open too. The fresh key in each file
//! comes from the operating system's generator, by way of the age library; everything else is given.

use std::io::{Read, Write};
use std::iter;

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, scrypt};

use super::limits;

/// Says why a sheet was not sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The passphrase is wrong.
    #[error("the passphrase does not open this file")]
    WrongPassphrase,
    /// The file asks for more work than allowed.
    #[error(
        "opening this file would take too long: it was sealed with work factor {found}, and {most} is the \
         most taken"
    )]
    TooMuchWork {
        /// The work factor it asks for: the base-2 logarithm of scrypt's N.
        found: u8,
        /// The most that is taken.
        most: u8,
    },
    /// The file is sealed to keys, not to a passphrase.
    #[error("this file is not sealed with a passphrase")]
    NotByPassphrase,
    /// The file is not an age file, or was cut short or altered.
    #[error("the sealed file is damaged or not one: {0}")]
    Damaged(String),
    /// The file holds more than a sheet may have.
    #[error("the sealed file holds more than {0} bytes, the most a sheet may have")]
    TooLarge(usize),
    /// The work factor cannot be used.
    #[error("the work factor {0} cannot be used: it goes from 1 to {LARGEST_WORK}")]
    WorkFactor(u8),
}

/// The highest work factor: scrypt then takes 4 GB.
pub const LARGEST_WORK: u8 = 22;

/// The ending of a sealed file, after the sheet's own.
pub const ENDING: &str = "age";

/// Encrypts a sheet to a passphrase.
///
/// `work_factor` is the base-2 logarithm of scrypt's N: 18 takes about a second and 256 MB.
///
/// # Errors
///
/// [`SealError::WorkFactor`] for one above [`LARGEST_WORK`] or 0, and what the cipher says.
pub fn seal(
    bytes: &[u8],
    passphrase: &SecretString,
    work_factor: u8,
) -> Result<Vec<u8>, SealError> {
    if !(1..=LARGEST_WORK).contains(&work_factor) {
        return Err(SealError::WorkFactor(work_factor));
    }
    let damaged = |error: &dyn std::fmt::Display| SealError::Damaged(error.to_string());
    let mut recipient = scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(work_factor);
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient))
        .map_err(|error| damaged(&error))?;
    let mut sealed = Vec::with_capacity(bytes.len() + 256);
    let mut writer = encryptor.wrap_output(&mut sealed).map_err(|error| damaged(&error))?;
    writer.write_all(bytes).map_err(|error| damaged(&error))?;
    writer.finish().map_err(|error| damaged(&error))?;
    Ok(sealed)
}

/// Decrypts a sealed sheet.
///
/// `most_work` is the highest work factor that is accepted, so that no file can make the program work
/// for hours.
///
/// # Errors
///
/// When the passphrase is wrong, or the file is damaged, too large, or asks for too much work.
pub fn open(bytes: &[u8], passphrase: &SecretString, most_work: u8) -> Result<Vec<u8>, SealError> {
    let damaged = |error: &dyn std::fmt::Display| SealError::Damaged(error.to_string());
    let decryptor = Decryptor::new(bytes).map_err(|error| damaged(&error))?;
    if !decryptor.is_scrypt() {
        return Err(SealError::NotByPassphrase);
    }
    let mut identity = scrypt::Identity::new(passphrase.clone());
    identity.set_max_work_factor(most_work.min(LARGEST_WORK));
    let reader = decryptor.decrypt(iter::once(&identity as &dyn age::Identity)).map_err(
        |error| match error {
            age::DecryptError::ExcessiveWork { required, .. } => {
                SealError::TooMuchWork { found: required, most: most_work }
            }
            age::DecryptError::DecryptionFailed
            | age::DecryptError::KeyDecryptionFailed
            | age::DecryptError::NoMatchingKeys => SealError::WrongPassphrase,
            error => damaged(&error),
        },
    )?;
    let mut opened = Vec::new();
    let limit = limits::FILE_BYTES as u64 + 1;
    reader.take(limit).read_to_end(&mut opened).map_err(|error| damaged(&error))?;
    if opened.len() > limits::FILE_BYTES {
        return Err(SealError::TooLarge(limits::FILE_BYTES));
    }
    Ok(opened)
}
