//! Checking everything that is present: every byte of the log, and that the tables say what it says.

use std::ops::ControlFlow;

use onus_ledger::Graph;
use onus_store::{MemoryStore, Reader, Store, Transaction};

use crate::case::Case;
use crate::derive::DERIVATION;
use crate::error::CaseError;
use crate::kept;
use crate::known::InStore;
use crate::taking::{Taking, each_stored, places, stored};

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
    /// compares.
    ///
    /// # Errors
    ///
    /// Only when the store cannot be read at all; what is wrong with the case is in the answer.
    pub fn verify(&self) -> Result<Verified, CaseError> {
        let mut verified = Verified::default();
        let mut again = MemoryStore::default();
        let mut transaction = again.begin()?;
        transaction.set_derivation(DERIVATION)?;
        let mut taking = Taking::from(Graph::new());
        let checked = each_stored(self.store.reader(), |commit, _| {
            let accepted = taking.append(transaction.as_mut(), &commit, None)?;
            verified.commits += 1;
            verified.operations += accepted.entries().len() as u64;
            Ok(())
        });
        let graph = match checked.and_then(|()| taking.finish(transaction.as_mut())) {
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
        transaction.commit()?;
        compare(self.store.reader(), again.reader(), &mut verified.wrong)?;
        kept::compare(self.store.reader(), &self.schema, &self.views, &mut verified.wrong)?;
        crate::stamps::check(again.reader(), &graph, &mut verified.wrong)?;
        if self.standing().ok().as_ref() != Some(&graph) {
            verified.wrong.push("where the log is said to stand is not where it stands".to_owned());
        }
        let known = InStore(again.reader());
        let device = graph.devices(&known).first().map(|device| device.id);
        let heads = device.map(|device| graph.tree_heads(&device, &known)).unwrap_or_default();
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
    // Passages come from texts that are kept outside the log.
    let passages: u64 = crate::passages::indexed(stored)?.iter().map(|text| text.passages).sum();
    let documents = stored.counts()?.documents.saturating_sub(passages);
    let again = derived.counts()?.documents;
    if documents != again {
        wrong.push(format!("{documents} claims are indexed, and the log makes {again}"));
    }
    Ok(())
}
