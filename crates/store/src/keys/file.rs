//! `slots.json`: the key slots of a case.
//!
//! JSON, so that it can be read in ten years with anything, and because nothing in it is secret. All
//! binary fields are lower-case hexadecimal. `digest` is SHA-256 and `seal` HMAC-SHA256 over the
//! other fields as this program writes them on one line; see the [parent](super) for why both.

use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cost::KeyCost;
use super::secret::{DataKey, Key32};
use super::slot::{KeySource, Slot, SlotId, SlotKind};
use super::unlocked::Unlocked;
use crate::entropy::Entropy;
use crate::error::{Damaged, Error, Refusal, Result};

/// The format this program writes, and the newest that it reads.
pub(crate) const KEYS_FORMAT: u32 = 1;

/// More slots than any team has; a longer file was not written by this program.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The content of `slots.json`.
#[derive(Clone, Debug)]
pub(crate) struct SlotFile {
    /// The format of the database, kept here too so that a newer case is recognised before anything
    /// in it is touched.
    database: u32,
    /// The name of the database's file, once it was written anew under another key.
    file: Option<String>,
    slots: Vec<Slot>,
    seal: [u8; 32],
    /// Whether the file's digest fits.
    intact: bool,
}

impl SlotFile {
    /// A file with its first two slots.
    pub(crate) fn create(
        database: u32,
        first: KeySource<'_>,
        recovery: KeySource<'_>,
        cost: KeyCost,
        data_key: &DataKey,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Unlocked)> {
        let mut file =
            Self { database, file: None, slots: Vec::new(), seal: [0; 32], intact: true };
        let (slot, secret) = Slot::create(first, cost, data_key, entropy)?;
        let unlocked = Unlocked::new(slot.id, slot.kind, secret, data_key.clone());
        let (recovery, _) = Slot::create(recovery, cost, data_key, entropy)?;
        file.slots.extend([slot, recovery]);
        file.reseal(data_key);
        Ok((file, unlocked))
    }

    /// The slots, in the file's order.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (SlotId, SlotKind)> {
        self.slots.iter().map(|slot| (slot.id, slot.kind))
    }

    /// The format of the database.
    pub(crate) fn database(&self) -> u32 {
        self.database
    }

    /// Finds the slot that this opens, trying `first` before the others.
    pub(crate) fn unlock(&self, source: KeySource<'_>, first: &[SlotId]) -> Result<Unlocked> {
        let mut candidates: Vec<&Slot> =
            self.slots.iter().filter(|slot| slot.kind == source.kind()).collect();
        candidates.sort_by_key(|slot| !first.contains(&slot.id));
        let mut refused = None;
        for slot in candidates {
            let secret = match slot.open(source) {
                Ok(Some(secret)) => secret,
                Ok(None) => continue,
                // One slot with absurd parameters must not keep the others shut.
                Err(error) => {
                    refused = Some(error);
                    continue;
                }
            };
            let data_key = slot.unwrap(&secret).ok_or_else(|| damaged("a key was changed"))?;
            let unlocked = Unlocked::new(slot.id, slot.kind, secret, data_key);
            self.check(unlocked.data_key())?;
            return Ok(unlocked);
        }
        match refused {
            Some(error) => Err(error),
            None if self.intact => Err(Error::WrongPassphrase),
            None => Err(damaged("its digest does not fit")),
        }
    }

    /// The data key as it is now, for whoever opened a slot earlier: it may have been changed since.
    pub(crate) fn refresh(&self, unlocked: &Unlocked) -> Result<Unlocked> {
        let slot = self.slots.iter().find(|slot| slot.id == unlocked.slot());
        let slot = slot.ok_or(Error::WrongPassphrase)?;
        let data_key =
            slot.unwrap(unlocked.secret()).ok_or_else(|| damaged("a key was changed"))?;
        self.check(&data_key)?;
        Ok(Unlocked::new(slot.id, slot.kind, unlocked.secret().clone(), data_key))
    }

    /// Gives every slot another data key, and names the file that it opens. Nobody's passphrase is
    /// needed, and none changes.
    pub(crate) fn rotate(
        &mut self,
        data_key: &DataKey,
        file: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        for slot in &mut self.slots {
            slot.wrap(data_key, entropy)?;
        }
        self.file = Some(file.to_owned());
        self.reseal(data_key);
        Ok(())
    }

    /// The name of the database's file, when it is not the first one.
    pub(crate) fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Refuses the file unless whoever holds the data key wrote it.
    pub(crate) fn check(&self, data_key: &DataKey) -> Result<()> {
        let sealed = sealer(data_key).chain_update(self.sealed_bytes());
        match sealed.verify_slice(&self.seal) {
            Ok(()) if self.intact => Ok(()),
            Ok(()) => Err(damaged("its digest does not fit")),
            Err(_) => Err(damaged("it was changed by someone who could not open the case")),
        }
    }

    /// Adds a slot and answers its name.
    pub(crate) fn add(
        &mut self,
        source: KeySource<'_>,
        cost: KeyCost,
        data_key: &DataKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Unlocked> {
        let (slot, secret) = Slot::create(source, cost, data_key, entropy)?;
        let unlocked = Unlocked::new(slot.id, slot.kind, secret, data_key.clone());
        self.slots.push(slot);
        self.reseal(data_key);
        Ok(unlocked)
    }

    /// Removes a slot; the last one with a passphrase stays.
    pub(crate) fn remove(&mut self, id: SlotId, data_key: &DataKey) -> Result<()> {
        let slot = self.slots.iter().find(|slot| slot.id == id).ok_or(Refusal::NoSlot)?;
        let passphrases = self.slots.iter().filter(|slot| slot.kind == SlotKind::Passphrase);
        if slot.kind == SlotKind::Passphrase && passphrases.count() == 1 {
            return Err(Refusal::LastPassphrase.into());
        }
        self.slots.retain(|slot| slot.id != id);
        self.reseal(data_key);
        Ok(())
    }

    /// Puts another passphrase on the slot that was opened.
    pub(crate) fn change(
        &mut self,
        unlocked: &Unlocked,
        source: KeySource<'_>,
        cost: KeyCost,
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        let slot =
            self.slots.iter_mut().find(|slot| slot.id == unlocked.slot()).ok_or(Refusal::NoSlot)?;
        if slot.kind != source.kind() {
            return Err(Refusal::NotAPassphrase.into());
        }
        slot.reseal(source, cost, unlocked.secret(), entropy)?;
        self.reseal(unlocked.data_key());
        Ok(())
    }

    /// Puts a new recovery slot in the place of every old one.
    pub(crate) fn replace_recovery(
        &mut self,
        source: KeySource<'_>,
        cost: KeyCost,
        data_key: &DataKey,
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        self.slots.retain(|slot| slot.kind != SlotKind::Recovery);
        self.add(source, cost, data_key, entropy).map(|_| ())
    }

    /// The file as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let body = self.sealed_bytes();
        let file = File {
            body: self.body(),
            digest: HEXLOWER.encode(&Sha256::digest(&body)),
            seal: HEXLOWER.encode(&self.seal),
        };
        let mut bytes = serde_json::to_vec_pretty(&file).expect(WRITABLE);
        bytes.push(b'\n');
        bytes
    }

    /// Reads a file.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > MOST_BYTES {
            return Err(damaged("it is far too long"));
        }
        let known = KEYS_FORMAT;
        // The format first: a newer file may have fields that are not known here.
        let format: FormatOnly =
            serde_json::from_slice(bytes).map_err(|_| damaged("not readable"))?;
        if format.keys > known {
            return Err(Error::NewerFormat { found: format.keys, known });
        }
        if format.keys < known {
            return Err(damaged("there was never such a format"));
        }
        let file: File = serde_json::from_slice(bytes).map_err(|_| damaged("not readable"))?;
        let slots = file.body.slots.iter().map(SlotText::read).collect::<Option<Vec<Slot>>>();
        let mut read = Self {
            database: file.body.database,
            file: file.body.file,
            slots: slots.ok_or_else(|| damaged("a slot is not readable"))?,
            seal: bytes_of(&file.seal).ok_or_else(|| damaged("its seal is not readable"))?,
            intact: true,
        };
        let digest: [u8; 32] = Sha256::digest(read.sealed_bytes()).into();
        let is_name = |file: &str| {
            file.starts_with("case-") && file.ends_with(".db") && !file.contains(['/', '\\', ':'])
        };
        if read.file.as_deref().is_some_and(|file| !is_name(file)) {
            return Err(damaged("it names a file that is none of a case"));
        }
        read.intact = bytes_of(&file.digest) == Some(digest);
        Ok(read)
    }

    fn reseal(&mut self, data_key: &DataKey) {
        self.intact = true;
        self.seal =
            sealer(data_key).chain_update(self.sealed_bytes()).finalize().into_bytes().into();
    }

    fn sealed_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.body()).expect(WRITABLE)
    }

    fn body(&self) -> Body {
        Body {
            keys: KEYS_FORMAT,
            database: self.database,
            file: self.file.clone(),
            slots: self.slots.iter().map(SlotText::write).collect(),
        }
    }
}

const WRITABLE: &str = "numbers, words and lists of them can always be written as JSON";

fn damaged(detail: &str) -> Error {
    Error::damaged(Damaged::Keys, detail)
}

fn sealer(data_key: &DataKey) -> Hmac<Sha256> {
    let mut key = Key32::default();
    Hkdf::<Sha256>::new(None, data_key.expose())
        .expand(b"onus/keys/1 slots seal", key.as_mut())
        .expect("32 bytes is a length HKDF-SHA256 can give");
    Hmac::new_from_slice(key.as_ref()).expect("HMAC takes keys of any length")
}

#[derive(Deserialize)]
struct FormatOnly {
    keys: u32,
}

#[derive(Serialize, Deserialize)]
struct File {
    #[serde(flatten)]
    body: Body,
    digest: String,
    seal: String,
}

#[derive(Serialize, Deserialize)]
struct Body {
    keys: u32,
    database: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    slots: Vec<SlotText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotText {
    id: String,
    kind: SlotKind,
    cost: KeyCost,
    salt: String,
    public: String,
    secret: String,
    encapsulated: String,
    wrapped: String,
}

impl SlotText {
    fn write(slot: &Slot) -> Self {
        Self {
            id: slot.id.to_string(),
            kind: slot.kind,
            cost: slot.cost,
            salt: HEXLOWER.encode(&slot.salt),
            public: HEXLOWER.encode(&slot.public),
            secret: HEXLOWER.encode(&slot.secret),
            encapsulated: HEXLOWER.encode(&slot.encapsulated),
            wrapped: HEXLOWER.encode(&slot.wrapped),
        }
    }

    fn read(&self) -> Option<Slot> {
        Some(Slot {
            id: SlotId::from_bytes(bytes_of(&self.id)?),
            kind: self.kind,
            cost: self.cost,
            salt: bytes_of(&self.salt)?,
            public: bytes_of(&self.public)?,
            secret: HEXLOWER.decode(self.secret.as_bytes()).ok()?,
            encapsulated: bytes_of(&self.encapsulated)?,
            wrapped: HEXLOWER.decode(self.wrapped.as_bytes()).ok()?,
        })
    }
}

fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}
