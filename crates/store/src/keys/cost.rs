//! How much work one guess at a passphrase costs.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::secret::Key32;
use crate::error::{Error, Result};

/// The parameters of Argon2id, kept with each slot so that they can be raised later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyCost {
    /// Memory, in kibibytes.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KeyCost {
    /// 64 MiB and three passes: the second recommendation of RFC 9106, with one lane since ours are
    /// not run in parallel. A fraction of a second on an old laptop.
    pub const LAPTOP: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// The least there can be: for tests, which open a thousand cases. Protects nothing.
    pub const CHEAP: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

    /// What a slot may ask for. Above, a prepared file could hold up whoever tries to open it.
    const MOST: Self = Self { memory_kib: 2 * 1024 * 1024, passes: 64, lanes: 16 };

    /// Stretches a secret into a key.
    ///
    /// # Errors
    ///
    /// [`Error::KeyCost`] when the parameters are outside what is accepted.
    pub(super) fn stretch(&self, secret: &[u8], salt: &[u8; 16]) -> Result<Key32> {
        let refused = || Error::KeyCost {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        };
        let most = Self::MOST;
        if self.memory_kib > most.memory_kib || self.passes > most.passes || self.lanes > most.lanes
        {
            return Err(refused());
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| refused())?;
        let mut key = Key32::default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, key.as_mut())
            .map_err(|_| refused())?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn it_is_argon2id_as_other_programs_compute_it() {
        // As OpenSSL computes it: password, somesaltsomesalt, 64 KiB, 2 passes, 1 lane.
        let expected = "1a98fba8e6394425c9bdc333a9c750aaf811df070f5fb4a5788e1cf4db5793a1";
        let cost = KeyCost { memory_kib: 64, passes: 2, lanes: 1 };
        let key = cost.stretch(b"password", b"somesaltsomesalt").unwrap();
        assert_eq!(HEXLOWER.encode(key.as_ref()), expected);
    }

    #[test]
    fn absurd_costs_are_refused_at_once() {
        for cost in [
            KeyCost { memory_kib: u32::MAX, ..KeyCost::LAPTOP },
            KeyCost { passes: u32::MAX, ..KeyCost::LAPTOP },
            KeyCost { passes: 0, ..KeyCost::LAPTOP },
            KeyCost { lanes: 0, ..KeyCost::LAPTOP },
            KeyCost { memory_kib: 1, ..KeyCost::LAPTOP },
        ] {
            let refused = cost.stretch(b"password", &[0; 16]);
            assert!(matches!(refused, Err(Error::KeyCost { .. })), "{cost:?}");
        }
    }
}
