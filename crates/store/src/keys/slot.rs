//! One way into a case: a key pair sealed under a secret, and the data key wrapped to it.

use data_encoding::HEXLOWER;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{Infallible, TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cost::KeyCost;
use super::recovery::RecoveryCode;
use super::seal;
use super::secret::{DataKey, Key32, Passphrase, draw_key, key_from};
use crate::entropy::{Entropy, draw};
use crate::error::{Error, Result};

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type SecretKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Names a slot: 16 random bytes that say nothing of whose it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId([u8; 16]);

impl SlotId {
    /// Wraps the bytes of an identifier.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes of the identifier.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl std::fmt::Display for SlotId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl std::fmt::Debug for SlotId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SlotId({self})")
    }
}

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SlotKind {
    /// A member's passphrase.
    Passphrase,
    /// The recovery code.
    Recovery,
}

/// What is typed to open a slot.
#[derive(Clone, Copy)]
pub(crate) enum KeySource<'a> {
    Passphrase(&'a Passphrase),
    Recovery(&'a RecoveryCode),
}

impl KeySource<'_> {
    pub(crate) fn kind(self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }

    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Passphrase(passphrase) => passphrase.as_bytes(),
            Self::Recovery(code) => code.as_bytes(),
        }
    }
}

/// A slot as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) id: SlotId,
    pub(super) kind: SlotKind,
    pub(super) cost: KeyCost,
    pub(super) salt: [u8; 16],
    pub(super) public: [u8; 32],
    /// The X25519 secret key under the stretched passphrase: nonce, ciphertext, tag.
    pub(super) secret: Vec<u8>,
    /// HPKE's encapsulated key.
    pub(super) encapsulated: [u8; 32],
    /// The data key under the public key: ciphertext and tag.
    pub(super) wrapped: Vec<u8>,
}

impl Slot {
    /// Makes a slot with a key pair of its own. Answers its secret key too.
    pub(super) fn create(
        source: KeySource<'_>,
        cost: KeyCost,
        data_key: &DataKey,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Key32)> {
        let seed = draw_key(entropy)?;
        let (secret, public) = X25519HkdfSha256::derive_keypair(seed.as_ref());
        let secret = Zeroizing::new(secret.to_bytes().into());
        let mut slot = Self {
            id: SlotId(draw(entropy)?),
            kind: source.kind(),
            cost,
            salt: [0; 16],
            public: public.to_bytes().into(),
            secret: Vec::new(),
            encapsulated: [0; 32],
            wrapped: Vec::new(),
        };
        slot.reseal(source, cost, &secret, entropy)?;
        slot.wrap(data_key, entropy)?;
        Ok((slot, secret))
    }

    /// Seals the secret key anew, as under a new passphrase.
    pub(super) fn reseal(
        &mut self,
        source: KeySource<'_>,
        cost: KeyCost,
        secret: &Key32,
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        self.cost = cost;
        self.salt = draw(entropy)?;
        let key = cost.stretch(source.as_bytes(), &self.salt)?;
        self.secret = seal::seal(&key, &self.about(), secret.as_ref(), entropy)?;
        Ok(())
    }

    /// Wraps a data key to the slot's public key. Needs nothing secret of the slot.
    pub(super) fn wrap(&mut self, data_key: &DataKey, entropy: &mut dyn Entropy) -> Result<()> {
        let refused = || Error::damaged(crate::error::Damaged::Keys, "a public key is not one");
        let public = PublicKey::from_bytes(&self.public).map_err(|_| refused())?;
        let mut random = Random { entropy, failed: None };
        let wrapped = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, _>(
            &OpModeS::<X25519HkdfSha256>::Base,
            &public,
            &self.purpose(),
            data_key.expose(),
            &[],
            &mut random,
        );
        if let Some(error) = random.failed {
            return Err(error);
        }
        let (encapsulated, wrapped) = wrapped.map_err(|_| refused())?;
        self.encapsulated = encapsulated.to_bytes().into();
        self.wrapped = wrapped;
        Ok(())
    }

    /// The slot's secret key, if this is what it was sealed under.
    pub(super) fn open(&self, source: KeySource<'_>) -> Result<Option<Key32>> {
        let key = self.cost.stretch(source.as_bytes(), &self.salt)?;
        Ok(seal::open(&key, &self.about(), &self.secret).as_ref().and_then(key_from))
    }

    /// The data key, with the slot's secret key.
    pub(super) fn unwrap(&self, secret: &Key32) -> Option<DataKey> {
        let secret = SecretKey::from_bytes(secret.as_ref()).ok()?;
        let encapsulated = Encapsulated::from_bytes(&self.encapsulated).ok()?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, _>(
            &OpModeR::<X25519HkdfSha256>::Base,
            &secret,
            &encapsulated,
            &self.purpose(),
            &self.wrapped,
            &[],
        );
        key_from(&Zeroizing::new(opened.ok()?)).map(DataKey::from_key)
    }

    /// What the sealed secret key is bound to: the slot it belongs to, and what it costs to open.
    fn about(&self) -> Vec<u8> {
        let kind: u8 = match self.kind {
            SlotKind::Passphrase => 0,
            SlotKind::Recovery => 1,
        };
        let KeyCost { memory_kib, passes, lanes } = self.cost;
        let mut about = b"onus/keys/1 slot\n".to_vec();
        about.extend(self.id.0);
        about.push(kind);
        about.extend([memory_kib, passes, lanes].into_iter().flat_map(u32::to_be_bytes));
        about.extend(self.salt);
        about.extend(self.public);
        about
    }

    /// HPKE's `info`: what the wrapped key is for.
    fn purpose(&self) -> Vec<u8> {
        [b"onus/keys/1 data key\n".as_slice(), &self.id.0].concat()
    }
}

/// Our entropy as HPKE wants it, which has no way to say that it failed: it is asked afterwards.
struct Random<'a> {
    entropy: &'a mut dyn Entropy,
    failed: Option<Error>,
}

impl TryRng for Random<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> std::result::Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> std::result::Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> std::result::Result<(), Infallible> {
        if let Err(error) = self.entropy.fill(bytes) {
            self.failed = Some(error);
        }
        Ok(())
    }
}

impl TryCryptoRng for Random<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    fn slot(passphrase: &Passphrase, data_key: &DataKey) -> (Slot, Key32) {
        let source = KeySource::Passphrase(passphrase);
        Slot::create(source, KeyCost::CHEAP, data_key, &mut OsEntropy).unwrap()
    }

    #[test]
    fn a_slot_opens_with_its_passphrase_alone() {
        let passphrase = Passphrase::new("correct").unwrap();
        let data_key = DataKey::generate(&mut OsEntropy).unwrap();
        let (slot, secret) = slot(&passphrase, &data_key);
        let opened = slot.open(KeySource::Passphrase(&passphrase)).unwrap().unwrap();
        assert_eq!(opened, secret);
        assert_eq!(slot.unwrap(&opened).unwrap().expose(), data_key.expose());
        let wrong = Passphrase::new("incorrect").unwrap();
        assert!(slot.open(KeySource::Passphrase(&wrong)).unwrap().is_none());
    }

    #[test]
    fn a_new_data_key_needs_nobodys_passphrase() {
        let passphrase = Passphrase::new("correct").unwrap();
        let (mut slot, secret) = slot(&passphrase, &DataKey::from_bytes([1; 32]));
        slot.wrap(&DataKey::from_bytes([2; 32]), &mut OsEntropy).unwrap();
        let opened = slot.open(KeySource::Passphrase(&passphrase)).unwrap().unwrap();
        assert_eq!(opened, secret);
        assert_eq!(slot.unwrap(&opened).unwrap().expose(), &[2; 32]);
    }

    #[test]
    fn a_slots_parts_cannot_be_put_into_another() {
        let passphrase = Passphrase::new("correct").unwrap();
        let data_key = DataKey::from_bytes([1; 32]);
        let (one, secret) = slot(&passphrase, &data_key);
        let (other, _) = slot(&passphrase, &data_key);
        let moved = Slot { secret: one.secret.clone(), salt: one.salt, ..other.clone() };
        assert!(moved.open(KeySource::Passphrase(&passphrase)).unwrap().is_none());
        let moved = Slot { id: other.id, ..one.clone() };
        assert!(moved.unwrap(&secret).is_none());
    }

    #[test]
    fn failing_randomness_wraps_nothing() {
        struct Failing(u32);
        impl Entropy for Failing {
            fn fill(&mut self, _: &mut [u8]) -> Result<()> {
                self.0 = self.0.checked_sub(1).ok_or(Error::NoEntropy("test".into()))?;
                Ok(())
            }
        }
        let passphrase = Passphrase::new("correct").unwrap();
        let source = KeySource::Passphrase(&passphrase);
        let key = DataKey::from_bytes([1; 32]);
        let create = |left| Slot::create(source, KeyCost::CHEAP, &key, &mut Failing(left));
        for left in 0..5 {
            assert!(matches!(create(left), Err(Error::NoEntropy(_))), "{left}");
        }
        assert!(create(5).is_ok());
    }
}
