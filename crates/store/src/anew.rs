//! Writing a case anew under a fresh key, and destroying what was there before.
//!
//! The order keeps the case openable whatever happens in between. The new database is written beside the
//! old one and synced; then one rename puts the new slots in the place of the old, which changes key and
//! file together; then the old files are removed. Before the rename there is a file that nobody's slots
//! name, after it an old one that nobody's slots open any more; whoever opens the case next removes either.
//!
//! What is gone by this: every page of the old database, in the file system's eyes, and the key that opened
//! it. The old slots are overwritten before they are removed. What flash memory or a journaling file
//! system still has of them is out of reach; without them the old pages cannot be read by anybody.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;

use crate::atomic;
use crate::entropy::{Entropy, draw};
use crate::error::{Error, Result};
use crate::folder::{CaseFolder, SLOTS};
use crate::keys::{DataKey, Unlocked};
use crate::store::Store;

/// What SQLite keeps beside a database.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

impl CaseFolder {
    /// Writes what is live in a case into a new database under a new key, which every slot is given, and
    /// destroys the old one. `store` is the case, [open alone](crate::Access::Alone).
    ///
    /// # Errors
    ///
    /// What the disk says; then the case is as it was.
    pub fn write_anew(
        &self,
        unlocked: &Unlocked,
        mut store: Box<dyn Store>,
        entropy: &mut dyn Entropy,
    ) -> Result<Unlocked> {
        let key = DataKey::generate(entropy)?;
        let name = format!("case-{}.db", HEXLOWER.encode(&draw::<8>(entropy)?));
        let (old, new) = (self.database(), self.path().join(&name));
        let slots = self.path().join(SLOTS);
        // Taken before it is replaced, so that its bytes can be overwritten after.
        let former = fs::OpenOptions::new().write(true).open(&slots);
        let written = store
            .write_anew(&new, &key)
            .and_then(|()| {
                atomic::sync_folder(self.path()).map_err(|error| Error::writing(&new, error))
            })
            .and_then(|()| self.edit(unlocked, |file| file.rotate(&key, &name, entropy)));
        if let Err(error) = written {
            // Whether the slots were replaced is not known when syncing the folder failed.
            if self.database() != new {
                remove(&new);
            }
            return Err(error);
        }
        drop(store);
        if let Ok(former) = former {
            // What cannot be overwritten is listed among what erasing does not reach.
            let _ = overwrite(former);
        }
        remove(&old);
        let _ = atomic::sync_folder(self.path());
        self.refresh(unlocked)
    }

    /// Removes databases that the slots do not name: what an interrupted [`CaseFolder::write_anew`] left.
    /// To be called while the case is open: then nobody is writing it anew. Tells how many there were.
    pub fn remove_leftovers(&self) -> usize {
        let current = self.database();
        let Ok(entries) = fs::read_dir(self.path()) else { return 0 };
        let mut removed = 0;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_database =
                name == "case.db" || (name.starts_with("case-") && name.ends_with(".db"));
            let is_unfinished = name.starts_with("slots.json.") && name.ends_with(".new");
            if is_database && path != current {
                remove(&path);
                removed += 1;
            }
            if is_unfinished && self.is_unlocked() {
                let _ = fs::remove_file(&path);
            }
        }
        removed
    }

    /// Whether no other process is changing the slots at this moment.
    fn is_unlocked(&self) -> bool {
        let lock = fs::OpenOptions::new().write(true).open(self.path().join(crate::folder::LOCK));
        lock.is_ok_and(|lock| lock.try_lock().is_ok())
    }
}

fn overwrite(mut file: fs::File) -> std::io::Result<()> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&vec![0; length])?;
    file.sync_all()
}

fn remove(database: &Path) {
    for ending in BESIDE {
        let mut name = database.as_os_str().to_os_string();
        name.push(ending);
        // What is not there need not be removed; what cannot be is removed by whoever opens the case next.
        let _ = fs::remove_file(PathBuf::from(name));
    }
}
