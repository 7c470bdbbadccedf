//! The rooms of the book: what each route does, one group a file.

pub(crate) mod accountability;
pub(crate) mod adding;
pub(crate) mod case;
pub(crate) mod challenge;
pub(crate) mod checks;
pub(crate) mod claims;
pub(crate) mod coding;
pub(crate) mod commitments;
pub(crate) mod count;
pub(crate) mod findings;
pub(crate) mod links;
pub(crate) mod log;
pub(crate) mod map;
pub(crate) mod members;
pub(crate) mod network;
pub(crate) mod records;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod sources;
pub(crate) mod statements;
pub(crate) mod timeline;
pub(crate) mod view;
pub(crate) mod why;
pub(crate) mod work;

use onus_pages::{Frame, NotADocument};
use serde_json::Value;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents::Document;
use crate::refusal::Refusal;

/// A page that is set from one document.
fn one(
    desk: &Desk,
    asked: &Asked,
    document: Document,
    set: impl FnOnce(&Frame<'_>, &Value) -> Result<String, NotADocument>,
) -> Result<Reply, Refusal> {
    let document = desk.see(|look| document(desk, look, asked))?;
    desk.page(|frame| set(frame, &document))
}
