//! From the log to the tables: what each commit changes.
//!
//! The tables are a function of the set of commits and contents held, not of the order in which they came.
//! A commit that changes nothing of what earlier ones count for touches only its own rows, in the same
//! transaction in which it is taken in. Where something that was counted no longer counts, or the other
//! way round (a revocation, a fork, an erasure, a content that was closed and is opened), the tables are
//! emptied and made again by the same functions over the whole log ([`anew`]): such commits are few. A
//! verification makes everything again and compares.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use onus_ledger::graph::Node;
use onus_ledger::operation::Operation;
use onus_ledger::{Content, DeviceId, Entry, Graph, Known, OperationId};
use onus_model::claim::{Claim, Logged, Moment, Reviewed, Speaker};
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::value::{Value, When};
use onus_store::{
    Area, Bounds, ClaimRow, Place, RecordRow, SheetId, SheetRow, SpeakerKey, Transaction,
};
use onus_text::search::Analyser;

use crate::convert::{
    claim_from_log, claim_to_log, from_log, level_from_log, member_from_log, record_from_log,
    review_from_log,
};
use crate::error::CaseError;
use crate::files::{self, FILES};
use crate::index::index_claim;
use crate::kept::Touched;
use crate::known::{ACTS, CHAINS, InStore, NODES};
use crate::order::{Speaking, WORDS, forked, last_word};
use crate::question::{Question, named};
use crate::reviews::{self, Kept};
use crate::stamps::{self, STAMPS};
use crate::texts;

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

/// What the log says of a claim, as stored beside it.
///
/// Recorded and retracted as seconds in eight bytes each (the least number for "not") with the recording
/// member in sixteen between them, the reviews after their number in two, then the content of the claim's
/// leaf.
struct Body<'b> {
    recorded: Moment,
    recorded_by: MemberId,
    retracted: Option<Moment>,
    reviews: Vec<Kept>,
    content: &'b [u8],
}

const NEVER: i64 = i64::MIN;

impl<'b> Body<'b> {
    fn write(&self) -> Vec<u8> {
        let reviews = reviews::LENGTH * self.reviews.len();
        let mut bytes = Vec::with_capacity(self.content.len() + 34 + reviews);
        bytes.extend(self.recorded.0.to_be_bytes());
        bytes.extend(self.recorded_by.as_bytes());
        bytes.extend(self.retracted.map_or(NEVER, |moment| moment.0).to_be_bytes());
        let count = u16::try_from(self.reviews.len()).unwrap_or(u16::MAX);
        bytes.extend(count.to_be_bytes());
        self.reviews.iter().take(count.into()).for_each(|review| review.write(&mut bytes));
        bytes.extend(self.content);
        bytes
    }

    fn read(bytes: &'b [u8]) -> Option<Self> {
        let (recorded, bytes) = bytes.split_first_chunk::<8>()?;
        let (recorded_by, bytes) = bytes.split_first_chunk::<16>()?;
        let (retracted, bytes) = bytes.split_first_chunk::<8>()?;
        let (count, mut bytes) = bytes.split_first_chunk::<2>()?;
        let mut reviews = Vec::new();
        for _ in 0..u16::from_be_bytes(*count) {
            let (review, rest) = Kept::read(bytes)?;
            reviews.push(review);
            bytes = rest;
        }
        let retracted = i64::from_be_bytes(*retracted);
        Some(Self {
            recorded: Moment(i64::from_be_bytes(*recorded)),
            recorded_by: MemberId::from_bytes(*recorded_by),
            retracted: (retracted != NEVER).then_some(Moment(retracted)),
            reviews,
            content: bytes,
        })
    }
}

/// What a stored claim says, with what the log says of it.
pub(crate) fn logged(row: &ClaimRow) -> Result<Logged, CaseError> {
    let damaged = || CaseError::Damaged(format!("the stored claim {} cannot be read", row.id));
    let body = Body::read(&row.body).ok_or_else(damaged)?;
    let Content::Operation(Operation::Claim(claim)) = Content::read(body.content) else {
        return Err(damaged());
    };
    let name = crate::convert::claim_to_log(row.id);
    let mut claim = from_log(name, &claim).map_err(|_| damaged())?;
    claim.level = row.level;
    Ok(Logged {
        claim,
        recorded: body.recorded,
        recorded_by: body.recorded_by,
        reviews: body.reviews.iter().map(|kept| kept.reviewed).collect(),
        retracted: body.retracted,
    })
}

/// Days for dates, units for counts: what whole-case work sorts and compares by.
fn bounds(value: &Value) -> Bounds {
    match value {
        Value::Date(When::Calendar(date)) => {
            let bounds = date.bounds();
            Bounds {
                low: bounds.earliest().map(|day| day.number()),
                high: bounds.latest().map(|day| day.number()),
            }
        }
        Value::Count(count) => Bounds {
            low: i64::try_from(count.low()).ok(),
            high: count.high().and_then(|high| i64::try_from(high).ok()),
        },
        _ => Bounds::default(),
    }
}

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

/// Changes the stored row of a claim, when it is stored.
fn change(
    transaction: &mut dyn Transaction,
    claim: ClaimId,
    change: impl FnOnce(&mut ClaimRow, &mut Body<'_>),
) -> Result<(), CaseError> {
    let Some(mut row) = transaction.reader().claim(claim)? else { return Ok(()) };
    let bytes = std::mem::take(&mut row.body);
    let Some(mut body) = Body::read(&bytes) else {
        return Err(CaseError::Damaged(format!("the stored claim {claim} cannot be read")));
    };
    change(&mut row, &mut body);
    row.body = body.write();
    transaction.put_claim(&row)?;
    Ok(())
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

/// Gives a record its type: the last word stands.
fn put_type(
    transaction: &mut dyn Transaction,
    at: &At<'_>,
    record: &onus_ledger::operation::Record,
    along: &mut Along,
) -> Result<(), CaseError> {
    let id = record_from_log(record.record);
    let said = record.record_type.as_str().as_bytes();
    let stands = at.word(transaction, b't', record.record.as_bytes(), said)?;
    let Some(kind) = std::str::from_utf8(&stands).ok().and_then(|kind| kind.parse().ok()) else {
        return Ok(());
    };
    let before = transaction.reader().record(id)?;
    if before.as_ref().is_some_and(|before| before.kind == kind) {
        return Ok(());
    }
    // Of what was of another type, everything that knew it by that type has to hear.
    if let Some(before) = &before {
        along.record(before);
    }
    // A handle may have come before the type, on the branch of another device.
    let handle = handle_of(transaction, record.record)?;
    let row = RecordRow { id, kind, handle };
    along.record(&row);
    transaction.put_record(&row)?;
    // Claims that came before their record were indexed without its type.
    for row in transaction.reader().claims_about(id)? {
        index(transaction, &mut along.analyser, row.id)?;
    }
    Ok(())
}

/// The handle that stands for a record.
fn handle_of(
    transaction: &dyn Transaction,
    record: onus_ledger::RecordId,
) -> Result<Option<String>, CaseError> {
    let handle = transaction.reader().entry(LABELS, &handle_key(record))?;
    Ok(handle.and_then(|handle| String::from_utf8(handle).ok()))
}

/// Where the handle of a record is kept until its type is known, and after.
fn handle_key(record: onus_ledger::RecordId) -> Vec<u8> {
    [&record.as_bytes()[..], b"h"].concat()
}

fn put_handle(
    transaction: &mut dyn Transaction,
    at: &At<'_>,
    (record, handle, label): (onus_ledger::RecordId, Option<&str>, Option<&str>),
    along: &mut Along,
) -> Result<(), CaseError> {
    // No handle has a line break; should one, the label would begin there on every replica alike.
    let marked = |word: Option<&str>, mark: char| {
        word.map(|word| format!("{mark}{word}")).unwrap_or_default()
    };
    let what = format!("{}\n{}", marked(handle, 'h'), marked(label, 'l'));
    let stands = at.word(transaction, b'h', record.as_bytes(), what.as_bytes())?;
    let stands = String::from_utf8(stands).unwrap_or_default();
    let (handle, label) = stands.split_once('\n').unwrap_or((&stands, ""));
    let handle = handle.strip_prefix('h');
    transaction.remove_entries(LABELS, &handle_key(record))?;
    if let Some(handle) = handle {
        transaction.put_entry(LABELS, &handle_key(record), handle.as_bytes())?;
    }
    transaction.remove_entries(LABELS, &label_key(record_from_log(record)))?;
    if let Some(label) = label.strip_prefix('l') {
        transaction.put_entry(LABELS, &label_key(record_from_log(record)), label.as_bytes())?;
    }
    if let Some(mut row) = transaction.reader().record(record_from_log(record))? {
        row.handle = handle.map(str::to_owned);
        along.record(&row);
        transaction.put_record(&row)?;
    }
    Ok(())
}

/// Where the label of a record is kept.
pub(crate) fn label_key(record: RecordId) -> Vec<u8> {
    [&record.as_bytes()[..], b"l"].concat()
}

fn put_review(
    transaction: &mut dyn Transaction,
    at: &At<'_>,
    claim: ClaimId,
    new: Kept,
    along: &mut Along,
) -> Result<(), CaseError> {
    let Some(mut row) = transaction.reader().claim(claim)? else { return Ok(()) };
    along.claim(&logged(&row)?.claim);
    let bytes = std::mem::take(&mut row.body);
    let Some(mut body) = Body::read(&bytes) else {
        return Err(CaseError::Damaged(format!("the stored claim {claim} cannot be read")));
    };
    reviews::add(&mut body.reviews, new, &InStore(transaction.reader()), at.forked);
    row.body = body.write();
    Ok(transaction.put_claim(&row)?)
}

/// When a claim was made, in an order that is the same everywhere and that ancestry agrees with.
fn made(known: &InStore<'_>, claim: OperationId) -> Option<(u64, u64, u32, OperationId)> {
    let positions = known.positions(&claim);
    let made = positions.iter().filter_map(|position| {
        let node = known.node(&position.commit)?;
        Some((node.time.unix_seconds(), node.height, position.index, claim))
    });
    made.min()
}

/// Notes which row made a claim. The claim of a row is the one that was made last.
fn put_row(
    transaction: &mut dyn Transaction,
    sheet: SheetId,
    row: &onus_ledger::operation::NamedRow,
) -> Result<(), CaseError> {
    let claim = claim_from_log(row.claim);
    let known = InStore(transaction.reader());
    let current = transaction.reader().sheet_row(sheet, &row.row)?;
    let is_last = current
        .is_none_or(|current| made(&known, claim_to_log(current.claim)) <= made(&known, row.claim));
    if is_last {
        transaction.put_sheet_row(&SheetRow {
            sheet,
            row: row.row.clone(),
            claim,
            fingerprint: *row.fingerprint.as_bytes(),
        })?;
    }
    let mut value = sheet.as_bytes().to_vec();
    value.extend(row.row.as_bytes());
    // Two rows that name one claim are nothing a program writes; then the lesser stands everywhere.
    let known = transaction.reader().entry(ROWS, claim.as_bytes())?;
    if known.is_none_or(|known| value < known) {
        transaction.put_entry(ROWS, claim.as_bytes(), &value)?;
    }
    Ok(())
}

fn row(claim: &Claim, seq: u64, body: Vec<u8>) -> ClaimRow {
    ClaimRow {
        seq,
        id: claim.id,
        record: claim.record,
        property: claim.property.clone(),
        level: claim.level,
        source: claim.source,
        origin: match claim.origin.speaker {
            Speaker::Record(record) => SpeakerKey::Record(record),
            Speaker::Member(member) => SpeakerKey::Member(member),
            Speaker::NotStated => SpeakerKey::NotStated,
        },
        retracted: false,
        bounds: bounds(&claim.value),
        body,
    }
}

/// Indexes a stored claim again, as it stands now.
fn index(
    transaction: &mut dyn Transaction,
    analyser: &mut Analyser,
    claim: ClaimId,
) -> Result<(), CaseError> {
    match transaction.reader().claim(claim)? {
        Some(row) => {
            let logged = logged(&row)?;
            index_claim(transaction, analyser, &logged.claim, logged.retracted.is_some())
        }
        None => Ok(()),
    }
}
