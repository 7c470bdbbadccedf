//! Making a bundle: what its receivers lack, up to a level.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use onus_ledger::bundle::{BundleId, Manifest, Writer, seal};
use onus_ledger::graph::DeviceState;
use onus_ledger::{
    Absence, CommitId, Content, DeviceId, Digest, Effect, Graph, Header, Known, Level, OperationId,
    Slot,
};
use onus_store::{CommitRow, Reader, Vault};

use super::objects::{content, given_with};
use super::{Peers, acted};
use crate::case::{Case, Now};
use crate::commit::fresh;
use crate::convert::level_to_log;
use crate::error::CaseError;
use crate::known::InStore;
use crate::taking::{places, stored};

/// What is to be given to whom.
#[derive(Clone, Debug)]
pub struct Giving {
    /// The devices that are to open it.
    pub to: BTreeSet<DeviceId>,
    /// Contents above this level are withheld.
    pub level: Level,
    /// Whether to give everything, whatever they have shown to have.
    pub all: bool,
}

/// What was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Up to which level.
    pub level: Level,
    /// Commits.
    pub commits: u64,
    /// Operations with their contents.
    pub open: u64,
    /// Operations withheld, because they are above the level.
    pub withheld: u64,
    /// Operations given by name only for another reason: erased, or not here either.
    pub closed: u64,
    /// Files and texts that go with them.
    pub files: u64,
    /// Files and texts that these operations name, and that are not here either.
    pub files_not_here: u64,
    /// Whether it is everything, or follows what the receivers have shown to have.
    pub all: bool,
}

/// What decides of a leaf whether it is given.
struct Sieve<'c> {
    graph: &'c Graph,
    known: InStore<'c>,
    acted: BTreeSet<OperationId>,
    level: Level,
}

impl Sieve<'_> {
    fn erased(&self, operation: &OperationId) -> bool {
        self.acted.contains(operation) && self.graph.is_erased(operation, &self.known)
    }

    /// The commit as it is given.
    fn commit(
        &self,
        reader: &dyn Reader,
        row: &CommitRow,
    ) -> Result<onus_ledger::Commit, CaseError> {
        let mut commit = stored(reader, row)?;
        let leaves = reader.leaves_of(row.id)?;
        for (index, (slot, leaf)) in commit.leaves.iter_mut().zip(&leaves).enumerate() {
            let name = OperationId::from_bytes(*leaf.id.as_bytes());
            // The particulars always travel.
            if index == 0 {
                continue;
            }
            let changed = self.acted.contains(&name);
            if changed && self.graph.is_erased(&name, &self.known) {
                *slot = Slot::Closed(name, Absence::Erased);
                continue;
            }
            let given = if changed { self.graph.operation(&name, &self.known).level } else { None };
            let level = given.or(leaf.level.map(level_to_log));
            if leaf.opening.is_some() && level.is_none_or(|level| level > self.level) {
                *slot = Slot::Closed(name, Absence::Withheld);
            }
        }
        Ok(commit)
    }
}

impl Case {
    /// Writes a bundle sealed to these devices.
    ///
    /// # Errors
    ///
    /// When this device is not enrolled, a receiver is not, or the output cannot be written.
    pub fn give(
        &self,
        giving: &Giving,
        peers: &Peers,
        vault: &dyn Vault,
        output: impl Write,
        now: &mut Now<'_>,
    ) -> Result<Given, CaseError> {
        let author = self.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        if giving.to.is_empty() {
            return Err(CaseError::Edit("the bundle is for nobody: say whose it is".to_owned()));
        }
        let reader = self.store.reader();
        let graph = self.standing()?;
        let known = InStore(reader);
        let mut keys = Vec::new();
        for device in &giving.to {
            let found = graph.device(device, &known);
            let found =
                found.ok_or_else(|| CaseError::Edit("there is no such device".to_owned()))?;
            if found.state != DeviceState::Enrolled {
                return Err(CaseError::Edit(format!(
                    "the device {} is not part of the team any more",
                    short(device)
                )));
            }
            keys.push(found.seal);
        }
        let raised = giving.to.iter().any(|device| {
            let level = peers.known.get(device).and_then(|peer| peer.level);
            level.is_none_or(|level| level < giving.level)
        });
        let had = if giving.all || raised {
            BTreeSet::new()
        } else {
            self.had_by_all(&giving.to, peers, &graph)?
        };
        let sieve = Sieve { graph: &graph, known, acted: acted(reader)?, level: giving.level };
        let rows = self.lacking(&had, &sieve)?;
        let mut given = Given {
            level: giving.level,
            commits: rows.len() as u64,
            open: 0,
            withheld: 0,
            closed: 0,
            files: 0,
            files_not_here: 0,
            all: had.is_empty(),
        };
        let mut named = BTreeSet::new();
        for id in &rows {
            let Some(row) = reader.commit(*id)? else { continue };
            for slot in sieve.commit(reader, &row)?.leaves {
                match slot {
                    Slot::Open(leaf) => {
                        given.open += 1;
                        named.extend(goes_with(&leaf.content));
                    }
                    Slot::Closed(_, Absence::Withheld) => given.withheld += 1,
                    Slot::Closed(..) => given.closed += 1,
                }
            }
        }
        let mut files = Vec::new();
        for digest in named {
            match reader.object(content(digest))? {
                Some(row) => files.push((digest, row)),
                None => given.files_not_here += 1,
            }
        }
        given.files = files.len() as u64;
        let heads = graph.tree_heads(&author.key.device(), &sieve.known);
        let notes = heads
            .iter()
            .map(|head| head.sign(&author.key))
            .collect::<Result<Vec<String>, _>>()
            .map_err(|reason| CaseError::NotWritable(reason.to_string()))?;
        let mut manifest = Manifest {
            base: Default::default(),
            bundle: BundleId::from_bytes(fresh(now.entropy)?),
            case: graph.case().ok_or(CaseError::Awaiting)?,
            checkpoints: notes.len() as u64,
            closed: given.withheld + given.closed,
            commits: given.commits,
            from: author.key.device(),
            heads: graph.heads().collect(),
            level: giving.level,
            objects: given.files,
            open: given.open,
            time: now.time()?,
            to: giving.to.clone(),
        };
        manifest.base.0 = last_of(&had, reader)?;
        let unwritten = |error: std::io::Error| CaseError::NotReadable(error.to_string());
        let sealed = seal(output, &keys).map_err(unwritten)?;
        let mut writer = Writer::begin(sealed, &manifest)?;
        for id in &rows {
            if let Some(row) = reader.commit(*id)? {
                writer.commit(&sieve.commit(reader, &row)?)?;
            }
        }
        for note in &notes {
            writer.checkpoint(note)?;
        }
        for (digest, row) in &files {
            writer.object(*digest, row.bytes, vault.open(row)?)?;
        }
        let sealed = writer.finish(&author.key)?;
        sealed.finish().and_then(|mut output| output.flush()).map_err(unwritten)?;
        Ok(given)
    }

    /// The commits that every receiver has shown to have.
    fn had_by_all(
        &self,
        to: &BTreeSet<DeviceId>,
        peers: &Peers,
        graph: &Graph,
    ) -> Result<BTreeSet<CommitId>, CaseError> {
        let reader = self.store.reader();
        let known = InStore(reader);
        let mut common: Option<BTreeSet<CommitId>> = None;
        for device in to {
            let mut heads: Vec<CommitId> = Vec::new();
            heads.extend(peers.known.get(device).into_iter().flat_map(|peer| &peer.heads));
            let own = graph.device(device, &known);
            heads.extend(own.iter().flat_map(|own| &own.last).map(|tip| tip.commit));
            let mut had = BTreeSet::new();
            while let Some(commit) = heads.pop() {
                let id = onus_store::CommitId::from_bytes(*commit.as_bytes());
                if had.contains(&commit) || !reader.has_commit(id)? {
                    continue;
                }
                had.insert(commit);
                let parents = reader.parents(id)?;
                heads.extend(parents.iter().map(|parent| CommitId::from_bytes(*parent.as_bytes())));
            }
            common = Some(match common {
                None => had,
                Some(common) => common.intersection(&had).copied().collect(),
            });
        }
        Ok(common.unwrap_or_default())
    }

    /// The commits to give, in the order of this copy: those not had, and those had whose contents a
    /// change of level has opened since.
    fn lacking(
        &self,
        had: &BTreeSet<CommitId>,
        sieve: &Sieve<'_>,
    ) -> Result<Vec<onus_store::CommitId>, CaseError> {
        let reader = self.store.reader();
        let mut again: BTreeMap<CommitId, ()> = BTreeMap::new();
        let mut lacking = BTreeSet::new();
        let places = places(reader)?;
        for (id, _) in &places {
            let commit = CommitId::from_bytes(*id.as_bytes());
            if had.contains(&commit) {
                continue;
            }
            lacking.insert(commit);
            let Some(row) = reader.commit(*id)? else { continue };
            if !row.header.windows(9).any(|bytes| bytes == b"\"do\":\"lev") {
                continue;
            }
            let header = Header::parse(&row.header)
                .map_err(|_| CaseError::Damaged(format!("the header of commit {id}")))?;
            for effect in header.effects {
                let Effect::Level(change) = effect else { continue };
                for operation in &change.leaves {
                    if sieve.erased(operation) || change.level > sieve.level {
                        continue;
                    }
                    let positions = sieve.known.positions(operation);
                    again.extend(positions.iter().map(|position| (position.commit, ())));
                }
            }
        }
        let wanted = |id: &onus_store::CommitId| {
            let commit = CommitId::from_bytes(*id.as_bytes());
            lacking.contains(&commit) || again.contains_key(&commit)
        };
        Ok(places.into_iter().map(|(id, _)| id).filter(wanted).collect())
    }
}

/// The objects that go with a content. Most contents name none, and are not read.
fn goes_with(content: &[u8]) -> Vec<Digest> {
    const NAMING: [&[u8]; 3] = [b"\"op\":\"exhibit\"", b"\"op\":\"reading\"", b"\"op\":\"stamp\""];
    let may = NAMING.iter().any(|op| content.windows(op.len()).any(|bytes| bytes == *op));
    match may.then(|| Content::read(content)) {
        Some(Content::Operation(operation)) => given_with(&operation),
        _ => Vec::new(),
    }
}

/// Those of the commits that no other of them follows.
fn last_of(
    commits: &BTreeSet<CommitId>,
    reader: &dyn Reader,
) -> Result<BTreeSet<CommitId>, CaseError> {
    let mut last = commits.clone();
    for commit in commits {
        for parent in reader.parents(onus_store::CommitId::from_bytes(*commit.as_bytes()))? {
            last.remove(&CommitId::from_bytes(*parent.as_bytes()));
        }
    }
    Ok(last)
}

/// The beginning of a device's name, by which people know it.
fn short(device: &DeviceId) -> String {
    device.to_string().chars().take(8).collect()
}
