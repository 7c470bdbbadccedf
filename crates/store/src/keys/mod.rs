//! Who can open a case, and how.
//!
//! One random **data key** encrypts the database. It is kept in `slots.json`, once per slot: a
//! slot is an X25519 key pair whose secret half is sealed under a passphrase (or the recovery code), and
//! the data key is wrapped to its public half. Two steps instead of one, so that
//!
//! - changing a passphrase reseals 32 bytes and touches neither the database nor anyone else's slot;
//! - a new data key can be given to every slot by whoever holds the old one, without asking the others
//!   for their passphrases.
//!
//! Nothing here is of our own making: the passphrase is stretched with Argon2id (RFC 9106), the secret
//! key sealed with XChaCha20-Poly1305, the data key wrapped with HPKE in base mode
//! (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305), subkeys derived with HKDF-SHA256 (RFC 5869), the
//! file sealed with HMAC-SHA256. Each use has a label of its own.
//!
//! **What the file gives away:** that it is a case, its format, how many slots it has, which of them is
//! the recovery slot, and what Argon2id costs. Not whose they are: slots are named by random bytes.
//!
//! **Tampering.** Someone who can write the folder but not open it could put a slot of their own into
//! the file and wait to be given the next data key. So the file carries a seal under the data key,
//! over all slots, checked at every unlocking. A plain digest beside it tells a flipped bit from a
//! mistyped passphrase when nothing opens.
//!
//! **What it does not do.** Whoever copied the folder while an old passphrase was good can open that
//! copy with it for ever. Only a new data key helps, and only for what is written afterwards.

mod cost;
mod file;
mod recovery;
mod seal;
mod secret;
mod slot;
mod unlocked;

pub(crate) use file::SlotFile;
pub(crate) use seal::{SEALED_MORE, open as open_sealed, seal};
pub(crate) use slot::KeySource;

pub use cost::KeyCost;
pub use recovery::{RecoveryCode, RecoveryCodeError};
pub use secret::{DataKey, Passphrase};
pub use slot::{SlotId, SlotKind};
pub use unlocked::Unlocked;
