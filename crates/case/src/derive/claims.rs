//! Claims in the tables: their rows, with what the log says of each, and their rows of sheets.

use onus_ledger::operation::Operation;
use onus_ledger::{Content, Known, OperationId};
use onus_model::claim::{Claim, Logged, Moment, Speaker};
use onus_model::id::{ClaimId, MemberId};
use onus_model::value::{Value, When};
use onus_store::{Bounds, ClaimRow, SheetId, SheetRow, SpeakerKey, Transaction};
use onus_text::search::Analyser;

use super::{Along, At, ROWS};
use crate::convert::{claim_from_log, claim_to_log, from_log};
use crate::error::CaseError;
use crate::index::index_claim;
use crate::known::InStore;
use crate::reviews::{self, Kept};

/// What the log says of a claim, as stored beside it.
///
/// Recorded and retracted as seconds in eight bytes each (the least number for "not") with the recording
/// member in sixteen between them, the reviews after their number in two, then the content of the claim's
/// leaf.
pub(super) struct Body<'b> {
    pub(super) recorded: Moment,
    pub(super) recorded_by: MemberId,
    pub(super) retracted: Option<Moment>,
    pub(super) reviews: Vec<Kept>,
    pub(super) content: &'b [u8],
}

const NEVER: i64 = i64::MIN;

impl<'b> Body<'b> {
    pub(super) fn write(&self) -> Vec<u8> {
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

    pub(super) fn read(bytes: &'b [u8]) -> Option<Self> {
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

pub(super) fn row(claim: &Claim, seq: u64, body: Vec<u8>) -> ClaimRow {
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
pub(super) fn index(
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

/// Changes the stored row of a claim, when it is stored.
pub(super) fn change(
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

pub(super) fn put_review(
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
pub(super) fn put_row(
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
