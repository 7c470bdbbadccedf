//! `/work`: long work of this session, how far it has come and how it ended.

use onus_model::Level;
use onus_pages::rooms::work::work;
use serde_json::Value;

use crate::asked::{Asked, Reply};
use crate::desk::{Desk, moment};
use crate::refusal::Refusal;

/// The document: what a file is called and how it was read is the team's to know.
pub(crate) fn document(desk: &Desk) -> Value {
    desk.works.to_json(moment, desk.eyes.level >= Level::Team)
}

pub(crate) fn show(desk: &mut Desk, _: &Asked) -> Result<Reply, Refusal> {
    let document = document(desk);
    desk.page(|frame| work(frame, &document))
}
