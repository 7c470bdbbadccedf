//! Taking bundles in: checked whole, applied in one transaction, or refused with nothing changed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use onus_ledger::bundle::{Checked, Manifest, Taken, Visitor, check, open};
use onus_ledger::graph::{Act, ActKind, Node};
use onus_ledger::{
    Accepted, CaseId, Checkpoint, Commit, CommitId, Content, DeviceId, Digest, Effect, Entry,
    Graph, Known, Operation, OperationId, Position, SigningKey, Slot,
};
use onus_store::{Entropy, ObjectRow, Place, Transaction, Vault};

use super::objects::Coming;
use super::{Missing, Peers, destroy, is_here};
use crate::case::{Case, Now, keep_standing, standing};
use crate::checkpoints::unlike_seen;
use crate::convert::{level_from_log, member_from_log};
use crate::derive::{Told, anew, derive};
use crate::erase::{Waiting, recount, set_unfinished};
use crate::error::CaseError;
use crate::known::{InStore, keep_as, named_by_effects};
use crate::taking::{contents, opening, rows, stored};

/// What came with bundles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The devices that sent them.
    pub from: BTreeSet<DeviceId>,
    /// New commits.
    pub commits: u64,
    /// New claims whose contents came.
    pub claims: u64,
    /// Operations that were closed here and are open now.
    pub opened: u64,
    /// Devices added.
    pub devices: u64,
    /// Roles given.
    pub roles: u64,
    /// Revocations of devices.
    pub revocations: u64,
    /// Operations retracted.
    pub retracted: u64,
    /// Operations erased, by effects that count.
    pub erased: u64,
    /// Of these, how many wait for a custodian here before their contents are destroyed.
    pub waiting: u64,
    /// Contents that came for operations that are erased, and were left out.
    pub left_out: u64,
    /// Commits that count for something else than before.
    pub restood: u64,
    /// Devices whose chain turned out to be forked.
    pub forks: BTreeSet<DeviceId>,
    /// Files and texts that came and were kept.
    pub files: u64,
    /// Files that came and were not kept, because no operation here names them.
    pub files_left_out: u64,
    /// Senders whose copy is older than what they have shown before.
    pub rolled_back: Vec<RolledBackPeer>,
    /// What this copy still does not have.
    pub missing: Missing,
}

/// A sender that lacks its own commits: its copy was restored from a backup, or somebody keeps it from
/// knowing what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledBackPeer {
    /// The device.
    pub device: DeviceId,
    /// How many of its own commits it lacks.
    pub lacks: u64,
}

type Shared<'t> = RefCell<Box<dyn Transaction + 't>>;

/// What the log held before the bundle: the rows that it writes are not asked for.
struct Before<'t, 's>(&'t Shared<'s>);

impl Known for Before<'_, '_> {
    fn node(&self, commit: &CommitId) -> Option<Node> {
        InStore(self.0.borrow().reader()).node(commit)
    }

    fn positions(&self, operation: &OperationId) -> Vec<Position> {
        let transaction = self.0.borrow();
        let known = InStore(transaction.reader());
        let mut positions = known.positions(operation);
        positions.retain(|position| known.node(&position.commit).is_some());
        positions
    }

    fn acts(&self, operation: &OperationId) -> Vec<Act> {
        InStore(self.0.borrow().reader()).acts(operation)
    }

    fn chain(&self, device: &DeviceId, from: u64, visit: &mut dyn FnMut(Node)) {
        InStore(self.0.borrow().reader()).chain(device, from, visit);
    }
}

/// A new commit of a bundle, as far as it has to be remembered until the bundle is known to be good.
struct Staged {
    node: Node,
    place: Place,
    acts: Vec<(OperationId, Act)>,
    touched: Vec<OperationId>,
}

/// How bundles are to be taken in.
pub struct Receiving<'r> {
    /// The key of the device that opens them.
    pub key: &'r SigningKey,
    /// The case, where nothing of it is here yet.
    pub expected: Option<CaseId>,
    /// How many operations that one member erased are destroyed at once.
    pub limit: u64,
    /// Where files are kept that come along; nowhere, without one.
    pub vault: Option<&'r dyn Vault>,
}

struct Staging<'t, 's, 'v, 'n> {
    transaction: &'t Shared<'s>,
    vault: Option<&'v dyn Vault>,
    entropy: &'n mut dyn Entropy,
    coming: Coming<'v>,
    new: Vec<Staged>,
    /// Contents that came, of new commits and of such as were here.
    opened: BTreeSet<OperationId>,
    plain: bool,
    notes: Vec<String>,
    told: Received,
    failure: Option<CaseError>,
}

impl Staging<'_, '_, '_, '_> {
    fn keep<T>(&mut self, done: Result<T, CaseError>) -> io::Result<T> {
        done.map_err(|error| {
            let told = error.to_string();
            self.failure = Some(error);
            io::Error::other(told)
        })
    }

    fn new_commit(&mut self, commit: &Commit, accepted: &Accepted) -> Result<(), CaseError> {
        let (row, leaves) = rows(accepted, commit);
        let place = self.transaction.borrow_mut().append(&row, &leaves)?;
        for effect in &accepted.header().effects {
            match effect {
                Effect::DeviceAdd(_) => self.told.devices += 1,
                Effect::Role(_) => self.told.roles += 1,
                Effect::DeviceRevoke(_) => self.told.revocations += 1,
                Effect::Retract(retract) => self.told.retracted += retract.leaves.len() as u64,
                Effect::Erase(_) => self.plain = false,
                _ => {}
            }
        }
        for entry in accepted.entries() {
            match &entry.content {
                Content::Closed(_) => continue,
                Content::Operation(operation) => {
                    self.told.claims += u64::from(matches!(operation, Operation::Claim(_)));
                    self.coming.names(entry.id, operation);
                }
                _ => {}
            }
            self.opened.insert(entry.id);
        }
        self.told.commits += 1;
        self.new.push(Staged {
            node: accepted.node().clone(),
            place,
            acts: accepted.acts(),
            touched: named_by_effects(accepted),
        });
        Ok(())
    }

    fn held_commit(
        &mut self,
        commit: &Commit,
        id: CommitId,
        entries: &[Entry],
    ) -> Result<(), CaseError> {
        let id = onus_store::CommitId::from_bytes(*id.as_bytes());
        let leaves = self.transaction.borrow().reader().leaves_of(id)?;
        for ((slot, entry), leaf) in commit.leaves.iter().zip(entries).zip(leaves) {
            if let Content::Operation(operation) = &entry.content {
                self.coming.names(entry.id, operation);
            }
            let (Slot::Open(open), None) = (slot, &leaf.opening) else { continue };
            let level = entry.content.level().unwrap_or(onus_ledger::Level::Team);
            let mut transaction = self.transaction.borrow_mut();
            transaction.open_leaf(id, leaf.index, level_from_log(level), &opening(open))?;
            drop(transaction);
            self.plain = false;
            self.told.opened += 1;
            self.opened.insert(entry.id);
        }
        Ok(())
    }
}

impl Visitor for Staging<'_, '_, '_, '_> {
    fn commit(&mut self, commit: &Commit, taken: Taken<'_>) -> io::Result<()> {
        let done = match taken {
            Taken::New(accepted, delta) => {
                self.plain &= delta.changed.is_empty();
                self.told.restood += delta.changed.len() as u64;
                self.new_commit(commit, accepted)
            }
            Taken::Again(id, entries) => self.held_commit(commit, id, entries),
        };
        self.keep(done)
    }

    fn checkpoint(&mut self, note: &str) -> io::Result<()> {
        self.notes.push(note.to_owned());
        Ok(())
    }

    fn object(&mut self, digest: Digest, _: u64) -> io::Result<()> {
        let Some(vault) = self.vault else { return Ok(()) };
        let transaction = self.transaction.borrow();
        let begun = self.coming.begin(transaction.reader(), vault, self.entropy, digest);
        drop(transaction);
        self.keep(begun)
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        let taken = self.coming.data(bytes);
        self.keep(taken)
    }
}

impl Case {
    /// Takes in bundles that are sealed to the device of this key. What others have shown is noted in
    /// `peers`, which is changed only if all is good.
    ///
    /// # Errors
    ///
    /// The one reason why a bundle is refused; then nothing has changed.
    pub fn receive(
        &mut self,
        receiving: &Receiving<'_>,
        bundles: &mut [Box<dyn Read + '_>],
        peers: &mut Peers,
        now: &mut Now<'_>,
    ) -> Result<Received, CaseError> {
        // Files that were sealed as they came, and are to be given up if it comes to nothing.
        let mut sealed = Vec::new();
        let received = self.take_all(receiving, bundles, peers, &mut sealed, now);
        if let (Err(_), Some(vault)) = (&received, receiving.vault) {
            for row in &sealed {
                // What stays is an orphan, to which nobody has the key.
                let _ = vault.remove(row);
            }
        }
        received
    }

    fn take_all(
        &mut self,
        receiving: &Receiving<'_>,
        bundles: &mut [Box<dyn Read + '_>],
        peers: &mut Peers,
        sealed: &mut Vec<ObjectRow>,
        now: &mut Now<'_>,
    ) -> Result<Received, CaseError> {
        let clock = now.time()?;
        let transaction: Shared<'_> = RefCell::new(self.store.begin()?);
        let mut noted = peers.clone();
        let mut told = Received::default();
        let (mut shredded, mut leases) = (Vec::new(), Vec::new());
        for bundle in bundles {
            let graph = match (standing(transaction.borrow().reader()), receiving.expected) {
                (Ok(graph), _) => graph,
                (Err(_), Some(case)) => Graph::of_case(case),
                (Err(error), None) => return Err(error),
            };
            let mut staging = Staging {
                transaction: &transaction,
                vault: receiving.vault,
                entropy: &mut *now.entropy,
                coming: Coming::default(),
                new: Vec::new(),
                opened: BTreeSet::new(),
                plain: true,
                notes: Vec::new(),
                told: Received::default(),
                failure: None,
            };
            let secret = receiving.key.seal();
            let frames = open(bundle, &secret)?;
            let known = Before(&transaction);
            let device = Some(receiving.key.device());
            let checked = check(frames, &graph, &known, device, Some(clock), &mut staging);
            let failure = staging.failure.take();
            let ended = if checked.is_ok() { staging.coming.end() } else { Ok(()) };
            let checked = match (failure, checked, ended) {
                (None, Ok(checked), Ok(())) => checked,
                (failure, checked, ended) => {
                    sealed.extend(staging.coming.given_up());
                    return Err(match (failure, checked, ended) {
                        (Some(failure), ..) | (None, Ok(_), Err(failure)) => failure,
                        (None, Err(refused), _) => refused.into(),
                        (None, Ok(_), Ok(())) => CaseError::Awaiting,
                    });
                }
            };
            let Staging { new, opened, plain, notes, told: came, coming, .. } = staging;
            let is_erased = |operation: &OperationId| checked.erased.contains(operation);
            let (files, given_up, unnamed, lease) = coming.taken(is_erased);
            sealed.extend(files.iter().chain(&given_up).cloned());
            leases.extend(lease);
            let mut transaction = transaction.borrow_mut();
            let transaction = transaction.as_mut();
            let limit = receiving.limit;
            let mut applying = Applying {
                transaction,
                graph: &checked.graph,
                told: came,
                limit,
                shredded: Vec::new(),
            };
            applying.told.files = files.len() as u64;
            applying.told.files_left_out = unnamed + given_up.len() as u64;
            applying.sender(&checked.manifest, &graph);
            applying.forks(&graph);
            applying.keep(&new)?;
            files.iter().try_for_each(|row| applying.transaction.put_object(row))?;
            let (plain, erased) = (plain && checked.erased.is_empty(), &checked.erased);
            applying.leave_out(erased, &opened)?;
            applying.erasures(&new, &opened)?;
            let plain = plain && applying.told.forks.is_empty();
            applying.derive(&new, plain)?;
            let (came, gone) = (applying.told, applying.shredded);
            shredded.extend(given_up.into_iter().chain(gone));
            note(&mut noted, &checked, &notes);
            told.add(came);
        }
        let graph = standing(transaction.borrow().reader())?;
        let unlike = unlike_seen(&noted, &graph, &InStore(transaction.borrow().reader()));
        if let Some(unlike) = unlike.into_iter().next() {
            return Err(unlike);
        }
        transaction.into_inner().commit()?;
        drop(leases);
        *peers = noted;
        self.shredded.extend(shredded);
        self.read_schema()?;
        told.missing = self.missing()?;
        Ok(told)
    }
}

/// A checked bundle that is being applied.
struct Applying<'a, 't> {
    transaction: &'a mut (dyn Transaction + 't),
    graph: &'a Graph,
    told: Received,
    limit: u64,
    shredded: Vec<ObjectRow>,
}

impl Applying<'_, '_> {
    /// Notices a sender that lacks its own commits.
    fn sender(&mut self, manifest: &Manifest, before: &Graph) {
        self.told.from.insert(manifest.from);
        let known = InStore(self.transaction.reader());
        let held = before.device(&manifest.from, &known);
        let held = held.iter().flat_map(|device| &device.last).map(|tip| tip.seq + 1).max();
        let shown = manifest.heads.iter().filter_map(|head| known.node(head)).flat_map(|node| {
            let before = node.before.tips(&manifest.from).iter().map(|tip| tip.seq + 1).max();
            before.into_iter().chain((node.device == manifest.from).then_some(node.seq + 1))
        });
        // A head that is new is no older than what was held.
        let new = manifest.heads.iter().any(|head| known.node(head).is_none());
        let shown = shown.max().unwrap_or_default();
        if let Some(lacks) = held.and_then(|held| held.checked_sub(shown)).filter(|it| *it > 0)
            && !new
        {
            self.told.rolled_back.push(RolledBackPeer { device: manifest.from, lacks });
        }
    }

    fn forks(&mut self, before: &Graph) {
        let known = InStore(self.transaction.reader());
        let were: BTreeSet<DeviceId> =
            before.forks(&known).into_iter().map(|fork| fork.device).collect();
        let devices = self.graph.devices(&known).into_iter();
        let forked = devices.filter(|device| device.last.len() > 1).map(|device| device.id);
        self.told.forks.extend(forked.filter(|device| !were.contains(device)));
    }

    fn keep(&mut self, new: &[Staged]) -> Result<(), CaseError> {
        new.iter().try_for_each(|staged| keep_as(self.transaction, &staged.node, &staged.acts))
    }

    /// Closes again what came open and is erased.
    fn leave_out(
        &mut self,
        erased: &[OperationId],
        opened: &BTreeSet<OperationId>,
    ) -> Result<(), CaseError> {
        for operation in erased.iter().filter(|operation| opened.contains(operation)) {
            self.told.left_out +=
                u64::from(destroy(self.transaction, operation, &mut self.shredded)?);
        }
        Ok(())
    }

    /// Destroys what the new commits erase, or lets it wait for a custodian here.
    fn erasures(
        &mut self,
        new: &[Staged],
        opened: &BTreeSet<OperationId>,
    ) -> Result<(), CaseError> {
        let mut by: BTreeMap<onus_ledger::MemberId, BTreeSet<OperationId>> = BTreeMap::new();
        for staged in new {
            for (operation, act) in &staged.acts {
                let known = InStore(self.transaction.reader());
                if matches!(act.kind, ActKind::Erase(_)) && self.graph.is_erased(operation, &known)
                {
                    self.told.erased += 1;
                    let is_here = is_here(self.transaction.reader(), operation)?;
                    if is_here && !opened.contains(operation) {
                        by.entry(staged.node.author).or_default().insert(*operation);
                    }
                }
            }
        }
        let mut waiting = Waiting::read(self.transaction.reader())?;
        let mut destroyed = false;
        for (member, operations) in by {
            if operations.len() as u64 > self.limit {
                self.told.waiting += operations.len() as u64;
                for operation in operations {
                    waiting.operations.insert(operation, member_from_log(member));
                }
            } else {
                for operation in &operations {
                    destroyed |= destroy(self.transaction, operation, &mut self.shredded)?;
                }
            }
        }
        waiting.write(self.transaction)?;
        if destroyed {
            set_unfinished(self.transaction, true)?;
        }
        Ok(())
    }

    fn derive(&mut self, new: &[Staged], plain: bool) -> Result<(), CaseError> {
        if self.transaction.reader().derivation()?.is_none() {
            self.transaction.set_derivation(crate::derive::DERIVATION)?;
        }
        if plain {
            for staged in new {
                let id = onus_store::CommitId::from_bytes(*staged.node.id.as_bytes());
                let Some(row) = self.transaction.reader().commit(id)? else { continue };
                let commit = stored(self.transaction.reader(), &row)?;
                let known = InStore(self.transaction.reader());
                let entries = self.graph.check_held(&commit, &known)?;
                let contents = contents(&commit);
                let told = Told {
                    node: &staged.node,
                    place: staged.place,
                    entries: &entries,
                    contents: &contents,
                };
                derive(self.transaction, self.graph, &told, &staged.touched)?;
            }
        } else {
            anew(self.transaction, self.graph)?;
        }
        keep_standing(self.transaction, self.graph)?;
        recount(self.transaction, self.graph)?;
        Ok(())
    }
}

/// Notes what the sender has shown.
fn note(peers: &mut Peers, checked: &Checked, notes: &[String]) {
    let peer = peers.known.entry(checked.manifest.from).or_default();
    peer.heads.clone_from(&checked.manifest.heads);
    for note in notes {
        if let Ok(checkpoint) = Checkpoint::parse(note) {
            peers.saw(checkpoint.head());
        }
    }
}

impl Received {
    fn add(&mut self, other: Self) {
        self.from.extend(other.from);
        self.commits += other.commits;
        self.claims += other.claims;
        self.opened += other.opened;
        self.devices += other.devices;
        self.roles += other.roles;
        self.revocations += other.revocations;
        self.retracted += other.retracted;
        self.erased += other.erased;
        self.waiting += other.waiting;
        self.left_out += other.left_out;
        self.restood += other.restood;
        self.forks.extend(other.forks);
        self.files += other.files;
        self.files_left_out += other.files_left_out;
        self.rolled_back.extend(other.rolled_back);
    }
}
