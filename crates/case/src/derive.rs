//! From the log to the tables: what each commit changes.
//!
//! One function serves both ways of deriving. A new commit changes only the rows it touches, in the same
//! transaction in which it is appended; a rebuild runs the same function over every commit into empty
//! tables. So the two cannot differ, and `verify` checks that they have not.

use onus_ledger::operation::Operation;
use onus_ledger::{Accepted, Content, Entry, Graph};
use onus_model::claim::{Claim, Locator, Logged, Moment, Review, Speaker};
use onus_model::id::ClaimId;
use onus_model::value::{Value, When};
use onus_store::{
    Area, Bounds, ClaimRow, DocumentId, RecordRow, SheetId, SheetRow, SpeakerKey, Transaction,
};

use crate::convert::{claim_from_log, from_log, level_from_log, record_from_log, review_from_log};
use crate::error::CaseError;
use crate::known::{ACTS, CHAINS, InStore, NODES, touched};
use crate::tokens::tokens;

/// The number of this derivation: raised whenever what is written below changes its meaning.
pub(crate) const DERIVATION: u32 = 2;

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

/// Every area of the free derived table.
pub(crate) const AREAS: [Area; 8] =
    [SHEETS, MEMBERS, SCHEMA, NOT_UNDERSTOOD, ROWS, NODES, CHAINS, ACTS];

/// What the log says of a claim, as stored beside it.
///
/// Recorded and retracted as seconds in eight bytes each (the least number for "not"), a review in nine
/// bytes each after their number in two, then the content of the claim's leaf.
struct Body<'b> {
    recorded: Moment,
    retracted: Option<Moment>,
    reviews: Vec<(Moment, Review)>,
    content: &'b [u8],
}

const NEVER: i64 = i64::MIN;

impl<'b> Body<'b> {
    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.content.len() + 18 + 9 * self.reviews.len());
        bytes.extend(self.recorded.0.to_be_bytes());
        bytes.extend(self.retracted.map_or(NEVER, |moment| moment.0).to_be_bytes());
        let count = u16::try_from(self.reviews.len()).unwrap_or(u16::MAX);
        bytes.extend(count.to_be_bytes());
        for (moment, review) in self.reviews.iter().take(count.into()) {
            bytes.extend(moment.0.to_be_bytes());
            bytes.push(match review {
                Review::Draft => 0,
                Review::Checked => 1,
                Review::Released => 2,
            });
        }
        bytes.extend(self.content);
        bytes
    }

    fn read(bytes: &'b [u8]) -> Option<Self> {
        let (recorded, bytes) = bytes.split_first_chunk::<8>()?;
        let (retracted, bytes) = bytes.split_first_chunk::<8>()?;
        let (count, mut bytes) = bytes.split_first_chunk::<2>()?;
        let mut reviews = Vec::new();
        for _ in 0..u16::from_be_bytes(*count) {
            let (moment, rest) = bytes.split_first_chunk::<8>()?;
            let (&review, rest) = rest.split_first()?;
            let review = match review {
                0 => Review::Draft,
                1 => Review::Checked,
                2 => Review::Released,
                _ => return None,
            };
            reviews.push((Moment(i64::from_be_bytes(*moment)), review));
            bytes = rest;
        }
        let retracted = i64::from_be_bytes(*retracted);
        Some(Self {
            recorded: Moment(i64::from_be_bytes(*recorded)),
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
    Ok(Logged { claim, recorded: body.recorded, reviews: body.reviews, retracted: body.retracted })
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

/// Changes the tables as one accepted commit says. `contents` are the bytes of its leaves, in order.
pub(crate) fn derive(
    transaction: &mut dyn Transaction,
    graph: &Graph,
    accepted: &Accepted,
    contents: &[&[u8]],
) -> Result<(), CaseError> {
    let moment = Moment(i64::try_from(accepted.time().unix_seconds()).unwrap_or(i64::MAX));
    let mut seq = transaction.reader().last_claim()?.map_or(0, |last| last + 1);
    for (entry, content) in accepted.entries().iter().zip(contents) {
        match &entry.content {
            Content::Operation(operation) => {
                if accepted.standing().judge(accepted.meta().author, operation).is_some() {
                    continue;
                }
                derive_operation(transaction, entry, operation, content, moment, &mut seq)?;
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
    for operation in touched(accepted) {
        let state = graph.operation(&operation, &InStore(transaction.reader()));
        let claim = claim_from_log(operation);
        if !state.retracted.is_empty() {
            change(transaction, claim, |_, body| {
                body.retracted = Some(body.retracted.map_or(moment, |known| known.min(moment)));
            })?;
            transaction.set_retracted(claim, true)?;
        }
        if let Some(level) = state.level {
            change(transaction, claim, |row, _| row.level = level_from_log(level))?;
            index(transaction, claim)?;
        }
    }
    Ok(())
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

fn derive_operation(
    transaction: &mut dyn Transaction,
    entry: &Entry,
    operation: &Operation,
    content: &[u8],
    moment: Moment,
    seq: &mut u64,
) -> Result<(), CaseError> {
    match operation {
        Operation::Record(record) => {
            let id = record_from_log(record.record);
            let Ok(kind) = record.record_type.as_str().parse() else { return Ok(()) };
            // The first type a record is given stands: a record is only an id and a type.
            if transaction.reader().record(id)?.is_none() {
                transaction.put_record(&RecordRow { id, kind, handle: record.handle.clone() })?;
            }
        }
        Operation::Handle(handle) => {
            let id = record_from_log(handle.record);
            if let Some(mut row) = transaction.reader().record(id)? {
                row.handle = Some(handle.handle.clone());
                transaction.put_record(&row)?;
            }
        }
        Operation::Claim(claim) => match from_log(entry.id, claim) {
            Ok(claim) => {
                let body = Body { recorded: moment, retracted: None, reviews: Vec::new(), content };
                transaction.put_claim(&row(&claim, *seq, body.write()))?;
                *seq += 1;
                index_claim(transaction, &claim)?;
            }
            Err(error) => {
                let note = error.to_string();
                transaction.put_entry(NOT_UNDERSTOOD, entry.id.as_bytes(), note.as_bytes())?;
            }
        },
        Operation::Review(review) => {
            let state = review_from_log(review.state);
            for claim in &review.claims {
                change(transaction, claim_from_log(*claim), |_, body| {
                    body.reviews.push((moment, state));
                })?;
            }
        }
        Operation::Sheet(sheet) => {
            transaction.put_entry(SHEETS, sheet.sheet.as_bytes(), sheet.name.as_bytes())?;
        }
        Operation::Rows(rows) => {
            let sheet = SheetId::from_bytes(*rows.sheet.as_bytes());
            for row in &rows.rows {
                let claim = claim_from_log(row.claim);
                transaction.put_sheet_row(&SheetRow {
                    sheet,
                    row: row.row.clone(),
                    claim,
                    fingerprint: *row.fingerprint.as_bytes(),
                })?;
                let mut value = rows.sheet.as_bytes().to_vec();
                value.extend(row.row.as_bytes());
                transaction.put_entry(ROWS, claim.as_bytes(), &value)?;
            }
        }
        Operation::Member(member) => {
            transaction.put_entry(MEMBERS, member.member.as_bytes(), member.name.as_bytes())?;
        }
        Operation::Schema(addition) => {
            let name = addition.name.as_str().as_bytes();
            transaction.put_entry(SCHEMA, name, addition.text.as_bytes())?;
        }
        Operation::Meta(_)
        | Operation::Message(_)
        | Operation::Retraction(_)
        | Operation::Erasure(_)
        | Operation::Reading(_)
        | Operation::Exhibit(_)
        | Operation::Custody(_)
        | Operation::Checkpoint(_)
        | Operation::Stamp(_) => {}
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

/// The document under which a claim's words are indexed.
pub(crate) fn document(claim: ClaimId) -> DocumentId {
    DocumentId::from_bytes(*claim.as_bytes())
}

fn index(transaction: &mut dyn Transaction, claim: ClaimId) -> Result<(), CaseError> {
    match transaction.reader().claim(claim)? {
        Some(row) => index_claim(transaction, &logged(&row)?.claim),
        None => Ok(()),
    }
}

/// Indexes the words of a claim: its text or name, its wording, and where it was read.
fn index_claim(transaction: &mut dyn Transaction, claim: &Claim) -> Result<(), CaseError> {
    let mut words = Vec::new();
    match &claim.value {
        Value::Text(text) => words.extend(tokens(&text.words)),
        Value::Name(name) => words.extend(tokens(&name.name)),
        Value::Answers(onus_model::value::Answers::Class { what, .. }) => {
            words.extend(tokens(what));
        }
        Value::Term(term) => words.extend(tokens(term.term())),
        _ => {}
    }
    words.extend(claim.wording.iter().flat_map(|wording| tokens(wording)));
    if let Some(passage) = &claim.passage {
        words.extend(passage.quote.iter().flat_map(|quote| tokens(quote)));
        if let Locator::Words(place) = &passage.locator {
            words.extend(tokens(place));
        }
    }
    if !words.is_empty() {
        let tokens = onus_store::Tokens::from_words(words);
        transaction.index_text(document(claim.id), claim.level, &tokens)?;
    }
    Ok(())
}
