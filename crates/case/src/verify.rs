//! Checking everything that is present: every byte of the log, and that the tables say what it says.

use std::ops::ControlFlow;

use onus_ledger::{Commit, Graph, Leaf, OperationId, Salt, Signature, Slot};
use onus_store::{MemoryStore, Place, Reader, Store, Transaction};

use crate::case::Case;
use crate::commit::{append, take};
use crate::derive::DERIVATION;
use crate::error::CaseError;
use crate::known::InStore;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many commits were checked.
    pub commits: u64,
    /// How many operations.
    pub operations: u64,
    /// Everything that is wrong, in words; empty when all is well.
    pub wrong: Vec<String>,
    /// The head of the tree over the device's chain, when the log verified: size and root in hexadecimal.
    pub tree_head: Option<(u64, String)>,
}

impl Verified {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// Every commit of the log as it is stored, in its order.
pub(crate) fn commits(reader: &dyn Reader) -> Result<Vec<Commit>, CaseError> {
    let mut rows = Vec::new();
    reader.each_commit(Place(0), &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    let mut commits = Vec::with_capacity(rows.len());
    for row in rows {
        let unreadable = |what: &str| CaseError::Damaged(format!("{what} of commit {}", row.id));
        let signature =
            Signature::from_slice(&row.signature).map_err(|_| unreadable("the signature"))?;
        let mut leaves = Vec::new();
        let mut names = Vec::new();
        for leaf in reader.leaves_of(row.id)? {
            let opening = leaf.opening.ok_or_else(|| unreadable("an operation is missing"))?;
            let salt = Salt::from_slice(&opening.salt).map_err(|_| unreadable("a salt"))?;
            leaves.push(Slot::Open(Leaf { salt, content: opening.content }));
            names.push(OperationId::from_bytes(*leaf.id.as_bytes()));
        }
        commits.push(Commit { header: row.header, signature, leaves, names: Some(names) });
    }
    Ok(commits)
}

/// Checks the commits one after another and derives from each.
pub(crate) fn derive_all(
    transaction: &mut dyn Transaction,
    log: &[Commit],
) -> Result<(), CaseError> {
    let mut graph = Graph::new();
    for commit in log {
        let accepted = graph.check(commit, &InStore(transaction.reader()), None)?;
        take(transaction, &mut graph, &accepted, commit)?;
    }
    crate::case::keep_standing(transaction, &graph)
}

impl Case {
    /// Checks every commit and operation that is here, derives everything again beside what is stored, and
    /// compares.
    ///
    /// # Errors
    ///
    /// Only when the store cannot be read at all; what is wrong with the case is in the answer.
    pub fn verify(&self) -> Result<Verified, CaseError> {
        let mut verified = Verified::default();
        let log = match commits(self.store.reader()) {
            Ok(log) => log,
            Err(CaseError::Damaged(what)) => {
                verified.wrong.push(what);
                return Ok(verified);
            }
            Err(error) => return Err(error),
        };
        let mut again = MemoryStore::default();
        let mut transaction = again.begin()?;
        transaction.set_derivation(DERIVATION)?;
        let mut graph = Graph::new();
        for commit in &log {
            match append(transaction.as_mut(), &mut graph, commit, None) {
                Ok(accepted) => {
                    verified.commits += 1;
                    verified.operations += accepted.entries().len() as u64;
                }
                Err(error) => {
                    verified.wrong.push(error.to_string());
                    return Ok(verified);
                }
            }
        }
        transaction.commit()?;
        compare(self.store.reader(), again.reader(), &mut verified.wrong)?;
        if self.standing().ok().as_ref() != Some(&graph) {
            verified.wrong.push("where the log is said to stand is not where it stands".to_owned());
        }
        let device = graph.devices(&InStore(again.reader())).first().map(|device| device.id);
        let heads = device.map(|device| graph.tree_heads(&device)).unwrap_or_default();
        verified.tree_head = heads.first().map(|head| {
            let root = head.root.iter().map(|byte| format!("{byte:02x}")).collect();
            (head.size, root)
        });
        Ok(verified)
    }
}

/// Compares stored tables with those derived again, row by row.
fn compare(
    stored: &dyn Reader,
    derived: &dyn Reader,
    wrong: &mut Vec<String>,
) -> Result<(), CaseError> {
    macro_rules! same {
        ($each:ident($($argument:expr),*), $what:literal, $name:expr) => {{
            let (mut here, mut again) = (Vec::new(), Vec::new());
            stored.$each($($argument,)* &mut |row| { here.push(row); ControlFlow::Continue(()) })?;
            derived.$each($($argument,)* &mut |row| { again.push(row); ControlFlow::Continue(()) })?;
            let differing = here.iter().zip(&again).filter(|(here, again)| here != again);
            for (row, _) in differing.take(10) {
                wrong.push(format!("{} {} is not what the log says", $what, $name(row)));
            }
            if here.len() != again.len() {
                wrong.push(format!(
                    "there are {} stored rows of {}, and the log makes {}",
                    here.len(), $what, again.len()
                ));
            }
        }};
    }
    same!(each_record(), "the record", |row: &onus_store::RecordRow| row.id.to_string());
    same!(each_claim(None), "the claim", |row: &onus_store::ClaimRow| row.id.to_string());
    for area in crate::derive::AREAS {
        let hex = |(key, _): &(Vec<u8>, Vec<u8>)| -> String {
            key.iter().map(|byte| format!("{byte:02x}")).collect()
        };
        same!(each_entry(area, &[]), "the entry", hex);
    }
    let (sheets, again) = (stored.sheets()?, derived.sheets()?);
    for sheet in sheets.iter().chain(&again) {
        if stored.sheet_rows(*sheet)? != derived.sheet_rows(*sheet)? {
            wrong.push(format!("the rows of the sheet {sheet:?} are not what the log says"));
        }
    }
    let (documents, again) = (stored.counts()?.documents, derived.counts()?.documents);
    if documents != again {
        wrong.push(format!("{documents} claims are indexed, and the log makes {again}"));
    }
    Ok(())
}
