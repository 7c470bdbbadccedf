//! Seal keys: the X25519 keys that bundles for a device are sealed to.
//!
//! A seal key is checked when a device is added, because what is sealed to a key of small order can be
//! opened by anybody. Sealing itself is done by `age`; here its keys are only carried over.

use bech32::{Bech32, Hrp};
use zeroize::Zeroizing;

use crate::hash::{Tag, tagged};
use crate::reason::Reason;

const PUBLIC: Hrp = Hrp::parse_unchecked("age");
const SECRET: Hrp = Hrp::parse_unchecked("AGE-SECRET-KEY-");

/// The points of small order, as their canonical encodings.
const WEAK: [[u8; 32]; 5] = [
    [0; 32],
    [
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
    ],
    [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
        0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
        0xb8, 0x00,
    ],
    [
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
        0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
        0x11, 0x57,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x7f,
    ],
];

/// An X25519 public key that passed the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// Takes a key that is canonically encoded and not of small order.
    ///
    /// # Errors
    ///
    /// [`Reason::SealEncoding`] or [`Reason::SealWeak`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, Reason> {
        // The prime 2^255 - 19 and what lies above it: ed ff … ff 7f to ff … ff.
        let [first, middle @ .., last] = bytes;
        let past = *last > 0x7f
            || (*last == 0x7f && *first >= 0xed && middle.iter().all(|byte| *byte == 0xff));
        if past {
            return Err(Reason::SealEncoding);
        }
        if WEAK.contains(bytes) {
            return Err(Reason::SealWeak);
        }
        Ok(Self(*bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as `age` takes it.
    pub(crate) fn recipient(&self) -> Option<age::x25519::Recipient> {
        bech32::encode::<Bech32>(PUBLIC, &self.0).ok()?.parse().ok()
    }
}

/// A device's secret seal key. `age` overwrites its bytes when it is dropped.
pub struct SealSecret(age::x25519::Identity);

impl SealSecret {
    /// The seal key that belongs to a device's seed, so that a device has one secret to keep.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let secret = Zeroizing::new(tagged(Tag::Seal, &[seed]));
        let encoded = bech32::encode::<Bech32>(SECRET, secret.as_slice())
            .map(Zeroizing::new)
            .map(|encoded| Zeroizing::new(encoded.to_uppercase()))
            .expect("32 bytes are well within what Bech32 encodes");
        Self(encoded.parse().expect("any 32 bytes are an X25519 secret key"))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> SealKey {
        let (_, bytes) = bech32::decode(&self.0.to_public().to_string())
            .expect("age writes its recipients in Bech32");
        let bytes = bytes.try_into().expect("a recipient of this kind is 32 bytes");
        SealKey::from_bytes(&bytes)
            .expect("a product with a clamped secret is no point of small order")
    }

    pub(crate) fn identity(&self) -> &age::x25519::Identity {
        &self.0
    }
}

impl std::fmt::Debug for SealSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealSecret(…)")
    }
}
