//! Records in the tables: their types, handles and labels.

use onus_model::id::RecordId;
use onus_store::{RecordRow, Transaction};

use super::{Along, At, LABELS, claims::index};
use crate::convert::record_from_log;
use crate::error::CaseError;

/// Gives a record its type: the last word stands.
pub(super) fn put_type(
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

pub(super) fn put_handle(
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
