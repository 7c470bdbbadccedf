//! What became of files that were to be added, as `onus.add/1`.

use onus_case::{CaseError, OpenCase};
use onus_ingest::adding::{Added, Was};
use onus_model::id::RecordId;
use serde_json::{Value, json};

use crate::reading::Teller;

/// The document of what became of each file.
#[must_use]
pub fn to_json(files: Vec<Value>) -> Value {
    json!({ "shape": "onus.add/1", "files": files })
}

/// A file that was not added, and why.
#[must_use]
pub fn refused(path: &str, why: &str) -> Value {
    json!({ "path": path, "was": "refused", "reason": why })
}

/// A file that was added, or was there.
///
/// # Errors
///
/// When the case cannot be read.
pub fn added(
    path: &str,
    added: &Added,
    open: &OpenCase,
    teller: &Teller,
) -> Result<Value, CaseError> {
    let named = |record: RecordId| -> Result<Value, CaseError> {
        let handle = open.case().rows().record(record)?.and_then(|row| row.handle);
        let handle = handle.unwrap_or_else(|| record.to_string());
        Ok(json!({ "id": record.to_string(), "handle": handle }))
    };
    Ok(json!({
        "path": path,
        "was": match added.was {
            Was::New => "new",
            Was::ReceivedAgain => "received-again",
            Was::ReadAgain => "read-again",
            Was::There => "there",
        },
        "digest": added.file.to_string(),
        "bytes": added.bytes,
        "media": added.media,
        "exhibit": named(added.exhibit)?,
        "source": named(added.source)?,
        "texts": added.texts,
        "characters": added.scalars,
        "unread": added.unread.iter().map(|(path, failure)| {
            json!({ "inside": path, "reason": teller.failure(failure) })
        }).collect::<Vec<_>>(),
        "notes": added.notes.iter().map(|(path, note)| {
            json!({ "inside": path, "note": teller.note(note) })
        }).collect::<Vec<_>>(),
    }))
}
