//! Who is in the team: members, their roles and devices, as the log has them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use onus_ledger::graph::{DeviceState, Tip};
use onus_ledger::operation::MemberName;
use onus_ledger::{
    CommitId, DeviceAdd, DeviceId, DeviceRetire, DeviceRevoke, Effect, Header, Keep, Known,
    Operation, PublicKey, Reason, Role, RoleGrant, SigningKey,
};
use onus_model::id::MemberId;
use onus_store::Place;

use crate::case::{Case, Now};
use crate::change::Change;
use crate::commit::fresh;
use crate::convert::{member_from_log, member_to_log};
use crate::error::CaseError;
use crate::join::Request;
use crate::known::InStore;

/// Whether a device can change the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamDeviceState {
    /// It can.
    Enrolled,
    /// Its member took it out of use.
    Retired,
    /// An owner, or the recovery code, revoked it.
    Revoked,
    /// Its chain is forked: the key or the folder was copied.
    Forked,
    /// What added it does not count.
    NotAdmitted,
}

/// A device of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamDevice {
    /// The device.
    pub device: DeviceId,
    /// Whether it can change the case.
    pub state: TeamDeviceState,
    /// When it was added, in seconds since 1970.
    pub since: u64,
    /// How many commits it has made, as far as they are here.
    pub commits: u64,
    /// The effective time of the last one.
    pub last: Option<u64>,
    /// Whether it is the one that looks.
    pub is_here: bool,
}

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    /// The member.
    pub member: MemberId,
    /// The name by which the team knows them, where it is not withheld.
    pub name: Option<String>,
    /// Their role.
    pub role: Role,
    /// When they joined, in seconds since 1970.
    pub since: u64,
    /// Their devices, the oldest first.
    pub devices: Vec<TeamDevice>,
}

/// What a revocation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The device.
    pub device: DeviceId,
    /// The last of its commits that still counts; none of them, when absent.
    pub kept: Option<CommitId>,
    /// By which commit.
    pub commit: CommitId,
}

/// Up to which of its commits a revoked device is still believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepUpTo {
    /// All that are here: the device was lost, not its owner.
    All,
    /// Up to this one.
    Commit(CommitId),
    /// None.
    Nothing,
}

impl Case {
    /// The members with their devices, owners first, then by name.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn team(&self) -> Result<Vec<TeamMember>, CaseError> {
        let graph = self.standing()?;
        let known = InStore(self.store.reader());
        let (added, given) = self.since()?;
        let here = self.author.as_ref().map(|author| author.key.device());
        let mut devices: BTreeMap<MemberId, Vec<TeamDevice>> = BTreeMap::new();
        for device in graph.devices(&known) {
            let last = device.last.iter().filter_map(|tip| known.node(&tip.commit));
            let told = TeamDevice {
                device: device.id,
                state: match device.state {
                    DeviceState::Enrolled => TeamDeviceState::Enrolled,
                    DeviceState::Closed(Reason::CommitRetired) => TeamDeviceState::Retired,
                    DeviceState::Closed(Reason::VoidRevoked) => TeamDeviceState::Revoked,
                    DeviceState::Closed(Reason::ChainClosed) => TeamDeviceState::Forked,
                    DeviceState::Closed(_) => TeamDeviceState::NotAdmitted,
                },
                since: added.get(&device.id).copied().unwrap_or_default(),
                commits: device.last.iter().map(|tip| tip.seq + 1).max().unwrap_or_default(),
                last: last.map(|node| node.time.unix_seconds()).max(),
                is_here: here == Some(device.id),
            };
            devices.entry(member_from_log(device.member)).or_default().push(told);
        }
        let mut members = Vec::new();
        for member in graph.members(&known) {
            let id = member_from_log(member.id);
            let mut devices = devices.remove(&id).unwrap_or_default();
            devices.sort_by_key(|device| (device.since, device.device));
            let first = devices.iter().map(|device| device.since).min();
            members.push(TeamMember {
                member: id,
                name: self.member_name(id)?,
                role: member.role,
                since: first.or_else(|| given.get(&id).copied()).unwrap_or_default(),
                devices,
            });
        }
        members.sort_by(|one, other| {
            let of = |member: &TeamMember| {
                (std::cmp::Reverse(member.role), member.name.clone(), member.member)
            };
            of(one).cmp(&of(other))
        });
        Ok(members)
    }

    /// When each device was first added and each member first given a role.
    #[allow(clippy::type_complexity, reason = "two maps of one scan")]
    fn since(&self) -> Result<(BTreeMap<DeviceId, u64>, BTreeMap<MemberId, u64>), CaseError> {
        let (mut added, mut given) = (BTreeMap::new(), BTreeMap::new());
        let mut rows = Vec::new();
        self.store.reader().each_commit(Place(0), &mut |row| {
            // Told apart without reading the header: most commits have none of these effects.
            let has = |word: &[u8]| row.header.windows(word.len()).any(|bytes| bytes == word);
            if has(b"\"device_add\"") || has(b"\"role\"") {
                rows.push((row.id, row.header));
            }
            ControlFlow::Continue(())
        })?;
        let known = InStore(self.store.reader());
        for (id, header) in rows {
            let Ok(header) = Header::parse(&header) else { continue };
            let node = known.node(&CommitId::from_bytes(*id.as_bytes()));
            let Some(time) = node.map(|node| node.time.unix_seconds()) else { continue };
            for effect in &header.effects {
                match effect {
                    Effect::DeviceAdd(add) => {
                        let key = PublicKey::from_bytes(&add.key.0);
                        if let Ok(key) = key {
                            let first: &mut u64 = added.entry(key.device()).or_insert(time);
                            *first = time.min(*first);
                        }
                    }
                    Effect::Role(role) => {
                        let member = member_from_log(role.member);
                        let first: &mut u64 = given.entry(member).or_insert(time);
                        *first = time.min(*first);
                    }
                    _ => {}
                }
            }
        }
        Ok((added, given))
    }

    /// Adds a member with a device: owners only.
    ///
    /// # Errors
    ///
    /// When the author may not, or the store refuses.
    pub fn admit(
        &mut self,
        add: &DeviceAdd,
        name: &str,
        role: Option<Role>,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let mut change = Change::default();
        change.effects.push(Effect::DeviceAdd(add.clone()));
        change
            .effects
            .extend(role.map(|role| Effect::Role(RoleGrant { member: add.member, role })));
        if self.member_name(member_from_log(add.member))?.is_none() && !name.is_empty() {
            let name = MemberName { member: add.member, name: name.to_owned() };
            change.operations.push(Operation::Member(name));
        }
        self.change(&change, now)
    }

    /// Admits whoever asks by a request.
    ///
    /// # Errors
    ///
    /// When it is for another case, is not proven, or the author may not.
    pub fn admit_request(
        &mut self,
        request: &Request,
        role: Option<Role>,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let graph = self.standing()?;
        if graph.case() != Some(request.case) {
            return Err(CaseError::Edit("this request is for another case".to_owned()));
        }
        let known = InStore(self.store.reader());
        let device = request.device();
        if device.is_some_and(|device| graph.device(&device, &known).is_some()) {
            return Err(CaseError::Edit("this device is in the case already".to_owned()));
        }
        let is_new = !graph.members(&known).iter().any(|member| member.id == request.add.member);
        let role = role.or(is_new.then_some(Role::Reader));
        self.admit(&request.add, &request.name, role, now)
    }

    /// Gives a member a role: owners only. The last owner keeps theirs.
    ///
    /// # Errors
    ///
    /// When the author may not, or nobody would own the case.
    pub fn give_role(
        &mut self,
        member: MemberId,
        role: Role,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let graph = self.standing()?;
        let members = graph.members(&InStore(self.store.reader()));
        let others = members
            .iter()
            .any(|other| other.role == Role::Owner && member_from_log(other.id) != member);
        if role != Role::Owner && !others {
            return Err(CaseError::Edit(
                "nobody would own the case; make somebody else an owner first".to_owned(),
            ));
        }
        let grant = RoleGrant { member: member_to_log(member), role };
        let change = Change { effects: vec![Effect::Role(grant)], ..Change::default() };
        self.change(&change, now)
    }

    /// Revokes a device: owners only.
    ///
    /// # Errors
    ///
    /// When the author may not, there is no such device, or it has no such commit.
    pub fn revoke(
        &mut self,
        device: DeviceId,
        keep: KeepUpTo,
        now: &mut Now<'_>,
    ) -> Result<Revoked, CaseError> {
        let (effect, kept) = self.revocation(device, keep)?;
        let change = Change { effects: vec![effect], ..Change::default() };
        let commit = self.change(&change, now)?;
        Ok(Revoked { device, kept, commit })
    }

    fn revocation(
        &self,
        device: DeviceId,
        keep: KeepUpTo,
    ) -> Result<(Effect, Option<CommitId>), CaseError> {
        let graph = self.standing()?;
        let known = InStore(self.store.reader());
        let found = graph.device(&device, &known);
        let found = found.ok_or_else(|| CaseError::Edit("there is no such device".to_owned()))?;
        let kept: Option<Tip> = match keep {
            KeepUpTo::Nothing => None,
            KeepUpTo::Commit(commit) => {
                let node = known.node(&commit).filter(|node| node.device == device);
                let node = node
                    .ok_or_else(|| CaseError::Edit(format!("the device has no commit {commit}")))?;
                Some(node.tip())
            }
            KeepUpTo::All => match found.last.as_slice() {
                [] => None,
                [last] => Some(*last),
                _ => {
                    return Err(CaseError::Edit(
                        "the chain of this device is forked; say with --keep COMMIT which branch \
                         is its owner's"
                            .to_owned(),
                    ));
                }
            },
        };
        let keep = kept.map(|tip| Keep { commit: tip.commit, seq: tip.seq });
        let revoke = Effect::DeviceRevoke(DeviceRevoke { device, keep });
        Ok((revoke, kept.map(|tip| tip.commit)))
    }

    /// Takes the author's own device out of use; it commits nothing more.
    ///
    /// # Errors
    ///
    /// When there is no author, or the store refuses.
    pub fn retire(&mut self, now: &mut Now<'_>) -> Result<CommitId, CaseError> {
        let author = self.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        let retire = DeviceRetire { device: author.key.device() };
        let effects = vec![Effect::DeviceRetire(retire)];
        let commit = self.change(&Change { effects, ..Change::default() }, now)?;
        self.author = None;
        Ok(commit)
    }

    /// With the recovery key: adds a device as a member who owns the case, and revokes these others, each
    /// believed up to its last commit that is here.
    ///
    /// # Errors
    ///
    /// When the key is not the case's recovery key, or the store refuses.
    pub fn recover(
        &mut self,
        recovery: &SigningKey,
        add: &DeviceAdd,
        revoke: &BTreeSet<DeviceId>,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let graph = self.standing()?;
        if graph.recovery() != Some(recovery.device()) {
            return Err(CaseError::Edit(
                "this recovery code opens this copy, and is not the one that the case was founded \
                 with"
                    .to_owned(),
            ));
        }
        let mut change = Change::default();
        change.effects.push(Effect::DeviceAdd(add.clone()));
        change.effects.push(Effect::Role(RoleGrant { member: add.member, role: Role::Owner }));
        for device in revoke {
            change.effects.push(self.revocation(*device, KeepUpTo::All)?.0);
        }
        self.change_as(recovery, member_from_log(add.member), &change, now)
    }

    /// The member that the team knows by a name; a fresh one where there is none.
    ///
    /// # Errors
    ///
    /// When two members have the name, or the store cannot be read.
    pub fn member_named_or_new(
        &self,
        name: &str,
        now: &mut Now<'_>,
    ) -> Result<MemberId, CaseError> {
        match self.member_named(name)? {
            Some(member) => Ok(member),
            None => Ok(MemberId::from_bytes(fresh(now.entropy)?)),
        }
    }

    /// The member that the team knows by a name.
    ///
    /// # Errors
    ///
    /// When two members have the name, or the store cannot be read.
    pub fn member_named(&self, name: &str) -> Result<Option<MemberId>, CaseError> {
        let named: Vec<MemberId> = self
            .team()?
            .into_iter()
            .filter(|member| member.name.as_deref() == Some(name))
            .map(|member| member.member)
            .collect();
        match named.as_slice() {
            [] => Ok(None),
            [member] => Ok(Some(*member)),
            _ => Err(CaseError::Edit(format!("{} members are called {name}", named.len()))),
        }
    }
}
