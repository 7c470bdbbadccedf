//! A case on disk: made, unlocked, opened.

use std::path::Path;
use std::time::Duration;

use onus_ledger::SigningKey;
use onus_ledger::graph::DeviceState;
use onus_model::id::MemberId;
use onus_store::{
    Access, CaseFolder, CommitId, DeviceHome, Freshness, KeyCost, OpenOptions, Passphrase,
    RecoveryCode, SqliteStore, Store, Unlocked, rollback,
};

use crate::case::{Author, Case, Now};
use crate::commit::{Committed, fresh};
use crate::convert::member_from_log;
use crate::edit::Edit;
use crate::error::CaseError;
use crate::verify::Verified;

/// How a case is to be made.
pub struct Making<'m> {
    /// Where the folder will be.
    pub path: &'m Path,
    /// The first member's passphrase.
    pub passphrase: &'m Passphrase,
    /// What it costs to try a passphrase.
    pub cost: KeyCost,
    /// Where this computer keeps its device keys.
    pub home: &'m DeviceHome,
    /// The first member's name.
    pub member: &'m str,
}

/// What a user must be told about a case that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The case was made elsewhere: this computer can read it and not change it.
    NotEnrolled,
    /// The case can only be read where it is.
    ReadOnly,
    /// An older copy stands where this computer has seen a newer one: these commits are missing.
    RolledBack(Vec<CommitId>),
}

/// A case on disk that is open.
pub struct OpenCase {
    case: Case,
    folder: CaseFolder,
    unlocked: Unlocked,
    home: DeviceHome,
    notices: Vec<Notice>,
}

impl OpenCase {
    /// Makes a case and opens it. The recovery code is to be shown once and kept nowhere.
    ///
    /// # Errors
    ///
    /// When something is there already or the disk refuses; then nothing is left behind.
    pub fn create(
        making: &Making<'_>,
        now: &mut Now<'_>,
    ) -> Result<(Self, RecoveryCode), CaseError> {
        let created = CaseFolder::create(making.path, making.passphrase, making.cost, now.entropy)?;
        let found =
            Self::fill(making, &created.folder, &created.unlocked, &created.recovery_code, now);
        match found {
            Ok(case) => {
                let home = making.home.clone();
                let (folder, unlocked) = (created.folder, created.unlocked);
                let open = Self { case, folder, unlocked, home, notices: Vec::new() };
                Ok((open, created.recovery_code))
            }
            Err(error) => {
                // The folder is ours alone until its first commit is in it.
                let _ = making.home.forget(&created.unlocked);
                let _ = std::fs::remove_dir_all(making.path);
                Err(error)
            }
        }
    }

    fn fill(
        making: &Making<'_>,
        folder: &CaseFolder,
        unlocked: &Unlocked,
        recovery: &RecoveryCode,
        now: &mut Now<'_>,
    ) -> Result<Case, CaseError> {
        let seed: [u8; 32] = fresh(now.entropy)?;
        let member = MemberId::from_bytes(fresh(now.entropy)?);
        let store = SqliteStore::open(folder, unlocked.data_key(), OpenOptions::default())?;
        making.home.enrol(folder, unlocked, &seed, now.entropy)?;
        let author = Author { member, key: SigningKey::from_seed(&seed) };
        let recovery = SigningKey::from_seed(&recovery.signing_seed());
        let case = Case::found(Box::new(store), author, making.member, &recovery, now)?;
        let heads = case.rows().heads()?;
        making.home.set_last_seen(folder, unlocked, &heads, now.entropy)?;
        Ok(case)
    }

    /// Opens a case that was unlocked. `wait` is how long to wait for another process that is writing.
    ///
    /// # Errors
    ///
    /// When there is no case, the key does not fit, or what is there cannot be read.
    pub fn open(
        path: &Path,
        unlocked: Unlocked,
        home: &DeviceHome,
        wait: Duration,
    ) -> Result<Self, CaseError> {
        let folder = CaseFolder::open(path)?;
        let options = OpenOptions { access: Access::Write, wait };
        let store = SqliteStore::open(&folder, unlocked.data_key(), options)?;
        let mut notices = Vec::new();
        if store.access() == Access::Read {
            notices.push(Notice::ReadOnly);
        }
        if let Freshness::RolledBack { missing } =
            rollback(store.reader(), &home.last_seen(&unlocked)?)?
        {
            notices.push(Notice::RolledBack(missing));
        }
        let mut case = Case::of(Box::new(store), None)?;
        let standing = case.standing()?;
        match home.device(&unlocked)? {
            Some(device) => {
                let key = SigningKey::from_seed(device.seed());
                let known = crate::known::InStore(case.store.reader());
                let enrolled = standing
                    .device(&key.device(), &known)
                    .filter(|device| device.state == DeviceState::Enrolled);
                match enrolled {
                    Some(device) => {
                        case.author = Some(Author { member: member_from_log(device.member), key });
                    }
                    None => notices.push(Notice::NotEnrolled),
                }
            }
            None => notices.push(Notice::NotEnrolled),
        }
        // A device whose chain was cut back must not go on from there: it would fork its own chain.
        if notices.iter().any(|notice| matches!(notice, Notice::RolledBack(_))) {
            case.author = None;
        }
        Ok(Self { case, folder, unlocked, home: home.clone(), notices })
    }

    /// Unlocks a case with a passphrase.
    ///
    /// # Errors
    ///
    /// When there is no case or the passphrase opens none of its slots.
    pub fn unlock(
        path: &Path,
        passphrase: &Passphrase,
        home: &DeviceHome,
    ) -> Result<Unlocked, CaseError> {
        Ok(CaseFolder::open(path)?.unlock(passphrase, Some(home))?)
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// What its user must be told.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What opened it, for a process that keeps it unlocked.
    #[must_use]
    pub fn unlocked(&self) -> &Unlocked {
        &self.unlocked
    }

    /// Its folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Does what an edit says, whole or not at all, and remembers on this computer that it was done.
    ///
    /// # Errors
    ///
    /// As [`Case::commit`].
    pub fn commit(&mut self, edit: &Edit, now: &mut Now<'_>) -> Result<Committed, CaseError> {
        if let Some(Notice::RolledBack(missing)) =
            self.notices.iter().find(|notice| matches!(notice, Notice::RolledBack(_)))
        {
            return Err(CaseError::RolledBack(missing.len()));
        }
        let committed = self.case.commit(edit, now)?;
        let heads = self.case.rows().heads()?;
        self.home.set_last_seen(&self.folder, &self.unlocked, &heads, now.entropy)?;
        Ok(committed)
    }

    /// Checks every page of the database, then the log and what is derived from it ([`Case::verify`]).
    ///
    /// # Errors
    ///
    /// Only when the case cannot be read at all; what is wrong with it is in the answer.
    pub fn verify(&self) -> Result<Verified, CaseError> {
        let store =
            SqliteStore::open(&self.folder, self.unlocked.data_key(), OpenOptions::default())?;
        let mut wrong = store.check()?;
        drop(store);
        match self.case.verify() {
            Ok(mut verified) => {
                wrong.append(&mut verified.wrong);
                Ok(Verified { wrong, ..verified })
            }
            Err(_) if !wrong.is_empty() => Ok(Verified { wrong, ..Verified::default() }),
            Err(error) => Err(error),
        }
    }

    /// Puts a new passphrase in the place of the one that opened the case.
    ///
    /// # Errors
    ///
    /// When the case was opened with the recovery code, or another process is changing the slots.
    pub fn change_passphrase(
        &self,
        new: &Passphrase,
        cost: KeyCost,
        now: &mut Now<'_>,
    ) -> Result<(), CaseError> {
        Ok(self.folder.change_passphrase(&self.unlocked, new, cost, now.entropy)?)
    }
}
