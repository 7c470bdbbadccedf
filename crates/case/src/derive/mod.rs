//! From the log to the tables: what each commit changes.
//!
//! The tables are a function of the set of commits and contents held, not of the order in which they came.
//! A commit that changes nothing of what earlier ones count for touches only its own rows, in the same
//! transaction in which it is taken in. Where something that was counted no longer counts, or the other
//! way round (a revocation, a fork, an erasure, a content that was closed and is opened), the tables are
//! emptied and made again by the same functions over the whole log ([`anew`]): such commits are few. A
//! verification makes everything again and compares.

mod claims;
mod records;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use onus_ledger::graph::Node;
use onus_ledger::operation::Operation;
use onus_ledger::{Content, DeviceId, Entry, Graph, Known, OperationId};
use onus_model::claim::{Claim, Moment, Reviewed};
use onus_store::{Area, Place, RecordRow, SheetId, Transaction};
use onus_text::search::Analyser;

use crate::convert::{claim_from_log, from_log, level_from_log, member_from_log, review_from_log};
use crate::error::CaseError;
use crate::files::{self, FILES};
use crate::index::index_claim;
use crate::kept::Touched;
use crate::known::{ACTS, CHAINS, InStore, NODES};
use crate::order::{Speaking, WORDS, forked, last_word};
use crate::question::{Question, named};
use crate::reviews::Kept;
use crate::stamps::{self, STAMPS};
use crate::texts;

pub(crate) use claims::logged;
pub(crate) use records::label_key;

use claims::{Body, change, index, put_review, put_row, row};
use records::{put_handle, put_type};

/// The number of this derivation: raised whenever what is written below changes its meaning.
pub(crate) const DERIVATION: u32 = 8;

/// Names of coding sheets, by sheet.
pub(crate) const SHEETS: Area = Area("sheets");
/// Names of members, by member.
pub(crate) const MEMBERS: Area = Area("members");
/// Additions to the schema, by name.
pub(crate) const SCHEMA: Area = Area("schema");
/// What each commit holds that this version does not understand, by operation.
pub(crate) const NOT_UNDERSTOOD: Area = Area("not-understood");
/// The row that made each claim, by claim: sheet and row.
pub(crate) const ROWS: Area = Area("rows");
/// What the register calls each record, by record.
pub(crate) const LABELS: Area = Area("labels");

/// Every area of the free derived table.
pub(crate) const AREAS: [Area; 12] = [
    SHEETS,
    MEMBERS,
    SCHEMA,
    NOT_UNDERSTOOD,
    ROWS,
    LABELS,
    FILES,
    STAMPS,
    WORDS,
    NODES,
    CHAINS,
    ACTS,
];

/// What the graph asks of the tables: it stays when the others are made again.
const GRAPH: [Area; 3] = [NODES, CHAINS, ACTS];

/// A commit that was taken in, with what it says.
pub(crate) struct Told<'t> {
    pub(crate) node: &'t Node,
    pub(crate) place: Place,
    pub(crate) entries: &'t [Entry],
    /// The bytes of the leaves, in order; empty where they are closed.
    pub(crate) contents: &'t [&'t [u8]],
}

/// What goes along with deriving: how texts are taken apart, and what the kept views have to hear of.
struct Along {
    analyser: Analyser,
    touched: Option<Touched>,
}

impl Along {
    fn begin(transaction: &dyn Transaction) -> Result<Self, CaseError> {
        Ok(Self { analyser: Analyser::new(), touched: Touched::begin(transaction.reader())? })
    }

    fn apply(self, transaction: &mut dyn Transaction) -> Result<(), CaseError> {
        self.touched.map_or(Ok(()), |touched| touched.apply(transaction))
    }

    fn claim(&mut self, claim: &Claim) {
        if let Some(touched) = &mut self.touched {
            touched.claim(claim);
        }
    }

    fn record(&mut self, row: &RecordRow) {
        if let Some(touched) = &mut self.touched {
            touched.record(row.id, row.kind.as_str());
        }
    }
}

/// What has to be known beside a commit to derive from it.
struct Around<'a> {
    forked: BTreeSet<DeviceId>,
    /// Operations that count for nothing, because they are erased.
    erased: &'a BTreeSet<OperationId>,
}

/// Changes the tables as one commit says that changes nothing of what earlier ones count for. `touched`
/// are the operations that its effects name.
pub(crate) fn derive(
    transaction: &mut dyn Transaction,
    graph: &Graph,
    told: &Told<'_>,
    touched: &[OperationId],
) -> Result<(), CaseError> {
    let none = BTreeSet::new();
    let forked = forked(graph, &InStore(transaction.reader()));
    let mut along = Along::begin(transaction)?;
    let around = Around { forked, erased: &none };
    derive_commit(transaction, graph, told, &around, &mut along)?;
    for operation in touched {
        settle(transaction, graph, operation, &mut along)?;
    }
    along.apply(transaction)
}

/// Empties the tables and makes them again from the log, as the graph stands.
pub(crate) fn anew(transaction: &mut dyn Transaction, graph: &Graph) -> Result<(), CaseError> {
    let number = transaction.reader().derivation()?.unwrap_or(DERIVATION);
    let mut kept = Vec::new();
    for area in GRAPH {
        transaction.reader().each_entry(area, &[], &mut |(key, value)| {
            kept.push((area, key, value));
            ControlFlow::Continue(())
        })?;
    }
    transaction.clear_derived()?;
    transaction.set_derivation(number)?;
    texts::set_stale(transaction, true)?;
    let mut acted = BTreeSet::new();
    for (area, key, value) in &kept {
        transaction.put_entry(*area, key, value)?;
        if let (true, Some(name)) = (*area == ACTS, key.first_chunk::<32>()) {
            acted.insert(OperationId::from_bytes(*name));
        }
    }
    let known = InStore(transaction.reader());
    let erased: BTreeSet<OperationId> =
        acted.iter().filter(|operation| graph.is_erased(operation, &known)).copied().collect();
    let around = Around { forked: forked(graph, &known), erased: &erased };
    let mut along = Along::begin(transaction)?;
    let mut rows = Vec::new();
    transaction.reader().each_commit(Place(0), &mut |row| {
        rows.push((row.id, row.place));
        ControlFlow::Continue(())
    })?;
    for (id, place) in rows {
        let Some(row) = transaction.reader().commit(id)? else { continue };
        let commit = crate::taking::stored(transaction.reader(), &row)?;
        let known = InStore(transaction.reader());
        let entries = graph.check_held(&commit, &known)?;
        let node = known.node(&commit.id()).ok_or_else(|| {
            CaseError::Damaged(format!("what is remembered of commit {id} is not there"))
        })?;
        let contents = crate::taking::contents(&commit);
        let told = Told { node: &node, place, entries: &entries, contents: &contents };
        derive_commit(transaction, graph, &told, &around, &mut along)?;
    }
    for operation in acted.difference(&erased) {
        settle(transaction, graph, operation, &mut along)?;
    }
    along.apply(transaction)
}

fn derive_commit(
    transaction: &mut dyn Transaction,
    graph: &Graph,
    told: &Told<'_>,
    around: &Around<'_>,
    along: &mut Along,
) -> Result<(), CaseError> {
    let author = told.node.author;
    let standing = graph.standing(told.node, &InStore(transaction.reader()));
    for ((entry, content), index) in told.entries.iter().zip(told.contents).zip(0u32..) {
        if around.erased.contains(&entry.id) {
            continue;
        }
        match &entry.content {
            Content::Operation(operation) => {
                if standing.judge(author, operation).is_none() {
                    let at = At { told, entry, content, index, forked: &around.forked };
                    derive_operation(transaction, &at, operation, along)?;
                }
            }
            Content::NotUnderstood { op, version } => {
                let note = format!("{op} {version}");
                transaction.put_entry(NOT_UNDERSTOOD, entry.id.as_bytes(), note.as_bytes())?;
            }
            Content::Closed(_) => {}
            Content::Void(fault) => {
                let note = fault.reason.code();
                transaction.put_entry(NOT_UNDERSTOOD, entry.id.as_bytes(), note.as_bytes())?;
            }
        }
    }
    Ok(())
}

/// Gives the stored row of a claim what effects have made of it.
fn settle(
    transaction: &mut dyn Transaction,
    graph: &Graph,
    operation: &OperationId,
    along: &mut Along,
) -> Result<(), CaseError> {
    let claim = claim_from_log(*operation);
    let known = InStore(transaction.reader());
    let state = graph.operation(operation, &known);
    let moments = state.retracted.iter().filter_map(|commit| known.node(commit));
    let retracted = moments.map(|node| moment(&node)).min();
    let Some(row) = transaction.reader().claim(claim)? else {
        return files::settle(transaction, operation, state.level, retracted.is_some());
    };
    let level = state.level.map_or(row.level, level_from_log);
    along.claim(&logged(&row)?.claim);
    change(transaction, claim, |row, body| {
        body.retracted = retracted;
        row.retracted = retracted.is_some();
        row.level = level;
    })?;
    index(transaction, &mut along.analyser, claim)
}

/// When a commit counts as made.
pub(crate) fn moment(node: &Node) -> Moment {
    Moment(i64::try_from(node.time.unix_seconds()).unwrap_or(i64::MAX))
}

/// Where in the log an operation stands.
struct At<'a> {
    told: &'a Told<'a>,
    entry: &'a Entry,
    content: &'a [u8],
    index: u32,
    forked: &'a BTreeSet<DeviceId>,
}

impl At<'_> {
    /// A number of its own for each operation, in the order in which this copy has them.
    fn seq(&self) -> u64 {
        (self.told.place.0 << 16) | u64::from(self.index)
    }

    fn word(
        &self,
        transaction: &mut dyn Transaction,
        kind: u8,
        thing: &[u8],
        what: &[u8],
    ) -> Result<Vec<u8>, CaseError> {
        let speaking = Speaking {
            node: self.told.node,
            operation: self.entry.id,
            index: self.index,
            forked: self.forked,
        };
        last_word(transaction, &[&[kind], thing].concat(), &speaking, what)
    }
}

fn derive_operation(
    transaction: &mut dyn Transaction,
    at: &At<'_>,
    operation: &Operation,
    along: &mut Along,
) -> Result<(), CaseError> {
    match operation {
        Operation::Record(record) => {
            put_type(transaction, at, record, along)?;
            let (handle, label) = (record.handle.as_deref(), record.label.as_deref());
            if handle.is_some() || label.is_some() {
                put_handle(transaction, at, (record.record, handle, label), along)?;
            }
        }
        Operation::Handle(handle) => {
            let word = (handle.record, Some(handle.handle.as_str()), handle.label.as_deref());
            put_handle(transaction, at, word, along)?;
        }
        Operation::Claim(claim) => match from_log(at.entry.id, claim) {
            Ok(claim) => {
                let body = Body {
                    recorded: moment(at.told.node),
                    recorded_by: member_from_log(at.told.node.author),
                    retracted: None,
                    reviews: Vec::new(),
                    content: at.content,
                };
                let row = row(&claim, at.seq(), body.write());
                transaction.put_claim(&row)?;
                transaction.put_mentions(&row, &claim.mentions(), &named(&claim))?;
                index_claim(transaction, &mut along.analyser, &claim, false)?;
                along.claim(&claim);
            }
            Err(error) => {
                let note = error.to_string();
                transaction.put_entry(NOT_UNDERSTOOD, at.entry.id.as_bytes(), note.as_bytes())?;
            }
        },
        Operation::Review(review) => {
            let state = review_from_log(review.state);
            let by = member_from_log(at.told.node.author);
            let new = Kept {
                reviewed: Reviewed { at: moment(at.told.node), state, by },
                commit: at.told.node.id,
                index: at.index,
                repeated: false,
            };
            for claim in &review.claims {
                put_review(transaction, at, claim_from_log(*claim), new, along)?;
            }
        }
        Operation::Sheet(sheet) => {
            let id = sheet.sheet.as_bytes();
            let name = at.word(transaction, b's', id, sheet.name.as_bytes())?;
            transaction.put_entry(SHEETS, id, &name)?;
        }
        Operation::Rows(rows) => {
            let sheet = SheetId::from_bytes(*rows.sheet.as_bytes());
            for row in &rows.rows {
                put_row(transaction, sheet, row)?;
                if let Some(touched) = &mut along.touched {
                    touched.question(&Question::Row(claim_from_log(row.claim)));
                }
            }
        }
        Operation::Member(member) => {
            let id = member.member.as_bytes();
            let name = at.word(transaction, b'm', id, member.name.as_bytes())?;
            transaction.put_entry(MEMBERS, id, &name)?;
        }
        Operation::Schema(addition) => {
            let name = addition.name.as_str().as_bytes();
            let text = at.word(transaction, b'x', name, addition.text.as_bytes())?;
            transaction.put_entry(SCHEMA, name, &text)?;
            if let Some(touched) = &mut along.touched {
                touched.everything();
            }
        }
        Operation::Stamp(_) => stamps::derive(transaction, at.entry.id, at.content)?,
        Operation::Reading(_) | Operation::Exhibit(_) | Operation::Custody(_) => {
            if matches!(operation, Operation::Reading(_)) {
                texts::set_stale(transaction, true)?;
            }
            let place = (at.told.node, at.index);
            files::put(transaction, operation, &at.entry.id, place, at.content)?;
        }
        Operation::Meta(_)
        | Operation::Message(_)
        | Operation::Retraction(_)
        | Operation::Erasure(_)
        | Operation::Checkpoint(_) => {}
    }
    Ok(())
}
