//! Copies of a case on disk, each with a computer of its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use onus_case::{
    CaseError, CaseReader, DeviceId, Edit, GivenLevel, GivingTo, Making, NewClaim, NewRecord, Now,
    OpenCase, Received, Role, RowName, provisional,
};
use onus_model::Level;
use onus_model::claim::{Claim, Locator, Origin, Passage, Scope, Speaker, Stance};
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::{Kind, Value};
use onus_store::{DeviceHome, KeyCost, OsEntropy, Passphrase, RecoveryCode};

pub(crate) fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text).expect("a passphrase")
}

/// Computers side by side in one temporary folder.
pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) seconds: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), seconds: 1_700_000_000 }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn home(&self, computer: &str) -> DeviceHome {
        DeviceHome::at(self.path(&format!("{computer}-home")))
    }

    /// Runs something with a clock that goes on and the system's randomness.
    pub(crate) fn now<T>(&mut self, run: impl FnOnce(&mut Now<'_>) -> T) -> T {
        self.seconds += 60;
        let mut entropy = OsEntropy;
        run(&mut Now { seconds: self.seconds, entropy: &mut entropy })
    }

    /// Amina's case, on her computer.
    pub(crate) fn found(&mut self) -> (OpenCase, RecoveryCode) {
        let (path, home) = (self.path("a.onus"), self.home("a"));
        let making = Making {
            path: &path,
            passphrase: &passphrase("amina"),
            cost: KeyCost::CHEAP,
            home: &home,
            member: "Amina",
        };
        self.now(|now| OpenCase::create(&making, now)).expect("a case")
    }

    pub(crate) fn open(&self, case: &str, computer: &str, typed: &str) -> OpenCase {
        self.try_open(case, computer, typed).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn try_open(
        &self,
        case: &str,
        computer: &str,
        typed: &str,
    ) -> Result<OpenCase, CaseError> {
        let (path, home) = (self.path(case), self.home(computer));
        let unlocked = OpenCase::unlock(&path, &passphrase(typed), &home)?;
        OpenCase::open(&path, unlocked, &home, Duration::from_millis(100))
    }

    /// Somebody with an empty copy on a computer of their own, admitted by Amina and given everything.
    pub(crate) fn invite(
        &mut self,
        amina: &mut OpenCase,
        who: &str,
        role: Role,
        level: GivenLevel,
    ) -> OpenCase {
        let invitation = self.now(|now| amina.invite(who, now)).expect("an invitation");
        let (path, home) = (self.path(&format!("{who}.onus")), self.home(who));
        let making = Making {
            path: &path,
            passphrase: &passphrase(who),
            cost: KeyCost::CHEAP,
            home: &home,
            member: "",
        };
        let (request, _) = self
            .now(|now| OpenCase::create_copy(&making, &invitation, now))
            .expect("an empty copy");
        let request = request.to_string().parse().expect("a request");
        self.now(|now| amina.admit(&request, Some(role), now)).expect("admitted");
        let mut copy = self.open(&format!("{who}.onus"), who, who);
        self.sync(amina, &mut copy, who, level).expect("everything");
        copy
    }

    /// The devices of a member.
    pub(crate) fn devices(case: &OpenCase, who: &str) -> BTreeSet<DeviceId> {
        let team = case.case().team().expect("a team");
        let members = team.into_iter().filter(|member| member.name.as_deref() == Some(who));
        members.flat_map(|member| member.devices).map(|device| device.device).collect()
    }

    /// A bundle for a member.
    pub(crate) fn bundle(
        &mut self,
        from: &mut OpenCase,
        to: BTreeSet<DeviceId>,
        level: GivenLevel,
        all: bool,
    ) -> PathBuf {
        let giving = GivingTo { to, level: Some(level), all };
        let mut bytes = Vec::new();
        self.now(|now| from.give(&giving, &mut bytes, now)).expect("a bundle");
        let path = self.path(&format!("{}.bundle", self.seconds));
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    pub(crate) fn take(&mut self, to: &mut OpenCase, bundle: &Path) -> Result<Received, CaseError> {
        self.now(|now| to.receive(&[bundle], now))
    }

    /// Gives one copy what the other has.
    pub(crate) fn sync(
        &mut self,
        from: &mut OpenCase,
        to: &mut OpenCase,
        who: &str,
        level: GivenLevel,
    ) -> Result<Received, CaseError> {
        let devices = Self::devices(from, who);
        let bundle = self.bundle(from, devices, level, false);
        self.take(to, &bundle)
    }

    pub(crate) fn commit(&mut self, case: &mut OpenCase, edit: &Edit) -> Vec<ClaimId> {
        self.try_commit(case, edit).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn try_commit(
        &mut self,
        case: &mut OpenCase,
        edit: &Edit,
    ) -> Result<Vec<ClaimId>, CaseError> {
        self.now(|now| case.commit(edit, now)).map(|committed| committed.claims)
    }
}

pub(crate) fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

pub(crate) fn words(text: &str, level: Level) -> Claim {
    Claim {
        id: provisional(0),
        record: record(2),
        property: "summary".parse().expect("a property"),
        value: Value::parse(Kind::Text, &format!("en: {text}")).expect("a text"),
        wording: None,
        scope: Scope::default(),
        origin: Origin::of(Speaker::NotStated),
        via: Vec::new(),
        source: Some(record(9)),
        passage: Some(Passage {
            locator: Locator::Words("page 3".to_owned()),
            quote: Some(text.to_owned()),
            before: String::new(),
            after: String::new(),
        }),
        said: None,
        held: None,
        stance: Stance::Asserts,
        rests_on: None,
        level,
    }
}

/// Two records to claim things of.
pub(crate) fn records() -> Edit {
    let record = |number: u8, record_type: &str, handle: &str| NewRecord {
        record: self::record(number),
        record_type: record_type.parse().expect("a type"),
        handle: Some(handle.to_owned()),
        label: Some(format!("the {handle}")),
    };
    Edit {
        records: vec![record(2, "event", "march"), record(9, "source", "daily")],
        ..Edit::default()
    }
}

/// Claims in the rows of a sheet.
pub(crate) fn rows(sheet: &str, texts: &[(&str, &str, Level)]) -> Edit {
    let claims = texts.iter().map(|(row, text, level)| NewClaim {
        claim: words(text, *level),
        row: Some((
            RowName { sheet: sheet.to_owned(), row: (*row).to_owned() },
            [text.len() as u8; 32],
        )),
    });
    Edit { claims: claims.collect(), ..Edit::default() }
}

/// What a case holds, up to a level, in lines that are the same wherever it is held.
pub(crate) fn state(case: &onus_case::Case, level: Level) -> Vec<String> {
    let stored = case.read().expect("a case");
    let mut lines = Vec::new();
    for (record, record_type) in stored.records() {
        lines.push(format!("record {record} {record_type}"));
        if level >= Level::Team {
            let label = stored.label(*record).expect("a label");
            lines.push(format!("handle {record} {:?} {label:?}", stored.handle(*record)));
        }
    }
    for entry in stored.claims().expect("claims") {
        if entry.claim.level <= level {
            lines.push(format!("claim {entry:?}"));
        }
    }
    if level >= Level::Team {
        lines.extend(stored.members().map(|(member, name)| format!("member {member} {name}")));
        for (sheet, name) in stored.sheets() {
            lines.push(format!("sheet {name} {:?}", stored.rows(sheet).expect("rows")));
        }
    }
    lines.sort();
    lines
}

pub(crate) fn is_sound(case: &OpenCase) {
    let verified = case.verify().expect("a verification");
    assert!(verified.is_sound(), "{:?}", verified.wrong);
}

/// Copies a folder's files.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
