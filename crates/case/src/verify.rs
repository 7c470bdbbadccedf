//! Checking everything that is present: every byte of the log, and that the tables say what it says.

use std::collections::{BTreeMap, BTreeSet};

use onus_ledger::{Content, Graph, OperationId};
use onus_store::{MadeAgain, Transaction};

use crate::case::Case;
use crate::checkpoints::{
    ComparedCheckpoints, ForkedChain, compare_logged, forked_chains, notes_of, unlike_seen,
};
use crate::derive::{AREAS, DERIVATION};
use crate::erase::Waiting;
use crate::error::CaseError;
use crate::kept;
use crate::known::InStore;
use crate::sync::{Peers, acted, content, given_with};
use crate::taking::{Taking, each_stored, places, stored};

/// How far a verification has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The pages of the database are read.
    Pages,
    /// The sealed files are opened and read.
    Files,
    /// The log is checked commit by commit: so many are done.
    Commits(u64),
    /// What is kept is compared with what the log makes.
    Comparing,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many commits were checked.
    pub commits: u64,
    /// How many operations.
    pub operations: u64,
    /// Everything that is wrong, in words; empty when all is well.
    pub wrong: Vec<String>,
    /// The head of the tree over the chain of the device that looks, or of the first one where none is
    /// enrolled here, when the log verified: size and root in hexadecimal.
    pub tree_head: Option<(u64, String)>,
    /// Operations whose contents are not here and were not erased: nothing may be concluded from them.
    pub withheld: u64,
    /// Operations that are erased.
    pub erased: u64,
    /// Of those erased, how many contents are still here and wait for a custodian.
    pub waiting: u64,
    /// Files and texts that operations here name, and that are not here.
    pub files_not_here: u64,
    /// Chains that are forked.
    pub forks: Vec<ForkedChain>,
    /// Checkpoints that were compared with the log.
    pub checkpoints: ComparedCheckpoints,
}

impl Verified {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// Checks the commits of the log one after another and derives from each, into empty derived tables.
pub(crate) fn derive_all(transaction: &mut dyn Transaction) -> Result<(), CaseError> {
    let mut taking = Taking::from(Graph::new());
    for (id, place) in places(transaction.reader())? {
        let Some(row) = transaction.reader().commit(id)? else { continue };
        let commit = stored(transaction.reader(), &row)?;
        let accepted = taking.graph.check(&commit, &InStore(transaction.reader()), None)?;
        taking.take(transaction, &accepted, &commit, place)?;
    }
    taking.finish(transaction)?;
    Ok(())
}

impl Case {
    /// Checks every commit and operation that is here, derives everything again beside what is stored, and
    /// compares; the checkpoints in the log with its chains too.
    ///
    /// # Errors
    ///
    /// Only when the store cannot be read at all; what is wrong with the case is in the answer.
    pub fn verify(&self) -> Result<Verified, CaseError> {
        self.verify_against(&Peers::default())
    }

    /// As [`Self::verify`]; and compares the log with what others have shown of theirs.
    ///
    /// # Errors
    ///
    /// Only when the store cannot be read at all; what is wrong with the case is in the answer.
    pub fn verify_against(&self, peers: &Peers) -> Result<Verified, CaseError> {
        self.verify_telling(peers, &mut |_| {})
    }

    /// As [`Self::verify_against`]; tells how far it has come.
    pub(crate) fn verify_telling(
        &self,
        peers: &Peers,
        tell: &mut dyn FnMut(Step),
    ) -> Result<Verified, CaseError> {
        let mut verified = Verified::default();
        let mut again = MadeAgain::beside(self.store.reader());
        again.set_derivation(DERIVATION)?;
        let mut taking = Taking::from(Graph::new());
        let (mut notes, mut closed, mut files) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
        let checked = each_stored(self.store.reader(), |commit, _| {
            let accepted = taking.append(&mut again, &commit, None)?;
            verified.commits += 1;
            tell(Step::Commits(verified.commits));
            verified.operations += accepted.entries().len() as u64;
            notes.extend(notes_of(&accepted));
            for entry in accepted.entries() {
                if let Content::Operation(operation) = &entry.content {
                    for digest in given_with(operation) {
                        let named: &mut BTreeSet<OperationId> = files.entry(digest).or_default();
                        named.insert(entry.id);
                    }
                }
            }
            let entries = accepted.entries().iter();
            let absent = entries.filter(|entry| matches!(entry.content, Content::Closed(_)));
            closed.extend(absent.map(|entry| entry.id));
            Ok(())
        });
        let graph = match checked.and_then(|()| taking.finish(&mut again)) {
            Ok(graph) => graph,
            Err(CaseError::Damaged(what)) => {
                verified.wrong.push(what);
                return Ok(verified);
            }
            Err(error @ CaseError::Log(_)) => {
                verified.wrong.push(error.to_string());
                return Ok(verified);
            }
            Err(error) => return Err(error),
        };
        tell(Step::Comparing);
        // Passages come from texts that are kept outside the log.
        let passages = crate::passages::indexed(self.store.reader())?;
        let passages = passages.iter().map(|text| text.passages).sum();
        verified.wrong.extend(again.compare(&AREAS, passages)?);
        kept::compare(self.store.reader(), &self.schema, &self.views, &mut verified.wrong)?;
        crate::stamps::check(again.reader(), &graph, &mut verified.wrong)?;
        if self.standing().ok().as_ref() != Some(&graph) {
            verified.wrong.push("where the log is said to stand is not where it stands".to_owned());
        }
        let known = InStore(again.reader());
        let here = self.author.as_ref().map(|author| author.key.device());
        let device = here.or_else(|| graph.devices(&known).first().map(|device| device.id));
        let heads = device.map(|device| graph.tree_heads(&device, &known)).unwrap_or_default();
        verified.tree_head = heads.first().map(|head| {
            let root = head.root.iter().map(|byte| format!("{byte:02x}")).collect();
            (head.size, root)
        });
        self.count_absent(&graph, &known, &closed, &mut verified)?;
        for (digest, named_by) in &files {
            let counts = named_by.iter().any(|operation| !graph.is_erased(operation, &known));
            if counts && self.store.reader().object(content(*digest))?.is_none() {
                verified.files_not_here += 1;
            }
        }
        verified.forks = forked_chains(&graph, &known);
        compare_logged(&notes, &graph, &known, &mut verified.checkpoints, &mut verified.wrong);
        verified.checkpoints.seen = peers.checkpoints.len() as u64;
        let unlike = unlike_seen(peers, &graph, &known);
        verified.wrong.extend(unlike.iter().map(ToString::to_string));
        Ok(verified)
    }

    /// Counts what is withheld and what is erased, and compares with what is kept of either.
    fn count_absent(
        &self,
        graph: &Graph,
        known: &InStore<'_>,
        closed: &BTreeSet<OperationId>,
        verified: &mut Verified,
    ) -> Result<(), CaseError> {
        let acted = acted(known.0)?;
        let erased: BTreeSet<&OperationId> =
            acted.iter().filter(|operation| graph.is_erased(operation, known)).collect();
        verified.erased = erased.len() as u64;
        let waiting = erased.iter().filter(|operation| !closed.contains(operation));
        let waiting: BTreeSet<OperationId> = waiting.map(|operation| **operation).collect();
        verified.waiting = waiting.len() as u64;
        let withheld = closed.iter().filter(|operation| !erased.contains(operation));
        verified.withheld = withheld.count() as u64;
        if self.missing()?.withheld != verified.withheld {
            verified.wrong.push(format!(
                "{} operations are withheld, and {} are said to be",
                verified.withheld,
                self.missing()?.withheld
            ));
        }
        let said: BTreeSet<OperationId> =
            Waiting::read(self.store.reader())?.operations.into_keys().collect();
        if said != waiting {
            verified.wrong.push(format!(
                "the contents of {} erased operations are still here, and {} are said to wait for a \
                 custodian",
                waiting.len(),
                said.len()
            ));
        }
        Ok(())
    }
}
