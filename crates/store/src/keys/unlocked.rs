//! What opening a slot gives.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::secret::{DataKey, Key32};
use super::slot::{SlotId, SlotKind};

/// An opened slot: the data key, and the slot's own key, from which whatever belongs to this member
/// alone is sealed.
///
/// The slot's key stays the same when the passphrase changes and when the data key does, so that what is
/// sealed with it need not be sealed again.
#[derive(Clone)]
pub struct Unlocked {
    slot: SlotId,
    kind: SlotKind,
    secret: Key32,
    data_key: DataKey,
}

impl Unlocked {
    /// How many bytes [`Unlocked::to_bytes`] gives.
    pub const LENGTH: usize = 16 + 1 + 32 + 32;

    pub(super) fn new(slot: SlotId, kind: SlotKind, secret: Key32, data_key: DataKey) -> Self {
        Self { slot, kind, secret, data_key }
    }

    /// The slot that was opened.
    #[must_use]
    pub fn slot(&self) -> SlotId {
        self.slot
    }

    /// What opened it.
    #[must_use]
    pub fn kind(&self) -> SlotKind {
        self.kind
    }

    /// The key of the database.
    #[must_use]
    pub fn data_key(&self) -> &DataKey {
        &self.data_key
    }

    /// A key of this member's own for one purpose, unrelated to that for any other.
    #[must_use]
    pub fn member_key(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Key32::default();
        Hkdf::<Sha256>::new(None, self.secret.as_ref())
            .expand_multi_info(&[b"onus/keys/1 member key\n", purpose.as_bytes()], key.as_mut())
            .expect("32 bytes is a length HKDF-SHA256 can give");
        key
    }

    /// All of it as bytes, to be handed to a process that keeps the case unlocked. They open the case.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::LENGTH]> {
        let mut bytes = Zeroizing::new([0; Self::LENGTH]);
        bytes[..16].copy_from_slice(self.slot.as_bytes());
        bytes[16] = u8::from(self.kind == SlotKind::Recovery);
        bytes[17..49].copy_from_slice(self.secret.as_ref());
        bytes[49..].copy_from_slice(self.data_key.expose());
        bytes
    }

    /// Takes back what [`Unlocked::to_bytes`] gave. Whether it opens a case is seen when it is used.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Option<Self> {
        let (slot, rest) = bytes.split_first_chunk::<16>()?;
        let (kind, rest) = rest.split_first()?;
        let (secret, data_key) = rest.split_first_chunk::<32>()?;
        let kind = match kind {
            0 => SlotKind::Passphrase,
            1 => SlotKind::Recovery,
            _ => return None,
        };
        Some(Self {
            slot: SlotId::from_bytes(*slot),
            kind,
            secret: Zeroizing::new(*secret),
            data_key: DataKey::from_bytes(*data_key.first_chunk()?),
        })
    }

    pub(super) fn secret(&self) -> &Key32 {
        &self.secret
    }
}

impl std::fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unlocked({} …)", self.slot)
    }
}
