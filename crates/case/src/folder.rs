//! A case on disk: made, unlocked, opened.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use onus_ledger::graph::DeviceState;
use onus_ledger::{Reason, SigningKey};
use onus_model::id::MemberId;
use onus_store::{
    Access, CaseFolder, CommitId, DeviceHome, Freshness, KeyCost, OpenOptions, Passphrase,
    RecoveryCode, SqliteStore, Store, Unlocked, Vault, rollback,
};

use crate::case::{Author, Case, Now};
use crate::commit::{Committed, fresh};
use crate::convert::member_from_log;
use crate::edit::Edit;
use crate::error::CaseError;
use crate::kept::DefaultView;
use crate::sync::Missing;
use crate::verify::{Step, Verified};

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
    /// This computer has asked to be admitted and is not yet.
    Asked,
    /// This computer's device is part of the case no more, because of this.
    Closed(Reason),
    /// Operations are withheld from this copy: nothing may be concluded from what is not here.
    Partial(Missing),
    /// Something was erased, and the case has not been written anew since.
    Unfinished,
    /// Others erased this many operations, whose contents wait for a custodian here.
    ErasuresWait(usize),
    /// The case can only be read where it is.
    ReadOnly,
    /// An older copy stands where this computer has seen a newer one: these commits are missing.
    RolledBack(Vec<CommitId>),
}

/// A case on disk that is open.
pub struct OpenCase {
    pub(crate) case: Case,
    pub(crate) folder: CaseFolder,
    pub(crate) unlocked: Unlocked,
    pub(crate) home: DeviceHome,
    pub(crate) notices: Vec<Notice>,
    /// The key of this computer's device, whether it is admitted or not.
    pub(crate) key: Option<SigningKey>,
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
        let opened = found.and_then(|case| {
            Self::with(case, created.folder, created.unlocked.clone(), making.home)
        });
        match opened {
            Ok(open) => Ok((open, created.recovery_code)),
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
        let mut case = Case::found(Box::new(store), author, making.member, &recovery, now)?;
        let device = SigningKey::from_seed(&seed).device();
        crate::slots::note(&mut case, unlocked.slot(), device)?;
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
        Self::open_as(path, &unlocked, home, OpenOptions { access: Access::Write, wait })
    }

    pub(crate) fn open_as(
        path: &Path,
        unlocked: &Unlocked,
        home: &DeviceHome,
        options: OpenOptions,
    ) -> Result<Self, CaseError> {
        let folder = CaseFolder::open(path)?;
        // Whoever kept the case unlocked may have done so under an earlier key.
        let unlocked = folder.refresh(unlocked)?;
        let store = SqliteStore::open(&folder, unlocked.data_key(), options)?;
        let access = store.access();
        if access != Access::Read {
            folder.remove_leftovers();
        }
        let case = Case::of(Box::new(store), None)?;
        let mut open = Self::with(case, folder, unlocked, home)?;
        if access == Access::Read {
            open.notices.insert(0, Notice::ReadOnly);
        }
        Ok(open)
    }

    /// Puts the parts together, and finds out who changes the case and what is to be told.
    fn with(
        case: Case,
        folder: CaseFolder,
        unlocked: Unlocked,
        home: &DeviceHome,
    ) -> Result<Self, CaseError> {
        let (home, notices, key) = (home.clone(), Vec::new(), None);
        let mut open = Self { case, folder, unlocked, home, notices, key };
        open.look_again()?;
        Ok(open)
    }

    /// Finds out anew who changes the case, and what is to be told of it.
    pub(crate) fn look_again(&mut self) -> Result<(), CaseError> {
        let read_only = self.notices.contains(&Notice::ReadOnly);
        self.notices = read_only.then_some(Notice::ReadOnly).into_iter().collect();
        self.case.author = None;
        let seed = self.home.device(&self.unlocked)?;
        self.key = seed.as_ref().map(|device| SigningKey::from_seed(device.seed()));
        if self.is_awaiting()? {
            self.notices.push(Notice::Asked);
            return Ok(());
        }
        let missing = match rollback(self.case.rows(), &self.home.last_seen(&self.unlocked)?)? {
            Freshness::RolledBack { missing } => Some(missing),
            Freshness::Fresh => None,
        };
        let standing = self.case.standing()?;
        let known = crate::known::InStore(self.case.store.reader());
        let notice = match seed.map(|device| SigningKey::from_seed(device.seed())) {
            None => Some(Notice::NotEnrolled),
            Some(key) => match standing.device(&key.device(), &known) {
                None => Some(Notice::Asked),
                Some(device) => match device.state {
                    DeviceState::Closed(reason) => Some(Notice::Closed(reason)),
                    DeviceState::Enrolled => {
                        let member = member_from_log(device.member);
                        self.case.author = Some(Author { member, key });
                        None
                    }
                },
            },
        };
        self.notices.extend(notice);
        // A device whose chain was cut back must not go on from there: it would fork its own chain.
        if let Some(missing) = missing {
            self.case.author = None;
            self.notices.push(Notice::RolledBack(missing));
        }
        let missing = self.case.missing()?;
        if !missing.is_nothing() {
            self.notices.push(Notice::Partial(missing));
        }
        let waiting: usize = self.case.erasures_waiting()?.values().map(BTreeSet::len).sum();
        if waiting > 0 {
            self.notices.push(Notice::ErasuresWait(waiting));
        }
        if self.case.is_unfinished()? {
            self.notices.push(Notice::Unfinished);
        }
        Ok(())
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

    /// Keeps exactly these default views, from the next change on ([`Case::keep_views`]).
    pub fn keep_views(&mut self, views: &[DefaultView]) {
        self.case.keep_views(views);
    }

    /// Computes all default views that are stale ([`Case::refresh_views`]).
    ///
    /// # Errors
    ///
    /// When the case cannot be read or written.
    pub fn refresh_views(&mut self) -> Result<usize, CaseError> {
        self.case.refresh_views(usize::MAX)
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
        let committed = self.case.commit(edit, now);
        self.give_up(&edit.objects);
        let committed = committed?;
        self.remember(now)?;
        Ok(committed)
    }

    /// Checks every page of the database, then the log and what is derived from it ([`Case::verify`]), and
    /// compares with what was seen on this computer of this case: its own commits, and others' chains.
    ///
    /// # Errors
    ///
    /// Only when the case cannot be read at all; what is wrong with it is in the answer.
    pub fn verify(&self) -> Result<Verified, CaseError> {
        self.verify_telling(&mut |_| {})
    }

    /// As [`Self::verify`]; tells how far it has come.
    ///
    /// # Errors
    ///
    /// As [`Self::verify`].
    pub fn verify_telling(&self, tell: &mut dyn FnMut(Step)) -> Result<Verified, CaseError> {
        tell(Step::Pages);
        let store =
            SqliteStore::open(&self.folder, self.unlocked.data_key(), OpenOptions::default())?;
        let mut wrong = store.check()?;
        tell(Step::Files);
        let objects = self.vault().check(store.reader())?;
        let damaged = objects.damaged.iter();
        wrong.extend(damaged.map(|(object, _, damage)| format!("the file {object} {damage}")));
        drop(store);
        let checked = self.peers().and_then(|peers| self.case.verify_telling(&peers, tell));
        match checked {
            Ok(mut verified) => {
                wrong.append(&mut verified.wrong);
                let missing = self.notices.iter().filter_map(|notice| match notice {
                    Notice::RolledBack(missing) => Some(missing),
                    _ => None,
                });
                wrong.extend(missing.map(|missing| {
                    format!("{} commits that this computer has seen are missing", missing.len())
                }));
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
