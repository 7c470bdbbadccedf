//! The recovery code: what opens a case when every passphrase is forgotten.
//!
//! Forty characters in eight groups of five, to be written on paper and kept apart. They hold 176
//! random bits and 24 bits of check sum, so that a misread character is noticed before
//! anything is tried. The alphabet is Crockford's: digits and capitals without I, L, O and U; reading
//! takes small letters, `O` for zero, `I` and `L` for one, and any spaces and hyphens.
//!
//! From the same bits comes the seed of the recovery signing key, which no device holds: with the
//! paper one can both open the case and enrol a device.

use data_encoding::{Encoding, Specification};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::secret::Key32;
use crate::entropy::Entropy;
use crate::error::Result;

const SECRET: usize = 22;
const CHECK: usize = 3;
/// Characters of a code, without separators.
const LETTERS: usize = (SECRET + CHECK) * 8 / 5;
const GROUP: usize = 5;

/// Why a text is not a recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// There are too few or too many characters.
    #[error("a recovery code has {LETTERS} letters and digits, and here are {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that no code has.
    #[error("character {position} is \"{character}\", which no recovery code contains")]
    Character {
        /// Which one, from 1, separators not counted.
        position: usize,
        /// What stood there.
        character: char,
    },
    /// The check sum does not fit.
    #[error("the recovery code has a mistake in it: compare each group with the paper")]
    CheckSum,
}

/// A recovery code.
pub struct RecoveryCode(Zeroizing<[u8; SECRET]>);

impl RecoveryCode {
    /// Draws a new code.
    ///
    /// # Errors
    ///
    /// [`Error::NoEntropy`](crate::Error::NoEntropy).
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self> {
        let mut secret = Zeroizing::new([0; SECRET]);
        entropy.fill(secret.as_mut())?;
        Ok(Self(secret))
    }

    /// Reads a code as a person types it.
    ///
    /// # Errors
    ///
    /// [`RecoveryCodeError`] says what is wrong with the text. Whether the code belongs to a case is
    /// only known when it is tried.
    pub fn parse(typed: &str) -> std::result::Result<Self, RecoveryCodeError> {
        let mut letters = Zeroizing::new(String::with_capacity(LETTERS));
        let kept = typed.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c));
        let mut found = 0;
        for character in kept {
            found += 1;
            if !character.is_ascii_alphanumeric() || matches!(character, 'u' | 'U') {
                return Err(RecoveryCodeError::Character { position: found, character });
            }
            if letters.len() < LETTERS {
                letters.push(character);
            }
        }
        if found != LETTERS {
            return Err(RecoveryCodeError::Length { found });
        }
        let bytes = encoding()
            .decode(letters.as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| RecoveryCodeError::CheckSum)?;
        let (secret, check) =
            bytes.split_first_chunk::<SECRET>().ok_or(RecoveryCodeError::CheckSum)?;
        if check != check_sum(secret) {
            return Err(RecoveryCodeError::CheckSum);
        }
        Ok(Self(Zeroizing::new(*secret)))
    }

    /// The code as it is printed, once: eight groups of five.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; SECRET + CHECK]);
        bytes[..SECRET].copy_from_slice(self.0.as_ref());
        bytes[SECRET..].copy_from_slice(&check_sum(&self.0));
        let letters = Zeroizing::new(encoding().encode(bytes.as_ref()));
        let mut groups = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / GROUP));
        for (at, letter) in letters.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                groups.push('-');
            }
            groups.push(letter);
        }
        groups
    }

    /// The seed of the Ed25519 recovery key. The log knows its public half; no device holds this one.
    #[must_use]
    pub fn signing_seed(&self) -> Zeroizing<[u8; 32]> {
        let mut seed = Key32::default();
        Hkdf::<Sha256>::new(None, self.0.as_ref())
            .expand(b"onus/keys/1 recovery signing key", seed.as_mut())
            .expect("32 bytes is a length HKDF-SHA256 can give");
        seed
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_ref()
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn check_sum(secret: &[u8; SECRET]) -> [u8; CHECK] {
    let digest = Sha256::new_with_prefix(b"onus/keys/1 recovery code\n").chain_update(secret);
    let digest: [u8; 32] = digest.finalize().into();
    [digest[0], digest[1], digest[2]]
}

fn encoding() -> Encoding {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    specification.translate.from.push_str("abcdefghjkmnpqrstvwxyzoOiIlL");
    specification.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    specification.encoding().expect("32 different symbols make an encoding of 5 bits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    #[test]
    fn what_is_printed_is_read_back_however_it_is_typed() {
        let code = RecoveryCode::generate(&mut OsEntropy).unwrap();
        let printed = code.reveal();
        assert_eq!(printed.split('-').map(str::len).collect::<Vec<_>>(), [5; 8]);
        let typed = [
            printed.to_string(),
            printed.to_lowercase(),
            printed.replace('-', " "),
            printed.replace('-', ""),
            printed.replace('0', "o").replace('1', "l"),
            format!("  {}\n", printed.replace('-', "–")),
        ];
        for typed in typed {
            assert_eq!(RecoveryCode::parse(&typed).unwrap().as_bytes(), code.as_bytes(), "{typed}");
        }
    }

    #[test]
    fn a_mistake_is_named() {
        let code = RecoveryCode(Zeroizing::new([0xa5; SECRET]));
        let printed = code.reveal().to_string();
        let wrong = |typed: &str| RecoveryCode::parse(typed).unwrap_err();
        assert_eq!(wrong(&printed[1..]), RecoveryCodeError::Length { found: 39 });
        assert_eq!(wrong(""), RecoveryCodeError::Length { found: 0 });
        let cyrillic = format!("{}Ж", &printed[..printed.len() - 1]);
        assert_eq!(wrong(&cyrillic), RecoveryCodeError::Character { position: 40, character: 'Ж' });
        // Every single character matters.
        for (at, letter) in printed.char_indices().filter(|(_, letter)| *letter != '-') {
            let other = if letter == 'Z' { 'Y' } else { 'Z' };
            let mut mistyped = printed.clone();
            mistyped.replace_range(at..=at, &other.to_string());
            assert_eq!(wrong(&mistyped), RecoveryCodeError::CheckSum, "at {at}");
        }
    }

    #[test]
    fn the_signing_seed_is_not_the_code() {
        let code = RecoveryCode(Zeroizing::new([1; SECRET]));
        assert_ne!(code.signing_seed()[..SECRET], *code.as_bytes());
        assert_eq!(code.signing_seed(), RecoveryCode(Zeroizing::new([1; SECRET])).signing_seed());
    }
}
