//! Joining a case on disk, exchanging bundles with it, and writing it anew.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::time::Duration;

use onus_ledger::{CaseId, CommitId, DeviceAdd, DeviceId, Level, Role, SigningKey};
use onus_model::id::MemberId;
use onus_store::{
    Access, CaseFolder, KeyCost, OpenOptions, Passphrase, RecoveryCode, SlotKind, SqliteStore,
    Unlocked,
};

use crate::case::Now;
use crate::commit::fresh;
use crate::convert::member_to_log;
use crate::erase::{ERASED_AT_ONCE, Erased, Erasing};
use crate::error::CaseError;
use crate::folder::{Making, Notice, OpenCase};
use crate::join::{Invitation, Request};
use crate::slots;
use crate::sync::{Given, Giving, Peers, Received, Receiving};
use crate::team::{KeepUpTo, Revoked};

/// Where it is kept which case a copy waits for.
const AWAITED: &str = "awaited-case";

/// What is to be given to whom, as a person says it.
#[derive(Clone, Debug)]
pub struct GivingTo {
    /// The devices.
    pub to: BTreeSet<DeviceId>,
    /// Up to which level; else the one that all of them were last given.
    pub level: Option<Level>,
    /// Whether to give everything.
    pub all: bool,
}

impl OpenCase {
    /// Makes an empty copy of a case that somebody was invited to, and the request to be admitted. The
    /// recovery code opens this copy; it is not the one that the case was founded with.
    ///
    /// # Errors
    ///
    /// When something is there already or the disk refuses; then nothing is left behind.
    pub fn create_copy(
        making: &Making<'_>,
        invitation: &Invitation,
        now: &mut Now<'_>,
    ) -> Result<(Request, RecoveryCode), CaseError> {
        let created = CaseFolder::create(making.path, making.passphrase, making.cost, now.entropy)?;
        let mut fill = || -> Result<Request, CaseError> {
            let (folder, unlocked) = (&created.folder, &created.unlocked);
            let seed: [u8; 32] = fresh(now.entropy)?;
            let store = SqliteStore::open(folder, unlocked.data_key(), OpenOptions::default())?;
            let mut store: Box<dyn onus_store::Store> = Box::new(store);
            let mut transaction = store.begin()?;
            transaction.put_meta(AWAITED, invitation.case.as_bytes())?;
            transaction.set_derivation(crate::derive::DERIVATION)?;
            transaction.commit()?;
            making.home.enrol(folder, unlocked, &seed, now.entropy)?;
            let key = SigningKey::from_seed(&seed);
            let name = if making.member.is_empty() { &invitation.name } else { making.member };
            Ok(Request::new(&key, invitation.case, invitation.member, name))
        };
        match fill() {
            Ok(request) => Ok((request, created.recovery_code)),
            Err(error) => {
                let _ = making.home.forget(&created.unlocked);
                let _ = std::fs::remove_dir_all(making.path);
                Err(error)
            }
        }
    }

    /// The case that this copy waits for, while nothing of it is here.
    pub(crate) fn awaited(&self) -> Result<Option<CaseId>, CaseError> {
        let bytes = self.case.rows().meta(AWAITED)?;
        Ok(bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(CaseId::from_bytes))
    }

    /// Whether nothing of the case is here yet.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn is_awaiting(&self) -> Result<bool, CaseError> {
        Ok(self.awaited()?.is_some() && self.case.rows().heads()?.is_empty())
    }

    /// Enrols a device of its own for a copied or restored folder, and makes its request to be admitted.
    /// This copy gets a slot of its own, so that another copy on the same computer keeps its device.
    /// Asked again, it gives the same request.
    ///
    /// # Errors
    ///
    /// When this computer's device is part of the case already, or the disk refuses.
    pub fn join(
        &mut self,
        name: &str,
        passphrase: &Passphrase,
        cost: KeyCost,
        now: &mut Now<'_>,
    ) -> Result<Request, CaseError> {
        if self.case.author.is_some() {
            return Err(CaseError::Edit("this computer is part of the case already".to_owned()));
        }
        let case = match self.awaited()? {
            Some(case) => case,
            None => self.case.standing()?.case().ok_or(CaseError::Awaiting)?,
        };
        let asked = self.notices.contains(&Notice::Asked)
            && !self.notices.iter().any(|notice| matches!(notice, Notice::RolledBack(_)));
        if !asked {
            self.enrol_anew(passphrase, cost, now)?;
        }
        let key = self.key.as_ref().ok_or(CaseError::NotEnrolled)?;
        // The same member each time it is asked again, also before anybody knows the name.
        let member = match self.case.standing() {
            Ok(_) => self.case.member_named(name)?,
            Err(_) => None,
        };
        let member = member.map_or_else(|| fresh_member(key), member_to_log);
        Ok(Request::new(key, case, member, name))
    }

    /// Gives this copy a slot and a device of its own.
    fn enrol_anew(
        &mut self,
        passphrase: &Passphrase,
        cost: KeyCost,
        now: &mut Now<'_>,
    ) -> Result<(), CaseError> {
        let former = self.unlocked.clone();
        let unlocked = self.folder.add_slot(&former, passphrase, cost, now.entropy)?;
        let seed: [u8; 32] = fresh(now.entropy)?;
        self.home.enrol(&self.folder, &unlocked, &seed, now.entropy)?;
        let heads = self.case.rows().heads()?;
        self.home.set_last_seen(&self.folder, &unlocked, &heads, now.entropy)?;
        if former.kind() == SlotKind::Passphrase {
            self.folder.remove_slot(&unlocked, former.slot())?;
        }
        self.unlocked = unlocked;
        slots::note(&mut self.case, self.unlocked.slot(), SigningKey::from_seed(&seed).device())?;
        self.look_again()
    }

    /// Adds a member who works in this folder, with a passphrase and a device of their own.
    ///
    /// # Errors
    ///
    /// When the author is no owner, somebody has the name, or the disk refuses; then the passphrase opens
    /// nothing.
    pub fn add_member(
        &mut self,
        name: &str,
        role: Role,
        passphrase: &Passphrase,
        cost: KeyCost,
        now: &mut Now<'_>,
    ) -> Result<DeviceId, CaseError> {
        self.may_commit()?;
        if self.folder.unlock(passphrase, None).is_ok() {
            return Err(CaseError::Edit(
                "somebody opens the case with this passphrase already; each member needs their own"
                    .to_owned(),
            ));
        }
        if self.case.member_named(name)?.is_some() {
            return Err(CaseError::Edit(format!(
                "the team has a member called {name}; a further computer of theirs joins with onus join"
            )));
        }
        let case = self.case.standing()?.case().ok_or(CaseError::Awaiting)?;
        let member = MemberId::from_bytes(fresh(now.entropy)?);
        let unlocked = self.folder.add_slot(&self.unlocked, passphrase, cost, now.entropy)?;
        let added = self.enrol_member(&unlocked, name, role, (case, member), now);
        if added.is_err() {
            let _ = self.home.forget(&unlocked);
            self.folder.remove_slot(&self.unlocked, unlocked.slot())?;
        }
        added
    }

    fn enrol_member(
        &mut self,
        unlocked: &Unlocked,
        name: &str,
        role: Role,
        (case, member): (CaseId, MemberId),
        now: &mut Now<'_>,
    ) -> Result<DeviceId, CaseError> {
        let seed: [u8; 32] = fresh(now.entropy)?;
        self.home.enrol(&self.folder, unlocked, &seed, now.entropy)?;
        let key = SigningKey::from_seed(&seed);
        let add = DeviceAdd::request(&key, case, member_to_log(member));
        self.case.admit(&add, name, Some(role), now)?;
        slots::note(&mut self.case, unlocked.slot(), key.device())?;
        self.remember(now)?;
        let heads = self.case.rows().heads()?;
        self.home.set_last_seen(&self.folder, unlocked, &heads, now.entropy)?;
        Ok(key.device())
    }

    /// Admits whoever asks by a request.
    ///
    /// # Errors
    ///
    /// As [`crate::Case::admit_request`].
    pub fn admit(
        &mut self,
        request: &Request,
        role: Option<Role>,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        self.may_commit()?;
        let commit = self.case.admit_request(request, role, now)?;
        self.remember(now)?;
        Ok(commit)
    }

    /// An invitation for somebody who has nothing of the case yet.
    ///
    /// # Errors
    ///
    /// When two members have the name, or the case cannot be read.
    pub fn invite(&self, name: &str, now: &mut Now<'_>) -> Result<Invitation, CaseError> {
        let case = self.case.standing()?.case().ok_or(CaseError::Awaiting)?;
        let member = self.case.member_named_or_new(name, now)?;
        Ok(Invitation { case, member: member_to_log(member), name: name.to_owned() })
    }

    /// Gives a member a role.
    ///
    /// # Errors
    ///
    /// As [`crate::Case::give_role`].
    pub fn give_role(
        &mut self,
        member: MemberId,
        role: Role,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        self.may_commit()?;
        let commit = self.case.give_role(member, role, now)?;
        self.remember(now)?;
        Ok(commit)
    }

    /// Revokes a device, and takes its passphrase to this folder away. Tells whether it had one.
    ///
    /// # Errors
    ///
    /// As [`crate::Case::revoke`]; when it is the device that asks.
    pub fn revoke(
        &mut self,
        device: DeviceId,
        keep: KeepUpTo,
        now: &mut Now<'_>,
    ) -> Result<(Revoked, bool), CaseError> {
        self.may_commit()?;
        if self.key.as_ref().is_some_and(|key| key.device() == device) {
            return Err(CaseError::Edit(
                "this is the device that you work with; take it out of use with --retire"
                    .to_owned(),
            ));
        }
        let revoked = self.case.revoke(device, keep, now)?;
        self.remember(now)?;
        let mut had_slot = false;
        for slot in slots::of(&self.case, device)? {
            if slot != self.unlocked.slot() {
                had_slot |= self.folder.remove_slot(&self.unlocked, slot).is_ok();
            }
        }
        Ok((revoked, had_slot))
    }

    /// Takes this device out of use.
    ///
    /// # Errors
    ///
    /// When it is not enrolled, or the store refuses.
    pub fn retire(&mut self, now: &mut Now<'_>) -> Result<CommitId, CaseError> {
        self.may_commit()?;
        let commit = self.case.retire(now)?;
        self.remember(now)?;
        self.look_again()?;
        Ok(commit)
    }

    /// With the recovery code: enrols this computer anew, as the member of that name, who owns the case
    /// then; and revokes all other devices, if asked to. Tells which.
    ///
    /// # Errors
    ///
    /// When the code is not the case's, or the store refuses.
    pub fn recover(
        &mut self,
        code: &RecoveryCode,
        name: &str,
        revoke_others: bool,
        (passphrase, cost): (&Passphrase, KeyCost),
        now: &mut Now<'_>,
    ) -> Result<BTreeSet<DeviceId>, CaseError> {
        let recovery = SigningKey::from_seed(&code.signing_seed());
        let graph = self.case.standing()?;
        if graph.recovery() != Some(recovery.device()) {
            return Err(CaseError::Edit(
                "this is not the recovery code that the case was founded with".to_owned(),
            ));
        }
        let case = graph.case().ok_or(CaseError::Awaiting)?;
        let member = self.case.member_named_or_new(name, now)?;
        let known = crate::known::InStore(self.case.rows());
        let others: BTreeSet<DeviceId> = graph
            .devices(&known)
            .into_iter()
            .filter(|device| {
                revoke_others && device.state == onus_ledger::graph::DeviceState::Enrolled
            })
            .map(|device| device.id)
            .collect();
        self.enrol_anew(passphrase, cost, now)?;
        let key = self.key.as_ref().ok_or(CaseError::NotEnrolled)?;
        let add = DeviceAdd::request(key, case, member_to_log(member));
        self.case.recover(&recovery, &add, &others, now)?;
        self.remember(now)?;
        self.look_again()?;
        Ok(others)
    }

    /// Refuses to commit where the copy is older than what was seen.
    pub(crate) fn may_commit(&self) -> Result<(), CaseError> {
        let rolled_back = self.notices.iter().find_map(|notice| match notice {
            Notice::RolledBack(missing) => Some(missing.len()),
            _ => None,
        });
        match rolled_back {
            Some(missing) => Err(CaseError::RolledBack(missing)),
            None => Ok(()),
        }
    }

    /// Remembers on this computer where the log stands, after it was changed.
    pub(crate) fn remember(&mut self, now: &mut Now<'_>) -> Result<(), CaseError> {
        let heads = self.case.rows().heads()?;
        let noted = self.home.set_last_seen(&self.folder, &self.unlocked, &heads, now.entropy);
        noted.map_err(|error| CaseError::NotNoted(error.to_string()))
    }

    /// What others have shown of their copies.
    ///
    /// # Errors
    ///
    /// When this computer's notes cannot be read.
    pub fn peers(&self) -> Result<Peers, CaseError> {
        let notes = self.home.notes(&self.unlocked)?;
        Peers::from_bytes(&notes)
            .ok_or_else(|| CaseError::Damaged("what is noted of other copies".to_owned()))
    }

    pub(crate) fn set_peers(&self, peers: &Peers, now: &mut Now<'_>) -> Result<(), CaseError> {
        let notes = peers.to_bytes();
        Ok(self.home.set_notes(&self.folder, &self.unlocked, &notes, now.entropy)?)
    }

    /// Writes a bundle.
    ///
    /// # Errors
    ///
    /// As [`crate::Case::give`]; when no level was said and the receivers were never given anything, or not up to
    /// the same level.
    pub fn give(
        &mut self,
        giving: &GivingTo,
        output: impl Write,
        now: &mut Now<'_>,
    ) -> Result<Given, CaseError> {
        self.may_commit()?;
        let mut peers = self.peers()?;
        let given: BTreeSet<Option<Level>> = giving
            .to
            .iter()
            .map(|device| peers.known.get(device).and_then(|peer| peer.level))
            .collect();
        let level = match (giving.level, given.first(), given.len()) {
            (Some(level), ..) => level,
            (None, Some(Some(level)), 1) => *level,
            _ => {
                return Err(CaseError::Edit(
                    "say with --level up to which level they may read: public, pseudonym, partner, \
                     team or sealed. It is remembered for the next time"
                        .to_owned(),
                ));
            }
        };
        let exact = Giving { to: giving.to.clone(), level, all: giving.all };
        let given = self.case.give(&exact, &peers, &self.vault(), output, now)?;
        for device in &giving.to {
            peers.known.entry(*device).or_default().level = Some(level);
        }
        self.set_peers(&peers, now)?;
        Ok(given)
    }

    /// Takes bundles in, in whichever order they build on each other.
    ///
    /// # Errors
    ///
    /// As [`crate::Case::receive`]; then nothing has changed.
    pub fn receive(&mut self, files: &[&Path], now: &mut Now<'_>) -> Result<Received, CaseError> {
        let key = self.key.as_ref().ok_or(CaseError::NotEnrolled)?;
        let expected = self.awaited()?;
        let mut peers = self.peers()?;
        let vault = self.vault();
        let mut order: Vec<&Path> = files.to_vec();
        let mut tries = order.len();
        let received = loop {
            let mut bundles: Vec<Box<dyn Read>> = Vec::new();
            for file in &order {
                let opened = File::open(file).map_err(|error| {
                    CaseError::NotReadable(format!("{}: {error}", file.display()))
                })?;
                bundles.push(Box::new(BufReader::new(opened)));
            }
            let taking = Receiving { key, expected, limit: ERASED_AT_ONCE, vault: Some(&vault) };
            let taken = self.case.receive(&taking, &mut bundles, &mut peers, now);
            match taken {
                Err(CaseError::Bundle { waits: true, .. }) if tries > 1 => {
                    tries -= 1;
                    order.rotate_left(1);
                }
                taken => break taken?,
            }
        };
        self.remove_shredded();
        self.remember(now)?;
        self.set_peers(&peers, now)?;
        self.look_again()?;
        // Texts that came are found from now on.
        self.index_texts()?;
        if self.case.is_unfinished()? {
            // Whoever is reading at this moment only delays it.
            let _ = self.write_anew(Duration::ZERO, now);
        }
        Ok(received)
    }

    /// Erases claims, and writes the case anew under a fresh key, so that nothing of them is left in any
    /// file of it. `wait` is how long to wait for others who have the case open.
    ///
    /// # Errors
    ///
    /// As [`crate::Case::erase`]; when somebody else has the case open.
    pub fn erase(
        &mut self,
        erasing: &Erasing,
        wait: Duration,
        now: &mut Now<'_>,
    ) -> Result<Erased, CaseError> {
        self.may_commit()?;
        self.alone(wait)?;
        let erased = self.case.erase(erasing, now);
        match erased {
            Ok(erased) => {
                self.remove_shredded();
                self.remember(now)?;
                self.rewrite(now)?;
                Ok(erased)
            }
            Err(error) => {
                self.reopen()?;
                Err(error)
            }
        }
    }

    /// Destroys what others erased and what waits for a custodian here, and writes the case anew.
    ///
    /// # Errors
    ///
    /// As [`crate::Case::accept_erasures`]; when somebody else has the case open.
    pub fn accept_erasures(
        &mut self,
        by: Option<MemberId>,
        wait: Duration,
        now: &mut Now<'_>,
    ) -> Result<u64, CaseError> {
        self.alone(wait)?;
        let accepted = self.case.accept_erasures(by);
        match accepted {
            Ok(count) => {
                self.remove_shredded();
                self.rewrite(now)?;
                Ok(count)
            }
            Err(error) => {
                self.reopen()?;
                Err(error)
            }
        }
    }

    /// Writes the case anew under a fresh key, which every slot is given: whoever had the old one, and a
    /// copy of the folder, can open that copy and nothing that is written from now on.
    ///
    /// # Errors
    ///
    /// When somebody else has the case open, or the disk refuses; then the case is as it was.
    pub fn write_anew(&mut self, wait: Duration, now: &mut Now<'_>) -> Result<(), CaseError> {
        self.alone(wait)?;
        self.rewrite(now)
    }

    /// Opens the case alone. When that fails, it is open as before.
    fn alone(&mut self, wait: Duration) -> Result<(), CaseError> {
        self.close();
        match self.open_again(OpenOptions { access: Access::Alone, wait }) {
            Ok(()) => Ok(()),
            Err(error) => {
                self.reopen()?;
                Err(error)
            }
        }
    }

    /// Gives the database back.
    fn close(&mut self) {
        self.case.store = Box::new(onus_store::MemoryStore::new());
    }

    fn reopen(&mut self) -> Result<(), CaseError> {
        self.close();
        self.open_again(OpenOptions::default())
    }

    fn open_again(&mut self, options: OpenOptions) -> Result<(), CaseError> {
        let path = self.folder.path().to_path_buf();
        let again = Self::open_as(&path, &self.unlocked, &self.home, options)?;
        *self = again;
        Ok(())
    }

    fn rewrite(&mut self, now: &mut Now<'_>) -> Result<(), CaseError> {
        let store: Box<dyn onus_store::Store> = Box::new(onus_store::MemoryStore::new());
        let store = std::mem::replace(&mut self.case.store, store);
        let written = self.folder.write_anew(&self.unlocked, store, now.entropy);
        if let Ok(unlocked) = &written {
            self.unlocked = unlocked.clone();
        }
        self.reopen()?;
        written?;
        self.case.finished()?;
        self.look_again()
    }
}

/// A name for the member of a device that asks, before anybody gave them one: from the device's own, so
/// that asking twice gives one request.
fn fresh_member(key: &SigningKey) -> onus_ledger::MemberId {
    let device = key.device();
    let mut member = [0; 16];
    member.copy_from_slice(device.as_bytes().first_chunk::<16>().unwrap_or(&[0; 16]));
    onus_ledger::MemberId::from_bytes(member)
}

/// Unlocks a case with its recovery code.
///
/// # Errors
///
/// When there is no case or the code is another one's.
pub fn unlock_with_code(path: &Path, code: &RecoveryCode) -> Result<Unlocked, CaseError> {
    Ok(CaseFolder::open(path)?.unlock_with_code(code)?)
}
