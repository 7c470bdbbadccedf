//! What belongs to this machine: its signing key, and the heads it saw last.
//!
//! Kept outside the case folder, in a folder under the user's account that the program chooses. So a
//! copied folder has no device and must enrol a new one instead of continuing another's chain, and a
//! folder restored from an old backup lacks heads that this machine remembers.
//!
//! One file a slot, named by a hash of the slot's random id, sealed with a key that only the slot's
//! owner has. Nothing in it or in its name can be read by anyone else, and it stays good when the
//! passphrase or the data key changes. It holds the 32-byte seed of the device's Ed25519 key, if a
//! device was enrolled, the commits that were heads when the case was last open here, and notes that
//! the case keeps about others: which heads they have shown, which heads of trees.
//!
//! What it cannot notice: a folder rolled back together with the device file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::atomic;
use crate::entropy::Entropy;
use crate::error::{Damaged, Error, Refusal, Result};
use crate::folder::CaseFolder;
use crate::id::CommitId;
use crate::keys::{SEALED_MORE, SlotId, Unlocked, open_sealed, seal};
use crate::store::Reader;

const ABOUT: &[u8] = b"onus/device/1\n";
const PURPOSE: &str = "device file";
/// More than any machine sees; a longer file is not ours.
const MOST_HEADS: usize = 65_536;

/// The folder where this machine's device files are.
#[derive(Clone, Debug)]
pub struct DeviceHome {
    path: PathBuf,
}

/// This machine's device for a case.
pub struct Device {
    seed: Zeroizing<[u8; 32]>,
}

impl Device {
    /// The seed of the Ed25519 signing key.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Device(…)")
    }
}

/// Whether a case holds everything this machine has seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It does.
    Fresh,
    /// It does not: an older copy was put in its place.
    RolledBack {
        /// The heads last seen that are not there.
        missing: Vec<CommitId>,
    },
}

/// Compares a case with the heads this machine saw last.
///
/// # Errors
///
/// What [`Reader::has_commit`] says.
pub fn rollback(reader: &dyn Reader, last_seen: &[CommitId]) -> Result<Freshness> {
    let mut missing = Vec::new();
    for head in last_seen {
        if !reader.has_commit(*head)? {
            missing.push(*head);
        }
    }
    Ok(if missing.is_empty() { Freshness::Fresh } else { Freshness::RolledBack { missing } })
}

/// More than a case ever notes about others.
const MOST_NOTED: usize = 4 * 1024 * 1024;

#[derive(Default)]
struct Content {
    seed: Option<Zeroizing<[u8; 32]>>,
    last_seen: Vec<CommitId>,
    notes: Vec<u8>,
}

impl DeviceHome {
    /// Names the folder; it is made when something is first kept in it.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether this machine keeps something for a slot. Needs no key.
    #[must_use]
    pub fn knows(&self, slot: SlotId) -> bool {
        self.file(slot).is_file()
    }

    /// This machine's device for the case; `None` when there is none, as after copying the folder from
    /// elsewhere: then the case can be read, and a device must be enrolled to write.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when the file is there and cannot be read.
    pub fn device(&self, unlocked: &Unlocked) -> Result<Option<Device>> {
        let content = self.read(unlocked)?;
        Ok(content.and_then(|content| content.seed).map(|seed| Device { seed }))
    }

    /// Keeps a new device for the case.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] when this machine has one already or the folder lies inside the case.
    pub fn enrol(
        &self,
        case: &CaseFolder,
        unlocked: &Unlocked,
        seed: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Device> {
        let mut content = self.read(unlocked)?.unwrap_or_default();
        if content.seed.is_some() {
            return Err(Refusal::DevicePresent.into());
        }
        content.seed = Some(Zeroizing::new(*seed));
        self.write(case, unlocked, &content, entropy)?;
        Ok(Device { seed: Zeroizing::new(*seed) })
    }

    /// What the case noted here about others; nothing, when it never did.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when the file is there and cannot be read.
    pub fn notes(&self, unlocked: &Unlocked) -> Result<Vec<u8>> {
        Ok(self.read(unlocked)?.unwrap_or_default().notes)
    }

    /// Notes something about others, in place of what was noted before.
    ///
    /// # Errors
    ///
    /// What the disk says; [`Error::Refused`] when it is too long or the folder lies inside the case.
    pub fn set_notes(
        &self,
        case: &CaseFolder,
        unlocked: &Unlocked,
        notes: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        let mut content = self.read(unlocked)?.unwrap_or_default();
        if notes.len() > MOST_NOTED {
            return Err(Refusal::TooMany("notes about others").into());
        }
        if content.notes == notes {
            return Ok(());
        }
        content.notes = notes.to_vec();
        self.write(case, unlocked, &content, entropy)
    }

    /// Forgets this machine's device, as when a rolled-back copy is knowingly gone on with: its chain
    /// must not be continued. The heads last seen are forgotten too.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn forget(&self, unlocked: &Unlocked) -> Result<()> {
        let path = self.file(unlocked.slot());
        let removed = fs::remove_file(&path).and_then(|()| atomic::sync_folder(&self.path));
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::writing(&path, error))
            }
            _ => Ok(()),
        }
    }

    /// The heads this machine saw last, ascending; none when it never saw the case.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when the file is there and cannot be read.
    pub fn last_seen(&self, unlocked: &Unlocked) -> Result<Vec<CommitId>> {
        Ok(self.read(unlocked)?.unwrap_or_default().last_seen)
    }

    /// Remembers the heads, after a commit and after whatever else brought new ones. With or without a
    /// device. Call it after the transaction that brought them: should the machine stop in between,
    /// it remembers less than the case holds, which is not a rollback.
    ///
    /// # Errors
    ///
    /// What the disk says; [`Error::Refused`] when the folder lies inside the case.
    pub fn set_last_seen(
        &self,
        case: &CaseFolder,
        unlocked: &Unlocked,
        heads: &[CommitId],
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        let mut content = self.read(unlocked)?.unwrap_or_default();
        let mut last_seen = heads.to_vec();
        last_seen.sort_unstable();
        last_seen.dedup();
        if last_seen.len() > MOST_HEADS {
            return Err(Refusal::TooMany("heads").into());
        }
        if self.knows(unlocked.slot()) && content.last_seen == last_seen {
            return Ok(());
        }
        content.last_seen = last_seen;
        self.write(case, unlocked, &content, entropy)
    }

    fn file(&self, slot: SlotId) -> PathBuf {
        let digest = Sha256::new_with_prefix(b"onus/device/1 file name\n")
            .chain_update(slot.as_bytes())
            .finalize();
        self.path.join(HEXLOWER.encode(&digest[..16]))
    }

    fn read(&self, unlocked: &Unlocked) -> Result<Option<Content>> {
        let path = self.file(unlocked.slot());
        let sealed = match fs::read(&path) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(&path, error)),
        };
        let damaged = |detail: &str| Error::damaged(Damaged::Device, detail);
        if sealed.len() > SEALED_MORE + 64 + MOST_HEADS * 32 + MOST_NOTED {
            return Err(damaged("it is far too long"));
        }
        let opened = open_sealed(&unlocked.member_key(PURPOSE), ABOUT, &sealed)
            .ok_or_else(|| damaged("it does not open"))?;
        Content::from_bytes(&opened).map(Some).ok_or_else(|| damaged("it is not readable"))
    }

    fn write(
        &self,
        case: &CaseFolder,
        unlocked: &Unlocked,
        content: &Content,
        entropy: &mut dyn Entropy,
    ) -> Result<()> {
        case.refuse_inside(&self.path)?;
        atomic::private_folder(&self.path).map_err(|error| Error::writing(&self.path, error))?;
        let key = unlocked.member_key(PURPOSE);
        let sealed = seal(&key, ABOUT, &content.to_bytes(), entropy)?;
        atomic::replace(&self.file(unlocked.slot()), &sealed)
    }
}

/// What a file begins with that has notes; one without begins with 0 or 1.
const WITH_NOTES: u8 = 2;

impl Content {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let length = 38 + self.last_seen.len() * 32 + self.notes.len();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.push(WITH_NOTES);
        bytes.push(u8::from(self.seed.is_some()));
        if let Some(seed) = &self.seed {
            bytes.extend_from_slice(seed.as_ref());
        }
        // Never more than `MOST_HEADS`.
        let heads = u32::try_from(self.last_seen.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&heads.to_be_bytes());
        for head in &self.last_seen {
            bytes.extend_from_slice(head.as_bytes());
        }
        bytes.extend_from_slice(&self.notes);
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (form, rest) = bytes.split_first()?;
        let (has_seed, rest) = match *form {
            WITH_NOTES => rest.split_first().map(|(has_seed, rest)| (*has_seed, rest))?,
            form => (form, rest),
        };
        let (seed, rest) = match has_seed {
            0 => (None, rest),
            1 => {
                let (seed, rest) = rest.split_first_chunk::<32>()?;
                (Some(Zeroizing::new(*seed)), rest)
            }
            _ => return None,
        };
        let (heads, notes) = if *form == WITH_NOTES {
            let (heads, rest) = rest.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*heads)).ok()?.checked_mul(32)?;
            rest.split_at_checked(length)?
        } else {
            (rest, &[][..])
        };
        let (heads, left) = heads.as_chunks::<32>();
        let last_seen = heads.iter().map(|head| CommitId::from_bytes(*head)).collect();
        left.is_empty().then_some(Self { seed, last_seen, notes: notes.to_vec() })
    }
}
